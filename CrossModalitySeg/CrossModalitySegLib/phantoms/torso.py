"""Crude bodies from neck to thigh around a heart, for finding hearts in them: tissue maps of few millimeters in the
codes of ``tissue_map.py``.

The chest is the one of all phantoms; what lies above and below it only has to look like a body at the 8 mm of the heart
localizer. Coordinates are millimeters in LPS with the middle of the left ventricle at the origin, the patient lying on
the back.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..images.geometry import Geometry
from ..images.volume import Volume
from .heart import NOTHING
from .patient import posed_heart
from .scanner import points_on
from .shapes import Field, ellipsoid, rotation, smooth_noise, spline, tube
from .thorax import Thorax
from .tissue_map import _RAW, LABELS, Code, _Body, _long_aorta
from .tissues import Tissue

SPACING_MM = 6.0
REACH_MM = ((-560.0, 290.0), (-130.0, 190.0), (-260.0, 180.0))
"""What a map covers (z, y, x): thighs to neck, with the arms at the sides."""

_BONE = (int(Tissue.CORTICAL_BONE), int(Tissue.TRABECULAR_BONE), int(Tissue.CARTILAGE))


@dataclass(frozen=True)
class Torso:
    """Tissue map ``codes`` (D, H, W) uint8 on ``grid``, axis-aligned in LPS."""

    codes: NDArray[np.uint8]
    grid: Geometry

    def labels(self) -> Volume:
        """Class indices (D, H, W) uint8 of the seven structures, 0 elsewhere."""
        table = np.zeros(256, dtype=np.uint8)
        for code, label in LABELS.items():
            table[int(code)] = label
        return Volume(table[self.codes], self.grid)


def make_torso(seed: int, anatomy: Path | None = None, spacing_mm: float = SPACING_MM) -> Torso:
    """One random body from neck to thigh; the same arguments give the same bytes.

    Args:
        seed: which person.
        anatomy: label volume in place of the parametric heart (``LabeledHeart``).
        spacing_mm: voxel size, isotropic.
    """
    rng = np.random.default_rng([seed, 5])
    heart, heart_pose = posed_heart(rng, anatomy)
    body, thorax = _Body(rng), Thorax(rng)
    heart.vessels.widen_aorta(*body.aorta)
    shape = tuple(round((high - low) / spacing_mm) for low, high in REACH_MM)
    origin = tuple(low for low, _ in reversed(REACH_MM))
    grid = Geometry(shape, (spacing_mm,) * 3, origin)  # type: ignore[arg-type]
    points = points_on(grid)
    inside = heart_pose(body.moved(points))
    painted = heart.paint(inside)
    chest = body.chest(points)
    tissues = thorax.paint(rng, chest, grid, painted)
    x, y, z = chest[0] - np.float32(thorax.midline_mm), chest[1], chest[2]
    floor = float(
        np.percentile(
            z[np.isin(painted.labels, [value for value, code in _RAW.items() if code in (Code.MYO, Code.RV)])], 2
        )
    )
    _trunk(tissues, rng, grid, x, y, z, floor)
    _above(tissues, rng, x, y, z)
    _below(tissues, rng, x, y, z, floor)
    _arms(tissues, rng, x, y, z)
    codes = tissues
    codes[(tissues == Tissue.LUNG) & (thorax.vessel_fraction(grid) > 0.4)] = Code.LUNG_VESSEL
    known = painted.tissues != NOTHING
    codes[known] = painted.tissues[known]
    for value, code in _RAW.items():
        codes[painted.labels == value] = code
    _long_aorta(codes, heart, inside, points)
    return Torso(codes, grid)


def _set(tissues: NDArray[np.uint8], where: NDArray[np.bool_], code: int, over: tuple[int, ...]) -> None:
    """``code`` goes where nothing but the codes ``over`` was."""
    tissues[where & np.isin(tissues, over)] = code


def _trunk(
    tissues: NDArray[np.uint8], rng: np.random.Generator, grid: Geometry, x: Field, y: Field, z: Field, floor: float
) -> None:
    """The abdomen between diaphragm and pelvis: great vessels, kidneys, psoas, bowel with gas and agent. Changes
    ``tissues``.
    """
    u = rng.uniform
    below = z < floor - 5
    ribless = z < floor - u(70, 130) + 0.35 * np.clip(y, -80, 90)
    in_wall = np.isin(tissues, _BONE) & (y < 55)
    tissues[ribless & in_wall] = Tissue.MUSCLE
    free = (int(Tissue.FAT),)
    inside = below & (np.hypot(x / 118, (y - 5) / 68) < 1)
    p = np.stack([x, y, z])
    organ = [int(Tissue.SPLEEN), int(Code.LUNG_VESSEL), int(Tissue.INFERIOR_VENA_CAVA), int(Tissue.LIVER)][
        int(rng.integers(4))
    ]
    for side in (-1, 1):
        kidney = ellipsoid(
            p,
            (side * u(52, 66), u(48, 66), floor - u(95, 150)),
            (u(22, 30), u(22, 30), u(46, 60)),
            rotation((0, 0.2 * side, 0.4 * side)),
        )
        _set(tissues, (kidney < 0) & below, organ, (*free, int(Tissue.MUSCLE)))
        _set(tissues, (kidney < -14) & below, int(Tissue.FAT), (organ,))
        psoas = np.hypot(
            (x - side * (34 + 0.09 * np.clip(floor - 120 - z, 0, 260))) / 1.1,
            y - 62 + 0.16 * np.clip(floor - 220 - z, 0, 160),
        ) - u(15, 24)
        _set(tissues, (psoas < 0) & (z < floor - 110), int(Tissue.MUSCLE), free)
    for middle, radius, code in ((8.0, u(8, 13), Tissue.LEFT_BLOOD), (-20.0, u(9, 14), Tissue.INFERIOR_VENA_CAVA)):
        vessel = np.hypot(x - middle, y - 50) - radius
        _set(tissues, (vessel < 0) & below & (z > floor - 270), int(code), free)
    # Bowel: one random field draws the loops, another fills them with gas (in front), stool, or oral contrast agent.
    loops = smooth_noise(grid.shape, grid.spacing_mm, u(22, 36), rng)
    content = smooth_noise(grid.shape, grid.spacing_mm, u(30, 60), rng) - 0.008 * y
    gut = inside & (loops > u(-0.5, 0.5)) & (z < floor - 60) & (z > floor - 430)
    gas = gut & (content > u(0.3, 1.6)) & (loops > 0.4)
    agent = gut & (content < -u(1.0, 2.5)) & (loops > 0.4)
    _set(tissues, gas, int(Tissue.GAS), free)
    _set(
        tissues,
        agent,
        int([Tissue.INFERIOR_VENA_CAVA, Tissue.TRABECULAR_BONE, Code.LUNG_VESSEL][int(rng.integers(3))]),
        free,
    )
    _set(tissues, gut, int(Tissue.STOMACH), free)


def _above(tissues: NDArray[np.uint8], rng: np.random.Generator, x: Field, y: Field, z: Field) -> None:
    """Shoulders and neck: lungs end at their apices, muscle and bones around them, vessels and windpipe in the middle.
    Changes ``tissues``.
    """
    u = rng.uniform
    apex = u(120, 155)
    dome = apex - ((np.abs(x) - 48) ** 2 + (y - 30) ** 2) / 90
    high = (z > dome) & (z > 60)
    air_ways = tissues == Tissue.GAS
    lung = high & (tissues == Tissue.LUNG)
    tissues[lung] = Tissue.MUSCLE
    tissues[lung & (np.abs(x) < 28) & (y < 40)] = Tissue.FAT
    top = apex + u(20, 45)
    wide = 190 - 130 / (1 + np.exp((top - z) / 16))
    ring = np.hypot(x / wide, (y - 35) / np.clip(85 - 0.15 * np.clip(z - apex, 0, 200), 50, 85)) - 1
    shoulder = (z > apex - 60) & (ring < 0)
    outside = np.isin(tissues, (int(Tissue.AIR), int(Tissue.SKIN)))
    tissues[shoulder & outside & (wide > 100)] = Tissue.FAT
    deep = (
        shoulder
        & (ring < -u(0.06, 0.22))
        & np.isin(tissues, (int(Tissue.FAT), int(Tissue.AIR), int(Tissue.SKIN)))
        & (np.abs(x) > 30)
    )
    tissues[deep] = Tissue.MUSCLE
    tissues[(z > top) & (ring > 0)] = Tissue.AIR
    for side in (-1, 1):
        clavicle = tube(
            np.stack([x, y, z]),
            *spline([(side * 20, -55, apex - 12), (side * 80, -30, apex + 8), (side * 145, 25, apex + 14)], 6.5),
        )
        head = np.sqrt((x - side * 160) ** 2 + (y - 38) ** 2 + (z - apex + 2) ** 2) - 24
        blade = np.maximum(
            np.abs(y - 92 + 0.25 * np.abs(x)) - 5, np.maximum(np.abs(np.abs(x) - 110) - 40, np.abs(z - apex + 60) - 60)
        )
        for bone in (clavicle, head, np.where(side * x > 0, blade, 9.0)):
            tissues[(bone < 0) & (tissues != Tissue.AIR)] = Tissue.CORTICAL_BONE
            tissues[(bone < -4) & (tissues != Tissue.AIR)] = Tissue.TRABECULAR_BONE
        for offset, radius, code in ((22, 5.0, Tissue.LEFT_BLOOD), (32, 7.0, Tissue.RIGHT_BLOOD)):
            vessel = np.hypot(x - side * offset, y - 30) - radius
            tissues[(vessel < 0) & (z > apex - 25) & (tissues != Tissue.AIR)] = code
    tissues[air_ways & (z > apex - 60)] = Tissue.GAS


def _below(tissues: NDArray[np.uint8], rng: np.random.Generator, x: Field, y: Field, z: Field, floor: float) -> None:
    """Pelvis and thighs. Changes ``tissues``."""
    u = rng.uniform
    crest = floor - u(190, 240)
    p = np.stack([x, y, z])
    bowl = ellipsoid(p, (0, 25, crest - 20), (u(118, 134), u(66, 80), u(120, 140)))
    half = (z < crest) & (np.abs(x) > 35) & (np.abs(bowl) < 7) & (y > -45)
    tissues[half] = Tissue.CORTICAL_BONE
    tissues[half & (np.abs(bowl) < 3)] = Tissue.TRABECULAR_BONE
    buttock = (bowl > 7) & (z < crest) & (y > 30)
    _set(tissues, buttock & (np.abs(x) > 12) & (y < 118), int(Tissue.MUSCLE), (int(Tissue.FAT),))
    bladder = ellipsoid(p, (u(-6, 6), -12, crest - u(140, 170)), (u(20, 44), u(18, 36), u(18, 40)))
    _set(tissues, bladder < 0, int(Tissue.STOMACH), (int(Tissue.FAT), int(Tissue.STOMACH), int(Tissue.GAS)))
    fork = crest - u(190, 220)
    legs = z < fork
    tissues[legs] = Tissue.AIR
    for side in (-1, 1):
        leg = np.hypot(x - side * u(84, 95), (y - 22)) - u(72, 88)
        tissues[legs & (leg < 0)] = Tissue.FAT
        tissues[legs & (leg < -u(6, 26))] = Tissue.MUSCLE
        femur = np.hypot(x - side * 96, y - 8) - 15
        hip = np.sqrt((x - side * 92) ** 2 + (y - 14) ** 2 + (z - crest + 150) ** 2) - 25
        bone = np.where(z < crest - 165, femur, hip)
        tissues[(bone < 0) & (z < crest - 110)] = Tissue.CORTICAL_BONE
        tissues[(bone < -6) & (z < crest - 110)] = Tissue.TRABECULAR_BONE


def _arms(tissues: NDArray[np.uint8], rng: np.random.Generator, x: Field, y: Field, z: Field) -> None:
    """Arms at the sides in some people, raised out of the field in the others. Changes ``tissues``."""
    if rng.random() < 0.6:
        return
    for side in (-1, 1):
        away = np.hypot(x - side * (178 + 0.03 * np.clip(-z, 0, 400)), y - rng.uniform(20, 60)) - rng.uniform(34, 44)
        _set(tissues, (away < 0) & (z < 130), int(Tissue.MUSCLE), (int(Tissue.AIR),))
        _set(tissues, (away < -24) & (z < 130), int(Tissue.CORTICAL_BONE), (int(Tissue.MUSCLE),))
