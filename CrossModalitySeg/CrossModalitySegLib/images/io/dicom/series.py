"""DICOM series: finding them among files and folders, and what is left out of them."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydicom import Dataset, dcmread
from pydicom.errors import InvalidDicomError

from ....errors import Code, UserError

UNREADABLE = (InvalidDicomError, OSError, EOFError, NotImplementedError, ValueError, struct.error)
"""What pydicom raises for files that are not DICOM, cut short or scrambled; values are decoded when they are asked for."""


@dataclass(frozen=True)
class Traits:
    """What tells a good series for the heart from another of the same study; lengths in mm, 0 where unknown."""

    contrast: bool = False
    gap_mm: float = 0.0
    extent_mm: float = 0.0
    kernel: str = ""
    image_type: tuple[str, ...] = ()


@dataclass(frozen=True)
class Series:
    """One stack of parallel slices: a DICOM series, or one phase or one part of it.

    ``uid``, ``study_uid`` and ``patient_id`` are empty where the header has none. ``phase`` tells the volumes of a
    four-dimensional series apart ("" where there is one only). ``frames`` are the frames that belong to it, counted
    over ``files`` in their order; empty means all. ``folder`` is the common parent of ``files``.
    """

    uid: str
    description: str
    modality: str
    files: tuple[Path, ...]
    study_uid: str = ""
    patient_id: str = ""
    phase: str = ""
    frames: tuple[int, ...] = ()
    traits: Traits = field(default=Traits(), compare=False)

    @property
    def folder(self) -> Path:
        """The deepest folder that holds every file of the series."""
        return Path(os.path.commonpath([path.parent for path in self.files]))


@dataclass(frozen=True)
class Found:
    """What a search found: the ``series``, and a sentence with file names for each thing that was ``left_out``."""

    series: list[Series]
    left_out: list[str]


def find_series(paths: Iterable[Path]) -> Found:
    """Every image series among ``paths``, files or folders (searched at any depth); files of one series become one ``Series``.

    Files that are not DICOM are passed over without a word. Never raises for what a file holds.
    """
    groups: dict[str, list[Series]] = {}
    tags = ["SeriesInstanceUID", "StudyInstanceUID", "PatientID", "SeriesDescription", "Modality", "Rows"]
    for path in _files(paths):
        try:
            header = dcmread(path, stop_before_pixels=True, specific_tags=tags)
            single = single_of(header, path)
        except UNREADABLE:
            continue
        # Reports, structure sets and segmentations are DICOM as well; only images have rows, and a SEG is no input.
        if "Rows" in header and single.uid and single.modality != "SEG":
            groups.setdefault(single.uid, []).append(single)
    found = [replace(singles[0], files=tuple(single.files[0] for single in singles)) for singles in groups.values()]
    return Found(sorted(found, key=lambda series: (series.description, series.uid)), [])


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(inner for inner in path.rglob("*") if inner.is_file()) if path.is_dir() else [path]


def only_series(folder: Path) -> Series:
    """The one DICOM series under ``folder``; raises ``BAD_INPUT`` if there is none or more than one."""
    found = find_series([folder]).series
    if not found:
        raise UserError(Code.BAD_INPUT, f"The folder {folder} holds no DICOM images.", "Choose a folder with one DICOM series, or an image file.")
    if len(found) > 1:
        raise UserError(
            Code.BAD_INPUT,
            f"The folder {folder} holds {len(found)} DICOM series: {', '.join(series.description or series.uid for series in found[:5])}.",
            "Choose one series, or put each series into a folder of its own.",
        )
    return found[0]


def is_dicom(path: Path) -> bool:
    """Whether the file ``path`` is DICOM, with or without a preamble."""
    try:
        return "SOPClassUID" in dcmread(path, stop_before_pixels=True, specific_tags=["SOPClassUID"])
    except UNREADABLE:
        return False


def series_of(path: Path) -> Series:
    """The DICOM file ``path`` as a series of its own."""
    try:
        return single_of(dcmread(path, stop_before_pixels=True), path)
    except UNREADABLE as error:
        raise damaged(path) from error


def series_of_files(files: Sequence[Path]) -> Series:
    """The series that ``files`` are all of; raises ``BAD_INPUT`` if they belong to more than one."""
    singles = [series_of(path) for path in files]
    if len({single.uid for single in singles}) > 1:
        raise UserError(Code.BAD_INPUT, f"{files[0].name} and the other files belong to different DICOM series.", "Name the files of one series.")
    return replace(singles[0], files=tuple(files))


def single_of(header: Dataset, path: Path) -> Series:
    """The series of one file, by its header."""

    def text(keyword: str) -> str:
        return str(header.get(keyword) or "")

    return Series(text("SeriesInstanceUID"), text("SeriesDescription"), text("Modality"), (path,), text("StudyInstanceUID"), text("PatientID"))


def damaged(path: Path) -> UserError:
    """What to tell about a file whose header cannot be read."""
    return UserError(Code.BAD_INPUT, f"{path} is no DICOM file, or damaged.", "Copy the file again.")
