"""`repeat` of models and scores: the same weights from the same data, or how far apart and why."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from typer.testing import CliRunner

from CrossModalitySegLib import verbs
from CrossModalitySegLib.cli.commands import app
from CrossModalitySegLib.events import Reporter, Result
from CrossModalitySegLib.images.io.files import read_labels, write_labels
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.job import AdaptJob, RepeatJob, TrainJob
from CrossModalitySegLib.models.archive import WEIGHTS, read_card, write_with_card
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.phantoms import make_patient
from CrossModalitySegLib.phantoms.write import write_subject
from CrossModalitySegLib.settings import AdaptSettings, NetworkSettings, Preprocessing, SelfTraining, TrainSettings

TRAIN = TrainSettings(
    network=NetworkSettings(width=4),
    preprocessing=Preprocessing(spacing_mm=5.0, size_px=64, depth_px=8),
    steps=6,
    batch=2,
    localizer_steps=2,
)
ADAPT = AdaptSettings(depth=13, batch=2, joint_steps=2, critic_steps=1, warm_up=1, critic_width=4, validate_every=1)
ROUNDS = ADAPT.model_copy(update={"joint_steps": 0, "self_training": SelfTraining(rounds=2, steps=2, batch=2)})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a cohort and models that learned from it, on one thread."""
    folder = tmp_path_factory.mktemp("made")
    for modality in ("mr", "ct"):
        for number in (1001, 1002, 1003):
            image, label = make_patient(modality, number, size_mm=(140.0, 140.0, 140.0), spacing_mm=5.0)
            write_subject(folder / "cohort", modality, number, image, label, "virtual")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        data, common = folder / "cohort", {"size": "tiny", "device": "cpu"}
        names = ("mr_train_1003", "mr_train_1001")
        verbs.run(TrainJob(data=data, out=folder / "MR.cms", subjects=names, settings=TRAIN, **common), Reporter())
        for name, settings in (("CT", ADAPT), ("ST", ROUNDS)):
            source = {"source": data} if name == "CT" else {}
            job = AdaptJob(
                model=folder / "MR.cms", target=data, out=folder / f"{name}.cms", settings=settings, **source, **common
            )
            verbs.run(job, Reporter())
    finally:
        torch.set_num_threads(threads)
    return folder


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "place"))


def shell(*words: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(word) for word in words])
    return done.exit_code, done.output


def repeat(*words: Path, **more: object) -> Result:
    result: Result = verbs.run(RepeatJob(record=words[0], inputs=words[1:], **more), Reporter())
    return result


def test_training_on_one_thread_equals_itself(place: Path) -> None:
    before = sorted(place.rglob("*"))
    code, output = shell("repeat", place / "MR.cms", place / "cohort")
    assert (code, "The same in every weight" in output) == (0, True), output
    assert sorted(place.rglob("*")) == before, "nothing is left"


def test_the_repeated_weights_are_those_of_the_file(made: Path, tmp_path: Path) -> None:
    """Not by ``repeat``, which could compare a model with itself: trained twice, the files hold the same bytes."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        job = TrainJob(
            data=made / "cohort",
            out=tmp_path / "MR.cms",
            subjects=("mr_train_1003", "mr_train_1001"),
            settings=TRAIN,
            size="tiny",
            device="cpu",
        )
        verbs.run(job, Reporter())
    finally:
        torch.set_num_threads(threads)
    assert read_card(tmp_path / "MR.cms").members[WEIGHTS] == read_card(made / "MR.cms").members[WEIGHTS]


@pytest.mark.parametrize("name", ["CT", "ST"])
@pytest.mark.long
def test_adaptation_equals_itself(name: str, place: Path) -> None:
    code, output = shell("repeat", place / f"{name}.cms", place / "cohort", "--model", place / "MR.cms")
    assert (code, "The same in every weight" in output) == (0, True), output


@pytest.mark.long
def test_volumes_are_found_by_content_under_other_names_and_in_other_folders(place: Path) -> None:
    for number, modality in enumerate(("ct", "mr")):
        images, labels = place / modality / "images", place / modality / "labels"
        images.mkdir(parents=True)
        labels.mkdir()
        for path in (place / "cohort").rglob(f"{modality}_train_*_image.nii.gz"):
            other = f"{9 - int(path.name[12])}-{number}.nii.gz"  # and in another order
            shutil.move(path, images / other)
            shutil.move(path.with_name(path.name.replace("image", "label")), labels / other)
    assert repeat(place / "MR.cms", place / "mr").summary["equal"]
    adapted = repeat(place / "CT.cms", place / "mr", place / "ct", model=place / "MR.cms")
    assert adapted.summary["equal"], adapted.summary["table"]


def test_the_card_holds_no_name_and_no_place(made: Path) -> None:
    for name in ("MR", "CT", "ST"):
        card = read_card(made / f"{name}.cms")
        assert card.training is not None
        text = card.training.model_dump_json()
        assert "_train_" not in text and str(made) not in text and "cohort" not in text
        assert card.training.conditions.threads == 1 and card.training.conditions.device == "cpu"
        assert card.training.conditions.versions == card.versions
    training = read_card(made / "MR.cms").training
    assert training is not None
    assert {part: len(of) for part, of in training.inputs.items()} == {"data images": 2, "data labels": 2}


@pytest.mark.long
def test_other_data_are_reported_with_what_they_change(place: Path) -> None:
    image, label = make_patient("mr", 77, size_mm=(140.0, 140.0, 140.0), spacing_mm=5.0)
    write_subject(place / "cohort", "mr", 1001, image, label, "virtual")
    code, output = shell("repeat", place / "MR.cms", place / "cohort")
    assert code == 1, output
    assert "data images: 1 of the 2 of then are among the 3 of now." in output
    assert "of their norm apart" in output and "Dice of then and now" in output


@pytest.mark.long
def test_other_labels_alone_are_reported(place: Path) -> None:
    path = next((place / "cohort").rglob("mr_train_1001_label.nii.gz"))
    labels = read_labels(path)
    changed = np.where(labels.array == 3, 0, labels.array)
    write_labels(path, Volume(changed, labels.geometry))
    result = repeat(place / "MR.cms", place / "cohort")
    assert not result.summary["equal"] and result.summary["tensors"] > 0
    assert [line for line in result.summary["differences"] if line.startswith("data")] == [
        "data labels: 1 of the 2 of then are among the 2 of now."
    ]


@pytest.mark.long
def test_another_source_model_and_another_version_are_reported(place: Path) -> None:
    card = read_card(place / "CT.cms")
    assert card.training is not None
    older = card.training.conditions.model_copy(update={"versions": card.versions | {"torch": "1.0"}})
    training = card.training.model_copy(update={"conditions": older})
    write_with_card(place / "old.cms", place / "CT.cms", card.model_copy(update={"training": training}))
    other = HeartModel.load(place / "MR.cms")
    with torch.no_grad():
        next(other.segmenter.parameters()).mul_(1.1)
    other.save(place / "other.cms")
    result = repeat(place / "old.cms", place / "cohort", model=place / "other.cms")
    assert not result.summary["equal"] and 0 < result.summary["distance"] < 10
    output = result.summary["table"]
    assert "model: 0 of the 1 of then are among the 1 of now." in output and "torch: 1.0 then" in output


@pytest.mark.parametrize("missing", ["data", "folder", "source model", "training", "end"])
def test_what_cannot_be_repeated_is_refused(missing: str, place: Path) -> None:
    words: list[str | Path] = ["repeat", place / "CT.cms", place / "cohort", "--model", place / "MR.cms"]
    if missing == "data":
        del words[2]
    elif missing == "folder":
        words[2] = place / "nowhere"
    elif missing == "source model":
        words = words[:3]
    else:
        card = read_card(place / "CT.cms")
        changes = {"training": None} if missing == "training" else {"complete": False}
        write_with_card(place / "other.cms", place / "CT.cms", card.model_copy(update=changes))
        words[1] = place / "other.cms"
    code, output = shell(*words)
    assert code == 2 and "Error: " in output and "Unexpected" not in output, output


@pytest.fixture
def scored(place: Path) -> tuple[Path, Path, Path]:
    """Results of `evaluate`, segmentations and references."""
    pred, reference = place / "pred", place / "reference"
    for folder in (pred, reference):
        folder.mkdir()
    for path in (place / "cohort").rglob("ct_train_*_label.nii.gz"):
        shutil.copyfile(path, reference / path.name)
        labels = read_labels(path)
        write_labels(pred / path.name, Volume(np.roll(labels.array, 1, axis=2), labels.geometry))
    code, output = shell("evaluate", "--pred", pred, "--reference", reference, "--out", place / "results.json")
    assert code == 0, output
    return place / "results.json", pred, reference


def test_the_same_scores_again(scored: tuple[Path, Path, Path]) -> None:
    code, output = shell("repeat", *scored)
    assert (code, "The same in every score" in output) == (0, True), output


def test_an_edited_segmentation_changes_the_scores(scored: tuple[Path, Path, Path]) -> None:
    path = sorted(scored[1].iterdir())[0]
    labels = read_labels(path)
    write_labels(path, Volume(np.where(labels.array == 2, 0, labels.array), labels.geometry))
    code, output = shell("repeat", *scored)
    assert code == 1 and "The segmentation of ct_train_1001 has different content than then." in output, output
    assert "Mean Dice, now less then" in output and " LA  -" in output


def test_scores_that_were_changed_by_hand_differ_without_a_cause(scored: tuple[Path, Path, Path]) -> None:
    values = json.loads(scored[0].read_text())
    values["rows"][0]["per_volume"][0]["dice"]["LV"] = 0.99
    scored[0].write_text(json.dumps(values))
    code, output = shell("repeat", *scored)
    assert code == 1 and "Nothing in the results differs." in output, output


@pytest.mark.parametrize("missing", ["references", "contents"])
def test_scores_that_cannot_be_repeated_are_refused(missing: str, scored: tuple[Path, Path, Path]) -> None:
    words = list(scored)
    if missing == "references":
        words.pop()
    else:
        values = json.loads(scored[0].read_text())
        for one in values["rows"][0]["per_volume"]:
            del one["contents"]
        scored[0].write_text(json.dumps(values))
    code, output = shell("repeat", *words)
    assert code == 2 and "Error: " in output, output
