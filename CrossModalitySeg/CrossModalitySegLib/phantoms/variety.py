"""What makes varied patients differ more than usual ones: shape and lie of the heart, its walls, the chest, the field
of view.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..images.geometry import Geometry
from .heart import NOTHING, RAW_VALUES, Painted
from .shapes import Points, Warp, ellipsoid, rotation, scaled, turned
from .tissues import Tissue


class Variety:
    """One person's and one scan's deviations; everything is drawn in the constructor."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._bend = Warp(rng, amplitude_mm=2.5, scale_mm=60)
        self._lie = rotation(rng.normal(0, np.radians((8, 8, 10)))) @ np.diag(rng.uniform(0.82, 1.15, 3))
        self._thicker_mm = rng.uniform(-2.5, 4)
        self._stretch = rng.uniform(0.85, 1.2, 3)
        self._shift_mm = rng.normal(0, (8, 6, 10))
        self._whole_chest = rng.random() < 0.5
        self._view_mm = rng.uniform((120, 160, 170), (200, 220, 240))
        self._off_center_mm = rng.uniform(-20, 20, 3)
        self._arms, self._table = rng.random() < 0.3, rng.random() < 0.7
        self._table_mm = rng.uniform(4, 25)

    def field_of_view(
        self, size_mm: tuple[float, float, float], middle_mm: NDArray[np.float64]
    ) -> tuple[tuple[float, float, float], NDArray[np.float64]]:
        """The extent of a scan: the whole chest, or a window about the heart.

        Args:
            size_mm: Largest extent (z, y, x).
            middle_mm: Middle (x, y, z) of the chest.

        Returns:
            Extent (z, y, x) and middle (x, y, z), in mm.
        """
        if self._whole_chest:
            return size_mm, middle_mm
        view = np.minimum(size_mm, self._view_mm)
        return tuple(float(side) for side in view), self._off_center_mm + (0, 0, 10)  # type: ignore[return-value]

    def moved(self, points: Points) -> Points:
        """Points of the chest as places in a heart that is bent, stretched and turned."""
        return turned(self._bend(points), self._lie)

    def chest(self, points: Points) -> Points:
        """Points in a chest that is wider or narrower, and in which the heart lies elsewhere."""
        return scaled(points, 1 / self._stretch, self._shift_mm)

    def walled(self, painted: Painted, grid: Geometry) -> Painted:
        """Make the muscle of the left ventricle thicker or thinner on the side of the blood.

        Args:
            painted: Labels and tissues (D, H, W); they stay as they are.
            grid: Their grid.

        Returns:
            Other labels and tissues (D, H, W).
        """
        labels, tissues = painted.labels.copy(), painted.tissues.copy()
        muscle, cavity = labels == RAW_VALUES["Myo"], labels == RAW_VALUES["LV"]
        grown, shrunk = (muscle, cavity) if self._thicker_mm > 0 else (cavity, muscle)
        if grown.any():
            near = ndimage.distance_transform_edt(~grown, sampling=grid.spacing_mm) < abs(self._thicker_mm)
            labels[near & shrunk] = RAW_VALUES["Myo" if self._thicker_mm > 0 else "LV"]
            tissues[near & shrunk] = Tissue.MYOCARDIUM if self._thicker_mm > 0 else Tissue.LEFT_BLOOD
        return Painted(labels, tissues)

    def furnish(self, tissues: NDArray[np.uint8], points: Points) -> None:
        """Put arms beside the chest and a table under it, where there is air.

        Args:
            tissues: ``Tissue`` (D, H, W), which is changed.
            points: Their places (3, D, H, W) in the chest, in mm.
        """
        air = tissues == Tissue.AIR
        if self._arms:
            for side in (-1, 1):
                arm = ellipsoid(points, (-44 + side * 205, 20, 40), (38, 42, 400))
                tissues[air & (arm < 0)] = Tissue.FAT
                tissues[air & (arm < -6)] = Tissue.MUSCLE
                tissues[air & (arm < -27)] = Tissue.CORTICAL_BONE
        if self._table:
            body = points[1][(tissues != Tissue.AIR) & (tissues != NOTHING)]
            top = float(body.max(initial=0.0)) + self._table_mm - 0.002 * (points[0] + 44) ** 2
            depth = points[1] - top
            tissues[air & (np.abs(depth) < 1.5)] = Tissue.CARTILAGE
            tissues[air & (np.abs(depth - 25) < 1.5)] = Tissue.CARTILAGE
