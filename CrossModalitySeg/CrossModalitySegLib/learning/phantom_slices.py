"""Training samples of single slices and thin slabs: a plane of any direction through one of the tissue maps, and a look
of it, both drawn from the number of the sample alone.

Pictures of hearts are turned, mirrored, cropped to the heart, padded, and windowed, and seldom say how; so all of that
is drawn, too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ..phantoms.tissue_map import Code
from ..settings import Preprocessing
from .drawing import Draw
from .phantom_samples import Map, MapSamples
from .synthetic_contrast import (
    bent,
    centered,
    gray_values,
    labels_of,
    noise,
    painted,
    random_network,
    smoothed,
    streaks,
)

_PLANES = (
    ((0, 1, 0), (-1, 0, 0), (0, 0, 1)),  # coronal
    ((1, 0, 0), (0, 1, 0), (0, 0, 1)),  # axial
    ((0, 0, 1), (-1, 0, 0), (0, 1, 0)),  # sagittal
)
"""Directions (z, y, x) across slices, along rows and along columns, as ``preprocessing.slices_of`` turns them."""
_SHARES = (0.3, 0.3, 0.12)
"""Of these three; the others have any direction."""
_UPRIGHT, _MIRRORED, _SINGLE = 0.92, 0.05, 0.5
"""Shares of slices that are turned by a little at most, of mirrored ones, and of those without neighbors. Most stand as
people do, lest a network take the sides of the heart for each other: ``segment`` looks at a slice in all poses.
"""
_TURN = math.radians(18)
_LOOKS = {"any": (0.35, 0.12), "ct": (0.0, 0.12), "mr": (1.0, 0.25)}
"""By modality, how many looks are of MR, and how many of none."""
_SUBSLICES = 3
"""Samples through the thickness of a slice, whose mean it shows."""
_SMALLER, _SIZES = 0.05, 0.16
"""Mean and spread of the logarithm by which a heart is smaller than its map."""
_WIDEST_AT = 6000
"""As in ``phantom_samples.py``; batches are of several slices."""


class PhantomSlices(MapSamples):
    """Three neighboring slices (3, H, W) float32, and class indices (H, W) int64 of the middle one.

    Args:
        maps, seed, first, last, modality: as in ``MapSamples``.
        box: size and spacing of a slice, and how its gray values are normalized.
    """

    def __init__(
        self, maps: Sequence[Path], box: Preprocessing, seed: int, first: int, last: int, modality: str = "any"
    ) -> None:
        super().__init__(maps, seed, first, last, modality)
        self._box = box

    def _drawn(self, number: int, one: Map, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
        draw = Draw(torch.Generator().manual_seed(int(rng.integers(2**62))), one.codes.device)
        wide = min(1.0, 0.15 + number / _WIDEST_AT)
        return draw_slices(one, self._box, draw, wide, self._modality)


def draw_slices(one: Map, box: Preprocessing, draw: Draw, wide: float, modality: str = "any") -> tuple[Tensor, Tensor]:
    """One training sample from a tissue map.

    Args:
        one: codes, spacing and middle of its heart.
        box: as in ``PhantomSlices``.
        draw: random numbers on the device of the map.
        wide: 0..1, how far looks go beyond the usual.
        modality: as in ``PhantomSlices``.

    Returns:
        Three neighboring slices (3, H, W) float32, and class indices (H, W) int64 of the middle one.
    """
    side, pixel_mm = box.size_px, box.spacing_mm * math.exp(_SMALLER + _SIZES * float(draw.normal(1)))
    single = draw.chance(_SINGLE)
    apart_mm = draw.number(0.8, 10)
    thick_mm = draw.number(0.5, 8 if single else apart_mm)
    across = torch.linspace(-thick_mm / 3, thick_mm / 3, _SUBSLICES, device=draw.device)
    if not single:
        across = (torch.tensor([-apart_mm, 0.0, apart_mm], device=draw.device)[:, None] + across).flatten()
    in_plane = centered(side, pixel_mm, draw.device)
    points = bent(draw, [across, in_plane, in_plane], 0.6 + 0.7 * wide * draw.number()) @ _directions(draw)
    aside_mm = draw.normal(3) * (22.0 if draw.chance(0.9) else 50.0)
    middle_px = torch.tensor(one.middle_px, dtype=torch.float32, device=draw.device)
    points = (points + aside_mm) / one.spacing_mm + middle_px
    size = torch.tensor(one.codes.shape, device=draw.device)
    inside = ((points >= 0) & (points <= size - 1)).all(-1)
    z, y, x = torch.minimum(points.round().long().clamp(min=0), size - 1).unbind(-1)
    near = one.codes[z, y, x].long()

    values, ct = gray_values(draw, wide, *_LOOKS[modality])
    image = painted(draw, values, near)
    sigma = draw.number(0.4, 1.8) / pixel_mm
    image = smoothed(image, (0.0, sigma, sigma)).unflatten(0, (-1, _SUBSLICES)).mean(1)
    image = image + noise(draw, image.shape, (apart_mm, pixel_mm, pixel_mm), ct)
    middle = near[len(near) // 2]
    if ct and draw.chance(0.08 * wide):
        image = image + streaks(draw, (near[1::_SUBSLICES] == int(Code.SUPERIOR_CAVA)), pixel_mm)
    if not ct or draw.chance(0.1 * wide):
        image = image + draw.number(0, 120) * draw.field(image.shape, side / 2)
    if draw.chance(0.2 * wide):
        image = random_network(draw, image)
    inside = inside[len(near) // 2]
    in_view = _field(draw, in_plane) & inside
    if not in_view.any():  # a field beside the body
        in_view = inside if inside.any() else ~inside
    image = _windowed(draw, image, in_view, ct)
    classes = labels_of(middle)
    classes[~in_view] = 0
    return _normalized(image, in_view, box.cut_top_percent).expand(3, -1, -1), classes


def _directions(draw: Draw) -> Tensor:
    """Rows: directions (z, y, x) across slices, along rows, along columns."""
    kind = draw.number()
    axes = torch.linalg.qr(draw.normal(3, 3)).Q
    for plane, share in zip(_PLANES, _SHARES, strict=True):
        if 0 <= kind < share:
            axes = torch.tensor(plane, dtype=torch.float32, device=draw.device)
        kind -= share
    angle = _TURN * float(draw.normal(1)) if draw.chance(_UPRIGHT) else draw.number(0, 2 * math.pi)
    normal, row, column = axes
    row, column = row * math.cos(angle) + column * math.sin(angle), column * math.cos(angle) - row * math.sin(angle)
    if draw.chance(_MIRRORED):
        column = -column
    return torch.stack([normal, row, column])


def _field(draw: Draw, in_plane: Tensor) -> Tensor:
    """Where the scanner measured, (H, W) bool: everywhere, or within a rectangle or a circle, turned at random."""
    rows, columns = torch.meshgrid(in_plane, in_plane, indexing="ij")
    field = torch.ones_like(rows, dtype=torch.bool)
    if draw.chance(0.5):
        angle = draw.number(0, math.pi) if draw.chance(0.3) else math.radians(4) * float(draw.normal(1))
        across, along = (
            rows * math.cos(angle) + columns * math.sin(angle),
            columns * math.cos(angle) - rows * math.sin(angle),
        )
        for axis in (across, along):
            half = draw.number(50, 130)
            field &= (axis - draw.number(-0.3, 0.3) * half).abs() < half
    if draw.chance(0.1):
        field &= torch.hypot(rows, columns) < draw.number(70, 140)
    return field if field.any() else torch.ones_like(field)


def _windowed(draw: Draw, image: Tensor, in_view: Tensor, ct: bool) -> Tensor:
    """``image`` as it is stored: as measured, or as a reader chose to show it."""
    if not draw.chance(0.6):
        return image
    if ct and draw.chance(0.6):
        center, half = draw.number(-100, 350), draw.number(150, 1200)
        low, high = center - half, center + half
    else:
        shown = image[:, in_view]
        low, high = (
            float(torch.quantile(shown.flatten()[::7], share))
            for share in (draw.number(0, 0.15), draw.number(0.93, 1.0))
        )
    share = ((image - low) / max(high - low, 1.0)).clamp(0, 1)
    return 255 * share ** math.exp(0.25 * float(draw.normal(1)))


def _normalized(image: Tensor, in_view: Tensor, cut_top_percent: float) -> Tensor:
    """``images.preprocessing.normalize`` within ``in_view``; around it the smallest value, as ``prepare`` has it."""
    image = torch.where(in_view, image, image[:, in_view].min())
    shown = image[:, in_view]
    top = torch.quantile(shown.flatten()[:: max(1, shown.numel() // 20000)], 1 - cut_top_percent / 100)
    shown = shown.clamp(max=float(top))
    return (image.clamp(max=float(top)) - shown.mean()) / shown.std().clamp_min(1e-3)
