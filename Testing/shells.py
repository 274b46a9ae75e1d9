"""The command line in the process of the tests."""

from __future__ import annotations

from typer.testing import CliRunner, Result

from CrossModalitySegLib.cli.commands import app

VERBS = ["cohort", "train", "adapt", "calibrate", "segment", "evaluate", "measure", "benchmark"]
VERBS += ["mesh", "phases", "function", "onnx", "nnunet", "bundle", "adopt", "doctor"]
"""Verbs with options of their own, as their users see them."""


def shell(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))
