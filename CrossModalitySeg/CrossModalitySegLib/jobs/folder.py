"""The folder of a job: what was asked, what happened so far, and the checkpoints from which it goes on.

Plain JSON: whoever starts a job (the panel inside Slicer, for instance) needs no library for it. The worker validates
what it reads.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from ..errors import PERMANENT, Code, UserError
from ..files import replacing
from ..lock import Lock
from ..renames import with_current_names
from ..seals import SEAL, BrokenSealError, read_sealed, sealed
from .lines import Event, parse_event

_BLOCK_BYTES = 1 << 16


class JobFolder:
    """Names the files of a job folder: ``job.json``, ``events.jsonl``, ``log.txt`` and ``work``.

    >>> folder = JobFolder(Path("jobs/first"))
    >>> folder.put({"verb": "evaluate", "pred": "a", "reference": "b", "out": "results.json"})
    >>> folder.put(folder.description())  # the same job again: nothing to do, it will be resumed
    """

    def __init__(self, path: Path, job_name: str = "job.json") -> None:
        self.path = path
        self.job_file = path / job_name
        self.events_file = path / "events.jsonl"
        self.log_file = path / "log.txt"
        self.work = path / "work"
        self.lock = Lock(path / ".lock")

    def put(self, description: Event) -> None:
        """Write a job here.

        Args:
            description: Its fields, as JSON can hold them; the same ones again change nothing.

        Raises:
            UserError: EXISTS if the folder holds a different job.
        """
        if self.job_file.exists():
            given = json.loads(json.dumps(description))
            if with_current_names(self.description()) != with_current_names(given):
                raise UserError(
                    Code.EXISTS,
                    f"{self.path} holds a different job.",
                    "Choose an empty folder, or start the job that is there.",
                )
            return
        with replacing(self.job_file) as temporary:
            temporary.write_text(json.dumps(sealed(description), indent=2), encoding="utf-8")

    def description(self) -> Event:
        """What was asked, as it stands in the file; raises ``UserError`` BAD_SETTINGS if that cannot be read."""
        try:
            return read_sealed(self.job_file.read_bytes())
        except BrokenSealError as error:
            raise UserError(
                Code.BAD_SETTINGS,
                f"{self.job_file} cannot be trusted: {error}.",
                f'Make the job again; if you changed it on purpose, remove its entry "{SEAL}".',
            ) from error
        except (OSError, ValueError) as error:
            raise UserError(
                Code.BAD_SETTINGS, f"{self.job_file} cannot be read ({error}).", "Give the path of a job.json file."
            ) from error

    def events(self) -> list[Event]:
        """All events of the job so far, of all its starts."""
        return list(self._from_the_end())[::-1]

    @property
    def finished(self) -> bool:
        """Whether its last start ended with a result that was not cut short."""
        return _is_final_result(self._last_end())

    @property
    def failed_permanently(self) -> bool:
        """Whether its last start failed in a way that another one would meet again."""
        return _is_final_error(self._last_end())

    @property
    def over(self) -> bool:
        """Whether it has finished or failed permanently, so that there is nothing to go on with."""
        end = self._last_end()
        return _is_final_result(end) or _is_final_error(end)

    @property
    def fraction(self) -> float:
        """How far it has come, 0..1, by its own last word."""
        last = next(self._from_the_end("progress"), None)
        return float(last["fraction"]) if last is not None else 0.0

    def remove(self) -> None:
        """Delete the folder with everything in it."""
        shutil.rmtree(self.path, ignore_errors=True)

    @classmethod
    def unfinished(cls, parent: Path) -> list[JobFolder]:
        """The jobs that can be started again to go on.

        Args:
            parent: Folder of job folders.

        Returns:
            Those that have neither finished nor failed for good, by name; those at work now are left out.
        """
        folders = (cls(path.parent) for path in sorted(parent.glob("*/job.json")))
        return [folder for folder in folders if not (folder.over or folder.lock.is_held)]

    def _last_end(self) -> Event | None:
        """The result or error with which its last start ended; None where it did not come so far."""
        last = next(self._from_the_end("hello", "result", "error"), None)
        return last if last is not None and last["event"] != "hello" else None

    def _from_the_end(self, *kinds: str) -> Iterator[Event]:
        """The events from the last one back to the first, only those of ``kinds`` where some are named. Files of long
        trainings have many lines: what is not asked for is not parsed.
        """
        if not self.events_file.exists():
            return
        for line in _lines_from_the_end(self.events_file, [f'"{kind}"'.encode() for kind in kinds] or [b""]):
            event = parse_event(line.decode("utf-8", "replace"))
            # None: the half line that a killed worker leaves behind
            if event is not None and (not kinds or event["event"] in kinds):
                yield event


def _is_final_result(end: Event | None) -> bool:
    return end is not None and end["event"] == "result" and not end["stopped"]


def _is_final_error(end: Event | None) -> bool:
    return end is not None and end["event"] == "error" and end["code"] in PERMANENT


def _lines_from_the_end(path: Path, marks: list[bytes]) -> Iterator[bytes]:
    """The lines in which one of ``marks`` stands; a block without any is not even split into lines."""
    with path.open("rb") as file:
        place, rest = file.seek(0, os.SEEK_END), b""
        while place > 0:
            size = min(_BLOCK_BYTES, place)
            place -= size
            file.seek(place)
            rest, _, whole = (file.read(size) + rest).partition(b"\n")
            if any(mark in whole for mark in marks):
                yield from (line for line in reversed(whole.split(b"\n")) if any(mark in line for mark in marks))
        yield rest
