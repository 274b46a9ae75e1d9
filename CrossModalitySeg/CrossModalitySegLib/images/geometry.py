"""Where voxels lie in space: the one place that states axis order and direction.

Arrays are indexed (D, H, W) = (k, j, i), as SimpleITK's ``GetArrayFromImage`` gives them; sizes and spacings follow
that order. Physical points are (x, y, z) in millimeters in LPS (x to the patient's left, y posterior, z superior).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import SimpleITK as sitk
from numpy.typing import NDArray

IDENTITY = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
"""Direction of a grid along the patient's axes."""
_SAME_AXES = 15.0


@dataclass(frozen=True)
class NiftiForms:
    """How a NIfTI file places its voxels, as it is stored: two forms with their codes.

    ``pixdim`` is the handedness of the qform and the spacings of i, j, k; ``quaternion`` and ``offset`` are of the
    qform, ``rows`` the 3x4 matrix of the sform, ``units`` the code of the unit.
    """

    qform_code: int
    sform_code: int
    pixdim: tuple[float, ...]
    quaternion: tuple[float, ...]
    offset: tuple[float, ...]
    rows: tuple[float, ...]
    units: int


@dataclass(frozen=True)
class Geometry:
    """Grid of a volume: ``shape`` (D, H, W) voxels, ``spacing_mm`` (D, H, W), ``origin_mm`` (x, y, z) of voxel (0, 0,
    0).

    ``direction`` is row-major 3x3; its columns are the unit vectors of the i (W), j (H) and k (D) axes in LPS. They are
    perpendicular but for a tilted gantry. ``forms`` are those of the NIfTI file that the grid was read from.
    """

    shape: tuple[int, int, int]
    spacing_mm: tuple[float, float, float]
    origin_mm: tuple[float, float, float] = (0.0, 0.0, 0.0)
    direction: tuple[float, ...] = IDENTITY
    forms: NiftiForms | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, image: sitk.Image) -> Geometry:
        """Read the grid of an image.

        Args:
            image: SimpleITK image of three dimensions.

        Returns:
            Its grid, in the axis order of ``sitk.GetArrayFromImage``.
        """
        size, spacing = image.GetSize()[::-1], image.GetSpacing()[::-1]
        return cls(
            shape=(int(size[0]), int(size[1]), int(size[2])),
            spacing_mm=(float(spacing[0]), float(spacing[1]), float(spacing[2])),
            origin_mm=tuple(float(v) for v in image.GetOrigin()),  # type: ignore[arg-type]
            direction=tuple(float(v) for v in image.GetDirection()),
        )

    def stamp(self, image: sitk.Image) -> sitk.Image:
        """Write spacing, origin and direction into an image.

        Args:
            image: SimpleITK image of the size of this grid; it is changed.

        Returns:
            ``image``.
        """
        image.SetSpacing(self.spacing_mm[::-1])
        image.SetOrigin(self.origin_mm)
        image.SetDirection(self.itk_direction)
        return image

    @property
    def itk_direction(self) -> tuple[float, ...]:
        """``direction`` without cosines that are next to nothing: ITK cannot invert a matrix that holds subnormal
        numbers.
        """
        return tuple(0.0 if abs(cosine) < 1e-12 else cosine for cosine in self.direction)

    @property
    def voxel_ml(self) -> float:
        """Volume of one voxel in milliliters."""
        return float(np.prod(self.spacing_mm)) * abs(float(np.linalg.det(self._axes))) / 1000.0

    @property
    def shear(self) -> float:
        """Largest deviation of the axes from perpendicular: 0 for a straight grid, and nearly the angle in radians for
        others.
        """
        return float(np.abs(self._axes.T @ self._axes - np.eye(3)).max())

    def straightened(self) -> Geometry:
        """The same origin, shape and spacing along the nearest perpendicular axes (polar decomposition)."""
        left, _, right = np.linalg.svd(self._axes)
        return replace(self, direction=tuple(float(v) for v in (left @ right).ravel()))

    @property
    def _axes(self) -> NDArray[np.float64]:
        return np.array(self.direction).reshape(3, 3)

    @property
    def index_to_physical(self) -> NDArray[np.float64]:
        """(3, 4) affine that takes (k, j, i) indices to (x, y, z) in mm."""
        axes = self._axes[:, ::-1] * np.array(self.spacing_mm)
        return np.column_stack([axes, np.array(self.origin_mm)])

    def physical(self, index: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where voxels lie.

        Args:
            index: (k, j, i) in voxels, (..., 3); fractions lie between the middles of voxels.

        Returns:
            Points (x, y, z) in mm in LPS, (..., 3), float64.

        Examples:
            >>> Geometry((10, 20, 30), (2.0, 1.0, 0.5)).physical(np.array([1, 2, 4])).tolist()
            [2.0, 2.0, 2.0]
        """
        affine = self.index_to_physical
        return np.asarray(index, dtype=np.float64) @ affine[:, :3].T + affine[:, 3]

    def index(self, point_mm: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inverse of ``physical``.

        Args:
            point_mm: Points (x, y, z) in mm in LPS, (..., 3), inside the grid or not.

        Returns:
            Fractional (k, j, i) in voxels, (..., 3), float64.

        Examples:
            >>> Geometry((10, 20, 30), (2.0, 1.0, 0.5)).index(np.array([2.0, 2.0, 3.0])).tolist()
            [1.5, 2.0, 4.0]
        """
        affine = self.index_to_physical
        return (np.asarray(point_mm, dtype=np.float64) - affine[:, 3]) @ np.linalg.inv(affine[:, :3]).T

    @property
    def center_mm(self) -> NDArray[np.float64]:
        """The middle of the grid, (x, y, z) in mm."""
        return self.physical((np.array(self.shape) - 1) / 2)

    def same_grid(self, other: Geometry, tolerance_mm: float = 1e-3) -> bool:
        """Whether two grids are one.

        Args:
            other: The other grid.
            tolerance_mm: How far a corner may lie from that of the other.

        Returns:
            True if shapes are equal and all eight corners are near enough.
        """
        if self.shape != other.shape:
            return False
        corners = np.array(np.meshgrid(*[(0, n - 1) for n in self.shape])).reshape(3, -1).T
        return bool(np.abs(self.physical(corners) - other.physical(corners)).max() <= tolerance_mm)

    def same_view(self, other: Geometry) -> bool:
        """Whether two grids lie along the same axes, in whatever order and direction, and share a part of space.

        Args:
            other: The other grid.

        Returns:
            True if each axis of ``other`` is within ``_SAME_AXES`` degrees of one of these, and the box of its voxels
            reaches into that of this grid.

        Examples:
            >>> grid = Geometry((4, 8, 8), (8.0, 1.0, 1.0))
            >>> grid.same_view(grid), grid.same_view(Geometry((4, 8, 8), (8.0, 1.0, 1.0), (100.0, 0.0, 0.0)))
            (True, False)
        """
        turned = np.abs(self._axes.T @ other._axes)
        if turned.max(axis=0).min() < np.cos(np.radians(_SAME_AXES)):
            return False
        corners = np.array(np.meshgrid(*[(-0.5, n - 0.5) for n in other.shape])).reshape(3, -1).T
        index = self.index(other.physical(corners))
        return bool((index.min(axis=0) < np.array(self.shape) - 0.5).all() and (index.max(axis=0) > -0.5).all())


def patient_grid(covering: Geometry, spacing_mm: float | tuple[float, float, float]) -> Geometry:
    """A grid along the axes of the patient: D runs to superior, H to posterior, W to the left, whatever the axes were.

    Args:
        covering: Grid of any direction that is to be covered.
        spacing_mm: Spacing along (z, y, x) in mm, or one for all.

    Returns:
        The smallest such grid that holds the middles of all voxels of ``covering``, to less than a voxel, which is
        shared out to both ends.

    Examples:
        >>> patient_grid(Geometry((5, 9, 9), (4.0, 2.0, 2.0)), 2.0).shape
        (9, 9, 9)
    """
    spacing = np.broadcast_to(np.asarray(spacing_mm, dtype=np.float64), (3,))
    corners = np.array(np.meshgrid(*[(0, n - 1) for n in covering.shape])).reshape(3, -1).T
    points = covering.physical(corners)
    low, high = points.min(axis=0), points.max(axis=0)
    shape = np.floor((high - low)[::-1] / spacing + 1e-6).astype(int) + 1
    slack = (high - low) - (shape[::-1] - 1) * spacing[::-1]
    sides, sizes, first = (tuple(values) for values in (shape.tolist(), spacing.tolist(), (low + slack / 2).tolist()))
    return Geometry(sides, sizes, first)


def cube_around(center_mm: NDArray[np.float64], shape: tuple[int, int, int], spacing_mm: float) -> Geometry:
    """Axis-aligned LPS grid of ``shape`` (D, H, W) and isotropic ``spacing_mm`` whose middle is ``center_mm``."""
    origin = np.asarray(center_mm, dtype=np.float64) - (np.array(shape[::-1]) - 1) / 2 * spacing_mm
    return Geometry(shape, (spacing_mm,) * 3, tuple(float(v) for v in origin))  # type: ignore[arg-type]
