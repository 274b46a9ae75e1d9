"""DICOM series: finding them among files and folders, and what is left out of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np
from pydicom import Dataset

from ....errors import UserError
from .causes import EXPORT_AGAIN, bad, damaged, reading, shown
from .frames import MOMENTS, Frame, frames_of, is_placed
from .header import is_dicom, read_header, read_image
from .kinds import words
from .stack import alike, heights, is_regular, listed, same_place_mm

_DICOMDIR = "DICOMDIR"
_CHOOSE_ONE = "Choose one series, or put each series into a folder of its own."


@dataclass(frozen=True)
class Traits:
    """What makes a series better for the heart than another of the same study; lengths in mm, 0 where unknown."""

    contrast: bool = False
    gap_mm: float = 0.0
    extent_mm: float = 0.0
    kernel: str = ""
    image_type: tuple[str, ...] = ()
    images: int = 1
    placed: bool = True
    """Whether the header says where the image lies in the patient; screenshots do not."""


@dataclass(frozen=True)
class Series:
    """One stack of parallel slices: a DICOM series, or one phase or one part of it.

    ``uid``, ``study_uid`` and ``patient_id`` are empty where the header has none. ``phase`` distinguishes the volumes
    of a four-dimensional series apart ("" where there is one only). ``frames`` are the frames that belong to it,
    counted over ``files`` in their order; empty means all. ``folder`` is the common parent of ``files``.
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
    def images(self) -> int:
        """How many slices it has."""
        return self.traits.images

    @property
    def folder(self) -> Path:
        """The deepest folder that holds every file of the series."""
        return Path(os.path.commonpath([path.parent for path in self.files]))


@dataclass(frozen=True)
class Found:
    """What a search found: the ``series``, and a sentence with file names for each thing that was ``left_out``."""

    series: list[Series]
    left_out: list[str]


@dataclass(frozen=True, eq=False)
class _Member:
    """A file of a series: what its header says that matters, and its frames, none where it has no place in the
    patient.
    """

    series: Series
    frames: list[Frame]


def find_series(paths: Iterable[Path]) -> Found:
    """Every image series among some files; files of one series become one ``Series``.

    Copies of images, scouts, and what differs from most of its series in size, orientation or kind are left out, as are
    objects that are not images of a patient. The moments of a four-dimensional series become a ``Series`` each. Files
    that are not DICOM are passed over without a word. Never raises for what a file holds.

    Args:
        paths: Files, and folders, which are searched at any depth; each file counts once.

    Returns:
        The series, sorted by description and UID, and sentences about what was left out.
    """
    groups: dict[tuple[str, ...], list[_Member]] = {}
    left_out: list[str] = []
    refused: dict[str, list[Path]] = {}
    for path in _files(paths):
        try:
            if not is_dicom(path):
                continue
            header = read_header(path)
            with reading(path):
                member = _member(header, path)
                key = _key(header, member)
        except (UserError, OSError) as error:
            if path.name.upper() != _DICOMDIR:  # every disc has one
                sentence = (
                    error.sentence if isinstance(error, UserError) else f"{path} cannot be read: {error.strerror}."
                )
                refused.setdefault(sentence.replace(shown(str(path)), "{}"), []).append(path)
            continue
        groups.setdefault(key, []).append(member)
    series = [
        one
        for group in groups.values()
        for members in _by_patient(group)
        for one in _series_of_group(members, left_out)
    ]
    return Found(
        sorted(series, key=lambda one: (one.description, one.uid)), [*_summed_up(refused), *map(shown, left_out)]
    )


def only_series(folder: Path) -> Series:
    """The one DICOM series under ``folder``; raises ``BAD_INPUT`` if there is none or more than one."""
    found = find_series([folder])
    if not found.series:
        why = " ".join(found.left_out[:3]) or f"The folder {folder} holds no DICOM images."
        raise bad(why, "Choose a folder with one DICOM series, or an image file.")
    if len(found.series) > 1:
        names = ", ".join(" ".join(filter(None, (one.description or one.uid, one.phase))) for one in found.series[:5])
        raise bad(f"The folder {folder} holds {len(found.series)} DICOM series: {names}.", _CHOOSE_ONE)
    return found.series[0]


def series_of(path: Path) -> Series:
    """One DICOM file as a series of its own.

    Args:
        path: File of one image or of several frames.

    Returns:
        The series of this file alone, whatever lies beside it.

    Raises:
        UserError: BAD_INPUT with the cause if it is not one image, and if its frames are those of several series or
            phases.
    """
    return series_of_files([path])


def series_of_files(files: Sequence[Path]) -> Series:
    """The series that all of some files belong to.

    Args:
        files: DICOM files, one or more, in any order.

    Returns:
        The series, without what ``find_series`` leaves out.

    Raises:
        UserError: BAD_INPUT if they belong to more than one series or phase, or are not images.
    """
    found = find_series(files)
    if not found.series:
        read_header(files[0])  # raises with the cause of this file
        raise damaged(files[0])
    if len(found.series) > 1:
        what = f"{files[0]} and the other files belong to" if len(files) > 1 else f"{files[0]} holds"
        remedy = "Name the files of one series." if len(files) > 1 else EXPORT_AGAIN
        raise bad(f"{what} {len(found.series)} different DICOM series or phases.", remedy)
    return found.series[0]


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Each file once, those of folders in the order of their names."""
    visited: set[Path] = set()
    for path in paths:
        for file in sorted(inner for inner in path.rglob("*") if inner.is_file()) if path.is_dir() else [path]:
            if file not in visited:
                visited.add(file)
                yield file


def _member(header: Dataset, path: Path) -> _Member:
    def text(keyword: str) -> str:
        return str(header.get(keyword) or "").strip()

    placed = is_placed(header)
    frames = frames_of(header, path) if placed else []
    traits = Traits(
        contrast=_has_contrast(header),
        kernel="/".join(words(header.get("ConvolutionKernel"))),
        image_type=words(header.get("ImageType")),
        placed=placed,
    )
    series = Series(
        uid=text("SeriesInstanceUID"),
        description=text("SeriesDescription") or text("ProtocolName"),
        modality=text("Modality").upper(),
        files=(path,),
        study_uid=text("StudyInstanceUID"),
        patient_id=text("PatientID"),
        traits=traits,
    )
    return _Member(series, frames)


def _key(header: Dataset, member: _Member) -> tuple[str, ...]:
    """What the files of one series have in common: the UID, or all that stands for it where an anonymizer removed
    it.
    """
    series = member.series
    if series.uid:
        return (series.uid,)
    return (
        "",
        series.study_uid,
        series.patient_id,
        series.description,
        str(header.get("SeriesNumber") or ""),
        str(series.files[0].parent),
    )


def _by_patient(members: list[_Member]) -> list[list[_Member]]:
    """The files of one UID, apart where they are of several patients, as UIDs that an anonymizer made up may be."""
    patients: dict[str, list[_Member]] = {}
    for member in members:
        patients.setdefault(member.series.patient_id, []).append(member)
    return list(patients.values()) if len(patients.keys() - {""}) > 1 else [members]


_WITHOUT = (
    "without",
    "w/o",
    "native",
    "nativ",
    "non-contrast",
    "noncontrast",
    "non contrast",
    "unenhanced",
    "no contrast",
    "plain",
    "calcium",
    "casc",
)


def _has_contrast(header: Dataset) -> bool:
    agent = (
        " ".join(str(header.get(keyword) or "") for keyword in ("ContrastBolusAgent", "ContrastBolusIngredient"))
        .strip()
        .upper()
    )
    description = str(header.get("SeriesDescription") or "").lower()
    if any(word in description for word in _WITHOUT):
        return False
    if agent or header.get("ContrastBolusAgentSequence"):
        return agent not in ("NONE", "NO", "N", "WITHOUT", "0")
    return any(
        word in description
        for word in ("contrast", "cta", "angio", "arterial", "venous", "+c", "ce-", "enhanced", "coronary")
    )


def _series_of_group(members: list[_Member], left_out: list[str]) -> list[Series]:
    """The stacks that the files of one series make; sentences about the rest go to ``left_out``."""
    frames = [frame for member in members for frame in member.frames]
    first = members[0].series
    plain = [member.series for member in members if not member.series.traits.placed]
    if len(members) == 1 and plain:
        return plain
    if plain:
        names = listed([str(one.files[0]) for one in plain])
        left_out.append(
            f"{first.description or first.uid}: images that do not state where their slice lies in the patient: "
            f"{names}."
        )
    if not frames:
        return []
    stacks = [stack for part in _alike(frames) for stack in _moments(_without_copies(part, left_out))]
    largest = max(len(stack) for _, stack in stacks)
    kept = [(phase, stack) for phase, stack in stacks if 2 * len(stack) >= largest]
    for _, stack in stacks:
        if 2 * len(stack) < largest:
            names = listed([frame.path.name for frame in stack])
            left_out.append(
                f"{first.description or first.uid}: images of another size, orientation or kind than the {largest} "
                f"others: {names}."
            )
    of_files = {member.series.files[0]: member for member in members}
    if len(kept) == 1:
        return [_series(kept[0][1], "", of_files)]
    return [
        _series(stack, phase or f"part {n} of {len(kept)}", of_files) for n, (phase, stack) in enumerate(kept, start=1)
    ]


def _series(stack: list[Frame], phase: str, of_files: dict[Path, _Member]) -> Series:
    files = tuple(dict.fromkeys(frame.path for frame in stack))
    wanted = set(map(id, stack))
    all_frames = [frame for path in files for frame in of_files[path].frames]
    frames = tuple(i for i, frame in enumerate(all_frames) if id(frame) in wanted)
    along = np.sort(heights(stack))
    gap = float(np.median(np.diff(along))) if len(along) > 1 else stack[0].thickness_mm
    one = of_files[files[0]].series
    traits = replace(
        one.traits,
        images=len(stack),
        gap_mm=gap,
        extent_mm=float(along[-1] - along[0]) + gap,
        image_type=stack[0].image_type,
    )
    return replace(one, files=files, phase=phase, frames=frames if len(frames) < len(all_frames) else (), traits=traits)


def _alike(frames: list[Frame]) -> list[list[Frame]]:
    """``frames`` by size, orientation and pixel spacing."""
    parts: list[list[Frame]] = []
    for frame in frames:
        part = next((part for part in parts if alike(part[0], frame)), None)
        if part is None:
            parts.append([frame])
        else:
            part.append(frame)
    return parts


def _positions(frames: list[Frame]) -> list[int]:
    """For each frame the number of its position; those at one position share it."""
    along = heights(frames)
    order = np.argsort(along, kind="stable")
    step = np.diff(along[order], prepend=along[order[0]]) >= same_place_mm(along)
    numbers = np.empty(len(frames), dtype=int)
    numbers[order] = np.cumsum(step)
    return [int(number) for number in numbers]


def _without_copies(frames: list[Frame], left_out: list[str]) -> list[Frame]:
    """``frames`` without those that are there twice: the same SOP instance, or the same pixels, at the same
    position.
    """
    positions = _positions(frames)
    if len(set(positions)) == len(frames):
        return frames
    at: dict[int, list[Frame]] = {}
    for frame, position in zip(frames, positions, strict=True):
        at.setdefault(position, []).append(frame)
    copies: set[int] = set()
    digest = cache(_pixels_digest)
    for together in at.values():
        kept: list[Frame] = []
        # The larger file first: of two with one UID the other one is cut short.
        for frame in sorted(together, key=lambda frame: -frame.path.stat().st_size):
            if any(_is_copy(frame, other, digest) for other in kept):
                copies.add(id(frame))
            else:
                kept.append(frame)
    if copies:
        names = listed([frame.path.name for frame in frames if id(frame) in copies])
        left_out.append(f"Copies of images that are there already: {names}.")
    return [frame for frame in frames if id(frame) not in copies]


def _is_copy(frame: Frame, other: Frame, digest: Callable[[Path], bytes]) -> bool:
    if frame.path == other.path:
        return False
    if frame.instance[0] != "" and frame.instance[0] == other.instance[0]:
        return True
    same = (frame.image_type, frame.kind, frame.moments) == (other.image_type, other.kind, other.moments)
    return same and digest(frame.path) == digest(other.path)


def _pixels_digest(path: Path) -> bytes:
    """Hash of the encoded pixels and their scaling; of the name where they cannot be read."""
    try:
        data = read_image(path)
        scaling = f"{data.get('RescaleSlope')} {data.get('RescaleIntercept')}".encode()
        return hashlib.sha256(scaling + (data.get("PixelData") or str(path).encode())).digest()
    except UserError:
        return os.fsencode(path)


def _moments(frames: list[Frame]) -> list[tuple[str, list[Frame]]]:
    """``frames`` as stacks without two frames at one position, each with the name of its kind or moment."""
    positions = dict(zip(map(id, frames), _positions(frames), strict=True))
    count = len(set(positions.values()))
    doubled = count < len(frames)
    kinds = _grouped(frames, ["/".join(frame.image_type) + f" {frame.kind}" for frame in frames])
    if len(kinds) > 1 and (
        _interleaved(list(kinds.values())) or (doubled and max(map(len, kinds.values())) >= 0.5 * count)
    ):
        return [
            (" ".join(filter(None, (kind.strip(), moment))), stack)
            for kind, part in kinds.items()
            for moment, stack in _moments(part)
        ]
    if not doubled and is_regular(frames):
        return [("", frames)]
    for keyword in MOMENTS:
        parts = _grouped(frames, [frame.moments.get(keyword, "") for frame in frames])
        once = all(len({positions[id(frame)] for frame in part}) == len(part) >= 0.5 * count for part in parts.values())
        if len(parts) > 1 and ((doubled and once) or _interleaved(list(parts.values()))):
            numbered = enumerate(sorted(parts.items(), key=lambda item: _as_number(item[0])), start=1)
            return [(f"phase {n} of {len(parts)} ({keyword} {value})", part) for n, (value, part) in numbered]
    # Nothing says which moment a frame shows, so their numbers do, if there are as many everywhere.
    at: dict[int, list[Frame]] = {}
    for frame in sorted(frames, key=lambda frame: (frame.instance[1], frame.path.name, frame.number)):
        at.setdefault(positions[id(frame)], []).append(frame)
    if doubled and len({len(together) for together in at.values()}) == 1:
        stacks = list(zip(*at.values(), strict=True))
        return [(f"phase {n} of {len(stacks)}", list(stack)) for n, stack in enumerate(stacks, start=1)]
    return [("", frames)]


def _interleaved(parts: list[list[Frame]]) -> bool:
    """Whether each of ``parts`` is regular, of three slices at least, and they show the same stretch of the body."""
    if min(map(len, parts)) < 3 or not all(map(is_regular, parts)):
        return False
    normal = parts[0][0].normal
    ends = [
        (min(along), max(along)) for along in ([float(frame.position_mm @ normal) for frame in part] for part in parts)
    ]
    common = min(high for _, high in ends) - max(low for low, _ in ends)
    return common >= 0.5 * min(high - low for low, high in ends)


def _grouped(frames: list[Frame], keys: list[str]) -> dict[str, list[Frame]]:
    parts: dict[str, list[Frame]] = {}
    for frame, key in zip(frames, keys, strict=True):
        parts.setdefault(key, []).append(frame)
    return parts


def _as_number(value: str) -> tuple[float, str]:
    try:
        return float(value), value
    except ValueError:
        return float("inf"), value


def _summed_up(refused: dict[str, list[Path]], most: int = 3) -> list[str]:
    """A sentence for each file, or one for many files to which the same applies."""
    sentences = []
    for sentence, paths in refused.items():
        sentences += [sentence.replace("{}", shown(str(path))) for path in paths[:most]]
        if len(paths) > most:
            sentences.append(f"The same goes for {listed([shown(path.name) for path in paths[most:]])}.")
    return sentences
