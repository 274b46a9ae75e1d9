"""The dilated residual segmenter (Dou et al., IJCAI 2018, section 3.1; 33 weighted layers)."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..settings import NetworkSettings
from .blocks import Conv2d, ConvNormAct, MirrorConv2d, Residual, initialize
from .dropout import Dropout

DOWNSAMPLING = 8
"""Input side over feature-map side behind RM3."""

STAGES_UP_TO: dict[int, tuple[str, ...]] = {
    13: ("conv1", "rm1", "rm2", "rm3", "rm4"),
    21: ("conv1", "rm1", "rm2", "rm3", "rm4", "rm5", "rm6"),
    31: ("conv1", "rm1", "rm2", "rm3", "rm4", "rm5", "rm6", "rm7", "dr8", "conv31"),
}
"""Stages that end at weighted layer d, for each adaptation depth d."""


class Segmenter(nn.Module):
    """Maps three consecutive slices (B, 3, H, W) to logits (B, ``class_count``, H, W) of the middle one; H and W are
    multiples of 8.

    ``stages`` holds the layers in order; their names are those of the critic taps.

    >>> import torch
    >>> Segmenter(NetworkSettings(width=8), class_count=5)(torch.zeros(1, 3, 64, 64)).shape
    torch.Size([1, 5, 64, 64])
    """

    def __init__(self, settings: NetworkSettings, class_count: int) -> None:
        super().__init__()
        self.class_count = class_count
        w, drop = settings.width, settings.dropout

        def residuals(*channels: int, dilation: int = 1) -> list[nn.Module]:
            return [Residual(a, b, dropout=drop, dilation=dilation) for a, b in itertools.pairwise(channels)]

        self.stages = nn.ModuleDict(
            {
                "conv1": nn.Sequential(Conv2d(3, w, 3, padding=1), Dropout(drop)),
                "rm1": nn.Sequential(*residuals(w, w), nn.MaxPool2d(2)),
                "rm2": nn.Sequential(*residuals(w, 2 * w), nn.MaxPool2d(2)),
                "rm3": nn.Sequential(*residuals(2 * w, 4 * w, 4 * w), nn.MaxPool2d(2)),
                "rm4": nn.Sequential(*residuals(4 * w, 8 * w, 8 * w)),
                "rm5": nn.Sequential(*residuals(8 * w, 16 * w, 16 * w)),
                "rm6": nn.Sequential(*residuals(16 * w, 16 * w, 16 * w)),
                "rm7": nn.Sequential(*residuals(16 * w, 32 * w, 32 * w)),
                "dr8": nn.Sequential(*residuals(32 * w, 32 * w, 32 * w, dilation=2)),
                "conv31": nn.Sequential(
                    ConvNormAct(32 * w, 32 * w, dropout=drop), ConvNormAct(32 * w, 32 * w, dropout=drop)
                ),
            }
        )
        # 8 * 8 positions x 8 channels a class at width 16; the channels per class shrink with the width.
        hidden = class_count * w // 2
        self.head = nn.Sequential(
            MirrorConv2d(32 * w, DOWNSAMPLING**2 * hidden, 3),
            nn.PixelShuffle(DOWNSAMPLING),
            MirrorConv2d(hidden, class_count, 5),
        )
        initialize(self)

    def forward(self, x: Tensor) -> Tensor:
        """Logits (B, C, H, W) of (B, 3, H, W)."""
        for stage in self.stages.values():
            x = stage(x)
        return self.head(x)

    def features(self, x: Tensor) -> dict[str, Tensor]:
        """Run all layers and keep the output of each stage, for the critics.

        Args:
            x: Three consecutive slices each, (B, 3, H, W); H and W are multiples of 8.

        Returns:
            Outputs (B, C, h, w) by the name of the stage, and "logits" (B, ``class_count``, H, W).
        """
        taps = run_stages(self.stages.items(), x)
        return taps | {"logits": self.head(taps["conv31"])}

    def features_behind(self, depth: int, x: Tensor) -> dict[str, Tensor]:
        """Run the layers above an adaptation depth.

        Args:
            depth: 13, 21 or 31: weighted layers that are left out.
            x: Output (B, C, h, w) of layer ``depth``.

        Returns:
            Outputs of the stages behind that layer by name, and "logits" (B, ``class_count``, H, W).
        """
        early = STAGES_UP_TO[depth]
        taps = run_stages(((name, stage) for name, stage in self.stages.items() if name not in early), x)
        return taps | {"logits": self.head(taps.get("conv31", x))}


def run_stages(stages: Iterable[tuple[str, nn.Module]], x: Tensor) -> dict[str, Tensor]:
    """Run stages one after the other and keep each output.

    Args:
        stages: Names and layers, in their order.
        x: Input of the first one.

    Returns:
        Outputs by name.
    """
    outputs = {}
    for name, stage in stages:
        outputs[name] = x = stage(x)
    return outputs


def to_image_size(features: Tensor, side_px: int) -> Tensor:
    """Bring feature maps to the size of the image by pixel shuffling.

    Args:
        features: Maps (B, C, h, h).
        side_px: Side S of the image, a multiple of h.

    Returns:
        Maps (B, ceil(C h^2 / S^2), S, S); ``features`` itself where h is S. Channels that do not fill the last of the
        large maps are joined by the first ones once more.

    References:
        Shi et al., CVPR 2016, arXiv 1609.05158.

    Examples:
        >>> to_image_size(torch.zeros(1, 100, 8, 8), 64).shape
        torch.Size([1, 2, 64, 64])
    """
    factor = side_px // features.shape[-1]
    if factor == 1:
        return features
    missing = -features.shape[1] % factor**2
    return F.pixel_shuffle(torch.cat([features, features[:, :missing]], 1) if missing else features, factor)
