"""A job folder in any order of start, stop, kill, damage and deletion: what counts to five always ends with the same
result, or says why not.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.jobs.folder import JobFolder
from CrossModalitySegLib.jobs.interpreter import PACKAGE_PARENT

RECIPE = """
import sys, time
from CrossModalitySegLib import verbs
from CrossModalitySegLib.events import Result
from CrossModalitySegLib.files import replacing

def run(job, reporter):
    count = job.out.parent / "count"
    for n in range(int(count.read_text()) if count.exists() else 0, 5):
        if reporter.stop_requested:
            return Result(outputs=[], stopped=True)
        reporter.progress(n / 5, "counting")
        time.sleep(0.03)
        with replacing(count) as temporary:
            temporary.write_text(str(n + 1))
    with replacing(job.out) as temporary:
        temporary.write_text("five")
    return Result(outputs=[job.out])

verbs.run = run
"""
"""A recipe that keeps a checkpoint after each of five steps, as a training does."""

JOB = {"verb": "evaluate", "pred": "pred", "reference": "reference", "out": "out.json"}
OTHER = JOB | {"pred": "other"}


class Folder(RuleBasedStateMachine):
    """The folder, at most one worker, and what must hold between any two things that happen to them."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        (self.root / "start").mkdir()
        (self.root / "start" / "sitecustomize.py").write_text(RECIPE)
        self.folder = JobFolder(self.root / "job")
        self.worker: subprocess.Popen[str] | None = None

    def teardown(self) -> None:
        if self.worker:
            self.worker.kill()
            self.worker.communicate()
        shutil.rmtree(self.root)

    def begin(self) -> subprocess.Popen[str]:
        paths = os.pathsep.join([str(self.root / "start"), str(PACKAGE_PARENT)])
        return subprocess.Popen(
            [sys.executable, "-u", "-m", "CrossModalitySegLib.jobs.worker", str(self.folder.job_file), "--detached"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": paths},
        )

    def ended(self) -> tuple[int, str]:
        """Exit code and events of the worker, when it has ended."""
        assert self.worker
        out, _ = self.worker.communicate(timeout=60)
        code, self.worker = self.worker.returncode, None
        return code, out

    @property
    def count(self) -> int:
        path = self.folder.path / "count"
        return int(path.read_text()) if path.exists() else 0

    @initialize()
    def ask(self) -> None:
        self.folder.put(JOB)

    @precondition(lambda self: self.worker is None)
    @rule(wait_s=st.floats(0, 0.6))
    def start(self, wait_s: float) -> None:
        self.folder.put(JOB)
        self.worker = self.begin()
        assert self.worker.stdout
        assert '"hello"' in self.worker.stdout.readline()
        time.sleep(wait_s)

    @precondition(lambda self: self.worker is not None)
    @rule()
    def stop(self) -> None:
        assert self.worker
        self.worker.send_signal(signal.SIGTERM)
        code, out = self.ended()
        assert code in (0, 130), out
        assert self.folder.finished == (code == 0)

    @precondition(lambda self: self.worker is not None)
    @rule()
    def kill(self) -> None:
        assert self.worker
        before = self.count
        self.worker.kill()
        self.ended()
        assert self.count >= before, "what was done is kept"

    @precondition(lambda self: self.worker is not None)
    @rule()
    def let_it_end(self) -> None:
        code, out = self.ended()
        assert code == 0, out
        assert self.folder.finished and (self.folder.path / "out.json").read_text() == "five"

    @precondition(lambda self: self.worker is not None and not self.folder.finished)
    @rule()
    def start_a_second_one(self) -> None:
        second = self.begin()
        out, _ = second.communicate(timeout=60)
        if second.returncode == 0:  # the first one had ended by then
            assert self.ended()[0] == 0
        else:
            assert second.returncode == 1 and str(Code.BUSY) in out

    @rule()
    def ask_for_the_same_again(self) -> None:
        self.folder.put(JOB)

    @rule()
    def ask_for_another(self) -> None:
        with pytest.raises(UserError) as caught:
            self.folder.put(OTHER)
        assert caught.value.code is Code.EXISTS

    @precondition(lambda self: self.worker is None)
    @rule(place=st.floats(0, 0.999), bit=st.integers(0, 7))
    def turn_a_bit_of_the_job(self, place: float, bit: int) -> None:
        whole = self.folder.job_file.read_bytes()
        turned = bytearray(whole)
        turned[int(place * len(whole))] ^= 1 << bit
        self.folder.job_file.write_bytes(turned)
        self.worker = self.begin()
        code, out = self.ended()
        self.folder.job_file.write_bytes(whole)
        assert code == 1 and str(Code.BAD_SETTINGS) in out, out

    @precondition(lambda self: self.worker is None and self.folder.events_file.exists())
    @rule(kept=st.floats(0, 1))
    def tear_the_events(self, kept: float) -> None:
        whole = self.folder.events_file.read_bytes()
        self.folder.events_file.write_bytes(whole[: int(kept * len(whole))])

    @precondition(lambda self: self.worker is None)
    @rule()
    def delete(self) -> None:
        self.folder.remove()
        assert not self.folder.path.exists()
        self.folder.put(JOB)

    @invariant()
    def nothing_is_half(self) -> None:
        out = self.folder.path / "out.json"
        assert not out.exists() or out.read_text() == "five"
        assert 0 <= self.count <= 5
        if self.worker is None:
            assert not self.folder.lock.is_held, "the lock ends with its holder"
            assert self.folder.fraction <= 1


def run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Folder,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )


def test_any_order_of_a_few_things() -> None:
    run(examples=4, steps=8)


@pytest.mark.long
def test_any_order_of_many_things() -> None:
    run(examples=60, steps=20)
