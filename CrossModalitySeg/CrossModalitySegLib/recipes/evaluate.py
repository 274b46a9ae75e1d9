"""Compare label maps with their references and write results.json."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np

from ..anatomy import DEFAULT_LABEL_SET, as_label_set
from ..errors import Code, Stopped, UserError
from ..evaluation.results import Results, environment, score, summarize, write_results
from ..evaluation.tables import missing_text
from ..events import Reporter, Result
from ..files import refuse_existing
from ..images.datasets.label_file import label_set_of
from ..images.geometry import IDENTITY
from ..images.io.files import VOLUME_SUFFIXES, read_labels, writable_folder
from ..images.io.source import is_uncertainty, stem_of
from ..images.label_order import check_order
from ..images.volume import Volume
from ..job import EvaluateJob
from ..label_set import LabelSet
from .work import content

_ENDING = re.compile("(" + "|".join(map(re.escape, VOLUME_SUFFIXES)) + ")$", re.IGNORECASE)
_ROLE = re.compile(r"_(image|label|labels|seg|pred|prediction|gt)$", re.IGNORECASE)


def run(job: EvaluateJob, reporter: Reporter) -> Result:
    """Score every prediction that has a reference of the same name.

    Args:
        job: What is asked for.
        reporter: Who is told how far it is, and who may ask for a stop.

    Returns:
        results.json; the summary holds means by structure name and "mean": ``dice``, ``assd_mm``, ``assd_vox``,
        ``hd95_mm``; and ``missing``, the number of volumes in which a structure was not found.

    Raises:
        UserError: EXISTS, NO_PERMISSION, BAD_DATASET, BAD_LABELS or BAD_INPUT; ``Stopped``.
    """
    refuse_existing(job.out)
    writable_folder(job.out.parent)
    pairs = pair_up(job.pred, job.reference, reporter)
    label_set = label_set_of(job.reference, job.labels, usual=predicted_label_set(job.pred))
    scores = []
    for done, (subject, prediction, reference) in enumerate(pairs):
        if reporter.stop_requested:
            raise Stopped()
        reporter.progress(done / len(pairs), f"Scoring {subject}")
        truth = read_labels(reference, label_set)
        check_order(truth, label_set, str(reference), reporter.log)
        predicted = read_labels(prediction, replace(label_set, numbers=None))  # numbers describe the reference
        scored = score(subject, _as_large_as(truth, predicted, subject, reporter), truth, label_set)
        scores.append(scored.model_copy(update={"contents": (content(prediction), content(reference))}))
    row = summarize(job.method, None, job.seed, scores, label_set)
    # File names alone: paths may hold names of users or patients.
    data: dict[str, object] = {"name": job.reference.name, "volumes": len(pairs)}
    if job.labels and "=" in job.labels:
        data["labels"] = job.labels
    write_results(job.out, Results(labels=label_set, data=data, environment=environment(), rows=[row]))
    reporter.progress(1.0, "Done")
    reporter.log(f"Scored {len(pairs)} volumes; structures not found: {missing_text(row.missing)}.")
    summary = {
        "dice": row.dice,
        "assd_mm": row.assd_mm,
        "assd_vox": row.assd_vox,
        "hd95_mm": row.hd95_mm,
        "missing": row.missing,
    }
    return Result(outputs=[job.out], summary=summary)


def predicted_label_set(pred: Path) -> LabelSet:
    """The structures that predictions are of.

    Args:
        pred: Folder of predictions, or one of them.

    Returns:
        What the first record in the folder says that can be read, or that beside the file; heart-4 where none does.
    """
    for path in sorted(pred.glob("*.json")) if pred.is_dir() else [pred.with_name(f"{stem_of(pred)}.json")]:
        try:
            return as_label_set(json.loads(path.read_bytes())["labels"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return DEFAULT_LABEL_SET


def _as_large_as(truth: Volume, prediction: Volume, subject: str, reporter: Reporter) -> Volume:
    """``prediction``, with the pixel size of ``truth`` where it is the result of a plain image of as many pixels.

    Plain images have no place in the patient, and their pixel size may be an estimate; the reference knows better.
    """
    own, other = prediction.geometry, truth.geometry
    axial = np.allclose(own.direction, IDENTITY) and np.allclose(other.direction, IDENTITY)
    if own.same_grid(other) or own.shape != other.shape or own.shape[0] != 1 or any(own.origin_mm) or not axial:
        return prediction
    sizes = " and ".join(f"{grid.spacing_mm[1]:.3g} x {grid.spacing_mm[2]:.3g} mm" for grid in (own, other))
    reporter.log(
        f"{subject} is a 2D image with pixels of {sizes} in prediction and reference; they are compared pixel by "
        "pixel, at the size of the reference."
    )
    return replace(prediction, geometry=other)


def pair_up(pred: Path, reference: Path, reporter: Reporter) -> list[tuple[str, Path, Path]]:
    """Find the reference of each prediction.

    Two single files are a pair whatever their names. Endings and the words _image, _label, _seg do not count, so
    ``ct_train_1003_image.seg.nrrd`` belongs to ``ct_train_1003_label.nii.gz``.

    Args:
        pred: Folder of predictions, or one of them.
        reference: Folder of references, or one of them.
        reporter: Told of files that have no partner.

    Returns:
        Subject, prediction and reference of each pair, by name; at least one.

    Raises:
        UserError: BAD_DATASET if no names match.
    """
    if pred.is_file() and reference.is_file():
        return [(_subject(reference), pred, reference)]
    predictions, references = _by_subject(pred), _by_subject(reference)
    # MM-WHS keeps every image beside its label: an image is not a reference, but a prediction may be named after its
    # image.
    references = {subject: path for subject, path in references.items() if not _is_image(path)}
    for subject in sorted(predictions.keys() ^ references.keys()):
        path, side = (
            (predictions[subject], "reference") if subject in predictions else (references[subject], "prediction")
        )
        reporter.log(f"{path.name} has no {side} and is left out.")
    subjects = sorted(predictions.keys() & references.keys())
    if not subjects:
        raise UserError(
            Code.BAD_DATASET,
            f"No file in {pred} has the name of a reference in {reference}.",
            "Give both the same name, as in ct_train_1003_seg.nii.gz and ct_train_1003_label.nii.gz.",
        )
    return [(subject, predictions[subject], references[subject]) for subject in subjects]


def _by_subject(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        raise UserError(
            Code.BAD_DATASET, f"{folder} is not a folder.", "Name a folder of label maps, or two single files."
        )
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if not path.is_file() or not _ENDING.search(path.name) or path.name.startswith(".") or is_uncertainty(path):
            continue
        other = found.get(_subject(path))
        if other is None or _is_image(other):
            found[_subject(path)] = path
        elif not _is_image(path):
            raise UserError(
                Code.BAD_DATASET,
                f"{other.name} and {path.name} in {folder} are for the same volume.",
                "Keep one of the two.",
            )
    return found


def _stem(path: Path) -> str:
    return _ENDING.sub("", path.name)


def _subject(path: Path) -> str:
    """The name without its ending and its role; predictions of an image carry two roles, as in
    ``a_image_seg.nii.gz``.
    """
    stem = _stem(path)
    while (shorter := _ROLE.sub("", stem)) != stem:
        stem = shorter
    return stem


def _is_image(path: Path) -> bool:
    """Whether the name says image, and not that it is a segmentation (``a_image.seg.nrrd``)."""
    return _stem(path).lower().endswith("_image") and ".seg." not in path.name.lower()
