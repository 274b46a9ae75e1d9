"""How long a training or an adaptation takes on this machine, and how much memory: a few steps of it, measured and scaled up."""

from __future__ import annotations

import copy
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor

from ..anatomy import CLASS_COUNT
from ..environment import memory_gb, peak_memory_gb
from ..errors import Code, Stopped, UserError
from ..events import Reporter, Result
from ..inference.predictor import predict
from ..job import EstimateJob
from ..learning.adversarial import AdversarialStage
from ..learning.slice_pool import SlicePool
from ..learning.supervised import fit_segmenter
from ..learning.team import Team
from ..learning.validators import BATCH
from ..models.heart_model import HeartModel
from ..networks.precision import pick_device
from ..networks.segmenter import Segmenter
from ..settings import PRESETS, AdaptSettings, Preprocessing, TrainSettings
from .adapt import VALIDATION_VOLUMES
from .train import locator_share

_MEASURED_BATCH = 2
"""Slices a measured step takes; a larger batch takes proportionally longer and more memory. One slice alone has no batch statistics."""


def run(job: EstimateJob, reporter: Reporter) -> Result:
    """The summary names "duration_s", "memory_gb" (peak) and "available_gb" in 1e9 bytes, and the "device".

    Raises ``UserError``: NO_DEVICE, BAD_MODEL, and OUT_OF_MEMORY where not even the measured steps fit.
    """
    device = pick_device(job.device)
    if job.of == "train":
        duration_s, needed_gb = _training(PRESETS[job.preset].train, device, reporter)
    elif job.model is None:
        raise UserError(Code.BAD_SETTINGS, "An adaptation is estimated for a source model, and none is named.", "Name the source model.")
    else:
        changes = {"depth": job.depth} if job.depth else {}
        duration_s, needed_gb = _adaptation(HeartModel.load(job.model), PRESETS[job.preset].adapt.model_copy(update=changes), device, reporter)
    available_gb = torch.cuda.get_device_properties(device).total_memory / 1e9 if device.type == "cuda" else memory_gb()
    reporter.progress(1.0, "Estimated")
    return Result(outputs=[], summary={"duration_s": duration_s, "memory_gb": needed_gb, "available_gb": available_gb, "device": str(device)})


def _training(settings: TrainSettings, device: torch.device, reporter: Reporter) -> tuple[float, float]:
    pool = _pool(settings.preprocessing, device, labelled=True)
    segmenter = Segmenter(settings.network)

    def steps(count: int) -> None:
        with tempfile.TemporaryDirectory() as folder:
            few = settings.model_copy(update={"steps": count, "batch": _MEASURED_BATCH})
            fit_segmenter(copy.deepcopy(segmenter), pool, few, seed=0, checkpoint=Path(folder) / "estimate", team=Team(device), reporter=Reporter())

    before_gb = _used_gb(device)
    scale = settings.batch / _MEASURED_BATCH
    step_s = _difference_s(steps, reporter)
    return scale * step_s * settings.steps / (1 - locator_share(settings)), before_gb + scale * (_used_gb(device) - before_gb)


def _adaptation(model: HeartModel, settings: AdaptSettings, device: torch.device, reporter: Reporter) -> tuple[float, float]:
    box = model.card.preprocessing
    pool = _pool(box, device)
    before_gb = _used_gb(device)

    def joint_steps(critic_steps: int) -> None:
        few = settings.model_copy(update={"batch": _MEASURED_BATCH, "critic_steps": critic_steps, "critic_steps_growth": 0, "reuse": 1})
        AdversarialStage(model.segmenter, model.card.network, few, pool, pool, seed=0, team=Team(device)).joint_step()

    # A joint step of n critic updates costs a + n b. Feature maps that updates share are counted for each: rather too long than too short.
    critic_s = _difference_s(joint_steps, reporter)
    whole_s = max(_seconds(lambda: joint_steps(1), device) - critic_s, critic_s)
    growth = settings.critic_steps_growth
    critic_steps = settings.critic_steps + (settings.joint_steps / growth / 2 if growth else 0)
    scale = settings.batch / _MEASURED_BATCH
    updates_s = scale * (settings.joint_steps * (whole_s + critic_steps * critic_s) + settings.warm_up * critic_s)
    seen = torch.zeros(2, box.size_px, box.size_px)
    slice_s = _seconds(lambda: predict(model.segmenter, seen, batch=BATCH, device=device, precision=settings.precision), device) / len(seen)
    judging_s = (1 + settings.joint_steps / settings.validate_every) * VALIDATION_VOLUMES * box.depth_px * slice_s
    return updates_s + judging_s, before_gb + scale * (_used_gb(device) - before_gb)


def _pool(box: Preprocessing, device: torch.device, labelled: bool = False) -> SlicePool:
    slices: Tensor = torch.randn(4, box.size_px, box.size_px, generator=torch.Generator().manual_seed(0))
    labels = torch.randint(CLASS_COUNT, slices.shape, generator=torch.Generator().manual_seed(0))
    return SlicePool([slices], [labels] if labelled else None, device)


def _difference_s(work: Callable[[int], None], reporter: Reporter) -> float:
    """Seconds that one more unit of ``work`` takes, whatever its start costs: the difference of three and one, after a warm-up."""
    times = []
    for number, count in enumerate((1, 1, 3)):
        if reporter.stop_requested:
            raise Stopped
        reporter.progress(number / 4, "Measuring a few steps")
        start_s = time.monotonic()
        work(count)
        times.append(time.monotonic() - start_s)
    return max(times[2] - times[1], 1e-4) / 2


def _seconds(work: Callable[[], object], device: torch.device) -> float:
    start_s = time.monotonic()
    work()
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    return time.monotonic() - start_s


def _used_gb(device: torch.device) -> float:
    """Peak memory of this process so far: that of the GPU where one computes, else main memory."""
    return torch.cuda.max_memory_allocated(device) / 1e9 if device.type == "cuda" else peak_memory_gb()
