"""How noisy a volume is, and what it looks like without most of the noise: flat regions are averaged, edges stay."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import minimum_filter, uniform_filter

_WINDOW_PX = 3
_RESAMPLED = 2.0
"""Variance of the noise over that of fine detail: resampling has smoothed it, so that neighbors share some.
"""
_MEDIAN_OF_NORMAL, _GAIN = 0.6745, 6.0
"""Median size of a standard normal number; standard deviation of white noise after a second difference along rows and
one along columns.
"""


def noise_level(image: NDArray[np.floating], scanned: NDArray[np.bool_] | None = None) -> float:
    """Standard deviation of the noise in an image, each slice by itself.

    Args:
        image: Intensities (D, H, W) in any unit.
        scanned: Which voxels (D, H, W) count, since padding has no noise; None counts all.

    Returns:
        The deviation in units of ``image``; 0 where there is too little to measure.

    References:
        From second differences, in which nothing but edges and noise is left, and of these a median, which the
        edges do not move much: after Immerkaer, CVIU 1996, doi:10.1006/cviu.1996.0060.
    """
    if min(image.shape[1:]) < _WINDOW_PX:
        return 0.0
    detail = np.abs(np.diff(np.diff(image, 2, axis=1), 2, axis=2))
    if scanned is not None:
        detail = detail[minimum_filter(scanned, (1, _WINDOW_PX, _WINDOW_PX))[:, 1:-1, 1:-1]]
    return float(np.median(detail)) / _MEDIAN_OF_NORMAL / _GAIN if detail.size else 0.0


def without_noise(image: NDArray[np.floating], scanned: NDArray[np.bool_] | None = None) -> NDArray[np.float32]:
    """An image after Wiener's filter in windows of 3 x 3 x 3: the nearer its local variance to that of the noise, the
    more a voxel is averaged.

    Args:
        image: Intensities (D, H, W) in any unit.
        scanned: As in ``noise_level``.

    Returns:
        The smoothed intensities (D, H, W), in units of ``image``.

    References:
        Lim, Two-Dimensional Signal and Image Processing, 1990, section 9.2; as ``scipy.signal.wiener``, in a fraction
        of its time and memory.
    """
    image = image.astype(np.float32)
    mean = uniform_filter(image, _WINDOW_PX)
    variance = uniform_filter(image**2, _WINDOW_PX) - mean**2
    noise = np.float32(_RESAMPLED * noise_level(image, scanned) ** 2)
    return mean + np.clip(1 - noise / np.maximum(variance, np.float32(1e-9)), 0, 1) * (image - mean)
