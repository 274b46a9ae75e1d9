"""The long axis of the left ventricle, and which way its septum faces: the frame in which walls have names."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ...anatomy import AA, LA, RV
from ...images.geometry import Geometry, patient_grid
from ...images.volume import Volume
from ...label_set import LabelSet, Structure
from .masks import left_ventricle, mask_of, with_room

GRID_MM = 2.0
NEAR_MM = 3.0
"""Two structures touch where they are this near: segmentations leave gaps of a voxel between them."""
LEAST_CONTACT = 25
"""Voxels of ``GRID_MM`` (2 cm2 of a layer of two) of which a valve, or a septum, has more."""
AORTA_TO_SEPTUM_DEG = 32.0
"""From the aortic valve to the middle of the septum, about the long axis: 27 to 40 degrees in virtual and real hearts
in which the right ventricle is marked.
"""
_RIGHT_ANTERIOR = np.array([-1.0, -1.0, 0.0])


@dataclass(frozen=True)
class LongAxis:
    """Directions (x, y, z) in LPS, of length 1 and perpendicular to each other.

    ``up`` leads from the apex to the base, ``septal`` from the cavity to the middle of the septum.
    """

    up: NDArray[np.float64]
    septal: NDArray[np.float64]

    @property
    def anterior(self) -> NDArray[np.float64]:
        """From the cavity to the anterior wall."""
        return np.cross(self.up, self.septal)

    def grid(self, covering: Geometry, spacing_mm: float) -> Geometry:
        """A grid along the axis.

        Args:
            covering: Grid of any direction that is to be covered.
            spacing_mm: Side of its voxels.

        Returns:
            Grid whose axes D, H and W run along ``up``, ``anterior`` and ``septal``.
        """
        axes = np.column_stack([self.septal, self.anterior, self.up])
        corners = np.array(np.meshgrid(*[(0, n - 1) for n in covering.shape])).reshape(3, -1).T
        along = covering.physical(corners) @ axes
        low, high = along.min(axis=0), along.max(axis=0)
        depth, height, width = (np.ceil((high - low) / spacing_mm).astype(int)[::-1] + 1).tolist()
        x, y, z = (axes @ low).tolist()
        return Geometry((depth, height, width), (spacing_mm,) * 3, (x, y, z), tuple(axes.ravel().tolist()))


def long_axis(labels: Volume, label_set: LabelSet) -> LongAxis | None:
    """Find the long axis of the left ventricle.

    It runs from the apex, the blood farthest from the mitral valve, to the middle of the valve, where LV touches LA. In
    a label map without LA it is the longest axis of blood and wall together, and the base is the end that blood is
    nearer to. The septum faces RV, or is found from the aortic valve where RV is not marked, or faces the patient's
    right and front where neither is.

    Args:
        labels: Label map (D, H, W) of values of ``label_set``, on any grid.
        label_set: Its structures.

    Returns:
        The axis; None where LV or Myo is missing.
    """
    ventricle = np.logical_or(*left_ventricle(labels, label_set))
    if not ventricle.any():
        return None
    near = with_room(labels, ventricle, 2 * NEAR_MM)
    near = near.resampled(patient_grid(near.geometry, GRID_MM), "nearest")
    blood, wall = left_ventricle(near, label_set)
    if not blood.any() or not wall.any():
        return None

    def contact(mask: NDArray[np.bool_], other: Structure) -> NDArray[np.float64] | None:
        """Middle of the voxels of ``mask`` that touch ``other``."""
        neighbor = mask_of(near, label_set, other)
        if not neighbor.any():
            return None
        touching = mask & (ndimage.distance_transform_edt(~neighbor, sampling=GRID_MM) <= NEAR_MM)
        return _middle(touching, near.geometry) if touching.sum() >= LEAST_CONTACT else None

    middle = _middle(blood, near.geometry)
    valve = contact(blood, LA)
    if valve is None:
        up = _longest(blood | wall, near.geometry)
        up = up if up @ (middle - _middle(wall, near.geometry)) >= 0 else -up
    else:
        points = near.geometry.physical(np.argwhere(blood).astype(np.float64))
        distances = np.linalg.norm(points - valve, axis=1)
        up = _unit(valve - points[distances >= distances.max() - NEAR_MM].mean(axis=0))
    septum, aorta = contact(wall, RV), contact(blood, AA)
    if septum is not None:
        toward = septum - middle
    elif aorta is not None:
        across = _across(aorta - middle, up)
        angle = np.radians(-AORTA_TO_SEPTUM_DEG)
        toward = np.cos(angle) * across + np.sin(angle) * np.cross(up, across)
    else:
        toward = _RIGHT_ANTERIOR
    return LongAxis(up, _across(toward, up))


def _middle(mask: NDArray[np.bool_], geometry: Geometry) -> NDArray[np.float64]:
    return geometry.physical(np.argwhere(mask).mean(axis=0))


def _longest(mask: NDArray[np.bool_], geometry: Geometry) -> NDArray[np.float64]:
    """The direction in which ``mask`` is longest."""
    points = geometry.physical(np.argwhere(mask).astype(np.float64))
    return np.linalg.svd(np.cov((points - points.mean(axis=0)).T))[0][:, 0]


def _across(vector: NDArray[np.float64], up: NDArray[np.float64]) -> NDArray[np.float64]:
    """The part of ``vector`` that is perpendicular to ``up``, of length 1; any such direction where there is none."""
    across = vector - up * (vector @ up)
    if np.linalg.norm(across) < 1e-6:
        across = np.cross(up, np.eye(3)[np.abs(up).argmin()])
    return _unit(across)


def _unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    return vector / np.linalg.norm(vector)
