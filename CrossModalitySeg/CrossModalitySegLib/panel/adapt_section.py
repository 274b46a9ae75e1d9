"""Adapt MR model to CT: a source model, its MR volumes, unlabelled CT volumes, and a new name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import qt
from slicer.i18n import tr as _

from ..scene.patients import ct_series
from ..tasks.adapt import SOURCE_IS_OPTIONAL, AdaptTask, Target
from ..tasks.estimate import EstimateTask
from ..tasks.task import Task
from .learning_section import LearningSection
from .parameters import TargetKind, chosen
from .section import chosen_model, fill_with_models


class AdaptSection(LearningSection):
    """The second section."""

    def __init__(self, ui: Any, panel: Any) -> None:
        super().__init__(ui, panel, ui.adaptEstimate)
        self._series: Mapping[str, list[Path]] = {}
        on = self.connections.on
        on(ui.adaptButton.clicked, self.start)
        on(ui.adaptEstimateButton.clicked, self.estimate)
        on(ui.sourceModelCombo.currentIndexChanged, panel.draw)
        on(ui.targetVolumes.checkedNodesChanged, panel.draw)
        on(ui.patientList.itemChanged, panel.draw)

    def draw(self) -> None:
        """Show the fields that matter, and why a button cannot be pressed."""
        ui, kind = self.ui, self.panel.parameters.targetKind
        fill_with_models(ui.sourceModelCombo, self.panel.mr_models)
        for widgets, shown in (
            ((ui.targetVolumes, ui.targetVolumesLabel), kind is TargetKind.SCENE),
            ((ui.targetFolder, ui.targetFolderLabel), kind is TargetKind.FOLDER),
            ((ui.patientList, ui.patientListLabel), kind is TargetKind.DICOM),
        ):
            for widget in widgets:
                widget.setVisible(shown)
        super().draw()
        self.enable(ui.adaptButton, self._hindrance(), _("Adapt the MR model to these CT volumes, without labels."))
        self.enable(ui.adaptEstimateButton, self.panel.hindrance or self._no_model(), _("Measure a few steps on this machine."))

    def refresh_patients(self) -> None:
        """List the CT series of the DICOM database, those that were ticked still ticked."""
        ticked = set(self._ticked())
        self._series = ct_series()
        self.ui.patientList.blockSignals(True)
        self.ui.patientList.clear()
        for name in self._series:
            item = qt.QListWidgetItem(name)
            item.setCheckState(qt.Qt.CheckState.Checked if name in ticked else qt.Qt.CheckState.Unchecked)
            self.ui.patientList.addItem(item)
        self.ui.patientList.blockSignals(False)

    def _estimate(self) -> EstimateTask:
        parameters, model = self.panel.parameters, chosen_model(self.ui.sourceModelCombo, self.panel.mr_models)
        return EstimateTask(self.context, "adapt", preset=parameters.adaptPreset, depth=parameters.depth, model=model.path if model else None)

    def _task(self) -> Task:
        parameters, model = self.panel.parameters, chosen_model(self.ui.sourceModelCombo, self.panel.mr_models)
        return AdaptTask(
            self.context,
            model.path if model else None,
            chosen(parameters.sourceFolder),
            self._target(),
            name=parameters.adaptedName,
            preset=parameters.adaptPreset,
            depth=parameters.depth,
        )

    def _target(self) -> Target:
        kind = self.panel.parameters.targetKind
        if kind is TargetKind.FOLDER:
            return chosen(self.panel.parameters.targetFolder) or ()
        if kind is TargetKind.DICOM:
            return {name: self._series[name] for name in self._ticked()}
        return tuple(self.ui.targetVolumes.checkedNodes())

    def _ticked(self) -> list[str]:
        items = [self.ui.patientList.item(row) for row in range(self.ui.patientList.property("count"))]
        return [item.text() for item in items if item.checkState() == qt.Qt.CheckState.Checked]

    def _no_model(self) -> str:
        return "" if self.panel.mr_models else _("There is no MR model yet: train one below, or import one in the model library.")

    def _hindrance(self) -> str:
        parameters = self.panel.parameters
        if self.panel.hindrance or self._no_model():
            return self.panel.hindrance or self._no_model()
        if chosen(parameters.sourceFolder) is None and parameters.adaptPreset not in SOURCE_IS_OPTIONAL:
            return _("Choose the folder of MR volumes from which the MR model was trained.")
        if not self._target():
            return _("Choose CT volumes; four or more make a better model.")
        return "" if parameters.adaptedName.strip() else _("Give the new model a name.")
