"""Losses of the supervised stage and of the adversarial stage."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from ..networks.all_reduce import all_reduce_sum

UNKNOWN = 255
"""Label of pixels from which nothing is learned."""


def segmentation_loss(
    logits: Tensor, labels: Tensor, clip_probability: float = 0.0, class_weights: bool = True
) -> Tensor:
    """Weighted cross-entropy plus Dice loss, coefficients 1 and 1 (paper, equation 1 and section 4).

    The batch is that of all processes that train together. The Dice runs over all classes, with sum(p^2) + sum(y) in
    the denominator.

    Args:
        logits: (B, C, H, W).
        labels: Class indices (B, H, W), or UNKNOWN where a pixel does not count.
        clip_probability: Lower bound of the probabilities, as in the released code; it removes the gradient of the
            worst pixels. 0 for none.
        class_weights: Whether class c weighs 1 - (pixels of c in the batch / all pixels). The weights let structures,
            which are rare, grow beyond their boundaries; without them every pixel weighs 1.

    Returns:
        The loss, a scalar.
    """
    known = (labels != UNKNOWN)[:, None]
    truth = F.one_hot(labels.long() * known[:, 0], logits.shape[1]).movedim(-1, 1) * known.float()
    log_p = logits.float().log_softmax(1)
    p = log_p.exp() * known
    if clip_probability > 0:
        log_p = p.clamp(clip_probability, 1.0).log()
    pixels, shared, squares = all_reduce_sum(
        torch.stack([truth.sum((0, 2, 3)), (p * truth).sum((0, 2, 3)), (p * p).sum((0, 2, 3))])
    )
    weight = 1 - pixels / pixels.sum() if class_weights else torch.ones_like(pixels)
    cross_entropy = -(weight[:, None, None] * truth * log_p).sum(1).mean()
    overlap = 2 * shared / (squares + pixels + 1e-7)
    return cross_entropy + 1 - overlap.mean()


def critic_loss(source_scores: Tensor, target_scores: Tensor) -> Tensor:
    """Loss of the critic: minus the estimated Wasserstein distance, mean D(source) - mean D(target) (paper, equation
    3).

    Args:
        source_scores: Scores of source features, of any shape.
        target_scores: Scores of target features, of any shape.

    Returns:
        The loss, a scalar.
    """
    return target_scores.mean() - source_scores.mean()


def adaptation_loss(target_scores: Tensor) -> Tensor:
    """Loss of the domain adaptation module: -mean D(target) (paper, equation 4)."""
    return -target_scores.mean()
