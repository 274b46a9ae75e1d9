"""What kind of object a DICOM header describes, and which kinds are not images of a patient in gray values."""

from __future__ import annotations

import re
from pathlib import Path

from pydicom import Dataset
from pydicom.uid import UID

from ....errors import UserError
from .causes import bad

_CHOOSE_IMAGES = "Choose the CT or MR images of the study."

_DICOMDIR = "1.2.840.10008.1.3.10"
_SCOUT = re.compile(r"\b(locali[sz]er|scout|topogram|surview|scanogram)\b", re.IGNORECASE)

_NO_IMAGES = {"DOC", "ECG", "HD", "KO", "PLAN", "PR", "REG", "RTDOSE", "RTPLAN", "RTRECORD", "RTSTRUCT", "SEG", "SR"}
"""Modalities of DICOM objects that show no patient, or what others found in images of one."""


def refusal(header: Dataset, path: Path) -> UserError | None:
    """Why the DICOM object with this ``header`` is not an image in gray values that shows a patient; None if it is
    one.
    """
    meta = getattr(header, "file_meta", None) or Dataset()
    kind = str(header.get("SOPClassUID") or meta.get("MediaStorageSOPClassUID") or "")
    if kind == _DICOMDIR or "DirectoryRecordSequence" in header:
        return bad(
            f"{path} is a DICOMDIR, the table of contents of a disc, and holds no images itself.",
            "Choose the folder it lies in.",
        )
    name, modality = UID(kind).name, str(header.get("Modality") or "")
    if name != kind and "Storage" in name and "Image" not in name:
        return bad(
            f"{path} is a DICOM object of the kind {name.removesuffix(' Storage')}, not an image.", _CHOOSE_IMAGES
        )
    if modality in _NO_IMAGES:
        return bad(f"{path} is a DICOM object of the modality {modality}, not an image.", _CHOOSE_IMAGES)
    if "Rows" not in header or "Columns" not in header:
        return bad(f"{path} is a DICOM file without an image (modality {modality or 'unknown'}).", _CHOOSE_IMAGES)
    color = str(header.get("PhotometricInterpretation") or "").upper()
    if color == "PALETTE COLOR":
        return bad(
            f"{path} is a color image: its pixels are numbers of colors in a palette.",
            "Choose an image with one gray value per voxel.",
        )
    if (header.get("SamplesPerPixel") or 1) != 1:
        return bad(
            f"{path} is a color image ({color or 'several samples per pixel'}).",
            "Choose an image with one gray value per voxel.",
        )
    if is_scout(header):
        return bad(f"{path} is a scout (localizer), by its header.", "Choose the series that was planned on it.")
    return None


def is_scout(header: Dataset) -> bool:
    """Whether the header calls the image a localizer, in its type or in the description of its series."""
    return any(
        _SCOUT.search(word) for word in (*words(header.get("ImageType")), str(header.get("SeriesDescription") or ""))
    )


def words(value: object) -> tuple[str, ...]:
    """The values of an element that may have none, one or several."""
    if not value:
        return ()
    return (value,) if isinstance(value, str) else tuple(str(word) for word in value)  # type: ignore[attr-defined]
