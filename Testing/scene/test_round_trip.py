"""Out to the worker and back: whatever the geometry, the result lies on its volume, voxel by voxel."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import SimpleITK as sitk
import slicer
import vtk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from CrossModalitySegLib.images.io.files import read_labels, read_volume
from CrossModalitySegLib.scene.export import write_labels, write_volume
from CrossModalitySegLib.scene.segmentations import import_labels
from CrossModalitySegLib.scene.tables import volumes_ml
from CrossModalitySegLib.scene.volumes import reference_grid, take_snapshot

from .conftest import (
    DIMENSIONS,
    GEOMETRIES,
    TRANSFORMS,
    add_volume,
    array_of,
    exhaust,
    heart,
    moved,
    new_scene,
    place,
    rotation,
    scaling,
    segment_matrix,
    work,
)

CORNERS = np.array(
    [[i, j, k, 1] for i in (0, DIMENSIONS[0] - 1) for j in (0, DIMENSIONS[1] - 1) for k in (0, DIMENSIONS[2] - 1)]
).T
LPS = np.diag([-1.0, -1.0, 1.0, 1.0])


def to_world(node: Any) -> np.ndarray:
    """4x4 of a node's parent transforms, as Slicer sees them."""
    matrix = vtk.vtkMatrix4x4()
    if node.GetParentTransformNode() is not None:
        node.GetParentTransformNode().GetMatrixTransformToWorld(matrix)
    return slicer.util.arrayFromVTKMatrix(matrix)


def check_round_trip(scene: Any, node: Any, ijk_to_ras: np.ndarray, folder: Path) -> None:
    file, snapshot = work(node, folder)
    expected_world = to_world(node) @ ijk_to_ras

    image = sitk.ReadImage(str(folder / "input.nrrd"))
    assert image.GetSize() == DIMENSIONS
    for corner in CORNERS.T:
        point = image.TransformIndexToPhysicalPoint([int(index) for index in corner[:3]])
        assert np.allclose(point, (LPS @ expected_world @ corner)[:3], atol=1e-6, rtol=0)
    assert np.array_equal(sitk.GetArrayFromImage(image), slicer.util.arrayFromVolume(node))

    result = import_labels(file, snapshot, scene)
    assert reference_grid(result).dimensions == DIMENSIONS
    assert np.allclose(segment_matrix(result) @ CORNERS, ijk_to_ras @ CORNERS, atol=1e-6, rtol=0)
    assert np.allclose(to_world(result), to_world(node), atol=1e-9, rtol=0)
    assert np.array_equal(array_of(result), heart())

    exhaust(write_labels(result, node, folder / "again.nrrd"))
    again = read_labels(folder / "again.nrrd")
    assert np.array_equal(again.array, heart())
    assert again.geometry.same_grid(read_volume(folder / "input.nrrd").geometry, tolerance_mm=1e-6)


@pytest.mark.parametrize("geometry", GEOMETRIES)
@pytest.mark.parametrize("transforms", TRANSFORMS)
def test_result_lies_on_its_volume(scene: Any, tmp_path: Path, geometry: str, transforms: str) -> None:
    node = add_volume(scene, ijk_to_ras=GEOMETRIES[geometry], transforms=TRANSFORMS[transforms])
    check_round_trip(scene, node, GEOMETRIES[geometry], tmp_path)


ANGLES = st.floats(-180, 180)
POSITIONS = st.tuples(*[st.floats(-500, 500)] * 3)
SPACINGS = st.tuples(*[st.floats(0.1, 6).flatmap(lambda spacing: st.sampled_from([spacing, -spacing]))] * 3)
AXES = st.sampled_from([(1, 0, 0), (0, 1, 0), (0, 0, 1), (0.3, -0.5, 0.8), (-1, 1, 0.1)])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(AXES, ANGLES, POSITIONS, SPACINGS, st.lists(st.tuples(AXES, ANGLES, POSITIONS), max_size=2))
def test_any_geometry_survives(
    tmp_path: Path, axis: Any, angle: float, position: Any, spacing: Any, parents: list[Any]
) -> None:
    world = new_scene()
    ijk_to_ras = moved(*position) @ rotation(axis, angle) @ scaling(*spacing)
    node = add_volume(
        world.scene, ijk_to_ras=ijk_to_ras, transforms=[moved(*p) @ rotation(a, d) for a, d, p in parents]
    )
    check_round_trip(world.scene, node, ijk_to_ras, tmp_path)


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "uint16", "int32", "uint32", "float32", "float64"])
def test_voxels_are_exported_as_they_are_stored(scene: Any, tmp_path: Path, dtype: str) -> None:
    node = add_volume(scene, dtype=dtype)
    exhaust(write_volume(node, tmp_path / "ct.nrrd"))
    written = sitk.GetArrayFromImage(sitk.ReadImage(str(tmp_path / "ct.nrrd")))
    assert written.dtype == np.dtype(dtype)
    assert np.array_equal(written, slicer.util.arrayFromVolume(node))
    assert np.array_equal(read_volume(tmp_path / "ct.nrrd").array, written.astype(np.float32))


def test_a_transform_moved_meanwhile_takes_the_result_along(scene: Any, tmp_path: Path) -> None:
    node = add_volume(scene, transforms=TRANSFORMS["rigid"])
    file, snapshot = work(node, tmp_path)
    node.GetParentTransformNode().SetMatrixTransformToParent(slicer.util.vtkMatrixFromArray(moved(100, 0, 0)))
    result = import_labels(file, snapshot, scene)
    exhaust(write_labels(result, node, tmp_path / "again.nrrd"))
    assert np.array_equal(read_labels(tmp_path / "again.nrrd").array, heart())


def test_a_volume_taken_out_of_its_transform_keeps_its_result(scene: Any, tmp_path: Path) -> None:
    node = add_volume(scene, transforms=TRANSFORMS["nested"])
    file, snapshot = work(node, tmp_path)
    node.SetAndObserveTransformNodeID(None)
    result = import_labels(file, snapshot, scene)
    assert result.GetParentTransformNode() is None
    assert np.allclose(segment_matrix(result), snapshot.ijk_to_ras, atol=1e-9)


@pytest.mark.parametrize("change", ["hardened", "centered"])
def test_a_volume_that_was_moved_itself_takes_the_result_along(scene: Any, tmp_path: Path, change: str) -> None:
    node = add_volume(scene, transforms=TRANSFORMS["rigid"])
    file, snapshot = work(node, tmp_path)
    if change == "hardened":
        node.HardenTransform()
    else:
        node.SetOrigin(0, 0, 0)
    result = import_labels(file, snapshot, scene)
    assert result.GetParentTransformNode() is node.GetParentTransformNode()
    assert np.allclose(segment_matrix(result), take_snapshot(node).ijk_to_ras, atol=1e-6)
    exhaust(write_labels(result, node, tmp_path / "again.nrrd"))
    assert np.array_equal(read_labels(tmp_path / "again.nrrd").array, heart())


def test_another_frame_of_the_sequence_is_shown_meanwhile(world: SimpleNamespace, tmp_path: Path) -> None:
    scene, logic = world.scene, world.logics["Sequences"]
    sequence = scene.AddNewNodeByClass("vtkMRMLSequenceNode", "Beats")
    frames = [
        add_volume(scene, f"frame {number}", GEOMETRIES[name], seed=number)
        for number, name in enumerate(("as DICOM has it", "oblique"))
    ]
    voxels = [slicer.util.arrayFromVolume(frame).copy() for frame in frames]
    for number, frame in enumerate(frames):
        sequence.SetDataNodeAtValue(frame, str(number))
        scene.RemoveNode(frame)
    browser = scene.AddNewNodeByClass("vtkMRMLSequenceBrowserNode", "Browser")
    browser.SetAndObserveMasterSequenceNodeID(sequence.GetID())
    browser.SetSelectedItemNumber(0)
    logic.UpdateProxyNodesFromSequences(browser)
    shown = browser.GetProxyNode(sequence)
    assert np.array_equal(slicer.util.arrayFromVolume(shown), voxels[0])

    file, snapshot = work(shown, tmp_path)
    exported = read_volume(tmp_path / "input.nrrd").array
    browser.SetSelectedItemNumber(1)
    logic.UpdateProxyNodesFromSequences(browser)
    assert np.array_equal(slicer.util.arrayFromVolume(shown), voxels[1])

    result = import_labels(file, snapshot, scene)
    assert np.array_equal(exported, voxels[0])
    assert np.allclose(segment_matrix(result) @ CORNERS, GEOMETRIES["as DICOM has it"] @ CORNERS, atol=1e-6, rtol=0)
    assert result.GetNodeReference(result.GetReferenceImageGeometryReferenceRole()).GetID() == shown.GetID()


def test_frame_switched_in_the_middle_of_the_export(
    scene: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from CrossModalitySegLib.scene import nrrd

    monkeypatch.setattr(nrrd, "_SLAB_BYTES", 4 * DIMENSIONS[0] * DIMENSIONS[1] * 2)
    node, other = add_volume(scene, seed=1), add_volume(scene, seed=2)
    before = slicer.util.arrayFromVolume(node).copy()
    steps = write_volume(node, tmp_path / "ct.nrrd")
    next(steps)
    node.SetAndObserveImageData(other.GetImageData())
    place(node, GEOMETRIES["oblique"])
    exhaust(steps)
    written = read_volume(tmp_path / "ct.nrrd")
    assert np.array_equal(written.array, before)
    assert written.geometry.spacing_mm == pytest.approx((1.0, 0.7, 0.7))


@pytest.mark.real
def test_the_real_ct(scene: Any, tmp_path: Path, shared_data: Path) -> None:
    file = shared_data / "thoracic_ct" / "ct.nii.gz"
    image = sitk.ReadImage(str(file))
    axes = np.eye(4)
    axes[:3, :3] = np.array(image.GetDirection()).reshape(3, 3) * image.GetSpacing()
    axes[:3, 3] = image.GetOrigin()
    node = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "CT")
    slicer.util.updateVolumeFromArray(node, sitk.GetArrayFromImage(image))
    place(node, LPS @ axes)
    labels = (
        sitk.GetArrayFromImage(sitk.ReadImage(str(shared_data / "thoracic_ct" / "mask_heart.nii.gz"))) > 0
    ) * np.uint8(3)

    written, snapshot = work(node, tmp_path, labels)
    original = read_volume(file)
    exported = read_volume(tmp_path / "input.nrrd")
    assert exported.geometry.same_grid(original.geometry, tolerance_mm=1e-6)
    assert np.array_equal(exported.array, original.array)

    result = import_labels(written, snapshot, scene)
    assert np.allclose(segment_matrix(result), LPS @ axes, atol=1e-6, rtol=0)
    assert volumes_ml(result)["LV"] == pytest.approx(labels.astype(bool).sum() * original.geometry.voxel_ml)
    exhaust(write_labels(result, node, tmp_path / "again.nrrd"))
    again = read_labels(tmp_path / "again.nrrd")
    assert np.array_equal(again.array, labels)
    assert again.geometry.same_grid(original.geometry, tolerance_mm=1e-6)
    assert take_snapshot(node).dimensions == (233, 167, 191)
