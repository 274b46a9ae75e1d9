"""The worker's label map becomes a segmentation node: at its volume's place, named, colored, coded, and shown in 3D.

In small steps between which the interface lives: at 60 million voxels all of it at once would block Slicer for two
seconds.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import numpy as np
import slicer
from numpy.typing import NDArray

from ..anatomy import DEFAULT_LABEL_SET
from ..errors import Code, UserError
from ..label_set import LabelSet, Structure
from .hierarchy import free_name, place_beside, scene_of
from .labels import LABELMAP, keep_label_set, label_set_of, labels_on, oriented_image, segments_of
from .nrrd import read_labels
from .surfaces import SURFACE, box_of, quick_surface
from .terminology import entry
from .volumes import Snapshot, take_snapshot

_TOLERANCE_MM = 1e-3
_T = TypeVar("_T")


def import_labels(
    path: Path, snapshot: Snapshot, scene: slicer.vtkMRMLScene, label_set: LabelSet = DEFAULT_LABEL_SET
) -> slicer.vtkMRMLSegmentationNode:
    """``read_segmentation`` and ``place`` without a pause; returns the segmentation node."""
    where = snapshot.now(scene)
    return place(without_pause(read_segmentation(path, snapshot, label_set, where)), where, scene, label_set)


def read_segmentation(
    path: Path, snapshot: Snapshot, label_set: LabelSet = DEFAULT_LABEL_SET, where: Snapshot | None = None
) -> Generator[float, None, slicer.vtkMRMLSegmentationNode]:
    """Make a segmentation node, not yet in a scene, of a label map.

    The node lies in the volume's own coordinates, exactly on its grid. It holds the structures in reading order, each
    with its surface; one that was not found is an empty segment, so that everybody sees that it is missing.

    Args:
        path: File of the label map: values of ``label_set`` on the grid of ``snapshot``.
        snapshot: Where the volume lay when it was segmented.
        label_set: The structures.
        where: Where it lies now; None for the same place.

    Yields:
        The done fraction, 0..1.

    Returns:
        The node.

    Raises:
        UserError: BAD_LABELS if the file cannot be read or lies on another grid.
    """
    labels, ijk_to_world = yield from read_labels(path)
    check_grid(labels, ijk_to_world, snapshot, path)
    return (yield from segmentation_of(labels, where or snapshot, path.name, label_set))


def read_on_own_grid(
    path: Path, name: str, label_set: LabelSet = DEFAULT_LABEL_SET
) -> Generator[float, None, tuple[slicer.vtkMRMLSegmentationNode, Snapshot]]:
    """As ``read_segmentation``, on the grid on which the label map itself lies.

    Args:
        path: File of the label map: values of ``label_set``.
        name: What to call the volume that it is of.
        label_set: The structures.

    Yields:
        The done fraction, 0..1.

    Returns:
        The node, and its grid as that of a volume called ``name``, of no node of the scene and under no transform.

    Raises:
        UserError: BAD_LABELS if the file cannot be read, or holds values that ``label_set`` lacks.
    """
    labels, matrix = yield from read_labels(path)
    rows = tuple(tuple(float(value) for value in row) for row in matrix)
    snapshot = Snapshot(name, "", labels.shape[::-1], rows, rows)
    return (yield from segmentation_of(labels, snapshot, path.name, label_set)), snapshot


def place(
    node: slicer.vtkMRMLSegmentationNode,
    snapshot: Snapshot,
    scene: slicer.vtkMRMLScene,
    label_set: LabelSet = DEFAULT_LABEL_SET,
) -> slicer.vtkMRMLSegmentationNode:
    """Put a segmentation into the scene, beside its volume and under its parent transform.

    Args:
        node: Node of ``read_segmentation``.
        snapshot: Where the volume lay.
        scene: The scene.
        label_set: The structures, which are shown as they want it.

    Returns:
        ``node``.
    """
    node.SetName(free_name(scene, f"{snapshot.name} {label_set.subject}"))
    # Whole before it is added, so that no view ever shows a part of it.
    scene.AddNode(node)
    transform, volume = snapshot.transform(scene), snapshot.volume(scene)
    if transform is not None:
        node.SetAndObserveTransformNodeID(transform.GetID())
    if volume is not None:
        node.SetNodeReferenceID(node.GetReferenceImageGeometryReferenceRole(), volume.GetID())
        place_beside(node, volume)
    _show(node, label_set)
    return node


def check_target(node: slicer.vtkMRMLSegmentationNode | None, volume: slicer.vtkMRMLScalarVolumeNode | None) -> None:
    """Check that results of a volume can be written into a segmentation.

    Args:
        node: The segmentation.
        volume: The volume; None, for one that is not there any more, is not looked at.

    Raises:
        UserError: BAD_LABELS if the segmentation is not in a scene, or lies under another transform than the volume.
    """
    if node is None or node.GetScene() is None:
        raise UserError(Code.BAD_LABELS, "The segmentation is not in the scene any more.", "Choose another one.")
    if volume is not None and node.GetParentTransformNode() is not volume.GetParentTransformNode():
        raise UserError(
            Code.BAD_LABELS,
            f"{node.GetName()} and {volume.GetName()} lie under different transforms.",
            "Put both under the same transform, or harden it.",
        )


def write_into(
    node: slicer.vtkMRMLSegmentationNode, made: slicer.vtkMRMLSegmentationNode, label_set: LabelSet
) -> Generator[float, None, None]:
    """Write structures into a segmentation of the same volume. A segment that is one of them is replaced, those that
    are missing are added, others stay as they are.

    Args:
        node: Segmentation in the scene.
        made: Node of ``read_segmentation``.
        label_set: Structures of ``made``.

    Yields:
        The done fraction, 0..1.
    """
    logic, segmentation = slicer.vtkSlicerSegmentationsModuleLogic, node.GetSegmentation()
    present = {structure.name: key for structure, key in segments_of(node, label_set)}
    if not all(label_set_of(node).called(name) for name in label_set.names):
        keep_label_set(node, label_set)
    for number, structure in enumerate(label_set.structures, start=1):
        key = present.get(structure.name)
        if key is None:
            segment = slicer.vtkSegment()
            segment.SetName(structure.title)
            segment.SetColor(*(channel / 255 for channel in structure.color))
            segment.SetTerminology(entry(structure))
            key = segmentation.GenerateUniqueSegmentID(structure.name)
            segmentation.AddSegment(segment, key)
        image = slicer.vtkOrientedImageData()
        made.GetBinaryLabelmapRepresentation(structure.name, image)
        logic.SetBinaryLabelmapToSegment(image, node, key, logic.MODE_REPLACE)
        yield number / len(label_set.structures)


def segmentation_of_label_map(
    label_map: slicer.vtkMRMLLabelMapVolumeNode, volume: slicer.vtkMRMLScalarVolumeNode
) -> slicer.vtkMRMLSegmentationNode:
    """Make a segmentation of what a label map marks, without a pause.

    Args:
        label_map: Label map of the scene.
        volume: Volume of the scene, on whose grid the segmentation is made; each voxel takes the nearest one.

    Returns:
        The segmentation, in the scene of ``volume`` and beside it.

    Raises:
        UserError: BAD_LABELS, as ``labels_on``.
    """
    snapshot, label_set = take_snapshot(volume), label_set_of(label_map)
    node = without_pause(
        segmentation_of(labels_on(label_map, snapshot, label_set), snapshot, label_map.GetName(), label_set)
    )
    return place(node, snapshot, scene_of(volume), label_set)


def without_pause(steps: Generator[float, None, _T]) -> _T:
    """Take all ``steps`` at once, and return what they return."""
    try:
        while True:
            next(steps)
    except StopIteration as end:
        return end.value


def describe(node: slicer.vtkMRMLSegmentationNode, quality: str, model: str) -> None:
    """Keep with a segmentation how good it is and which model made it.

    Args:
        node: The segmentation; its description and attributes are changed.
        quality: Sentences of what speaks for or against it.
        model: Name of the model.
    """
    node.SetDescription(quality)
    node.SetAttribute("CrossModalitySeg.Quality", quality)
    node.SetAttribute("CrossModalitySeg.Model", model)


def segmentation_of(
    labels: NDArray[np.uint8], snapshot: Snapshot, name: str, label_set: LabelSet
) -> Generator[float, None, slicer.vtkMRMLSegmentationNode]:
    """Make a segmentation node, not yet in a scene, of values of ``label_set`` (D, H, W) on the grid of ``snapshot``;
    yields 0..1. ``name`` is for errors.
    """
    if labels.max() >= label_set.class_count:
        raise UserError(
            Code.BAD_LABELS,
            f"The label map {name} holds the unknown value {labels.max()}.",
            "Segment the volume again.",
        )
    node = slicer.vtkMRMLSegmentationNode()
    segmentation, converter = node.GetSegmentation(), slicer.vtkSegmentationConverter
    segmentation.SetSourceRepresentationName(LABELMAP)
    extent = [end for size in snapshot.dimensions for end in (0, size - 1)]
    geometry = converter.SerializeImageGeometry(slicer.util.vtkMatrixFromArray(np.array(snapshot.ijk_to_ras)), extent)
    segmentation.SetConversionParameter(converter.GetReferenceImageGeometryParameterName(), geometry)
    d, h, w = box_of(labels)
    # As Slicer keeps its own segmentations: the rest of the grid is empty.
    heart, first = np.ascontiguousarray(labels[d, h, w]), (w.start, h.start, d.start)
    image = oriented_image(heart, snapshot.ijk_to_ras, first)
    for number, structure in enumerate(label_set.structures, start=1):
        yield (number - 0.5) / len(label_set.structures)
        mask = (heart == structure.value).view(np.uint8)
        box = box_of(mask)
        yield number / len(label_set.structures)
        segment = _segment(structure, image)
        start = tuple(first[axis] + box[2 - axis].start for axis in range(3))
        segment.AddRepresentation(SURFACE, quick_surface(mask[box], snapshot.ijk_to_ras, start))
        segmentation.AddSegment(segment, structure.name)
    keep_label_set(node, label_set)
    return node


def check_grid(labels: NDArray[np.uint8], ijk_to_world: NDArray[np.float64], snapshot: Snapshot, path: Path) -> None:
    """Raise ``UserError`` BAD_LABELS unless ``labels``, read from ``path``, lie on the grid of ``snapshot``."""
    last = np.array(snapshot.dimensions) - 1
    corners = np.array([[i, j, k, 1] for i in (0, last[0]) for j in (0, last[1]) for k in (0, last[2])]).T
    # Written so that a position that is not a number fails as well.
    agrees = (
        labels.shape == snapshot.shape
        and np.abs((ijk_to_world - np.array(snapshot.ijk_to_world)) @ corners).max() <= _TOLERANCE_MM
    )
    if not agrees:
        raise UserError(
            Code.BAD_LABELS,
            f"The label map {path} does not lie on the grid of the volume {snapshot.name}.",
            "Segment the volume again.",
        )


def _segment(structure: Structure, image: slicer.vtkOrientedImageData) -> slicer.vtkSegment:
    """A ``vtkSegment`` of the voxels of ``image`` that belong to ``structure``."""
    segment = slicer.vtkSegment()
    segment.SetName(structure.title)
    segment.SetColor(*(channel / 255 for channel in structure.color))
    segment.SetTerminology(entry(structure))
    segment.SetLabelValue(structure.value)
    segment.AddRepresentation(LABELMAP, image)  # one image that all segments share
    return segment


def _show(node: slicer.vtkMRMLSegmentationNode, label_set: LabelSet) -> None:
    node.CreateDefaultDisplayNodes()
    display = node.GetDisplayNode()
    display.SetOpacity2DFill(0.35)  # the image stays visible below it
    for structure in label_set.structures:
        if structure.surrounds:  # as the myocardium does the ventricle, which is to be seen
            display.SetSegmentOpacity3D(structure.name, 0.5)
