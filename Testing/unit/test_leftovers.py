"""A job that is refused leaves no folder behind that holds nothing."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest
from shells import shell

from CrossModalitySegLib.leftovers import INPUTS, LOCK, cleared_away
from CrossModalitySegLib.lock import Lock


def refused(folder: Path, *made: str) -> None:
    """A job that made folders and files below ``folder``, and then failed."""
    with contextlib.suppress(ValueError), cleared_away([folder]):
        for name in made:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text("x")
        folder.mkdir(parents=True, exist_ok=True)
        raise ValueError("no")


@pytest.mark.parametrize("made", [(), (LOCK,), (LOCK, INPUTS), (f"seed0/{LOCK}",)])
def test_what_nothing_came_of_goes(tmp_path: Path, made: tuple[str, ...]) -> None:
    refused(tmp_path / "a" / "b", *made)
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_or_holds_something_stays(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    refused(there)
    refused(tmp_path / "a" / "b", LOCK, "model.cms")
    refused(there / "c")
    assert sorted(path.name for path in tmp_path.rglob("*")) == sorted([LOCK, "a", "b", "model.cms", "there"])


def test_a_folder_in_which_another_works_stays(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    other = Lock(folder / LOCK)
    with contextlib.suppress(ValueError), cleared_away([folder]):
        folder.mkdir()
        other.acquire()
        raise ValueError("no")
    assert other.is_held and (folder / LOCK).exists()
    other.release()


@pytest.mark.skipif(os.name != "posix", reason="no file is removed there while it is open")
def test_a_lock_on_a_file_that_has_gone_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was removed after another process had opened it, and before that could lock it."""
    path, taken = tmp_path / LOCK, []

    def take(file: object) -> None:
        if not taken:
            path.unlink()
        taken.append(file)

    monkeypatch.setattr("CrossModalitySegLib.lock._take", take)
    with Lock(path):
        assert len(taken) == 2 and path.exists()


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("segment {0}/nosuch.nii.gz --out {0}/new/out", marks=pytest.mark.integration),
        "train --data {0}/nosuch --size tiny --out {0}/new/MR.cms",
        "train --data {0}/empty --size tiny --out {0}/new/MR.cms",
        "adapt --model Heart-virtual --source {0}/empty --target {0}/empty --size tiny --out {0}/new/CT.cms",
        "benchmark --data {0}/empty --out {0}/new/report --methods noDA",
        "function {0}/nosuch --out {0}/new/beat",
        pytest.param("phases {0}/nosuch.nii.gz --out {0}/new/phases", marks=pytest.mark.integration),
        "measure {0}/nosuch.nii.gz --out {0}/new/table.csv --dicom-sr {0}/new/reports",
        "evaluate --pred {0}/empty --reference {0}/empty --out {0}/new/results.json",
        "bundle {0}/new/bundle --model {0}/nosuch.cms",
        "calibrate --model Heart-virtual --data {0}/empty --out {0}/new/model.cms",
        "cohort {0}/new/cohort --anatomies {0}/nosuch",
        "maps {0}/new/maps --anatomies {0}/nosuch",
        "maps {0}/new/maps --surroundings {0}/nosuch",
        "mesh {0}/nosuch.nii.gz --out {0}/new/meshes",
        "nnunet {0}/empty --images {0}/empty --out {0}/new/Dataset001_Heart",
    ],
)
def test_a_refused_run_leaves_no_folder(tmp_path: Path, words: str) -> None:
    (tmp_path / "empty").mkdir()
    result = shell(*words.format(tmp_path).split())
    assert result.exit_code == 1, result.output
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]
