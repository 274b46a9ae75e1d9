"""Saving: the files say what the scene shows, take nobody's place unasked, and are whole."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import SimpleITK as sitk
import slicer
import vtk

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.images.io.files import read_labels, read_volume
from CrossModalitySegLib.scene.save import FORMATS, dicom_files, save
from CrossModalitySegLib.scene.segmentations import import_labels

from .conftest import GEOMETRIES, TRANSFORMS, add_volume, array_of, heart, work

LPS = np.diag([-1.0, -1.0, 1.0, 1.0])


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder for what is saved, apart from the worker's files."""
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.mark.parametrize("suffix", ["seg.nrrd", "nii.gz"])
@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_label_maps_read_back(scene: Any, tmp_path: Path, out: Path, suffix: str, geometry: str) -> None:
    node = add_volume(scene, ijk_to_ras=GEOMETRIES[geometry])
    result = import_labels(*work(node, tmp_path), scene)
    path = out / f"heart.{suffix}"
    assert save(result, path) == [path]
    labels = read_labels(path)
    assert np.array_equal(labels.array, heart())
    # NIfTI stores its geometry in single precision.
    assert labels.geometry.same_grid(
        read_volume(tmp_path / "input.nrrd").geometry, tolerance_mm=1e-6 if suffix == "seg.nrrd" else 1e-3
    )
    assert list(out.iterdir()) == [path]


@pytest.mark.parametrize("suffix", ["seg.nrrd", "nii.gz"])
def test_label_maps_fit_the_file_of_their_volume(scene: Any, tmp_path: Path, out: Path, suffix: str) -> None:
    """A volume's file knows nothing of parent transforms, so neither may its segmentation's."""
    node = add_volume(scene, transforms=TRANSFORMS["nested"])
    result = import_labels(*work(node, tmp_path), scene)
    save(result, out / f"heart.{suffix}")
    assert read_labels(out / f"heart.{suffix}").geometry.origin_mm == pytest.approx((-170, -160, -300))
    assert np.array_equal(read_labels(out / f"heart.{suffix}").array, heart())


def test_a_label_map_is_saved_although_its_volume_has_gone(
    scene: Any, volume: Any, segmentation: Any, out: Path
) -> None:
    scene.RemoveNode(volume)
    save(segmentation, out / "heart.nii.gz")
    assert np.array_equal(read_labels(out / "heart.nii.gz").array, heart())


def test_a_label_map_on_another_grid(scene: Any, segmentation: Any, out: Path) -> None:
    other = add_volume(scene, "Other", GEOMETRIES["as DICOM has it"] @ np.diag([2.0, 2.0, 2.0, 1.0]))
    save(segmentation, out / "heart.nii.gz", other)
    labels = read_labels(out / "heart.nii.gz")
    assert labels.geometry.spacing_mm == pytest.approx((2.0, 1.4, 1.4))
    assert np.array_equal(labels.array[:9, :10, :12], heart()[::2, ::2, ::2])


def test_edits_are_saved(segmentation: Any, out: Path) -> None:
    image = segmentation.GetBinaryLabelmapInternalRepresentation("LV")
    image.GetPointData().GetScalars().SetValue(0, 2)
    i, _, j, _, k, _ = image.GetExtent()
    assert heart()[k, j, i] == 0
    save(segmentation, out / "heart.nii.gz")
    assert sitk.ReadImage(str(out / "heart.nii.gz"))[i, j, k] == 2


@pytest.mark.parametrize("transforms", TRANSFORMS)
def test_surfaces_in_world_coordinates(scene: Any, tmp_path: Path, out: Path, transforms: str) -> None:
    node = add_volume(scene, transforms=TRANSFORMS[transforms])
    result = import_labels(*work(node, tmp_path), scene)
    assert [path.name for path in save(result, out)] == ["AA.stl", "LA.stl", "LV.stl", "Myo.stl"]
    reader = vtk.vtkSTLReader()
    reader.SetFileName(str(out / "LA.stl"))
    reader.Update()
    middle = np.append(np.argwhere(heart() == 2)[:, ::-1].mean(axis=0), 1)
    world = np.eye(4)
    for matrix in TRANSFORMS[transforms]:
        world = world @ matrix
    points = vtk.util.numpy_support.vtk_to_numpy(reader.GetOutput().GetPoints().GetData())
    assert np.allclose(points.mean(axis=0), (LPS @ world @ GEOMETRIES["as DICOM has it"] @ middle)[:3], atol=0.2)
    assert len(list(out.iterdir())) == 4


def test_an_empty_structure_has_no_surface(scene: Any, volume: Any, tmp_path: Path, out: Path) -> None:
    result = import_labels(*work(volume, tmp_path, np.where(heart() == 4, 0, heart())), scene)
    assert [path.name for path in save(result, out / "new")] == ["LA.stl", "LV.stl", "Myo.stl"]


@pytest.mark.parametrize("name", ["heart.seg.nrrd", "heart.nii.gz", "AA.stl"])
def test_existing_files_stay(segmentation: Any, out: Path, name: str) -> None:
    (out / name).write_text("precious")
    target = out if name.endswith(".stl") else out / name
    with pytest.raises(UserError) as caught:
        save(segmentation, target)
    assert caught.value.code is Code.EXISTS
    assert [path.read_text() for path in out.iterdir()] == ["precious"]
    save(segmentation, target, overwrite=True)
    assert (out / name).stat().st_size > 100


def test_a_failed_writer_leaves_nothing(segmentation: Any, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def SetFileName(self, name: str) -> None:  # noqa: N802
            Path(name).write_bytes(b"half")

        def WriteData(self, node: Any) -> int:  # noqa: N802
            return 0

    monkeypatch.setattr(slicer, "vtkMRMLSegmentationStorageNode", Full)
    with pytest.raises(UserError) as caught:
        save(segmentation, out / "heart.seg.nrrd")
    assert caught.value.code is Code.DISK_FULL
    assert list(out.iterdir()) == []


def test_an_unknown_ending_is_refused(segmentation: Any, out: Path) -> None:
    with pytest.raises(UserError, match="names no format"):
        save(segmentation, out / "heart.mha")


def test_nothing_to_save(scene: Any, out: Path) -> None:
    with pytest.raises(UserError, match="No segment of Mine"):
        save(scene.AddNewNodeByClass("vtkMRMLSegmentationNode", "Mine"), out / "heart.seg.nrrd")


def test_the_saved_segmentation_is_the_one_of_the_scene(scene: Any, segmentation: Any, out: Path) -> None:
    save(segmentation, out / "heart.seg.nrrd")
    storage, loaded = (
        slicer.vtkMRMLSegmentationStorageNode(),
        scene.AddNewNodeByClass("vtkMRMLSegmentationNode", "loaded"),
    )
    storage.SetFileName(str(out / "heart.seg.nrrd"))
    assert storage.ReadData(loaded)
    assert np.array_equal(array_of(loaded), heart())


def test_every_format_has_a_name() -> None:
    assert list(FORMATS) == ["seg.nrrd", "nii.gz", "stl", "dcm"]


def test_dicom_files_of_a_volume(volume: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(slicer, "dicomDatabase", raising=False)
    for name in ("1.2.3", "1.2.4"):
        (tmp_path / name).write_bytes(b"")
    database = SimpleNamespace(fileForInstance=lambda uid: str(tmp_path / uid) if uid != "gone" else "")
    with pytest.raises(UserError, match="was not loaded from Slicer's DICOM database"):
        dicom_files(volume)
    volume.SetAttribute("DICOM.instanceUIDs", "1.2.3 1.2.4")
    with pytest.raises(UserError, match="not in Slicer's database any more"):
        dicom_files(volume)
    monkeypatch.setattr(slicer, "dicomDatabase", database, raising=False)
    assert dicom_files(volume) == [tmp_path / "1.2.3", tmp_path / "1.2.4"]
    volume.SetAttribute("DICOM.instanceUIDs", "1.2.3 gone")
    with pytest.raises(UserError, match="not in Slicer's database any more") as caught:
        dicom_files(volume)
    assert caught.value.code is Code.BAD_INPUT
