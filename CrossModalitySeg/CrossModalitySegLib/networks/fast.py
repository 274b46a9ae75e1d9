"""The segmenter rearranged for prediction alone: the same function of the image in fewer and larger steps.

Three rearrangements, each exact but for rounding:

- A batch norm with fixed statistics scales and shifts, so it goes into the convolution before it.
- Nothing lies between the last two convolutions but the pixel shuffle, so both are one convolution of 4 x 4 cells on
  the
  small map: 5.7 instead of 24.8 GFLOP a slice of 256 x 256 at the paper's width. Only the outermost two pixels, whose
  neighbors are mirrored, have weights of their own.
- All weights are kept in the number format that is computed in, channels last.
"""

from __future__ import annotations

import copy
import itertools
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .blocks import LEAK, ConvNormAct, Residual
from .segmenter import DOWNSAMPLING, Segmenter

Side = Literal["low", "inside", "high"]
"""Whether a cell lies at the low or the high end of an axis, where the image is mirrored."""


class FastSegmenter(nn.Module):
    """Maps (B, 3, H, W) to logits (B, C, H, W) in ``dtype``, as ``segmenter`` in evaluation mode does; it cannot be
    trained.

    H and W are multiples of 8 and at least 16.

    >>> from CrossModalitySegLib.settings import NetworkSettings
    >>> segmenter = Segmenter(NetworkSettings(width=8), class_count=5).eval()
    >>> FastSegmenter(segmenter, torch.float32)(torch.zeros(1, 3, 64, 64)).shape
    torch.Size([1, 5, 64, 64])
    """

    def __init__(self, segmenter: Segmenter, dtype: torch.dtype) -> None:
        super().__init__()
        self.dtype = dtype
        layers: list[nn.Module] = []
        for layer in (layer for stage in segmenter.stages.values() for layer in stage.children()):
            if isinstance(layer, Residual):
                layers.append(_FoldedResidual(layer))
            elif isinstance(layer, ConvNormAct):
                layers.append(_FoldedConvNormAct(layer))
            elif not isinstance(layer, nn.Dropout):
                layers.append(copy.deepcopy(layer))
        self.layers = nn.Sequential(
            *layers, _FoldedHead(*(conv.weight.detach() for conv in segmenter.head if isinstance(conv, nn.Conv2d)))
        )
        self.to(dtype).to(memory_format=torch.channels_last).requires_grad_(False).eval()  # type: ignore[call-overload]

    def forward(self, x: Tensor) -> Tensor:
        """Logits (B, C, H, W) of (B, 3, H, W)."""
        return self.layers(x.to(self.dtype, memory_format=torch.channels_last))


class _FoldedConv(nn.Module):
    """A convolution and the batch norm after it."""

    def __init__(self, conv: nn.Module, norm: nn.Module) -> None:
        super().__init__()
        assert isinstance(conv, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d)
        assert norm.running_mean is not None and norm.running_var is not None
        scale = norm.weight.detach() / (norm.running_var + norm.eps).sqrt()
        self.weight = nn.Parameter(conv.weight.detach() * scale[:, None, None, None])
        self.bias = nn.Parameter(norm.bias.detach() - norm.running_mean * scale)
        self.dilation = conv.dilation  # also the padding, in every 3 x 3 convolution of the segmenter

    def forward(self, x: Tensor) -> Tensor:
        return F.conv2d(x, self.weight, self.bias, padding=self.dilation, dilation=self.dilation)


class _FoldedConvNormAct(nn.Module):
    def __init__(self, block: ConvNormAct) -> None:
        super().__init__()
        conv, _, norm, _ = block
        self.conv = _FoldedConv(conv, norm)

    def forward(self, x: Tensor) -> Tensor:
        return F.leaky_relu_(self.conv(x), LEAK)


class _FoldedResidual(nn.Module):
    def __init__(self, block: Residual) -> None:
        super().__init__()
        conv1, _, norm1, _, conv2, _, norm2 = block.trunk
        self.conv1, self.conv2 = _FoldedConv(conv1, norm1), _FoldedConv(conv2, norm2)
        self.padding = block.padding

    def forward(self, x: Tensor) -> Tensor:
        y = self.conv2(F.leaky_relu_(self.conv1(x), LEAK))
        y[:, self.padding : self.padding + x.shape[1]] += x
        return F.leaky_relu_(y, LEAK)


class _FoldedHead(nn.Module):
    """Convolution 3 x 3, pixel shuffle by 8 and convolution 5 x 5, both mirrored, as one: (B, C, h, w) to (B, classes,
    8 h, 8 w).

    A pixel in the first half of a cell sees the cells -2..1 around its own, one in the second half the cells -1..2; so
    one convolution of 4 x 4 gives all four quarters of the cells, each shifted by a cell or not. Pixels at the border
    are computed once more, with weights that hold the mirror.
    """

    def __init__(self, first: Tensor, last: Tensor) -> None:
        super().__init__()
        self.class_count = len(last)
        folded = fold(first, last)
        inside = folded["inside", "inside"]
        quarters = [
            inside[4 * r : 4 * r + 4, 4 * c : 4 * c + 4, :, :, r : r + 4, c : c + 4].flatten(0, 2)
            for r, c in itertools.product((0, 1), repeat=2)
        ]
        self.weight = nn.Parameter(torch.cat(quarters))
        # Edges before corners, which lie on two edges and overwrite what those say.
        self.borders = sorted(
            (sides for sides in folded if sides != ("inside", "inside")), key=lambda sides: "inside" not in sides
        )
        self.border_weights = nn.ParameterList(folded[sides].flatten(0, 2) for sides in self.borders)

    def forward(self, x: Tensor) -> Tensor:
        batch, _, h, w = x.shape
        # One mirrored cell, as the first convolution has it; the second row of cells is never seen with a weight but
        # zero.
        padded = F.pad(F.pad(x, (1, 1, 1, 1), mode="reflect"), (1, 1, 1, 1)).contiguous(
            memory_format=torch.channels_last
        )
        logits = x.new_empty(batch, h, DOWNSAMPLING, w, DOWNSAMPLING, self.class_count)
        quarters = F.conv2d(padded, self.weight).permute(0, 2, 3, 1).unflatten(3, (2, 2, 4, 4, self.class_count))
        for r, c in itertools.product((0, 1), repeat=2):
            logits[:, :, 4 * r : 4 * r + 4, :, 4 * c : 4 * c + 4] = quarters[:, r : r + h, c : c + w, r, c].transpose(
                2, 3
            )
        for (rows, columns), weight in zip(self.borders, self.border_weights, strict=True):
            strip = padded[:, :, _INPUT_PART[rows], _INPUT_PART[columns]]
            values = (
                F.conv2d(strip, weight)
                .permute(0, 2, 3, 1)
                .unflatten(3, (len(_PIXELS[rows]), len(_PIXELS[columns]), self.class_count))
            )
            logits[:, _CELLS[rows], _slice(_PIXELS[rows]), _CELLS[columns], _slice(_PIXELS[columns])] = (
                values.transpose(2, 3)
            )
        return logits.view(batch, h * DOWNSAMPLING, w * DOWNSAMPLING, self.class_count).permute(0, 3, 1, 2)


_PIXELS: dict[Side, range] = {
    "low": range(2),
    "inside": range(DOWNSAMPLING),
    "high": range(DOWNSAMPLING - 2, DOWNSAMPLING),
}
"""Pixels of a cell that are computed: at a border those that see mirrored ones through the convolution of 5 x 5."""
_TAPS: dict[Side, range] = {"low": range(1, 4), "inside": range(5), "high": range(1, 4)}
"""Cells -2..2 around a pixel's own, counted from 0, that it sees."""
_CELLS: dict[Side, slice] = {"low": slice(0, 1), "inside": slice(None), "high": slice(-1, None)}
_INPUT_PART: dict[Side, slice] = {"low": slice(1, 4), "inside": slice(None), "high": slice(-4, -1)}
"""Part of the map, padded by two cells, that the taps fall on."""


def _slice(pixels: range) -> slice:
    return slice(pixels.start, pixels.stop)


def fold(first: Tensor, last: Tensor) -> dict[tuple[Side, Side], Tensor]:
    """The weights of ``first`` (64 hidden, C, 3, 3), pixel shuffle and ``last`` (classes, hidden, 5, 5) as one, for
    each pair of sides.

    Result: (rows, columns, classes, C, taps, taps), over the pixels of a cell and the cells around it; pixel r sees,
    through the tap u of ``last``, pixel r + u - 2, which lies in the cell before, the same or the next one, or in the
    mirror.
    """
    classes, hidden, channels = len(last), last.shape[1], first.shape[1]
    folded = {
        (y, x): first.new_zeros(len(_PIXELS[y]), len(_PIXELS[x]), classes, channels, 5, 5)
        for y in _PIXELS
        for x in _PIXELS
    }
    for index in range(classes):
        # (u, v, row, column, C, 3, 3): what each tap of ``last`` makes of each pixel of a cell.
        products = (last[index].flatten(1).T @ first.reshape(hidden, -1)).view(
            5, 5, DOWNSAMPLING, DOWNSAMPLING, channels, 3, 3
        )
        for x in _PIXELS:
            # Columns first, for all rows at once, then rows.
            half = first.new_zeros(5, DOWNSAMPLING, len(_PIXELS[x]), channels, 3, 5)
            for (j, c), v in itertools.product(enumerate(_PIXELS[x]), range(5)):
                cell, column = _source_pixel(c + v - 2, x)
                half[:, :, j, ..., 1 + cell : 4 + cell] += products[:, v, :, column]
            for y in _PIXELS:
                for (i, r), u in itertools.product(enumerate(_PIXELS[y]), range(5)):
                    cell, row = _source_pixel(r + u - 2, y)
                    folded[y, x][i, :, index, :, 1 + cell : 4 + cell] += half[u, row]
    return {(y, x): result[..., _slice(_TAPS[y]), _slice(_TAPS[x])] for (y, x), result in folded.items()}


def _source_pixel(position: int, side: Side) -> tuple[int, int]:
    """Cell (-1, 0, 1) and pixel in it of a ``position`` counted from the start of the own cell."""
    if side == "low":
        position = abs(position)
    elif side == "high":
        position = DOWNSAMPLING - 1 - abs(DOWNSAMPLING - 1 - position)
    return divmod(position, DOWNSAMPLING)
