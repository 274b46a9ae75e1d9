"""The panel as Slicer builds it, on real Qt (offscreen) and real MRML; see the package ``stand_ins`` for what stands in
for the rest.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from stand_ins import modules
from stand_ins.fixtures import until  # first: it puts the stand-ins in place

import qt  # isort: skip
import slicer  # isort: skip
import vtk  # isort: skip

__all__ = ["until"]


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path) -> Iterator[None]:
    """Settings, job folders and models of this test alone, and an empty scene."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CROSSMODALITYSEG_HOME", str(tmp_path / "home"))
        patch.delenv("CROSSMODALITYSEG_PYTHON", raising=False)
        qt.QSettings().clear()
        slicer.mrmlScene.Clear(0)
        yield
    slicer.mrmlScene.Clear(0)


@pytest.fixture
def python_slicer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program PythonSlicer that, like the real one, starts Python as its child."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "PythonSlicer").write_text(f'#!/bin/sh\n"{sys.executable}" "$@"\n')
    (folder / "PythonSlicer").chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([str(folder), os.environ["PATH"]]))
    return folder / "PythonSlicer"


@pytest.fixture
def volume() -> Any:
    """A small CT volume in the scene."""
    return add_volume("Chest")


def add_volume(name: str, shape: tuple[int, int, int] = (24, 28, 32), spacing_mm: float = 5.0) -> Any:
    """A volume node of noise (D, H, W) in HU."""
    node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", name)
    array = np.random.default_rng(0).normal(40, 80, shape).astype(np.int16)
    slicer.util.updateVolumeFromArray(node, array)
    matrix = vtk.vtkMatrix4x4()
    for axis in range(3):
        matrix.SetElement(axis, axis, spacing_mm)
    node.SetIJKToRASMatrix(matrix)
    return node


def press(button: Any) -> None:
    """Press a button as a user does: only if it can be pressed."""
    assert button.isEnabled(), button.property("toolTip")
    button.click()


def choose(panel: Any, volume: Any) -> None:
    panel.ui.volumeSelector.setCurrentNode(volume)


def shown_table(panel: Any) -> list[list[str]]:
    """The rows of the results table."""
    table = panel.ui.statisticsTable
    return [
        [table.item(row, column).text() for column in range(table.property("columnCount"))]
        for row in range(table.property("rowCount"))
    ]


class Answers:
    """Stands for the panel's dialogs: answers what a test has laid ready, and keeps what was asked."""

    def __init__(self) -> None:
        self.path, self.yes, self.choice = "", True, "cancel"
        self.asked: list[str] = []
        self.complaints: list[str] = []

    def existing_file(self, title: str, pattern: str) -> str:
        return self._ask(title)

    def new_file(self, title: str, name: str, pattern: str) -> str:
        return self._ask(title)

    def folder(self, title: str) -> str:
        return self._ask(title)

    def open(self, path: Path) -> None:
        self.asked.append(str(path))

    def sure(self, question: str) -> bool:
        self.asked.append(question)
        return self.yes

    def complain(self, sentence: str) -> None:
        self.complaints.append(sentence)

    def installation(self, packages: str) -> str:
        self.asked.append(packages)
        return self.choice

    def _ask(self, title: str) -> str:
        self.asked.append(title)
        return self.path


@pytest.fixture
def make_widget(python_slicer: Path, repository: Path) -> Iterator[Callable[..., Any]]:
    """Start the module as Slicer does and build its widget; a second call is a second start of Slicer. ``look`` lets it
    ask its Python what it has.
    """

    def make(look: bool = False) -> Any:
        from CrossModalitySegLib.panel.panel import Panel

        unload()
        with pytest.MonkeyPatch.context() as patch:
            if not look:  # it takes seconds, and a worker that waits for a click takes more
                patch.setattr(Panel, "check_equipment", lambda self: None)
            widget = modules.load(repository / "CrossModalitySeg" / "CrossModalitySeg.py").widgetRepresentation().self()
        if not look:
            widget.exit()
        widget.panel.dialogs = Answers()
        return widget

    library = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "CrossModalitySegLib"}
    yield make
    unload()
    # Reload forgets the library; the tests have imported it, and their classes must stay the same ones.
    for name in [name for name in sys.modules if name.partition(".")[0] == "CrossModalitySegLib"]:
        del sys.modules[name]
    sys.modules.update(library)


SEGMENTED = """
    import json
    import numpy as np
    from CrossModalitySegLib.images.io.files import read_volume, write_labels, write_volume
    from CrossModalitySegLib.images.volume import Volume
    job.out.mkdir(parents=True, exist_ok=True)
    grid = read_volume(job.inputs[0]).geometry
    labels = np.zeros(grid.shape, np.uint8)
    for index in (1, 2, 3, 4):
        labels[4 * index : 4 * index + 3, 5:15, 6:20] = index
    written = write_labels(job.out / "input.seg.nrrd", Volume(labels, grid), reference_name="input.nrrd")
    names = ("AA", "LA", "LV", "Myo")
    quality = {"findings": FINDINGS, "volumes_ml": dict.fromkeys(names, 50.0)}
    record = {"quality": quality, "confidence": dict.fromkeys(names, 0.9), "model": "CT", "elapsed_s": 0.1}
    record["expected_dice"] = dict.fromkeys(names, 0.87)
    if job.uncertainty:
        percent = np.where(labels > 0, 33, 0).astype(np.uint8)
        record["uncertainty"] = write_volume(job.out / "input_uncertainty.nrrd", Volume(percent, grid)).name
    (job.out / "input.json").write_text(json.dumps(record))
    return Result(outputs=[written])
"""


def segmented(findings: str = "[]") -> str:
    """The recipe of a worker that finds four boxes of 3 x 10 x 14 voxels at once, without a network."""
    return SEGMENTED.replace("FINDINGS", findings)


def unload() -> None:
    """What the end of Slicer does with the module."""
    module = getattr(slicer.modules, "crossmodalityseg", None)
    if module is not None:
        module.unload()
    slicer.app.processEvents()


@pytest.fixture
def widget(make_widget: Callable[[], Any]) -> Any:
    """The module's widget."""
    return make_widget()


@pytest.fixture
def panel(widget: Any, equip: Callable[[Any], None], ct_model: Path) -> Any:
    """The panel, its Python known, with one CT model in the library."""
    equip(widget.panel)
    return widget.panel


@pytest.fixture
def result(panel: Any, volume: Any, until: Callable[..., None], recipe: Callable[[str], None]) -> Any:
    """A panel that has just segmented."""
    from CrossModalitySegLib.tasks.state import State

    recipe(segmented())
    choose(panel, volume)
    press(panel.ui.segmentButton)
    until(lambda: not panel.busy)
    assert panel.status.state is State.FINISHED, panel.status.sentence
    return panel


@pytest.fixture(scope="session")
def equip() -> Callable[[Any], None]:
    """Tell a panel what its Python and its library have: the Python is looked at once for all tests, which takes
    seconds.
    """
    from CrossModalitySegLib.cli import doctor
    from CrossModalitySegLib.tasks import equipment

    computing = doctor.computing()

    def equip(panel: Any) -> None:
        news: list[equipment.Equipment] = []
        check = equipment.EquipmentCheck.__new__(equipment.EquipmentCheck)
        check._on_news, check._equipment = news.append, equipment.Equipment(python=sys.executable)
        for line in (doctor.inventory(), computing):
            check._line(json.dumps(line))
        check._end(equipment.Answer(0, ""))
        panel.equipped(news[-1])

    return equip


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Untrained models of both modalities, small enough to be quick."""
    import torch

    from CrossModalitySegLib.models.card import ModelCard, Provenance
    from CrossModalitySegLib.models.heart_model import HeartModel
    from CrossModalitySegLib.networks.localizer import HeartLocalizer
    from CrossModalitySegLib.networks.segmenter import Segmenter
    from CrossModalitySegLib.settings import NetworkSettings, Preprocessing

    torch.manual_seed(0)
    network, folder = NetworkSettings(width=8, dropout=0.0), tmp_path_factory.mktemp("models")
    paths = {}
    for modality in ("mr", "ct"):
        card = ModelCard(
            name=modality.upper(),
            modality=modality,
            preprocessing=Preprocessing(spacing_mm=4.0, size_px=64, depth_px=16),
            network=network,
            size="tiny",
            method="dou2018",
            provenance=Provenance(data="none: untrained, for tests", license="none"),
            volume_ranges_ml={name: (10.0, 200.0) for name in ("AA", "LA", "LV", "Myo")},
        )
        paths[modality] = HeartModel(card, Segmenter(network, class_count=5), HeartLocalizer()).save(
            folder / f"{modality.upper()}.cms"
        )
    return paths


def put_into_library(model: Path) -> Path:
    """Copy a model into the library of this test."""
    target = Path(os.environ["CROSSMODALITYSEG_HOME"]) / "models" / model.name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(model.read_bytes())
    return target


@pytest.fixture
def ct_model(models: dict[str, Path]) -> Path:
    """A CT model in the library."""
    return put_into_library(models["ct"])


@pytest.fixture
def mr_model(models: dict[str, Path]) -> Path:
    """An MR model in the library."""
    return put_into_library(models["mr"])
