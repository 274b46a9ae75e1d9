"""What all that is made again shares: the threads and the device of then, and how far two results are apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np
import torch
from numpy.typing import NDArray

from ..errors import UserError
from ..models.conditions import Conditions
from ..networks.precision import pick_device

Masks = Mapping[object, NDArray[np.bool_]]
"""Where a structure is, by the place that each mask has."""


def device_of(asked: str, then: Conditions | None) -> str:
    """The one that was asked for, else that of ``then`` where this machine has it."""
    if asked != "auto" or then is None:
        return asked
    try:
        return str(pick_device(then.device))
    except UserError:
        return asked


@contextmanager
def threads_of(then: Conditions | None) -> Iterator[None]:
    """As many threads as ``then``, for the time of the context."""
    before = torch.get_num_threads()
    if then is not None:
        torch.set_num_threads(then.threads)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def dice_of(then: Masks, now: Masks) -> float | None:
    """Dice 0..1 of masks by place; None where both are empty."""
    size = sum(int(mask.sum()) for mask in (*then.values(), *now.values()))
    both = sum(int((mask & now[place]).sum()) for place, mask in then.items() if place in now)
    return 2 * both / size if size else None


def table_of(dice: Mapping[str, float | None], differences: Sequence[str], *found: str) -> str:
    """Dice by structure name, further lines ``found``, and what differs, as text."""
    lines = [f"{name:>6}  {'N/A' if value is None else f'{value:.6f}'}" for name, value in dice.items()]
    why = differences or ["Nothing in the record differs."]
    head = ["Dice of then and now"] if dice else []
    return "\n".join([*found, *head, *lines, "What differs", *(f"  {line}" for line in why)])
