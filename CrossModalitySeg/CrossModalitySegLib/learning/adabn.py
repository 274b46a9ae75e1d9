"""AdaBN, the baseline without training: batch norm statistics of the target in an unchanged segmenter (arXiv
1603.04779).
"""

from __future__ import annotations

import copy

import torch
from torch import nn

from ..networks.precision import autocast, resolve_precision
from ..settings import Precision
from .slice_pool import SlicePool

BATCHES = 50
"""With batches of 16 this sees each of some hundred slices several times; more changes nothing."""
BATCH = 16
PASSES = 4
"""How often the slices of a small pool are seen."""


@torch.no_grad()
def with_target_statistics(
    segmenter: nn.Module, target: SlicePool, precision: Precision, seed: int, device: torch.device
) -> nn.Module:
    """AdaBN: re-estimate the batch-norm statistics of a segmenter on the target domain (Li et al., arXiv 1603.04779).

    Args:
        segmenter: Network with 2D batch norms; it stays unchanged.
        target: Unlabeled target slices.
        precision: Number format of the network.
        seed: Seed of the random batches.
        device: Where to compute.

    Returns:
        A copy whose batch norms hold the mean of the statistics of random target batches.
    """
    adapted = copy.deepcopy(segmenter).to(device).eval()
    for layer in adapted.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.reset_running_stats()
            layer.momentum = None  # cumulative mean
            layer.train()
    generator = torch.Generator().manual_seed(seed)
    dtype = resolve_precision(precision, device)
    for _ in range(min(BATCHES, -(-PASSES * len(target) // BATCH))):
        images, _ = target.sample(BATCH, generator)
        with autocast(device, dtype):
            adapted(images.contiguous(memory_format=torch.channels_last))
    return adapted.eval()
