"""Train a model: labeled volumes of one modality become a source model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slicer.i18n import tr as _

from ..scene.volumes import reference_volume
from ..tasks.estimate import EstimateTask
from ..tasks.task import Task
from ..tasks.train import Labeled, TrainTask
from .learning_section import LearningSection
from .parameters import LabeledKind, chosen

if TYPE_CHECKING:
    from .panel import Panel
    from .ui import Ui


class TrainSection(LearningSection):
    """The third section."""

    def __init__(self, ui: Ui, panel: Panel) -> None:
        super().__init__(ui, panel, ui.trainEstimate, "trainedName")
        self.connections.on(ui.trainButton.clicked, self.start)
        self.connections.on(ui.trainEstimateButton.clicked, self.estimate)
        self.connections.on(ui.labeledSegmentations.checkedNodesChanged, panel.draw)
        self.keep_folder(ui.labeledFolder, "labeledFolder")

    def draw(self) -> None:
        """Show the fields that matter, and why a button cannot be pressed."""
        ui, from_scene = self.ui, self.panel.parameters.labeledKind is LabeledKind.SCENE
        self._suggest(self.panel.parameters.trainedModality.label())
        self.show_folder(ui.labeledFolder, "labeledFolder")
        ui.labeledSegmentations.setVisible(from_scene)
        ui.labeledSegmentationsLabel.setVisible(from_scene)
        ui.labeledFolder.setVisible(not from_scene)
        ui.labeledFolderLabel.setVisible(not from_scene)
        super().draw()
        self.enable(ui.trainButton, self._disabled_reason(), _("Train a segmenter on these labeled volumes."))
        self.enable(
            ui.trainEstimateButton,
            self.panel.disabled_reason or self._unfit(),
            _("Measure a few steps on this machine."),
        )

    def _estimate(self) -> EstimateTask:
        parameters = self.panel.parameters
        return EstimateTask(self.context, "train", size=parameters.trainSize, method=parameters.trainMethod)

    def _task(self) -> Task:
        parameters = self.panel.parameters
        return TrainTask(
            self.context,
            self._data(),
            name=parameters.trainedName,
            size=parameters.trainSize,
            method=parameters.trainMethod,
            modality=parameters.trainedModality.value,
        )

    def _data(self) -> Labeled:
        if self.panel.parameters.labeledKind is LabeledKind.FOLDER:
            return chosen(self.panel.parameters.labeledFolder) or ()
        return [(reference_volume(node), node) for node in self.ui.labeledSegmentations.checkedNodes()]

    def _unfit(self) -> str:
        return self._unfit_pair(self.panel.parameters.trainSize, self.panel.parameters.trainMethod)

    def _disabled_reason(self) -> str:
        if reason := self.panel.disabled_reason or self._unfit():
            return str(reason)
        if not self._data():
            return _("Choose labeled volumes.")
        return self._bad_name()
