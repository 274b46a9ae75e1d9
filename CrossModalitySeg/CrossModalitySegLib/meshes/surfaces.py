"""Closed surfaces around the structures of a label map: smooth, of the same volume, fit for 3D printing.

scikit-image and trimesh, the extra ``mesh``, are imported when a surface is made.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.spatial import KDTree

from ..errors import Code, UserError
from ..images.geometry import Geometry
from ..images.volume import Volume

if TYPE_CHECKING:
    from trimesh import Trimesh

FINEST_MM, COARSEST_MM = 0.7, 1.5
"""Voxels from which surfaces are made: finer ones are no better on paper and far larger in files."""
SPECK = 0.05
"""A piece, or a hole inside, of less than this share of the largest connected component is left out: a printer would
lose it.
"""
LEVELS = (0.2, 0.8)
"""Where the surface of a smoothed structure may lie, so that its volume stays what it was."""
HALVINGS = 7

LEAST_SMOOTHING = 0.8
"""Standard deviation in voxels, below which a structure is still made of steps and no level keeps its volume."""
CLEAR = 1e-3
"""So far from the level of a surface every voxel is kept."""


def solid(labels: Volume, value: int, smooth_mm: float = 1.0) -> Trimesh:
    """The closed surface of a structure; what touches the end of the volume is closed there.

    The structure is smoothed by a Gaussian, and the surface laid where it encloses the volume that the voxels have.

    Args:
        labels: Values of a label set (D, H, W), any grid.
        value: That of the structure, which is there.
        smooth_mm: Standard deviation of the Gaussian, ``LEAST_SMOOTHING`` or more: what is smaller is rounded off.

    Returns:
        Vertices in mm, LPS; normals point outwards.

    Raises:
        UserError: BAD_LABELS where no closed surface comes of it.

    Examples:
        >>> cube = np.zeros((30, 30, 30), np.uint8)
        >>> cube[5:25, 5:25, 5:25] = 1
        >>> surface = solid(Volume(cube, Geometry(cube.shape, (1.0, 1.0, 1.0))), 1)
        >>> surface.is_watertight, round(surface.volume / 1000)
        (True, 8)
    """
    field, grid, level = _smoothed(labels, value, smooth_mm)
    return _surface(field, level, grid)


def hollow(labels: Volume, value: int, wall_mm: float, smooth_mm: float = 1.0) -> Trimesh:
    """A wall around a structure: an inner surface, which is that of ``solid``, and one ``wall_mm`` outside of it.

    Args:
        labels: Values of a label set (D, H, W), any grid.
        value: That of the structure, which is there.
        wall_mm: Thickness of the wall, 0.5 or more.
        smooth_mm: As for ``solid``.

    Returns:
        Both surfaces in one; its volume is that of the wall.

    Raises:
        UserError: BAD_LABELS where no closed surface comes of it.
    """
    field, grid, level = _smoothed(labels, value, smooth_mm, wall_mm)
    inner = _surface(field, level, grid)
    (spacing_mm, *_) = grid.spacing_mm
    away_mm = ndimage.distance_transform_edt(field <= level, sampling=spacing_mm)
    near = (away_mm > 0) & (away_mm < wall_mm + 2 * spacing_mm)
    # Distances between voxels go in steps; those to the surface do not.
    away_mm[near] = KDTree(inner.vertices).query(grid.physical(np.argwhere(near).astype(np.float64)))[0]
    outer = _surface(-away_mm.astype(np.float32), -wall_mm, grid)
    inner.invert()
    return _closed(inner + outer)


def _smoothed(
    labels: Volume, value: int, smooth_mm: float, margin_mm: float = 0.0
) -> tuple[NDArray[np.float32], Geometry, float]:
    """The structure as a smooth field on a cubic grid with ``margin_mm`` around it, and the level of its surface."""
    mask = labels.array == value
    (around,) = ndimage.find_objects(mask.astype(np.uint8))
    near = _framed(Volume(_without_specks(mask[around]).astype(np.float32), labels.part(around).geometry))
    spacing_mm = float(np.clip(min(near.geometry.spacing_mm), FINEST_MM, COARSEST_MM))
    grid = _grid(near.geometry, spacing_mm, 3 * smooth_mm + margin_mm + max(near.geometry.spacing_mm))
    field = ndimage.gaussian_filter(near.resampled(grid).array, max(smooth_mm / spacing_mm, LEAST_SMOOTHING))
    level = _level(field, grid, float(near.array.sum()) * near.geometry.voxel_ml)
    if field.max() <= level:
        raise UserError(
            Code.BAD_LABELS,
            f"The structure of the value {value} is too small to be smoothed by {smooth_mm:g} mm.",
            "Smooth it less, with --smooth-mm, or erase it from the label map.",
        )
    return field, grid, level


def _level(field: NDArray[np.float32], grid: Geometry, target_ml: float) -> float:
    """The level whose surface holds ``target_ml``, by halving: counting voxels above it would let corners decide."""
    from skimage.measure import marching_cubes

    low, high = LEVELS
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if field.max() <= middle:  # nothing lies above it
            high = middle
            continue
        points, triangles, _, _ = marching_cubes(field, middle)
        first, second, third = np.moveaxis(points[triangles], 1, 0)
        voxels = abs(float(np.einsum("ij,ij->i", first, np.cross(second, third)).sum())) / 6
        low, high = (middle, high) if voxels * grid.voxel_ml > target_ml else (low, middle)
    return (low + high) / 2


def _framed(volume: Volume) -> Volume:
    """``volume`` with a voxel of nothing around it: a resampler repeats the outermost ones for half a voxel."""
    origin_mm = volume.geometry.physical(np.full(3, -1.0))
    array = np.pad(volume.array, 1)
    geometry = replace(volume.geometry, shape=array.shape, origin_mm=tuple(float(v) for v in origin_mm))  # type: ignore[arg-type]
    return Volume(array, geometry)


def _without_specks(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """``mask`` without pieces, and without holes inside, that are next to nothing beside its largest connected
    component.
    """
    pieces, _ = ndimage.label(mask)
    sizes = np.bincount(pieces.ravel())
    sizes[0] = 0
    least = SPECK * sizes.max()
    kept = (sizes >= least)[pieces]
    holes, _ = ndimage.label(ndimage.binary_fill_holes(kept) & ~kept)
    small = np.bincount(holes.ravel()) < least
    small[0] = False
    return np.asarray(kept | small[holes])


def _grid(covering: Geometry, spacing_mm: float, margin_mm: float) -> Geometry:
    """A cubic grid along the axes of ``covering`` that goes ``margin_mm`` beyond it."""
    steps = np.array([spacing_mm / mm for mm in covering.spacing_mm])
    margins = np.ceil(margin_mm / spacing_mm)
    shape = np.ceil((np.array(covering.shape) - 1) / steps).astype(int) + 1 + 2 * int(margins)
    origin = covering.physical(-margins * steps)
    return Geometry(tuple(shape.tolist()), (spacing_mm,) * 3, tuple(origin.tolist()), covering.direction)


def _surface(field: NDArray[np.float32], level: float, grid: Geometry) -> Trimesh:
    """The surface of ``field`` > ``level``, in mm."""
    from skimage.measure import marching_cubes
    from trimesh import Trimesh

    # Of a surface through the very middle of a voxel several corners fall together in a file's 32 bits.
    close = np.abs(field - level) < CLEAR
    field[close] = np.where(field[close] > level, level + CLEAR, level - CLEAR)
    points, triangles, _, _ = marching_cubes(field, level, allow_degenerate=False)
    mesh = Trimesh(grid.physical(points), triangles, process=False)
    if mesh.volume < 0:
        mesh.invert()
    return _closed(mesh)


def _closed(mesh: Trimesh) -> Trimesh:
    """``mesh`` itself, if it is closed as a file will hold it; raises BAD_LABELS."""
    written = type(mesh)(mesh.vertices.astype(np.float32), mesh.faces)
    if not (written.is_watertight and written.is_winding_consistent):
        raise UserError(
            Code.BAD_LABELS,
            "The surface of a structure touches itself and is not closed.",
            "Smooth it more, with --smooth-mm.",
        )
    return mesh
