"""What runs a network over a box: by the dimension of its architecture (``networks/architectures.py``)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from ..errors import Code, UserError
from ..images.preprocessing import Plane, slices_of, volume_of
from ..images.volume import Volume
from ..models.card import ModelCard
from ..models.heart_model import HeartModel
from ..networks.architectures import ARCHITECTURES, Dimension
from ..networks.precision import autocast, resolve_precision
from ..networks.unet3d import STEP
from ..settings import Precision
from .predictor import batch_for, predict

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class BoxPrediction:
    """A network's output for a box: the likeliest class (D, H, W) uint8, the probability of each (C, D, H, W) uint8,
    255 standing for 1, and confidence and soft Dice by class index, as in ``predictor.Prediction``.
    """

    labels: NDArray[np.uint8]
    probabilities: NDArray[np.uint8]
    confidence: tuple[float | None, ...]
    soft_dice: tuple[float | None, ...]


@dataclass(frozen=True)
class Means:
    """Resources and callbacks of a prediction.

    Attributes:
        device: Where to compute.
        memory_gb: Memory for weights and batches in GB.
        precision: Number format of the network.
        on_progress: Called with the done fraction, 0..1; an exception from it ends the work.
        on_note: Called with a sentence when the memory of a GPU does not suffice.
    """

    device: torch.device
    memory_gb: float = 2.0
    precision: Precision = "auto"
    on_progress: Callable[[float], None] = lambda fraction: None
    on_note: Callable[[str], None] = log.warning


class BoxPredictor(Protocol):
    """Runs the network of a model over a box.

    Args:
        model: The model.
        image: Normalized image on the box of the model's preprocessing, or on a part of it.
        plane: Orientation of the slices.
        rows: Slices of ``plane`` in which structures are expected; None for all. Others need not be computed unless a
            structure reaches them.
        means: Resources and callbacks.
    """

    def __call__(
        self, model: HeartModel, image: Volume, plane: Plane, rows: range | None, means: Means
    ) -> BoxPrediction: ...


def predict_slices(model: HeartModel, image: Volume, plane: Plane, rows: range | None, means: Means) -> BoxPrediction:
    """Slice by slice, each with its two neighbors."""
    card = model.card
    found = predict(
        model.segmenter,
        torch.from_numpy(slices_of(image.array, plane)),
        rows=rows,
        batch=batch_for(means.memory_gb, card.preprocessing, card.network.width),
        device=means.device,
        precision=means.precision,
        temperature=card.calibration.temperature if card.calibration else 1.0,
        with_probabilities=True,
        on_progress=means.on_progress,
        on_note=means.on_note,
    )
    assert found.probabilities is not None
    probabilities = np.stack([volume_of(part, plane) for part in found.probabilities])
    return BoxPrediction(volume_of(found.labels, plane), probabilities, found.confidence, found.soft_dice)


@torch.inference_mode()
def predict_whole(model: HeartModel, image: Volume, plane: Plane, rows: range | None, means: Means) -> BoxPrediction:
    """All of the box in one pass; where a GPU runs out of memory, the CPU takes over."""
    calibration = model.card.calibration
    voxels = torch.from_numpy(image.array)
    field = torch.ones(voxels.shape, dtype=torch.bool) if image.scanned is None else torch.from_numpy(image.scanned)
    stack = torch.stack([voxels, field.float()])[None]
    missing = [-side % STEP for side in image.array.shape]
    padded = F.pad(stack, [n for pad in reversed(missing) for n in (0, pad)], mode="replicate")
    padded[:, 1, image.array.shape[0] :] = 0
    padded[:, 1, :, image.array.shape[1] :] = 0
    padded[:, 1, :, :, image.array.shape[2] :] = 0
    try:
        logits = logits_of_box(model.segmenter, padded, means.device, means.precision)
    except torch.OutOfMemoryError:
        means.on_note("The memory of the GPU is too small; the CPU computes instead.")
        logits = logits_of_box(model.segmenter, padded, torch.device("cpu"), means.precision)
    means.on_progress(0.9)
    depth, height, width = image.array.shape
    logits = logits[:, :depth, :height, :width]
    logits[0] += torch.where(field, 0.0, 1e4)
    labels = logits.argmax(0)
    likely = (logits / calibration.temperature if calibration else logits).softmax(0)
    confidence, soft_dice = [], []
    for value, probability in enumerate(likely):
        chosen = probability[labels == value]
        confidence.append(float(chosen.mean()) if len(chosen) else None)
        soft_dice.append(float(2 * chosen.sum() / (len(chosen) + probability.sum())) if len(chosen) else None)
    probabilities = (255 * logits.softmax(0)).round().byte().numpy()
    return BoxPrediction(labels.byte().numpy(), probabilities, tuple(confidence), tuple(soft_dice))


def logits_of_box(network: nn.Module, stack: Tensor, device: torch.device, precision: Precision) -> Tensor:
    """Run a 3D network over one box.

    Args:
        network: Maps (1, 2, D, H, W) to logits (1, C, D, H, W); it is moved to ``device``, in evaluation mode.
        stack: Normalized image, and mask of the scanned field, (1, 2, D, H, W).
        device: Where to compute.
        precision: Number format to compute in.

    Returns:
        Logits (C, D, H, W), float32, on the CPU.
    """
    network = network.eval().to(device).to(memory_format=torch.channels_last_3d)  # type: ignore[call-overload]
    with autocast(device, resolve_precision(precision, device)):
        logits: Tensor = network(stack.to(device).contiguous(memory_format=torch.channels_last_3d))
    return logits[0].float().cpu()


PREDICTORS: dict[Dimension, BoxPredictor] = {2: predict_slices, 3: predict_whole}


def predict_box(model: HeartModel, image: Volume, plane: Plane, rows: range | None, means: Means) -> BoxPrediction:
    """Run the network of a model over a box, as its architecture needs it.

    Args:
        model: The model.
        image: Normalized box (D, H, W).
        plane: Plane of the slices of a network of slices.
        rows: Slices of ``plane`` in which structures are expected; None for all. Others need not be computed.
        means: Device, memory and whom to tell.

    Returns:
        Class indices and probabilities on the box, and confidences by class.
    """
    return PREDICTORS[ARCHITECTURES[model.card.architecture].dimension](model, image, plane, rows, means)


def refuse_without_slices(card: ModelCard) -> None:
    """Raise ``UserError`` BAD_INPUT if the network of this model cannot see a slice by itself."""
    if ARCHITECTURES[card.architecture].dimension == 3:
        raise UserError(
            Code.BAD_INPUT,
            f"The image is a single slice, and the model {card.name} needs a volume.",
            "Choose a model for slices, such as Heart-virtual.",
        )
