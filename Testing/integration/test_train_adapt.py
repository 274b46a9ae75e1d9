"""Training, adaptation and benchmark end to end on a handful of virtual patients, small enough to take seconds."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from pydantic import ValidationError

from CrossModalitySegLib import methods, verbs
from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.errors import Code, Stopped, UserError
from CrossModalitySegLib.evaluation import figures
from CrossModalitySegLib.evaluation.results import Row, read_results, score, summarize
from CrossModalitySegLib.events import Log, Reporter, Result
from CrossModalitySegLib.experiments import benchmark
from CrossModalitySegLib.experiments.experiment import Run
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import read_volume, write_volume
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.job import AdaptJob, BenchmarkJob, TrainJob
from CrossModalitySegLib.learning import adabn
from CrossModalitySegLib.learning.adapting import adapt_segmenter
from CrossModalitySegLib.learning.adversarial import AdversarialStage
from CrossModalitySegLib.learning.supervised import Fit
from CrossModalitySegLib.learning.validators import Validation
from CrossModalitySegLib.models.archive import write_with_card
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.phantoms import make_patient
from CrossModalitySegLib.phantoms.write import write_subject
from CrossModalitySegLib.presets import SIZES, Preset
from CrossModalitySegLib.recipes import adapt
from CrossModalitySegLib.recipes.cases import LabeledCase
from CrossModalitySegLib.recipes.through_time import PAGE
from CrossModalitySegLib.recipes.train import _ranges
from CrossModalitySegLib.settings import (
    AdaptSettings,
    Augmentation,
    NetworkSettings,
    Preprocessing,
    SelfTraining,
    TrainSettings,
)

MICRO = Preset(
    train=TrainSettings(
        network=NetworkSettings(width=4, dropout=0.0),
        preprocessing=Preprocessing(spacing_mm=4.0, size_px=64, depth_px=8),
        steps=4,
        batch=2,
        localizer_steps=1,
        checkpoint_every=2,
    ),
    adapt=AdaptSettings(
        depth=13, batch=2, joint_steps=3, critic_steps=1, critic_width=4, critic_norm="instance", validate_every=2
    ),
)

SELF_TRAINING = MICRO.adapt.model_copy(
    update={"joint_steps": 0, "self_training": SelfTraining(rounds=2, steps=2, batch=2, confidence=0.0)}
)


class Listener(Reporter):
    """Remembers what was said, and asks for a stop when a stage has come that far."""

    def __init__(self, stop_in: str = "", at: float = 0.0) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.stop_in, self.at = stop_in, at

    def emit(self, event: object) -> None:
        if isinstance(event, Log):
            self.lines.append(event.message)

    def progress(self, fraction: float, stage: str) -> None:
        self.stop_requested |= bool(self.stop_in) and self.stop_in in stage and fraction >= self.at


@pytest.fixture(scope="module", autouse=True)
def _later_is_better() -> Iterator[None]:
    """Let every validation prefer the newest weights, lest a few steps change nothing and comparisons of results be
    empty.
    """

    def judged(
        stage: AdversarialStage,
        settings: AdaptSettings,
        validate: Callable[[AdversarialStage], Validation],
        **more: Any,
    ) -> Fit:
        return adapt_segmenter(
            stage, settings, lambda stage: replace(validate(stage), plausibility=float(stage.steps)), **more
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(adapt, "adapt_segmenter", judged)
        yield


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("virtual") / "cohort"
    for modality in ("mr", "ct"):
        for number in (1001, 1002, 1003):
            image, label = make_patient(modality, number, size_mm=(160.0, 160.0, 160.0), spacing_mm=4.0)
            write_subject(out, modality, number, image, label, "virtual")
    return out


LONG_AGO = date(2018, 7, 13)


@pytest.fixture(scope="module")
def model(cohort: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Trained long ago, by its card."""
    out = tmp_path_factory.mktemp("models") / "MR.cms"
    verbs.run(TrainJob(data=cohort, out=out.with_name("new.cms"), settings=MICRO.train, size="tiny"), Reporter())
    card = HeartModel.load(out.with_name("new.cms")).card
    return write_with_card(out, out.with_name("new.cms"), card.model_copy(update={"name": "MR", "created": LONG_AGO}))


def adapt_job(model: Path, cohort: Path, out: Path, **changes: object) -> AdaptJob:
    return AdaptJob(model=model, source=cohort, target=cohort, out=out, settings=MICRO.adapt, size="tiny").model_copy(
        update=changes
    )


@pytest.fixture(scope="module")
def adapted(model: Path, cohort: Path, tmp_path_factory: pytest.TempPathFactory) -> Result:
    """What an adaptation gives that nothing interrupts, with the labels lying beside the images."""
    return verbs.run(adapt_job(model, cohort, tmp_path_factory.mktemp("adapted") / "CT.cms"), Reporter())


def weights(model: Path) -> dict[str, np.ndarray]:
    return {name: value.numpy() for name, value in HeartModel.load(model).segmenter.state_dict().items()}


def same(a: dict[str, np.ndarray], b: dict[str, np.ndarray]) -> bool:
    return a.keys() == b.keys() and all(np.array_equal(a[name], b[name]) for name in a)


def test_train_writes_a_model_with_its_ranges(model: Path) -> None:
    card = HeartModel.load(model).card
    assert (card.modality, card.complete, card.depth, card.cut_slices) == ("mr", True, None, False)
    assert set(card.volume_ranges_ml) == {"AA", "LA", "LV", "Myo"}
    assert all(10 < low <= high < 300 for low, high in card.volume_ranges_ml.values())


def test_a_structure_cut_by_the_field_of_view_does_not_count_for_its_volume() -> None:
    def case(first: int, last: int) -> LabeledCase:
        labels = np.zeros((10, 10, 10), dtype=np.uint8)
        labels[first:last, 4, 4] = 3
        volume = Volume(labels, Geometry(labels.shape, (10.0, 10.0, 10.0), (0.0, 0.0, 0.0)))
        return LabeledCase("x", torch.zeros(1), torch.zeros(1), volume, volume)

    assert _ranges([case(0, 2), case(2, 6), case(1, 9)], HEART_4) == {"LV": (4.0, 8.0)}
    assert _ranges([case(0, 2), case(7, 10)], HEART_4) == {"LV": (2.0, 3.0)}  # none is whole


def test_an_existing_model_is_not_overwritten(model: Path, cohort: Path) -> None:
    before = model.read_bytes()
    with pytest.raises(UserError) as problem:
        verbs.run(TrainJob(data=cohort, out=model, settings=MICRO.train), Reporter())
    assert problem.value.code == Code.EXISTS
    assert model.read_bytes() == before


def test_a_stopped_training_keeps_a_model_and_goes_on_to_the_same_end(
    model: Path, cohort: Path, tmp_path: Path
) -> None:
    job = TrainJob(data=cohort, out=tmp_path / "MR.cms", settings=MICRO.train, size="tiny")
    stopped = verbs.run(job, Listener("Training", 0.5))
    assert stopped.stopped and not HeartModel.load(job.out).card.complete
    finished = verbs.run(job, Reporter())
    assert not finished.stopped
    assert HeartModel.load(job.out).card.complete
    assert same(weights(job.out), weights(model))


def page(model: Path) -> str:
    return (model.with_suffix(".work") / PAGE).read_text(encoding="utf-8")


@pytest.mark.long
def test_a_page_shows_curves_and_one_volume_through_time(
    model: Path, adapted: Result, cohort: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for made, sentence in ((model.with_name("new.cms"), "its labels"), (adapted.outputs[0], "No label of the target")):
        assert sentence in page(made)
        assert page(made).count("data:image/png") == 2
        assert not list(made.with_suffix(".work").glob("labels-*")), "what only the page needed is gone"
    columns: list[list[str]] = []
    figure3 = figures.figure3
    monkeypatch.setattr(
        figures, "figure3", lambda cases, heads, labels: columns.append(heads) or figure3(cases, heads, labels)
    )
    job = TrainJob(data=cohort, out=tmp_path / "MR.cms", settings=MICRO.train, size="tiny")
    verbs.run(job, Listener("Training", 0.5))
    verbs.run(job, Reporter())
    verbs.run(adapt_job(model, cohort, tmp_path / "CT.cms"), Reporter())
    verbs.run(adapt_job(model, cohort, tmp_path / "own.cms", settings=SELF_TRAINING), Reporter())
    assert columns == [
        ["Image", "step 0", "step 1", "Labels"],
        ["Image", "step 0", "step 1", "step 2", "step 4", "Labels"],
        ["Image", "step 0", "step 2", "step 3"],
        ["Image", "step 0", "step 2", "step 4"],
    ]


@pytest.mark.parametrize("settings", [MICRO.adapt, SELF_TRAINING], ids=["adversaries", "self-training"])
def test_no_target_label_is_opened_and_none_changes_the_adapted_weights(
    settings: AdaptSettings, adapted: Result, model: Path, cohort: Path, tmp_path: Path
) -> None:
    # Three proofs at once: some labels are missing and the others unreadable, no file called label is opened by Python,
    # and the curves and weights are those that came out where every label was there. Adversaries leave those of the
    # source alone too.
    if settings.self_training:
        adapted = verbs.run(adapt_job(model, cohort, tmp_path / "whole.cms", settings=settings), Reporter())
    changed, domain = tmp_path / "changed", "ct" if settings.self_training else ""
    shutil.copytree(cohort, changed, ignore=shutil.ignore_patterns(f"*{domain}_train_1001_label*"))
    labels = sorted(changed.rglob(f"*{domain}_train_*_label.nii.gz"))
    assert len(labels) == (2 if domain else 4)
    for label in labels:
        label.write_bytes(b"not an image")
    opened: list[str] = []
    watching = True
    sys.addaudithook(
        lambda event, values: opened.append(Path(str(values[0])).name) if watching and event == "open" else None
    )
    without = verbs.run(adapt_job(model, changed, tmp_path / "CT.cms", settings=settings), Reporter())
    watching = False  # such a hook cannot be taken away again
    assert without.summary["curves"] == adapted.summary["curves"]
    assert same(weights(without.outputs[0]), weights(adapted.outputs[0]))
    assert not same(weights(without.outputs[0]), weights(model))
    assert any(name.endswith("_image.nii.gz") for name in opened), "the images are noticed"
    assert not [name for name in opened if name.startswith(domain) and name.endswith("_label.nii.gz")]
    assert any(name.endswith("_label.nii.gz") for name in opened) == bool(domain), (
        "self-training learns from those of the source"
    )


def test_self_training_needs_no_source_and_states_that_no_layer_was_exchanged(
    model: Path, cohort: Path, tmp_path: Path
) -> None:
    result = verbs.run(adapt_job(model, cohort, tmp_path / "CT.cms", settings=SELF_TRAINING, source=None), Reporter())
    card = HeartModel.load(result.outputs[0]).card
    assert (card.modality, card.depth, card.complete) == ("ct", None, True)
    assert len(result.summary["curves"]["validator_score"]) == 2 + 2
    assert not list(tmp_path.rglob("*.safetensors")), "checkpoints of a finished job are of no more use"
    with pytest.raises(ValidationError, match="needs source volumes"):
        AdaptJob(model=model, target=cohort, out=tmp_path / "other.cms", settings=MICRO.adapt, size="tiny")


@pytest.mark.long
def test_a_model_for_both_modalities_learns_from_both_and_from_single_slices(cohort: Path, tmp_path: Path) -> None:
    settings = MICRO.train.model_copy(
        update={"single_slices": True, "steps": 1, "augmentation": Augmentation(translation=0.1)}
    )
    result = verbs.run(
        TrainJob(data=cohort, out=tmp_path / "any.cms", modality="any", settings=settings, size="tiny"), Reporter()
    )
    card = HeartModel.load(result.outputs[0]).card
    assert (card.modality, card.cut_slices) == ("any", True), "it learned from hearts in all places"
    assert result.summary["volumes"] == 6
    adapt = adapt_job(result.outputs[0], cohort, tmp_path / "CT.cms", settings=SELF_TRAINING, source=None)
    card = HeartModel.load(verbs.run(adapt, Reporter()).outputs[0]).card
    assert (card.modality, card.cut_slices) == ("ct", False), "it learned from hearts in one place at last"


def test_the_adapted_model_shares_the_layers_behind_d_with_the_source(adapted: Result, model: Path) -> None:
    card = HeartModel.load(adapted.outputs[0]).card
    assert (card.modality, card.depth, card.complete) == ("ct", 13, True)
    assert card.created > LONG_AGO, "the adapted model is as old as its adaptation"
    source, target = weights(model), weights(adapted.outputs[0])
    behind = [
        name
        for name in source
        if name.split(".")[1] in ("rm5", "rm6", "rm7", "dr8", "conv31") or name.startswith("head")
    ]
    assert behind
    assert all(np.array_equal(source[name], target[name]) for name in behind)
    assert adapted.summary["chosen_step"] == 3
    assert not same(source, target), "the layers before d are others"


@pytest.mark.long
def test_a_stopped_adaptation_keeps_the_best_so_far_and_goes_on(
    adapted: Result, model: Path, cohort: Path, tmp_path: Path
) -> None:
    job = adapt_job(model, cohort, tmp_path / "CT.cms")
    assert verbs.run(job, Listener("Adapting", 0.3)).stopped
    assert not HeartModel.load(job.out).card.complete
    resumed = verbs.run(job, Reporter())
    assert resumed.summary["curves"] == adapted.summary["curves"]
    assert same(weights(job.out), weights(adapted.outputs[0]))


def test_a_wrong_modality_is_reported(adapted: Result, model: Path, cohort: Path, tmp_path: Path) -> None:
    swapped = tmp_path / "swapped"
    swapped.mkdir()
    for file in (cohort / "mr_train").iterdir():
        shutil.copy(file, swapped / file.name.replace("mr_train", "ct_train"))
    # The warning comes while the volumes are read; what follows need not be waited for.
    listener = Listener("Reading ct_train_1002")
    with pytest.raises(Stopped):
        verbs.run(adapt_job(model, cohort, tmp_path / "CT.cms", target=swapped), listener)
    assert any(line.startswith("Warning: ct_train_1001 looks like MR, but CT is expected") for line in listener.lines)
    with pytest.raises(UserError) as problem:
        verbs.run(adapt_job(adapted.outputs[0], cohort, tmp_path / "other.cms"), Reporter())
    assert problem.value.code == Code.BAD_MODEL


@pytest.mark.parametrize("domain", ["source", "target"])
def test_an_unknown_subject_is_reported(domain: str, model: Path, cohort: Path, tmp_path: Path) -> None:
    known = f"{'mr' if domain == 'source' else 'ct'}_train_1001"
    job = adapt_job(model, cohort, tmp_path / "CT.cms", **{f"{domain}_subjects": (known, "nobody")})
    with pytest.raises(UserError) as problem:
        verbs.run(job, Reporter())
    assert problem.value.code == Code.BAD_DATASET
    assert problem.value.sentence == f"{cohort} has no subject called nobody."
    assert known in problem.value.remedy
    assert not job.out.exists()


def test_labels_on_another_grid_are_refused(cohort: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(cohort / "mr_train", data)
    label = data / "mr_train_1001_label.nii.gz"
    volume = read_volume(label)
    label.unlink()
    half = volume.array[::2].copy()
    write_volume(label, Volume(half, type(volume.geometry)(half.shape, volume.geometry.spacing_mm)))
    with pytest.raises(UserError) as problem:
        verbs.run(TrainJob(data=data, out=tmp_path / "MR.cms", settings=MICRO.train), Reporter())
    assert problem.value.code == Code.BAD_LABELS
    assert "mr_train_1001_label" in problem.value.sentence
    assert not (tmp_path / "MR.cms").exists()


@pytest.fixture
def least(monkeypatch: pytest.MonkeyPatch) -> None:
    """The size "tiny" with next to no steps, for what it asks for and for what "self-training" makes of it."""
    preset = Preset(
        train=MICRO.train.model_copy(update={"steps": 1, "checkpoint_every": 9}),
        adapt=MICRO.adapt.model_copy(update={"joint_steps": 2, "validate_every": 9}),
    )
    own = preset.adapt.model_copy(update={"joint_steps": 0, "self_training": SelfTraining(rounds=1, steps=1, batch=2)})
    monkeypatch.setitem(SIZES, "tiny", preset)
    both = preset.adapt.model_copy(update={"self_training": own.self_training})
    monkeypatch.setattr(methods, "self_training", lambda base: Preset(train=base.train, adapt=own))
    monkeypatch.setattr(methods, "adversarial_self_training", lambda base: Preset(train=base.train, adapt=both))
    monkeypatch.setattr(adabn, "BATCHES", 1)


@pytest.mark.long
@pytest.mark.usefixtures("least")
def test_the_benchmark_compares_all_methods_and_resumes(cohort: Path, tmp_path: Path) -> None:
    job = BenchmarkJob(data=cohort, out=tmp_path / "out", depths=(13,))
    with pytest.raises(UserError) as stop:
        verbs.run(job, Listener("pnp-adanet-d13, seed 0: Adapting", 0.0))
    assert stop.value.code == Code.STOPPED
    kept = {path: path.stat().st_mtime_ns for path in job.out.rglob("row.json")}
    assert len(kept) == 4
    result = verbs.run(job, Reporter())
    assert all(path.stat().st_mtime_ns == time for path, time in kept.items()), "finished rows are not made again"
    results = read_results(job.out / "results.json")
    assert [(row.method, row.depth) for row in results.rows] == [
        ("Seg-MRI", None), ("noDA", None), ("AdaBN", None), ("dou2018", 13), ("pnp-adanet", 13),
        ("self-training", None), ("adversarial-self-training", None), ("self-training-source", None),
        ("Seg-CT", None), ("Seg-CT-STL", None), ("Payer", None),
    ]  # fmt: skip
    assert all(row.n_volumes == 1 and len(row.per_volume) == 1 for row in results.rows)
    assert results.direction == "mr-ct"
    assert [pair.other for pair in results.comparisons] == [
        "noDA",
        "AdaBN",
        "dou2018",
        "pnp-adanet",
        "adversarial-self-training",
        "self-training-source",
        "Seg-CT",
        "Seg-CT-STL",
        "Payer",
    ]
    assert "Figure 3" in (job.out / "report.html").read_text(encoding="utf-8")
    assert "Seg-CT-STL" in result.summary["table"] and "best - noDA" in result.summary["table"]
    settings = json.loads((job.out / "benchmark.json").read_text())
    assert (settings["size"], settings["method"]) == ("tiny", "dou2018")


@pytest.mark.long
@pytest.mark.usefixtures("least")
def test_the_benchmark_from_ct_to_mr_adapts_the_ct_model_and_tests_on_mr(
    cohort: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads: list[str] = []
    figure3 = figures.figure3
    monkeypatch.setattr(
        figures,
        "figure3",
        lambda cases, columns, label_set: heads.extend(columns) or figure3(cases, columns, label_set),
    )
    asked = ("Seg-CT", "noDA", "AdaBN", "dou2018", "Seg-MRI", "Seg-MRI-STL")
    job = BenchmarkJob(data=cohort, out=tmp_path / "out", direction="ct-mr", methods=asked, depths=(13,))
    verbs.run(job, Reporter())
    results = read_results(job.out / "results.json")
    assert results.direction == "ct-mr"
    tested = {row.method: {volume.subject for volume in row.per_volume} for row in results.rows}
    assert tuple(tested) == asked
    assert tested.pop("Seg-CT") == {"ct_train_1003"}
    assert all(subjects == {"mr_train_1003"} for subjects in tested.values())
    cards = {path.stem: HeartModel.load(path).card for path in (job.out / "seed0").glob("*.cms")}
    assert {name: card.modality for name, card in cards.items()} == {
        "Seg-CT": "ct",
        "dou2018-d13": "mr",
        "Seg-MRI": "mr",
        "Seg-MRI-STL": "mr",
    }
    source = hashlib.sha256((job.out / "seed0" / "Seg-CT.cms").read_bytes()).hexdigest()
    assert cards["dou2018-d13"].adapted_from == source
    assert heads == ["MR", "Truth", "STL", "Seg-MRI", "noDA", "dou2018"]
    assert "Segmentation of the heart on MR with a model trained on CT" in (job.out / "report.html").read_text(
        encoding="utf-8"
    )
    with pytest.raises(UserError) as problem:
        verbs.run(job.model_copy(update={"direction": "mr-ct", "methods": None}), Reporter())
    assert problem.value.code == Code.EXISTS
    assert "direction" in problem.value.sentence


def test_a_benchmark_from_before_there_were_directions_goes_on(cohort: Path, tmp_path: Path) -> None:
    job = BenchmarkJob(data=cohort, out=tmp_path / "out")
    with pytest.raises(Stopped):
        verbs.run(job, Listener("Reading"))
    file = job.out / "benchmark.json"
    file.write_text(
        json.dumps(
            {name: value for name, value in json.loads(file.read_text()).items() if name not in ("direction", "seal")}
        )
    )
    with pytest.raises(Stopped):
        verbs.run(job, Listener("Reading"))


def test_the_benchmark_runs_adapted_methods_at_every_depth_and_all_with_every_seed(
    cohort: Path, tmp_path: Path
) -> None:
    listener = Listener("Reading")
    with pytest.raises(Stopped):
        verbs.run(BenchmarkJob(data=cohort, out=tmp_path / "out", depths=(13, 21, 31), seeds=(0, 1)), listener)
    assert listener.lines[0] == "30 runs on cohort: MR 2 to learn from and 1 to test, CT 2 to learn from and 1 to test."


def test_the_summary_of_a_benchmark_tells_depths_apart(
    cohort: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    array = np.arange(5, dtype=np.uint8).repeat(25).reshape(5, 5, 5)
    truth = Volume(array, Geometry(array.shape, (1.0, 1.0, 1.0)))

    class Scored:
        def __init__(self, *of: object) -> None: ...

        def row(self, this: Run, reporter: Reporter) -> Row:
            found = replace(truth, array=truth.array * (this.depth == 21))
            return summarize(this.method, this.depth, this.seed, [score("a", found, truth, HEART_4)], HEART_4)

    monkeypatch.setattr(benchmark, "Experiment", Scored)
    job = BenchmarkJob(data=cohort, out=tmp_path / "out", methods=("pnp-adanet",), depths=(13, 21), device="cpu")
    found = benchmark.run(job, Reporter()).summary["dice"]
    assert found == {"pnp-adanet d=13 seed 0": 0.0, "pnp-adanet d=21 seed 0": 1.0}


@pytest.mark.long
@pytest.mark.usefixtures("least")
def test_results_scored_in_another_way_come_from_the_same_model(cohort: Path, tmp_path: Path) -> None:
    verbs.run(
        BenchmarkJob(
            data=cohort, out=tmp_path / "out", methods=("dou2018-refined-boundaries", "dou2018"), depths=(21,)
        ),
        Reporter(),
    )
    assert [path.name for path in (tmp_path / "out" / "seed0").glob("dou2018*.cms")] == ["dou2018-d21.cms"]
    results = read_results(tmp_path / "out" / "results.json")
    assert [(row.method, row.depth) for row in results.rows] == [("dou2018-refined-boundaries", None), ("dou2018", 21)]


def test_training_and_test_subjects_are_disjoint_in_the_benchmark(cohort: Path) -> None:
    from CrossModalitySegLib.experiments.benchmark import split

    for modality in ("mr", "ct"):
        parts = split(cohort, modality)
        assert not set(parts.train) & {subject.name for subject in parts.test}
