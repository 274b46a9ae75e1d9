"""Which voxels of an image were scanned: padding below air, and what is not a number around the field, do not show
the patient.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from .modality import looks_like_ct, sampled

CT_RANGE_HU = (-1024.0, 3071.0)
"""What twelve bits hold: no tissue lies below, and above lies metal alone."""

_NEITHER_NOISE_NOR_METAL_HU = (-1500.0, 31_000.0)
"""Noise and overshoot of resampling around air stay above, and metal in sixteen bits below."""
_LEAST_SHARE = 1e-3
"""Share of the voxels from which on a value is taken for padding; a few voxels below air are noise."""
_SAMPLE = 200_000


def scanned(array: NDArray) -> tuple[NDArray, NDArray[np.bool_] | None, str]:
    """Values that mean something, where they do, and in words what was left out.

    Args:
        array: Intensities (D, H, W); NaN and minus infinity may surround the scanned field.

    Returns:
        The intensities, CT clipped to ``CT_RANGE_HU``, with the lowest scanned one wherever nothing was scanned; which
        voxels were scanned, None for all; and a phrase such as "44 % of its voxels, padding of -8192", empty where all
        were.

    Raises:
        ValueError: Values that are not finite lie inside the scanned field, or are all there is.
    """
    outside = _not_numbers(array)
    low, high = _limits(array, outside)
    sample = _sample(array, outside)
    kind = "not a number" if outside is not None else ""
    if looks_like_ct(sample):
        padding = _ct_padding(array, low, high)
        lowest = max(low, CT_RANGE_HU[0])
        clipped = low < CT_RANGE_HU[0] or high > CT_RANGE_HU[1]
    else:
        next_value = _above_padding(array, sample, low)
        padding = array == low if next_value is not None else None
        lowest, clipped = low if next_value is None else next_value, False
    if padding is not None and np.count_nonzero(padding) >= _LEAST_SHARE * array.size:
        outside = padding if outside is None else outside | padding
        value = f"padding of {low if np.count_nonzero(array == low) > 1 else high:g}"
        kind = f"{kind}, {value}" if kind else value
    if clipped:
        array = np.clip(array, *(np.array(CT_RANGE_HU).astype(array.dtype) if array.dtype.kind == "i" else CT_RANGE_HU))
    if outside is None:
        return array, None, ""
    array = np.where(outside, np.asarray(lowest, dtype=array.dtype), array)
    return array, ~outside, f"{100 * outside.mean():.2g} % of its voxels, {kind}"


def _not_numbers(array: NDArray) -> NDArray[np.bool_] | None:
    """NaN and minus infinity around the scanned field; raises ``ValueError`` for such values, or plus infinity,
    within.
    """
    if array.dtype.kind != "f" or np.isfinite(array).all():
        return None
    missing = np.isnan(array) | np.isneginf(array)
    pieces, count = ndimage.label(missing)
    at_border = np.zeros(count + 1, dtype=bool)
    for axis, length in enumerate(array.shape):
        if length > 2:  # a thin stack is all border along its normal
            for end in (0, -1):
                at_border[pieces.take(end, axis)] = True
    at_border[0] = False
    outside = at_border[pieces]
    if outside.all() or not np.isfinite(array[~outside]).all():
        raise ValueError
    return outside


def _ct_padding(array: NDArray, low: float, high: float) -> NDArray[np.bool_] | None:
    """Where CT holds what no scanner measures; None if nowhere."""
    if low >= CT_RANGE_HU[0] and high <= _NEITHER_NOISE_NOR_METAL_HU[1]:
        return None
    padding = (array < _NEITHER_NOISE_NOR_METAL_HU[0]) | (array > _NEITHER_NOISE_NOR_METAL_HU[1])
    return padding | (array == low) if low < CT_RANGE_HU[0] else padding


def _limits(array: NDArray, outside: NDArray[np.bool_] | None) -> tuple[float, float]:
    values = array if outside is None else array[~outside]
    return float(values.min()), float(values.max())


def _sample(array: NDArray, outside: NDArray[np.bool_] | None) -> NDArray:
    values = array.reshape(-1) if outside is None else array[~outside]
    return sampled(values, array.shape, _SAMPLE)


def _above_padding(array: NDArray, sample: NDArray, low: float) -> float | None:
    """Lowest value but ``low`` where that is padding: negative, frequent, and far from the others, or the only one
    below zero.
    """
    others = sample[sample > low]
    if low >= 0 or others.size == 0 or others.size > (1 - _LEAST_SHARE) * sample.size:
        return None
    with np.errstate(invalid="ignore"):
        next_value = float(np.min(array, where=array > low, initial=others.max()))
    spread = float(np.subtract(*np.percentile(others, (99.5, 0.5))))
    return next_value if next_value >= 0 or next_value - low >= max(spread, 1e-6) else None
