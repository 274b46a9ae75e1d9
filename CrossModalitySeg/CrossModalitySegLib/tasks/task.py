"""A task: check and export the input, let a worker do the job, take its result into the scene. The handle that the
console gets.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import time
from abc import ABC, abstractmethod
from collections.abc import Generator
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Generic, Self, TypeVar

import qt
import slicer

from ..errors import PERMANENT, Code, Stopped, UserError, from_exception
from ..files import replacing
from ..jobs.folder import Event, JobFolder
from ..jobs.interpreter import Interpreter
from ..jobs.outcome import Outcome
from ..jobs.process import WorkerProcess
from .context import Context
from .elsewhere import remove_elsewhere
from .pump import Pump
from .signal import Signal
from .standby import take
from .state import State, Status

log = logging.getLogger(__name__)

Result = TypeVar("Result")
"""What a task leaves when it has finished."""

_AT_WORK: set[Task] = set()
"""Running tasks, kept alive: in the console there may be no other reference, and the worker would end with it."""

OWNER_FILE = "owner.json"
"""What a task must remember to finish after a crash of Slicer, in its job folder."""


class Task(ABC, Generic[Result]):
    """One piece of work with one life: made, started, ended. Subclasses say what is exported, asked for and taken back.

    Signals: ``changed(status)``, ``metric(name, step, value)``, ``preview(path)``, ``logged(line)``, ``ended(task)``.
    ``result`` is None until the task has finished.

    >>> task = SegmentTask(Context(), volume_node).start()
    >>> task.changed.connect(lambda status: print(status.stage, status.fraction))
    >>> task.wait()
    """

    verb = ""
    title = ""
    kind = ""
    """What distinguishes tasks of one verb in the folder of an unfinished job; the verb where nothing does."""
    resumable = True
    """Whether a stopped job is worth going on with; where it is not, its folder is deleted."""

    def __init__(self, context: Context, folder: JobFolder | None = None) -> None:
        """``folder`` is that of an unfinished job which is to go on; None makes a new one."""
        self.context = context
        self.status = Status(title=self.title)
        self.result: Result | None = None
        self.changed, self.metric, self.preview, self.logged, self.ended = (
            Signal(),
            Signal(),
            Signal(),
            Signal(),
            Signal(),
        )
        self._resumed = folder is not None
        self.folder = folder or JobFolder(
            context.jobs / f"{datetime.now():%Y-%m-%d-%H%M%S}-{self.verb}-{secrets.token_hex(2)}"
        )
        self._pump: Pump[None] | Pump[tuple[Result, str]] | None = None
        self._worker: WorkerProcess | None = None
        self._scene_closed = False
        self._observer: int | None = None

    # ---- what a subclass defines ----

    @abstractmethod
    def _prepare(self) -> Generator[float, None, None]:
        """Check the input and export it into the job folder in small steps, yielding 0..1; raises ``UserError``."""

    @abstractmethod
    def _description(self) -> Event:
        """The job for the worker, relative paths taken from the job folder."""

    @abstractmethod
    def _take(self, outcome: Outcome) -> Generator[float, None, tuple[Result, str]]:
        """Take the result in, in small steps that yield 0..1; returns ``result``, and a sentence on what came of it;
        raises ``UserError``.
        """

    def _memory(self) -> Event:
        """What a task that goes on with the job must know beside the job itself."""
        return {}

    def _names(self) -> dict[str, str]:
        """What files of the job folder are called where the user reads of them: they know volumes, not where the job
        was done.
        """
        return {}

    def _tidy_up(self) -> None:
        """Delete from the job folder what is not needed once the task has finished."""

    # ---- what its owner does with it ----

    def start(self) -> Self:
        """Begin, and return at once; whatever is wrong ends in ``FAILED``. Returns the task itself."""
        _AT_WORK.add(self)
        self._set(self.status.to(State.CHECKING, stage="Checking the input"))
        scene = slicer.mrmlScene
        self._scene = scene
        self._observer = scene.AddObserver(slicer.vtkMRMLScene.StartCloseEvent, self._on_scene_close)
        try:
            self._interpreter: Interpreter = self.context.interpreter()
            self.folder.path.mkdir(parents=True, exist_ok=True)
        except (UserError, OSError) as error:
            self._fail(error)
            return self
        if self._resumed:
            self._run_worker()
        else:
            self._pump = Pump(self._prepare(), self._prepared_to, self._prepared, self._fail)
        return self

    def stop(self) -> None:
        """Ask for a stop: what is worth keeping is kept, and ``ended`` says when it is over."""
        preparing = self.status.state is State.CHECKING
        if not preparing and (self.status.state is not State.RUNNING or self._worker is None):
            return  # it ends by itself at once
        self._set(self.status.to(State.STOPPING, stage="Stopping as soon as this step is done", remaining_s=None))
        if preparing:
            self._fail(Stopped())
        elif self._worker is not None:
            self._worker.stop()

    def wait(self, timeout_s: float | None = None) -> Result:
        """Keep Slicer alive until the task has ended.

        Args:
            timeout_s: How long it is waited for; None for as long as it takes.

        Returns:
            ``result``.

        Raises:
            UserError: It failed, or was stopped with nothing to keep.
            TimeoutError: The time is over; the task goes on.
        """
        end_s = None if timeout_s is None else time.monotonic() + timeout_s
        while self.status.state.busy:
            qt.QCoreApplication.processEvents()
            if end_s is not None and time.monotonic() > end_s:
                raise TimeoutError(f"{self.title} still runs after {timeout_s:g} s")
            time.sleep(0.005)
        if self.status.error is not None:
            raise self.status.error
        assert self.result is not None  # a task that has finished has one
        return self.result

    def abandon(self) -> None:
        """Let go of it, as at the end of Slicer: the worker ends within seconds, and the job can be resumed at the next
        start.
        """
        if self._pump is not None:
            self._pump.cancel()
        if self._worker is not None:
            self._worker.abandon()
        _AT_WORK.discard(self)
        self._forget_scene()
        if not self.folder.job_file.exists():
            self.folder.remove()

    @property
    def state(self) -> State:
        """What it is doing."""
        return self.status.state

    @property
    def error(self) -> UserError | None:
        """What went wrong: code, sentence, remedy; None if nothing did."""
        return self.status.error

    # ---- its course ----

    def _prepared_to(self, fraction: float) -> None:
        self._set(replace(self.status, stage="Exporting", fraction=fraction))

    def _prepared(self, _: None) -> None:
        try:
            with replacing(self.folder.path / OWNER_FILE) as temporary:
                memory = {"title": self.title, "kind": self.kind or self.verb} | self._memory()
                temporary.write_text(json.dumps(memory), encoding="utf-8")
            self.folder.put(self._description())
        except (UserError, OSError) as error:
            self._fail(error)
        else:
            self._run_worker()

    def _run_worker(self) -> None:
        self._set(self.status.to(State.RUNNING, stage="Starting the worker", fraction=0.0))
        host = self.context.host
        standby = None if host else take(self._interpreter, self.verb)
        self._worker = WorkerProcess(self.folder, self._interpreter, self._on_event, self._worker_ended, standby, host)
        self._worker.start()

    def _on_event(self, event: Event) -> None:
        kind = event["event"]
        if kind == "progress" and self.status.state is State.RUNNING:
            self._set(
                replace(self.status, stage=event["stage"], fraction=event["fraction"], remaining_s=event["remaining_s"])
            )
        elif kind == "metric":
            self.metric.emit(event["name"], event["step"], event["value"])
        elif kind == "preview":
            self.preview.emit(Path(event["path"]))
        elif kind == "log":
            self.logged.emit(event["message"])

    def _worker_ended(self, outcome: Outcome) -> None:
        if outcome.error is not None:
            self._fail(outcome.error)
            return
        self._worker = None  # nothing is left to be stopped
        self._set(replace(self.status, stage="Taking the result in", remaining_s=None))
        # Whatever goes wrong, the worker's files are still there and the panel must not hang.
        self._pump = Pump(self._take(outcome), lambda fraction: None, partial(self._on_result, outcome), self._fail)

    def _on_result(self, outcome: Outcome, imported: tuple[Result, str]) -> None:
        self.result, sentence = imported
        if not outcome.stopped:  # a stopped job may be resumed, and then needs all of it
            self._tidy_up()
        elif not self.resumable:
            remove_elsewhere(self.folder)
        self._end(self.status.to(State.FINISHED, fraction=1.0, remaining_s=None, stage="", sentence=sentence))

    def _in_words(self, sentence: str) -> str:
        """``sentence`` without the paths of the job folder, and volumes in the place of the files that hold them."""
        for file, name in self._names().items():
            sentence = sentence.replace(str(self.folder.path / file), name).replace(file, name)
        return sentence.replace(f"{self.folder.path}{os.sep}", "")

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, (UserError, OSError)):
            log.error("%s failed", self.title, exc_info=error)
        failure = from_exception(error)
        failure = UserError(failure.code, self._in_words(failure.sentence), self._in_words(failure.remedy))
        if self._pump is not None:
            self._pump.cancel()
        stopped = failure.code == Code.STOPPED
        if not self.resumable and failure.code not in PERMANENT:  # after those nothing is left there
            remove_elsewhere(self.folder)
        if not self.folder.job_file.exists() or (stopped and not self.resumable):
            self.folder.remove()
        elif failure.code in PERMANENT or not self.resumable:  # it will not be resumed
            self._tidy_up()
        if not stopped:
            self.logged.emit(f"Failed: {failure.sentence} {failure.remedy}")
        self._end(self.status.to(State.FAILED, remaining_s=None, stage="", sentence=failure.sentence, error=failure))

    def _end(self, status: Status) -> None:
        # Worker and pump are what is calling here, and must outlive the call.
        qt.QTimer.singleShot(0, lambda: _AT_WORK.discard(self))
        self._forget_scene()
        self._set(status)
        self.ended.emit(self)

    def _set(self, status: Status) -> None:
        self.status = status
        self.changed.emit(status)

    def _on_scene_close(self, *_: object) -> None:
        self._scene_closed = True

    def _forget_scene(self) -> None:
        if self._observer is not None:
            self._scene.RemoveObserver(self._observer)
            self._observer = None


def memory_of(folder: JobFolder) -> Event:
    """What the task that made ``folder`` left for one that goes on with it, its "title" among it; raises ``UserError``
    BAD_SETTINGS if that is lost.
    """
    try:
        memory: Event = json.loads((folder.path / OWNER_FILE).read_bytes())
        return memory | {"title": str(memory["title"])}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(
            Code.BAD_SETTINGS,
            f"The unfinished job in {folder.path} cannot be resumed: its owner's file is lost.",
            "Discard it.",
        ) from error
