"""A time series from the panel: each phase is segmented, and the heart measured through its beat."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import qt
import slicer
from stand_ins.fixtures import TIMEOUT_S
from stand_ins.layout import qSlicerLayoutManager
from vtk.util.numpy_support import vtk_to_numpy

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.errors import UserError
from CrossModalitySegLib.phantoms import make_patient
from CrossModalitySegLib.scene.series import browser_of, check_series, shown_volume
from CrossModalitySegLib.scene.volumes import UNCERTAINTY, take_snapshot
from CrossModalitySegLib.tasks.series_following import recounted
from CrossModalitySegLib.tasks.state import State

from .conftest import add_volume, choose, press, shown_table

Until = Callable[..., None]
Recipe = Callable[[str], None]

SHAPE = (24, 28, 32)
VOXEL_ML = 0.125

SEGMENT = """
    import os
    import numpy as np
    from CrossModalitySegLib.anatomy import HEART_4
    from CrossModalitySegLib.images.io.files import read_volume, write_labels, write_volume
    from CrossModalitySegLib.images.volume import Volume
    from CrossModalitySegLib.inference.quality import Quality
    from CrossModalitySegLib.recipes.function import write_function
    from CrossModalitySegLib.recipes.records import Origin, Record, record_text
    files, outputs = sorted(job.inputs[0].iterdir()), []
    failed = {{}}
    for number, file in enumerate(files):
        reporter.progress(number / len(files), file.stem)
        if number == {fails}:
            failed[file.name] = "No heart was found in " + file.name + "."
            outputs.append(None)
            continue
        if (job.out / (file.stem + ".seg.nrrd")).exists():
            reporter.log(file.stem + " is done already.")
            outputs.append(job.out / (file.stem + ".seg.nrrd"))
            continue
        while number == {wait_at} and not reporter.stop_requested:
            time.sleep(0.05)
            reporter.progress(number / len(files), file.stem)  # reports that follow too soon are left out
        if reporter.stop_requested:
            break
        volume = read_volume(file)
        labels = np.zeros(volume.array.shape, np.uint8)
        labels[6:10, 8:12, 8:12] = 1
        labels[6, 8, 8 : 8 + int(volume.array[0, 0, 0])] = 3  # as many voxels as the volume says
        out = write_labels(job.out / (file.stem + ".seg.nrrd"), Volume(labels, volume.geometry), HEART_4)
        unsure = ""
        if job.uncertainty:
            percent = np.full(volume.array.shape, 10 * (number + 1), np.uint8)
            unsure = write_volume(job.out / (file.stem + "_uncertainty.nrrd"), Volume(percent, volume.geometry)).name
        quality = Quality(ok=not number, findings=["The LV is thin."] if number else [], volumes_ml={{}})
        origin = Origin(input="", place="", model_sha256="", roi_mm=None, largest_component=True)
        record = Record(
            origin=origin, result=out.name, model="CT", quality=quality, confidence={{}}, center_mm=(0, 0, 0),
            center_source="", elapsed_s=1, uncertainty=unsure, expected_dice=dict.fromkeys(HEART_4.names, 0.95),
        )
        (job.out / (file.stem + ".json")).write_text(record_text(record))
        outputs.append(out)
        if number == {crashes}:
            os._exit(1)
    summary = {{"failed": failed}}
    if len(outputs) == len(files):
        written, found = write_function(job.out, outputs, None, reporter)
        outputs, summary = outputs + written, summary | {{"function": found.model_dump(mode="json")}}
    outputs = [one for one in outputs if one is not None]
    return Result(outputs=outputs, summary=summary, stopped=reporter.stop_requested)
"""
"""A worker that marks as many voxels of each phase as LV as its first voxel says."""


def worker(wait_at: int = -1, fails: int = -1, crashes: int = -1) -> str:
    """The recipe of a worker that waits for a stop, fails, or crashes at the phase of a number from 0 on."""
    return SEGMENT.format(wait_at=wait_at, fails=fails, crashes=crashes)


@pytest.fixture
def series() -> Any:
    """A sequence of three volumes in the scene, browsed, of an LV of 10, 4 and 8 voxels."""
    sequence = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSequenceNode", "Beat")
    sequence.SetIndexName("time")
    sequence.SetIndexUnit("ms")
    for number, voxels in enumerate((10, 4, 8)):
        volume = add_volume("Beat", SHAPE)
        slicer.util.arrayFromVolume(volume)[0, 0, 0] = voxels
        sequence.SetDataNodeAtValue(volume, str(300 * number))
        slicer.mrmlScene.RemoveNode(volume)
    browser = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSequenceBrowserNode", "Beat browser")
    browser.SetAndObserveMasterSequenceNodeID(sequence.GetID())
    return sequence


@pytest.fixture
def done(panel: Any, series: Any, recipe: Recipe, until: Until) -> Any:
    """The panel, after the button was pressed and the worker has ended."""
    recipe(worker())
    choose(panel, series)
    press(panel.ui.segmentButton)
    assert panel.status.state is State.CHECKING
    until(lambda: not panel.busy)
    assert panel.status.state is State.FINISHED, panel.status.sentence
    return panel


def numbers(table: Any, title: str) -> list[float]:
    return list(slicer.util.arrayFromTableColumn(table, title).tolist())


def remove_voxels(segmentation: Any, count: int) -> None:
    """A correction by hand of the LV of the phase that is shown."""
    image = slicer.vtkOrientedImageData()
    segmentation.GetBinaryLabelmapRepresentation("LV", image)
    voxels = vtk_to_numpy(image.GetPointData().GetScalars())
    voxels[np.flatnonzero(voxels)[:count]] = 0
    logic = slicer.vtkSlicerSegmentationsModuleLogic
    logic.SetBinaryLabelmapToSegment(image, segmentation, "LV", logic.MODE_REPLACE)


def marked(segmentation: Any) -> int:
    """How many voxels of the phase that is shown are LV."""
    image = slicer.vtkOrientedImageData()
    segmentation.GetBinaryLabelmapRepresentation("LV", image)
    return int(np.count_nonzero(vtk_to_numpy(image.GetPointData().GetScalars())))


def test_one_click_segments_each_phase_and_measures_the_beat(done: Any, series: Any) -> None:
    result = done.segment.result
    assert result.sequence.GetNumberOfDataNodes() == 3
    assert browser_of(result.sequence) is browser_of(series)
    assert [volumes["LV"] for volumes in result.volumes_ml] == [10 * VOXEL_ML, 4 * VOXEL_ML, 8 * VOXEL_ML]
    assert numbers(result.beat.volumes, "time (ms)") == [0, 300, 600]
    assert numbers(result.beat.volumes, "LV (ml)") == [1.25, 0.5, 1.0]
    assert numbers(result.beat.function, "Ejection fraction (%)") == [60.0]
    low, high = (numbers(result.beat.function, title)[0] for title in ("EF at least (%)", "EF at most (%)"))
    assert low < 60 < high, "the expected Dice says between what it lies"
    assert result.beat.chart.GetNumberOfPlotSeriesNodes() == 2
    assert done.ui.qualityText.toPlainText() == (
        f"LV: ejection fraction 60 % ({low:.0f} to {high:.0f} %), stroke volume 1 ml. "
        "Please check: Phase 2, 3: The LV is thin."
    )
    assert shown_table(done) == [["Left ventricle blood", "1 ml", "0 ml", "1 ml", "60 %"]]
    shown = result.segmentation
    assert shown.GetNodeReference(shown.GetReferenceImageGeometryReferenceRole()) is shown_volume(series)
    assert not (done.task.folder.path / "phases").exists(), "the exported patient does not stay on the disk"
    assert not done.ui.beatButton.isHidden() and done.ui.beatButton.isEnabled()


def test_a_correction_of_one_phase_changes_the_ejection_fraction(done: Any, series: Any, until: Until) -> None:
    shown, browser = done.segment.result.segmentation, browser_of(series)
    browser.SetSelectedItemNumber(1)
    remove_voxels(shown, 2)
    browser.SetSelectedItemNumber(0)  # before the volumes are counted
    until(lambda: done.segment.result.edited)
    result = done.segment.result
    assert [volumes["LV"] for volumes in result.volumes_ml] == [1.25, 0.25, 1.0]
    assert numbers(result.beat.volumes, "LV (ml)") == [1.25, 0.25, 1.0]
    assert numbers(result.beat.function, "Ejection fraction (%)") == [80.0]
    assert np.isnan(numbers(result.beat.function, "EF at least (%)")).all(), "nobody knows its Dice"
    assert result.beat.chart.GetTitle().startswith("LV: ejection fraction 80 %, ")
    assert shown_table(done)[0][-1] == "80 %"
    assert "Edited by hand" in done.ui.qualityText.toPlainText()


def test_to_look_at_other_phases_is_not_to_edit_them(done: Any, series: Any) -> None:
    for number in (1, 2, 0):
        browser_of(series).SetSelectedItemNumber(number)
        end = time.monotonic() + 0.4
        while time.monotonic() < end:
            slicer.app.processEvents()
    assert not done.segment.result.edited


def test_a_stop_keeps_the_phases_that_are_done(panel: Any, series: Any, recipe: Recipe, until: Until) -> None:
    recipe(worker(wait_at=2))
    choose(panel, series)
    press(panel.ui.segmentButton)
    until(lambda: panel.status.stage == "phase-3")
    press(panel.ui.stopButton)
    until(lambda: not panel.busy)
    assert panel.status.state is State.FINISHED, panel.status.sentence
    assert panel.status.sentence.startswith("Stopped: 2 of 3 phases are segmented.")
    result = panel.segment.result
    assert result.sequence.GetNumberOfDataNodes() == 2 and result.function is None and result.beat.function is None
    browser_of(series).SetSelectedItemNumber(2)
    assert result.segmentation.GetSegmentation().GetNumberOfSegments() == 0
    assert panel.ui.statisticsTable.isHidden()


@pytest.fixture
def stopped(panel: Any, series: Any, recipe: Recipe, until: Until) -> Any:
    """The panel when two of three phases are segmented, and a stop has come."""
    recipe(worker(wait_at=2))
    choose(panel, series)
    press(panel.ui.segmentButton)
    until(lambda: panel.status.stage == "phase-3")
    press(panel.ui.stopButton)
    until(lambda: not panel.busy)
    return panel


def test_resumed_after_a_stop_it_goes_on_in_the_same_sequence_and_keeps_corrections(
    stopped: Any, series: Any, recipe: Recipe, until: Until
) -> None:
    panel = stopped
    partial = panel.segment.result
    browser = browser_of(series)
    browser.SetSelectedItemNumber(1)
    remove_voxels(partial.segmentation, 2)
    until(lambda: panel.segment.result.edited)
    browser.SetSelectedItemNumber(2)  # which shows nothing yet
    recipe(worker())
    press(panel.ui.resumeButton)
    until(lambda: not panel.busy)
    assert panel.status.state is State.FINISHED, panel.status.sentence
    result = panel.segment.result
    assert result.sequence is partial.sequence and result.segmentation is partial.segmentation
    assert len(slicer.util.getNodesByClass("vtkMRMLSequenceNode")) == 2, "the volumes, and their segmentations"
    assert len(slicer.util.getNodesByClass("vtkMRMLSegmentationNode")) == 1
    assert len(slicer.util.getNodesByClass("vtkMRMLPlotChartNode")) == 1
    assert len(slicer.util.getNodesByClass("vtkMRMLTableNode")) == 2
    assert result.sequence.GetNumberOfDataNodes() == 3
    assert result.segmentation.GetSegmentation().GetNumberOfSegments() == 4, "the phase that is shown has come"
    assert [volumes["LV"] for volumes in result.volumes_ml] == [1.25, 0.25, 1.0]
    assert result.edited and result.function["ventricles"]["LV"]["ef_percent"] == 80.0
    assert numbers(result.beat.volumes, "LV (ml)") == [1.25, 0.25, 1.0]
    remove_voxels(result.segmentation, 4)  # the numbers go on following, with all phases
    until(lambda: panel.segment.result.volumes_ml[2]["LV"] == 0.5)
    assert numbers(panel.segment.result.beat.volumes, "LV (ml)") == [1.25, 0.25, 0.5]


def test_a_plot_that_is_shown_is_filled_when_the_series_goes_on(
    stopped: Any, recipe: Recipe, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, layout = stopped, qSlicerLayoutManager()
    monkeypatch.setattr(slicer.app, "_layout", layout)
    logic = SimpleNamespace(ShowChartInLayout=layout.show)
    monkeypatch.setattr(slicer.modules, "plots", SimpleNamespace(logic=lambda: logic), raising=False)
    chart = panel.segment.result.beat.chart
    press(panel.ui.beatButton)
    assert layout.plotWidget(0).plotView().fitted_rows == [2, 2]
    recipe(worker())
    press(panel.ui.resumeButton)
    until(lambda: not panel.busy)
    view = layout.plotWidget(0).mrmlPlotViewNode()
    assert view.GetPlotChartNode() is chart and panel.segment.result.beat.chart is chart
    assert chart.GetNumberOfPlotSeriesNodes() == 2
    assert chart.GetTitle().startswith("LV: ejection fraction 60 %")
    assert layout.plotWidget(0).plotView().fitted_rows == [3, 3], "axes and curves are those of all phases"


def map_percent(panel: Any) -> int:
    """What the map says of the phase that is shown."""
    (value,) = np.unique(slicer.util.arrayFromVolume(panel.segment.result.uncertainty))
    return int(value)


def test_a_series_has_a_map_for_each_phase_which_is_browsed_with_it(
    panel: Any, series: Any, recipe: Recipe, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slicer.app, "_layout", qSlicerLayoutManager())
    recipe(worker())
    choose(panel, series)
    panel.ui.uncertaintyBox.setChecked(True)
    press(panel.ui.segmentButton)
    until(lambda: not panel.busy)
    assert panel.status.state is State.FINISHED, panel.status.sentence
    node, browser = panel.segment.result.uncertainty, browser_of(series)
    (maps,) = (one for one in slicer.util.getNodesByClass("vtkMRMLSequenceNode") if browser.GetProxyNode(one) is node)
    assert (maps.GetName(), node.GetName()) == ("Beat uncertainty", "Beat uncertainty 2")
    assert take_snapshot(node).ijk_to_world == take_snapshot(shown_volume(series)).ijk_to_world
    for number in (1, 2, 0):
        browser.SetSelectedItemNumber(number)
        assert map_percent(panel) == 10 * (number + 1)
        assert (node.GetAttribute(UNCERTAINTY), node.GetScalarVolumeDisplayNode().GetApplyThreshold()) == ("1", 1)
    layers = slicer.util.getNodesByClass("vtkMRMLSliceCompositeNode")
    assert {one.GetForegroundVolumeID() for one in layers} == {node.GetID()}
    assert {one.GetBackgroundVolumeID() for one in layers} == {shown_volume(series).GetID()}
    assert browser_of(series).GetProxyNode(series) is shown_volume(series)
    with pytest.raises(UserError, match="uncertainty maps, not of images"):
        check_series(maps)


def test_maps_of_a_series_that_is_stopped_and_resumed_are_one_sequence(
    panel: Any, series: Any, recipe: Recipe, until: Until
) -> None:
    recipe(worker(wait_at=2))
    choose(panel, series)
    panel.ui.uncertaintyBox.setChecked(True)
    press(panel.ui.segmentButton)
    until(lambda: panel.status.stage == "phase-3")
    press(panel.ui.stopButton)
    until(lambda: not panel.busy)
    partial = panel.segment.result
    assert partial.uncertainty is not None
    browser_of(series).SetSelectedItemNumber(2)  # of which there is no map yet
    panel.ui.uncertaintyBox.setChecked(False)  # the job was begun with them
    recipe(worker())
    press(panel.ui.resumeButton)
    until(lambda: not panel.busy)
    assert panel.segment.result.uncertainty is partial.uncertainty
    assert len(slicer.util.getNodesByClass("vtkMRMLSequenceNode")) == 3
    assert map_percent(panel) == 30


def test_resumed_after_a_stop_without_a_correction_nothing_is_called_edited(
    stopped: Any, series: Any, recipe: Recipe, until: Until
) -> None:
    panel = stopped
    slicer.mrmlScene.RemoveNode(panel.segment.result.segmentation)
    recipe(worker())
    press(panel.ui.resumeButton)
    until(lambda: not panel.busy)
    result = panel.segment.result
    assert not result.edited and result.function["ventricles"]["LV"]["ef_percent"] == 60.0
    assert len(slicer.util.getNodesByClass("vtkMRMLSequenceNode")) == 2
    assert browser_of(series).GetProxyNode(result.sequence) is result.segmentation, "the node that shows it is back"
    for number, voxels in enumerate((10, 4, 8)):
        browser_of(series).SetSelectedItemNumber(number)
        assert marked(result.segmentation) == voxels


def test_a_phase_that_fails_is_left_out_of_the_beat(panel: Any, series: Any, recipe: Recipe, until: Until) -> None:
    recipe(worker(fails=1))
    choose(panel, series)
    press(panel.ui.segmentButton)
    until(lambda: not panel.busy)
    assert panel.status.state is State.FINISHED, panel.status.sentence
    result = panel.segment.result
    assert result.findings == ["Phase 3: The LV is thin.", "Phase 2: No heart was found in phase 2 of Beat."]
    assert numbers(result.beat.volumes, "time (ms)") == [0, 600]
    assert result.function["left_out"] == [2]
    lv = result.function["ventricles"]["LV"]
    assert (lv["ed_phase"], lv["es_phase"]) == (1, 3)
    again = recounted(result.function, [{"LV": 1.0}, {"LV": 0.5}])["ventricles"]["LV"]
    assert (again["ed_phase"], again["es_phase"]) == (1, 3)


def test_a_crash_costs_no_phase_that_is_done(panel: Any, series: Any, recipe: Recipe, until: Until) -> None:
    recipe(worker(crashes=1))
    choose(panel, series)
    press(panel.ui.segmentButton)
    until(lambda: not panel.busy)
    assert panel.status.state is State.FAILED
    folder = panel.task.folder
    done = folder.path / "result" / "phase-1.seg.nrrd"
    written = done.stat().st_mtime_ns
    recipe(worker())
    assert not panel.ui.resumeFrame.isHidden()
    series.SetName("Other")
    press(panel.ui.resumeButton)
    assert "The series Beat" in panel.status.sentence and "is not in the scene" in panel.status.sentence
    series.SetName("Beat")
    press(panel.ui.resumeButton)
    until(lambda: not panel.busy)
    assert panel.status.state is State.FINISHED, panel.status.sentence
    assert panel.task.folder.path == folder.path and done.stat().st_mtime_ns == written
    assert [volumes["LV"] for volumes in panel.segment.result.volumes_ml] == [1.25, 0.5, 1.0]
    assert panel.ui.resumeFrame.isHidden()


def test_the_whole_series_is_saved(done: Any, until: Until, tmp_path: Path) -> None:
    done.dialogs.path = str(tmp_path / "Beat heart.nii.gz")
    done.segment.save_as("nii.gz")
    until(lambda: "phase-03" in done.status.sentence)
    assert len(list(tmp_path.glob("*.nii.gz"))) == 3
    done.segment.save_as("nii.gz")
    until(lambda: done.status.state is State.FAILED)
    assert "exists" in done.status.sentence


def test_a_series_that_is_being_saved_ends_with_its_scene(done: Any, until: Until, tmp_path: Path) -> None:
    done.dialogs.path = str(tmp_path / "Beat heart.nii.gz")
    done.segment.save_as("nii.gz")
    until(lambda: len(list(tmp_path.glob("*.nii.gz"))) == 1)
    slicer.mrmlScene.Clear(0)
    assert done.status.state is State.FAILED
    assert "The scene was closed before all phases were saved." in done.ui.statusText.toPlainText()
    waited: list[int] = []
    qt.QTimer.singleShot(300, lambda: waited.append(1))
    until(lambda: waited)
    assert len(list(tmp_path.glob("*.nii.gz"))) == 1


def test_a_scene_that_is_closed_meanwhile_gets_nothing(panel: Any, series: Any, recipe: Recipe, until: Until) -> None:
    recipe(worker(wait_at=2))
    choose(panel, series)
    press(panel.ui.segmentButton)
    until(lambda: panel.status.stage == "phase-3")
    slicer.mrmlScene.Clear(0)
    panel.stop()
    until(lambda: not panel.busy)
    assert panel.status.state is State.FINISHED, panel.status.sentence
    assert "is not in the scene any more" in panel.status.sentence
    assert not slicer.util.getNodesByClass("vtkMRMLSequenceNode")
    assert all(file.is_file() for file in panel.task.result.files)


def test_a_series_that_cannot_be_segmented_states_why(panel: Any, series: Any) -> None:
    series.RemoveDataNodeAtValue("300")
    series.RemoveDataNodeAtValue("600")
    choose(panel, series)
    assert not panel.ui.segmentButton.isEnabled()
    assert "Beat holds a single phase." in panel.ui.segmentButton.property("toolTip")


def test_a_deleted_result_leaves_the_panel(done: Any) -> None:
    slicer.mrmlScene.RemoveNode(done.segment.result.segmentation)
    done.draw()
    assert done.segment.result is None and done.ui.resultFrame.isHidden()


def test_the_console_segments_a_series_too(widget: Any, series: Any, recipe: Recipe, ct_model: Path) -> None:
    recipe(worker())
    result = widget.logic.segment(series, model=ct_model).wait(timeout_s=TIMEOUT_S)
    assert result.function["ventricles"]["LV"]["ef_percent"] == 60.0
    assert result.label_set == HEART_4


@pytest.mark.integration
def test_the_real_worker_segments_each_phase(widget: Any) -> None:
    image = make_patient("ct", 3, size_mm=(150.0, 150.0, 150.0), spacing_mm=4.0)[0]
    sequence = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSequenceNode", "Still")
    for number in range(2):
        volume = add_volume("Still", image.array.shape, 4.0)
        slicer.util.updateVolumeFromArray(volume, image.array)
        volume.SetIJKToRASDirections(-1, 0, 0, 0, -1, 0, 0, 0, 1)
        sequence.SetDataNodeAtValue(volume, str(number))
        slicer.mrmlScene.RemoveNode(volume)
    result = widget.logic.segment(sequence).wait(timeout_s=500)
    first, second = result.volumes_ml
    assert first == second and first["LV"] > 20
    ventricles = result.function["ventricles"]
    assert ventricles["LV"]["edv_ml"] == pytest.approx(first["LV"], abs=0.01)
    assert {one["ef_percent"] for one in ventricles.values()} == {0.0}
    low, high = ventricles["LV"]["ef_interval_percent"]
    assert low == 0 < high < 60, "the model that ships says which Dice to expect"


@pytest.mark.quiet
def test_taking_in_a_large_series_blocks_nothing_for_long() -> None:
    from CrossModalitySegLib.scene.segmentations import segmentation_of
    from CrossModalitySegLib.scene.series import SegmentationSeries, phases_of

    sequence = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSequenceNode", "Large")
    for number in range(3):
        volume = add_volume("Large", (200, 400, 400), 0.8)
        sequence.SetDataNodeAtValue(volume, str(number))
        slicer.mrmlScene.RemoveNode(volume)
    labels = np.zeros((200, 400, 400), np.uint8)
    for value in range(1, 5):
        labels[30:170, 60 + 70 * (value - 1) : 60 + 70 * value, 100:300] = value
    series, longest_s = SegmentationSeries(sequence), 0.0
    for phase in phases_of(sequence):
        steps = segmentation_of(labels, phase.snapshot, "labels", HEART_4)
        while True:
            start_s = time.perf_counter()
            try:
                next(steps)
            except StopIteration as end:
                series.add(phase, end.value)
                longest_s = max(longest_s, time.perf_counter() - start_s)
                break
            longest_s = max(longest_s, time.perf_counter() - start_s)
    for step in (
        series.browse,
        lambda: series.place(phases_of(sequence)[0].snapshot, HEART_4),
        lambda: browser_of(sequence).SetSelectedItemNumber(1),
        lambda: browser_of(sequence).SetSelectedItemNumber(2),
    ):
        start_s = time.perf_counter()
        step()
        longest_s = max(longest_s, time.perf_counter() - start_s)
    assert browser_of(sequence).GetProxyNode(series.node).GetSegmentation().GetNumberOfSegments() == 4
    print(f"longest step {longest_s:.3f} s")
    assert longest_s < 0.3
