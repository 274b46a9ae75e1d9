"""Calibrate a model on labeled volumes that it has not learned from: its confidence, and the Dice to
expect of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import chain

import numpy as np
import torch

from ..errors import Code, Stopped, UserError
from ..evaluation.metrics import dice
from ..evaluation.results import mean
from ..events import Reporter, Result
from ..files import refuse_existing
from ..images.datasets import Subject
from ..images.io.files import check_same_grid, read_labels, writable_folder
from ..images.io.source import path_of, read_volume_of
from ..inference.predictor import batch_for
from ..inference.segment_volume import segment_volume
from ..job import CalibrateJob
from ..label_set import LabelSet
from ..learning.calibrating import agreement, fit_line, fit_temperature, left_out, sample, sample_box
from ..models.archive import check_model_name, write_with_card
from ..models.card import Calibration
from ..models.heart_model import HeartModel
from ..networks.architectures import ARCHITECTURES
from ..networks.precision import pick_device
from .cases import choose, label_set_as, labeled_box, labeled_cases
from .work import Contents, content, refuse_changed, volumes

MEMORY_GB = 2.0
FEW = 10
"""With fewer volumes the figures say little."""
POOLED = "all"
"""Name of the agreement over all structures together."""


Scores = Mapping[str, float | None]


def run(job: CalibrateJob, reporter: Reporter) -> Result:
    """Write a model with a calibration: the weights byte by byte, and a card that holds it.

    First the temperature is fitted to the logits in the heart box of each volume; then each volume is segmented as for
    a user, and the Dice that comes out is set against the soft Dice.

    Args:
        job: What is asked for: a model, and two or more labeled volumes from which it has not learned.
        reporter: Who is told how far it is, and who may ask for a stop.

    Returns:
        The model ``job.out``; the summary holds the ``temperature``, and the fit of each structure as a ``table``.

    Raises:
        UserError: EXISTS, BAD_DATASET, BAD_INPUT, BAD_LABELS, BAD_MODEL or NO_DEVICE; ``Stopped``.
    """
    check_model_name(job.out)
    refuse_existing(job.out)
    writable_folder(job.out.parent)
    device = pick_device(job.device)
    model = HeartModel.load(job.model, device)
    source = model.card
    label_set = label_set_as(source.labels, job.data, job.labels)
    subjects = choose(job.data, None if source.modality == "any" else source.modality, None, labeled=True)
    if len(subjects) < 2:
        raise UserError(
            Code.BAD_DATASET, f"{job.data} holds a single labeled volume.", f"Calibrate with {FEW} or more."
        )
    reporter.log(
        f"If {source.name} has learned from volumes of {job.data.name}, it will seem better than it is: calibrate with "
        "others."
    )
    if len(subjects) < FEW:
        reporter.log(f"{len(subjects)} volumes are few; {FEW} or more make a reliable calibration.")
    inputs = _inputs(job, subjects)
    temperature = _temperature(subjects, label_set, model, device, job.seed, reporter.part(0, 0.3))
    start = Calibration(
        modality=source.modality,
        data=f"{len(subjects)} labeled volumes",
        volumes=len(subjects),
        temperature=temperature,
    )
    model.card = source.model_copy(update={"calibration": start})
    pairs: dict[str, list[tuple[float, float]]] = {name: [] for name in source.labels.names}
    for number, subject in enumerate(subjects):
        part = reporter.part(0.3 + 0.7 * number / len(subjects), 0.3 + 0.7 * (number + 1) / len(subjects))
        tick = partial(_tick, part, stage=f"Segmenting {subject.name}")
        soft, true = _measure(subject, label_set, model, job.device, tick, reporter.log)
        for name, found in pairs.items():
            # Of a structure that was not found Dice 0 is expected anyway.
            if (own := soft[name]) is not None and (value := true[name]) is not None:
                found.append((own, value))
    calibration = _fitted(start, pairs)
    refuse_changed(inputs, _inputs(job, subjects))
    write_with_card(job.out, job.model, source.model_copy(update={"name": job.out.stem, "calibration": calibration}))
    return Result(outputs=[job.out], summary={"temperature": temperature, "table": _table(calibration, pairs)})


def _inputs(job: CalibrateJob, subjects: Sequence[Subject]) -> Contents:
    """What decides over the result, and is read more than once."""
    return {"model": {job.model.name: content(job.model)}, "data": volumes(subjects, labels=True)}


def _temperature(
    subjects: Sequence[Subject],
    label_set: LabelSet,
    model: HeartModel,
    device: torch.device,
    seed: int,
    reporter: Reporter,
) -> float:
    settings = model.card.preprocessing
    batch = batch_for(MEMORY_GB, settings, model.card.network.width)
    logits, truth = [], []
    for number, subject in enumerate(subjects):
        _tick(reporter, number / len(subjects), stage=f"Looking at {subject.name}")
        part = reporter.part(number / len(subjects), (number + 1) / len(subjects))
        # One at a time: whole volumes would fill the memory.
        if ARCHITECTURES[model.card.architecture].dimension == 3:
            (stack, labels) = labeled_box(subject, settings, label_set, part)
            values, classes = sample_box(model.segmenter, stack, labels, device=device, seed=seed + number)
        else:
            (case,) = labeled_cases([subject], settings, label_set, part)
            values, classes = sample(
                model.segmenter, case.slices, case.labels, batch=batch, device=device, seed=seed + number
            )
        logits.append(values)
        truth.append(classes)
    return fit_temperature(np.concatenate(logits), np.concatenate(truth))


def _measure(
    subject: Subject,
    label_set: LabelSet,
    model: HeartModel,
    device: str,
    on_progress: Callable[[float], None],
    on_note: Callable[[str], None],
) -> tuple[Scores, Scores]:
    """Soft and true Dice by structure name; None for a structure not found, or neither there nor found."""
    assert subject.label is not None, "chosen for its label"
    image, truth = read_volume_of(subject.image), read_labels(subject.label, label_set)
    check_same_grid(image, truth, path_of(subject.image), subject.label)
    found = segment_volume(image, model, memory_gb=MEMORY_GB, device=device, on_progress=on_progress, on_note=on_note)
    return found.soft_dice, dice(found.labels, truth, model.card.labels)


def _tick(reporter: Reporter, fraction: float, stage: str) -> None:
    if reporter.stop_requested:
        raise Stopped
    reporter.progress(fraction, stage)


def _fitted(start: Calibration, pairs: Mapping[str, list[tuple[float, float]]]) -> Calibration:
    """``start`` with the line of every structure that was found, and how well it does where it was not fitted.

    ``pairs`` are the soft and true Dice of each structure.
    """
    lines = {name: fit_line(*zip(*found, strict=True)) for name, found in pairs.items() if found}
    expected = {name: left_out(*zip(*found, strict=True)) for name, found in pairs.items() if len(found) > 1}
    true = {name: [value for _, value in pairs[name]] for name in expected}
    agreements = {name: agreement(expected[name], true[name]) for name in expected}
    if expected:
        agreements[POOLED] = agreement(list(chain(*expected.values())), list(chain(*true.values())))
    return start.model_copy(update={"lines": lines, "left_out": agreements})


def _table(calibration: Calibration, pairs: Mapping[str, list[tuple[float, float]]]) -> str:
    """Agreement of expected and true Dice of each structure, as text."""
    lines = [
        f"{'':<6}{'results':>8}{'Dice':>8}{'Pearson':>9}{'Spearman':>10}{'error':>8}   (each volume left out of its "
        "own expectation)"
    ]
    for name, one in calibration.left_out.items():
        true = mean(value for found in (pairs.values() if name == POOLED else [pairs[name]]) for _, value in found)
        lines.append(
            f"{name:<6}{one.results:>8}{_number(true):>8}{_number(one.pearson):>9}{_number(one.spearman):>10}{one.mean_absolute_error:>8.3f}"
        )
    return "\n".join(lines)


def _number(value: float | None) -> str:
    return "N/A" if value is None else f"{value:.2f}"
