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


def volume_of(image: ImageLike, spacing_mm: float | Sequence[float] | None = None) -> Volume:
    """Read or wrap ``image``, and check that it can be a scan.

    Args:
        image: See ``ImageLike``. An array (D, H, W) runs from feet to head, from front to back and from the patient's
            right to his left; one of two axes (H, W) is a single axial slice.
        spacing_mm: Spacing of an array along (D, H, W) or (H, W) in mm; one number for all axes alike. All else carries
            its own.

    Returns:
        The volume: voxels (D, H, W), int16 or float32, with their grid.

    Raises:
        UserError: BAD_INPUT if there is no such image, if it is constant, not finite, not 3D or a plain image, if an
            array comes without a spacing, or anything else with one.
    """
    import numpy as np
    import SimpleITK as sitk

    from CrossModalitySegLib.images.io import dicom
    from CrossModalitySegLib.images.io.checks import checked
    from CrossModalitySegLib.images.io.files import read_volume
    from CrossModalitySegLib.images.io.plain_images import PLAIN_SUFFIXES
    from CrossModalitySegLib.images.volume import Volume

    if isinstance(image, np.ndarray):
        grid = grid_of(image, spacing_mm)
        return checked(Volume(image.reshape(grid.shape), grid), "The array")
    if not isinstance(image, (str, PathLike, sitk.Image)):
        raise UserError(
            Code.BAD_INPUT,
            f"An object of the type {type(image).__name__} is not an image.",
            "Pass a path, a SimpleITK image or an array; of a phantom, pass patient.image.",
        )
    if spacing_mm is not None:
        raise UserError(
            Code.BAD_INPUT,
            "Files and SimpleITK images state their voxel size themselves.",
            "Leave out spacing_mm, or pass an array.",
        )
    if isinstance(image, sitk.Image):
        return checked(wrapped(image), "The image")
    path = Path(image)
    if path.is_file() and path.name.lower().endswith(PLAIN_SUFFIXES) and not dicom.is_dicom(path):
        raise UserError(
            Code.BAD_INPUT,
            f"{path} is a 2D image without spatial metadata.",
            "Pass its pixels as an array (H, W) with spacing_mm.",
        )
    return read_volume(path)


def grid_of(array: NDArray, spacing_mm: float | Sequence[float] | None) -> Geometry:
    """The grid of ``array`` (D, H, W) or (H, W), along the patient's axes, with its origin at (0, 0, 0)."""
    import numpy as np

    from CrossModalitySegLib.images.geometry import Geometry

    if array.ndim not in (2, 3) or 0 in array.shape:
        raise UserError(
            Code.BAD_INPUT,
            f"An array of the shape {array.shape} is not an image.",
            "Pass an array (D, H, W), or (H, W) for a single slice.",
        )
    sizes_mm = [] if spacing_mm is None else np.ravel(spacing_mm).tolist()
    if np.isscalar(spacing_mm):
        sizes_mm *= array.ndim
    if len(sizes_mm) != array.ndim:
        raise UserError(
            Code.BAD_INPUT,
            "The spacing of the array is not known.",
            f"Pass spacing_mm with {array.ndim} numbers in mm, in the order of the array's axes.",
        )
    lead = (1,) * (3 - array.ndim)
    shape, spacing = (*lead, *array.shape), (*map(float, lead), *map(float, sizes_mm))
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
