"""Train a segmenter, and the heart localizer beside it, on the labeled volumes of one modality."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from ..anatomy import DEFAULT_LABEL_SET
from ..errors import Code, UserError
from ..evaluation.preview import preview
from ..events import Reporter, Result
from ..images.datasets.label_file import label_set_of
from ..images.geometry import Geometry
from ..images.label_order import check_complete
from ..images.preprocessing import volume_of
from ..images.volume import Volume
from ..inference.predictor import predict
from ..job import TrainJob
from ..label_set import LabelSet
from ..learning.distributed import Distributed
from ..learning.slice_pool import SlicePool
from ..learning.supervised import Watch, fit_segmenter
from ..learning.validators import BATCH
from ..models.card import ModelCard, Provenance
from ..models.heart_model import HeartModel
from ..networks.architectures import ARCHITECTURES, build_network
from ..settings import TrainSettings
from . import train_on_maps
from .cases import LabeledCase, choose, labeled_cases, single_slices
from .through_time import ThroughTime
from .training import (
    LABEL_SET,
    LOCALIZER_CHECKPOINT,
    SEGMENTER_CHECKPOINT,
    discard_if_complete,
    localizer_from,
    refuse_complete,
    training_of,
)
from .work import begun, content, holding, same_inputs, volumes, work_folder


@holding
def run(job: TrainJob, reporter: Reporter, held: ExitStack) -> Result:
    """Train a segmenter on labeled volumes, or on tissue maps.

    Processes that ``torchrun`` or SLURM start together train it together; the first one writes.

    Args:
        job: What is asked for; checkpoints in ``job.work`` let the same job go on after a stop or a kill.
        reporter: Who is told how far it is, and who may ask for a stop.
        held: Keeps the lock of the folder of checkpoints.

    Returns:
        The model ``job.out``.

    Raises:
        UserError: EXISTS, BUSY, BAD_DATASET, BAD_LABELS, BAD_MODEL, BAD_CHECKPOINT, BAD_SETTINGS or NO_DEVICE.
    """
    if ARCHITECTURES[job.settings.architecture].dimension == 3 or train_on_maps.maps_of(job.data):
        return train_on_maps.run(job, reporter, held)
    overwrite = refuse_complete(job)
    distributed = Distributed.from_environment(job.device)
    settings = job.settings
    initial = HeartModel.load(job.initial) if job.initial else None
    label_set = label_set_of(job.data, job.labels, usual=initial.card.labels if initial else DEFAULT_LABEL_SET)
    if initial is not None and initial.card.labels != label_set:
        sentence = (
            f"{job.initial} segments {', '.join(initial.card.labels.names)}, and the data are labeled with "
            f"{', '.join(label_set.names)}."
        )
        raise UserError(Code.BAD_MODEL, sentence, "Start from a model of the same structures.")
    if initial is not None and (initial.card.architecture, initial.card.network) != (
        settings.architecture,
        settings.network,
    ):
        raise UserError(
            Code.BAD_MODEL,
            f"{job.initial} has a network of another size.",
            f"Use the size with which it was trained, {initial.card.size}.",
        )

    subjects = choose(job.data, None if job.modality == "any" else job.modality, job.subjects, labeled=True)
    work = work_folder(job.work, job.out, held)
    beginning = {job.initial.name: content(job.initial)} if job.initial else {}
    inputs = {
        "initial model": beginning,
        LABEL_SET: {label_set.name: label_set.fingerprint()},
        "data": volumes(subjects, labels=True),
    }
    same_inputs(work, inputs, begun(work))
    cases = labeled_cases(subjects, settings.preprocessing, label_set, reporter.part(0, 0.05))
    check_complete([case.truth for case in cases], label_set, str(job.data))
    begin = 0.05 if initial else 0.05 + 0.95 * localizer_share(settings)
    localizer = (
        initial.localizer
        if initial
        else localizer_from(
            [(case.image, case.truth) for case in cases],
            [case.name for case in cases],
            job,
            distributed,
            work,
            reporter.part(0.05, begin),
        )
    )
    slices = [(case.slices, case.labels) for case in cases]
    if settings.single_slices:
        slices += [single for case in cases for single in single_slices(case, settings.preprocessing)]
    pool = SlicePool([images for images, _ in slices], [labels for _, labels in slices], distributed.device)
    through_time, watch = _watched(cases[0], settings, label_set, work, distributed.device)
    torch.manual_seed(job.seed)
    segmenter = (
        initial.segmenter if initial else build_network(settings.architecture, settings.network, label_set.class_count)
    )
    fit = fit_segmenter(
        segmenter,
        pool,
        settings,
        seed=job.seed,
        checkpoint=work / SEGMENTER_CHECKPOINT,
        distributed=distributed,
        reporter=reporter.part(begin, 1),
        watch=watch,
    )
    if not distributed.is_main:
        return Result(outputs=[], stopped=fit.stopped)

    card = ModelCard(
        name=job.out.stem,
        modality=job.modality,
        labels=label_set,
        preprocessing=settings.preprocessing,
        architecture=settings.architecture,
        network=settings.network,
        size=job.size,
        method=job.method,
        cut_slices=settings.augmentation.translation > 0,
        training=training_of(job, inputs, distributed.device, distributed.size),
        complete=not fit.stopped,
        provenance=Provenance(
            data=f"{len(cases)} labeled {job.modality.upper()} volumes", license="that of the training data"
        ),
        volume_ranges_ml=_ranges(cases, label_set),
        metrics={"training_loss": fit.curves["loss"][-1][1] if fit.curves.get("loss") else None},
    )
    HeartModel(card, fit.segmenter.cpu(), localizer.cpu()).save(
        job.out, preview(cases[0].image, cases[0].truth, label_set), overwrite
    )
    through_time.write(job.out.stem, fit, reporter)
    discard_if_complete(fit, work, work / LOCALIZER_CHECKPOINT, work / SEGMENTER_CHECKPOINT)
    return Result(outputs=[job.out], summary={"volumes": len(cases), "curves": fit.curves}, stopped=fit.stopped)


def _watched(
    case: LabeledCase, settings: TrainSettings, label_set: LabelSet, work: Path, device: torch.device
) -> tuple[ThroughTime, Watch]:
    """What keeps how the labels of ``case`` come out through time, and shows it the segmenters."""
    box = settings.preprocessing
    image, truth = (volume_of(part.numpy(), box.plane) for part in (case.slices, case.labels))
    grid = Geometry(image.shape, (box.spacing_mm,) * 3)
    through_time = ThroughTime(work, Volume(image, grid), label_set, Volume(truth, grid))

    def watch(step: int, segmenter: nn.Module) -> None:
        if through_time.wanted:
            found = predict(segmenter, case.slices, batch=BATCH, precision=settings.precision, device=device)
            through_time.keep(step, volume_of(found.labels, box.plane))

    return through_time, watch


def localizer_share(settings: TrainSettings) -> float:
    """How much of a training the heart localizer takes: a step of it costs as much as four slices at width 8 and 96 px.

    Args:
        settings: Those of the training.

    Returns:
        Its part of the time, 0..1.
    """
    relative = (8 / settings.network.width * 96 / settings.preprocessing.size_px) ** 2
    localizer = 4 * relative * settings.localizer_steps
    return localizer / (localizer + settings.steps * settings.batch)


def _ranges(cases: Sequence[LabeledCase], label_set: LabelSet) -> dict[str, tuple[float, float]]:
    """Smallest and largest volume in ml of each structure among the subjects that show it, whole if any of them
    does.
    """
    ranges = {}
    for structure in label_set.structures:
        masks = [case.truth.array == structure.value for case in cases]
        shown = [
            (float(mask.sum()) * case.truth.geometry.voxel_ml, _is_cut(mask))
            for mask, case in zip(masks, cases, strict=True)
            if mask.any()
        ]
        volumes = [volume for volume, cut in shown if not cut] or [volume for volume, _ in shown]
        if volumes:
            ranges[structure.name] = (min(volumes), max(volumes))
    return ranges


def _is_cut(mask: NDArray[np.bool_]) -> bool:
    """Whether ``mask`` (D, H, W) reaches the edge of the field of view."""
    return any(bool(mask.take(side, axis).any()) for axis in range(3) for side in (0, -1))
