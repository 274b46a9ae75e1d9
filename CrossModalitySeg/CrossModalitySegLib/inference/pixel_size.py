"""Estimate of the pixel size of a slice whose header lacks it: the size at which the network sees the likeliest
heart.
"""

from __future__ import annotations

import numpy as np
import torch

from ..images.io.plain_images import with_pixel_mm
from ..images.preprocessing import in_plane_box, prepare
from ..images.volume import Volume
from ..models.heart_model import HeartModel
from .predictors import refuse_without_slices
from .slice_pose import scores

FIELDS_MM = tuple(float(mm) for mm in np.geomspace(120.0, 450.0, 11))
"""Longer sides that an image of a heart may have, 14 % apart: a step within the scaling that networks are trained with.
"""

_TRUST = 3.0
"""As in ``slice_pose.py``, but more: there are many more pairs of size and pose in which chance can see a heart."""


def estimated_pixel_mm(volume: Volume, model: HeartModel, device: torch.device, memory_gb: float) -> float:
    """Estimate the pixel size of a slice: the model looks at it at every size of ``FIELDS_MM`` in every pose, and the
    best score wins.

    Args:
        volume: Slice (1, H, W), of which only the gray values count.
        model: Model for slices.
        device: Where to compute.
        memory_gb: Memory to stay within, in GB.

    Returns:
        Side in mm of a square pixel.

    Raises:
        UserError: BAD_INPUT for a 3D model.
    """
    refuse_without_slices(model.card)
    settings = model.card.preprocessing
    sizes_mm = [field_mm / max(volume.geometry.shape) for field_mm in FIELDS_MM]
    scaled = [with_pixel_mm(volume, mm) for mm in sizes_mm]
    slices = np.concatenate([prepare(slice_, in_plane_box(slice_, settings), settings).array for slice_ in scaled])
    triplets = np.repeat(slices[:, None], 3, axis=1)  # a single slice stands in for its neighbors
    return sizes_mm[int(scores(model, triplets, _TRUST, device, memory_gb).max(axis=1).argmax())]


def sentence(pixel_mm: float) -> str:
    """The note about an estimate.

    Args:
        pixel_mm: Side of a pixel in mm, as of ``estimated_pixel_mm``.

    Returns:
        A sentence for the user.

    Examples:
        >>> sentence(0.7512)
        'Its pixel size is not known; 0.75 mm fits best (estimated).'
    """
    return f"Its pixel size is not known; {pixel_mm:.2f} mm fits best (estimated)."
