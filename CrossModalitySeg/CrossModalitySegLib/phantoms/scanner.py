"""What MR and CT rendering share: the grid of a scan, the points on it, blurring."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..images.geometry import Geometry
from .shapes import Points


def points_on(grid: Geometry) -> Points:
    """Physical coordinates (3, D, H, W) in mm of every voxel of ``grid``."""
    affine = grid.index_to_physical.astype(np.float32)
    points = np.empty((3, *grid.shape), dtype=np.float32)
    k, j, i = (np.arange(n, dtype=np.float32) for n in grid.shape)
    for axis in range(3):
        points[axis] = (
            (affine[axis, 0] * k)[:, None, None]
            + (affine[axis, 1] * j)[None, :, None]
            + (affine[axis, 2] * i)[None, None, :]
            + affine[axis, 3]
        )
    return points


def blurred(field: NDArray[np.float32], sigma_mm: float, grid: Geometry, least_px: float = 0.0) -> NDArray[np.float32]:
    """Blur an image by a Gaussian.

    Args:
        field: Gray values (D, H, W).
        sigma_mm: Standard deviation.
        grid: Grid of ``field``, for its spacing.
        least_px: Smallest standard deviation along an axis, in voxels.

    Returns:
        Gray values (D, H, W), float32.
    """
    return ndimage.gaussian_filter(field, [max(sigma_mm / s, least_px) for s in grid.spacing_mm], truncate=3.0)
