"""Drawing and augmenting training slices, beside the training step that consumes them."""

from __future__ import annotations

import torch
from torch import Tensor

from CrossModalitySegLib.learning.augmentation import augment
from CrossModalitySegLib.learning.slice_pool import SlicePool
from CrossModalitySegLib.settings import Augmentation
from harness import Row, Size, interleaved, peak_gb

from . import train_step

BATCH = 16


def measure(size: Size) -> list[Row]:
    """Time per slice; the reference is our training step, which must not wait."""
    pool = train_step.slices(size)
    times = interleaved(
        {"plain": lambda: draw(pool, False), "intensity": lambda: draw(pool, True), "step": train_step.ours(size)},
        size.rounds,
    )
    step_s = times["step"] / train_step.batch_size(size)
    peak = peak_gb("parts.data_pipeline:once", size.quick)
    return [
        Row(
            name,
            times[key] / BATCH,
            "s",
            None,
            step_s,
            None,
            2.0,
            peak_gb=peak,
            note=f"{BATCH / times[key]:.0f} slices/s; reference: our training step",
        )
        for name, key in (("a slice, as in the paper", "plain"), ("a slice, with intensity changes", "intensity"))
    ]


def once(quick: bool) -> None:
    """One batch, for the measurement of its memory."""
    draw(train_step.slices(Size(quick=quick)), True)


def draw(pool: SlicePool, intensity: bool) -> Tensor:
    """One augmented batch with its labels."""
    generator = torch.Generator().manual_seed(0)
    return augment(*pool.sample(BATCH, generator), Augmentation(intensity=intensity), generator)[0]
