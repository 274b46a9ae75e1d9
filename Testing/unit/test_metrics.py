"""Scores against shapes whose distances are known, and the rules for structures that are not there."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from CrossModalitySegLib.anatomy import AA, HEART_4, LA, LV, MYO
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.evaluation.metrics import StructureScores, compare, volumes_ml
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.volume import Volume


def volume(array: np.ndarray, spacing_mm: tuple[float, float, float] = (1.0, 1.0, 1.0)) -> Volume:
    return Volume(array.astype(np.uint8), Geometry(array.shape, spacing_mm))


def cube(offset: int, index: int = LV.value) -> np.ndarray:
    array = np.zeros((30, 24, 24))
    array[5 + offset : 15 + offset, 6:16, 6:16] = index
    return array


def test_identical_maps_are_perfect() -> None:
    scores = compare(volume(cube(0)), volume(cube(0)), HEART_4)
    assert scores["LV"] == StructureScores(dice=1.0, assd_mm=0.0, assd_vox=0.0, hd95_mm=0.0)


def test_shifted_cubes_match_the_counted_distances() -> None:
    shift = 3
    scores = compare(volume(cube(shift)), volume(cube(0)), HEART_4)["LV"]
    assert scores.dice == pytest.approx(0.7)
    # By hand, layer by layer: the near cap (100 voxels) lies inside the other cube, as far from its walls or its cap,
    # whichever is nearer; six rims (36 voxels) coincide with the other's; two lie 1 and 2 beyond it, the far cap 3.
    inside = [min(a, 9 - a, b, 9 - b) for a in range(10) for b in range(10)]
    near_cap = [min(depth, shift) for depth in inside]
    rims = 36 * 6 * [0] + 36 * [1] + 36 * [2]
    far_cap = [shift] * 100
    expected = np.array(near_cap + rims + far_cap, dtype=float)
    assert expected.size == 36 * 8 + 200
    assert scores.assd_vox == pytest.approx(expected.mean())
    assert scores.hd95_mm == pytest.approx(shift)


def test_distances_in_mm_follow_the_spacing_and_voxels_do_not() -> None:
    coarse = (4.0, 0.5, 0.5)
    one = compare(volume(cube(2)), volume(cube(0)), HEART_4)["LV"]
    stretched = compare(volume(cube(2), coarse), volume(cube(0), coarse), HEART_4)["LV"]
    assert stretched.dice == one.dice
    assert stretched.assd_vox == pytest.approx(one.assd_vox)
    assert stretched.hd95_mm == pytest.approx(8.0)
    doubled = compare(volume(cube(2), (2.0, 2.0, 2.0)), volume(cube(0), (2.0, 2.0, 2.0)), HEART_4)["LV"]
    assert doubled.assd_mm == pytest.approx(2 * one.assd_mm)


def test_spheres_of_two_radii_are_their_difference_apart() -> None:
    z, y, x = np.mgrid[-24:25, -24:25, -24:25]
    radius = np.sqrt(z**2 + y**2 + x**2)
    scores = compare(volume((radius <= 20) * MYO.value), volume((radius <= 15) * MYO.value), HEART_4)["Myo"]
    assert scores.assd_mm == pytest.approx(5.0, abs=0.35)
    assert scores.hd95_mm == pytest.approx(5.0, abs=0.6)
    assert scores.dice == pytest.approx(2 * 15**3 / (15**3 + 20**3), abs=0.01)


def test_absent_structures_get_no_made_up_distance() -> None:
    empty = volume(np.zeros((30, 24, 24)))
    lost = compare(empty, volume(cube(0)), HEART_4)
    assert lost["LV"] == StructureScores(0.0, None, None, None)
    assert lost["AA"] == StructureScores(None, None, None, None)
    assert compare(volume(cube(0)), empty, HEART_4)["LV"] == StructureScores(0.0, None, None, None)


def test_each_structure_is_scored_by_its_own_index() -> None:
    truth = np.zeros((20, 20, 20))
    for place, structure in enumerate((AA, LA, LV, MYO)):
        truth[2:8, 2:8, 1 + 5 * place : 4 + 5 * place] = structure.value
    swapped = np.where(truth == LA.value, LV.value, np.where(truth == LV.value, LA.value, truth))
    scores = compare(volume(swapped), volume(truth), HEART_4)
    assert list(scores) == list(HEART_4.names)
    assert [scores[name].dice for name in ("AA", "LA", "LV", "Myo")] == [1.0, 0.0, 0.0, 1.0]


def test_a_structure_that_touches_the_border_has_a_surface_there() -> None:
    full = np.full((6, 6, 6), AA.value)
    assert compare(volume(full), volume(full), HEART_4)["AA"].assd_mm == 0.0


def test_other_grids_are_refused_by_name() -> None:
    with pytest.raises(UserError, match="patient 7") as caught:
        compare(volume(cube(0), (1.0, 1.0, 2.0)), volume(cube(0)), HEART_4, name="The prediction for patient 7")
    assert caught.value.code is Code.BAD_INPUT


def test_volumes_are_in_milliliters() -> None:
    assert volumes_ml(volume(cube(0), (2.0, 1.0, 0.5)), HEART_4) == {
        "AA": 0.0,
        "LA": 0.0,
        "LV": pytest.approx(1.0),
        "Myo": 0.0,
    }


label_maps = arrays(np.uint8, (5, 6, 4), elements=st.integers(0, 4))


@settings(max_examples=40, deadline=None)
@given(label_maps, label_maps)
def test_scores_are_symmetric_and_in_range(first: np.ndarray, second: np.ndarray) -> None:
    spacing_mm = (2.0, 1.0, 0.7)
    there = compare(volume(first, spacing_mm), volume(second, spacing_mm), HEART_4)
    back = compare(volume(second, spacing_mm), volume(first, spacing_mm), HEART_4)
    for name in HEART_4.names:
        one, other = there[name], back[name]
        assert one.dice is None or 0.0 <= one.dice <= 1.0
        assert one.dice == other.dice
        assert (one.assd_mm is None) == (one.hd95_mm is None) == (one.assd_vox is None)
        if one.assd_mm is not None:
            assert one.assd_mm == pytest.approx(other.assd_mm, rel=1e-5)
            assert one.hd95_mm == pytest.approx(other.hd95_mm, rel=1e-5)
            assert 0.7 * one.assd_vox <= one.assd_mm + 1e-6
            assert one.assd_mm <= 2.0 * one.assd_vox + 1e-6


@settings(deadline=None)
@given(label_maps, label_maps)
def test_distances_are_those_of_monai(first: np.ndarray, second: np.ndarray) -> None:
    """The library of the field as a second opinion, which the package does not need."""
    utils = pytest.importorskip("monai.metrics.utils", reason="MONAI comes with the extra benchmark")
    spacing_mm = (2.0, 1.0, 0.7)
    found = compare(volume(first, spacing_mm), volume(second, spacing_mm), HEART_4)
    for structure in HEART_4.structures:
        masks = first == structure.value, second == structure.value
        if not all(mask.any() for mask in masks):
            continue
        surface, other = utils.get_mask_edges(*masks)
        there, back = (
            np.asarray(utils.get_surface_distance(*pair, spacing=spacing_mm))
            for pair in ((surface, other), (other, surface))
        )
        assert found[structure.name].assd_mm == pytest.approx(np.concatenate([there, back]).mean(), rel=1e-5)
        assert found[structure.name].hd95_mm == pytest.approx(
            max(np.percentile(there, 95), np.percentile(back, 95)), rel=1e-5
        )
