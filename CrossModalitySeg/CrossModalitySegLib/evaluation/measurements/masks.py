"""Where a known structure lies in a label map, whatever its value in the label set at hand."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ...anatomy import LV, MYO
from ...images.geometry import Geometry
from ...images.volume import Volume
from ...label_set import LabelSet, Structure


def own(label_set: LabelSet, known: Structure) -> Structure | None:
    """A well-known structure in another label set.

    Args:
        label_set: Where it is looked for, by code and by name.
        known: Structure of a set that ships.

    Returns:
        The structure of ``label_set`` that is the same one; None where it has none.
    """
    found = label_set.called(known.name, known.code)
    return found if found in label_set.structures else None


def mask_of(labels: Volume, label_set: LabelSet, known: Structure) -> NDArray[np.bool_]:
    """The voxels of a well-known structure.

    Args:
        labels: Label map (D, H, W) of values of ``label_set``.
        label_set: Its structures.
        known: Structure of a set that ships.

    Returns:
        Mask (D, H, W); nowhere True where ``label_set`` lacks it.
    """
    structure = own(label_set, known)
    return np.zeros(labels.array.shape, dtype=bool) if structure is None else labels.array == structure.value


def largest(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The largest connected component.

    Args:
        mask: Voxels (D, H, W).

    Returns:
        Those of its largest component, diagonal neighbors included; none where ``mask`` has none.
    """
    pieces, _ = ndimage.label(mask, np.ones((3, 3, 3)))
    sizes = np.bincount(pieces.ravel())
    sizes[0] = 0
    return mask & (pieces == sizes.argmax())


def left_ventricle(labels: Volume, label_set: LabelSet) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Blood and wall of the left ventricle, which are one connected component: a stray click of a brush is no apex.

    Args:
        labels: Label map (D, H, W) of values of ``label_set``.
        label_set: Its structures.

    Returns:
        Masks (D, H, W) of LV and of Myo.
    """
    blood, wall = (mask_of(labels, label_set, one) for one in (LV, MYO))
    ventricle = largest(blood | wall)
    return blood & ventricle, wall & ventricle


def cropped(labels: Volume, mask: NDArray[np.bool_], margin_mm: float) -> Volume:
    """Cut out what lies about some voxels, as far as the scan goes.

    Args:
        labels: Label map (D, H, W).
        mask: The voxels (D, H, W); some are set.
        margin_mm: How much more is kept on every side.

    Returns:
        The part, at its place; voxels are not copied.
    """
    (around,) = ndimage.find_objects(mask.astype(np.uint8))
    margins = [int(np.ceil(margin_mm / mm)) for mm in labels.geometry.spacing_mm]
    where = [
        slice(max(0, place.start - margin), min(size, place.stop + margin))
        for place, margin, size in zip(around, margins, mask.shape, strict=True)
    ]
    return labels.part((where[0], where[1], where[2]))


def with_room(labels: Volume, mask: NDArray[np.bool_], margin_mm: float) -> Volume:
    """Cut out what lies about some voxels, with background where the labels end sooner, so that it does not matter
    where they end, as a DICOM segmentation does with its structures.

    Args:
        labels: Label map (D, H, W).
        mask: The voxels (D, H, W); some are set.
        margin_mm: How much more there is on every side.

    Returns:
        The part, at its place.
    """
    (around,) = ndimage.find_objects(mask.astype(np.uint8))
    margins = [int(np.ceil(margin_mm / mm)) for mm in labels.geometry.spacing_mm]
    first = [place.start - margin for place, margin in zip(around, margins, strict=True)]
    last = [place.stop + margin for place, margin in zip(around, margins, strict=True)]
    inside = [slice(max(0, low), min(size, high)) for low, high, size in zip(first, last, mask.shape, strict=True)]
    missing = [(where.start - low, high - where.stop) for where, low, high in zip(inside, first, last, strict=True)]
    array = np.pad(labels.array[inside[0], inside[1], inside[2]], missing)
    grid = labels.geometry
    x, y, z = grid.physical(np.array(first, dtype=np.float64)).tolist()
    return Volume(array, Geometry(array.shape, grid.spacing_mm, (x, y, z), grid.direction))


def on_grid(mask: NDArray[np.bool_], geometry: Geometry, grid: Geometry) -> NDArray[np.bool_]:
    """Bring a mask to another grid.

    Args:
        mask: (D, H, W).
        geometry: Its grid.
        grid: The other one.

    Returns:
        Mask (D, H, W) on ``grid``: where the other fills half a voxel by linear interpolation.
    """
    return Volume(mask.astype(np.float32), geometry).resampled(grid).array >= 0.5
