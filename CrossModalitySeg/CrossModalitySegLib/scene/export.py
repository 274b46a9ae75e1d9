"""Nodes of the scene into files for the worker, in steps between which the interface lives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from vtk.util.numpy_support import vtk_to_numpy

from ..errors import Code, UserError
from ..label_set import LabelSet
from . import nrrd
from .labels import check_labels, labels_on
from .volumes import MarkedNode, Snapshot, check_volume, take_snapshot

if TYPE_CHECKING:
    import slicer

    from .series import Phase


def write_volume(node: slicer.vtkMRMLScalarVolumeNode | None, path: Path) -> Iterator[float]:
    """Write a volume as NRRD in world coordinates, its voxels as they are stored.

    What the call sees is written, even if the node is moved or deleted meanwhile.

    Args:
        node: Volume of the scene.
        path: File to write (.nrrd).

    Returns:
        Steps to iterate over, between which the interface lives; each yields the done fraction, 0..1.

    Raises:
        UserError: BAD_INPUT at once as ``check_volume``, or later if the voxels were replaced by another number of
            them.
        OSError: The disk is full.

    Examples:
        >>> for fraction in write_volume(slicer.util.getNode("CTACardio"), Path("ct.nrrd")):
        ...     slicer.app.processEvents()
    """
    volume = check_volume(node)
    return _write_volume(volume, take_snapshot(volume), path)


def write_phase(phase: Phase, path: Path) -> Iterator[float]:
    """Write one phase of a series as ``write_volume`` does, where its snapshot says that it lies.

    Args:
        phase: Phase of ``phases_of``.
        path: File to write (.nrrd).

    Returns:
        Steps to iterate over, as of ``write_volume``.

    Raises:
        UserError: BAD_INPUT, as ``write_volume``.
        OSError: The disk is full.
    """
    return _write_volume(check_volume(phase.volume), phase.snapshot, path)


def _write_volume(volume: slicer.vtkMRMLScalarVolumeNode, grid: Snapshot, path: Path) -> Iterator[float]:
    image = volume.GetImageData()
    assert image is not None  # or the check had refused it
    scalars = image.GetPointData().GetScalars()

    def planes(first: int, last: int) -> NDArray:
        # Asked anew each time: whoever resizes the array meanwhile would leave an older view without its memory.
        voxels = vtk_to_numpy(scalars)
        if voxels.size != np.prod(grid.shape):
            raise UserError(
                Code.BAD_INPUT, f"The volume {grid.name} was changed while it was exported.", "Start again."
            )
        return voxels.reshape(grid.shape)[first:last]

    return nrrd.write(path, grid.ijk_to_world, grid.shape, vtk_to_numpy(scalars).dtype, planes)


def write_labels(
    node: MarkedNode | None,
    volume_node: slicer.vtkMRMLScalarVolumeNode | None,
    path: Path,
    world: bool = True,
    label_set: LabelSet | None = None,
) -> Iterator[float]:
    """Write the structures of a node as a label map on the grid of a volume.

    Args:
        node: Segmentation or label map.
        volume_node: Volume with the grid.
        path: File to write (.nrrd), uint8.
        world: Whether it lies in world coordinates; else in the volume's own, in which its DICOM files are.
        label_set: Whose values are written; None for the one of ``node``.

    Returns:
        Steps to iterate over, as of ``write_volume``.

    Raises:
        UserError: BAD_LABELS or BAD_INPUT at once as ``check_labels`` and ``check_volume``, or later as ``labels_on``.
    """
    volume = check_volume(volume_node)
    return _write_labels(check_labels(node), take_snapshot(volume), path, world, label_set)


def _write_labels(
    node: MarkedNode, grid: Snapshot, path: Path, world: bool, label_set: LabelSet | None
) -> Iterator[float]:
    labels = labels_on(node, grid, label_set)
    yield 0.0
    matrix = grid.ijk_to_world if world else grid.ijk_to_ras
    yield from nrrd.write(path, matrix, grid.shape, labels.dtype, lambda first, last: labels[first:last])
