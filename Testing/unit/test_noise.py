"""Noise is measured in any volume and taken away where it hides nothing."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter
from scipy.signal import wiener

from CrossModalitySegLib.images import noise
from CrossModalitySegLib.images.noise import noise_level, without_noise

SHAPE = (20, 40, 40)


def scene() -> NDArray[np.float64]:
    """A sharp cube and a soft ball."""
    d, h, w = np.indices(SHAPE)
    image = np.where((h > 5) & (h < 18) & (w > 5) & (w < 18), 10.0, 0.0)
    return image + 5 * gaussian_filter(((d - 10.0) ** 2 + (h - 28.0) ** 2 + (w - 28.0) ** 2 < 64).astype(float), 2)


def noisy(level: float) -> NDArray[np.float64]:
    return scene() + np.random.default_rng(0).normal(0, level, SHAPE)


@pytest.mark.parametrize("level", [0.3, 1.0, 3.0])
def test_the_level_is_that_of_the_noise_whatever_the_image_shows(level: float) -> None:
    assert noise_level(noisy(level)) == pytest.approx(level, rel=0.15)
    assert noise_level(noisy(level)[:1]) == pytest.approx(level, rel=0.25), "of a single slice as well"


def test_an_image_without_noise_stays_as_it_is() -> None:
    assert np.allclose(without_noise(scene()), scene(), atol=0.05)
    assert noise_level(np.zeros((3, 2, 9))) == 0, "too small to tell"


def test_noise_goes_and_edges_stay() -> None:
    before, after = noisy(1.0), without_noise(noisy(1.0))
    flat, edge = np.s_[:, 8:16, 8:16], np.s_[:, 8:16, 4:7]
    assert after[flat].std() < 0.5 * before[flat].std()
    step = after[:, 8:16, 6].mean() - after[:, 8:16, 5].mean()
    assert step > 8.5, "a filter without regard to edges leaves a third of these 10"
    assert np.abs(after - scene())[edge].mean() < 1.05 * np.abs(before - scene())[edge].mean()


def test_it_is_the_filter_of_the_textbook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noise, "_RESAMPLED", 1.0)
    image = noisy(1.0)
    inner = np.s_[1:-1, 1:-1, 1:-1]  # the two treat the border differently
    assert np.allclose(without_noise(image)[inner], wiener(image, 3, noise_level(image) ** 2)[inner], atol=1e-3)
