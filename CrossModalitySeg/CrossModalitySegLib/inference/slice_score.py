"""How likely what a network found in a slice is a slice of a heart."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ..label_set import LabelSet
from .postprocessing import components
from .quality import Ranges

_SHARPNESS = 3
"""Exponent of the certainty, which differs by little from size to size."""
_TOLERANCE = 0.3
"""Spread of the logarithm of an area above the usual one."""


def score(
    labels: NDArray[np.uint8],
    probabilities: NDArray[np.uint8],
    pixel_cm2: float,
    label_set: LabelSet,
    volume_ranges_ml: Ranges,
) -> float:
    """Likelihood that a segmented slice shows a heart at its true size, 0..1, for estimating the pixel size of an
    image.

    The mean over the structures of certainty^3 x share of the largest connected component x fit of its area. The
    certainty is the network's mean probability in the structure. The area fits up to that of the middle section of a
    ball of the usual volume: a slice may show less of a structure, but never much more. The constants were chosen on 32
    coronal slices of eight virtual patients; on 24 slices of six others the size came out within 31 % of the true one
    in 22. Whether Myo encloses LV is not used, because it made no difference there.

    Args:
        labels: Class indices (H, W).
        probabilities: Class probabilities (C, H, W); 255 stands for 1.
        pixel_cm2: Area of a pixel in cm2.
        label_set: The structures of the model.
        volume_ranges_ml: Smallest and largest volume of the training subjects in ml, by structure name.

    Returns:
        0 (no structure) to 1.
    """
    parts = []
    for structure in label_set.structures:
        mask = labels == structure.value
        if not mask.any():
            parts.append(0.0)
            continue
        sizes = components(mask[None])[1]
        certainty = float(probabilities[structure.value][mask].mean()) / 255
        low_ml, high_ml = volume_ranges_ml.get(structure.name, (0.0, 0.0))
        excess = float(sizes.max()) * pixel_cm2 / _middle_cm2(math.sqrt(low_ml * high_ml)) if low_ml > 0 else 0.0
        parts.append(
            certainty**_SHARPNESS
            * float(sizes.max() / sizes.sum())
            * math.exp(-0.5 * (math.log(max(excess, 1.0)) / _TOLERANCE) ** 2)
        )
    return float(np.mean(parts))


def _middle_cm2(ball_ml: float) -> float:
    """Area of the middle slice of a ball."""
    return math.pi * (3 * ball_ml / (4 * math.pi)) ** (2 / 3)
