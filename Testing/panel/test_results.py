"""Results in the panel: they follow corrections by hand, center the views and are saved. Each test was a fault that
somebody met in a real Slicer.
"""

from __future__ import annotations

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
from stand_ins.layout import qSlicerLayoutManager

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.errors import UserError
from CrossModalitySegLib.images.io.files import read_labels, read_volume, write_volume
from CrossModalitySegLib.panel import dialogs
from CrossModalitySegLib.panel.dialogs import Dialogs
from CrossModalitySegLib.tasks.dicom_seg import DicomSegTask
from CrossModalitySegLib.tasks.state import State

from .conftest import add_volume, choose, press, segmented, shown_table

Until = Callable[..., None]
Recipe = Callable[[str], None]


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


ORGANS = """
    from CrossModalitySegLib.label_set import LabelSet
    names = ("Liver", "Spleen", "Stomach", "Pancreas")
    structures = [{"value": value, "name": name} for value, name in enumerate(names, start=1)]
    organs = LabelSet.from_json({"name": "organs", "structures": structures})
"""


def of_organs(recipe: str) -> str:
    """The ``recipe`` of ``segmented``, which marks organs in the place of the heart."""
    marked = recipe.replace("Volume(labels, grid), ref", "Volume(labels, grid), organs, ref")
    named = marked.replace('names = ("AA", "LA", "LV", "Myo")', "names = organs.names")
    return ORGANS + named.replace('"elapsed_s": 0.1}', '"elapsed_s": 0.1, "labels": organs.to_json()}')


@pytest.mark.parametrize("of", [str, of_organs])
def test_of_two_results_in_one_segmentation_the_later_is_followed(
    result: Any, volume: Any, until: Until, recipe: Recipe, of: Callable[[str], str]
) -> None:
    from CrossModalitySegLib.tasks.following import _FOLLOWED

    first = result.segment.result
    recipe(of(segmented('["It is small."]').replace("4 * index + 3", "4 * index + 2")))
    result.segment.start_into(volume, first.segmentation, lambda: True)
    until(lambda: not result.busy)
    assert result.status.state is State.FINISHED, result.status.sentence
    rested: list[int] = []
    qt.QTimer.singleShot(700, lambda: rested.append(1))
    until(lambda: rested)
    second = result.segment.result
    assert second.segmentation is first.segmentation and not second.edited
    assert second.volumes_ml[second.label_set.names[0]] == pytest.approx(2 * 10 * 14 * 125 / 1000)
    assert first.segmentation.GetAttribute("CrossModalitySeg.Quality") == "Please check: It is small."
    assert [one.result for one in _FOLLOWED] == [second]


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


def test_a_result_keeps_its_volume_when_the_next_job_leaves_none(result: Any, until: Until, recipe: Recipe) -> None:
    recipe("reporter.progress(0.5, 'at work')\nwhile not reporter.stop_requested:\n    time.sleep(0.01)\nraise OSError")
    choose(result, add_volume("Other"))
    press(result.ui.segmentButton)
    until(lambda: result.status.stage == "at work")
    press(result.ui.stopButton)
    until(lambda: not result.busy)
    assert result.status.state is State.FAILED
    result.segment.save_as("dcm")
    assert "Chest was not loaded from Slicer's DICOM database" in result.ui.statusText.toPlainText()


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
    (tmp_path / "heart.dcm").write_text("an earlier one, which the dialog has asked about")
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
    with pytest.raises(UserError, match="exists already"):
        DicomSegTask(panel.segment.context, node, volume, tmp_path / "heart.dcm").start().wait()


class Chosen(Dialogs):
    """The real dialogs, in whose dialog of files ``path`` is typed."""

    _silent = False

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.complaints: list[str] = []
        dialog = SimpleNamespace(getSaveFileName=lambda *_: str(path))
        monkeypatch.setattr(dialogs, "qt", SimpleNamespace(QFileDialog=dialog))

    def complain(self, sentence: str) -> None:
        self.complaints.append(sentence)


@pytest.mark.parametrize(
    ("typed", "ending", "written"),
    [
        ("Dr.Smith", "nii.gz", "Dr.Smith.nii.gz"),
        ("heart", "seg.nrrd", "heart.seg.nrrd"),
        ("heart.SEG.nrrd", "seg.nrrd", "heart.SEG.nrrd"),
    ],
)
def test_a_name_without_ending_gets_that_of_the_format(
    result: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, ending: str, written: str
) -> None:
    (tmp_path / "out").mkdir()
    result.dialogs = Chosen(tmp_path / "out" / typed, monkeypatch)
    result.segment.save_as(ending)
    assert f"Wrote {written} into" in result.ui.statusText.toPlainText()
    assert [path.name for path in (tmp_path / "out").iterdir()] == [written]


def test_what_the_dialog_did_not_ask_about_is_not_replaced(
    result: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    precious = tmp_path / "heart.nii.gz"
    precious.write_text("precious")
    result.dialogs = Chosen(tmp_path / "heart", monkeypatch)
    result.segment.save_as("nii.gz")
    assert precious.read_text() == "precious"
    assert result.dialogs.complaints == [
        f"{precious} exists already. Choose another name, or remove or rename what is there."
    ]
    result.dialogs = Chosen(precious, monkeypatch)
    result.segment.save_as("nii.gz")
    assert precious.stat().st_size > 100


def test_models_and_logs_get_their_ending(panel: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(panel.library, "_change", lambda words, done: asked.append(words))
    panel.dialogs = Chosen(tmp_path / "mine.1", monkeypatch)
    panel.ui.modelList.setCurrentRow(0)
    panel.library.export_model()
    assert [words[2] for words in asked] == [str(tmp_path / "mine.1.cms")]
    panel.log.add("hello")
    panel.log.save()
    assert "hello" in (tmp_path / "mine.1.txt").read_text()


def test_saving_is_reported_where_everybody_looks(result: Any, tmp_path: Path) -> None:
    result.dialogs.path = str(tmp_path / "heart.nii.gz")
    result.segment.save_as("nii.gz")
    assert "Wrote heart.nii.gz" in result.ui.statusText.toPlainText()
    result.dialogs.path = str(tmp_path / "heart.nii.gz" / "heart.nii.gz")
    result.segment.save_as("nii.gz")
    assert result.status.state is State.FAILED
    assert "cannot be opened" in result.ui.statusText.toPlainText()
