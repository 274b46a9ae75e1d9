"""Train MR model: labelled MR volumes become a source model."""

from __future__ import annotations

from typing import Any

from slicer.i18n import tr as _

from ..scene.volumes import reference_volume
from ..tasks.estimate import Estimate, EstimateTask
from ..tasks.task import Task
from ..tasks.train import Labelled, TrainTask
from .parameters import LabelledKind, chosen
from .section import Section


class TrainSection(Section):
    """The third section."""

    def __init__(self, ui: Any, panel: Any) -> None:
        super().__init__(ui, panel)
        self.connections.on(ui.trainButton.clicked, self.start)
        self.connections.on(ui.trainEstimateButton.clicked, self.estimate)
        self.connections.on(ui.labelledSegmentations.checkedNodesChanged, panel.draw)

    def start(self) -> None:
        """Estimate time and memory, and train if the memory suffices."""
        self.panel.run(self._estimate, self._estimated)

    def estimate(self) -> None:
        """Estimate time and memory only."""
        self.panel.run(self._estimate, lambda task: self._show(task.result))

    def draw(self) -> None:
        """Show the fields that matter, and why a button cannot be pressed."""
        ui, from_scene = self.ui, self.panel.parameters.labelledKind is LabelledKind.SCENE
        for widget in (ui.labelledSegmentations, ui.labelledSegmentationsLabel):
            widget.setVisible(from_scene)
        for widget in (ui.labelledFolder, ui.labelledFolderLabel):
            widget.setVisible(not from_scene)
        ui.trainEstimate.setVisible(bool(ui.trainEstimate.property("text")))
        self.enable(ui.trainButton, self._hindrance(), _("Train a segmenter on these labelled volumes."))
        self.enable(ui.trainEstimateButton, self.panel.hindrance, _("Measure a few steps on this machine."))

    def _estimate(self) -> Task:
        return EstimateTask(self.context, "train", preset=self.panel.parameters.trainPreset)

    def _estimated(self, task: Task) -> None:
        self._show(task.result)
        if not task.result.fits:
            self.panel.refuse(
                _("The memory of this machine does not suffice for this preset. {estimate}").format(estimate=task.result.sentence),
                _("Choose the preset tiny under Advanced, close other programs, or train on a larger machine."),
            )
            return
        self.panel.run(self._task, lambda _task: self.panel.look_at_equipment())

    def _task(self) -> Task:
        parameters = self.panel.parameters
        return TrainTask(self.context, self._data(), name=parameters.trainedName, preset=parameters.trainPreset)

    def _data(self) -> Labelled:
        if self.panel.parameters.labelledKind is LabelledKind.FOLDER:
            return chosen(self.panel.parameters.labelledFolder) or ()
        return [(reference_volume(node), node) for node in self.ui.labelledSegmentations.checkedNodes()]

    def _show(self, estimate: Estimate) -> None:
        self.ui.trainEstimate.setText(estimate.sentence)

    def _hindrance(self) -> str:
        if self.panel.hindrance:
            return self.panel.hindrance
        if not self._data():
            return _("Choose labelled MR volumes.")
        return "" if self.panel.parameters.trainedName.strip() else _("Give the new model a name.")
