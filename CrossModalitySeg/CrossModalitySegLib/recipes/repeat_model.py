"""Train or adapt again what the card of a model describes, and compare the weights."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from pydantic import ValidationError

from ..errors import Code, Stopped, UserError
from ..events import Reporter, Result
from ..images.datasets import Modality, Subject, open_dataset
from ..images.datasets.label_file import LABEL_FILE, write_label_file
from ..images.io.source import content_sha256, read_volume_of
from ..inference.segment_volume import segment_volume
from ..job import AdaptJob, RepeatJob, TrainJob
from ..models.card import Training
from ..models.heart_model import HeartModel
from ..models.library import Library
from ..validation import first_problem
from . import adapt, train
from .again import device_of, dice_of, table_of, threads_of
from .work import content

_COMPARED_VOLUMES = 3
"""Where weights differ, both models segment so many of the volumes."""
_TRAINED = 0.9
"""Share of the work that is training."""


def repeat_model(job: RepeatJob, reporter: Reporter) -> Result:
    """Learn the weights of ``job.record`` again from the volumes in ``job.inputs`` and compare (``repeat.run``).

    The ``summary`` also holds ``tensors``, how many differ, and ``distance``, the norm of the difference of all weights
    by the norm of those of then; None where the two networks are of another shape.
    """
    path = Library().find(job.record)
    then = HeartModel.load(path)
    training = _training(then, path)
    if not job.inputs:
        data = "training volumes" if training.verb == "train" else "source volumes, if any, and of the target volumes"
        raise UserError(
            Code.BAD_INPUT,
            f"{path} does not state where its data are, only what they hold.",
            f"Name the folder of the {data} after it.",
        )
    with tempfile.TemporaryDirectory() as folder, threads_of(training.conditions):
        write_label_file(Path(folder), then.card.labels)
        again, volumes = _again(job, training, Path(folder))
        result = (train if isinstance(again, TrainJob) else adapt).run(again, reporter.part(0, _TRAINED))
        if result.stopped:
            raise Stopped()
        now = HeartModel.load(again.out)
        summary = _compared(then, now, volumes, reporter.part(_TRAINED, 1))
    return Result(outputs=[], summary=summary)


def _training(model: HeartModel, path: Path) -> Training:
    training = model.card.training
    if training is None:
        raise UserError(
            Code.BAD_INPUT,
            f"The card of {path} does not state how its weights were learned: they were taken over, or are of a "
            "version that did not write it.",
            "Choose a model that this version has trained or adapted.",
        )
    if not model.card.complete:
        raise UserError(
            Code.BAD_INPUT,
            f"The training of {path} was stopped before its end.",
            "Start the same job again, and let it finish.",
        )
    return training


def _again(job: RepeatJob, training: Training, folder: Path) -> tuple[TrainJob | AdaptJob, list[Subject]]:
    """The job of then, with its output in ``folder``, and the volumes that it learns from."""
    how, inputs = dict(training.job), training.inputs
    target_modality: Modality | None = how.get("target_modality", "ct")
    modality = None if how.get("modality") == "any" else how.get("modality")
    how |= {"out": folder / "again.cms", "device": device_of(job.device, training.conditions)}
    if training.verb == "train":
        data, names, volumes = _place(job.inputs, inputs.get("data images", ()), modality, inputs.get("data", ()))
        if not inputs.get("data"):  # tissue maps have no label files
            how = {"labels": str(folder / LABEL_FILE)} | how  # numbers of label files, where somebody gave them, stay
        how |= {"data": data, "subjects": names, "initial": _model(job, inputs.get("initial model", ()))}
    else:
        target, names, volumes = _place(job.inputs[::-1], inputs.get("target images", ()), target_modality)
        how |= {"target": target, "target_subjects": names, "model": _model(job, inputs.get("model", ()))}
        if inputs.get("source images") or inputs.get("source"):
            source, names, _ = _place(
                job.inputs, inputs.get("source images", ()), how.get("source_modality"), inputs.get("source", ())
            )
            how |= {"source": source, "source_subjects": names}
    try:
        return (TrainJob if training.verb == "train" else AdaptJob)(**how), volumes
    except ValidationError as error:
        where, problem = first_problem(error)
        raise UserError(
            Code.BAD_MODEL,
            f"The card of {job.record} describes a job that this version cannot do: {'.'.join(where)}: {problem}.",
            "Repeat it with the version that the card names.",
        ) from error


def _place(
    folders: Sequence[Path], images: Sequence[str], modality: Modality | None, maps: Sequence[str] = ()
) -> tuple[Path, tuple[str, ...] | None, list[Subject]]:
    """The folder that holds most of what was learned from, the names of the subjects with these ``images``, in their
    order, and the subjects themselves; all of the first folder if it holds other volumes.
    """
    if maps:
        held = [len({content(path) for path in folder.glob("*.npz")} & set(maps)) for folder in folders]
        return folders[held.index(max(held))], None, []
    found: list[tuple[int, Path, list[Subject], list[Subject]]] = []
    problem: UserError | None = None
    for folder in folders:
        try:
            subjects = open_dataset(folder, modality)
        except UserError as error:
            problem = error
            continue
        by_content = {content_sha256(subject.image): subject for subject in reversed(subjects)}
        same = [by_content[digest] for digest in images if digest in by_content]
        found.append((len(same), folder, subjects, same))
    if not found and problem is not None:
        raise problem
    count, folder, subjects, same = max(found, key=lambda one: one[0])
    if count == len(images):
        return folder, tuple(subject.name for subject in same), same
    return folder, None, subjects


def _model(job: RepeatJob, digests: Sequence[str]) -> Path | None:
    """The model that the training began with: the one that was named, else that of the library with this content."""
    if not digests:
        return None
    if job.model is not None:
        return job.model
    for entry in Library().entries():
        if entry.card is not None and content(entry.path) == digests[0]:
            return entry.path
    raise UserError(
        Code.BAD_MODEL,
        f"The model that {job.record} was made from is not in the library.",
        "Give its path with --model.",
    )


def _compared(then: HeartModel, now: HeartModel, volumes: Sequence[Subject], reporter: Reporter) -> dict[str, object]:
    """The summary of a repeated training."""
    differences = _otherwise(then, now)
    tensors, distance = _apart(_weights(then), _weights(now))
    if tensors == 0:
        table = "The same in every weight."
        return {"equal": True, "tensors": 0, "distance": 0.0, "dice": {}, "differences": differences, "table": table}
    shown = (
        "The networks are of another shape." if distance is None else f"Weights are {distance:.2g} of their norm apart."
    )
    dice = _dice(then, now, volumes[:_COMPARED_VOLUMES], reporter) if then.card.labels == now.card.labels else {}
    return {
        "equal": False,
        "tensors": tensors,
        "distance": distance,
        "dice": dice,
        "differences": differences,
        "table": table_of(dice, differences, shown),
    }


def _otherwise(then: HeartModel, now: HeartModel) -> list[str]:
    """A sentence for each thing that differs, by both cards."""
    was, has = then.card.training, now.card.training
    assert was is not None and has is not None, "both have been trained"
    found = []
    for part in sorted(was.inputs.keys() | has.inputs.keys()):
        one, other = was.inputs.get(part, []), has.inputs.get(part, [])
        if one != other:
            same = len(set(one) & set(other))
            found.append(f"{part}: {same} of the {len(one)} of then are among the {len(other)} of now.")
    if then.card.labels != now.card.labels:
        found.append(f"structures: {', '.join(then.card.labels.names)} then, {', '.join(now.card.labels.names)} now.")
    if was.processes != has.processes:
        found.append(f"processes: {was.processes} then, {has.processes} now.")
    return found + was.conditions.differences(has.conditions)


def _weights(model: HeartModel) -> dict[str, torch.Tensor]:
    parts = {"segmenter": model.segmenter, "localizer": model.localizer}
    return {f"{part}.{name}": value for part, of in parts.items() for name, value in of.state_dict().items()}


def _apart(then: Mapping[str, torch.Tensor], now: Mapping[str, torch.Tensor]) -> tuple[int, float | None]:
    """How many tensors differ, and how far all of them are apart by the norm of those of then."""
    if {name: one.shape for name, one in then.items()} != {name: one.shape for name, one in now.items()}:
        return len(then), None
    differing = sum(not torch.equal(value, now[name]) for name, value in then.items())
    square = sum(float((value.double() - now[name].double()).square().sum()) for name, value in then.items())
    norm = sum(float(value.double().square().sum()) for value in then.values())
    return differing, (square / norm) ** 0.5 if norm else None


def _dice(then: HeartModel, now: HeartModel, volumes: Sequence[Subject], reporter: Reporter) -> dict[str, float | None]:
    """Dice of what both segment in ``volumes``, all together, by structure name."""
    masks: list[dict[str, dict[object, np.ndarray]]] = [{name: {} for name in then.card.labels.names} for _ in range(2)]
    for number, subject in enumerate(volumes):
        if reporter.stop_requested:
            raise Stopped()
        reporter.progress(number / len(volumes), f"Segmenting {subject.name}")
        image = read_volume_of(subject.image)
        for model, of in zip((then, now), masks, strict=True):
            labels = segment_volume(image, model, device="cpu").labels.array
            for one in then.card.labels.structures:
                of[one.name][number] = labels == one.value
    return {name: dice_of(masks[0][name], masks[1][name]) for name in then.card.labels.names} if volumes else {}
