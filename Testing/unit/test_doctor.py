"""What the panel asks of a Python before it trusts it: two lines of JSON, whatever is missing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from CrossModalitySegLib.cli import doctor
from CrossModalitySegLib.environment import missing_packages, peak_memory_gb


def lines(*arguments: str, environment: dict[str, str] | None = None) -> list[dict]:
    done = subprocess.run(
        [sys.executable, *arguments, "-m", "CrossModalitySegLib.cli.doctor"],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.integration
def test_two_lines_list_what_there_is(repository: Path) -> None:
    inventory, computing = lines(environment=os.environ | {"PYTHONPATH": str(repository / "CrossModalitySeg")})
    assert inventory["missing"] == []
    assert {"python", "torch"} <= set(inventory["versions"])
    assert inventory["memory_gb"] > 0.5
    assert computing["problem"] == ""
    assert computing["devices"][-1]["name"] == "cpu"


@pytest.mark.integration
def test_a_torch_that_cannot_be_loaded_is_reported(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "torch.py").write_text("raise OSError('libtorch_cpu.so: cannot open shared object file')")
    _, computing = lines(
        environment=os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(repository / "CrossModalitySeg")])}
    )
    assert "libtorch_cpu.so" in computing["problem"]
    assert computing["devices"] == []


def test_a_torch_that_computes_nonsense_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    monkeypatch.setattr(torch, "ones", lambda *shape: torch.full(shape, float("nan")))
    assert doctor.computing()["problem"] == "PyTorch computes wrong results."


def test_missing_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("CrossModalitySegLib.environment._PACKAGES", ("torch", "no-such-package"))
    assert missing_packages() == ["no-such-package"]


def test_a_damaged_model_is_listed_with_its_problem(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CROSSMODALITYSEG_HOME", str(tmp_path))
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "broken.cms").write_bytes(b"rubbish")
    (broken,) = [model for model in doctor.inventory()["models"] if not model["shipped"]]
    assert broken["name"] == "broken"
    assert "zip" in broken["problem"]


@pytest.mark.integration
def test_peak_memory_grows_with_what_is_used() -> None:
    before = peak_memory_gb()
    block = bytearray(os.urandom(1 << 20)) * 400
    assert peak_memory_gb() > before - 1e-6
    assert peak_memory_gb() >= len(block) / 1e9
    own = "from CrossModalitySegLib.environment import peak_memory_gb; print(peak_memory_gb())"
    child_gb = float(subprocess.run([sys.executable, "-c", own], capture_output=True, text=True, check=True).stdout)
    assert child_gb < len(block) / 1e9, "what its parent has used is none of a process's own"
