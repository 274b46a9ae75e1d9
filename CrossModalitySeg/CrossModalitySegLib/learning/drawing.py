"""Random numbers and fields on the device that trains."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Draw:
    """Random numbers on one device."""

    generator: torch.Generator
    device: torch.device

    def uniform(self, low: float, high: float, *shape: int) -> Tensor:
        return low + (high - low) * torch.rand(*shape, generator=self.generator, device=self.device)

    def number(self, low: float = 0.0, high: float = 1.0) -> float:
        return float(self.uniform(low, high, 1))

    def normal(self, *shape: int) -> Tensor:
        return torch.randn(*shape, generator=self.generator, device=self.device)

    def chance(self, probability: float) -> bool:
        return self.number() < probability

    def field(self, shape: Sequence[int], scale_px: float) -> Tensor:
        """Random field (D, H, W), zero mean, about unit spread, features of about ``scale_px``."""
        coarse = [max(2, math.ceil(n / scale_px) + 1) for n in shape]
        return enlarged(self.normal(*coarse), shape) * (1.6 if min(coarse) > 2 else 1.0)


def enlarged(small: Tensor, shape: Sequence[int]) -> Tensor:
    """``small`` (d, h, w) linearly interpolated to ``shape``, corner to corner: three products with narrow matrices,
    much faster on a CPU than resampling.
    """
    x = small
    for axis, n in enumerate(shape):
        k = x.shape[axis]
        at = torch.linspace(0, k - 1, n, device=x.device)[:, None] - torch.arange(k, device=x.device)
        x = torch.tensordot((1 - at.abs()).clamp_min(0), x, dims=([1], [axis])).movedim(0, axis)
    return x.contiguous()
