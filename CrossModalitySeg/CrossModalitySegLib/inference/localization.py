"""Where the heart lies: found in the image, given by the user, or, failing both, assumed in the middle."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import ndimage
from torch import Tensor
from torch.nn import functional as F

from ..images.coarse import coarse
from ..images.field import Side, sides_of
from ..images.geometry import Geometry
from ..images.volume import Volume
from ..networks.localizer import LOCALIZER_SHAPE, LOCALIZER_SPACING_MM, HeartLocalizer, standardized

SURE = 0.5
"""Confidence from which on a heart counts as found."""

_WHOLE_HEART_ML = 300.0
"""The hull of the structures measures 400-1300 ml in adults; much less is a part of a heart, or something else."""

_LEAST_MM = 64.0
"""A volume thinner than this along an axis, a slice or a slab, shows too little to say that there is no heart in it."""

_BODY = 0.2
"""Value of the coarse view (0..1) above which there is something: fat and more in CT, most tissues in MR."""

_NEAR_PX = 15
"""Half the side of the box in which a first find is looked at again: 24 cm, the field of view of a cardiac scan."""

_CUT_CM2 = 15.0
"""Area of the heart on an end of the scanned field from which on it goes on beyond; the section of a whole heart has 60
to 100 cm2.
"""


@dataclass(frozen=True)
class HeartRegion:
    """Position of the heart, which is the convex hull of all structures.

    Attributes:
        center_mm: Middle (x, y, z) in LPS mm.
        confidence: 0..1.
        source: ``found`` by the localizer, ``roi`` of the user, or ``middle`` of the volume where no heart was found.
        extent_mm: Lowest and highest (x, y, z) in LPS mm; None unless found.
        cut: Sides of the scan beyond which the heart goes on.
    """

    center_mm: NDArray[np.float64]
    confidence: float
    source: Literal["found", "roi", "middle"]
    extent_mm: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None
    cut: tuple[Side, ...] = ()


def shows_no_heart(region: HeartRegion, geometry: Geometry) -> bool:
    """Whether a volume shows no heart, so that a segmentation of it would mean nothing.

    Never reported where a user named the place, nor of slices and slabs, in which the localizer sees too little.

    Args:
        region: Where the heart was found, or not.
        geometry: Grid of the volume.

    Returns:
        True if the localizer found none in a volume that is thick enough.
    """
    thick = all(n * spacing_mm >= _LEAST_MM for n, spacing_mm in zip(geometry.shape, geometry.spacing_mm, strict=True))
    return region.source == "middle" and thick


def from_roi(roi_mm: tuple[float, float, float, float, float, float]) -> HeartRegion:
    """The region of a user's box (x0, x1, y0, y1, z0, z1) in LPS mm; the localizer is not asked."""
    return HeartRegion(np.array(roi_mm, dtype=np.float64).reshape(3, 2).mean(axis=1), 1.0, "roi")


def locate_heart(volume: Volume, localizer: HeartLocalizer) -> HeartRegion:
    """Find the heart in a volume.

    The localizer runs over the body window by window, then once more over a box around the first result: a heart at the
    end of a long scan appears in windows that hold mostly other organs, and is found only in part at first.

    Args:
        volume: Image of any modality, size and direction.
        localizer: The network, on the device to compute on.

    Returns:
        The region of the heart; the middle of the volume, with low confidence, where none was found.
    """
    view, inside = coarse(volume, LOCALIZER_SPACING_MM)
    probability = np.zeros(view.array.shape, dtype=np.float32)
    body = _box(inside & (view.array > _BODY), margin_px=2)
    probability[body] = heart_probability(view.array[body], inside[body], localizer)
    heart, confidence = _largest(probability, view.geometry)
    if heart.any():
        near = _around(heart, body, _NEAR_PX)
        closer = np.zeros_like(probability)
        closer[near] = heart_probability(view.array[near], inside[near], localizer)
        again, surer = _largest(closer, view.geometry)
        if surer > confidence:
            heart, confidence = again, surer
    if confidence < SURE / 2:
        return HeartRegion(volume.geometry.center_mm, confidence, "middle")
    cut = tuple(side for side, area_cm2 in sides_of(heart, inside, view.geometry).items() if area_cm2 >= _CUT_CM2)
    return HeartRegion(middle_mm(heart, view.geometry), confidence, "found", extent_mm(heart, view.geometry), cut)


def _largest(probability: NDArray[np.float32], geometry: Geometry) -> tuple[NDArray[np.bool_], float]:
    """The likeliest connected component (D, H, W) of what is more probable than not, and the confidence 0..1 that it is
    a heart.
    """
    pieces, count = ndimage.label(probability > 0.5)
    if count == 0:
        return pieces > 0, 0.5 * float(probability.max(initial=0.0))
    heart = pieces == 1 + int(np.argmax(ndimage.sum_labels(probability, pieces, np.arange(1, count + 1))))
    size_ml = float(heart.sum()) * geometry.voxel_ml
    return heart, float(probability[heart].mean()) * min(1.0, size_ml / _WHOLE_HEART_ML)


def _box(mask: NDArray[np.bool_], margin_px: int) -> tuple[slice, ...]:
    """The box that holds ``mask`` (D, H, W) and ``margin_px`` more where there is room; everything if ``mask`` is
    empty.
    """
    found = [np.flatnonzero(mask.any(axis=tuple({0, 1, 2} - {axis}))) for axis in range(3)]
    return tuple(
        slice(max(0, int(one[0]) - margin_px), int(one[-1]) + 1 + margin_px) if one.size else slice(0, size)
        for one, size in zip(found, mask.shape, strict=True)
    )


def _around(heart: NDArray[np.bool_], body: tuple[slice, ...], reach_px: int) -> tuple[slice, ...]:
    """The part of ``body`` up to ``reach_px`` from the middle of ``heart``."""
    middles = [(one.start + one.stop) // 2 for one in _box(heart, 0)]
    return tuple(
        slice(max(one.start, m - reach_px), min(one.stop, m + reach_px)) for one, m in zip(body, middles, strict=True)
    )


def middle_mm(mask: NDArray[np.bool_], geometry: Geometry) -> NDArray[np.float64]:
    """The middle of a structure: that of the box that holds all but the outermost hundredth of it on every side.

    The box, not the center of mass, decides what a crop of fixed size covers.

    Args:
        mask: Voxels (D, H, W); some are set.
        geometry: Their grid.

    Returns:
        Point (x, y, z) in mm, LPS.

    Examples:
        >>> mask = np.zeros((9, 9, 9), dtype=bool)
        >>> mask[2:7, 2:7, 2:7] = True
        >>> middle_mm(mask, Geometry((9, 9, 9), (2.0, 1.0, 1.0))).tolist()
        [4.0, 4.0, 8.0]
    """
    low, high = np.percentile(np.argwhere(mask), (1, 99), axis=0)
    return geometry.physical((low + high) / 2)


def extent_mm(mask: NDArray[np.bool_], geometry: Geometry) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The box of a structure.

    Args:
        mask: Voxels (D, H, W); some are set.
        geometry: Their grid, of any direction.

    Returns:
        Lowest and highest (x, y, z) in mm, LPS, of middles of voxels.
    """
    index = np.argwhere(mask)
    corners = np.array(np.meshgrid(*zip(index.min(axis=0), index.max(axis=0), strict=True))).reshape(3, -1).T
    points = geometry.physical(corners)
    return points.min(axis=0), points.max(axis=0)


@torch.inference_mode()
def heart_probability(
    view: NDArray[np.float32], inside: NDArray[np.bool_], localizer: HeartLocalizer
) -> NDArray[np.float32]:
    """Probability that a voxel lies inside the heart.

    Args:
        view: Gray values (D, H, W), 0..1, of any size at the spacing of the localizer.
        inside: Mask (D, H, W) of the scanned field of view.
        localizer: The network.

    Returns:
        Probability (D, H, W), 0..1; 0 outside the scanned field.
    """
    device = next(localizer.parameters()).device
    stack = torch.from_numpy(np.stack([view, inside.astype(np.float32)]))[None].to(device)
    was_training = localizer.training
    localizer.eval()
    # Each window is standardized by itself, as in training, so a view of the whole body does not shift its values.
    logits = window_by_window(stack, LOCALIZER_SHAPE, lambda part: localizer(standardized(part[:, :1], part[:, 1:])))
    localizer.train(was_training)
    return (torch.sigmoid(logits)[0, 0].float().cpu().numpy() * inside).astype(np.float32)


def window_by_window(stack: Tensor, window: tuple[int, int, int], network: Callable[[Tensor], Tensor]) -> Tensor:
    """Sliding-window inference with a network of one output channel.

    Windows overlap by half and have Gaussian weights, as in MONAI's sliding window, whose import alone takes longer
    than finding a heart. An input smaller than a window is padded with zeros on both sides.

    Args:
        stack: Input (1, C, D, H, W) of any size.
        window: Size (D, H, W) of a window in voxels.
        network: Maps (1, C, *window) to (1, 1, *window).

    Returns:
        Output (1, 1, D, H, W).
    """
    shape = stack.shape[2:]
    missing = [max(0, wanted - side) for wanted, side in zip(window, shape, strict=True)]
    before = [pad // 2 for pad in missing]
    padded = F.pad(
        stack, [n for low, pad in zip(reversed(before), reversed(missing), strict=True) for n in (low, pad - low)]
    )
    bells = [torch.exp(-0.5 * ((torch.arange(n) - (n - 1) / 2) / (n / 8)) ** 2) for n in window]
    weight = torch.einsum("i,j,k->ijk", *bells).clamp(min=1e-3).to(stack)
    total, weights = padded.new_zeros(padded[:, :1].shape), padded.new_zeros(padded[:, :1].shape)
    starts = [_starts(side, step) for side, step in zip(padded.shape[2:], window, strict=True)]
    for corner in itertools.product(*starts):
        part: tuple = (..., *(slice(start, start + side) for start, side in zip(corner, window, strict=True)))
        total[part] += weight * network(padded[part])
        weights[part] += weight
    inner: tuple = (..., *(slice(low, low + side) for low, side in zip(before, shape, strict=True)))
    return (total / weights)[inner]


def _starts(side: int, window: int) -> list[int]:
    """Where windows start along an axis: half a window apart, the last one at the end."""
    return [*range(0, side - window, window // 2), side - window]
