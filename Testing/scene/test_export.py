"""Files for the worker: complete or absent, whatever happens to the nodes meanwhile; and labels from all that may hold
them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import slicer
import vtk
from vtk.util.numpy_support import vtk_to_numpy

from CrossModalitySegLib.anatomy import DEFAULT_LABEL_SET
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.images.io.files import read_labels, read_volume
from CrossModalitySegLib.scene import nrrd
from CrossModalitySegLib.scene.export import write_labels, write_volume
from CrossModalitySegLib.scene.labels import label_set_of
from CrossModalitySegLib.scene.volumes import take_snapshot

from .conftest import DIMENSIONS, GEOMETRIES, TRANSFORMS, add_volume, exhaust, heart, moved, place

PLANE_BYTES = DIMENSIONS[0] * DIMENSIONS[1] * 2


@pytest.fixture
def small_slabs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nrrd, "_SLAB_BYTES", 3 * PLANE_BYTES)


def as_label_map(scene: Any, like: Any, values: np.ndarray) -> Any:
    node = scene.AddNewNodeByClass("vtkMRMLLabelMapVolumeNode", "Labels")
    slicer.util.updateVolumeFromArray(node, values)
    place(node, np.array(take_snapshot(like).ijk_to_ras))
    node.SetAndObserveTransformNodeID(like.GetTransformNodeID())
    return node


def higher(planes: int) -> np.ndarray:
    """The heart some planes higher up, cut off where the volume ends."""
    labels = np.zeros_like(heart())
    labels[planes:] = heart()[:-planes]
    return labels


def written(node: Any, volume: Any, folder: Path, **options: Any) -> np.ndarray:
    exhaust(write_labels(node, volume, folder / "labels.nrrd", **options))
    return read_labels(folder / "labels.nrrd").array


@pytest.mark.usefixtures("small_slabs")
def test_the_interface_gets_its_turn_after_each_slab(volume: Any, tmp_path: Path) -> None:
    fractions = exhaust(write_volume(volume, tmp_path / "ct.nrrd"))
    assert len(fractions) == 6  # 17 planes, three at a time
    assert np.array_equal(read_volume(tmp_path / "ct.nrrd").array, slicer.util.arrayFromVolume(volume))


@pytest.mark.usefixtures("small_slabs")
def test_an_export_that_is_given_up_leaves_nothing(volume: Any, tmp_path: Path) -> None:
    steps = write_volume(volume, tmp_path / "ct.nrrd")
    next(steps)
    assert len(list(tmp_path.iterdir())) == 1
    steps.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("small_slabs")
@pytest.mark.parametrize("when", ["before the first step", "after the first step"])
@pytest.mark.parametrize("how", ["deleted", "scene cleared"])
def test_a_volume_that_goes_meanwhile_is_written_all_the_same(scene: Any, tmp_path: Path, when: str, how: str) -> None:
    node = add_volume(scene, transforms=TRANSFORMS["nested"])
    voxels, expected = slicer.util.arrayFromVolume(node).copy(), take_snapshot(node)
    steps = write_volume(node, tmp_path / "ct.nrrd")
    if when.startswith("after"):
        next(steps)
    scene.RemoveNode(node) if how == "deleted" else scene.Clear(0)
    del node
    exhaust(steps)
    back = read_volume(tmp_path / "ct.nrrd")
    assert np.array_equal(back.array, voxels)
    assert np.allclose(np.diag([-1, -1, 1]) @ np.array(expected.ijk_to_world)[:3, 3], back.geometry.origin_mm)


@pytest.mark.usefixtures("small_slabs")
def test_voxels_that_are_resized_meanwhile_stop_the_export(volume: Any, tmp_path: Path) -> None:
    steps = write_volume(volume, tmp_path / "ct.nrrd")
    next(steps)
    volume.GetImageData().GetPointData().GetScalars().Resize(10)
    volume.GetImageData().GetPointData().GetScalars().SetNumberOfValues(10)
    with pytest.raises(UserError, match="changed while"):
        list(steps)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file sizes are a matter of Unix")
def test_a_full_disk_leaves_nothing(volume: Any, tmp_path: Path) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            list(write_volume(volume, tmp_path / "ct.nrrd"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


def test_a_bad_volume_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="No volume"):
        write_volume(None, tmp_path / "ct.nrrd")


def test_next_to_nothing_is_written_as_zero(scene: Any, tmp_path: Path) -> None:
    matrix = np.eye(4)
    matrix[0, 1] = 1e-310
    exhaust(write_volume(add_volume(scene, ijk_to_ras=matrix), tmp_path / "ct.nrrd"))
    assert read_volume(tmp_path / "ct.nrrd").geometry.direction == (-1, 0, 0, 0, -1, 0, 0, 0, 1)


@pytest.mark.parametrize("transforms", TRANSFORMS)
@pytest.mark.parametrize("kind", ["index", "mmwhs"])
def test_label_maps_are_taken(scene: Any, tmp_path: Path, transforms: str, kind: str) -> None:
    volume = add_volume(scene, ijk_to_ras=GEOMETRIES["oblique"], transforms=TRANSFORMS[transforms])
    values = heart() if kind == "index" else np.array([0, 205, 420, 500, 820], np.int16)[heart()]
    if kind == "mmwhs":
        values[0, 0, :3] = 550, 600, 850
    assert np.array_equal(written(as_label_map(scene, volume, values), volume, tmp_path), heart())


def test_unknown_values_are_named(scene: Any, volume: Any, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"unknown values: 9\.") as caught:
        written(as_label_map(scene, volume, np.where(heart() == 3, 9, heart()).astype(np.int16)), volume, tmp_path)
    assert caught.value.code is Code.BAD_LABELS
    assert list(tmp_path.iterdir()) == []


def test_labels_of_another_grid_are_resampled(scene: Any, volume: Any, segmentation: Any, tmp_path: Path) -> None:
    fine = add_volume(scene, "Fine")
    slicer.util.updateVolumeFromArray(fine, np.zeros((34, 38, 46), np.int16))
    half = np.array(take_snapshot(volume).ijk_to_ras) @ np.diag([0.5, 0.5, 0.5, 1]) @ moved(-0.5, -0.5, -0.5)
    place(fine, half)
    labels = written(segmentation, fine, tmp_path)
    assert np.array_equal(labels, heart().repeat(2, 0).repeat(2, 1).repeat(2, 2))


def test_a_segmentation_elsewhere_is_brought_onto_the_volume(
    scene: Any, volume: Any, segmentation: Any, tmp_path: Path
) -> None:
    transform = scene.AddNewNodeByClass("vtkMRMLLinearTransformNode", "Shift")
    transform.SetMatrixTransformToParent(slicer.util.vtkMatrixFromArray(moved(0, 0, 2)))  # two planes
    segmentation.SetAndObserveTransformNodeID(transform.GetID())
    assert np.array_equal(written(segmentation, volume, tmp_path), higher(2))


def test_a_warped_segmentation_is_brought_onto_the_volume(
    scene: Any, volume: Any, segmentation: Any, tmp_path: Path
) -> None:
    transform, spline, points = (
        scene.AddNewNodeByClass("vtkMRMLTransformNode", "Warp"),
        vtk.vtkThinPlateSplineTransform(),
        [vtk.vtkPoints(), vtk.vtkPoints()],
    )
    for corner in np.ndindex(2, 2, 2):
        source = [170 - 20 * corner[0], 160 - 20 * corner[1], -300 + 20 * corner[2]]
        points[0].InsertNextPoint(source)
        points[1].InsertNextPoint(source[0], source[1], source[2] + 3)
    spline.SetSourceLandmarks(points[0])
    spline.SetTargetLandmarks(points[1])
    spline.SetBasisToR()
    transform.SetAndObserveTransformToParent(spline)
    assert not transform.IsTransformToWorldLinear()
    segmentation.SetAndObserveTransformNodeID(transform.GetID())
    assert np.mean(written(segmentation, volume, tmp_path) == higher(3)) > 0.98


def test_segments_are_identified_by_code_or_name_and_others_passed_over(
    volume: Any, segmentation: Any, tmp_path: Path
) -> None:
    segments = segmentation.GetSegmentation()
    segments.GetSegment("LV").SetName("renamed by the user")
    segments.GetSegment("LA").SetTerminology("")
    segments.GetSegment("LA").SetName(" la ")
    segments.GetSegment("AA").SetTerminology("")
    segments.GetSegment("AA").SetName("Esophagus")
    assert np.array_equal(written(segmentation, volume, tmp_path), np.where(heart() == 4, 0, heart()))


def test_segments_of_the_segment_editor_are_read(scene: Any, volume: Any, tmp_path: Path) -> None:
    """A layer each, cropped to what was painted, and label value 1 in all of them."""
    node = scene.AddNewNodeByClass("vtkMRMLSegmentationNode", "Painted")
    node.SetReferenceImageGeometryParameterFromVolumeNode(volume)
    matrix = slicer.util.vtkMatrixFromArray(np.array(take_snapshot(volume).ijk_to_ras))
    for name, index in (("Myo", 1), ("LA", 2), ("LV", 3), ("AA", 4)):
        image = slicer.vtkOrientedImageData()
        image.DeepCopy(volume.GetImageData())
        image.SetGeometryFromImageToWorldMatrix(matrix)
        vtk_to_numpy(image.GetPointData().GetScalars())[:] = (heart() == index).ravel()
        k, j, i = (np.flatnonzero((heart() == index).any(axis=axes)) for axes in ((1, 2), (0, 2), (0, 1)))
        image.Crop([int(v) for axis in (i, j, k) for v in (axis[0], axis[-1])])
        node.AddSegmentFromBinaryLabelmapRepresentation(image, name)
    node.GetSegmentation().AddEmptySegment("Ascending aorta", "Ascending aorta")
    assert np.array_equal(written(node, volume, tmp_path), heart())


def test_surfaces_are_converted_and_the_node_left_as_it_is(
    scene: Any, volume: Any, segmentation: Any, tmp_path: Path
) -> None:
    node = scene.AddNewNodeByClass("vtkMRMLSegmentationNode", "Surfaces")
    node.SetReferenceImageGeometryParameterFromVolumeNode(volume)
    node.SetSourceRepresentationToClosedSurface()
    node.AddSegmentFromClosedSurfaceRepresentation(
        segmentation.GetClosedSurfaceInternalRepresentation("LA"), "LA", [1, 0, 0], "LA"
    )
    labels = written(node, volume, tmp_path)
    overlap = (
        2
        * np.count_nonzero((labels == 2) & (heart() == 2))
        / (np.count_nonzero(labels == 2) + np.count_nonzero(heart() == 2))
    )
    assert overlap > 0.8  # surfaces are smoothed, and the box is small
    assert node.GetBinaryLabelmapInternalRepresentation("LA") is None


def test_own_coordinates_are_those_of_the_dicom_files(scene: Any, tmp_path: Path) -> None:
    node = add_volume(scene, transforms=TRANSFORMS["rigid"])
    exhaust(write_labels(as_label_map(scene, node, heart()), node, tmp_path / "labels.nrrd", world=False))
    assert read_labels(tmp_path / "labels.nrrd").geometry.origin_mm == (-170, -160, -300)


def label_map_without_numbers(scene: Any) -> Any:
    node = scene.AddNewNodeByClass("vtkMRMLLabelMapVolumeNode", "Mine")
    node.SetAndObserveImageData(vtk.vtkImageData())
    assert label_set_of(node) == DEFAULT_LABEL_SET, "the panel asks for it before anything is checked"
    return node


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda _scene: None, "No segmentation is chosen"),
        (lambda scene: scene.AddNewNodeByClass("vtkMRMLModelNode", "Mine"), "neither a segmentation nor a label map"),
        (lambda scene: scene.AddNewNodeByClass("vtkMRMLSegmentationNode", "Mine"), "No segment of Mine"),
        (lambda scene: scene.AddNewNodeByClass("vtkMRMLLabelMapVolumeNode", "Mine"), "holds no voxels"),
        (label_map_without_numbers, "holds no voxels"),
    ],
)
def test_what_holds_no_labels_is_refused_at_once(
    scene: Any, volume: Any, tmp_path: Path, make: Any, words: str
) -> None:
    with pytest.raises(UserError, match=words) as caught:
        write_labels(make(scene), volume, tmp_path / "labels.nrrd")
    assert caught.value.code is Code.BAD_LABELS
    assert caught.value.remedy


def test_a_segmentation_deleted_meanwhile_is_named(scene: Any, volume: Any, segmentation: Any, tmp_path: Path) -> None:
    steps = write_labels(segmentation, volume, tmp_path / "labels.nrrd")
    scene.RemoveNode(segmentation)
    with pytest.raises(UserError, match="not in the scene any more"):
        list(steps)


def test_labels_outside_the_volume_are_refused(scene: Any, segmentation: Any, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="marks nothing inside Elsewhere"):
        written(segmentation, add_volume(scene, "Elsewhere", moved(900, 900, 900)), tmp_path)
