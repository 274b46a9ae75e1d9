"""What a real Slicer does to the panel, and stand-ins did not show: each test was a fault that somebody met there."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import qt
import slicer
import vtk
from slicer.parameterNodeWrapper import parameterNodeWrapper
from stand_ins.layout import qSlicerLayoutManager

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.panel import parameters
from CrossModalitySegLib.panel.parameters import TargetKind
from CrossModalitySegLib.tasks.equipment import Equipment, Model, _model
from CrossModalitySegLib.tasks.state import State, Status

from .conftest import add_volume, choose, press
from .test_learning import LEARNING, learning

Until = Callable[..., None]
Recipe = Callable[[str], None]


# ---- start and Reload ----


def test_sample_data_are_registered_once_and_where_slicer_counts_addresses(widget: Any) -> None:
    for _ in range(2):
        slicer.app.startupCompleted.emit()
    sources = slicer.modules.sampleDataSources["CrossModalitySeg"]
    assert {source.sampleName for source in sources} == {"VirtualcardiacCT", "VirtualcardiacMRwithlabels"}
    # Modules that other tests have loaded are heard as well, and bring functions of their own.
    registered = [(source.sampleName, source.customDownloader) for source in sources]
    assert len(registered) == len(set(registered))
    assert all(len(source.uris) == len(source.nodeNames) == 1 for source in sources)


@pytest.mark.integration
def test_the_panel_lives_after_reload_without_enter(
    make_widget: Callable[..., Any], ct_model: Path, volume: Any, until: Until
) -> None:
    make_widget().onReload()
    panel = slicer.util.getModuleWidget("CrossModalitySeg").panel
    assert panel.ui.volumeSelector.currentNode() is volume
    until(lambda: panel.ui.segmentButton.isEnabled())
    assert "CT" in [
        panel.ui.segmentModelCombo.itemText(index) for index in range(panel.ui.segmentModelCombo.property("count"))
    ]


def test_nothing_is_stated_of_models_before_the_library_was_looked_at(
    make_widget: Callable[..., Any], volume: Any
) -> None:
    panel = make_widget().panel
    choose(panel, volume)
    assert "no model" not in panel.ui.segmentButton.property("toolTip")


# ---- what is chosen and suggested ----


def test_the_only_volume_is_chosen(panel: Any) -> None:
    only = add_volume("Only")
    assert panel.ui.volumeSelector.currentNode() is only
    add_volume("Second")
    assert panel.ui.volumeSelector.currentNode() is only
    panel.ui.volumeSelector.setCurrentNode(None)
    panel.entered()
    panel.left()
    assert panel.ui.volumeSelector.currentNode() is None, "of two, the user chooses"


def test_a_changed_volume_changes_the_button(panel: Any, volume: Any) -> None:
    choose(panel, volume)
    assert panel.ui.segmentButton.isEnabled()
    transform = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLTransformNode", "Warp")
    spline, points = vtk.vtkThinPlateSplineTransform(), [vtk.vtkPoints(), vtk.vtkPoints()]
    for corner in np.ndindex(2, 2, 2):
        points[0].InsertNextPoint(*(100.0 * c for c in corner))
        points[1].InsertNextPoint(*(100.0 * c + 3 for c in corner))
    spline.SetSourceLandmarks(points[0])
    spline.SetTargetLandmarks(points[1])
    spline.SetBasisToR()
    transform.SetAndObserveTransformToParent(spline)
    volume.SetAndObserveTransformNodeID(transform.GetID())
    assert "not linear" in panel.ui.segmentButton.property("toolTip")
    volume.SetAndObserveTransformNodeID(None)
    assert panel.ui.segmentButton.isEnabled()


def test_a_free_name_is_suggested_and_a_taken_one_refused_before_the_work(
    panel: Any, mr_model: Path, equip: Callable[[Any], None]
) -> None:
    equip(panel)
    ui = panel.ui
    assert (ui.adaptedName.property("text"), ui.trainedName.property("text")) == ("CT 2", "MR 2")
    ui.directionCombo.setCurrentIndex(1)
    assert ui.adaptedName.property("text") == "MR 2"
    ui.adaptSection.setCollapsed(False)
    ui.adaptMethodCombo.setCurrentText("self-training")
    ui.targetVolumes.setCheckState(add_volume("scan"), qt.Qt.CheckState.Checked)
    assert ui.adaptButton.isEnabled(), ui.adaptButton.property("toolTip")
    for name in ("ct", "MR.cms", "Heart-virtual"):
        ui.adaptedName.setText(name)
        assert "already" in ui.adaptButton.property("toolTip")
        assert not ui.adaptButton.isEnabled()
    slicer.mrmlScene.Clear(0)
    assert ui.adaptedName.property("text") == "CT 2", "new parameters, a new suggestion"


def test_a_model_that_was_stopped_early_is_not_the_first_choice(panel: Any) -> None:
    models = (
        Model("A half", Path("a.cms"), False, modality="ct", complete=False),
        Model("Early MR", Path("b.cms"), False, modality="mr"),
        Model("Shipped", Path("c.cms"), True, modality="any"),
    )
    panel.equipped(Equipment(versions={}, models=models, devices={}))
    ui = panel.ui
    assert [ui.segmentModelCombo.itemText(index) for index in range(3)] == ["Shipped", "Early MR", "A half"]
    assert [model.name for model in panel.models_of("ct")] == ["Shipped", "A half"]


def test_a_folder_that_nobody_chose_is_empty(panel: Any, tmp_path: Path) -> None:
    fields = (panel.ui.sourceFolder, panel.ui.targetFolder, panel.ui.labeledFolder)
    assert [field.property("currentPath") for field in fields] == ["", "", ""]
    panel.ui.sourceFolder.setCurrentPath(str(tmp_path))
    assert panel.parameters.sourceFolder == str(tmp_path)
    slicer.mrmlScene.Clear(0)
    assert panel.ui.sourceFolder.property("currentPath") == ""
    panel.parameters.sourceFolder = "."
    assert "Choose the folder" in panel.ui.adaptButton.property(
        "toolTip"
    ) or "no MR model" in panel.ui.adaptButton.property("toolTip")


def test_a_scene_of_an_earlier_version_keeps_what_was_chosen() -> None:
    node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLScriptedModuleNode")
    node.SetParameter("labelledKind", parameters.LabeledKind.FOLDER.name)
    node.SetParameter("labelledFolder", "/hearts")
    kept = parameters.parameters_of(node)
    assert (kept.labeledKind, kept.labeledFolder) == (parameters.LabeledKind.FOLDER, "/hearts")
    assert not node.GetParameter("labelledFolder")
    kept.labeledFolder = "/others"
    assert parameters.parameters_of(node).labeledFolder == "/others"


@parameterNodeWrapper
class EarlierParameters:
    """What versions without time series kept of the chosen volume."""

    volume: slicer.vtkMRMLScalarVolumeNode


def test_a_parameter_node_of_an_earlier_version_keeps_its_volume() -> None:
    first, second = add_volume("First"), add_volume("Second")
    node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLScriptedModuleNode")
    EarlierParameters(node).volume = second
    assert parameters.parameters_of(node).volume is second
    parameters.parameters_of(node).volume = first
    assert parameters.parameters_of(node).volume is first
    parameters.parameters_of(node).volume = None
    assert parameters.parameters_of(node).volume is None, "the former choice is over"
    EarlierParameters(node).volume = None
    assert parameters.parameters_of(node).volume is None


def test_a_scene_of_an_earlier_version_opens_with_its_volume(panel: Any, tmp_path: Path) -> None:
    earlier, scene, file = slicer.vtkMRMLScene(), slicer.mrmlScene, str(tmp_path / "scene.mrml")
    node = slicer.vtkMRMLScriptedModuleNode()
    node.SetSingletonTag(panel.parameters.parameterNode.GetSingletonTag())
    earlier.AddNode(node)
    for name in ("First", "Second"):
        EarlierParameters(node).volume = earlier.AddNewNodeByClass("vtkMRMLScalarVolumeNode", name)
    earlier.SetURL(file)
    assert earlier.Commit()
    scene.Clear(0)
    scene.SetURL(file)
    assert scene.Connect()
    assert panel.parameters.volume.GetName() == "Second"
    assert panel.ui.volumeSelector.currentNode() is panel.parameters.volume


def test_an_empty_list_of_patients_states_why(panel: Any) -> None:
    panel.parameters.targetKind = panel.parameters.batchKind = TargetKind.DICOM
    item = panel.ui.patientList.item(0)
    assert "No DICOM database is open" in item.text()
    assert not item.flags() & qt.Qt.ItemFlag.ItemIsEnabled
    for patients in (panel.ui.patientList, panel.ui.batchPatients):
        patients.resize(300, 110)
        assert patients.visualItemRect(patients.item(0)).width() <= 300, "the sentence wraps"


def test_a_tool_tip_is_short(panel: Any) -> None:
    entry = {
        "name": "M",
        "path": "m.cms",
        "shipped": True,
        "problem": "",
        "provenance": {"data": "python train.py " * 400, "license": "MIT"},
    }
    assert len(_model(entry).provenance) <= 300


# ---- sentences and unfinished work ----


def test_sentences_name_the_volume_and_no_file_of_ours(panel: Any, volume: Any, until: Until, recipe: Recipe) -> None:
    recipe("""
        from CrossModalitySegLib.errors import Code, UserError
        raise UserError(Code.BAD_INPUT, f"{job.inputs[0]} shows no chest; input.nrrd is odd.", "Look at it.")
    """)
    choose(panel, volume)
    press(panel.ui.segmentButton)
    until(lambda: not panel.busy)
    assert panel.status.error.sentence == "Chest shows no chest; Chest is odd."


@pytest.mark.integration
def test_an_unknown_model_is_named_as_it_was_given(widget: Any, volume: Any, ct_model: Path) -> None:
    with pytest.raises(UserError, match='no model called "Nosuch"') as caught:
        widget.logic.segment(volume, model="Nosuch")
    assert caught.value.code is Code.BAD_MODEL
    assert "CT" in caught.value.remedy
    with pytest.raises(UserError, match=r"no model file /nowhere/x\.cms"):
        widget.logic.segment(volume, model="/nowhere/x.cms")


def test_a_cut_off_segmentation_is_not_offered_and_leaves_no_patient(
    make_widget: Callable[..., Any],
    equip: Callable[[Any], None],
    ct_model: Path,
    volume: Any,
    until: Until,
    recipe: Recipe,
) -> None:
    recipe("reporter.progress(0.4, 'working')\ntime.sleep(60)")
    first = make_widget().panel
    equip(first)
    choose(first, volume)
    press(first.ui.segmentButton)
    until(lambda: first.status.stage == "working")
    folder = first.task.folder
    slicer.app.aboutToQuit.emit()
    until(lambda: not folder.lock.is_held, timeout_s=10)
    second = make_widget().panel
    assert second.ui.resumeFrame.isHidden()
    assert not folder.path.exists()


# ---- the status area, and a narrow panel ----


@pytest.fixture
def in_slicer(panel: Any) -> Any:
    """The panel inside Slicer's module panel, 310 px wide and 900 high: a scroll area whose contents may be stretched,
    never scrolled sideways.
    """
    area, content, top = qt.QScrollArea(), qt.QWidget(), panel.ui.statusFrame.window()
    layout = qt.QVBoxLayout(content)
    layout.addWidget(top, 1)
    layout.addItem(qt.QSpacerItem(0, 0, qt.QSizePolicy.Policy.Minimum, qt.QSizePolicy.Policy.Expanding))
    top.setSizePolicy(qt.QSizePolicy.Policy.Ignored, top.property("sizePolicy").verticalPolicy())
    area.setHorizontalScrollBarPolicy(qt.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidgetResizable(True)
    area.setWidget(content)
    area.resize(340, 900)
    area.show()
    yield area
    top.setParent(None)
    area.hide()


def settle(area: Any) -> None:
    for _ in range(5):
        slicer.app.processEvents()


def visible_in(area: Any, widget: Any) -> bool:
    """Whether all of ``widget`` is inside the window ``area``, and as high as it wants to be."""
    corner = widget.mapTo(area, qt.QPoint(0, 0))
    inside = corner.y() >= 0 and corner.y() + widget.property("height") <= area.property("height")
    return bool(
        inside
        and widget.property("height") >= widget.property("sizeHint").height()
        and not widget.visibleRegion().isEmpty()
    )


def test_status_stop_and_errors_are_seen_whatever_is_open(in_slicer: Any, panel: Any) -> None:
    ui = panel.ui
    for section in (
        ui.segmentSection,
        ui.adaptSection,
        ui.trainSection,
        ui.settingsSection,
        ui.librarySection,
        ui.logSection,
    ):
        section.setCollapsed(False)
    panel.status = Status(State.RUNNING, title="Adapt", stage="Working", fraction=0.5, remaining_s=300.0)
    panel.draw()
    settle(in_slicer)
    for widget in (ui.statusText, ui.stopButton, ui.progressBar, ui.remainingLabel):
        assert visible_in(in_slicer, widget), widget.property("objectName")
    error = UserError(
        Code.BAD_INPUT,
        "A sentence that is so long that it needs three lines in a narrow panel, as many do. " * 2,
        "And a remedy.",
    )
    panel.status = Status(State.FAILED, title="Adapt", sentence=error.sentence, error=error)
    panel.draw()
    settle(in_slicer)
    for widget in (ui.statusText, ui.statusIcon):
        assert visible_in(in_slicer, widget), widget.property("objectName")
    assert "color:#b3261e" in ui.statusText.toHtml()
    panel.status = Status(State.FINISHED, title="Adapt", sentence="Done.")
    panel.draw()
    assert "color:#b3261e" not in ui.statusText.toHtml()
    assert ui.statusIcon.isHidden()


def test_nothing_is_cut_off_in_a_narrow_panel(in_slicer: Any, result: Any) -> None:
    ui = result.ui
    ui.adaptSection.setCollapsed(False)
    ui.adaptEstimate.setPlainText("About 2 min on this machine's CPU, with 1.0 of 24.0 GB of memory.")
    result.draw()
    settle(in_slicer)
    scrolled, width = ui.scrolled, ui.scrollArea.property("width")
    assert scrolled.property("width") <= width, "the result makes the panel no wider"
    assert scrolled.property("minimumSizeHint").width() <= 310
    for text in (ui.adaptEstimate, ui.qualityText):
        assert text.property("height") >= text.heightForWidth(text.property("width")), text.property("objectName")
    table = ui.statisticsTable
    last = table.visualItemRect(table.item(table.property("rowCount") - 1, 0))
    assert last.bottom() <= table.viewport().property("height")


def test_no_label_wraps(repository: Path) -> None:
    """A QLabel that wraps keeps the height of one line in Slicer's panel; ``ctkFittedTextBrowser`` does not."""
    tree = ElementTree.parse(repository / "CrossModalitySeg/Resources/UI/CrossModalitySeg.ui")
    labels = [widget for widget in tree.iter("widget") if widget.get("class") == "QLabel"]
    assert not [label.get("name") for label in labels if label.find("property[@name='wordWrap']") is not None]


# ---- curves ----


def test_curves_of_the_localizer_are_seen_and_plots_follow(
    panel: Any,
    mr_model: Path,
    equip: Callable[[Any], None],
    until: Until,
    recipe: Recipe,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    layout = qSlicerLayoutManager()
    monkeypatch.setattr(slicer.app, "_layout", layout)
    monkeypatch.setattr(
        slicer.modules, "plots", SimpleNamespace(logic=lambda: SimpleNamespace(ShowChartInLayout=layout.show))
    )
    hold = """
    reporter.metric("localizer_loss", 1, 0.5)
    reporter.progress(0.1, "one point")
    while not (work.parent / "go").exists():
        time.sleep(0.01)
    for step in range(2, 12):
        reporter.metric("localizer_loss", step, 1 / step)
    reporter.progress(0.5, "more points")
    """
    assert "metric" in LEARNING
    recipe(learning(hold=hold))
    (tmp_path / "labeled").mkdir()
    panel.ui.labeledKindCombo.setCurrentIndex(1)
    panel.ui.labeledFolder.setCurrentPath(str(tmp_path / "labeled"))
    press(panel.ui.trainButton)
    until(lambda: panel.status.stage == "one point")
    assert not panel.ui.curvesLabel.isHidden()
    chart = "Training loss of the localizer"
    assert panel.task.curves.show(chart)
    series = slicer.mrmlScene.GetNodeByID(panel.task.curves.charts[chart].GetNthPlotSeriesNodeID(0))
    assert series.GetMarkerStyle() == series.MarkerStyleCircle, "one point alone is seen"
    assert layout.plotWidget(0).plotView().fitted_rows == [1]
    (panel.task.folder.path / "go").touch()
    until(lambda: not panel.busy)
    assert layout.plotWidget(0).plotView().fitted_rows == [11]
    assert series.GetMarkerStyle() == series.MarkerStyleNone
