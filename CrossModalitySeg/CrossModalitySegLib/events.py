"""The event protocol: what a recipe reports while it works, and the ``Reporter`` that carries it.

A worker prints each event as one JSON object a line; the shell draws the same events as progress bars.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, TypeAdapter

PROTOCOL = 1


class Hello(BaseModel):
    """The first line. ``pid`` is the process that works, which may be a grandchild of whoever started it (through a
    launcher).
    """

    event: Literal["hello"] = "hello"
    pid: int = Field(default_factory=os.getpid)
    protocol: int = PROTOCOL
    """Version of the events."""
    version: str
    """Version of this package."""
    verb: str
    """What the job is; empty where job.json cannot be read."""
    device: str = ""
    """The one that was asked for."""


class Progress(BaseModel):
    """``fraction`` of the whole job in 0..1; ``remaining_s`` is None until it can be estimated."""

    event: Literal["progress"] = "progress"
    fraction: float
    remaining_s: float | None
    stage: str
    """What is being done, in a few words."""


class Metric(BaseModel):
    """One point of a live curve; ``value`` None stands for "not available" (a loss that is not finite, a mean of
    nothing).
    """

    event: Literal["metric"] = "metric"
    name: str
    """Name of the curve."""
    step: int
    """Update of the training."""
    value: float | None


class Preview(BaseModel):
    """A preview image, a PNG, was written or refreshed at ``path``."""

    event: Literal["preview"] = "preview"
    path: Path


class CaseDone(BaseModel):
    """One of many inputs is done: now, by an earlier run, or in vain, which ``sentence`` then explains.

    ``title`` is what to call it, ``files`` are those it was read from. ``segmentation`` and ``record`` are there unless
    it failed, ``preview`` where previews can be made. ``findings`` say what speaks against the result; ``volumes_ml``
    and ``expected_dice`` (0..1, empty if not known) go by structure name.
    """

    event: Literal["case"] = "case"
    title: str
    files: list[Path]
    segmentation: Path | None = None
    record: Path | None = None
    preview: Path | None = None
    findings: list[str] = []
    volumes_ml: dict[str, float] = {}
    expected_dice: dict[str, float] = {}
    sentence: str = ""


class Log(BaseModel):
    """One line for the user, which the panel shows in its log."""

    event: Literal["log"] = "log"
    message: str
    """A sentence."""


class Result(BaseModel):
    """The end of a job that did its work; ``stopped`` if the user ended it early and the best so far was kept."""

    event: Literal["result"] = "result"
    outputs: list[Path]
    """Files and folders that were written."""
    summary: dict[str, Any] = {}  # JSON: other entries for each verb
    """What else came of it, by name."""
    stopped: bool = False


class Error(BaseModel):
    """The end of a job that failed: ``code`` is one of ``Code``, ``sentence`` names the cause, ``remedy`` says what to
    do.
    """

    event: Literal["error"] = "error"
    code: str
    sentence: str
    remedy: str


Event = Annotated[Hello | Progress | Metric | Preview | CaseDone | Log | Result | Error, Field(discriminator="event")]
EVENT: TypeAdapter[Event] = TypeAdapter(Event)


class Reporter:
    """Carries events from a recipe to whoever watches. This base class is silent; subclasses override ``emit``.

    ``stop_requested`` turns True when the user asks for a stop; recipes look at it between steps.

    Examples:
        >>> class Printing(Reporter):
        ...     def emit(self, event):
        ...         print(event.event, event.fraction, event.stage)
        >>> whole = Printing()
        >>> whole.progress(0.1, "reading")
        progress 0.1 reading
        >>> whole.part(0.2, 0.6, "training: ").progress(0.5, "step 50")
        progress 0.4 training: step 50
    """

    def __init__(self) -> None:
        self.stop_requested = False
        self._start: tuple[float, float] | None = None

    def emit(self, event: BaseModel) -> None:
        """Deliver one event; the silent reporter drops it.

        Args:
            event: One of the classes above.
        """

    def progress(self, fraction: float, stage: str) -> None:
        """Report how much of the whole job is done; the remaining time follows from the pace since the first report.

        Args:
            fraction: Done part of the job, 0 to 1; more counts as 1.
            stage: What is being done, in a few words.
        """
        now = time.monotonic()
        if self._start is None:
            self._start = (now, fraction)
        done = fraction - self._start[1]
        # A resumed job starts above zero, so the pace counts from the first report, not from nothing.
        remaining_s = (now - self._start[0]) / done * (1 - fraction) if done > 0.005 and fraction < 1 else None
        self.emit(Progress(fraction=min(fraction, 1.0), remaining_s=remaining_s, stage=stage))

    def metric(self, name: str, step: int, value: float | None) -> None:
        """Report one point of a live curve.

        Args:
            name: Name of the curve.
            step: Update of the training that it belongs to, from 0 or 1 on.
            value: Its height; None where there is none, as for a loss that is not finite.
        """
        self.emit(Metric(name=name, step=step, value=value))

    def preview(self, path: Path) -> None:
        """Announce a preview.

        Args:
            path: PNG that was written or refreshed.
        """
        self.emit(Preview(path=path))

    def log(self, message: str) -> None:
        """Log one line.

        Args:
            message: A sentence for the user.
        """
        self.emit(Log(message=message))

    def part(self, low: float, high: float, prefix: str = "") -> Reporter:
        """A reporter for a part of the work, which speaks to the same watcher.

        Args:
            low: Done fraction of the whole, 0 to 1, where the part begins.
            high: The same where it ends.
            prefix: What comes before the stages of the part.

        Returns:
            A reporter whose 0 to 1 are ``low`` to ``high`` of this one; a stop that is asked of this one is asked of
            it.
        """
        return _Part(self, low, high, prefix)


class _Part(Reporter):
    def __init__(self, whole: Reporter, low: float, high: float, prefix: str) -> None:
        self._whole, self._low, self._high, self._prefix = whole, low, high, prefix

    @property
    def stop_requested(self) -> bool:  # type: ignore[override]
        return self._whole.stop_requested

    def emit(self, event: BaseModel) -> None:
        self._whole.emit(event)

    def progress(self, fraction: float, stage: str) -> None:
        self._whole.progress(self._low + fraction * (self._high - self._low), self._prefix + stage)
