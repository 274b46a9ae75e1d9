"""Where users of Slicer look first: the menu of a volume in the module Data, and the Segment Editor."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import slicer
from stand_ins import plugins
from stand_ins.signals import slot_errors

from CrossModalitySegLib.tasks.state import State

from .conftest import add_volume, segmented

Until = Callable[..., None]
Recipe = Callable[[str], None]


@pytest.fixture
def handler(panel: Any) -> Any:
    """Slicer after its start, with the plugins of the module."""
    slot_errors.clear()
    slicer.app.startupCompleted.emit()
    assert not slot_errors
    return slicer.qSlicerSubjectHierarchyPluginHandler.instance()


def item_of(node: Any) -> int:
    tree = slicer.qSlicerSubjectHierarchyPluginHandler.instance().subjectHierarchyNode()
    item: int = tree.GetItemByDataNode(node)
    return item or tree.CreateItem(tree.GetSceneItemID(), node)


def test_the_menu_of_a_volume_segments_it(handler: Any, panel: Any, volume: Any, until: Until, recipe: Recipe) -> None:
    recipe(segmented())
    other = add_volume("Other")
    panel.ui.volumeSelector.setCurrentNode(volume)
    menu = handler._menu(item_of(other))
    assert list(menu) == ["Segment heart"]
    menu["Segment heart"].trigger()
    assert panel.ui.volumeSelector.currentNode() is other
    until(lambda: not panel.busy)
    assert panel.status.state is State.FINISHED, panel.status.sentence
    assert panel.segment.result.segmentation.GetName() == "Other heart"


def test_the_menu_waits_for_the_models_where_the_panel_was_not_opened_before(
    widget: Any, equip: Callable[[Any], None], ct_model: Path, volume: Any, until: Until, recipe: Recipe
) -> None:
    recipe(segmented())
    slicer.app.startupCompleted.emit()
    panel = widget.panel
    panel.check_equipment = lambda: None
    if panel._check is not None:
        panel._check.abandon()
    menu = slicer.qSlicerSubjectHierarchyPluginHandler.instance()._menu(item_of(volume))
    menu["Segment heart"].trigger()
    assert panel.task is None and not panel.dialogs.complaints, "which model to use is not known yet"
    equip(panel)
    assert panel.task._model == ct_model, "that of the library, not the one that ships"
    until(lambda: not panel.busy)
    assert panel.status.state is State.FINISHED, panel.status.sentence


def test_the_menu_offers_nothing_for_what_cannot_be_segmented(handler: Any) -> None:
    tree = handler.subjectHierarchyNode()
    labels = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLLabelMapVolumeNode", "Labels")
    slicer.util.updateVolumeFromArray(labels, np.ones((4, 4, 4), np.uint8))
    folder = tree.CreateFolderItem(tree.GetSceneItemID(), "Folder")
    for item in (item_of(labels), folder, 0):
        assert handler._menu(item) == {}


def test_a_second_click_states_that_a_job_is_running(
    handler: Any, panel: Any, volume: Any, until: Until, recipe: Recipe
) -> None:
    recipe("while not reporter.stop_requested:\n    time.sleep(0.01)\nreturn Result(outputs=[], stopped=True)")
    action = handler._menu(item_of(volume))["Segment heart"]
    action.trigger()
    action.trigger()
    assert panel.dialogs.complaints == ["Another job is running."]
    panel.stop()
    until(lambda: not panel.busy)


def voxels(node: Any, title: str) -> int:
    segmentation = node.GetSegmentation()
    key = segmentation.GetSegmentIdBySegmentName(title)
    return int(np.count_nonzero(slicer.util.arrayFromSegmentBinaryLabelmap(node, key))) if key else 0


def test_the_effect_writes_into_the_segmentation_and_undo_brings_it_back(
    handler: Any, panel: Any, volume: Any, until: Until, recipe: Recipe
) -> None:
    recipe(segmented())
    node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode", "Mine")
    node.SetReferenceImageGeometryParameterFromVolumeNode(volume)
    for name, size in (("Spine", 4), ("LV", 2)):
        mask = np.zeros((24, 28, 32), np.uint8)
        mask[:size, :size, :size] = 1
        node.GetSegmentation().AddEmptySegment(name, name)
        slicer.util.updateSegmentBinaryLabelmapFromArray(mask, node, name, volume)
    editor = plugins.SegmentEditor(node, volume)
    effect = editor.use(slicer.qSlicerSegmentEditorEffectFactory.instance()._effects["SegmentHeart"])
    assert not effect.scriptedEffect.perSegment and not effect.scriptedEffect.requireSegments
    effect.button.click()
    until(lambda: not panel.busy)
    assert panel.status.state is State.FINISHED, panel.status.sentence
    assert slicer.util.getNodesByClass("vtkMRMLSegmentationNode") == [node], "no other segmentation was made"
    assert voxels(node, "Spine") == 4**3, "what is not of the heart stays"
    box = 3 * 10 * 14
    assert voxels(node, "LV") == box, "the segment of that structure is replaced"
    titles = [node.GetSegmentation().GetSegment(key).GetName() for key in node.GetSegmentation().GetSegmentIDs()]
    assert titles == ["Spine", "LV", "Ascending aorta", "Left atrium", "Left ventricular myocardium"]
    assert [voxels(node, title) for title in titles[2:]] == [box] * 3
    assert panel.segment.result.volumes_ml["LV"] == pytest.approx(box * 125 / 1000)
    editor.history.RestorePreviousState()
    assert voxels(node, "LV") == 2**3
    assert list(node.GetSegmentation().GetSegmentIDs()) == ["Spine", "LV"]


def test_what_the_editor_has_left_is_not_overwritten(
    handler: Any, panel: Any, volume: Any, until: Until, recipe: Recipe, tmp_path: Path
) -> None:
    recipe("while not (job.out.parents[3] / 'go').exists():\n    time.sleep(0.01)\n" + textwrap.dedent(segmented()))
    nodes = []
    for name in ("Mine", "Yours"):
        node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode", name)
        node.SetReferenceImageGeometryParameterFromVolumeNode(volume)
        mask = np.zeros((24, 28, 32), np.uint8)
        mask[:2, :2, :2] = 1
        node.GetSegmentation().AddEmptySegment("LV", "LV")
        slicer.util.updateSegmentBinaryLabelmapFromArray(mask, node, "LV", volume)
        nodes.append(node)
    editor = plugins.SegmentEditor(nodes[0], volume)
    editor.use(slicer.qSlicerSegmentEditorEffectFactory.instance()._effects["SegmentHeart"]).button.click()
    until(lambda: panel.status.state is State.RUNNING)
    editor.edit(nodes[1])
    (tmp_path / "go").touch()
    until(lambda: not panel.busy)
    assert panel.status.state is State.FINISHED, panel.status.sentence
    assert panel.status.sentence == ("Mine is not being edited any more; the heart is in Chest heart. Looks plausible.")
    assert [voxels(node, "LV") for node in nodes] == [2**3] * 2, "both stay as they are"
    assert panel.segment.result.segmentation.GetName() == "Chest heart"
    assert not editor.history.IsRestorePreviousStateAvailable()


def test_the_effect_refuses_what_would_land_elsewhere(handler: Any, panel: Any, volume: Any, until: Until) -> None:
    node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode", "Mine")
    node.SetAndObserveTransformNodeID(slicer.mrmlScene.AddNewNodeByClass("vtkMRMLLinearTransformNode").GetID())
    effect = plugins.SegmentEditor(node, volume).use(
        slicer.qSlicerSegmentEditorEffectFactory.instance()._effects["SegmentHeart"]
    )
    effect.button.click()
    until(lambda: not panel.busy)
    assert "under different transforms" in panel.status.error.sentence
    assert node.GetSegmentation().GetNumberOfSegments() == 0
