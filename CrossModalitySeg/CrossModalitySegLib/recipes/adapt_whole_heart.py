"""Adapt a 3D segmenter of the whole heart to unlabeled volumes: what ``adapt`` does with a model whose architecture is
three-dimensional.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import torch
from torch import Tensor

from ..environment import refuse_several, versions
from ..errors import Code, Stopped, UserError
from ..evaluation.preview import preview
from ..events import Reporter, Result
from ..images.geometry import Geometry
from ..images.volume import Volume
from ..job import AdaptJob, MapsJob
from ..learning.phantom_samples import PhantomSamples, drawn_ahead
from ..learning.volume_teaching import teach_on_volumes
from ..learning.volume_views import predict_views
from ..models.card import Provenance
from ..models.heart_model import HeartModel
from ..networks.precision import pick_device, resolve_precision
from ..phantoms.tissue_map import map_files
from . import maps
from .cases import Case3d, choose, whole_cases
from .through_time import ThroughTime
from .training import ADAPTATION_CHECKPOINT, discard_if_complete, refuse_without_weights, training_of
from .work import begun, content, same_inputs, volumes, work_folder

MAPS = "maps"
"""Folder of tissue maps beside the checkpoint, where the job names none; the seed of the job follows."""

_COUNT = 8
_FIRST = 4000
"""Number of the first phantom: those of a training that has come so far (``PhantomSamples``)."""


def adapt_whole_heart(job: AdaptJob, model: HeartModel, overwrite: bool, reporter: Reporter, held: ExitStack) -> Result:
    """Write the model ``job.out``, ``model`` adapted to the volumes of ``job.target``.

    ``job.source`` is a folder of tissue maps (``maps``); without one, a few are made of parametric hearts.

    Raises ``UserError``: BUSY, BAD_DATASET, BAD_INPUT, BAD_SETTINGS, BAD_CHECKPOINT, NO_DEVICE; ``Stopped`` before
    the adaptation has begun.
    """
    refuse_several("the adaptation of a 3D model")
    card, device = model.card, pick_device(job.device)
    refuse_without_weights(card)
    if job.settings.self_training is None or job.settings.joint_steps:
        raise UserError(
            Code.BAD_MODEL,
            f"{job.model} is of the architecture {card.architecture}, which the papers' adversaries do not fit.",
            "Choose settings with self-training only, such as those of the size whole-heart.",
        )
    unlabeled = choose(job.target, job.target_modality, job.target_subjects, labeled=False)
    work = work_folder(job.work, job.out, held)
    source = _maps(job, work, reporter.part(0, 0.1))
    inputs = {
        "model": {job.model.name: content(job.model)},
        "source": {path.name: content(path) for path in source},
        "target": volumes(unlabeled, labels=False),
    }
    same_inputs(work, inputs, begun(work))
    cases = whole_cases(unlabeled, card.preprocessing, model.localizer, reporter.part(0.1, 0.15))
    box = card.preprocessing

    def phantoms(first: int) -> Generator[tuple[Tensor, Tensor]]:
        part = (_FIRST + first, _FIRST + settings.rounds * settings.steps)
        return drawn_ahead(PhantomSamples(source, box.size_px, box.spacing_mm, job.seed, *part, card.modality))

    settings, first = job.settings.self_training, cases[0].stack[0].numpy()
    image = Volume(first, Geometry(first.shape, (box.spacing_mm,) * 3))
    through_time = ThroughTime(work, image, card.labels)
    fit = teach_on_volumes(
        model.segmenter,
        card,
        [case.stack for case in cases],
        phantoms,
        settings,
        seed=job.seed,
        checkpoint=work / ADAPTATION_CHECKPOINT,
        device=device,
        reporter=reporter.part(0.15, 1),
        watch=lambda step, classes: through_time.keep(step, classes.byte().numpy()),
    )
    chosen_step, score = fit.curves["chosen"][-1]
    adapted = card.model_copy(
        update={
            "name": job.out.stem,
            "modality": job.target_modality,
            "created": date.today(),
            "size": job.size,
            "method": job.method,
            "complete": not fit.stopped,
            "adapted_from": inputs["model"][job.model.name],
            "training": training_of(job, inputs if job.source else {**inputs, "source": {}}, device),
            "versions": versions(),
            "provenance": Provenance(
                data=f"{card.provenance.data}; adapted to {len(cases)} unlabeled {job.target_modality.upper()} volumes",
                license=card.provenance.license,
            ),
            "metrics": {"validator_score": score, "chosen_step": float(chosen_step)},
        }
    )
    png = _preview(fit.segmenter, cases[0], adapted.preprocessing.spacing_mm, device, model)
    HeartModel(adapted, fit.segmenter.cpu(), model.localizer).save(job.out, png, overwrite)
    through_time.write(job.out.stem, fit, reporter)
    discard_if_complete(fit, work, work / ADAPTATION_CHECKPOINT)
    return Result(outputs=[job.out], summary={"chosen_step": chosen_step, "curves": fit.curves}, stopped=fit.stopped)


def _maps(job: AdaptJob, work: Path, reporter: Reporter) -> Sequence[Path]:
    folder = job.source
    if folder is None:
        folder = work / f"{MAPS}{job.seed}"
        if maps.run(MapsJob(out=folder, count=_COUNT, seed=job.seed), reporter).stopped:
            raise Stopped()
    return map_files(folder)


def _preview(
    segmenter: torch.nn.Module, case: Case3d, spacing_mm: float, device: torch.device, model: HeartModel
) -> bytes | None:
    """Preview of the first volume."""
    prediction = predict_views(segmenter, case.stack, device, resolve_precision("auto", device))
    labels = prediction.probabilities.argmax(0).byte().numpy()
    box = Geometry(labels.shape, (spacing_mm,) * 3)
    return preview(Volume(case.stack[0].numpy(), box), Volume(labels, box), model.card.labels)
