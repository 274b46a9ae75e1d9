"""The status area at the foot of the panel, which no scrolling hides; and, among the sections, the live curves and the
preview of a job.
"""

from __future__ import annotations

import html
import math
import time
from pathlib import Path
from typing import TYPE_CHECKING

import qt
import slicer
from slicer.i18n import tr as _

from ..durations import duration_in_words
from ..errors import Code
from ..tasks.learn import LearningTask
from ..tasks.state import State, Status
from ..tasks.task import Task
from .colors import error_color
from .curves import NARROWEST_PX, Curve, chart
from .section import Section
from .translation import translated

if TYPE_CHECKING:
    from .panel import Panel
    from .ui import Ui

_ICON_PX = 20
CHART_EVERY_S = 1.0
"""While a job is at work its curves are drawn no more often than this."""


class ProgressSection(Section):
    """Drawn from the status of the panel's task; curves and preview belong to the task as well."""

    def __init__(self, ui: Ui, panel: Panel) -> None:
        super().__init__(ui, panel)
        self._curves: dict[str, Curve] = {}
        self._metrics = 0
        self._charted: tuple[int, int] | None = None
        self._charted_s = -math.inf
        self._preview: qt.QPixmap | None = None
        self._last_lines = ""
        icon = slicer.app.style().standardIcon(qt.QStyle.StandardPixmap.SP_MessageBoxCritical)
        ui.statusIcon.setPixmap(icon.pixmap(_ICON_PX, _ICON_PX))
        self.connections.on(ui.stopButton.clicked, panel.stop)
        self.connections.on(ui.showCurvesButton.clicked, self.show_curves)

    def follow(self, task: Task) -> None:
        """Forget the curves and the preview of the last task, and collect those of ``task``."""
        self._curves, self._preview = {}, None
        self._metrics, self._charted, self._charted_s = 0, None, -math.inf
        task.metric.connect(self._metric)
        task.preview.connect(self._show_preview)

    def draw(self) -> None:
        """Show the status of the panel."""
        status: Status = self.panel.status
        ui, busy = self.ui, status.state.busy
        ui.statusIcon.setVisible(_failed(status))
        self._show_text(status)
        ui.progressBar.setVisible(busy)
        ui.progressBar.setValue(int(1000 * status.fraction))
        ui.stopButton.setVisible(busy)
        reason = _("It is being stopped.") if status.state is State.STOPPING else ""
        resumable = self.panel.task is not None and self.panel.task.resumable
        tip = (
            _("Stop; the best so far is kept, and the job can be resumed.")
            if resumable
            else _("Stop; nothing is kept.")
        )
        self.enable(ui.stopButton, reason, tip)
        ui.remainingLabel.setVisible(busy and status.remaining_s is not None)
        ui.remainingLabel.setText(remaining(status.remaining_s))
        ui.curvesFrame.setVisible(bool(self._curves) or self._preview is not None)
        ui.curvesLabel.setVisible(bool(self._curves))
        ui.showCurvesButton.setVisible(bool(self._curves))
        self._draw_curves(busy)
        ui.previewLabel.setVisible(self._preview is not None)
        if self._preview is not None:
            ui.previewLabel.setPixmap(
                self._preview.scaledToWidth(self._width_px, qt.Qt.TransformationMode.SmoothTransformation)
            )

    def show_curves(self) -> None:
        """Show the plot nodes of the task in a layout that has a plot view."""
        task = self.panel.task
        if isinstance(task, LearningTask) and task.curves is not None and task.curves.alive:
            task.curves.show()

    def _draw_curves(self, busy: bool) -> None:
        """Draw what has changed, not all the time while a job is at work."""
        now_s, wanted = time.monotonic(), (self._metrics, self._width_px)
        if not self._curves or wanted == self._charted or (busy and now_s - self._charted_s < CHART_EVERY_S):
            return
        self._charted, self._charted_s = wanted, now_s
        self.ui.curvesLabel.setPixmap(chart(self._curves, self._width_px))

    def _show_text(self, status: Status) -> None:
        text = _words(status) or translated(self.panel.disabled_reason) or _("Ready.")
        lines = "<br>".join(html.escape(line) for line in text.splitlines())
        if _failed(status):
            lines = f'<font color="{error_color(self.ui.statusFrame)}">{lines}</font>'
        if lines != self._last_lines:  # writing it anew would take away what somebody has marked there
            self._last_lines = lines
            self.ui.statusText.setHtml(lines)

    @property
    def _width_px(self) -> int:
        """What the panel has room for: charts and previews must not make it wider."""
        return max(NARROWEST_PX, int(self.ui.curvesFrame.property("width")) - 24)

    def _metric(self, name: str, step: int, value: float | None) -> None:
        if value is not None:
            self._curves.setdefault(name, Curve()).add(step, value)
            self._metrics += 1

    def _show_preview(self, path: Path) -> None:
        pixmap = qt.QPixmap(str(path))
        if not pixmap.isNull():
            self._preview = pixmap
            self.draw()


def _failed(status: Status) -> bool:
    return status.state is State.FAILED and status.error is not None and status.error.code != Code.STOPPED


def _words(status: Status) -> str:
    title = translated(status.title)
    if status.state.busy:
        return f"{title}: {translated(status.stage)}"
    if status.state is State.FAILED:
        assert status.error is not None
        return f"{title}: {translated(status.error.sentence)}\n{translated(status.error.remedy)}"
    return f"{title}: {translated(status.sentence)}" if status.sentence else title


def remaining(seconds: float | None) -> str:
    """The remaining time, "" where it is not known.

    >>> remaining(200)
    'about 3 min left'
    """
    if seconds is None:
        return ""
    count, unit = duration_in_words(seconds).split(" ")
    template = {
        "s": _("about {count} s left"),
        "min": _("about {count} min left"),
        "h": _("about {count} h left"),
        "days": _("about {count} days left"),
    }[unit]
    return template.format(count=count)
