"""Supervised training on images that are drawn from tissue maps at every step, boxes for a 3D segmenter and slices for
one in 2D; no image is ever stored.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.data import Subset

from ..events import Reporter
from ..networks.architectures import ARCHITECTURES
from ..networks.precision import autocast, resolve_precision
from ..settings import TrainSettings
from .checkpoint import Stateful
from .distributed import Distributed
from .ema import Ema
from .history import History
from .losses import UNKNOWN
from .phantom_samples import MapSamples, PhantomSamples, drawn_ahead
from .phantom_slices import PhantomSlices
from .stages import Course, Stage, Values, run
from .supervised import Fit, Watch, rate_at, set_learning_rate, unwatched

_WARM_UP = 60
LARGEST_GRADIENT = 5.0


def fit_on_maps(
    network: nn.Module,
    maps: Sequence[Path],
    settings: TrainSettings,
    *,
    modality: str,
    seed: int,
    checkpoint: Path,
    distributed: Distributed,
    reporter: Reporter,
    watch: Watch = unwatched,
) -> Fit:
    """Train ``network`` for ``settings.steps`` updates of ``settings.batch`` samples of each process; resumes from
    ``checkpoint`` if it is there.

    Args:
        network: from (B, 2, D, H, W) to logits (B, C, D, H, W), or from (B, 3, H, W) to (B, C, H, W), as the dimension
            of ``settings.architecture`` has it.
        maps: files of tissue maps.
        settings: ``preprocessing`` gives side and spacing of a sample; learning rate, decay and average as in the
            training on labeled volumes.
        modality: whose looks are drawn, "ct", "mr" or "any".
        seed: which samples are drawn, and in which order.
        checkpoint: file that lets the same training go on after a stop or a kill.
        distributed: processes that train together, each on its share of the samples, which another process draws.
        reporter: of progress, curve and stop.
        watch: is shown the averaged network now and then.

    Returns:
        The averaged network, its curves, and whether it was stopped early.

    Raises:
        UserError: BAD_SETTINGS if the loss stops being finite, BAD_CHECKPOINT if the checkpoint is damaged or of
            another training.
    """
    device, shard = distributed.device, distributed.shard(settings.batch)
    dtype = resolve_precision(settings.precision, device)
    flat = ARCHITECTURES[settings.architecture].dimension == 2
    layout = torch.channels_last if flat else torch.channels_last_3d
    network = network.to(device).to(memory_format=layout).train()  # type: ignore[call-overload]
    optimizer = torch.optim.AdamW(
        network.parameters(), lr=settings.learning_rate, weight_decay=settings.weight_decay, betas=(0.9, 0.98)
    )
    ema = Ema(network, settings.ema)
    drawn: Generator[tuple[Tensor, Tensor]]
    drawing = ExitStack()

    def begin(notes: dict[str, Any], history: History) -> None:
        nonlocal drawn
        box, done = settings.preprocessing, notes.get("step", 0)
        whole = shard.size * shard.batch
        part = (seed, done * whole, max(done, settings.steps) * whole, modality)
        samples: MapSamples = (
            PhantomSlices(maps, box, *part) if flat else PhantomSamples(maps, box.size_px, box.spacing_mm, *part)
        )
        own = Subset(samples, shard.of(torch.arange(len(samples))).tolist())
        drawn = drawing.enter_context(closing(drawn_ahead(own, settings.batch)))

    def step(done: int) -> Values:
        x, classes = next(drawn)
        set_learning_rate(optimizer, rate_at(settings, done) * min(1.0, (done + 1) / _WARM_UP))
        with autocast(device, dtype):
            logits = network(x.to(device).contiguous(memory_format=layout))
        loss = whole_heart_loss(logits.float(), classes.to(device))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        distributed.average_gradients(network.parameters())
        nn.utils.clip_grad_norm_(network.parameters(), LARGEST_GRADIENT)
        optimizer.step()
        ema.update(network)
        return {"loss": loss.detach()}

    same = settings.model_dump(mode="json", exclude={"steps", "checkpoint_every", "localizer_steps"})
    identity = {"settings": same, "seed": seed, "maps": len(maps), "modality": modality}
    course = Course("Training the segmenter", settings.steps, checkpoint, identity, settings.checkpoint_every)
    state: dict[str, Stateful] = {"segmenter": network, "optimizer": optimizer, "ema": ema}
    stage = Stage(step, state, begin=begin, watch=lambda done: watch(done, ema.average))
    with drawing:
        return Fit(ema.average, *run(stage, course, reporter, distributed))


def whole_heart_loss(logits: Tensor, classes: Tensor) -> Tensor:
    """Cross-entropy plus 1 - mean soft Dice of the background and of the structures that are in the patch, over the
    voxels that have a label.

    Args:
        logits: (B, C, D, H, W), or (B, C, H, W) of slices.
        classes: class indices, without the axis C, or UNKNOWN where nothing counts.
    """
    log_likely = F.log_softmax(logits, dim=1)
    known = classes != UNKNOWN
    truth = F.one_hot(classes * known, logits.shape[1]).movedim(-1, 1) * known[:, None].to(logits.dtype)
    axes = tuple(range(2, logits.ndim))
    likely, size = log_likely.exp() * known[:, None], truth.sum(axes)
    dice = (2 * (likely * truth).sum(axes) + 1) / (likely.sum(axes) + size + 1)
    counted = size > 0
    counted[:, 0] = True
    cross_entropy = F.nll_loss(log_likely, classes, ignore_index=UNKNOWN, reduction="sum") / known.sum().clamp_min(1)
    return cross_entropy + 1 - (dice * counted).sum() / counted.sum()
