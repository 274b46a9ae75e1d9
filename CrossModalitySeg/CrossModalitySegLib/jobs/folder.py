"""The folder of a job: what was asked, what happened so far, and the checkpoints from which it goes on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..errors import Code, UserError
from ..events import EVENT, Event, Hello, Result
from ..files import replacing
from ..job import JOB, Job


class JobFolder:
    """Names the files of a job folder: ``job.json``, ``events.jsonl``, ``log.txt`` and ``work``.

    >>> folder = JobFolder(Path("jobs/first"))
    >>> folder.put(job)  # the same job again: nothing to do, it will be resumed
    """

    def __init__(self, path: Path, job_name: str = "job.json") -> None:
        self.path = path
        self.job_file = path / job_name
        self.events_file = path / "events.jsonl"
        self.log_file = path / "log.txt"
        self.work = path / "work"

    def put(self, job: Job) -> None:
        """Write ``job`` here; raises ``UserError`` EXISTS if the folder holds a different one."""
        if self.job_file.exists():
            if self._read() != job:
                raise UserError(Code.EXISTS, f"{self.path} holds a different job.", "Choose an empty folder, or start the job that is there.")
            return
        with replacing(self.job_file) as temporary:
            temporary.write_text(job.model_dump_json(indent=2), encoding="utf-8")

    def job(self) -> Job:
        """The job, its relative paths taken from this folder, its checkpoints kept in ``work`` unless it says otherwise.

        Raises ``UserError`` BAD_SETTINGS if it cannot be read.
        """
        job = self._read()
        base = self.path.resolve()
        changes: dict[str, Any] = {name: _from(base, value) for name, value in job}
        if changes.get("work", self) is None:
            changes["work"] = base / self.work.name
        return job.model_copy(update=changes)

    def events(self) -> list[Event]:
        """Everything the job has said so far, all its starts together."""
        if not self.events_file.exists():
            return []
        return list(_decoded(self.events_file.read_text(encoding="utf-8", errors="replace").splitlines()))

    @property
    def finished(self) -> bool:
        """Whether its last start ended with a result that was not cut short."""
        last_start: list[Event] = []
        for event in self.events():
            last_start = [event] if isinstance(event, Hello) else [*last_start, event]
        return any(isinstance(event, Result) and not event.stopped for event in last_start)

    @classmethod
    def unfinished(cls, parent: Path) -> list[JobFolder]:
        """The job folders under ``parent`` whose job can be started again to go on."""
        folders = (cls(path.parent) for path in sorted(parent.glob("*/job.json")))
        return [folder for folder in folders if not folder.finished]

    def _read(self) -> Job:
        try:
            return JOB.validate_json(self.job_file.read_bytes())
        except OSError as error:
            raise UserError(Code.BAD_SETTINGS, f"{self.job_file} cannot be read ({error.strerror}).", "Give the path of a job.json file.") from error
        except ValidationError as error:
            first = error.errors()[0]
            raise UserError(
                Code.BAD_SETTINGS,
                f"{self.job_file} is not a valid job ({'.'.join(map(str, first['loc'])) or 'job'}: {first['msg']}).",
                "Correct that entry, or make the file anew.",
            ) from error


def _from(base: Path, value: Any) -> Any:
    """``value`` with every relative path in it taken from ``base``."""
    if isinstance(value, Path):
        return base / value
    if isinstance(value, tuple):
        return tuple(_from(base, item) for item in value)
    return value


def _decoded(lines: Iterable[str]) -> Iterable[Event]:
    for line in lines:
        try:
            yield EVENT.validate_json(line)
        except ValidationError:
            continue  # the half line that a killed worker leaves behind
