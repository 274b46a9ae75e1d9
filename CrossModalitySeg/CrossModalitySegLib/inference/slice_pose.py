"""How a slice is turned: quarter turns and mirroring of which its header says nothing, or what is not so.

Pictures of hearts come in any orientation, and a network is surest of a heart that stands as it has learned: of the
eight poses the one is taken in which it sees the likeliest heart (``slice_score.score``).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from ..models.heart_model import HeartModel
from .predictor import batch_for, predict
from .slice_score import score


class Pose(NamedTuple):
    """Mirrored or not, then turned by so many quarters."""

    mirrored: bool
    quarters: int

    def apply(self, array: NDArray) -> NDArray:
        """Bring slices into this pose.

        Args:
            array: Square slices (..., S, S).

        Returns:
            A copy of the same shape: left and right swapped where ``mirrored``, then turned by ``quarters``.

        Examples:
            >>> Pose(True, 1).apply(np.array([[1, 2], [3, 4]])).tolist()
            [[1, 3], [2, 4]]
        """
        return np.ascontiguousarray(np.rot90(np.flip(array, -1) if self.mirrored else array, self.quarters, (-2, -1)))

    def undo(self, array: NDArray) -> NDArray:
        """Take slices out of this pose.

        Args:
            array: Square slices (..., S, S) as of ``apply``.

        Returns:
            A copy of the same shape: the slices of which ``apply`` makes ``array``.
        """
        turned = np.rot90(array, -self.quarters, (-2, -1))
        return np.ascontiguousarray(np.flip(turned, -1) if self.mirrored else turned)


POSES = tuple(Pose(mirrored, quarters) for mirrored in (False, True) for quarters in range(4))
"""The first one is that of the header, or of the image as it is."""

_TRUST = 2.0
"""So many times as likely must a heart be in another pose than in the first one, in which most images come."""


def scores(
    model: HeartModel, triplets: NDArray[np.float32], trust: float, device: torch.device, memory_gb: float
) -> NDArray:
    """How likely a heart is seen in each pose of some slices.

    Args:
        model: Model for slices.
        triplets: Normalized slices between their neighbors, (N, 3, S, S).
        trust: Factor on the score of the first pose, in which the slices came.
        device: Where to compute.
        memory_gb: Memory to stay within, in GB.

    Returns:
        ``slice_score.score`` (N, 8) in each of ``POSES``.
    """
    card = model.card
    turned = np.concatenate([pose.apply(triplets) for pose in POSES])
    batch = batch_for(memory_gb, card.preprocessing, card.network.width)
    found = predict(model.segmenter, torch.from_numpy(turned), batch=batch, device=device, with_probabilities=True)
    assert found.probabilities is not None
    pixel_cm2 = (card.preprocessing.spacing_mm / 10) ** 2
    likely = [
        score(labels, found.probabilities[:, number], pixel_cm2, card.labels, card.volume_ranges_ml)
        for number, labels in enumerate(found.labels)
    ]
    by_pose = np.array(likely).reshape(len(POSES), len(triplets))
    by_pose[0] *= trust
    return by_pose.T


def likeliest_pose(model: HeartModel, slices: NDArray[np.float32], device: torch.device, memory_gb: float) -> Pose:
    """The pose in which the middle slice shows the likeliest heart.

    Args:
        model: Model for slices.
        slices: Normalized slices (N, S, S) of a slab.
        device: Where to compute.
        memory_gb: Memory to stay within, in GB.

    Returns:
        One of ``POSES``; the first one unless another is clearly better.
    """
    middle = len(slices) // 2
    triplet = slices[[max(middle - 1, 0), middle, min(middle + 1, len(slices) - 1)]]
    return POSES[int(scores(model, triplet[None], _TRUST, device, memory_gb)[0].argmax())]
