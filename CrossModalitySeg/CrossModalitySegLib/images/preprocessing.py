"""From a volume to the slices a network sees, and where they lie: box, resampling, normalization, slice order.

What is done, and with which numbers, is ``settings.Preprocessing``, which travels with the model (paper, section 4).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.ndimage import gaussian_filter

from ..errors import Code, UserError
from ..settings import Preprocessing
from .geometry import Geometry, cube_around
from .modality import guess_modality
from .volume import Volume

Plane = Literal["coronal", "axial", "sagittal"]

_NORMAL_AXES: dict[Plane, int] = {"axial": 0, "coronal": 1, "sagittal": 2}
"""Array axis of a box along which its slices follow each other."""

IN_STEPS_OF = 8
"""Pixels that a network makes one of, so that they are the same ones in a part of a slice."""

_ANTI_ALIAS_FROM = 1.5
"""Smooth before resampling where the new spacing is this many times coarser than the old one."""

_SIGMA_PER_FWHM = 1 / 2.3548

# LPS directions of rows and columns in slices of each plane, ordered by the axis x, y, z that is normal to it.
_INFERIOR, _POSTERIOR, _LEFT = np.array([0.0, 0.0, -1.0]), np.array([0.0, 1.0, 0.0]), np.array([1.0, 0.0, 0.0])
_ROWS_AND_COLUMNS = ((_INFERIOR, _POSTERIOR), (_INFERIOR, _LEFT), (_POSTERIOR, _LEFT))


def heart_box(center_mm: ArrayLike, settings: Preprocessing) -> Geometry:
    """The box that a network sees, aligned with the patient.

    Args:
        center_mm: Its center (x, y, z) in mm, LPS.
        settings: Those of the model.

    Returns:
        A grid of ``spacing_mm`` with ``depth_px`` voxels along the normal of the plane and ``size_px`` along the other
        two axes.

    Examples:
        >>> heart_box((0, 0, 0), Preprocessing(plane="axial", spacing_mm=2.0, size_px=96, depth_px=64)).shape
        (64, 96, 96)
    """
    size, depth = settings.size_px, settings.depth_px
    shapes = {"coronal": (size, depth, size), "axial": (depth, size, size), "sagittal": (size, size, depth)}
    return cube_around(np.asarray(center_mm, dtype=np.float64), shapes[settings.plane], settings.spacing_mm)


def slices_between(box: Geometry, plane: Plane, low_mm: ArrayLike, high_mm: ArrayLike) -> range:
    """The slices of a box between two points.

    Args:
        box: A box aligned with the patient.
        plane: Orientation of the slices.
        low_mm: Lower corner (x, y, z) in LPS mm.
        high_mm: Upper corner (x, y, z) in LPS mm.

    Returns:
        Slice numbers, with the slices next to the points; empty if none lies between.
    """
    return _between(box, _NORMAL_AXES[plane], low_mm, high_mm)


def columns_between(box: Geometry, plane: Plane, low_mm: ArrayLike, high_mm: ArrayLike) -> tuple[slice, slice, slice]:
    """The part of a box whose slices hold no rows and columns but those near the heart.

    Args:
        box: Box of ``heart_box``.
        plane: Plane of the slices, all of which belong to the part.
        low_mm: Corner (x, y, z) of what is to be kept, in mm, with the smallest coordinates.
        high_mm: Opposite corner.

    Returns:
        Slices along D, H and W, which begin and end at multiples of ``IN_STEPS_OF``, or where the box does; an axis is
        whole where nothing lies between the corners.
    """
    part = [slice(0, count) for count in box.shape]
    for axis in {0, 1, 2} - {_NORMAL_AXES[plane]}:
        if inside := _between(box, axis, low_mm, high_mm):
            part[axis] = slice(
                inside.start // IN_STEPS_OF * IN_STEPS_OF,
                min(-(-inside.stop // IN_STEPS_OF) * IN_STEPS_OF, box.shape[axis]),
            )
    return part[0], part[1], part[2]


def _between(box: Geometry, axis: int, low_mm: ArrayLike, high_mm: ArrayLike) -> range:
    """Numbers of the voxels of ``box``, which is aligned with the patient, along an array axis between two points (x,
    y, z) in mm.
    """
    count, spacing_mm, start_mm = box.shape[axis], box.spacing_mm[axis], box.origin_mm[2 - axis]
    first, last = ((float(np.asarray(point)[2 - axis]) - start_mm) / spacing_mm for point in (low_mm, high_mm))
    return range(int(np.clip(np.floor(first), 0, count)), int(np.clip(np.ceil(last) + 1, 0, count)))


def cut_to_image(box: Geometry, image: Geometry, plane: Plane) -> Geometry:
    """Leave out the slices of a box that lie outside an image.

    Args:
        box: Box of ``heart_box``.
        image: Grid of the image, of any direction.
        plane: Plane of the slices.

    Returns:
        The box with the slices that the image reaches and one more at either end; all of it if the image reaches none.
    """
    corners = image.physical(np.array(np.meshgrid(*[(-0.5, n - 0.5) for n in image.shape])).reshape(3, -1).T)
    rows, axis = slices_between(box, plane, corners.min(axis=0), corners.max(axis=0)), _NORMAL_AXES[plane]
    if not rows:
        return box
    shape, first = list(box.shape), np.zeros(3)
    shape[axis], first[axis] = len(rows), rows.start
    origin_mm = tuple(float(v) for v in box.physical(first))
    return replace(box, shape=tuple(shape), origin_mm=origin_mm)  # type: ignore[arg-type]


def is_single_slice(volume: Volume) -> bool:
    """Whether a volume is one slice, which has no neighbors to build triplets from.

    Args:
        volume: Image or labels (D, H, W) of any direction.

    Returns:
        True if any of its three axes has a single voxel.
    """
    return 1 in volume.geometry.shape


def is_slab(volume: Volume) -> bool:
    """Whether a volume is too thin for the heart localizer and for 3D networks.

    Args:
        volume: Image (D, H, W) of any direction.

    Returns:
        True for a single slice, and for a few slices, or thin ones, that are much wider than they are thick together.
    """
    extents_mm = np.array(volume.geometry.shape) * volume.geometry.spacing_mm
    thin = thin_axis(volume.geometry)
    few = volume.geometry.shape[thin] <= _FEW_SLICES or extents_mm[thin] < _SLAB_MM
    return is_single_slice(volume) or bool(few and np.delete(extents_mm, thin).min() > _MUCH_WIDER * extents_mm[thin])


_FEW_SLICES, _SLAB_MM, _MUCH_WIDER = 5, 20.0, 3
"""A slab has so few slices or is so thin, and is so many times as wide."""


def thin_axis(geometry: Geometry) -> int:
    """The axis across the slices of a slab.

    Args:
        geometry: Its grid.

    Returns:
        0, 1 or 2 for D, H or W: the first axis of a single voxel, else the one of the smallest extent in mm.

    Examples:
        >>> thin_axis(Geometry((5, 100, 100), (8.0, 1.0, 1.0)))
        0
    """
    if 1 in geometry.shape:
        return geometry.shape.index(1)
    return int(np.argmin(np.array(geometry.shape) * geometry.spacing_mm))


def in_plane_box(volume: Volume, settings: Preprocessing) -> Geometry:
    """The box in the own plane of a slab, oblique or not, centered on it.

    Rows and columns are turned as in slices of the patient plane that is nearest (see ``slices_of``), so an array
    prepared on this box is a stack of slices already.

    Args:
        volume: Slab of N slices.
        settings: Those of the model, whose ``spacing_mm`` and ``size_px`` hold in the plane.

    Returns:
        A grid (N, size_px, size_px) that keeps the distance between slices.
    """
    geometry = volume.geometry
    thin = thin_axis(geometry)
    axes = np.array(geometry.direction).reshape(3, 3)[:, ::-1].T  # unit vectors of D, H, W
    wanted_row, wanted_column = _ROWS_AND_COLUMNS[int(np.abs(axes[thin]).argmax())]
    in_plane = [axes[axis] for axis in range(3) if axis != thin]
    row, column = sorted(in_plane, key=lambda axis: -abs(axis @ wanted_row))
    row, column = np.copysign(1, row @ wanted_row) * row, np.copysign(1, column @ wanted_column) * column
    spacing, size = settings.spacing_mm, settings.size_px
    count, apart = geometry.shape[thin], geometry.spacing_mm[thin]
    origin = geometry.center_mm - (size - 1) / 2 * spacing * (row + column) - (count - 1) / 2 * apart * axes[thin]
    return Geometry(
        shape=(count, size, size),
        spacing_mm=(apart, spacing, spacing),
        origin_mm=tuple(float(v) for v in origin),  # type: ignore[arg-type]
        direction=tuple(float(v) for v in np.column_stack([column, row, axes[thin]]).ravel()),
    )


def normalize(array: NDArray, cut_top_percent: float, inside: NDArray[np.bool_] | None = None) -> NDArray[np.float32]:
    """Clip the brightest voxels, then shift and scale to zero mean and unit variance (paper, section 4: the top 2 %).

    Args:
        array: Gray values in any unit, of any shape.
        cut_top_percent: Percentage of the voxels that is clipped, 0..100.
        inside: Mask of the voxels that count in the statistics, of the same shape; None for all.

    Returns:
        float32 of the same shape; 0 everywhere for a constant array.
    """
    counted = array[inside] if inside is not None else array
    clipped = np.minimum(array, np.percentile(counted, 100 - cut_top_percent)).astype(np.float32)
    counted = clipped[inside] if inside is not None else clipped
    mean, spread = counted.mean(dtype=np.float64), counted.std(dtype=np.float64)
    return ((clipped - np.float32(mean)) / np.float32(spread if spread > 1e-6 else 1.0)).astype(np.float32)


def prepare(volume: Volume, box: Geometry, settings: Preprocessing) -> Volume:
    """A volume as a network sees it.

    Args:
        volume: Intensities in any unit on any grid.
        box: The grid that the network sees, as ``heart_box`` or ``in_plane_box`` make it.
        settings: How much of the histogram is cut.

    Returns:
        ``volume`` on ``box``, linearly resampled and normalized, float32. What was not scanned, or lies outside of the
        image, takes the smallest value of the input, does not count in the statistics, and is not ``scanned`` in the
        result.

    Raises:
        UserError: BAD_INPUT if the box lies outside the scanned field altogether.
    """
    sigma_px = _anti_alias_sigma_px(volume.geometry, box)
    near = _cropped(volume, box, margin_px=np.ceil(4 * sigma_px).astype(int) + 2)
    if near.scanned is None:
        array = _smooth_on(near.array, near.geometry, sigma_px, box)
    else:  # padding must not bleed into its neighbors: a weighted mean of what was scanned, where that is most of it
        weight = _smooth_on(near.scanned, near.geometry, sigma_px, box)
        array = _smooth_on(np.where(near.scanned, near.array, 0), near.geometry, sigma_px, box)
        array = np.divide(array, weight, out=np.full_like(array, np.nan), where=weight >= 0.5)
    inside = np.isfinite(array)
    if not inside.any():
        raise _outside()
    array[~inside] = volume.array.min()
    normalized = _scaled(array, settings, volume, inside)
    return Volume(normalized, box, None if inside.all() else inside)


def _smooth_on(array: NDArray, grid: Geometry, sigma_px: NDArray[np.float64], box: Geometry) -> NDArray[np.float32]:
    """``array`` on ``grid``, smoothed and linearly resampled to ``box``; NaN outside of the grid."""
    values = array.astype(np.float32)
    smooth = gaussian_filter(values, sigma_px, mode="nearest") if sigma_px.any() else values
    return Volume(smooth, grid).resampled(box, "linear", fill=float("nan")).array


def _scaled(
    array: NDArray[np.float32], settings: Preprocessing, volume: Volume, inside: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """``array`` of gray values of ``volume``, as the network of ``settings`` takes them."""
    if settings.window is not None:
        low, high, first, last = settings.window
        share = (np.clip(array, low, high) - low) / (high - low)
        return (first + (last - first) * share).astype(np.float32)
    if settings.scale == "hounsfield" and guess_modality(volume) == "ct":
        return _windowed(array)
    return normalize(array, settings.cut_top_percent, inside)


LOW_HU, HIGH_HU, CENTER_HU, SCALE_HU = -600.0, 1000.0, 100.0, 250.0
"""Window of "hounsfield": from lung to dense contrast agent; muscle becomes about 0, enhanced blood about 1."""


def _windowed(array: NDArray) -> NDArray[np.float32]:
    return ((np.clip(array, LOW_HU, HIGH_HU) - CENTER_HU) / SCALE_HU).astype(np.float32)


def prepare_labels(labels: Volume, box: Geometry) -> Volume:
    """Bring labels to the box of a network.

    Args:
        labels: Class indices (D, H, W), uint8, on any grid.
        box: Box of ``heart_box``.

    Returns:
        Class indices on ``box``, uint8, of the nearest voxels; background outside the field of view.
    """
    return labels.resampled(box, "nearest", fill=0)


def slices_of(array: NDArray, plane: Plane) -> NDArray:
    """Slices of a box aligned with the patient.

    Coronal and sagittal rows run from superior to inferior, axial ones from anterior to posterior; columns run to the
    patient's left, in sagittal slices to posterior. Slices follow the axis H (coronal), D (axial) or W (sagittal).

    Args:
        array: Voxels (D, H, W) on a box of ``heart_box``.
        plane: Plane of the slices.

    Returns:
        Slices (N, rows, columns), contiguous.

    Examples:
        >>> slices_of(np.zeros((2, 3, 4)), "coronal").shape, slices_of(np.zeros((2, 3, 4)), "sagittal").shape
        ((3, 2, 4), (4, 2, 3))
    """
    if plane == "axial":
        return np.ascontiguousarray(array)
    order = (1, 0, 2) if plane == "coronal" else (2, 0, 1)
    return np.ascontiguousarray(array[::-1].transpose(order))


def volume_of(slices: NDArray, plane: Plane) -> NDArray:
    """The inverse of ``slices_of``.

    Args:
        slices: Slices (N, rows, columns).
        plane: Their plane.

    Returns:
        Voxels (D, H, W), contiguous.

    Examples:
        >>> array = np.arange(24).reshape(2, 3, 4)
        >>> planes = ("coronal", "axial", "sagittal")
        >>> all((volume_of(slices_of(array, plane), plane) == array).all() for plane in planes)
        True
    """
    if plane == "axial":
        return np.ascontiguousarray(slices)
    order = (1, 0, 2) if plane == "coronal" else (1, 2, 0)
    return np.ascontiguousarray(slices.transpose(order)[::-1])


def _anti_alias_sigma_px(source: Geometry, box: Geometry) -> NDArray[np.float64]:
    """Standard deviations (3,), in voxels of ``source``, of the Gaussian that lowers its resolution to that of ``box``.

    Widths at half maximum add in quadrature (Cardoso et al., MICCAI 2015, doi:10.1007/978-3-319-24571-3_81).
    """
    old = np.array(source.spacing_mm)
    # The new spacing along an axis of the input is that of the box axis most parallel to it.
    turn = np.abs(np.array(source.direction).reshape(3, 3)[:, ::-1].T @ np.array(box.direction).reshape(3, 3)[:, ::-1])
    new = np.array(box.spacing_mm)[turn.argmax(axis=1)]
    return np.where(new > _ANTI_ALIAS_FROM * old, np.sqrt(np.maximum(new**2 - old**2, 0)) * _SIGMA_PER_FWHM / old, 0.0)


def _cropped(volume: Volume, box: Geometry, margin_px: NDArray[np.int_]) -> Volume:
    """The part of ``volume`` around ``box``: resampling and smoothing a whole chest for its heart wastes time and
    memory.
    """
    corners = np.array(np.meshgrid(*[(-0.5, n - 0.5) for n in box.shape])).reshape(3, -1).T
    reach = volume.geometry.index(box.physical(corners))
    low = np.maximum(np.floor(reach.min(axis=0)).astype(int) - margin_px, 0)
    high = np.minimum(np.ceil(reach.max(axis=0)).astype(int) + margin_px + 1, volume.geometry.shape)
    if (low >= high).any():
        raise _outside()
    return volume.part(tuple(slice(int(first), int(last)) for first, last in zip(low, high, strict=True)))  # type: ignore[arg-type]


def _outside() -> UserError:
    return UserError(
        Code.BAD_INPUT,
        "The region to segment lies outside the image.",
        "Choose a region inside the image, or let the localizer find it.",
    )
