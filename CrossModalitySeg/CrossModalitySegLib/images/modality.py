"""Whether a volume looks like CT or like MR, by its values alone."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .volume import Volume

_AIR_BELOW_HU = -500.0
_SCANNED_HU = (-1500.0, 31_000.0)
"""Below lies padding, above too, or metal in sixteen bits."""


def guess_modality(volume: Volume) -> Literal["ct", "mr"] | None:
    """Whether a volume looks like CT or like MR, by a sample of its values.

    Air and lung fill some tenth of every chest CT at about -1000 HU, while MR scanners write magnitudes, which are
    never negative.

    Args:
        volume: Gray values (D, H, W) as stored.

    Returns:
        "ct" where a good part of the voxels lies far below water on the Hounsfield scale, "mr" where none is negative
        but by what resampling undershoots; None where neither holds, as after normalization.
    """
    sample = sampled(np.asarray(volume.array).reshape(-1), volume.array.shape)
    if looks_like_ct(sample):
        return "ct"
    lowest, highest = float(sample.min()), float(sample.max())
    # Resampling may undershoot zero by a little.
    return "mr" if lowest >= -0.02 * max(highest, 0.0) and highest > 0 else None


def sampled(values: NDArray, shape: tuple[int, ...], count: int = 200_000) -> NDArray:
    """Some values of an image, from all of its rows and columns.

    Args:
        values: Values (N,) in the order of the image.
        shape: Shape of the image. A step that divides a row would see one column alone.
        count: How many are wanted.

    Returns:
        About ``count`` values, or all.
    """
    step = max(1, values.size // count)
    while math.gcd(step, math.prod(shape)) > 1:
        step += 1
    return values[::step]


def looks_like_ct(sample: NDArray) -> bool:
    """Whether a good part of some values (any shape), padding aside, is air or lung on the Hounsfield scale.

    The lowest value alone does not count: it may be padding of an MR.
    """
    low, high = _SCANNED_HU
    scanned = sample[(sample > low) & (sample < high)]
    air = (scanned <= _AIR_BELOW_HU) & (scanned > sample.min())
    return 10 * scanned.size > sample.size and float(air.mean()) > 0.002
