"""What trainings of every kind share: the model that they may replace, their checkpoints, and the heart localizer."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

import torch

from ..anatomy import SHIPPED
from ..errors import Code, Stopped, UserError
from ..events import Reporter
from ..files import refuse_existing
from ..images.volume import Volume
from ..job import AdaptJob, TrainJob
from ..learning.checkpoint import discard_checkpoint
from ..learning.distributed import Distributed
from ..learning.localizer_training import train_localizer
from ..learning.supervised import Fit
from ..models.archive import check_model_name, read_card
from ..models.card import ModelCard, Training
from ..models.conditions import conditions
from ..networks.architectures import ARCHITECTURES
from ..networks.localizer import HeartLocalizer
from .through_time import discard_moments
from .work import INPUTS, Contents, alone_in, discard_all_checkpoints, nameless, remembered, usual_work_folder

LABEL_SET = "label set"
"""The part of the inputs that is not a file."""
_PLACES = {
    *("verb", "device", "data", "out", "work", "model", "source", "target", "initial", "labels"),
    *("subjects", "source_subjects", "target_subjects"),
}
"""Fields of jobs that say where something is, or what it is called."""
LOCALIZER_CHECKPOINT, SEGMENTER_CHECKPOINT = "locator.safetensors", "segmenter.safetensors"
ADAPTATION_CHECKPOINT = "adaptation.safetensors"
"""Names of files, as every version writes them."""


def discard_if_complete(fit: Fit, work: Path, *checkpoints: Path) -> None:
    """Remove the checkpoints of a job that came to its end in ``work``: four times as large as the model, and of no
    more use.
    """
    if not fit.stopped:
        for checkpoint in checkpoints:
            discard_checkpoint(checkpoint)
        discard_moments(work)
        (work / INPUTS).unlink(missing_ok=True)


def refuse_complete(job: TrainJob | AdaptJob) -> bool:
    """Whether the model to be written is there, cut short by a stop, and may be replaced.

    Raises ``UserError`` EXISTS for any other that is there, whose checkpoints go if a kill has left them; BAD_SETTINGS
    if no model can be called so.
    """
    out = job.out
    check_model_name(out)
    card = read_card(out) if out.exists() else None
    if card is not None and card.complete and card.training is not None:
        with suppress(OSError, UserError):  # what is left is no reason to say anything but that the model exists
            _discard_leftovers(job.work or usual_work_folder(out), card.training)
    replaceable = card is not None and not card.complete
    refuse_existing(out, overwrite=replaceable)
    return replaceable


def _discard_leftovers(work: Path, training: Training) -> None:
    """Remove the checkpoints in ``work`` of a job that was killed between its last two deeds: its model, which came of
    this ``training``, has its name, and the checkpoints are still there.
    """
    if not (work / INPUTS).exists():
        return
    with ExitStack() as held:
        alone_in(work, held)
        if training.inputs.items() <= nameless(remembered(work)).items():
            discard_all_checkpoints(work)
            discard_moments(work)
            (work / INPUTS).unlink(missing_ok=True)


def refuse_without_weights(card: ModelCard) -> None:
    """Raise ``UserError`` BAD_MODEL if the network of this model has nothing that can learn."""
    if not ARCHITECTURES[card.architecture].learns:
        raise UserError(
            Code.BAD_MODEL,
            f"The model {card.name} was imported as ONNX, and such a network cannot be trained.",
            "Adapt a model that was trained here.",
        )


def training_of(job: TrainJob | AdaptJob, inputs: Contents, device: torch.device, processes: int = 1) -> Training:
    """What the card records of ``job``, which learned from ``inputs`` on ``device``."""
    how = job.model_dump(mode="json", exclude=_PLACES)
    if job.labels and ("=" in job.labels or job.labels in SHIPPED):
        how["labels"] = job.labels
    known = {part: of for part, of in inputs.items() if part != LABEL_SET}
    return Training(verb=job.verb, job=how, inputs=nameless(known), conditions=conditions(device), processes=processes)


def localizer_from(
    scans: Sequence[tuple[Volume, Volume]],
    names: Sequence[str],
    job: TrainJob,
    distributed: Distributed,
    work: Path,
    reporter: Reporter,
) -> HeartLocalizer:
    """The heart localizer, learned from ``scans`` (image and labels) called ``names``, from where an earlier start left
    off in ``work``.
    """
    made_from = {"subjects": list(names)}
    localizer = train_localizer(
        scans, job.settings.localizer_steps, job.seed, work / LOCALIZER_CHECKPOINT, made_from, distributed, reporter
    )
    if localizer is None:
        raise Stopped("What the localizer has learned is kept.")
    return localizer
