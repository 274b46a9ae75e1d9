"""Appearance drawn at random: what a segmenter must not rely on, because another scanner or modality shows it
differently.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

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
    """Global intensity nonlinear augmentation (GIN): show each sample through a shallow network of random weights.

    The network, new for every sample, keeps shapes and changes intensities: bright may become dark, and edges appear.
    It is applied to the three slices separately, so that they stay consistent. Its output is blended with the sample by
    a random share, and brought to the mean and standard deviation of the sample.

    Args:
        images: (B, 3, H, W).
        probability: Probability that a sample is changed, 0..1.
        generator: Source of the random numbers, on the CPU.
        shard: The part of the batch that this process has.

    Returns:
        (B, 3, H, W).
    """
    batch, total = len(images), shard.size * len(images)
    drawn = shard.of(torch.rand(total, 2, generator=generator)).to(images.device)
    blend = (drawn[:, 0] * (drawn[:, 1] < probability)).view(batch, 1, 1, 1)

    def layers() -> Iterator[tuple[Tensor, Tensor]]:
        for inputs, outputs in itertools.pairwise([1, *[HIDDEN] * (LAYERS - 1), 1]):
            # One size of kernel per sample: a 1x1 kernel is a 3x3 one whose rim is zero.
            small = shard.of(torch.rand(total, generator=generator) < 0.5).to(images.device)
            weight = shard.of(torch.randn(total, outputs, inputs, 3, 3, generator=generator)).to(images.device)
            weight = torch.where(small.view(batch, 1, 1, 1, 1) & _RIM.to(images.device), 0.0, weight).flatten(0, 1)
            yield weight, shard.of(torch.randn(total, outputs, generator=generator)).to(images.device).flatten()

    x = through_network(images.transpose(0, 1), layers())  # slices as samples, samples as groups of channels
    return _like(torch.lerp(images, _like(x.transpose(0, 1), images), blend), images)


def through_network(x: Tensor, layers: Iterable[tuple[Tensor, Tensor]]) -> Tensor:
    """Images through shallow networks whose weights the caller draws (GIN, equation 1 of Ouyang et al., TMI 2023,
    doi:10.1109/TMI.2022.3224067, arXiv 2111.12525): convolutions with leaky rectifiers between them.

    Args:
        x: (N, B, H, W) or (N, B, D, H, W); each of the B channels goes through a network of its own.
        layers: Weight (B * outputs, inputs, *kernel) and shift (B * outputs) of each convolution. They are drawn one
            by one, as they are needed.

    Returns:
        The shape of ``x``.
    """
    groups = x.shape[1]
    for number, (weight, shift) in enumerate(layers):
        convolve = F.conv2d if weight.ndim == 4 else F.conv3d
        x = F.leaky_relu(x, LEAK) if number else x
        x = convolve(x, weight, shift, padding=weight.shape[-1] // 2, groups=groups)
    return x


_RIM = torch.tensor([[True, True, True], [True, False, True], [True, True, True]])


def _like(changed: Tensor, images: Tensor) -> Tensor:
    """``changed`` with the mean and spread of each sample of ``images``."""
    spread, mean = torch.std_mean(changed, (1, 2, 3), keepdim=True)
    wanted_spread, wanted_mean = torch.std_mean(images, (1, 2, 3), keepdim=True)
    return (changed - mean) / spread.clamp_min(1e-6) * wanted_spread + wanted_mean
