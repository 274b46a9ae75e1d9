"""The contents of results.json: scores of every volume, one row per method, depth and seed, and how they are made."""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import torch
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..anatomy import DEFAULT_LABEL_SET
from ..environment import cpu
from ..errors import Code, UserError
from ..files import replacing
from ..images.volume import Volume
from ..label_set import LabelSet
from ..methods import DOMAINS, Direction, Domains, row_name
from ..settings import Labels
from ..validation import first_problem
from .metrics import compare, volumes_ml

NO_ADAPTATION = "noDA"
"""The method at the lower end of the domain gap; ``Domains.supervised`` is the upper one."""

METRICS = ("dice", "assd_mm", "assd_vox", "hd95_mm")

Scores = dict[str, float | None]
"""Value per structure name; None where it does not apply."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True, allow_inf_nan=False)


class VolumeScores(_Model):
    """Scores and volumes of one test volume, each by structure name.

    ``contents`` are the SHA-256 of the files of prediction and reference; None where the prediction was no file, and in
    files of versions that did not write it.
    """

    subject: str
    """Name of the volume."""
    contents: tuple[str, str] | None = None
    dice: Scores
    """Overlap, 0 to 1."""
    assd_mm: Scores
    """Average symmetric surface distance in mm."""
    assd_vox: Scores
    """The same in voxels."""
    hd95_mm: Scores
    """95th percentile of the surface distances in mm."""
    volume_ml: dict[str, float]
    """Volume of the prediction."""
    reference_ml: dict[str, float]
    """Volume of the reference."""

    def missing(self, name: str) -> bool:
        """Whether a structure was not found at all.

        Args:
            name: Name of the structure.

        Returns:
            True if the reference holds it and the prediction has none of it.
        """
        return self.reference_ml[name] > 0 and self.volume_ml[name] == 0


class Row(_Model):
    """One method at one depth and seed: means over its volumes by structure name and "mean", the mean of the
    structures.

    ``missing`` counts the volumes in which a structure was never predicted (its distances are N/A there and left out of
    the means); ``gap_closed`` is the part of the distance from no adaptation (0) to target labels (1) that the method
    covers.
    """

    method: str
    """Name of the method."""
    depth: int | None
    """Its adaptation depth; None if it has none."""
    seed: int
    """Seed of its training."""
    n_volumes: int
    """Number of test volumes."""
    dice: Scores
    """Overlap, 0 to 1."""
    assd_mm: Scores
    """Average symmetric surface distance in mm."""
    assd_vox: Scores
    """The same in voxels."""
    hd95_mm: Scores
    """95th percentile of the surface distances in mm."""
    missing: dict[str, int]
    gap_closed: float | None = None
    train_s: float | None = None
    """Seconds that the training took; None if not known."""
    per_volume: list[VolumeScores]
    """Scores of each volume."""

    def with_current_name(self) -> Row:
        """With the method's name of today, where an earlier version wrote it."""
        return self.model_copy(update={"method": row_name(self.method)})


class Comparison(_Model):
    """How much better ``method`` is than ``other``, on the same ``n_subjects`` test subjects and ``n_seeds`` seeds:
    ``comparison.compare_methods``.

    ``difference`` of mean Dice, positive where ``method`` is better; ``low`` and ``high`` bound its 95 % bootstrap
    interval over subjects; ``p`` is that of the two-sided Wilcoxon signed-rank test over subjects. All three are None
    for a single subject.
    """

    method: str
    depth: int | None
    other: str
    other_depth: int | None
    n_subjects: Annotated[int, Field(ge=1)]
    n_seeds: Annotated[int, Field(ge=1)]
    difference: float
    low: float | None
    high: float | None
    p: Annotated[float, Field(ge=0, le=1)] | None

    def with_current_name(self) -> Comparison:
        """With the methods' names of today, where an earlier version wrote it."""
        return self.model_copy(update={"method": row_name(self.method), "other": row_name(self.other)})


class Results(_Model):
    """All of results.json. ``data`` describes the test data; the report reads its entries "name" and "virtual".

    ``labels`` are the structures that were scored; files from before there was a choice hold those of heart-4.
    ``direction`` is that of a benchmark: None for other scores, and in files from before there were two.
    """

    schema_version: Literal[1] = Field(default=1, alias="schema")
    """Version of this file, under the name ``schema``."""
    labels: Labels = DEFAULT_LABEL_SET
    direction: Direction | None = None
    data: dict[str, Any] = {}
    environment: dict[str, Any] = {}
    """Versions and machine."""
    titles: dict[str, str] = {}
    """In words, of methods that are not in the table: a user's own."""
    rows: list[Row] = []
    """A row for each method, depth and seed."""
    comparisons: list[Comparison] = []
    """Pairs of methods on the same volumes."""

    @property
    def domains(self) -> Domains:
        """What source and target are; benchmarks that do not state so went from MR to CT."""
        return DOMAINS[self.direction or "mr-ct"]


def score(subject: str, prediction: Volume, reference: Volume, label_set: LabelSet) -> VolumeScores:
    """Compare the label map of a subject with its reference.

    Args:
        subject: What the row calls it.
        prediction: Label map (D, H, W) of values of ``label_set``.
        reference: The truth on the same grid.
        label_set: The structures to score.

    Returns:
        Scores by structure name, and volumes in ml; without ``contents``.

    Raises:
        UserError: BAD_INPUT if the grids differ.
    """
    scores = compare(prediction, reference, label_set, name=f"The prediction for {subject}")
    by_metric: dict[str, Any] = {  # keyword arguments
        metric: {name: getattr(scores[name], metric) for name in label_set.names} for metric in METRICS
    }
    return VolumeScores(
        subject=subject,
        **by_metric,
        volume_ml=volumes_ml(prediction, label_set),
        reference_ml=volumes_ml(reference, label_set),
    )


def mean(values: Iterable[float | None]) -> float | None:
    """Mean of what is known.

    Args:
        values: Numbers; None for those that are not known.

    Returns:
        The mean of the others; None where there is none.

    Examples:
        >>> mean([0.5, None, 1.0]), mean([None])
        (0.75, None)
    """
    known = [value for value in values if value is not None]
    return statistics.fmean(known) if known else None


def summarize(
    method: str,
    depth: int | None,
    seed: int,
    per_volume: Sequence[VolumeScores],
    label_set: LabelSet,
    train_s: float | None = None,
) -> Row:
    """Make the row of one method: means over volumes, then over structures, both without N/A.

    Args:
        method: Name of the method.
        depth: Its adaptation depth; None if it has none.
        seed: Seed of its training.
        per_volume: Scores of each test volume.
        label_set: The structures that were scored.
        train_s: Seconds that the training took; None if not known.

    Returns:
        The row, without ``gap_closed``.
    """

    def means(metric: str) -> Scores:
        by_name = {name: mean(getattr(volume, metric)[name] for volume in per_volume) for name in label_set.names}
        return {**by_name, "mean": mean(by_name.values())}

    return Row(
        method=method,
        depth=depth,
        seed=seed,
        n_volumes=len(per_volume),
        dice=means("dice"),
        assd_mm=means("assd_mm"),
        assd_vox=means("assd_vox"),
        hd95_mm=means("hd95_mm"),
        missing={name: sum(volume.missing(name) for volume in per_volume) for name in label_set.names},
        train_s=train_s,
        per_volume=list(per_volume),
    )


def with_gap_closed(rows: Sequence[Row], domains: Domains) -> list[Row]:
    """Say of every row how much of the domain gap it closes: (x - noDA) / (supervised - noDA) of the mean Dice, within
    its own seed.

    Args:
        rows: All rows of a benchmark.
        domains: What source and target are.

    Returns:
        The rows with ``gap_closed``: None where one of the two ends is missing, where labels bring nothing (denominator
        not positive), and for the source model, which is tested on the source domain.
    """
    return [row.model_copy(update={"gap_closed": _gap_closed(row, rows, domains)}) for row in rows]


def _gap_closed(row: Row, rows: Sequence[Row], domains: Domains) -> float | None:
    ends = {other.method: other.dice["mean"] for other in rows if other.seed == row.seed}
    low, high, value = ends.get(NO_ADAPTATION), ends.get(domains.supervised), row.dice["mean"]
    if row.method == domains.source_model or low is None or high is None or value is None or high <= low:
        return None
    return (value - low) / (high - low)


def environment(device: str = "cpu") -> dict[str, str | int]:
    """What the numbers were made with.

    Args:
        device: PyTorch's name of the device.

    Returns:
        Versions, machine and device by name; no host name, user or path.
    """
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "numpy": np.__version__,
        "platform": f"{platform.system()} {platform.machine()}",
        "cpu": cpu(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        "device": torch.cuda.get_device_name(torch.device(device)) if device.startswith("cuda") else device,
    }


def write_results(path: Path, results: Results) -> Path:
    """Write results.json in one move, replacing an earlier one; callers who must not replace ask first.

    Args:
        path: File to write.
        results: What is written.

    Returns:
        ``path``.
    """
    with replacing(path) as temporary:
        temporary.write_text(
            json.dumps(results.model_dump(mode="json", by_alias=True), indent=1, allow_nan=False) + "\n",
            encoding="utf-8",
        )
    return path


def read_results(path: Path) -> Results:
    """Read and validate results.json.

    Args:
        path: File of this version, or of an earlier one.

    Returns:
        The results; rows have their names of today.

    Raises:
        UserError: BAD_INPUT where it is missing or breaks the schema.
    """
    try:
        results = Results.model_validate_json(path.read_bytes())
    except OSError as error:
        raise UserError(
            Code.BAD_INPUT, f"{path} cannot be read: {error.strerror}.", "Name a results.json that exists."
        ) from error
    except ValidationError as error:
        place, problem = first_problem(error)
        where = ".".join(place) or "the file"
        raise UserError(
            Code.BAD_INPUT,
            f"{path} is not a valid results.json: {where}: {problem}.",
            "Write it again with evaluate or benchmark.",
        ) from error
    return results.model_copy(
        update={
            "rows": [row.with_current_name() for row in results.rows],
            "comparisons": [pair.with_current_name() for pair in results.comparisons],
        }
    )
