"""The map of where the model is unsure, from the check box to the slice views."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import slicer
from stand_ins.layout import qSlicerLayoutManager

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import read_volume, write_volume
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.scene import uncertainty
from CrossModalitySegLib.scene.export import write_volume as export
from CrossModalitySegLib.scene.segmentations import without_pause
from CrossModalitySegLib.scene.volumes import check_volume, take_snapshot
from CrossModalitySegLib.tasks.state import State

from .conftest import add_volume, choose, press, segmented

Until = Callable[..., None]
Recipe = Callable[[str], None]


def composites() -> list[Any]:
    return slicer.util.getNodesByClass("vtkMRMLSliceCompositeNode")


def test_the_map_is_a_volume_in_front_of_the_image(
    panel: Any, volume: Any, until: Until, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slicer.app, "_layout", qSlicerLayoutManager())
    transform = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLLinearTransformNode")
    volume.SetAndObserveTransformNodeID(transform.GetID())
    recipe(segmented())
    choose(panel, volume)
    panel.ui.uncertaintyBox.setChecked(True)
    press(panel.ui.segmentButton)
    until(lambda: not panel.busy)
    assert panel.status.state is State.FINISHED, panel.status.sentence
    node = panel.segment.result.uncertainty
    assert node.GetName() == "Chest uncertainty" and node.GetScene() is slicer.mrmlScene
    assert take_snapshot(node).ijk_to_world == take_snapshot(volume).ijk_to_world
    assert node.GetParentTransformNode() is transform
    assert set(np.unique(slicer.util.arrayFromVolume(node))) == {0, 33}
    display = node.GetScalarVolumeDisplayNode()
    assert display.GetColorNodeID() == slicer.vtkMRMLColorLogic.GetFileColorNodeID("Inferno.txt")
    assert (display.GetWindowLevelMin(), display.GetWindowLevelMax()) == (10, 50) and display.GetApplyThreshold()
    assert [(view.GetForegroundVolumeID(), view.GetForegroundOpacity()) for view in composites()] == [
        (node.GetID(), pytest.approx(0.4))
    ] * 3
    assert panel.ui.volumeSelector.currentNode() is volume
    with pytest.raises(UserError, match="an uncertainty map, not an image") as refused:
        check_volume(node)
    assert refused.value.code is Code.BAD_INPUT


def test_nobody_gets_a_map_unasked(panel: Any, volume: Any, until: Until, recipe: Recipe) -> None:
    recipe(segmented())
    choose(panel, volume)
    assert panel.ui.uncertaintyBox.isEnabled() and not panel.ui.uncertaintyBox.isChecked()
    press(panel.ui.segmentButton)
    until(lambda: not panel.busy)
    assert panel.segment.result.uncertainty is None
    assert slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode") == [volume]


BATCH = """
    import numpy as np
    from CrossModalitySegLib.anatomy import HEART_4
    from CrossModalitySegLib.events import CaseDone
    from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import read_volume, write_labels, write_volume
    from CrossModalitySegLib.images.volume import Volume
    from CrossModalitySegLib.inference.quality import Quality
    from CrossModalitySegLib.recipes.records import Origin, Record, record_text
    for file in sorted(job.inputs[0].iterdir()):
        grid, stem = read_volume(file).geometry, file.name.partition(".")[0]
        labels = np.zeros(grid.shape, np.uint8)
        labels[4:8, 5:15, 6:20] = 3
        out, unsure = write_labels(job.out / (stem + ".seg.nrrd"), Volume(labels, grid), HEART_4), ""
        if job.uncertainty:
            percent = np.full(grid.shape, 20, np.uint8)
            unsure = write_volume(job.out / (stem + "_uncertainty.nrrd"), Volume(percent, grid)).name
        record = Record(
            origin=Origin(input="", place="", model_sha256="", roi_mm=None, largest_component=True), result=out.name,
            model="CT", quality=Quality(ok=True, findings=[], volumes_ml={}), confidence={}, center_mm=(0, 0, 0),
            center_source="", elapsed_s=1, uncertainty=unsure,
        )
        (job.out / (stem + ".json")).write_text(record_text(record))
        reporter.emit(CaseDone(title=file.name, files=[file], segmentation=out))
    (job.out / "overview.html").write_text("seen")
    return Result(outputs=[job.out / "overview.html"])
"""
"""A worker that marks a box in each file of a folder."""


def test_cases_of_a_batch_bring_their_own_image_and_map(
    panel: Any, until: Until, recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slicer.app, "_layout", qSlicerLayoutManager())
    scans, ui = tmp_path / "scans", panel.ui
    array = np.random.default_rng(0).normal(40, 80, (24, 28, 32)).astype(np.int16)
    for name in ("a", "b", "c"):
        write_volume(scans / f"{name}.nii.gz", Volume(array, Geometry(array.shape, (5.0, 5.0, 5.0))))
    recipe(BATCH)
    ui.batchSection.setCollapsed(False)
    ui.batchFolder.setCurrentPath(str(scans))
    ui.batchOut.setCurrentPath(str(tmp_path / "out"))
    ui.batchUncertaintyBox.setChecked(True)
    press(ui.batchButton)
    until(lambda: not panel.busy)
    assert panel.status.state is State.FINISHED, panel.status.sentence
    (tmp_path / "out" / "b_uncertainty.nrrd").unlink()  # somebody needed the room

    def load(name: str) -> Any:
        titles = [ui.batchTable.item(row, 0).text() for row in range(ui.batchTable.property("rowCount"))]
        ui.batchTable.setCurrentCell(titles.index(f"{name}.nii.gz"), 0)
        press(ui.loadCaseButton)
        until(lambda: panel.segment.result is not None and ui.loadCaseButton.isEnabled())
        return panel.segment.result

    def layers() -> set[tuple[str | None, str | None]]:
        return {
            tuple(
                node.GetName() if (node := slicer.mrmlScene.GetNodeByID(key or "")) is not None else None
                for key in (view.GetBackgroundVolumeID(), view.GetForegroundVolumeID())
            )
            for view in composites()
        }

    first = load("a")
    assert first.uncertainty.GetName() == "a.nii.gz uncertainty"
    assert layers() == {("a.nii.gz", "a.nii.gz uncertainty")}
    assert load("b").uncertainty is None, "without its map the segmentation is loaded all the same"
    assert layers() == {("b.nii.gz", None)}, "neither the image nor the map of another patient"
    (scans / "c.nii.gz").unlink()
    load("c")
    assert layers() == {(None, "c.nii.gz uncertainty")}
    assert load("a") == first
    assert layers() == {("a.nii.gz", "a.nii.gz uncertainty")}, "what is there is shown again"
    slicer.mrmlScene.RemoveNode(slicer.util.getNode("a.nii.gz"))
    load("a")
    assert layers() == {(None, "a.nii.gz uncertainty")}


def test_the_volume_that_was_segmented_is_shown_with_its_result(
    panel: Any, volume: Any, until: Until, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slicer.app, "_layout", qSlicerLayoutManager())
    other, fixed = add_volume("Somebody else"), add_volume("PET")
    for view in composites():
        view.SetBackgroundVolumeID(other.GetID())
        view.SetForegroundVolumeID(fixed.GetID())
    recipe(segmented())
    choose(panel, volume)
    press(panel.ui.segmentButton)
    until(lambda: not panel.busy)
    assert {view.GetBackgroundVolumeID() for view in composites()} == {volume.GetID()}
    assert {view.GetForegroundVolumeID() for view in composites()} == {fixed.GetID()}, "what somebody has put there"


def test_the_console_gets_a_map_too(widget: Any, volume: Any, recipe: Recipe, ct_model: Path) -> None:
    recipe(segmented())
    result = widget.logic.segment(volume, model=ct_model, uncertainty=True).wait(timeout_s=60)
    assert result.uncertainty.GetName() == "Chest uncertainty"


def test_a_map_of_another_grid_is_refused(volume: Any, tmp_path: Path) -> None:
    other = add_volume("Other", (10, 12, 14))
    without_pause(export(other, tmp_path / "other.nrrd"))
    grid = read_volume(tmp_path / "other.nrrd").geometry
    path = write_volume(tmp_path / "map.nrrd", Volume(np.zeros(grid.shape, np.uint8), grid))
    with pytest.raises(UserError, match="does not lie on the grid"):
        without_pause(uncertainty.read_uncertainty(path, take_snapshot(volume)))


@pytest.mark.quiet
def test_a_large_map_blocks_nothing_for_long(tmp_path: Path) -> None:
    volume = add_volume("Large", (300, 448, 448), 0.8)
    without_pause(export(volume, tmp_path / "large.nrrd"))
    grid = read_volume(tmp_path / "large.nrrd").geometry
    percent = np.zeros(grid.shape, np.uint8)
    percent[50:250, 100:300, 100:300] = np.random.default_rng(0).integers(0, 60, (200, 200, 200))
    path = write_volume(tmp_path / "map.nrrd", Volume(percent, grid))
    snapshot, longest_s = take_snapshot(volume), 0.0
    steps = uncertainty.read_uncertainty(path, snapshot)
    node = None
    while node is None:
        start_s = time.perf_counter()
        try:
            next(steps)
        except StopIteration as end:
            node = end.value
        longest_s = max(longest_s, time.perf_counter() - start_s)
    start_s = time.perf_counter()
    uncertainty.place_uncertainty(node, snapshot, slicer.mrmlScene)
    assert max(longest_s, time.perf_counter() - start_s) < 0.3
