"""What every volume must fulfill before anyone computes with it, whichever file it came from."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...errors import Code, UserError
from ...limits import SPACING_LIMITS_MM
from ..geometry import Geometry
from ..scanned_field import scanned
from ..volume import Volume
from .recognizing import foreign


def silent(_note: str) -> None:
    """Discards a note: the default of ``on_note``."""


MOST_VOXELS = 1 << 30
"""Largest number of voxels of an image; a header that declares more is damaged or malicious."""

_MOST_PHASES = 8
"""A time series may have so many times as many; those of more phases are coarser."""
_ROUNDED, _TINY_SHEAR, _LARGEST_SHEAR = 1e-4, 1e-2, 0.8
"""Cosines between axes up to which they are perpendicular but for rounding; are taken for perpendicular; and can be
computed with.
"""


def check_size(shape: Sequence[int], path: Path) -> None:
    """Raise ``OUT_OF_MEMORY`` for a ``shape`` of more than ``MOST_VOXELS``, or more than a time series has."""
    if math.prod(shape) > MOST_VOXELS * (_MOST_PHASES if len(shape) == 4 else 1):
        shown = " x ".join(str(n) for n in shape[::-1])
        raise UserError(
            Code.OUT_OF_MEMORY,
            f"{path} measures {shown} voxels, which does not fit into memory.",
            "Crop or resample the image.",
        )


def checked_geometry(geometry: Geometry, name: str, on_note: Callable[[str], None] = silent) -> Geometry:
    """The grid to compute with.

    Args:
        geometry: The grid as a file has it.
        name: The file, for sentences.
        on_note: Gets a sentence where the axes are not perpendicular.

    Returns:
        ``geometry`` with perpendicular axes where they nearly are; with a real shear it stays as it is, so that a
        result lies on it.

    Raises:
        UserError: BAD_INPUT unless spacing is within ``SPACING_LIMITS_MM`` and the axes span a space.
    """
    low, high = SPACING_LIMITS_MM
    if not all(low <= spacing <= high for spacing in geometry.spacing_mm):  # not-a-number fails the comparison as well
        shown = " x ".join(f"{spacing:g}" for spacing in geometry.spacing_mm[::-1])
        raise UserError(
            Code.BAD_INPUT,
            f"{name} has a voxel spacing of {shown} mm, outside {low:g} to {high:g} mm.",
            "Correct the spacing in the file's header, for instance by exporting it again from the original images.",
        )
    if not (np.isfinite(geometry.origin_mm).all() and np.isfinite(geometry.direction).all()):
        raise UserError(
            Code.BAD_INPUT, f"{name} has a position or direction that is not a number.", "Correct the file's header."
        )
    shear = geometry.shear
    if shear > _LARGEST_SHEAR:
        raise UserError(
            Code.BAD_INPUT,
            f"{name} has axes that are far from perpendicular.",
            "Resample the image to a regular grid and try again.",
        )
    if shear <= _ROUNDED:
        return geometry.straightened() if shear > 1e-9 else geometry
    degrees = math.degrees(math.asin(shear))
    if shear <= _TINY_SHEAR:
        on_note(
            f"{name}: its axes are {degrees:.2g} degrees away from perpendicular; the nearest perpendicular ones are "
            "used."
        )
        return geometry.straightened()
    on_note(
        f"{name}: its axes are {degrees:.2g} degrees away from perpendicular, as with a tilted gantry; it is resampled "
        "to a straight grid, and the result is put back onto its own."
    )
    return geometry


def not_finite(name: str) -> UserError:
    """The error for voxels that are not numbers."""
    return UserError(
        Code.BAD_INPUT,
        f"{name} contains voxels that are not finite numbers (NaN or infinity).",
        "Replace them by a background value and try again.",
    )


def not_an_image(path: Path) -> UserError:
    """The error for a file of another kind."""
    remedy = "Choose a NIfTI, NRRD, MetaImage or DICOM file, or a folder with a DICOM series."
    return foreign(path) or UserError(Code.BAD_INPUT, f"{path} is not an image.", remedy)


def not_a_time_series(path: Path) -> UserError:
    """The error for an image that is not a time series."""
    return UserError(
        Code.BAD_INPUT,
        f"{path} is not a time series of volumes.",
        "Choose a four-dimensional file; a single volume can be segmented directly.",
    )


def damaged(path: Path) -> UserError:
    """The error for a file that contradicts itself."""
    return UserError(Code.BAD_INPUT, f"{path} is damaged or incomplete.", "Copy or download the file again.")


def incomplete(path: Path) -> UserError:
    """The error for a file that is too short for what its header promises."""
    return UserError(
        Code.BAD_INPUT,
        f"{path} is incomplete: it is too short for the voxels that its header promises.",
        "Copy or download the file again.",
    )


def checked(volume: Volume, name: str, on_note: Callable[[str], None] = silent) -> Volume:
    """What of an image as it was read can be computed with.

    Args:
        volume: Intensities of any type on any grid; ``scanned`` where the file itself says what is padding.
        name: The file, for sentences.
        on_note: Gets a sentence for whatever was changed or left out.

    Returns:
        Intensities as int16 where they fit, else float32, CT clipped to its physical range, padding masked.

    Raises:
        UserError: BAD_INPUT where voxels within the scanned field are not finite or all the same, or the grid is
            impossible.
    """
    geometry = checked_geometry(volume.geometry, name, on_note)
    try:
        array, inside, left_out = scanned(volume.array)
    except ValueError as error:
        raise not_finite(name) from error
    array = _compact(array)
    # Checked after the conversion too, since a large float64 becomes infinite in float32.
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise not_finite(name)
    if array.min() == array.max():
        raise UserError(
            Code.BAD_INPUT, f"All voxels of {name} have the same value.", "Choose a volume that shows the chest."
        )
    if left_out:
        on_note(f"{name}: {left_out}, lie outside the scanned field and are left out of all statistics.")
    if volume.scanned is not None:
        inside = volume.scanned if inside is None else inside & volume.scanned
    return Volume(array, geometry, inside)


def _compact(array: NDArray) -> NDArray:
    if array.dtype in (np.int16, np.float32):
        return array
    if array.dtype.kind in "iu":
        limits = np.iinfo(np.int16)
        return array.astype(np.int16 if array.min() >= limits.min and array.max() <= limits.max else np.float32)
    with np.errstate(over="ignore"):
        return array.astype(np.float32)
