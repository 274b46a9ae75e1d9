"""Properties, methods, arguments and enums as PythonQt has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ctk
import numpy as np
import pytest
import qt
import slicer


@pytest.mark.parametrize(
    ("widget", "name", "value"),
    [
        (lambda: qt.QLabel("x"), "text", "x"),
        (lambda: qt.QSpinBox(), "value", 0),
        (lambda: qt.QComboBox(), "count", 0),
        (lambda: qt.QComboBox(), "currentIndex", -1),
        (lambda: qt.QComboBox(), "currentText", ""),
        (lambda: qt.QWidget(), "objectName", ""),
        (lambda: qt.QWidget(), "width", 640),
        (lambda: ctk.ctkPathLineEdit(), "currentPath", ""),
        (lambda: ctk.ctkCollapsibleButton("x"), "collapsed", False),
        (lambda: slicer.qMRMLNodeComboBox(), "currentNodeID", ""),
    ],
)
def test_property_is_an_attribute_and_no_method(widget: Callable[[], Any], name: str, value: Any) -> None:
    made = widget()
    assert getattr(made, name) == value == made.property(name)
    with pytest.raises(TypeError, match="not callable"):
        getattr(made, name)()


def test_what_stays_a_method() -> None:
    parent, edit = qt.QWidget(), qt.QPlainTextEdit("a")
    box, layout = qt.QCheckBox("b", parent), qt.QVBoxLayout(parent)
    assert (box.isChecked(), box.isEnabled(), parent.isVisible(), edit.toPlainText()) == (False, True, False, "a")
    assert box.parent() is parent
    assert parent.layout() is layout
    assert parent.children() == (box, layout)


@pytest.mark.parametrize(
    "change",
    [
        lambda label: setattr(label, "foo", 1),
        lambda label: setattr(label, "text", "a"),
        lambda label: setattr(label, "enabled", False),
        lambda label: label.nosuch,
    ],
)
@pytest.mark.parametrize(
    "made",
    [
        lambda: qt.QLabel("x"),
        lambda: ctk.ctkMenuButton("x"),
        lambda: slicer.qMRMLNodeComboBox(),
        lambda: qt.QColor(1, 2, 3),
    ],
)
def test_attribute_is_refused(made: Callable[[], Any], change: Callable[[Any], Any]) -> None:
    with pytest.raises(AttributeError):
        change(made())


def test_python_subclass_may_carry_attributes_but_not_hide_a_property() -> None:
    class Mine(qt.QLabel):
        def __init__(self) -> None:
            super().__init__("x")
            self.state = 1

        def sizeHint(self) -> Any:
            return qt.QSize(7, 8)

    mine = Mine()
    assert (mine.state, mine.text, mine.sizeHint().width()) == (1, "x", 7)
    with pytest.raises(AttributeError, match="setter"):
        mine.enabled = False


@pytest.mark.parametrize("value", [None, 5, b"x", np.str_])
def test_text_must_be_a_str(value: Any) -> None:
    for call in (
        qt.QLabel().setText,
        qt.QLabel().setToolTip,
        qt.QPlainTextEdit().setPlainText,
        ctk.ctkPathLineEdit().setCurrentPath,
    ):
        with pytest.raises(TypeError):
            call(value)


@pytest.mark.parametrize(
    "call",
    [
        lambda: qt.QLabel(text="x"),
        lambda: qt.QTimer(parent=None),
        lambda: qt.QHBoxLayout().addStretch(stretch=1),
        lambda: qt.QProcess().waitForFinished(msecs=1),
        lambda: slicer.qMRMLNodeComboBox().setNoneEnabled(value=True),
    ],
)
def test_keywords_are_refused(call: Callable[[], Any]) -> None:
    with pytest.raises(ValueError, match="keyword"):
        call()


def test_lists_come_back_as_tuples_and_objects_as_they_are() -> None:
    combo, thing = qt.QComboBox(), object()
    combo.addItem("a", [1, 2])
    combo.addItem("b", thing)
    assert combo.itemData(0) == (1, 2)
    assert combo.itemData(1) is thing
    selector = slicer.qMRMLNodeComboBox()
    selector.setNodeTypes(["vtkMRMLScalarVolumeNode"])
    assert selector.nodeTypes == selector.property("nodeTypes") == ("vtkMRMLScalarVolumeNode",)


@pytest.mark.parametrize("name", ["QtWidgets", "QtCore", "Signal", "Slot", "QRegExp", "QTextCodec", "QNoSuch"])
def test_module_is_flat(name: str) -> None:
    with pytest.raises(AttributeError):
        getattr(qt, name)


def test_classes_are_related_as_in_qt() -> None:
    button = qt.QPushButton("x")
    assert isinstance(button, qt.QWidget)
    assert type(button) is qt.QPushButton
    assert qt.QAction("x").text == "x"


def test_enums_have_flat_and_scoped_names() -> None:
    assert qt.QMessageBox.Ok == qt.QMessageBox.StandardButton.Ok
    assert qt.Qt.AlignLeft == qt.Qt.AlignmentFlag.AlignLeft
    assert ctk.ctkPathLineEdit.Dirs == ctk.ctkPathLineEdit.Filters.Dirs
    assert qt.QProcess().state() == qt.QProcess.ProcessState.NotRunning
    assert qt.QProcess().state() != 0  # True in PythonQt: compare with the names
