"""A real MRML scene for each test, as the application prepares it, and volumes and label maps to put into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import slicer
import vtk
from vtk.util.numpy_support import vtk_to_numpy

from CrossModalitySegLib.images.io.files import read_volume, write_labels
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.scene.export import write_volume
from CrossModalitySegLib.scene.volumes import Snapshot, take_snapshot

DIMENSIONS = (23, 19, 17)  # i, j, k: all different


def rotation(axis: Sequence[float], degrees: float) -> np.ndarray:
    """4x4 rotation about ``axis``."""
    transform = vtk.vtkTransform()
    transform.RotateWXYZ(degrees, axis)
    return slicer.util.arrayFromVTKMatrix(transform.GetMatrix())


def scaling(*factors: float) -> np.ndarray:
    return np.diag([*factors, 1.0])


def moved(*offset_mm: float) -> np.ndarray:
    matrix = np.eye(4)
    matrix[:3, 3] = offset_mm
    return matrix


GEOMETRIES = {
    "axis-aligned": moved(-120.5, 80.25, -33) @ scaling(1.5, 1.5, 1.5),
    "as DICOM has it": moved(170, 160, -300) @ scaling(-0.7, -0.7, 1.0),
    "anisotropic": moved(3, -4, 5) @ scaling(0.4, 0.9, 5.0),
    "left-handed": moved(10, 20, 30) @ scaling(1.2, 1.3, -2.0),
    "oblique": moved(12, -7, 140) @ rotation((0.2, 1, -0.4), 37) @ scaling(0.8, 1.1, 2.5),
    "oblique and left-handed": moved(-12, 7, -140) @ rotation((1, -1, 0.3), 118) @ scaling(-1.1, 0.9, 1.9),
    "a quarter turn": rotation((1, 0, 0), 90) @ scaling(1.0, 2.0, 3.0),
}
"""Matrices from (i, j, k) to RAS."""

TRANSFORMS: dict[str, list[np.ndarray]] = {
    "none": [],
    "rigid": [moved(15, -25, 8) @ rotation((0, 0.3, 1), 21)],
    "nested": [moved(-40, 0, 12) @ rotation((1, 0.2, 0), 64), moved(5, 6, 7) @ rotation((0.1, 1, 0.5), -33)],
    "scaling": [scaling(1.1, 1.1, 1.1)],
}
"""Parent transforms, the outermost first."""


def new_scene() -> SimpleNamespace:
    """A scene with the logics that results need; they live as long as what is returned does."""
    scene, application = slicer.vtkMRMLScene(), slicer.vtkSlicerApplicationLogic()
    application.SetMRMLScene(scene)
    logics = {
        "Segmentations": slicer.vtkSlicerSegmentationsModuleLogic(),
        "Sequences": slicer.vtkSlicerSequencesLogic(),
    }
    for name, logic in logics.items():
        logic.SetMRMLApplicationLogic(application)
        logic.SetMRMLScene(scene)
        application.SetModuleLogic(name, logic)
    return SimpleNamespace(scene=scene, application=application, logics=logics)


@pytest.fixture
def world() -> Iterator[SimpleNamespace]:
    """Scene and application logic."""
    made = new_scene()
    yield made
    made.scene.Clear(1)


@pytest.fixture
def scene(world: SimpleNamespace) -> Any:
    return world.scene


def add_volume(
    scene: Any,
    name: str = "Chest",
    ijk_to_ras: np.ndarray | None = None,
    dtype: str = "int16",
    transforms: Sequence[np.ndarray] = (),
    seed: int = 0,
) -> Any:
    """A volume node of noise, under nested transforms (the outermost first)."""
    node = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", name)
    voxels = np.random.default_rng(seed).normal(100, 30, DIMENSIONS[::-1]).clip(0, 250).astype(dtype)
    slicer.util.updateVolumeFromArray(node, voxels)
    place(node, GEOMETRIES["as DICOM has it"] if ijk_to_ras is None else ijk_to_ras)
    parent = None
    for number, matrix in enumerate(transforms):
        transform = scene.AddNewNodeByClass("vtkMRMLLinearTransformNode", f"{name} transform {number}")
        transform.SetMatrixTransformToParent(slicer.util.vtkMatrixFromArray(matrix))
        if parent is not None:
            transform.SetAndObserveTransformNodeID(parent.GetID())
        parent = transform
    if parent is not None:
        node.SetAndObserveTransformNodeID(parent.GetID())
    return node


def place(node: Any, ijk_to_ras: np.ndarray) -> None:
    node.SetIJKToRASMatrix(slicer.util.vtkMatrixFromArray(ijk_to_ras))


def heart(shape: tuple[int, int, int] = DIMENSIONS[::-1]) -> np.ndarray:
    """Class indices (D, H, W): four boxes of different sizes, none of them symmetric about the middle."""
    labels = np.zeros(shape, np.uint8)
    labels[2:9, 3:12, 4:15] = 1
    labels[4:7, 5:9, 6:12] = 3
    labels[10:14, 4:9, 12:19] = 2
    labels[11:16, 12:16, 3:8] = 4
    return labels


def work(node: Any, folder: Path, labels: np.ndarray | None = None) -> tuple[Path, Snapshot]:
    """Export ``node``, and write ``labels`` on the exported grid as the worker does; returns the file and the
    snapshot.
    """
    snapshot = take_snapshot(node)
    exhaust(write_volume(node, folder / "input.nrrd"))
    grid = read_volume(folder / "input.nrrd").geometry
    return write_labels(
        folder / "input.seg.nrrd",
        Volume(heart(grid.shape) if labels is None else labels, grid),
        reference_name="input.nrrd",
    ), snapshot


def exhaust(steps: Iterator[float]) -> list[float]:
    fractions = list(steps)
    assert fractions[-1] == 1.0
    assert fractions == sorted(fractions)
    return fractions


def segment_matrix(segmentation: Any, name: str = "LV") -> np.ndarray:
    """4x4 from (i, j, k) to the node's own RAS of the voxels of a segment."""
    matrix = vtk.vtkMatrix4x4()
    segmentation.GetBinaryLabelmapInternalRepresentation(name).GetImageToWorldMatrix(matrix)
    return slicer.util.arrayFromVTKMatrix(matrix)


def array_of(segmentation: Any, shape: tuple[int, int, int] = DIMENSIONS[::-1]) -> np.ndarray:
    """Class indices (D, H, W) on the grid on which the segmentation was made, put together from the segments, which
    hold the heart's box alone.
    """
    result = np.zeros(shape, np.uint8)
    for structure_index, name in enumerate(("Myo", "LA", "LV", "AA"), start=1):
        image = segmentation.GetBinaryLabelmapInternalRepresentation(name)
        voxels = vtk_to_numpy(image.GetPointData().GetScalars()).reshape(image.GetDimensions()[::-1])
        i, i_last, j, j_last, k, k_last = image.GetExtent()
        inside = result[k : k_last + 1, j : j_last + 1, i : i_last + 1]
        inside[voxels == segmentation.GetSegmentation().GetSegment(name).GetLabelValue()] = structure_index
    return result


@pytest.fixture
def volume(scene: Any) -> Any:
    return add_volume(scene)


@pytest.fixture
def segmentation(scene: Any, volume: Any, tmp_path: Path) -> Any:
    """The imported result of ``volume``."""
    from CrossModalitySegLib.scene.segmentations import import_labels

    return import_labels(*work(volume, tmp_path), scene)
