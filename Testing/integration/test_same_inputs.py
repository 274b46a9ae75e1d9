"""A job goes on with the inputs with which it was begun, and in a folder in which nobody else is at work."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
import torch

from CrossModalitySegLib import verbs
from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.errors import Code, Stopped, UserError
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.images.io.files import read_labels, write_volume
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.job import AdaptJob, BenchmarkJob, CalibrateJob, TrainJob
from CrossModalitySegLib.jobs.folder import JobFolder
from CrossModalitySegLib.models.archive import read_card, write_with_card
from CrossModalitySegLib.models.card import ModelCard, Provenance
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.networks.localizer import HeartLocalizer
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.phantoms import make_patient
from CrossModalitySegLib.phantoms.write import write_subject
from CrossModalitySegLib.recipes import adapt
from CrossModalitySegLib.recipes.work import alone_in
from CrossModalitySegLib.settings import AdaptSettings, NetworkSettings, Preprocessing, SelfTraining, TrainSettings

NETWORK, BOX = NetworkSettings(width=4), Preprocessing(spacing_mm=4.0, size_px=64, depth_px=8)
TRAIN = TrainSettings(network=NETWORK, preprocessing=BOX, steps=4, batch=2, localizer_steps=1, checkpoint_every=1)
ADAPT = AdaptSettings(
    depth=13,
    batch=2,
    joint_steps=3,
    critic_steps=1,
    warm_up=1,
    critic_width=4,
    critic_norm="instance",
    validate_every=1,
)


class StopAt(Reporter):
    """Asks for a stop at the first point of ``curve``."""

    def __init__(self, stage: str) -> None:
        super().__init__()
        self.stage = stage

    def progress(self, fraction: float, stage: str) -> None:
        self.stop_requested = self.stop_requested or self.stage in stage


@pytest.fixture(scope="module")
def patients(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("patients")
    for modality in ("mr", "ct"):
        for number in (1001, 1002):
            image, label = make_patient(modality, number, size_mm=(160.0, 160.0, 160.0), spacing_mm=5.0)  # type: ignore[arg-type]
            write_subject(out, modality, number, image, label, "virtual")  # type: ignore[arg-type]
    return out


@pytest.fixture
def cohort(patients: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(patients, tmp_path / "Ward 7, Dr. Cardio"))


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return save_model(tmp_path / "MR.cms")


def save_model(path: Path) -> Path:
    provenance = Provenance(data="none", license="none")
    card = ModelCard(
        name="MR",
        modality="mr",
        preprocessing=BOX,
        network=NETWORK,
        size="tiny",
        method="dou2018",
        provenance=provenance,
    )
    return HeartModel(card, Segmenter(NETWORK, HEART_4.class_count), HeartLocalizer()).save(path)


def adaptation_in(folder: Path) -> AdaptJob:
    cohort = folder / "Ward 7, Dr. Cardio"
    return AdaptJob(
        model=folder / "MR.cms",
        source=cohort,
        target=cohort,
        out=folder / "CT.cms",
        settings=ADAPT,
        size="tiny",
        device="cpu",
    )


@pytest.fixture(scope="module")
def begun(patients: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an adaptation that was stopped, and its inputs."""
    folder = tmp_path_factory.mktemp("begun")
    shutil.copytree(patients, folder / "Ward 7, Dr. Cardio")
    save_model(folder / "MR.cms")
    assert verbs.run(adaptation_in(folder), StopAt("Adapting")).stopped
    return folder


@pytest.fixture
def stopped(begun: Path, tmp_path: Path) -> AdaptJob:
    """A stopped adaptation of the test's own."""
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    return adaptation_in(tmp_path)


def exchange_model(path: Path) -> None:
    """Put another model in the place of the one at ``path``."""
    other = write_with_card(path.with_name("other.cms"), path, read_card(path).model_copy(update={"name": "Other"}))
    other.replace(path)


def exchange(file: Path) -> None:
    """Put the file of the other subject in the place of ``file``."""
    shutil.copy(file.with_name(file.name.replace("1001", "1002")), file)


def refused(job: TrainJob | AdaptJob | BenchmarkJob, *words: str) -> None:
    before = job.out.exists()
    with pytest.raises(UserError) as caught:
        verbs.run(job, Reporter())
    assert caught.value.code == Code.BAD_CHECKPOINT, caught.value
    assert all(word in caught.value.sentence for word in words), caught.value.sentence
    assert job.out.exists() == before


CHANGES: dict[str, Callable[[Path, Path], None]] = {
    "model MR.cms": lambda cohort, model: exchange_model(model),
    "source mr_train_1001 (image)": lambda cohort, model: exchange(next(cohort.rglob("mr_train_1001_image.nii.gz"))),
    "target ct_train_1001 (image)": lambda cohort, model: exchange(next(cohort.rglob("ct_train_1001_image.nii.gz"))),
}


@pytest.mark.parametrize("named", CHANGES)
def test_an_adaptation_with_exchanged_inputs_is_refused_by_name(stopped: AdaptJob, named: str) -> None:
    CHANGES[named](stopped.target, stopped.model)
    refused(stopped, f"{named} has changed")
    assert not read_card(stopped.out).complete, "what the stop had kept is still there"


def test_an_adaptation_goes_on_with_the_same_inputs_at_another_place(stopped: AdaptJob, tmp_path: Path) -> None:
    for label in stopped.target.rglob("ct_*label*"):
        label.write_bytes(b"labels of the target are never opened")
    moved = {
        "source": stopped.target.rename(tmp_path / "moved"),
        "target": tmp_path / "moved",
        "model": stopped.model.rename(tmp_path / "renamed.cms"),
    }
    assert not verbs.run(stopped.model_copy(update=moved), Reporter()).stopped
    card = read_card(stopped.out)
    assert card.complete
    assert "Cardio" not in card.model_dump_json() and "moved" not in card.model_dump_json(), (
        "names of folders stay here"
    )
    assert not list((tmp_path / "CT.work").glob("*.safetensors"))


def test_self_training_learns_from_label_files_with_numbers_of_their_own(
    cohort: Path, model: Path, tmp_path: Path
) -> None:
    numbered = Path(shutil.copytree(cohort, tmp_path / "numbered"))
    for path in numbered.rglob("mr_train_*_label.nii.gz"):
        labels = read_labels(path)
        write_volume(path, Volume(np.array([0, 2, 4, 1, 3], dtype=np.uint8)[labels.array], labels.geometry))
    rounds = {"joint_steps": 0, "self_training": SelfTraining(rounds=1, steps=2, batch=2)}
    job = adaptation_in(tmp_path).model_copy(update={"settings": ADAPT.model_copy(update=rounds)})
    other = job.model_copy(update={"source": numbered, "labels": "LV=1,Myo=2,AA=3,LA=4"})
    card = read_card(model)
    one, two = (adapt._labeled(one, card, adapt._label_set(one, card), Reporter()) for one in (job, other))
    assert len(one) == 2
    for (slices, labels), (same_slices, same_labels) in zip(one, two, strict=True):
        assert torch.equal(slices, same_slices) and torch.equal(labels, same_labels)
    assert verbs.run(other, StopAt("Round 1")).stopped
    training = read_card(other.out).training
    assert training is not None and training.job["labels"] == other.labels, "to repeat it by"
    refused(other.model_copy(update={"labels": "LV=1,Myo=2,AA=3,background=4"}), "label set heart-4")


@pytest.mark.parametrize("part", ["image", "label"])
def test_a_training_with_exchanged_volumes_is_refused_by_name(cohort: Path, tmp_path: Path, part: str) -> None:
    job = TrainJob(data=cohort, out=tmp_path / "MR.cms", settings=TRAIN, size="tiny", device="cpu")
    assert verbs.run(job, StopAt("Training the segmenter")).stopped
    assert "Cardio" not in read_card(job.out).model_dump_json()
    exchange(next(cohort.rglob(f"mr_train_1001_{part}.nii.gz")))
    refused(job, "data mr_train_1001")


def test_a_training_with_other_numbers_of_the_structures_is_refused(cohort: Path, tmp_path: Path) -> None:
    numbers = "Myo=205,LA=420,LV=500,AA=820,RA=550,RV=600,PA=850"
    job = TrainJob(data=cohort, out=tmp_path / "MR.cms", labels=numbers, settings=TRAIN, size="tiny", device="cpu")
    assert verbs.run(job, StopAt("Training the segmenter")).stopped
    refused(job.model_copy(update={"labels": numbers.replace("AA=820", "background=820")}), "label set heart-4")
    assert not verbs.run(job, Reporter()).stopped


def test_a_training_with_another_initial_model_is_refused(cohort: Path, model: Path, tmp_path: Path) -> None:
    job = TrainJob(data=cohort, out=tmp_path / "new.cms", initial=model, settings=TRAIN, size="tiny", device="cpu")
    assert verbs.run(job, StopAt("Training the segmenter")).stopped
    exchange_model(model)
    refused(job, "initial model MR.cms has changed")


def test_a_benchmark_of_exchanged_volumes_is_refused_by_name(cohort: Path, tmp_path: Path) -> None:
    job = BenchmarkJob(data=cohort, out=tmp_path / "report", methods=("noDA",), device="cpu")
    with pytest.raises(Stopped):
        verbs.run(job, StopAt("Reading"))
    shutil.copy(
        next(cohort.rglob("mr_train_1002_image.nii.gz")), changed := next(cohort.rglob("mr_train_1001_image.nii.gz"))
    )
    with pytest.raises(Stopped):  # nothing was made yet: corrected volumes are welcome
        verbs.run(job, StopAt("Reading"))
    (job.out / "seed0" / "Seg-MRI.work" / "segmenter.safetensors").write_bytes(b"begun")
    changed.write_bytes(changed.read_bytes() + b" ")
    refused(job, "data mr_train_1001 (image) has changed")


def test_a_model_exchanged_while_it_is_calibrated_is_refused(cohort: Path, model: Path, tmp_path: Path) -> None:
    class Exchanging(Reporter):
        done = False

        def progress(self, fraction: float, stage: str) -> None:
            if "Segmenting" in stage and not self.done:
                self.done = True
                exchange_model(model)

    job = CalibrateJob(model=model, data=cohort, out=tmp_path / "calibrated.cms", device="cpu")
    with pytest.raises(UserError, match=r"model MR\.cms has changed"):
        verbs.run(job, Exchanging())
    assert not job.out.exists()


def test_the_shell_and_the_worker_keep_each_other_out(cohort: Path, model: Path, tmp_path: Path) -> None:
    """`train` and `adapt` of the shell, and a worker with the same folder of checkpoints, while this process works
    there.
    """
    (shared := tmp_path / "work").mkdir()
    folder = JobFolder(tmp_path / "job")
    job = TrainJob(data=cohort, out=tmp_path / "MR2.cms", work=shared, settings=TRAIN, size="tiny", device="cpu")
    folder.put(job.model_dump(mode="json"))
    shell = [sys.executable, "-m", "CrossModalitySegLib.cli"]
    commands = [
        [*shell, "train", "--data", cohort, "--out", job.out, "--work", shared, "--size", "tiny"],
        [
            *shell,
            "adapt",
            "--model",
            model,
            "--source",
            cohort,
            "--target",
            cohort,
            "--out",
            job.out,
            "--work",
            shared,
            "--size",
            "tiny",
        ],
        [sys.executable, "-m", "CrossModalitySegLib.jobs.worker", folder.job_file, "--detached"],
    ]
    environment = os.environ | {"PYTHONPATH": str(Path(verbs.__file__).parents[1])}
    with ExitStack() as held:
        alone_in(shared, held)
        for command in commands:
            ended = subprocess.run(
                list(map(str, command)), env=environment, capture_output=True, text=True, timeout=120, check=False
            )
            assert ended.returncode == 1, ended.stderr
            sentence = f"Process {os.getpid()} on the computer {platform.node()} is at work in {shared}"
            assert sentence in ended.stdout + ended.stderr
    assert not job.out.exists()


@pytest.mark.skipif(os.name == "nt", reason="pipes end in another way there")
@pytest.mark.parametrize("words", [["models", "show", "Heart-virtual"], ["models", "list"], ["doctor"]])
def test_a_reader_that_leaves_early_is_not_a_failure(words: list[str]) -> None:
    environment = os.environ | {"PYTHONPATH": str(Path(verbs.__file__).parents[1])}
    reading, writing = os.pipe()
    os.close(reading)  # gone before the first word, as `head -0` is
    command = [sys.executable, "-m", "CrossModalitySegLib.cli", *words]
    ended = subprocess.run(
        command, env=environment, stdout=writing, stderr=subprocess.PIPE, text=True, timeout=120, check=False
    )
    os.close(writing)
    assert ended.returncode == 0
    assert not [word for word in ("Error", "Traceback", "Exception", "pipe") if word in ended.stderr], ended.stderr
