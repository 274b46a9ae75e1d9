"""What may be handed in as an image: a path, a SimpleITK image, or an array with its spacing."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from CrossModalitySegLib.errors import Code, UserError

if TYPE_CHECKING:
    import SimpleITK as sitk
    from numpy.typing import NDArray

    from CrossModalitySegLib.images.geometry import Geometry
    from CrossModalitySegLib.images.volume import Volume

ImageLike: TypeAlias = "str | PathLike[str] | sitk.Image | NDArray"
"""A path (NIfTI, NRRD, MetaImage, DICOM file, folder of one DICOM series), a 3D SimpleITK image, or an array (D, H, W).
"""


def volume_of(image: ImageLike, spacing_mm: Sequence[float] | None = None) -> Volume:
    """Read or wrap ``image``, and check that it can be a scan.

    Args:
        image: See ``ImageLike``. An array (D, H, W) runs from feet to head, from front to back and from the patient's
            right to his left; one of two axes (H, W) is a single axial slice.
        spacing_mm: Spacing of an array along (D, H, W) or (H, W) in mm. All else carries its own.

    Returns:
        The volume: voxels (D, H, W), int16 or float32, with their grid.

    Raises:
        UserError: BAD_INPUT if there is no such image, if it is constant, not finite or not 3D, if an array comes
            without a spacing, or anything else with one.
    """
    import numpy as np
    import SimpleITK as sitk

    from CrossModalitySegLib.images.io.checks import checked
    from CrossModalitySegLib.images.io.files import read_volume
    from CrossModalitySegLib.images.volume import Volume

    if isinstance(image, np.ndarray):
        grid = grid_of(image, spacing_mm)
        return checked(Volume(image.reshape(grid.shape), grid), "The array")
    if spacing_mm is not None:
        raise UserError(
            Code.BAD_INPUT,
            "Files and SimpleITK images state their voxel size themselves.",
            "Leave out spacing_mm, or pass an array.",
        )
    if isinstance(image, sitk.Image):
        return checked(wrapped(image), "The image")
    return read_volume(Path(image))


def grid_of(array: NDArray, spacing_mm: Sequence[float] | None) -> Geometry:
    """The grid of ``array`` (D, H, W) or (H, W), along the patient's axes, with its origin at (0, 0, 0)."""
    from CrossModalitySegLib.images.geometry import Geometry

    if array.ndim not in (2, 3) or 0 in array.shape:
        raise UserError(
            Code.BAD_INPUT,
            f"An array of the shape {array.shape} is not an image.",
            "Pass an array (D, H, W), or (H, W) for a single slice.",
        )
    if spacing_mm is None or len(spacing_mm) != array.ndim:
        raise UserError(
            Code.BAD_INPUT,
            "The spacing of the array is not known.",
            f"Pass spacing_mm with {array.ndim} numbers in mm, in the order of the array's axes.",
        )
    lead = (1,) * (3 - array.ndim)
    shape, spacing = (*lead, *array.shape), (*map(float, lead), *map(float, spacing_mm))
    return Geometry(shape=shape, spacing_mm=spacing)  # type: ignore[arg-type]


def wrapped(image: sitk.Image) -> Volume:
    """A SimpleITK image of three axes and one component as a volume."""
    from CrossModalitySegLib.images.volume import Volume

    if image.GetDimension() != 3 or image.GetNumberOfComponentsPerPixel() != 1:
        sentence = (
            f"An image of {image.GetDimension()} axes and {image.GetNumberOfComponentsPerPixel()} components is not a "
            "gray volume."
        )
        raise UserError(Code.BAD_INPUT, sentence, "Pass a three-dimensional image with one value a voxel.")
    return Volume.of(image)
