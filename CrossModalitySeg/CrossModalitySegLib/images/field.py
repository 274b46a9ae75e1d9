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
    """Which voxels a scanner saw.

    Args:
        volume: CT or MR, (D, H, W).

    Returns:
        Mask (D, H, W): False where a value below that of air marks what was not measured, and in slices of one value at
        an end of the volume.

    Examples:
        >>> array = np.random.default_rng(0).normal(0, 100, (6, 8, 8))
        >>> array[0], array[1:, 0, 0] = 0, -3024
        >>> scanned_field(Volume(array, Geometry(array.shape, (2.0, 1.0, 1.0)))).sum().item()
        315
    """
    field = volume.array >= _AIR_HU
    if volume.scanned is not None:  # readers put air in the place of what was not measured
        field &= volume.scanned
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
    """How much of a structure lies at the ends of the scan.

    Args:
        mask: Voxels (D, H, W) of the structure.
        field: Voxels (D, H, W) that were scanned.
        geometry: Grid of both, of any direction.
        depth_mm: What comes this near to an end of ``field``, or lies in the last voxel before it, touches that end.

    Returns:
        Area in cm2 with which the structure touches each side of the patient, for sides that it touches.

    Examples:
        >>> mask, field = np.zeros((4, 10, 10), dtype=bool), np.ones((4, 10, 10), dtype=bool)
        >>> mask[3, 2:7, 2:7] = True
        >>> sides_of(mask, field, Geometry((4, 10, 10), (2.0, 2.0, 2.0)), depth_mm=2.0)
        {'upper end': 1.0}
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
