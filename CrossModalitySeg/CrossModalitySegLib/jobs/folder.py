"""The folder of a job: what was asked, what happened so far, and the checkpoints from which it goes on.

Plain JSON: whoever starts a job (the panel inside Slicer, for instance) needs no library for it. The worker validates
what it reads.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..errors import PERMANENT, Code, UserError
from ..files import replacing
from ..lock import Lock
from ..renames import with_current_names
from ..seals import SEAL, BrokenSealError, read_sealed, sealed
from .lines import Event, parse_event


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
        if not self.events_file.exists():
            return []
        return list(_decoded(self.events_file.read_text(encoding="utf-8", errors="replace").splitlines()))

    @property
    def finished(self) -> bool:
        """Whether its last start ended with a result that was not cut short."""
        return any(event["event"] == "result" and not event["stopped"] for event in self._last_start())

    @property
    def failed_permanently(self) -> bool:
        """Whether its last start failed in a way that another one would meet again."""
        return any(event["event"] == "error" and event["code"] in PERMANENT for event in self._last_start())

    @property
    def fraction(self) -> float:
        """How far it has come, 0..1, by its own last word."""
        return next(
            (float(event["fraction"]) for event in reversed(self.events()) if event["event"] == "progress"), 0.0
        )

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
        return [
            folder for folder in folders if not (folder.finished or folder.failed_permanently or folder.lock.is_held)
        ]

    def _last_start(self) -> list[Event]:
        last_start: list[Event] = []
        for event in self.events():
            last_start = [event] if event["event"] == "hello" else [*last_start, event]
        return last_start


def _decoded(lines: Iterable[str]) -> Iterator[Event]:
    for line in lines:
        if (event := parse_event(line)) is not None:  # None: the half line that a killed worker leaves behind
            yield event
