"""The feature critic of the released code, on all six taps, and what it is fed with."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .segmenter import Plain, Residual


class ReferenceCritic(nn.Module):
    """(B, 32, 256, 256) to scores (B,): five stages of a residual block and a strided convolution, conv, linear."""

    def __init__(self, width: int = 32, inputs: int = 32, side_px: int = 256) -> None:
        super().__init__()
        w = width
        self.stages = nn.Sequential(
            *(Residual(inputs, 2 * w), Plain(2 * w, 2 * w, 3, 2)),
            *(Residual(2 * w, 4 * w), Plain(4 * w, 4 * w, 5, 2)),
            *(Residual(4 * w, 8 * w), Plain(8 * w, 8 * w, 3, 2)),
            *(Residual(8 * w, 16 * w), Plain(16 * w, 16 * w, 3, 2)),
            *(Residual(16 * w, 16 * w), Plain(16 * w, 16 * w, 5, 4)),
        )
        self.last = nn.Conv2d(16 * w, 16 * w, 3, 2, bias=False)
        self.score = nn.Linear(16 * w * (side_px // 128) ** 2, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """One unbounded number a sample."""
        x = self.stages(x)
        x = self.last(F.pad(x, (1, 1, 1, 1), mode="reflect" if min(x.shape[-2:]) > 1 else "replicate"))
        return self.score(x.flatten(1)).flatten()


def critic_input(features: dict[str, Tensor]) -> Tensor:
    """All taps at image size: RM4 three times, RM6, RM7, layer 31, logits, arg-max; 32 channels at the paper's
    width.
    """
    logits = features["logits"]
    factor = logits.shape[-1] // features["rm4"].shape[-1]
    maps = {name: F.pixel_shuffle(features[name], factor) for name in ("rm4", "rm6", "rm7", "conv31")}
    chosen = logits.detach().argmax(1, keepdim=True).float()
    return torch.cat([*[maps["rm4"]] * 3, maps["rm6"], maps["rm7"], maps["conv31"], logits, chosen], dim=1)
