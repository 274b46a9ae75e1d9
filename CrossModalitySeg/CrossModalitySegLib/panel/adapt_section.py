"""Adapt a model to another modality: a source model, its volumes, unlabeled volumes of the target modality, and a new
name.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from slicer.i18n import tr as _

from ..choices import WITHOUT_SOURCE
from ..tasks.adapt import AdaptTask
from ..tasks.equipment import Model
from ..tasks.estimate import EstimateTask
from ..tasks.exporting import Volumes
from ..tasks.task import Task
from .learning_section import LearningSection
from .parameters import Direction, TargetKind, chosen
from .patient_list import PatientList
from .section import chosen_model_path, fill_with_models

if TYPE_CHECKING:
    from .panel import Panel
    from .ui import Ui


class AdaptSection(LearningSection):
    """The second section."""

    def __init__(self, ui: Ui, panel: Panel) -> None:
        super().__init__(ui, panel, ui.adaptEstimate, "adaptedName")
        self._patients = PatientList(ui.patientList)
        self._listed: Direction | None = None
        on = self.connections.on
        on(ui.adaptButton.clicked, self.start)
        on(ui.adaptEstimateButton.clicked, self.estimate)
        on(ui.sourceModelCombo.currentIndexChanged, panel.draw)
        on(ui.targetVolumes.checkedNodesChanged, panel.draw)
        on(ui.patientList.itemChanged, panel.draw)
        self.keep_folder(ui.sourceFolder, "sourceFolder")
        self.keep_folder(ui.targetFolder, "targetFolder")

    def draw(self) -> None:
        """Show the fields that matter, and why a button cannot be pressed."""
        ui, kind = self.ui, self.panel.parameters.targetKind
        self._suggest(self._direction.target.upper())
        self.show_folder(ui.sourceFolder, "sourceFolder")
        self.show_folder(ui.targetFolder, "targetFolder")
        fill_with_models(ui.sourceModelCombo, self._models)
        if self._listed is not self._direction:
            self.refresh_patients()
        for widgets, shown in (
            ((ui.targetVolumes, ui.targetVolumesLabel), kind is TargetKind.SCENE),
            ((ui.targetFolder, ui.targetFolderLabel), kind is TargetKind.FOLDER),
            ((ui.patientList, ui.patientListLabel), kind is TargetKind.DICOM),
        ):
            for widget in widgets:
                widget.setVisible(shown)
        super().draw()
        self.enable(
            ui.adaptButton, self._disabled_reason(), _("Adapt the source model to these volumes, without labels.")
        )
        self.enable(
            ui.adaptEstimateButton,
            self.panel.disabled_reason or self._no_model() or self._unfit(),
            _("Measure a few steps on this machine."),
        )

    def refresh_patients(self) -> None:
        """List the series of the DICOM database if they are shown: walking a large one takes seconds."""
        if self.panel.parameters.targetKind is not TargetKind.DICOM:
            self._listed = None
            return
        self._listed = self._direction
        self._patients.refresh(self._direction.target.upper())

    @property
    def _direction(self) -> Direction:
        direction: Direction = self.panel.parameters.direction
        return direction

    @property
    def _models(self) -> list[Model]:
        """Those of the source modality, first what the chosen size adapts: 3D ones are of the whole heart."""
        parameters = self.panel.parameters
        whole = parameters.adaptSize == "whole-heart"
        models: list[Model] = self.panel.models_of(self._direction.source)
        return sorted(models, key=lambda model: (model.size == "whole-heart") is not whole)

    def _source_model(self) -> Path | None:
        return chosen_model_path(self.ui.sourceModelCombo, self._models)

    def _estimate(self) -> EstimateTask:
        parameters = self.panel.parameters
        return EstimateTask(
            self.context,
            "adapt",
            size=parameters.adaptSize,
            method=parameters.adaptMethod,
            depth=parameters.depth,
            model=self._source_model(),
        )

    def _task(self) -> Task:
        parameters = self.panel.parameters
        return AdaptTask(
            self.context,
            self._source_model(),
            chosen(parameters.sourceFolder),
            self._target(),
            name=parameters.adaptedName,
            size=parameters.adaptSize,
            method=parameters.adaptMethod,
            depth=parameters.depth,
            direction=self._direction.value,
        )

    def _target(self) -> Volumes:
        kind = self.panel.parameters.targetKind
        if kind is TargetKind.FOLDER:
            return chosen(self.panel.parameters.targetFolder) or ()
        if kind is TargetKind.DICOM:
            return self._patients.ticked
        return tuple(self.ui.targetVolumes.checkedNodes())

    def _no_model(self) -> str:
        if self._models:
            return ""
        return _("There is no {modality} model yet: train one below, or import one in the model library.").format(
            modality=self._direction.source.upper()
        )

    def _unfit(self) -> str:
        return self._unfit_pair(self.panel.parameters.adaptSize, self.panel.parameters.adaptMethod)

    def _disabled_reason(self) -> str:
        parameters, source, target = (
            self.panel.parameters,
            self._direction.source.upper(),
            self._direction.target.upper(),
        )
        if reason := self.panel.disabled_reason or self._no_model() or self._unfit():
            return str(reason)
        if chosen(parameters.sourceFolder) is None and parameters.adaptMethod not in WITHOUT_SOURCE:
            return _("Choose the folder of {modality} volumes from which the source model was trained.").format(
                modality=source
            )
        if not self._target():
            return _("Choose {modality} volumes; four or more make a better model.").format(modality=target)
        return self._bad_name()
