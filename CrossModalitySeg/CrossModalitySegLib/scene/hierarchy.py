"""The tree of patients, studies and folders that the module Data shows."""

from __future__ import annotations

import slicer


def scene_of(node: slicer.vtkMRMLNode) -> slicer.vtkMRMLScene:
    """The scene of a ``node`` that is in one."""
    scene = node.GetScene()
    assert scene is not None
    return scene


def place_beside(node: slicer.vtkMRMLNode, neighbor: slicer.vtkMRMLNode) -> None:
    """Put ``node`` into the study or folder in which ``neighbor`` is; a neighbor that is in none leaves it where it
    is.
    """
    tree = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene_of(node))
    item = tree.GetItemByDataNode(neighbor)
    if item != tree.GetInvalidItemID():
        place_under(node, tree.GetItemParent(item))


def place_under(node: slicer.vtkMRMLNode, parent: int) -> None:
    """Put ``node`` under the item ``parent``."""
    tree = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene_of(node))
    item = tree.GetItemByDataNode(node)
    if item != tree.GetInvalidItemID():
        tree.SetItemParent(item, parent)
    else:
        tree.CreateItem(parent, node)


def free_name(scene: slicer.vtkMRMLScene, name: str) -> str:
    """``name``, or "name 2", "name 3", ... if a node of ``scene`` or an item of its tree is called so."""
    tree = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)
    number, candidate = 1, name
    while scene.GetFirstNodeByName(candidate) is not None or tree.GetItemByName(candidate) != tree.GetInvalidItemID():
        number += 1
        candidate = f"{name} {number}"
    return candidate
