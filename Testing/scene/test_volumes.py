"""Which volumes are accepted, what the others are told, and how a volume is found again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import slicer
import vtk

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.scene.volumes import (
    check_volume,
    reference_grid,
    reference_volume,
    take_snapshot,
)

from .conftest import GEOMETRIES, TRANSFORMS, add_volume, moved, new_scene, place, scaling

SHEAR = np.array([[1, 0.2, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])


def deleted(scene: Any) -> Any:
    node = add_volume(scene)
    scene.RemoveNode(node)
    return node


def of_class(name: str) -> Callable[[Any], Any]:
    def make(scene: Any) -> Any:
        node = scene.AddNewNodeByClass(name, "Chest")
        slicer.util.updateVolumeFromArray(node, np.zeros((5, 6, 7), np.int16))
        return node

    return make


def with_components(count: int) -> Callable[[Any], Any]:
    def make(scene: Any) -> Any:
        node = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode" if count == 2 else "vtkMRMLVectorVolumeNode", "Chest")
        image = vtk.vtkImageData()
        image.SetDimensions(5, 6, 7)
        image.AllocateScalars(vtk.VTK_SHORT, count)
        node.SetAndObserveImageData(image)
        return node

    return make


def with_array(shape: tuple[int, int, int]) -> Callable[[Any], Any]:
    def make(scene: Any) -> Any:
        node = add_volume(scene)
        slicer.util.updateVolumeFromArray(node, np.zeros(shape, np.int16))
        return node

    return make


def placed(matrix: np.ndarray, *transforms: np.ndarray) -> Callable[[Any], Any]:
    return lambda scene: add_volume(scene, ijk_to_ras=matrix, transforms=transforms)


def warped(scene: Any) -> Any:
    node, transform = add_volume(scene), scene.AddNewNodeByClass("vtkMRMLBSplineTransformNode", "Warp")
    spline = vtk.vtkThinPlateSplineTransform()
    transform.SetAndObserveTransformToParent(spline)
    node.SetAndObserveTransformNodeID(transform.GetID())
    return node


def empty_image(scene: Any) -> Any:
    node = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "Chest")
    node.SetAndObserveImageData(vtk.vtkImageData())
    return node


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda _scene: None, "No volume is chosen"),
        (deleted, "not in the scene any more"),
        (lambda scene: scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "Chest"), "holds no voxels"),
        (empty_image, "holds no voxels"),
        (of_class("vtkMRMLLabelMapVolumeNode"), "is a label map"),
        (lambda scene: scene.AddNewNodeByClass("vtkMRMLSequenceNode", "Chest"), "is a time series"),
        (lambda scene: scene.AddNewNodeByClass("vtkMRMLModelNode", "Chest"), "is not a volume"),
        (with_components(3), "color or vector"),
        (with_components(2), "or a time series"),
        (with_array((1, 20, 30)), "single slice"),
        (with_array((20, 30, 1)), "single slice"),
        (warped, "not linear"),
        (placed(SHEAR), "not perpendicular"),
        (placed(np.eye(4), SHEAR), "not perpendicular"),
        (placed(GEOMETRIES["oblique"], scaling(1, 1, 1.3)), "not perpendicular"),
        (placed(scaling(1, 1, np.nan)), "spacing"),
        (placed(moved(0, np.nan, 0)), "not a number"),
        (placed(scaling(0.01, 1, 1)), "0.01 x 1 x 1 mm"),
        (placed(scaling(1, 1, 30)), "1 x 1 x 30 mm"),
        (placed(np.eye(4), scaling(100, 100, 100)), "100 x 100 x 100 mm"),
    ],
)
def test_bad_input_is_refused(scene: Any, make: Callable[[Any], Any], words: str) -> None:
    with pytest.raises(UserError) as caught:
        check_volume(make(scene))
    assert caught.value.code is Code.BAD_INPUT
    assert words in caught.value.sentence
    assert caught.value.remedy
    assert words.startswith("No volume") or "Chest" in caught.value.sentence


@pytest.mark.parametrize("geometry", GEOMETRIES)
@pytest.mark.parametrize("transforms", TRANSFORMS)
def test_good_input_passes(scene: Any, geometry: str, transforms: str) -> None:
    check_volume(add_volume(scene, ijk_to_ras=GEOMETRIES[geometry], transforms=TRANSFORMS[transforms]))


def test_a_rounded_header_is_not_shear(scene: Any) -> None:
    check_volume(add_volume(scene, ijk_to_ras=np.round(GEOMETRIES["oblique"], 4)))


def test_a_renamed_or_moved_volume_is_found_again(scene: Any, volume: Any) -> None:
    snapshot = take_snapshot(volume)
    volume.SetName("Thorax")
    assert snapshot.volume(scene) is volume
    volume.SetName("Chest")
    place(volume, GEOMETRIES["oblique"])
    assert snapshot.volume(scene) is volume


def test_another_volume_of_the_same_number_is_not_taken_for_it(volume: Any) -> None:
    snapshot, after_a_crash = take_snapshot(volume), new_scene()
    other = add_volume(after_a_crash.scene, "Abdomen", GEOMETRIES["oblique"])
    assert other.GetID() == snapshot.node_id
    assert snapshot.volume(after_a_crash.scene) is None


def test_another_transform_of_the_same_number_is_not_taken_for_it(scene: Any) -> None:
    node = add_volume(scene, transforms=TRANSFORMS["rigid"])
    snapshot, after_a_crash = take_snapshot(node), new_scene()
    transform = after_a_crash.scene.AddNewNodeByClass("vtkMRMLLinearTransformNode")
    assert transform.GetID() == snapshot.transform_id
    assert snapshot.transform(after_a_crash.scene) is None
    transform.SetMatrixTransformToParent(slicer.util.vtkMatrixFromArray(TRANSFORMS["rigid"][0]))
    assert snapshot.transform(after_a_crash.scene) is transform


def test_a_segmentation_remembers_its_grid(scene: Any, volume: Any, segmentation: Any) -> None:
    assert reference_volume(segmentation) is volume
    expected = take_snapshot(volume)
    scene.RemoveNode(volume)
    assert reference_volume(segmentation) is None
    grid = reference_grid(segmentation)
    assert grid.dimensions == expected.dimensions
    assert np.allclose(grid.ijk_to_ras, expected.ijk_to_ras, atol=1e-6)


def test_a_segmentation_without_a_grid_states_it(scene: Any) -> None:
    with pytest.raises(UserError, match="not known on which volume") as caught:
        reference_grid(scene.AddNewNodeByClass("vtkMRMLSegmentationNode", "Mine"))
    assert caught.value.code is Code.BAD_LABELS
