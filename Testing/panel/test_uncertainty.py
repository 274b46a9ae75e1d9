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
from CrossModalitySegLib.images.io.files import read_volume, write_volume
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.scene import uncertainty
from CrossModalitySegLib.scene.export import write_volume as export
from CrossModalitySegLib.scene.segmentations import without_pause
from CrossModalitySegLib.scene.volumes import check_volume, take_snapshot
from CrossModalitySegLib.tasks.state import State

from .conftest import add_volume, segmented
from .test_panel import choose, press

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


def test_a_time_series_states_why_it_gets_none(panel: Any) -> None:
    sequence = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSequenceNode", "Beat")
    choose(panel, sequence)
    assert not panel.ui.uncertaintyBox.isEnabled()
    assert "not of time series" in panel.ui.uncertaintyBox.property("toolTip")


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
    uncertainty.blend(node, slicer.mrmlScene)
    assert max(longest_s, time.perf_counter() - start_s) < 0.3
