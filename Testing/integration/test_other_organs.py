"""Organs of which the package has never heard: a folder of volumes and one label file are enough for all of the work.

Liver and spleen are ellipsoids, bright in one modality and dark in the other.
"""

from __future__ import annotations

import importlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.errors import UserError
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.experiments import benchmark
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import read_labels, write_volume
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.job import AdaptJob, BenchmarkJob, EvaluateJob, SegmentJob, TrainJob
from CrossModalitySegLib.label_set import LabelSet
from CrossModalitySegLib.models.archive import read_card
from CrossModalitySegLib.presets import SIZES, Preset
from CrossModalitySegLib.recipes import adapt, evaluate, segment, train
from CrossModalitySegLib.settings import (
    AdaptSettings,
    Augmentation,
    NetworkSettings,
    Preprocessing,
    SelfTraining,
    TrainSettings,
)

pytestmark = pytest.mark.timeout(900)
"""All of it takes a minute of computing; other work on the machine may make that ten."""

ABDOMEN = {
    "name": "abdomen",
    "subject": "abdomen",
    "structures": [
        {
            "value": 1,
            "name": "liver",
            "title": "Liver",
            "code": "10200004",
            "meaning": "Liver",
            "raw_values": {"scanner": [5, 6]},
        },
        {"value": 2, "name": "spleen", "raw_values": {"scanner": [9]}, "volume_ml": [1, 400]},
    ],
    "background": [{"value": 1, "name": "kidney", "raw_values": {"scanner": [7]}}],
}
BRIGHTNESS = {"mr": (300.0, 900.0, 600.0, 150.0), "ct": (-900.0, 60.0, 200.0, 400.0)}
"""Of the surroundings, the liver, the spleen and the kidney."""
SMALL = Preset(
    train=TrainSettings(
        network=NetworkSettings(width=8, dropout=0.0),
        preprocessing=Preprocessing(spacing_mm=3, size_px=64, depth_px=32),
        augmentation=Augmentation(rotation_deg=5, scaling=0.05, shear=0.0),
        steps=50,
        batch=4,
        decay_every=30,
        localizer_steps=4,
        precision="float32",
    ),
    adapt=AdaptSettings(
        batch=4, joint_steps=2, critic_steps=1, critic_width=4, critic_norm="instance", critic_dropout=0.0,
        validate_every=1, precision="float32",
        mask_critic_weight=0.3, self_training=SelfTraining(rounds=1, steps=2, batch=4),
    ),
)  # fmt: skip


def write_subject(folder: Path, modality: str, number: int) -> None:
    rng = np.random.default_rng([number, modality == "ct"])
    grid = Geometry((40, 44, 52), (3.0, 3.0, 3.0), (-75.0, -65.0, -60.0))
    z, y, x = np.indices(grid.shape)
    labels = np.zeros(grid.shape, np.int16)
    for value, center, radii in (
        (5, (20, 20, 17), (11, 11, 12)),
        (9, (22, 26, 40), (7, 8, 6)),
        (7, (8, 34, 28), (4, 4, 4)),
    ):
        middle, size = np.array(center) + rng.integers(-2, 3, 3), np.array(radii) * rng.uniform(0.9, 1.1, 3)
        labels[((np.stack([z, y, x], -1) - middle) ** 2 / size**2).sum(-1) < 1] = value
    table = dict(zip((0, 5, 9, 7), BRIGHTNESS[modality], strict=True))
    image = np.vectorize(table.get)(labels) + rng.normal(0, 20, grid.shape)
    stem = folder / f"{modality}_train_{number}"
    write_volume(stem.with_name(stem.name + "_image.nii.gz"), Volume(image.astype(np.float32), grid))
    write_volume(stem.with_name(stem.name + "_label.nii.gz"), Volume(labels, grid))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("abdomen")
    for modality in ("mr", "ct"):
        for number in (1, 2, 3):
            write_subject(folder, modality, number)
    (folder / "labels.json").write_text(json.dumps(ABDOMEN))
    return folder


@pytest.fixture(scope="module")
def model(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("model") / "MR.cms"
    train.run(
        TrainJob(
            data=data,
            out=out,
            modality="mr",
            subjects=("mr_train_1", "mr_train_2"),
            settings=SMALL.train,
            size="tiny",
        ),
        Reporter(),
    )
    return out


def test_a_model_of_them_is_trained_and_segments(data: Path, model: Path, tmp_path: Path) -> None:
    card = read_card(model)
    assert (card.labels, card.labels.class_count) == (LabelSet.from_json(ABDOMEN), 3)
    assert set(card.volume_ranges_ml) == {"liver", "spleen"}
    found = segment.run(
        SegmentJob(inputs=(data / "mr_train_3_image.nii.gz",), out=tmp_path / "mr", model=model, force=True), Reporter()
    )
    assert "liver" in found.summary["table"] and set(found.summary["volumes_ml"]["mr_train_3_image.seg.nrrd"]) == {
        "liver",
        "spleen",
    }
    scored = evaluate.run(EvaluateJob(pred=tmp_path / "mr", reference=data, out=tmp_path / "results.json"), Reporter())
    assert scored.summary["dice"]["liver"] > 0.8 and scored.summary["dice"]["spleen"] > 0.5, scored.summary["dice"]


def test_it_is_adapted(data: Path, model: Path, tmp_path: Path) -> None:
    one = {"source_subjects": ("mr_train_1",), "target_subjects": ("ct_train_1",)}
    job = AdaptJob(
        model=model, source=data, target=data, out=tmp_path / "CT.cms", settings=SMALL.adapt, size="tiny", **one
    )
    assert set(adapt.run(job, Reporter()).summary["curves"]) >= {"critic_distance", "plausibility", "loss"}
    assert read_card(job.out).labels == LabelSet.from_json(ABDOMEN)


def test_they_are_compared_and_reported_with_a_method_of_ones_own(
    data: Path, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(Path(__file__).parents[2] / "docs" / "how-to")
    monkeypatch.setattr(importlib.import_module("own_method"), "STEPS", 2)
    monkeypatch.setitem(SIZES, "tiny", SMALL)
    job = BenchmarkJob(data=data, out=tmp_path / "report", methods=("noDA", "own_method:Tent"), size="tiny")
    (job.out / "seed0").mkdir(parents=True)
    shutil.copy(model, job.out / "seed0" / "Seg-MRI.cms")  # what it would train first
    result = benchmark.run(job, Reporter())
    page = (job.out / "report.html").read_text(encoding="utf-8")
    assert "Segmentation of the abdomen on CT" in page and "spleen" in page and ">Myo<" not in page
    assert "entropy of its predictions minimized (Tent)" in page
    rows = json.loads((job.out / "results.json").read_bytes())["rows"]
    assert [row["method"] for row in rows] == ["noDA", "Tent"]
    assert set(rows[0]["dice"]) == {"liver", "spleen", "mean"}
    assert "liver" in result.summary["table"]


def test_their_label_files_are_read_and_written_by_name(data: Path, tmp_path: Path) -> None:
    abdomen = LabelSet.from_json(ABDOMEN)
    labels = read_labels(data / "mr_train_1_label.nii.gz", abdomen)
    assert set(np.unique(labels.array)) == {0, 1, 2}, "the kidney counts as background"
    with pytest.raises(UserError, match=r"holds unknown values: 5, 7, 9") as problem:
        read_labels(data / "mr_train_1_label.nii.gz", HEART_4)
    assert "labels.json beside the images" in problem.value.remedy
