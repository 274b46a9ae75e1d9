"""The segmenter as the paper's table and the released code have it (Dou et al., IJCAI 2018, section 3.1), layer by
layer.

Plain, eager and untuned: what the fast networks are compared with, in time and in numbers.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class Residual(nn.Module):
    """conv - dropout - BN - LeakyReLU - conv - dropout - BN, the shortcut added, LeakyReLU; the shortcut is
    zero-padded.
    """

    def __init__(self, inputs: int, outputs: int, dilation: int = 1, dropout: float = 0.25) -> None:
        super().__init__()
        self.extra = (outputs - inputs) // 2
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=dilation, dilation=dilation, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs, eps=1e-3, momentum=0.1)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=dilation, dilation=dilation, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs, eps=1e-3, momentum=0.1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, H, W) to (B, outputs, H, W)."""
        shortcut = F.pad(x, (0, 0, 0, 0, self.extra, self.extra))
        y = F.leaky_relu(self.norm1(self.dropout(self.conv1(x))), 0.2)
        y = self.norm2(self.dropout(self.conv2(y)))
        return F.leaky_relu(y + shortcut, 0.2)


class Plain(nn.Module):
    """conv - dropout - BN - LeakyReLU."""

    def __init__(self, inputs: int, outputs: int, kernel: int = 3, stride: int = 1, dropout: float = 0.25) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, padding=kernel // 2, bias=False)
        self.norm = nn.BatchNorm2d(outputs, eps=1e-3, momentum=0.1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, H, W) to (B, outputs, ceil(H / stride), ...)."""
        return F.leaky_relu(self.norm(self.dropout(self.conv(x))), 0.2)


class ReferenceSegmenter(nn.Module):
    """(B, 3, H, W) to logits (B, 5, H, W) and the critic's features, in 33 weighted layers; the paper's width is 16."""

    def __init__(self, width: int = 16, dropout: float = 0.25) -> None:
        super().__init__()
        w, p = width, dropout
        self.conv1 = nn.Conv2d(3, w, 3, padding=1, bias=False)
        self.dropout = nn.Dropout(p)
        self.rm1 = Residual(w, w, dropout=p)
        self.rm2 = Residual(w, 2 * w, dropout=p)
        self.rm3a, self.rm3b = Residual(2 * w, 4 * w, dropout=p), Residual(4 * w, 4 * w, dropout=p)
        self.rm4a, self.rm4b = Residual(4 * w, 8 * w, dropout=p), Residual(8 * w, 8 * w, dropout=p)
        self.rm5a, self.rm5b = Residual(8 * w, 16 * w, dropout=p), Residual(16 * w, 16 * w, dropout=p)
        self.rm6a, self.rm6b = Residual(16 * w, 16 * w, dropout=p), Residual(16 * w, 16 * w, dropout=p)
        self.rm7a, self.rm7b = Residual(16 * w, 32 * w, dropout=p), Residual(32 * w, 32 * w, dropout=p)
        self.dr8a, self.dr8b = Residual(32 * w, 32 * w, 2, p), Residual(32 * w, 32 * w, 2, p)
        self.conv30, self.conv31 = Plain(32 * w, 32 * w, dropout=p), Plain(32 * w, 32 * w, dropout=p)
        self.conv32 = nn.Conv2d(32 * w, 64 * 5 * w // 2, 3, bias=False)
        self.conv33 = nn.Conv2d(5 * w // 2, 5, 5, bias=False)

    def early(self, x: Tensor) -> dict[str, Tensor]:
        """Layers 1 to 21, which an adaptation of depth 21 replaces; their taps."""
        x = self.dropout(self.conv1(x))
        x = F.max_pool2d(self.rm1(x), 2)
        x = F.max_pool2d(self.rm2(x), 2)
        x = F.max_pool2d(self.rm3b(self.rm3a(x)), 2)
        rm4 = self.rm4b(self.rm4a(x))
        return {"rm4": rm4, "rm6": self.rm6b(self.rm6a(self.rm5b(self.rm5a(rm4))))}

    def late(self, rm6: Tensor) -> dict[str, Tensor]:
        """Layers 22 to 33; their taps."""
        rm7 = self.rm7b(self.rm7a(rm6))
        conv31 = self.conv31(self.conv30(self.dr8b(self.dr8a(rm7))))
        hidden = F.pixel_shuffle(self.conv32(F.pad(conv31, (1, 1, 1, 1), mode="reflect")), 8)
        return {"rm7": rm7, "conv31": conv31, "logits": self.conv33(F.pad(hidden, (2, 2, 2, 2), mode="reflect"))}

    def features(self, x: Tensor) -> dict[str, Tensor]:
        """All taps of the critic."""
        early = self.early(x)
        return early | self.late(early["rm6"])

    def forward(self, x: Tensor) -> Tensor:
        """Logits (B, 5, H, W)."""
        return self.features(x)["logits"]


@torch.no_grad()
def take_weights(reference: nn.Module, fast: nn.Module) -> None:
    """Copy the weights of ``fast`` into ``reference``; both hold the same tensors in the same order, under other
    names.
    """
    theirs, ours = list(reference.state_dict().values()), list(fast.state_dict().values())
    for to, value in zip(theirs, ours, strict=True):
        if to.shape != value.shape:
            raise ValueError(f"tensors differ: {tuple(to.shape)} and {tuple(value.shape)}")
        to.copy_(value)
