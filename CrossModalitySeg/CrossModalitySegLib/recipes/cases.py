"""From a data set on disk to the slices that a training stage draws from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..errors import Code, Stopped, UserError
from ..events import Reporter
from ..images.datasets import Modality, Subject, open_dataset
from ..images.datasets.label_file import label_set_of
from ..images.io.files import check_same_grid, read_labels
from ..images.io.isolated import Reader
from ..images.io.source import path_of
from ..images.label_order import check_order
from ..images.modality import guess_modality
from ..images.preprocessing import Plane, heart_box, normalize, prepare, prepare_labels, slices_of
from ..images.volume import Volume
from ..inference.localization import locate_heart, middle_mm
from ..label_set import LabelSet
from ..networks.localizer import HeartLocalizer
from ..settings import Preprocessing


@dataclass(frozen=True)
class Case:
    """One volume, cut to its heart region: normalized ``slices`` (N, H, W) float32."""

    name: str
    slices: Tensor


@dataclass(frozen=True)
class Case3d:
    """One volume, cut to its heart region: ``stack`` (2, D, H, W) float32, normalized image and field of view."""

    name: str
    stack: Tensor


@dataclass(frozen=True)
class LabeledCase(Case):
    """A labeled volume as the source stage needs it: ``labels`` (N, H, W) uint8 on the grid of the slices.

    ``image`` and ``truth`` (class indices) are the whole volume, from which the heart localizer learns.
    """

    labels: Tensor
    image: Volume
    truth: Volume


def choose(folder: Path, modality: Modality | None, names: Sequence[str] | None, *, labeled: bool) -> list[Subject]:
    """Choose subjects of a data set; labels are only asked for, never opened.

    Args:
        folder: Folder of the data set.
        modality: Modality to keep; None for all.
        names: Names of the subjects to keep, in this order; None for all.
        labeled: Whether only those with labels count.

    Returns:
        The subjects, at least one unless ``names`` is empty.

    Raises:
        UserError: BAD_DATASET if a name is missing, or if labels are wanted and no subject has any.
    """
    subjects = open_dataset(folder, modality)
    if names is not None:
        known = {subject.name: subject for subject in subjects}
        missing = [name for name in names if name not in known]
        if missing:
            raise UserError(
                Code.BAD_DATASET,
                f"{folder} has no subject called {', '.join(missing)}.",
                f"It holds {', '.join(known)}.",
            )
        subjects = [known[name] for name in names]
    if labeled:
        subjects = [subject for subject in subjects if subject.label is not None]
        if not subjects:
            raise UserError(
                Code.BAD_DATASET,
                f"{folder} has no labeled volumes.",
                "Put NAME_label.nii.gz beside each NAME_image.nii.gz, or use images/ and labels/.",
            )
    return subjects


def label_set_as(wanted: LabelSet, folder: Path, chosen: str | None) -> LabelSet:
    """The structures that label files mark, for a model that knows some.

    Args:
        wanted: Those of the model.
        folder: Folder of the data set.
        chosen: As for ``label_set_of``; None takes ``labels.json``, else ``wanted``.

    Returns:
        The structures of ``wanted``, with the numbers that the label files have for them.

    Raises:
        UserError: BAD_LABELS if the label files mark other structures, or the same in another order.
    """
    found = label_set_of(folder, chosen, usual=wanted)
    if found.values != wanted.values:
        known, marked = (
            ", ".join(f"{one.value} {one.name}" for one in label_set.in_value_order) for label_set in (wanted, found)
        )
        raise UserError(
            Code.BAD_LABELS,
            f"The model segments {known}, and the label files of {folder} are declared to mark {marked}.",
            "Choose a model of the same structures, or state with --labels what the files mark.",
        )
    return found


def labeled_cases(
    subjects: Sequence[Subject], settings: Preprocessing, label_set: LabelSet, reporter: Reporter
) -> list[LabeledCase]:
    """Read images and labels for a network of slices; the crop is centered on the labels (paper, section 4).

    Args:
        subjects: Subjects with labels.
        settings: How a volume becomes slices.
        label_set: The structures.
        reporter: Who is told how far it is, and who may ask for a stop.

    Returns:
        Slices (N, H, W) and class indices (N, H, W) of each subject, with image and labels on their own grid.

    Raises:
        UserError: BAD_LABELS, or as the readers; ``Stopped``.
    """
    cases = []
    for subject, image in _read(subjects, reporter):
        truth = _truth(subject, image, label_set, reporter)
        box = heart_box(middle_mm(truth.array > 0, truth.geometry), settings)
        cases.append(
            LabeledCase(
                subject.name,
                torch.from_numpy(slices_of(prepare(image, box, settings).array, settings.plane)),
                torch.from_numpy(slices_of(prepare_labels(truth, box).array, settings.plane)),
                image,
                truth,
            )
        )
    return cases


def labeled_box(
    subject: Subject, settings: Preprocessing, label_set: LabelSet, reporter: Reporter
) -> tuple[Tensor, Tensor]:
    """Read what a 3D network sees of a labeled subject; the box is centered on the labels.

    Args:
        subject: Subject with labels.
        settings: Size and spacing of the box.
        label_set: The structures.
        reporter: Who is told of notes.

    Returns:
        Image and field of view (2, D, H, W), and class indices (D, H, W), uint8.
    """
    ((_, image),) = _read([subject], reporter)
    truth = _truth(subject, image, label_set, reporter)
    box = heart_box(middle_mm(truth.array > 0, truth.geometry), settings)
    return _stack(prepare(image, box, settings)), torch.from_numpy(prepare_labels(truth, box).array)


def _truth(subject: Subject, image: Volume, label_set: LabelSet, reporter: Reporter) -> Volume:
    """The labels of ``subject``, class indices on the grid of ``image``; raises ``UserError`` BAD_LABELS."""
    assert subject.label is not None, "chosen for its label"
    truth = read_labels(subject.label, label_set)
    check_same_grid(image, truth, path_of(subject.image), subject.label)
    if not truth.array.any():
        raise UserError(
            Code.BAD_LABELS,
            f"{subject.label} marks none of the structures {', '.join(label_set.names)}.",
            "Remove this volume or correct its label file.",
        )
    check_order(truth, label_set, str(subject.label), reporter.log)
    return truth


def _stack(prepared: Volume) -> Tensor:
    """Image and field of view (2, D, H, W) float32."""
    inside = np.ones(prepared.array.shape, dtype=bool) if prepared.scanned is None else prepared.scanned
    return torch.from_numpy(np.stack([prepared.array, inside]).astype(np.float32))


def unlabeled_cases(
    subjects: Sequence[Subject], settings: Preprocessing, localizer: HeartLocalizer, reporter: Reporter
) -> list[Case]:
    """Read images alone for a network of slices; the crop is centered where the heart is found.

    Args:
        subjects: Subjects, whose labels are not opened.
        settings: How a volume becomes slices.
        localizer: Finds the heart.
        reporter: Who is told how far it is, and who may ask for a stop.

    Returns:
        Slices (N, H, W) of each subject.

    Raises:
        UserError: As the readers; ``Stopped``.
    """
    cases = []
    for subject, image in _read(subjects, reporter):
        box = heart_box(_heart_mm(subject, image, localizer, reporter), settings)
        cases.append(
            Case(subject.name, torch.from_numpy(slices_of(prepare(image, box, settings).array, settings.plane)))
        )
    return cases


def whole_cases(
    subjects: Sequence[Subject], settings: Preprocessing, localizer: HeartLocalizer, reporter: Reporter
) -> list[Case3d]:
    """Read images alone for a 3D network; the box is centered where the heart is found.

    Args:
        subjects: Subjects, whose labels are not opened.
        settings: Size and spacing of the box.
        localizer: Finds the heart.
        reporter: Who is told how far it is, and who may ask for a stop.

    Returns:
        Image and field of view (2, D, H, W) of each subject.
    """
    cases = []
    for subject, image in _read(subjects, reporter):
        prepared = prepare(image, heart_box(_heart_mm(subject, image, localizer, reporter), settings), settings)
        cases.append(Case3d(subject.name, _stack(prepared)))
    return cases


def _heart_mm(subject: Subject, image: Volume, localizer: HeartLocalizer, reporter: Reporter) -> NDArray[np.float64]:
    region = locate_heart(image, localizer)
    if region.source == "middle":
        reporter.log(f"The structures were not found in {subject.name}; its middle is used.")
    return region.center_mm


def single_slices(case: LabeledCase, settings: Preprocessing) -> Iterator[tuple[Tensor, Tensor]]:
    """Axial and sagittal slices of the heart, each normalized by itself, so that a network of coronal stacks can also
    segment a single image, whose orientation is unknown.

    Args:
        case: Labeled subject.
        settings: Size and spacing of the slices.

    Yields:
        Slice (1, H, W) and class indices (1, H, W), every other pair mirrored.
    """
    center_mm = middle_mm(case.truth.array > 0, case.truth.geometry)
    planes: tuple[Plane, ...] = ("axial", "sagittal")
    for plane in planes:
        box = heart_box(center_mm, settings.model_copy(update={"plane": plane}))
        prepared = prepare(case.image, box, settings)
        images, labels = slices_of(prepared.array, plane), slices_of(prepare_labels(case.truth, box).array, plane)
        scanned = slices_of(np.ones(box.shape, dtype=bool) if prepared.scanned is None else prepared.scanned, plane)
        for number, (image, label, inside) in enumerate(zip(images, labels, scanned, strict=True)):
            if label.any() and inside.any():
                slices, truth = (
                    torch.from_numpy(normalize(image, settings.cut_top_percent, inside))[None],
                    torch.from_numpy(label)[None],
                )
                yield (slices, truth) if number % 2 else (slices.flip(2), truth.flip(2))


def _read(subjects: Sequence[Subject], reporter: Reporter) -> Iterator[tuple[Subject, Volume]]:
    """Each subject with its image, in turn."""
    with Reader(lambda: reporter.stop_requested) as reader:
        for done, subject in enumerate(subjects):
            reporter.progress(done / len(subjects), f"Reading {subject.name}")
            if reporter.stop_requested:
                raise Stopped()
            image = reader.volume(subject.image, reporter.log)
            looks_like, expected = guess_modality(image), subject.modality
            if None not in (looks_like, expected) and looks_like != expected:
                reporter.log(
                    f"Warning: {subject.name} looks like {str(looks_like).upper()}, but {str(expected).upper()} is "
                    "expected."
                )
            yield subject, image
