"""Expected Dice and temperature: what is fitted, what is expected, and how the two are judged."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from CrossModalitySegLib.learning.calibrating import (
    SAMPLES,
    agreement,
    fit_line,
    fit_temperature,
    left_out,
    sample,
    sample_box,
)
from CrossModalitySegLib.models.card import Calibration, DiceLine
from CrossModalitySegLib.networks.architectures import build_network
from CrossModalitySegLib.settings import NETWORK_SETTINGS

LINE = DiceLine(bias=-0.5, slope=1.4)


def volumes(slope: float, count: int = 20) -> tuple[list[float], list[float]]:
    """Soft and true Dice on a line of that slope, but for a little noise."""
    rng = np.random.default_rng(0)
    soft = rng.uniform(0.5, 0.95, count)
    return soft.tolist(), (0.8 + slope * (soft - 0.8) + rng.normal(0, 0.01, count)).tolist()


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.5])
def test_a_known_temperature_is_found(temperature: float) -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 3, (40_000, 5)).astype(np.float32)
    # The largest of logits with Gumbel noise is a draw from their soft-max.
    truth = (logits + rng.gumbel(size=logits.shape)).argmax(axis=1).astype(np.uint8)
    assert fit_temperature(logits * np.float32(temperature), truth) == pytest.approx(temperature, rel=0.03)


def test_pixels_are_drawn_with_their_labels() -> None:
    class Tell(nn.Module):
        """Logits that say which pixel they belong to."""

        def forward(self, x: Tensor) -> Tensor:
            return x[:, 1:2].expand(-1, 5, -1, -1)

    slices = torch.arange(12 * 96 * 96).reshape(12, 96, 96).float()
    logits, truth = sample(Tell(), slices, (slices % 5).to(torch.uint8), batch=5, device=torch.device("cpu"), seed=0)
    assert len(logits) == pytest.approx(SAMPLES, rel=0.03)
    assert logits.shape == (len(truth), 5)
    np.testing.assert_array_equal(logits[:, 0] % 5, truth)
    assert len(np.unique(logits[:, 0])) == len(logits)


@pytest.mark.parametrize("slope", [0.6, 1.0, 1.3])
def test_a_known_line_is_found(slope: float) -> None:
    soft, dice = volumes(slope)
    line = fit_line(soft, dice)
    assert line.slope == pytest.approx(slope, abs=0.04)
    assert line.at(0.8) == pytest.approx(0.8, abs=0.01)
    assert agreement(left_out(soft, dice), dice).pearson == pytest.approx(1, abs=0.03)


def test_voxels_of_a_box_are_drawn_with_their_own_labels() -> None:
    class Tell(nn.Module):
        """Logits that tell which class the voxel has."""

        def forward(self, x: Tensor) -> Tensor:
            return nn.functional.one_hot(x[:, 0].long(), 5).movedim(-1, 1).float()

    classes = torch.randint(0, 5, (40, 50, 60), generator=torch.Generator().manual_seed(0))
    stack = torch.stack([classes.float(), torch.ones(classes.shape)])
    logits, truth = sample_box(Tell(), stack, classes.byte(), device=torch.device("cpu"), seed=0)
    assert len(truth) == pytest.approx(SAMPLES, rel=0.05)
    assert np.array_equal(logits.argmax(axis=1), truth)


def test_better_soft_dice_never_lowers_what_is_expected() -> None:
    soft, dice = volumes(1.3)
    assert fit_line(soft, [1 - one for one in dice]).slope == 0
    expected = [fit_line(soft, dice).at(float(value)) for value in np.linspace(0, 1, 21)]
    assert expected == sorted(expected)
    assert min(expected) >= 0 and max(expected) <= 1
    assert expected[10] < expected[-1]


def test_little_to_learn_from_leaves_the_soft_dice_as_it_is() -> None:
    one = fit_line([0.9], [0.8])
    assert (one.bias, one.slope) == (pytest.approx(-0.1), 1.0)
    rng = np.random.default_rng(0)
    alike = fit_line((0.9 + rng.normal(0, 0.005, 10)).tolist(), (0.9 + rng.normal(0, 0.03, 10)).tolist())
    assert alike.slope == pytest.approx(1, abs=0.1)


def test_agreement_states_only_what_is_known() -> None:
    assert agreement([0.5, 0.6], [0.4, 0.8]).pearson is None
    assert agreement([0.5, 0.6], [0.4, 0.8]).mean_absolute_error == pytest.approx(0.15)
    constant = agreement([0.7] * 5, [0.5, 0.6, 0.7, 0.8, 0.9])
    assert (constant.pearson, constant.spearman) == (None, None)
    ordered = agreement([0.1, 0.2, 0.3, 0.9], [0.6, 0.7, 0.8, 0.9])
    assert ordered.spearman == pytest.approx(1)
    assert ordered.pearson is not None and ordered.pearson < 0.95


def test_expected_dice_is_for_what_was_calibrated() -> None:
    calibration = Calibration(
        modality="ct", data="x", volumes=9, temperature=1.5, lines={"LV": LINE, "AA": LINE, "LA": LINE}
    )
    assert calibration.expected_dice({"AA": None, "LA": 0.1, "LV": 0.9, "Myo": 0.8}) == {
        "AA": 0.0,
        "LA": 0.0,
        "LV": pytest.approx(0.76),
    }


def test_voxels_are_drawn_from_the_box_of_a_3d_network() -> None:
    network = build_network("unet-3d", NETWORK_SETTINGS["unet-3d"](width=8), class_count=8).eval()
    labels = torch.randint(0, 8, (16, 16, 16), dtype=torch.uint8)
    logits, truth = sample_box(network, torch.randn(2, 16, 16, 16), labels, device=torch.device("cpu"), seed=0)
    assert logits.shape == (len(truth), 8) and len(truth) > 1000
    assert np.isfinite(logits).all() and set(truth) <= set(range(8))
