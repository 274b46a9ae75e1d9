"""A parametric whole heart: four chambers, left myocardium, aorta and pulmonary artery from smooth implicit shapes.

Coordinates are millimeters in LPS with the middle of the left ventricle's blood at the origin. Sizes and pose follow
adult end-diastolic CT and MR: Kawel-Boehm et al., J Cardiovasc Magn Reson 2020, doi:10.1186/s12968-020-00683-3
(volumes, wall thickness, vessel diameters) and Rodero et al., PLOS Comput Biol 2021, doi:10.1371/journal.pcbi.1008851
(positions).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..anatomy import HEART_7, MM_WHS
from ..images.geometry import Geometry
from .shapes import (
    Field,
    Points,
    Warp,
    along,
    blend,
    ellipsoid,
    frame,
    rotation,
    smooth_noise,
    spline,
    tube,
    turned,
    unit,
)
from .tissues import Tissue

RAW_VALUES = {structure.name: structure.raw_values[MM_WHS][0] for structure in HEART_7.structures}
"""Raw MM-WHS value of each of the seven structures, by name."""

RA_VALUE, RV_VALUE, PA_VALUE = RAW_VALUES["RA"], RAW_VALUES["RV"], RAW_VALUES["PA"]

NORMAL_ML = {structure.name: structure.volume_ml for structure in HEART_7.structures if structure.volume_ml}
"""Volumes in ml between which a virtual heart must lie."""

NOTHING = np.uint8(255)
"""Tissue value of points that a heart leaves open."""

_VALVE_MM = 8.0
"""From the base of the left ventricle to where it contracts in full."""


class Painted(NamedTuple):
    """``labels`` (D, H, W) int16 of raw MM-WHS values and ``tissues`` (D, H, W) uint8 (``NOTHING`` outside the
    heart).
    """

    labels: NDArray[np.int16]
    tissues: NDArray[np.uint8]


def trabeculated(rng: np.random.Generator, painted: Painted, grid: Geometry) -> Painted:
    """Put muscle ridges into the blood along the inner walls of both ventricles.

    Args:
        rng: Draws where they lie.
        painted: Labels and tissues (D, H, W) of a heart.
        grid: Their grid.

    Returns:
        Other tissues, and the same labels: ridges stay ventricle there, as in MM-WHS.
    """
    muscle = np.isin(painted.tissues, (Tissue.MYOCARDIUM, Tissue.WALL)).astype(np.float32)
    nearby = ndimage.gaussian_filter(muscle, [2.6 / s for s in grid.spacing_mm], truncate=2.5)
    ridges = smooth_noise(grid.shape, grid.spacing_mm, 6.0, rng) + 5.0 * nearby
    cavity = np.isin(painted.labels, (RAW_VALUES["LV"], RAW_VALUES["RV"]))
    tissues = painted.tissues.copy()
    tissues[cavity & (nearby > 0.1) & (ridges > rng.uniform(2.4, 3.2))] = Tissue.MYOCARDIUM
    return Painted(painted.labels, tissues)


@dataclass(frozen=True)
class Anchors:
    """Where the great vessels meet a heart; points (x, y, z) in mm in the heart's coordinates."""

    aorta_top: NDArray[np.float64]
    aorta_mm: float
    pulmonary_root: NDArray[np.float64]
    pulmonary_mm: float
    ra_top: NDArray[np.float64]
    ra_bottom: NDArray[np.float64]
    la_center: NDArray[np.float64]
    la_half_width_mm: float
    rv_center: NDArray[np.float64]


class GreatVessels:
    """Aortic arch, descending aorta, pulmonary arteries, cavae and pulmonary veins around a heart.

    None of them carries a label, except the pulmonary trunk; the descending aorta is as bright as the ascending one.
    """

    def __init__(self, rng: np.random.Generator, anchors: Anchors) -> None:
        def around(*point: float, spread: float = 2.0) -> NDArray[np.float64]:
            return np.array(point) + rng.normal(0, spread, 3)

        self.middles = (
            np.zeros(3),
            anchors.la_center,
            (anchors.ra_top + anchors.ra_bottom) / 2,
            anchors.rv_center,
            anchors.aorta_top,
            anchors.pulmonary_root,
        )
        """Middles (x, y, z) of LV, LA, RA, RV, ascending aorta and pulmonary trunk."""
        top, radius = anchors.aorta_top, anchors.aorta_mm
        arch = top + around(10, 14, rng.uniform(24, 34))
        left = top + around(32, 40, rng.uniform(14, 24))
        behind = np.array([left[0] + 4, max(left[1] + 16, anchors.la_center[1] + 30), top[2] - 5])
        below = behind + around(-10, 6, -75)
        down = [below, below + (-6, -4, -70), below + (-8, -6, -150)]
        self._arch = spline(
            [top, top + (2, 2, 12), arch, left, behind, *down],
            radius * np.array([1, 1, 0.95, 0.87, 0.82, 0.76, 0.72, 0.7]),
        )

        root, pulmonary = anchors.pulmonary_root, anchors.pulmonary_mm
        fork = np.array(
            [root[0] + 4, anchors.la_center[1] - 16, max(root[2] + 22, anchors.la_center[2] + 30)]
        ) + rng.normal(0, 2, 3)
        middle = (root + fork) / 2 + (2, -6, 5)
        self._trunk = spline([root - (1, 1, 5), middle, fork], pulmonary)
        right = [fork, fork + around(-22, 10, 0), fork + around(-48, 16, -4), fork + around(-72, 22, -14)]
        leftward = [fork, fork + around(14, 16, 3), fork + around(30, 28, -2), fork + around(44, 36, -18)]
        self._branches = [
            spline(right, pulmonary * np.array([0.8, 0.72, 0.65, 0.45])),
            spline(leftward, pulmonary * np.array([0.8, 0.72, 0.65, 0.45])),
        ]

        cava = rng.uniform(7.5, 10)
        upper = anchors.ra_top
        self._upper = spline(
            [upper - (0, 0, 6), upper + around(-3, 0, 25), upper + around(-3, -4, 60), upper + around(-6, -10, 100)],
            cava,
        )
        lower = anchors.ra_bottom
        path = [lower + (0, 0, 8), lower + around(3, 6, -18), lower + around(5, 10, -50), lower + around(8, 12, -120)]
        self._lower = spline(path, cava * np.array([1, 1.3, 1.3, 1.2]))

        la, half = anchors.la_center, anchors.la_half_width_mm
        vein = rng.uniform(5, 7.5)
        self._veins = []
        for side, high, tilt in ((-1, 9, 8), (-1, -7, -6), (1, 10, 10), (1, -6, -4)):
            start = la + (side * half * 0.6, 4, high * 0.7)
            end = la + around(side * (half + 16), 12 if high > 0 else 18, high + tilt, spread=3)
            self._veins.append(
                spline(
                    [start, (start + end) / 2 + (0, 1, 0), end, end + around(side * 22, 12, tilt)],
                    vein * np.array([1.2, 1, 0.8, 0.5]),
                )
            )

    def widen_aorta(self, rising: float, arch: float) -> None:
        """Make the aorta wider than where it leaves the heart, by a factor for its ``rising`` part and one for the
        ``arch``; the superior vena cava gives way to the right.
        """
        path, radii = self._arch
        highest = int(path[:, 2].argmax())
        factors = np.interp(np.arange(len(radii)), (0, 0.4 * highest, highest, len(radii)), (1, rising, arch, 1))
        self._arch = path, (radii * factors).astype(radii.dtype)
        upper, own = self._upper
        aside = np.zeros_like(upper)
        aside[:, 0] = np.minimum(0, 1 - rising) * radii[0]
        self._upper = upper + aside, own

    def trunk(self, points: Points) -> Field:
        """Pulmonary trunk and the beginning of its two branches.

        Args:
            points: Places (3, ...) in mm in the coordinates of the heart.

        Returns:
            Distance (...) in mm, negative inside, as of ``tube``.
        """
        begun = [tuple(part[: max(2, int(len(part) * 0.4))] for part in branch) for branch in self._branches]
        return blend(tube(points, *self._trunk), np.minimum(*(tube(points, *branch) for branch in begun)), 4)

    def pulmonary(self, points: Points) -> Field:
        """Right and left pulmonary artery."""
        return np.minimum(*(tube(points, *branch) for branch in self._branches))

    def aorta(self, points: Points) -> Field:
        """Arch and descending aorta."""
        return tube(points, *self._arch)

    def rising(self, points: Points) -> tuple[Field, Field]:
        """The arch up to its highest place, and how far points lie above the underside of that place, in mm along the
        axis of the heart.
        """
        path, radii = self._arch
        highest = int(path[:, 2].argmax())
        above_mm = points[2] - np.float32(path[highest, 2] - radii[highest])
        return tube(points, path[: highest + 1], radii[: highest + 1]), above_mm

    def superior_vena_cava(self, points: Points) -> Field:
        """Superior vena cava."""
        return tube(points, *self._upper)

    def inferior_vena_cava(self, points: Points) -> Field:
        """Inferior vena cava."""
        return tube(points, *self._lower)

    def veins(self, points: Points) -> Field:
        """The four pulmonary veins."""
        return np.minimum.reduce([tube(points, *vein) for vein in self._veins])


class ParametricHeart:
    """One random heart; every parameter is drawn in the constructor, so that a seed gives one heart."""

    def __init__(self, rng: np.random.Generator) -> None:
        uniform = rng.uniform
        self._warp = Warp(rng, amplitude_mm=1.6, scale_mm=55)
        # Left ventricle: half of a long ellipsoid whose axis points left, forward and down.
        self._axis = unit(rotation(rng.normal(0, np.radians(4), 3)) @ unit((0.54, -0.54, -0.65)))
        self._length = uniform(74, 93)
        self._radius = uniform(21.5, 28.5)
        self._wall = uniform(8.2, 11.8)
        self._apex_wall = uniform(5.0, 7.0)
        self._frame = frame(self._axis, (-0.75, -0.5, 0.1))
        self._base = -self._axis * self._length * 0.43
        self._septum_bulge = uniform(0.4, 1.4)
        self._lv_flat = uniform(0.92, 1.02)
        # Aorta: out of the front right part of the base, upward and to the right, then upright.
        base = self._base
        self._aorta_mm = uniform(13.0, 16.5)
        valve = base + np.array([-12, -11, 9]) + rng.normal(0, 1.2, 3)
        self._valve, self._valve_axis = valve, unit((-0.55, -0.25, 0.8))
        rise = uniform(40, 52)
        bend = valve + 20 * self._valve_axis
        self._aorta_top = valve + (-17 + rng.normal(0, 3), -9 + rng.normal(0, 2), rise)
        bulb = self._aorta_mm * uniform(1.06, 1.16)
        self._outflow = spline(
            [base + 20 * self._axis, base + 5 * self._axis + (-5, -5, 3), valve],
            [self._radius * 0.6, 12.5, self._aorta_mm * 0.85],
        )
        self._ascending = spline(
            [valve, valve + 9 * self._valve_axis, bend, self._aorta_top],
            [self._aorta_mm * 0.88, bulb, self._aorta_mm, self._aorta_mm * 0.98],
        )
        # Left atrium: flat from front to back, behind and above the base, with an appendage at its left front.
        self._la_center = base + np.array([-20, 16, 15]) + rng.normal(0, 2, 3)
        self._la_radii = np.array([uniform(29, 36), uniform(17, 21), uniform(22, 27)])
        self._la_frame = rotation(np.radians([uniform(-20, 0), uniform(5, 20), uniform(-5, 10)])).T
        self._mitral = base + (3, 6, -4)
        ear = self._la_center + (0.85 * self._la_radii[0], -14, 6)
        self._appendage = spline(
            [self._la_center + (0.6 * self._la_radii[0], -3, 4), ear, ear + (8, -12, uniform(-4, 6))],
            [9, uniform(6, 9), uniform(4, 6)],
        )
        # Right ventricle: wrapped around the septum, narrowing upward into the outflow tract.
        self._rv_scale = uniform(0.9, 1.06)
        self._rv_center = np.array([-22, -31, -15]) + rng.normal(0, 2, 3)
        self._rv_frame = frame((0.74, -0.34, -0.55), (0.4, 0.1, 0.8))
        self._pulmonary_mm = uniform(11.5, 14.5)
        root = np.array([-24, -38, 42]) + rng.normal(0, 2, 3)
        self._rv_outflow = spline(
            np.vstack([(-36, -34, -2), (-32, -41, 20), root]), np.array([24, 18, 12.5]) * self._rv_scale
        )
        # Right atrium: an upright egg on the right border.
        self._ra_center = base + np.array([-50, -14, -3]) + rng.normal(0, 2.5, 3)
        self._ra_radii = np.array([uniform(34, 41), uniform(21, 26), uniform(20, 25)])
        self._ra_frame = frame((0.22, 0.5, -0.83), (1, 0, 0))
        down = self._ra_frame[0] * self._ra_radii[0]
        cavae = self._ra_center - 0.85 * down, self._ra_center + 0.8 * down
        anchors = Anchors(
            self._aorta_top,
            self._aorta_mm,
            root,
            self._pulmonary_mm,
            *cavae,
            self._la_center,
            self._la_radii[0],
            self._rv_center,
        )
        self.vessels = GreatVessels(rng, anchors)
        self._papillary = [
            spline(
                [self._in_lv(0.32, r * 0.5, turn), self._in_lv(0.55, r * 0.62, turn), self._in_lv(0.78, r * 0.6, turn)],
                [2.6, uniform(3.5, 4.6), 3.6],
            )
            for turn, r in (
                (np.radians(uniform(110, 140)), self._radius),
                (np.radians(uniform(220, 250)), self._radius),
            )
        ]

        upper_side = np.sign(self._frame[2] @ (0.3, -0.5, 0.8))
        groove, outside = upper_side * np.radians(uniform(50, 70)), self._radius + self._wall + 3
        left_sinus, right_sinus = valve + np.array([13, -4, 12]), valve + np.array([-6, -16, 12])
        down_front = [
            left_sinus,
            *(
                self._in_lv(depth, outside * shrink, groove)
                for depth, shrink in ((0.02, 1.0), (0.3, 1.0), (0.6, 0.92), (0.85, 0.66))
            ),
        ]
        around_left = [
            left_sinus,
            *(self._in_lv(-0.04, outside, upper_side * np.radians(turn)) for turn in (80, 120, 165, 210)),
        ]
        around_right = [right_sinus, base + (-28, -52, -5), base + (-34, -40, -36), base + (-16, -10, -48)]
        self._coronaries = [
            spline(path, np.linspace(2.0, 1.3, len(path)) * uniform(0.9, 1.2))
            for path in (down_front, around_left, around_right)
        ]

    def warped(self, points: Points) -> Points:
        """``points`` (3, ...) of the chest as places in this heart and its vessels."""
        return self._warp(points)

    def before_contraction(self, points: Points, ejected: float) -> Points:
        """Where the muscle was at the end of diastole.

        Each cross-section of the left ventricle shrinks by what it has ejected, and the muscle around it, which nothing
        compresses, thickens; the valves stay where they are.

        Args:
            points: Places (3, ...) in mm in the beating heart.
            ejected: Share of its blood that the left ventricle has ejected, 0 to less than 1.

        Returns:
            The places (3, ...) of the same muscle in the filled heart, in mm.
        """
        height, *across = along(points, self._base, self._frame)
        distance = np.sqrt(across[0] ** 2 + across[1] ** 2) + np.float32(1e-3)
        middle = 0.30 * self._length
        reach = np.where(height > middle, self._length - middle, 2.1 * middle)
        section = self._radius**2 * np.clip(1 - ((height - middle) / reach) ** 2, 0, 1)
        share = ejected * np.clip(height / _VALVE_MM, 0, 1)
        left = section * (1 - share)
        before = np.where(distance**2 < left, distance / np.sqrt(1 - share), np.sqrt(distance**2 + section * share))
        moved = np.stack([height, *(one * before / distance for one in across)])
        return turned(moved, self._frame.T) + self._base.astype(np.float32).reshape(3, *[1] * (points.ndim - 1))

    def _in_lv(self, depth: float, radius_mm: float, angle_rad: float) -> NDArray[np.float64]:
        """Point at ``depth`` (0 base .. 1 apex) of the left ventricle, ``radius_mm`` off its axis; angle 0 is the
        septum.
        """
        local = np.array([depth * self._length, radius_mm * np.cos(angle_rad), radius_mm * np.sin(angle_rad)])
        return self._base + self._frame.T @ local

    def paint(self, points: Points) -> Painted:
        """Labels and tissues at ``points`` (3, D, H, W)."""
        p = self._warp(points)
        height = along(p, self._base, self._frame)[0]
        middle = 0.30 * self._length
        center = self._base + self._axis * middle
        apical = height > middle
        radius, wall = self._radius, self._wall

        def half_ellipsoids(shift_mm: float, grow_mm: float, apex_mm: float) -> Field:
            origin = center + self._frame[1] * shift_mm
            sides = ((radius + grow_mm) * self._lv_flat, radius + grow_mm)
            tip = ellipsoid(p, origin, (self._length - middle + apex_mm, *sides), self._frame)
            stump = ellipsoid(p, origin, (2.1 * middle, *sides), self._frame)
            return np.where(apical, tip, stump)

        cavity = np.maximum(half_ellipsoids(0, 0, 0), -height)
        beyond_valve = along(p, self._valve, frame(self._valve_axis, (0, 1, 0)))[0]
        outflow = np.maximum(tube(p, *self._outflow), beyond_valve)
        lv = blend(cavity, outflow, 3)
        aa = np.maximum(tube(p, *self._ascending), -beyond_valve)
        aa = np.maximum(aa, p[2] - np.float32(self._aorta_top[2]))

        # The muscle reaches higher where the outflow tract leaves, lower behind, where the mitral valve opens.
        toward_outflow = along(p, self._base, frame(unit(self._valve - self._base), (0, 1, 0)))[0]
        epicardium = half_ellipsoids(self._septum_bulge, wall, self._apex_wall)
        myo = np.maximum(epicardium, -(height + 3.0 + 0.28 * np.clip(toward_outflow, -12, 30)))

        funnel = np.maximum(tube(p, *spline([self._la_center, self._mitral], [17, 15.5])), height)
        la = blend(ellipsoid(p, self._la_center, self._la_radii, self._la_frame), tube(p, *self._appendage), 5)
        la = blend(la, funnel, 4)
        veins = self.vessels.veins(p)
        la_and_veins = blend(la, veins, 5)

        scale = self._rv_scale
        rv = ellipsoid(p, self._rv_center, np.array([53, 34, 28]) * scale, self._rv_frame)
        outlet = tube(p, *self._rv_outflow)
        rv = blend(rv, outlet, 8)
        trunk = self.vessels.trunk(p)
        ra = ellipsoid(p, self._ra_center, self._ra_radii, self._ra_frame)
        upper, lower = self.vessels.superior_vena_cava(p), self.vessels.inferior_vena_cava(p)
        arch, branches = self.vessels.aorta(p), self.vessels.pulmonary(p)

        labels = np.zeros(p.shape[1:], dtype=np.int16)
        tissues = np.full(p.shape[1:], NOTHING, dtype=np.uint8)
        occupied = np.zeros(p.shape[1:], dtype=bool)

        def put(where: NDArray[np.bool_], tissue: Tissue, value: int = 0) -> None:
            free = where & ~occupied
            tissues[free], labels[free] = tissue, value
            occupied[free] = True

        put(lv < 0, Tissue.LEFT_BLOOD, RAW_VALUES["LV"])
        put((funnel < 0) & (la < 0), Tissue.LEFT_BLOOD, RAW_VALUES["LA"])
        put(aa < 0, Tissue.LEFT_BLOOD, RAW_VALUES["AA"])
        put(arch < 0, Tissue.LEFT_BLOOD)
        put(myo < 0, Tissue.MYOCARDIUM, RAW_VALUES["Myo"])
        put((np.minimum(aa, arch) < 1.6) | (outflow < 2), Tissue.WALL)
        put((la_and_veins < 0) & (la < 9), Tissue.LEFT_BLOOD, RAW_VALUES["LA"])
        put(veins < 0, Tissue.LEFT_BLOOD)
        put(la < 1.8, Tissue.WALL)
        above_root = along(p, self._rv_outflow[0][-1], frame((0.1, 0.1, 1), (0, 1, 0)))[0]
        put((trunk < 0) & (above_root > 0), Tissue.RIGHT_BLOOD, PA_VALUE)
        put(branches < 0, Tissue.RIGHT_BLOOD)
        put((rv < 0) & (above_root <= 0), Tissue.RIGHT_BLOOD, RV_VALUE)
        put((ra < 0) | ((blend(ra, np.minimum(upper, lower), 5) < 0) & (ra < 4)), Tissue.RIGHT_BLOOD, RA_VALUE)
        put(upper < 0, Tissue.RIGHT_BLOOD)
        put(lower < 0, Tissue.INFERIOR_VENA_CAVA)
        for coronary in self._coronaries:
            put(tube(p, *coronary) < 0, Tissue.LEFT_BLOOD)
        put((rv < 3.2) & (above_root <= 0), Tissue.WALL)
        put(
            (ra < 2.0) | (trunk < 1.5) | (branches < 1.2) | (np.minimum(upper, lower) < 1.2) | (veins < 1.0),
            Tissue.WALL,
        )

        for muscle in self._papillary:
            tissues[(tube(p, *muscle) < 0) & (labels == RAW_VALUES["LV"])] = Tissue.MYOCARDIUM
        return Painted(labels, tissues)
