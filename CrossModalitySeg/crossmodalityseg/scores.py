"""``evaluate``: segmentations against references."""

from __future__ import annotations

from dataclasses import replace
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from CrossModalitySegLib.anatomy import DEFAULT_LABEL_SET
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.label_set import LabelSet

from .images import wrapped
from .segmentation import Result

if TYPE_CHECKING:
    import SimpleITK as sitk

    from CrossModalitySegLib.evaluation.results import Row
    from CrossModalitySegLib.images.volume import Volume

LabelsLike: TypeAlias = "str | PathLike[str] | sitk.Image | Result"
"""A label file, a SimpleITK image of labels (class indices or raw MM-WHS values), or what ``segment`` returned."""


def evaluate(prediction: LabelsLike, reference: LabelsLike, labels: str | None = None) -> Row:
    """Score one segmentation, or a folder of them, by overlap and surface distance.

    Args:
        prediction: A segmentation, or a folder of label files.
        reference: The truth on the same grid, or a folder of label files of the same names.
        labels: Name of a label set that ships, path of a JSON file, or numbers of the reference such as "RV=1,LV=3".
            None takes ``labels.json`` of the reference's folder, else the structures of a ``Result`` or of the records
            beside predictions, else the four of heart-4. A ``Result`` is brought to them by its structures.

    Returns:
        ``dice`` (0 to 1), ``assd_mm``, ``assd_vox`` and ``hd95_mm``, each by structure name and "mean", and the same of
        each volume in ``per_volume``. A structure that was not predicted has no distance; ``missing`` counts it.

    Raises:
        UserError: BAD_LABELS, also where a ``Result`` holds a structure that the labels do not name; BAD_INPUT where
            grids differ, or BAD_DATASET where no names match.

    References:
        ASSD and HD95: Heimann et al., IEEE Trans. Med. Imaging 28(8), 2009.

    Examples:
        >>> from crossmodalityseg import evaluate, phantom
        >>> patient = phantom("ct", seed=3, size_mm=(96, 96, 96), spacing_mm=4)
        >>> scores = evaluate(patient.labels, patient.labels)
        >>> scores.dice["LV"], scores.assd_mm["LV"]
        (1.0, 0.0)
    """
    from CrossModalitySegLib.evaluation.results import score, summarize
    from CrossModalitySegLib.events import Reporter
    from CrossModalitySegLib.images.io.files import read_labels
    from CrossModalitySegLib.recipes.evaluate import pair_up

    label_set = _label_set(prediction, reference, labels)
    predicted_set = replace(label_set, numbers=None)  # numbers describe the reference
    folders = [isinstance(side, (str, PathLike)) and Path(side).is_dir() for side in (prediction, reference)]
    if all(folders):
        pairs = pair_up(Path(fspath(prediction)), Path(fspath(reference)), Reporter())  # type: ignore[arg-type]
        scores = [
            score(name, read_labels(predicted, predicted_set), read_labels(truth, label_set), label_set)
            for name, predicted, truth in pairs
        ]
    elif any(folders):
        raise UserError(
            Code.BAD_INPUT,
            "One side is a folder, the other a single volume.",
            "Pass two folders or two single volumes.",
        )
    else:
        scores = [score("volume", _labels(prediction, predicted_set), _labels(reference, label_set), label_set)]
    return summarize("prediction", None, 0, scores, label_set)


def _label_set(prediction: LabelsLike, reference: LabelsLike, chosen: str | None) -> LabelSet:
    from CrossModalitySegLib.images.datasets.label_file import label_set_of
    from CrossModalitySegLib.recipes.evaluate import predicted_label_set

    results = [side for side in (reference, prediction) if isinstance(side, Result)]
    if results:
        usual = results[0].label_set
    elif isinstance(prediction, (str, PathLike)):
        usual = predicted_label_set(Path(prediction))
    else:
        usual = DEFAULT_LABEL_SET
    path = Path(reference) if isinstance(reference, (str, PathLike)) else None
    if path is None:
        return label_set_of(Path(), chosen, usual) if chosen else usual
    return label_set_of(path if path.is_dir() else path.parent, chosen, usual)


def _labels(labels: LabelsLike, label_set: LabelSet) -> Volume:
    from CrossModalitySegLib.images.io.files import read_labels, to_values
    from CrossModalitySegLib.images.volume import Volume

    if isinstance(labels, Result):
        return _renumbered(labels, label_set)
    if isinstance(labels, (str, PathLike)):
        return read_labels(Path(labels), label_set)
    raw = wrapped(labels)
    return Volume(to_values(raw.array, label_set, Path("image")), raw.geometry)


def _renumbered(result: Result, label_set: LabelSet) -> Volume:
    """The labels of ``result`` as values of ``label_set``: structures are the same by name or code."""
    import numpy as np

    from CrossModalitySegLib.images.volume import Volume

    if result.label_set == label_set:
        return result.volume
    table = np.zeros(result.label_set.class_count, dtype=np.uint8)
    for structure in result.label_set.structures:
        same = label_set.called(structure.name, structure.code)
        if same is None and (result.labels == structure.value).any():
            raise UserError(
                Code.BAD_LABELS,
                f"The segmentation has {structure.name}, which is none of the structures {', '.join(label_set.names)}.",
                "Pass labels with a label set that has all structures of both sides.",
            )
        if same is not None and same in label_set.structures:
            table[structure.value] = same.value
    return Volume(np.stack([table[plane] for plane in result.volume.array]), result.volume.geometry)
