"""Sums over all processes of a training, through which gradients flow; in a process that is alone they change
nothing.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch import distributed as dist


def process_count() -> int:
    """Number of processes that train together, 1 without a process group."""
    return dist.get_world_size() if dist.is_available() and dist.is_initialized() else 1


def all_reduce_sum(x: Tensor) -> Tensor:
    """Sum a tensor over all processes; gradients flow through it.

    Args:
        x: Of the same shape in every process, each of which has to ask, in the same order.

    Returns:
        The sum, the same in each process; ``x`` itself where there is one process.
    """
    return x if process_count() == 1 else _Sum.apply(x)


class _Sum(torch.autograd.Function):
    """Every process's loss depends on every process's ``x``: the gradient is the sum of theirs."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        total = x.detach().clone(memory_format=torch.contiguous_format)
        dist.all_reduce(total)
        return total

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Tensor:
        return all_reduce_sum(gradient)
