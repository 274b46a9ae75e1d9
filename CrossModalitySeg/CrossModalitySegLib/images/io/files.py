"""Volumes and label maps in files: NRRD, MetaImage, .seg.nrrd, and whatever ``nifti`` and ``dicom`` read.

Reading checks everything a user may get wrong and answers in one sentence; writing goes to a temporary name first.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import SimpleITK as sitk
from numpy.typing import NDArray

from ...anatomy import DEFAULT_LABEL_SET
from ...errors import Code, UserError
from ...files import replacing
from ...label_set import OTHER_STRUCTURES, LabelSet
from ..volume import Volume
from . import dicom, nifti, seg_nrrd
from .checks import checked, checked_geometry, damaged, not_an_image, silent
from .headers import check_header
from .plain_images import PLAIN_SUFFIXES
from .recognizing import foreign

VOLUME_SUFFIXES = (".seg.nrrd", ".nii.gz", ".nii", ".nrrd", ".nhdr", ".mha", ".mhd")
"""Endings of the files that are taken for volumes, the longest first."""

_WRITABLE_SUFFIXES = (".nii.gz", ".nii", ".nrrd", ".mha")
_DIMENSIONS = {2: "two", 4: "four", 5: "five"}


def read_volume(path: Path, on_note: Callable[[str], None] = silent) -> Volume:
    """Read a volume.

    Args:
        path: NIfTI, NRRD or MetaImage file, DICOM file, or folder with one DICOM series. One slice is a volume too; a
            file of two axes is one slice of 1 mm. ``plain_images`` reads PNG and TIFF.
        on_note: Called with a sentence for whatever was changed or left out.

    Returns:
        Gray values (D, H, W), int16 or float32, in HU for CT and as stored for MR, with their grid; what was not
        scanned is marked.

    Raises:
        UserError: BAD_INPUT if there is no such image, if it is a plain image, colored or a time series, truncated or
            constant, has voxels that are not finite within the scanned field, or an impossible spacing; OUT_OF_MEMORY.
    """
    if path.is_dir():
        return dicom.read_series(dicom.only_series(path), on_note)
    if path.is_file() and dicom.is_dicom(path):
        return dicom.read_series(dicom.series_of(path), on_note)
    return checked(_volume(path, on_note), str(path), on_note)


def read_labels(path: Path, label_set: LabelSet = DEFAULT_LABEL_SET) -> Volume:
    """Read a label map.

    Args:
        path: File in any format of ``read_volume``, Slicer segmentation (.seg.nrrd) or DICOM segmentation. It may hold
            the values of ``label_set`` or the raw ones of a data set that it knows; the values found decide. Segments
            are known by terminology code or name.
        label_set: The structures to read.

    Returns:
        Class indices (D, H, W) of ``label_set``, uint8, 0 for background, with their grid.

    Raises:
        UserError: BAD_LABELS naming the values or segments that ``label_set`` does not know; BAD_INPUT if there is no
            such file, or it is none of these.

    Examples:
        >>> from CrossModalitySegLib.images.geometry import Geometry
        >>> labels = Volume(np.array([[[0, 1], [3, 4]]], dtype=np.uint8), Geometry((1, 2, 2), (5.0, 1.0, 1.0)))
        >>> read_labels(write_labels(Path("heart.seg.nrrd"), labels)).array.tolist()
        [[[0, 1], [3, 4]]]
    """
    _check_exists(path)
    if dicom.is_dicom(path):
        labels = dicom.read_dicom_seg(path, label_set)
    elif not nifti.is_nifti(path) and seg_nrrd.is_segmentation(image := _image(path)):
        labels = seg_nrrd.labels_of(image, path, label_set)
    else:
        stored = nifti.read(path) if nifti.is_nifti(path) else Volume.of(_scalar_3d(image, path))
        labels = Volume(to_values(stored.array, label_set, path), stored.geometry)
    return Volume(labels.array, checked_geometry(labels.geometry, str(path)))


def write_volume(path: Path, volume: Volume) -> Path:
    """Write a volume, replacing an earlier file in one move.

    Args:
        path: File whose ending names the format: .nii.gz, .nii, .nrrd or .mha.
        volume: Voxels (D, H, W) of any type that the format has, and their grid.

    Returns:
        ``path``.

    Raises:
        UserError: BAD_INPUT for another ending, NO_PERMISSION or DISK_FULL. What was written is read back and compared.
    """
    return _write(path, volume)


def write_labels(path: Path, labels: Volume, label_set: LabelSet = DEFAULT_LABEL_SET, reference_name: str = "") -> Path:
    """Write a label map.

    Args:
        path: File to write; a name that ends in .seg.nrrd gets a Slicer segmentation with named segments, others a
            plain label map.
        labels: Label map of values of ``label_set``.
        label_set: The structures.
        reference_name: Name of the segmented image, for the header of a .seg.nrrd.

    Returns:
        ``path``.

    Raises:
        UserError: As ``write_volume``.
    """
    volume = Volume(labels.array.astype(np.uint8, copy=False), labels.geometry)
    if not path.name.lower().endswith(".seg.nrrd"):
        return _write(path, volume)
    image = volume.image()
    seg_nrrd.describe(image, label_set, reference_name)
    return _write(path, volume, image)


def check_same_grid(image: Volume, labels: Volume, image_path: Path, labels_path: Path) -> None:
    """Refuse a label map that does not belong to its image.

    Args:
        image: Image (D, H, W).
        labels: Its label map; corners may differ by a tenth of the smallest spacing, since headers are rounded.
        image_path: File of the image, for the sentence.
        labels_path: File of the label map, for the sentence.

    Raises:
        UserError: BAD_LABELS.
    """
    if not image.geometry.same_grid(labels.geometry, tolerance_mm=0.1 * min(image.geometry.spacing_mm)):
        raise UserError(
            Code.BAD_LABELS,
            f"The label map {labels_path} lies on another grid than its image {image_path}.",
            "Resample the label map to the image's grid with nearest-neighbor interpolation.",
        )


def writable_folder(path: Path) -> Path:
    """Make a folder and prove that a file can be written there.

    Args:
        path: Folder, which may exist.

    Returns:
        ``path``.

    Raises:
        UserError: NO_PERMISSION if it cannot be made or written.
        OSError: The disk is full.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        # Mode bits say nothing about read-only disks, network shares or the superuser; a real file does.
        with tempfile.TemporaryFile(dir=path):
            return path
    except OSError as error:
        if error.errno in (28, 122):  # no space left, quota exceeded
            raise
        raise UserError(
            Code.NO_PERMISSION,
            f"The folder {path} cannot be written: {error.strerror}.",
            "Choose a folder in which you may write.",
        ) from error


def _volume(path: Path, on_note: Callable[[str], None]) -> Volume:
    """Voxels and grid of ``path`` as they are stored."""
    _check_exists(path)
    return nifti.read(path, on_note) if nifti.is_nifti(path) else Volume.of(_scalar_3d(_image(path), path))


def _check_exists(path: Path) -> None:
    if not path.is_file():
        raise UserError(Code.BAD_INPUT, f"{path} does not exist.", "Check the name, or choose another file.")


def _image(path: Path) -> sitk.Image:
    if not path.name.lower().endswith(VOLUME_SUFFIXES):  # none of the formats whose headers are checked
        what = foreign(path)
        if what is None and path.name.lower().endswith(PLAIN_SUFFIXES):
            what = UserError(
                Code.BAD_INPUT,
                f"{path} is a 2D image without spatial metadata.",
                "Choose a volume with three axes; segment alone takes 2D images.",
            )
        raise what or not_an_image(path)
    check_header(path)
    try:
        return sitk.ReadImage(str(path))
    except RuntimeError as error:
        text = str(error)
        if "allocate memory" in text:
            raise UserError(
                Code.OUT_OF_MEMORY, f"{path} does not fit into memory.", "Close other programs, or crop the image."
            ) from error
        if "determinant" in text.lower() or "orthonormal" in text:
            raise UserError(
                Code.BAD_INPUT,
                f"{path} has axes that do not span a space.",
                "Resample the image to a regular grid and try again.",
            ) from error
        if "spacing" in text:
            raise UserError(
                Code.BAD_INPUT, f"{path} has a voxel spacing of zero.", "Correct the spacing in the file's header."
            ) from error
        if "Unable to determine ImageIO" in text:
            raise not_an_image(path) from error
        raise damaged(path) from error


def _scalar_3d(image: sitk.Image, path: Path) -> sitk.Image:
    """``image``, or the one slice that it is; raises ``BAD_INPUT`` for whatever is not a scalar volume."""
    is_sequence = image.GetNumberOfComponentsPerPixel() > 1 and path.name.lower().endswith(".seq.nrrd")
    if image.GetNumberOfComponentsPerPixel() > 1 and not is_sequence:
        raise UserError(
            Code.BAD_INPUT, f"{path} is a color or vector image.", "Choose an image with one gray value per voxel."
        )
    axes = image.GetDimension() + is_sequence
    if axes == 2 and path.name.lower().endswith(VOLUME_SUFFIXES):
        return sitk.JoinSeries([image])
    if axes != 3:
        dimension = _DIMENSIONS.get(axes, str(axes))
        raise UserError(
            Code.BAD_INPUT,
            f"{path} is a {dimension}-dimensional image.",
            "Choose a volume with three axes, such as crossmodalityseg phases writes of a time series.",
        )
    return image


def to_values(array: NDArray, label_set: LabelSet, path: Path) -> NDArray[np.uint8]:
    """Voxel values as class indices.

    Args:
        array: Values (D, H, W) of ``label_set``, or the raw ones of a data set that it knows; whole numbers from 0 to
            65535, of any type.
        label_set: The structures.
        path: File that they are from, for the sentence.

    Returns:
        Class indices (D, H, W), uint8.

    Raises:
        UserError: BAD_LABELS with up to eight of the values that are not known.

    Examples:
        >>> to_values(np.array([[[0, 500, 205]]]), DEFAULT_LABEL_SET, Path("a.nii.gz")).tolist()
        [[[0, 3, 1]]]
    """
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
    known = label_set.numbers or label_set.raw_to_value(label_set.data_set_of(found))
    if unknown := [value for value in found if value not in known]:
        raise _unknown_values(path, ", ".join(map(str, unknown[:8])), label_set)
    table = np.zeros(len(present), dtype=np.uint8)
    table[found] = [known[value] for value in found]
    return np.stack([table[plane] for plane in whole])


def _unknown_values(path: Path, values: str, label_set: LabelSet) -> UserError:
    return UserError(
        Code.BAD_LABELS,
        f"The label map {path} holds unknown values: {values}.",
        "Name every number of it in --labels, or take --labels away."
        if label_set.numbers
        else f"Use {label_set.values_text()}. {OTHER_STRUCTURES}",
    )


def _write(path: Path, volume: Volume, image: sitk.Image | None = None) -> Path:
    """Write ``volume``, as ``image`` where that has more to say."""
    if not path.name.lower().endswith(_WRITABLE_SUFFIXES):
        raise UserError(
            Code.BAD_INPUT,
            f"{path} names no format that can be written.",
            f"Use one of the endings .seg.nrrd, {', '.join(_WRITABLE_SUFFIXES)}.",
        )
    writable_folder(path.parent)
    with replacing(path) as temporary:
        if not _reads_back(volume, image, temporary):
            raise UserError(
                Code.DISK_FULL,
                f"{path} could not be written completely, as happens when the disk is full.",
                "Free some space or choose another folder.",
            )
    return path


def _reads_back(volume: Volume, image: sitk.Image | None, path: Path) -> bool:
    """Write and compare: the writers do not always notice a disk that fills up."""
    try:
        if nifti.is_nifti(path):
            nifti.write(path, volume)
        else:
            sitk.WriteImage(image or volume.image(), str(path), useCompression=True)
        return np.array_equal(_volume(path, silent).array, volume.array)
    except (RuntimeError, UserError):
        return False
