"""Training, adaptation and benchmark end to end on a handful of virtual patients, small enough to take seconds."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from CrossModalitySegLib import recipes
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.evaluation.results import read_results
from CrossModalitySegLib.events import Log, Reporter
from CrossModalitySegLib.images.cohort import make_patient
from CrossModalitySegLib.images.files import read_volume, write_volume
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.job import AdaptJob, BenchmarkJob, CohortJob, TrainJob
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.settings import PRESETS, AdaptSettings, NetworkSettings, Preprocessing, Preset, TrainSettings

MICRO = Preset(
    train=TrainSettings(
        network=NetworkSettings(width=8, dropout=0.0),
        preprocessing=Preprocessing(spacing_mm=4.0, size_px=64, depth_px=24),
        steps=12,
        batch=2,
        locator_steps=2,
        checkpoint_every=4,
    ),
    adapt=AdaptSettings(depth=13, batch=2, joint_steps=3, critic_steps=1, critic_width=4, critic_norm="instance", validate_every=2),
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


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("virtual") / "cohort"
    recipes.run(CohortJob(out=out, mr=3, ct=3, spacing_mm=4.0), Reporter())
    return out


@pytest.fixture(scope="module")
def model(cohort: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("models") / "MR.cms"
    recipes.run(TrainJob(data=cohort, out=out, settings=MICRO.train, preset="tiny"), Reporter())
    return out


def adapt_job(model: Path, cohort: Path, out: Path, **changes: object) -> AdaptJob:
    return AdaptJob(model=model, source=cohort, target=cohort, out=out, settings=MICRO.adapt, preset="tiny").model_copy(update=changes)


def test_train_writes_a_model_with_its_ranges(model: Path) -> None:
    card = HeartModel.load(model).card
    assert (card.modality, card.complete, card.depth) == ("mr", True, None)
    assert set(card.volume_ranges_ml) == {"AA", "LA", "LV", "Myo"}
    assert all(10 < low <= high < 300 for low, high in card.volume_ranges_ml.values())


def test_an_existing_model_is_not_overwritten(model: Path, cohort: Path) -> None:
    before = model.read_bytes()
    with pytest.raises(UserError) as problem:
        recipes.run(TrainJob(data=cohort, out=model, settings=MICRO.train), Reporter())
    assert problem.value.code == Code.EXISTS
    assert model.read_bytes() == before


def test_a_stopped_training_keeps_a_model_and_goes_on_to_the_same_end(model: Path, cohort: Path, tmp_path: Path) -> None:
    job = TrainJob(data=cohort, out=tmp_path / "MR.cms", settings=MICRO.train, preset="tiny")
    stopped = recipes.run(job, Listener("Training", 0.5))
    assert stopped.stopped and not HeartModel.load(job.out).card.complete
    finished = recipes.run(job, Reporter())
    assert not finished.stopped
    resumed, whole = HeartModel.load(job.out), HeartModel.load(model)
    assert resumed.card.complete
    assert all(np.array_equal(a, b) for a, b in zip(resumed.segmenter.state_dict().values(), whole.segmenter.state_dict().values(), strict=True))


def test_adapt_never_opens_a_label_even_where_labels_lie_beside(model: Path, cohort: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    original = Path.open

    # Two proofs at once: the labels are unreadable rubbish, and no file called label is opened by SimpleITK or Python.
    spoiled = tmp_path / "spoiled"
    shutil.copytree(cohort, spoiled)
    labels = sorted(spoiled.rglob("*_label.nii.gz"))
    assert len(labels) == 6
    for label in labels:
        label.write_bytes(b"not an image")
    monkeypatch.setattr(Path, "open", lambda self, *args, **kwargs: opened.append(str(self)) or original(self, *args, **kwargs))
    with_rubbish = recipes.run(adapt_job(model, spoiled, tmp_path / "a.cms"), Reporter())
    bare = tmp_path / "bare"
    shutil.copytree(cohort, bare, ignore=shutil.ignore_patterns("*_label*"))
    without = recipes.run(adapt_job(model, bare, tmp_path / "b.cms"), Reporter())
    assert with_rubbish.summary["curves"] == without.summary["curves"]
    assert not [path for path in opened if "label" in Path(path).name]


def test_labels_change_nothing_in_the_adapted_weights(model: Path, cohort: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    shutil.copytree(cohort, bare, ignore=shutil.ignore_patterns("*_label*"))
    recipes.run(adapt_job(model, cohort, tmp_path / "a.cms"), Reporter())
    recipes.run(adapt_job(model, bare, tmp_path / "b.cms"), Reporter())
    a, b = (HeartModel.load(tmp_path / name).segmenter.state_dict() for name in ("a.cms", "b.cms"))
    assert all(np.array_equal(a[name], b[name]) for name in a)


def test_the_adapted_model_shares_the_layers_behind_d_with_the_source(model: Path, cohort: Path, tmp_path: Path) -> None:
    recipes.run(adapt_job(model, cohort, tmp_path / "CT.cms"), Reporter())
    source, adapted = HeartModel.load(model), HeartModel.load(tmp_path / "CT.cms")
    assert (adapted.card.modality, adapted.card.depth) == ("ct", 13)
    for name, value in source.segmenter.state_dict().items():
        behind = name.split(".")[1] in ("rm5", "rm6", "rm7", "dr8", "conv31") or name.startswith("head")
        if behind:
            assert np.array_equal(value, adapted.segmenter.state_dict()[name])


def test_a_stopped_adaptation_keeps_the_best_so_far_and_goes_on(model: Path, cohort: Path, tmp_path: Path) -> None:
    job = adapt_job(model, cohort, tmp_path / "CT.cms")
    assert recipes.run(job, Listener("Adapting", 0.3)).stopped
    assert not HeartModel.load(job.out).card.complete
    resumed = recipes.run(job, Reporter())
    whole = recipes.run(adapt_job(model, cohort, tmp_path / "whole.cms"), Reporter())
    assert resumed.summary["curves"] == whole.summary["curves"]


def test_a_wrong_modality_is_said(model: Path, cohort: Path, tmp_path: Path) -> None:
    swapped = tmp_path / "swapped"
    swapped.mkdir()
    for file in (cohort / "mr_train").iterdir():
        shutil.copy(file, swapped / file.name.replace("mr_train", "ct_train"))
    listener = Listener()
    recipes.run(adapt_job(model, cohort, tmp_path / "CT.cms", target=swapped), listener)
    assert any("looks like MR, but CT is expected" in line for line in listener.lines)
    ct = HeartModel.load(tmp_path / "CT.cms").save(tmp_path / "again.cms")
    with pytest.raises(UserError) as problem:
        recipes.run(adapt_job(ct, cohort, tmp_path / "other.cms"), Reporter())
    assert problem.value.code == Code.BAD_MODEL


def test_labels_on_another_grid_are_refused(cohort: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(cohort / "mr_train", data)
    label = data / "mr_train_1001_label.nii.gz"
    volume = read_volume(label)
    label.unlink()
    half = volume.array[::2].copy()
    write_volume(label, Volume(half, type(volume.geometry)(half.shape, volume.geometry.spacing_mm)))
    with pytest.raises(UserError) as problem:
        recipes.run(TrainJob(data=data, out=tmp_path / "MR.cms", settings=MICRO.train), Reporter())
    assert problem.value.code == Code.BAD_LABELS
    assert "mr_train_1001_label" in problem.value.sentence
    assert not (tmp_path / "MR.cms").exists()


def test_the_benchmark_compares_all_methods_and_resumes(cohort: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PRESETS, "tiny", MICRO)
    job = BenchmarkJob(data=cohort, out=tmp_path / "out", depths=(13, 21))
    with pytest.raises(UserError) as stop:
        recipes.run(job, Listener("UDA-d21, seed 0: Adapting", 0.0))
    assert stop.value.code == Code.STOPPED
    kept = {path: path.stat().st_mtime_ns for path in job.out.rglob("row.json")}
    assert len(kept) == 4
    result = recipes.run(job, Reporter())
    assert all(path.stat().st_mtime_ns == time for path, time in kept.items()), "finished rows are not made again"
    results = read_results(job.out / "results.json")
    assert [(row.method, row.depth) for row in results.rows] == [
        ("Seg-MRI", None), ("noDA", None), ("AdaBN", None), ("UDA", 13), ("UDA", 21), ("PnP", 13), ("PnP", 21), ("Seg-CT", None), ("Seg-CT-STL", None)
    ]  # fmt: skip
    assert all(row.n_volumes == 1 and len(row.per_volume) == 1 for row in results.rows)
    assert "Figure 3" in (job.out / "report.html").read_text(encoding="utf-8")
    assert "Trained with CT labels" in result.summary["table"] or "Seg-CT" in result.summary["table"]
    assert json.loads((job.out / "benchmark.json").read_text())["preset"] == "tiny"


def test_training_and_test_subjects_are_disjoint_in_the_benchmark(cohort: Path) -> None:
    from CrossModalitySegLib.recipes.benchmark import split

    for modality in ("mr", "ct"):
        parts = split(cohort, modality)
        assert not set(parts.train) & {subject.name for subject in parts.test}


def test_virtual_patients_look_like_their_modality() -> None:
    from CrossModalitySegLib.images.modality import guess_modality

    assert guess_modality(make_patient("mr", 5, spacing_mm=4.0)[0]) == "mr"
    assert guess_modality(make_patient("ct", 5, spacing_mm=4.0)[0]) == "ct"
