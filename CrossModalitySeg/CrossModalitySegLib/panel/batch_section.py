"""Segment many hearts: a folder, ticked volumes or patients of the DICOM database, one job, and a table of what came of
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import qt
from slicer.i18n import tr as _

from ..errors import from_exception
from ..scene.volumes import reference_volume
from ..tasks.batch import PAGE, BatchTask, Case, load_case
from ..tasks.exporting import Volumes
from ..tasks.following import Following, following_of
from ..tasks.pump import Pump
from ..tasks.task import Task
from .case_table import CaseTable
from .parameters import TargetKind, chosen
from .patient_list import PatientList
from .section import Section, fill_with_models

if TYPE_CHECKING:
    import slicer

    from .panel import Panel
    from .ui import Ui


class BatchSection(Section):
    """The second section. Its table shows the cases of the last batch, one that was resumed too."""

    def __init__(self, ui: Ui, panel: Panel) -> None:
        super().__init__(ui, panel)
        self.table = CaseTable(ui.batchTable)
        self._patients = PatientList(ui.batchPatients)
        self._listed = False
        self._out: Path | None = None
        self._pump: Pump | None = None
        on = self.connections.on
        on(ui.batchButton.clicked, self.start)
        on(ui.batchVolumes.checkedNodesChanged, panel.draw)
        on(ui.batchPatients.itemChanged, panel.draw)
        on(ui.batchModelCombo.currentIndexChanged, panel.draw)
        on(ui.batchTable.itemSelectionChanged, self.draw)
        on(ui.batchTable.cellDoubleClicked, self.load)
        on(ui.loadCaseButton.clicked, self.load)
        on(ui.overviewButton.clicked, self.open_overview)
        on(ui.resultsFolderButton.clicked, self.open_folder)
        self.keep_folder(ui.batchFolder, "batchFolder")
        self.keep_folder(ui.batchOut, "batchOut")

    def start(self) -> None:
        """Segment all that is chosen."""
        path = self.use_model(self.ui.batchModelCombo)
        volumes, out = self._volumes(), chosen(self.panel.parameters.batchOut)
        unsure = self.panel.parameters.batchUncertainty
        self.panel.run(lambda: BatchTask(self.context, volumes, out, path, uncertainty=unsure))

    def follow(self, task: Task) -> None:
        """Show the cases of ``task`` if it is a batch."""
        if isinstance(task, BatchTask):
            self._out = task.out
            self.table.clear()
            task.case.connect(self._add)

    def draw(self) -> None:
        """Show the fields that matter, why a button cannot be pressed, and the table once there is a case."""
        ui, kind = self.ui, self.panel.parameters.batchKind
        if not self._listed:
            self.refresh_patients()
        self.show_folder(ui.batchFolder, "batchFolder")
        self.show_folder(ui.batchOut, "batchOut")
        fill_with_models(ui.batchModelCombo, self.panel.models)
        for widgets, shown in (
            ((ui.batchVolumes, ui.batchVolumesLabel), kind is TargetKind.SCENE),
            ((ui.batchFolder, ui.batchFolderLabel), kind is TargetKind.FOLDER),
            ((ui.batchPatients, ui.batchPatientsLabel), kind is TargetKind.DICOM),
        ):
            for widget in widgets:
                widget.setVisible(shown)
        tip = _("Segment these volumes one after the other; what is done already is left out.")
        self.enable(ui.batchButton, self._disabled_reason(), tip)
        ui.batchFrame.setVisible(not self.table.empty)
        case = self.table.chosen
        none = (
            _("Choose a case in the table.")
            if case is None
            else _("Nothing was segmented in this case.")
            if case.segmentation is None
            else _("A case is being loaded.")
            if self._pump is not None
            else ""
        )
        self.enable(ui.loadCaseButton, none, _("Load the volume of this case and its segmentation into the scene."))
        page = self._out / PAGE if self._out is not None else None
        unwritten = "" if page is not None and page.is_file() else _("It is written when all cases are done.")
        self.enable(
            ui.overviewButton, unwritten, _("Open the page of all results in the folder; overview.csv is the table.")
        )
        self.enable(ui.resultsFolderButton, "", _("Open the folder of the results."))

    def choose_folder(self, folder: Path) -> None:
        """Choose ``folder`` as what is to be segmented."""
        self.panel.parameters.batchKind, self.panel.parameters.batchFolder = TargetKind.FOLDER, str(folder)
        self.ui.batchSection.setCollapsed(False)

    def choose_volumes(self, volumes: Sequence[slicer.vtkMRMLScalarVolumeNode]) -> None:
        """Choose ``volumes`` as what is to be segmented, beside those that are ticked."""
        self.panel.parameters.batchKind = TargetKind.SCENE
        for volume in volumes:
            self.ui.batchVolumes.setCheckState(volume, qt.Qt.CheckState.Checked)
        self.ui.batchSection.setCollapsed(False)

    def refresh_patients(self) -> None:
        """List the series of the DICOM database if they are shown: walking a large one takes seconds."""
        self._listed = self.panel.parameters.batchKind is TargetKind.DICOM
        if self._listed:
            self._patients.refresh("CT", "MR")

    def load(self) -> None:
        """Load the case of the current row into the scene; one that is there already is shown."""
        case = self.table.chosen
        if case is None or case.segmentation is None or self._pump is not None:
            return
        loaded = following_of(case.segmentation)
        if loaded is not None:
            self._show((loaded, reference_volume(loaded.segmentation)))
            return
        self._pump = Pump(load_case(case), lambda fraction: None, self._show, self._not_loaded)
        self.draw()

    def open_overview(self) -> None:
        """Open the overview in the browser."""
        if self._out is not None:
            self.panel.dialogs.open(self._out / PAGE)

    def open_folder(self) -> None:
        """Open the folder of the results."""
        if self._out is not None:
            self.panel.dialogs.open(self._out)

    def close(self) -> None:
        """Let go of every widget, and load no further."""
        super().close()
        self.table.close()
        self.leave_scene()

    def leave_scene(self) -> None:
        """Load no further, and onto none of its volumes: the next scene may be about another patient."""
        self.table.forget_volumes()
        if self._pump is not None:
            self._pump.cancel()
            self._pump = None

    def _add(self, case: Case) -> None:
        first = self.table.empty
        self.table.add(case)
        if first:
            self.draw()

    def _show(self, loaded: tuple[Following, slicer.vtkMRMLScalarVolumeNode | None]) -> None:
        self._pump = None
        self.panel.segment.show(*loaded)
        self.panel.draw()

    def _not_loaded(self, error: Exception) -> None:
        self._pump = None
        failure = from_exception(error)
        self.panel.note(f"{failure.sentence} {failure.remedy}")
        self.panel.dialogs.complain(f"{failure.sentence} {failure.remedy}")
        self.draw()

    def _volumes(self) -> Volumes:
        kind = self.panel.parameters.batchKind
        if kind is TargetKind.FOLDER:
            return chosen(self.panel.parameters.batchFolder) or ()
        if kind is TargetKind.DICOM:
            return self._patients.ticked
        return tuple(self.ui.batchVolumes.checkedNodes())

    def _disabled_reason(self) -> str:
        if reason := self.panel.disabled_reason or self.panel.no_model:
            return str(reason)
        if not self._volumes():
            return _("Choose volumes to segment.")
        if chosen(self.panel.parameters.batchOut) is None:
            return _("Choose a folder for the results.")
        return ""
