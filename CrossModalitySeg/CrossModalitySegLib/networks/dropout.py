"""Dropout whose random numbers do not cost more than the convolutions around it."""

from __future__ import annotations

import torch
from torch import Tensor, nn

_WHOLE = 256
"""Probabilities are multiples of 1 / 256; the 0.25 of the papers is one."""

_INTEGERS = {2: torch.int16, 4: torch.int32, 8: torch.int64}


class Dropout(nn.Dropout):
    """Element-wise dropout, the same in distribution as PyTorch's.

    PyTorch draws one number an element on a single CPU core, which took 28 % of a critic update in bfloat16. Here
    one random word decides on 64 elements. On a GPU PyTorch's own is used. Random numbers come from PyTorch's global
    generator.
    """

    def forward(self, x: Tensor) -> Tensor:
        """Any shape to the same shape."""
        if not self.training or self.p == 0:
            return x
        if x.device.type != "cpu":
            return super().forward(x)
        return x * keep_mask(x, self.p)


def keep_mask(like: Tensor, p: float) -> Tensor:
    """Draw a dropout mask.

    Args:
        like: Tensor on the CPU whose shape, number format and memory layout the mask gets.
        p: Probability of a zero, 0 to 1, rounded to a multiple of 1 / 256 below 1.

    Returns:
        Zeros, and 1 / (1 - p) elsewhere, so that the mean is about 1.
    """
    keep = min(max(round((1 - p) * _WHOLE), 1), _WHOLE)
    count = like.numel()
    bits = _random_bits(-(-count // 64), keep)
    # Each bit goes to a lane of its own: a word holds 2 or 4 numbers of the format, and 64 / lanes shifts bring up all
    # bits.
    integer = _INTEGERS[like.element_size()]
    width = 8 * like.element_size()
    one = sum(1 << shift for shift in range(0, 64, width))
    pattern = int(torch.tensor(_WHOLE / keep, dtype=like.dtype).view(integer))
    lanes = (bits[:, None] >> torch.arange(width)).bitwise_and_(one).mul_(pattern)
    flat = lanes.view(-1).view(like.dtype)[:count]
    if like.is_contiguous():
        return flat.view(like.shape)
    if like.is_contiguous(memory_format=torch.channels_last):
        return flat.as_strided(like.shape, like.stride())
    return flat.view(like.shape).to(memory_format=torch.preserve_format)


def _random_bits(words: int, keep: int) -> Tensor:
    """Words (int64) of 64 independent bits, each set with probability ``keep`` / 256.

    A digit of the probability in base two, from the last to the first, decides how a fresh random bit r joins the
    bit b so far: "b or r" halves its probability and adds a half, "b and r" halves it.
    """
    bits = torch.full((words,), -1 if keep == _WHOLE else 0, dtype=torch.int64)
    digits = [] if keep == _WHOLE else [keep >> place & 1 for place in range(_WHOLE.bit_length() - 1)]
    while digits and digits[0] == 0:
        digits.pop(0)
    for digit in digits:
        fresh = torch.empty(words, dtype=torch.int64).random_(-(2**63), None)
        bits = bits | fresh if digit else bits & fresh
    return bits
