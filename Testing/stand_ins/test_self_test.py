"""The entry of ctest in a built Slicer passes here as well: it is a plain unittest on a loaded module."""

from __future__ import annotations

import importlib.util
import sys
import unittest
from pathlib import Path

import pytest

from . import modules


@pytest.mark.integration
def test_the_ctest_entry_passes(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSMODALITYSEG_HOME", str(tmp_path))
    monkeypatch.setenv(
        "CROSSMODALITYSEG_PYTHON", sys.executable
    )  # in the place of PythonSlicer, which lists the models
    folder = repository / "CrossModalitySeg"
    spec = importlib.util.spec_from_file_location(
        "CrossModalitySegSelfTest", folder / "Testing/Python/CrossModalitySegSelfTest.py"
    )
    assert spec is not None and spec.loader is not None
    entry = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(entry)
    module = modules.load(folder / "CrossModalitySeg.py")
    try:
        suite = unittest.defaultTestLoader.loadTestsFromModule(entry)
        assert suite.countTestCases() >= 4
        result = unittest.TextTestRunner(stream=sys.stderr).run(suite)
    finally:
        module.unload()
    assert result.wasSuccessful(), "\n".join(trace for _, trace in result.failures + result.errors)
