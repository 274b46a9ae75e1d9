"""Tissue maps: anatomy without gray values. Made once and cached; ``learning/synthetic_contrast.py`` renders an image
from one at every training step.

A map is one byte a voxel. Codes below 20 are those of ``Tissue``; above them, what a segmenter of the whole heart must
distinguish.
"""

from __future__ import annotations

from enum import IntEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..anatomy import HEART_7
from ..errors import Code as ErrorCode
from ..errors import UserError
from ..files import DAMAGED, replacing
from ..images.geometry import Geometry
from .anatomies import LabeledHeart
from .heart import PA_VALUE, RA_VALUE, RAW_VALUES, RV_VALUE, Painted, ParametricHeart
from .patient import ascending, posed_heart
from .scanner import points_on
from .shapes import Points, Warp, filaments, rotation, scaled, smooth_noise, turned
from .surroundings import CHAMBERS, RealChest
from .thorax import Thorax
from .tissues import Tissue


class Code(IntEnum):
    """What a voxel of a map is, beside the tissues of ``Tissue``."""

    MYO = 20
    LA = 21
    LV = 22
    AA = 23
    RA = 24
    RV = 25
    PA = 26
    LV_MUSCLE = 27
    """Papillary muscles and trabeculae: muscle to look at, blood pool by the convention of MM-WHS."""
    RV_MUSCLE = 28
    CORONARY = 29
    PERICARDIUM = 30
    """The sac, and whatever else of soft tissue lies in the fat: lining of the muscle, strands, nodes, thymus."""
    EPICARDIAL_FAT = 31
    LUNG_VESSEL = 32
    SUPERIOR_CAVA = 33


CODES = 34
LABEL_SET = HEART_7
"""The structures that maps distinguish."""
LABELS = {
    Code.MYO: 1,
    Code.LA: 2,
    Code.LV: 3,
    Code.AA: 4,
    Code.RA: 5,
    Code.RV: 6,
    Code.PA: 7,
    Code.LV_MUSCLE: 3,
    Code.RV_MUSCLE: 6,
}
"""Value in ``LABEL_SET`` of each code that has one."""

SIZE_MM = (270.0, 250.0, 340.0)
"""Extent (z, y, x) of a map: a chest."""
SPACING_MM = 1.5

_SIZES = (-0.07, 0.08, 0.0, 0.0, 0.2, 0.15)
_SIZES_SD = (0.09, 0.09, 0.12, 0.1, 0.12, 0.1)
_SHIFTS_MM = ((0, 0, 0), (-2, 2, -3), (0, -3, -5), (0, -3, -4), (-7, 3, 0), (-4, 2, 0))
_SHIFTS_SD_MM = (0, 3, 4, 4, 6, 4)
_REACH_MM = (40, 30, 30, 35, 28, 25)
"""Mean and spread of the logarithm of the sizes of LV, LA, RA, RV, ascending aorta and pulmonary trunk, how far each
lies from its place (x, y, z), and how far a change reaches: the anatomies are of young people, those who are scanned
have smaller ventricles, larger atria, and wider vessels; their aorta is longer and bulges to the right.
"""

_RAW = {RAW_VALUES["Myo"]: Code.MYO, RAW_VALUES["LA"]: Code.LA, RAW_VALUES["LV"]: Code.LV, RAW_VALUES["AA"]: Code.AA}
_RAW |= {RA_VALUE: Code.RA, RV_VALUE: Code.RV, PA_VALUE: Code.PA}


def make_tissue_map(
    seed: int, anatomy: Path | None = None, spacing_mm: float = SPACING_MM, surroundings: Path | None = None
) -> tuple[NDArray[np.uint8], Geometry]:
    """Codes (D, H, W) uint8 of one random chest and where they lie; the same arguments give the same bytes.

    Args:
        seed: which person.
        anatomy: label volume in place of the parametric heart (``LabeledHeart``).
        spacing_mm: voxel size, isotropic.
        surroundings: map of a real chest in place of the painted one; its own heart gives way.

    Returns:
        The map and its grid, axis-aligned in LPS with the middle of the left ventricle near the origin.
    """
    rng = np.random.default_rng([seed, 3])
    heart, pose = posed_heart(rng, anatomy)
    body = _Body(rng)
    heart.vessels.widen_aorta(*body.aorta)
    middle = np.array([-26.0, 2.0, 22.0]) + rng.uniform(-6, 6, 3)
    shape = tuple(round(side / spacing_mm) for side in SIZE_MM)
    origin = middle - (np.array(shape[::-1]) - 1) / 2 * spacing_mm
    grid = Geometry(shape, (spacing_mm,) * 3, tuple(float(v) for v in origin))  # type: ignore[arg-type]
    points = points_on(grid)
    inside = body.resized(pose(body.moved(points)), heart)
    painted = body.walled(heart.paint(inside), grid)
    if surroundings:
        codes = _real_chest(rng, surroundings).paint(points, grid, painted)
    else:
        thorax = Thorax(rng)
        codes = thorax.paint(rng, body.chest(points), grid, painted)
        codes[(codes == Tissue.LUNG) & (thorax.vessel_fraction(grid) > 0.4)] = Code.LUNG_VESSEL
    for value, code in _RAW.items():
        codes[painted.labels == value] = code
    _long_aorta(codes, heart, inside, points)
    near = _around_heart(codes, grid)
    _thin_walls(codes[near], rng, grid)
    _trabeculae(codes[near], rng, grid)
    _fat(codes[near], rng, grid)
    _soft_tissue(codes[near], rng, grid)
    return codes, grid


def _real_chest(rng: np.random.Generator, file: Path) -> RealChest:
    codes, grid = read_map(file)
    chambers = np.isin(codes, [_RAW[RAW_VALUES[name]] for name in CHAMBERS])
    if not chambers.any():
        raise UserError(
            ErrorCode.BAD_DATASET,
            f"{file} holds no heart, whose place ours could take.",
            "Remove it, or name a folder of maps of chests with their hearts.",
        )
    return RealChest(rng, codes, grid, chambers, (codes >= Code.MYO) & (codes != Code.LUNG_VESSEL))


def _around_heart(codes: NDArray[np.uint8], grid: Geometry, margin_mm: float = 20.0) -> tuple[slice, ...]:
    """The box that holds all labeled codes and ``margin_mm`` more; nothing further away is changed."""
    found = np.isin(codes, list(LABELS))
    box = []
    for axis, spacing_mm in enumerate(grid.spacing_mm):
        places = np.nonzero(found.any(axis=tuple({0, 1, 2} - {axis})))[0]
        margin = int(margin_mm / spacing_mm)
        box.append(slice(max(int(places[0]) - margin, 0), int(places[-1]) + margin + 1))
    return tuple(box)


def map_files(folder: Path) -> list[Path]:
    """Find tissue maps.

    Args:
        folder: Folder of maps (*.npz).

    Returns:
        The files in the order of their names; at least one. None of them was opened.

    Raises:
        UserError: BAD_DATASET if there are none.
    """
    files = sorted(folder.glob("*.npz"))
    if not files:
        raise UserError(
            ErrorCode.BAD_DATASET,
            f"{folder} holds no tissue maps (*.npz).",
            "Make some with `crossmodalityseg maps`, or name another folder.",
        )
    return files


def write_map(path: Path, codes: NDArray[np.uint8], grid: Geometry) -> None:
    """Write a map, compressed to about a tenth of a byte a voxel.

    Args:
        path: File to write (.npz).
        codes: ``Code`` or ``Tissue`` of each voxel (D, H, W).
        grid: Where they lie, along the patient's axes: its direction is not written.
    """
    with replacing(path) as temporary, temporary.open("wb") as file:
        np.savez_compressed(file, codes=codes, spacing_mm=grid.spacing_mm, origin_mm=grid.origin_mm)


def read_map(path: Path) -> tuple[NDArray[np.uint8], Geometry]:
    """Read what ``write_map`` wrote.

    Args:
        path: File of a map (.npz).

    Returns:
        Codes (D, H, W) uint8, all below ``CODES``, and their grid along the patient's axes.

    Raises:
        UserError: BAD_DATASET for any other file, and for one that is missing or damaged.
    """
    try:
        with np.load(path, allow_pickle=False) as found:
            codes, spacing_mm, origin_mm = (found[name] for name in ("codes", "spacing_mm", "origin_mm"))
        if codes.dtype != np.uint8 or codes.ndim != 3 or codes.max(initial=0) >= CODES:
            raise ValueError("not a map of codes")
        return codes, Geometry(codes.shape, tuple(map(float, spacing_mm)), tuple(map(float, origin_mm)))  # type: ignore[arg-type]
    except DAMAGED as error:
        raise UserError(
            ErrorCode.BAD_DATASET,
            f"{path} is not a tissue map.",
            "Remove it, or name a folder that `crossmodalityseg maps` has made.",
        ) from error


class _Body:
    """One person's deviations from the usual; everything is drawn in the constructor."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._bend = Warp(rng, amplitude_mm=3.0, scale_mm=55)
        self._lie = rotation(rng.normal(0, np.radians((9, 9, 11)))) @ np.diag(
            1 / (rng.uniform(0.8, 1.12) * rng.uniform(0.92, 1.08, 3))
        )
        self._thicker_mm = rng.uniform(-4.5, 2.5)
        self._stretch = rng.uniform(0.85, 1.2, 3)
        self._shift_mm = rng.normal(0, (8, 6, 10))
        self._sizes = np.exp(rng.normal(_SIZES, _SIZES_SD))
        self._shifts_mm = _SHIFTS_MM + rng.normal(0, 1, (6, 3)) * np.array(_SHIFTS_SD_MM)[:, None]
        self.aorta = rng.uniform(0.95, 1.4), rng.uniform(0.95, 1.2)
        """How wide the rising part and the arch are, relative to the root."""

    def moved(self, points: Points) -> Points:
        return turned(self._bend(points), self._lie)

    def resized(self, points: Points, heart: LabeledHeart | ParametricHeart) -> Points:
        """Places of a heart whose parts are each larger or smaller and shifted; what lies between them gives way."""
        moved = points.copy()
        for middle, size, shift_mm, reach_mm in zip(
            heart.vessels.middles, self._sizes, self._shifts_mm, _REACH_MM, strict=True
        ):
            at, shift = (np.asarray(place, dtype=np.float32).reshape(3, 1, 1, 1) for place in (middle, shift_mm))
            away = points - at - shift
            near = np.exp(-(away**2).sum(axis=0) / np.float32(2 * reach_mm**2))
            moved += near * (np.float32(1 / size - 1) * away - shift)
        return moved

    def chest(self, points: Points) -> Points:
        return scaled(points, 1 / self._stretch, self._shift_mm)

    def walled(self, painted: Painted, grid: Geometry) -> Painted:
        """The left ventricle with a muscle that is thicker or thinner on the side of the blood; at least 3.5 mm of it
        stay.
        """
        labels, tissues = painted.labels.copy(), painted.tissues.copy()
        muscle, cavity = labels == RAW_VALUES["Myo"], labels == RAW_VALUES["LV"]
        if self._thicker_mm > 0:
            near = ndimage.distance_transform_edt(~muscle, sampling=grid.spacing_mm) < self._thicker_mm
            labels[near & cavity], tissues[near & cavity] = RAW_VALUES["Myo"], Tissue.MYOCARDIUM
        else:
            near = ndimage.distance_transform_edt(~cavity, sampling=grid.spacing_mm) < -self._thicker_mm
            deep = ndimage.distance_transform_edt(muscle | cavity, sampling=grid.spacing_mm) > 3.5
            labels[near & muscle & deep], tissues[near & muscle & deep] = RAW_VALUES["LV"], Tissue.LEFT_BLOOD
        return Painted(labels, tissues)


def _long_aorta(
    codes: NDArray[np.uint8], heart: LabeledHeart | ParametricHeart, inside: Points, points: Points
) -> None:
    """AA goes up to the arch; the superior vena cava is separated from other vessels. Changes ``codes``."""
    codes[ascending(heart, inside, points) & (codes == Tissue.LEFT_BLOOD)] = Code.AA
    upper = heart.vessels.superior_vena_cava(heart.warped(inside)) < 0
    codes[upper & (codes == Tissue.RIGHT_BLOOD)] = Code.SUPERIOR_CAVA


def _thin_walls(codes: NDArray[np.uint8], rng: np.random.Generator, grid: Geometry) -> None:
    """Walls of atria, right ventricle and vessels are 0.5 to 3 mm thick; what is outside of them becomes fat. Changes
    ``codes``.
    """
    wall = codes == Tissue.WALL
    blood = np.isin(
        codes,
        (
            Code.LA,
            Code.AA,
            Code.RA,
            Code.RV,
            Code.PA,
            Code.SUPERIOR_CAVA,
            Tissue.LEFT_BLOOD,
            Tissue.RIGHT_BLOOD,
            Tissue.INFERIOR_VENA_CAVA,
        ),
    )
    distance = ndimage.distance_transform_edt(~blood, sampling=grid.spacing_mm)
    codes[wall & (distance > rng.uniform(0.5, 3.0))] = Code.EPICARDIAL_FAT


def _trabeculae(codes: NDArray[np.uint8], rng: np.random.Generator, grid: Geometry) -> None:
    """Papillary muscles and ridges along the inner walls of both ventricles, few or many. Changes ``codes``."""
    amount, thick = rng.uniform(-0.6, 1.0), rng.uniform(5.0, 9.0)
    for blood, muscle in ((Code.LV, Code.LV_MUSCLE), (Code.RV, Code.RV_MUSCLE)):
        cavity = codes == blood
        depth = ndimage.distance_transform_edt(cavity, sampling=grid.spacing_mm)
        ridges = smooth_noise(codes.shape, grid.spacing_mm, thick, rng) - depth / rng.uniform(3.0, 7.0)
        codes[cavity & (ridges > 0.6 - amount) & (depth < 12)] = muscle


def _fat(codes: NDArray[np.uint8], rng: np.random.Generator, grid: Geometry) -> None:
    """Epicardial fat of 0 to 15 mm with coronaries in it, thicker in the grooves, and a pericardium around it. Changes
    ``codes``.
    """
    heart = np.isin(codes, (Code.MYO, Code.LA, Code.LV, Code.RA, Code.RV, Code.LV_MUSCLE, Code.RV_MUSCLE))
    outside = ndimage.distance_transform_edt(~heart, sampling=grid.spacing_mm).astype(np.float32)
    mean = rng.choice([rng.uniform(0, 2), rng.uniform(1, 6), rng.uniform(4, 10)], p=[0.25, 0.5, 0.25])
    # Grooves are where a ball does not fit: the closing of the heart by 12 mm, without the heart.
    closed = ndimage.distance_transform_edt(outside < 12, sampling=grid.spacing_mm) > 12
    thickness = mean * (1 + 0.7 * smooth_noise(codes.shape, grid.spacing_mm, 35.0, rng))
    layer = (outside > 0) & ((outside < np.clip(thickness, 0, 15)) | closed)
    soft = np.isin(
        codes, (Tissue.LUNG, Tissue.FAT, Tissue.WALL, Tissue.MUSCLE, Code.LUNG_VESSEL, Code.EPICARDIAL_FAT, Tissue.AIR)
    )
    near_wall = (codes == Tissue.WALL) & (outside < 4)
    fat = layer & soft & ~near_wall
    codes[fat] = Code.EPICARDIAL_FAT
    winding = filaments(codes.shape, grid.spacing_mm, 28.0, rng.uniform(0.1, 0.2), rng)
    codes[fat & winding & (outside < 7) & (outside > 1)] = Code.CORONARY
    if rng.random() < 0.7:
        whole = heart | fat
        edge = ndimage.distance_transform_edt(~whole, sampling=grid.spacing_mm)
        sac = (edge > 0) & (edge < rng.uniform(1.0, 2.2)) & np.isin(codes, (Tissue.LUNG, Tissue.FAT, Code.LUNG_VESSEL))
        codes[sac] = Code.PERICARDIUM


def _soft_tissue(codes: NDArray[np.uint8], rng: np.random.Generator, grid: Geometry) -> None:
    """The fat around a heart is not clean: the muscle has a lining of uneven thickness, which belongs to no structure,
    and strands and lumps lie in the fat. Changes ``codes``.
    """
    fat = np.isin(codes, (Code.EPICARDIAL_FAT, Tissue.FAT, Tissue.LUNG))
    outside = ndimage.distance_transform_edt(codes != Code.MYO, sampling=grid.spacing_mm).astype(np.float32)
    lining = rng.uniform(0.2, 2.0) * (1 + 0.6 * smooth_noise(codes.shape, grid.spacing_mm, 20.0, rng))
    # The first voxel outside lies one spacing away, so half a spacing of lining is none.
    codes[fat & (outside - 0.5 * grid.spacing_mm[0] < lining)] = Code.PERICARDIUM
    lumps = smooth_noise(codes.shape, grid.spacing_mm, rng.uniform(5.0, 13.0), rng)
    fat = np.isin(codes, (Code.EPICARDIAL_FAT, Tissue.FAT))
    codes[fat & (lumps > rng.uniform(0.7, 2.2))] = Code.PERICARDIUM
