"""What of a job travels to another machine, under which names, and how files are packed: both ends of the way.

The job that is sent names nothing but places in its own folder there: ``in/FIELD/...`` and ``out/FIELD/...``. No name
of a file ever stands on a command line.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from ..files import replacing

JOB = "job.json"
INPUTS = (
    "inputs",
    "images",
    "input",
    "record",
    "model",
    "initial",
    "data",
    "source",
    "target",
    "pred",
    "reference",
    "labels",
    "anatomies",
    "surroundings",
    "network",
    "files",
)
"""Fields of jobs that name what is read. ``labels`` does so where there is a file of that name."""
OUTPUTS = ("out", "figures", "dicom_sr")
"""Fields that name what is written."""
STAYS = ("work",)
"""Checkpoints, which stay in the job's folder there."""

RESULTS = (
    *("overview.html", "overview.csv", "function.json", "volumes.csv", "volumes.png"),
    *("dataset_description.json", "dseg.tsv"),
)
"""What ``segment`` writes beside the results into their folder."""
_LARGEST_RECORD_BYTES = 1 << 20

Place = tuple[str, Path]
"""What lies under a name of the other machine, and where that is here."""


@dataclass(frozen=True)
class Parcel:
    """``job`` is what is asked of the other machine. ``sent`` maps names there to files here; ``places`` says of names
    and folders there where they are here.
    """

    job: dict[str, Any]  # JSON; the worker there checks it
    sent: dict[str, Path]
    places: list[Place]

    def here(self, name: str) -> Path | None:
        """Where the file ``name`` of the other machine belongs here; None for what does not come back."""
        for there, here in self.places:
            if there.startswith("out/") and name.startswith(f"{there}/"):
                return here / name.removeprefix(f"{there}/")
        return None

    def in_words(self, value: Any, root: str) -> Any:  # any part of a JSON object, of the same kind as it was
        """``value`` of an event with the paths of here in place of those below ``root`` there."""
        if isinstance(value, str):
            for there, here in self.places:
                value = value.replace(f"{root}/{there}", str(here))
            return value
        if isinstance(value, list):
            return [self.in_words(one, root) for one in value]
        if isinstance(value, dict):
            return {self.in_words(name, root): self.in_words(one, root) for name, one in value.items()}
        return value


def parcel(description: Mapping[str, Any], base: Path) -> Parcel:  # JSON, likewise
    """What is sent for the job ``description``, whose relative paths are taken from ``base``.

    Folders go with all that is in them but hidden files and what the job itself writes. Files keep their places to each
    other, since results are named after them. Results of ``segment`` that are there go along, so that they are left out
    there as they would be here.
    """
    job = {name: value for name, value in description.items() if name not in STAYS}
    sent: dict[str, Path] = {}
    places: list[Place] = []
    for field in OUTPUTS:
        if job.get(field):
            out = base / job[field]
            places.append((f"out/{field}", out.parent))
            job[field] = f"out/{field}/{out.name}"
    written = {here / Path(job[field]).name for field in OUTPUTS if job.get(field) for here in [_here(places, field)]}
    for field in INPUTS:
        value = job.get(field)
        if not value or (field == "labels" and not (isinstance(value, str) and (base / value).is_file())):
            continue
        paths = [base / one for one in ([value] if isinstance(value, str) else value)]
        root = Path(os.path.commonpath([path if path.is_dir() else path.parent for path in paths]))
        there = f"in/{field}/{root.name or 'root'}"
        places.append((there, root))
        names = [_below(there, path, root) for path in paths]
        job[field] = names[0] if isinstance(value, str) else names
        for path in paths:
            sent |= {_below(there, file, root): file for file in _files(path, written)}
    if job.get("verb") == "segment" and job.get("out"):
        out = base / description["out"]
        sent |= {_below(job["out"], file, out): file for file in _results(out)}
    return Parcel(job, sent, sorted(places, key=lambda place: -len(place[0])))


def _here(places: list[Place], field: str) -> Path:
    return dict(places)[f"out/{field}"]


def _below(there: str, path: Path, root: Path) -> str:
    return str(PurePosixPath(there, *path.relative_to(root).parts))


def _files(path: Path, written: Container[Path]) -> Iterator[Path]:
    if not path.is_dir():
        if path.is_file():
            yield path
        return
    for folder, inner, names in os.walk(path):
        inner[:] = sorted(name for name in inner if not name.startswith(".") and Path(folder, name) not in written)
        for name in sorted(names):
            file = Path(folder, name)
            if not name.startswith(".") and file.is_file() and file not in written:
                yield file


def _results(out: Path) -> Iterator[Path]:
    """Results of ``segment`` below ``out``, by their records, and what lies there beside them."""
    yield from (path for name in RESULTS if (path := out / name).is_file())
    for record in sorted(out.rglob("*.json")):
        if any(part.startswith(".") for part in record.relative_to(out).parts):
            continue
        try:
            values = json.loads(record.read_bytes()) if record.stat().st_size <= _LARGEST_RECORD_BYTES else None
        except (OSError, ValueError, RecursionError):
            continue
        if not (isinstance(values, dict) and "origin" in values and isinstance(values.get("result"), str)):
            continue
        yield record
        for name in (values["result"], values.get("uncertainty"), f"{record.stem}.png"):
            if not isinstance(name, str) or not name or Path(name).name != name:  # none, or not beside the record
                continue
            if (path := record.with_name(name)).is_file():
                yield path


def sha256(path: Path) -> str:
    """Of the content of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def pack(
    stream: IO[bytes], files: Iterable[tuple[str, Path | bytes]], tick: Callable[[int], None] = lambda size: None
) -> None:
    """Write ``files`` by name as a tar archive; ``tick`` gets the size of each block that was read."""
    with tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        for name, content in files:
            entry = tarfile.TarInfo(name)
            with io.BytesIO(content) if isinstance(content, bytes) else content.open("rb") as source:
                entry.size = source.seek(0, os.SEEK_END)
                source.seek(0)
                archive.addfile(entry, _Counted(source, tick))


class _Counted:
    """A file that reports how much of it is read."""

    def __init__(self, source: IO[bytes], tick: Callable[[int], None]) -> None:
        self._source, self._tick = source, tick

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes."""
        block = self._source.read(size)
        self._tick(len(block))
        return block


def unpack(
    stream: IO[bytes], place: Callable[[str], Path | None], tick: Callable[[int], None] = lambda size: None
) -> Iterator[Path]:
    """Write the files of a tar archive where ``place`` says, each whole or not at all, and yield where it is; ``tick``
    gets the size of each block that was written.

    Raises ``ValueError`` for what is not a plain file, or has no place; it and ``tarfile.TarError`` for an archive that
    is cut off.
    """
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for entry in archive:
            path = place(entry.name) if entry.isreg() and is_plain(entry.name) else None
            source = archive.extractfile(entry) if path is not None else None
            if path is None or source is None:
                raise ValueError(f"{entry.name!r} was not asked for")
            with replacing(path, lasting=False) as temporary, temporary.open("wb") as target:
                while block := source.read(1 << 20):
                    target.write(block)
                    tick(len(block))
                if target.tell() != entry.size:
                    raise ValueError(f"{entry.name!r} ended early")
            yield path


def is_plain(name: str) -> bool:
    """Whether ``name`` leads to a place below, whatever the folder."""
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith("/") and ".." not in parts and "\\" not in name and "\0" not in name
