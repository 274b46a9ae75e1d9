"""Volume nodes: which of them can be segmented, and where their voxels lie."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
import slicer
import vtk
from numpy.typing import NDArray

from ..errors import Code, UserError
from ..limits import SPACING_LIMITS_MM

Matrix = tuple[tuple[float, ...], ...]
"""4x4, row by row."""

MarkedNode: TypeAlias = "slicer.vtkMRMLSegmentationNode | slicer.vtkMRMLLabelMapVolumeNode"
"""What marks structures: a segmentation or a label map."""

UNCERTAINTY = "CrossModalitySeg.Uncertainty"
"""Attribute of volumes that show where a model is unsure."""

_LARGEST_SHEAR = 1e-2
"""Largest cosine between two axes that still count as perpendicular, as for the worker's files."""

_OTHER_VOLUME = "Choose a CT or MR volume with one gray value per voxel."


@dataclass(frozen=True)
class Snapshot:
    """Where the voxels of a node lay at one moment, so that a result finds its place whatever becomes of the node.

    ``dimensions`` counts voxels along (i, j, k). ``ijk_to_ras`` (4x4, mm) leads to the node's own coordinates,
    ``ijk_to_world`` on through its parent transforms; ``transform_id`` names the parent transform, "" for none.
    """

    name: str
    node_id: str
    dimensions: tuple[int, int, int]
    ijk_to_ras: Matrix
    ijk_to_world: Matrix
    transform_id: str = ""

    @property
    def shape(self) -> tuple[int, int, int]:
        """Shape (D, H, W) of an array of the voxels."""
        return self.dimensions[::-1]

    def volume(self, scene: slicer.vtkMRMLScene) -> slicer.vtkMRMLScalarVolumeNode | None:
        """The volume node that the snapshot was taken of.

        Numbers of nodes are given again in a new scene: the number alone proves nothing, name or place must agree as
        well, and how many voxels there are.

        Args:
            scene: Where to look for it.

        Returns:
            The node; None if it is not in ``scene``.
        """
        node = scene.GetNodeByID(self.node_id) if self.node_id else None
        if not isinstance(node, slicer.vtkMRMLScalarVolumeNode):
            return None
        image = node.GetImageData()
        if image is None or image.GetDimensions() != self.dimensions:
            return None
        return node if node.GetName() == self.name or take_snapshot(node).ijk_to_ras == self.ijk_to_ras else None

    def now(self, scene: slicer.vtkMRMLScene) -> Snapshot:
        """Where the same voxels lie now: a transform may have been hardened, or the volume centered, since.

        Args:
            scene: Where to look for the volume.

        Returns:
            The snapshot with the place that the volume has now; as it is where the volume is not in ``scene``, shows a
            sequence, whose other frames may lie elsewhere, or is under a transform that is not linear.
        """
        volume = self.volume(scene)
        parent = volume.GetParentTransformNode() if volume is not None else None
        if volume is None or (parent is not None and not parent.IsTransformToWorldLinear()):
            return self
        kind = "vtkMRMLSequenceBrowserNode"
        browsers = (scene.GetNthNodeByClass(number, kind) for number in range(scene.GetNumberOfNodesByClass(kind)))
        if any(browser.GetSequenceNode(volume) is not None for browser in browsers):
            return self
        return replace(take_snapshot(volume), name=self.name)

    def unmoved(self, scene: slicer.vtkMRMLScene) -> bool:
        """Whether a volume of this name and number still lies just here, which says more than ``volume`` where
        the scene may be another one, as after a restart.
        """
        node = self.volume(scene)
        return node is not None and node.GetName() == self.name and _same_grid(take_snapshot(node), self)

    def transform(self, scene: slicer.vtkMRMLScene) -> slicer.vtkMRMLTransformNode | None:
        """The transform node under which a result belongs: that of the volume, or the one that was there if the volume
        has gone.
        """
        volume = self.volume(scene)
        if volume is not None:
            return volume.GetParentTransformNode()
        node = scene.GetNodeByID(self.transform_id) if self.transform_id else None
        if not isinstance(node, slicer.vtkMRMLTransformNode) or not node.IsTransformToWorldLinear():
            return None
        leads_there = np.allclose(
            matrix_to_world(node) @ np.array(self.ijk_to_ras), np.array(self.ijk_to_world), atol=1e-3
        )
        return node if leads_there else None


def snapshot_of(fields: dict[str, Any]) -> Snapshot:
    """The snapshot whose ``dataclasses.asdict`` went through JSON, which knows no tuples."""
    i, j, k = fields["dimensions"]
    matrices = {name: _rows(np.array(fields[name])) for name in ("ijk_to_ras", "ijk_to_world")}
    return Snapshot(**(fields | matrices | {"dimensions": (i, j, k)}))


def take_snapshot(node: slicer.vtkMRMLScalarVolumeNode) -> Snapshot:
    """Where the voxels of a volume lie now.

    Args:
        node: Volume or label map. Its parent transforms must be linear: see ``check_volume``.

    Returns:
        The snapshot; of a volume without voxels it counts none.
    """
    matrix, image, parent = vtk.vtkMatrix4x4(), node.GetImageData(), node.GetParentTransformNode()
    i, j, k = image.GetDimensions() if image is not None else (0, 0, 0)
    node.GetIJKToRASMatrix(matrix)
    ijk_to_ras = slicer.util.arrayFromVTKMatrix(matrix)
    return Snapshot(
        name=node.GetName() or "",
        node_id=node.GetID() or "",
        dimensions=(i, j, k),
        ijk_to_ras=_rows(ijk_to_ras),
        ijk_to_world=_rows(matrix_to_world(parent) @ ijk_to_ras),
        transform_id=parent.GetID() if parent is not None else "",
    )


def reference_volume(node: MarkedNode) -> slicer.vtkMRMLScalarVolumeNode | None:
    """The volume that a segmentation or a label map is of.

    Args:
        node: Segmentation, or label map in a scene.

    Returns:
        The volume node on which a segmentation was made, or that lies on the grid of a label map, the first one of
        several; None if there is none.
    """
    volume = node.GetNodeReference(slicer.vtkMRMLSegmentationNode.GetReferenceImageGeometryReferenceRole())
    if isinstance(volume, slicer.vtkMRMLScalarVolumeNode):
        return volume
    if not isinstance(node, slicer.vtkMRMLLabelMapVolumeNode):
        return None
    grid = take_snapshot(node)
    candidates = [
        other
        for other in slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode", node.GetScene())
        if not isinstance(other, slicer.vtkMRMLLabelMapVolumeNode) and not other.GetAttribute(UNCERTAINTY)
    ]
    return next((other for other in candidates if _same_grid(take_snapshot(other), grid)), None)


def _same_grid(one: Snapshot, other: Snapshot) -> bool:
    return one.dimensions == other.dimensions and bool(np.allclose(one.ijk_to_world, other.ijk_to_world, atol=1e-3))


def reference_grid(segmentation_node: slicer.vtkMRMLSegmentationNode) -> Snapshot:
    """The grid on which a segmentation was made, which it remembers even if its volume has gone or shows another frame.

    Raises ``UserError`` BAD_LABELS if it remembers none, or lies under a transform that is not linear.
    """
    name, parent = segmentation_node.GetName(), segmentation_node.GetParentTransformNode()
    converter, matrix, extent = slicer.vtkSegmentationConverter, vtk.vtkMatrix4x4(), [0] * 6
    text = segmentation_node.GetSegmentation().GetConversionParameter(
        converter.GetReferenceImageGeometryParameterName()
    )
    if not (text and converter.DeserializeImageGeometry(text, matrix, extent)):
        raise UserError(
            Code.BAD_LABELS,
            f"It is not known on which volume {name} was made.",
            "Choose its source volume in the Segment Editor.",
        )
    if parent is not None and not parent.IsTransformToWorldLinear():
        raise UserError(
            Code.BAD_LABELS,
            f"{name} lies under a transform that is not linear.",
            "Harden the transform on it, or take it off.",
        )
    shift = np.eye(4)
    shift[:3, 3] = extent[::2]
    ijk_to_ras = slicer.util.arrayFromVTKMatrix(matrix) @ shift
    return Snapshot(
        name=name,
        node_id=segmentation_node.GetID(),
        dimensions=(extent[1] - extent[0] + 1, extent[3] - extent[2] + 1, extent[5] - extent[4] + 1),
        ijk_to_ras=_rows(ijk_to_ras),
        ijk_to_world=_rows(matrix_to_world(parent) @ ijk_to_ras),
        transform_id=parent.GetID() if parent is not None else "",
    )


def check_volume(node: slicer.vtkMRMLNode | None) -> slicer.vtkMRMLScalarVolumeNode:
    """Check that a node is a scalar volume in three dimensions, on a regular grid.

    Quick enough to be asked whenever the panel is drawn: it reads no voxel.

    Args:
        node: What was chosen; None where nothing was.

    Returns:
        ``node``.

    Raises:
        UserError: BAD_INPUT for anything else, for a volume without voxels, of one slice, with a voxel spacing outside
            ``SPACING_LIMITS_MM`` or with axes that are not perpendicular, and under a transform that is not linear.
    """
    if node is None:
        raise UserError(Code.BAD_INPUT, "No volume is chosen.", "Choose a volume, or load one first.")
    name = node.GetName()
    if node.GetScene() is None:
        raise UserError(
            Code.BAD_INPUT, f"The volume {name} is not in the scene any more.", "Load it again, or choose another one."
        )
    if isinstance(node, slicer.vtkMRMLSequenceNode):
        raise UserError(
            Code.BAD_INPUT,
            f"{name} is a time series.",
            "Choose the volume that shows its current frame in the sequence browser.",
        )
    if isinstance(node, slicer.vtkMRMLLabelMapVolumeNode):
        raise UserError(Code.BAD_INPUT, f"{name} is a label map, not an image.", _OTHER_VOLUME)
    if not isinstance(node, slicer.vtkMRMLScalarVolumeNode):
        raise UserError(Code.BAD_INPUT, f"{name} is not a volume.", _OTHER_VOLUME)
    if node.GetAttribute(UNCERTAINTY):
        raise UserError(Code.BAD_INPUT, f"{name} is an uncertainty map, not an image.", _OTHER_VOLUME)
    if not has_voxels(node):
        raise UserError(Code.BAD_INPUT, f"The volume {name} holds no voxels.", "Load it again, or choose another one.")
    image = node.GetImageData()
    assert image is not None  # or the check had refused it
    if image.GetNumberOfScalarComponents() != 1:
        raise UserError(Code.BAD_INPUT, f"{name} is a color or vector volume, or a time series.", _OTHER_VOLUME)
    if min(image.GetDimensions()) < 2:
        raise UserError(Code.BAD_INPUT, f"{name} is a single slice.", "Choose a volume with three axes.")
    parent = node.GetParentTransformNode()
    if parent is not None and not parent.IsTransformToWorldLinear():
        raise UserError(
            Code.BAD_INPUT,
            f"{name} lies under a transform that is not linear.",
            "Harden the transform on the volume, or take it off.",
        )
    _check_grid(name, np.array(take_snapshot(node).ijk_to_world))
    return node


def has_voxels(node: slicer.vtkMRMLScalarVolumeNode) -> bool:
    """Whether the image of a volume or label map is there, with numbers in it."""
    image = node.GetImageData()
    return image is not None and image.GetPointData().GetScalars() is not None and image.GetNumberOfPoints() > 0


def _check_grid(name: str, ijk_to_world: NDArray[np.float64]) -> None:
    """The counterpart of ``images/io/checks.py``, which cannot be asked here: it needs packages that Slicer may
    lack.
    """
    spacing = np.linalg.norm(ijk_to_world[:3, :3], axis=0)
    low, high = SPACING_LIMITS_MM
    if not all(low <= value <= high for value in spacing):  # not-a-number fails the comparison as well
        shown = " x ".join(f"{value:g}" for value in spacing)
        raise UserError(
            Code.BAD_INPUT,
            f"{name} has a voxel spacing of {shown} mm, outside {low:g} to {high:g} mm.",
            "Correct the spacing in the module Volumes, and look for a scaling transform.",
        )
    axes = ijk_to_world[:3, :3] / spacing
    if not (np.isfinite(ijk_to_world).all() and np.abs(axes.T @ axes - np.eye(3)).max() < _LARGEST_SHEAR):
        raise UserError(
            Code.BAD_INPUT,
            f"{name} has axes that are not perpendicular (tilted gantry or shearing transform) or a position that is "
            "not a number.",
            "Resample the volume to a regular grid, for instance with the module Resample Scalar/Vector/DWI Volume.",
        )


def matrix_to_world(transform_node: slicer.vtkMRMLTransformNode | None) -> NDArray[np.float64]:
    """4x4 from under ``transform_node`` (None for no transform) to world coordinates."""
    matrix = vtk.vtkMatrix4x4()
    if transform_node is not None:
        transform_node.GetMatrixTransformToWorld(matrix)
    return slicer.util.arrayFromVTKMatrix(matrix)


def _rows(matrix: NDArray[np.float64]) -> Matrix:
    return tuple(tuple(float(value) for value in row) for row in matrix)
