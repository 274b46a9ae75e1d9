"""What the tests of the stand-ins share: a stand-in fails where PythonQt and Slicer fail, and works where those
work.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from . import install

install()

import slicer  # noqa: E402 - the stand-ins come first

from . import signals, util  # noqa: E402


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """An empty scene and empty records."""
    slicer.mrmlScene.Clear()
    signals.slot_errors.clear()
    util.shown.clear()
    yield
    slicer.mrmlScene.Clear()


def pump(reached: Callable[[], object], timeout_s: float = 10.0) -> None:
    """Keep the event loop going until something is true."""
    end_s = time.monotonic() + timeout_s
    while not reached():
        assert time.monotonic() < end_s, "nothing happened in time"
        slicer.app.processEvents()


def volumes(*names: str) -> list[Any]:
    return [slicer.mrmlScene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", name) for name in names]


@pytest.fixture
def selector() -> Any:
    made = slicer.qMRMLNodeComboBox()
    made.setNodeTypes(["vtkMRMLScalarVolumeNode"])
    made.setNoneEnabled(True)
    made.setMRMLScene(slicer.mrmlScene)
    return made
