"""A short slice of the campaign of faults; `make faults` does an hour of it. And every verb in a place without a
network.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from scenarios import SCENARIOS

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
    assert len(lines) == FAULTS and {line["outcome"] for line in lines} <= {"same", "reported", "refused"}


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
