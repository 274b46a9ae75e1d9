"""The processes that train one model together: who is who, what each draws, and how their gradients become one.

``torchrun`` or SLURM starts them and says who is who; ``torch.distributed`` connects them. Each holds the whole model
and all slices. All draw the same random numbers for the global batch and compute their shard of it, so that N processes
with batch B do what one process does with batch N x B.
"""

from __future__ import annotations

import atexit
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor
from torch import distributed as dist

from ..environment import process_of
from ..errors import Code, UserError
from ..networks.precision import pick_device


@dataclass(frozen=True)
class Shard:
    """Which part of every global batch belongs to a process: ``batch`` samples of ``size`` x ``batch``."""

    rank: int = 0
    size: int = 1
    batch: int = 1

    def of(self, numbers: Tensor) -> Tensor:
        """The own part of numbers that every process has drawn alike.

        Args:
            numbers: (n x size x batch, ...), drawn for n global batches.

        Returns:
            The own rows (n x batch, ...).

        Examples:
            >>> Shard(rank=1, size=2, batch=2).of(torch.arange(8)).tolist()
            [2, 3, 6, 7]
        """
        return numbers.unflatten(0, (-1, self.size, self.batch))[:, self.rank].flatten(0, 1)


UNSHARDED = Shard()
"""The global batch as a whole, of a single process."""


class Distributed:
    """All processes of a training, from the point of view of one of them, which computes on ``device``. A single
    process communicates nothing.
    """

    def __init__(self, device: torch.device, rank: int = 0, size: int = 1) -> None:
        self.device, self.rank, self.size = device, rank, size

    @classmethod
    def from_environment(cls, device: str) -> Distributed:
        """The processes that the environment describes.

        Args:
            device: "auto", "cpu", "cuda", "cuda:N" or "mps"; the last two for a single process.

        Returns:
            This process among all, connected to the others; a single one where a launcher has set nothing.

        Raises:
            UserError: NO_DEVICE.
        """
        rank, size = process_of()
        chosen = pick_device(device)
        if size > 1 and chosen.type == "mps":
            raise UserError(
                Code.NO_DEVICE,
                f"{size} processes cannot share the GPU of an Apple computer.",
                "Start one process, or choose the device cpu.",
            )
        return cls(chosen if size == 1 else _connected(chosen.type, rank, size), rank, size)

    @property
    def is_main(self) -> bool:
        """Whether this process writes files and speaks for all."""
        return self.rank == 0

    def shard(self, batch: int) -> Shard:
        """This process's part of global batches of ``size`` x ``batch`` samples."""
        return Shard(self.rank, self.size, batch)

    def seed_dropout(self, seed: int) -> None:
        """Let every process draw other dropout masks; what all share comes from generators of its own."""
        torch.manual_seed(seed + 7919 * self.rank)

    def average_gradients(self, parameters: Iterable[torch.nn.Parameter]) -> None:
        """Replace each gradient by its mean over all processes, in one message.

        The sum that DistributedDataParallel sends in pieces during the backward pass. Its hooks want every weight to
        take part in every backward pass; critics are bystanders in the update of the DAM, and some sit out the warm-up.

        Args:
            parameters: The same in every process, with gradients of the same of them; the gradients are changed.
        """
        if self.size == 1:
            return
        gradients = [p.grad for p in parameters if p.grad is not None]
        flat = torch.cat([gradient.flatten() for gradient in gradients])
        dist.all_reduce(flat)
        flat /= self.size
        for gradient, mean in zip(gradients, flat.split([gradient.numel() for gradient in gradients]), strict=True):
            gradient.copy_(mean.view(gradient.shape))

    def mean(self, value: Tensor) -> float:
        """The mean of a number over all processes, each of which has to call this.

        Args:
            value: 0-d tensor on ``device``; it is not changed.

        Returns:
            The mean, the same in every process; on a GPU the program waits for it.
        """
        if self.size > 1:
            value = value.clone()
            dist.all_reduce(value)
        return value.item() / self.size

    def any(self, asked: bool) -> bool:
        """Whether something was asked of any process, each of which has to call this.

        Args:
            asked: Whether it was asked of this one.

        Returns:
            The same answer in every process. It is a message between CPUs, which no GPU waits for.
        """
        if self.size == 1:
            return asked
        flag = torch.tensor(int(asked))
        dist.all_reduce(flag)
        return bool(flag)

    def broadcast(self, module: torch.nn.Module) -> None:
        """Give every process the numbers of the first one; each has to call this.

        Args:
            module: The same layers in every process, on ``device``; its parameters and buffers are changed.
        """
        if self.size == 1:
            return
        with torch.no_grad():
            for held in (*module.parameters(), *module.buffers()):
                sent = held.contiguous()  # what is sent must lie in one piece, and in the same order everywhere
                dist.broadcast(sent, 0)
                held.copy_(sent)

    @contextmanager
    def first(self) -> Iterator[None]:
        """What is below is done by the first process, and then by the others."""
        if not self.is_main:
            self.any(False)
        yield
        if self.is_main:
            self.any(False)

    def gathered(self, state: Tensor) -> Tensor:
        """The ``state`` (n,) on the CPU of every process, (size, n)."""
        if self.size == 1:
            return state[None]
        parts = [torch.empty_like(state) for _ in range(self.size)]
        dist.all_gather(parts, state)
        return torch.stack(parts)


SINGLE = Distributed(torch.device("cpu"))
"""For what is done by one process whatever its device."""


def _connected(kind: str, rank: int, size: int) -> torch.device:
    """Meet the other processes; the device of this one."""
    device = torch.device(kind)
    if kind == "cuda":
        # A batch system may show each process its own GPU only, which then is number 0.
        local = int(os.environ.get("LOCAL_RANK") or os.environ.get("SLURM_LOCALID") or 0)
        device = torch.device(kind, local % torch.cuda.device_count())
        torch.cuda.set_device(device)
    if not dist.is_initialized():
        for name, value in _meeting_point().items():
            os.environ.setdefault(name, value)
        # Small messages between CPUs (a wish to stop, random states) go past the GPUs.
        dist.init_process_group("gloo" if kind == "cpu" else "cpu:gloo,cuda:nccl", rank=rank, world_size=size)
        if kind == "cuda":  # NCCL warns of a group that was left
            atexit.register(dist.destroy_process_group)
    return device


def _meeting_point() -> dict[str, str]:
    """Where processes that SLURM started meet, which ``torchrun`` says itself: on the first node of the job, at a port
    that follows from its number.

    SLURM writes its nodes as "gpu[007-009,12],big1".
    """
    nodes, job = (
        os.environ.get("SLURM_JOB_NODELIST") or os.environ.get("SLURM_NODELIST"),
        os.environ.get("SLURM_JOB_ID", "0"),
    )
    first = re.match(r"([^,\[]+)(?:\[(\w+))?", nodes) if nodes else None
    return (
        {"MASTER_ADDR": "".join(filter(None, first.groups())), "MASTER_PORT": str(15000 + int(job) % 10000)}
        if first
        else {}
    )
