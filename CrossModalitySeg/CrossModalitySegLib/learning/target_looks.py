"""How the structures of an unlabeled volume look, so that phantoms can be drawn that look like it.

The labels of a phantom are right whatever it looks like; so a network that learns from phantoms with the gray values of
one volume comes to know that volume's contrast, and never learns its own mistakes.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from ..images.noise import noise_level
from ..images.preprocessing import CENTER_HU, SCALE_HU
from ..phantoms.tissue_map import LABELS, Code
from ..phantoms.tissues import Tissue
from .drawing import Draw

_QUANTILES = 17
_FEWEST = 200
"""Voxels inside of a structure below which nothing is known of it."""

_ALIKE: dict[int, tuple[int, ...]] = {
    Code.MYO: (Code.LV_MUSCLE, Code.RV_MUSCLE, Tissue.MYOCARDIUM),
    Code.AA: (Tissue.LEFT_BLOOD,),
    Code.PA: (Tissue.RIGHT_BLOOD,),
}
"""What looks like a structure and has no label of its own, or another one."""


@dataclass(frozen=True)
class TargetLook:
    """Gray values of one volume: for each code that is known, quantiles (Q,) in HU; and its noise in HU."""

    quantiles: dict[int, Tensor]
    noise_hu: float

    @classmethod
    def of(cls, stack: Tensor, labels: Tensor) -> TargetLook:
        """What ``labels`` (D, H, W), UNKNOWN or class indices, say about ``stack`` (2, D, H, W), image and field of
        view.
        """
        hu = stack[0] * SCALE_HU + CENTER_HU
        smooth = F.avg_pool3d(hu[None, None], 3, stride=1, padding=1)[0, 0]
        quantiles = {}
        for code, label in LABELS.items():
            if code in (Code.LV_MUSCLE, Code.RV_MUSCLE):
                continue
            outside = (labels != label)[None, None].float()
            inner = F.max_pool3d(outside, 3, stride=1, padding=1)[0, 0] == 0
            if int(inner.sum()) >= _FEWEST:
                found = torch.quantile(smooth[inner], torch.linspace(0.05, 0.95, _QUANTILES))
                for alike in (code, *_ALIKE.get(code, ())):
                    quantiles[int(alike)] = found
        return cls(quantiles, noise_level(hu.numpy(), stack[1].numpy() > 0.5))

    def applied(self, draw: Draw, hu: Tensor) -> Tensor:
        """``hu`` (4, CODES) with the values of this volume where they are known, one of its quantiles in each of the
        four regions.
        """
        hu = hu.clone()
        for code, found in self.quantiles.items():
            hu[:, code] = found[draw.uniform(0, _QUANTILES, 4).long().clamp(max=_QUANTILES - 1)]
        return hu
