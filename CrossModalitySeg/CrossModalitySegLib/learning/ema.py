"""Exponential moving average of weights (arXiv 1806.04498)."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import torch
from torch import Tensor, nn


class Ema(nn.Module):
    """Keeps ``average``, a copy of ``module`` that follows it; with ``decay`` 0 it shares the memory of the module's
    tensors.

    The first updates use min(decay, (1 + n) / (10 + n)), so that the start is forgotten in time.
    """

    def __init__(self, module: nn.Module, decay: float) -> None:
        super().__init__()
        self.average = copy.deepcopy(module).requires_grad_(False).eval()
        self.decay = decay
        self.updates: Tensor
        self.register_buffer("updates", torch.zeros((), dtype=torch.long))
        if decay == 0:
            for mean, value in zip(_tensors(self.average), _tensors(module), strict=True):
                mean.data = value.data

    @torch.no_grad()
    def update(self, module: nn.Module) -> None:
        """Move the average toward a module.

        Args:
            module: The one that is followed, as it is now. Its weights and floating-point buffers, statistics of batch
                norm among them, are averaged; other buffers are copied.
        """
        count = int(self.updates.add_(1))
        if self.decay == 0:
            return
        decay = min(self.decay, (1 + count) / (10 + count))
        means, values = list(_tensors(self.average)), list(_tensors(module))
        floating = [mean.is_floating_point() for mean in means]
        torch._foreach_lerp_(_where(means, floating), _where(values, floating), 1 - decay)
        for mean, value, averaged in zip(means, values, floating, strict=True):
            if not averaged:
                mean.copy_(value)


def _tensors(module: nn.Module) -> Iterator[Tensor]:
    yield from module.parameters()
    yield from module.buffers()


def _where(tensors: list[Tensor], chosen: list[bool]) -> list[Tensor]:
    return [tensor for tensor, yes in zip(tensors, chosen, strict=True) if yes]
