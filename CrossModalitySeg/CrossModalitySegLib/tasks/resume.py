"""Jobs that a stop, a crash or the end of Slicer left unfinished, and how to go on with them; and old job folders
cleared away.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from ..errors import UserError
from ..jobs.folder import JobFolder
from .adapt import AdaptTask
from .batch import BatchTask
from .context import Context
from .elsewhere import remove_elsewhere
from .series import SeriesTask
from .task import Task, memory_of
from .train import TrainTask

_TASKS: dict[str, type[AdaptTask] | type[BatchTask] | type[SeriesTask] | type[TrainTask]] = {
    task.kind or task.verb: task for task in (AdaptTask, BatchTask, SeriesTask, TrainTask)
}
"""What is worth going on with; whatever else was cut off takes seconds to do again."""

KEPT = 20
"""Folders of jobs that are over which are kept, for their logs; older ones are deleted."""


@dataclass(frozen=True)
class Unfinished:
    """A job that can go on: ``title`` of its task, ``fraction`` done (0..1), and ``when`` it was last at work, as
    people say it.
    """

    folder: JobFolder
    title: str
    fraction: float
    when: str

    def resume(self, context: Context) -> Task:
        """Go on with the job.

        Args:
            context: Where it is to work, which may be another place than before.

        Returns:
            A task that goes on with it, yet to be started.

        Raises:
            UserError: What the owner must know is lost, such as the series that is segmented.
        """
        return _TASKS[_kind(self.folder)](context, folder=self.folder)

    def discard(self) -> None:
        """Delete the job, here and, in the background, on other machines."""
        remove_elsewhere(self.folder)
        self.folder.remove()


def unfinished_jobs(jobs: Path) -> list[Unfinished]:
    """Find jobs that can go on.

    Args:
        jobs: Folder of the job folders.

    Returns:
        The unfinished ones of ``_TASKS``, the newest first, as the names of their folders say. A folder that cannot be
        read is passed over.
    """
    found = []
    for folder in JobFolder.unfinished(jobs):
        try:
            title = memory_of(folder)["title"] if _kind(folder) in _TASKS else ""
        except UserError:
            continue
        if title:
            when = time.strftime("%Y-%m-%d %H:%M", time.localtime(_last_change_s(folder.path)))
            found.append(Unfinished(folder, title, folder.fraction, when))
    return found[::-1]


def clear_away(jobs: Path) -> None:
    """Delete the folders of old jobs.

    Args:
        jobs: Folder of the job folders. Of jobs that have finished, or failed for good, the ``KEPT`` newest stay, as
            the names of their folders say. What a crash left of jobs with which nobody can go on is deleted, on other
            machines in the background.
    """
    if not jobs.is_dir():
        return
    folders = [JobFolder(path) for path in sorted(jobs.iterdir()) if path.is_dir()]
    finished = [folder for folder in folders if folder.over]
    begun = [
        folder
        for folder in folders
        if not folder.job_file.exists() and time.time() - _last_change_s(folder.path) > 86400
    ]
    cut_off = [folder for folder in JobFolder.unfinished(jobs) if _kind(folder) not in _TASKS]
    for folder in cut_off:
        remove_elsewhere(folder)
    for folder in [*finished[:-KEPT], *begun, *cut_off]:
        folder.remove()


def _kind(folder: JobFolder) -> str:
    """Which task made ``folder``; "" where that cannot be read."""
    try:
        verb = str(folder.description().get("verb", ""))
    except UserError:
        return ""
    try:
        return str(memory_of(folder).get("kind", verb))
    except UserError:  # it cannot be resumed, but its results are kept
        return verb


def _last_change_s(folder: Path) -> float:
    return max(path.stat().st_mtime for path in [folder, *folder.iterdir()])
