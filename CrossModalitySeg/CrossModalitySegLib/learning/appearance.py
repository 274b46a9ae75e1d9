"""Appearance drawn at random: what a segmenter must not rely on, because another scanner or modality shows it
differently.
"""

from __future__ import annotations

import itertools

import torch
from torch import Tensor
from torch.nn import functional as F

from ..networks.blocks import LEAK
from .distributed import UNSHARDED, Shard

LAYERS, HIDDEN = 4, 2
"""Convolutions of the random network and its channels in between, as in the source below."""


def randomize_appearance(
    images: Tensor, probability: float, generator: torch.Generator, shard: Shard = UNSHARDED
) -> Tensor:
    """Each sample of ``images`` (B, 3, H, W), with ``probability``, as a shallow network of random weights shows it.

    The network, new for every sample, keeps shapes and turns intensities into others: brighter may become darker, and
    edges appear. It sees the three slices one by one, so that they go together. Its output is blended with the sample
    by a random share and brought to the sample's mean and spread (GIN of Ouyang et al., TMI 2023,
    doi:10.1109/TMI.2022.3224067).
    """
    batch, total = len(images), shard.size * len(images)
    drawn = shard.of(torch.rand(total, 2, generator=generator)).to(images.device)
    blend = (drawn[:, 0] * (drawn[:, 1] < probability)).view(batch, 1, 1, 1)
    x = images.transpose(0, 1)  # slices as samples, samples as groups of channels
    channels = [1, *[HIDDEN] * (LAYERS - 1), 1]
    for number, (inputs, outputs) in enumerate(itertools.pairwise(channels)):
        # One size of kernel per sample: a 1x1 kernel is a 3x3 one whose rim is zero.
        small = shard.of(torch.rand(total, generator=generator) < 0.5).to(images.device)
        weight = shard.of(torch.randn(total, outputs, inputs, 3, 3, generator=generator)).to(images.device)
        weight = torch.where(small.view(batch, 1, 1, 1, 1) & _RIM.to(images.device), 0.0, weight).flatten(0, 1)
        shift = shard.of(torch.randn(total, outputs, generator=generator)).to(images.device).flatten()
        x = F.conv2d(x, weight, shift, padding=1, groups=batch)
        x = F.leaky_relu(x, LEAK) if number < LAYERS - 1 else x
    return _like(torch.lerp(images, _like(x.transpose(0, 1), images), blend), images)


_RIM = torch.tensor([[True, True, True], [True, False, True], [True, True, True]])


def _like(changed: Tensor, images: Tensor) -> Tensor:
    """``changed`` with the mean and spread of each sample of ``images``."""
    spread, mean = torch.std_mean(changed, (1, 2, 3), keepdim=True)
    wanted_spread, wanted_mean = torch.std_mean(images, (1, 2, 3), keepdim=True)
    return (changed - mean) / spread.clamp_min(1e-6) * wanted_spread + wanted_mean
