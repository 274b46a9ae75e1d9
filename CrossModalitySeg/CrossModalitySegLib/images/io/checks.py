"""What every volume must fulfil before anyone computes with it, whichever file it came from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...errors import Code, UserError
from ..geometry import Geometry
from ..volume import Volume

SPACING_LIMITS_MM = (0.05, 20.0)


def check_geometry(geometry: Geometry, name: str) -> None:
    """Raise ``BAD_INPUT`` unless spacing is within ``SPACING_LIMITS_MM`` and the axes are perpendicular; ``name`` is the file."""
    low, high = SPACING_LIMITS_MM
    if not all(low <= spacing <= high for spacing in geometry.spacing_mm):  # not-a-number fails the comparison as well
        shown = " x ".join(f"{spacing:g}" for spacing in geometry.spacing_mm[::-1])
        raise UserError(
            Code.BAD_INPUT,
            f"{name} has a voxel spacing of {shown} mm, outside {low:g} to {high:g} mm.",
            "Correct the spacing in the file's header, for instance by exporting it again from the original images.",
        )
    axes = np.array(geometry.direction).reshape(3, 3)
    if not (np.isfinite(geometry.origin_mm).all() and np.abs(axes.T @ axes - np.eye(3)).max() < 1e-2):
        raise UserError(
            Code.BAD_INPUT,
            f"{name} has axes that are not perpendicular or a position that is not a number.",
            "Resample the image to a regular grid and try again.",
        )


def check_voxels(array: NDArray, name: str) -> None:
    """Raise ``BAD_INPUT`` where ``array`` holds values that are not finite, or one value only."""
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise not_finite(name)
    if array.min() == array.max():
        raise UserError(Code.BAD_INPUT, f"All voxels of {name} have the same value.", "Choose a volume that shows the chest.")


def not_finite(name: str) -> UserError:
    """What to tell about voxels that are no numbers."""
    return UserError(
        Code.BAD_INPUT, f"{name} contains voxels that are not finite numbers (NaN or infinity).", "Replace them by a background value and try again."
    )


def checked(volume: Volume, name: str) -> Volume:
    """``volume`` with its voxels as int16 where they fit, else float32; raises ``BAD_INPUT`` as the checks above do."""
    check_geometry(volume.geometry, name)
    # The check comes after the conversion too, since a large float64 becomes infinite in float32.
    compacted = Volume(_compact(volume.array), volume.geometry)
    check_voxels(compacted.array, name)
    return compacted


def _compact(array: NDArray) -> NDArray:
    if array.dtype in (np.int16, np.float32):
        return array
    if array.dtype.kind in "iu":
        limits = np.iinfo(np.int16)
        return array.astype(np.int16 if array.min() >= limits.min and array.max() <= limits.max else np.float32)
    with np.errstate(over="ignore"):
        return array.astype(np.float32)
