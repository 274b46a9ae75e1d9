"""Judging an adapted segmenter without any target label, so that a checkpoint can be chosen."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ..anatomy import CLASS_COUNT, STRUCTURES
from ..images.geometry import Geometry
from ..images.preprocessing import volume_of
from ..images.volume import Volume
from ..inference.predictor import predict
from ..inference.quality import plausibility
from ..networks.segmenter import Segmenter
from ..settings import Precision, Preprocessing

BATCH = 16


@dataclass(frozen=True)
class Validation:
    """Means over the validation volumes.

    ``entropy`` of the predictions in units of log(5), 0..1, lower is surer; ``plausibility`` of the anatomy 0..1;
    ``missing`` names structures found in no volume; ``preview`` is the first volume's label map.
    """

    entropy: float
    plausibility: float
    missing: tuple[str, ...]
    preview: Volume

    @property
    def score(self) -> float:
        """Higher is better: anatomy first, then how sure the segmenter is."""
        return self.plausibility - self.entropy


def validate(
    segmenter: Segmenter,
    volumes: Sequence[Tensor],
    settings: Preprocessing,
    ranges_ml: Mapping[str, tuple[float, float]],
    precision: Precision,
    device: torch.device,
) -> Validation:
    """Segment ``volumes``, stacks (N, H, W) of normalised target slices, and judge the results by themselves."""
    entropies, scores, found, previews = [], [], set(), []
    for slices in volumes:
        prediction = predict(segmenter, slices, batch=BATCH, precision=precision, device=device)
        array = volume_of(prediction.labels, settings.plane)
        labels = Volume(array, Geometry(array.shape, (settings.spacing_mm,) * 3))
        entropies.append(prediction.entropy / math.log(CLASS_COUNT))
        scores.append(plausibility(labels, ranges_ml))
        found |= {structure.name for structure in STRUCTURES if (array == structure.index).any()}
        previews.append(labels)
    missing = tuple(structure.name for structure in STRUCTURES if structure.name not in found)
    return Validation(sum(entropies) / len(entropies), sum(scores) / len(scores), missing, previews[0])
