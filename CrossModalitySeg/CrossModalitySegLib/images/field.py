"""The scanned field: which voxels a scanner saw, and what touches the ends of it."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .geometry import Geometry
from .volume import Volume

Side = Literal["upper end", "lower end", "left side", "right side", "front", "back"]
"""Sides of a scan as the patient has them."""

_SIDES: tuple[tuple[Side, Side], ...] = (("right side", "left side"), ("front", "back"), ("lower end", "upper end"))
"""Toward lower and higher x, y and z in LPS."""

_AIR_HU = -1024
"""The lowest value of a measured CT voxel; lower ones mark what lies outside the field."""

DEPTH_MM = 2.0
"""What comes this near to the end of the field touches it: results are computed on voxels of up to 2 mm."""


def scanned_field(volume: Volume) -> NDArray[np.bool_]:
    """Which voxels (D, H, W) of ``volume`` were measured: neither marked by a value below that of air, nor in end
    slices of one value.
    """
    field = volume.array >= _AIR_HU
    for axis in range(3):
        across = tuple({0, 1, 2} - {axis})
        varied = np.flatnonzero(volume.array.max(axis=across) != volume.array.min(axis=across))
        if varied.size:
            ends = [slice(None)] * 3
            for ends[axis] in (slice(0, int(varied[0])), slice(int(varied[-1]) + 1, None)):
                field[tuple(ends)] = False
    return field


def sides_of(
    mask: NDArray[np.bool_], field: NDArray[np.bool_], geometry: Geometry, depth_mm: float = DEPTH_MM
) -> dict[Side, float]:
    """Area in cm2 with which ``mask`` touches each side of ``field`` (both (D, H, W) on a grid of any direction), for
    sides that it touches.

    What comes within ``depth_mm`` of the end, or lies in the last voxel before it, touches.
    """
    touched: dict[Side, float] = {}
    box = tuple(slice(int(one.min()), int(one.max()) + 1) for one in np.nonzero(mask)) if mask.any() else None
    if box is None:
        return touched
    for axis, spacing_mm in enumerate(geometry.spacing_mm):
        direction = geometry.index_to_physical[:, axis]
        main = int(np.abs(direction).argmax())
        layers = max(1, round(depth_mm / spacing_mm))
        area_cm2 = float(np.prod(geometry.spacing_mm)) / spacing_mm / 100
        for toward in (-1, 1):
            # A column of the mask touches this side where the field ends within ``layers`` voxels of it.
            beyond = np.zeros(mask[box].shape, dtype=bool)
            for step in range(1, layers + 1):
                beyond |= ~_shifted(field, box, axis, toward * step)
            count = int((mask[box] & beyond).any(axis=axis).sum())
            if count:
                side = _SIDES[main][int(direction[main] * toward > 0)]
                touched[side] = touched.get(side, 0.0) + count * area_cm2
    return touched


def _shifted(field: NDArray[np.bool_], box: tuple[slice, ...], axis: int, step: int) -> NDArray[np.bool_]:
    """``field`` in ``box``, moved by ``step`` voxels along ``axis``; False outside the grid."""
    one, size = box[axis], field.shape[axis]
    wanted = np.arange(one.start, one.stop) + step
    there = (wanted >= 0) & (wanted < size)
    part = tuple(slice(None) if i == axis else other for i, other in enumerate(box))
    moved = field[part].take(wanted.clip(0, size - 1), axis=axis)
    shape = [1, 1, 1]
    shape[axis] = -1
    return moved & there.reshape(shape)
