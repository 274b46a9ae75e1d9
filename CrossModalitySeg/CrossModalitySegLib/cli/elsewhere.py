"""A job of the shell on another machine."""

from __future__ import annotations

from pathlib import Path

from ..errors import Code, UserError
from ..events import EVENT, Reporter, Result
from ..job import Job
from ..jobs.folder import Event
from ..jobs.remote import Machine, Remote


def run_on(host: str, job: Job, reporter: Reporter) -> Result:
    """Do ``job`` on ``host`` (HOST or HOST:PYTHON) and return what came of it, its files here.

    Raises ``UserError``: what the job raises there, NO_CONNECTION, NO_PYTHON, EXISTS; ``Stopped``.
    """
    last: list[Event] = []

    def emit(event: Event) -> None:
        if event["event"] in ("result", "error"):
            last.append(event)
        else:
            reporter.emit(EVENT.validate_python(event))

    description = job.model_dump(mode="json")
    Remote(Machine.of(host), description, Path.cwd(), emit, lambda: reporter.stop_requested).run()
    (end,) = last
    if end["event"] == "error":
        raise UserError(Code(end["code"]), end["sentence"], end["remedy"])
    return Result.model_validate(end)
