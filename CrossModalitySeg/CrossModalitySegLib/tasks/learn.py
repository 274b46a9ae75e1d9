"""What training and adapting have in common: a model is written into the library, and curves grow while it is made."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from pathlib import Path
from typing import Self

import slicer

from ..errors import Code, UserError
from ..jobs.folder import Event, JobFolder
from ..jobs.outcome import Outcome
from ..scene.plots import Curves
from .context import Context
from .exporting import DATA
from .task import Task


class LearningTask(Task[Path]):
    """A task whose ``result`` is the path of the model it wrote. ``curves`` are its live plots in the scene."""

    def __init__(self, context: Context, folder: JobFolder | None = None) -> None:
        super().__init__(context, folder)
        self.curves: Curves | None = None

    def start(self) -> Self:
        """Begin, with empty curves in the scene."""
        self.curves = Curves(slicer.mrmlScene, self.title)
        return super().start()

    def _on_event(self, event: Event) -> None:
        super()._on_event(event)
        if self.curves is None or not self.curves.alive:
            return
        if event["event"] == "metric":
            self.curves.add(event["name"], event["step"], event["value"])
        elif event["event"] == "progress":
            self.curves.flush()

    def _take(self, outcome: Outcome) -> Generator[float, None, tuple[Path, str]]:
        yield 1.0
        if not outcome.outputs:
            raise UserError(
                Code.INTERNAL, "The worker names no model among its results.", f"Read {self.folder.log_file}."
            )
        if self.curves is not None and self.curves.alive:
            self.curves.flush()
        model = outcome.outputs[0]
        if outcome.stopped:
            return model, f"Stopped; the best so far is kept as {model.stem}. Resume goes on from here."
        return model, f"The model {model.stem} is in the library."

    def _names(self) -> dict[str, str]:
        return {os.path.join(DATA, "images", ""): "", os.path.join(DATA, "labels", ""): ""}

    def _tidy_up(self) -> None:
        shutil.rmtree(self.folder.path / DATA, ignore_errors=True)
        shutil.rmtree(self.folder.work, ignore_errors=True)
