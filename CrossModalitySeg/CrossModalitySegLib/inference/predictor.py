"""Runs the segmenter over all slices of a volume, in batches that fit a memory limit."""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ..anatomy import CLASS_COUNT
from ..networks.precision import autocast, resolve_precision
from ..settings import Precision, Preprocessing

log = logging.getLogger(__name__)

_FLOATS_PER_PIXEL = 9
"""Measured peak of a forward pass, in float32 values per pixel and unit of width, the same in both number formats."""
_WEIGHT_BYTES = 39.32e6 * 4 * 1.5
"""Weights at width 16, and the copy in the other number format."""
_SHARE = 0.6
"""Part of the allowed memory that batches and weights may take; the rest is for the volume and its label map."""
_LARGEST_BATCH = 64


@dataclass(frozen=True)
class Prediction:
    """What the segmenter says about N slices.

    ``labels`` (N, H, W) uint8 class indices; ``probabilities`` (5, N, H, W) uint8, 255 standing for 1, where asked for;
    ``confidence`` mean probability of the chosen class per class index (None where it was never chosen); ``entropy`` mean
    over all pixels in nats, 0..log 5.
    """

    labels: NDArray[np.uint8]
    probabilities: NDArray[np.uint8] | None
    confidence: tuple[float | None, ...]
    entropy: float


def batch_for(memory_gb: float, settings: Preprocessing, width: int) -> int:
    """Number of slices (1..64) of ``settings.size_px`` that a segmenter of ``width`` computes at once within ``memory_gb``."""
    slice_bytes = settings.size_px**2 * width * _FLOATS_PER_PIXEL * 4
    room = _SHARE * memory_gb * 2**30 - _WEIGHT_BYTES * (width / 16) ** 2
    return max(1, min(_LARGEST_BATCH, int(room / slice_bytes)))


@torch.inference_mode()
def predict(
    segmenter: nn.Module,
    slices: Tensor,
    *,
    batch: int,
    device: torch.device,
    precision: Precision = "auto",
    with_probabilities: bool = False,
    on_progress: Callable[[float], None] | None = None,
) -> Prediction:
    """Segment ``slices``, float32: (N, 3, H, W), or (N, H, W) in order, of which each is seen with its two neighbours.

    ``segmenter`` maps (B, 3, H, W) to logits (B, 5, H, W). When a GPU runs out of memory the batch is halved, and when one
    slice is too much the processor takes over. ``on_progress`` gets the done fraction; what it raises ends the work.
    """
    count, size = len(slices), tuple(slices.shape[-2:])
    labels = np.zeros((count, *size), dtype=np.uint8)
    probabilities = np.zeros((CLASS_COUNT, count, *size), dtype=np.uint8) if with_probabilities else None
    chosen, certainty, entropy = np.zeros(CLASS_COUNT), np.zeros(CLASS_COUNT), 0.0
    was_training = segmenter.training
    network = segmenter.eval().to(device)
    start = 0
    try:
        while start < count:
            rows = torch.arange(start, min(start + batch, count))
            try:
                found = _probabilities(network, _batch(slices, rows).to(device), resolve_precision(precision, device))
            except torch.cuda.OutOfMemoryError:
                if batch > 1:
                    batch //= 2
                else:
                    network, device = copy.deepcopy(segmenter).cpu(), torch.device("cpu")
                    log.warning("The memory of the GPU does not hold one slice; the processor takes over.")
                torch.cuda.empty_cache()
                continue
            best, index = found.max(dim=1)
            chosen += torch.bincount(index.flatten(), minlength=CLASS_COUNT).cpu().numpy()
            certainty += torch.bincount(index.flatten(), weights=best.flatten(), minlength=CLASS_COUNT).cpu().numpy()
            entropy -= float(torch.xlogy(found, found).sum())
            labels[start : start + len(rows)] = index.to(torch.uint8).cpu().numpy()
            if probabilities is not None:
                probabilities[:, start : start + len(rows)] = (found * 255).round().to(torch.uint8).transpose(0, 1).cpu().numpy()
            start += len(rows)
            if on_progress is not None:
                on_progress(start / count)
    finally:
        segmenter.train(was_training)
    confidence = tuple(float(c / n) if n else None for c, n in zip(certainty, chosen, strict=True))
    return Prediction(labels, probabilities, confidence, entropy / max(labels.size, 1))


def _batch(slices: Tensor, rows: Tensor) -> Tensor:
    """The rows (B,) of ``slices`` as (B, 3, H, W); the first and the last slice stand in for the neighbours they lack."""
    if slices.ndim == 4:
        return slices[rows]
    neighbours = (rows[:, None] + torch.arange(-1, 2)).clamp(0, len(slices) - 1)
    return slices[neighbours]


def _probabilities(network: nn.Module, x: Tensor, dtype: torch.dtype) -> Tensor:
    with autocast(x.device, dtype):
        logits: Tensor = network(x.contiguous(memory_format=torch.channels_last))
    # The soft-max of eight significant bits would not sum to one.
    return logits.float().softmax(dim=1)
