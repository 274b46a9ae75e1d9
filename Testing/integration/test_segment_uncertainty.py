"""Uncertainty maps that the recipe of ``segment`` writes beside its results: names, resuming, nothing overwritten."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from segmenting import Listener, job

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.images.io.files import read_labels, read_volume, write_labels, write_volume
from CrossModalitySegLib.images.io.source import stem_of
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.recipes.segment import Record, run
from CrossModalitySegLib.recipes.work import content


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
