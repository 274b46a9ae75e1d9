"""The examples in docstrings run as they stand, each in an empty folder."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

MODULE = Path(__file__).parents[2] / "CrossModalitySeg"
IN_SLICER = {"panel", "tasks", "scene"}
"""Their examples speak to a running Slicer; ``Testing/panel`` and ``Testing/scene`` do what they show."""


def modules_with_examples() -> list[str]:
    paths = [
        path
        for package in ("crossmodalityseg", "CrossModalitySegLib")
        for path in sorted((MODULE / package).rglob("*.py"))
    ]
    names = [path.relative_to(MODULE).with_suffix("") for path in paths if ">>> " in path.read_text(encoding="utf-8")]
    return [
        ".".join(name.parts).removesuffix(".__init__")
        for name in names
        if not IN_SLICER & set(name.parts) and name.name != "process"
    ]


INTEGRATION = {"crossmodalityseg.learning", "CrossModalitySegLib.images.io.isolated"}
"""The first trains, the second reads in another process."""


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.integration] if name in INTEGRATION else [])
        for name in modules_with_examples()
    ],
)
def test_examples_run(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert tried > 0
    assert failed == 0
