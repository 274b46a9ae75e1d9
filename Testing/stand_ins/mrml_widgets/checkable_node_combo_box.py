"""The selector of several nodes."""

from __future__ import annotations

from typing import Any

import slicer
from PySide6 import QtCore, QtWidgets

from .. import pythonqt
from .node_combo_box import qMRMLNodeComboBox
from .scene_nodes import checked


@pythonqt.plain
class qMRMLCheckableNodeComboBox(qMRMLNodeComboBox):
    """Ticks some nodes of the scene. The ticks live here, not in the scene."""

    checkedNodesChanged = QtCore.Signal()

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        self._checked: list[Any] = []
        super().__init__(parent)
        self.nodeAboutToBeRemoved.connect(self._forget)

    def checkedNodes(self) -> tuple[Any, ...]:
        """The nodes that are ticked."""
        return tuple(node for node in self._listed if node in self._checked)

    def uncheckedNodes(self) -> tuple[Any, ...]:
        """The nodes that are not ticked."""
        return tuple(node for node in self._listed if node not in self._checked)

    def allChecked(self) -> bool:
        """Whether every node is ticked."""
        return not self.uncheckedNodes()

    def noneChecked(self) -> bool:
        """Whether no node is ticked."""
        return not self.checkedNodes()

    def checkState(self, node: Any) -> QtCore.Qt.CheckState:
        """Whether the node is ticked."""
        return QtCore.Qt.CheckState.Checked if node in self._checked else QtCore.Qt.CheckState.Unchecked

    def setCheckState(self, node: Any, state: QtCore.Qt.CheckState) -> None:
        """Tick the node or not; one that is not listed is left alone."""
        checked(node, slicer.vtkMRMLNode)
        if node not in self._listed or self.checkState(node) == state:
            return
        if state == QtCore.Qt.CheckState.Checked:
            self._checked.append(node)
        else:
            self._checked.remove(node)
        self.checkedNodesChanged.emit()

    def check(self, node: Any) -> None:
        """Tick the node."""
        self.setCheckState(node, QtCore.Qt.CheckState.Checked)

    def uncheck(self, node: Any) -> None:
        """Take the tick away."""
        self.setCheckState(node, QtCore.Qt.CheckState.Unchecked)

    def _forget(self, node: Any) -> None:
        if node in self._checked:
            self._checked.remove(node)
            self.checkedNodesChanged.emit()
