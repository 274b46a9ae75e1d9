"""The banner on top: a job that a stop, a crash or the end of Slicer left unfinished can go on, or be discarded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slicer.i18n import tr as _

from ..tasks.resume import Unfinished, unfinished_jobs
from ..tasks.series import SeriesTask
from ..tasks.task import Task
from .section import Section
from .translation import translated

if TYPE_CHECKING:
    from .panel import Panel
    from .ui import Ui


class ResumeSection(Section):
    """Offers the newest unfinished job."""

    def __init__(self, ui: Ui, panel: Panel) -> None:
        super().__init__(ui, panel)
        self.connections.on(ui.resumeButton.clicked, self.resume)
        self.connections.on(ui.discardButton.clicked, self.discard)
        self._offered: Unfinished | None = None
        self.refresh()

    def refresh(self) -> None:
        """Look for unfinished jobs again."""
        self._offered = next(iter(unfinished_jobs(self.context.jobs)), None)

    def draw(self) -> None:
        """Show the offer while nothing else is going on."""
        self.ui.resumeFrame.setVisible(self._offered is not None and not self.panel.busy)
        if self._offered is None:
            return
        text = _("Unfinished: {title}, {percent} % done, last at work {when}.")
        self.ui.resumeText.setPlainText(
            text.format(
                title=translated(self._offered.title),
                percent=round(100 * self._offered.fraction),
                when=self._offered.when,
            )
        )
        self.enable(self.ui.resumeButton, self.panel.disabled_reason, _("Go on where the job was."))

    def resume(self) -> None:
        """Go on with the job."""
        offered = self._offered
        if offered is not None:
            self.panel.run(lambda: offered.resume(self.context), self._done)

    def _done(self, task: Task) -> None:
        self.panel.check_equipment()
        if isinstance(task, SeriesTask):
            self.panel.segment.show_series(task)

    def discard(self) -> None:
        """Delete the job, and offer the next one."""
        if self._offered is not None and self.panel.dialogs.sure(
            _("Delete the unfinished job? What it has reached is lost.")
        ):
            self._offered.discard()
            self.refresh()
            self.panel.draw()
