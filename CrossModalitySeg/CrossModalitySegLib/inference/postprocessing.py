"""What is done to a label map before it is shown."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..label_set import BACKGROUND, LabelSet

NEIGHBORS = ndimage.generate_binary_structure(3, 1)
"""Voxels that share a face belong together."""

_LEAST_SHARE = 0.02
"""Of the largest component, in voxels: a smaller one is hardly ever the structure itself."""


def keep_largest(labels: NDArray[np.uint8], joined: bool = False) -> NDArray[np.uint8]:
    """Keep only the largest connected component of each structure.

    Args:
        labels: Class indices (D, H, W).
        joined: Whether to prefer the largest component that touches another structure, unless it has less than 2 % of
            the voxels of the largest one.

    Returns:
        A copy of ``labels`` in which all other components are background.
    """
    kept = labels.copy()
    for index, place in enumerate(ndimage.find_objects(labels), start=1):
        if place is None:
            continue
        part = kept[place]
        pieces, sizes = components(part == index)
        if len(sizes) > 1:
            part[(pieces > 0) & (pieces != 1 + int(np.argmax(sizes)))] = BACKGROUND
    return _joined(labels, kept) if joined else kept


def _joined(labels: NDArray[np.uint8], largest: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The components of ``labels`` that touch what other structures are in ``largest``, else those in ``largest``."""
    kept = largest.copy()
    for index, place in enumerate(ndimage.find_objects(labels), start=1):
        if place is None:
            continue
        place = tuple(slice(max(0, side.start - 1), side.stop + 1) for side in place)
        pieces, sizes = components(labels[place] == index)
        others = (largest[place] != BACKGROUND) & (largest[place] != index)
        beside = np.unique(pieces[ndimage.binary_dilation(others, NEIGHBORS)])
        touching = np.isin(np.arange(1, len(sizes) + 1), beside) & (sizes >= _LEAST_SHARE * sizes.max())
        if touching.any():
            part = kept[place]
            part[part == index] = BACKGROUND
            part[pieces == 1 + int(np.argmax(np.where(touching, sizes, 0)))] = index
    return kept


def fill_holes(labels: NDArray[np.uint8], label_set: LabelSet) -> NDArray[np.uint8]:
    """Fill the holes of each structure.

    So papillary muscles that stand free in the blood of the ventricle count as blood, as in MM-WHS.

    Args:
        labels: Class indices (D, H, W).
        label_set: The structures of the model.

    Returns:
        A copy of ``labels`` in which background enclosed by one structure belongs to that structure.
    """
    filled = labels.copy()
    places = dict(enumerate(ndimage.find_objects(labels), start=1))
    # What surrounds another structure, as the myocardium does the ventricle, comes last: a gap between both belongs to
    # the inner one.
    for index in sorted(places, key=lambda index: bool(label_set.by_value(index).surrounds)):
        if (place := places[index]) is not None:
            part = filled[place]
            mask = part == index
            whole = ndimage.binary_fill_holes(mask.squeeze()).reshape(mask.shape)  # a single slice has holes as well
            part[whole & (part == BACKGROUND)] = index
    return filled


def components(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Connected components of a mask (voxels that share a face are connected).

    Args:
        mask: (D, H, W).

    Returns:
        Number of the component of each voxel (D, H, W), 0 outside the mask; and the sizes in voxels of components 1, 2,
        ...
    """
    pieces, count = ndimage.label(mask, NEIGHBORS)
    return pieces, np.bincount(pieces.ravel(), minlength=count + 1)[1:]
