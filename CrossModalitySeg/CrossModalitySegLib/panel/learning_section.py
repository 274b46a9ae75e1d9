"""What the sections that make models have in common: a free name, and nothing starts before its time and memory were
estimated.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from slicer.i18n import tr as _

from ..choices import method_for
from ..errors import UserError
from ..tasks.estimate import Estimate, EstimateTask
from ..tasks.names import MODEL_SUFFIX, free_name, new_model
from ..tasks.task import Task
from .section import Section
from .translation import translated

if TYPE_CHECKING:
    from ctk import ctkFittedTextBrowser

    from .panel import Panel
    from .ui import Ui


class LearningSection(Section):
    """Estimates, shows the estimate in ``text``, and starts the task if the memory suffices. ``name`` is the parameter
    with the new model's name.
    """

    def __init__(self, ui: Ui, panel: Panel, text: ctkFittedTextBrowser, name: str) -> None:
        super().__init__(ui, panel)
        self._text, self._name_parameter, self._suggested = text, name, ""

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

    def suggest_anew(self) -> None:
        """Take an empty name for one that waits for a suggestion, as in new parameters."""
        self._suggested = ""

    def draw(self) -> None:
        """Show the estimate, if there is one."""
        self._text.setVisible(bool(self._text.toPlainText()))

    def _suggest(self, name: str) -> None:
        """Put ``name``, or one like it that is free, where a suggestion stands; what somebody has typed stays."""
        if getattr(self.panel.parameters, self._name_parameter) == self._suggested and not self.panel.busy:
            self._suggested = free_name(name, self._used_names)
            setattr(self.panel.parameters, self._name_parameter, self._suggested)

    @staticmethod
    def _unfit_pair(size: str, method: str) -> str:
        """Why ``size`` and ``method`` do not go together, "" if they do."""
        try:
            method_for(size, method)
        except UserError as error:
            return f"{error.sentence} {error.remedy}"
        return ""

    def _bad_name(self) -> str:
        """What is wrong with the name, "" if nothing is."""
        name = getattr(self.panel.parameters, self._name_parameter).strip()
        if not name:
            return _("Give the new model a name.")
        try:
            stem = new_model(self.context.models, name).stem
        except UserError as error:
            return f"{error.sentence} {error.remedy}"
        if stem.lower() in (name.lower() for name in self._used_names):
            return _("There is a model called {name} already. Choose another name.").format(name=stem)
        return ""

    @property
    def _used_names(self) -> list[str]:
        """Names of the models that the panel knows, and of those that came into the library since it looked."""
        return [model.name for model in self.panel.equipment.models] + [
            path.stem for path in self.context.models.glob(f"*{MODEL_SUFFIX}")
        ]

    def _estimated(self, task: EstimateTask) -> None:
        estimate = self._show(task)
        if estimate.fits:
            self.panel.run(self._task, lambda _task: self.panel.check_equipment())
            return
        self.panel.refuse(
            _("The memory of this machine is too small for this size. {estimate}").format(
                estimate=translated(estimate.sentence)
            ),
            _("Choose the size tiny under Advanced, close other programs, or use a larger machine."),
        )

    def _show(self, task: EstimateTask) -> Estimate:
        assert task.result is not None
        self._text.setPlainText(translated(task.result.sentence))
        return task.result
