"""The processes that train one model together: who is who, what each draws, and how their gradients become one.

``torchrun`` or SLURM starts them; Lightning Fabric finds the devices and connects them. Each holds the whole model and all
slices. All draw the same random numbers for the global batch and compute their share of it, so that N processes with batch
B do what one process does with batch N x B.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, distributed

from ..environment import process_of
from ..errors import Code, UserError
from ..networks.precision import pick_device


@dataclass(frozen=True)
class Share:
    """Which part of every global batch belongs to a process: ``batch`` samples of ``size`` x ``batch``."""

    rank: int = 0
    size: int = 1
    batch: int = 1

    def of(self, numbers: Tensor) -> Tensor:
        """The own rows of ``numbers`` (n x size x batch, ...), drawn for n global batches."""
        return numbers.unflatten(0, (-1, self.size, self.batch))[:, self.rank].flatten(0, 1)


WHOLE = Share()


class Team:
    """All processes of a training, seen from one of them, which computes on ``device``. A team of one communicates nothing."""

    def __init__(self, device: torch.device, rank: int = 0, size: int = 1) -> None:
        self.device, self.rank, self.size = device, rank, size

    @classmethod
    def assemble(cls, device: str) -> Team:
        """The team that the environment describes; ``device`` is "auto", "cpu", "cuda", "cuda:N" or "mps" (the last two for a team of one).

        Raises ``UserError`` NO_DEVICE.
        """
        rank, size = process_of()
        chosen = pick_device(device)
        if size > 1 and chosen.type == "mps":
            raise UserError(Code.NO_DEVICE, f"{size} processes cannot share the GPU of an Apple computer.", "Start one process, or choose the device cpu.")
        return cls(chosen if size == 1 else _connected(chosen.type, size), rank, size)

    @property
    def first(self) -> bool:
        """Whether this process writes files and speaks for all."""
        return self.rank == 0

    def share(self, batch: int) -> Share:
        """This process's part of global batches of ``size`` x ``batch`` samples."""
        return Share(self.rank, self.size, batch)

    def seed_dropout(self, seed: int) -> None:
        """Let every process draw other dropout masks; what all share comes from generators of its own."""
        torch.manual_seed(seed + 7919 * self.rank)

    def average_gradients(self, parameters: Iterable[torch.nn.Parameter]) -> None:
        """Replace each gradient by its mean over the team, in one message.

        The sum that DistributedDataParallel sends in pieces during the backward pass. Its hooks want every weight to take
        part in every backward pass; critics are bystanders in the update of the DAM, and some sit out the warm-up.
        """
        if self.size == 1:
            return
        gradients = [p.grad for p in parameters if p.grad is not None]
        flat = torch.cat([gradient.flatten() for gradient in gradients])
        distributed.all_reduce(flat)
        flat /= self.size
        for gradient, mean in zip(gradients, flat.split([gradient.numel() for gradient in gradients]), strict=True):
            gradient.copy_(mean.view(gradient.shape))

    def mean(self, value: Tensor) -> float:
        """The mean of a 0-d tensor over the team."""
        if self.size > 1:
            value = value.clone()
            distributed.all_reduce(value)
        return value.item() / self.size

    def any(self, asked: bool) -> bool:
        """Whether it was asked of any process; a message between processors, which no GPU waits for."""
        if self.size == 1:
            return asked
        flag = torch.tensor(int(asked))
        distributed.all_reduce(flag)
        return bool(flag)

    def gathered(self, state: Tensor) -> Tensor:
        """The ``state`` (n,) on the CPU of every process, (size, n)."""
        if self.size == 1:
            return state[None]
        parts = [torch.empty_like(state) for _ in range(self.size)]
        distributed.all_gather(parts, state)
        return torch.stack(parts)


ALONE = Team(torch.device("cpu"))
"""For what is done by one process whatever its device."""


def _connected(kind: str, size: int) -> torch.device:
    """Meet the other processes; the device of this one."""
    # Imported here, because it takes seconds and nearly all jobs are done by one process.
    from lightning_fabric import Fabric
    from lightning_fabric.strategies import DDPStrategy

    local = int(os.environ.get("LOCAL_WORLD_SIZE") or os.environ.get("SLURM_NTASKS_PER_NODE") or size)
    # Small messages between processors (a wish to stop, random states) go past the GPUs.
    strategy = DDPStrategy(process_group_backend="gloo" if kind == "cpu" else "cpu:gloo,cuda:nccl")
    fabric: Any = Fabric(accelerator=kind, devices=local, num_nodes=size // local, strategy=strategy)
    fabric.launch()
    device: torch.device = fabric.device
    return device
