"""A worker's map of where the model is unsure, as a volume to blend over the slices."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import numpy as np
import slicer

from .hierarchy import free_name, place_beside
from .nrrd import read_labels
from .segmentations import check_grid
from .volumes import UNCERTAINTY, Snapshot

COLORS = "vtkMRMLColorTableNodeFileInferno.txt"
"""Slicer's color table Inferno: the surer, the darker."""
SHOWN_PERCENT = (10, 50)
"""Less is transparent, so that the image is not darkened where the model is sure; more is rare, since a boundary
between two of eight classes has 33.
"""
OPACITY = 0.4


def read_uncertainty(path: Path, snapshot: Snapshot) -> Generator[float, None, slicer.vtkMRMLScalarVolumeNode]:
    """Make a volume node, not yet in a scene, of the map in the file ``path``, which lies on the grid of ``snapshot``;
    yields 0..1. Raises ``UserError`` BAD_LABELS if the file cannot be read or lies on another grid.
    """
    percent, ijk_to_world = yield from read_labels(path)
    check_grid(percent, ijk_to_world, snapshot, path)
    node = slicer.vtkMRMLScalarVolumeNode()
    slicer.util.updateVolumeFromArray(node, percent)
    node.SetIJKToRASMatrix(slicer.util.vtkMatrixFromArray(np.array(snapshot.ijk_to_ras)))
    node.SetAttribute(UNCERTAINTY, "1")
    return node


def place_uncertainty(
    node: slicer.vtkMRMLScalarVolumeNode, snapshot: Snapshot, scene: slicer.vtkMRMLScene
) -> slicer.vtkMRMLScalarVolumeNode:
    """Put a node of ``read_uncertainty`` into ``scene``, beside its volume and under its parent transform; returns
    it.
    """
    node.SetName(free_name(scene, f"{snapshot.name} uncertainty"))
    # Before the voxels are observed: an automatic window would read all of them.
    display: slicer.vtkMRMLScalarVolumeDisplayNode = scene.AddNewNodeByClass("vtkMRMLScalarVolumeDisplayNode", "")
    low, high = SHOWN_PERCENT
    display.SetAutoWindowLevel(False)
    display.SetWindowLevelMinMax(low, high)
    display.SetThreshold(low, 100)
    display.SetApplyThreshold(True)
    display.SetAndObserveColorNodeID(COLORS)
    scene.AddNode(node)
    node.SetAndObserveDisplayNodeID(display.GetID())
    transform, volume = snapshot.transform(scene), snapshot.volume(scene)
    if transform is not None:
        node.SetAndObserveTransformNodeID(transform.GetID())
    if volume is not None:
        place_beside(node, volume)
    return node


def blend(node: slicer.vtkMRMLScalarVolumeNode, scene: slicer.vtkMRMLScene) -> None:
    """Show ``node`` in front of the image in every slice view."""
    kind = "vtkMRMLSliceCompositeNode"
    for number in range(scene.GetNumberOfNodesByClass(kind)):
        view: slicer.vtkMRMLSliceCompositeNode = scene.GetNthNodeByClass(number, kind)
        view.SetForegroundVolumeID(node.GetID())
        view.SetForegroundOpacity(OPACITY)
