"""Judging an adapted segmenter without any target label, so that a checkpoint can be chosen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ..images.geometry import Geometry
from ..images.preprocessing import volume_of
from ..images.volume import Volume
from ..inference.predictor import predict
from ..inference.quality import plausibility
from ..models.card import ModelCard
from ..settings import Precision

BATCH = 16


@dataclass(frozen=True)
class Validation:
    """Label-free scores of a segmenter, means over the validation volumes.

    Attributes:
        entropy: Predictive entropy in units of log C, 0..1; lower is more certain.
        plausibility: Anatomical plausibility, 0..1.
        missing: Names of the structures that were found in no volume.
        preview: Label map of the first volume.
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
    segmenter: nn.Module,
    volumes: Sequence[Tensor],
    card: ModelCard,
    precision: Precision,
    device: torch.device,
) -> Validation:
    """Score a segmenter on unlabeled target volumes.

    Args:
        segmenter: Maps (B, 3, H, W) to logits (B, C, H, W).
        volumes: Stacks (N, H, W) of normalized target slices.
        card: Card of the model: preprocessing, structures and volume ranges.
        precision: Number format of the network.
        device: Where to compute.

    Returns:
        Entropy and plausibility.
    """
    settings, label_set = card.preprocessing, card.labels
    entropies, scores, found, previews = [], [], set(), []
    for slices in volumes:
        prediction = predict(segmenter, slices, batch=BATCH, precision=precision, device=device)
        array = volume_of(prediction.labels, settings.plane)
        labels = Volume(array, Geometry(array.shape, (settings.spacing_mm,) * 3))
        entropies.append(prediction.entropy / math.log(label_set.class_count))
        scores.append(plausibility(labels, label_set, card.volume_ranges_ml))
        found |= {structure.name for structure in label_set.structures if (array == structure.value).any()}
        previews.append(labels)
    missing = tuple(name for name in label_set.names if name not in found)
    return Validation(sum(entropies) / len(entropies), sum(scores) / len(scores), missing, previews[0])
