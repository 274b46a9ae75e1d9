"""Volumes of any grid and type go out of the scene and their labels come back to where they were painted, in RAS."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import slicer
import vtk
from grids import LEFT, RIGHT, cases, cases_of, check_painted, grids, image_on, painted
from hypothesis import given
from hypothesis import strategies as st
from vtk.util.numpy_support import vtk_to_numpy

from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io import files
from CrossModalitySegLib.scene.export import write_labels, write_volume
from CrossModalitySegLib.scene.segmentations import import_labels
from CrossModalitySegLib.scene.volumes import take_snapshot

from .conftest import exhaust, moved, new_scene, place, rotation

LPS = np.diag([-1.0, -1.0, 1.0, 1.0])
NAMES = {RIGHT: "LV", LEFT: "LA"}


@pytest.fixture(autouse=True)
def _told(request: pytest.FixtureRequest) -> Iterator[None]:
    before = len(cases)
    yield
    request.node.user_properties.append(("cases", len(cases) - before))


@cases_of(25, shrinks=False)
@given(
    data=st.data(),
    grid=grids(slices=(5, 600), far_mm=500),
    kind=st.sampled_from(["int8", "uint8", "int16", "uint16", "int32", "float32", "float64"]),
    turned=st.booleans(),
)
def test_a_label_returns_to_its_place_in_the_scene(
    data: st.DataObject, grid: Geometry, kind: str, turned: bool
) -> None:
    cases.append("scene")
    world = new_scene()
    matrix = np.eye(4)
    matrix[:3] = grid.index_to_physical[:, [2, 1, 0, 3]]
    node = world.scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "Chest")
    image = image_on(grid, kind)
    slicer.util.updateVolumeFromArray(node, image.array)
    place(node, LPS @ matrix)
    if turned:
        transform = world.scene.AddNewNodeByClass("vtkMRMLLinearTransformNode", "Turn")
        to_world = moved(15, -25, 8) @ rotation((0, 0.3, 1), 21)
        transform.SetMatrixTransformToParent(slicer.util.vtkMatrixFromArray(to_world))
        node.SetAndObserveTransformNodeID(transform.GetID())

    with tempfile.TemporaryDirectory() as folder:
        exported = Path(folder, "input.nrrd")
        snapshot = take_snapshot(node)
        exhaust(write_volume(node, exported))
        seen = files.read_volume(exported)
        assert np.array_equal(seen.array, image.array)
        labels, right_mm, left_mm = data.draw(painted(seen.geometry))
        result = import_labels(files.write_labels(Path(folder, "input.seg.nrrd"), labels), snapshot, world.scene)
        for value, point_mm in ((RIGHT, right_mm), (LEFT, left_mm)):
            assert offset_in_scene(result, NAMES[value], point_mm) <= 0.51
        again = Path(folder, "again.nrrd")
        exhaust(write_labels(result, node, again))
        back = files.read_labels(again)
    check_painted(back, right_mm, left_mm)
    assert np.array_equal(back.array, labels.array)


def offset_in_scene(node: slicer.vtkMRMLSegmentationNode, name: str, point_mm: np.ndarray) -> float:
    """How far the one voxel of the segment lies from a point in LPS, in voxels along the axis where it is farthest."""
    image = node.GetBinaryLabelmapInternalRepresentation(name)
    i, i_last, j, j_last, k, k_last = image.GetExtent()
    shape = (k_last - k + 1, j_last - j + 1, i_last - i + 1)
    voxels = vtk_to_numpy(image.GetPointData().GetScalars()).reshape(shape)
    ((at_k, at_j, at_i),) = np.argwhere(voxels == node.GetSegmentation().GetSegment(name).GetLabelValue())
    to_ras, to_world = vtk.vtkMatrix4x4(), np.eye(4)
    image.GetImageToWorldMatrix(to_ras)
    if node.GetParentTransformNode() is not None:
        parent = vtk.vtkMatrix4x4()
        node.GetParentTransformNode().GetMatrixTransformToWorld(parent)
        to_world = slicer.util.arrayFromVTKMatrix(parent)
    whole = LPS @ to_world @ slicer.util.arrayFromVTKMatrix(to_ras)
    wanted = np.linalg.inv(whole) @ [*point_mm, 1.0]
    return float(np.abs(wanted[:3] - [at_i + i, at_j + j, at_k + k]).max())
