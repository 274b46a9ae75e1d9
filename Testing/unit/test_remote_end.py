"""What is kept on the other machine, and for how long."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from CrossModalitySegLib.jobs import remote_end
from CrossModalitySegLib.lock import Lock

OWN, OLD, BUSY, YOUNG = (digit * 16 for digit in "0123")


def job(home: Path, name: str, days: float) -> Path:
    """A job there, last at work some days ago."""
    folder = home / "remote" / name
    (folder / "in").mkdir(parents=True)
    (folder / "in" / "scan.nrrd").write_text("a patient")
    (folder / ".lock").touch()
    for path in (*folder.iterdir(), folder):
        os.utime(path, (time.time() - days * 86400,) * 2)
    return folder


def test_what_nobody_goes_on_with_is_deleted_after_two_weeks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CROSSMODALITYSEG_HOME", str(tmp_path))
    own, old, busy = (job(tmp_path, name, 15) for name in (OWN, OLD, BUSY))
    young = job(tmp_path, YOUNG, 13)
    (tmp_path / "remote" / "notes").mkdir()
    os.utime(tmp_path / "remote" / "notes", (0, 0))
    lock = Lock(busy / ".lock")
    lock._file = lock._opened()  # as long ago as all the rest: ``acquire`` would sign it now
    assert lock.is_held
    assert remote_end.main(["list", OWN]) == 0
    lock.release()
    assert list(json.loads(capsys.readouterr().out)["files"]) == ["in/scan.nrrd"]
    assert not old.exists()
    assert all(folder.exists() for folder in (own, busy, young, tmp_path / "remote" / "notes"))


def test_a_job_is_deleted_when_its_worker_has_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSMODALITYSEG_HOME", str(tmp_path))
    folder = job(tmp_path, OWN, 0)
    worker = Lock(folder / ".lock")
    worker.acquire()
    seen: list[bool] = []

    def end(_: float) -> None:
        seen.append(folder.exists())
        worker.release()

    monkeypatch.setattr(time, "sleep", end)
    assert remote_end.main(["remove", OWN]) == 0
    assert seen == [True] and not folder.exists()
