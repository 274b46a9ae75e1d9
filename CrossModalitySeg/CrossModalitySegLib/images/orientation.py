"""One order of axes for all copies of a volume, so that they are computed alike to the last digit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations

import numpy as np
from scipy.spatial.transform import Rotation

from .volume import Volume

_ASIDE = Rotation.from_rotvec((0.011, 0.017, 0.013)).as_matrix()
"""Turned by this before they are compared, axes half way between two of the patient's are not a matter of rounding."""
_DIGITS = 4
"""Of the origin in mm: the same corner, computed from two ends of a volume, differs in the fifteenth."""


def along_patient(volume: Volume) -> tuple[Volume, Callable[[Volume], Volume]]:
    """The same voxels with the array's axes in the order and sense of the patient's, as nearly as they run.

    Sums and interpolations round otherwise when an axis is run through from its other end, and a voxel between two
    structures then changes sides.

    Args:
        volume: On any grid.

    Returns:
        Its voxels, not copied, with D to superior, H to posterior and W to the patient's left where the grid runs along
        the patient; and what puts a volume on that grid back onto the grid of ``volume``.
    """
    geometry = volume.geometry
    axes = np.array(geometry.direction).reshape(3, 3)[:, ::-1]  # unit vectors of D, H, W
    nearness = (_ASIDE @ axes)[::-1]  # of z, y, x to D, H, W
    order = max(permutations(range(3)), key=lambda one: sum(abs(nearness[to, axis]) for to, axis in enumerate(one)))
    mirrored = tuple(to for to, axis in enumerate(order) if nearness[to, axis] < 0)
    corner = np.zeros(3)
    for to in mirrored:
        corner[order[to]] = geometry.shape[order[to]] - 1
    turned = axes[:, order].copy()
    turned[:, list(mirrored)] *= -1
    view = replace(
        geometry,
        shape=tuple(geometry.shape[axis] for axis in order),  # type: ignore[arg-type]
        spacing_mm=tuple(geometry.spacing_mm[axis] for axis in order),  # type: ignore[arg-type]
        origin_mm=tuple(float(v) + 0.0 for v in geometry.physical(corner).round(_DIGITS)),  # type: ignore[arg-type]
        direction=tuple(float(v) + 0.0 for v in turned[:, ::-1].ravel()),
        forms=None,
    )

    def seen(array: np.ndarray) -> np.ndarray:
        return np.flip(array.transpose(order), mirrored)

    def back(other: Volume) -> Volume:
        array = np.flip(other.array, mirrored).transpose(np.argsort(order))
        return Volume(np.ascontiguousarray(array), geometry)

    return Volume(seen(volume.array), view, None if volume.scanned is None else seen(volume.scanned)), back
