"""A plain 3D U-Net that sees the whole heart in one pass ("unet-3d")."""

from __future__ import annotations

import itertools

import torch
from torch import Tensor, nn
from torch.nn import functional as F

LEVELS = 5
STEP = 2 ** (LEVELS - 1)
"""Sides of the input are multiples of this many voxels."""
_WIDEST = 12
"""The coarsest level has so many times the channels of the finest."""


class InstanceNorm(nn.Module):
    """Instance normalization with scale and shift of (B, C, D, H, W); no running statistics that could mismatch another
    scanner.

    Of a batch of one it is the batch normalization of that batch, which is faster and keeps the memory layout.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:
        if x[0, 0].numel() == 1:  # a single voxel has no spread
            return torch.zeros_like(x) + self.bias.view(-1, 1, 1, 1)
        if len(x) == 1:
            return F.batch_norm(x, None, None, self.weight, self.bias, training=True)
        return F.instance_norm(x, weight=self.weight, bias=self.bias)


class Conv3d(nn.Conv3d):
    """A convolution that computes in float32 on maps smaller than its kernel, for the reason of ``blocks.Conv2d``."""

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, D, H, W) to (B, outputs, D', H', W')."""
        if min(x.shape[-3:]) >= self.kernel_size[0]:
            return super().forward(x)
        with torch.autocast(x.device.type, enabled=False):
            return super().forward(x.float())


def _conv(channels_in: int, channels_out: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        Conv3d(channels_in, channels_out, 3, stride=stride, padding=1, bias=False),
        InstanceNorm(channels_out),
        nn.LeakyReLU(0.1, inplace=True),
    )


class UNet3d(nn.Module):
    """From an image and its field of view (B, 2, D, H, W) to logits (B, ``classes``, D, H, W); sides are multiples of
    ``STEP``.

    Channel 0 is the normalized image, channel 1 is 1 where a scanner measured and 0 in padding. On the way up there is
    one convolution a level, where the image is largest and each costs most.

    Args:
        classes: number of classes, background included.
        width: channels at full resolution; they double with each level, up to twelve times as many.

    >>> UNet3d(classes=8, width=8)(torch.zeros(1, 2, 32, 64, 32)).shape
    torch.Size([1, 8, 32, 64, 32])
    """

    def __init__(self, classes: int, width: int = 16) -> None:
        super().__init__()
        channels = [width * min(2**level, _WIDEST) for level in range(LEVELS)]
        self.stem = nn.Sequential(_conv(2, width), _conv(width, width))
        self.down = nn.ModuleList(
            nn.Sequential(_conv(a, b, stride=2), _conv(b, b)) for a, b in itertools.pairwise(channels)
        )
        self.lift = nn.ModuleList(
            nn.ConvTranspose3d(b, a, 2, stride=2, bias=False) for a, b in itertools.pairwise(channels)
        )
        self.join = nn.ModuleList(_conv(2 * a, a) for a in channels[:-1])
        self.head = nn.Conv3d(width, classes, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Logits (B, classes, D, H, W)."""
        skips = [self.stem(x)]
        for down in self.down:
            skips.append(down(skips[-1]))
        y = skips.pop()
        for lift, join in zip(reversed(self.lift), reversed(self.join), strict=True):
            y = join(torch.cat([skips.pop(), lift(y)], dim=1))
        logits: Tensor = self.head(y)
        return logits
