"""Training slices in memory, and the random batches drawn from them."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from .distributed import UNSHARDED, Shard


class SlicePool:
    """All slices of several volumes, drawn as triplets with replacement.

    ``volumes`` are (N, H, W) normalized slice stacks, ``labels`` the class indices on the same grids, or None for the
    unlabeled domain. Neighbors at the end of a volume are the edge slice itself, never a slice of another volume.
    """

    def __init__(self, volumes: Sequence[Tensor], labels: Sequence[Tensor] | None, device: torch.device) -> None:
        self.slices = torch.cat([volume.float() for volume in volumes]).to(device)
        self.labels = None if labels is None else torch.cat([label.to(torch.uint8) for label in labels]).to(device)
        bounds = torch.tensor([len(volume) for volume in volumes]).cumsum(0)
        owner = torch.repeat_interleave(torch.arange(len(volumes)), torch.tensor([len(volume) for volume in volumes]))
        index = torch.arange(len(self.slices))
        first = torch.cat([bounds.new_zeros(1), bounds[:-1]])[owner]
        self.neighbors = torch.stack(
            [torch.maximum(index - 1, first), index, torch.minimum(index + 1, bounds[owner] - 1)], 1
        ).to(device)

    def __len__(self) -> int:
        return len(self.slices)

    def sample(self, batch: int, generator: torch.Generator, shard: Shard = UNSHARDED) -> tuple[Tensor, Tensor | None]:
        """Draw triplets with replacement.

        Args:
            batch: Number of slices, a multiple of ``shard.batch``.
            generator: On the CPU, in the same state in every process.
            shard: The part of ``shard.size`` times as many slices that is returned.

        Returns:
            Images (batch, 3, H, W), float32, the slice in the middle and its neighbors; and class indices (batch, H,
            W), uint8, None for a pool without labels.
        """
        chosen = shard.of(torch.randint(len(self.slices), (shard.size * batch,), generator=generator)).to(
            self.slices.device
        )
        return self.slices[self.neighbors[chosen]], None if self.labels is None else self.labels[chosen]
