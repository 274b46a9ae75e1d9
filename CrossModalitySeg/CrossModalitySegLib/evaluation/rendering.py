"""A label map as a shaded image in three dimensions, by a ray through each pixel; NumPy alone is needed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..images.geometry import Geometry
from ..images.volume import Volume
from ..label_set import LabelSet

PIXEL_MM = 1.2
_LEFT_DEG, _ABOVE_DEG = 25.0, 15.0
"""Where the viewer stands: in front of the patient, so much to the patient's left and above."""
_LIGHT = np.array([-0.35, -0.5, -0.8]) / np.linalg.norm([0.35, 0.5, 0.8])
"""Direction (right, down, into the image) in which the light comes from, against it."""
_AMBIENT = 0.35
_SMOOTH_PX = 0.9


def rendering(labels: Volume, label_set: LabelSet) -> NDArray[np.float32]:
    """Draw the structures in their colors, as seen from the front, a little from the patient's left and above.

    Args:
        labels: Values of ``label_set`` (D, H, W), any grid.
        label_set: The structures.

    Returns:
        (H, W, 4) RGBA in 0..1, transparent where there is nothing; 1 x 1 pixels where there is nothing at all.
    """
    if not labels.array.any():
        return np.zeros((1, 1, 4), np.float32)
    view = labels.resampled(_view(labels), "nearest").array
    matter = ndimage.gaussian_filter((view > 0).astype(np.float32), _SMOOTH_PX)
    inside = matter > 0.5
    rows, columns = np.nonzero(inside.any(axis=0))
    depths = inside.argmax(axis=0)[rows, columns]
    # The grid is wider than the heart, so that every voxel here has neighbors.
    slopes = np.stack(
        [
            matter[depths + k, rows + j, columns + i] - matter[depths - k, rows - j, columns - i]
            for k, j, i in ((0, 0, 1), (0, 1, 0), (1, 0, 0))
        ],
        axis=-1,
    )
    normals = -slopes / np.maximum(np.linalg.norm(slopes, axis=-1, keepdims=True), 1e-6)
    light = np.clip(normals @ _LIGHT, 0, 1)
    values = view[depths, rows, columns]
    for behind in (1, 2):  # the smooth surface may lie just before the first voxel of a structure
        values = np.where(values > 0, values, view[depths + behind, rows, columns])
    colors = np.array([(0, 0, 0), *(one.color for one in label_set.in_value_order)], np.float32)[values] / 255
    image = np.zeros((*view.shape[1:], 4), np.float32)
    shades = colors * (_AMBIENT + (1 - _AMBIENT) * light)[:, None] + 0.25 * (light**12)[:, None]
    image[rows, columns, :3] = np.clip(shades, 0, 1)
    image[rows, columns, 3] = 1
    return image


def _view(labels: Volume) -> Geometry:
    """The grid whose axes W, H, D run to the right, downwards and into the image, around all structures."""
    left, above = np.radians((_LEFT_DEG, _ABOVE_DEG))
    # From where the viewer stands to the heart, in LPS.
    into = np.array([-np.sin(left) * np.cos(above), np.cos(left) * np.cos(above), -np.sin(above)])
    right = np.array([np.cos(left), np.sin(left), 0.0])
    down = np.cross(into, right)
    axes = np.column_stack([right, down, into])
    found = np.argwhere(labels.array > 0)
    low, high = found.min(axis=0) - 0.5, found.max(axis=0) + 0.5
    corners = labels.geometry.physical(np.array(np.meshgrid(*zip(low, high, strict=True))).reshape(3, -1).T)
    along = corners @ axes
    first, last = along.min(axis=0) - 3 * PIXEL_MM, along.max(axis=0) + 3 * PIXEL_MM
    width, height, depth = (np.ceil((last - first) / PIXEL_MM).astype(int) + 1).tolist()
    origin = axes @ first
    return Geometry((depth, height, width), (PIXEL_MM,) * 3, tuple(origin.tolist()), tuple(axes.ravel().tolist()))
