"""The top of a panel."""

from __future__ import annotations

from typing import Any

import slicer
from PySide6 import QtCore, QtWidgets

from .. import pythonqt
from .scene_nodes import SCENE_SIGNATURES, checked


@pythonqt.plain
class qMRMLWidget(QtWidgets.QWidget):
    """A widget that passes its scene on."""

    mrmlSceneChanged = QtCore.Signal(object)
    cpp_signatures = SCENE_SIGNATURES

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Any = None

    def mrmlScene(self) -> Any:
        """The scene, or None."""
        return self._scene

    def setMRMLScene(self, scene: Any) -> None:
        """Show ``scene``."""
        if checked(scene, slicer.vtkMRMLScene) is not self._scene:
            self._scene = scene
            self.mrmlSceneChanged.emit(scene)
