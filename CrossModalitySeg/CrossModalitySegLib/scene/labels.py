"""The four structures in a node of the scene (a segmentation or a label map), as class indices on a volume's grid."""

from __future__ import annotations

from typing import Any

import numpy as np
import slicer
import vtk
from numpy.typing import NDArray
from vtk.util.numpy_support import numpy_to_vtk, vtk_to_numpy

from .. import anatomy
from ..anatomy import Structure
from ..errors import Code, UserError
from .terminology import structure_of
from .volumes import Matrix, Snapshot, matrix_to_world

LABELMAP = "Binary labelmap"
"""Slicer's name of segments that are kept as voxels."""

_NAME_THEM = f"Name the segments {', '.join(anatomy.NAMES)}."


def check_labels(node: Any) -> None:
    """Raise ``UserError`` BAD_LABELS unless ``node`` is in the scene and is a label map, or a segmentation with one of the structures."""
    if node is None:
        raise UserError(Code.BAD_LABELS, "No segmentation is chosen.", "Choose a segmentation or a label map of the volume.")
    name = node.GetName()
    if node.GetScene() is None:
        raise UserError(Code.BAD_LABELS, f"The segmentation {name} is not in the scene any more.", "Load it again, or choose another one.")
    if node.IsA("vtkMRMLLabelMapVolumeNode"):
        if node.GetImageData() is None:
            raise UserError(Code.BAD_LABELS, f"The label map {name} holds no voxels.", "Load it again, or choose another one.")
    elif not node.IsA("vtkMRMLSegmentationNode"):
        raise UserError(Code.BAD_LABELS, f"{name} is neither a segmentation nor a label map.", "Choose a segmentation or a label map of the volume.")
    elif not segments_of(node):
        raise UserError(Code.BAD_LABELS, f"No segment of {name} is one of the four structures.", _NAME_THEM)


def segments_of(segmentation_node: Any) -> list[tuple[Structure, str]]:
    """Structure and ID of each segment that is one of the four structures, in reading order; other segments are passed over."""
    segmentation = segmentation_node.GetSegmentation()
    found = [(structure_of(segmentation.GetSegment(key)), key) for key in segmentation.GetSegmentIDs()]
    known = [(structure, key) for structure, key in found if structure is not None]
    return sorted(known, key=lambda pair: anatomy.STRUCTURES.index(pair[0]))


def labels_on(node: Any, grid: Snapshot) -> NDArray[np.uint8]:
    """Class indices (D, H, W) of a segmentation or label map at the voxels of ``grid``, to the nearest voxel.

    Where segments overlap, the one read last (Myo) wins. Raises ``UserError`` BAD_LABELS as ``check_labels``, for unknown
    values of a label map, and where nothing of the structures lies inside the grid.
    """
    check_labels(node)
    reference = oriented_image(np.zeros(grid.shape, np.uint8), grid.ijk_to_world)
    result = _of_segments(node, reference) if node.IsA("vtkMRMLSegmentationNode") else _of_label_map(node, reference)
    if not result.any():
        raise UserError(
            Code.BAD_LABELS, f"{node.GetName()} marks nothing inside {grid.name or 'the volume'}.", "Choose the volume on which the segmentation was made."
        )
    return result


def segment_image(segmentation_node: Any, segment_id: str) -> tuple[Any, int]:
    """A ``vtkOrientedImageData`` in the node's own coordinates, and the value that the segment has in it; the node is left as it is.

    Other segments may have other values in the same image. A segment that is kept as a surface is converted.
    """
    image, segment = slicer.vtkOrientedImageData(), segmentation_node.GetSegmentation().GetSegment(segment_id)
    stored = segment.GetRepresentation(LABELMAP) is not None
    # Without parent transforms: Slicer (5.13) puts together nested ones in the wrong order here.
    slicer.vtkSlicerSegmentationsModuleLogic.GetSegmentBinaryLabelmapRepresentation(segmentation_node, segment_id, image, False)
    return image, segment.GetLabelValue() if stored else 1


def oriented_image(array: NDArray, matrix: Matrix, first: tuple[int, int, int] = (0, 0, 0)) -> Any:
    """A ``vtkOrientedImageData`` of voxels (D, H, W), which are copied, with the 4x4 ``matrix`` from (i, j, k) to RAS; ``first`` is the first voxel's."""
    image = slicer.vtkOrientedImageData()
    image.SetExtent([end for start, size in zip(first, array.shape[::-1], strict=True) for end in (start, start + size - 1)])
    image.GetPointData().SetScalars(numpy_to_vtk(array.ravel(), deep=True))
    image.SetGeometryFromImageToWorldMatrix(slicer.util.vtkMatrixFromArray(np.array(matrix)))
    return image


def voxels_of(image: Any) -> NDArray:
    """Voxels (D, H, W) of a ``vtkImageData``; a view that must not outlive it."""
    return vtk_to_numpy(image.GetPointData().GetScalars()).reshape(image.GetDimensions()[::-1])


def _of_segments(node: Any, reference: Any) -> NDArray[np.uint8]:
    result = np.zeros(reference.GetDimensions()[::-1], np.uint8)
    for structure, key in segments_of(node):
        image, value = segment_image(node, key)
        if image.GetPointData().GetScalars() is not None:
            result[_resampled(image, node, reference) == value] = structure.index
    return result


def _of_label_map(node: Any, reference: Any) -> NDArray[np.uint8]:
    image, matrix = slicer.vtkOrientedImageData(), vtk.vtkMatrix4x4()
    image.ShallowCopy(node.GetImageData())
    node.GetIJKToRASMatrix(matrix)
    image.SetGeometryFromImageToWorldMatrix(matrix)
    return _indices(_resampled(image, node, reference), node.GetName())


def _resampled(image: Any, node: Any, reference: Any) -> NDArray:
    """Voxels (D, H, W) of ``image``, which lies in the coordinates of ``node``, on the grid of ``reference``: each the nearest one, 0 outside."""
    parent, transform, result = node.GetParentTransformNode(), None, slicer.vtkOrientedImageData()
    if parent is not None and parent.IsTransformToWorldLinear():
        # As a matrix: a general transform is asked voxel by voxel, which takes 30 times as long.
        matrix = vtk.vtkMatrix4x4()
        image.GetImageToWorldMatrix(matrix)
        image.SetGeometryFromImageToWorldMatrix(slicer.util.vtkMatrixFromArray(matrix_to_world(parent) @ slicer.util.arrayFromVTKMatrix(matrix)))
    elif parent is not None:
        transform = vtk.vtkGeneralTransform()
        parent.GetTransformToWorld(transform)
    slicer.vtkOrientedImageDataResample.ResampleOrientedImageToReferenceOrientedImage(image, reference, result, False, False, transform)
    return voxels_of(result).copy()


def _indices(values: NDArray, name: str) -> NDArray[np.uint8]:
    """Class indices of raw values: MM-WHS values, or class indices already if none is larger."""
    found = np.unique(values)
    known = anatomy.raw_to_index() if found[-1] >= anatomy.CLASS_COUNT else {index: index for index in range(anatomy.CLASS_COUNT)}
    unknown = [value for value in found.tolist() if value not in known]
    if unknown:
        raise UserError(
            Code.BAD_LABELS,
            f"The label map {name} holds unknown values: {', '.join(f'{value:g}' for value in unknown[:8])}.",
            "Use the MM-WHS values (205, 420, 500, 820 and 550, 600, 850) or the class indices 0 to 4.",
        )
    result = np.zeros(values.shape, np.uint8)
    for value in found.tolist():
        result[values == value] = known[value]
    return result
