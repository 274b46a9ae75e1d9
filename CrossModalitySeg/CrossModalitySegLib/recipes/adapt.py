"""Adapt a model to another modality without labels: the source model, source slices, unlabelled target slices."""

from __future__ import annotations

import hashlib
from functools import partial

import torch

from ..errors import Code, UserError
from ..evaluation.preview import preview
from ..events import Reporter, Result
from ..files import replacing
from ..images.preprocessing import volume_of
from ..images.volume import Volume
from ..job import AdaptJob
from ..learning.adapting import adapt_segmenter
from ..learning.adversarial import AdversarialStage
from ..learning.slice_pool import SlicePool
from ..learning.team import Team
from ..learning.validators import Validation, validate
from ..models.card import Provenance
from ..models.heart_model import HeartModel
from .cases import Case, choose, unlabelled_cases
from .train import discard_if_complete, refuse_complete, work_folder

VALIDATION_VOLUMES = 4
"""Target volumes on which checkpoints are judged; they also take part in the training, which needs no labels either."""


def run(job: AdaptJob, reporter: Reporter) -> Result:
    """Write the model ``job.out``; checkpoints in ``job.work`` let the same job go on after a stop or a kill.

    Processes that ``torchrun`` or SLURM start together adapt it together; the first one writes.

    No label file is opened, neither of the target nor of the source. A calibration of the source model is kept, since there is
    none to be had without target labels: what it says of the target is extrapolated, and ``segment`` says that.

    Raises ``UserError``: EXISTS, BAD_DATASET, BAD_INPUT, BAD_MODEL, BAD_CHECKPOINT, NO_DEVICE.
    """
    overwrite = refuse_complete(job.out)
    team = Team.assemble(job.device)
    device = team.device
    model = HeartModel.load(job.model)
    if model.card.modality != job.source_modality:
        raise UserError(
            Code.BAD_MODEL,
            f"{job.model} segments {model.card.modality.upper()}, not {job.source_modality.upper()}.",
            "Choose the model of the source modality.",
        )
    box = model.card.preprocessing
    read = partial(unlabelled_cases, settings=box, locator=model.locator)
    subjects = choose(job.source, job.source_modality, job.source_subjects, labelled=False)
    unlabelled = choose(job.target, job.target_modality, job.target_subjects, labelled=False)
    work = work_folder(job.work, job.out)
    source = read(subjects, job.source_modality, reporter=reporter.part(0, 0.05))
    target = read(unlabelled, job.target_modality, reporter=reporter.part(0.05, 0.1))

    stage = AdversarialStage(model.segmenter, model.card.network, job.settings, _pool(source, device), _pool(target, device), seed=job.seed, team=team)
    judged = target[:VALIDATION_VOLUMES]
    picture, checkpoint = work / "preview.png", work / "adaptation.safetensors"

    def judge(stage: AdversarialStage) -> Validation:
        seen = validate(stage.adapted(), [case.slices for case in judged], box, model.card.volume_ranges_ml, job.settings.precision, device)
        shown = preview(Volume(volume_of(judged[0].slices.numpy(), box.plane), seen.preview.geometry), seen.preview)
        if shown is not None:
            with replacing(picture) as temporary:
                temporary.write_bytes(shown)
            reporter.preview(picture)
        return seen

    fit = adapt_segmenter(stage, job.settings, judge, seed=job.seed, checkpoint=checkpoint, reporter=reporter.part(0.1, 1))
    if not team.first:
        return Result(outputs=[], stopped=fit.stopped)

    provenance = Provenance(
        data=f"{model.card.provenance.data}; adapted to {len(target)} unlabelled {job.target_modality.upper()} volumes of {job.target.name}",
        licence=model.card.provenance.licence,
    )
    chosen_step, score = fit.curves["chosen"][-1]
    card = model.card.model_copy(
        update={
            "name": job.out.stem,
            "modality": job.target_modality,
            "preset": job.preset,
            "complete": not fit.stopped,
            "depth": job.settings.depth,
            "adapted_from": hashlib.sha256(job.model.read_bytes()).hexdigest(),
            "provenance": provenance,
            "metrics": {"validator_score": score, "chosen_step": float(chosen_step)},
        }
    )
    HeartModel(card, fit.segmenter.cpu(), model.locator).save(job.out, picture.read_bytes() if picture.exists() else None, overwrite)
    discard_if_complete(fit, checkpoint)
    return Result(outputs=[job.out], summary={"chosen_step": chosen_step, "curves": fit.curves}, stopped=fit.stopped)


def _pool(cases: list[Case], device: torch.device) -> SlicePool:
    return SlicePool([case.slices for case in cases], None, device)
