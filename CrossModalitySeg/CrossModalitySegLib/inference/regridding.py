"""The result of a network, on the box that it saw, brought onto the grid of the input."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ..images.geometry import Geometry
from ..images.volume import Volume
from ..label_set import BACKGROUND

_SLAB_VOXELS = 8_000_000
"""Voxels of the input's grid that are filled at a time, at some twenty bytes each."""


def on_grid(
    probabilities: NDArray[np.uint8], labels: NDArray[np.uint8], kept: NDArray[np.uint8], box: Geometry, grid: Geometry
) -> Volume:
    """Resample the prediction for a box to the grid of the input.

    The probabilities are interpolated linearly, and the most probable class is taken afterwards, so that a finer grid
    shows no staircase. The work is done slab by slab to bound the memory.

    Args:
        probabilities: Class probabilities (C, D, H, W) on ``box``; 255 stands for 1.
        labels: Class indices (D, H, W), the argmax of ``probabilities``.
        kept: Class indices (D, H, W) after post-processing; where they differ from ``labels`` they have probability 1.
        box: Grid of the prediction.
        grid: Grid of the input.

    Returns:
        Class indices, uint8, on ``grid``; background outside the box.
    """
    result = np.zeros(grid.shape, dtype=np.uint8)
    changed = kept != labels
    part = covered(kept != BACKGROUND, box, grid)
    if part is None:
        return Volume(result, grid)

    def settled(index: int) -> Volume:
        """Probability of a class, all or nothing where ``kept`` has changed the label."""
        return Volume(np.where(changed, np.uint8(255) * (kept == index), probabilities[index]), box)

    for place, slab in slabs(part, grid):
        best = settled(BACKGROUND).resampled(slab, fill=255.0).array
        for index in range(1, len(probabilities)):
            value = settled(index).resampled(slab, fill=0.0).array
            better = value > best
            result[place][better] = index
            best = np.maximum(best, value)
    return Volume(result, grid)


def slabs(part: tuple[slice, slice, slice], grid: Geometry) -> Iterator[tuple[tuple[slice, slice, slice], Geometry]]:
    """Part a grid into slabs that fit the memory.

    Args:
        part: What is to be parted: slices along D, H and W inside ``grid``.
        grid: The whole grid.

    Yields:
        Where each slab is in ``grid``, and its own grid.
    """
    thickness = max(1, _SLAB_VOXELS // ((part[1].stop - part[1].start) * (part[2].stop - part[2].start)))
    for start in range(part[0].start, part[0].stop, thickness):
        slab = (slice(start, min(start + thickness, part[0].stop)), part[1], part[2])
        corner = grid.physical(np.array([s.start for s in slab], dtype=np.float64))
        shape = tuple(s.stop - s.start for s in slab)
        yield slab, Geometry(shape, grid.spacing_mm, tuple(float(v) for v in corner), grid.direction)  # type: ignore[arg-type]


def covered(mask: NDArray[np.bool_], box: Geometry, grid: Geometry) -> tuple[slice, slice, slice] | None:
    """The part of ``grid`` that encloses ``mask``.

    Args:
        mask: Mask (D, H, W) on ``box``.
        box: Grid of the mask.
        grid: Another grid.

    Returns:
        Slices along (D, H, W) of ``grid``; None if the mask is empty or lies outside.
    """
    found = np.argwhere(mask)
    if len(found) == 0:
        return None
    corners = (
        np.array(np.meshgrid(*zip(found.min(axis=0) - 1.0, found.max(axis=0) + 1.0, strict=True))).reshape(3, -1).T
    )
    index = grid.index(box.physical(corners))
    low = np.clip(np.floor(index.min(axis=0)).astype(int), 0, None)
    high = np.minimum(np.ceil(index.max(axis=0)).astype(int) + 1, grid.shape)
    if (low >= high).any():
        return None
    return slice(int(low[0]), int(high[0])), slice(int(low[1]), int(high[1])), slice(int(low[2]), int(high[2]))
