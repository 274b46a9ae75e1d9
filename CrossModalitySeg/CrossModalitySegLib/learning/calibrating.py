"""Calibration of a model: one temperature for its logits, and the expected Dice as a function of the soft Dice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp
from scipy.stats import pearsonr, spearmanr
from torch import Tensor, nn

from ..inference.predictor import logits_of
from ..inference.predictors import logits_of_box
from ..models.card import Agreement, DiceLine

SAMPLES = 50_000
"""Pixels of each volume from which the temperature is fitted."""
_RIDGE = 0.01
"""(0.04 / 0.4)^2: the Dice scatters by some 0.04 about its line, and slopes by some 0.4 about 1."""


def sample(
    segmenter: nn.Module, slices: Tensor, labels: Tensor, *, batch: int, device: torch.device, seed: int
) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Logits and labels of random pixels, from which the temperature is fitted.

    Args:
        segmenter: Maps (B, 3, H, W) to logits (B, C, H, W).
        slices: (N, H, W), normalized, in order.
        labels: Class indices (N, H, W).
        batch: Slices computed at once, >= 1.
        device: Where to compute.
        seed: Seed of the choice of pixels.

    Returns:
        Logits (K, C) and class indices (K,) of about ``SAMPLES`` pixels.
    """
    rng = np.random.default_rng(seed)
    share = min(1.0, SAMPLES / labels.numel())
    logits, truth, start = [], [], 0
    for part in logits_of(segmenter, slices, batch=batch, device=device):
        kept = torch.from_numpy(rng.random((len(part), *part.shape[2:])) < share)
        logits.append(part.movedim(1, -1)[kept.to(part.device)].cpu().numpy())
        truth.append(labels[start : start + len(part)][kept].numpy())
        start += len(part)
    return np.concatenate(logits), np.concatenate(truth)


@torch.inference_mode()
def sample_box(
    segmenter: nn.Module, stack: Tensor, labels: Tensor, *, device: torch.device, seed: int
) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Logits and labels of random voxels of a 3D segmenter, from which the temperature is fitted.

    Args:
        segmenter: Maps (1, 2, D, H, W) to logits (1, C, D, H, W).
        stack: Image and mask of the scanned field of view (2, D, H, W).
        labels: Class indices (D, H, W).
        device: Where to compute.
        seed: Seed of the choice of voxels.

    Returns:
        Logits (K, C) and class indices (K,) of about ``SAMPLES`` voxels.
    """
    kept = torch.from_numpy(np.random.default_rng(seed).random(labels.shape) < SAMPLES / labels.numel())
    logits = logits_of_box(segmenter, stack[None], device, "auto")
    return logits.movedim(0, -1)[kept].numpy(), labels[kept].numpy()


def fit_temperature(logits: NDArray[np.float32], truth: NDArray[np.uint8]) -> float:
    """Temperature scaling (Guo et al., ICML 2017, arXiv 1706.04599).

    Args:
        logits: (K, C).
        truth: Class indices (K,).

    Returns:
        The temperature T, 0.1..30, at which softmax(logits / T) has the smallest negative log-likelihood of ``truth``.
    """
    chosen = np.take_along_axis(logits, truth[:, None].astype(np.intp), axis=1)[:, 0]

    def loss(log_t: float) -> float:
        t = np.exp(log_t)
        return float(np.mean(logsumexp(logits / t, axis=1) - chosen / t, dtype=np.float64))

    return float(np.exp(minimize_scalar(loss, bounds=(np.log(0.1), np.log(30)), method="bounded").x))


def fit_line(soft_dice: Sequence[float], dice: Sequence[float]) -> DiceLine:
    """The expected Dice of one structure as a line over the soft Dice.

    Calibrated probabilities would make both the same, so that is where the slope starts from: least squares of the
    difference, with a ridge on the slope's distance from 1. No slope is below zero, lest better soft Dice lower what is
    expected.

    Args:
        soft_dice: Soft Dice, 0 to 1, of some volumes, at least one.
        dice: Their true Dice, 0 to 1, in the same order.

    Returns:
        The line.

    Examples:
        >>> fit_line([0.75], [0.5])
        DiceLine(bias=-0.25, slope=1.0)
    """
    x, y = np.array(soft_dice, dtype=np.float64), np.array(dice, dtype=np.float64)
    apart = x - x.mean()
    slope = max(0.0, 1 + float(apart @ (y - x)) / (float(apart @ apart) + _RIDGE))
    return DiceLine(bias=float(y.mean() - slope * x.mean()), slope=slope)


def left_out(soft_dice: Sequence[float], dice: Sequence[float]) -> list[float]:
    """Leave-one-out expected Dice: that of each volume by the line fitted to the others.

    Args:
        soft_dice: Soft Dice 0..1 of two or more volumes.
        dice: True Dice 0..1 of the same volumes.

    Returns:
        Expected Dice of each volume.
    """
    others = [[number for number in range(len(dice)) if number != one] for one in range(len(dice))]
    return [
        fit_line([soft_dice[n] for n in rest], [dice[n] for n in rest]).at(soft_dice[one])
        for one, rest in enumerate(others)
    ]


def agreement(expected: Sequence[float], true: Sequence[float]) -> Agreement:
    """Agreement of expected with true Dice: correlations and mean absolute error.

    Args:
        expected: Expected Dice 0..1 of one or more results.
        true: True Dice 0..1 of the same results.

    Returns:
        The agreement; correlations are None for fewer than three results or where one side is constant.
    """
    error = float(np.mean(np.abs(np.array(expected) - np.array(true))))
    # Two points always lie on a line, and a constant has no correlation.
    if len(true) < 3 or np.ptp(expected) == 0 or np.ptp(true) == 0:
        return Agreement(results=len(true), pearson=None, spearman=None, mean_absolute_error=error)
    return Agreement(
        results=len(true),
        pearson=float(pearsonr(expected, true).statistic),
        spearman=float(spearmanr(expected, true).statistic),
        mean_absolute_error=error,
    )
