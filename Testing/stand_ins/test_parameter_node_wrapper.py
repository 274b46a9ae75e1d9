"""Slicer's parameter node wrapper."""

from __future__ import annotations

import enum
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import ctk
import numpy as np
import pytest
import qt
import slicer
import vtk
from slicer.parameterNodeWrapper import Choice, Default, Minimum, WithinRange, parameterNodeWrapper

from . import signals
from .conftest import volumes


class Kind(enum.Enum):
    ONE = "one"
    TWO = "two"

    def label(self) -> str:
        return self.value.upper()


@parameterNodeWrapper
class Parameters:
    count: Annotated[int, WithinRange(0, 9)] = 3
    share: Annotated[float, Minimum(0)]
    text: str
    on: bool
    kind: Kind = Kind.TWO
    path: Path
    numbers: list[int]
    preset: Annotated[str, Choice(["tiny", "paper"]), Default("paper")]
    volume: slicer.vtkMRMLScalarVolumeNode


@pytest.fixture
def parameters() -> Any:
    return Parameters(slicer.mrmlScene.AddNewNodeByClass("vtkMRMLScriptedModuleNode"))


def test_fields_have_defaults_and_are_kept_in_the_node(parameters: Any) -> None:
    node = parameters.parameterNode
    assert [parameters.getValue(name) for name in Parameters.allParameters] == [
        3,
        0,
        "",
        False,
        Kind.TWO,
        Path(),
        [],
        "paper",
        None,
    ]
    (volume,) = volumes("a")
    parameters.kind, parameters.volume, parameters.path = Kind.ONE, volume, Path("/x")
    parameters.numbers.append(4)
    assert (node.GetParameter("kind"), node.GetNodeReference("volume"), node.GetParameter("path")) == (
        "ONE",
        volume,
        "/x",
    )
    again = Parameters(node)
    assert (again.kind, again.volume, again.path, again.numbers) == (Kind.ONE, volume, Path("/x"), [4])
    node.SetParameter("count", "7")
    assert parameters.count == 7


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("count", 10, ValueError),
        ("count", "3", TypeError),
        ("count", np.int64(3), TypeError),
        ("share", -1, ValueError),
        ("text", None, ValueError),
        ("on", 1, TypeError),
        ("kind", "ONE", TypeError),
        ("path", "/x", TypeError),
        ("preset", "best", ValueError),
        ("volume", vtk.vtkObject(), TypeError),
        ("numbers", [1, "2"], TypeError),
    ],
)
def test_wrong_value_is_refused_and_the_old_one_stays(
    parameters: Any, name: str, value: Any, error: type[Exception]
) -> None:
    before = parameters.getValue(name)
    with pytest.raises(error):
        setattr(parameters, name, value)
    assert parameters.getValue(name) == before


@pytest.mark.parametrize("kind", [complex, "int | None", bytes])
def test_type_without_serializer_is_refused(kind: Any) -> None:
    with pytest.raises(Exception, match="Unable to create serializer"):
        parameterNodeWrapper(type("Bad", (), {"__annotations__": {"field": kind}}))


def named(widget: Any, name: str) -> Any:
    widget.setProperty("SlicerParameterName", name)
    return widget


@pytest.mark.parametrize(
    ("widget", "field", "value", "read"),
    [
        (lambda: qt.QSpinBox(), "count", 5, lambda w: w.value),
        (lambda: qt.QDoubleSpinBox(), "share", 0.5, lambda w: w.value),
        (lambda: qt.QLineEdit(), "text", "x", lambda w: w.text),
        (lambda: qt.QTextEdit(), "text", "x", lambda w: w.toPlainText()),
        (lambda: qt.QCheckBox(), "on", True, lambda w: w.isChecked()),
        (lambda: qt.QPushButton(), "on", True, lambda w: w.isChecked()),
        (lambda: qt.QComboBox(), "kind", Kind.ONE, lambda w: Kind(w.currentText.lower())),
        (lambda: ctk.ctkComboBox(), "preset", "tiny", lambda w: w.currentText),
        (lambda: ctk.ctkPathLineEdit(), "path", Path("/x"), lambda w: Path(w.currentPath)),
        (lambda: ctk.ctkDirectoryButton(), "path", Path("/x"), lambda w: Path(w.directory)),
    ],
)
def test_widget_and_field_follow_each_other(
    parameters: Any, widget: Callable[[], Any], field: str, value: Any, read: Callable[[Any], Any]
) -> None:
    made, other, top = named(widget(), field), widget(), qt.QWidget()
    made.setParent(top)
    tag = parameters.connectGui(top)
    before = read(made)
    assert before == parameters.getValue(field)
    parameters.setValue(field, value)
    assert read(made) == value
    parameters.setValue(field, before)
    mirror = Parameters(slicer.mrmlScene.AddNewNodeByClass("vtkMRMLScriptedModuleNode"))
    mirror.connectParametersToGui({field: other})
    mirror.setValue(field, value)
    copy_value(other, made)
    assert parameters.getValue(field) == value
    parameters.disconnectGui(tag)
    parameters.setValue(field, before)
    assert read(made) == value
    assert not signals.slot_errors


def copy_value(source: Any, target: Any) -> None:
    """Do to ``target`` what a user would: the value of ``source``, through the widget alone."""
    for name in ("value", "currentIndex", "plainText", "text", "currentPath", "directory", "checked"):
        if source.metaObject().indexOfProperty(name) >= 0 and not (
            name == "text" and isinstance(source, qt.QAbstractButton)
        ):
            target.setProperty(name, source.property(name))


def test_node_selector_and_field_follow_each_other(parameters: Any, selector: Any) -> None:
    (volume,) = volumes("a")
    parameters.connectParametersToGui({"volume": selector})
    selector.setCurrentNode(volume)
    assert parameters.volume is volume
    parameters.volume = None
    assert selector.currentNode() is None


@pytest.mark.parametrize(
    ("widget", "field", "error"),
    [
        (lambda: qt.QSpinBox(), "nosuch", ValueError),
        (lambda: qt.QPlainTextEdit(), "text", RuntimeError),
        (lambda: slicer.qMRMLCheckableNodeComboBox(), "volume", RuntimeError),
        (lambda: qt.QSpinBox(), "share", RuntimeError),
        (lambda: ctk.ctkSliderWidget(), "share", RuntimeError),
        (lambda: qt.QComboBox(), "text", RuntimeError),
        (lambda: type("Mine", (qt.QSpinBox,), {})(), "count", RuntimeError),
    ],
)
def test_pair_without_connector_is_refused(
    parameters: Any, widget: Callable[[], Any], field: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        parameters.connectParametersToGui({field: widget()})
