"""Estimate of the pixel size of a slice whose header lacks it: the size at which the network sees the likeliest
heart.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from numpy.typing import NDArray

from ..anatomy import LabelSet
from ..images.io.plain_images import with_pixel_mm
from ..images.preprocessing import in_plane_box, prepare
from ..images.volume import Volume
from ..models.heart_model import HeartModel
from .postprocessing import components
from .predictor import batch_for, predict
from .predictors import refuse_without_slices
from .quality import Ranges

FIELDS_MM = tuple(float(mm) for mm in np.geomspace(120.0, 450.0, 11))
"""Longer sides that an image of a heart may have, 14 % apart: a step within the scaling that networks are trained with.
"""

_SHARPNESS = 3
"""Exponent of the certainty, which differs by little from size to size."""
_TOLERANCE = 0.3
"""Spread of the logarithm of an area above the usual one."""


def estimated_pixel_mm(volume: Volume, model: HeartModel, device: torch.device, memory_gb: float) -> float:
    """Side in mm of a square pixel of ``volume`` (1, H, W), of which only the gray values count.

    ``model`` looks at the slice at every size of ``FIELDS_MM``; the best ``score`` wins. Raises ``UserError`` BAD_INPUT
    if it is a 3D model.
    """
    refuse_without_slices(model.card)
    settings = model.card.preprocessing
    sizes_mm = [field_mm / max(volume.geometry.shape) for field_mm in FIELDS_MM]
    scaled = [with_pixel_mm(volume, mm) for mm in sizes_mm]
    slices = np.concatenate([prepare(slice_, in_plane_box(slice_, settings), settings).array for slice_ in scaled])
    triplets = torch.from_numpy(slices)[:, None].expand(-1, 3, -1, -1)  # a single slice stands in for its neighbors
    batch = batch_for(memory_gb, settings, model.card.network.width)
    found = predict(model.segmenter, triplets, batch=batch, device=device, with_probabilities=True)
    assert found.probabilities is not None
    pixel_cm2 = (settings.spacing_mm / 10) ** 2
    scores = [
        score(labels, found.probabilities[:, number], pixel_cm2, model.card.labels, model.card.volume_ranges_ml)
        for number, labels in enumerate(found.labels)
    ]
    return sizes_mm[int(np.argmax(scores))]


def score(
    labels: NDArray[np.uint8],
    probabilities: NDArray[np.uint8],
    pixel_cm2: float,
    label_set: LabelSet,
    volume_ranges_ml: Ranges,
) -> float:
    """How likely class indices ``labels`` (H, W) are a slice of a heart, 0..1; ``probabilities`` (C, H, W) in 0..255.

    Mean over the structures of certainty^3 x share of the largest connected component x fit of its area. The certainty
    is the network's mean probability in the structure; the area fits up to that of the middle slice of a ball of usual
    volume, since a slice may show less of a structure but never much more. The constants were chosen on 32 coronal
    slices of eight virtual patients; on 24 slices of six others the size came out within 31 % of the true one in
    22. Whether Myo surrounds LV is left out, since it made no difference there: slices that are seen too large pass as
    well.
    """
    parts = []
    for structure in label_set.structures:
        mask = labels == structure.value
        if not mask.any():
            parts.append(0.0)
            continue
        sizes = components(mask[None])[1]
        certainty = float(probabilities[structure.value][mask].mean()) / 255
        low_ml, high_ml = volume_ranges_ml.get(structure.name, (0.0, 0.0))
        excess = float(sizes.max()) * pixel_cm2 / _middle_cm2(math.sqrt(low_ml * high_ml)) if low_ml > 0 else 0.0
        parts.append(
            certainty**_SHARPNESS
            * float(sizes.max() / sizes.sum())
            * math.exp(-0.5 * (math.log(max(excess, 1.0)) / _TOLERANCE) ** 2)
        )
    return float(np.mean(parts))


def sentence(pixel_mm: float) -> str:
    """The note about an estimate."""
    return f"Its pixel size is not known; {pixel_mm:.2f} mm fits best (estimated)."


def _middle_cm2(ball_ml: float) -> float:
    """Area of the middle slice of a ball."""
    return math.pi * (3 * ball_ml / (4 * math.pi)) ** (2 / 3)
