"""How long a training or an adaptation takes on this machine, and how much memory: a few steps of it, measured and
scaled up.
"""

from __future__ import annotations

import copy
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn

from ..anatomy import DEFAULT_LABEL_SET
from ..environment import memory_gb, peak_memory_gb
from ..errors import Code, Stopped, UserError
from ..events import Reporter, Result
from ..inference.predictor import predict
from ..job import EstimateJob
from ..learning.adabn import BATCH as STATISTICS_BATCH
from ..learning.adabn import BATCHES
from ..learning.adversarial import AdversarialStage
from ..learning.distributed import Distributed
from ..learning.self_training import training_of
from ..learning.slice_pool import SlicePool
from ..learning.supervised import fit_segmenter
from ..learning.volume_views import VIEWS
from ..models.heart_model import HeartModel
from ..networks.architectures import ARCHITECTURES, build_network
from ..networks.precision import pick_device
from ..networks.segmenter import Segmenter
from ..phantoms.tissue_map import LABEL_SET
from ..presets import preset
from ..settings import AdaptSettings, Preprocessing, TrainSettings
from .adapt import VALIDATION_VOLUMES
from .train import localizer_share
from .training import refuse_without_weights

_MEASURED_BATCH = 2
"""Slices a measured step takes; a larger batch takes proportionally longer and more memory. One slice alone has no
batch statistics.
"""
_MEASURED_SIDE = 64
"""Voxels along a side of the patch that a measured step of a 3D network takes."""
_CLASSES = DEFAULT_LABEL_SET.class_count
"""A few structures more or fewer make no difference that could be measured."""
_VOLUMES = 16
"""Target volumes that a self-training is taken to have; they cost little beside its updates."""


def run(job: EstimateJob, reporter: Reporter) -> Result:
    """Measure a few steps of a training or an adaptation, and estimate from them what all of it takes.

    Args:
        job: What is to be estimated; an adaptation needs its source model.
        reporter: Who is told how far it is, and who may ask for a stop.

    Returns:
        No file; the summary names "duration_s", "memory_gb" (peak) and "available_gb" in 1e9 bytes, and the "device".

    Raises:
        UserError: NO_DEVICE, BAD_MODEL, BAD_SETTINGS where an adaptation names no model, and OUT_OF_MEMORY where not
            even the measured steps fit; ``Stopped``.
    """
    device, settings = pick_device(job.device), preset(job.size, job.method)
    if job.of == "train":
        duration_s, needed_gb = _training(settings.train, device, reporter)
    elif job.model is None:
        raise UserError(
            Code.BAD_SETTINGS,
            "An adaptation is estimated for a source model, and none is named.",
            "Name the source model.",
        )
    else:
        changes = {"depth": job.depth} if job.depth else {}
        duration_s, needed_gb = _adaptation(
            HeartModel.load(job.model), settings.adapt.model_copy(update=changes), device, reporter
        )
    available_gb = torch.cuda.get_device_properties(device).total_memory / 1e9 if device.type == "cuda" else memory_gb()
    reporter.progress(1.0, "Estimated")
    return Result(
        outputs=[],
        summary={"duration_s": duration_s, "memory_gb": needed_gb, "available_gb": available_gb, "device": str(device)},
    )


def _training(settings: TrainSettings, device: torch.device, reporter: Reporter) -> tuple[float, float]:
    before_gb = _used_gb(device)
    if ARCHITECTURES[settings.architecture].dimension == 3:
        network = build_network(settings.architecture, settings.network, LABEL_SET.class_count)
        update_s, needed_gb = _patch_s(network, settings.preprocessing, device, reporter)
        return update_s * settings.steps, needed_gb
    step_s = _train_step_s(settings, device, reporter)
    needed_gb = before_gb + settings.batch / _MEASURED_BATCH * (_used_gb(device) - before_gb)
    return step_s * settings.steps / (1 - localizer_share(settings)), needed_gb


def _adaptation(
    model: HeartModel, settings: AdaptSettings, device: torch.device, reporter: Reporter
) -> tuple[float, float]:
    box, before_gb = model.card.preprocessing, _used_gb(device)
    if ARCHITECTURES[model.card.architecture].dimension == 3:
        return _teaching(model, settings, device, reporter)
    slice_s = _predict_s(model, settings, device, reporter)
    judging_s, duration_s, batch = VALIDATION_VOLUMES * box.depth_px * slice_s, 0.0, 0
    if settings.joint_steps:
        duration_s += (
            _adversaries_s(model, settings, device, reporter)
            + (1 + settings.joint_steps / settings.validate_every) * judging_s
        )
        batch = settings.batch
    if rounds := settings.self_training:
        step_s = _train_step_s(training_of(model.card, rounds), device, reporter)
        pseudo_labels_s = (_VOLUMES * box.depth_px + BATCHES * STATISTICS_BATCH) * slice_s
        duration_s += rounds.rounds * (rounds.steps * step_s + pseudo_labels_s + judging_s) + 2 * judging_s
        batch = max(batch, rounds.batch)
    return duration_s, before_gb + batch / _MEASURED_BATCH * (_used_gb(device) - before_gb)


def _teaching(
    model: HeartModel, settings: AdaptSettings, device: torch.device, reporter: Reporter
) -> tuple[float, float]:
    """Of an adaptation on whole volumes, each update of which takes a phantom and a volume."""
    rounds = settings.self_training
    refuse_without_weights(model.card)
    if rounds is None or settings.joint_steps:
        raise UserError(
            Code.BAD_MODEL,
            f"The adversaries of these settings do not fit the architecture {model.card.architecture}.",
            "Choose the size whole-heart.",
        )
    update_s, needed_gb = _patch_s(model.segmenter, model.card.preprocessing, device, reporter)
    predictions = (1 + rounds.rounds) * _VOLUMES * len(VIEWS) / 3  # forward alone: a third of an update
    return update_s * (2 * rounds.rounds * rounds.steps + predictions), needed_gb


def _patch_s(network: nn.Module, box: Preprocessing, device: torch.device, reporter: Reporter) -> tuple[float, float]:
    """Seconds and peak memory of one update of a 3D ``network`` on one patch; a smaller one is measured."""
    before_gb = _used_gb(device)
    network = copy.deepcopy(network).to(device).requires_grad_(True).train()
    x = torch.zeros(1, 2, *[_MEASURED_SIDE] * 3, device=device)
    larger = box.depth_px * box.size_px**2 / _MEASURED_SIDE**3

    def updates(count: int) -> None:
        for _ in range(count):
            network.zero_grad(set_to_none=True)
            network(x).float().logsumexp(1).mean().backward()

    update_s = _difference_s(updates, reporter)
    return larger * update_s, before_gb + larger * (_used_gb(device) - before_gb)


def _predict_s(model: HeartModel, settings: AdaptSettings, device: torch.device, reporter: Reporter) -> float:
    """Seconds of the prediction of one slice among many."""
    size_px = model.card.preprocessing.size_px

    def batches(count: int) -> None:
        predict(
            model.segmenter,
            torch.zeros(count * _MEASURED_BATCH, size_px, size_px),
            batch=_MEASURED_BATCH,
            device=device,
            precision=settings.precision,
        )

    return _difference_s(batches, reporter) / _MEASURED_BATCH


def _train_step_s(settings: TrainSettings, device: torch.device, reporter: Reporter) -> float:
    """Seconds of a supervised update with the batch of ``settings``."""
    pool, segmenter = (
        _pool(settings.preprocessing, device, labeled=True),
        build_network(settings.architecture, settings.network, _CLASSES),
    )

    def steps(count: int) -> None:
        with tempfile.TemporaryDirectory() as folder:
            few = settings.model_copy(update={"steps": count, "batch": _MEASURED_BATCH})
            fit_segmenter(
                copy.deepcopy(segmenter),
                pool,
                few,
                seed=0,
                checkpoint=Path(folder) / "estimate",
                distributed=Distributed(device),
                reporter=Reporter(),
            )

    return settings.batch / _MEASURED_BATCH * _difference_s(steps, reporter)


def _adversaries_s(model: HeartModel, settings: AdaptSettings, device: torch.device, reporter: Reporter) -> float:
    """Seconds of all joint steps."""
    pool = _pool(model.card.preprocessing, device)
    few = settings.model_copy(update={"batch": _MEASURED_BATCH, "critic_steps_growth": 0, "reuse": 1})
    assert isinstance(model.segmenter, Segmenter), "adapting says so before"
    stage = AdversarialStage(
        model.segmenter, model.card.network, few, pool, pool, seed=0, distributed=Distributed(device)
    )

    def finished(loss: Tensor) -> None:
        loss.item()  # waits for the device

    # Feature maps that updates share are counted for each: rather too long than too short.
    critic_s = _difference_s(lambda count: finished(stage.update_critics(count)), reporter)
    dam_s = _difference_s(lambda count: finished([stage.dam_update() for _ in range(count)][-1]), reporter)
    growth = settings.critic_steps_growth
    critic_steps = settings.critic_steps + (settings.joint_steps / growth / 2 if growth else 0)
    return (
        settings.batch
        / _MEASURED_BATCH
        * (settings.joint_steps * (dam_s + critic_steps * critic_s) + settings.warm_up * critic_s)
    )


def _pool(box: Preprocessing, device: torch.device, labeled: bool = False) -> SlicePool:
    slices: Tensor = torch.randn(4, box.size_px, box.size_px, generator=torch.Generator().manual_seed(0))
    labels = torch.randint(_CLASSES, slices.shape, generator=torch.Generator().manual_seed(0))
    return SlicePool([slices], [labels] if labeled else None, device)


def _difference_s(work: Callable[[int], None], reporter: Reporter) -> float:
    """Seconds that one more unit of ``work`` takes, whatever its start costs: the difference of three and one, after a
    warm-up.

    The quicker of two tries counts: what else the machine does only ever slows one down.
    """
    times: dict[int, list[float]] = {1: [], 3: []}
    work(1)
    for number, count in enumerate((1, 3, 1, 3)):
        if reporter.stop_requested:
            raise Stopped
        reporter.progress((number + 1) / 6, "Measuring a few steps")
        start_s = time.monotonic()
        work(count)
        times[count].append(time.monotonic() - start_s)
    return max(min(times[3]) - min(times[1]), 1e-4) / 2


def _used_gb(device: torch.device) -> float:
    """Peak memory of this process so far: that of the GPU where one computes, else main memory."""
    return torch.cuda.max_memory_allocated(device) / 1e9 if device.type == "cuda" else peak_memory_gb()
