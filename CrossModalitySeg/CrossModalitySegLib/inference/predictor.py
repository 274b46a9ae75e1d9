"""Runs the segmenter over all slices of a volume, in batches that fit a memory limit."""

from __future__ import annotations

import copy
import logging
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ..label_set import BACKGROUND
from ..networks.fast import FastSegmenter
from ..networks.precision import autocast, resolve_precision
from ..networks.segmenter import Segmenter
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
    """Output of a segmenter for N slices.

    Attributes:
        labels: Class indices (N, H, W), uint8.
        probabilities: Class probabilities (C, N, H, W), uint8, 255 standing for 1; None unless asked for.
        confidence: By class index, the mean probability of the pixels where the class was chosen, at the temperature
            asked for; None where it was never chosen.
        soft_dice: By class index, at the same temperature, the Dice of the chosen pixels M with the probabilities p, 2
            sum_M p / (|M| + sum p), 0..1 (Borges et al., arXiv 2402.10665); None where the class was never chosen.
        entropy: Mean predictive entropy of all computed pixels in nats, 0..log C.
    """

    labels: NDArray[np.uint8]
    probabilities: NDArray[np.uint8] | None
    confidence: tuple[float | None, ...]
    soft_dice: tuple[float | None, ...]
    entropy: float


def batch_for(memory_gb: float, settings: Preprocessing, width: int) -> int:
    """Batch size that keeps within a memory limit.

    Args:
        memory_gb: Memory for weights and batches in GB.
        settings: Preprocessing of the model; its ``size_px`` is the side of a slice.
        width: Width of the segmenter: channels of its first layer.

    Returns:
        Number of slices, 1..64.
    """
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
    rows: range | None = None,
    temperature: float = 1.0,
    with_probabilities: bool = False,
    on_progress: Callable[[float], None] | None = None,
    on_note: Callable[[str], None] = log.warning,
) -> Prediction:
    """Segment a stack of slices.

    Args:
        segmenter: Maps (B, 3, H, W) to logits (B, C, H, W).
        slices: float32: triplets (N, 3, H, W), or single slices (N, H, W) in order, each of which is then seen with its
            two neighbors.
        batch: Slices computed at once, >= 1. When a GPU runs out of memory the batch is halved, and when a single slice
            is too much the CPU takes over.
        device: Where to compute.
        precision: Number format of the network.
        rows: Slices where a heart is expected; None for all. The others become background without being computed,
            unless a structure reaches the first or last computed slice, or the expected slices show no structure at
            all.
        temperature: Divides the logits for ``confidence`` and ``soft_dice`` alone (Guo et al., arXiv 1706.04599); > 0.
        with_probabilities: Whether to return the class probabilities.
        on_progress: Called with the done fraction, 0..1; an exception from it ends the work.
        on_note: Called with a sentence when the memory of a GPU does not suffice.

    Returns:
        Labels, and statistics of the probabilities.
    """
    count, size = len(slices), tuple(slices.shape[-2:])
    labels = np.zeros((count, *size), dtype=np.uint8)
    probabilities: NDArray[np.uint8] | None = None
    chosen, certainty, mass, entropy = (
        np.zeros(1),
        np.zeros(1),
        np.zeros(1),
        0.0,
    )  # one value a class from the first batch on
    was_training = segmenter.training
    dtype = resolve_precision(precision, device)
    network = _prepared(segmenter, device, dtype)
    done = range(rows.start, rows.start) if rows else range(0)
    expected = rows or range(count)
    try:
        while following := _next(done, expected, labels, batch):
            try:
                logits = _logits(
                    network, _batch(slices, torch.arange(following.start, following.stop)).to(device), dtype
                )
            except torch.cuda.OutOfMemoryError:
                if batch > 1:
                    batch //= 2
                    on_note(f"So many slices do not fit into the memory of the GPU; batches of {batch} are tried.")
                else:
                    device = torch.device("cpu")
                    dtype = resolve_precision(precision, device)
                    network = _prepared(copy.deepcopy(segmenter), device, dtype)
                    on_note("One slice does not fit into the memory of the GPU; the CPU takes over.")
                torch.cuda.empty_cache()
                continue
            found, classes = logits.softmax(dim=1), logits.shape[1]
            index = found.argmax(dim=1)
            tempered = found if temperature == 1 else (logits / temperature).softmax(dim=1)
            best = tempered.amax(dim=1)
            chosen = chosen + torch.bincount(index.flatten(), minlength=classes).cpu().numpy()
            certainty = (
                certainty + torch.bincount(index.flatten(), weights=best.flatten(), minlength=classes).cpu().numpy()
            )
            mass = mass + tempered.sum(dim=(0, 2, 3)).cpu().numpy()
            entropy -= float(torch.xlogy(found, found).sum())
            place = slice(following.start, following.stop)
            labels[place] = index.to(torch.uint8).cpu().numpy()
            if with_probabilities:
                if probabilities is None:
                    probabilities = np.zeros((classes, count, *size), dtype=np.uint8)
                    probabilities[BACKGROUND] = 255
                probabilities[:, place] = (found * 255).round().to(torch.uint8).transpose(0, 1).cpu().numpy()
            done = range(min(done.start, following.start), max(done.stop, following.stop))
            if on_progress is not None:
                on_progress(len(done) / max(len(done), len(expected)))
    finally:
        segmenter.train(was_training)
    confidence = tuple(float(c / n) if n else None for c, n in zip(certainty, chosen, strict=True))
    soft_dice = tuple(float(2 * c / (n + m)) if n else None for c, n, m in zip(certainty, chosen, mass, strict=True))
    return Prediction(labels, probabilities, confidence, soft_dice, entropy / max(len(done) * math.prod(size), 1))


@torch.inference_mode()
def logits_of(
    segmenter: nn.Module, slices: Tensor, *, batch: int, device: torch.device, precision: Precision = "auto"
) -> Iterator[Tensor]:
    """Logits of a stack of slices, batch by batch.

    Args:
        segmenter: Maps (B, 3, H, W) to logits (B, C, H, W).
        slices: (N, H, W) in order; each is seen with its two neighbors.
        batch: Slices computed at once, >= 1.
        device: Where to compute.
        precision: Number format of the network.

    Yields:
        Logits (B, C, H, W), float32, on ``device``.
    """
    dtype = resolve_precision(precision, device)
    network = _prepared(segmenter, device, dtype)
    for rows in torch.arange(len(slices)).split(batch):
        yield _logits(network, _batch(slices, rows).to(device), dtype)


def _prepared(segmenter: nn.Module, device: torch.device, dtype: torch.dtype) -> nn.Module:
    """``segmenter`` on ``device``, ready to predict in ``dtype``."""
    network = segmenter.eval().to(device)
    return FastSegmenter(network, dtype) if isinstance(network, Segmenter) else network


def _next(done: range, expected: range, labels: NDArray[np.uint8], batch: int) -> range:
    """The slices to compute after those that are ``done``, at most ``batch``; empty at the end."""
    if done.stop < expected.stop:
        return range(done.stop, min(done.stop + batch, expected.stop))
    nothing = not labels[done.start : done.stop].any()
    if done.stop < len(labels) and (nothing or labels[done.stop - 1].any()):
        return range(done.stop, min(done.stop + batch, len(labels)))
    if done.start > 0 and (nothing or labels[done.start].any()):
        return range(max(done.start - batch, 0), done.start)
    return range(0)


def _batch(slices: Tensor, rows: Tensor) -> Tensor:
    """The rows (B,) of ``slices`` as (B, 3, H, W); the first and the last slice stand in for the neighbors they
    lack.
    """
    if slices.ndim == 4:
        return slices[rows]
    neighbors = (rows[:, None] + torch.arange(-1, 2)).clamp(0, len(slices) - 1)
    return slices[neighbors]


def _logits(network: nn.Module, x: Tensor, dtype: torch.dtype) -> Tensor:
    with autocast(x.device, dtype):
        logits: Tensor = network(x.contiguous(memory_format=torch.channels_last))
    # The soft-max of eight significant bits would not sum to one.
    return logits.float()
