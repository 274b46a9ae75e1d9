"""What the sections that make models have in common: nothing starts before its time and memory were estimated."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from slicer.i18n import tr as _

from ..tasks.estimate import EstimateTask
from ..tasks.task import Task
from .section import Section


class LearningSection(Section):
    """Estimates, shows the estimate in ``label``, and starts the task if the memory suffices."""

    def __init__(self, ui: Any, panel: Any, label: Any) -> None:
        super().__init__(ui, panel)
        self._label = label

    @abstractmethod
    def _estimate(self) -> EstimateTask:
        """What is asked first."""

    @abstractmethod
    def _task(self) -> Task:
        """What is started then."""

    def start(self) -> None:
        """Estimate time and memory, and begin if the memory suffices."""
        self.panel.run(self._estimate, self._estimated)

    def estimate(self) -> None:
        """Estimate time and memory only."""
        self.panel.run(self._estimate, self._show)

    def draw(self) -> None:
        """Show the estimate, if there is one."""
        self._label.setVisible(bool(self._label.property("text")))

    def _estimated(self, task: Task) -> None:
        self._show(task)
        if task.result.fits:
            self.panel.run(self._task, lambda _task: self.panel.look_at_equipment())
            return
        self.panel.refuse(
            _("The memory of this machine does not suffice for this preset. {estimate}").format(estimate=task.result.sentence),
            _("Choose the preset tiny under Advanced, close other programs, or use a larger machine."),
        )

    def _show(self, task: Task) -> None:
        self._label.setText(task.result.sentence)
