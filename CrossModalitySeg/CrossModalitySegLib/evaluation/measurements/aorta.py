"""Diameters of the ascending aorta along its centerline."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage, sparse
from scipy.sparse.csgraph import dijkstra

from ...anatomy import AA
from ...images.geometry import Geometry, patient_grid
from ...images.volume import Volume
from ...label_set import LabelSet
from .masks import cropped, largest, mask_of, on_grid

PATH_MM = 2.0
"""Grid on which the centerline is looked for."""
SMOOTH_MM = 6.0
STEP_MM = 2.0
"""Distance of neighboring cross-sections, and of the points of the centerline."""
PIXEL_MM = 0.5
WIDEST_MM = 60.0
"""Half the side of a cross-section: more than any aorta has, an aneurysm included."""
END_RADII = 1.5
"""So near to either end nothing is measured: the path bends to a corner there, and a cross-section may leave the aorta
through its end.
"""
LEAST_SECTIONS = 3


@dataclass(frozen=True)
class Diameters:
    """Diameters in mm of circles with the area of the cross-sections, in the order of the centerline, which is
    ``length_mm`` long.
    """

    each_mm: tuple[float, ...]
    length_mm: float

    @property
    def max_mm(self) -> float:
        """The largest."""
        return max(self.each_mm)

    @property
    def mean_mm(self) -> float:
        """Their mean."""
        return sum(self.each_mm) / len(self.each_mm)


def aortic_diameters(labels: Volume, label_set: LabelSet) -> Diameters | None:
    """Measure the aorta in cross-sections perpendicular to its centerline.

    The centerline is the path between the two ends of AA that keeps to the middle, smoothed. Within ``END_RADII`` of
    either end nothing is measured.

    Args:
        labels: Values of ``label_set`` (D, H, W), any grid.
        label_set: The structures; without AA there is nothing to measure.

    Returns:
        The diameters; None where there is no aorta that is longer than it is wide.
    """
    mask = mask_of(labels, label_set, AA)
    if not mask.any():
        return None
    near = cropped(labels, mask, 2 * PATH_MM)
    mask = largest(mask_of(near, label_set, AA))
    line, radii = _centerline(mask, near.geometry)
    if len(line) < LEAST_SECTIONS:
        return None
    along = np.r_[0.0, np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))]
    inside = (along >= END_RADII * radii[0]) & (along <= along[-1] - END_RADII * radii[-1])
    tangents = np.gradient(line, axis=0)
    found = [_diameter_mm(mask, near.geometry, line[at], tangents[at]) for at in np.flatnonzero(inside)]
    each = tuple(round(one, 2) for one in found if one is not None)
    return Diameters(each, round(float(along[-1]), 1)) if len(each) >= LEAST_SECTIONS else None


def _centerline(mask: NDArray[np.bool_], geometry: Geometry) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points (N, 3) in mm, ``STEP_MM`` apart, and the distance of each to the wall."""
    grid = patient_grid(geometry, PATH_MM)
    tube = on_grid(mask, geometry, grid)
    if tube.sum() < 2:
        return geometry.physical(np.argwhere(mask)[:1].astype(np.float64)), np.zeros(1)
    depth_mm = ndimage.distance_transform_edt(tube, sampling=PATH_MM)
    voxels = np.argwhere(tube)
    plain, costly = _graphs(tube, depth_mm)
    one = _farthest(plain, int(np.linalg.norm(voxels - voxels.mean(axis=0), axis=1).argmin()))
    other = _farthest(plain, one)
    _, before = dijkstra(costly, directed=False, indices=one, return_predecessors=True)
    path = [other]
    while path[-1] != one:
        path.append(int(before[path[-1]]))
    points = ndimage.gaussian_filter1d(
        grid.physical(voxels[path].astype(np.float64)), SMOOTH_MM / PATH_MM, axis=0, mode="nearest", truncate=2
    )
    along = np.r_[0.0, np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))]
    wanted = np.arange(0.0, along[-1], STEP_MM)
    line = np.column_stack([np.interp(wanted, along, points[:, axis]) for axis in range(3)])
    # The ends of the path lie on the wall, so the radius there is that of the nearest middle.
    radii = ndimage.maximum_filter1d(
        ndimage.map_coordinates(depth_mm, grid.index(line).T, order=1, mode="nearest"), max(3, len(line) // 2)
    )
    return line, radii


def _graphs(tube: NDArray[np.bool_], depth_mm: NDArray[np.float64]) -> tuple[sparse.csr_array, sparse.csr_array]:
    """Graphs of the voxels of ``tube`` with their 26 neighbors: of lengths, and of lengths that cost more near the
    wall.
    """
    numbers = np.full(np.array(tube.shape) + 2, -1)
    numbers[1:-1, 1:-1, 1:-1][tube] = np.arange(tube.sum())
    voxels = np.argwhere(tube) + 1
    rows, columns, lengths = [], [], []
    for offset in product((-1, 0, 1), repeat=3):
        if offset <= (0, 0, 0):  # each pair once
            continue
        neighbors = numbers[tuple((voxels + offset).T)]
        there = neighbors >= 0
        rows.append(np.flatnonzero(there))
        columns.append(neighbors[there])
        lengths.append(np.full(int(there.sum()), np.linalg.norm(offset)))
    row, column, length = (np.concatenate(parts) for parts in (rows, columns, lengths))
    depth = depth_mm[tube]
    shape = (len(voxels), len(voxels))
    costs = length / np.minimum(depth[row], depth[column]) ** 3
    return sparse.csr_array((length, (row, column)), shape), sparse.csr_array((costs, (row, column)), shape)


def _farthest(graph: sparse.csr_array, start: int) -> int:
    distances = dijkstra(graph, directed=False, indices=start)
    return int(np.where(np.isfinite(distances), distances, -1.0).argmax())


def _diameter_mm(
    mask: NDArray[np.bool_], geometry: Geometry, point: NDArray[np.float64], tangent: NDArray[np.float64]
) -> float | None:
    """Equivalent diameter of the piece of ``mask`` about ``point`` in the plane perpendicular to ``tangent``.

    None where the point lies outside, or where the scan ends within the cross-section.
    """
    first, second = np.linalg.svd(tangent[None])[2][1:]
    steps = np.arange(-WIDEST_MM, WIDEST_MM + PIXEL_MM / 2, PIXEL_MM)
    plane = point + steps[:, None, None] * first + steps[None, :, None] * second
    index = np.moveaxis(geometry.index(plane), -1, 0)
    filled = ndimage.map_coordinates(mask.astype(np.float32), index, order=1, mode="nearest") >= 0.5
    pieces, _ = ndimage.label(filled)
    middle = pieces[len(steps) // 2, len(steps) // 2]
    if middle == 0:
        return None
    section = pieces == middle
    last = np.array(mask.shape).reshape(3, 1, 1) - 1
    if (section & ((index < 0) | (index > last)).any(axis=0)).any():
        return None
    return float(2 * np.sqrt(section.sum() * PIXEL_MM**2 / np.pi))
