"""The whole volume at a glance: a small patient-axes picture of a few millimetres per voxel, for finding the heart."""

from __future__ import annotations

import numpy as np
import SimpleITK as sitk
from numpy.typing import NDArray

from .geometry import patient_grid
from .volume import Volume

_LOWEST = -1024.0
"""Scanners fill what they did not see with values below that of air; such voxels say nothing."""


def coarse(volume: Volume, spacing_mm: float) -> tuple[Volume, NDArray[np.bool_]]:
    """``volume`` on a patient-axes grid of ``spacing_mm``, and which of its voxels lie inside the scanned field.

    Intensities are clipped at their 0.5 and 99.5 percentiles and scaled to 0..1 (0 outside the field).
    """
    image = sitk.Cast(volume.image(), sitk.sitkFloat32)
    # Averaging blocks first keeps fine structures from aliasing in the linear interpolation that follows.
    factors = [int(max(1, min(spacing_mm // s, n))) for s, n in zip(image.GetSpacing(), image.GetSize(), strict=True)]
    small = Volume.of(sitk.BinShrink(image, factors))
    grid = patient_grid(volume.geometry, spacing_mm)
    outside = float(_LOWEST - 1e6)
    # A volume of a single slice would vanish between the grid points of a strict interpolation, so the edge voxels are repeated.
    view = np.maximum(_edge_padded(small).resampled(grid, "linear", fill=outside).array, outside)
    inside = view > outside / 2
    values = np.maximum(view[inside], _LOWEST)
    if values.size == 0:
        return Volume(np.zeros(grid.shape, dtype=np.float32), grid), inside
    low, high = np.percentile(values, (0.5, 99.5))
    scaled = np.clip((np.maximum(view, _LOWEST) - low) / max(high - low, 1e-6), 0, 1)
    return Volume(np.where(inside, scaled, 0).astype(np.float32), grid), inside


def _edge_padded(volume: Volume) -> Volume:
    image = volume.image()
    return Volume.of(sitk.ZeroFluxNeumannPad(image, [1, 1, 1], [1, 1, 1]))
