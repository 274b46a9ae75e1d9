"""Boxes, surfaces and volumes lie where the labels are that they were made from, whatever the order of the axes."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from grids import LEFT, RIGHT, cases, cases_of, check_painted, grids, image_on, painted, reoriented
from hypothesis import given
from hypothesis import strategies as st

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.evaluation.metrics import volumes_ml
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.orientation import along_patient
from CrossModalitySegLib.images.preprocessing import heart_box, prepare_labels
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.inference.regridding import on_grid
from CrossModalitySegLib.meshes.files import write_mesh
from CrossModalitySegLib.meshes.surfaces import solid
from CrossModalitySegLib.settings import Preprocessing

HOW = [
    (order, mirrored) for order in itertools.permutations(range(3)) for mirrored in itertools.product((0, 1), repeat=3)
]
"""All 48 orders and senses of three axes."""


@pytest.fixture(autouse=True)
def _told(request: pytest.FixtureRequest) -> Iterator[None]:
    before = len(cases)
    yield
    request.node.user_properties.append(("cases", len(cases) - before))


@cases_of(60)
@given(st.data(), grids(slices=(2, 60)))
def test_along_the_patient_and_back(data: st.DataObject, grid: Geometry) -> None:
    cases.append("along the patient")
    labels, right_mm, left_mm = data.draw(painted(grid))
    view, back = along_patient(labels)
    check_painted(view, right_mm, left_mm)
    returned = back(view)
    assert np.array_equal(returned.array, labels.array) and returned.geometry is grid
    again, _ = along_patient(view)
    assert again.geometry == view.geometry and np.array_equal(again.array, view.array)


@cases_of(20)
@given(grids(slices=(2, 30)))
def test_all_copies_are_one_volume_along_the_patient(grid: Geometry) -> None:
    cases.append("48 copies")
    image = image_on(grid)
    first, _ = along_patient(image)
    for order, mirrored in HOW:
        one, _ = along_patient(reoriented(image, order, mirrored))  # type: ignore[arg-type]
        assert np.array_equal(one.array, first.array)
        assert (one.geometry.shape, one.geometry.spacing_mm) == (first.geometry.shape, first.geometry.spacing_mm)
        assert one.geometry.direction == first.geometry.direction
        assert np.abs(np.subtract(one.geometry.origin_mm, first.geometry.origin_mm)).max() <= 1.1e-4


@cases_of(30)
@given(grids(slices=(2, 60)), st.sampled_from(HOW))
def test_volumes_in_ml_do_not_depend_on_the_order_of_axes(
    grid: Geometry, how: tuple[tuple[int, ...], tuple[bool, ...]]
) -> None:
    cases.append("volumes in ml")
    labels = Volume((image_on(grid).array % 5).astype(np.uint8), grid)
    other = volumes_ml(reoriented(labels, *how), HEART_4)
    assert other == pytest.approx(volumes_ml(labels, HEART_4), rel=1e-12)


def ball_on(grid: Geometry, radius_mm: float) -> tuple[Volume, np.ndarray]:
    """A ball in the middle of ``grid``, and that middle."""
    middle = grid.center_mm + 0.1 * np.array(grid.spacing_mm)
    where = grid.physical(np.stack(np.meshgrid(*map(np.arange, grid.shape), indexing="ij"), axis=-1))
    inside = np.linalg.norm(where - middle, axis=-1) <= radius_mm
    return Volume(inside.astype(np.uint8) * RIGHT, grid), middle


@cases_of(10, shrinks=False)
@given(grids(slices=(2, 5)))
def test_a_surface_lies_around_its_structure_and_faces_outwards(grid: Geometry) -> None:
    cases.append("surfaces")
    trimesh = pytest.importorskip("trimesh")
    pytest.importorskip("skimage")
    shape = tuple(int(np.ceil(30 / mm)) for mm in grid.spacing_mm)
    grid = Geometry(shape, grid.spacing_mm, grid.origin_mm, grid.direction)  # type: ignore[arg-type]
    ball, middle = ball_on(grid, 12.0)
    expected_ml = float((ball.array > 0).sum()) * grid.voxel_ml
    with tempfile.TemporaryDirectory() as folder:
        surface = trimesh.load(write_mesh(Path(folder, "ball.stl"), solid(ball, RIGHT)))
    assert surface.is_watertight
    assert surface.volume / 1000 == pytest.approx(expected_ml, rel=0.05), "and not negative: its faces look outwards"
    assert np.linalg.norm(surface.center_mass - middle) <= 0.5 * max(grid.spacing_mm)


@cases_of(15, shrinks=False)
@given(grids(slices=(2, 5), far_mm=300), st.sampled_from(["coronal", "axial", "sagittal"]))
def test_labels_go_into_the_box_of_the_network_and_back(grid: Geometry, plane: str) -> None:
    """Two balls, on either side: in the box and back on the grid each has its middle where it was, to half a voxel."""
    cases.append("box and back")
    spacing = tuple(max(mm, 1.0) for mm in grid.spacing_mm)  # finer ones take gigabytes
    shape = tuple(int(np.ceil(50 / mm)) for mm in spacing)
    grid = Geometry(shape, spacing, grid.origin_mm, grid.direction)  # type: ignore[arg-type]
    where = grid.physical(np.stack(np.meshgrid(*map(np.arange, shape), indexing="ij"), axis=-1))
    middles = {RIGHT: grid.center_mm - [11, 0, 0], LEFT: grid.center_mm + [11, 0, 0]}
    array = np.zeros(shape, np.uint8)
    for value, middle in middles.items():
        array[np.linalg.norm(where - middle, axis=-1) <= 10] = value
    box = heart_box(grid.center_mm, Preprocessing(plane=plane, spacing_mm=1.0, size_px=64, depth_px=64))  # type: ignore[arg-type]
    inside = prepare_labels(Volume(array, grid), box)
    probabilities = np.stack([np.uint8(255) * (inside.array == value) for value in range(HEART_4.class_count)])
    back = on_grid(probabilities, inside.array, inside.array, box, grid)
    for found in (inside, back):
        for value, middle in middles.items():
            here = np.argwhere(found.array == value)
            apart = found.geometry.physical(here.mean(axis=0)) - middle
            assert np.abs(apart).max() <= 0.5 * max(*grid.spacing_mm, 1.0), (value, apart)
