"""The selector of one node."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import slicer
from PySide6 import QtCore, QtWidgets

from .. import pythonqt
from .scene_nodes import SCENE_SIGNATURES, SceneNodes, checked

_DEFAULTS = {
    "showHidden": False,
    "noneEnabled": False,
    "addEnabled": True,
    "removeEnabled": True,
    "editEnabled": False,
    "renameEnabled": False,
    "showChildNodeTypes": True,
    "selectNodeUponCreation": True,
}


def _option(name: str) -> pythonqt.Property:
    """A property that is true or false."""

    def read(self: Any) -> bool:
        return bool(self._options[name])

    def write(self: Any, value: bool) -> None:
        self._options[name] = bool(value)
        self._refresh()

    return pythonqt.Property(bool, read, write)


def _setter(name: str) -> Callable[[Any, bool], None]:
    """The setter of such a property."""

    def write(self: Any, value: bool) -> None:
        self.setProperty(name, value)

    return write


@pythonqt.plain
class qMRMLNodeComboBox(QtWidgets.QWidget):
    """Chooses one node of the scene."""

    mrmlSceneChanged = QtCore.Signal(object)
    currentNodeChanged = QtCore.Signal(object)
    currentNodeIDChanged = QtCore.Signal(str)
    nodeActivated = QtCore.Signal(object)
    nodeAdded = QtCore.Signal(object)
    nodeAddedByUser = QtCore.Signal(object)
    nodeAboutToBeRemoved = QtCore.Signal(object)
    cpp_signatures = SCENE_SIGNATURES | {
        name: f"{name}(vtkMRMLNode*)"
        for name in ("currentNodeChanged", "nodeActivated", "nodeAdded", "nodeAddedByUser", "nodeAboutToBeRemoved")
    }

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._combo = QtWidgets.QComboBox(self)
        layout = QtWidgets.QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._combo)
        self._nodes: SceneNodes | None = None
        self._listed: list[Any] = []
        self._types: list[str] = []
        self._hidden_types: list[str] = []
        self._options = dict(_DEFAULTS)
        self._none_text, self._base_name = "None", ""
        self._attributes: list[tuple[str, str, str | None]] = []
        self._requested_id = ""
        self._quiet = False
        self._combo.currentIndexChanged.connect(self._announce)
        self.setEnabled(False)

    # ---- properties ----

    showHidden, setShowHidden = _option("showHidden"), _setter("showHidden")
    noneEnabled, setNoneEnabled = _option("noneEnabled"), _setter("noneEnabled")
    addEnabled, setAddEnabled = _option("addEnabled"), _setter("addEnabled")
    removeEnabled, setRemoveEnabled = _option("removeEnabled"), _setter("removeEnabled")
    editEnabled, setEditEnabled = _option("editEnabled"), _setter("editEnabled")
    renameEnabled, setRenameEnabled = _option("renameEnabled"), _setter("renameEnabled")
    showChildNodeTypes, setShowChildNodeTypes = _option("showChildNodeTypes"), _setter("showChildNodeTypes")
    selectNodeUponCreation, setSelectNodeUponCreation = (
        _option("selectNodeUponCreation"),
        _setter("selectNodeUponCreation"),
    )

    def _read_types(self) -> list[str]:
        return list(self._types)

    def setNodeTypes(self, types: list[str] | tuple[str, ...]) -> None:
        """List nodes of these classes."""
        self._types = list(types)
        self._refresh()

    def _read_hidden_types(self) -> list[str]:
        return list(self._hidden_types)

    def setHideChildNodeTypes(self, types: list[str] | tuple[str, ...]) -> None:
        """Of the derived classes, list these not."""
        self._hidden_types = list(types)
        self._refresh()

    def _read_none_text(self) -> str:
        return self._none_text

    def setNoneDisplay(self, text: str) -> None:
        """What "None" is called."""
        self._none_text = text
        self._refresh()

    def _read_base_name(self) -> str:
        return self._base_name

    def setBaseName(self, name: str) -> None:
        """Name of new nodes."""
        self._base_name = name

    def _read_id(self) -> str:
        node = self.currentNode()
        return node.GetID() if node is not None else ""

    def setCurrentNodeID(self, node_id: str) -> None:
        """Select the node with this ID; one that is not listed selects none. Before there is a scene, it is
        remembered.
        """
        if self._nodes is None:
            self._requested_id = node_id
        index = next((index for index, node in enumerate(self._listed) if node.GetID() == node_id), None)
        none = 0 if self._options["noneEnabled"] else -1
        self._combo.setCurrentIndex(none if index is None else index + self._first)

    nodeTypes = pythonqt.Property("QStringList", _read_types, setNodeTypes)
    hideChildNodeTypes = pythonqt.Property("QStringList", _read_hidden_types, setHideChildNodeTypes)
    noneDisplay = pythonqt.Property(str, _read_none_text, setNoneDisplay)
    baseName = pythonqt.Property(str, _read_base_name, setBaseName)
    currentNodeID = pythonqt.Property(str, _read_id, setCurrentNodeID)

    # ---- methods ----

    def mrmlScene(self) -> Any:
        """The scene, or None."""
        return self._nodes.scene if self._nodes is not None else None

    def setMRMLScene(self, scene: Any) -> None:
        """List the nodes of ``scene``; None lists nothing and disables the selector."""
        if checked(scene, slicer.vtkMRMLScene) is self.mrmlScene():
            return
        before, had_nodes = self._read_id(), bool(self._listed)
        if self._nodes is not None:
            self.destroyed.disconnect(self._nodes.close)
            self._nodes.close()
        self._nodes = SceneNodes(scene, self._refresh) if scene is not None else None
        if self._nodes is not None:
            self.destroyed.connect(self._nodes.close)
        self._quiet = True
        self._refresh()
        self._quiet = False
        index = self._combo.currentIndex
        self.setCurrentNodeID(before if had_nodes else self._requested_id or self._read_id())
        self._requested_id = ""
        if self._combo.currentIndex == index and self._read_id() != before:
            self._announce()
        self.setEnabled(scene is not None)
        self.mrmlSceneChanged.emit(scene)

    def currentNode(self) -> Any:
        """The selected node, or None."""
        index = self._combo.currentIndex - self._first
        return self._listed[index] if 0 <= index < len(self._listed) else None

    def setCurrentNode(self, node: Any) -> None:
        """Select ``node``, or nothing."""
        node_id = checked(node, slicer.vtkMRMLNode).GetID() if node is not None else ""
        self.setCurrentNodeID(node_id or "")

    def setCurrentNodeIndex(self, index: int) -> None:
        """Select the node at ``index``."""
        self._combo.setCurrentIndex((index if index < len(self._listed) else -1) + self._first)

    def nodeCount(self) -> int:
        """How many nodes are listed."""
        return len(self._listed)

    def nodeFromIndex(self, index: int) -> Any:
        """The node at ``index``."""
        return self._listed[index] if 0 <= index < len(self._listed) else None

    def addNode(self, node_type: str | None = None) -> Any:
        """Create a node, as the user may."""
        kind = node_type or self._types[0]
        if kind not in self._types:
            return None
        name = self._base_name or kind.removeprefix("vtkMRML").removesuffix("Node")
        node = self.mrmlScene().AddNewNodeByClass(kind, self.mrmlScene().GenerateUniqueName(name))
        if self._options["selectNodeUponCreation"]:
            self.setCurrentNode(node)
        self.nodeAddedByUser.emit(node)
        return node

    def removeCurrentNode(self) -> None:
        """Delete the selected node, as the user may."""
        self.mrmlScene().RemoveNode(self.currentNode())

    def addAttribute(self, node_type: str, name: str, value: str | None = None) -> None:
        """List nodes of that class only if they have the attribute, with the value if one is given."""
        self._attributes.append((node_type, name, value))
        self._refresh()

    def removeAttribute(self, node_type: str, name: str) -> None:
        """Undo ``addAttribute``."""
        self._attributes = [entry for entry in self._attributes if entry[:2] != (node_type, name)]
        self._refresh()

    def comboBox(self) -> QtWidgets.QComboBox:
        """The combo box inside."""
        return self._combo

    # ---- its list ----

    @property
    def _first(self) -> int:
        """Row of the first node."""
        return int(self._combo.count > 0 and self._combo.itemData(0) == "none")

    def _fits(self, node: Any) -> bool:
        if node.GetHideFromEditors() and not self._options["showHidden"]:
            return False
        if not self._types:
            fits = True
        elif self._options["showChildNodeTypes"]:
            fits = any(node.IsA(kind) for kind in self._types) and not any(
                node.IsA(kind) for kind in self._hidden_types
            )
        else:
            fits = node.GetClassName() in self._types
        wanted = [(name, value) for kind, name, value in self._attributes if node.IsA(kind)]
        return fits and all(
            node.GetAttribute(name) is not None and value in (None, node.GetAttribute(name)) for name, value in wanted
        )

    def _refresh(self) -> None:
        """Bring the list up to date, row by row."""
        scene = self.mrmlScene()
        nodes = [scene.GetNthNode(index) for index in range(scene.GetNumberOfNodes())] if scene is not None else []
        wanted = [node for node in nodes if self._fits(node)]
        self._set_none(scene is not None and self._options["noneEnabled"])
        for index in reversed(range(len(self._listed))):
            if self._listed[index] not in wanted:
                self.nodeAboutToBeRemoved.emit(self._listed[index])
                del self._listed[index]
                self._combo.removeItem(index + self._first)
        for index, node in enumerate(wanted):
            if index >= len(self._listed) or self._listed[index] is not node:
                self._listed.insert(index, node)
                self._combo.insertItem(index + self._first, node.GetName() or "")
                self.nodeAdded.emit(node)
            elif self._combo.itemText(index + self._first) != (node.GetName() or ""):
                self._combo.setItemText(index + self._first, node.GetName() or "")
        if self._nodes is not None:
            self._nodes.watch(wanted)

    def _set_none(self, shown: bool) -> None:
        if shown and not self._first:
            self._combo.insertItem(0, self._none_text, "none")
        elif not shown and self._first:
            self._combo.removeItem(0)
        elif shown:
            self._combo.setItemText(0, self._none_text)

    def _announce(self, *_: Any) -> None:
        if not self._quiet:
            self.currentNodeChanged.emit(self.currentNode())
            self.currentNodeIDChanged.emit(self._read_id())
