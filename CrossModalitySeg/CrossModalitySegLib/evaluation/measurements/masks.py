"""Where a known structure lies in a label map, whatever its value in the label set at hand."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ...anatomy import LabelSet, Structure
from ...images.geometry import Geometry
from ...images.volume import Volume


def own(label_set: LabelSet, known: Structure) -> Structure | None:
    """The structure of ``label_set`` that has the code or the name of ``known``; None where it has none."""
    found = label_set.called(known.name, known.code)
    return found if found in label_set.structures else None


def mask_of(labels: Volume, label_set: LabelSet, known: Structure) -> NDArray[np.bool_]:
    """Voxels (D, H, W) of ``known`` in ``labels``; none where ``label_set`` lacks it."""
    structure = own(label_set, known)
    return np.zeros(labels.array.shape, dtype=bool) if structure is None else labels.array == structure.value


def cropped(labels: Volume, mask: NDArray[np.bool_], margin_mm: float) -> Volume:
    """The part of ``labels`` that holds the voxels of ``mask`` (D, H, W; some are set), and ``margin_mm`` around it, as
    far as the scan goes.
    """
    (around,) = ndimage.find_objects(mask.astype(np.uint8))
    margins = [int(np.ceil(margin_mm / mm)) for mm in labels.geometry.spacing_mm]
    where = [
        slice(max(0, place.start - margin), min(size, place.stop + margin))
        for place, margin, size in zip(around, margins, mask.shape, strict=True)
    ]
    return labels.part((where[0], where[1], where[2]))


def with_room(labels: Volume, mask: NDArray[np.bool_], margin_mm: float) -> Volume:
    """The part of ``labels`` that holds the voxels of ``mask`` (D, H, W; some are set), and ``margin_mm`` around it:
    background where ``labels`` end sooner, so that it does not matter where they end, as a DICOM segmentation does with
    its structures.
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
    """``mask`` (D, H, W) of ``geometry`` on ``grid``: where it fills half a voxel by linear interpolation."""
    return Volume(mask.astype(np.float32), geometry).resampled(grid).array >= 0.5
