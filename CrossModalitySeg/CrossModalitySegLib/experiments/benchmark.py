"""The experiments of the paper on one data set: train, adapt, predict and score every method, then write the report.

Each model and each row of scores is a file under ``out``; what is there is not made again, so a stopped or killed
benchmark goes on where it was.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import torch

from ..anatomy import DEFAULT_LABEL_SET, LabelSet
from ..choices import FORMER
from ..errors import Code, Stopped, UserError
from ..evaluation import figures
from ..evaluation.comparison import compare_methods
from ..evaluation.report import write_report
from ..evaluation.results import Results, Row, environment, score, summarize, with_gap_closed, write_results
from ..evaluation.tables import DEFAULT_DEPTH, plain_text
from ..events import Reporter, Result
from ..extras import need
from ..files import rename, replacing
from ..images.datasets import Subject
from ..images.datasets.label_file import label_set_of
from ..images.datasets.split import test_numbers
from ..images.io.files import read_labels, writable_folder, write_labels
from ..images.io.source import path_of, read_volume_of
from ..images.volume import Volume
from ..inference.segment_volume import segment_volume
from ..job import AdaptJob, BenchmarkJob, TrainJob
from ..learning.adabn import with_target_statistics
from ..learning.slice_pool import SlicePool
from ..methods import DOMAINS, FORMER_ROWS, Domains, Given, Method, methods, trainings
from ..models.heart_model import HeartModel
from ..networks.precision import pick_device
from ..presets import Preset, preset
from ..recipes import adapt, train
from ..recipes.cases import Modality, choose, unlabeled_cases
from ..recipes.work import alone_in, content, holding, same_inputs, volumes
from ..renames import with_current_names
from ..seals import read_sealed, sealed
from ..settings import AdaptSettings, Depth
from .chosen import chosen


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


@holding
def run(job: BenchmarkJob, reporter: Reporter, held: ExitStack) -> Result:
    """Write results.json, report.html, the models and the predictions under ``job.out``.

    Raises ``UserError`` BAD_SETTINGS if a method belongs to the other direction, MISSING_PACKAGE if one needs more than
    is installed, BAD_DATASET if a modality has fewer than two labeled subjects, and what train and adapt raise.
    """
    asked = chosen(job)
    _has_packages(asked)
    alone_in(writable_folder(job.out), held)
    _same_job(job)
    _rename_former_rows(job.out)
    device = pick_device(job.device)
    label_set = label_set_of(job.data, job.labels)
    splits = {"mr": split(job.data, "mr"), "ct": split(job.data, "ct")}
    subjects = [
        subject for modality in splits for subject in choose(job.data, cast(Modality, modality), None, labeled=True)
    ]
    same_inputs(job.out, {"data": volumes(subjects, labels=True)}, begun=_has_results(job.out))
    runs = [
        Run(name, depth, seed)
        for seed in job.seeds
        for name, method in asked.items()
        for depth in (job.depths if method.depths else (None,))
    ]
    reporter.log(
        f"{len(runs)} runs on {job.data.name}: "
        + ", ".join(f"{m.upper()} {len(s.train)} to learn from and {len(s.test)} to test" for m, s in splits.items())
        + "."
    )

    rows: list[Row] = []
    table = methods(DOMAINS[job.direction])
    titles = {name: method.title for name, method in asked.items() if name not in table}
    shares = _shares(runs, DOMAINS[job.direction], preset(job.size, job.method), table | asked)
    for number, this in enumerate(runs):
        experiment = Experiment(job, splits, table | asked, device, job.out / f"seed{this.seed}")
        rows.append(
            experiment.row(this, reporter.part(shares[number], shares[number + 1], f"{this.name}, seed {this.seed}: "))
        )
    rows = with_gap_closed(rows, DOMAINS[job.direction])
    results = Results(
        labels=label_set,
        direction=job.direction,
        data=_describe(job, splits),
        environment=environment(str(device)),
        titles=titles,
        rows=rows,
    )
    results = results.model_copy(update={"comparisons": compare_methods(results)})
    outputs = [write_results(job.out / "results.json", results)]
    first = job.out / f"seed{job.seeds[0]}"
    outputs.insert(
        0,
        write_report(job.out / "report.html", results, _figure3(first, splits, asked, job, label_set), _curves(first)),
    )
    reporter.progress(1.0, "Done")
    summary = {
        "dice": {f"{row.method} seed {row.seed}": row.dice["mean"] for row in rows},
        "table": plain_text(results),
    }
    return Result(outputs=outputs, summary=summary)


def _has_packages(asked: dict[str, Method]) -> None:
    """Raise MISSING_PACKAGE before hours of work, not after."""
    for name, method in asked.items():
        if method.volumetric:
            need("monai", f"The method {name} needs", "leave the method out with --methods")


def split(folder: Path, modality: Modality) -> Split:
    """Training and test subjects: the paper's where they are there, else the last fifth is for testing."""
    subjects = choose(folder, modality, None, labeled=True)
    numbers = [subject.number if subject.number is not None else index for index, subject in enumerate(subjects)]
    test = test_numbers(modality, numbers)
    parts = Split(
        train=tuple(subject.name for number, subject in zip(numbers, subjects, strict=True) if number not in test),
        test=tuple(subject for number, subject in zip(numbers, subjects, strict=True) if number in test),
    )
    if not parts.train:
        raise UserError(
            Code.BAD_DATASET,
            f"{folder} has only {len(subjects)} labeled {modality.upper()} volume.",
            "At least two are needed: one to learn from, one to test.",
        )
    return parts


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
        """What segments a volume with a method's model, and the seconds its training took."""
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
        """The model of a method and the seconds its training took; made from the source model where it builds on it."""
        this = _scored(this, self.methods)
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


def _scored(this: Run, table: dict[str, Method]) -> Run:
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
            f"{file}, which says which model this benchmark made, is damaged ({error}).",
            "Remove this file; the model beside it is kept, and only the time of its training is lost.",
        ) from error


def _has_results(folder: Path) -> bool:
    """Whether a model, or a part of one, was made in ``folder``."""
    return any(file.suffix in (".cms", ".safetensors") for file in folder.glob("seed*/**/*"))


def _same_job(job: BenchmarkJob) -> None:
    """Rows of other settings, other structures or the other direction must not mix; methods, depths and seeds may be
    added.
    """
    file, settings = (
        job.out / "benchmark.json",
        preset(job.size, job.method).model_dump(mode="json", exclude={"train": {"architecture"}}),
    )
    fixed = {
        "direction": job.direction,
        "size": job.size,
        "method": job.method,
        "settings": settings,
        "labels": list(label_set_of(job.data, job.labels).names),
    }
    if file.exists() and _current_settings(_settings(file)) != fixed:
        sentence = f"{job.out} holds a benchmark of other settings, structures or direction."
        raise UserError(Code.EXISTS, sentence, "Choose another --out, or remove that folder.")
    with replacing(file) as temporary:
        temporary.write_text(json.dumps(sealed(fixed)), encoding="utf-8")


def _rename_former_rows(folder: Path) -> None:
    """What an earlier version made goes on under the names of today."""
    for former, name in FORMER_ROWS.items():
        for path in folder.glob(f"seed*/{former}*"):
            end = path.name.removeprefix(former)
            today = path.with_name(name + end)
            if re.fullmatch(r"(-d\d+)?(\..*)?", end) and not today.exists():
                rename(path, today)


def _settings(file: Path) -> dict[str, Any]:
    """Those with which a benchmark was begun; raises ``UserError`` EXISTS if they cannot be read any more."""
    try:
        return read_sealed(file.read_bytes())
    except ValueError as error:
        raise UserError(
            Code.EXISTS,
            f"{file}, which holds the settings of the benchmark, is damaged ({error}).",
            "Choose another --out, or remove this file if you know that the settings are the same.",
        ) from error


def _current_settings(values: dict[str, Any]) -> dict[str, Any]:
    """What earlier versions wrote into benchmark.json: former names of settings, a preset for size and method, and,
    before there was a choice, neither direction nor structures.
    """
    values = {"direction": "mr-ct", "labels": list(DEFAULT_LABEL_SET.names)} | with_current_names(values)
    if (former := values.pop("preset", None)) is not None:
        values["size"], values["method"] = FORMER[former]
        known = {name: values["settings"]["adapt"].get(name) for name in AdaptSettings.model_fields}
        values["settings"]["adapt"] = known  # less those settings that every preset had the same
    return values


def _shares(runs: Sequence[Run], domains: Domains, preset: Preset, table: dict[str, Method]) -> list[float]:
    """Where each run begins and ends in 0..1, by the slices its training sees (a critic update counts one forward pass
    a domain).
    """
    models = trainings(domains)
    costs: list[float] = []
    made: set[tuple[int, str] | Run] = set()
    for this in runs:
        scored = _scored(this, table)
        method = table[scored.method]
        settings, source = models[method.trained].settings(preset), (this.seed, method.trained)
        train_cost = 3.0 * settings.steps * settings.batch / (1 - train.localizer_share(settings))
        cost = 0.05 * train_cost
        if source not in made:
            cost += train_cost
        if scored not in made:
            cost += sum(adapt.costs(method.adapt(preset))) if method.adapt else 0.0
            cost += train_cost if method.volumetric or method.make else 0.0
        made |= {source, scored}
        costs.append(cost)
    total, sums = sum(costs), [0.0]
    for cost in costs:
        sums.append(sums[-1] + cost / total)
    return sums


def _describe(job: BenchmarkJob, splits: dict[str, Split]) -> dict[str, Any]:
    file = next(
        (folder / "cohort.json" for folder in (job.data, job.data.parent) if (folder / "cohort.json").exists()), None
    )
    counts = {
        f"{modality}_{part}": len(getattr(names, part))
        for modality, names in splits.items()
        for part in ("train", "test")
    }
    return {"name": job.data.name, "virtual": file is not None, "size": job.size, "method": job.method, **counts}


def _figure3(
    folder: Path, splits: dict[str, Split], asked: dict[str, Method], job: BenchmarkJob, label_set: LabelSet
) -> dict[str, bytes]:
    """Figure 3 of the paper for the first seed, "self-training" beside it: a column for each of these that was run."""
    domains, depth = DOMAINS[job.direction], DEFAULT_DEPTH if DEFAULT_DEPTH in job.depths else job.depths[0]
    heads = {domains.fine_tuned: "STL"} | {
        name: name for name in (domains.supervised, "noDA", "dou2018", "self-training")
    }
    columns = {
        heads[method]: Run(method, depth if asked[method].depths else None, job.seeds[0]).name
        for method in heads
        if method in asked
    }
    cases = []
    for subject in splits[domains.target].test:
        assert subject.label is not None, "chosen for its label"
        panels: dict[str, Volume] = {
            head: read_labels(folder / name / f"{subject.name}.seg.nrrd", label_set) for head, name in columns.items()
        }
        cases.append(
            figures.slice_case(
                read_volume_of(subject.image),
                read_labels(subject.label, label_set),
                panels,
                label_set,
                title=subject.name,
            )
        )
    return {"Figure 3": figures.figure3(cases, (domains.target.upper(), "Truth", *columns), label_set)}


def _curves(folder: Path) -> dict[str, bytes]:
    charts = {}
    for file in sorted(folder.glob("*.curves.json")):
        curves = with_current_names(json.loads(file.read_text(encoding="utf-8"))["curves"])
        if not curves:
            continue
        chosen = curves.pop("chosen", None)
        name = file.name.removesuffix(".curves.json")
        charts[name] = figures.curves(curves, name, chosen[-1][0] if chosen else None)
    return charts
