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
from dicom_files import ct, write_series
from pydicom import dcmread
from slicer.parameterNodeWrapper import parameterNodeWrapper
from stand_ins.layout import qSlicerLayoutManager

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.images.io.files import read_labels, read_volume, write_volume
from CrossModalitySegLib.panel import parameters
from CrossModalitySegLib.tasks.equipment import Equipment, Model, _model
from CrossModalitySegLib.tasks.state import State, Status

from .conftest import add_volume, segmented
from .test_learning import LEARNING, learning
from .test_panel import choose, press, shown_table

Until = Callable[..., None]
Recipe = Callable[[str], None]


@pytest.fixture
def result(panel: Any, volume: Any, until: Until, recipe: Recipe) -> Any:
    """A panel that has just segmented."""
    recipe(segmented())
    choose(panel, volume)
    press(panel.ui.segmentButton)
    until(lambda: not panel.busy)
    assert panel.status.state is State.FINISHED, panel.status.sentence
    return panel


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
    panel.entered()
    panel.left()
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


# ---- results ----


def test_an_edit_changes_panel_table_and_node(result: Any, until: Until) -> None:
    node, table = result.segment.result.segmentation, result.segment.result.table
    before = dict(result.segment.result.volumes_ml)
    assert shown_table(result)[0][2] == "0.87"
    assert result.ui.qualityText.toPlainText() == "Looks plausible."
    image = slicer.vtkOrientedImageData()
    node.GetBinaryLabelmapRepresentation("LV", image)
    image.GetPointData().GetScalars().Fill(0)
    slicer.vtkSlicerSegmentationsModuleLogic.SetBinaryLabelmapToSegment(image, node, "LV")
    until(lambda: result.segment.result.edited, timeout_s=5)
    after = result.segment.result
    assert after.volumes_ml["LV"] == 0.0
    assert after.volumes_ml["LA"] == pytest.approx(before["LA"])
    assert [row[0] for row in shown_table(result) if row[1] == "missing"] == ["Left ventricle blood"]
    assert "Expected Dice" not in [result.ui.statisticsTable.horizontalHeaderItem(column).text() for column in range(2)]
    assert "Edited by hand" in result.ui.qualityText.toPlainText()
    assert "Edited by hand" in node.GetAttribute("CrossModalitySeg.Quality")
    assert table.GetNumberOfColumns() == 2
    assert table.GetTable().GetColumnByName("Volume (ml)").GetValue(2) == 0.0


def test_a_look_or_a_move_is_not_an_edit(result: Any, until: Until) -> None:
    node = result.segment.result.segmentation
    node.GetSegmentation().GetSegment("LV").SetColor(1, 1, 1)
    transform = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLLinearTransformNode", "Shift")
    node.SetAndObserveTransformNodeID(transform.GetID())
    counted: list[int] = []
    qt.QTimer.singleShot(700, lambda: counted.append(1))
    until(lambda: counted)
    assert not result.segment.result.edited
    matrix = vtk.vtkMatrix4x4()
    matrix.SetElement(0, 0, 2)
    transform.SetMatrixTransformToParent(matrix)
    until(lambda: result.segment.result.edited, timeout_s=5)


def test_a_deleted_result_is_followed_no_longer(result: Any) -> None:
    from CrossModalitySegLib.tasks.following import _FOLLOWED

    assert len(_FOLLOWED) == 1
    slicer.mrmlScene.RemoveNode(result.segment.result.segmentation)
    assert not _FOLLOWED
    result.draw()
    assert result.ui.resultFrame.isHidden()


def test_a_closed_scene_is_followed_no_longer(result: Any) -> None:
    from CrossModalitySegLib.tasks.following import _FOLLOWED

    slicer.mrmlScene.Clear(0)
    assert not _FOLLOWED


def test_views_go_to_the_heart(
    panel: Any, volume: Any, until: Until, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = qSlicerLayoutManager()
    monkeypatch.setattr(slicer.app, "_layout", layout)
    recipe(segmented())
    choose(panel, volume)
    press(panel.ui.segmentButton)
    until(lambda: not panel.busy)
    assert layout.threeDWidget(0).threeDView().focal_points == 1
    bounds = [0.0] * 6
    panel.segment.result.segmentation.GetRASBounds(bounds)
    for name, axis in (("Red", 2), ("Yellow", 0), ("Green", 1)):
        node = slicer.mrmlScene.GetFirstNode(name, "vtkMRMLSliceNode")
        assert node.GetSliceToRAS().GetElement(axis, 3) == pytest.approx((bounds[2 * axis] + bounds[2 * axis + 1]) / 2)


def test_dicom_is_refused_before_a_file_name_is_asked_for(result: Any) -> None:
    result.segment.save_as("dcm")
    assert "was not loaded from Slicer's DICOM database" in result.ui.statusText.toPlainText()
    assert not result.dialogs.asked


def test_a_dicom_segmentation_is_saved_on_the_series_with_corrections(
    panel: Any, until: Until, recipe: Recipe, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = write_series(tmp_path / "series", ct(shape=(24, 28, 32)))
    images = {str(dcmread(path).SOPInstanceUID): path for path in folder.iterdir()}
    database = SimpleNamespace(fileForInstance=lambda uid: str(images[uid]))
    monkeypatch.setattr(slicer, "dicomDatabase", database, raising=False)
    write_volume(tmp_path / "chest.nrrd", read_volume(folder))
    volume = slicer.util.loadVolume(str(tmp_path / "chest.nrrd"))
    volume.SetAttribute("DICOM.instanceUIDs", " ".join(images))
    recipe(segmented())
    choose(panel, volume)
    press(panel.ui.segmentButton)
    until(lambda: not panel.busy)
    node, image = panel.segment.result.segmentation, slicer.vtkOrientedImageData()
    node.GetBinaryLabelmapRepresentation("LV", image)
    image.GetPointData().GetScalars().Fill(0)  # a correction by hand
    slicer.vtkSlicerSegmentationsModuleLogic.SetBinaryLabelmapToSegment(image, node, "LV")
    until(lambda: panel.segment.result.edited)
    expected = slicer.util.arrayFromSegmentBinaryLabelmap(node, "LA", volume)

    recipe("from CrossModalitySegLib.recipes.dicom_seg import run\nreturn run(job, reporter)")
    panel.dialogs.path = str(tmp_path / "heart.dcm")
    panel.segment.save_as("dcm")
    until(lambda: not panel.busy)
    assert panel.status.sentence == "Saved heart.dcm.", panel.status.sentence
    found = read_labels(tmp_path / "heart.dcm", HEART_4)
    assert set(np.unique(found.array)) == {0, 1, 2, 4}
    places = found.geometry.physical(np.argwhere(found.array == HEART_4.by_name("LA").value))
    grid = read_volume(folder).geometry
    assert {tuple(np.round(grid.index(place)).astype(int)) for place in places} == set(
        map(tuple, np.argwhere(expected))
    )


def test_saving_is_reported_where_everybody_looks(result: Any, tmp_path: Path) -> None:
    result.dialogs.path = str(tmp_path / "heart.nii.gz")
    result.segment.save_as("nii.gz")
    assert "Wrote heart.nii.gz" in result.ui.statusText.toPlainText()
    result.dialogs.path = str(tmp_path / "heart.nii.gz" / "heart.nii.gz")
    result.segment.save_as("nii.gz")
    assert result.status.state is State.FAILED
    assert "cannot be opened" in result.ui.statusText.toPlainText()


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
