"""What stands beside a segmentation: the record that says what it was made from, and which of them are finished."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydicom import dcmread

from ..anatomy import DEFAULT_LABEL_SET
from ..errors import Code, UserError
from ..files import refuse_existing
from ..images.io.files import read_labels
from ..images.io.source import stem_of, uncertainty_path
from ..inference.quality import Quality
from ..label_set import LabelSet
from ..models.conditions import Conditions
from ..seals import read_sealed, sealed
from ..settings import Labels
from ..validation import ReadsFormerNames
from .inputs import Case
from .work import content

PixelSource = Literal["header", "given", "estimated"]

ENDINGS = {"seg.nrrd": ".seg.nrrd", "nii.gz": ".nii.gz", "dicom-seg": ".dcm", "bids": ".nii.gz"}
_TEMPORARY = re.compile(r"(?:\.(?:[0-9a-f]{8}){1,3}-)+(?P<tail>[^.].*)")
"""Names that ``files.replacing`` gives to files until they are complete; of long ones they hold the end only."""
_ABANDONED_S = 3600.0
"""No file is written for so long: then a temporary one is swept though it may belong to another name with the same end.
"""
_LARGEST_RECORD_BYTES = 1_000_000
"""Other programs' JSON files may be any size; a record has some 2 kB."""


class Origin(ReadsFormerNames):
    """What a result was made from, and how; the same again means that there is nothing to do."""

    input: str
    """Path of the input, below the folder that the inputs have in common: of a file, or of the folder of a DICOM
    series.
    """
    place: str
    """Fingerprint of where the input lies: distinguishes inputs of one name without saying where somebody keeps
    them.
    """
    size_bytes: int | None = None
    content_sha256: str | None = None
    """Of the files' bytes (``source.content_sha256``), whatever they are called. Not known to versions that do not
    write it.
    """
    series_sha256: str | None = None
    """Fingerprint of the SeriesInstanceUID, which leads to the patient and so is not written."""
    model_sha256: str
    roi_mm: tuple[float, float, float, float, float, float] | None
    largest_component: bool
    refine_boundaries: bool = False
    """Not done by versions that do not write it."""
    pixel_mm: float | None = None
    """The size that was given for 2D images without spatial metadata."""
    neighbors_sha256: tuple[str | None, ...] = ()
    """Content of the phases around it, where these had a say (``inference/temporal.py``)."""

    def same_work(self, other: Origin) -> bool:
        """Whether both were made with one model and the same options, from whatever input."""
        return self._how() == other._how()

    def _how(self) -> dict[str, object]:
        return self.model_dump(exclude={"input", "place", "size_bytes", "content_sha256", "series_sha256"})


class SegmentConditions(Conditions):
    """What a segmentation was computed with beside model and options."""

    memory_gb: float
    """Memory to stay within, which decides how many slices are computed together."""


class Record(ReadsFormerNames):
    """What stands in the .json beside each segmentation; ``center_mm`` is the heart's middle (x, y, z) in LPS.

    ``expected_dice`` (0..1, by structure name) is None for a model that is not calibrated, and for a slab.

    ``pixel_mm`` (between rows, between columns) is that of a slice or a slab of a few, with its ``pixel_source``;
    None for a volume.
    """

    origin: Origin
    result: str = ""
    """Name of the segmentation beside this record; versions that do not write it had one of ``ENDINGS``."""
    result_sha256: str = ""
    """Of that file as it was written; "" by versions that do not write it."""
    uncertainty: str = ""
    """Name of the uncertainty map beside this record, "" where none was asked for."""
    conditions: SegmentConditions | None = None
    """None by versions that do not write them."""
    model: str
    labels: Labels = DEFAULT_LABEL_SET
    quality: Quality
    confidence: dict[str, float | None]
    expected_dice: dict[str, float] | None = None
    center_mm: tuple[float, float, float]
    center_source: str
    pixel_mm: tuple[float, float] | None = None
    pixel_source: PixelSource | None = None
    elapsed_s: float

    @property
    def of_slab(self) -> bool:
        return self.pixel_source is not None


def record_text(record: Record) -> str:
    """``record`` as it stands in its file, sealed."""
    return json.dumps(sealed(record.model_dump(mode="json")), indent=2)


def read_record(path: Path) -> Record | None:
    """The record in the file ``path``; None if there is none that can be read, or if it was changed."""
    try:
        if path.stat().st_size > _LARGEST_RECORD_BYTES:
            return None
        return Record.model_validate(read_sealed(path.read_bytes()))
    except (OSError, ValueError, RecursionError):  # pydantic's errors are ValueErrors
        return None


def is_result(path: Path) -> bool:
    """Whether ``path`` belongs to the result of an earlier run, by the record beside it: a segmentation, or the preview
    of one.
    """
    record = read_record(path.with_name(f"{stem_of(path)}.json"))
    return record is not None and (path.name == record.result or path.suffix == ".png")


@dataclass(frozen=True)
class Target:
    """The three files of a result, and its ``name`` below the folder of results.

    The record is written first: it says whose the others are. The segmentation is written last: where it is, the
    others are. So a record without a segmentation is a result that was interrupted, and is made again; files without a
    record are somebody else's.

    The fourth file, an uncertainty map, is written where it is asked for, also later than the others.
    """

    name: str
    segmentation: Path
    record: Path
    preview: Path

    @property
    def uncertainty(self) -> Path:
        """The uncertainty map."""
        return uncertainty_path(self.segmentation)


class Results:
    """The results in the folder ``out``, those of earlier runs and those to come, with the ending of ``format``, and
    with uncertainty maps or without.
    """

    def __init__(self, out: Path, format: str, uncertainty: bool = False) -> None:
        self._out, self._ending, self._uncertainty = out, ENDINGS[format], uncertainty
        self._records: dict[str, Record] = {}
        self._temporary: list[tuple[Path, str]] = []
        for folder, _, names in os.walk(out):
            for name in names:
                path = Path(folder, name)
                if match := _TEMPORARY.fullmatch(name):
                    self._temporary.append((path, match["tail"]))
                elif name.endswith(".json") and (record := read_record(path)) is not None:
                    self._records[path.relative_to(out).as_posix().removesuffix(".json")] = record

    def targets(self, cases: Iterable[Case]) -> list[Target]:
        """Where the result of each case goes: where an earlier run put it, else a name that no other input has or had,
        and none of whose files is that of another: the map of ``a`` is called as the segmentation of an image
        ``a_uncertainty`` would be.
        """
        cases = list(cases)
        names: dict[int, str] = {}
        for number, case in enumerate(cases):
            if name := self._earlier(case, set(map(str.casefold, names.values()))):
                names[number] = name
        taken = {file for name, record in self._records.items() for file in self._files(name, record.uncertainty)}
        taken |= {file for name in names.values() for file in self._files(name, self._uncertainty)}
        for number, case in enumerate(cases):
            if number not in names:
                names[number] = self._free(case, set(map(str.casefold, names.values())), taken)
                taken |= self._files(names[number], self._uncertainty)
        return [self._target(names[number]) for number in range(len(cases))]

    def _target(self, name: str) -> Target:
        stem = self._out / name
        return Target(name, *(stem.with_name(stem.name + ending) for ending in (self._ending, ".json", ".png")))

    def _files(self, name: str, uncertainty: object) -> set[str]:
        """Segmentation and uncertainty map of the result ``name``, as a disk that ignores the case of letters tells
        them apart.
        """
        target = self._target(name)
        return {str(path).casefold() for path in (target.segmentation, *([target.uncertainty] if uncertainty else []))}

    def _earlier(self, case: Case, used: set[str]) -> str | None:
        """The result of the same data, wherever it lay then; the one at its own place where there are several."""
        found = [
            name
            for name, record in self._records.items()
            if name.casefold() not in used and _is_of(record.origin, case)
        ]
        return min(
            found,
            key=lambda name: (name != case.name, self._records[name].origin.place != case.place, name),
            default=None,
        )

    def _free(self, case: Case, used: set[str], taken: set[str]) -> str:
        number = 1
        while True:
            name = case.name if number == 1 else f"{case.name}-{number}"
            record = self._records.get(name)
            # A record of the same place is of the same file, which is another now: ``finished`` says so.
            fits = record.origin.place == case.place if record else self._fits(name, taken)
            if fits and name.casefold() not in used:
                return name
            number += 1

    def _fits(self, name: str, taken: set[str]) -> bool:
        return not self._files(name, self._uncertainty) & taken

    def finished(
        self,
        target: Target,
        case: Case,
        origin: Callable[[bool], Origin],
        sources: set[Path],
        overwrite: bool,
    ) -> Record | None:
        """Whether a result is there already, or may be made.

        Args:
            target: Where the result goes.
            case: What it would be made from.
            origin: Called with True for a single slice or slab, False for a volume; says what a result would be made
                from, and how.
            sources: All files of the inputs, none of which a result may replace.
            overwrite: Whether earlier results are made anew, whatever they are.

        Returns:
            The record of a result that needs no more work, but for an uncertainty map that is not there; None where
            there is work.

        Raises:
            UserError: EXISTS for a place that is an input's or another result's, for files of other making (another
                model, other options or other content among them, or no record), and for a result that is damaged.
        """
        maps = [target.uncertainty] if self._uncertainty else []
        for path in (target.segmentation, target.preview, target.record, *maps):
            if path.resolve() in sources:
                raise UserError(
                    Code.EXISTS,
                    f"The result would take the place of the input {path}.",
                    "Choose another folder to write into.",
                )
        for path in maps:
            other_record = read_record(path.with_name(f"{stem_of(path)}.json"))
            if other_record is not None and other_record.result in ("", path.name):
                raise UserError(
                    Code.EXISTS,
                    f"The uncertainty map would take the place of {path.name}, the segmentation of another image.",
                    "Choose another folder to write into, or --format seg.nrrd.",
                )
        if overwrite:
            return None
        record = self._records.get(target.name)
        if record is None:
            for path in (target.segmentation, target.record, target.preview, *maps):
                refuse_existing(path)
            return None
        for path in maps:
            if path.name != record.uncertainty:
                refuse_existing(path)
        other = target.record.with_name(record.result or target.segmentation.name)
        if other != target.segmentation and other.exists():
            raise UserError(
                Code.EXISTS,
                f"{target.record.name} is the record of {other.name}, and would become that of "
                f"{target.segmentation.name}.",
                "Choose another name or folder, or --overwrite.",
            )
        if not target.segmentation.exists():
            return None
        if not record.origin.same_work(origin(record.of_slab)):
            raise UserError(
                Code.EXISTS,
                f"{target.segmentation} was made with another model or other options.",
                "Choose another folder, or --overwrite.",
            )
        # An earlier version wrote no content; then dates have to do.
        if not _is_of(record.origin, case) or (
            record.origin.content_sha256 is None and target.record.stat().st_mtime < case.changed_s
        ):
            raise UserError(
                Code.EXISTS,
                f"{target.segmentation} was made when its input {case.title} had different content.",
                "Choose another folder, or --overwrite.",
            )
        if is_changed(target.segmentation, record) and not _is_readable(target.segmentation, record.labels):
            raise UserError(
                Code.EXISTS,
                f"{target.segmentation} is damaged: it is not as it was written, and cannot be read.",
                "Remove it, and start again.",
            )
        return record

    def sweep(self, target: Target) -> None:
        """Remove half files that a killed run has left of ``target``."""
        for path in (target.segmentation, target.record, target.preview, target.uncertainty):
            for temporary, tail in self._temporary:
                if temporary.parent == path.parent and (
                    tail == path.name or (path.name.endswith(tail) and _is_abandoned(temporary))
                ):
                    temporary.unlink(missing_ok=True)


class OneResult(Results):
    """The one result that is to be the file ``path``; nothing else in its folder is looked at."""

    def __init__(self, path: Path, uncertainty: bool = False) -> None:
        self._path, self._uncertainty, stem = path, uncertainty, stem_of(path)
        record = read_record(path.with_name(f"{stem}.json"))
        self._records = {} if record is None else {stem: record}
        matches = ((one, _TEMPORARY.fullmatch(one.name)) for one in path.parent.iterdir())
        self._temporary = [(one, match["tail"]) for one, match in matches if match]

    def targets(self, cases: Iterable[Case]) -> list[Target]:
        """Where the result of the one case goes; raises BAD_SETTINGS where there are more."""
        found = list(cases)
        if len(found) > 1:
            raise UserError(
                Code.BAD_SETTINGS,
                f"{self._path} is one file, and there are {len(found)} images to segment.",
                f"Name a folder in its place, or one of them: {found[0].title}, {found[1].title}, ...",
            )
        stem = stem_of(self._path)
        return [Target(stem, self._path, *(self._path.with_name(stem + ending) for ending in (".json", ".png")))]


def is_changed(segmentation: Path, record: Record) -> bool:
    """Whether the file is not as it was when ``record`` was written: edited, or damaged."""
    return bool(record.result_sha256) and content(segmentation) != record.result_sha256


def _is_readable(segmentation: Path, labels: LabelSet) -> bool:
    try:
        if segmentation.suffix == ".dcm":
            return bool(dcmread(segmentation).pixel_array.any())
        read_labels(segmentation, labels)
    except Exception:  # whatever a parser raises for a damaged file
        return False
    return True


def _is_abandoned(path: Path) -> bool:
    return path.exists() and time.time() - path.stat().st_mtime > _ABANDONED_S


def _is_of(origin: Origin, case: Case) -> bool:
    """Whether ``origin`` describes the data of ``case``: by content, or by place and date where an earlier version did
    not write the content.
    """
    if origin.content_sha256 is None:
        return origin.place == case.place
    return origin.size_bytes == case.size_bytes and origin.content_sha256 == case.content_sha256
