"""A simple thorax around a heart: skin, fat, muscle, ribs, sternum, spine, lungs with vessels, airways, diaphragm,
liver, stomach.

Coordinates are millimeters in LPS with the middle of the left ventricle at the origin, the patient lying on the back.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..images.geometry import Geometry
from .heart import NOTHING, RAW_VALUES, RV_VALUE, Painted
from .shapes import FAR_MM, Field, Points, Warp, ellipsoid, smooth_noise, spline, tube
from .tissues import Tissue


def _ball(radius_mm: float, grid: Geometry) -> NDArray[np.bool_]:
    """Structuring element (D, H, W): the voxels within ``radius_mm`` of the middle one."""
    axes = [np.arange(-int(radius_mm / s), int(radius_mm / s) + 1) * s for s in grid.spacing_mm]
    return sum(axis**2 for axis in np.ix_(*axes)) <= radius_mm**2  # type: ignore[return-value]


class Thorax:
    """One random chest; every parameter is drawn in the constructor."""

    def __init__(self, rng: np.random.Generator) -> None:
        uniform = rng.uniform
        self._warp = Warp(rng, amplitude_mm=2.0, scale_mm=80)
        self.midline_mm = uniform(-50, -38)
        self._spine_y = uniform(80, 90)
        self._front = uniform(-78, -72)
        self._half_width = uniform(122, 145)
        self._wall = uniform(9, 12)
        self._muscle = uniform(6, 14)
        self._fat = uniform(6, 26)
        self._skin = 2.0
        self._epicardial = uniform(0.16, 0.30)
        self._vertebra_mm = uniform(25, 30)
        self._vertebra_phase = uniform(0, 1)
        self._rib_phase = uniform(0, 1)
        self._kyphosis = uniform(0.0006, 0.0014)
        self._dome_right, self._dome_left = uniform(2, 16), uniform(-12, 3)
        self._gas_level = uniform(-30, 20)
        self._stomach = uniform(0.9, 1.2)
        self._liver_reach = uniform(35, 65)
        middle = self.midline_mm
        fork = np.array([middle + uniform(-4, 4), self._spine_y - 44, uniform(72, 82)])
        self._airways = [
            spline([fork + (0, -8, 110), fork + (1, -4, 50), fork], 7.5),
            spline([fork, fork + (-18, 5, -14), fork + (-38, 12, -24)], [6.5, 6, 4]),
            spline([fork, fork + (22, 6, -14), fork + (45, 14, -22)], [6, 5.5, 4]),
        ]
        back = self._spine_y - 28
        self._esophagus = spline(
            [
                (middle + 4, back, 140),
                (middle + 4, back + 1, 40),
                (middle + 8, back, -30),
                (middle + 30, back - 12, -90),
            ],
            uniform(5, 8),
        )
        self._vessel_seeds = self._grow_vessels(rng)

    def _grow_vessels(self, rng: np.random.Generator) -> dict[float, NDArray[np.float32]]:
        """Random vessel trees from both hila: radius in mm -> center-line points (n, 3)."""
        seeds: dict[float, list[NDArray[np.float64]]] = {0.7: [], 1.1: [], 1.9: [], 3.0: []}
        levels = sorted(seeds, reverse=True)
        for side in (-1, 1):
            hilum = np.array([self.midline_mm + side * 48 + 5, self._spine_y - 34, 48.0])
            tips = [(hilum, direction) for direction in self._directions(rng, 20) if direction[0] * side > -0.35]
            for level, length_mm in zip(levels, (30, 32, 32, 28), strict=True):
                grown = []
                for start, direction in tips:
                    bent = direction + rng.normal(0, 0.25, 3)
                    steps = np.linspace(0, length_mm * rng.uniform(0.7, 1.3), 26)[:, None]
                    path = start + steps * direction + (steps**2 / length_mm / 2) * (bent - direction)
                    seeds[level].append(path)
                    for _ in range(2 if level > 2 else 3):
                        branch = bent + rng.normal(0, 0.55, 3)
                        grown.append((path[-1 if rng.random() < 0.6 else 15], branch / np.linalg.norm(branch)))
                tips = grown
        return {radius: np.concatenate(paths).astype(np.float32) for radius, paths in seeds.items()}

    @staticmethod
    def _directions(rng: np.random.Generator, count: int) -> NDArray[np.float64]:
        vectors = rng.standard_normal((count, 3))
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def vessel_fraction(self, grid: Geometry) -> Field:
        """Share of each voxel of ``grid`` that lung vessels fill, 0..1; to be used inside the lungs only."""
        fraction = np.zeros(grid.shape, dtype=np.float32)
        for radius, seeds in self._vessel_seeds.items():
            index = np.rint(grid.index(seeds.astype(np.float64))).astype(int)
            index = index[((index >= 0) & (index < np.array(grid.shape))).all(axis=1)]
            if not len(index):
                continue
            line = np.zeros(grid.shape, dtype=bool)
            line[tuple(index.T)] = True
            if radius > min(grid.spacing_mm):
                line = ndimage.binary_dilation(line, _ball(radius, grid))
            part = min(1.0, np.pi * radius**2 / float(np.prod(sorted(grid.spacing_mm)[1:])))
            fraction[line & (fraction < part)] = part
        return fraction

    def paint(self, rng: np.random.Generator, points: Points, grid: Geometry, heart: Painted) -> NDArray[np.uint8]:
        """Fill the chest around a heart.

        Args:
            rng: Draws what the constructor has not.
            points: Places (3, D, H, W) in mm.
            grid: Their grid.
            heart: Labels and tissues of the heart on it, which are kept.

        Returns:
            ``Tissue`` (D, H, W), uint8.
        """
        p = self._warp(points)
        x, y, z = p[0] - np.float32(self.midline_mm), p[1], p[2]
        spine_y = self._spine_y + self._kyphosis * np.clip(z - 20, -150, 150) ** 2 - 4
        taper = 1 - np.clip((z - 30) / 190, 0, 1) ** 2 * 0.55

        cavity = self._ring(x, y, taper, self._front, self._spine_y + 22, self._half_width)
        front, back = self._front - self._wall - self._fat - 3, self._spine_y + 58 + 0.6 * self._fat
        skin = self._ring(
            x, y, 0.6 + 0.4 * taper, front, back, self._half_width + self._wall + self._muscle + self._fat
        )

        tissues = np.full(points.shape[1:], Tissue.AIR, dtype=np.uint8)
        tissues[skin < 0] = Tissue.SKIN
        tissues[skin < -self._skin] = Tissue.FAT
        bulk = self._muscle * (0.5 + 0.5 * np.tanh(np.abs(x) / 40 - 0.8)) * (
            0.6 + 0.4 * np.tanh((z + 10) / 30)
        ) + np.where(y > self._spine_y, 12, 0)
        tissues[(cavity < self._wall + bulk) & (skin < -self._skin - 2)] = Tissue.MUSCLE
        between = (cavity > self._wall + 0.5) & (cavity < self._wall + 2.5) & (np.abs(x) > 25)
        tissues[between & (skin < -self._skin)] = Tissue.FAT
        along_spine = np.minimum(*(np.hypot((x - side * 27) / 1.35, y - spine_y - 34) - 17 for side in (-1, 1)))
        tissues[(along_spine < 0) & (skin < -self._skin - 2)] = Tissue.MUSCLE
        self._ribs(tissues, x, y, z, cavity)

        inside = cavity < 0
        tissues[inside] = Tissue.LUNG
        tissues[inside & (self._mediastinum(x, y, z, spine_y) | self._around_heart(rng, z, heart, grid))] = Tissue.FAT
        for airway in self._airways:
            wall = tube(p, *airway)
            tissues[(wall < 1.5) & inside] = Tissue.CARTILAGE
        for airway in self._airways:
            tissues[(tube(p, *airway) < 0) & inside] = Tissue.GAS
        tissues[tube(p, *self._esophagus) < 0] = Tissue.MUSCLE
        self._abdomen(tissues, p, x, y, z, inside, heart)
        self._spine(tissues, x, y, z, spine_y)
        self._sternum(tissues, x, y, z)

        painted = heart.tissues != NOTHING
        tissues[painted] = heart.tissues[painted]
        return tissues

    @staticmethod
    def _ring(x: Field, y: Field, taper: Field, front: float, back: float, half_width: float) -> Field:
        """Signed distance in mm to a rounded outline (superellipse of power 2.4) between ``front`` and ``back``."""
        middle, half = (front + back) / 2, (back - front) / 2
        across, along_y = np.abs(x) / (half_width * taper), np.abs(y - middle) / half
        level = (across**2.4 + along_y**2.4) ** np.float32(1 / 2.4)
        return (level - 1) * np.sqrt(x**2 + (y - middle) ** 2) / np.maximum(level, 0.05)

    def _around_heart(self, rng: np.random.Generator, z: Field, heart: Painted, grid: Geometry) -> NDArray[np.bool_]:
        """Epicardial and pericardial fat: fills the grooves, of uneven thickness, more of it in the angle above the
        diaphragm.
        """
        mask = (heart.tissues != NOTHING).astype(np.float32)
        soft = ndimage.gaussian_filter(mask, [8.0 / s for s in grid.spacing_mm], truncate=2.5)
        uneven = 0.07 * smooth_noise(grid.shape, grid.spacing_mm, 30.0, rng)
        pad = 0.12 * np.exp(-(((z - self._floor(z, heart) - 4) / 14) ** 2))
        return soft > np.clip(self._epicardial + uneven - pad, 0.06, 0.45)

    @staticmethod
    def _floor(z: Field, heart: Painted) -> float:
        """Height z in mm on which the ventricles rest."""
        rows = z[(heart.labels == RV_VALUE) | (heart.labels == RAW_VALUES["Myo"])]
        return float(np.percentile(rows, 2)) if rows.size else -55.0

    @staticmethod
    def _mediastinum(x: Field, y: Field, z: Field, spine_y: Field) -> NDArray[np.bool_]:
        """Fat between the lungs: in front of the spine, around the vessels above the heart, behind the sternum."""
        behind = ((x - 8) / 27) ** 2 + ((y - spine_y + 18) / 26) ** 2 < 1
        height = np.clip((z - 25) / 45, 0, 1)
        wide = np.sqrt(height) * (1 - 0.12 * height * np.sin(z / 23))
        above = ((x - 3) / (38 * wide + 1)) ** 2 + ((y - 14) / (52 * wide + 1)) ** 2 < 1
        before = (np.abs(x - 4 - 5 * np.sin(z / 31)) < 9 - (y + 72) * 0.12) & (y < -35) & (z > -35)
        return behind | above | before

    def _ribs(self, tissues: NDArray[np.uint8], x: Field, y: Field, z: Field, cavity: Field) -> None:
        """Ribs run forward and downward inside the chest wall, one every 27 mm; their front ends are cartilage."""
        depth = cavity - self._wall / 2
        wall = np.abs(depth) < 7
        turn = np.arctan2(np.abs(x[wall]), (y[wall] - 20))
        phase = (z[wall] + 26 * turn) / 27 + self._rib_phase
        offset = (phase - np.round(phase)) * 27
        distance = np.hypot(depth[wall], offset * 0.62) - 4.2
        forward = turn > 2.35
        rib = tissues[wall]
        rib[distance < 0] = Tissue.CORTICAL_BONE
        rib[distance < -1.7] = Tissue.TRABECULAR_BONE
        rib[(distance < 0) & forward] = Tissue.CARTILAGE
        tissues[wall] = rib

    def _abdomen(
        self,
        tissues: NDArray[np.uint8],
        p: Points,
        x: Field,
        y: Field,
        z: Field,
        inside: NDArray[np.bool_],
        heart: Painted,
    ) -> None:
        """Diaphragm with two domes, the heart resting between them; liver right, stomach and spleen left."""
        floor = self._floor(z, heart)
        right = floor + self._dome_right - ((x + 62) ** 2 / 210 + (y - 5) ** 2 / 170)
        left = floor + self._dome_left - ((x - 68) ** 2 / 190 + (y - 5) ** 2 / 170)
        center = floor + 1 - ((x - 10) ** 2 / 500 + (y + 5) ** 2 / 200)
        dome = np.maximum(np.maximum(right, left), center)
        below = inside & (z < dome)
        tissues[below] = Tissue.MUSCLE
        deep = inside & (z < dome - 2.5)
        tissues[deep] = Tissue.FAT
        # The liver tapers to the left and backward with a rounded lower edge.
        depth = dome - z
        reach = self._liver_reach - 0.006 * depth**2 - 0.004 * (y + 25) ** 2 - 30 * np.exp(-np.maximum(depth, 0) / 5)
        tissues[deep & (x < reach) & (depth > 3.5) & (y < self._spine_y - 12)] = Tissue.LIVER
        size = self._stomach
        stomach = ellipsoid(
            p, (self.midline_mm + 72, 8, floor + self._dome_left - 34), (38 * size, 50 * size, 32 * size)
        )
        in_reach = deep & (z < dome - 4)
        tissues[in_reach & (stomach < 3)] = Tissue.MUSCLE
        tissues[in_reach & (stomach < 0)] = Tissue.STOMACH
        tissues[in_reach & (stomach < 0) & (y < self._gas_level)] = Tissue.GAS
        spleen = ellipsoid(p, (self.midline_mm + 104, 62, floor + self._dome_left - 34), (22, 34, 36))
        tissues[in_reach & (spleen < 0)] = Tissue.SPLEEN

    def _spine(self, tissues: NDArray[np.uint8], x: Field, y: Field, z: Field, spine_y: Field) -> None:
        """Vertebral bodies with discs between them, canal with cord, arch and processes."""
        near = (np.abs(x) < 45) & (np.abs(y - spine_y) < 60)
        u, v = x[near], (y - spine_y)[near]
        phase = z[near] / self._vertebra_mm + self._vertebra_phase
        level = np.abs(phase - np.round(phase)) * self._vertebra_mm
        body = (np.sqrt((u / 16.5) ** 2 + (v / 14) ** 2) - 1) * 15 + 1.2 * np.cos(level / self._vertebra_mm * 2 * np.pi)
        height = level - (self._vertebra_mm / 2 - 2.6)
        shell = np.maximum(body, height)
        local = tissues[near]
        arch = np.hypot(u, v - 20) - 13
        spike = np.maximum(np.abs(u) - 3.2 + 0.03 * (v - 30), np.maximum(v - 50, 24 - v))
        wing = np.maximum(
            np.hypot(v - 18 - np.abs(u) * 0.25, (level - 4) * 0.7) - 5, np.maximum(np.abs(u) - 33, 8 - np.abs(u))
        )
        bone = np.minimum(np.minimum(arch, spike), np.where(level < 12, wing, FAR_MM))
        arched = (bone < 0) & ~((level > self._vertebra_mm / 2 - 4) & (v > 22))
        local[arched] = Tissue.CORTICAL_BONE
        local[arched & (bone < -1.8)] = Tissue.TRABECULAR_BONE
        local[body < 0] = Tissue.DISC
        local[shell < 0] = Tissue.CORTICAL_BONE
        local[shell < -1.3] = Tissue.TRABECULAR_BONE
        canal = np.hypot(u / 1.1, v - 20)
        local[canal < 9] = Tissue.FAT
        local[canal < 7.5] = Tissue.CORD
        tissues[near] = local

    def _sternum(self, tissues: NDArray[np.uint8], x: Field, y: Field, z: Field) -> None:
        """Sternum in the front wall, wider at its upper end."""
        width = 15 + 6 / (1 + np.exp(np.minimum((70 - z) / 6, 60))) - 3 * np.clip((-20 - z) / 20, 0, 1)
        depth = (y - self._front + 5 + 0.04 * np.abs(z - 20)) / 5.5
        slab = np.maximum((((x / width) ** 4 + depth**4) ** 0.25 - 1) * 5.5, -(z + 45))
        tissues[slab < 0] = Tissue.CORTICAL_BONE
        tissues[slab < -1.0] = Tissue.TRABECULAR_BONE
