"""The decorator: fields become properties over the parameter node, with the methods that connect them to widgets."""

from __future__ import annotations

import typing
import weakref
from collections.abc import Mapping
from typing import Any

import qt
import slicer
import vtk

from .connectors import Connector, connector
from .serializers import Serializer, serializer, split
from .validators import Default

SlicerParameterNamePropertyName = "SlicerParameterName"


class _Parameter:
    """One field of one parameter node. Its value is read once, and again when the node says that it was modified."""

    def __init__(self, node: Any, name: str, kept_by: Serializer, default: Default) -> None:
        self._node, self._name, self._kept_by, self.default = node, name, kept_by, default
        self._writing = False
        self.value = self._read()
        me = weakref.ref(self)
        self._tag = node.AddObserver(vtk.vtkCommand.ModifiedEvent, lambda *_: me() is not None and me()._modified())

    def __del__(self) -> None:
        if hasattr(self, "_tag"):
            self._node.RemoveObserver(self._tag)

    def write(self, value: Any) -> None:
        """Keep ``value``, if it is valid."""
        self._writing = True
        try:
            with slicer.util.NodeModify(self._node):
                self._kept_by.write(self._node, self._name, value)
                self.value = self._read()
        finally:
            self._writing = False

    def _modified(self) -> None:
        if not self._writing:
            self.value = self._read()

    def _read(self) -> Any:
        if not self._kept_by.is_in(self._node, self._name):
            self._kept_by.write(self._node, self._name, self.default.value)
        return self._kept_by.read(self._node, self._name)


class _Wrapper:
    """The methods of every parameter node wrapper."""

    allParameters: typing.ClassVar[dict[str, Any]]
    _is_parameter_node_wrapper = True

    def __init__(self, parameterNode: Any, prefix: str | None = None) -> None:
        self.parameterNode = parameterNode
        self._connected: dict[int, tuple[dict[str, Connector], int]] = {}
        self._next_tag = 0
        self._updating = False
        self._parameters = {
            name: _Parameter(parameterNode, f"{prefix or ''}{name}", kept_by, default)
            for name, (kept_by, default, _) in self.allParameters.items()
        }

    def getValue(self, name: str) -> Any:
        """The value of the field called ``name``."""
        self._check(name)
        return self._parameters[name].value

    def setValue(self, name: str, value: Any) -> None:
        """Set the field called ``name``."""
        self._check(name)
        self._parameters[name].write(value)

    def default(self, name: str) -> Default:
        """The default of the field."""
        self._check(name)
        return self._parameters[name].default

    @classmethod
    def dataType(cls, name: str) -> Any:
        """The annotated type of the field."""
        cls._check(name)
        return cls.allParameters[name][2]

    def connectGui(self, gui: Any) -> int:
        """Connect each widget of ``gui`` (one widget, or a namespace of them) whose property SlicerParameterName names
        a field; the answer is a tag.
        """
        isWidget = getattr(gui, "isWidgetType", lambda: False)()
        widgets = gui.findChildren(qt.QWidget) if isWidget else vars(gui).values()
        named = [(widget.property(SlicerParameterNamePropertyName), widget) for widget in widgets]
        return self.connectParametersToGui({name: widget for name, widget in named if name})

    def connectParametersToGui(self, mapping: Mapping[str, Any]) -> int:
        """Connect fields to widgets. Raises ValueError for an unknown field, RuntimeError for a widget that cannot show
        it.
        """
        for name in mapping:
            self._check(name)
        connectors = {name: connector(widget, self.dataType(name)) for name, widget in mapping.items()}
        tag, self._next_tag = self._next_tag, self._next_tag + 1
        for name, made in connectors.items():
            made.write(self.getValue(name))
            made.connect(lambda name=name, made=made: self._from_gui(name, made))
        self._connected[tag] = (connectors, self.AddObserver(vtk.vtkCommand.ModifiedEvent, lambda *_: self._to_gui()))
        return tag

    def disconnectGui(self, tag: int) -> None:
        """Undo a connection; an unknown tag is passed over."""
        connectors, observer = self._connected.pop(tag, ({}, None))
        for made in connectors.values():
            made.disconnect()
        if observer is not None:
            self.RemoveObserver(observer)

    def StartModify(self) -> int:
        """Hold the node's events back."""
        return int(self.parameterNode.StartModify())

    def EndModify(self, wasModified: int) -> int:
        """Send them."""
        return int(self.parameterNode.EndModify(wasModified))

    def AddObserver(self, event: Any, callback: Any, priority: float = 0.0) -> int:
        """Observe the node."""
        return int(self.parameterNode.AddObserver(event, callback, priority))

    def RemoveObserver(self, tag: int) -> None:
        """Observe it no longer."""
        self.parameterNode.RemoveObserver(tag)

    def Modified(self) -> None:
        """Say that the node changed."""
        self.parameterNode.Modified()

    @classmethod
    def _check(cls, name: str) -> None:
        if name not in cls.allParameters:
            raise ValueError(
                f"Cannot find a param with the given name: {name}\n  Found parameters {list(cls.allParameters)}"
            )

    def _from_gui(self, name: str, made: Connector) -> None:
        with slicer.util.NodeModify(self):
            if not self._updating:
                self.setValue(name, made.read())

    def _to_gui(self) -> None:
        if self._updating:
            return
        self._updating = True
        try:
            with slicer.util.NodeModify(self):
                for connectors, _ in list(self._connected.values()):
                    for name, made in connectors.items():
                        made.write(self.getValue(name))
        finally:
            self._updating = False


def parameterNodeWrapper(classtype: type | None = None) -> Any:
    """Class decorator, with or without parentheses."""
    return _wrap if classtype is None else _wrap(classtype)


def isParameterNodeWrapper(classOrObj: Any) -> bool:
    """Whether it was made with the decorator."""
    return bool(getattr(classOrObj, "_is_parameter_node_wrapper", False))


def _wrap(cls: Any) -> type:
    parameters = {}
    for name, annotated in typing.get_type_hints(cls, include_extras=True).items():
        try:
            kept_by = serializer(annotated)
        except Exception as error:
            raise Exception(f"Unable to create serializer for {cls} member {name}") from error
        stated = [entry for entry in split(annotated)[1] if isinstance(entry, Default)]
        default = (
            Default(getattr(cls, name)) if hasattr(cls, name) else stated[0] if stated else Default(kept_by.default())
        )
        parameters[name] = (kept_by, default, annotated)
        setattr(cls, name, _field(name))
    for name, value in vars(_Wrapper).items():
        if name.startswith("__") and name != "__init__":
            continue
        if name != "__init__" and hasattr(cls, name):
            raise ValueError(f"Cannot use reserved name '{name}' in a parameterNodeWrapper")
        setattr(cls, name, value)
    cls.allParameters = parameters
    return cls  # type: ignore[no-any-return]


def _field(name: str) -> property:
    return property(lambda self: self._parameters[name].value, lambda self, value: self._parameters[name].write(value))
