"""The segment recipe on small virtual patients, with a network of random weights: files, resuming, failures, stops."""

from __future__ import annotations

import csv
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from pydantic import BaseModel
from random_models import NETWORK, card
from typer.testing import CliRunner

from CrossModalitySegLib.cli.commands import app
from CrossModalitySegLib.errors import Code, Stopped, UserError
from CrossModalitySegLib.events import Log, Reporter
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import read_labels, read_volume, write_labels, write_volume
from CrossModalitySegLib.images.io.source import stem_of
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.inference.segment_volume import segment_volume
from CrossModalitySegLib.job import SegmentJob
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.networks.localizer import HeartLocalizer
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.phantoms import make_patient
from CrossModalitySegLib.recipes.segment import Record, run
from CrossModalitySegLib.recipes.work import content
from CrossModalitySegLib.settings import NetworkSettings


class Listener(Reporter):
    """Keeps the log lines; asks for a stop at the given fraction."""

    def __init__(self, stop_at: float = 2.0) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._stop_at = stop_at

    def emit(self, event: BaseModel) -> None:
        if isinstance(event, Log):
            self.lines.append(event.message)

    def progress(self, fraction: float, stage: str) -> None:
        self.stop_requested = self.stop_requested or fraction >= self._stop_at


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(0)
    localizer = HeartLocalizer()
    torch.nn.init.constant_(localizer.head.bias, -9.0)  # it sees no heart anywhere
    return HeartModel(card(), Segmenter(NETWORK, class_count=5), localizer).save(
        tmp_path_factory.mktemp("model") / "random.cms"
    )


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


@pytest.fixture(scope="module")
def patient() -> Volume:
    return make_patient("ct", 1, size_mm=(120.0, 120.0, 120.0), spacing_mm=5.0)[0]


@pytest.fixture
def scans(tmp_path: Path, patient: Volume) -> Path:
    folder = tmp_path / "scans"
    write_volume(folder / "a.nii.gz", patient)
    write_volume(
        folder / "b.nrrd",
        Volume(
            patient.array[:-2].copy(),
            Geometry((patient.array.shape[0] - 2, *patient.array.shape[1:]), patient.geometry.spacing_mm),
        ),
    )
    return folder


def job(scans: Path, model: Path, **changes: object) -> SegmentJob:
    """A network of random weights sees no heart; what it sees is written all the same."""
    return SegmentJob(
        **({"inputs": (scans,), "out": scans.parent / "out", "model": model, "device": "cpu", "force": True} | changes)
    )  # type: ignore[arg-type]


def test_a_folder_gives_three_files_for_each_volume(scans: Path, model: Path, patient: Volume) -> None:
    write_volume(scans / "a_label.nii.gz", Volume(np.zeros(patient.array.shape, dtype=np.uint8), patient.geometry))
    listener = Listener()
    result = run(job(scans, model), listener)
    out = scans.parent / "out"
    assert sorted(path.name for path in out.iterdir()) == [
        "a.json",
        "a.png",
        "a.seg.nrrd",
        "b.json",
        "b.png",
        "b.seg.nrrd",
    ]
    assert result.outputs == [out / "a.seg.nrrd", out / "b.seg.nrrd"]
    assert any("label files" in line for line in listener.lines)
    assert read_labels(out / "a.seg.nrrd").geometry.same_grid(read_volume(scans / "a.nii.gz").geometry, 0.01)
    record = Record.model_validate_json((out / "a.json").read_bytes())
    assert record.model == "Random"
    assert set(record.quality.volumes_ml) == {"AA", "LA", "LV", "Myo"}
    assert str(scans) not in (out / "a.json").read_text()
    assert "a.seg.nrrd" in result.summary["table"]
    assert (out / "a.png").read_bytes().startswith(b"\x89PNG")


def test_started_again_it_does_only_what_is_missing(scans: Path, model: Path) -> None:
    run(job(scans, model), Listener())
    out = scans.parent / "out"
    before = (out / "a.seg.nrrd").stat().st_mtime_ns
    (out / "b.seg.nrrd").unlink()
    listener = Listener()
    result = run(job(scans, model), listener)
    assert result.summary["skipped"] == ["a"]
    assert any("done already" in line for line in listener.lines)
    assert len(result.outputs) == 2
    assert (out / "a.seg.nrrd").stat().st_mtime_ns == before
    run(job(scans, model, overwrite=True), Listener())
    assert (out / "a.seg.nrrd").stat().st_mtime_ns != before


def test_nothing_of_other_making_is_replaced(scans: Path, model: Path) -> None:
    out = scans.parent / "out"
    out.mkdir()
    (out / "a.seg.nrrd").write_text("drawn by hand")
    one = {"inputs": (scans / "a.nii.gz",)}
    with pytest.raises(UserError) as caught:
        run(job(scans, model, **one), Listener())
    assert caught.value.code is Code.EXISTS
    assert (out / "a.seg.nrrd").read_text() == "drawn by hand"
    (out / "a.seg.nrrd").unlink()
    run(job(scans, model, **one), Listener())
    for other in ({"largest_component": False}, {"refine_boundaries": False}):
        with pytest.raises(UserError, match="other options"):
            run(job(scans, model, **other, **one), Listener())
    # An input is never written over, asked or not.
    with pytest.raises(UserError, match="place of the input"):
        run(job(scans, model, out=scans, format="nii.gz", overwrite=True, **one), Listener())


def test_two_inputs_of_one_name_keep_apart(scans: Path, model: Path, patient: Volume) -> None:
    other = write_volume(
        scans.parent / "elsewhere" / "a.nii.gz",
        Volume(patient.array[:, :-2].copy(), Geometry((24, 22, 24), (5.0, 5.0, 5.0))),
    )
    both = job(scans, model, inputs=(scans / "a.nii.gz", other), format="nii.gz")
    out = scans.parent / "out"
    assert run(both, Listener()).outputs == [out / "scans" / "a.nii.gz", out / "elsewhere" / "a.nii.gz"]
    # Alone, the second finds its own result again, and so does a copy of it.
    copy = shutil.copy(other, scans.parent / "copy.nii.gz")
    for alone in (other, copy):
        again = run(job(scans, model, inputs=(alone,), format="nii.gz"), Listener())
        assert again.outputs == [out / "elsewhere" / "a.nii.gz"]
        assert again.summary["skipped"] == ["elsewhere/a"]


def test_one_bad_file_does_not_end_the_batch(scans: Path, model: Path) -> None:
    (scans / "aa.nii.gz").write_bytes(b"no image")
    with pytest.raises(UserError, match=r"1 of 3 inputs failed.*aa\.nii\.gz"):
        run(job(scans, model), Listener())
    out = scans.parent / "out"
    assert (out / "a.seg.nrrd").exists()
    assert (out / "b.seg.nrrd").exists()
    with pytest.raises(UserError, match=r"nothere\.nii"):
        run(job(scans, model, inputs=(scans / "nothere.nii",)), Listener())


def test_a_stop_keeps_what_is_finished(scans: Path, model: Path) -> None:
    with pytest.raises(Stopped):
        run(job(scans, model), Listener(stop_at=0.0))
    assert not any((scans.parent / "out").iterdir())
    result = run(job(scans, model), Listener(stop_at=0.6))
    assert result.stopped
    assert [path.name for path in result.outputs] == ["a.seg.nrrd"]


def test_dicom_segmentation_needs_dicom(scans: Path, model: Path) -> None:
    with pytest.raises(UserError, match="not a DICOM series") as caught:
        run(job(scans, model, inputs=(scans / "a.nii.gz",), format="dicom-seg"), Listener())
    assert caught.value.code is Code.BAD_INPUT


def test_a_volume_of_the_other_modality_is_reported(scans: Path, tmp_path: Path) -> None:
    torch.manual_seed(0)
    mr = HeartModel(card(modality="mr"), Segmenter(NETWORK, class_count=5), HeartLocalizer()).save(tmp_path / "mr.cms")
    listener = Listener()
    run(job(scans, mr, inputs=(scans / "a.nii.gz",)), listener)
    assert any("looks like CT" in line for line in listener.lines)


def test_no_heart_writes_nothing_and_exits_with_3(shared_data: Path, tmp_path: Path) -> None:
    abdomen, out = shared_data / "no_heart_ct" / "abdomen_ct.nii.gz", tmp_path / "out"
    outcome = CliRunner().invoke(app, ["segment", str(abdomen), "--out", str(out)])
    assert outcome.exit_code == 3
    assert "No heart was found in abdomen_ct.nii.gz" in outcome.stderr and "Traceback" not in outcome.stderr
    assert not out.exists()
    outcome = CliRunner().invoke(app, ["segment", str(abdomen), "--out", str(out), "--force"])
    assert outcome.exit_code == 0
    assert sorted(path.name for path in out.iterdir()) == ["abdomen_ct.json", "abdomen_ct.png", "abdomen_ct.seg.nrrd"]


def test_no_heart_is_not_what_is_reported_where_more_is_wrong(scans: Path, model: Path) -> None:
    (scans / "c.nii.gz").write_bytes(b"no image")
    both = (scans / "a.nii.gz", scans / "c.nii.gz")
    with pytest.raises(UserError, match=r"2 of 2 inputs failed\. a\.nii\.gz: No heart was found") as caught:
        run(job(scans, model, inputs=both, force=False), Listener())
    assert caught.value.code is Code.BAD_INPUT
    assert "others are done" not in caught.value.remedy, "there are none"


def test_a_file_that_crashes_or_hangs_its_parser_costs_itself_alone(scans: Path, model: Path) -> None:
    header = "ObjectType = Image\nNDims = {}\nDimSize ={}\nElementType = MET_SHORT\nElementDataFile = LOCAL\n"
    (scans / "aa.mha").write_text(header.format(4000, " 2" * 4000))
    with pytest.raises(UserError, match=r"1 of 3 inputs failed.*aa\.mha") as caught:
        run(job(scans, model), Listener())
    assert caught.value.code is Code.BAD_INPUT
    assert caught.value.remedy.startswith("The others are done. ")
    assert (scans.parent / "out" / "b.seg.nrrd").exists()


@pytest.mark.parametrize("moment", [0, 1, 2])
def test_killed_between_two_of_its_files_it_goes_on(
    moment: int, scans: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After ``moment`` of the three files have their names; the others stay under temporary ones, as SIGKILL leaves
    them.
    """
    real, named = os.replace, []

    class Killed(BaseException):
        pass

    def replace(source: Path, target: Path) -> None:
        if not target.name.startswith("."):
            if len(named) == moment:
                raise Killed
            named.append(target)
        real(source, target)

    one = job(scans, model, inputs=(scans / "a.nii.gz",))
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replace)
        patch.setattr(Path, "unlink", lambda *_, **__: None)
        with pytest.raises(Killed):
            run(one, Listener())
    out = scans.parent / "out"
    assert [path.suffix for path in named] == [".json", ".png"][:moment]
    assert any(path.name.startswith(".") for path in out.iterdir())
    assert run(one, Listener()).outputs == [out / "a.seg.nrrd"]
    assert sorted(path.name for path in out.iterdir()) == ["a.json", "a.png", "a.seg.nrrd"]


def test_real_dicom_in_and_dicom_segmentation_out(shared_data: Path, tmp_path: Path, model: Path) -> None:
    (tmp_path / "dicom").mkdir()
    for name in ("Se6_4CH.dcm", "Se8_2CH.dcm"):
        shutil.copy(shared_data / "cine_mr_dicom" / name, tmp_path / "dicom")
    result = run(job(tmp_path / "dicom", model, format="dicom-seg", all_series=True), Listener())
    assert len(set(result.outputs)) == 2
    assert all(path.suffix == ".dcm" and path.stat().st_size > 1000 for path in result.outputs)
    assert json.loads(result.outputs[0].with_suffix(".json").read_text())["quality"]["ok"] is False


def test_a_region_outside_the_image_is_refused(patient: Volume, model: Path) -> None:
    with pytest.raises(UserError, match="outside the image"):
        segment_volume(patient, HeartModel.load(model), roi_mm=(9000.0, 9010.0, 0.0, 10.0, 0.0, 10.0), device="cpu")


def test_a_single_slice_is_segmented_in_its_plane(model: Path) -> None:
    grid = Geometry((1, 80, 90), (8.0, 1.5, 1.5), (0.0, 0.0, 0.0), (0.6, 0.0, 0.8, 0.0, 1.0, 0.0, -0.8, 0.0, 0.6))
    image = np.random.default_rng(0).normal(100, 20, grid.shape).astype(np.float32)
    found = segment_volume(Volume(image, grid), HeartModel.load(model), device="cpu")
    assert found.labels.geometry == grid
    assert "single slice" in found.quality.findings[0]


def test_an_overview_lists_earlier_results_too(scans: Path, model: Path) -> None:
    out = scans.parent / "out"
    with pytest.raises(Stopped):
        run(job(scans, model, report=True), Listener(stop_at=0.01))
    assert not out.exists() or not (out / "overview.html").exists()
    run(job(scans, model, inputs=(scans / "b.nrrd",)), Listener())
    (scans / "c.nii.gz").write_bytes(b"damaged")
    with pytest.raises(UserError):
        run(job(scans, model, report=True), Listener())
    page = (out / "overview.html").read_text(encoding="utf-8")
    assert "<h1>2 segmentations</h1>" in page and "c.nii.gz" in page
    assert page.count("data:image/jpeg") == 2
    assert len((out / "overview.csv").read_text().splitlines()) == 3


def test_an_uncertainty_map_lies_beside_the_result_and_is_no_input(scans: Path, model: Path) -> None:
    here = {"inputs": (scans,), "out": scans, "uncertainty": True}  # the results lie among the images
    run(job(scans, model, **here), Listener())
    map_ = read_volume(scans / "a_uncertainty.nrrd")
    assert map_.geometry.same_grid(read_volume(scans / "a.nii.gz").geometry, 0.001)
    assert 0 < map_.array.max() <= 100
    record = Record.model_validate_json((scans / "a.json").read_bytes())
    assert record.uncertainty == "a_uncertainty.nrrd"
    before = {path: path.stat().st_mtime_ns for path in scans.iterdir()}
    listener = Listener()
    again = run(job(scans, model, **here), listener)
    assert again.summary["skipped"] == ["a", "b"]
    assert {path: path.stat().st_mtime_ns for path in scans.iterdir()} == before
    assert any("uncertainty maps, by their names" in line for line in listener.lines)


def test_a_map_is_added_to_a_result_that_was_made_without(scans: Path, model: Path) -> None:
    out, one = scans.parent / "out", {"inputs": (scans / "a.nii.gz",), "format": "nii.gz"}
    run(job(scans, model, **one), Listener())
    labels = read_labels(out / "a.nii.gz")
    labels.array[0, 0, 0] = 4  # a correction by hand
    write_labels(out / "a.nii.gz", labels)
    corrected = (out / "a.nii.gz").read_bytes()
    (out / "a_uncertainty.nii.gz").write_text("somebody's")
    with pytest.raises(UserError) as caught:
        run(job(scans, model, uncertainty=True, **one), Listener())
    assert caught.value.code is Code.EXISTS
    (out / "a_uncertainty.nii.gz").unlink()
    listener = Listener()
    run(job(scans, model, uncertainty=True, **one), listener)
    assert any("but for its uncertainty map, which is added" in line for line in listener.lines)
    assert (out / "a.nii.gz").read_bytes() == corrected
    first = (out / "a_uncertainty.nii.gz").read_bytes()
    run(job(scans, model, uncertainty=True, overwrite=True, **one), Listener())
    assert (out / "a_uncertainty.nii.gz").read_bytes() == first, "of the same posterior"
    run(job(scans, model, overwrite=True, **one), Listener())
    assert not (out / "a_uncertainty.nii.gz").exists(), "no map of a result that is not there any more"
    assert Record.model_validate_json((out / "a.json").read_bytes()).uncertainty == ""


@pytest.mark.parametrize("first", ["a", "a_uncertainty"])
@pytest.mark.parametrize("overwrite", [False, True])
def test_a_map_never_takes_the_place_of_another_images_result(
    scans: Path, model: Path, first: str, overwrite: bool
) -> None:
    (scans / "b.nrrd").unlink()
    volume = read_volume(scans / "a.nii.gz")
    write_volume(scans / "a_uncertainty.nii.gz", Volume(np.roll(volume.array, 1, axis=0), volume.geometry))
    inputs = tuple(sorted(scans.iterdir(), key=lambda path: stem_of(path) != first))
    out = scans.parent / "out"
    both = {"inputs": inputs, "format": "nii.gz", "uncertainty": True, "overwrite": overwrite}
    for _ in range(2):
        result = run(job(scans, model, **both), Listener())
        labels, maps = result.outputs, sorted(out.glob("*uncertainty*.nii.gz"))
        records = [Record.model_validate_json(path.with_name(f"{stem_of(path)}.json").read_bytes()) for path in labels]
        named = {record.uncertainty for record in records}
        assert len({*labels, *(out / name for name in named)}) == 4, "two segmentations, two maps"
        assert all(content(path) == record.result_sha256 for path, record in zip(labels, records, strict=True))
        assert named <= {path.name for path in maps}


def test_a_map_that_would_replace_the_result_of_an_earlier_run_is_refused(scans: Path, model: Path) -> None:
    volume = read_volume(scans / "a.nii.gz")
    write_volume(scans / "a_uncertainty.nii.gz", Volume(np.roll(volume.array, 1, axis=0), volume.geometry))
    out, nifti = scans.parent / "out", {"format": "nii.gz"}
    for name in ("a", "a_uncertainty"):
        run(job(scans, model, inputs=(scans / f"{name}.nii.gz",), **nifti), Listener())
    before = {path: path.read_bytes() for path in out.iterdir()}
    for where in ({"out": out, **nifti}, {"out": out / "a.nii.gz"}):
        one = {"inputs": (scans / "a.nii.gz",), "uncertainty": True, "overwrite": True} | where
        with pytest.raises(UserError, match="the segmentation of another image") as caught:
            run(job(scans, model, **one), Listener())
        assert caught.value.code is Code.EXISTS
    assert {path: path.read_bytes() for path in out.iterdir()} == before


def test_killed_between_record_and_map_it_adds_the_map(
    scans: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = {"inputs": (scans / "a.nii.gz",)}
    run(job(scans, model, **one), Listener())
    out, real = scans.parent / "out", os.replace

    class Killed(BaseException):
        pass

    def replace(source: Path, target: Path) -> None:
        if target.name == "a_uncertainty.nrrd":
            raise Killed
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replace)
        patch.setattr(Path, "unlink", lambda *_, **__: None)
        with pytest.raises(Killed):
            run(job(scans, model, uncertainty=True, **one), Listener())
    assert not (out / "a_uncertainty.nrrd").exists()
    assert any(path.name.startswith(".") for path in out.iterdir())
    assert run(job(scans, model, uncertainty=True, **one), Listener()).summary["skipped"] == []
    assert sorted(path.name for path in out.iterdir()) == ["a.json", "a.png", "a.seg.nrrd", "a_uncertainty.nrrd"]


def test_a_map_has_a_name_after_bids_where_the_result_has(scans: Path, model: Path) -> None:
    run(job(scans, model, format="bids", uncertainty=True, inputs=(scans / "a.nii.gz",)), Listener())
    anat = scans.parent / "out" / "sub-a" / "anat"
    assert sorted(path.name for path in anat.glob("*.nii.gz")) == [
        "sub-a_desc-uncertainty_map.nii.gz",
        "sub-a_dseg.nii.gz",
    ]


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


@pytest.mark.parametrize("name", ["heart.nii.gz", "heart.seg.nrrd"])
def test_one_image_becomes_one_file_with_its_record_beside_it(
    tmp_path: Path, scans: Path, model: Path, patient: Volume, name: str
) -> None:
    folder = tmp_path / "here"
    one = job(scans, model, inputs=(scans / "a.nii.gz",), out=folder / name)
    result = run(one, Listener())
    assert result.outputs == [folder / name]
    assert sorted(path.name for path in folder.iterdir()) == sorted([name, "heart.json", "heart.png"])
    assert read_labels(folder / name).geometry.same_grid(patient.geometry)
    record = Record.model_validate_json((folder / "heart.json").read_bytes())
    assert record.result == name and record.origin.input == "a.nii.gz"
    assert run(one, Listener()).summary["skipped"] == ["heart"]
    with pytest.raises(UserError) as failure:  # another image, another content
        run(job(scans, model, inputs=(scans / "b.nrrd",), out=folder / name), Listener())
    assert failure.value.code is Code.EXISTS
    run(job(scans, model, inputs=(scans / "b.nrrd",), out=folder / name, overwrite=True), Listener())
    assert Record.model_validate_json((folder / "heart.json").read_bytes()).origin.input == "b.nrrd"


def test_a_folder_of_several_images_does_not_go_into_one_file(scans: Path, model: Path) -> None:
    with pytest.raises(UserError, match="2 images to segment") as failure:
        run(job(scans, model, out=scans.parent / "heart.nii.gz"), Listener())
    assert failure.value.code is Code.BAD_SETTINGS
    assert sorted(path.name for path in scans.parent.iterdir()) == ["scans"]


def test_one_file_never_takes_the_place_of_its_image(scans: Path, model: Path) -> None:
    image = (scans / "a.nii.gz").read_bytes()
    with pytest.raises(UserError, match="take the place of the input"):
        run(job(scans, model, inputs=(scans / "a.nii.gz",), out=scans / "a.nii.gz", overwrite=True), Listener())
    assert (scans / "a.nii.gz").read_bytes() == image


def test_a_result_never_takes_the_record_of_one_with_another_ending(scans: Path, model: Path) -> None:
    image, out = scans / "a.nii.gz", scans / "results"
    for first, second in (
        (
            job(scans, model, inputs=(image,), out=out / "a.nii.gz"),
            job(scans, model, inputs=(image,), out=out / "a.seg.nrrd"),
        ),
        (job(scans, model, inputs=(image,), format="nii.gz"), job(scans, model, inputs=(image,), format="seg.nrrd")),
    ):
        (result,) = run(first, Listener()).outputs
        record = result.with_name("a.json").read_bytes()
        with pytest.raises(UserError, match=r"record of a\.nii\.gz"):
            run(second, Listener())
        assert result.with_name("a.json").read_bytes() == record
        assert not result.with_name("a.seg.nrrd").exists()
