"""Where a model is unsure: the entropy of its posterior, as a volume on the grid of the input."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy

from ..images.geometry import Geometry
from ..images.volume import Volume
from .regridding import covered, slabs

_LEAST = 0.005
"""Below half a percent nothing is left after rounding."""


def normalized_entropy(probabilities: NDArray[np.uint8], temperature: float = 1.0) -> NDArray[np.float32]:
    """Predictive entropy of each voxel as a share of the largest possible,

        H = -sum_c p_c log p_c / log C,

    0 where one class has all, 1 where all C classes are alike, log 2 / log C on the boundary between two (Gal,
    "Uncertainty in Deep Learning", 2016, section 3.3; on maps of segmentations Wang et al., Neurocomputing 2019,
    doi:10.1016/j.neucom.2019.01.103).

    Args:
        probabilities: Of C classes (C, D, H, W), 255 standing for 1; what is less than 1/510 counts nothing.
        temperature: The soft-max is taken at this one: p_c to the power of 1 / temperature, made to sum to 1.

    Returns:
        (D, H, W), 0..1.

    >>> normalized_entropy(np.array([255, 128, 128, 0], dtype=np.uint8).reshape(2, 2, 1, 1)).ravel().round(2).tolist()
    [0.92, 0.0]
    """
    level = (np.arange(256) / 255) ** (1 / temperature)
    share, surprise = level.astype(np.float32), xlogy(level, level).astype(np.float32)
    result = np.empty(probabilities.shape[1:], dtype=np.float32)
    for plane, found in enumerate(np.moveaxis(probabilities, 1, 0)):  # all at once in floats would fill the memory
        total = share[found].sum(axis=0)
        result[plane] = np.log(total) - surprise[found].sum(axis=0) / total
    return (result / np.log(len(probabilities))).clip(0, 1)


def uncertainty_map(
    probabilities: NDArray[np.uint8], box: Geometry, grid: Geometry, field: NDArray[np.bool_], temperature: float
) -> Volume:
    """Predictive entropy of the model on the grid of the input.

    Args:
        probabilities: Class probabilities (C, D, H, W) on ``box``; 255 stands for 1.
        box: Grid of the prediction.
        grid: Grid of the input.
        field: Mask (D, H, W) of the scanned field of view on ``grid``.
        temperature: Temperature of the calibrated model, > 0; 1 for a model without calibration.

    Returns:
        ``normalized_entropy`` in percent, uint8, on ``grid``; 0 outside the box and outside the scanned field.
    """
    entropy = normalized_entropy(probabilities, temperature)
    result = np.zeros(grid.shape, dtype=np.uint8)
    part = covered(entropy >= _LEAST, box, grid)
    for place, slab in slabs(part, grid) if part is not None else ():
        result[place] = (100 * Volume(entropy, box).resampled(slab).array).round().clip(0, 100)
    result[~field] = 0
    return Volume(result, grid)
