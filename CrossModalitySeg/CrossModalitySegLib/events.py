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
    version: str
    verb: str
    device: str = ""


class Progress(BaseModel):
    """``fraction`` of the whole job in 0..1; ``remaining_s`` is None until it can be estimated."""

    event: Literal["progress"] = "progress"
    fraction: float
    remaining_s: float | None
    stage: str


class Metric(BaseModel):
    """One point of a live curve; ``value`` None stands for "not available" (a loss that is not finite, a mean of
    nothing).
    """

    event: Literal["metric"] = "metric"
    name: str
    step: int
    value: float | None


class Preview(BaseModel):
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
    event: Literal["log"] = "log"
    message: str


class Result(BaseModel):
    """The end of a job that did its work; ``stopped`` if the user ended it early and the best so far was kept."""

    event: Literal["result"] = "result"
    outputs: list[Path]
    summary: dict[str, Any] = {}  # JSON: other entries for each verb
    stopped: bool = False


class Error(BaseModel):
    event: Literal["error"] = "error"
    code: str
    sentence: str
    remedy: str


Event = Annotated[Hello | Progress | Metric | Preview | CaseDone | Log | Result | Error, Field(discriminator="event")]
EVENT: TypeAdapter[Event] = TypeAdapter(Event)


class Reporter:
    """Carries events from a recipe to whoever watches. This base class is silent; subclasses override ``emit``.

    ``stop_requested`` turns True when the user asks for a stop; recipes look at it between steps.
    """

    def __init__(self) -> None:
        self.stop_requested = False
        self._start: tuple[float, float] | None = None

    def emit(self, event: BaseModel) -> None:
        """Deliver one event; the silent reporter drops it."""

    def progress(self, fraction: float, stage: str) -> None:
        """Report that ``fraction`` (0..1) of the whole job is done; the remaining time follows from the pace so far."""
        now = time.monotonic()
        if self._start is None:
            self._start = (now, fraction)
        done = fraction - self._start[1]
        # A resumed job starts above zero, so the pace counts from the first report, not from nothing.
        remaining_s = (now - self._start[0]) / done * (1 - fraction) if done > 0.005 and fraction < 1 else None
        self.emit(Progress(fraction=min(fraction, 1.0), remaining_s=remaining_s, stage=stage))

    def metric(self, name: str, step: int, value: float | None) -> None:
        """Report one point of the curve ``name``."""
        self.emit(Metric(name=name, step=step, value=value))

    def preview(self, path: Path) -> None:
        """Announce that the preview at ``path`` was written or refreshed."""
        self.emit(Preview(path=path))

    def log(self, message: str) -> None:
        """Log one line for the user."""
        self.emit(Log(message=message))

    def part(self, low: float, high: float, prefix: str = "") -> Reporter:
        """A reporter for a sub-task whose 0..1 maps to ``low``..``high`` of this one; stages get ``prefix``."""
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
