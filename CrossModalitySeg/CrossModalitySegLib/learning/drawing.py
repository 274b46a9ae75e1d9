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
        """Numbers spread evenly.

        Args:
            low: Lowest number.
            high: What all numbers stay below, but for rounding.
            *shape: Shape of the result.

        Returns:
            Numbers (``*shape``), float32, on ``device``.
        """
        return low + (high - low) * torch.rand(*shape, generator=self.generator, device=self.device)

    def number(self, low: float = 0.0, high: float = 1.0) -> float:
        """One number spread evenly; on a GPU the program waits for it.

        Args:
            low: Lowest number.
            high: What the number stays below, but for rounding.

        Returns:
            The number.
        """
        return float(self.uniform(low, high, 1))

    def normal(self, *shape: int) -> Tensor:
        """Standard normal numbers.

        Args:
            *shape: Shape of the result.

        Returns:
            Numbers (``*shape``), float32, on ``device``, of mean 0 and standard deviation 1.
        """
        return torch.randn(*shape, generator=self.generator, device=self.device)

    def chance(self, probability: float) -> bool:
        """True with this ``probability``, 0 to 1."""
        return self.number() < probability

    def field(self, shape: Sequence[int], scale_px: float) -> Tensor:
        """A smooth random field.

        Args:
            shape: (D, H, W) in voxels.
            scale_px: About how wide its features are, in voxels.

        Returns:
            Field (D, H, W), float32, of zero mean and about unit spread.
        """
        coarse = [max(2, math.ceil(n / scale_px) + 1) for n in shape]
        return enlarged(self.normal(*coarse), shape) * (1.6 if min(coarse) > 2 else 1.0)


def enlarged(small: Tensor, shape: Sequence[int]) -> Tensor:
    """Interpolate linearly, corner to corner: three products with narrow matrices, much faster on a CPU than
    resampling.

    Args:
        small: (d, h, w), two voxels or more along each axis.
        shape: (D, H, W) to reach.

    Returns:
        (D, H, W), contiguous.

    Examples:
        >>> enlarged(torch.tensor([0.0, 1.0]).view(1, 1, 2).expand(2, 2, 2), (2, 2, 5))[0, 0].tolist()
        [0.0, 0.25, 0.5, 0.75, 1.0]
    """
    x = small
    for axis, n in enumerate(shape):
        k = x.shape[axis]
        at = torch.linspace(0, k - 1, n, device=x.device)[:, None] - torch.arange(k, device=x.device)
        x = torch.tensordot((1 - at.abs()).clamp_min(0), x, dims=([1], [axis])).movedim(0, axis)
    return x.contiguous()
