"""A joint step of the adversarial stage at the paper's size: 20 critic updates and one DAM update."""

from __future__ import annotations

import copy
from collections.abc import Callable

import torch

from CrossModalitySegLib.learning.adversarial import AdversarialStage
from CrossModalitySegLib.learning.distributed import Distributed
from CrossModalitySegLib.learning.slice_pool import SlicePool
from CrossModalitySegLib.networks.precision import pick_device
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.settings import AdaptSettings, NetworkSettings
from harness import Row, Size, peak_gb, timed
from reference.critic import ReferenceCritic
from reference.segmenter import ReferenceSegmenter
from reference.steps import joint_step

SEGMENTER_FLOP, CRITIC_FLOP = 83.0e9, 38.6e9
"""Forward passes of one slice of 256 x 256."""

UPDATES = 20
STEPS, MEASURED = 10_000, 300
"""Joint steps of a whole adaptation, and those from which its time is estimated on a GPU."""


def measure(size: Size) -> list[Row]:
    """One step of each after a short one to warm up; on a GPU also the estimate of a whole adaptation with batch 6."""
    gpu = pick_device("auto").type == "cuda"
    batch, updates = (5 if gpu else 1), (2 if size.quick else UPDATES)
    stage = ours(size, batch, updates)
    stage.update_critics(1)
    stage.dam_update()
    plain(size, batch, 1)()
    ours_s, reference_s = timed(stage.joint_step), timed(plain(size, batch, updates))
    work = flop(batch, updates, stage.settings.reuse) * (side_px(size) / 256) ** 2
    peak = peak_gb("parts.joint_step:once", size.quick)
    note = (
        f"batch {batch}, {updates} critic updates, slices reused {stage.settings.reuse} times; reference: float32, "
        "everything anew, slices given"
    )
    rows = [Row("joint step", ours_s, "s", None, reference_s, None, 8.0, flop=work, peak_gb=peak, note=note)]
    return [*rows, _whole_adaptation(size)] if gpu else rows


def side_px(size: Size) -> int:
    """Pixels along a side of a slice; the critic halves it seven times."""
    return 128 if size.quick else 256


def slices(side: int) -> SlicePool:
    """Noise in the place of normalized slices."""
    return SlicePool(
        [torch.randn(16, side, side, generator=torch.Generator().manual_seed(0))], None, pick_device("auto")
    )


def ours(size: Size, batch: int, updates: int) -> AdversarialStage:
    """The stage of the size "paper"."""
    network, settings = NetworkSettings(), AdaptSettings(batch=batch, critic_steps=updates)
    pool = slices(side_px(size))
    return AdversarialStage(
        Segmenter(network, class_count=5),
        network,
        settings,
        pool,
        pool,
        seed=0,
        distributed=Distributed(pick_device("auto")),
    )


def once(quick: bool) -> None:
    """What the memory of a joint step is measured on: two critic updates and the DAM update of one slice."""
    ours(Size(quick=quick), 1, 2).joint_step()


def plain(size: Size, batch: int, updates: int) -> Callable[[], object]:
    """The reference on slices drawn beforehand."""
    device, side = pick_device("auto"), side_px(size)
    images, _ = slices(side).sample(batch, torch.Generator())
    segmenter = ReferenceSegmenter().to(device).requires_grad_(False)
    dam = copy.deepcopy(segmenter).requires_grad_(True)
    critic = ReferenceCritic(side_px=side).to(device)
    early = [
        parameter
        for name, parameter in dam.named_parameters()
        if name.startswith(("conv1", "rm1", "rm2", "rm3", "rm4", "rm5", "rm6"))
    ]
    optimizers = [torch.optim.RMSprop(parameters, lr=3e-4, alpha=0.9) for parameters in (critic.parameters(), early)]
    return lambda: joint_step(segmenter, dam, critic, *optimizers, [images] * updates, [images] * (updates + 1))


def flop(batch: int, updates: int, reuse: int) -> float:
    """Arithmetic of a joint step of ours: critic updates on both domains, feature maps, and the DAM update (weights of
    the DAM left out).
    """
    maps = 2 * -(-updates // reuse) * SEGMENTER_FLOP
    return batch * (updates * 2 * 3 * CRITIC_FLOP + maps + 2 * (SEGMENTER_FLOP + CRITIC_FLOP))


def _whole_adaptation(size: Size) -> Row:
    """Minutes of ``STEPS`` joint steps with batch 6, from ``MEASURED`` of them."""
    stage, steps = ours(size, 6, UPDATES), 3 if size.quick else MEASURED
    stage.joint_step()

    def run() -> None:
        for _ in range(steps):
            stage.joint_step()

    minutes = timed(run) / steps * STEPS / 60
    # The table divides the arithmetic by the value of ours, which is in minutes.
    work = flop(6, UPDATES, stage.settings.reuse) * STEPS / 60
    return Row(
        "whole adaptation",
        minutes,
        "min",
        most=60.0,
        flop=work,
        note=f"batch 6, 20:1, {STEPS} joint steps estimated from {steps}",
    )
