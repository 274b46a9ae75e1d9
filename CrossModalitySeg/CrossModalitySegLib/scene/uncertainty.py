"""A worker's map of where the model is unsure, as a volume to blend over the slices; of a series as a sequence."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import numpy as np
import slicer

from .hierarchy import free_name, place_beside, scene_of
from .nrrd import read_labels
from .segmentations import check_grid
from .series import Phase, browse_with, browser_of, enter_scene, left_or_new
from .volumes import UNCERTAINTY, Snapshot

COLORS = "vtkMRMLColorTableNodeFileInferno.txt"
"""Slicer's color table Inferno: the surer, the darker."""
SHOWN_PERCENT = (10, 50)
"""Less is transparent, so that the image is not darkened where the model is sure; more is rare, since a boundary
between two of eight classes has 33.
"""


def read_uncertainty(
    path: Path, snapshot: Snapshot, where: Snapshot | None = None
) -> Generator[float, None, slicer.vtkMRMLScalarVolumeNode]:
    """Make a volume node, not yet in a scene, of an uncertainty map.

    Args:
        path: File of the map (NRRD of bytes), on the grid of ``snapshot``.
        snapshot: Where the volume lay when it was segmented.
        where: Where it lies now; None for the same place.

    Yields:
        The done fraction, 0..1.

    Returns:
        The node, in the volume's own coordinates, marked as ``UNCERTAINTY``.

    Raises:
        UserError: BAD_LABELS if the file cannot be read or lies on another grid.
    """
    percent, ijk_to_world = yield from read_labels(path)
    check_grid(percent, ijk_to_world, snapshot, path)
    node = slicer.vtkMRMLScalarVolumeNode()
    slicer.util.updateVolumeFromArray(node, percent)
    node.SetIJKToRASMatrix(slicer.util.vtkMatrixFromArray(np.array((where or snapshot).ijk_to_ras)))
    node.SetAttribute(UNCERTAINTY, "1")
    return node


def place_uncertainty(
    node: slicer.vtkMRMLScalarVolumeNode, snapshot: Snapshot, scene: slicer.vtkMRMLScene
) -> slicer.vtkMRMLScalarVolumeNode:
    """Put an uncertainty map into the scene, beside its volume and under its parent transform.

    Args:
        node: Node of ``read_uncertainty``.
        snapshot: Where the volume lay.
        scene: The scene.

    Returns:
        ``node``, in the colors ``COLORS`` and transparent below the first of ``SHOWN_PERCENT``.
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


class UncertaintySeries:
    """A sequence of uncertainty maps in the making, beside the sequence of volumes that it is of.

    >>> series = UncertaintySeries(sequence)
    >>> for phase in phases_of(sequence):
    ...     series.add(phase, without_pause(read_uncertainty(path, phase.snapshot)))
    >>> unsure = series.place(phase.snapshot)  # shows the phase that the browser shows
    """

    def __init__(self, volumes: slicer.vtkMRMLSequenceNode, job: str = "") -> None:
        """``job`` names the job that makes it: what an earlier start of that job has left in the scene is gone on
        with.
        """
        self._volumes, self.node = volumes, left_or_new(job, volumes, maps=True)

    def add(self, phase: Phase, node: slicer.vtkMRMLScalarVolumeNode) -> None:
        """Take a copy of a map in, in the place of an earlier one of the same phase.

        Args:
            phase: Phase that it is of, on whose grid it lies.
            node: Node of ``read_uncertainty``.
        """
        self.node.SetDataNodeAtValue(node, phase.value)

    def place(self, snapshot: Snapshot) -> slicer.vtkMRMLScalarVolumeNode | None:
        """Put the sequence into the scene of the volumes, browsed together with them.

        Args:
            snapshot: That of any phase; the volumes have a browser.

        Returns:
            The volume that shows the map of the current phase, and nothing where that has none, as after a stop; None
            where there is no map, or no browser.
        """
        scene, browser = scene_of(self._volumes), browser_of(self._volumes)
        if browser is None or not self.node.GetNumberOfDataNodes():
            return None
        before = browser.GetProxyNode(self.node)
        current = self.node.GetDataNodeAtValue(self._volumes.GetNthIndexValue(browser.GetSelectedItemNumber()))
        if isinstance(before, slicer.vtkMRMLScalarVolumeNode):
            if current is not None:
                before.CopyContent(current)  # the phase may have had none yet
            return before
        snapshot = enter_scene(self.node, self._volumes, browser, snapshot, "uncertainty")
        node = slicer.vtkMRMLScalarVolumeNode()
        node.CopyContent(current or self.node.GetNthDataNode(0))
        node.SetAttribute(UNCERTAINTY, "1")
        place_uncertainty(node, snapshot, scene)
        browse_with(browser, self.node, node)
        return node
