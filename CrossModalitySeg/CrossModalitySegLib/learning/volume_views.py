"""How a 3D segmenter sees one volume from several sides, and what of that can be relied on without any label."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from ..images.geometry import Geometry
from ..images.volume import Volume
from ..inference.intensities import REFINEMENTS, refine_by_intensity
from ..inference.postprocessing import keep_largest
from ..inference.quality import plausibility, tolerated_ml
from ..models.card import ModelCard
from ..networks.precision import autocast
from .losses import UNKNOWN

VIEWS = ((1.0, 0.0), (0.9, 8.0), (1.1, -8.0))
"""Zoom and turn in the axial plane (degrees) of each view. A reliable network predicts the same in all."""


@dataclass(frozen=True)
class ViewsPrediction:
    """The combined prediction of all views.

    ``probabilities`` (C, D, H, W) are their mean; ``agreement`` is, by class index, the least Dice between the first
    view and another one, 1 for the background and for a structure that no view has.
    """

    probabilities: Tensor
    agreement: tuple[float, ...]


@torch.inference_mode()
def predict_views(network: nn.Module, stack: Tensor, device: torch.device, dtype: torch.dtype) -> ViewsPrediction:
    """Predict a volume from several views, which are rotated and scaled copies.

    Args:
        network: Maps (1, 2, D, H, W) to logits (1, C, D, H, W); in evaluation mode.
        stack: Image and mask of the scanned field of view (2, D, H, W).
        device: Where to compute.
        dtype: Number format of the network.

    Returns:
        Mean probabilities, and the agreement of the views for each class.
    """
    views = []
    for zoom, degrees in VIEWS:
        with autocast(device, dtype):
            logits = network(moved(stack, zoom, degrees)[None].to(device))
        likely = logits.float().softmax(1)
        views.append(turned(likely, 1 / zoom, -degrees)[0])
    first = views[0].argmax(0)
    count = len(views[0])
    agreement = [1.0] * count
    for other in views[1:]:
        labels = other.argmax(0)
        for value in range(1, count):
            sizes = (first == value).sum() + (labels == value).sum()
            if sizes:
                shared = ((first == value) & (labels == value)).sum()
                agreement[value] = min(agreement[value], float(2 * shared / sizes))
    return ViewsPrediction(torch.stack(views).mean(0).cpu(), tuple(agreement))


def refined(prediction: ViewsPrediction, stack: Tensor) -> ViewsPrediction:
    """Move boundaries to where the volume shows them (``inference/intensities.py``).

    Args:
        prediction: Prediction of all views.
        stack: Image and mask of the scanned field of view (2, D, H, W), on the CPU.

    Returns:
        The prediction with other probabilities, in steps of 1 / 255.
    """
    likely = (255 * prediction.probabilities).round().byte().numpy()
    likely = refine_by_intensity(likely, stack[0].numpy(), stack[1].numpy() > 0.5, REFINEMENTS[3])
    return replace(prediction, probabilities=torch.from_numpy(likely).float() / 255)


def moved(stack: Tensor, zoom: float, degrees: float) -> Tensor:
    """Enlarge and turn what a network sees.

    Args:
        stack: Image and mask of the scanned field of view (2, D, H, W).
        zoom: How much larger everything becomes.
        degrees: Angle in the axial plane.

    Returns:
        Both (2, D, H, W) on the same grid; what comes from outside is as empty as padding is.
    """
    empty = stack[0].min()
    image, field = turned(torch.stack([stack[0] - empty, stack[1]])[None], zoom, degrees)[0]
    inside = field > 0.5
    return torch.stack([torch.where(inside, image + empty, empty), inside.float()])


def turned(stack: Tensor, zoom: float, degrees: float, mode: str = "bilinear") -> Tensor:
    """Enlarge and turn about the middle, in the last two axes, on the same grid.

    Args:
        stack: (B, C, D, H, W), floating.
        zoom: How much larger everything becomes, along all three axes.
        degrees: Angle by which what lies at the end of W moves toward the start of H.
        mode: "bilinear" (in three directions), or "nearest" for labels.

    Returns:
        (B, C, D, H, W); zero where it comes from outside. ``stack`` itself where nothing changes.
    """
    if zoom == 1 and degrees == 0:
        return stack
    _, _, _, height, width = stack.shape
    c, s = math.cos(math.radians(degrees)) / zoom, math.sin(math.radians(degrees)) / zoom
    # Coordinates are relative to each side's length: a turn must not shear what is not square.
    matrix = [[c, -s * height / width, 0, 0], [s * width / height, c, 0, 0], [0, 0, 1 / zoom, 0]]
    theta = torch.tensor(matrix, dtype=stack.dtype, device=stack.device).expand(len(stack), 3, 4)
    grid = F.affine_grid(theta, list(stack.shape), align_corners=False)
    return F.grid_sample(stack, grid, mode=mode, padding_mode="zeros", align_corners=False)


def reliable_labels(prediction: ViewsPrediction, card: ModelCard, confidence: float, agreement: float) -> Tensor:
    """Pseudo-labels of the voxels where the prediction is reliable.

    A structure is unknown as a whole if its views agree too little or if its volume is implausible; components other
    than the largest are unknown as well. Unknown voxels do not become background: nothing is learned from them.

    Args:
        prediction: Prediction of all views.
        card: Card of the model: structures, spacing and volume ranges.
        confidence: Smallest probability of a pseudo-label, 0..1.
        agreement: Smallest Dice between views, 0..1.

    Returns:
        Class indices (D, H, W), int64; UNKNOWN where the prediction is not reliable.
    """
    likely, classes = prediction.probabilities.max(0)
    labels: NDArray[np.uint8] = classes.byte().numpy()
    largest = keep_largest(labels)
    unknown = (likely.numpy() < confidence) | (largest != labels)
    sizes_ml = np.bincount(largest.ravel(), minlength=card.labels.class_count) * card.preprocessing.spacing_mm**3 / 1000
    for structure in card.labels.structures:
        low, high = tolerated_ml(card.volume_ranges_ml, structure.name)
        if prediction.agreement[structure.value] < agreement or not low <= sizes_ml[structure.value] <= high:
            unknown |= labels == structure.value
    return torch.from_numpy(np.where(unknown, UNKNOWN, labels).astype(np.int64))


def score(prediction: ViewsPrediction, card: ModelCard) -> float:
    """Label-free score of a prediction, 0..2: anatomical plausibility plus mean agreement of the views.

    Args:
        prediction: Prediction of all views.
        card: Card of the model: structures, spacing and volume ranges.

    Returns:
        The score; higher is better.
    """
    labels = prediction.probabilities.argmax(0).byte().numpy()
    volume = Volume(labels, Geometry(labels.shape, (card.preprocessing.spacing_mm,) * 3))
    agreement = sum(prediction.agreement[1:]) / (len(prediction.agreement) - 1)
    return plausibility(volume, card.labels, card.volume_ranges_ml) + agreement
