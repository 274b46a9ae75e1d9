"""The experiments of the paper on one data set: train, adapt, predict and score every method, then write the report.

Each model and each row of scores is a file under ``out``; what is there is not made again, so a stopped or killed
benchmark goes on where it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, cast

from ..anatomy import DEFAULT_LABEL_SET
from ..choices import FORMER
from ..errors import Code, UserError
from ..evaluation import figures
from ..evaluation.comparison import compare_methods
from ..evaluation.report import write_report
from ..evaluation.results import Results, Row, environment, with_gap_closed, write_results
from ..evaluation.tables import DEFAULT_DEPTH, label, plain_text
from ..events import Reporter, Result
from ..extras import need
from ..files import rename, replacing
from ..images.datasets import Modality
from ..images.datasets.label_file import label_set_of
from ..images.datasets.split import test_numbers
from ..images.io.files import read_labels, writable_folder
from ..images.io.source import read_volume_of
from ..images.volume import Volume
from ..job import BenchmarkJob
from ..label_set import LabelSet
from ..methods import DOMAINS, FORMER_ROWS, Domains, Method, methods, trainings
from ..networks.precision import pick_device
from ..presets import Preset, preset
from ..recipes import adapt, train
from ..recipes.cases import choose
from ..recipes.work import alone_in, holding, same_inputs, volumes
from ..renames import with_current_names
from ..seals import read_sealed, sealed
from ..settings import AdaptSettings
from .chosen import chosen
from .experiment import Experiment, Run, Split, scored_run


@holding
def run(job: BenchmarkJob, reporter: Reporter, held: ExitStack) -> Result:
    """Train or adapt the model of each method with each seed, and score it on test subjects.

    What an earlier start of the same job has made is kept.

    Args:
        job: What is asked for.
        reporter: Who is told how far it is, and who may ask for a stop.
        held: Keeps the lock of the folder ``job.out``.

    Returns:
        report.html and results.json under ``job.out``, beside the models and the predictions; the summary holds the
        mean ``dice`` by method, depth and seed, and the results for people as a ``table``.

    Raises:
        UserError: BAD_SETTINGS if a method belongs to the other direction, MISSING_PACKAGE if one needs more than is
            installed, BAD_DATASET if a modality has fewer than two labeled subjects, BUSY, EXISTS if the folder holds
            another benchmark, BAD_CHECKPOINT if the data have changed since, NO_DEVICE, NO_PERMISSION, and what train
            and adapt raise; ``Stopped``.
    """
    asked = chosen(job)
    _has_packages(asked)
    folder = writable_folder(job.out)
    device = pick_device(job.device)
    label_set = label_set_of(job.data, job.labels)
    splits = {"mr": split(job.data, "mr"), "ct": split(job.data, "ct")}
    alone_in(folder, held)
    _same_job(job)
    _rename_former_rows(job.out)
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
        "dice": {f"{label(row.method, row.depth)} seed {row.seed}": row.dice["mean"] for row in rows},
        "table": plain_text(results),
    }
    return Result(outputs=outputs, summary=summary)


def _has_packages(asked: dict[str, Method]) -> None:
    """Raise MISSING_PACKAGE before hours of work, not after."""
    for name, method in asked.items():
        if method.volumetric:
            need("monai", f"The method {name} needs", "leave the method out with --methods")


def split(folder: Path, modality: Modality) -> Split:
    """Part the labeled subjects of a modality: the paper's test subjects where they are there, else the last fifth.

    Args:
        folder: Folder of the data set.
        modality: "mr" or "ct".

    Returns:
        Names of the training subjects, and the test subjects.

    Raises:
        UserError: BAD_DATASET if there are fewer than two labeled subjects.
    """
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
            "At least two are needed: one for training, one for testing.",
        )
    return parts


def _has_results(folder: Path) -> bool:
    """Whether a model, or a part of one, was made in ``folder``."""
    return any(file.suffix in (".cms", ".safetensors") for file in folder.glob("seed*/**/*"))


def _same_job(job: BenchmarkJob) -> None:
    """Rows of other settings, other structures, other numbers of theirs in the label files or the other direction must
    not mix; methods, depths and seeds may be added.
    """
    label_set = label_set_of(job.data, job.labels)
    file, settings = (
        job.out / "benchmark.json",
        preset(job.size, job.method).model_dump(mode="json", exclude={"train": {"architecture"}}),
    )
    fixed = {
        "direction": job.direction,
        "size": job.size,
        "method": job.method,
        "settings": settings,
        "labels": list(label_set.names),
        "numbers": _numbers(label_set),
    }
    # Earlier versions did not write the numbers: they are taken for those of today.
    if file.exists() and {"numbers": fixed["numbers"]} | _current_settings(_settings(file)) != fixed:
        sentence = f"{job.out} holds a benchmark of other settings, structures, label values or direction."
        raise UserError(Code.EXISTS, sentence, "Choose another --out, or remove that folder.")
    with replacing(file) as temporary:
        temporary.write_text(json.dumps(sealed(fixed)), encoding="utf-8")


def _numbers(label_set: LabelSet) -> dict[str, Any]:
    """What the label files may hold and what it means, as JSON gives it back."""
    tables = (
        {name: label_set.raw_to_value(name) for name in label_set.data_sets}
        if label_set.numbers is None
        else {"given": label_set.numbers}
    )
    return {
        "values": label_set.values,
        "files": {name: [list(pair) for pair in sorted(table.items())] for name, table in tables.items()},
    }


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
        scored = scored_run(this, table)
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
