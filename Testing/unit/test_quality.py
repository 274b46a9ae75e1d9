"""The quality flag and the plausibility score, on hearts of spheres."""

from __future__ import annotations

import numpy as np
import pytest

from CrossModalitySegLib.anatomy import AA, HEART_4, LA, LV, MYO
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.inference.quality import assess, plausibility

GRID = Geometry((60, 60, 60), (2.0, 2.0, 2.0))
RANGES = {"AA": (15.0, 45.0), "LA": (40.0, 95.0), "LV": (80.0, 180.0), "Myo": (90.0, 200.0)}


def ball(middle: tuple[float, float, float], radius_mm: float) -> np.ndarray:
    return (
        np.linalg.norm(np.indices(GRID.shape).reshape(3, -1).T * 2.0 - np.array(middle), axis=1).reshape(GRID.shape)
        < radius_mm
    )


def heart() -> np.ndarray:
    labels = np.zeros(GRID.shape, dtype=np.uint8)
    labels[ball((90, 60, 28), 18)] = AA.value
    labels[ball((90, 60, 90), 25)] = LA.value
    labels[ball((45, 60, 60), 40)] = MYO.value
    labels[ball((45, 60, 60), 29)] = LV.value
    return labels


def test_a_heart_passes() -> None:
    quality = assess(Volume(heart(), GRID), HEART_4, RANGES, 0.9)
    assert quality.findings == []
    assert quality.ok
    assert quality.volumes_ml["LV"] == pytest.approx(4 / 3 * np.pi * 2.9**3, rel=0.03)
    assert plausibility(Volume(heart(), GRID), HEART_4, RANGES) == pytest.approx(1, abs=0.01)


def _missing(labels: np.ndarray) -> None:
    labels[labels == AA.value] = 0


def _small(labels: np.ndarray) -> None:
    labels[(labels == LA.value) & ~ball((90, 60, 90), 12)] = 0


def _split(labels: np.ndarray) -> None:
    labels[44:47][labels[44:47] == LA.value] = 0


def _bare(labels: np.ndarray) -> None:
    labels[:, :, 30:][labels[:, :, 30:] == MYO.value] = 0
    labels[:, 30:][labels[:, 30:] == MYO.value] = 0


@pytest.mark.parametrize(
    ("damage", "word"),
    [(_missing, "AA) is missing"), (_small, "LA) measures"), (_split, "several pieces"), (_bare, "what surrounds")],
    ids=lambda v: getattr(v, "__name__", ""),
)
def test_each_fault_is_reported_and_lowers_the_score(damage: object, word: str) -> None:
    labels = heart()
    damage(labels)  # type: ignore[operator]
    quality = assess(Volume(labels, GRID), HEART_4, RANGES)
    assert not quality.ok
    assert any(word in finding for finding in quality.findings), quality.findings
    assert plausibility(Volume(labels, GRID), HEART_4, RANGES) < 0.95


def test_no_heart_found_is_reported_even_if_the_shape_is_fine() -> None:
    quality = assess(Volume(heart(), GRID), HEART_4, RANGES, 0.1)
    assert not quality.ok
    assert "No heart was found" in quality.findings[0]


def test_a_low_expected_dice_is_reported() -> None:
    quality = assess(Volume(heart(), GRID), HEART_4, RANGES, 0.9, {"AA": 0.9, "LA": 0.7, "LV": 0.58, "Myo": 0.8})
    assert quality.findings == ["Left ventricle blood (LV) may be wrong: expected Dice 0.58."]
    assert not quality.ok
    labels = heart()
    _missing(labels)
    assert assess(Volume(labels, GRID), HEART_4, RANGES, 0.9, {"AA": 0.0}).findings == [
        "Ascending aorta (AA) is missing."
    ]


def test_nothing_at_all() -> None:
    nothing = Volume(np.zeros(GRID.shape, dtype=np.uint8), GRID)
    assert len(assess(nothing, HEART_4, RANGES).findings) == 4
    assert plausibility(nothing, HEART_4, RANGES) == 0


def test_unknown_ranges_are_not_held_against_it() -> None:
    assert assess(Volume(heart(), GRID), HEART_4, {}).ok


def test_voxel_size_counts() -> None:
    fine = Volume(heart(), Geometry(GRID.shape, (1.0, 1.0, 1.0)))
    assert not assess(fine, HEART_4, RANGES).ok
    assert plausibility(fine, HEART_4, RANGES) < 0.5
