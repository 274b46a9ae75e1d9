"""A job of the verb ``segment`` for tests of its recipe, and who listens to it."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel

from CrossModalitySegLib.events import Log, Reporter
from CrossModalitySegLib.job import SegmentJob


class Listener(Reporter):
    """Keeps the log lines; asks for a stop at the given fraction."""

    def __init__(self, stop_at: float = 2.0) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._stop_at = stop_at

    def emit(self, event: BaseModel) -> None:
        if isinstance(event, Log):
            self.lines.append(event.message)

    def progress(self, fraction: float, stage: str) -> None:
        self.stop_requested = self.stop_requested or fraction >= self._stop_at


def job(scans: Path, model: Path, **changes: object) -> SegmentJob:
    """A network of random weights sees no heart; what it sees is written all the same."""
    return SegmentJob(
        **({"inputs": (scans,), "out": scans.parent / "out", "model": model, "device": "cpu", "force": True} | changes)
    )  # type: ignore[arg-type]
