"""Measurements against shapes whose sizes are known: shells, cylinders, bent tubes."""

from __future__ import annotations

import numpy as np
import pytest
from dicom_files import OBLIQUE
from scipy.spatial.transform import Rotation

from CrossModalitySegLib.anatomy import AA, HEART_4, HEART_7, LA, LV, MYO, RV
from CrossModalitySegLib.evaluation.measurements import measure
from CrossModalitySegLib.evaluation.measurements.aorta import aortic_diameters
from CrossModalitySegLib.evaluation.measurements.long_axis import long_axis
from CrossModalitySegLib.evaluation.measurements.wall import wall_thickness_mm
from CrossModalitySegLib.images.geometry import IDENTITY, Geometry
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.label_set import LabelSet, Structure

UP = np.array([-0.6, 0.48, 0.64])
"""From the apex to the base, about as in a chest."""
SEPTAL = np.array([-0.8, -0.36, -0.48])
ANTERIOR = np.cross(UP, SEPTAL)


def grid(side_mm: float, spacing_mm: tuple[float, float, float], direction: tuple[float, ...] = IDENTITY) -> Geometry:
    """A cube about the origin."""
    shape = tuple(round(side_mm / mm) for mm in spacing_mm)
    middle = Geometry(shape, spacing_mm, (0.0, 0.0, 0.0), direction).center_mm
    return Geometry(shape, spacing_mm, tuple((-middle).tolist()), direction)


def points(geometry: Geometry) -> np.ndarray:
    """(D, H, W, 3) in mm."""
    return geometry.physical(np.moveaxis(np.indices(geometry.shape), 0, -1))


def ventricle(
    geometry: Geometry,
    inner_mm: float = 20.0,
    wall_mm: float = 9.0,
    free_wall_mm: float | None = None,
    label_set: LabelSet = HEART_7,
) -> Volume:
    """Half a spherical shell below a tube, both about ``UP`` and ``inner_mm`` wide, with an atrium on top and the right
    ventricle beside it.

    The wall is ``wall_mm`` thick, or ``free_wall_mm`` on the side away from the septum.
    """
    place = points(geometry)
    height, across, forward = place @ UP, place @ SEPTAL, place @ ANTERIOR
    radius = np.where(height < 0, np.linalg.norm(place, axis=-1), np.hypot(across, forward))
    thickness = np.where(across < 0, wall_mm if free_wall_mm is None else free_wall_mm, wall_mm)
    below = height < 35
    array = np.zeros(geometry.shape, np.uint8)
    array[below & (np.linalg.norm(place - 30 * SEPTAL, axis=-1) < 22)] = RV.value if RV in label_set.structures else 0
    array[below & (radius < inner_mm + thickness)] = MYO.value
    array[below & (radius < inner_mm)] = LV.value
    array[(height >= 35) & (np.linalg.norm(place - 50 * UP, axis=-1) < 24)] = LA.value
    return Volume(array, geometry)


@pytest.mark.parametrize(
    ("spacing_mm", "direction"),
    [((2.0, 2.0, 2.0), IDENTITY), ((3.0, 1.5, 1.5), IDENTITY), ((1.5, 2.0, 2.5), OBLIQUE)],
)
def test_a_wall_of_known_thickness(spacing_mm: tuple[float, float, float], direction: tuple[float, ...]) -> None:
    found = wall_thickness_mm(ventricle(grid(130, spacing_mm, direction)), HEART_7)
    assert found is not None
    assert sorted(found) == list(range(1, 18))
    assert all(mm == pytest.approx(9.0, abs=1.0) for mm in found.values()), found


def test_a_stray_piece_of_the_ventricle_changes_no_thickness() -> None:
    heart = ventricle(grid(160, (2.0, 2.0, 2.0)))
    clean = wall_thickness_mm(heart, HEART_7)
    for value in (LV.value, MYO.value):
        for corner in (2, -6):
            stray = Volume(heart.array.copy(), heart.geometry)
            stray.array[corner : corner + 3, corner : corner + 3, corner : corner + 3] = value
            assert wall_thickness_mm(stray, HEART_7) == clean


def test_where_the_label_map_ends_changes_no_number() -> None:
    """A DICOM segmentation holds the slices that show something; the label map of the same heart holds all."""
    whole = ventricle(grid(150, (3.0, 3.0, 3.0)))
    whole.array[points(whole.geometry)[..., 2] > 42] = 0
    whole.array[-6:-3, 30:38, 30:38] = AA.value
    heart = whole.array > 0
    heart[-6:] = False
    places = [np.flatnonzero(heart.any(axis=tuple({0, 1, 2} - {axis}))) for axis in range(3)]
    d, h, w = (slice(int(place[0]), int(place[-1]) + 1) for place in places)
    part = whole.part((d, h, w))
    assert part.array.size < whole.array.size / 3
    assert wall_thickness_mm(part, HEART_7) == wall_thickness_mm(whole, HEART_7)


def test_a_thin_wall_away_from_the_septum_has_the_lateral_names() -> None:
    found = wall_thickness_mm(ventricle(grid(130, (2.0, 2.0, 2.0)), wall_mm=12, free_wall_mm=6), HEART_7)
    assert found is not None
    assert [found[number] for number in (2, 3, 8, 9, 14)] == pytest.approx([12] * 5, abs=1.2)
    assert [found[number] for number in (5, 6, 11, 12, 16)] == pytest.approx([6] * 5, abs=1.2)


def test_anterior_is_anterior() -> None:
    """A wall that is thick in front and on top, in the chest of a patient."""
    heart = ventricle(grid(130, (2.0, 2.0, 2.0)))
    place = points(heart.geometry)
    thin = (heart.array == MYO.value) & (place @ ANTERIOR < 0) & (np.hypot(place @ SEPTAL, place @ ANTERIOR) > 25)
    heart.array[thin] = 0
    found = wall_thickness_mm(heart, HEART_7)
    assert found is not None
    assert found[7] > found[10] + 2
    assert ANTERIOR[2] > 0.5  # upwards


def test_the_axis_of_a_ventricle() -> None:
    heart = ventricle(grid(130, (2.0, 2.0, 2.0)))
    axis = long_axis(heart, HEART_7)
    assert axis is not None
    assert axis.up @ UP > 0.99
    assert axis.septal @ SEPTAL > 0.99
    assert np.linalg.det(np.column_stack([axis.septal, axis.anterior, axis.up])) == pytest.approx(1)


def test_the_axis_without_neighbors() -> None:
    """Neither atrium nor right ventricle nor aorta: the shape gives the axis, and the septum faces right and front."""
    heart = ventricle(grid(130, (2.0, 2.0, 2.0)))
    heart.array[(heart.array != LV.value) & (heart.array != MYO.value)] = 0
    axis = long_axis(heart, HEART_4)
    assert axis is not None
    assert axis.up @ UP > 0.95
    assert axis.septal @ np.array([-1, -1, 0]) > 0.5


def test_the_aorta_shows_where_the_septum_is() -> None:
    heart = ventricle(grid(130, (2.0, 2.0, 2.0)), label_set=HEART_4)
    place = points(heart.geometry)
    root = 38 * UP + 14 * (Rotation.from_rotvec(np.radians(32) * UP).apply(SEPTAL))
    heart.array[np.linalg.norm(place - root, axis=-1) < 11] = AA.value
    axis = long_axis(heart, HEART_4)
    assert axis is not None
    assert axis.septal @ SEPTAL > 0.97


def tube(geometry: Geometry, radius_mm: float, length_mm: float, bend_mm: float | None = None) -> Volume:
    """A straight tube along an oblique direction, or part of a ring of radius ``bend_mm``."""
    place = points(geometry) @ np.array(OBLIQUE).reshape(3, 3)
    x, y, z = np.moveaxis(place, -1, 0)
    if bend_mm is None:
        inside = (np.hypot(x, y) < radius_mm) & (np.abs(z) < length_mm / 2)
    else:
        angle = np.arctan2(z, x + bend_mm)
        inside = (np.hypot(np.hypot(x + bend_mm, z) - bend_mm, y) < radius_mm) & (
            np.abs(angle) < length_mm / bend_mm / 2
        )
    return Volume(np.where(inside, AA.value, 0).astype(np.uint8), geometry)


@pytest.mark.parametrize("bend_mm", [None, 60.0])
@pytest.mark.parametrize("spacing_mm", [(2.0, 2.0, 2.0), (3.0, 1.5, 1.5)])
def test_a_tube_of_known_diameter(spacing_mm: tuple[float, float, float], bend_mm: float | None) -> None:
    found = aortic_diameters(tube(grid(110, spacing_mm), 15, 80, bend_mm), HEART_4)
    assert found is not None
    assert found.mean_mm == pytest.approx(30, abs=0.7)
    assert found.max_mm == pytest.approx(30, abs=1.0)


def test_the_widest_place_of_an_aorta() -> None:
    geometry = grid(110, (2.0, 2.0, 2.0))
    place = points(geometry) @ np.array(OBLIQUE).reshape(3, 3)
    x, y, z = np.moveaxis(place, -1, 0)
    inside = (np.hypot(x, y) < 14 + 6 * np.exp(-((z / 14) ** 2))) & (np.abs(z) < 45)
    found = aortic_diameters(Volume(np.where(inside, AA.value, 0).astype(np.uint8), geometry), HEART_4)
    assert found is not None
    assert found.max_mm == pytest.approx(40, abs=1.5)
    assert 28 < found.mean_mm < 38


@pytest.mark.parametrize("case", ["none", "speck", "flat", "cut off"])
def test_no_diameter_where_there_is_no_tube(case: str) -> None:
    geometry = grid(60, (2.0, 2.0, 2.0))
    array = np.zeros(geometry.shape, np.uint8)
    if case == "speck":
        array[5, 5, 5] = AA.value
    elif case == "flat":
        array[14:16] = AA.value
    elif case == "cut off":  # all cross-sections reach the end of the scan
        array[:, :, :6] = AA.value
    assert aortic_diameters(Volume(array, geometry), HEART_4) is None


def test_what_is_not_there_is_not_measured() -> None:
    geometry = grid(30, (2.0, 2.0, 2.0))
    found = measure(Volume(np.zeros(geometry.shape, np.uint8), geometry), HEART_4)
    assert found.model_dump(exclude={"volumes_ml"}, exclude_none=True) == {}
    assert found.volumes_ml == {"AA": 0, "LA": 0, "LV": 0, "Myo": 0}


def test_a_label_set_of_its_own_is_known_by_its_codes() -> None:
    mine = LabelSet(
        "mine", (Structure(1, "cavity", code=LV.code), Structure(2, "wall", code=MYO.code), Structure(3, "liver"))
    )
    heart = ventricle(grid(130, (2.0, 2.0, 2.0)))
    array = np.select([heart.array == LV.value, heart.array == MYO.value], [1, 2]).astype(np.uint8)
    found = measure(Volume(array, heart.geometry), mine, body_surface_m2=2.0)
    assert found.lv_mass_g == pytest.approx(found.volumes_ml["wall"] * 1.05, abs=0.02)
    assert found.lv_mass_index_g_m2 == pytest.approx((found.lv_mass_g or 0) / 2, abs=0.02)
    assert found.la_volume_index_ml_m2 is None
    assert found.wall_mm is not None
    assert found.wall_mm[8] == pytest.approx(9, abs=1)


def test_a_wall_with_a_hole_stays_measured() -> None:
    """A voxel that a segmenter has missed is not epicardium."""
    heart = ventricle(grid(130, (2.0, 2.0, 2.0)))
    wall = np.argwhere(heart.array == MYO.value)
    place = points(heart.geometry)
    depth = np.linalg.norm(place, axis=-1)
    inner = [voxel for voxel in wall if 23 < depth[tuple(voxel)] < 26][::40]
    for voxel in inner:
        heart.array[tuple(voxel)] = 0
    found = wall_thickness_mm(heart, HEART_7)
    assert found is not None
    assert all(mm == pytest.approx(9, abs=1) for mm in found.values()), found
