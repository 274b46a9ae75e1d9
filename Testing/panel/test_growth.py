"""The panel, opened and closed with a worker each time, leaves nothing behind: memory, handles, threads, processes."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psutil
import slicer

from CrossModalitySegLib.tasks.state import State

from .conftest import add_volume, choose, press, segmented, unload

COUNT = int(os.environ.get("PANELS", "8"))
"""So many panels; ``growth.py`` asks for more."""


def growth() -> Any:
    """The script beside the campaign of faults."""
    path = Path(__file__).parents[1] / "faults" / "growth.py"
    spec = importlib.util.spec_from_file_location("growth", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["growth"] = module
    spec.loader.exec_module(module)
    return module


def test_panels_that_come_and_go_leave_nothing(
    make_widget: Callable[[], Any],
    equip: Callable[[Any], None],
    ct_model: Path,
    recipe: Callable[[str], None],
    until: Callable[..., None],
    tmp_path: Path,
) -> None:
    recipe(segmented())
    script = growth()
    course, process, before = script.Course("panels"), psutil.Process(), len(psutil.Process().children(recursive=True))
    for number in range(COUNT):
        panel = make_widget().panel
        equip(panel)
        choose(panel, add_volume(f"Chest {number}"))
        press(panel.ui.segmentButton)
        until(lambda panel=panel: not panel.busy)
        assert panel.status.state is State.FINISHED, panel.status.sentence
        unload()
        slicer.mrmlScene.Clear(0)
        del panel
        until(lambda: len(process.children(recursive=True)) == before)
        course.samples.append(script.sample(process, tmp_path / "nothing"))
    if file := os.environ.get("PANELS_FILE"):
        Path(file).write_text(json.dumps([asdict(one) for one in course.samples]))
    print(course.table())
    # Of a few panels memory says little: what Qt and VTK keep for later comes in steps.
    assert [name for name in course.grown() if COUNT > 20 or name != "memory_mb"] == []
