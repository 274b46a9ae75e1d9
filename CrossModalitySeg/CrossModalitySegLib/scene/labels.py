"""The structures in a node of the scene (a segmentation or a label map), as values of a label set on a volume's
grid.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import slicer
import vtk
from numpy.typing import NDArray
from vtk.util.numpy_support import numpy_to_vtk, vtk_to_numpy

from ..anatomy import LARGEST_LABEL_SET, fitting, read_label_set
from ..errors import Code, UserError
from ..label_set import LabelSet, Structure
from .terminology import structure_of
from .volumes import MarkedNode, Matrix, Snapshot, has_voxels, matrix_to_world

if TYPE_CHECKING:
    from vtkmodules.vtkCommonDataModel import vtkImageData

LABELMAP = "Binary labelmap"
"""Slicer's name of segments that are kept as voxels."""

_LABEL_SET = "CrossModalitySeg.Labels"
"""Attribute of a segmentation of ours that describes its label set."""


def keep_label_set(node: slicer.vtkMRMLSegmentationNode, label_set: LabelSet) -> None:
    """Keep with a segmentation which structures it is of."""
    node.SetAttribute(_LABEL_SET, json.dumps(label_set.to_json()))


def label_set_of(node: MarkedNode) -> LabelSet:
    """The structures that a node marks.

    Args:
        node: Segmentation or label map.

    Returns:
        The label set that is kept with ``node``; else the smallest of those that ship that fits its segments or, in a
        label map, its highest value.
    """
    try:
        return read_label_set(node.GetAttribute(_LABEL_SET) or "")
    except ValueError:  # not one of ours, or changed by hand
        pass
    if isinstance(node, slicer.vtkMRMLSegmentationNode):
        return fitting(structure.name for structure, _ in segments_of(node, LARGEST_LABEL_SET))
    image = node.GetImageData()
    highest = int(voxels_of(image).max()) if image is not None and has_voxels(node) else 0
    return fitting([LARGEST_LABEL_SET.by_value(highest).name] if 0 < highest < LARGEST_LABEL_SET.class_count else [])


def common_label_set(nodes: Sequence[MarkedNode]) -> LabelSet:
    """The structures that all of some nodes mark.

    Args:
        nodes: Segmentations and label maps, one or more.

    Returns:
        The smallest of their label sets.

    Raises:
        UserError: BAD_LABELS if one of them does not know all of it.
    """
    found = [label_set_of(node) for node in nodes]
    smallest = min(found, key=lambda one: one.class_count)
    for node, label_set in zip(nodes, found, strict=True):
        if not all(label_set.called(name) for name in smallest.names):
            sentence = (
                f"{node.GetName()} is of the structures {', '.join(label_set.names)}, and another one of "
                f"{', '.join(smallest.names)}."
            )
            raise UserError(Code.BAD_LABELS, sentence, "Choose segmentations of the same structures.")
    return smallest


def check_labels(node: slicer.vtkMRMLNode | None) -> MarkedNode:
    """Return ``node`` if it is in the scene and is a label map, or a segmentation with one of the structures; raises
    ``UserError`` BAD_LABELS.
    """
    if node is None:
        raise UserError(
            Code.BAD_LABELS, "No segmentation is chosen.", "Choose a segmentation or a label map of the volume."
        )
    name = node.GetName()
    if node.GetScene() is None:
        raise UserError(
            Code.BAD_LABELS,
            f"The segmentation {name} is not in the scene any more.",
            "Load it again, or choose another one.",
        )
    if isinstance(node, slicer.vtkMRMLLabelMapVolumeNode):
        if not has_voxels(node):
            raise UserError(
                Code.BAD_LABELS, f"The label map {name} holds no voxels.", "Load it again, or choose another one."
            )
    elif not isinstance(node, slicer.vtkMRMLSegmentationNode):
        raise UserError(
            Code.BAD_LABELS,
            f"{name} is neither a segmentation nor a label map.",
            "Choose a segmentation or a label map of the volume.",
        )
    elif not segments_of(node, label_set := label_set_of(node)):
        names = ", ".join(label_set.names)
        raise UserError(
            Code.BAD_LABELS, f"No segment of {name} is one of the structures {names}.", f"Name the segments {names}."
        )
    return node


def segments_of(segmentation_node: slicer.vtkMRMLSegmentationNode, label_set: LabelSet) -> list[tuple[Structure, str]]:
    """Structure and ID of each segment that is a structure of ``label_set``, in its order; other segments are passed
    over.
    """
    segmentation = segmentation_node.GetSegmentation()
    found = [(structure_of(segmentation.GetSegment(key), label_set), key) for key in segmentation.GetSegmentIDs()]
    known = [(structure, key) for structure, key in found if structure is not None]
    return sorted(known, key=lambda pair: label_set.structures.index(pair[0]))


def labels_on(node: MarkedNode, grid: Snapshot, label_set: LabelSet | None = None) -> NDArray[np.uint8]:
    """Values of ``label_set`` (None: that of the node) at the voxels (D, H, W) of ``grid``, from a segmentation or
    label map, to the nearest voxel.

    Where segments overlap, the one that is last in the set wins. Raises ``UserError`` BAD_LABELS as ``check_labels``,
    for unknown values of a label map, and where nothing of the structures lies inside the grid.
    """
    check_labels(node)
    reference = oriented_image(np.zeros(grid.shape, np.uint8), grid.ijk_to_world)
    wanted = label_set or label_set_of(node)
    result = (
        _of_segments(node, reference, wanted)
        if isinstance(node, slicer.vtkMRMLSegmentationNode)
        else _of_label_map(node, reference, wanted)
    )
    if not result.any():
        raise UserError(
            Code.BAD_LABELS,
            f"{node.GetName()} marks nothing inside {grid.name or 'the volume'}.",
            "Choose the volume on which the segmentation was made.",
        )
    return result


def segment_image(
    segmentation_node: slicer.vtkMRMLSegmentationNode, segment_id: str
) -> tuple[slicer.vtkOrientedImageData, int]:
    """A ``vtkOrientedImageData`` in the node's own coordinates, and the value that the segment has in it; the node is
    left as it is.

    Other segments may have other values in the same image. A segment that is kept as a surface is converted.
    """
    image, segment = slicer.vtkOrientedImageData(), segmentation_node.GetSegmentation().GetSegment(segment_id)
    stored = segment.GetRepresentation(LABELMAP) is not None
    # Without parent transforms: Slicer (5.13) puts together nested ones in the wrong order here.
    slicer.vtkSlicerSegmentationsModuleLogic.GetSegmentBinaryLabelmapRepresentation(
        segmentation_node, segment_id, image, False
    )
    return image, segment.GetLabelValue() if stored else 1


def oriented_image(
    array: NDArray, matrix: Matrix, first: tuple[int, int, int] = (0, 0, 0)
) -> slicer.vtkOrientedImageData:
    """A ``vtkOrientedImageData`` of voxels (D, H, W), which are copied, with the 4x4 ``matrix`` from (i, j, k) to RAS;
    ``first`` is the first voxel's.
    """
    image = slicer.vtkOrientedImageData()
    image.SetExtent(
        [end for start, size in zip(first, array.shape[::-1], strict=True) for end in (start, start + size - 1)]
    )
    image.GetPointData().SetScalars(numpy_to_vtk(array.ravel(), deep=True))
    image.SetGeometryFromImageToWorldMatrix(slicer.util.vtkMatrixFromArray(np.array(matrix)))
    return image


def voxels_of(image: vtkImageData) -> NDArray:
    """Voxels (D, H, W) of a ``vtkImageData``; a view that must not outlive it."""
    return vtk_to_numpy(image.GetPointData().GetScalars()).reshape(image.GetDimensions()[::-1])


def _of_segments(
    node: slicer.vtkMRMLSegmentationNode, reference: slicer.vtkOrientedImageData, label_set: LabelSet
) -> NDArray[np.uint8]:
    result = np.zeros(reference.GetDimensions()[::-1], np.uint8)
    for structure, key in segments_of(node, label_set):
        image, value = segment_image(node, key)
        if image.GetPointData().GetScalars() is not None:
            result[_resampled(image, node, reference) == value] = structure.value
    return result


def _of_label_map(
    node: slicer.vtkMRMLLabelMapVolumeNode, reference: slicer.vtkOrientedImageData, label_set: LabelSet
) -> NDArray[np.uint8]:
    image, matrix, voxels = slicer.vtkOrientedImageData(), vtk.vtkMatrix4x4(), node.GetImageData()
    assert voxels is not None  # or the check had refused it
    image.ShallowCopy(voxels)
    node.GetIJKToRASMatrix(matrix)
    image.SetGeometryFromImageToWorldMatrix(matrix)
    return _values(_resampled(image, node, reference), node.GetName(), label_set)


def _resampled(image: slicer.vtkOrientedImageData, node: MarkedNode, reference: slicer.vtkOrientedImageData) -> NDArray:
    """Voxels (D, H, W) of ``image``, which lies in the coordinates of ``node``, on the grid of ``reference``: each the
    nearest one, 0 outside.
    """
    parent, transform, result = node.GetParentTransformNode(), None, slicer.vtkOrientedImageData()
    if parent is not None and parent.IsTransformToWorldLinear():
        # As a matrix: a general transform is asked voxel by voxel, which takes 30 times as long.
        matrix = vtk.vtkMatrix4x4()
        image.GetImageToWorldMatrix(matrix)
        image.SetGeometryFromImageToWorldMatrix(
            slicer.util.vtkMatrixFromArray(matrix_to_world(parent) @ slicer.util.arrayFromVTKMatrix(matrix))
        )
    elif parent is not None:
        transform = vtk.vtkGeneralTransform()
        parent.GetTransformToWorld(transform)
    slicer.vtkOrientedImageDataResample.ResampleOrientedImageToReferenceOrientedImage(
        image, reference, result, False, False, transform
    )
    return voxels_of(result).copy()


def _values(values: NDArray, name: str, label_set: LabelSet) -> NDArray[np.uint8]:
    """Values of ``label_set`` for the raw ones of a data set that it knows, or its own."""
    found = np.unique(values)
    known = label_set.raw_to_value(label_set.data_set_of(found.tolist()))
    unknown = [value for value in found.tolist() if value not in known]
    if unknown:
        raise UserError(
            Code.BAD_LABELS,
            f"The label map {name} holds unknown values: {', '.join(f'{value:g}' for value in unknown[:8])}.",
            f"Use {label_set.values_text()}.",
        )
    result = np.zeros(values.shape, np.uint8)
    for value in found.tolist():
        result[values == value] = known[value]
    return result
