"""The phases of a time series in one file: NIfTI, NRRD and MetaImage of four axes, and sequences of 3D Slicer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import SimpleITK as sitk

from ...errors import Code, UserError, tells_of_memory
from ..volume import Volume
from .checks import checked_geometry, not_an_image


def read_phases(path: Path) -> Iterator[Volume]:
    """The volumes (D, H, W) of a time series, in its order, in their own type.

    Args:
        path: A file of four axes, the last of which is time, or a ``.seq.nrrd`` of 3D Slicer.

    Raises:
        UserError: BAD_INPUT for what is not such a file.
    """
    if not path.is_file():
        raise UserError(Code.BAD_INPUT, f"{path} does not exist.", "Check the name, or choose another file.")
    try:
        image = sitk.ReadImage(str(path))
    except RuntimeError as error:
        if tells_of_memory(str(error)):
            raise
        raise not_an_image(path) from error
    if path.name.lower().endswith(".seq.nrrd") and image.GetDimension() == 3:
        parts = (sitk.VectorIndexSelectionCast(image, n) for n in range(image.GetNumberOfComponentsPerPixel()))
    elif image.GetDimension() == 4 and image.GetNumberOfComponentsPerPixel() == 1:
        parts = (image[:, :, :, n] for n in range(image.GetSize()[3]))
    else:
        raise UserError(
            Code.BAD_INPUT,
            f"{path} is not a time series of volumes.",
            "Choose a file of four axes; what has three is segmented as it is.",
        )
    for part in parts:
        volume = Volume.of(part)
        yield Volume(volume.array, checked_geometry(volume.geometry, str(path)))
