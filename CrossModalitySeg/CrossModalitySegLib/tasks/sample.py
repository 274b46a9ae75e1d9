"""Sample data: virtual patients, made on demand and kept, so that nobody needs to download anything to try the module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..environment import home
from ..jobs.folder import Event
from ..jobs.outcome import Outcome
from .context import Context
from .task import Task

_COUNT = 4
"""Virtual patients of each modality: as many CT volumes as an adaptation should have at least."""


class SampleTask(Task):
    """Makes virtual MR and CT patients in the folder ``place``; ``result`` is that folder. Those that are there already are kept.

    >>> folder = SampleTask(Context()).start().wait()
    >>> slicer.util.loadVolume(str(next((folder / "ct_train").glob("*_image.nii.gz"))))
    """

    verb = "cohort"
    title = "Virtual patients"
    resumable = False

    def __init__(self, context: Context, place: Path | None = None, count: int = _COUNT, spacing_mm: float = 2.0) -> None:
        super().__init__(context)
        self._place, self._count, self._spacing_mm = place or home() / "samples", count, spacing_mm

    def _prepare(self) -> Iterator[float]:
        yield 1.0

    def _description(self) -> Event:
        return {"verb": "cohort", "out": str(self._place), "mr": self._count, "ct": self._count, "spacing_mm": self._spacing_mm}

    def _take(self, outcome: Outcome) -> tuple[Path, str]:
        return self._place, f"{self._count} MR and {self._count} CT patients are in {self._place}."

    def _tidy_up(self) -> None:
        self.folder.remove()
