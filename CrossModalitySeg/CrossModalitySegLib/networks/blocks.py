"""The two building blocks that segmenter and critics share."""

from __future__ import annotations

from typing import Literal, TypeVar

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .all_reduce import all_reduce_sum, process_count
from .dropout import Dropout

Norm = Literal["batch", "instance"]

M = TypeVar("M", bound=nn.Module)

LEAK = 0.2
"""Negative slope of every LeakyReLU."""


def norm_layer(kind: Norm, channels: int) -> nn.Module:
    """Normalization of (B, ``channels``, H, W); batch statistics decay with 0.9, eps 1e-3 as in the released code."""
    if kind == "batch":
        return BatchNorm2d(channels, eps=1e-3, momentum=0.1)
    return nn.GroupNorm(1, channels, eps=1e-3)


class BatchNorm2d(nn.BatchNorm2d):
    """Batch norm over the batch of all processes that train together; PyTorch's own where there is one process.

    PyTorch's synchronized batch norm knows GPUs only. Every process has a batch of the same size.
    """

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) to the same."""
        if not self.training or process_count() == 1:
            return super().forward(x)
        local = x.float()
        mean = local.mean((0, 2, 3))
        moments = (
            all_reduce_sum(torch.stack([mean, local.var((0, 2, 3), unbiased=False) + mean.square()])) / process_count()
        )
        mean, variance = moments[0], (moments[1] - moments[0].square()).clamp_min(0)
        self._remember(mean.detach(), variance.detach(), x.numel() // x.shape[1] * process_count())
        scale = self.weight * (variance + self.eps).rsqrt()
        return (local * scale[:, None, None] + (self.bias - mean * scale)[:, None, None]).to(x.dtype)

    @torch.no_grad()
    def _remember(self, mean: Tensor, variance: Tensor, count: int) -> None:
        """Move the running statistics toward those of this batch of ``count`` values a channel, as PyTorch does."""
        assert (
            self.running_mean is not None
            and self.running_var is not None
            and self.num_batches_tracked is not None
            and self.momentum is not None
        )
        self.num_batches_tracked.add_(1)
        self.running_mean.lerp_(mean, self.momentum)
        self.running_var.lerp_(variance * (count / max(count - 1, 1)), self.momentum)


class Conv2d(nn.Conv2d):
    """Convolution without bias that computes in float32 on maps smaller than its kernel.

    There the bfloat16 weight gradient of oneDNN on the CPU reads uninitialized memory (observed with torch 2.13: a 5x5
    kernel with stride 4 on 3x3 maps gives not-a-number now and then).
    """

    def __init__(
        self, inputs: int, outputs: int, kernel: int, stride: int = 1, padding: int = 0, dilation: int = 1
    ) -> None:
        super().__init__(inputs, outputs, kernel, stride, padding, dilation, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, H, W) to (B, outputs, H', W')."""
        if min(x.shape[-2:]) >= self.kernel_size[0]:
            return super().forward(x)
        with torch.autocast(x.device.type, enabled=False):
            return super().forward(x.float())


class ConvNormAct(nn.Sequential):
    """conv ``kernel`` x ``kernel`` - dropout - norm - LeakyReLU; (B, C_in, H, W) to (B, C_out, ceil(H / stride),
    ...).
    """

    def __init__(
        self, inputs: int, outputs: int, kernel: int = 3, stride: int = 1, *, dropout: float, norm: Norm = "batch"
    ) -> None:
        super().__init__(
            Conv2d(inputs, outputs, kernel, stride, padding=kernel // 2),
            Dropout(dropout),
            norm_layer(norm, outputs),
            nn.LeakyReLU(LEAK),
        )


class Residual(nn.Module):
    """Two 3x3 convolutions with a shortcut; where channels double, the shortcut is zero-padded, half in front, half
    behind.
    """

    def __init__(self, inputs: int, outputs: int, *, dropout: float, dilation: int = 1, norm: Norm = "batch") -> None:
        super().__init__()
        self.padding = (outputs - inputs) // 2
        self.trunk = nn.Sequential(
            Conv2d(inputs, outputs, 3, padding=dilation, dilation=dilation),
            Dropout(dropout),
            norm_layer(norm, outputs),
            nn.LeakyReLU(LEAK),
            Conv2d(outputs, outputs, 3, padding=dilation, dilation=dilation),
            Dropout(dropout),
            norm_layer(norm, outputs),
        )

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, H, W) to (B, outputs, H, W)."""
        shortcut = F.pad(x, (0, 0, 0, 0, self.padding, self.padding)) if self.padding else x
        return F.leaky_relu(self.trunk(x) + shortcut, LEAK)


class MirrorConv2d(Conv2d):
    """Convolution without bias whose border mirrors the image; a side of one pixel, which has no mirror, is
    repeated.
    """

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1) -> None:
        super().__init__(inputs, outputs, kernel, stride)
        self.border = kernel // 2

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, H, W) to (B, outputs, ceil(H / stride), ceil(W / stride))."""
        mode = "reflect" if min(x.shape[-2:]) > self.border else "replicate"
        return super().forward(F.pad(x, (self.border,) * 4, mode=mode))


def freeze_norms(module: nn.Module) -> None:
    """Make every batch norm of a network use, and keep, its running statistics; other layers stay as they are.

    Args:
        module: Network; the mode of its batch norms is changed until its next ``train`` or ``eval``.
    """
    for child in module.modules():
        if isinstance(child, nn.BatchNorm2d):
            child.eval()


def placed(module: M, device: torch.device, layout: torch.memory_format) -> M:
    """Bring a network to where it computes.

    Args:
        module: Network; it is changed.
        device: Where its tensors go.
        layout: Memory layout of the weights of its convolutions, see ``precision.training_layout``.

    Returns:
        ``module``.
    """
    return module.to(device).to(memory_format=layout)  # type: ignore[call-overload]


def initialize(module: nn.Module) -> None:
    """He initialization (arXiv 1502.01852) of all convolutions and linear layers, for LeakyReLU."""
    for child in module.modules():
        # Without storage (device meta) there is nothing to draw, and asking for it imports half of torch.
        if isinstance(child, nn.Conv2d | nn.Linear) and not child.weight.is_meta:
            nn.init.kaiming_normal_(child.weight, a=LEAK)
