"""Preprocessing: slices and back, normalization, and that a place in the patient stays the same place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial.transform import Rotation

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.images import preprocessing as pp
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.settings import Preprocessing

SMALL = Preprocessing(spacing_mm=2.0, size_px=64, depth_px=32)
PLANES = ("coronal", "axial", "sagittal")


def direction(permutation: tuple[int, ...], flips: tuple[int, ...], rotation: tuple[float, ...]) -> tuple[float, ...]:
    """Row-major direction of axes that are reordered, flipped, then turned by a rotation vector."""
    axes = np.eye(3)[:, list(permutation)] * flips
    return tuple((Rotation.from_rotvec(rotation).as_matrix() @ axes).ravel())


directions = st.builds(
    direction,
    st.permutations(range(3)).map(tuple),
    st.tuples(*[st.sampled_from([-1, 1])] * 3),
    st.tuples(*[st.floats(-1, 1)] * 3),
)


def centered(
    shape: tuple[int, int, int],
    spacing_mm: tuple[float, float, float],
    middle_mm: np.ndarray,
    direction: tuple[float, ...],
) -> Geometry:
    """A grid whose middle is ``middle_mm``."""
    away = Geometry(shape, spacing_mm, direction=tuple(direction))
    return Geometry(shape, spacing_mm, tuple(middle_mm - away.center_mm), tuple(direction))


def gaussian(grid: Geometry, center_mm: np.ndarray, width_mm: float) -> Volume:
    """A bright blob."""
    points = grid.physical(np.stack(np.meshgrid(*[np.arange(n) for n in grid.shape], indexing="ij"), axis=-1))
    return Volume((1000 * np.exp(-((points - center_mm) ** 2).sum(-1) / (2 * width_mm**2))).astype(np.float32), grid)


def center_of_mass(volume: Volume) -> np.ndarray:
    weight = volume.array - volume.array.min()
    weight = np.where(weight > 0.1 * weight.max(), weight, 0)
    index = np.array([(weight * axis).sum() for axis in np.ogrid[tuple(slice(n) for n in weight.shape)]]) / weight.sum()
    return volume.geometry.physical(index)


@settings(max_examples=25, deadline=None)
@given(direction=directions, spacing=st.tuples(*[st.floats(0.7, 3)] * 3), shift=st.tuples(*[st.floats(-6, 6)] * 3))
def test_a_blob_stays_where_it_is_in_the_patient(
    direction: tuple[float, ...], spacing: tuple[float, float, float], shift: tuple[float, ...]
) -> None:
    middle = np.array([12.0, -34.0, 56.0])
    shape = tuple(int(70 / s) for s in spacing)
    blob_mm = middle + shift
    volume = gaussian(centered(shape, spacing, middle, direction), blob_mm, 6.0)
    box = pp.heart_box(middle, SMALL)
    prepared = pp.prepare(volume, box, Preprocessing(**{**SMALL.model_dump(), "cut_top_percent": 0.0}))
    assert prepared.geometry == box and prepared.array.dtype == np.float32
    assert np.abs(center_of_mass(prepared) - blob_mm).max() < 0.6
    # And back on the grid of the input.
    back = prepared.resampled(volume.geometry, fill=float(prepared.array.min()))
    assert np.abs(center_of_mass(back) - blob_mm).max() < 0.8


@settings(deadline=None)
@given(array=arrays(np.int16, st.tuples(*[st.integers(1, 5)] * 3)), plane=st.sampled_from(PLANES))
def test_slices_and_back(array: np.ndarray, plane: pp.Plane) -> None:
    slices = pp.slices_of(array, plane)
    assert (
        slices.flags.c_contiguous and slices.shape[0] == array.shape[{"coronal": 1, "axial": 0, "sagittal": 2}[plane]]
    )
    back = pp.volume_of(slices, plane)
    assert back.flags.c_contiguous and np.array_equal(back, array)


def test_slices_show_the_patient_upright() -> None:
    """On a box D runs to superior, H to posterior, W to the left."""
    superior, posterior, left = np.meshgrid(*[np.arange(3)] * 3, indexing="ij")
    coronal, sagittal, axial = "coronal", "sagittal", "axial"
    assert (
        pp.slices_of(superior, coronal)[0, :, 0].tolist()
        == [2, 1, 0]
        == pp.slices_of(superior, sagittal)[0, :, 0].tolist()
    )
    assert pp.slices_of(left, coronal)[0, 0].tolist() == [0, 1, 2] == pp.slices_of(left, axial)[0, 0].tolist()
    assert (
        pp.slices_of(posterior, sagittal)[0, 0].tolist()
        == [0, 1, 2]
        == pp.slices_of(posterior, axial)[0, :, 0].tolist()
    )
    assert (
        pp.slices_of(posterior, coronal)[:, 0, 0].tolist()
        == [0, 1, 2]
        == pp.slices_of(left, sagittal)[:, 0, 0].tolist()
    )


@pytest.mark.parametrize(
    ("plane", "shape"), [("coronal", (64, 32, 64)), ("axial", (32, 64, 64)), ("sagittal", (64, 64, 32))]
)
def test_the_box_is_deep_along_the_normal(plane: pp.Plane, shape: tuple[int, int, int]) -> None:
    box = pp.heart_box((1.0, 2.0, 3.0), Preprocessing(plane=plane, spacing_mm=2.0, size_px=64, depth_px=32))
    assert box.shape == shape and box.spacing_mm == (2.0, 2.0, 2.0)
    assert np.allclose(box.center_mm, (1, 2, 3))
    assert pp.slices_of(np.zeros(shape), plane).shape == (32, 64, 64)


def test_the_brightest_are_cut_and_the_rest_is_standard() -> None:
    array = np.random.default_rng(0).normal(100, 20, (20, 20, 20))
    array.flat[:80] = 1e5  # one percent
    found = pp.normalize(array, 2.0)
    assert found.dtype == np.float32
    assert abs(found.mean()) < 1e-5 and abs(found.std() - 1) < 1e-4
    assert found.max() < 3 and np.isclose((found == found.max()).mean(), 0.02, atol=0.001)
    assert pp.normalize(array, 0.0).max() > 5


@pytest.mark.filterwarnings("error")
def test_a_constant_region_becomes_zero() -> None:
    assert not pp.normalize(np.full((2, 2, 2), 7.0), 2.0).any()


def test_only_the_field_of_view_counts() -> None:
    """A box twice as large as the image: the margin takes the minimum, and the statistics are those of the image."""
    grid = centered((16, 16, 16), (2, 2, 2), np.zeros(3), np.eye(3).ravel())
    image = Volume(np.random.default_rng(0).integers(-1000, 500, grid.shape).astype(np.int16), grid)
    prepared = pp.prepare(image, pp.heart_box((0, 0, 0), SMALL), SMALL).array
    inside = np.zeros(prepared.shape, dtype=bool)
    inside[24:40, 8:24, 24:40] = True
    assert abs(prepared[inside].mean()) < 1e-4 and abs(prepared[inside].std() - 1) < 1e-4
    assert np.all(prepared[~inside] == prepared.min())


def test_a_box_outside_the_image_is_refused() -> None:
    image = gaussian(Geometry((8, 8, 8), (1, 1, 1)), np.zeros(3), 3)
    for far in ((500.0, 0, 0), (0, -70.0, 0)):
        with pytest.raises(UserError, match="outside the image") as caught:
            pp.prepare(image, pp.heart_box(far, SMALL), SMALL)
        assert caught.value.code == Code.BAD_INPUT


def test_fine_stripes_do_not_alias() -> None:
    """Stripes of one voxel at 0.5 mm vanish at 2.1 mm, and only they: a step of the same height stays."""
    array = np.zeros((128, 64, 64), dtype=np.int16)
    array[::2] = 1000
    array[:, :, 32:] += 1000
    grid = centered(array.shape, (0.5, 0.5, 0.5), np.zeros(3), np.eye(3).ravel())
    box = Geometry((10, 4, 8), (2.1, 2.1, 2.1), tuple(-np.array([7, 3, 9]) / 2 * 2.1))
    assert Volume(array, grid).resampled(box).array[:, :, 0].std() > 200
    found = pp.prepare(Volume(array, grid), box, Preprocessing(cut_top_percent=0)).array
    assert found[:, :, 0].std() < 0.05 * (found[:, :, -1].mean() - found[:, :, 0].mean())


def test_input_as_coarse_as_the_box_is_not_smoothed() -> None:
    noise = np.random.default_rng(0).normal(size=(20, 20, 20)).astype(np.float32)
    grid = centered(noise.shape, (1.5, 1.5, 1.5), np.zeros(3), np.eye(3).ravel())
    assert np.allclose(
        pp.prepare(Volume(noise, grid), grid, Preprocessing(cut_top_percent=0)).array, pp.normalize(noise, 0), atol=1e-4
    )


def test_labels_stay_labels() -> None:
    grid = Geometry((10, 10, 10), (3, 3, 3))
    array = np.zeros(grid.shape, dtype=np.uint8)
    array[3:7, 3:7, 3:7] = 4
    found = pp.prepare_labels(Volume(array, grid), pp.heart_box(grid.center_mm, SMALL))
    assert found.array.dtype == np.uint8 and set(np.unique(found.array)) == {0, 4}
    assert (found.array == 4).sum() * 8 == pytest.approx(64 * 27, rel=0.05)


@settings(max_examples=25, deadline=None)
@given(direction=directions, thin=st.sampled_from([0, 1, 2]), count=st.sampled_from([1, 2, 3]))
def test_slices_are_seen_in_their_own_plane(direction: tuple[float, ...], thin: int, count: int) -> None:
    middle, shape, spacing = np.array([10.0, 20.0, 30.0]), [40, 50, 60], [1.5, 1.5, 1.5]
    shape[thin], spacing[thin] = count, 4.0
    grid = centered(tuple(shape), tuple(spacing), middle, direction)
    volume = gaussian(grid, middle, 12.0)
    assert pp.is_slab(volume) and pp.is_single_slice(volume) == (count == 1)
    box = pp.in_plane_box(volume, SMALL)
    assert box.shape == (count, 64, 64) and box.spacing_mm == (4.0, 2.0, 2.0)
    slices_mm = grid.index(box.physical(np.array([[n, 31.5, 31.5] for n in range(count)])))[:, thin]
    assert np.allclose(sorted(slices_mm), range(count)), "no slice is made up of two"
    assert np.allclose(box.center_mm, middle)
    axes = np.array(direction).reshape(3, 3)[:, ::-1]
    column, row, normal = np.array(box.direction).reshape(3, 3).T
    assert abs(normal @ axes[:, thin]) > 1 - 1e-9
    assert np.allclose([row @ normal, column @ normal, row @ column], 0, atol=1e-9)
    # Turned as the slices of the nearest patient plane: down or backwards, and to the left or backwards.
    wanted = {0: ((0, 0, -1), (0, 1, 0)), 1: ((0, 0, -1), (1, 0, 0)), 2: ((0, 1, 0), (1, 0, 0))}[
        int(np.abs(normal).argmax())
    ]
    assert row @ wanted[0] > 0 and column @ wanted[1] > -1e-9
    prepared = pp.prepare(volume, box, SMALL)
    assert np.abs(center_of_mass(prepared) - middle).max() < 0.6


def test_a_subnormal_cosine_does_not_empty_the_volume() -> None:
    grid = Geometry((4, 8, 8), (8.0, 2.0, 2.0), direction=direction((0, 1, 2), (1, 1, 1), (1.0, 0.0, 1.1e-308)))
    assert 0 < max(abs(cosine) for cosine in grid.direction if abs(cosine) < 0.1) < 1e-300
    assert np.isfinite(
        Volume(np.ones(grid.shape, dtype=np.float32), grid).resampled(grid, fill=float("nan")).array
    ).all()


@pytest.mark.parametrize(
    ("shape", "spacing_mm", "slab"),
    [
        ((1, 3, 4), (1, 1, 1), True),
        ((2, 3, 4), (1, 1, 1), False),  # as thick as it is wide
        ((3, 256, 256), (1, 1, 1), True),
        ((256, 256, 3), (1, 1, 10), True),
        ((16, 128, 128), (1, 2, 2), True),
        ((6, 128, 128), (8, 2, 2), False),  # a stack of the short axis
        ((12, 64, 64), (4, 4, 4), False),
    ],
)
def test_a_volume_is_no_slab(shape: tuple[int, int, int], spacing_mm: tuple[float, float, float], slab: bool) -> None:
    assert pp.is_slab(Volume(np.zeros(shape), Geometry(shape, spacing_mm))) == slab


@pytest.mark.parametrize("plane", PLANES)
def test_a_box_is_cut_to_the_slices_that_the_image_has(plane: str) -> None:
    options = Preprocessing(plane=plane, size_px=64, depth_px=64, spacing_mm=2.0)
    image = Geometry((20, 20, 20), (2.0, 2.0, 2.0), (-20.0, 10.0, 30.0))
    box = pp.heart_box(image.center_mm, options)
    cut = pp.cut_to_image(box, image, plane)
    axis = {"axial": 0, "coronal": 1, "sagittal": 2}[plane]
    assert 20 <= cut.shape[axis] <= 24
    assert [n for i, n in enumerate(cut.shape) if i != axis] == [64, 64]
    first = np.zeros(3)
    first[axis] = round(float((np.array(cut.origin_mm) - np.array(box.origin_mm))[2 - axis]) / 2.0)
    assert cut.origin_mm == pytest.approx(tuple(box.physical(first)))
    volume = Volume(np.random.default_rng(0).normal(size=image.shape).astype(np.float32), image)
    whole, part = pp.prepare(volume, box, options).array, pp.prepare(volume, cut, options).array
    rows = [slice(None)] * 3
    rows[axis] = slice(int(first[axis]), int(first[axis]) + cut.shape[axis])
    np.testing.assert_allclose(part, whole[tuple(rows)], atol=1e-5)
    far = replace(image, origin_mm=(9000.0, 9000.0, 9000.0))
    assert pp.cut_to_image(box, far, plane) == box


@pytest.mark.parametrize("plane", PLANES)
def test_a_part_of_a_box_holds_what_lies_between_in_steps_of_eight(plane: str) -> None:
    options = Preprocessing(plane=plane, size_px=96, depth_px=64, spacing_mm=2.0)
    box = pp.heart_box((5.0, -7.0, 11.0), options)
    low, high = np.array([-25.0, -40.0, 1.0]), np.array([20.0, 10.0, 60.0])
    part = pp.columns_between(box, plane, low, high)
    normal = {"axial": 0, "coronal": 1, "sagittal": 2}[plane]
    volume = Volume(np.random.default_rng(0).normal(size=box.shape).astype(np.float32), box).part(part)
    first, last = volume.geometry.origin_mm, volume.geometry.physical(np.array(volume.geometry.shape) - 1.0)
    for axis in range(3):
        if axis == normal:
            assert part[axis] == slice(0, 64)
        else:
            assert (part[axis].start % 8, part[axis].stop % 8) == (0, 0)
            assert part[axis].stop - part[axis].start < 96
            assert first[2 - axis] <= low[2 - axis] < high[2 - axis] <= last[2 - axis]
    whole = Volume(np.zeros(box.shape, dtype=np.float32), box)
    whole.array[part] = volume.array
    np.testing.assert_allclose(whole.resampled(volume.geometry).array, volume.array, atol=1e-5)
    assert pp.columns_between(box, plane, low + 9000, high + 9000) == tuple(slice(0, n) for n in box.shape)
