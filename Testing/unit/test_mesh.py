"""Surfaces for 3D printing: closed, of the right volume and place, and read back from every format."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from numpy.typing import NDArray

from CrossModalitySegLib.anatomy import HEART_4, LV, MYO
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.events import Log, Reporter
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import read_labels, write_labels
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.job import MeshJob
from CrossModalitySegLib.meshes.surfaces import hollow, solid
from CrossModalitySegLib.phantoms.patient import make_patient
from CrossModalitySegLib.recipes.mesh import run

trimesh = pytest.importorskip("trimesh", reason="the extra mesh is not installed")
pytest.importorskip("skimage", reason="the extra mesh is not installed")

TILTED = (0.8, 0.6, 0.0, -0.6, 0.8, 0.0, 0.0, 0.0, 1.0)


def edge_counts(faces: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many triangles each edge has, counted here and not by the library that made them."""
    edges = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    return np.asarray(np.unique(edges, axis=0, return_counts=True)[1])


def ball(radius_mm: float, spacing_mm: tuple[float, float, float] = (2.0, 1.0, 1.0)) -> Volume:
    """A ball of value 1 about the middle of a turned grid."""
    shape = tuple(int(2 * radius_mm / mm) + 9 for mm in spacing_mm)
    geometry = Geometry(shape, spacing_mm, (10.0, -20.0, 30.0), TILTED)
    points = geometry.physical(np.moveaxis(np.indices(shape), 0, -1).astype(float))
    return Volume((np.linalg.norm(points - geometry.center_mm, axis=-1) <= radius_mm).astype(np.uint8), geometry)


@pytest.fixture(scope="module")
def heart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The label map of a virtual patient."""
    folder = tmp_path_factory.mktemp("heart")
    _, raw = make_patient("ct", 3, size_mm=(150, 140, 150), spacing_mm=3.0)
    values = np.zeros(raw.array.shape, np.uint8)
    for structure in HEART_4.structures:
        values[np.isin(raw.array, structure.raw_values["MM-WHS"])] = structure.value
    return write_labels(folder / "heart.nii.gz", Volume(values, raw.geometry))


def test_a_ball_stays_a_ball() -> None:
    labels = ball(15.0)
    mesh = solid(labels, 1)
    assert (edge_counts(mesh.faces) == 2).all()
    assert mesh.volume / 1000 == pytest.approx(labels.array.sum() * labels.geometry.voxel_ml, rel=0.02)
    away_mm = np.linalg.norm(mesh.vertices - labels.geometry.center_mm, axis=1)
    assert np.abs(away_mm - 15.0).max() < 1.0


def test_a_wall_has_its_thickness_outside() -> None:
    labels = ball(12.0)
    mesh = hollow(labels, 1, wall_mm=2.0)
    assert (edge_counts(mesh.faces) == 2).all()
    expected = 4 / 3 * np.pi * (14.0**3 - 12.0**3)
    assert mesh.volume == pytest.approx(expected, rel=0.05)
    inner, outer = sorted(mesh.split(), key=lambda part: abs(part.volume))
    assert inner.volume < 0 < outer.volume
    for part, radius_mm in ((inner, 12.0), (outer, 14.0)):
        away_mm = np.linalg.norm(part.vertices - labels.geometry.center_mm, axis=1)
        assert away_mm.mean() == pytest.approx(radius_mm, abs=0.25)


def test_specks_and_bubbles_are_left_out_and_the_end_of_the_scan_is_closed() -> None:
    array = np.zeros((20, 30, 30), np.uint8)
    array[0:12, 4:20, 4:20] = 1
    array[5, 10, 10] = 0
    array[15:17, 25:27, 25:27] = 1
    mesh = solid(Volume(array, Geometry(array.shape, (1.5, 1.5, 1.5))), 1)
    assert mesh.body_count == 1
    assert (edge_counts(mesh.faces) == 2).all()


@pytest.mark.parametrize(("form", "wall_mm"), [("stl", 1.5), ("obj", None), ("glb", None)])
def test_every_format_reads_back(heart: Path, tmp_path: Path, form: str, wall_mm: float | None) -> None:
    labels = read_labels(heart, HEART_4)
    result = run(MeshJob(inputs=(heart,), out=tmp_path, format=form, wall_mm=wall_mm), Reporter())
    names = {"heart.glb"} if form == "glb" else {f"heart_{one.name}.{form}" for one in HEART_4.structures}
    assert {path.name for path in result.outputs} == names
    for structure in HEART_4.structures:
        if form == "glb":
            found = trimesh.load(tmp_path / "heart.glb").geometry[structure.name]
            assert tuple(found.visual.material.baseColorFactor[:3]) == structure.color
            # Meters, y up and z to the front: back to LPS in mm.
            points = found.vertices[:, [0, 2, 1]] * (1000, -1000, 1000)
            mesh = trimesh.Trimesh(points, found.faces)
            assert mesh.volume > 0
        else:
            mesh = trimesh.load(tmp_path / f"heart_{structure.name}.{form}")
        assert (edge_counts(mesh.faces) == 2).all()
        mask = labels.array == structure.value
        middle_mm = labels.geometry.physical(np.argwhere(mask).mean(axis=0))
        assert np.abs(mesh.bounds.mean(axis=0) - middle_mm).max() < 20
        if wall_mm is None or structure == MYO:
            assert mesh.volume / 1000 == pytest.approx(mask.sum() * labels.geometry.voxel_ml, rel=0.03)
        else:
            assert mesh.body_count == 2


def test_nothing_is_overwritten_and_nothing_made_of_nothing(tmp_path: Path) -> None:
    grid = Geometry((12, 12, 12), (2.0, 2.0, 2.0))
    array = np.zeros(grid.shape, np.uint8)
    empty = write_labels(tmp_path / "empty.nii.gz", Volume(array, grid))
    array[3:9, 3:9, 3:9] = LV.value
    block = write_labels(tmp_path / "block.nii.gz", Volume(array, grid))
    (tmp_path / "block_LV.stl").write_text("mine")
    for path, code in ((block, Code.EXISTS), (empty, Code.BAD_LABELS)):
        with pytest.raises(UserError) as failure:
            run(MeshJob(inputs=(path,), out=tmp_path), Reporter())
        assert failure.value.code is code
    assert (tmp_path / "block_LV.stl").read_text() == "mine"
    first = write_labels(tmp_path / "a.nii.gz", Volume(array, grid))
    with pytest.raises(UserError, match=r"block_LV\.stl exists"):
        run(MeshJob(inputs=(first, block), out=tmp_path), Reporter())
    assert not (tmp_path / "a_LV.stl").exists(), "all names are looked at before the first surface is made"
    other = write_labels(tmp_path / "other" / "block.nii.gz", Volume(array, grid))
    with pytest.raises(UserError, match="same name"):
        run(MeshJob(inputs=(block, other), out=tmp_path / "out"), Reporter())


def test_a_missing_library_is_named_with_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("CrossModalitySegLib.extras.find_spec", lambda name: None)
    with pytest.raises(UserError, match=r"CrossModalitySegLib\[mesh\]") as failure:
        run(MeshJob(inputs=(tmp_path,), out=tmp_path), Reporter())
    assert failure.value.code is Code.MISSING_PACKAGE


def test_a_structure_too_small_for_the_smoothing_is_refused_by_its_value() -> None:
    array = np.zeros((12, 12, 12), np.uint8)
    array[5, 5, 5] = 3
    labels = Volume(array, Geometry(array.shape, (1.0, 1.0, 1.0)))
    with pytest.raises(UserError, match="value 3 is too small") as caught:
        solid(labels, 3)
    assert caught.value.code == Code.BAD_LABELS


@pytest.mark.parametrize(("form", "output"), [("stl", "heart_LV.stl"), ("glb", "heart.glb")])
def test_a_structure_too_small_leaves_the_others_their_surfaces(
    tmp_path: Path, form: Literal["stl", "glb"], output: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    array = np.zeros((16, 16, 16), np.uint8)
    array[2:10, 2:10, 2:10] = LV.value
    array[13, 13, 13] = MYO.value
    file = write_labels(tmp_path / "heart.nii.gz", Volume(array, Geometry(array.shape, (1.0, 1.0, 1.0))))
    said: list[object] = []
    reporter = Reporter()
    monkeypatch.setattr(reporter, "emit", said.append)
    result = run(MeshJob(inputs=(file,), out=tmp_path / "out", format=form), reporter)
    assert [path.name for path in result.outputs] == [output]
    (sentence,) = (event.message for event in said if isinstance(event, Log))
    assert "Myo" in sentence and "too small" in sentence


def test_a_structure_whose_smoothed_middle_is_faint_gets_a_surface() -> None:
    array = np.zeros((14, 14, 14), np.uint8)
    array[5:7, 5:8, 5:8] = 1
    mesh = solid(Volume(array, Geometry(array.shape, (1.0, 1.0, 1.0))), 1, smooth_mm=1.2)
    assert mesh.volume == pytest.approx(18, rel=0.15)
