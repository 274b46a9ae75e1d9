"""A worker as the panel has it: a QProcess, its events, its end. Recipes are stood in for where only that matters."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import textwrap
import time
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest

from CrossModalitySegLib.errors import Code
from CrossModalitySegLib.jobs.folder import Event, JobFolder
from CrossModalitySegLib.jobs.interpreter import PACKAGE_PARENT, Interpreter
from CrossModalitySegLib.jobs.outcome import Outcome
from CrossModalitySegLib.jobs.process import Answer, Command, WorkerProcess

Recipe = Callable[[str], None]
Until = Callable[..., None]
JOB: Event = {"verb": "evaluate", "pred": "pred", "reference": "reference", "out": "out.json"}


class Listener:
    """A worker with everything it said."""

    def __init__(self, path: Path, program: str = sys.executable, job: Event = JOB, host: str = "") -> None:
        self.folder = JobFolder(path)
        self.folder.put(job)
        self.events: list[Event] = []
        self.outcome: Outcome | None = None
        self.ends = 0
        self.worker = WorkerProcess(
            self.folder, Interpreter(program, True, dict(os.environ)), self.events.append, self._end, host=host
        )
        self.worker.start()

    def _end(self, outcome: Outcome) -> None:
        self.outcome, self.ends = outcome, self.ends + 1

    def kinds(self) -> list[str]:
        return [event["event"] for event in self.events]

    def logs(self) -> list[str]:
        return [event["message"] for event in self.events if event["event"] == "log"]


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits for its parent to notice does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_events_come_in_order_and_success_is_reported_once(recipe: Recipe, tmp_path: Path, until: Until) -> None:
    recipe("""
        reporter.progress(0.5, "half")
        reporter.metric("loss", 3, 0.25)
        reporter.log("grüß Gott")
        job.out.write_text("{}")
        return Result(outputs=[job.out])
    """)
    listener = Listener(tmp_path / "job")
    until(lambda: listener.outcome)
    assert listener.kinds() == ["hello", "progress", "metric", "log", "result"]
    assert listener.logs() == ["grüß Gott"]
    assert listener.outcome is not None
    assert (listener.outcome.error, listener.outcome.stopped) == (None, False)
    assert listener.outcome.outputs == [(tmp_path / "job" / "out.json").resolve()]
    assert (listener.ends, listener.worker.running) == (1, False)
    assert "log.txt" in {path.name for path in (tmp_path / "job").iterdir()}


def test_a_result_alone_is_not_a_success(recipe: Recipe, tmp_path: Path, until: Until) -> None:
    """Exit code, result event, readable output: each of them is asked for."""
    recipe("""
        end = os._exit
        os._exit = lambda code: end(3)
        job.out.write_text("{}")
        return Result(outputs=[job.out])
    """)
    listener = Listener(tmp_path / "code")
    until(lambda: listener.outcome)
    assert listener.outcome is not None
    assert listener.outcome.error is not None, (
        "an exit code other than 0 is not a success, whatever was reported before"
    )
    assert "code 3" in listener.outcome.error.sentence

    recipe("""
        os._exit(0)
    """)
    listener = Listener(tmp_path / "event")
    until(lambda: listener.outcome)
    assert listener.outcome is not None
    assert listener.outcome.error is not None, "without a result event there is no success"

    recipe("return Result(outputs=[job.out])")
    listener = Listener(tmp_path / "output")
    until(lambda: listener.outcome)
    assert listener.outcome is not None
    assert listener.outcome.error is not None, "an output that cannot be read is not a success"
    assert "out.json" in listener.outcome.error.sentence


def test_rubbish_on_stdout_becomes_log(recipe: Recipe, tmp_path: Path, until: Until) -> None:
    """Somebody else prints instead of our worker; chunks, half characters and lines without end arrive as they like."""
    program = tmp_path / "python"
    body = r"""
        import sys, time
        out = sys.stdout.buffer
        for part in (b'{"event": "hel', b'lo", "verb": "x"}\nrubb', b'ish\n\xc3',
                     b'\xbc\n{"event": "progress"}\n[1]\n"x"\n', b'\xff\xfe\nlast'):
            out.write(part); out.flush(); time.sleep(0.05)
        sys.exit(0)
    """
    program.write_text(f"#!{sys.executable}\n{textwrap.dedent(body)}")
    program.chmod(0o755)
    listener = Listener(tmp_path / "job", str(program))
    until(lambda: listener.outcome)
    assert listener.kinds()[0] == "hello"
    assert listener.logs() == ["rubbish", "ü", '{"event": "progress"}', "[1]", '"x"', "\ufffd\ufffd", "last"]
    assert listener.outcome is not None
    assert listener.outcome.error is not None


def test_a_crash_is_reported_with_the_last_words(recipe: Recipe, tmp_path: Path, until: Until) -> None:
    recipe("""
        print("something native went wrong")
        sys.stdout.flush()
        os.abort()
    """)
    listener = Listener(tmp_path / "job")
    until(lambda: listener.outcome)
    assert listener.outcome is not None
    assert listener.outcome.error is not None
    assert "crashed" in listener.outcome.error.sentence
    assert "log.txt" in listener.outcome.error.remedy


def test_a_worker_killed_by_the_system_is_short_of_memory(recipe: Recipe, tmp_path: Path, until: Until) -> None:
    recipe("os.kill(os.getpid(), 9)")
    listener = Listener(tmp_path / "job")
    until(lambda: listener.outcome)
    assert listener.outcome is not None
    assert listener.outcome.error is not None
    assert "memory" in listener.outcome.error.sentence


def test_stop_is_graceful_and_keeps_the_result(recipe: Recipe, tmp_path: Path, until: Until) -> None:
    recipe("""
        reporter.log("running")
        while not reporter.stop_requested:
            time.sleep(0.01)
        job.out.write_text("{}")
        return Result(outputs=[job.out], stopped=True)
    """)
    listener = Listener(tmp_path / "job")
    until(lambda: "running" in listener.logs())
    listener.worker.stop()
    until(lambda: listener.outcome)
    assert listener.outcome is not None
    assert (listener.outcome.stopped, listener.outcome.error) == (True, None)
    assert listener.outcome.result is not None


DEAF = """
    import multiprocessing, signal
    child = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(60,), daemon=True)
    child.start()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    reporter.log(str(child.pid))
    while True:
        time.sleep(1)
"""


def test_what_does_not_listen_is_terminated_then_killed_with_its_children(
    recipe: Recipe, tmp_path: Path, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("CrossModalitySegLib.jobs.process.TERMINATE_TIMEOUT_MS", 100)
    recipe(DEAF)
    listener = Listener(tmp_path / "job")
    until(listener.logs)
    child = int(listener.logs()[0])
    listener.worker.stop(stop_timeout_ms=50)
    until(lambda: listener.outcome)
    assert listener.outcome is not None
    assert listener.outcome.error is not None
    assert (listener.outcome.stopped, listener.outcome.error.code) == (True, Code.STOPPED), "it is no crash"
    until(lambda: not alive(child))


def test_an_abandoned_worker_ends_with_its_children_and_reports_nothing(
    recipe: Recipe, tmp_path: Path, until: Until
) -> None:
    recipe(DEAF)
    listener = Listener(tmp_path / "job")
    until(listener.logs)
    child, start_s = int(listener.logs()[0]), time.monotonic()
    listener.worker.abandon()
    assert time.monotonic() - start_s < 5
    assert not listener.worker.running
    until(lambda: not alive(child))
    assert listener.ends == 0


def test_a_python_that_cannot_be_started_is_reported(tmp_path: Path, until: Until) -> None:
    listener = Listener(tmp_path / "job", str(tmp_path / "no_python"))
    until(lambda: listener.outcome)
    assert listener.outcome is not None
    assert listener.outcome.error is not None
    assert listener.outcome.error.code == Code.NO_PYTHON
    assert listener.ends == 1


@pytest.mark.parametrize("how", ["ended", "abandoned", "not started"])
def test_nothing_holds_a_worker_that_is_over(recipe: Recipe, tmp_path: Path, until: Until, how: str) -> None:
    """In PythonQt, as in what stands for it here, a connection holds what it calls."""
    recipe(DEAF if how == "abandoned" else "return Result(outputs=[])")
    listener = Listener(tmp_path / "job", str(tmp_path / "no_python") if how == "not started" else sys.executable)
    until(lambda: listener.logs() if how == "abandoned" else listener.outcome)
    if how == "abandoned":
        listener.worker.abandon()
    worker = weakref.ref(listener.worker)
    del listener.worker
    until(lambda: gc.collect() >= 0 and worker() is None, timeout_s=10)


@pytest.mark.parametrize("how", ["ended", "abandoned", "not started"])
def test_nothing_holds_a_command_that_is_over(tmp_path: Path, until: Until, how: str) -> None:
    program = str(tmp_path / "no_python") if how == "not started" else sys.executable
    code = "import time; time.sleep(60)" if how == "abandoned" else "pass"
    answers: list[Answer] = []
    made = [Command(Interpreter(program, True, dict(os.environ)), ["-c", code], print, answers.append)]
    if how == "abandoned":
        made[0].abandon()
    else:
        until(lambda: answers)
    command = weakref.ref(made.pop())
    until(lambda: gc.collect() >= 0 and command() is None, timeout_s=10)


OWNER = """
import os, sys, time
sys.path[:0] = {paths!r}
from stand_ins import install
install()
import slicer
from pathlib import Path
from CrossModalitySegLib.jobs.folder import JobFolder
from CrossModalitySegLib.jobs.interpreter import PACKAGE_PARENT, Interpreter
from CrossModalitySegLib.jobs.process import WorkerProcess
folder = JobFolder(Path({folder!r}))
folder.put({job!r})
interpreter = Interpreter(sys.executable, True, dict(os.environ))
worker = WorkerProcess(folder, interpreter, lambda event: print(event.get("pid", ""), flush=True), print)
worker.start()
slicer.app.exec()
"""


@pytest.mark.skipif(os.name != "posix", reason="asks POSIX whether a process lives")
def test_a_killed_slicer_takes_the_worker_along(recipe: Recipe, tmp_path: Path, repository: Path, until: Until) -> None:
    recipe(DEAF)
    paths = [str(repository / "Testing"), str(repository / "CrossModalitySeg")]
    code = OWNER.format(paths=paths, folder=str(tmp_path / "job"), job=JOB)
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        worker_pid = int(owner.stdout.readline())
        assert alive(worker_pid)
        owner.send_signal(signal.SIGKILL)
    until(lambda: not alive(worker_pid), timeout_s=5)


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folder of user data on another machine."""
    monkeypatch.setenv("CROSSMODALITYSEG_HOME", str(tmp_path / "there"))
    return tmp_path / "there"


def test_another_machine_is_a_worker_like_any_other(
    there: Path, other_machine: str, tmp_path: Path, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(PACKAGE_PARENT))
    job = {"verb": "cohort", "out": "virtual", "mr": 0, "ct": 1, "spacing_mm": 5}
    listener = Listener(tmp_path / "job", job=job, host=other_machine)
    until(lambda: listener.outcome, 120)
    assert listener.outcome is not None and listener.outcome.error is None
    assert listener.kinds()[0] == "hello" and listener.kinds()[-1] == "result"
    assert sorted(path.name for path in (tmp_path / "job" / "virtual" / "ct_train").iterdir()) == [
        "ct_train_1001_image.nii.gz",
        "ct_train_1001_label.nii.gz",
    ]
    assert not list((there / "remote").iterdir())


def test_cases_of_another_machine_come_with_their_files_while_others_are_at_work(
    there: Path, other_machine: str, recipe: Recipe, tmp_path: Path, until: Until
) -> None:
    recipe("""
        from CrossModalitySegLib.events import CaseDone
        job.out.mkdir(parents=True, exist_ok=True)
        for name in ("first", "second"):
            files = [job.out / f"{name}{ending}" for ending in (".seg.nrrd", ".json", ".png")]
            for file in files:
                file.write_text(name)
            files[1].write_text('{"uncertainty": "%s_unsure.nrrd"}' % name)
            (job.out / f"{name}_unsure.nrrd").write_text(name)
            segmentation, record, preview = files
            reporter.emit(CaseDone(title=name, files=[name], segmentation=segmentation, record=record, preview=preview))
            while name == "first" and not reporter.stop_requested:
                time.sleep(0.01)
        (job.out / "first.json").write_text("{}")  # whatever changes after that is fetched at the end
        return Result(outputs=[job.out], stopped=True)
    """)
    job = {"verb": "segment", "inputs": ["scans"], "out": "out", "uncertainty": True}
    (tmp_path / "job" / "scans").mkdir(parents=True)
    listener = Listener(tmp_path / "job", job=job, host=other_machine)
    out, seen = tmp_path / "job" / "out", list[tuple[str, list[str]]]()

    def see(event: Event) -> None:
        listener.events.append(event)
        if event["event"] == "case":
            assert event["segmentation"] == str(out / f"{event['title']}.seg.nrrd")
            seen.append((event["title"], sorted(file.name for file in out.glob(f"{event['title']}*"))))

    listener.worker._on_event = see
    until(lambda: seen or listener.outcome)
    assert seen == [("first", ["first.json", "first.png", "first.seg.nrrd", "first_unsure.nrrd"])]
    assert listener.outcome is None
    listener.worker.stop()
    until(lambda: listener.outcome)
    assert listener.outcome is not None and listener.outcome.error is None
    assert seen[1:] == [("second", ["second.json", "second.png", "second.seg.nrrd", "second_unsure.nrrd"])]
    assert (out / "first.json").read_text() == "{}"
    assert listener.kinds()[-2:] == ["case", "result"]


def test_a_stop_on_another_machine_takes_its_time_as_long_as_something_happens(
    there: Path,
    other_machine: str,
    recipe: Recipe,
    tmp_path: Path,
    until: Until,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("CrossModalitySegLib.jobs.process.REMOTE_STOP_TIMEOUT_MS", 4000)
    monkeypatch.setattr("CrossModalitySegLib.jobs.process.TERMINATE_TIMEOUT_MS", 100)
    recipe("""
        reporter.log("running")
        while not reporter.stop_requested:
            time.sleep(0.01)
        for part in range(12):
            time.sleep(0.5)
            reporter.log(f"part {part}")
        job.out.parent.mkdir(parents=True, exist_ok=True)
        job.out.write_text("{}")
        return Result(outputs=[job.out], stopped=True)
    """)
    listener = Listener(tmp_path / "job", host=other_machine)
    until(lambda: "running" in listener.logs())
    listener.worker.stop()
    until(lambda: listener.outcome)
    assert listener.outcome is not None
    assert (listener.outcome.stopped, listener.outcome.error) == (True, None)
    assert (tmp_path / "job" / "out.json").read_text() == "{}"
