"""Files and folders that are dropped onto the panel, as Qt delivers them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import qt
import slicer

from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import write_volume
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.panel.parameters import TargetKind

Until = Callable[..., None]
COPY, LEFT, NONE = qt.Qt.DropAction.CopyAction, qt.Qt.MouseButton.LeftButton, qt.Qt.KeyboardModifier.NoModifier


def drag(panel: Any, mime: Any) -> bool:
    """Drag ``mime`` over the panel; whether that would take it."""
    event = qt.QDragEnterEvent(qt.QPoint(5, 5), COPY, mime, LEFT, NONE)
    event.ignore()
    qt.QCoreApplication.sendEvent(panel.ui.segmentButton, event)
    return bool(event.isAccepted())


def drop(panel: Any, *paths: Path) -> None:
    """Drag ``paths`` over a button of the panel, and drop them on the panel."""
    mime = qt.QMimeData()
    mime.setUrls([qt.QUrl.fromLocalFile(str(path)) for path in paths])
    assert drag(panel, mime)
    event = qt.QDropEvent(qt.QPointF(5, 5), COPY, mime, LEFT, NONE)
    qt.QCoreApplication.sendEvent(panel.ui.CrossModalitySeg, event)
    assert event.isAccepted()
    slicer.app.processEvents()


def chosen(panel: Any) -> list[str]:
    return [combo.property("currentText") for combo in (panel.ui.segmentModelCombo, panel.ui.batchModelCombo)]


@pytest.fixture
def scans(tmp_path: Path) -> list[Path]:
    """Two files of volumes."""
    array = np.random.default_rng(0).normal(40, 80, (24, 28, 32)).astype(np.int16)
    volume = Volume(array, Geometry(array.shape, (5.0, 5.0, 5.0), (0.0, 0.0, 0.0)))
    return [write_volume(tmp_path / name, volume) for name in ("one.nii.gz", "two.nrrd")]


def test_a_folder_becomes_the_input_of_the_batch(panel: Any, tmp_path: Path) -> None:
    panel.parameters.batchKind = TargetKind.SCENE
    drop(panel, tmp_path)
    assert panel.parameters.batchKind is TargetKind.FOLDER
    assert panel.parameters.batchFolder == panel.ui.batchFolder.property("currentPath") == str(tmp_path)
    assert not panel.ui.batchSection.property("collapsed")


def test_one_volume_is_loaded_and_chosen(panel: Any, scans: list[Path]) -> None:
    drop(panel, scans[0])
    assert panel.ui.volumeSelector.currentNode().GetName() == "one"
    assert panel.dialogs.complaints == []


def test_several_volumes_are_loaded_and_ticked(panel: Any, scans: list[Path]) -> None:
    drop(panel, *scans)
    assert panel.parameters.batchKind is TargetKind.SCENE
    assert [node.GetName() for node in panel.ui.batchVolumes.checkedNodes()] == ["one", "two"]
    assert not panel.ui.batchSection.property("collapsed")


@pytest.mark.integration
def test_a_model_is_taken_into_the_library_and_chosen(panel: Any, models: dict[str, Path], until: Until) -> None:
    assert chosen(panel) != ["MR", "MR"]
    drop(panel, models["mr"])
    until(lambda: chosen(panel) == ["MR", "MR"])
    assert models["mr"] not in [model.path for model in panel.models]


def test_a_model_of_the_library_is_chosen(
    panel: Any, equip: Callable[[Any], None], mr_model: Path, models: dict[str, Path]
) -> None:
    equip(panel)
    for path in (mr_model, models["mr"]):
        for combo in (panel.ui.segmentModelCombo, panel.ui.batchModelCombo):
            combo.setCurrentIndex(combo.findText("CT"))
        drop(panel, path)
        assert chosen(panel) == ["MR", "MR"]


def test_anything_else_is_refused_in_one_sentence(panel: Any, scans: list[Path], tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("text")
    (tmp_path / "slice.nrrd").write_bytes(bytes(128) + b"DICM")
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    refused = [["text.txt"], ["slice.nrrd"], ["a", "b"], ["one.nii.gz", "text.txt"], ["one.nii.gz", "a"]]
    for names in refused:
        drop(panel, *(tmp_path / name for name in names))
    assert len(panel.dialogs.complaints) == len(refused)
    assert set(panel.dialogs.complaints) == {
        "Drop one folder, of a DICOM series for instance, one model (.cms), or files of volumes."
    }
    assert slicer.mrmlScene.GetNumberOfNodesByClass("vtkMRMLVolumeNode") == 0


def test_a_file_that_is_no_volume_after_all_is_a_sentence(panel: Any, tmp_path: Path) -> None:
    (tmp_path / "broken.nrrd").write_bytes(b"nothing of the kind")
    drop(panel, tmp_path / "broken.nrrd")
    (complaint,) = panel.dialogs.complaints
    assert "broken.nrrd" in complaint


def test_a_model_waits_for_the_end_of_a_job(panel: Any, models: dict[str, Path], monkeypatch: Any) -> None:
    monkeypatch.setattr(type(panel), "disabled_reason", "Another job is running.")
    drop(panel, models["mr"])
    assert panel.dialogs.complaints == ["Another job is running."]


def test_what_is_no_file_is_left_to_slicer(panel: Any) -> None:
    mime = qt.QMimeData()
    mime.setText("vtkMRMLScalarVolumeNode1")
    assert not drag(panel, mime)
    mime.setUrls([qt.QUrl("https://example.org/one.nrrd")])
    assert not drag(panel, mime)


def test_nothing_is_taken_after_the_panel_was_closed(widget: Any, tmp_path: Path) -> None:
    panel = widget.panel
    widget.cleanup()
    mime = qt.QMimeData()
    mime.setUrls([qt.QUrl.fromLocalFile(str(tmp_path))])
    assert not drag(panel, mime)
