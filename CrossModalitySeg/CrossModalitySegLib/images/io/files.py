"""Volumes and label maps in files: NIfTI, NRRD, MetaImage, .seg.nrrd, and whatever ``dicom`` reads.

Reading checks everything a user may get wrong and answers in one sentence; writing goes to a temporary name first.
"""

from __future__ import annotations

import gzip
import math
import struct
import tempfile
import zlib
from pathlib import Path

import numpy as np
import SimpleITK as sitk
from numpy.typing import NDArray
from pydicom.misc import is_dicom

from ...anatomy import HEART_4, LabelSet
from ...errors import Code, UserError
from ...files import replacing
from ..geometry import Geometry
from ..volume import Volume
from . import dicom, seg_nrrd
from .checks import check_geometry, checked, not_finite

VOLUME_SUFFIXES = (".seg.nrrd", ".nii.gz", ".nii", ".nrrd", ".nhdr", ".mha", ".mhd")
"""Endings of the files that are taken for volumes, the longest first."""

_WRITABLE_SUFFIXES = (".nii.gz", ".nii", ".nrrd", ".mha")
_DIMENSIONS = {2: "two", 4: "four", 5: "five"}


def read_volume(path: Path) -> Volume:
    """Read a volume (D, H, W), int16 or float32, from an image file, a DICOM file, or a folder with one DICOM series.

    One slice (D = 1) is a volume too, and a NIfTI, NRRD or MetaImage file of two axes is one slice of 1 mm; ``pictures``
    reads PNG and TIFF. Raises ``BAD_INPUT`` if there is no such image, if it is a picture, coloured or a time series,
    truncated, constant, has voxels that are not finite, or an impossible spacing.
    """
    if path.is_dir():
        return dicom.read_series(dicom.only_series(path))
    if path.is_file() and is_dicom(path):
        return dicom.read_series(dicom.series_of(path))
    return checked(Volume.of(_scalar_3d(_read(path), path)), str(path))


def read_labels(path: Path, label_set: LabelSet = HEART_4) -> Volume:
    """Read a label map as uint8 values of ``label_set``.

    The file may hold these values or the raw ones of a data set that ``label_set`` knows; the values found decide. Segments of a
    .seg.nrrd are told by terminology code or name. Raises ``BAD_LABELS`` naming values or segments that ``label_set`` does not know.
    """
    image = _read(path)
    if seg_nrrd.is_segmentation(image):
        labels = seg_nrrd.labels_of(image, path, label_set)
    else:
        image = _scalar_3d(image, path)
        labels = Volume(_to_values(sitk.GetArrayViewFromImage(image), label_set, path), Geometry.of(image))
    check_geometry(labels.geometry, str(path))
    return labels


def write_volume(path: Path, volume: Volume) -> Path:
    """Write ``volume`` in the format that the ending of ``path`` names (.nii.gz, .nii, .nrrd, .mha) and return ``path``.

    An existing file is replaced. Raises ``NO_PERMISSION``, ``DISK_FULL``, or ``BAD_INPUT`` for another ending.
    """
    return _write(path, volume.image())


def write_labels(path: Path, labels: Volume, label_set: LabelSet = HEART_4, reference_name: str = "") -> Path:
    """Write values of ``label_set``: a Slicer segmentation with named segments for .seg.nrrd, else a plain label map.

    ``reference_name`` names the segmented image in the header of a .seg.nrrd. Otherwise as ``write_volume``.
    """
    image = Volume(labels.array.astype(np.uint8, copy=False), labels.geometry).image()
    if path.name.lower().endswith(".seg.nrrd"):
        seg_nrrd.describe(image, label_set, reference_name)
    return _write(path, image)


def check_same_grid(image: Volume, labels: Volume, image_path: Path, labels_path: Path) -> None:
    """Raise ``BAD_LABELS`` unless both lie on the same grid, to a tenth of a voxel (headers are rounded)."""
    if not image.geometry.same_grid(labels.geometry, tolerance_mm=0.1 * min(image.geometry.spacing_mm)):
        raise UserError(
            Code.BAD_LABELS,
            f"The label map {labels_path} lies on another grid than its image {image_path}.",
            "Resample the label map to the image's grid with nearest-neighbour interpolation.",
        )


def writable_folder(path: Path) -> Path:
    """Make the folder ``path`` where needed, prove that a file can be written there, and return it.

    Raises ``NO_PERMISSION`` if it cannot be made or written; a full disk stays an ``OSError`` with its own code.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        # Mode bits tell nothing about read-only disks, network shares or the superuser; a real file does.
        with tempfile.TemporaryFile(dir=path):
            return path
    except OSError as error:
        if error.errno in (28, 122):  # no space left, quota exceeded
            raise
        raise UserError(Code.NO_PERMISSION, f"The folder {path} cannot be written: {error.strerror}.", "Choose a folder in which you may write.") from error


def _read(path: Path) -> sitk.Image:
    if not path.is_file():
        raise UserError(Code.BAD_INPUT, f"{path} does not exist.", "Check the name, or choose another file.")
    if path.name.lower().endswith((".nii", ".nii.gz")):
        _check_nifti(path)
    try:
        return sitk.ReadImage(str(path))
    except RuntimeError as error:
        text = str(error)
        if "allocate memory" in text:
            raise UserError(Code.OUT_OF_MEMORY, f"{path} does not fit into memory.", "Close other programs, or crop the image.") from error
        if "orthonormal" in text:
            raise UserError(Code.BAD_INPUT, f"{path} has axes that are not perpendicular.", "Resample the image to a regular grid and try again.") from error
        if "spacing" in text:
            raise UserError(Code.BAD_INPUT, f"{path} has a voxel spacing of zero.", "Correct the spacing in the file's header.") from error
        if "Unable to determine ImageIO" in text:
            raise _no_image(path) from error
        raise UserError(Code.BAD_INPUT, f"{path} is damaged or incomplete.", "Copy or download the file again.") from error


def _no_image(path: Path) -> UserError:
    return UserError(Code.BAD_INPUT, f"{path} is not an image.", "Choose a NIfTI, NRRD, MetaImage or DICOM file, or a folder with a DICOM series.")


def _check_nifti(path: Path) -> None:
    """Find what the NIfTI reader passes over in silence: missing voxels and NaN (read as 0), a spacing of zero (read as 1 mm)."""
    try:
        with gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb") as file:
            start, length, kind = _nifti_layout(file.read(540), path)
            file.seek(start)
            found = 0
            while chunk := file.read(1 << 22):  # the last read of a gzip file also verifies its checksum
                found += len(chunk)
                if kind and not np.isfinite(np.frombuffer(chunk, kind, count=len(chunk) // np.dtype(kind).itemsize)).all():
                    raise not_finite(str(path))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        if isinstance(error, gzip.BadGzipFile) and "Not a gzipped file" in str(error):
            raise _no_image(path) from error
        raise UserError(Code.BAD_INPUT, f"{path} is damaged or incomplete.", "Copy or download the file again.") from error
    if found < length:
        raise UserError(Code.BAD_INPUT, f"{path} is incomplete: it holds {found} of {length} bytes of voxels.", "Copy or download the file again.")


def _nifti_layout(header: bytes, path: Path) -> tuple[int, int, str]:
    """Offset and length of the voxels in bytes, and their numpy type if it is a floating one, else "".

    Field offsets: NIfTI-1 and NIfTI-2, nifti1.h and nifti2.h.
    """
    if len(header) < 348:
        raise _no_image(path)
    for order in "<>":
        size = struct.unpack_from(order + "i", header)[0]
        if size == 348:
            dim, (kind, bits) = struct.unpack_from(order + "8h", header, 40), struct.unpack_from(order + "2h", header, 70)
            spacing, start = struct.unpack_from(order + "3f", header, 80), struct.unpack_from(order + "f", header, 108)[0]
            break
        if size == 540 and len(header) == 540:
            (kind, bits), dim = struct.unpack_from(order + "2h", header, 12), struct.unpack_from(order + "8q", header, 16)
            spacing, start = struct.unpack_from(order + "3d", header, 112), struct.unpack_from(order + "q", header, 168)[0]
            break
    else:
        raise _no_image(path)
    if not all(np.isfinite(value) and value != 0 for value in spacing[: min(dim[0], 3)]):
        raise UserError(Code.BAD_INPUT, f"{path} has a voxel spacing that is zero or not a number.", "Correct the spacing in the file's header.")
    voxels = math.prod(max(int(count), 1) for count in dim[1 : 1 + dim[0]])
    return int(start), voxels * bits // 8, {16: order + "f4", 64: order + "f8"}.get(kind, "")


def _scalar_3d(image: sitk.Image, path: Path) -> sitk.Image:
    """``image``, or the one slice that it is; raises ``BAD_INPUT`` for whatever is no scalar volume."""
    if image.GetNumberOfComponentsPerPixel() > 1:
        raise UserError(Code.BAD_INPUT, f"{path} is a colour or vector image.", "Choose an image with one grey value per voxel.")
    if image.GetDimension() == 2 and path.name.lower().endswith(VOLUME_SUFFIXES):
        return sitk.JoinSeries([image])
    if image.GetDimension() != 3:
        dimension = _DIMENSIONS.get(image.GetDimension(), str(image.GetDimension()))
        raise UserError(
            Code.BAD_INPUT, f"{path} is a {dimension}-dimensional image.", "Choose a volume with three axes, for instance one phase of a time series."
        )
    return image


def _to_values(array: NDArray, label_set: LabelSet, path: Path) -> NDArray[np.uint8]:
    low, high = float(array.min()), float(array.max())
    if not (low >= 0 and high <= np.iinfo(np.uint16).max):
        raise _unknown_values(path, f"{low:g} to {high:g}", label_set)
    whole = array.astype(np.uint16)
    if array.dtype.kind == "f" and not np.array_equal(whole, array):
        raise _unknown_values(path, "fractions", label_set)
    present = np.zeros(int(high) + 1, dtype=bool)
    for plane in whole:  # plane by plane, since numpy widens index arrays to 64 bits
        present[plane] = True
    found = [int(value) for value in np.flatnonzero(present)]
    known = label_set.raw_to_value(label_set.data_set_of(found))
    if unknown := [value for value in found if value not in known]:
        raise _unknown_values(path, ", ".join(map(str, unknown[:8])), label_set)
    table = np.zeros(len(present), dtype=np.uint8)
    table[found] = [known[value] for value in found]
    return np.stack([table[plane] for plane in whole])


def _unknown_values(path: Path, values: str, label_set: LabelSet) -> UserError:
    return UserError(
        Code.BAD_LABELS,
        f"The label map {path} holds unknown values: {values}.",
        f"Use {label_set.values_text()}.",
    )


def _write(path: Path, image: sitk.Image) -> Path:
    if not path.name.lower().endswith(_WRITABLE_SUFFIXES):
        raise UserError(Code.BAD_INPUT, f"{path} names no format that can be written.", f"Use one of the endings .seg.nrrd, {', '.join(_WRITABLE_SUFFIXES)}.")
    writable_folder(path.parent)
    with replacing(path) as temporary:
        if not _reads_back(image, temporary):
            raise UserError(
                Code.DISK_FULL, f"{path} could not be written completely, as happens when the disk is full.", "Free some space or choose another folder."
            )
    return path


def _reads_back(image: sitk.Image, path: Path) -> bool:
    """Write ``image`` and compare: the writers do not always notice a disk that fills up."""
    try:
        sitk.WriteImage(image, str(path), useCompression=True)
        return np.array_equal(sitk.GetArrayFromImage(_read(path)), sitk.GetArrayViewFromImage(image))
    except (RuntimeError, UserError):
        return False
