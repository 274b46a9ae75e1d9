"""The label-free validators prefer what looks like a heart and what is sure, and name a collapsed structure."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from CrossModalitySegLib.anatomy import AA, HEART_4, LA, LV, MYO
from CrossModalitySegLib.images.preprocessing import slices_of
from CrossModalitySegLib.learning.validators import Validation, validate
from CrossModalitySegLib.models.card import ModelCard, Provenance
from CrossModalitySegLib.settings import NetworkSettings, Preprocessing

BOX = Preprocessing(spacing_mm=3.0, size_px=64, depth_px=48)
RANGES = {"AA": (20.0, 60.0), "LA": (40.0, 110.0), "LV": (80.0, 200.0), "Myo": (90.0, 220.0)}


class Reader(nn.Module):
    """A segmenter that reads the class off the gray value; ``sharpness`` says how sure it is."""

    def __init__(self, sharpness: float = 50.0) -> None:
        super().__init__()
        self.sharpness = sharpness

    def forward(self, x: Tensor) -> Tensor:
        return -self.sharpness * (x[:, 1:2] - torch.arange(HEART_4.class_count).view(1, -1, 1, 1)).abs()


def heart(*, aorta: bool = True) -> Tensor:
    """Slices whose gray values are the class indices of a heart of balls, 64 x 48 x 64 voxels of 3 mm."""
    z, y, x = np.indices((64, 48, 64)) * BOX.spacing_mm

    def ball(z0: float, y0: float, x0: float, radius_mm: float) -> np.ndarray:
        return (z - z0) ** 2 + (y - y0) ** 2 + (x - x0) ** 2 < radius_mm**2

    labels = np.zeros(z.shape, dtype=np.float32)
    labels[ball(80, 60, 110, 41)] = MYO.value
    labels[ball(80, 60, 110, 31)] = LV.value
    labels[ball(130, 90, 90, 25)] = LA.value
    if aorta:
        labels[ball(150, 45, 60, 20)] = AA.value
    return torch.from_numpy(slices_of(labels, BOX.plane))


def judged(segmenter: nn.Module, *volumes: Tensor) -> Validation:
    provenance = Provenance(data="none", license="none")
    card = ModelCard(
        name="a",
        modality="ct",
        preprocessing=BOX,
        network=NetworkSettings(),
        size="tiny",
        method="dou2018",
        provenance=provenance,
        volume_ranges_ml=RANGES,
    )
    return validate(segmenter, volumes, card, "float32", torch.device("cpu"))


def test_a_sure_and_whole_heart_gets_nearly_full_marks() -> None:
    validation = judged(Reader(), heart())
    assert validation.plausibility > 0.95
    assert validation.entropy < 0.01
    assert validation.missing == ()
    assert validation.score == pytest.approx(validation.plausibility - validation.entropy)


def test_a_collapsed_structure_is_named_and_costs_its_quarter() -> None:
    whole, collapsed = judged(Reader(), heart()), judged(Reader(), heart(aorta=False))
    assert collapsed.missing == ("AA",)
    assert collapsed.score < whole.score - 0.2


def test_a_structure_found_in_one_of_two_volumes_is_not_missing() -> None:
    assert judged(Reader(), heart(aorta=False), heart()).missing == ()


def test_of_two_equal_maps_the_surer_one_is_better() -> None:
    sure, unsure = judged(Reader(50.0), heart()), judged(Reader(1.5), heart())
    assert np.array_equal(sure.preview.array, unsure.preview.array)
    assert unsure.entropy > sure.entropy + 0.1
    assert unsure.score < sure.score
