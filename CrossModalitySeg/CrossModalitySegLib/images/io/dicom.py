"""DICOM in (CT and MR series, single files, multi-frame objects) and DICOM SEG out.

pydicom reads the headers, which decide where each slice lies; SimpleITK (GDCM) decodes and rescales the pixels.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import SimpleITK as sitk
from numpy.typing import NDArray
from pydicom import Dataset, dcmread
from pydicom.errors import InvalidDicomError

from ... import __version__
from ...anatomy import LabelSet, Structure
from ...errors import Code, UserError
from ...files import replacing
from ..geometry import Geometry
from ..volume import Volume
from .checks import checked
from .pictures import Picture

_LARGEST_GAP_ERROR = 0.1
"""Largest deviation of a slice gap from the median gap, as a fraction of it."""

_UNREADABLE = (InvalidDicomError, OSError, EOFError, NotImplementedError, ValueError, struct.error)
"""What pydicom raises for files that are not DICOM, cut short or scrambled; values are decoded when they are asked for."""

_EXPORT_AGAIN = "Export the series again from the scanner or archive, one stack of parallel slices."


@dataclass(frozen=True)
class Series:
    """One DICOM series: the files of a stack of slices, in no particular order."""

    uid: str
    description: str
    modality: str
    files: tuple[Path, ...]


@dataclass(frozen=True)
class _Frame:
    """One slice: ``position_mm`` (3,) of its first pixel, ``axes`` (2, 3) unit vectors along a row and down a column."""

    position_mm: NDArray[np.float64]
    axes: NDArray[np.float64]
    spacing_mm: tuple[float, float]  # between rows, between columns
    thickness_mm: float


def find_series(folder: Path) -> list[Series]:
    """All image series under ``folder``, at any depth, sorted by description and UID; files that are not DICOM images are passed over."""
    groups: dict[str, list[Series]] = {}
    tags = ["SeriesInstanceUID", "SeriesDescription", "Modality", "Rows"]
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        try:
            header = dcmread(path, stop_before_pixels=True, specific_tags=tags)
            single = _single(header, path)
        except _UNREADABLE:
            continue
        # Reports, structure sets and segmentations are DICOM as well; only images have rows, and a SEG is no input.
        if "Rows" in header and single.uid and single.modality != "SEG":
            groups.setdefault(single.uid, []).append(single)
    found = [replace(singles[0], files=tuple(single.files[0] for single in singles)) for singles in groups.values()]
    return sorted(found, key=lambda series: (series.description, series.uid))


def only_series(folder: Path) -> Series:
    """The one DICOM series under ``folder``; raises ``BAD_INPUT`` if there is none or more than one."""
    found = find_series(folder)
    if not found:
        raise UserError(Code.BAD_INPUT, f"The folder {folder} holds no DICOM images.", "Choose a folder with one DICOM series, or an image file.")
    if len(found) > 1:
        raise UserError(
            Code.BAD_INPUT,
            f"The folder {folder} holds {len(found)} DICOM series: {', '.join(series.description or series.uid for series in found[:5])}.",
            "Choose one series, or put each series into a folder of its own.",
        )
    return found[0]


def series_of(path: Path) -> Series:
    """The DICOM file ``path`` as a series of its own."""
    try:
        return _single(dcmread(path, stop_before_pixels=True), path)
    except _UNREADABLE as error:
        raise _damaged(path) from error


def series_of_files(files: Sequence[Path]) -> Series:
    """The series that ``files`` are all of; raises ``BAD_INPUT`` if they belong to more than one."""
    singles = [series_of(path) for path in files]
    if len({single.uid for single in singles}) > 1:
        raise UserError(Code.BAD_INPUT, f"{files[0].name} and the other files belong to different DICOM series.", "Name the files of one series.")
    return replace(singles[0], files=tuple(files))


def read_series(series: Series) -> Volume:
    """Read a series as a volume (D, H, W) in its own oblique grid, D along the slice normal; rescaled, so CT is in HU.

    A single frame becomes one slice. Raises ``BAD_INPUT`` if slices are missing, doubled (a time series), of different
    sizes or orientations, shifted against each other (a tilted gantry), in colour, or cannot be decoded, and for a single
    frame with burnt-in text.
    """
    name = _name(series)
    frames = [frame for path in series.files for frame in _frames(_header(path), path)]
    if len(frames) == 1:
        _check_no_text(_header(series.files[0]), series.files[0])
    order = _order(frames, name)
    slices = [plane for path in series.files for plane in _pixels(path)]
    if len({plane.shape for plane in slices}) > 1 or len(slices) != len(frames):
        raise UserError(Code.BAD_INPUT, f"The slices of the DICOM series {name} differ in size.", _EXPORT_AGAIN)
    array = np.stack([slices[i] for i in order])
    whole = array.astype(np.int32)
    return checked(Volume(whole if np.array_equal(whole, array) else array, _geometry([frames[i] for i in order], array.shape, name)), name)


def is_picture(series: Series) -> bool:
    """Whether ``series`` is one frame that does not say where its pixels lie in the patient, as screenshots and secondary captures are."""
    if len(series.files) != 1:
        return False
    header = _header(series.files[0])
    placed = all(keyword in header for keyword in ("ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing"))
    return not placed and "PerFrameFunctionalGroupsSequence" not in header


def read_picture(series: Series) -> Picture:
    """The one frame of a series that ``is_picture``, with the pixel size of its header if that has one; raises ``BAD_INPUT`` as ``read_series``."""
    path = series.files[0]
    header = _header(path)
    _check_grey(header, path)
    _check_no_text(header, path)
    planes = _pixels(path)
    if len(planes) > 1:
        raise UserError(Code.BAD_INPUT, f"{path} holds {len(planes)} frames that do not say where they lie.", "Export one frame as an image of its own.")
    try:
        spacing = header.get("PixelSpacing")
        pixel_mm = (float(spacing[0]), float(spacing[1])) if spacing else None
    except (TypeError, ValueError, IndexError) as error:
        raise _damaged(path) from error
    return Picture.of(planes[0], pixel_mm, str(path))


def write_dicom_seg(path: Path, labels: Volume, series: Series, label_set: LabelSet) -> Path:
    """Write values of ``label_set`` on the grid of ``series`` as a DICOM Segmentation object with a segment for each structure; returns ``path``.

    ``labels`` must be on the grid that ``read_series`` gave. Raises ``BAD_INPUT`` if the series lacks what DICOM SEG needs.
    """
    import highdicom as hd  # heavy, and needed by this function alone
    from pydicom.sr.codedict import codes
    from pydicom.uid import ExplicitVRLittleEndian

    headers = [_header(file) for file in series.files]
    frames = [frame for header, file in zip(headers, series.files, strict=True) for frame in _frames(header, file)]
    order = _order(frames, _name(series))
    if len(order) != labels.geometry.shape[0]:
        raise ValueError(f"{labels.geometry.shape[0]} label slices for {len(order)} frames")
    pixels = np.empty(labels.array.shape, dtype=np.uint8)
    pixels[order] = labels.array
    algorithm = hd.AlgorithmIdentificationSequence(name="CrossModalitySeg", version=__version__, family=codes.cid7162.ArtificialIntelligence)
    descriptions = [
        hd.seg.SegmentDescription(
            segment_number=structure.value,
            segment_label=structure.title,
            segmented_property_category=codes.SCT.AnatomicalStructure,
            segmented_property_type=hd.sr.CodedConcept(*_concept(structure)),
            algorithm_type=hd.seg.SegmentAlgorithmTypeValues.AUTOMATIC,
            algorithm_identification=algorithm,
            display_color=hd.color.CIELabColor.from_rgb(*structure.color),
        )
        for structure in label_set.in_value_order
    ]
    try:
        segmentation = hd.seg.Segmentation(
            source_images=headers,
            pixel_array=pixels,
            segmentation_type=hd.seg.SegmentationTypeValues.BINARY,
            segment_descriptions=descriptions,
            series_instance_uid=hd.UID(),
            series_number=1,
            sop_instance_uid=hd.UID(),
            instance_number=1,
            manufacturer="CrossModalitySeg",
            manufacturer_model_name="CrossModalitySeg",
            software_versions=__version__,
            device_serial_number="0",
            series_description=f"{label_set.subject.capitalize()} segmentation",
            transfer_syntax_uid=ExplicitVRLittleEndian,
        )
    except (AttributeError, ValueError) as error:
        raise UserError(
            Code.BAD_INPUT, f"The DICOM series {_name(series)} lacks what a DICOM segmentation needs: {error}.", "Choose the format seg.nrrd or nii.gz."
        ) from error
    with replacing(path) as temporary:
        segmentation.save_as(temporary)
    return path


def _concept(structure: Structure) -> tuple[str, str, str]:
    """Code, scheme and meaning; a structure without a SNOMED CT code gets a private one, of at most 16 characters (DICOM PS3.5, SH)."""
    return (structure.code, "SCT", structure.meaning) if structure.code else (structure.name[:16], "99CMS", structure.title)


def _name(series: Series) -> str:
    where = series.files[0] if len(series.files) == 1 else series.files[0].parent
    return f"{series.description or series.uid} in {where}"


def _header(path: Path) -> Dataset:
    try:
        return dcmread(path, stop_before_pixels=True)
    except _UNREADABLE as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> UserError:
    return UserError(Code.BAD_INPUT, f"{path} is no DICOM file, or damaged.", "Copy the file again.")


def _single(header: Dataset, path: Path) -> Series:
    uid, description, modality = (str(header.get(keyword) or "") for keyword in ("SeriesInstanceUID", "SeriesDescription", "Modality"))
    return Series(uid, description, modality, (path,))


def _frames(header: Dataset, path: Path) -> list[_Frame]:
    """The frames of one file, in stored order; classic images have one, enhanced ones list theirs in functional groups."""
    try:
        _check_grey(header, path)
        if "PerFrameFunctionalGroupsSequence" in header:
            shared = header.SharedFunctionalGroupsSequence[0] if "SharedFunctionalGroupsSequence" in header else Dataset()
            return [_enhanced_frame(own, shared) for own in header.PerFrameFunctionalGroupsSequence]
        thickness = header.get("SpacingBetweenSlices") or header.get("SliceThickness")
        return [_frame(header.ImagePositionPatient, header.ImageOrientationPatient, header.PixelSpacing, thickness)]
    except (AttributeError, KeyError, TypeError, ValueError, IndexError, NotImplementedError) as error:
        raise UserError(Code.BAD_INPUT, f"{path} does not say where its slice lies in the patient.", _EXPORT_AGAIN) from error


def _check_grey(header: Dataset, path: Path) -> None:
    if int(header.get("SamplesPerPixel", 1)) != 1:
        raise UserError(Code.BAD_INPUT, f"{path} is a colour image.", "Choose an image with one grey value per voxel.")


def _check_no_text(header: Dataset, path: Path) -> None:
    """Believe the header; overlay planes lie beside the pixels and do no harm."""
    if str(header.get("BurnedInAnnotation") or "").upper() == "YES":
        raise UserError(Code.BAD_INPUT, f"{path} has text burnt into its pixels, as its header says.", "Export the image again without annotations.")


def _enhanced_frame(own: Dataset, shared: Dataset) -> _Frame:
    def group(name: str) -> Dataset:
        return (own if name in own else shared)[name][0]

    measures = group("PixelMeasuresSequence")
    return _frame(
        group("PlanePositionSequence").ImagePositionPatient,
        group("PlaneOrientationSequence").ImageOrientationPatient,
        measures.PixelSpacing,
        measures.get("SpacingBetweenSlices") or measures.get("SliceThickness"),
    )


def _frame(position: Sequence[float], orientation: Sequence[float], spacing: Sequence[float], thickness: float | None) -> _Frame:
    axes = np.array([float(v) for v in orientation]).reshape(2, 3)
    axes /= np.linalg.norm(axes, axis=1, keepdims=True)
    # Headers round to some five digits; making the second axis exactly perpendicular keeps the direction a rotation.
    axes[1] -= (axes[0] @ axes[1]) * axes[0]
    axes[1] /= np.linalg.norm(axes[1])
    return _Frame(np.array([float(v) for v in position]).reshape(3), axes, (float(spacing[0]), float(spacing[1])), float(thickness or 1.0))


def _order(frames: list[_Frame], name: str) -> NDArray[np.intp]:
    """Indices that sort ``frames`` along their common normal; raises ``BAD_INPUT`` if they form no regular stack."""
    first = frames[0]
    normal = np.cross(*first.axes)
    if any(np.abs(frame.axes - first.axes).max() > 1e-3 or not np.allclose(frame.spacing_mm, first.spacing_mm, rtol=1e-3) for frame in frames):
        raise UserError(Code.BAD_INPUT, f"The slices of the DICOM series {name} differ in orientation or pixel spacing.", _EXPORT_AGAIN)
    positions = np.array([frame.position_mm for frame in frames])
    along = positions @ normal
    order = np.argsort(along, kind="stable")
    if len(frames) == 1:
        return order
    gaps = np.diff(along[order])
    typical = float(np.median(gaps))
    if gaps.min() <= 1e-3 * max(typical, 1.0):
        raise UserError(
            Code.BAD_INPUT,
            f"The DICOM series {name} holds several images at the same position, as a time series does.",
            "Export one phase as a series of its own.",
        )
    if np.abs(gaps - typical).max() > _LARGEST_GAP_ERROR * typical:
        shown = f"{gaps.min():.2f} to {gaps.max():.2f} mm"
        raise UserError(Code.BAD_INPUT, f"The slices of the DICOM series {name} are not evenly spaced ({shown}); some may be missing.", _EXPORT_AGAIN)
    drift = positions[order[-1]] - positions[order[0]]
    drift = drift - (drift @ normal) * normal
    if np.linalg.norm(drift) > 0.5 * min(first.spacing_mm):
        raise UserError(
            Code.BAD_INPUT,
            f"The slices of the DICOM series {name} are shifted against each other (tilted gantry).",
            "Correct the tilt and resample the series first.",
        )
    return order


def _geometry(frames: list[_Frame], shape: tuple[int, ...], name: str) -> Geometry:
    """Grid of frames that are sorted along their normal."""
    first = frames[0]
    normal = np.cross(*first.axes)
    gap = float((frames[-1].position_mm - first.position_mm) @ normal) / (len(frames) - 1) if len(frames) > 1 else first.thickness_mm
    direction = np.column_stack([first.axes[0], first.axes[1], normal])
    return Geometry(
        shape=(shape[0], shape[1], shape[2]),
        spacing_mm=(gap, *first.spacing_mm),
        origin_mm=(float(first.position_mm[0]), float(first.position_mm[1]), float(first.position_mm[2])),
        direction=tuple(float(v) for v in direction.ravel()),
    )


def _pixels(path: Path) -> NDArray[np.float32]:
    """Rescaled pixels (frames, H, W) of one file."""
    try:
        array = sitk.GetArrayFromImage(sitk.ReadImage(str(path), sitk.sitkFloat32))
    except RuntimeError as error:
        raise UserError(Code.BAD_INPUT, f"The pixels of {path} are damaged or incomplete.", "Copy the file again.") from error
    return array.reshape(-1, *array.shape[-2:])
