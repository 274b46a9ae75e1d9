"""A short slice of the campaign of faults, in a place without a network; `make faults` does an hour of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CAMPAIGN = Path(__file__).with_name("campaign.py")
FAULTS = 12

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks, and looks into /proc")


def without_network() -> list[str]:
    """Words before a command that has no network; none where that is not allowed."""
    for words in (["unshare", "--net"], ["unshare", "--net", "--map-root-user"]):
        if shutil.which("unshare") and subprocess.run([*words, "true"], capture_output=True).returncode == 0:
            return words
    return []


@pytest.mark.timeout(600)
def test_twelve_faults_lose_nothing_where_there_is_no_network(repository: Path, tmp_path: Path) -> None:
    words = ["--faults", str(FAULTS), "--seed", "1", "--out", tmp_path, "--scenarios", "evaluate,models,cohort,segment"]
    done = subprocess.run(
        [*without_network(), sys.executable, CAMPAIGN, *words],
        env=os.environ | {"PYTHONPATH": str(repository / "CrossModalitySeg")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [json.loads(line) for line in (tmp_path / "faults.jsonl").read_text().splitlines()]
    assert len(lines) == FAULTS and {line["outcome"] for line in lines} <= {"same", "told", "refused"}
