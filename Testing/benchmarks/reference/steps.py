"""The two training steps as the paper and the released code describe them; each update computes everything anew."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .critic import ReferenceCritic, critic_input
from .segmenter import ReferenceSegmenter

SCALE, CLIP = 0.002, 0.03


def segmentation_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Weighted cross-entropy plus Dice over all five classes; a class weighs 1 - its share of the batch (paper,
    equation 1).
    """
    p, truth = logits.softmax(1), F.one_hot(labels, 5).permute(0, 3, 1, 2).float()
    weight = 1 - truth.mean((0, 2, 3))
    entropy = -(weight[:, None, None] * truth * logits.log_softmax(1)).sum(1).mean()
    dice = 2 * (p * truth).sum((0, 2, 3)) / ((p * p).sum((0, 2, 3)) + truth.sum((0, 2, 3)) + 1e-7)
    return entropy + 1 - dice.mean()


def source_step(
    segmenter: ReferenceSegmenter, optimizer: torch.optim.Optimizer, images: Tensor, labels: Tensor
) -> float:
    """One supervised update on images (B, 3, H, W) and labels (B, H, W), with L2 of 1e-4 on convolution weights."""
    segmenter.train()
    loss = segmentation_loss(segmenter(images), labels)
    loss = loss + 1e-4 * sum(p.square().sum() / 2 for p in segmenter.parameters() if p.ndim > 1)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def joint_step(
    segmenter: ReferenceSegmenter,
    dam: ReferenceSegmenter,
    critic: ReferenceCritic,
    critic_optimizer: torch.optim.Optimizer,
    dam_optimizer: torch.optim.Optimizer,
    source: Sequence[Tensor],
    target: Sequence[Tensor],
) -> float:
    """``len(source)`` critic updates and one DAM update (paper, section 3.4); returns the last critic distance.

    ``dam`` is a copy of the segmenter of which layers 1 to 21 are used and trained; ``target`` holds one batch more
    than ``source``. Critic updates see the DAM with running statistics, the DAM update with those of the batch;
    segmenter dropout stays on, and the frozen layers keep the MR statistics (released code).
    """
    critic.train()
    segmenter.train()
    _running_statistics(segmenter)
    distance = 0.0
    for real, fake in zip(source, target, strict=False):
        dam.train()
        _running_statistics(dam)
        with torch.no_grad():
            real_maps = critic_input(segmenter.features(real))
            early = dam.early(fake)
            fake_maps = critic_input(early | segmenter.late(early["rm6"]))
        loss = critic(fake_maps).mean() - critic(real_maps).mean()
        critic_optimizer.zero_grad()
        (SCALE * loss).backward()
        critic_optimizer.step()
        with torch.no_grad():
            for layer in critic.modules():
                if isinstance(layer, nn.Conv2d | nn.Linear):
                    layer.weight.clamp_(-CLIP, CLIP)
        distance = -loss.item()
    dam.train()
    early = dam.early(target[-1])
    loss = -critic(critic_input(early | segmenter.late(early["rm6"]))).mean()
    dam_optimizer.zero_grad()
    (SCALE * loss).backward()
    dam_optimizer.step()
    return distance


def _running_statistics(network: nn.Module) -> None:
    for layer in network.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.eval()
