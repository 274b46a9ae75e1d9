"""The segment recipe on small virtual patients, with a network of random weights: files, resuming, failures, stops."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from random_models import NETWORK, card
from segmenting import Listener, job
from typer.testing import CliRunner

from CrossModalitySegLib.cli.commands import app
from CrossModalitySegLib.errors import Code, Stopped, UserError
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import read_labels, read_volume, write_volume
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.inference.segment_volume import segment_volume
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.networks.localizer import HeartLocalizer
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.recipes.segment import Record, run


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


def test_failures_of_several_kinds_come_each_with_its_remedy_and_a_common_one_once(scans: Path, model: Path) -> None:
    for name in ("c.nii.gz", "d.nii.gz"):
        (scans / name).write_bytes(b"no image")
    bad = (scans / "c.nii.gz", scans / "d.nii.gz")
    with pytest.raises(UserError, match=r"2 of 2 inputs failed") as caught:
        run(job(scans, model, inputs=bad), Listener())
    common = caught.value.remedy
    assert common not in caught.value.sentence
    gone = scans / "gone.nii.gz"
    with pytest.raises(UserError, match=r"2 of 2 inputs failed") as caught:
        run(job(scans, model, inputs=(bad[0], gone)), Listener())
    assert common in caught.value.sentence
    assert f"{gone} does not exist. Check the name, or choose another file." in caught.value.sentence
    assert caught.value.remedy == "Each failure above says what to do."


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


def test_several_processes_leave_the_overview_to_one_afterwards(
    scans: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = scans.parent / "out"
    monkeypatch.setenv("WORLD_SIZE", "2")
    monkeypatch.setenv("RANK", "0")
    with pytest.raises(UserError, match="none can write the whole overview") as failure:
        run(job(scans, model, report=True), Listener())
    assert failure.value.code is Code.BAD_SETTINGS
    assert not list(out.glob("*"))
    for rank in ("0", "1"):
        monkeypatch.setenv("RANK", rank)
        run(job(scans, model), Listener())
    made = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    monkeypatch.delenv("WORLD_SIZE")
    monkeypatch.delenv("RANK")
    assert run(job(scans, model, report=True), Listener()).summary["skipped"] == ["a", "b"]
    assert {path: path.stat().st_mtime_ns for path in made} == made
    assert "<h1>2 segmentations</h1>" in (out / "overview.html").read_text(encoding="utf-8")


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
