"""The calibrate recipe on two small virtual patients and a network of random weights, and what segmenting makes of its
model.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch

from CrossModalitySegLib import verbs
from CrossModalitySegLib.anatomy import HEART_7
from CrossModalitySegLib.errors import Code, Stopped, UserError
from CrossModalitySegLib.events import Log, Reporter, Result
from CrossModalitySegLib.images.datasets.label_file import write_label_file
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import read_labels, write_volume
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.inference.segment_volume import segment_volume
from CrossModalitySegLib.job import CalibrateJob, SegmentJob
from CrossModalitySegLib.models.archive import WEIGHTS, read_card, write_with_card
from CrossModalitySegLib.models.card import ModelCard, Provenance
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.networks.localizer import HeartLocalizer
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.phantoms import make_patient
from CrossModalitySegLib.phantoms.write import write_subject
from CrossModalitySegLib.recipes.segment import Record
from CrossModalitySegLib.settings import NetworkSettings, Preprocessing

NETWORK = NetworkSettings(width=4)
BOX = Preprocessing(spacing_mm=4.0, size_px=64, depth_px=16)


class Listener(Reporter):
    """Keeps the log lines; asks for a stop at the given fraction."""

    def __init__(self, stop_at: float = 2.0) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._stop_at = stop_at

    def emit(self, event: object) -> None:
        if isinstance(event, Log):
            self.lines.append(event.message)

    def progress(self, fraction: float, stage: str) -> None:
        self.stop_requested = self.stop_requested or fraction >= self._stop_at


@pytest.fixture(scope="module")
def unseen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("virtual") / "unseen"
    for number in (1001, 1002):
        write_subject(out, "ct", number, *make_patient("ct", number, size_mm=(140.0, 140.0, 140.0), spacing_mm=5.0))
    return out


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(0)
    card = ModelCard(
        name="Random",
        modality="ct",
        preprocessing=BOX,
        network=NETWORK,
        size="tiny",
        method="dou2018",
        provenance=Provenance(data="virtual patients", license="Apache-2.0"),
    )
    return HeartModel(card, Segmenter(NETWORK, class_count=5), HeartLocalizer()).save(
        tmp_path_factory.mktemp("model") / "Random.cms", small=True
    )


@pytest.fixture(scope="module")
def calibrated(model: Path, unseen: Path) -> tuple[Result, Listener]:
    listener = Listener()
    return verbs.run(
        CalibrateJob(model=model, data=unseen, out=model.with_name("Calibrated.cms"), device="cpu"), listener
    ), listener


def test_the_weights_stay_and_the_card_states_how_it_went(calibrated: tuple[Result, Listener], model: Path) -> None:
    (result, listener), (old, new) = calibrated, (read_card(model), read_card(calibrated[0].outputs[0]))
    assert old.members == new.members
    with zipfile.ZipFile(model) as before, zipfile.ZipFile(result.outputs[0]) as after:
        assert before.read(WEIGHTS) == after.read(WEIGHTS)
    assert (new.name, old.calibration) == ("Calibrated", None)
    assert new.calibration is not None
    assert (new.calibration.modality, new.calibration.data, new.calibration.volumes) == ("ct", "2 labeled volumes", 2)
    assert new.calibration.lines, "random weights mark something"
    assert new.calibration.left_out.keys() <= {*new.calibration.lines, "all"}
    assert new.calibration.left_out["all"].mean_absolute_error < 1
    assert "Pearson" in result.summary["table"]
    assert any("has learned from volumes of unseen" in line for line in listener.lines)
    assert any("2 volumes are few" in line for line in listener.lines)


def test_a_result_states_which_dice_to_expect(
    calibrated: tuple[Result, Listener], model: Path, unseen: Path, tmp_path: Path
) -> None:
    scan = unseen / "ct_train" / "ct_train_1001_image.nii.gz"
    plain, knowing = (
        verbs.run(
            SegmentJob(inputs=(scan,), out=tmp_path / path.stem, model=path, device="cpu", force=True), Reporter()
        )
        for path in (model, *calibrated[0].outputs)
    )
    one, other = (
        Record.model_validate_json(next((tmp_path / stem).glob("*.json")).read_bytes())
        for stem in ("Random", "Calibrated")
    )
    assert one.expected_dice is None
    assert other.expected_dice is not None and all(0 <= value <= 1 for value in other.expected_dice.values())
    assert "expected Dice" not in plain.summary["table"]
    assert "expected Dice" in knowing.summary["table"]
    np.testing.assert_array_equal(read_labels(plain.outputs[0]).array, read_labels(knowing.outputs[0]).array)


def test_a_record_from_before_there_was_a_calibration_is_read(
    calibrated: tuple[Result, Listener], model: Path, unseen: Path, tmp_path: Path
) -> None:
    job = SegmentJob(
        inputs=(unseen / "ct_train" / "ct_train_1002_image.nii.gz",),
        out=tmp_path,
        model=model,
        device="cpu",
        force=True,
    )
    verbs.run(job, Reporter())
    record = next(tmp_path.glob("*.json"))
    values = json.loads(record.read_text())
    assert values.pop("expected_dice") is None and values.pop("seal")
    record.write_text(json.dumps(values))
    assert verbs.run(job, Reporter()).summary["skipped"]


def test_a_single_slice_has_no_expected_dice(calibrated: tuple[Result, Listener]) -> None:
    grid = Geometry((1, 60, 60), (8.0, 3.0, 3.0))
    image = np.random.default_rng(0).normal(100, 20, grid.shape).astype(np.float32)
    assert (
        segment_volume(Volume(image, grid), HeartModel.load(calibrated[0].outputs[0]), device="cpu").expected_dice
        is None
    )


def test_a_calibration_from_another_modality_is_reported(
    calibrated: tuple[Result, Listener], unseen: Path, tmp_path: Path
) -> None:
    (source,) = calibrated[0].outputs
    adapted = write_with_card(
        tmp_path / "MR.cms", source, read_card(source).model_copy(update={"name": "MR", "modality": "mr"})
    )
    listener = Listener()
    verbs.run(
        SegmentJob(
            inputs=(unseen / "ct_train" / "ct_train_1001_image.nii.gz",),
            out=tmp_path / "out",
            model=adapted,
            device="cpu",
            force=True,
        ),
        listener,
    )
    assert (
        "The expected Dice is extrapolated: MR was adapted to MR after it had been calibrated on CT." in listener.lines
    )


def test_label_files_with_numbers_of_their_own_are_understood(
    calibrated: tuple[Result, Listener], model: Path, unseen: Path, tmp_path: Path
) -> None:
    data = Path(shutil.copytree(unseen, tmp_path / "unseen"))
    for path in data.rglob("*_label.nii.gz"):
        labels = read_labels(path)
        write_volume(path, Volume(np.array([0, 2, 4, 1, 3], dtype=np.uint8)[labels.array], labels.geometry))
    job = CalibrateJob(model=model, data=data, out=tmp_path / "x.cms", labels="LV=1,Myo=2,AA=3,LA=4", device="cpu")
    again = read_card(verbs.run(job, Reporter()).outputs[0]).calibration
    assert again == read_card(calibrated[0].outputs[0]).calibration


def test_label_files_of_other_structures_are_refused(model: Path, unseen: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(unseen, tmp_path / "unseen"))
    write_label_file(data, HEART_7)
    with pytest.raises(UserError, match="declared to mark 1 Myo, 2 LA, 3 LV, 4 AA, 5 RA") as caught:
        verbs.run(CalibrateJob(model=model, data=data, out=tmp_path / "x.cms", device="cpu"), Reporter())
    assert caught.value.code is Code.BAD_LABELS


def test_what_cannot_be_calibrated_is_reported(model: Path, unseen: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="exists already") as caught:
        verbs.run(CalibrateJob(model=model, data=unseen, out=model), Reporter())
    assert caught.value.code is Code.EXISTS
    one = tmp_path / "one"
    write_subject(one, "ct", 1001, *make_patient("ct", 1, size_mm=(100.0, 100.0, 100.0), spacing_mm=10.0))
    with pytest.raises(UserError, match="single labeled volume") as caught:
        verbs.run(CalibrateJob(model=model, data=one, out=tmp_path / "x.cms"), Reporter())
    assert caught.value.code is Code.BAD_DATASET
    (one / "ct_train" / "ct_train_1001_label.nii.gz").unlink()
    with pytest.raises(UserError, match="no labeled volumes"):
        verbs.run(CalibrateJob(model=model, data=one, out=tmp_path / "x.cms"), Reporter())


@pytest.mark.parametrize("stop_at", [0.1, 0.6])
def test_a_stop_leaves_nothing(model: Path, unseen: Path, tmp_path: Path, stop_at: float) -> None:
    with pytest.raises(Stopped):
        verbs.run(CalibrateJob(model=model, data=unseen, out=tmp_path / "x.cms", device="cpu"), Listener(stop_at))
    assert list(tmp_path.iterdir()) == []
