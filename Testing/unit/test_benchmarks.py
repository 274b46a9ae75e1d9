"""The benchmark of speed runs: every part of it, small."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.integration
@pytest.mark.long
def test_every_part_can_be_measured(repository: Path, tmp_path: Path) -> None:
    program = repository / "Testing" / "benchmarks" / "run.py"
    done = subprocess.run(
        [sys.executable, program, "--quick", "--out", tmp_path / "bench.json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    parts = json.loads((tmp_path / "bench.json").read_text())["parts"]
    assert set(parts) == {path.stem for path in (program.parent / "parts").glob("[a-z]*.py")}
    assert all(row["ours"] > 0 for rows in parts.values() for row in rows)
