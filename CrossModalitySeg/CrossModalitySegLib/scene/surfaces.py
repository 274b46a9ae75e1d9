"""Closed surfaces of structures for the 3D views, made as Slicer makes them, but one at a time and within a time that
nobody notices.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import slicer
from numpy.typing import NDArray

from .labels import LABELMAP, oriented_image
from .volumes import Matrix

if TYPE_CHECKING:
    from vtkmodules.vtkCommonDataModel import vtkPolyData

SURFACE = "Closed surface"
"""Slicer's name of what the 3D views show."""

_MOST_POINTS = 60_000
"""Of one surface: Slicer needs a sixth of a second to make it, and time in proportion for others. Structures with more
are thinned out first.
"""


def box_of(mask: NDArray) -> tuple[slice, slice, slice]:
    """The smallest box of an array (D, H, W) outside which it is zero; one voxel where all of it is."""
    plane = mask.max(axis=0)
    profiles = (mask.reshape(len(mask), -1).max(axis=1), plane.max(axis=1), plane.max(axis=0))
    spans = [np.flatnonzero(profile)[[0, -1]] if profile.any() else (0, 0) for profile in profiles]
    d, h, w = (slice(int(first), int(last) + 1) for first, last in spans)
    return d, h, w


def quick_surface(mask: NDArray[np.uint8], matrix: Matrix, first: tuple[int, int, int] = (0, 0, 0)) -> vtkPolyData:
    """The closed surface (``vtkPolyData``) of the voxels of ``mask`` (D, H, W; 0 or 1), ``first`` (i, j, k) being its
    first one.

    ``matrix`` leads from (i, j, k) to the surface's coordinates. Of a large structure every second or third voxel along
    each axis is looked at.
    """
    stride = max(1, math.ceil((points_of(mask) / _MOST_POINTS) ** 0.5))
    to_mask, to_thinned = np.eye(4), np.diag([stride, stride, stride, 1.0])
    to_mask[:3, 3] = first
    thinned = np.ascontiguousarray(mask[::stride, ::stride, ::stride])
    placed = (np.array(matrix) @ to_mask @ to_thinned).tolist()
    return surface_of(oriented_image(thinned, placed), 1)


def points_of(mask: NDArray[np.uint8]) -> int:
    """How many points the surface of ``mask`` has: one wherever a line of voxels enters or leaves it."""
    inside = mask.astype(bool, copy=False)
    within = sum(np.count_nonzero(np.diff(inside, axis=axis)) for axis in range(3))
    return int(within + sum(np.count_nonzero(inside.take(end, axis)) for axis in range(3) for end in (0, -1)))


def surface_of(image: slicer.vtkOrientedImageData, value: int) -> vtkPolyData:
    """The closed surface (``vtkPolyData``) of the voxels of a ``vtkOrientedImageData`` that are ``value``, as fine as
    Slicer makes it.
    """
    segmentation, segment = slicer.vtkSegmentation(), slicer.vtkSegment()
    segmentation.SetSourceRepresentationName(LABELMAP)
    segment.SetLabelValue(value)
    segment.AddRepresentation(LABELMAP, image)
    segmentation.AddSegment(segment, "one")
    segmentation.CreateRepresentation(SURFACE)
    return segment.GetRepresentation(SURFACE)
