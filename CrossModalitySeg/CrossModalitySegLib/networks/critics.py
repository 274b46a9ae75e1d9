"""The Wasserstein critics: one on features of several depths (DCM), one on the mask alone (PnP-AdaNet)."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from ..settings import NetworkSettings
from .blocks import ConvNormAct, MirrorConv2d, Norm, Residual, initialize
from .segmenter import DOWNSAMPLING, to_image_size

TAPS = ("rm4", "rm6", "rm7", "conv31", "logits", "argmax")
"""The feature maps that the critic of the released code sees, in its order."""
_TILES = {"rm4": 3}
"""RM4 has the fewest channels, so the released critic sees it three times."""


def tap_channels(network: NetworkSettings, class_count: int) -> int:
    """How many channels ``stack_taps`` makes.

    Args:
        network: Settings of the segmenter.
        class_count: Number of classes, background included.

    Returns:
        The number of channels.

    Examples:
        The paper's width and its five classes:

        >>> tap_channels(NetworkSettings(width=16), class_count=5)
        32
    """
    stage_width = {"rm4": 8, "rm6": 16, "rm7": 32, "conv31": 32}
    channels = {
        name: -(-factor * network.width // DOWNSAMPLING**2) * _TILES.get(name, 1)
        for name, factor in stage_width.items()
    }
    return sum((channels | {"logits": class_count, "argmax": 1})[tap] for tap in TAPS)


def stack_taps(features: dict[str, Tensor]) -> Tensor:
    """The input of the feature critic: every one of ``TAPS`` at image size.

    Args:
        features: Feature maps by name of the stage, and "logits" (B, classes, H, W).

    Returns:
        Maps (B, C, H, W), C as ``tap_channels`` says. Class indices are one float channel, which carries no gradient.
    """
    logits = features["logits"]
    maps = []
    for tap in TAPS:
        if tap == "argmax":
            maps.append(logits.detach().argmax(1, keepdim=True).to(logits.dtype))
        else:
            maps += [to_image_size(features[tap], logits.shape[-1])] * _TILES.get(tap, 1)
    return torch.cat([m.to(logits.dtype) for m in maps], dim=1)


def _flat_size(side_px: int, strides: Sequence[int]) -> int:
    for stride in strides:
        side_px = -(-side_px // stride)
    return side_px**2


class FeatureCritic(nn.Module):
    """Scores stacked features (B, inputs, S, S) with one unbounded number a sample; 21.7 M parameters at width 32, S =
    256.

    Five stages, each a residual block and a strided convolution, then a mirrored convolution and a linear layer.
    """

    def __init__(
        self, inputs: int, side_px: int, width: int = 32, *, norm: Norm = "batch", dropout: float = 0.25
    ) -> None:
        super().__init__()
        w = width
        plan = (
            (inputs, 2 * w, 3, 2),
            (2 * w, 4 * w, 5, 2),
            (4 * w, 8 * w, 3, 2),
            (8 * w, 16 * w, 3, 2),
            (16 * w, 16 * w, 5, 4),
        )
        layers: list[nn.Module] = []
        for a, b, kernel, stride in plan:
            layers += [_widening(a, b, dropout, norm), ConvNormAct(b, b, kernel, stride, dropout=dropout, norm=norm)]
        self.body = nn.Sequential(*layers, MirrorConv2d(16 * w, 16 * w, 3, 2), nn.Flatten())
        self.score = nn.Linear(16 * w * _flat_size(side_px, (2, 2, 2, 2, 4, 2)), 1, bias=False)
        initialize(self)

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, S, S) to scores (B,) in float32."""
        return self.score(self.body(x)).flatten().float()


class MaskCritic(nn.Module):
    """Scores the logits (B, ``class_count``, S, S) alone; 1.1 M parameters at width 16, S = 256 (PnP-AdaNet, arXiv
    1812.07907).
    """

    def __init__(
        self, side_px: int, class_count: int, width: int = 16, *, norm: Norm = "batch", dropout: float = 0.25
    ) -> None:
        super().__init__()
        w = width
        self.body = nn.Sequential(
            ConvNormAct(class_count, w, 3, 2, dropout=dropout, norm=norm),
            Residual(w, w, dropout=dropout, norm=norm),
            ConvNormAct(w, 2 * w, 5, 4, dropout=dropout, norm=norm),
            Residual(2 * w, 4 * w, dropout=dropout, norm=norm),
            ConvNormAct(4 * w, 8 * w, 5, 4, dropout=dropout, norm=norm),
            ConvNormAct(8 * w, 16 * w, 5, 4, dropout=dropout, norm=norm),
            nn.Flatten(),
        )
        self.score = nn.Linear(16 * w * _flat_size(side_px, (2, 4, 4, 4)), 1, bias=False)
        initialize(self)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, S, S) to scores (B,) in float32."""
        return self.score(self.body(x)).flatten().float()


def _widening(inputs: int, outputs: int, dropout: float, norm: Norm) -> nn.Module:
    """Residual block where the shortcut can be zero-padded evenly; a narrow critic, or one over an odd number of
    channels, needs a plain one.
    """
    if outputs >= inputs and (outputs - inputs) % 2 == 0:
        return Residual(inputs, outputs, dropout=dropout, norm=norm)
    return nn.Sequential(
        ConvNormAct(inputs, outputs, dropout=dropout, norm=norm), Residual(outputs, outputs, dropout=dropout, norm=norm)
    )


@torch.no_grad()
def clip_weights(critic: nn.Module, limit: float) -> None:
    """Bound the Lipschitz constant of a critic, as the released code does.

    Args:
        critic: Critic, whose convolution and linear weights are changed; normalization parameters are left alone.
        limit: Largest size of a weight.

    References:
        Arjovsky et al., Wasserstein GAN, arXiv 1701.07875.
    """
    weights = [layer.weight for layer in critic.modules() if isinstance(layer, nn.Conv2d | nn.Linear)]
    torch._foreach_clamp_min_(weights, -limit)
    torch._foreach_clamp_max_(weights, limit)
