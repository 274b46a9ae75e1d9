"""One update of the source stage at the paper's size: ours against the plain float32 reference."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from CrossModalitySegLib.learning.augmentation import augment
from CrossModalitySegLib.learning.slice_pool import SlicePool
from CrossModalitySegLib.learning.supervised import make_optimizer, train_step
from CrossModalitySegLib.networks.blocks import placed
from CrossModalitySegLib.networks.precision import pick_device, resolve_precision, training_layout
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.settings import TrainSettings
from harness import Row, Size, interleaved, peak_gb
from reference.segmenter import ReferenceSegmenter
from reference.steps import source_step

FLOP = 3 * 83.0e9
"""Forward pass, gradients of the maps, gradients of the weights; a slice of 256 x 256."""


def measure(size: Size) -> list[Row]:
    """Time per slice, drawing and augmentation included in ours, left out of the reference."""
    batch = batch_size(size)
    times = interleaved({"ours": ours(size), "reference": plain(size)}, size.rounds)
    ours_s, reference_s = (times[name] / batch for name in ("ours", "reference"))
    note = f"batch {batch}; ours with drawing and augmentation; reference: float32, slices given"
    peak = peak_gb("parts.train_step:once", size.quick)
    return [
        Row(
            "source training step, a slice",
            ours_s,
            "s",
            None,
            reference_s,
            None,
            5.0,
            flop=FLOP * (side_px(size) / 256) ** 2,
            peak_gb=peak,
            note=note,
        )
    ]


def side_px(size: Size) -> int:
    """Pixels along a side of a slice."""
    return 64 if size.quick else 256


def batch_size(size: Size) -> int:
    """The paper's 5 on a GPU, fewer where a step takes seconds."""
    return 5 if pick_device("auto").type == "cuda" else 2


def slices(size: Size) -> SlicePool:
    """Noise in the place of normalized MR slices, with labels: times do not depend on what is seen."""
    side, generator = side_px(size), torch.Generator().manual_seed(0)
    images = torch.randn(16, side, side, generator=generator)
    return SlicePool(
        [images], [torch.randint(5, images.shape, dtype=torch.uint8, generator=generator)], pick_device("auto")
    )


def ours(size: Size) -> Callable[[], object]:
    """A step as ``fit_segmenter`` makes it."""
    settings, device, pool, generator = (
        TrainSettings(batch=batch_size(size)),
        pick_device("auto"),
        slices(size),
        torch.Generator(),
    )
    dtype = resolve_precision("auto", device)
    segmenter = placed(Segmenter(settings.network, class_count=5), device, training_layout(device, dtype)).train()
    optimizer = make_optimizer(segmenter, settings)

    def run() -> Tensor:
        images, labels = augment(*pool.sample(settings.batch, generator), settings.augmentation, generator)
        return train_step(segmenter, optimizer, images, labels, settings, dtype)

    return run


def once(quick: bool) -> None:
    """One step, for the measurement of its memory."""
    ours(Size(quick=quick))()


def plain(size: Size) -> Callable[[], object]:
    """The reference on slices drawn beforehand."""
    device = pick_device("auto")
    images, labels = slices(size).sample(batch_size(size), torch.Generator())
    segmenter = ReferenceSegmenter().to(device)
    optimizer = torch.optim.Adam(segmenter.parameters(), lr=1e-3)
    return lambda: source_step(segmenter, optimizer, images, labels.long())
