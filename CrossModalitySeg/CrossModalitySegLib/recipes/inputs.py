"""What there is to segment: files and DICOM series among the inputs, each once, and what its result is to be called."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..errors import Code, UserError
from ..images.io import dicom
from ..images.io.isolated import Reader
from ..images.io.plain_images import PLAIN_SUFFIXES
from ..images.io.source import (
    SUFFIXES,
    Source,
    content_sha256,
    files_of,
    is_uncertainty,
    size_bytes,
    stem_of,
    suffix_of,
)

_LABEL_FILES = re.compile(r"[-_.](label|labels|d?seg|segmentation|mask|gt)$", re.IGNORECASE)
"""Stems of label maps, which lie beside the images in many folders."""
_LABEL_FOLDERS = re.compile(r"labels?(tr|ts)?|segmentations?|masks?|ground_?truth", re.IGNORECASE)
_LONGEST_NAME = 80
_LISTED = 5


@dataclass(frozen=True)
class Case:
    """One volume or slice to segment.

    ``input`` is the path of its file, or of the folder of its series, below the folder that all inputs have in common;
    ``name`` is what its result is called below the folder of results, with ``/`` between folders; ``title`` is what to
    call it in sentences.
    """

    source: Source
    input: str
    name: str
    title: str

    @property
    def series(self) -> dicom.Series | None:
        """The DICOM series that it is, if it is one."""
        return self.source if isinstance(self.source, dicom.Series) else None

    @property
    def place(self) -> str:
        """Fingerprint of the file, or of the series in its folder."""
        path = self.source.folder if isinstance(self.source, dicom.Series) else self.source
        marks = "/".join(filter(None, [self.series.uid, self.series.phase])) if self.series else ""
        return hashlib.sha256(f"{path.resolve()}|{marks}".encode(errors="surrogateescape")).hexdigest()[:16]

    @property
    def series_sha256(self) -> str | None:
        """Fingerprint of the SeriesInstanceUID, None for what is not a series."""
        return hashlib.sha256(self.series.uid.encode()).hexdigest() if self.series and self.series.uid else None

    @cached_property
    def size_bytes(self) -> int:
        """Size of all files together."""
        return size_bytes(self.source)

    @property
    def changed_s(self) -> float:
        """Time of the last change of the files, in seconds since 1970."""
        return max((file.stat().st_mtime for file in files_of(self.source) if file.exists()), default=0.0)

    @cached_property
    def content_sha256(self) -> str | None:
        """Fingerprint of the content, whatever the files are called; None if a file cannot be read, as reading it will
        tell.
        """
        try:
            return content_sha256(self.source)
        except OSError:
            return None


def find_cases(
    inputs: Sequence[Path],
    reader: Reader,
    note: Callable[[str], None],
    *,
    all_series: bool = False,
    out: Path | None = None,
    is_result: Callable[[Path], bool],
) -> list[Case]:
    """Find every image that inputs name, each once.

    Label maps and uncertainty maps are left out by their names, plain images that do not show a patient by a look,
    files that ``is_result`` knows as results. Of the DICOM series of one study the best one is taken, or all of them.
    Where more than one image is found, results are named after their folders below what all inputs have in common.

    Args:
        inputs: Files, and folders that are searched at any depth.
        reader: Reads headers, and looks at plain images.
        note: Called with a sentence for each choice.
        all_series: Whether all series of a study are taken.
        out: Folder that is not searched; None for none.
        is_result: Whether a file is the result of an earlier run.

    Returns:
        The images, with the name that the result of each gets.

    Raises:
        UserError: BAD_INPUT if there is no image.
    """
    named = list({path.resolve(): path for path in inputs if not path.is_dir()}.values())
    folders = [path for path in inputs if path.is_dir()]
    found = list(dict.fromkeys(path for folder in folders for path in _walk(folder, out, note)))
    images = _images([path for path in found if suffix_of(path) in SUFFIXES], reader, note, is_result)
    candidates = {path.resolve(): path for path in [*found, *named] if suffix_of(path) not in SUFFIXES}
    series, known, left_out = _series(list(candidates.values()), reader, note, all_series)
    # What was named and is not part of a series is read as it is, which reports what is wrong with it; not where a
    # series goes without it, as said.
    rest = [path for path in named if path not in known and not (series and left_out and dicom.is_dicom(path))]
    sources: dict[object, Source] = {path.resolve(): path for path in [*rest, *images]}
    sources |= {
        (one.files, one.phase, one.frames): one
        for one in sorted(series, key=lambda one: (one.folder, one.description, one.uid))
    }
    if not sources:
        names = ", ".join(str(path) for path in inputs)
        raise UserError(
            Code.BAD_INPUT,
            " ".join([f"No image was found in {names}.", *_held(found), *left_out[:_LISTED]]),
            "Choose image files, folders that hold them, or DICOM series.",
        )
    return _named(list(sources.values()), _root([*folders, *(path.parent for path in named)]), set(named))


def _walk(folder: Path, out: Path | None, note: Callable[[str], None]) -> Iterator[Path]:
    """The files under ``folder``, by name; not hidden ones, nor those of ``out`` and of folders of label maps."""
    passed: list[str] = []
    for place, inner, names in os.walk(folder):
        labels = [name for name in inner if _LABEL_FOLDERS.fullmatch(name)]
        passed += [str(Path(place, name)) for name in labels]
        inner[:] = sorted(
            name
            for name in inner
            if not name.startswith(".") and name not in labels and not _same(Path(place, name), out)
        )
        yield from (Path(place, name) for name in sorted(names) if not name.startswith("."))
    if passed:
        note(f"{_listed(passed)} left out: folders of label maps, by their names.")


def _held(files: list[Path]) -> list[str]:
    """A sentence about what there is where no image is."""
    endings = Counter(file.suffix.lower() or "no ending" for file in files)
    parts = [f"{count} x {ending}" for ending, count in endings.most_common(_LISTED)]
    return [f"Of the files there none is of a kind that is read: {', '.join(parts)}."] if parts else []


def _same(path: Path, other: Path | None) -> bool:
    return other is not None and path.resolve() == other.resolve()


def _images(
    files: list[Path], reader: Reader, note: Callable[[str], None], is_result: Callable[[Path], bool]
) -> list[Path]:
    """Those of ``files`` that may show a patient."""
    labels = [file for file in files if _LABEL_FILES.search(stem_of(file)) or suffix_of(file) == ".seg.nrrd"]
    if labels:
        note(f"{_listed(map(str, labels))} left out: label files, by their names.")
    files = [file for file in files if file not in set(labels)]
    maps = [file for file in files if is_uncertainty(file)]
    if maps:
        note(f"{_listed(map(str, maps))} left out: uncertainty maps, by their names.")
    files = [file for file in files if file not in set(maps)]
    results = [file for file in files if is_result(file)]
    if results:
        note(f"{_listed(map(str, results))} left out: earlier results.")
    files = [file for file in files if file not in set(results)]
    drawings = [file for file in files if suffix_of(file) in PLAIN_SUFFIXES and not reader.is_gray(file)]
    if drawings:
        note(f"{_listed(map(str, drawings))} left out: images that are colored or show few gray values.")
    return [file for file in files if file not in set(drawings)]


def _listed(names: Iterable[str]) -> str:
    """The first few of ``names``, and how many more there are, with a verb."""
    known = list(names)
    more = f" and {len(known) - _LISTED} more" if len(known) > _LISTED else ""
    return f"{', '.join(known[:_LISTED])}{more} {'is' if len(known) == 1 else 'are'}"


def _series(
    files: list[Path], reader: Reader, note: Callable[[str], None], all_series: bool
) -> tuple[list[dicom.Series], set[Path], list[str]]:
    """The DICOM series of ``files``, one a study or all; the files of all; and sentences about what was left out of
    them.
    """
    found = reader.find_series(files)
    for sentence in found.left_out:
        note(sentence)
    known = {file for one in found.series for file in one.files}
    if all_series:
        return found.series, known, found.left_out
    choices = dicom.choose(found.series)
    for choice in choices:
        if choice.others:
            note(f"{choice.reason} --all-series segments all {1 + len(choice.others)} of the study.".strip())
    return [choice.chosen for choice in choices], known, found.left_out


def _root(folders: list[Path]) -> Path | None:
    """The deepest folder that holds all ``folders``, None where they lie on several drives."""
    try:
        return Path(os.path.commonpath([folder.resolve() for folder in folders]))
    except ValueError:
        return None


def _place(source: Source, root: Path | None) -> Path:
    """The folder of ``source`` below ``root``."""
    folder = (source.folder if isinstance(source, dicom.Series) else source.parent).resolve()
    return Path(os.path.relpath(folder, root)) if root else Path(folder.name)


def _named(sources: list[Source], root: Path | None, named: set[Path]) -> list[Case]:
    places = [_place(source, root) for source in sources]
    studies = defaultdict(set)
    for source, place in zip(sources, places, strict=True):
        if isinstance(source, dicom.Series):
            studies[place].add((source.patient_id, source.study_uid))
    cases = []
    for source, place in zip(sources, places, strict=True):
        if isinstance(source, dicom.Series):
            # Folders distinguish series as long as each holds one study; patient and study do where they do not.
            folder = (
                place
                if len(studies[place]) == 1
                else place / _plain(source.patient_id, "unknown") / f"study-{_mark(source.study_uid)}"
            )
            stem, path = _stem(source, named), place if place.name else Path(source.folder.resolve().name)
        else:
            folder, stem, path = place, stem_of(source), place / source.name
        name = (folder / stem if len(sources) > 1 else Path(stem)).as_posix()
        cases.append(Case(source, path.as_posix(), name, name if isinstance(source, dicom.Series) else path.as_posix()))
    return cases


def _stem(series: dicom.Series, named: set[Path]) -> str:
    """A file that was named gives its name; a series has that of its protocol, or of its folder."""
    if len(series.files) == 1 and series.files[0] in named and not series.phase:
        return stem_of(series.files[0])
    return "_".join(
        filter(None, [_plain(series.description, series.folder.resolve().name or "series"), _plain(series.phase, "")])
    )


def _plain(text: str, otherwise: str) -> str:
    """``text`` as a part of a file's name."""
    return re.sub(r"[^\w.-]+", "_", text).strip("_.")[:_LONGEST_NAME] or otherwise


def _mark(uid: str) -> str:
    return hashlib.sha256(uid.encode()).hexdigest()[:8]


def all_files(cases: Iterable[Case]) -> set[Path]:
    """Every file that ``cases`` are read from."""
    return {file.resolve() for case in cases for file in files_of(case.source)}
