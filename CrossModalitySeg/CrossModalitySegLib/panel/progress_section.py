"""The footer's first part: what is going on, how far it is, and how it ended, with the live curves and the preview."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import qt
from slicer.i18n import tr as _

from ..tasks.learn import LearningTask
from ..tasks.state import State, Status
from ..tasks.task import Task
from .curves import WIDTH_PX, picture
from .section import Section


class ProgressSection(Section):
    """Drawn from the status of the panel's task; curves and preview belong to the task as well."""

    def __init__(self, ui: Any, panel: Any) -> None:
        super().__init__(ui, panel)
        self._curves: dict[str, list[tuple[int, float]]] = {}
        self._preview: Path | None = None
        self.connections.on(ui.stopButton.clicked, panel.stop)
        self.connections.on(ui.showCurvesButton.clicked, self.show_curves)

    def follow(self, task: Task) -> None:
        """Forget the curves and the picture of the last task, and collect those of ``task``."""
        self._curves, self._preview = {}, None
        task.metric.connect(self._metric)
        task.preview.connect(self._picture)

    def draw(self) -> None:
        """Show the status of the panel."""
        status: Status = self.panel.status
        ui, busy = self.ui, status.state.busy
        ui.progressFrame.setVisible(status.state is not State.IDLE)
        ui.statusLabel.setText(_words(status))
        ui.progressBar.setVisible(busy)
        ui.progressBar.setValue(int(1000 * status.fraction))
        ui.stopButton.setVisible(busy)
        hindrance = _("It is being stopped.") if status.state is State.STOPPING else ""
        self.enable(ui.stopButton, hindrance, _("Stop; the best so far is kept, and the job can be resumed."))
        ui.remainingLabel.setVisible(busy and status.remaining_s is not None)
        ui.remainingLabel.setText(remaining(status.remaining_s))
        ui.curvesLabel.setVisible(bool(self._curves))
        ui.showCurvesButton.setVisible(bool(self._curves))
        if self._curves:
            ui.curvesLabel.setPixmap(picture(self._curves))
        ui.previewLabel.setVisible(self._preview is not None)

    def show_curves(self) -> None:
        """Show the plot nodes of the task in a layout that has a plot view."""
        task = self.panel.task
        if isinstance(task, LearningTask) and task.curves is not None and task.curves.alive:
            task.curves.show()

    def _metric(self, name: str, step: int, value: float | None) -> None:
        if value is not None:
            self._curves.setdefault(name, []).append((step, value))

    def _picture(self, path: Path) -> None:
        pixmap = qt.QPixmap(str(path))
        if not pixmap.isNull():
            self._preview = path
            self.ui.previewLabel.setPixmap(pixmap.scaledToWidth(WIDTH_PX, qt.Qt.TransformationMode.SmoothTransformation))
            self.ui.previewLabel.setVisible(True)


def _words(status: Status) -> str:
    if status.state.busy:
        return f"{status.title}: {status.stage}"
    if status.state is State.FAILED:
        assert status.error is not None
        return f"{status.title}: {status.error.sentence}\n{status.error.remedy}"
    return f"{status.title}: {status.sentence}" if status.sentence else status.title


def remaining(seconds: float | None) -> str:
    """A duration as people say it; "" where it is not known.

    >>> remaining(200)
    'about 3 min left'
    """
    if seconds is None:
        return ""
    if seconds < 90:
        return _("about {count} s left").format(count=max(round(seconds), 1))
    if seconds < 90 * 60:
        return _("about {count} min left").format(count=round(seconds / 60))
    return _("about {count} h left").format(count=f"{seconds / 3600:.1f}")
