"""A small 3D U-Net that marks the heart in a coarse view of the whole volume."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

LOCALIZER_SPACING_MM = 8.0
LOCALIZER_SHAPE = (40, 40, 40)
"""Window (D, H, W) = (z, y, x) in voxels: 32 cm, an adult's chest; every side a multiple of 8."""

_WIDTH = 16


def _block(channels_in: int, channels_out: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv3d(channels_in, channels_out, 3, stride=stride, padding=1, bias=False),
        nn.InstanceNorm3d(channels_out, affine=True),
        nn.LeakyReLU(0.1, inplace=True),
    )


def _enlarged(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2, mode="trilinear", align_corners=False)


class HeartLocalizer(nn.Module):
    """From a standardized coarse view (B, 1, D, H, W) to the logits (B, 1, D, H, W) of "inside the heart".

    Works at half the resolution of its input: a heart is some fifteen voxels wide, and its middle is what is asked for.

    >>> HeartLocalizer().eval()(torch.zeros(1, 1, *LOCALIZER_SHAPE)).shape
    torch.Size([1, 1, 40, 40, 40])
    """

    def __init__(self) -> None:
        super().__init__()
        self.fine = nn.Sequential(_block(1, _WIDTH, stride=2), _block(_WIDTH, _WIDTH))
        self.middle = nn.Sequential(_block(_WIDTH, 2 * _WIDTH, stride=2), _block(2 * _WIDTH, 2 * _WIDTH))
        self.deep = nn.Sequential(_block(2 * _WIDTH, 4 * _WIDTH, stride=2), _block(4 * _WIDTH, 4 * _WIDTH))
        self.join_middle = _block(6 * _WIDTH, 2 * _WIDTH)
        self.join_fine = _block(3 * _WIDTH, _WIDTH)
        self.head = nn.Conv3d(_WIDTH, 1, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Logits of the same shape as ``x``; sides must be multiples of 8."""
        fine = self.fine(x)
        middle = self.middle(fine)
        joined = self.join_middle(torch.cat([middle, _enlarged(self.deep(middle))], dim=1))
        joined = self.join_fine(torch.cat([fine, _enlarged(joined)], dim=1))
        return _enlarged(self.head(joined))


def standardized(view: Tensor, inside: Tensor) -> Tensor:
    """Bring a coarse view to zero mean and unit spread.

    Args:
        view: Gray values (B, 1, D, H, W) on any scale.
        inside: 1 where the scanner measured and 0 elsewhere, of the same shape.

    Returns:
        The view (B, 1, D, H, W), standardized over the voxels ``inside``, zero elsewhere.

    Examples:
        >>> view = torch.tensor([1.0, 3.0, 9.0]).view(1, 1, 1, 1, 3)
        >>> standardized(view, (view < 9).float()).flatten().round(decimals=3).tolist()
        [-1.0, 1.0, 0.0]
    """
    axes = (1, 2, 3, 4)
    count = inside.sum(axes, keepdim=True).clamp(min=1)
    centered = (view - (view * inside).sum(axes, keepdim=True) / count) * inside
    return centered / (centered.square().sum(axes, keepdim=True) / count + 1e-6).sqrt()
