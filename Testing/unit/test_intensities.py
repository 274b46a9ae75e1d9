"""Boundaries that the volume shows are found, and nothing else changes."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage
from scipy.ndimage import gaussian_filter

from CrossModalitySegLib.anatomy import HEART_4, LA, LV, MYO
from CrossModalitySegLib.inference import intensities
from CrossModalitySegLib.inference.intensities import REACH, REFINEMENTS, ROUNDS, refine_by_intensity
from CrossModalitySegLib.label_set import BACKGROUND, Structure

SHAPE = (24, 24, 24)


def ball(radius: float, shift: int = 0) -> NDArray[np.bool_]:
    d, h, w = np.indices(SHAPE) - 11.5
    return d**2 + h**2 + (w - shift) ** 2 < radius**2


def posterior(*structures: tuple[Structure, NDArray[np.bool_]]) -> NDArray[np.uint8]:
    """Probabilities of a network that sees ``structures``, the later ones on top, and is unsure at their boundaries."""
    labels = np.full(SHAPE, BACKGROUND)
    for structure, mask in structures:
        labels[mask] = structure.value
    return (
        np.stack([gaussian_filter(255.0 * (labels == index), 1.0) for index in range(HEART_4.class_count)])
        .round()
        .astype(np.uint8)
    )


def image_of(*levels: tuple[float, NDArray[np.bool_]]) -> NDArray[np.float32]:
    image = np.zeros(SHAPE, np.float32)
    for level, mask in levels:
        image[mask] = level
    return image + np.random.default_rng(0).normal(0, 0.03, SHAPE).astype(np.float32)


def dice(found: NDArray[np.uint8], structure: Structure, truth: NDArray[np.bool_]) -> float:
    own = found.argmax(axis=0) == structure.value
    return float(2 * (own & truth).sum() / (own.sum() + truth.sum()))


HEART = image_of((1.0, ball(8)), (2.0, ball(5)))


@pytest.mark.parametrize(("wall", "blood"), [(9.0, 6.0), (7.0, 4.0)], ids=["too large", "too small"])
def test_borders_move_to_where_the_volume_shows_them(wall: float, blood: float) -> None:
    before = posterior((MYO, ball(wall)), (LV, ball(blood)))
    after = refine_by_intensity(before, HEART)
    shell = ball(8) & ~ball(5)
    assert dice(before, MYO, shell) < 0.8 and dice(before, LV, ball(5)) < 0.85
    assert dice(after, MYO, shell) > 0.95 and dice(after, LV, ball(5)) > 0.95


def test_units_of_the_image_do_not_matter() -> None:
    before = posterior((MYO, ball(9)), (LV, ball(5.5)))
    assert (
        refine_by_intensity(before, HEART).argmax(0) == refine_by_intensity(before, 400 * HEART - 1000).argmax(0)
    ).mean() > 0.999


def test_a_structure_moves_by_two_voxels_at_most() -> None:
    # The blood goes on where the network sees none: the structure must not run along it.
    tube = np.zeros(SHAPE, bool)
    tube[9:15, 9:15] = True
    start = tube & (np.arange(24) < 12)
    labels = refine_by_intensity(posterior((LA, start)), image_of((1.0, tube))).argmax(axis=0)
    assert not (labels[..., 12 + ROUNDS * REACH :] == LA.value).any()


def test_a_class_that_is_never_sure_is_not_swallowed_by_its_neighbor() -> None:
    one, other = ball(6, shift=-5), ball(6, shift=5) & ~ball(6, shift=-5)
    before = posterior((LA, one), (LV, other))
    unsure = np.where(
        before.argmax(axis=0) == LV.value, np.array([30, 30, 60, 105, 30], np.uint8)[:, None, None, None], before
    )
    after = refine_by_intensity(unsure, image_of((1.0, one), (1.2, other)))
    assert dice(after, LV, other) > 0.9


def test_a_piece_of_a_brighter_neighbor_is_given_back() -> None:
    # A network took the rim of a bright vein for the ventricle beside it, and is sure of it.
    blood, vein = ball(7, shift=-4), ball(7, shift=8) & ~ball(7, shift=-4)
    overlap = vein & ndimage.binary_dilation(blood, iterations=2)
    before = posterior((LV, blood | overlap))
    image = image_of((1.0, blood), (1.6, vein))

    def wrong(dimension: Literal[2, 3]) -> int:
        found = refine_by_intensity(before, image, how=REFINEMENTS[dimension]).argmax(0)
        return int(((found == LV.value) & overlap).sum())

    assert overlap.sum() > 100
    assert wrong(3) < wrong(2) < 0.5 * overlap.sum() and wrong(3) < 0.25 * overlap.sum()


def test_nothing_is_made_of_nothing() -> None:
    before = posterior()
    kept = before.copy()
    assert np.array_equal(refine_by_intensity(before, HEART), kept)
    assert np.array_equal(before, kept)


def test_an_even_image_changes_no_label() -> None:
    before = posterior((MYO, ball(8)), (LV, ball(5)))
    assert np.array_equal(refine_by_intensity(before, np.ones(SHAPE, np.float32)).argmax(0), before.argmax(0))


def test_a_single_slice_will_do() -> None:
    before = posterior((MYO, ball(9)), (LV, ball(5.5)))[:, 12:13]
    after = refine_by_intensity(before, HEART[12:13])
    assert after.shape == before.shape
    assert (after.argmax(0) == LV.value).sum() < (before.argmax(0) == LV.value).sum()


def test_noise_hides_the_borders_less_where_it_is_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    rough = HEART + np.random.default_rng(1).normal(0, 0.5, SHAPE).astype(np.float32)
    before = posterior((MYO, ball(9)), (LV, ball(6)))
    after = refine_by_intensity(before, rough)
    monkeypatch.setattr(intensities, "without_noise", lambda image, scanned: image)
    unfiltered = refine_by_intensity(before, rough)
    for structure, truth in ((MYO, ball(8) & ~ball(5)), (LV, ball(5))):
        assert dice(after, structure, truth) > dice(unfiltered, structure, truth) + 0.04
