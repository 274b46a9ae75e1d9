"""Node selectors on a real scene."""

from __future__ import annotations

from typing import Any

import pytest
import qt
import slicer
import vtk

from .conftest import volumes


def test_selector_follows_the_scene(selector: Any) -> None:
    got: list[Any] = []
    selector.currentNodeChanged.connect(got.append)
    first, second = volumes("first", "second")
    slicer.mrmlScene.AddNewNodeByClass("vtkMRMLTableNode", "table")
    assert (selector.nodeCount(), selector.currentNode(), selector.currentNodeID) == (2, None, "")
    selector.setCurrentNode(second)
    second.SetName("renamed")
    assert (selector.currentNode(), selector.currentNodeID, selector.comboBox().currentText) == (
        second,
        second.GetID(),
        "renamed",
    )
    selector.setCurrentNode(None)
    selector.setCurrentNodeID(first.GetID())
    slicer.mrmlScene.Clear()
    assert (selector.nodeCount(), selector.currentNode()) == (0, None)
    assert got[:3] == [second, None, first]
    assert got[-1] is None


def test_selector_without_none_takes_the_first_node(selector: Any) -> None:
    selector.setNoneEnabled(False)
    first, second = volumes("first", "second")
    assert selector.currentNode() is first
    slicer.mrmlScene.RemoveNode(first)
    assert selector.currentNode() is second


def test_selector_filters_derived_and_hidden_nodes(selector: Any) -> None:
    label = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLLabelMapVolumeNode", "label")
    volumes("hidden")[0].SetHideFromEditors(True)
    assert [selector.nodeFromIndex(index) for index in range(selector.nodeCount())] == [label]
    selector.setShowChildNodeTypes(False)
    assert selector.nodeCount() == 0


def test_selector_without_a_scene_is_disabled_and_remembers(selector: Any) -> None:
    (node,) = volumes("a")
    selector.setMRMLScene(None)
    assert (selector.isEnabled(), selector.currentNode()) == (False, None)
    selector.setCurrentNodeID(node.GetID())
    selector.setMRMLScene(slicer.mrmlScene)
    assert (selector.isEnabled(), selector.currentNode()) == (True, node)


def test_selector_refuses_another_vtk_object(selector: Any) -> None:
    for call, value in (
        (selector.setCurrentNode, slicer.mrmlScene),
        (selector.setMRMLScene, vtk.vtkObject()),
        (selector.setCurrentNode, "id"),
    ):
        with pytest.raises(TypeError):
            call(value)


def test_ticks_follow_the_nodes() -> None:
    ticked = slicer.qMRMLCheckableNodeComboBox()
    ticked.setNodeTypes(["vtkMRMLScalarVolumeNode"])
    ticked.setMRMLScene(slicer.mrmlScene)
    first, second = volumes("first", "second")
    got: list[int] = []
    ticked.checkedNodesChanged.connect(lambda: got.append(len(ticked.checkedNodes())))
    ticked.setCheckState(first, qt.Qt.CheckState.Checked)
    ticked.check(second)
    assert ticked.checkedNodes() == (first, second)
    slicer.mrmlScene.RemoveNode(first)
    assert ticked.checkedNodes() == (second,)
    ticked.uncheck(second)
    assert got == [1, 2, 1, 0]
