"""The curves of a stage: kept for the report, saved in its checkpoints, reported live, written as a table, as
TensorBoard event files, and into a run of MLflow.
"""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import TYPE_CHECKING

from ..events import Reporter
from ..extras import installed
from ..files import replacing
from .event_file import EventFile

if TYPE_CHECKING:
    from .mlflow_run import MlflowRun

Curves = dict[str, list[tuple[int, float | None]]]
"""Points (step, value) by curve name; None where the value was not finite."""


EVENT_FILES = "tensorboard"
"""Folder beside the checkpoints: ``tensorboard --logdir`` shows a training while it runs, where TensorBoard is
installed.
"""


class History:
    """Collects the points of every curve, passes them on to ``reporter`` and writes event files into ``folder``.

    ``curves`` are those of the run that is resumed. Without a ``folder`` there are no event files: of several processes
    that train together one writes them, and into ``run``, too.
    """

    def __init__(
        self, reporter: Reporter, folder: Path | None, curves: Curves | None = None, run: MlflowRun | None = None
    ) -> None:
        self._reporter = reporter
        # TensorBoard is needed for nothing else, and may not be installed.
        events = EventFile(folder, reporter.log) if folder and installed("tensorboard") else None
        self._writers = [writer for writer in (events, run) if writer is not None]
        self.curves: Curves = {
            name: [(step, value) for step, value in points] for name, points in (curves or {}).items()
        }

    def record(self, step: int, **values: float | None) -> None:
        """Add one point to each of some curves.

        Args:
            step: Update of the training.
            **values: Height by curve name; None, and what is not finite, is kept as None.
        """
        for name, value in values.items():
            finite = value if value is not None and math.isfinite(value) else None
            self.curves.setdefault(name, []).append((step, finite))
            self._reporter.metric(name, step, finite)
            if finite is not None:
                for writer in self._writers:
                    writer.add_scalar(name, finite, step)

    def write(self, path: Path) -> None:
        """Write all curves as a table, replacing an earlier one.

        Args:
            path: File to write (.csv): a line for each step, a column for each curve, nothing where there is no value.
        """
        columns = {name: dict(points) for name, points in self.curves.items()}
        with replacing(path, lasting=False) as temporary, temporary.open("w", encoding="utf-8", newline="") as stream:
            table = csv.writer(stream)
            table.writerow(["step", *columns])
            for step in sorted({step for points in columns.values() for step in points}):
                table.writerow([step, *(points.get(step) for points in columns.values())])

    def close(self) -> None:
        """Flush the event files, and end the run."""
        for writer in self._writers:
            writer.close()

    def last(self, name: str) -> float | None:
        """The newest value of a curve.

        Args:
            name: Name of the curve.

        Returns:
            The value; None where the curve has no points, or the value was not finite.
        """
        return self.curves[name][-1][1] if self.curves.get(name) else None
