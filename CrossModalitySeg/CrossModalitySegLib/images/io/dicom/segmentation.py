"""A label map as a DICOM Segmentation object of the series it was made from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom import Dataset

from .... import __version__
from ....anatomy import DEFAULT_LABEL_SET
from ....files import replacing
from ....label_set import LabelSet, Structure
from ...volume import Volume
from .causes import bad, reading
from .frames import Frame, frames_of
from .header import read_header
from .reading import is_plain_image, name_of, stack_of_series
from .series import Series
from .stack import Stack

_OTHER_FORMAT = "Choose the format seg.nrrd or nii.gz."

_NEEDED = ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "SOPClassUID", "FrameOfReferenceUID")
"""What a segmentation refers to: it cannot be written without."""

_MAY_BE_EMPTY = (
    "PatientID",
    "PatientName",
    "PatientBirthDate",
    "PatientSex",
    "StudyDate",
    "StudyTime",
    "StudyID",
    "AccessionNumber",
    "ReferringPhysicianName",
)
"""What a segmentation copies from the images, and DICOM lets be unknown (type 2)."""


def check_dicom_seg(series: Series) -> None:
    """Check that a DICOM segmentation of a series can be written: before the work, on its first file.

    Args:
        series: The series to be segmented.

    Raises:
        UserError: BAD_INPUT, naming what is missing.
    """
    if is_plain_image(series):
        raise bad(
            f"{series.files[0]} has no place in the patient, which a DICOM segmentation has to refer to.", _OTHER_FORMAT
        )
    headers = _headers(series)
    if len(headers) > 1 and any(map(_is_multi_frame, headers.values())):
        raise bad(
            f"The DICOM series {name_of(series)} lies in {len(headers)} multi-frame files, and a DICOM segmentation "
            "refers to one alone.",
            _OTHER_FORMAT,
        )
    path, header = next(iter(headers.items()))
    frames = frames_of(header, path)
    _align([header], frames[0].thickness_mm)
    place = {} if len(frames) == 1 else _place(frames[:1])
    _segmentation([header], np.ones((1, *frames[0].size), dtype=np.uint8), series, DEFAULT_LABEL_SET, place)


def write_dicom_seg(path: Path, labels: Volume, series: Series, label_set: LabelSet) -> Path:
    """Write a DICOM Segmentation object with one segment per structure.

    Args:
        path: File to write (.dcm).
        labels: Label map of values of ``label_set``, on the grid that ``read_series`` gave for ``series``. Each frame
            gets the slice nearest to it.
        series: The segmented series.
        label_set: The structures.

    Returns:
        ``path``.

    Raises:
        UserError: BAD_INPUT if the series lacks what a DICOM Segmentation needs.
        ValueError: If ``labels`` have another shape than the series.
    """
    headers = _headers(series)
    stack = stack_of_series(series)
    if stack.geometry.shape != labels.geometry.shape:
        raise ValueError(f"labels of shape {labels.geometry.shape} for a series of {stack.geometry.shape}")
    used = {path: header for path, header in headers.items() if any(frame.path == path for frame in stack.frames)}
    if series.frames:  # one moment of a multi-frame image
        frames, place = list(stack.frames), _place(stack.frames)
    else:
        frames, place = [frame for file, header in used.items() for frame in frames_of(header, file)], {}
    _align(list(used.values()), stack.geometry.spacing_mm[0])
    segmentation = _segmentation(list(used.values()), _on_frames(labels.array, stack, frames), series, label_set, place)
    with replacing(path) as temporary:
        segmentation.save_as(temporary)
    return path


def _segmentation(
    headers: list[Dataset], pixels: NDArray[np.uint8], series: Series, label_set: LabelSet, place: dict[str, Any]
) -> Dataset:
    """The object of ``pixels`` (N, H, W) for the images with these ``headers``, or for the frames at ``place``."""
    import highdicom as hd  # heavy, and needed by segmentations alone
    from pydicom.sr.codedict import codes
    from pydicom.uid import ExplicitVRLittleEndian

    algorithm = hd.AlgorithmIdentificationSequence(
        name="CrossModalitySeg", version=__version__, family=codes.cid7162.ArtificialIntelligence
    )
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
    why = (
        f"The DICOM series {name_of(series)} lacks what a DICOM segmentation needs, or its SOPClassUID is none that is "
        "known."
    )
    with reading(series.files[0], bad(why, _OTHER_FORMAT)):
        return hd.seg.Segmentation(
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
            **place,
        )


def _concept(structure: Structure) -> tuple[str, str, str]:
    """Code, scheme and meaning; a structure without a SNOMED CT code gets a private one, of at most 16 characters
    (DICOM PS3.5, SH).
    """
    return (
        (structure.code, "SCT", structure.meaning)
        if structure.code
        else (structure.name[:16], "99CMS", structure.title)
    )


def _headers(series: Series) -> dict[Path, Dataset]:
    """The headers of the series, with what may be unknown left empty."""
    headers = {path: read_header(path) for path in series.files}
    for path, header in headers.items():
        if missing := [keyword for keyword in _NEEDED if not header.get(keyword)]:
            raise bad(f"{path} has no {', '.join(missing)}, which a DICOM segmentation has to refer to.", _OTHER_FORMAT)
        for keyword in _MAY_BE_EMPTY:
            if keyword not in header:
                setattr(header, keyword, "")
    if len({str(header.SOPInstanceUID) for header in headers.values()}) < len(headers):
        raise bad(
            f"Images of the DICOM series {name_of(series)} share a SOPInstanceUID, by which a DICOM segmentation "
            "refers to them.",
            _OTHER_FORMAT,
        )
    return headers


def _is_multi_frame(header: Dataset) -> bool:
    return "PerFrameFunctionalGroupsSequence" in header


def _align(headers: Sequence[Dataset], gap_mm: float) -> None:
    """Make single-frame headers say what highdicom compares and copies: one orientation, the distance of the slices,
    and a thickness.
    """
    for header in headers:
        if not _is_multi_frame(header):
            header.ImageOrientationPatient = headers[0].ImageOrientationPatient
            header.SpacingBetweenSlices = round(gap_mm, 6)
            header.SliceThickness = header.get("SliceThickness") or round(gap_mm, 6)


def _place(frames: Sequence[Frame]) -> dict[str, Any]:
    """Where the frames lie, for highdicom, which otherwise takes all frames of the images."""
    import highdicom as hd

    first = frames[0]
    return {
        "plane_positions": [
            hd.PlanePositionSequence(hd.CoordinateSystemNames.PATIENT, [float(v) for v in frame.position_mm])
            for frame in frames
        ],
        "plane_orientation": hd.PlaneOrientationSequence(
            hd.CoordinateSystemNames.PATIENT, [float(v) for v in first.axes.ravel()]
        ),
        "pixel_measures": hd.PixelMeasuresSequence(first.spacing_mm, first.thickness_mm),
    }


def _on_frames(labels: NDArray, stack: Stack, frames: list[Frame]) -> NDArray[np.uint8]:
    """Labels (N, H, W) of each of ``frames`` from those on the grid (D, H, W): the slice next to it, none beside the
    stack.
    """
    pixels = np.zeros((len(frames), *stack.frames[0].size), dtype=np.uint8)
    place = {(frame.path, frame.number): at for at, frame in enumerate(stack.frames)}
    for frame, plane in zip(frames, pixels, strict=True):
        at = place.get((frame.path, frame.number))
        if at is not None:
            row, column = np.rint(stack.corners_px[at]).astype(int)
            nearest = labels[int(np.abs(stack.places - at).argmin())]
            plane[:] = nearest[row : row + plane.shape[0], column : column + plane.shape[1]]
    return pixels
