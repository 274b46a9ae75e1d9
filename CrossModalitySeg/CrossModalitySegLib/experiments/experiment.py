"""What a benchmark does for one seed: train or adapt the model of each method, predict the test volumes, score them.

Each model and each row of scores is a file; what is there is not made again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import torch

from ..errors import Code, Stopped, UserError
from ..evaluation.results import Row, score, summarize
from ..evaluation.tables import DEFAULT_DEPTH
from ..events import Reporter, Result
from ..files import replacing
from ..images.datasets import Subject
from ..images.datasets.label_file import label_set_of
from ..images.io.files import read_labels, write_labels
from ..images.io.source import path_of, read_volume_of
from ..images.volume import Volume
from ..inference.segment_volume import segment_volume
from ..job import AdaptJob, BenchmarkJob, TrainJob
from ..learning.adabn import with_target_statistics
from ..learning.slice_pool import SlicePool
from ..methods import DOMAINS, Given, Method, trainings
from ..models.heart_model import HeartModel
from ..presets import preset
from ..recipes import adapt, train
from ..recipes.cases import choose, unlabeled_cases
from ..recipes.work import content
from ..seals import read_sealed, sealed
from ..settings import AdaptSettings, Depth


@dataclass(frozen=True)
class Split:
    """Names of training subjects and test subjects of one modality."""

    train: tuple[str, ...]
    test: tuple[Subject, ...]


@dataclass(frozen=True)
class Run:
    """One row to be: a method at a depth (of the adapted ones) with a seed."""

    method: str
    depth: Depth | None
    seed: int

    @property
    def name(self) -> str:
        return f"{self.method}-d{self.depth}" if self.depth else self.method


class Experiment:
    """All that happens for one seed, in ``folder``: a model per method, then its predictions and its row of scores."""

    def __init__(
        self, job: BenchmarkJob, splits: dict[str, Split], table: dict[str, Method], device: torch.device, folder: Path
    ) -> None:
        self.job, self.splits, self.device, self.folder = job, splits, device, folder
        self.domains, self.preset = DOMAINS[job.direction], preset(job.size, job.method)
        self.methods = table
        self.label_set = label_set_of(job.data, job.labels)

    def row(self, this: Run, reporter: Reporter) -> Row:
        """The scores of ``this``, from its file if they are there already."""
        file = self.folder / this.name / "row.json"
        if file.exists() and (row := _earlier_row(file, reporter)) is not None:
            return row
        segment, train_s = self.segmentation(this, reporter.part(0, 0.9))
        subjects = self.splits[self.domains.source if self.methods[this.method].on_source else self.domains.target].test
        scores = []
        for done, subject in enumerate(subjects):
            reporter.progress(0.9 + 0.1 * done / len(subjects), f"Testing {subject.name}")
            if reporter.stop_requested:
                raise Stopped("Finished models and scores are kept.")
            prediction = segment(read_volume_of(subject.image))
            write_labels(file.parent / f"{subject.name}.seg.nrrd", prediction, self.label_set)
            assert subject.label is not None, "chosen for its label"
            scores.append(score(subject.name, prediction, read_labels(subject.label, self.label_set), self.label_set))
        result = summarize(this.method, this.depth, this.seed, scores, self.label_set, train_s)
        with replacing(file) as temporary:
            temporary.write_text(json.dumps(sealed(result.model_dump(mode="json", by_alias=True))), encoding="utf-8")
        return result

    def segmentation(self, this: Run, reporter: Reporter) -> tuple[Callable[[Volume], Volume], float | None]:
        """What segments volumes as a method does; what it needs is trained where that was not done yet.

        Args:
            this: Method, depth and seed.
            reporter: Who is told how far it is, and who may ask for a stop.

        Returns:
            A function from an image to its class indices (D, H, W) on the same grid; and the seconds that the training
            of the model took, as of ``model``.

        Raises:
            UserError: What training and adaptation raise; BAD_MODEL if a file is not the one that was made here;
                ``Stopped``.
        """
        method = self.methods[this.method]
        if method.volumetric:
            return self._payer(this, method.trained, reporter)
        model, train_s = self.model(this, reporter)
        return (
            lambda volume: (
                segment_volume(volume, model, refine_boundaries=method.refine_boundaries, device=self.job.device).labels
            ),
            train_s,
        )

    def model(self, this: Run, reporter: Reporter) -> tuple[HeartModel, float | None]:
        """The model of a method; made from the source model where it builds on it.

        Args:
            this: Method, depth and seed.
            reporter: Who is told how far it is, and who may ask for a stop.

        Returns:
            The model, and the seconds that its last step took, be it training, adaptation or a user's method; None
            where there is no such step, and where the process was killed before it noted them.

        Raises:
            UserError: What training and adaptation raise; BAD_SETTINGS if a user's method writes no model; BAD_MODEL if
                a file is not the one that was made here; ``Stopped``.
        """
        this = scored_run(this, self.methods)
        method = self.methods[this.method]
        if method.adapt is None and not method.statistics and method.make is None:
            return self._trained(method.trained, this.seed, reporter)
        source, _ = self._trained(method.trained, this.seed, reporter.part(0, 0.5))
        if method.make is not None:
            return self._made_by_a_user(this, method.make, method.trained, reporter.part(0.5, 1))
        if method.adapt is None:
            return self._with_target_statistics(source, this.seed, reporter.part(0.5, 1)), None
        return self._adapted(this, method, method.adapt(self.preset), reporter.part(0.5, 1))

    def _made_by_a_user(
        self, this: Run, make: Callable[[Given], None], source: str, reporter: Reporter
    ) -> tuple[HeartModel, float | None]:
        target, out = self.domains.target, self.folder / f"{this.name}.cms"
        subjects = choose(self.job.data, target, self.splits[target].train, labeled=False)
        images = tuple(path_of(subject.image) for subject in subjects)

        def run() -> Result:
            reporter.progress(0.0, f"Running {this.method}")
            make(Given(self.folder / f"{source}.cms", images, target, out, this.seed, str(self.device)))
            if not out.is_file():
                raise UserError(
                    Code.BAD_SETTINGS,
                    f"The method {this.method} wrote no model.",
                    f"Let it save a HeartModel as {out.name}, its given.out.",
                )
            return Result(outputs=[out], summary={"curves": {}})

        train_s = self._made(out, run)
        return HeartModel.load(out), train_s

    def _payer(self, this: Run, supervised: str, reporter: Reporter) -> tuple[Callable[[Volume], Volume], float | None]:
        """The 3D network, in the region that the heart localizer of the ``supervised`` model finds: both learned
        from the same volumes.
        """
        from . import payer  # it alone needs MONAI

        localizer = self._trained(supervised, this.seed, reporter.part(0, 0.5))[0].localizer
        target, settings, weights = self.domains.target, self.preset.train, self.folder / f"{this.name}.safetensors"
        subjects = choose(self.job.data, target, self.splits[target].train, labeled=True)
        train_s = self._made(
            weights,
            lambda: payer.train(
                weights, subjects, self.label_set, settings, this.seed, self.device, reporter.part(0.5, 1)
            ),
        )
        network = payer.load(weights, self.label_set, settings)
        return lambda volume: payer.segment(volume, network, localizer, self.device), train_s

    def _trained(self, name: str, seed: int, reporter: Reporter) -> tuple[HeartModel, float | None]:
        plan = trainings(self.domains)[name]
        if plan.initial:
            self._trained(plan.initial, seed, reporter.part(0, 0.5))
        job = TrainJob(
            data=self.job.data,
            labels=self.job.labels,
            out=self.folder / f"{name}.cms",
            modality=plan.modality,
            subjects=self.splits[plan.modality].train,
            settings=plan.settings(self.preset),
            size=self.job.size,
            method=plan.of,
            initial=self.folder / f"{plan.initial}.cms" if plan.initial else None,
            seed=seed,
            device=self.job.device,
        )
        train_s = self._made(job.out, lambda: train.run(job, reporter))
        return HeartModel.load(job.out), train_s

    def _adapted(
        self, this: Run, method: Method, settings: AdaptSettings, reporter: Reporter
    ) -> tuple[HeartModel, float | None]:
        job = AdaptJob(
            model=self.folder / f"{method.trained}.cms",
            source=self.job.data,
            target=self.job.data,
            source_modality=self.domains.source,
            target_modality=self.domains.target,
            source_subjects=self.splits[self.domains.source].train,
            target_subjects=self.splits[self.domains.target].train,
            labels=self.job.labels if settings.self_training else None,
            out=self.folder / f"{this.name}.cms",
            settings=settings.model_copy(update={"depth": this.depth}) if this.depth else settings,
            size=self.job.size,
            method=method.of,
            seed=this.seed,
            device=self.job.device,
        )
        train_s = self._made(job.out, lambda: adapt.run(job, reporter))
        return HeartModel.load(job.out), train_s

    def _made(self, out: Path, make: Callable[[], Result]) -> float | None:
        """See to it that the model ``out`` is there; the seconds that its training took, which are kept beside it with
        its curves.

        Raises ``UserError`` BAD_MODEL if it is not the one that was made here.
        """
        notes = out.with_suffix(".curves.json")
        if not out.exists():
            start = time.monotonic()
            result = make()
            if result.stopped:
                # A benchmark compares full trainings: what the stop kept goes, its checkpoint stays to go on from.
                out.unlink()
                raise Stopped("Finished models and scores are kept.")
            with replacing(notes) as temporary:
                record = {
                    "train_s": time.monotonic() - start,
                    "curves": result.summary["curves"],
                    "sha256": content(out),
                }
                temporary.write_text(json.dumps(sealed(record)), encoding="utf-8")
        if not notes.exists():  # the process was killed between the two files
            return None
        record = _notes(notes)
        if record["sha256"] != content(out):
            raise UserError(
                Code.BAD_MODEL,
                f"{out} is not the model that this benchmark made.",
                "Put that one back, or remove this folder's results.",
            )
        return cast(float, record["train_s"])

    def _with_target_statistics(self, source: HeartModel, seed: int, reporter: Reporter) -> HeartModel:
        target = self.domains.target
        subjects = choose(self.job.data, target, self.splits[target].train, labeled=False)
        cases = unlabeled_cases(subjects, source.card.preprocessing, source.localizer, reporter)
        pool = SlicePool([case.slices for case in cases], None, self.device)
        segmenter = with_target_statistics(source.segmenter, pool, self.preset.adapt.precision, seed, self.device)
        return HeartModel(source.card.model_copy(update={"modality": target}), segmenter, source.localizer)


def scored_run(this: Run, table: dict[str, Method]) -> Run:
    """The run whose model ``this`` scores: its own, or that of the method which it scores in another way."""
    other = table[this.method].model_of
    return Run(other, DEFAULT_DEPTH, this.seed) if other else this


def _earlier_row(file: Path, reporter: Reporter) -> Row | None:
    """The scores in ``file``; None, with a word, if it is damaged: they can be measured again."""
    try:
        return Row.model_validate(read_sealed(file.read_bytes())).with_current_name()
    except ValueError:  # pydantic's errors among them
        reporter.log(f"{file} is damaged; what it held is measured again.")
        return None


def _notes(file: Path) -> dict[str, Any]:
    """What was noted beside a model; raises ``UserError`` BAD_MODEL if that is damaged."""
    try:
        return {"sha256": ""} | read_sealed(file.read_bytes())
    except ValueError as error:
        raise UserError(
            Code.BAD_MODEL,
            f"{file}, which names the model that this benchmark made, is damaged ({error}).",
            "Remove this file; the model beside it is kept, and only the time of its training is lost.",
        ) from error
