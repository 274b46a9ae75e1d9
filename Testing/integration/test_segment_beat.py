"""The recipe of ``segment`` on the phases of a beating heart: order, failing phases, consistency along time."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from random_models import card
from segmenting import Listener, job

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.images.io.files import write_volume
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.networks.localizer import HeartLocalizer
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.recipes.segment import Record, run
from CrossModalitySegLib.settings import NetworkSettings


@pytest.fixture(scope="module")
def sees_lv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model half of whose voxels are LV, and wide enough that some of them are left when pieces are taken away."""
    torch.manual_seed(0)
    wide = NetworkSettings(width=8)
    network = Segmenter(wide, class_count=5)
    with torch.no_grad():
        network.head[2].weight[3] *= 4  # its values are the largest or the smallest
    return HeartModel(card(network=wide), network, HeartLocalizer()).save(
        tmp_path_factory.mktemp("model") / "sees-lv.cms"
    )


def test_phases_of_a_beat_are_measured_in_the_order_of_their_numbers(
    tmp_path: Path, scans: Path, patient: Volume, sees_lv: Path
) -> None:
    phases, out = tmp_path / "phases", tmp_path / "beat"
    for number in (1, 2, 10):  # whose names sort otherwise
        write_volume(phases / f"phase-{number}.nii.gz", Volume(patient.array + number, patient.geometry))
    result = run(job(phases, sees_lv, function=True, out=out), Listener())
    with (out / "volumes.csv").open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert [Path(line["label_map"]).name for line in lines] == [f"phase-{n}.seg.nrrd" for n in (1, 2, 10)]
    volumes_ml = result.summary["volumes_ml"]
    for line in lines:
        assert float(line["LV_ml"]) == pytest.approx(volumes_ml[Path(line["label_map"]).name]["LV"], abs=0.01)
    ventricle = result.summary["function"]["ventricles"]["LV"]
    assert ventricle["edv_ml"] == max(float(line["LV_ml"]) for line in lines)
    assert json.loads((out / "function.json").read_text())["ventricles"]["LV"] == ventricle
    # Once more: what is done is left out, and the measurements are written anew.
    (out / "volumes.csv").unlink()
    again = run(job(phases, sees_lv, function=True, out=out), Listener())
    assert len(again.summary["skipped"]) == 3 and (out / "volumes.csv").is_file()
    (out / "function.json").write_text("{}")
    with pytest.raises(UserError) as failure:
        run(job(phases, sees_lv, function=True, out=out), Listener())
    assert failure.value.code is Code.EXISTS
    with pytest.raises(UserError, match="one for each phase"):
        run(job(scans, sees_lv, inputs=(scans / "b.nrrd",), function=True), Listener())


@pytest.fixture
def beat(tmp_path: Path, patient: Volume) -> Path:
    """Eight phases, noise on one patient."""
    rng = np.random.default_rng(0)
    for number in range(1, 9):
        noisy = patient.array + rng.normal(0, 60, patient.array.shape).astype(np.int16)
        write_volume(tmp_path / "phases" / f"phase-{number}.nii.gz", Volume(noisy, patient.geometry))
    return tmp_path / "phases"


ROI = (-60.0, 60.0, -60.0, 60.0, -60.0, 60.0)


def test_a_phase_that_fails_does_not_fail_the_beat(beat: Path, sees_lv: Path) -> None:
    (beat / "phase-3.nii.gz").write_bytes(b"damaged")
    listener = Listener()
    result = run(job(beat, sees_lv, function=True, roi_mm=ROI), listener)
    assert list(result.summary["failed"]) == ["phase-3.nii.gz"]
    assert any("phase-3.nii.gz failed" in line for line in listener.lines)
    assert result.summary["function"]["left_out"] == [3]
    with (beat.parent / "out" / "volumes.csv").open(newline="", encoding="utf-8") as file:
        assert [line["phase"] for line in csv.DictReader(file)] == ["1", "2", "4", "5", "6", "7", "8"]


def test_a_single_phase_that_is_left_is_no_beat(beat: Path, sees_lv: Path) -> None:
    for number in range(3, 9):
        (beat / f"phase-{number}.nii.gz").unlink()
    (beat / "phase-2.nii.gz").write_bytes(b"damaged")
    with pytest.raises(UserError, match=r"1 of 2 inputs failed"):
        run(job(beat, sees_lv, function=True, roi_mm=ROI), Listener())


@pytest.mark.long
def test_phases_are_consistent_along_time_and_kept_if_nothing_around_them_changed(beat: Path, sees_lv: Path) -> None:
    out, alone = beat.parent / "out", beat.parent / "alone"
    # What else is done to labels follows no course in time where a network of random weights made them.
    how: dict[str, object] = {"function": True, "roi_mm": ROI, "largest_component": False, "refine_boundaries": False}
    filtered = run(job(beat, sees_lv, **how), Listener()).summary["function"]
    each = run(job(beat, sees_lv, temporal_smoothing=False, out=alone, **how), Listener()).summary["function"]
    assert 0 < filtered["flicker"]["LV"] < each["flicker"]["LV"]
    origin = Record.model_validate_json((out / "phase-5.json").read_text()).origin
    around = [Record.model_validate_json((out / f"phase-{n}.json").read_text()).origin for n in (3, 4, 6, 7)]
    assert origin.neighbors_sha256 == tuple(one.content_sha256 for one in around)
    (out / "phase-5.seg.nrrd").unlink()  # as a crash leaves it
    again = run(job(beat, sees_lv, **how), Listener())
    assert len(again.summary["skipped"]) == 7 and again.summary["function"] == filtered
    shutil.copy(beat / "phase-1.nii.gz", beat / "phase-5.nii.gz")
    with pytest.raises(UserError) as failure:
        run(job(beat, sees_lv, **how), Listener())
    assert failure.value.code is Code.EXISTS


def test_no_process_of_several_measures_a_beat(scans: Path, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RANK", "0")
    monkeypatch.setenv("WORLD_SIZE", "2")
    with pytest.raises(UserError, match="verb function") as failure:
        run(job(scans, model, function=True), Listener())
    assert failure.value.code is Code.BAD_SETTINGS
    assert not (scans.parent / "out" / "a.seg.nrrd").exists()
