"""What a user may get wrong, through the shell: a sentence, a remedy, the exit code 1, and nothing that was there is
touched.
"""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
import torch
from typer.testing import CliRunner

from CrossModalitySegLib.cli.commands import app
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import read_volume, write_volume
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.jobs.interpreter import PACKAGE_PARENT
from CrossModalitySegLib.models.card import ModelCard, Provenance
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.networks.localizer import HeartLocalizer
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.phantoms import make_patient
from CrossModalitySegLib.phantoms.write import write_subject
from CrossModalitySegLib.settings import NetworkSettings, Preprocessing

BOX = Preprocessing(spacing_mm=4.0, size_px=64, depth_px=8)
NETWORK = NetworkSettings(width=4, dropout=0.0)
MICRO = ["--size", "tiny", "--set", "steps=1", "--set", "batch=2", "--set", "localizer_steps=1"]
MICRO += [
    word
    for name, value in BOX.model_dump(include={"spacing_mm", "size_px", "depth_px"}).items()
    for word in ("--set", f"preprocessing.{name}={value}")
]


@dataclass(frozen=True)
class Outcome:
    """How a command ended and what it said."""

    code: int
    stdout: str
    stderr: str

    def reports(self, *words: str) -> None:
        """It failed with one sentence, which holds ``words``, and one remedy, and nobody saw a traceback."""
        assert self.code == 1, self.stderr
        assert "Traceback" not in self.stdout + self.stderr
        sentence, remedy = self.stderr.splitlines()[-2:]
        assert sentence.startswith("Error: ")
        assert self.stderr.count(sentence.removeprefix("Error: ")) == 1, "the sentence appears once"
        assert "Unexpected problem" not in sentence
        assert sentence.endswith(".") and remedy.endswith(".")
        for word in words:
            assert word in sentence


def shell(*words: str | Path) -> Outcome:
    """The shell within this process."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    return Outcome(result.exit_code, result.stdout, result.stderr)


def process(*words: str | Path) -> Outcome:
    """The shell as a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(PACKAGE_PARENT)}
    command = [sys.executable, "-m", "CrossModalitySegLib.cli", *map(str, words)]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def files(folder: Path) -> dict[str, bytes]:
    """Everything under ``folder``, hidden files too, with its content."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One virtual patient of each modality, at 4 mm."""
    out = tmp_path_factory.mktemp("cohort")
    for modality in ("mr", "ct"):
        image, label = make_patient(modality, 1, size_mm=(160.0, 160.0, 160.0), spacing_mm=4.0)
        write_subject(out, modality, 1001, image, label, "virtual")
    return out


@pytest.fixture(scope="module")
def ct(cohort: Path) -> Path:
    return next(cohort.rglob("ct_train_1001_image.nii.gz"))


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Models of random weights, whose localizer sees no heart anywhere."""
    torch.manual_seed(0)
    networks = Segmenter(NETWORK, class_count=5), HeartLocalizer()
    torch.nn.init.constant_(networks[1].head.bias, -9.0)
    about = {
        "preprocessing": BOX,
        "network": NETWORK,
        "size": "tiny",
        "method": "dou2018",
        "volume_ranges_ml": {"LV": (80.0, 180.0)},
    }
    cards = {
        m: ModelCard(name=m.upper(), modality=m, provenance=Provenance(data="none", license="Apache-2.0"), **about)
        for m in ("mr", "ct")
    }
    folder = tmp_path_factory.mktemp("models")
    return {modality: HeartModel(card, *networks).save(folder / f"{modality}.cms") for modality, card in cards.items()}


@pytest.fixture(scope="module")
def first_results(ct: Path, models: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("results")
    assert shell("segment", ct, "--force", "--model", models["ct"], "--out", out).code == 0
    return out


@pytest.fixture
def out(first_results: Path, tmp_path: Path) -> Iterator[Path]:
    """A folder that holds the results of an earlier run; the test fails if any of them is not there afterwards as it
    was.
    """
    folder = tmp_path / "out"
    shutil.copytree(first_results, folder)
    before = files(folder)
    assert len(before) == 3
    yield folder
    assert files(folder) == before


def nifti(path: Path, change: Callable[[bytearray], None]) -> None:
    """A small NIfTI-1 file with a changed header."""
    volume = np.random.default_rng(0).integers(-1000, 1000, (8, 8, 8)).astype(np.int16)
    sitk.WriteImage(sitk.GetImageFromArray(volume), str(path))
    content = bytearray(path.read_bytes())
    change(content)
    path.write_bytes(content)


def image(path: Path, array: np.ndarray, spacing_mm: float = 2.0, is_vector: bool | None = None) -> None:
    written = sitk.GetImageFromArray(array, is_vector)
    written.SetSpacing([spacing_mm] * written.GetDimension())
    sitk.WriteImage(written, str(path))


def _without_spacing(header: bytearray) -> None:
    """No voxel size, and no sform that would tell it."""
    struct.pack_into("3f", header, 80, 0, 0, 0)
    struct.pack_into("h", header, 254, 0)


NOISE = np.random.default_rng(0).normal(0, 100, (8, 8, 8)).astype(np.float32)
BAD_IMAGES: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "text": ("a.nii.gz", lambda path: path.write_text("no image"), "a.nii.gz"),
    "empty file": ("a.nrrd", Path.touch, "a.nrrd"),
    "color image": (
        "a.png",
        lambda path: image(
            path, np.random.default_rng(0).integers(0, 255, (64, 64, 3)).astype(np.uint8), is_vector=True
        ),
        "color",
    ),
    "small image": ("a.png", lambda path: image(path, np.abs(NOISE[0]).astype(np.uint8)), "8 x 8 pixels"),
    "four axes": ("a.nii.gz", lambda path: image(path, np.stack([NOISE, NOISE]), is_vector=False), "four-dimensional"),
    "not a number": (
        "a.nii.gz",
        lambda path: image(path, np.where(NOISE > 200, np.nan, NOISE).astype(np.float32)),
        "not finite",
    ),
    "color": ("a.nrrd", lambda path: image(path, np.stack([NOISE, NOISE, NOISE], axis=-1), is_vector=True), "color"),
    "constant": ("a.nrrd", lambda path: image(path, np.full_like(NOISE, 7)), "same value"),
    "spacing zero": ("a.nii", lambda path: nifti(path, _without_spacing), "spacing"),
    "spacing absurd": ("a.nrrd", lambda path: image(path, NOISE, spacing_mm=900.0), "900 x 900 x 900 mm"),
}


@pytest.mark.parametrize("case", BAD_IMAGES)
def test_an_image_that_cannot_be_used(case: str, models: dict[str, Path], out: Path, tmp_path: Path) -> None:
    name, make, word = BAD_IMAGES[case]
    make(tmp_path / name)
    # The first as users meet it; for the others a fresh interpreter adds nothing.
    run = process if case == "text" else shell
    run("segment", tmp_path / name, "--force", "--model", models["ct"], "--out", out).reports(name, word)


def test_one_bad_image_among_good_ones(ct: Path, models: dict[str, Path], out: Path, tmp_path: Path) -> None:
    (tmp_path / "a.nii.gz").write_text("no image")
    outcome = shell("segment", ct, tmp_path / "a.nii.gz", "--force", "--model", models["ct"], "--out", out)
    assert outcome.code == 1
    assert "Error: 1 of 2 inputs failed. " in outcome.stderr and "a.nii.gz is not an image" in outcome.stderr
    assert "is done already" in outcome.stderr


@pytest.mark.parametrize("verb", ["segment", "train", "adapt", "evaluate"])
def test_an_empty_folder(verb: str, cohort: Path, models: dict[str, Path], out: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    words = {
        "segment": [empty, "--model", models["ct"], "--out", out],
        "train": ["--data", empty, "--out", tmp_path / "MR.cms", *MICRO],
        "adapt": [
            "--model",
            models["mr"],
            "--source",
            cohort,
            "--target",
            empty,
            "--out",
            tmp_path / "CT.cms",
            "--size",
            "tiny",
        ],
        "evaluate": ["--pred", out, "--reference", empty, "--out", tmp_path / "results.json"],
    }
    shell(verb, *words[verb]).reports(str(empty))
    assert not list(tmp_path.glob("*.cms")) + list(tmp_path.glob("*.json"))


@pytest.mark.parametrize(("value", "word"), [(77, "77"), (-3, "-3"), (205.5, "fractions")])
def test_labels_with_unknown_values(value: float, word: str, cohort: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(cohort, data)
    label = next(data.rglob("mr_train_1001_label.nii.gz"))
    volume = read_volume(label)
    array = volume.array.astype(np.float32)
    array[0, 0, 0] = value
    write_volume(label, Volume(array, volume.geometry))
    shell("train", "--data", data, "--out", tmp_path / "MR.cms", *MICRO).reports("mr_train_1001_label.nii.gz", word)
    shell("evaluate", "--pred", label, "--reference", label, "--out", tmp_path / "results.json").reports(
        "mr_train_1001_label.nii.gz", word
    )
    assert not list(tmp_path.glob("*.cms")) + list(tmp_path.glob("*.json"))


def test_image_and_label_on_different_grids(cohort: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(cohort, data)
    label = next(data.rglob("mr_train_1001_label.nii.gz"))
    volume = read_volume(label)
    half = np.ascontiguousarray(volume.array[::2])
    write_volume(label, Volume(half, Geometry(half.shape, volume.geometry.spacing_mm)))
    shell("train", "--data", data, "--out", tmp_path / "MR.cms", *MICRO).reports(
        "mr_train_1001_label.nii.gz", "another grid"
    )
    whole = next(cohort.rglob("mr_train_1001_label.nii.gz"))
    shell("evaluate", "--pred", label, "--reference", whole, "--out", tmp_path / "results.json").reports("grid")
    assert not list(tmp_path.glob("*.cms")) + list(tmp_path.glob("*.json"))


def test_a_ct_where_mr_is_expected_is_a_warning(ct: Path, models: dict[str, Path], out: Path, tmp_path: Path) -> None:
    outcome = shell("segment", ct, "--force", "--model", models["mr"], "--out", tmp_path / "other")
    assert outcome.code == 0
    assert "Warning: ct_train_1001_image.nii.gz looks like CT, but the model MR is for MR." in outcome.stderr
    assert (tmp_path / "other" / "ct_train_1001_image.seg.nrrd").exists()


def truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def tampered(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))


@pytest.mark.parametrize("harm", [truncated, tampered])
def test_a_model_that_was_cut_or_changed(
    harm: Callable[[Path], None], ct: Path, cohort: Path, models: dict[str, Path], out: Path, tmp_path: Path
) -> None:
    bad = shutil.copy(models["ct"], tmp_path / "bad.cms")
    harm(bad)
    shell("segment", ct, "--model", bad, "--out", out).reports("bad.cms is not a usable model")
    shell("models", "import", bad).reports("bad.cms is not a usable model")
    adapt = ["--model", bad, "--source", cohort, "--target", cohort, "--out", tmp_path / "CT.cms", "--size", "tiny"]
    shell("adapt", *adapt).reports("bad.cms is not a usable model")
    shell("train", "--data", cohort, "--initial", bad, "--out", tmp_path / "MR.cms", *MICRO).reports(
        "bad.cms is not a usable model"
    )
    assert [path.name for path in tmp_path.glob("*.cms")] == ["bad.cms"]


def test_a_volume_without_a_heart_is_written_where_that_is_wished(
    models: dict[str, Path], out: Path, tmp_path: Path
) -> None:
    noise = Volume(
        np.random.default_rng(0).normal(40, 20, (40, 40, 40)).astype(np.int16), Geometry((40, 40, 40), (4.0, 4.0, 4.0))
    )
    write_volume(tmp_path / "leg.nii.gz", noise)
    words = ["segment", tmp_path / "leg.nii.gz", "--model", models["ct"], "--out", tmp_path / "other"]
    outcome = shell(*words)
    assert outcome.code == 3
    assert "No heart was found in leg.nii.gz" in outcome.stderr
    assert files(tmp_path / "other") == {}
    outcome = shell(*words, "--force")
    assert outcome.code == 0, outcome.stderr
    assert "leg.seg.nrrd" in outcome.stdout
    assert outcome.stdout.splitlines()[-1].endswith("check")
    quality = json.loads((tmp_path / "other" / "leg.json").read_text())["quality"]
    assert quality["ok"] is False
    assert "No heart was found" in quality["findings"][0]


# Disks that are full or cannot be written


class SmallDisk:
    """A disk of one MiB at ``path``."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fill(self, spare: int = 0) -> None:
        """Leave no more than ``spare`` bytes."""
        free = os.statvfs(self.path)
        (self.path / "filler").write_bytes(bytes(max(0, free.f_bavail * free.f_bsize - spare)))

    def make_read_only(self) -> None:
        subprocess.run(["mount", "-o", "remount,ro", str(self.path)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    place = tmp_path / "disk"
    place.mkdir()
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(place)], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs the right to mount a small disk; run the tests as root or below `unshare -rm`")
    yield SmallDisk(place)
    subprocess.run(["umount", str(place)], check=True)


def pages(size: int) -> int:
    """Bytes that a file of ``size`` bytes takes on the small disk."""
    page = os.sysconf("SC_PAGE_SIZE")
    return -(-size // page) * page


@pytest.mark.parametrize("fails", ["preview", "segmentation"])
def test_a_full_disk_while_segmenting(
    fails: str, ct: Path, models: dict[str, Path], disk: SmallDisk, first_results: Path, tmp_path: Path
) -> None:
    results = disk.path / "out"
    shutil.copytree(first_results, results)
    # Nearly the same image needs as much room as the first; the very same would be done already.
    volume = read_volume(ct)
    volume.array[0, 0, 0] += 1
    again = write_volume(tmp_path / "again.nii.gz", volume)
    room = {path.suffix: pages(path.stat().st_size) for path in first_results.iterdir()}
    disk.fill(0 if fails == "preview" else room[".png"] + room[".json"])
    before = files(results)
    shell("segment", again, "--force", "--model", models["ct"], "--out", results).reports("disk is full")
    after = files(results)
    assert {name: after.get(name) for name in before} == before
    assert after.keys() == before.keys(), "no half file, no half result, and none with a temporary name"
    (disk.path / "filler").unlink()
    assert shell("segment", again, "--force", "--model", models["ct"], "--out", results).code == 0


def test_a_full_disk_while_a_checkpoint_is_written(cohort: Path, disk: SmallDisk, tmp_path: Path) -> None:
    earlier = disk.path / "earlier.txt"
    earlier.write_text("kept")
    process("train", "--data", cohort, "--out", tmp_path / "MR.cms", "--work", disk.path, *MICRO).reports(
        "disk is full"
    )
    assert earlier.read_text() == "kept"
    assert not [name for name in files(disk.path) if "safetensors" in name]
    assert not (tmp_path / "MR.cms").exists()


def test_a_full_disk_for_the_model_and_then_another_method_for_its_checkpoint(
    cohort: Path, disk: SmallDisk, tmp_path: Path
) -> None:
    (disk.path / "earlier.txt").write_text("kept")
    work = tmp_path / "work"
    train = ["train", "--data", cohort, "--out", disk.path / "MR.cms", "--work", work]
    shell(*train, *MICRO).reports("disk is full")
    assert files(disk.path) == {"earlier.txt": b"kept"}
    checkpoint = work / "segmenter.safetensors"
    trained = checkpoint.read_bytes()
    other = [*MICRO, "--method", "self-training"]
    shell(*train, *other).reports(str(checkpoint), "other settings", "appearance")
    checkpoint.write_bytes(trained[: len(trained) // 2])
    shell(*train, *MICRO).reports(str(checkpoint), "damaged")
    assert files(disk.path) == {"earlier.txt": b"kept"}
    assert checkpoint.read_bytes() == trained[: len(trained) // 2]


def test_a_full_disk_below_the_library(
    models: dict[str, Path], disk: SmallDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CROSSMODALITYSEG_HOME", str(disk.path))
    shell("models", "import", models["ct"]).reports("disk is full")
    assert files(disk.path) == {}


def commands(folder: Path, ct: Path, cohort: Path, models: dict[str, Path]) -> dict[str, list[str | Path]]:
    """Every verb that writes, told to write into ``folder``."""
    label = next(cohort.rglob("ct_train_1001_label.nii.gz"))
    return {
        "cohort": ["cohort", folder / "new", "--mr", "1", "--ct", "0", "--spacing-mm", "5"],
        "train": ["train", "--data", cohort, "--out", folder / "MR.cms", *MICRO],
        "adapt": [
            "adapt",
            "--model",
            models["mr"],
            "--source",
            cohort,
            "--target",
            cohort,
            "--out",
            folder / "CT.cms",
            "--size",
            "tiny",
        ],
        "segment": ["segment", ct, "--force", "--model", models["ct"], "--out", folder],
        "evaluate": ["evaluate", "--pred", label, "--reference", label, "--out", folder / "results.json"],
        "benchmark": ["benchmark", "--data", cohort, "--out", folder],
        "models export": ["models", "export", models["ct"], folder / "copy.cms"],
    }


VERBS = ["cohort", "train", "adapt", "segment", "evaluate", "benchmark", "models export"]


@pytest.mark.parametrize("verb", VERBS)
def test_a_disk_that_cannot_be_written(
    verb: str, ct: Path, cohort: Path, models: dict[str, Path], disk: SmallDisk, first_results: Path
) -> None:
    shutil.copytree(first_results, disk.path / "out")
    before = files(disk.path)
    disk.make_read_only()
    outcome = shell(*commands(disk.path / "out", ct, cohort, models)[verb])
    outcome.reports("out")
    assert "in which you may" in outcome.stderr
    assert files(disk.path) == before


@pytest.mark.parametrize("verb", VERBS)
def test_a_file_where_a_folder_should_be(
    verb: str, ct: Path, cohort: Path, models: dict[str, Path], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("kept")
    outcome = shell(*commands(tmp_path / "file" / "out", ct, cohort, models)[verb])
    outcome.reports("file")
    assert "in which you may" in outcome.stderr
    assert (tmp_path / "file").read_text() == "kept"


def test_words_that_make_no_command_are_a_usage_error(tmp_path: Path, models: dict[str, Path], out: Path) -> None:
    for words in (
        ["segment", tmp_path / "a.nii", "--out", out, "--format", "bmp"],
        ["train", "--data", tmp_path],
        ["adapt", "--depth", "22"],
    ):
        outcome = shell(*words)
        assert outcome.code == 2
        assert "Traceback" not in outcome.stderr
