"""Time series of the scene: the phases of a sequence of volumes, and a sequence of segmentations that is browsed with
it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import slicer

from ..errors import Code, UserError
from ..label_set import LabelSet
from .hierarchy import free_name, scene_of
from .segmentations import place
from .volumes import UNCERTAINTY, Snapshot, check_volume, matrix_to_world, take_snapshot

_JOB = "CrossModalitySeg.Job"
"""Attribute of a sequence of segmentations or maps: the job that makes it, so that whoever goes on with the job finds
it.
"""

_OTHER_SERIES = "Choose a sequence of CT or MR volumes."


@dataclass(frozen=True)
class Phase:
    """One volume of a series: ``value`` is its index in the sequence, as "0.35"; ``snapshot`` says where it lies, under
    the transforms of the volume that shows the series.
    """

    volume: slicer.vtkMRMLScalarVolumeNode
    snapshot: Snapshot
    value: str

    @property
    def scale(self) -> float:
        """How many times larger the transforms make a volume in ml."""
        world, own = (
            np.linalg.det(np.array(matrix)[:3, :3]) for matrix in (self.snapshot.ijk_to_world, self.snapshot.ijk_to_ras)
        )
        return float(abs(world / own))


def check_series(node: slicer.vtkMRMLNode | None) -> slicer.vtkMRMLSequenceNode:
    """Check that a node is a time series of which each phase can be segmented. Reads no voxel.

    Args:
        node: What was chosen; None where nothing was.

    Returns:
        ``node``, a sequence of two volumes or more.

    Raises:
        UserError: BAD_INPUT for anything else, naming the phase where it is one.
    """
    if not isinstance(node, slicer.vtkMRMLSequenceNode):
        name = node.GetName() if node is not None else "Nothing"
        raise UserError(Code.BAD_INPUT, f"{name} is not a time series.", _OTHER_SERIES)
    name = node.GetName()
    if node.GetScene() is None:
        raise UserError(
            Code.BAD_INPUT, f"The series {name} is not in the scene any more.", "Load it again, or choose another one."
        )
    if node.GetAttribute(UNCERTAINTY):
        raise UserError(Code.BAD_INPUT, f"{name} is a series of uncertainty maps, not of images.", _OTHER_SERIES)
    count = node.GetNumberOfDataNodes()
    if count < 2:
        raise UserError(
            Code.BAD_INPUT,
            f"{name} holds {'a single phase' if count else 'nothing'}.",
            "Choose a sequence of two volumes or more.",
        )
    for number in range(count):
        data = node.GetNthDataNode(number)
        if not isinstance(data, slicer.vtkMRMLScalarVolumeNode):
            raise UserError(Code.BAD_INPUT, f"{name} is not a series of volumes.", _OTHER_SERIES)
        try:
            check_volume(data)
        except UserError as error:
            raise UserError(error.code, f"Phase {number + 1} of {name}: {error.sentence}", error.remedy) from error
    shown = shown_volume(node)
    if shown is not None:
        check_volume(shown)  # its transforms are those of all phases
    return node


def phases_of(sequence: slicer.vtkMRMLSequenceNode) -> list[Phase]:
    """The phases of a time series.

    Args:
        sequence: Sequence that ``check_series`` has passed.

    Returns:
        The phases in their order. All of them lie under the transforms of the volume that shows the series, and carry
        its name; the name of the sequence, and no transform, where no browser shows it.
    """
    shown = shown_volume(sequence)
    parent = shown.GetParentTransformNode() if shown is not None else None
    to_world = matrix_to_world(parent)
    phases = []
    for number in range(sequence.GetNumberOfDataNodes()):
        volume = sequence.GetNthDataNode(number)
        own = take_snapshot(volume)
        world = to_world @ np.array(own.ijk_to_ras)
        snapshot = replace(
            own,
            name=shown.GetName() if shown is not None else sequence.GetName(),
            node_id=shown.GetID() if shown is not None else "",
            ijk_to_world=tuple(tuple(float(value) for value in row) for row in world),
            transform_id=parent.GetID() if parent is not None else "",
        )
        phases.append(Phase(volume, snapshot, sequence.GetNthIndexValue(number)))
    return phases


def browser_of(sequence: slicer.vtkMRMLSequenceNode) -> slicer.vtkMRMLSequenceBrowserNode | None:
    """The sequence browser that shows ``sequence``, the first one of several; None if there is none."""
    scene, kind = scene_of(sequence), "vtkMRMLSequenceBrowserNode"
    browsers = (scene.GetNthNodeByClass(number, kind) for number in range(scene.GetNumberOfNodesByClass(kind)))
    return next((one for one in browsers if one.IsSynchronizedSequenceNodeID(sequence.GetID(), True)), None)


def shown_volume(sequence: slicer.vtkMRMLSequenceNode) -> slicer.vtkMRMLScalarVolumeNode | None:
    """The volume node that shows the current phase of a series.

    Args:
        sequence: Sequence of volumes, in a scene.

    Returns:
        The volume in the scene; None if no browser shows the sequence, or shows it by another kind of node.
    """
    browser = browser_of(sequence)
    node = browser.GetProxyNode(sequence) if browser is not None else None
    return node if isinstance(node, slicer.vtkMRMLScalarVolumeNode) else None


def current_item(sequence: slicer.vtkMRMLSequenceNode) -> int | None:
    """Which item of a sequence its browser shows.

    Args:
        sequence: Sequence in a scene, which may lack some of the items of the one that leads the browser.

    Returns:
        Number of the item in ``sequence``, from 0 on; None if it has none of this moment, or no browser shows it.
    """
    browser = browser_of(sequence)
    leading = browser.GetMasterSequenceNode() if browser is not None else None
    if browser is None or leading is None:
        return None
    value = leading.GetNthIndexValue(browser.GetSelectedItemNumber())
    item = sequence.GetItemNumberFromIndexValue(value, True)
    return item if item >= 0 else None


def phase_numbers(sequence: slicer.vtkMRMLSequenceNode) -> list[int]:
    """Which phase (1..) of the sequence that leads its browser each item of ``sequence`` is: another number than its
    own where phases are left out.
    """
    browser = browser_of(sequence)
    leading = (browser.GetMasterSequenceNode() if browser is not None else None) or sequence
    values = [sequence.GetNthIndexValue(number) for number in range(sequence.GetNumberOfDataNodes())]
    return [leading.GetItemNumberFromIndexValue(value, True) + 1 for value in values]


class SegmentationSeries:
    """A sequence of segmentations in the making, beside the sequence of volumes that it is of.

    >>> series = SegmentationSeries(sequence)
    >>> for phase in phases_of(sequence):
    ...     series.add(phase, without_pause(read_segmentation(path, phase.snapshot)))
    >>> segmentation = series.place(phase.snapshot, label_set)  # shows the phase that the browser shows
    """

    def __init__(self, volumes: slicer.vtkMRMLSequenceNode, job: str = "") -> None:
        """``job`` names the job that makes it: what an earlier start of that job has left in the scene is gone on
        with, corrections by hand included.
        """
        self._volumes = volumes
        self.node = left_or_new(job, volumes)

    def segmentation_of(self, phase: Phase) -> slicer.vtkMRMLSegmentationNode | None:
        """What the sequence holds of a phase.

        Args:
            phase: Phase of the volumes.

        Returns:
            The node in the sequence, which is in no scene of its own; None if there is none yet.
        """
        node: slicer.vtkMRMLSegmentationNode | None = self.node.GetDataNodeAtValue(phase.value)
        return node

    def add(self, phase: Phase, segmentation: slicer.vtkMRMLSegmentationNode) -> None:
        """Take a copy of a segmentation in, in the place of an earlier one of the same phase.

        Args:
            phase: Phase that it is of, on whose grid it lies.
            segmentation: Node of ``read_segmentation``; it gets the name of the volume.
        """
        segmentation.SetName(phase.snapshot.name)
        self.node.SetDataNodeAtValue(segmentation, phase.value)

    def browse(self) -> slicer.vtkMRMLSequenceBrowserNode:
        """The browser of the volumes, a new one where they have none. Slicer copies a volume to show it; ``place``
        does so, too, and nothing should block for both.
        """
        return browser_of(self._volumes) or _new_browser(self._volumes)

    def place(self, snapshot: Snapshot, label_set: LabelSet) -> slicer.vtkMRMLSegmentationNode:
        """Put the sequence into the scene of the volumes, browsed together with them.

        Corrections of the node that shows it stay with their phase. A sequence that is browsed already keeps that node.

        Args:
            snapshot: That of any phase.
            label_set: The structures, which are shown as they want it.

        Returns:
            The segmentation node that shows the current phase; of a phase that has no segmentation, as after a stop, an
            empty one.
        """
        scene = scene_of(self._volumes)
        browser = self.browse()
        current = self._volumes.GetNthIndexValue(browser.GetSelectedItemNumber())
        before = browser.GetProxyNode(self.node)
        if isinstance(before, slicer.vtkMRMLSegmentationNode):
            if not before.GetSegmentation().GetNumberOfSegments() and (found := self.node.GetDataNodeAtValue(current)):
                before.CopyContent(found)  # the phase had none yet
            return before
        snapshot = enter_scene(self.node, self._volumes, browser, snapshot, label_set.subject)
        segmentation = slicer.vtkMRMLSegmentationNode()
        segmentation.CopyContent(self.node.GetDataNodeAtValue(current) or self.node.GetNthDataNode(0))
        place(segmentation, snapshot, scene, label_set)
        browse_with(browser, self.node, segmentation)
        return segmentation


def left_or_new(job: str, volumes: slicer.vtkMRMLSequenceNode, *, maps: bool = False) -> slicer.vtkMRMLSequenceNode:
    """The sequence of segmentations, or of uncertainty ``maps``, that ``job`` has left in the scene beside ``volumes``;
    a new one, not yet in the scene and counted as ``volumes`` are, where there is none.
    """
    if job and (left := _left_by(job, volumes, maps)) is not None:
        return left
    node = slicer.vtkMRMLSequenceNode()
    node.SetAttribute(_JOB, job)
    if maps:
        node.SetAttribute(UNCERTAINTY, "1")
    node.SetIndexName(volumes.GetIndexName())
    node.SetIndexUnit(volumes.GetIndexUnit())
    node.SetIndexType(volumes.GetIndexType())
    return node


def enter_scene(
    sequence: slicer.vtkMRMLSequenceNode,
    volumes: slicer.vtkMRMLSequenceNode,
    browser: slicer.vtkMRMLSequenceBrowserNode,
    snapshot: Snapshot,
    content: str,
) -> Snapshot:
    """Add ``sequence`` to the scene of ``volumes``, named after these and its ``content``, if it is in none; returns
    ``snapshot`` as that of the volume that ``browser`` shows.
    """
    if sequence.GetScene() is None:
        scene = scene_of(volumes)
        sequence.SetName(free_name(scene, f"{volumes.GetName()} {content}"))
        scene.AddNode(sequence)
    shown = browser.GetProxyNode(volumes)  # the browser may have made it just now
    return snapshot if shown is None else replace(snapshot, name=shown.GetName(), node_id=shown.GetID())


def browse_with(
    browser: slicer.vtkMRMLSequenceBrowserNode, sequence: slicer.vtkMRMLSequenceNode, shown: slicer.vtkMRMLNode
) -> None:
    """Let the node ``shown`` show the phase of ``sequence`` that ``browser`` has chosen, and nothing where it holds
    none.
    """
    with slicer.util.NodeModify(browser):  # the volume is copied at each change that is signaled
        browser.AddProxyNode(shown, sequence, False)
        browser.SetOverwriteProxyName(sequence, False)
        browser.SetMissingItemMode(sequence, browser.MissingItemSetToDefault)
        browser.SetSaveChanges(sequence, True)


def _left_by(job: str, volumes: slicer.vtkMRMLSequenceNode, maps: bool) -> slicer.vtkMRMLSequenceNode | None:
    """The sequence that ``job`` has made beside ``volumes``; None if there is none, or no scene any more."""
    if volumes.GetScene() is None:
        return None
    browser = browser_of(volumes)
    for node in slicer.util.getNodesByClass("vtkMRMLSequenceNode", scene_of(volumes)):
        of_job = node.GetAttribute(_JOB) == job and bool(node.GetAttribute(UNCERTAINTY)) == maps
        if of_job and browser is not None and browser_of(node) is browser:
            return node
    return None


def _new_browser(sequence: slicer.vtkMRMLSequenceNode) -> slicer.vtkMRMLSequenceBrowserNode:
    scene = scene_of(sequence)
    name = free_name(scene, f"{sequence.GetName()} browser")
    browser: slicer.vtkMRMLSequenceBrowserNode = scene.AddNewNodeByClass("vtkMRMLSequenceBrowserNode", name)
    with slicer.util.NodeModify(browser):
        browser.SetAndObserveMasterSequenceNodeID(sequence.GetID())
    return browser
