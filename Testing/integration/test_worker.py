"""The worker as its owner sees it: a real process, its pipes, its end. Recipes are stood in for where only that
matters.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
from typer.testing import CliRunner

from CrossModalitySegLib.cli.commands import app
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.events import EVENT, Error, Event, Hello, Log, Metric, Progress, Result
from CrossModalitySegLib.job import EvaluateJob, SegmentJob, TrainJob
from CrossModalitySegLib.jobs.folder import JobFolder
from CrossModalitySegLib.jobs.interpreter import PACKAGE_PARENT
from CrossModalitySegLib.jobs.job_file import read_job
from CrossModalitySegLib.presets import SIZES

JOB = EvaluateJob(pred=Path("pred"), reference=Path("reference"), out=Path("out.json"))
COMMAND = [sys.executable, "-u", "-m", "CrossModalitySegLib.jobs.worker"]

Recipe = Callable[[str], None]


@pytest.fixture
def folder(tmp_path: Path) -> JobFolder:
    folder = JobFolder(tmp_path / "job")
    folder.put(JOB.model_dump(mode="json"))
    return folder


@contextlib.contextmanager
def started(folder: JobFolder, *options: str, stdin: int = subprocess.PIPE) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [*COMMAND, str(folder.job_file), *options],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for(process: subprocess.Popen[str], kind: type) -> Event:
    """The next event of ``kind`` that the worker prints."""
    assert process.stdout is not None
    for line in process.stdout:
        if isinstance(event := EVENT.validate_json(line), kind):
            return event
    raise AssertionError(f"the worker ended without {kind.__name__}")


def finish(folder: JobFolder, *options: str) -> tuple[int, list[Event], str]:
    """Let a worker run to its end: exit code, events, stderr."""
    with started(folder, *options) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        events = [EVENT.validate_json(line) for line in process.stdout]
        stderr = process.stderr.read()
        return process.wait(20), events, stderr


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits for its parent to notice does not."""
    try:
        os.kill(pid, 0)
        stat = Path(f"/proc/{pid}/stat")
        return not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def gone(pid: int, within_s: float = 5.0) -> bool:
    end_s = time.monotonic() + within_s
    while alive(pid) and time.monotonic() < end_s:
        time.sleep(0.02)
    return not alive(pid)


def test_events_come_in_order_and_stay_in_the_folder(recipe: Recipe, folder: JobFolder) -> None:
    recipe("""
        reporter.progress(0.5, "half")
        reporter.metric("loss", 3, 0.25)
        reporter.log("grüß Gott")
        reporter.progress(1.0, "done")
        return Result(outputs=[job.out], summary={"torch": "torch" in sys.modules})
    """)
    code, events, _ = finish(folder)
    assert code == 0
    assert [event.event for event in events] == ["hello", "progress", "metric", "log", "progress", "result"]
    assert isinstance(events[0], Hello)
    assert (events[0].verb, events[0].device) == ("evaluate", "auto")
    assert isinstance(events[-1], Result)
    assert events[-1].outputs == [(folder.path / "out.json").resolve()], (
        "relative paths belong to the folder of the job"
    )
    assert events[-1].summary == {"torch": False}, "hello must not wait for torch"
    assert [EVENT.validate_python(event) for event in folder.events()] == events
    assert folder.finished


def test_stray_prints_do_not_reach_the_protocol(recipe: Recipe, folder: JobFolder) -> None:
    recipe("""
        print("a library says something")
        sys.stdout.write("and something without an end")
        os.write(1, b"native code, too")
        os.system("echo a child, too")
        return Result(outputs=[])
    """)
    code, events, stderr = finish(folder)
    assert code == 0
    assert [event.event for event in events] == ["hello", "result"]
    for stray in ("a library", "without an end", "native code", "a child"):
        assert stray in stderr


def test_values_that_are_not_finite_become_null(recipe: Recipe, folder: JobFolder) -> None:
    recipe("""
        import numpy
        reporter.metric("loss", 1, float("nan"))
        return Result(outputs=[], summary={
            "a": float("inf"), "b": {"c": [float("-inf"), numpy.float32("nan")]}, "d": numpy.arange(2),
        })
    """)
    code, events, _ = finish(folder)
    assert code == 0
    assert isinstance(events[1], Metric)
    assert events[1].value is None
    assert isinstance(events[2], Result)
    assert events[2].summary == {"a": None, "b": {"c": [None, None]}, "d": [0, 1]}
    assert "NaN" not in folder.events_file.read_text()


def test_progress_is_throttled_but_its_end_arrives(recipe: Recipe, folder: JobFolder) -> None:
    recipe("""
        for step in range(2000):
            reporter.progress((step + 1) / 2000, "steps")
        return Result(outputs=[])
    """)
    code, events, stderr = finish(folder)
    assert code == 0, stderr
    steps = [event for event in events if isinstance(event, Progress)]
    assert len(steps) < 50
    assert steps[-1].fraction == 1


STOPPABLE = """
    reporter.log("running")
    while not reporter.stop_requested:
        time.sleep(0.01)
    return Result(outputs=[], stopped=True)
"""


def test_stop_is_graceful(recipe: Recipe, folder: JobFolder) -> None:
    recipe(STOPPABLE)
    with started(folder) as process:
        wait_for(process, Log)
        assert process.stdin is not None
        process.stdin.write("noise\nstop\n")
        process.stdin.flush()
        result = wait_for(process, Result)
        assert isinstance(result, Result)
        assert result.stopped
        assert process.wait(5) == 130
    assert not folder.finished
    assert [other.path for other in JobFolder.unfinished(folder.path.parent)] == [folder.path]


def test_a_folder_has_one_worker_at_a_time(recipe: Recipe, folder: JobFolder) -> None:
    recipe(STOPPABLE)
    with started(folder) as first:
        wait_for(first, Log)
        assert folder.lock.is_held
        assert JobFolder.unfinished(folder.path.parent) == [], "a job at work is not to be resumed"
        code, events, _ = finish(folder)
        assert code == 1
        assert isinstance(events[-1], Error)
        assert events[-1].code == Code.BUSY
    assert not folder.lock.is_held, "the lock goes with its holder, however it ends"


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_signals_stop_gracefully(recipe: Recipe, folder: JobFolder, name: signal.Signals) -> None:
    recipe(STOPPABLE)
    with started(folder, "--detached", stdin=subprocess.DEVNULL) as process:
        wait_for(process, Log)
        process.send_signal(name)
        wait_for(process, Result)
        assert process.wait(5) == 130


def test_a_stop_with_nothing_to_keep_is_an_error_with_its_own_code(recipe: Recipe, folder: JobFolder) -> None:
    recipe("""
        from CrossModalitySegLib.errors import Stopped
        raise Stopped()
    """)
    code, events, _ = finish(folder)
    assert code == 130
    assert isinstance(events[-1], Error)
    assert events[-1].code == Code.STOPPED


BUSY = """
    import multiprocessing
    child = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(60,), daemon=True)
    child.start()
    reporter.log(str(child.pid))
    while True:
        sum(range(1000))
"""


@pytest.mark.skipif(os.name != "posix", reason="asks POSIX whether a process lives")
def test_a_closed_stdin_ends_worker_and_children(recipe: Recipe, folder: JobFolder) -> None:
    recipe(BUSY)
    with started(folder) as process:
        child = wait_for(process, Log)
        assert isinstance(child, Log)
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None  # or the cleaning up would flush it
        assert process.wait(5) == 130
        assert gone(int(child.message))
    assert "owner" in folder.log_file.read_text()


@pytest.mark.skipif(os.name != "posix", reason="asks POSIX whether a process lives")
def test_a_killed_owner_takes_the_worker_along(recipe: Recipe, folder: JobFolder) -> None:
    recipe("""
        reporter.log(str(os.getpid()))
        time.sleep(60)
    """)
    owner_code = f"""
import subprocess, time
worker = subprocess.Popen({[*COMMAND, str(folder.job_file)]!r},
    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
worker.stdout.readline()
print(worker.stdout.readline().decode(), flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", owner_code], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        worker_pid = int(json.loads(owner.stdout.readline())["message"])
        assert alive(worker_pid)
        owner.kill()
    assert gone(worker_pid)


def test_a_detached_worker_does_without_stdin(recipe: Recipe, folder: JobFolder) -> None:
    recipe("""
        time.sleep(0.5)
        return Result(outputs=[])
    """)
    with started(folder, "--detached", stdin=subprocess.DEVNULL) as process:
        wait_for(process, Result)
        assert process.wait(5) == 0


def test_failures_are_reported_and_logged(recipe: Recipe, folder: JobFolder) -> None:
    recipe("raise ZeroDivisionError('the cause')")
    code, events, stderr = finish(folder)
    assert code == 1
    assert isinstance(events[-1], Error)
    assert events[-1].code == Code.INTERNAL
    assert "the cause" in events[-1].sentence
    for log in (stderr, folder.log_file.read_text()):
        assert "Traceback" in log

    recipe("""
        from CrossModalitySegLib.errors import Code, UserError
        raise UserError(Code.BAD_INPUT, "a.nii is empty.", "Choose another.")
    """)
    code, events, _ = finish(folder)
    assert code == 1
    assert events[-1] == Error(code="bad_input", sentence="a.nii is empty.", remedy="Choose another.")

    recipe("""
        from CrossModalitySegLib.errors import Code, UserError
        raise UserError(Code.NO_HEART, "a.nii shows no heart.", "Choose another.")
    """)
    assert finish(folder)[0] == 3, "as the shell says it"

    recipe("""
        class Panic(BaseException):  # as a library in Rust raises it
            pass
        raise Panic("PyObject pointer is null")
    """)
    code, events, _ = finish(folder)
    assert code == 1 and events[-1].code == Code.OUT_OF_MEMORY


@pytest.mark.parametrize("content", ["", "{}", '{"verb": "evaluate"}', '{"verb": "dance"}', None])
def test_an_unreadable_job_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None) -> None:
    monkeypatch.setenv("PYTHONPATH", str(PACKAGE_PARENT))
    folder = JobFolder(tmp_path)
    if content is not None:
        folder.job_file.write_text(content)
    code, events, _ = finish(folder)
    assert code == 1
    assert [event.event for event in events] == ["hello", "error"]
    assert isinstance(events[1], Error)
    assert events[1].code == Code.BAD_SETTINGS
    assert "job.json" in events[1].sentence


def test_the_half_line_of_a_killed_worker_does_no_harm(recipe: Recipe, folder: JobFolder) -> None:
    folder.events_file.write_text('{"event":"hello","version":"1","verb":"evaluate"}\n{"event":"progr')
    recipe("return Result(outputs=[])")
    assert not folder.finished
    finish(folder)
    assert [event["event"] for event in folder.events()] == ["hello", "hello", "result"]
    assert folder.finished


def test_a_folder_keeps_to_its_job(folder: JobFolder) -> None:
    folder.put(JOB.model_dump(mode="json"))
    before = folder.job_file.read_bytes()
    with pytest.raises(UserError) as caught:
        folder.put(JOB.model_copy(update={"method": "other"}).model_dump(mode="json"))
    assert caught.value.code is Code.EXISTS
    assert folder.job_file.read_bytes() == before


def test_relative_paths_belong_to_the_folder(tmp_path: Path) -> None:
    folder = JobFolder(tmp_path / "job")
    folder.put({"verb": "segment", "inputs": ["a.nii", str(tmp_path / "b.nii")], "out": "../out"})
    job = read_job(folder)
    assert isinstance(job, SegmentJob)
    base = folder.path.resolve()
    assert job.inputs == (base / "a.nii", tmp_path / "b.nii")
    assert job.out == base / "../out"
    assert job.model is None


def test_a_job_names_only_what_differs_from_its_size(tmp_path: Path) -> None:
    folder = JobFolder(tmp_path / "job")
    folder.put(
        {
            "verb": "train",
            "data": "data",
            "out": "MR.cms",
            "size": "tiny",
            "settings": {"steps": 7, "augmentation": {"shear": 0.0}},
        }
    )
    job = read_job(folder)
    assert isinstance(job, TrainJob)
    tiny = SIZES["tiny"].train
    assert job.settings.steps == 7
    assert job.settings.augmentation == tiny.augmentation.model_copy(update={"shear": 0.0})
    assert job.settings.model_copy(update={"steps": tiny.steps, "augmentation": tiny.augmentation}) == tiny


def test_worker_and_shell_run_the_same_recipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(PACKAGE_PARENT))
    for name in ("pred", "reference"):
        (tmp_path / name).mkdir()
        labels = np.zeros((6, 6, 6), np.uint8)
        labels[1:4, 1:4, 1 : 4 + (name == "pred")] = 3
        sitk.WriteImage(sitk.GetImageFromArray(labels), str(tmp_path / name / "one.nii.gz"))
    words = ["evaluate", "--pred", str(tmp_path / "pred"), "--reference", str(tmp_path / "reference"), "--out"]
    assert CliRunner().invoke(app, [*words, str(tmp_path / "shell.json")]).exit_code == 0

    folder = JobFolder(tmp_path / "job")
    folder.put({"verb": "evaluate", "pred": "../pred", "reference": "../reference", "out": "../worker.json"})
    assert finish(folder)[0] == 0
    rows = [json.loads((tmp_path / name).read_text())["rows"] for name in ("shell.json", "worker.json")]
    assert rows[0] == rows[1]
    assert rows[0][0]["dice"]["LV"] == pytest.approx(2 * 27 / (27 + 36))
