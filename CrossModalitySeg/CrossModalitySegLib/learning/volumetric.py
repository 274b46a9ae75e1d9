"""Supervised training of a 3D network on whole heart regions, one in each update."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from monai.transforms import Compose, Rand3DElasticd, RandScaleIntensityd, RandShiftIntensityd
from torch import Tensor, nn

from ..errors import Stopped
from ..events import Reporter
from ..networks.precision import autocast, resolve_precision
from .ema import Ema
from .history import Curves
from .losses import segmentation_loss
from .stages import Course, Stage, Values, run

_LEARNING_RATE, _WEIGHT_DECAY, _EMA = 1e-3, 1e-4, 0.98
_CHECKPOINT_EVERY = 100


def fit_volumes(
    network: nn.Module,
    regions: Sequence[tuple[Tensor, Tensor]],
    steps: int,
    *,
    seed: int,
    checkpoint: Path,
    device: torch.device,
    reporter: Reporter,
) -> tuple[nn.Module, Curves]:
    """Supervised training of a 3D network; the learning rate falls to 0 along half a cosine.

    If started again, it resumes from ``checkpoint``.

    Args:
        network: Maps (B, 1, D, H, W) to logits (B, C, D, H, W).
        regions: Normalized images (D, H, W) with their class indices (D, H, W).
        steps: Number of updates, >= 1.
        seed: Seed of every random choice.
        checkpoint: File of the checkpoint.
        device: Where to compute.
        reporter: Gets progress, and asks for a stop.

    Returns:
        The exponential moving average of the network, and the curve of the loss.

    Raises:
        Stopped: After a stop; the checkpoint is saved before.
    """
    network = network.to(device).train()
    optimizer = torch.optim.AdamW(network.parameters(), lr=_LEARNING_RATE, weight_decay=_WEIGHT_DECAY, fused=True)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    ema, dtype, change = Ema(network, _EMA), resolve_precision("auto", device), _changes()

    def step(done: int) -> Values:
        # Each step draws from its own number, so that a resumed training goes on as it would have.
        chosen, number = torch.randint(
            2**31, (2,), generator=torch.Generator().manual_seed(seed * steps + done)
        ).tolist()
        image, labels = regions[chosen % len(regions)]
        change.set_random_state(seed=number)
        sample = change({"image": image[None], "labels": labels[None].float()})
        with autocast(device, dtype):
            logits = network(sample["image"].as_tensor().to(device)[None])
        loss = segmentation_loss(
            logits.flatten(3), sample["labels"].as_tensor().to(device).flatten(2), class_weights=False
        )
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        schedule.step()
        ema.update(network)
        return {"loss": loss.detach()}

    identity = {"steps": steps, "seed": seed}
    course = Course("Training the 3D network", steps, checkpoint, identity, _CHECKPOINT_EVERY)
    curves, stopped = run(
        Stage(step, {"network": network, "optimizer": optimizer, "schedule": schedule, "ema": ema}), course, reporter
    )
    if stopped:
        raise Stopped("Finished models and scores are kept.")
    return ema.average, curves


def _changes() -> Compose:
    """Random turns (0.35 rad), sizes (20 %), shifts (7 voxels), bends and gray values (ranges of Payer's code, bends as
    MONAI draws them).
    """
    return Compose(
        [
            Rand3DElasticd(
                keys=("image", "labels"),
                sigma_range=(5, 8),
                magnitude_range=(50, 100),
                prob=1,
                rotate_range=0.35,
                translate_range=7,
                scale_range=0.2,
                mode=("bilinear", "nearest"),
                padding_mode="border",
            ),
            RandScaleIntensityd("image", factors=0.2, prob=1),
            RandShiftIntensityd("image", offsets=0.2, prob=1),
        ]
    )
