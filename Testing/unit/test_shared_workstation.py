"""Several people at one computer: no planted link, open permission or guessed name lets one write for another."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from CrossModalitySegLib.errors import Code, UserError, from_exception
from CrossModalitySegLib.files import replacing, sweep
from CrossModalitySegLib.jobs.folder import JobFolder
from CrossModalitySegLib.jobs.interpreter import PACKAGE_PARENT
from CrossModalitySegLib.lock import Lock

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links and mode bits as POSIX has them")


def test_a_link_in_the_place_of_a_result_is_replaced_and_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "theirs.txt"
    other.write_text("theirs")
    link = tmp_path / "results.json"
    link.symlink_to(other)
    with replacing(link) as temporary:
        temporary.write_text("ours")
    assert other.read_text() == "theirs"
    assert not link.is_symlink() and link.read_text() == "ours"


def test_temporary_names_cannot_be_foreseen(tmp_path: Path) -> None:
    names = set()
    for _ in range(100):
        with replacing(tmp_path / "results.json") as temporary:
            names.add(temporary.name)
            temporary.write_text("")
    assert len(names) == 100 and all(name.startswith(".") for name in names)
    assert [path.name for path in tmp_path.iterdir()] == ["results.json"]


@pytest.mark.integration
@pytest.mark.parametrize("name", [".lock", "events.jsonl", "log.txt"])
@pytest.mark.parametrize("kind", ["link", "dangling link", "pipe"])
def test_a_job_folder_from_somebody_else_cannot_have_a_file_of_ours_overwritten(
    name: str, kind: str, tmp_path: Path
) -> None:
    ours = tmp_path / "ours.txt"
    folder = JobFolder(tmp_path / "job")
    folder.put({"verb": "evaluate", "pred": "a", "reference": "b", "out": "results.json"})
    if kind == "link":
        ours.write_text("ours")
    if kind == "pipe":
        os.mkfifo(folder.path / name)
    else:
        (folder.path / name).symlink_to(ours)
    command = [sys.executable, "-m", "CrossModalitySegLib.jobs.worker", str(folder.job_file), "--detached"]
    environment = os.environ | {"PYTHONPATH": str(PACKAGE_PARENT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 1 and str(Code.NO_PERMISSION) in done.stdout and name in done.stdout, done.stdout
    assert (ours.read_text() == "ours") if kind == "link" else not ours.exists()


@pytest.mark.parametrize("kind", ["link", "dangling link", "pipe"])
def test_a_lock_is_not_taken_through_what_is_no_file(kind: str, tmp_path: Path) -> None:
    ours, lock = tmp_path / "ours.txt", tmp_path / ".lock"
    if kind == "link":
        ours.write_text("ours")
    if kind == "pipe":
        os.mkfifo(lock)
    else:
        lock.symlink_to(ours)
    with pytest.raises(UserError) as caught:
        Lock(lock).acquire()
    assert caught.value.code is Code.NO_PERMISSION
    assert (ours.read_text() == "ours") if kind == "link" else not ours.exists()


@pytest.mark.parametrize("mask", [0o077, 0o027])
def test_what_the_user_keeps_private_stays_private(mask: int, tmp_path: Path) -> None:
    before = os.umask(mask)
    try:
        folder = JobFolder(tmp_path / "job")
        folder.put({"verb": "evaluate"})
        with folder.lock:
            made = [folder.path, *folder.path.iterdir()]
    finally:
        os.umask(before)
    assert len(made) == 3
    for path in made:
        assert not stat.S_IMODE(path.stat().st_mode) & mask, path


@pytest.mark.parametrize("number", [5, 116], ids=["EIO", "ESTALE"])
def test_a_disk_that_fails_is_reported_as_such(number: int) -> None:
    if os.strerror(number).startswith("Unknown"):
        pytest.skip("this system has no such error")
    failure = from_exception(OSError(number, os.strerror(number), "results.json"))
    assert failure.code is Code.DISK_FAILED and "results.json" in failure.sentence


@pytest.mark.integration
def test_what_a_killed_writer_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path; from CrossModalitySegLib.files import replacing\n"
        "for name in sys.argv[1:]:\n"
        "    replacing(Path(name)).__enter__().write_text('half')\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    out = tmp_path / "out"
    names = [str(tmp_path / "a.json"), str(tmp_path / "b.json"), str(out / "deep" / "c.json")]
    subprocess.run([sys.executable, "-c", script, *names], check=False)
    with replacing(tmp_path / "a.json") as alive:
        alive.write_text("at work")
        sweep(tmp_path / "a.json")
        assert alive.exists(), "its writer lives"
    assert (tmp_path / "a.json").read_text() == "at work"
    left = sorted(path.name.partition("-")[2] for path in tmp_path.glob(".*"))
    assert left == ["b.json"], "that of another output stays"
    sweep(out)
    assert not list((out / "deep").iterdir())
