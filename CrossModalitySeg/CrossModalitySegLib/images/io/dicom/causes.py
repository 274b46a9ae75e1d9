"""Why a file cannot be segmented, in a sentence of its own for each cause."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydicom import Dataset
from pydicom.uid import UID

from ....errors import Code, UserError

EXPORT_AGAIN = "Export the series again from the scanner or archive, one stack of parallel slices."
_CHOOSE_IMAGES = "Choose the CT or MR images of the study."

_DICOMDIR = "1.2.840.10008.1.3.10"
_NO_IMAGES = {"DOC", "ECG", "HD", "KO", "PLAN", "PR", "REG", "RTDOSE", "RTPLAN", "RTRECORD", "RTSTRUCT", "SEG", "SR"}
"""Modalities of DICOM objects that show no patient, or what others found in images of one."""

_CONTAINERS = {
    b"PK\x03\x04": ("a zip archive", "Unpack it and choose the folder with its files."),
    b"\x1f\x8b": ("compressed with gzip", "Unpack it and choose the files in it."),
    b"7z\xbc\xaf": ("a 7-Zip archive", "Unpack it and choose the folder with its files."),
    b"Rar!": ("a RAR archive", "Unpack it and choose the folder with its files."),
    b"%PDF": ("a PDF document", "Choose an image."),
}


def bad(sentence: str, remedy: str = EXPORT_AGAIN) -> UserError:
    """A ``BAD_INPUT`` of this ``sentence``."""
    return UserError(Code.BAD_INPUT, sentence, remedy)


def damaged(path: Path) -> UserError:
    """What to tell about a file that cannot be read to its end."""
    return bad(f"{path} is no DICOM file, or its header is damaged.", "Copy the file again.")


@contextmanager
def reading(path: Path, problem: UserError | None = None) -> Iterator[None]:
    """Whatever the libraries raise inside about the content of ``path`` becomes ``problem`` (``damaged`` if None).

    A mutated file makes them raise nearly anything, from KeyError to RecursionError; only what tells of the machine, not
    of the file, goes through. Their warnings about bent rules are for developers.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (UserError, MemoryError, PermissionError):
        raise
    except Exception as error:
        raise (problem or damaged(path)) from error


def container(path: Path) -> UserError | None:
    """The cause if ``path`` is an archive or a document by its first bytes, whatever it is called; else None."""
    with path.open("rb") as file:
        start = file.read(4)
    for magic, (what, remedy) in _CONTAINERS.items():
        if start.startswith(magic):
            return bad(f"{path} is {what}.", remedy)
    return None


def refusal(header: Dataset, path: Path) -> UserError | None:
    """Why the DICOM object with this ``header`` is not an image in grey values that shows a patient; None if it is one."""
    meta = getattr(header, "file_meta", None) or Dataset()
    kind = str(header.get("SOPClassUID") or meta.get("MediaStorageSOPClassUID") or "")
    if kind == _DICOMDIR or "DirectoryRecordSequence" in header:
        return bad(f"{path} is a DICOMDIR, the table of contents of a disc, and holds no images itself.", "Choose the folder it lies in.")
    name, modality = UID(kind).name, str(header.get("Modality") or "")
    if name != kind and "Storage" in name and "Image" not in name:
        return bad(f"{path} is a DICOM object of the kind {name.removesuffix(' Storage')}, not an image.", _CHOOSE_IMAGES)
    if modality in _NO_IMAGES:
        return bad(f"{path} is a DICOM object of the modality {modality}, not an image.", _CHOOSE_IMAGES)
    if "Rows" not in header or "Columns" not in header:
        return bad(f"{path} is a DICOM file without an image (modality {modality or 'unknown'}).", _CHOOSE_IMAGES)
    color = str(header.get("PhotometricInterpretation") or "").upper()
    if color == "PALETTE COLOR":
        return bad(f"{path} is a color image: its pixels are numbers of colors in a palette.", "Choose an image with one grey value per voxel.")
    if (header.get("SamplesPerPixel") or 1) != 1:
        return bad(f"{path} is a color image ({color or 'several samples per pixel'}).", "Choose an image with one grey value per voxel.")
    if is_scout(header):
        return bad(f"{path} is a scout (localizer), by its header.", "Choose the series that was planned on it.")
    return None


def is_scout(header: Dataset) -> bool:
    """Whether the header calls the image a localizer."""
    kind = {str(word).upper() for word in _several(header.get("ImageType"))}
    return not kind.isdisjoint({"LOCALIZER", "SCOUT", "TOPOGRAM", "SURVIEW"})


def _several(value: object) -> list[object]:
    return list(value) if isinstance(value, (list, tuple)) or type(value).__name__ == "MultiValue" else [value]


def too_large(path: Path, detail: str) -> UserError:
    """What to tell about a file that unpacks to more than its header promises."""
    return bad(f"{path} {detail}.", "Copy the file again, and do not open it elsewhere if you do not know where it comes from.")
