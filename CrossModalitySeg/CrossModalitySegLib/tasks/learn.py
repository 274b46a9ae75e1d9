"""What training and adapting have in common: a model is written into the library, and curves grow while it is made."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Self

import slicer

from ..errors import Code, UserError
from ..jobs.folder import Event, JobFolder
from ..jobs.outcome import Outcome
from ..scene.plots import Curves
from .context import Context
from .names import file_stems
from .task import Task

DATA = "data"
"""Folder in a job folder that holds what was exported from the scene."""


class LearningTask(Task[Path]):
    """A task whose ``result`` is the path of the model it wrote. ``curves`` are its live plots in the scene."""

    def __init__(self, context: Context, folder: JobFolder | None = None) -> None:
        super().__init__(context, folder)
        self.curves: Curves | None = None

    def start(self) -> Self:
        """Begin, with empty curves in the scene."""
        self.curves = Curves(slicer.mrmlScene, self.title)
        return super().start()

    def _heard(self, event: Event) -> None:
        super()._heard(event)
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


def collect_files(folder: Path, groups: Mapping[str, Sequence[Path]]) -> Iterator[float]:
    """Put the DICOM files of each series, by name, into a folder of its own under ``folder``; yields 0..1 after each
    file.

    Links where the disk allows it, copies elsewhere. Raises ``UserError`` BAD_INPUT for a file that has gone.
    """
    total, done = sum(map(len, groups.values())), 0
    for stem, files in zip(file_stems(groups), groups.values(), strict=True):
        place = folder / stem
        place.mkdir(parents=True)
        for number, file in enumerate(files):
            target = place / f"{number:05d}{file.suffix}"
            try:
                os.link(file, target)
            except OSError:
                _copy(file, target)
            done += 1
            yield done / total


def _copy(file: Path, target: Path) -> None:
    try:
        shutil.copyfile(file, target)
    except FileNotFoundError as error:
        raise UserError(
            Code.BAD_INPUT, f"The DICOM file {file} has gone.", "Import the patient into the DICOM database again."
        ) from error


def shared_out(steps: Sequence[Iterator[float]]) -> Iterator[float]:
    """Run several exports one after the other, their 0..1 joined to one 0..1."""
    for number, part in enumerate(steps):
        for fraction in part:
            yield (number + fraction) / len(steps)
