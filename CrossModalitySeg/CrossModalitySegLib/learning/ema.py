"""Exponential moving average of weights (arXiv 1806.04498)."""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn


class Ema(nn.Module):
    """Keeps ``average``, a copy of ``module`` that follows it; with ``decay`` 0 it is the module's latest state.

    The first updates use min(decay, (1 + n) / (10 + n)), so that the start is forgotten in time.
    """

    def __init__(self, module: nn.Module, decay: float) -> None:
        super().__init__()
        self.average = copy.deepcopy(module).requires_grad_(False).eval()
        self.decay = decay
        self.updates: Tensor
        self.register_buffer("updates", torch.zeros((), dtype=torch.long))

    @torch.no_grad()
    def update(self, module: nn.Module) -> None:
        """Move the average towards ``module``; batch norm statistics are averaged too."""
        count = int(self.updates.add_(1))
        decay = min(self.decay, (1 + count) / (10 + count))
        for mean, value in zip(self.average.state_dict().values(), module.state_dict().values(), strict=True):
            if mean.is_floating_point():
                mean.lerp_(value, 1 - decay)
            else:
                mean.copy_(value)
