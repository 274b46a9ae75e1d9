"""What the campaign disturbs: each verb on data so small that it takes a second, and what makes two ends the same."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import shutil
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_BOX = ("preprocessing.spacing_mm=3", "preprocessing.size_px=64", "preprocessing.depth_px=8")
_TRAIN = (
    *_BOX,
    "network.width=4",
    "steps=3",
    "batch=2",
    "localizer_steps=2",
    "checkpoint_every=1",
    "precision=float32",
)
_ADAPT = ("batch=2", "joint_steps=2", "critic_steps=1", "warm_up=1", "critic_width=4", "validate_every=1")
_ROUNDS = ("self_training.rounds=2", "self_training.steps=2", "self_training.batch=2")


def _set(*changes: str) -> list[str]:
    return [word for change in changes for word in ("--set", change)]


@dataclass(frozen=True)
class Scenario:
    """One command, started in a folder that holds ``inputs`` of the stock.

    ``replaced`` names the input in whose place a fault may put ``by``, and ``damaged`` those in which it may turn a
    bit.
    """

    name: str
    words: list[str]
    inputs: tuple[str, ...]
    replaced: str
    by: str
    worker: bool = False

    def work(self) -> int:
        """Run it in the current folder and return the exit code."""
        if self.worker:
            from CrossModalitySegLib.jobs import worker

            return worker.main(["job/job.json", "--detached"])
        from CrossModalitySegLib.cli import commands

        sys.argv = ["crossmodalityseg", *self.words]
        commands.main()
        return 0

    def lay_out(self, stock: Path, place: Path) -> None:
        """Make the folder ``place`` in which it starts."""
        for name in self.inputs:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if (stock / name).is_dir() else shutil.copyfile)(stock / name, place / name)

    def replace_input(self, stock: Path, place: Path) -> None:
        """Put another file in the place of one input."""
        shutil.copyfile(stock / self.by, place / self.replaced)


_MR = "cohort/mr_train/mr_train_1001_image.nii.gz"
_OTHER = "cohort/mr_train/mr_train_1002_image.nii.gz"
_LABEL = "cohort/ct_train/ct_train_1001_label.nii.gz"

SCENARIOS = {
    scenario.name: scenario
    for scenario in (
        Scenario(
            "segment",
            ["segment", "a.nii.gz", "b.nii.gz", "--model", "MR.cms", "--out", "out", "--force", "--device", "cpu"],
            ("a.nii.gz", "b.nii.gz", "MR.cms"),
            "a.nii.gz",
            "c.nii.gz",
        ),
        Scenario(
            "segment-dicom",
            ["segment", "series", "--model", "MR.cms", "--out", "out", "--force", "--format", "dicom-seg"],
            ("series", "MR.cms"),
            "MR.cms",
            "other.cms",
        ),
        Scenario(
            "train",
            [
                "train",
                "--data",
                "cohort",
                "--out",
                "out/new.cms",
                "--size",
                "tiny",
                "--device",
                "cpu",
                *_set(*_TRAIN),
            ],
            ("cohort",),
            _MR,
            _OTHER,
        ),
        Scenario(
            "adapt",
            [
                *("adapt", "--model", "MR.cms", "--source", "cohort", "--target", "cohort", "--out", "out/new.cms"),
                *("--size", "tiny", "--depth", "13", "--device", "cpu", *_set(*_ADAPT)),
            ],
            ("cohort", "MR.cms"),
            "MR.cms",
            "other.cms",
        ),
        Scenario(
            "self-train",
            [
                *("adapt", "--model", "MR.cms", "--source", "cohort", "--target", "cohort", "--out", "out/new.cms"),
                *("--method", "self-training", "--device", "cpu", *_set(*_ROUNDS)),
            ],
            ("cohort", "MR.cms"),
            _LABEL.replace("ct", "mr"),
            _LABEL,
        ),
        Scenario(
            "calibrate",
            ["calibrate", "--model", "MR.cms", "--data", "cohort", "--out", "out/new.cms", "--device", "cpu"],
            ("cohort", "MR.cms"),
            "MR.cms",
            "other.cms",
        ),
        Scenario(
            "evaluate",
            ["evaluate", "--pred", "cohort/mr_train", "--reference", "reference", "--out", "out/results.json"],
            ("cohort/mr_train", "reference"),
            "reference/mr_train_1001_label.nii.gz",
            "reference/mr_train_1002_label.nii.gz",
        ),
        Scenario(
            "measure",
            ["measure", "reference/mr_train_1001_label.nii.gz", "--out", "out/measurements.csv"],
            ("reference",),
            "reference/mr_train_1001_label.nii.gz",
            "reference/mr_train_1002_label.nii.gz",
        ),
        Scenario("maps", ["maps", "out/maps", "--count", "1"], (), "", ""),
        Scenario(
            "cohort",
            [
                *("cohort", "out", "--mr", "1", "--ct", "1", "--spacing-mm", "5"),
                *("--size-mm", "100", "100", "100"),
            ],
            (),
            "",
            "",
        ),
        Scenario("models", ["models", "import", "MR.cms"], ("MR.cms",), "MR.cms", "other.cms"),
        Scenario("job", [], ("cohort", "job"), _MR, _OTHER, worker=True),
    )
}


def build_stock(stock: Path) -> int:
    """Make all inputs of all scenarios in ``stock``."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    import dicom_files
    import torch

    from CrossModalitySegLib.images.io.files import read_volume
    from CrossModalitySegLib.job import TrainJob
    from CrossModalitySegLib.jobs.folder import JobFolder
    from CrossModalitySegLib.models.card import ModelCard, Provenance
    from CrossModalitySegLib.models.heart_model import HeartModel
    from CrossModalitySegLib.networks.localizer import HeartLocalizer
    from CrossModalitySegLib.networks.segmenter import Segmenter
    from CrossModalitySegLib.phantoms import make_patient
    from CrossModalitySegLib.phantoms.write import write_subject
    from CrossModalitySegLib.settings import NetworkSettings, Preprocessing, TrainSettings

    for modality in ("mr", "ct"):
        for number in (1001, 1002):
            image, label = make_patient(modality, number, size_mm=(110.0, 110.0, 110.0), spacing_mm=5.0)  # type: ignore[arg-type]
            write_subject(stock / "cohort", modality, number, image, label, "virtual")  # type: ignore[arg-type]
    for name, path in (("a", _MR), ("b", _OTHER), ("c", _MR.replace("mr", "ct"))):
        shutil.copyfile(stock / path, stock / f"{name}.nii.gz")
    (stock / "reference").mkdir()
    for label in (stock / "cohort" / "mr_train").glob("*_label.nii.gz"):
        shutil.copyfile(label, stock / "reference" / label.name)
    dicom_files.write_series(stock / "series", read_volume(stock / _MR.replace("mr", "ct")))
    box, network = Preprocessing(spacing_mm=3.0, size_px=64, depth_px=8), NetworkSettings(width=4)
    for seed, name in enumerate(("MR", "other")):
        torch.manual_seed(seed)
        card = ModelCard(
            name="MR",
            modality="any",
            preprocessing=box,
            network=network,
            size="tiny",
            method="dou2018",
            provenance=Provenance(data="none: of random weights", license="none"),
            volume_ranges_ml={structure: (1.0, 900.0) for structure in ("AA", "LA", "LV", "Myo")},
        )
        HeartModel(card, Segmenter(network, class_count=5), HeartLocalizer()).save(stock / f"{name}.cms")
    settings = TrainSettings(
        network=network, preprocessing=box, steps=3, batch=2, localizer_steps=2, checkpoint_every=1, precision="float32"
    )
    job = TrainJob(data=Path("../cohort"), out=Path("../out/new.cms"), settings=settings, size="tiny", device="cpu")
    JobFolder(stock / "job").put(job.model_dump(mode="json"))
    return 0


_VARYING = ("seal", "elapsed_s", "place", "created", "environment", "members", "made_with", "sha256", "result_sha256")
"""What may differ between two ends that are the same."""
_OWN = re.compile(r"out/(?!new\.work)|home/")
"""Where the results lie, below the folder of a scenario."""


def results(place: Path) -> dict[str, str]:
    """A fingerprint of each finished file under ``place``: of label arrays, tensors and values, not of dates.

    A file that cannot be read has the fingerprint "unreadable", and one that a stop left half learned "stopped".
    """
    found = {}
    for path in sorted(place.rglob("*")):
        name = path.relative_to(place).as_posix()
        if path.is_file() and _OWN.match(name) and not path.name.startswith("."):
            try:
                found[name] = _content(path)
            except Exception:
                found[name] = "unreadable"
    return found


def _content(path: Path) -> str:
    kinds: dict[str, Callable[[Path], Any]] = {".cms": _model, ".dcm": _dicom, ".json": _json, ".png": _png}
    reader = _volume if path.name.endswith((".nrrd", ".nii.gz")) else kinds.get(path.suffix, Path.read_bytes)
    value = reader(path)
    if value == "stopped":
        return "stopped"
    return hashlib.sha256(value if isinstance(value, bytes) else json.dumps(value).encode()).hexdigest()


def _volume(path: Path) -> bytes:
    import SimpleITK as sitk

    if path.name.endswith(".gz"):
        import gzip

        gzip.decompress(path.read_bytes())
    image = sitk.ReadImage(str(path))
    where = repr((image.GetSpacing(), image.GetOrigin(), image.GetDirection(), image.GetSize()))
    return where.encode() + sitk.GetArrayFromImage(image).tobytes()


def _model(path: Path) -> Any:
    from CrossModalitySegLib.models.archive import CARD, WEIGHTS, read_card

    card = read_card(path)
    with zipfile.ZipFile(path) as archive:
        if archive.testzip():
            raise ValueError("damaged")
        if not card.complete:
            return "stopped"
        return [_plain(json.loads(archive.read(CARD))), hashlib.sha256(archive.read(WEIGHTS)).hexdigest()]


def _dicom(path: Path) -> bytes:
    from pydicom import dcmread

    data = dcmread(path)
    return bytes(data.PixelData) + str(data.NumberOfFrames).encode()


def _json(path: Path) -> Any:
    return _plain(json.loads(path.read_text(encoding="utf-8")))


def _png(path: Path) -> bytes:
    from PIL import Image

    with Image.open(path) as image:
        return image.tobytes()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in sorted(value.items()) if key not in _VARYING}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def free_locks(place: Path) -> bool:
    """Whether nobody holds a lock under ``place``."""
    import fcntl

    for lock in place.rglob(".lock"):
        with lock.open() as file, contextlib.suppress(FileNotFoundError):
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
    return True


def files(place: Path) -> set[str]:
    """Names of all files under ``place``; curves of TensorBoard bear a time and a process, which are left out."""
    names = (path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file())
    return {re.sub(r"(events\.out\.tfevents)\..*", r"\1", name) for name in names}
