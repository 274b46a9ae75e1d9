"""What images of patients show beside anatomy: lungs that are filled or collapsed, calcium, leads, clips and wires.

Drawn in torch on the device that trains, on the grid of a tissue map.
"""

from __future__ import annotations

import torch
from torch import Tensor

from ..phantoms.tissue_map import Code
from ..phantoms.tissues import Tissue
from .drawing import Draw

_CALCIUM, _FILLED, _LEAD, _CLIPS = 0.15, 0.2, 0.06, 0.06
"""In which share of the images each is."""

_METAL_HU = (1200.0, 3000.0)
_LONGEST_PX = 400


def with_findings(draw: Draw, image: Tensor, codes: Tensor) -> Tensor:
    """Put into an image what chance wants: calcium, filled lung, a lead, clips.

    Args:
        draw: Where the chance comes from.
        image: Gray values (D, H, W) in HU, axes to superior, posterior and left; it may be changed.
        codes: Tissue map (D, H, W) on the same grid.

    Returns:
        The image (D, H, W) with its findings.
    """
    if draw.chance(_CALCIUM):
        hard = (codes == int(Tissue.WALL)) & (draw.field(codes.shape, 5) > draw.number(1.6, 2.4))
        image = torch.where(hard, draw.number(500, 1300), image)
    if draw.chance(_FILLED):
        image = _filled(draw, image, codes)
    if draw.chance(_LEAD):
        _mark(image, _lead(draw, codes), draw.number(*_METAL_HU))
    if draw.chance(_CLIPS):
        around = _somewhere(draw, codes, (Code.CORONARY, Code.PERICARDIUM, Tissue.WALL), 1 + int(draw.number(0, 6)))
        _mark(image, around, draw.number(*_METAL_HU))
    return image


def _filled(draw: Draw, image: Tensor, codes: Tensor) -> Tensor:
    """Fluid or collapsed tissue in parts of the lungs, more of it at the back; some of it hazy."""
    lung = (codes == int(Tissue.LUNG)) | (codes == int(Code.LUNG_VESSEL))
    down = torch.linspace(-1, 1, codes.shape[1], device=codes.device)[:, None]
    amount = draw.field(codes.shape, draw.number(12, 50)) + draw.number(0, 2.5) * down
    value = draw.number(-700, -100) if draw.chance(0.25) else draw.number(-10, 110)
    return torch.where(lung & (amount > draw.number(0.2, 2.2)), value + 10 * amount, image)


def _lead(draw: Draw, codes: Tensor) -> Tensor:
    """Voxels (N, 3) of a lead from the superior vena cava through the right atrium into the right ventricle."""
    ends = [_somewhere(draw, codes, (code,), 1) for code in (Code.SUPERIOR_CAVA, Code.RA, Code.RV)]
    if not all(len(end) for end in ends):
        return ends[0][:0]
    first, bend, last = (end.float() for end in ends)
    t = torch.linspace(0, 1, _LONGEST_PX, device=codes.device)[:, None]
    return ((1 - t) ** 2 * first + 2 * t * (1 - t) * bend + t**2 * last).round().long()


def _somewhere(draw: Draw, codes: Tensor, wanted: tuple[int, ...], count: int) -> Tensor:
    """``count`` random voxels (N, 3) of the ``wanted`` codes, none if there are none."""
    found = torch.isin(codes, torch.tensor([int(code) for code in wanted], device=codes.device)).nonzero()
    if not len(found):
        return found
    return found[(draw.uniform(0, 1, count) * len(found)).long().clamp(max=len(found) - 1)]


def _mark(image: Tensor, voxels: Tensor, value: float) -> None:
    """Set ``voxels`` (N, 3) of ``image`` to ``value``."""
    image[tuple(voxels.T)] = value
