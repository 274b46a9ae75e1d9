"""Thickness of the left ventricle's wall, by the 17 segments of the American Heart Association.

Cerqueira et al., Circulation 2002, doi:10.1161/hc0402.102975.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ...images.volume import Volume
from ...label_set import LabelSet
from .long_axis import long_axis
from .masks import left_ventricle, on_grid, with_room

FINEST_MM = 1.0
"""Finest grid to measure on: thickness is reported to a tenth of a millimeter, and averages many voxels."""
AROUND_MM = 10.0
RING = 0.9
"""Share of the directions about the axis in which the wall must be there: the base ends where it is not."""
RAGGED_MM = 3.0
"""The end of the wall at the base is ragged: so much of it is left out."""
SURFACE_VOXELS = 0.25
"""From a surface to the nearest voxel behind it: half a voxel along the axes of the grid, next to nothing between them.
"""
_SECTORS = 36


@dataclass(frozen=True)
class Segment:
    """A segment of the model: its ``number`` 1..17, ``title``, and SNOMED CT ``code`` with ``meaning`` (DICOM PS3.16,
    CID 3717).
    """

    number: int
    title: str
    code: str
    meaning: str


SEGMENTS = tuple(
    Segment(number, title, code, meaning)
    for number, title, code, meaning in (
        (1, "Basal anterior", "264850008", "left ventricle basal anterior segment"),
        (2, "Basal anteroseptal", "396482007", "left ventricle basal anteroseptal segment"),
        (3, "Basal inferoseptal", "396646008", "left ventricle basal inferoseptal segment"),
        (4, "Basal inferior", "264846001", "left ventricle basal inferior segment"),
        (5, "Basal inferolateral", "396652009", "left ventricle basal inferolateral segment"),
        (6, "Basal anterolateral", "396654005", "left ventricle basal anterolateral segment"),
        (7, "Mid anterior", "264848000", "left ventricle mid anterior segment"),
        (8, "Mid anteroseptal", "396647004", "left ventricle mid anteroseptal segment"),
        (9, "Mid inferoseptal", "396649001", "left ventricle mid inferoseptal segment"),
        (10, "Mid inferior", "264847005", "left ventricle mid inferior segment"),
        (11, "Mid inferolateral", "396655006", "left ventricle mid inferolateral segment"),
        (12, "Mid anterolateral", "396656007", "left ventricle mid anterolateral segment"),
        (13, "Apical anterior", "264844003", "left ventricle apical anterior segment"),
        (14, "Apical septal", "264845002", "left ventricle apical septal segment"),
        (15, "Apical inferior", "264849008", "left ventricle apical inferior segment"),
        (16, "Apical lateral", "264853005", "left ventricle apical lateral segment"),
        (17, "Apex", "128564006", "Apex of left ventricle"),
    )
)
"""The segments, 1 to 17."""


def wall_thickness_mm(labels: Volume, label_set: LabelSet) -> dict[int, float | None] | None:
    """Mean thickness of the wall of the left ventricle in each segment, from its blood to the epicardium.

    At each voxel in the middle of the wall the thickness is the distance to the blood and the distance to the outer
    surface together, each less ``SURFACE_VOXELS``. What lies above the base (``RAGGED_MM`` below the last cross-section
    of which the wall surrounds ``RING``) is left out. The cavity between base and apex has
    three levels of equal height; segment 17 is the wall below it.

    Args:
        labels: Values of ``label_set`` (D, H, W), any grid.
        label_set: The structures; LV and Myo are needed, LA, AA and RV help to find the axis.

    Returns:
        Millimeters by segment 1..17, None for a segment without wall; None where there is no ventricle that is
        surrounded by wall.
    """
    axis = long_axis(labels, label_set)
    if axis is None:
        return None
    near = with_room(labels, np.logical_or(*left_ventricle(labels, label_set)), AROUND_MM)
    blood, wall = left_ventricle(near, label_set)
    spacing_mm = max(FINEST_MM, min(near.geometry.spacing_mm))
    grid = axis.grid(near.geometry, spacing_mm)
    heart = on_grid(blood | wall, near.geometry, grid)
    blood = on_grid(blood, near.geometry, grid) & heart
    wall = heart & ~blood
    if not blood.any():
        return None
    middles = _middles(blood)
    closed = _last_closed(wall, middles)
    if closed is None:
        return None
    base = max(0, closed - round(RAGGED_MM / spacing_mm))
    outside = ~ndimage.binary_fill_holes(heart)
    # The wall ends at the base, and beside its end there is no epicardium.
    outside[base + 1 :] = False
    inward, outward = (
        ndimage.distance_transform_edt(~mask, sampling=spacing_mm) - spacing_mm * SURFACE_VOXELS
        for mask in (blood, outside)
    )
    sampled = wall & (np.abs(inward - outward) <= spacing_mm)
    sampled[base + 1 :] = False
    numbers = _numbers(sampled, middles, int(np.flatnonzero(blood.any(axis=(1, 2)))[0]), base)
    thickness_mm = (inward + outward)[sampled]
    return {
        segment.number: round(float(thickness_mm[numbers == segment.number].mean()), 2)
        if (numbers == segment.number).any()
        else None
        for segment in SEGMENTS
    }


def _middles(blood: NDArray[np.bool_]) -> NDArray[np.float64]:
    """(D, 2): middle (row, column) of the blood in each cross-section; that of the nearest one where there is none."""
    there = np.flatnonzero(blood.any(axis=(1, 2)))
    known = np.array([np.argwhere(blood[level]).mean(axis=0) for level in there])
    levels = np.arange(len(blood))
    return np.column_stack([np.interp(levels, there, known[:, one]) for one in (0, 1)])


def _angles(voxels: NDArray[np.int64], middles: NDArray[np.float64]) -> NDArray[np.float64]:
    """Degrees 0..360 about the axis of (level, row, column): 0 in the middle of the septum, 90 anterior."""
    rows, columns = (voxels[:, 1:] - middles[voxels[:, 0]]).T
    return np.degrees(np.arctan2(rows, columns)) % 360


def _last_closed(wall: NDArray[np.bool_], middles: NDArray[np.float64]) -> int | None:
    """The last cross-section in which the wall surrounds the blood; None where it does in none."""
    voxels = np.argwhere(wall)
    touched = np.zeros((len(wall), _SECTORS), dtype=bool)
    touched[voxels[:, 0], (_angles(voxels, middles) * _SECTORS / 360).astype(int) % _SECTORS] = True
    closed = np.flatnonzero(touched.mean(axis=1) >= RING)
    return int(closed[-1]) if closed.size else None


def _numbers(sampled: NDArray[np.bool_], middles: NDArray[np.float64], apex: int, base: int) -> NDArray[np.int64]:
    """Segment of each voxel of ``sampled``; the cavity reaches from cross-section ``apex`` to ``base``."""
    voxels = np.argwhere(sampled)
    angles = _angles(voxels, middles)
    height = (voxels[:, 0] - apex) / max(1, base + 1 - apex)
    # From the middle of the septum on by way of the anterior wall: 2, 1, 6, 5, 4, 3, and 14, 13, 16, 15 near the apex.
    of_six = np.array([2, 1, 6, 5, 4, 3])[(angles // 60).astype(int) % 6]
    of_four = np.array([14, 13, 16, 15])[((angles + 45) // 90).astype(int) % 4]
    return np.select([height < 0, height < 1 / 3, height < 2 / 3], [17, of_four, of_six + 6], of_six)
