"""The whole volume at a glance: a small patient-axes image of a few millimeters per voxel, for finding the heart."""

from __future__ import annotations

import numpy as np
import SimpleITK as sitk
from numpy.typing import NDArray

from .geometry import Geometry, patient_grid
from .volume import Volume

_OUTSIDE = -1e6
"""Below all intensities: where a view lies outside of the volume, or nothing was scanned."""


def coarse(volume: Volume, spacing_mm: float) -> tuple[Volume, NDArray[np.bool_]]:
    """A small view of the whole volume, along the patient's axes.

    Args:
        volume: Intensities in any unit on any grid.
        spacing_mm: Distance of the voxels of the view.

    Returns:
        The view, its intensities clipped at their 0.5 and 99.5 percentiles and scaled to 0..1 (0 outside the scanned
        field), and which of its voxels lie inside that field.
    """
    grid = patient_grid(volume.geometry, spacing_mm)
    if volume.scanned is None:
        view = _averaged_on(volume.array, volume.geometry, grid)
    else:
        weight = _averaged_on(volume.scanned, volume.geometry, grid)
        view = _averaged_on(np.where(volume.scanned, volume.array, 0), volume.geometry, grid)
        view = np.divide(view, weight, out=np.full_like(view, _OUTSIDE), where=weight >= 0.5)
    inside = view > _OUTSIDE / 2
    values = view[inside]
    if values.size == 0:
        return Volume(np.zeros(grid.shape, dtype=np.float32), grid), inside
    low, high = np.percentile(values, (0.5, 99.5))
    scaled = np.clip((view - low) / max(high - low, 1e-6), 0, 1)
    return Volume(np.where(inside, scaled, 0).astype(np.float32), grid), inside


def _averaged_on(array: NDArray, grid: Geometry, view: Geometry) -> NDArray[np.float32]:
    """``array`` on ``grid``, averaged in blocks and linearly resampled to ``view``; ``_OUTSIDE`` beyond the grid."""
    image = Volume(array.astype(np.float32), grid).image()
    # Averaging blocks first keeps fine structures from aliasing in the linear interpolation that follows.
    factors = [
        int(max(1, min(view.spacing_mm[0] // s, n))) for s, n in zip(image.GetSpacing(), image.GetSize(), strict=True)
    ]
    small = sitk.BinShrink(image, factors)
    # A volume of a single slice would vanish between the grid points of a strict interpolation, so the edge voxels are
    # repeated.
    return (
        Volume.of(sitk.ZeroFluxNeumannPad(small, [1, 1, 1], [1, 1, 1])).resampled(view, "linear", fill=_OUTSIDE).array
    )
