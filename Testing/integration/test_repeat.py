"""`repeat`: the same answer twice, or how much it differs, and why; exit codes 0, 1 and 2."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import dicom_files
import numpy as np
import pytest
import torch
from typer.testing import CliRunner

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.cli.commands import app
from CrossModalitySegLib.images.io.files import read_labels, write_labels, write_volume
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.models.card import ModelCard, Provenance
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.networks.localizer import HeartLocalizer
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.phantoms import make_patient
from CrossModalitySegLib.recipes.records import read_record, record_text
from CrossModalitySegLib.settings import NetworkSettings, Preprocessing

NETWORK, BOX = NetworkSettings(width=4), Preprocessing(spacing_mm=5.0, size_px=64, depth_px=8)


def save_model(path: Path, seed: int) -> Path:
    torch.manual_seed(seed)
    card = ModelCard(
        name="Any",
        modality="any",
        preprocessing=BOX,
        network=NETWORK,
        size="tiny",
        method="dou2018",
        provenance=Provenance(data="none", license="none"),
    )
    return HeartModel(card, Segmenter(NETWORK, HEART_4.class_count), HeartLocalizer()).save(path)


def shell(*words: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(word) for word in words])
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an image, a series, a model and what `segment` made of them."""
    folder = tmp_path_factory.mktemp("made")
    image, _ = make_patient("ct", 1, size_mm=(120.0, 120.0, 120.0), spacing_mm=5.0)
    write_volume(folder / "scan.nii.gz", image)
    dicom_files.write_series(folder / "series", image)
    model = save_model(folder / "Any.cms", 0)
    for name, format in (("scan.nii.gz", "nii.gz"), ("series", "dicom-seg")):
        words = ("segment", folder / name, "--model", model, "--out", folder / "out", "--force", "--format", format)
        assert shell(*words)[0] == 0
    return folder


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "place"))


def record_of(place: Path, ending: str) -> Path:
    return next(path.with_name(f"{path.name.removesuffix(ending)}.json") for path in (place / "out").glob(f"*{ending}"))


@pytest.mark.parametrize("ending", [".nii.gz", ".dcm"])
def test_the_same_again(ending: str, place: Path) -> None:
    before = sorted(place.rglob("*"))
    code, output = shell("repeat", record_of(place, ending), "--model", place / "Any.cms")
    assert (code, "The same in every voxel" in output) == (0, True), output
    assert sorted(place.rglob("*")) == before, "nothing is left"


def test_a_record_states_what_it_was_made_with(place: Path) -> None:
    record = read_record(record_of(place, ".nii.gz"))
    assert record is not None and record.conditions is not None
    assert {"python", "torch", "CrossModalitySeg"} <= set(record.conditions.versions)
    assert record.conditions.device == "cpu" and record.conditions.threads >= 1
    assert len(record.result_sha256) == len(record.origin.model_sha256) == 64 and record.origin.content_sha256


def test_another_model_another_image_and_another_version_are_reported(place: Path) -> None:
    path = record_of(place, ".nii.gz")
    record = read_record(path)
    assert record is not None and record.conditions is not None
    older = record.conditions.model_copy(update={"versions": record.conditions.versions | {"torch": "1.0"}})
    path.write_text(record_text(record.model_copy(update={"conditions": older})))
    (place / "Any.cms").unlink()
    save_model(place / "Any.cms", 5)
    image, _ = make_patient("ct", 2, size_mm=(120.0, 120.0, 120.0), spacing_mm=5.0)
    write_volume(place / "scan.nii.gz", image)
    code, output = shell("repeat", path, place / "scan.nii.gz", "--model", place / "Any.cms")
    assert code == 1, output
    for word in ("Dice of then and now", "is not the one used then", "has different content", "torch: 1.0 then"):
        assert word in output


def test_an_edited_segmentation_differs_by_its_dice(place: Path) -> None:
    path = record_of(place, ".nii.gz")
    labels = read_labels(place / "out" / "scan.nii.gz")
    edited = labels.array.copy()
    edited[np.nonzero(edited)[0][0]] = 0
    write_labels(place / "out" / "scan.nii.gz", Volume(edited, labels.geometry))
    code, output = shell("repeat", place / "out" / "scan.nii.gz", "--model", place / "Any.cms")
    assert code == 1 and "scan.nii.gz was changed after it was written" in output, output
    assert path.exists()


@pytest.mark.parametrize("missing", ["image", "model", "segmentation", "record"])
def test_what_cannot_be_repeated_is_refused(missing: str, place: Path) -> None:
    path = record_of(place, ".nii.gz")
    words = ["repeat", path, "--model", place / "Any.cms"]
    if missing == "image":
        (place / "scan.nii.gz").unlink()
    elif missing == "model":
        words = words[:2]
    elif missing == "segmentation":
        (place / "out" / "scan.nii.gz").unlink()
    else:  # one number of it is another now
        values = json.loads(path.read_text())
        values["elapsed_s"] += 1
        path.write_text(json.dumps(values))
    code, output = shell(*words)
    assert code == 2 and "Error: " in output, output


def test_a_damaged_result_is_not_taken_for_done(place: Path) -> None:
    path = place / "out" / "scan.nii.gz"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)
    words = ("segment", place / "scan.nii.gz", "--model", place / "Any.cms", "--out", place / "out", "--format")
    code, output = shell(*words, "nii.gz", "--force")
    assert code == 1 and "is damaged: it is not as it was written" in output, output


def test_an_edited_result_is_kept_with_a_word(place: Path) -> None:
    path = place / "out" / "scan.nii.gz"
    labels = read_labels(path)
    write_labels(path, Volume(np.zeros_like(labels.array), labels.geometry))
    kept = path.read_bytes()
    words = ("segment", place / "scan.nii.gz", "--model", place / "Any.cms", "--out", place / "out", "--format")
    code, output = shell(*words, "nii.gz", "--force")
    assert code == 0 and "It was changed since it was written, and is kept as it is." in output, output
    assert path.read_bytes() == kept
