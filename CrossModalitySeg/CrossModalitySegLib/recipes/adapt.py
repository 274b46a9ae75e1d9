"""Adapt a model to another modality without labels: the source model, source slices, unlabeled target slices."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from functools import partial

import torch
from torch import Tensor, nn

from ..environment import versions
from ..errors import Code, UserError
from ..evaluation.preview import preview
from ..events import Reporter, Result
from ..files import replacing
from ..images.datasets import Subject
from ..images.geometry import Geometry
from ..images.preprocessing import volume_of
from ..images.volume import Volume
from ..job import AdaptJob
from ..label_set import LabelSet
from ..learning.adapting import adapt_segmenter
from ..learning.adversarial import AdversarialStage
from ..learning.distributed import Distributed
from ..learning.self_training import checkpoints, self_train
from ..learning.slice_pool import SlicePool
from ..learning.supervised import Fit
from ..learning.validators import Validation, validate
from ..models.card import ModelCard, Provenance
from ..models.heart_model import HeartModel
from ..networks.architectures import ARCHITECTURES
from ..networks.segmenter import Segmenter
from ..settings import PAPERS_ARCHITECTURE, AdaptSettings
from .adapt_whole_heart import adapt_whole_heart
from .cases import Case, choose, label_set_as, labeled_cases, unlabeled_cases
from .through_time import ThroughTime
from .training import ADAPTATION_CHECKPOINT, LABEL_SET, discard_if_complete, refuse_complete, training_of
from .work import Contents, begun, content, holding, same_inputs, volumes, work_folder

VALIDATION_VOLUMES = 4
"""Target volumes that score the checkpoints; they also take part in the training, which needs no labels either."""


@holding
def run(job: AdaptJob, reporter: Reporter, held: ExitStack) -> Result:
    """Adapt a model to another modality without labels.

    Processes that ``torchrun`` or SLURM start together adapt it together; the first one writes.

    Labels of the target are never opened; those of the source where there is self-training, which learns from them. A
    calibration of the source model is kept, since there is none to be had without target labels: what it predicts of
    the target is extrapolated, and ``segment`` reports that.

    Args:
        job: What is asked for; checkpoints in ``job.work`` let the same job go on after a stop or a kill.
        reporter: Who is told how far it is, and who may ask for a stop.
        held: Keeps the lock of the folder of checkpoints.

    Returns:
        The model ``job.out``.

    Raises:
        UserError: EXISTS, BUSY, BAD_DATASET, BAD_INPUT, BAD_LABELS, BAD_MODEL, BAD_SETTINGS, BAD_CHECKPOINT or
            NO_DEVICE.
    """
    overwrite = refuse_complete(job)
    model = HeartModel.load(job.model)
    if model.card.modality not in (job.source_modality, "any"):
        raise UserError(
            Code.BAD_MODEL,
            f"{job.model} segments {model.card.modality.upper()}, not {job.source_modality.upper()}.",
            "Choose the model of the source modality.",
        )
    label_set = _label_set(job, model.card)
    if ARCHITECTURES[model.card.architecture].dimension == 3:
        return adapt_whole_heart(job, model, overwrite, reporter, held)
    distributed = Distributed.from_environment(job.device)
    device = distributed.device
    box = model.card.preprocessing
    read = partial(unlabeled_cases, settings=box, localizer=model.localizer)
    unlabeled = choose(job.target, job.target_modality, job.target_subjects, labeled=False)
    work = work_folder(job.work, job.out, held)
    inputs = _inputs(job, unlabeled, model.card, label_set)
    same_inputs(work, inputs, begun(work))
    target = read(unlabeled, reporter=reporter.part(0, 0.05))
    stacks = [case.slices for case in target[:VALIDATION_VOLUMES]]
    png, first = work / "preview.png", volume_of(stacks[0].numpy(), box.plane)
    image = Volume(first, Geometry(first.shape, (box.spacing_mm,) * 3))
    through_time = ThroughTime(work, image, model.card.labels)

    def judge(segmenter: nn.Module, step: int) -> Validation:
        validation = validate(segmenter, stacks, model.card, job.settings.precision, device)
        if distributed.is_main:
            through_time.keep(step, validation.preview.array)
            if (preview_png := preview(image, validation.preview, model.card.labels)) is not None:
                with replacing(png) as temporary:
                    temporary.write_bytes(preview_png)
                reporter.preview(png)
        return validation

    fit = Fit(model.segmenter, {}, stopped=False)
    adversarial, self_training = costs(job.settings)
    middle = 0.05 + 0.95 * adversarial / (adversarial + self_training)
    if job.settings.joint_steps:
        assert job.source is not None, "the job has been validated"
        if not isinstance(model.segmenter, Segmenter):
            sentence = (
                f"The adversarial part needs the layers of {PAPERS_ARCHITECTURE}, and {job.model} is of the "
                f"architecture {model.card.architecture}."
            )
            raise UserError(
                Code.BAD_MODEL, sentence, "Choose settings without it (joint_steps=0), or another source model."
            )
        subjects = choose(job.source, job.source_modality, job.source_subjects, labeled=False)
        source = read(subjects, reporter=reporter.part(0.05, 0.1))
        stage = AdversarialStage(
            model.segmenter,
            model.card.network,
            job.settings,
            _pool(source, device),
            _pool(target, device),
            seed=job.seed,
            distributed=distributed,
        )
        fit = adapt_segmenter(
            stage,
            job.settings,
            lambda stage: judge(stage.adapted(), stage.steps),
            seed=job.seed,
            checkpoint=work / ADAPTATION_CHECKPOINT,
            reporter=reporter.part(0.1, middle),
        )
    if job.settings.self_training and not fit.stopped:
        volumes, part = [case.slices for case in target], reporter.part(middle, 1)
        labeled = _labeled(job, model.card, label_set, reporter)
        fit = self_train(
            fit,
            model.card,
            volumes,
            labeled,
            job.settings.self_training,
            judge,
            seed=job.seed,
            work=work,
            distributed=distributed,
            reporter=part,
        )
    if not distributed.is_main:
        return Result(outputs=[], stopped=fit.stopped)

    provenance = Provenance(
        data=f"{model.card.provenance.data}; adapted to {len(target)} unlabeled {job.target_modality.upper()} volumes",
        license=model.card.provenance.license,
    )
    chosen_step, score = fit.curves["chosen"][-1]
    card = model.card.model_copy(
        update={
            "name": job.out.stem,
            "modality": job.target_modality,
            "created": date.today(),
            "size": job.size,
            "method": job.method,
            "cut_slices": model.card.cut_slices and job.settings.last_augmentation.translation > 0,
            "complete": not fit.stopped,
            "depth": job.settings.depth if job.settings.joint_steps else None,
            "adapted_from": inputs["model"][job.model.name],
            "training": training_of(job, inputs, device, distributed.size),
            "versions": versions(),
            "provenance": provenance,
            "metrics": {"validator_score": score, "chosen_step": float(chosen_step)},
        }
    )
    HeartModel(card, fit.segmenter.cpu(), model.localizer).save(
        job.out, png.read_bytes() if png.exists() else None, overwrite
    )
    through_time.write(job.out.stem, fit, reporter)
    discard_if_complete(fit, work, work / ADAPTATION_CHECKPOINT, *checkpoints(job.settings.self_training, work))
    return Result(outputs=[job.out], summary={"chosen_step": chosen_step, "curves": fit.curves}, stopped=fit.stopped)


def costs(settings: AdaptSettings) -> tuple[float, float]:
    """How an adaptation's time is shared out: slices that pass through the segmenter, a backward pass counting as two.

    A critic update takes both domains forward, at about the price of one backward pass more.

    Args:
        settings: Those of the adaptation.

    Returns:
        Slices of the adversarial part, and of the self-training; 0 for a part that there is not.
    """
    rounds = settings.self_training
    adversarial = settings.joint_steps * settings.batch * (3.0 * settings.critic_steps + 4.0)
    return adversarial, 3.0 * rounds.rounds * rounds.steps * rounds.batch if rounds else 0.0


def _label_set(job: AdaptJob, card: ModelCard) -> LabelSet | None:
    """The structures in the label files of the source; None where none of them is read."""
    flat = ARCHITECTURES[card.architecture].dimension == 2
    if flat and job.source is not None and job.settings.self_training is not None:
        return label_set_as(card.labels, job.source, job.labels)
    if job.labels:
        raise UserError(
            Code.BAD_SETTINGS,
            "This adaptation reads no label files, of which --labels could say something.",
            "Leave --labels out: it is for self-training of a 2D model with a source.",
        )
    return None


def _inputs(job: AdaptJob, target: Sequence[Subject], card: ModelCard, label_set: LabelSet | None) -> Contents:
    """What decides over the result; of the target the images alone, of the source the labels where they are learned
    from, and what their numbers mean where the model does not say it.
    """
    told = label_set is not None and label_set.fingerprint() != card.labels.fingerprint()
    source = choose(job.source, job.source_modality, job.source_subjects, labeled=False) if job.source else []
    return {
        "model": {job.model.name: content(job.model)},
        "source": volumes(source, labels=job.settings.self_training is not None),
        "target": volumes(target, labels=False),
        LABEL_SET: {label_set.name: label_set.fingerprint()} if label_set and told else {},
    }


def _labeled(
    job: AdaptJob, card: ModelCard, label_set: LabelSet | None, reporter: Reporter
) -> list[tuple[Tensor, Tensor]]:
    """Slices and labels of the source volumes that have labels."""
    if job.source is None or label_set is None:
        return []
    subjects = choose(job.source, job.source_modality, job.source_subjects, labeled=False)
    cases = labeled_cases(
        [subject for subject in subjects if subject.label is not None],
        card.preprocessing,
        label_set,
        reporter.part(0.05, 0.05),
    )
    return [(case.slices, case.labels) for case in cases]


def _pool(cases: list[Case], device: torch.device) -> SlicePool:
    return SlicePool([case.slices for case in cases], None, device)
