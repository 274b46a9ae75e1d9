"""Implicit shapes: functions of points (3, ...) in mm that are negative inside and grow like a distance in mm
outside.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.interpolate import CubicSpline

Points = NDArray[np.float32]
"""Coordinates (3, ...) in mm: x to the left, y posterior, z superior."""
Field = NDArray[np.float32]

FAR_MM = 30.0
"""Value of a tube field at points that are not near it: no rule in this package looks further."""


def unit(vector: ArrayLike) -> NDArray[np.float64]:
    """``vector`` (3,) scaled to length one.

    >>> unit([0, 3, 4]).tolist()
    [0.0, 0.6, 0.8]
    """
    array = np.asarray(vector, dtype=np.float64)
    return array / np.linalg.norm(array)


def frame(axis: ArrayLike, toward: ArrayLike) -> NDArray[np.float64]:
    """A right-handed frame.

    Args:
        axis: Direction (3,) of the first unit vector, of any length.
        toward: Direction (3,) whose part perpendicular to ``axis`` is the second one; the two may not be parallel.

    Returns:
        Unit vectors as rows (3, 3); the third is the cross product of the others.

    Examples:
        >>> frame((2, 0, 0), (1, 1, 0)).tolist()
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    first = unit(axis)
    second = unit(np.asarray(toward) - np.dot(toward, first) * first)
    return np.stack([first, second, np.cross(first, second)])


def rotation(angles_rad: ArrayLike) -> NDArray[np.float64]:
    """Rotation about x, then y, then z.

    Args:
        angles_rad: Three angles in radians.

    Returns:
        Matrix (3, 3).

    Examples:
        >>> (rotation((0, 0, np.pi / 2)) @ (1, 0, 0)).round(6).tolist()
        [0.0, 1.0, 0.0]
    """
    (cx, cy, cz), (sx, sy, sz) = np.cos(angles_rad), np.sin(angles_rad)
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return about_z @ about_y @ about_x


def turned(points: Points, matrix: NDArray[np.float64]) -> Points:
    """Apply a matrix to every point; spelled out, since a threaded matrix product is slower on three rows and may round
    differently.

    Args:
        points: (3, ...) in mm.
        matrix: (3, 3).

    Returns:
        Points (3, ...), float32.
    """
    x, y, z = points
    rows = matrix.astype(np.float32)
    return np.stack([row[0] * x + row[1] * y + row[2] * z for row in rows])


def scaled(points: Points, factors: ArrayLike, shift_mm: ArrayLike) -> Points:
    """Stretch, then shift.

    Args:
        points: (3, ...) in mm.
        factors: One for each of x, y and z.
        shift_mm: (x, y, z) that is added afterwards.

    Returns:
        Points (3, ...), float32.
    """
    factor, shift = (np.asarray(v, dtype=np.float32).reshape(3, *[1] * (points.ndim - 1)) for v in (factors, shift_mm))
    return points * factor + shift


def along(points: Points, origin: ArrayLike, axes: NDArray[np.float64]) -> Points:
    """Coordinates in another frame.

    Args:
        points: (3, ...) in mm.
        origin: Its origin (x, y, z) in mm.
        axes: Its unit vectors as rows (3, 3).

    Returns:
        Points (3, ...) in that frame, in mm.
    """
    shifted = points - np.asarray(origin, dtype=np.float32).reshape(3, *[1] * (points.ndim - 1))
    return turned(shifted, axes)


def ellipsoid(points: Points, center: ArrayLike, radii_mm: ArrayLike, axes: NDArray[np.float64] | None = None) -> Field:
    """An ellipsoid; the first-order distance |q| (|q| - 1) / |q / r| with q = p / r is exact on the surface and for
    spheres.

    Args:
        points: (3, ...) in mm.
        center: Its middle (x, y, z) in mm.
        radii_mm: Half axes, one along each row of ``axes``.
        axes: Unit vectors as rows (3, 3); None for x, y and z.

    Returns:
        Distance (...) in mm, negative inside, float32.

    Examples:
        >>> points = np.array([[0, 10, 20], [0, 0, 0], [0, 0, 0]], dtype=np.float32)
        >>> ellipsoid(points, (0, 0, 0), (10, 10, 10)).round(3).tolist()
        [-10.0, 0.0, 10.0]
    """
    local = along(points, center, np.eye(3) if axes is None else axes)
    radii = np.asarray(radii_mm, dtype=np.float32).reshape(3, *[1] * (points.ndim - 1))
    scaled = local / radii
    length = np.sqrt((scaled**2).sum(0))
    slope = np.sqrt(((scaled / radii) ** 2).sum(0)) + 1e-6
    return np.where(length < 1e-3, -np.float32(np.min(radii_mm)), length * (length - 1) / slope).astype(np.float32)


def spline(
    knots_mm: ArrayLike | Sequence[ArrayLike], radii_mm: ArrayLike, step_mm: float = 2.0
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A smooth path.

    Args:
        knots_mm: Points (k, 3) that it goes through.
        radii_mm: Radius at each knot, or one for all; linear between them.
        step_mm: About how far apart its samples are, along straight lines between knots.

    Returns:
        Samples (n, 3) and the radius (n,) at each, in mm.
    """
    knots = np.asarray(knots_mm, dtype=np.float64)
    position = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(knots, axis=0), axis=1))])
    samples = np.linspace(0, position[-1], max(2, int(position[-1] / step_mm) + 1))
    radii = np.broadcast_to(np.asarray(radii_mm, dtype=np.float64), position.shape)
    return CubicSpline(position, knots)(samples), np.interp(samples, position, radii)


def tube(points: Points, path_mm: NDArray[np.float64], radii_mm: NDArray[np.float64]) -> Field:
    """A tube of varying radius: the union of balls at the samples of a path.

    Args:
        points: (3, ...) in mm.
        path_mm: Samples (n, 3), close together.
        radii_mm: Radius (n,) at each.

    Returns:
        Distance (...) in mm, negative inside, float32; ``FAR_MM`` where far away.
    """
    reach = float(radii_mm.max()) + FAR_MM / 2
    low, high = path_mm.min(0) - reach, path_mm.max(0) + reach
    near = np.ones(points.shape[1:], dtype=bool)
    for axis in range(3):
        near &= (points[axis] > low[axis]) & (points[axis] < high[axis])
    field = np.full(points.shape[1:], FAR_MM, dtype=np.float32)
    x, y, z = (points[axis][near] for axis in range(3))
    best = np.full(x.shape, FAR_MM, dtype=np.float32)
    for (px, py, pz), radius in zip(path_mm.astype(np.float32), radii_mm.astype(np.float32), strict=True):
        np.minimum(best, np.sqrt((x - px) ** 2 + (y - py) ** 2 + (z - pz) ** 2) - radius, out=best)
    field[near] = best
    return field


def blend(first: Field, second: Field, width_mm: float) -> Field:
    """The union of two shapes with a fillet (polynomial smooth minimum).

    Args:
        first: Distance (...) of the one in mm.
        second: That of the other.
        width_mm: About how wide the fillet is.

    Returns:
        Distance (...) in mm, no larger than either.
    """
    mix = np.clip(0.5 + 0.5 * (second - first) / width_mm, 0, 1)
    return second + (first - second) * mix - width_mm * mix * (1 - mix)


def _spline_along(knots: Field, axis: int, count: int, step: float) -> Field:
    """Uniform cubic B-spline of ``knots`` along ``axis`` at ``count`` places, ``step`` knots apart."""
    position = np.arange(count, dtype=np.float32) * np.float32(step)
    first = position.astype(int)
    t = position - first
    weights = ((1 - t) ** 3 / 6, (3 * t**3 - 6 * t**2 + 4) / 6, (-3 * t**3 + 3 * t**2 + 3 * t + 1) / 6, t**3 / 6)
    column = [1, 1, 1]
    column[axis] = count
    return sum(np.take(knots, first + i, axis) * weight.reshape(column) for i, weight in enumerate(weights))


def smooth_noise(
    shape: tuple[int, int, int], spacing_mm: tuple[float, float, float], scale_mm: float, rng: np.random.Generator
) -> Field:
    """A smooth random field.

    Args:
        shape: (D, H, W) in voxels.
        spacing_mm: Spacing along D, H and W.
        scale_mm: About how wide its features are.
        rng: Draws it.

    Returns:
        Field (D, H, W), float32, of about zero mean and unit spread.
    """
    counts = [int(n * s / scale_mm) + 5 for n, s in zip(shape, spacing_mm, strict=True)]
    field = rng.standard_normal(counts).astype(np.float32)
    for axis in range(3):
        field = _spline_along(field, axis, shape[axis], spacing_mm[axis] / scale_mm)
    return field / (field.std() + np.float32(1e-6))


def filaments(
    shape: tuple[int, int, int],
    spacing_mm: tuple[float, float, float],
    scale_mm: float,
    width: float,
    rng: np.random.Generator,
) -> NDArray[np.bool_]:
    """Thin winding strands: where two independent random fields both come near zero.

    Args:
        shape: (D, H, W) in voxels.
        spacing_mm: Spacing along D, H and W.
        scale_mm: About how far apart the strands are.
        width: How near, in standard deviations of the fields.
        rng: Draws them.

    Returns:
        Mask (D, H, W).
    """
    first, second = (smooth_noise(shape, spacing_mm, scale_mm, rng) for _ in range(2))
    return np.hypot(first, second) < width


class Warp:
    """Smooth random displacement of space: a sum of plane waves of about ``scale_mm``, ``amplitude_mm`` per axis (1
    sd).
    """

    def __init__(self, rng: np.random.Generator, amplitude_mm: float, scale_mm: float, waves: int = 5) -> None:
        self._wave = rng.standard_normal((waves, 3)).astype(np.float32) * np.float32(2 / scale_mm)
        self._phase = rng.uniform(0, 2 * np.pi, waves).astype(np.float32)
        self._shift = rng.standard_normal((waves, 3)).astype(np.float32) * np.float32(amplitude_mm * np.sqrt(2 / waves))

    def __call__(self, points: Points) -> Points:
        """``points`` (3, ...) moved."""
        moved = points.copy()
        for wave, phase, shift in zip(self._wave, self._phase, self._shift, strict=True):
            value = np.sin(wave[0] * points[0] + wave[1] * points[1] + wave[2] * points[2] + phase)
            for axis in range(3):
                moved[axis] += shift[axis] * value
        return moved
