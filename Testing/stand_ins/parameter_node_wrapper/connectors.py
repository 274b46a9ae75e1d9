"""Which widget can show which type, and how. The classes of widgets are compared exactly: a derived class has no
connector.
"""

from __future__ import annotations

import dataclasses
import enum
import typing
from collections.abc import Callable, Sequence
from typing import Any

import ctk
import qt
import slicer

from .serializers import _PATHS, split
from .validators import Choice, Maximum, Minimum, WithinRange


@dataclasses.dataclass
class Decimals:
    """How many decimals a spin box or slider shows."""

    value: int


@dataclasses.dataclass
class SingleStep:
    """How far one step of a spin box or slider goes."""

    value: float


class Connector:
    """A widget with ``read`` and ``write``; ``changed`` is the signal it sends."""

    def __init__(self, widget: Any, read: Callable[[], Any], write: Callable[[Any], None], changed: Any) -> None:
        self.widget, self.read, self.write = widget, read, write
        self._signal, self._slot = changed, lambda *_: self._callback()
        self._callback: Callable[[], None] = lambda: None

    def connect(self, callback: Callable[[], None]) -> None:
        """Call ``callback`` when the user changes the widget."""
        self._callback = callback
        self._signal.connect(self._slot)

    def disconnect(self) -> None:
        """Leave the widget alone."""
        self._signal.disconnect(self._slot)


def connector(widget: Any, annotated: Any) -> Connector:
    """Connect ``widget`` to a field of the annotated type. Raises RuntimeError where the real wrapper cannot."""
    kind, annotations = split(annotated)
    for makers in (_check, _number, _combo, _text, _path, _node):
        made = makers(widget, type(widget), kind, annotations)
        if made is not None:
            return made
    raise RuntimeError(f"Unable to create GUI connector from datatype '{annotated}' to widget type '{type(widget)}'")


def _first(annotations: Sequence[Any], kind: type) -> Any:
    return next((entry for entry in annotations if isinstance(entry, kind)), None)


def _check(widget: Any, cls: type, kind: Any, annotations: Sequence[Any]) -> Connector | None:
    if kind is not bool or cls not in (qt.QCheckBox, ctk.ctkCheckBox, qt.QPushButton, ctk.ctkCheckablePushButton):
        return None
    widget.setCheckable(True)
    return Connector(widget, lambda: widget.isChecked(), widget.setChecked, widget.toggled)


_SLIDERS = (ctk.ctkSliderWidget, ctk.ctkDoubleSlider, qt.QSlider)


def _number(widget: Any, cls: type, kind: Any, annotations: Sequence[Any]) -> Connector | None:
    whole = kind is int and cls in (qt.QSlider, qt.QSpinBox)
    if not whole and not (
        kind is float and cls in (qt.QDoubleSpinBox, ctk.ctkSliderWidget, ctk.ctkDoubleSlider, ctk.ctkDoubleSpinBox)
    ):
        return None
    within, low, high = (_first(annotations, bound) for bound in (WithinRange, Minimum, Maximum))
    if cls in _SLIDERS and within is None and (low is None or high is None):
        raise RuntimeError(f"Cannot have a connection to {cls.__name__} where the type is unbounded")
    unbounded = (-(2**31), 2**31 - 1) if whole else (float("-inf"), float("inf"))
    widget.setMinimum(within.minimum if within else low.minimum if low else unbounded[0])
    widget.setMaximum(within.maximum if within else high.maximum if high else unbounded[1])
    if (decimals := _first(annotations, Decimals)) is not None:
        widget.setDecimals(decimals.value)
    if (step := _first(annotations, SingleStep)) is not None:
        widget.setSingleStep(step.value)
    return Connector(widget, lambda: widget.value, widget.setValue, widget.valueChanged)


def _combo(widget: Any, cls: type, kind: Any, annotations: Sequence[Any]) -> Connector | None:
    if cls not in (qt.QComboBox, ctk.ctkComboBox):
        return None
    if kind in (int, float, str, bool):
        choice = _first(annotations, Choice)
        if choice is None:
            raise RuntimeError("A combo box needs the annotation Choice")
        entries = [(str(value), value) for value in choice.choices]
    elif isinstance(kind, type) and issubclass(kind, enum.Enum):
        label = getattr(kind, "label", lambda member: member.name)
        entries = [(label(member), member) for member in kind]
    else:
        return None
    widget.clear()
    for text, _ in entries:
        widget.addItem(text)
    values = [value for _, value in entries]
    return Connector(
        widget,
        lambda: values[widget.currentIndex],
        lambda value: widget.setCurrentIndex(values.index(value)),
        widget.currentIndexChanged,
    )


def _text(widget: Any, cls: type, kind: Any, annotations: Sequence[Any]) -> Connector | None:
    if kind is not str:
        return None
    if cls is qt.QTextEdit:
        return Connector(widget, widget.toPlainText, widget.setPlainText, widget.textChanged)
    if cls is qt.QLineEdit:
        return Connector(widget, lambda: widget.text, widget.setText, widget.textChanged)
    if cls is qt.QLabel:
        return Connector(widget, lambda: widget.text, widget.setText, _Never())
    return None


class _Never:
    """A label changes by itself never."""

    def connect(self, slot: Any) -> None:
        """Nothing to wait for."""

    disconnect = connect


def _path(widget: Any, cls: type, kind: Any, annotations: Sequence[Any]) -> Connector | None:
    if kind not in _PATHS:
        return None
    if cls is ctk.ctkPathLineEdit:
        return Connector(
            widget,
            lambda: kind(widget.currentPath),
            lambda path: widget.setCurrentPath(str(path)),
            widget.currentPathChanged,
        )
    if cls is ctk.ctkDirectoryButton:
        return Connector(
            widget, lambda: kind(widget.directory), lambda path: widget.setDirectory(str(path)), widget.directoryChanged
        )
    return None


def _node(widget: Any, cls: type, kind: Any, annotations: Sequence[Any]) -> Connector | None:
    kinds = typing.get_args(kind) if typing.get_origin(kind) is typing.Union else (kind,)
    nodes = [part for part in kinds if isinstance(part, type) and issubclass(part, slicer.vtkMRMLNode)]
    if cls is not slicer.qMRMLNodeComboBox or not nodes or any(part not in (*nodes, type(None)) for part in kinds):
        return None
    widget.setNodeTypes([part().GetClassName() for part in nodes])
    return Connector(widget, widget.currentNode, widget.setCurrentNode, widget.currentNodeChanged)
