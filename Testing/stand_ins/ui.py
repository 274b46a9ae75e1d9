"""Stands for ``slicer.util.loadUI``: Qt's own loader of ``.ui`` files, taught the widgets of CTK and MRML.

Connections in the file whose types Qt does not know here (vtk's) are made by name. What the real loader passes over
with a printed line raises: a widget class that does not exist, a connection between what is not there.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

from PySide6 import QtCore, QtUiTools, QtWidgets

from . import ctk, mrml_widgets, pythonqt

CLASSES: dict[str, type] = {name: getattr(ctk, name) for name in ctk.__all__} | {
    cls.__name__: cls for cls in mrml_widgets.WIDGETS
}


class _Loader(QtUiTools.QUiLoader):
    """Makes the stand-ins where the file names their class. ``unknown`` are the classes that nobody knows: Qt passes
    over what is raised here.
    """

    def __init__(self) -> None:
        super().__init__()
        self.unknown: list[str] = []

    def createWidget(
        self, name: str, parent: QtWidgets.QWidget | None = None, objectName: str = ""
    ) -> QtWidgets.QWidget:
        """Called by Qt for every widget of the file."""
        if name not in CLASSES:
            if name not in self.availableWidgets():
                self.unknown.append(name)
            return super().createWidget(name, parent, objectName)
        widget = CLASSES[name](parent)
        widget.setObjectName(objectName)
        return widget


def loadUI(path: str) -> QtWidgets.QWidget:
    """Load the UI file ``path``; the caller keeps the widget. Raises RuntimeError if there is no file or it holds no
    widget.
    """
    if not Path(path).is_file():
        raise RuntimeError(f"Could not load UI file: file not found {path}")
    tree = ElementTree.parse(path)
    connections = tree.find("connections")
    foreign = (
        [entry for entry in connections if "vtk" in entry.findtext("signal", "")] if connections is not None else []
    )
    for entry in foreign:
        connections.remove(entry)  # type: ignore[union-attr]
    content = QtCore.QBuffer()
    content.setData(ElementTree.tostring(tree.getroot()))
    content.open(QtCore.QIODevice.OpenModeFlag.ReadOnly)
    loader = _Loader()
    with pythonqt.loading_ui():
        widget = loader.load(content)
    if loader.unknown:
        raise RuntimeError(f"the .ui file has widgets that no stand-in knows: {', '.join(loader.unknown)}")
    if widget is None:
        raise RuntimeError(f"Could not load UI file: {path}")
    for entry in foreign:
        _connect(widget, entry)
    return widget


def _connect(top: Any, entry: ElementTree.Element) -> None:
    sender, receiver = (_named(top, entry.findtext(part, "")) for part in ("sender", "receiver"))
    signature, slot = entry.findtext("signal", ""), entry.findtext("slot", "")
    if not sender.connect(signature, getattr(receiver, slot.partition("(")[0])):
        raise RuntimeError(f"the .ui file connects {signature}, which {sender.name} does not send")


def _named(top: Any, name: str) -> Any:
    found = top if top.name == name else top.findChild(QtWidgets.QWidget, name)
    if found is None:
        raise RuntimeError(f"the .ui file connects {name}, which it does not have")
    return found
