"""Chests of real people around virtual hearts: tissue maps, without gray values, whose own heart gives way to ours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..images.geometry import Geometry
from .heart import NOTHING, RAW_VALUES, Painted
from .shapes import Points, Warp, turned
from .tissues import Tissue

CHAMBERS = ("Myo", "LA", "LV", "RA", "RV")
"""Structures whose middle and size tell where and how large the chest is to be."""
_COVER_MM = 2.5
"""Of fat around vessels that run where the lung was."""


class RealChest:
    """The chest of one map, bent at random around a heart that it never held; everything is drawn in the constructor.

    Args:
        rng: of everything that is random.
        codes: map (D, H, W) uint8.
        grid: where it lies.
        chambers: (D, H, W) bool, its own heart.
        emptied: (D, H, W) bool, its own heart and vessels near it. Close to the new heart lies fat there, further away
            whatever is nearest (lung, liver, muscle).
    """

    def __init__(
        self,
        rng: np.random.Generator,
        codes: NDArray[np.uint8],
        grid: Geometry,
        chambers: NDArray[np.bool_],
        emptied: NDArray[np.bool_],
    ) -> None:
        nearest = ndimage.distance_transform_edt(emptied, return_distances=False, return_indices=True)
        self._codes, self._emptied, self._grid = codes[tuple(nearest)], emptied.astype(np.uint8), grid
        self._places = grid.physical(np.argwhere(chambers).astype(np.float64))
        self._warp = Warp(rng, amplitude_mm=4.0, scale_mm=70)
        self._fat_mm = rng.uniform(3, 14)
        self._shift_mm = rng.normal(0, (4, 4, 5))
        self._stretch = np.exp(rng.normal(0, 0.05, 3))

    def paint(self, points: Points, grid: Geometry, heart: Painted) -> NDArray[np.uint8]:
        """The chest around a heart.

        Args:
            points: places (3, D, H, W) in mm in LPS, which the chest is fitted to by middle and size of the heart.
            grid: the grid (D, H, W) of these places.
            heart: the heart on it, with all of ``CHAMBERS``.

        Returns:
            Codes (D, H, W) uint8, those of ``heart`` where it is painted.
        """
        own = points[:, np.isin(heart.labels, [RAW_VALUES[name] for name in CHAMBERS])]
        size = (own.std(axis=1) / self._places.std(axis=0)).mean()
        middle, scale, shift = (
            np.asarray(value, dtype=np.float32).reshape(3, 1, 1, 1)
            for value in (own.mean(axis=1), self._stretch / size, self._places.mean(axis=0) + self._shift_mm)
        )
        there = self._warp((points - middle) * scale + shift)
        to_index = self._grid.index_to_physical
        from_origin = there - to_index[:, 3].astype(np.float32).reshape(3, 1, 1, 1)
        index = turned(from_origin, np.linalg.inv(to_index[:, :3]).astype(np.float64))
        codes = ndimage.map_coordinates(self._codes, index, order=0, mode="nearest")
        emptied = ndimage.map_coordinates(self._emptied, index, order=0, mode="nearest") > 0
        painted = heart.tissues != NOTHING
        away_mm = ndimage.distance_transform_edt(~painted, sampling=grid.spacing_mm)
        codes[(away_mm < self._fat_mm) & (emptied | (codes == Tissue.LUNG) & (away_mm < _COVER_MM))] = Tissue.FAT
        codes[painted] = heart.tissues[painted]
        return codes
