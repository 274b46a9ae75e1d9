"""A short slice of the campaign of faults; `make faults` does an hour of it. And every verb in a place without a
network.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from scenarios import SCENARIOS
from verdicts import PASSED, Fault, Traces, Undisturbed, verdict_on
from warm import Child, Ended, in_lanes

from CrossModalitySegLib.lock import Lock

CAMPAIGN = Path(__file__).with_name("campaign.py")
FAULTS = 12

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks, and looks into /proc")


def campaign(
    repository: Path, out: Path, *words: object, before: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Run the campaign into ``out``, behind the words ``before``."""
    return subprocess.run(
        [*before, sys.executable, CAMPAIGN, "--seed", "1", "--out", out, *map(str, words)],
        env=os.environ | {"PYTHONPATH": str(repository / "CrossModalitySeg")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.timeout(600)
def test_twelve_faults_lose_nothing(repository: Path, tmp_path: Path) -> None:
    done = campaign(repository, tmp_path, "--faults", FAULTS, "--scenarios", "evaluate,models,cohort,segment")
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [json.loads(line) for line in (tmp_path / "faults.jsonl").read_text().splitlines()]
    assert len(lines) == FAULTS and {line["outcome"] for line in lines} <= set(PASSED)


WHOLE = {"out/a.nrrd": "1", "out/b.nrrd": "2"}
OTHER = WHOLE | {"out/b.nrrd": "3"}
KILLED, DONE = Ended(-9, "", "", 3, 0), Ended(0, "", "", 3, 0)
REFUSED = Ended(1, "", "Error: a.nii.gz is damaged.", 3, 0)
TRACES = Traces([KILLED], DONE, between={}, end=WHOLE, changed="", free=True, files=set(WHOLE))


@pytest.mark.parametrize(
    ("found", "outcome"),
    [
        ({}, "same"),
        ({"changed": "a.nii.gz", "second": REFUSED, "end": {}}, "refused"),
        ({"changed": "out/b.nrrd", "second": replace(DONE, stdout="b.nrrd is made again."), "end": OTHER}, "reported"),
        ({"second": replace(DONE, left=1)}, "process left"),
        ({"second": replace(DONE, stderr="HUNG for 300 s")}, "hung"),
        ({"first": [replace(KILLED, stderr="Traceback (most recent call last)")]}, "unforeseen"),
        ({"between": {"out/a.nrrd": "unreadable"}}, "half"),
        ({"free": False}, "lock left"),
        ({"second": REFUSED, "end": {}}, "lost"),
        ({"second": replace(DONE, code=-11)}, "lost"),
        ({"end": OTHER}, "silent"),
        ({"files": {*WHOLE, "out/-a.nrrd.part"}}, "file left"),
    ],
)
def test_what_is_left_decides(found: dict[str, Any], outcome: str) -> None:
    undisturbed = Undisturbed(WHOLE, sorted(WHOLE), writes=3, cpu_s=1.0)
    fault = Fault(0, "segment", "killed before a write", at=1)
    verdict = verdict_on(fault, SCENARIOS["segment"], undisturbed, replace(TRACES, **found))
    assert (verdict.outcome, verdict.passed) == (outcome, outcome in ("same", "refused", "reported"))


def test_a_folder_has_one_campaign_at_a_time(repository: Path, tmp_path: Path) -> None:
    with Lock(tmp_path / ".lock"):
        second = campaign(repository, tmp_path)
    assert second.returncode == 1 and f"at work in {tmp_path}" in second.stderr


def test_lanes_do_everything_and_never_two_things_at_once(tmp_path: Path) -> None:
    def do(lane: int, item: int) -> list[int]:
        busy = tmp_path / str(lane)
        busy.touch(exist_ok=False)
        time.sleep(0.02)
        busy.unlink()
        return [lane, item]

    done = list(in_lanes(do, range(9), 3))
    assert sorted(item for item, _ in done) == list(range(9))
    assert all(value == [value[0], item] and value[0] < 3 for item, value in done)


def test_a_failure_in_a_lane_ends_the_campaign(capfd: pytest.CaptureFixture[str]) -> None:
    def do(lane: int, item: int) -> int:
        return 1 // item

    with pytest.raises(SystemExit, match="0 could not be done"):
        list(in_lanes(do, [3, 2, 1, 0], 2))
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_a_moment_is_a_point_of_the_work_and_not_a_time(tmp_path: Path) -> None:
    def idle_then_work() -> int:
        time.sleep(0.3)
        (tmp_path / "begun").touch()
        while time.process_time() < 20:
            pass
        return 0

    child = Child(idle_then_work, tmp_path, tmp_path / "notes")
    child.wait_until(0.2)
    assert (tmp_path / "begun").exists()
    child.signal(signal.SIGKILL)
    assert child.end().code == -signal.SIGKILL


@pytest.fixture(scope="module")
def without_network() -> Sequence[str]:
    """Words before a command that has no network."""
    for words in (["unshare", "--net"], ["unshare", "--net", "--map-root-user"]):
        if shutil.which("unshare") and subprocess.run([*words, "true"], capture_output=True).returncode == 0:
            return words
    pytest.skip("needs `unshare` and the right to make a network namespace")


REACH = "import socket; socket.create_connection(('127.0.0.1', 9), 1)"


@pytest.mark.long
def test_every_verb_works_where_there_is_no_network(
    repository: Path, tmp_path: Path, without_network: Sequence[str]
) -> None:
    reached = subprocess.run([*without_network, sys.executable, "-c", REACH], capture_output=True, text=True)
    assert "unreachable" in reached.stderr, "there is a network after all"
    done = campaign(repository, tmp_path, "--faults", 0, before=without_network)
    assert done.returncode == 0, done.stdout + done.stderr
    names = {line.partition(":")[0] for line in done.stdout.splitlines()}
    assert names >= set(SCENARIOS), "each was run to its end"
