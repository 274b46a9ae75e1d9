"""The phases of a time series in one file: NIfTI, NRRD and MetaImage of four axes, and sequences of 3D Slicer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import SimpleITK as sitk

from ...errors import Code, UserError, reports_out_of_memory
from ..volume import Volume
from . import nifti
from .checks import checked_geometry, not_a_time_series, not_an_image, silent
from .headers import check_header


def read_phases(path: Path, on_note: Callable[[str], None] = silent) -> Iterator[Volume]:
    """The volumes (D, H, W) of a time series, in its order, in their own type, where ``read_volume`` would place them.

    Args:
        path: A file of four axes, the last of which is time, or a ``.seq.nrrd`` of 3D Slicer.
        on_note: Gets a sentence where the file does not clearly say where it lies.

    Raises:
        UserError: BAD_INPUT for what is not such a file, OUT_OF_MEMORY for one that is too large.
    """
    if not path.is_file():
        raise UserError(Code.BAD_INPUT, f"{path} does not exist.", "Check the name, or choose another file.")
    for volume in nifti.read_phases(path, on_note) if nifti.is_nifti(path) else _by_itk(path):
        yield Volume(volume.array, checked_geometry(volume.geometry, str(path)))


def _by_itk(path: Path) -> Iterator[Volume]:
    check_header(path)
    try:
        image = sitk.ReadImage(str(path))
    except RuntimeError as error:
        if reports_out_of_memory(str(error)):
            raise
        raise not_an_image(path) from error
    if path.name.lower().endswith(".seq.nrrd") and image.GetDimension() == 3:
        parts = (sitk.VectorIndexSelectionCast(image, n) for n in range(image.GetNumberOfComponentsPerPixel()))
    elif image.GetDimension() == 4 and image.GetNumberOfComponentsPerPixel() == 1:
        parts = (image[:, :, :, n] for n in range(image.GetSize()[3]))
    else:
        raise not_a_time_series(path)
    yield from map(Volume.of, parts)
