"""What the user finds in the scene after a segmentation: names, colors, codes, places, and no surprise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import slicer

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import write_labels as write_as_worker
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.scene.labels import segment_image, voxels_of
from CrossModalitySegLib.scene.segmentations import describe, import_labels, segmentation_of, without_pause, write_into
from CrossModalitySegLib.scene.surfaces import points_of, quick_surface
from CrossModalitySegLib.scene.terminology import CONTEXT, TERMINOLOGY, entry, load_terminology
from CrossModalitySegLib.scene.volumes import take_snapshot

from .conftest import GEOMETRIES, TRANSFORMS, add_volume, array_of, heart, moved, place, segment_matrix, work


def tree_of(scene: Any) -> Any:
    return slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)


def into_study(scene: Any, node: Any, name: str) -> int:
    """A new study that holds ``node``; returns its item."""
    tree = tree_of(scene)
    study = tree.CreateStudyItem(tree.CreateSubjectItem(tree.GetSceneItemID(), f"Patient {name}"), name)
    tree.CreateItem(study, node)
    return study


def test_segments_in_reading_order_named_colored_and_coded(segmentation: Any) -> None:
    segments = segmentation.GetSegmentation()
    assert list(segments.GetSegmentIDs()) == ["AA", "LA", "LV", "Myo"]
    for structure in HEART_4.structures:
        segment = segments.GetSegment(structure.name)
        assert segment.GetName() == structure.title
        assert np.allclose(np.array(segment.GetColor()) * 255, structure.color)
        assert segment.GetTerminology() == entry(structure)
        assert f"~SCT^{structure.code}^{structure.meaning}~" in segment.GetTerminology()


def test_codes_are_those_of_the_terminology_file() -> None:
    file = json.loads(TERMINOLOGY.read_text())
    assert file["SegmentationCategoryTypeContextName"] == CONTEXT
    category = file["SegmentationCodes"]["Category"][0]
    for structure in HEART_4.structures:
        found = [kind for kind in category["Type"] if kind["CodeValue"] == structure.code]
        parts = entry(structure).split("~")
        assert len(parts) == 7
        assert parts[0] == CONTEXT
        assert parts[1] == "^".join(category[key] for key in ("CodingSchemeDesignator", "CodeValue", "CodeMeaning"))
        assert [parts[2]] == [
            "^".join(kind[key] for key in ("CodingSchemeDesignator", "CodeValue", "CodeMeaning")) for kind in found
        ]


def test_slicer_learns_our_terminology(world: Any) -> None:
    assert load_terminology(TERMINOLOGY, world.application) is False
    assert load_terminology(TERMINOLOGY, None) is False
    logic = slicer.vtkSlicerTerminologiesModuleLogic()
    world.application.SetModuleLogic("Terminologies", logic)
    assert load_terminology(TERMINOLOGY, world.application) is True
    assert logic.IsTerminologyContextLoaded(CONTEXT)
    assert load_terminology(TERMINOLOGY, world.application) is True, "a second time does no harm"
    known = slicer.vtkSlicerTerminologyEntry()
    assert logic.DeserializeTerminologyEntry(entry(HEART_4.structures[0]), known)
    assert known.GetTypeObject().GetCodeMeaning() == "Ascending aorta"


def test_shown_in_3d_and_over_the_slices(segmentation: Any) -> None:
    display = segmentation.GetDisplayNode()
    assert display.GetVisibility()
    assert list(display.GetVisibleSegmentIDs()) == ["AA", "LA", "LV", "Myo"]
    assert 0.2 < display.GetOpacity2DFill() < 0.6
    assert display.GetSegmentOpacity3D("Myo") < display.GetSegmentOpacity3D("LV") == 1
    for structure in HEART_4.structures:
        assert segmentation.GetClosedSurfaceInternalRepresentation(structure.name).GetNumberOfPoints() > 50
        assert np.allclose(np.array([*display.GetSegmentColor(structure.name)][:3]) * 255, structure.color)


def test_surfaces_lie_on_the_voxels(scene: Any, tmp_path: Path) -> None:
    for name, geometry in GEOMETRIES.items():
        node = add_volume(scene, name, geometry)
        result = import_labels(*work(node, tmp_path), scene)
        middle = np.append((np.argwhere(heart() == 2)[:, ::-1]).mean(axis=0), 1)
        surface = np.array(result.GetClosedSurfaceInternalRepresentation("LA").GetCenter())
        assert np.allclose(surface, (geometry @ middle)[:3], atol=1.0), name


def test_a_surface_of_many_points_is_thinned_out_in_its_place(scene: Any) -> None:
    """Its points decide how long it takes: of two structures in boxes of one size the rough one is thinned out."""
    axes = np.ogrid[-1.2:1.2:120j, -1.2:1.2:120j, -1.2:1.2:120j]
    ball = (sum(axis**2 for axis in axes) < 1).astype(np.uint8)
    rough = ball * (np.indices(ball.shape).sum(axis=0) // 4 % 2).astype(np.uint8)
    matrix = np.diag([0.5, 0.5, 0.5, 1.0]).tolist()
    whole, thinned = quick_surface(ball, matrix), quick_surface(rough, matrix)
    assert whole.GetNumberOfPoints() == points_of(ball)
    assert points_of(rough) > 150_000 and 10_000 < thinned.GetNumberOfPoints() < 90_000
    assert np.allclose(whole.GetCenter(), 59.5 / 2, atol=0.1) and np.allclose(thinned.GetCenter(), 59.5 / 2, atol=1.5)


def test_an_absent_structure_is_an_empty_segment(scene: Any, volume: Any, tmp_path: Path) -> None:
    result = import_labels(*work(volume, tmp_path, np.where(heart() == 4, 0, heart())), scene)
    assert result.GetSegmentation().GetNumberOfSegments() == 4
    assert not (array_of(result) == 4).any()
    surface = result.GetClosedSurfaceInternalRepresentation("AA")
    assert surface is None or surface.GetNumberOfPoints() == 0


def test_nothing_found_at_all_is_a_result_too(scene: Any, volume: Any, tmp_path: Path) -> None:
    result = import_labels(*work(volume, tmp_path, np.zeros_like(heart())), scene)
    assert result.GetSegmentation().GetNumberOfSegments() == 4
    assert not array_of(result).any()


def test_no_node_but_the_result_changes(scene: Any, volume: Any, tmp_path: Path) -> None:
    done, times = work(volume, tmp_path), {}
    for index in range(scene.GetNumberOfNodes()):
        node = scene.GetNthNode(index)
        if not node.IsA("vtkMRMLSubjectHierarchyNode"):
            times[node.GetID()] = node.GetMTime()
    import_labels(*done, scene)
    assert {name: scene.GetNodeByID(name).GetMTime() for name in times} == times


def test_beside_its_volume_in_the_study(scene: Any, volume: Any, tmp_path: Path) -> None:
    study = into_study(scene, volume, "CT 2024")
    result = import_labels(*work(volume, tmp_path), scene)
    tree = tree_of(scene)
    assert tree.GetItemParent(tree.GetItemByDataNode(result)) == study


def test_two_volumes_of_one_name_do_not_mix(scene: Any, tmp_path: Path) -> None:
    volumes = [add_volume(scene, "Chest", GEOMETRIES[name]) for name in ("axis-aligned", "oblique")]
    studies = [into_study(scene, node, f"Study {number}") for number, node in enumerate(volumes)]
    tree = tree_of(scene)
    for number, node in reversed(list(enumerate(volumes))):
        result = import_labels(*work(node, tmp_path), scene)
        assert result.GetName() == ("Chest heart" if number == 1 else "Chest heart 2")
        assert result.GetNodeReference(result.GetReferenceImageGeometryReferenceRole()) is node
        assert tree.GetItemParent(tree.GetItemByDataNode(result)) == studies[number]
        assert np.allclose(segment_matrix(result), take_snapshot(node).ijk_to_ras, atol=1e-9)


def test_results_of_one_volume_have_names_of_their_own(scene: Any, volume: Any, tmp_path: Path) -> None:
    done = work(volume, tmp_path)
    assert [import_labels(*done, scene).GetName() for _ in range(3)] == [
        "Chest heart",
        "Chest heart 2",
        "Chest heart 3",
    ]


def test_reference_geometry_is_that_of_the_volume(scene: Any, volume: Any, segmentation: Any) -> None:
    parameter = slicer.vtkSegmentationConverter.GetReferenceImageGeometryParameterName()
    ours = segmentation.GetSegmentation().GetConversionParameter(parameter)
    other = scene.AddNewNodeByClass("vtkMRMLSegmentationNode")
    other.SetReferenceImageGeometryParameterFromVolumeNode(volume)
    slicers = other.GetSegmentation().GetConversionParameter(parameter)
    numbers = [np.array(text.strip(";").split(";"), dtype=float) for text in (ours, slicers)]
    assert np.allclose(*numbers, atol=1e-9, rtol=0)
    assert segmentation.GetNodeReference(segmentation.GetReferenceImageGeometryReferenceRole()) is volume


@pytest.mark.parametrize("transforms", TRANSFORMS)
def test_a_volume_deleted_meanwhile(scene: Any, tmp_path: Path, transforms: str) -> None:
    node = add_volume(scene, transforms=TRANSFORMS[transforms])
    file, snapshot = work(node, tmp_path)
    transform = node.GetParentTransformNode()
    scene.RemoveNode(node)
    result = import_labels(file, snapshot, scene)
    assert result.GetName() == "Chest heart"
    assert result.GetParentTransformNode() is transform
    assert np.allclose(segment_matrix(result), snapshot.ijk_to_ras, atol=1e-9)
    assert array_of(result).any()


def test_a_transform_deleted_meanwhile(scene: Any, tmp_path: Path) -> None:
    node = add_volume(scene, transforms=TRANSFORMS["rigid"])
    file, snapshot = work(node, tmp_path)
    scene.RemoveNode(node.GetParentTransformNode())
    result = import_labels(file, snapshot, scene)
    assert result.GetParentTransformNode() is None
    assert np.allclose(segment_matrix(result), take_snapshot(node).ijk_to_world, atol=1e-9), (
        "both have fallen back to their own coordinates"
    )


def test_a_scene_cleared_meanwhile(scene: Any, volume: Any, tmp_path: Path) -> None:
    file, snapshot = work(volume, tmp_path)
    scene.Clear(0)
    result = import_labels(file, snapshot, scene)
    assert np.array_equal(array_of(result), heart())
    assert np.allclose(segment_matrix(result), snapshot.ijk_to_ras, atol=1e-9)


@pytest.mark.parametrize("change", ["moved", "turned", "cropped", "mirrored"])
def test_a_label_map_of_another_grid_is_refused(scene: Any, volume: Any, tmp_path: Path, change: str) -> None:
    file, snapshot = work(volume, tmp_path)
    grid = Geometry((17, 19, 23), (1.0, 0.7, 0.7), (-170.0, -160.0, -300.0))
    grids = {
        "moved": Geometry(grid.shape, grid.spacing_mm, (-170.0, -160.0, -299.99)),
        "turned": Geometry(grid.shape, grid.spacing_mm, grid.origin_mm, (1, 0, 0, 0, 0.8, -0.6, 0, 0.6, 0.8)),
        "cropped": Geometry((16, 19, 23), grid.spacing_mm, grid.origin_mm),
        "mirrored": Geometry(grid.shape, grid.spacing_mm, grid.origin_mm, (-1, 0, 0, 0, -1, 0, 0, 0, 1)),
    }
    write_as_worker(file, Volume(np.zeros(grid.shape, np.uint8), grid))
    import_labels(file, snapshot, scene)  # the grid as it should be
    write_as_worker(file, Volume(np.zeros(grids[change].shape, np.uint8), grids[change]))
    before = scene.GetNumberOfNodes()
    with pytest.raises(UserError, match="does not lie on the grid of the volume Chest") as caught:
        import_labels(file, snapshot, scene)
    assert caught.value.code is Code.BAD_LABELS
    assert scene.GetNumberOfNodes() == before


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "rubbish", "of floats", "of vectors"])
def test_a_damaged_file_is_refused(scene: Any, volume: Any, tmp_path: Path, damage: str) -> None:
    file, snapshot = work(volume, tmp_path)
    content = file.read_bytes()
    replaced = {
        "empty": b"",
        "cut": content[:-9],
        "rubbish": bytes(range(256)) * 9,
        "of floats": content.replace(b"unsigned char", b"float").replace(b"uint8", b"float"),
        "of vectors": content.replace(b"sizes: ", b"sizes: 3 "),
    }
    file.unlink()
    if damage != "missing":
        assert replaced[damage] != content
        file.write_bytes(replaced[damage])
    with pytest.raises(UserError, match="cannot be read") as caught:
        import_labels(file, snapshot, scene)
    assert str(file) in caught.value.sentence


def test_unknown_labels_are_refused(scene: Any, volume: Any, tmp_path: Path) -> None:
    labels = heart()
    labels[0, 0, 0] = 5
    with pytest.raises(UserError, match="unknown value 5"):
        import_labels(*work(volume, tmp_path, labels), scene)


def test_quality_is_kept_with_the_node(segmentation: Any) -> None:
    describe(segmentation, "Please check: LA is very large.", "CT heart")
    assert segmentation.GetDescription() == "Please check: LA is very large."
    assert segmentation.GetAttribute("CrossModalitySeg.Quality") == "Please check: LA is very large."
    assert segmentation.GetAttribute("CrossModalitySeg.Model") == "CT heart"


def test_the_scene_keeps_the_result_when_it_is_saved(
    scene: Any, volume: Any, segmentation: Any, tmp_path: Path
) -> None:
    place(
        volume, moved(0, 0, 1) @ np.array(take_snapshot(volume).ijk_to_ras)
    )  # editing the volume afterwards leaves the result alone
    storage = slicer.vtkMRMLSegmentationStorageNode()
    storage.SetFileName(str(tmp_path / "saved.seg.nrrd"))
    assert storage.WriteData(segmentation)
    loaded = scene.AddNewNodeByClass("vtkMRMLSegmentationNode", "loaded")
    assert storage.ReadData(loaded)
    assert list(loaded.GetSegmentation().GetSegmentIDs()) == ["AA", "LA", "LV", "Myo"]
    assert np.array_equal(array_of(loaded), heart())
    assert np.allclose(segment_matrix(loaded), GEOMETRIES["as DICOM has it"], atol=1e-6)
    assert loaded.GetSegmentation().GetSegment("Myo").GetTerminology() == entry(HEART_4.structures[3])


def test_a_structure_that_was_not_found_empties_its_segment(segmentation: Any, volume: Any) -> None:
    snapshot = take_snapshot(volume)
    labels = np.zeros(snapshot.shape, np.uint8)
    labels[2:5, 3:6, 4:7] = HEART_4.by_value(1).value
    made = without_pause(segmentation_of(labels, snapshot, "result", HEART_4))
    without_pause(write_into(segmentation, made, HEART_4))
    images = {name: segment_image(segmentation, name) for name in HEART_4.names}
    counts = {name: np.count_nonzero(voxels_of(image) == value) for name, (image, value) in images.items()}
    assert counts == {HEART_4.by_value(1).name: 27} | {
        structure.name: 0 for structure in HEART_4.structures if structure.value != 1
    }
