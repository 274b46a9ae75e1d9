"""Structures that a scan cuts off, on synthetic labels: one rule for every side, direction and field of view."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from CrossModalitySegLib.anatomy import AA, HEART_4, LA, LV, MYO
from CrossModalitySegLib.images.field import scanned_field, sides_of
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.checks import checked
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.inference.localization import HeartRegion, from_roi, shows_no_heart
from CrossModalitySegLib.inference.quality import assess, cut_sides

GRID = Geometry((60, 60, 60), (2.0, 2.0, 2.0))
RANGES = {"AA": (15.0, 45.0), "LA": (40.0, 95.0), "LV": (80.0, 180.0), "Myo": (90.0, 200.0)}


def ball(middle: tuple[float, float, float], radius_mm: float) -> NDArray[np.bool_]:
    return (
        np.linalg.norm(np.indices(GRID.shape).reshape(3, -1).T * 2.0 - np.array(middle), axis=1).reshape(GRID.shape)
        < radius_mm
    )


def heart() -> NDArray[np.uint8]:
    """A heart of balls; the ascending aorta is the highest."""
    labels = np.zeros(GRID.shape, dtype=np.uint8)
    labels[ball((96, 60, 28), 18)] = AA.value
    labels[ball((80, 60, 90), 25)] = LA.value
    labels[ball((45, 60, 60), 40)] = MYO.value
    labels[ball((45, 60, 60), 29)] = LV.value
    return labels


def part(labels: NDArray[np.uint8], *where: slice) -> Volume:
    whole = Volume(labels, GRID)
    return whole.part(tuple(slice(*one.indices(n)) for one, n in zip(where, labels.shape, strict=True)))  # type: ignore[arg-type]


def test_a_whole_heart_is_not_cut() -> None:
    quality = assess(Volume(heart(), GRID), HEART_4, RANGES, 0.9)
    assert quality.cut_off == {}
    assert quality.ok


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ((slice(0, 46), slice(None), slice(None)), {"AA": ("upper end",), "LA": ("upper end",)}),
        ((slice(20, None), slice(None), slice(None)), {"LV": ("lower end",), "Myo": ("lower end",)}),
        ((slice(None), slice(None), slice(12, None)), {"AA": ("right side",), "Myo": ("right side",)}),
        ((slice(None), slice(None), slice(0, 50)), {"LA": ("left side",), "Myo": ("left side",)}),
        ((slice(None), slice(29, None), slice(None)), dict.fromkeys(("AA", "LA", "LV", "Myo"), ("front",))),
        ((slice(None), slice(0, 31), slice(None)), dict.fromkeys(("AA", "LA", "LV", "Myo"), ("back",))),
        (
            (slice(20, 46), slice(None), slice(None)),
            {"AA": ("upper end",), "LA": ("upper end",), "LV": ("lower end",), "Myo": ("lower end",)},
        ),
    ],
)
def test_each_side_is_named_for_what_it_cuts(where: tuple[slice, ...], expected: dict[str, tuple[str, ...]]) -> None:
    labels = part(heart(), *where)
    assert cut_sides(labels, HEART_4) == expected
    quality = assess(labels, HEART_4, RANGES, 0.9)
    assert not quality.ok
    assert quality.cut_off == expected
    for name, sides in expected.items():
        assert any(f"({name}) is cut off at the {sides[0]} of the scan" in finding for finding in quality.findings), (
            quality.findings
        )


def test_a_cut_structure_is_incomplete_not_too_small() -> None:
    labels = part(heart(), slice(20, None), slice(None), slice(None))
    assert not any(
        "the training subjects had" in finding
        for finding in assess(labels, HEART_4, RANGES, 0.9).findings
        if "(LV)" in finding
    )


@pytest.mark.parametrize(
    "flip",
    [np.diag([-1.0, -1, 1]), np.diag([1.0, -1, -1]), np.array([[0.0, 0, 1], [1, 0, 0], [0, 1, 0]])],
    ids=["ras", "down", "turned"],
)
def test_sides_are_those_of_the_patient_not_of_the_grid(flip: NDArray[np.float64]) -> None:
    labels = part(heart(), slice(0, 46), slice(None), slice(None))
    grid = Geometry(labels.geometry.shape, (2.0, 2.0, 2.0), (0.0, 0.0, 0.0), tuple(flip.ravel()))
    # The end of the first array axis lies where the third column of the direction points.
    toward = flip[:, 2]
    side = {(2, 1): "upper end", (2, -1): "lower end", (0, 1): "left side"}[
        int(np.abs(toward).argmax()), int(np.sign(toward.sum()))
    ]
    assert cut_sides(Volume(labels.array, grid), HEART_4) == {"AA": (side,), "LA": (side,)}


def test_one_voxel_at_the_end_is_not_a_cut() -> None:
    labels = heart()
    labels[-1, 30, 30] = AA.value
    assert cut_sides(Volume(labels, GRID), HEART_4) == {}
    assert sides_of(labels == AA.value, np.ones(GRID.shape, dtype=bool), GRID) == {"upper end": pytest.approx(0.04)}


def _marked(image: NDArray[np.int16]) -> None:
    image[46:] = -2000


def _constant(image: NDArray[np.int16]) -> None:
    image[46:] = 0


@pytest.mark.parametrize("pad", [_marked, _constant])
def test_padding_is_not_scanned(pad: Callable[[NDArray[np.int16]], None]) -> None:
    image = np.random.default_rng(0).integers(-900, 400, GRID.shape).astype(np.int16)
    pad(image)
    field = scanned_field(Volume(image, GRID))
    assert field[:46].all()
    assert not field[46:].any()
    labels = heart()
    labels[46:] = 0
    assert cut_sides(Volume(labels, GRID), HEART_4, field) == {"AA": ("upper end",), "LA": ("upper end",)}
    assert cut_sides(Volume(labels, GRID), HEART_4) == {}


def test_a_round_field_cuts_too() -> None:
    y, x = np.indices(GRID.shape[1:]) * 2.0 - 59
    image = np.random.default_rng(0).integers(-900, 400, GRID.shape).astype(np.int16)
    image[:, np.hypot(x, y) > 50] = -3024
    labels = heart()
    labels[:, np.hypot(x, y) > 50] = 0
    for volume in (Volume(image, GRID), checked(Volume(image, GRID), "a CT")):  # as it is stored, and as it is read
        found = cut_sides(Volume(labels, GRID), HEART_4, scanned_field(volume))
        assert "left side" in found["LA"]
        assert "LV" not in found


def test_what_lies_beyond_is_reported_where_no_structure_shows_it() -> None:
    findings = assess(Volume(heart(), GRID), HEART_4, RANGES, 0.9, goes_on=("front", "back")).findings
    assert findings == ["The heart goes on beyond the front and the back of the scan."]
    cut = part(heart(), slice(0, 46), slice(None), slice(None))
    assert not any(
        "goes on" in finding for finding in assess(cut, HEART_4, RANGES, 0.9, goes_on=("upper end",)).findings
    )


def test_a_structure_that_ends_just_before_a_side_is_cut_if_the_heart_goes_on() -> None:
    labels = part(heart(), slice(0, 46), slice(None), slice(None)).array.copy()
    labels[-4:] = 0  # 8 mm
    volume = Volume(labels, Geometry(labels.shape, (2.0, 2.0, 2.0)))
    assert cut_sides(volume, HEART_4) == {}
    assert cut_sides(volume, HEART_4, goes_on=("front",)) == {}
    assert cut_sides(volume, HEART_4, goes_on=("upper end",)) == dict.fromkeys(("AA", "LA", "Myo"), ("upper end",))
    labels[-9:] = 0  # 18 mm
    assert cut_sides(volume, HEART_4, goes_on=("upper end",)) == {}


def test_no_heart_is_reported_of_volumes_only() -> None:
    nowhere = HeartRegion(np.zeros(3), 0.1, "middle")
    assert shows_no_heart(nowhere, GRID)
    assert not shows_no_heart(nowhere, Geometry((1, 512, 512), (5.0, 1.0, 1.0)))
    assert not shows_no_heart(nowhere, Geometry((3, 256, 256), (8.0, 1.4, 1.4)))
    assert not shows_no_heart(from_roi((0, 1, 0, 1, 0, 1)), GRID)
    assert not shows_no_heart(HeartRegion(np.zeros(3), 0.4, "found"), GRID)
