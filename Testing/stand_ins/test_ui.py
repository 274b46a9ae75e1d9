"""Panels from .ui files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ctk
import pytest
import slicer

UI = """<?xml version="1.0"?><ui version="4.0"><class>Top</class><widget class="qMRMLWidget" name="Top">
<layout class="QVBoxLayout" name="lay">
<item><widget class="qMRMLNodeComboBox" name="selector"><property name="nodeTypes"><stringlist>
<string>vtkMRMLTableNode</string></stringlist></property>
<property name="noneEnabled"><bool>true</bool></property><property name="SlicerParameterName" stdset="0">
<string>table</string></property></widget></item>
<item><widget class="ctkPathLineEdit" name="path"><property name="filters">
<set>ctkPathLineEdit::Dirs|ctkPathLineEdit::Readable</set></property></widget></item>
<item><widget class="QPushButton" name="button"><property name="text"><string>Go</string></property></widget></item>
</layout></widget>
<connections><connection><sender>Top</sender><signal>mrmlSceneChanged(vtkMRMLScene*)</signal>
<receiver>selector</receiver>
<slot>setMRMLScene(vtkMRMLScene*)</slot></connection></connections></ui>"""


def loaded(folder: Path, text: str = UI) -> Any:
    (folder / "x.ui").write_text(text)
    return slicer.util.loadUI(str(folder / "x.ui"))


def test_ui_file_makes_strict_widgets_with_their_properties(tmp_path: Path) -> None:
    top = loaded(tmp_path)
    ui = slicer.util.childWidgetVariables(top)
    assert (type(top), type(ui.selector), type(ui.path)) == (
        slicer.qMRMLWidget,
        slicer.qMRMLNodeComboBox,
        ctk.ctkPathLineEdit,
    )
    assert (ui.selector.nodeTypes, ui.selector.noneEnabled) == (("vtkMRMLTableNode",), True)
    assert ui.selector.property("SlicerParameterName") == "table"
    assert ui.path.filters == ctk.ctkPathLineEdit.Dirs | ctk.ctkPathLineEdit.Readable
    assert ui.button.text == "Go"
    for widget in (ui.selector, ui.path, ui.button):
        with pytest.raises(AttributeError):
            widget.state = 1
    with pytest.raises(AttributeError):
        top.button  # noqa: B018  # PySide6's loader adds it, Slicer's does not
    top.setMRMLScene(slicer.mrmlScene)
    assert ui.selector.mrmlScene() is slicer.mrmlScene


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("QPushButton", "ctkNoSuchButton"),
        ("<receiver>selector", "<receiver>nosuch"),
        ("mrmlSceneChanged(vtkMRMLScene*)</signal>", "sceneChanged(vtkMRMLScene*)</signal>"),
    ],
)
def test_ui_file_with_a_mistake_raises(tmp_path: Path, old: str, new: str) -> None:
    assert old in UI
    with pytest.raises(Exception, match=r"ctkNoSuchButton|nosuch|sceneChanged"):
        loaded(tmp_path, UI.replace(old, new))


def test_ui_file_that_is_missing_raises(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="not found"):
        slicer.util.loadUI(str(tmp_path / "nosuch.ui"))
