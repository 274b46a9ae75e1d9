"""The worker's label map becomes a segmentation node: at its volume's place, named, coloured, coded, and shown in 3D."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import slicer
from numpy.typing import NDArray

from ..anatomy import HEART_4, LabelSet
from ..errors import Code, UserError
from .hierarchy import free_name, place_beside
from .labels import LABELMAP, keep_label_set, oriented_image
from .nrrd import read_labels
from .terminology import entry
from .volumes import Snapshot

_TOLERANCE_MM = 1e-3


def import_labels(path: Path, snapshot: Snapshot, scene: Any, label_set: LabelSet = HEART_4) -> Any:
    """Put the label map in the file ``path``, values of ``label_set`` on the grid of ``snapshot``, into ``scene``; returns the segmentation node.

    The node lies in the volume's own coordinates, exactly on its grid, under its parent transform. It holds the structures in
    reading order; one that was not found is an empty segment, so that everybody sees that it is missing.
    Raises ``UserError`` BAD_LABELS if the file cannot be read or lies on another grid.
    """
    labels, ijk_to_world = read_labels(path)
    _check(labels, ijk_to_world, snapshot, path, label_set)
    node = slicer.vtkMRMLSegmentationNode()
    node.SetName(free_name(scene, f"{snapshot.name} {label_set.subject}"))
    _fill(node.GetSegmentation(), labels, snapshot, label_set)
    keep_label_set(node, label_set)
    node.CreateClosedSurfaceRepresentation()
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


def describe(node: Any, quality: str, model: str) -> None:
    """Keep with a segmentation what speaks for or against it, and the name of the model that made it."""
    node.SetDescription(quality)
    node.SetAttribute("CrossModalitySeg.Quality", quality)
    node.SetAttribute("CrossModalitySeg.Model", model)


def _check(labels: NDArray[np.uint8], ijk_to_world: NDArray[np.float64], snapshot: Snapshot, path: Path, label_set: LabelSet) -> None:
    last = np.array(snapshot.dimensions) - 1
    corners = np.array([[i, j, k, 1] for i in (0, last[0]) for j in (0, last[1]) for k in (0, last[2])]).T
    # Written so that a position that is not a number fails as well.
    agrees = labels.shape == snapshot.shape and np.abs((ijk_to_world - np.array(snapshot.ijk_to_world)) @ corners).max() <= _TOLERANCE_MM
    if not agrees:
        raise UserError(Code.BAD_LABELS, f"The label map {path} does not lie on the grid of the volume {snapshot.name}.", "Segment the volume again.")
    if labels.max() >= label_set.class_count:
        raise UserError(Code.BAD_LABELS, f"The label map {path} holds the unknown value {labels.max()}.", "Segment the volume again.")


def _fill(segmentation: Any, labels: NDArray[np.uint8], snapshot: Snapshot, label_set: LabelSet) -> None:
    image = oriented_image(labels, snapshot.ijk_to_ras)
    converter = slicer.vtkSegmentationConverter
    segmentation.SetSourceRepresentationName(LABELMAP)
    segmentation.SetConversionParameter(converter.GetReferenceImageGeometryParameterName(), converter.SerializeImageGeometry(image))
    for structure in label_set.structures:
        segment = slicer.vtkSegment()
        segment.SetName(structure.title)
        segment.SetColor(*(channel / 255 for channel in structure.color))
        segment.SetTerminology(entry(structure))
        segment.SetLabelValue(structure.value)
        segment.AddRepresentation(LABELMAP, image)  # one image that all share
        segmentation.AddSegment(segment, structure.name)


def _show(node: Any, label_set: LabelSet) -> None:
    node.CreateDefaultDisplayNodes()
    display = node.GetDisplayNode()
    display.SetOpacity2DFill(0.35)  # the image stays visible below it
    for structure in label_set.structures:
        if structure.surrounds:  # as the myocardium does the ventricle, which is to be seen
            display.SetSegmentOpacity3D(structure.name, 0.5)
