"""What jobs have left on other machines: deleted there in the background, where nobody will go on with them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from ..errors import UserError
from ..jobs.folder import JobFolder
from ..jobs.process import Answer, Command
from ..jobs.remote import name_there
from .context import Context

log = logging.getLogger(__name__)

_AT_WORK: dict[tuple[str, str], Command] = {}
"""Kept alive until they have ended, by machine and name of the job."""


def remove_elsewhere(folder: JobFolder) -> None:
    """Delete the files of a job on every machine that has worked on it. Returns at once; a machine that cannot be
    reached now deletes them itself, days later.

    Args:
        folder: The job, which may be deleted here as soon as this returns.
    """
    try:
        hosts = {event["host"] for event in folder.events() if event["event"] == "hello" and event.get("host")}
        if not hosts:
            return
        name, interpreter = name_there(folder.description(), folder.path.resolve()), Context().interpreter()
    except (UserError, OSError) as error:
        log.warning("What %s has left on other machines is not deleted now: %s", folder.path, error)
        return
    for host in hosts:
        arguments = ["-m", "CrossModalitySegLib.jobs.remote", "--remove", name, "--host", host]
        on_end: Callable[[Answer], None] = partial(_ended, host, name)
        _AT_WORK[host, name] = Command(interpreter, arguments, lambda line: None, on_end)


def end_removals() -> None:
    """Wait no longer for other machines, as at the end of Slicer."""
    for command in _AT_WORK.values():
        command.abandon()
    _AT_WORK.clear()


def _ended(host: str, name: str, answer: Answer) -> None:
    _AT_WORK.pop((host, name), None)
    if answer.exit_code != 0:
        log.warning("Files of a job are still on %s: %s", host, answer.errors.strip())
