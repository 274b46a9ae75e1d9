"""Stands for ``slicer.app`` as it is with ``--testing --no-main-window``: no main window, no layout, no Python console,
no extensions manager.

A test changes what it needs through the names with a leading underscore, e.g. ``monkeypatch.setattr(slicer.app,
"_slicerHome", str(folder))``.
"""

from __future__ import annotations

import tempfile
from types import SimpleNamespace
from typing import Any

import slicer
from PySide6 import QtCore, QtWidgets

from . import pythonqt
from .input_output import qSlicerCoreIOManager
from .modules import qSlicerModuleManager


@pythonqt.plain
class qSlicerApplication(QtWidgets.QApplication):
    """The application object."""

    startupCompleted = QtCore.Signal()
    mrmlSceneChanged = QtCore.Signal(object)

    applicationName = property(lambda self: "Slicer")
    applicationVersion = property(lambda self: "5.13.0-2026-09-01")
    majorVersion = property(lambda self: 5)
    minorVersion = property(lambda self: 13)
    revision = property(lambda self: "34000")
    repositoryRevision = property(lambda self: "0000000")
    slicerHome = property(lambda self: self._slicerHome)
    temporaryPath = property(lambda self: self._temporaryPath)

    def __init__(self) -> None:
        super().__init__([])
        self._testing = True
        self._temporaryPath = tempfile.mkdtemp(prefix="Slicer-")
        self._slicerHome = self._temporaryPath
        self._logic = slicer.vtkSlicerApplicationLogic()
        self._logic.SetTemporaryPath(self._temporaryPath)
        self._options = SimpleNamespace(runPythonAndExit=False, noMainWindow=True)
        self._io = qSlicerCoreIOManager()
        self._modules = qSlicerModuleManager()
        self._layout: Any = None

    def testingEnabled(self) -> bool:
        """Whether dialogs answer themselves."""
        return self._testing

    def applicationLogic(self) -> Any:
        """The logic that the logics of all modules share."""
        return self._logic

    def mrmlScene(self) -> Any:
        """The scene."""
        return self._logic.GetMRMLScene()

    def moduleManager(self) -> qSlicerModuleManager:
        """Which modules there are."""
        return self._modules

    def coreIOManager(self) -> qSlicerCoreIOManager:
        """Reads and writes nodes."""
        return self._io

    ioManager = coreIOManager

    def commandOptions(self) -> SimpleNamespace:
        """What the command line asked for."""
        return self._options

    def layoutManager(self) -> Any:
        """None without a main window."""
        return self._layout

    def pythonConsole(self) -> None:
        """None without a main window."""

    def userSettings(self) -> QtCore.QSettings:
        """The user's settings."""
        return QtCore.QSettings()

    settings = userSettings

    def startupEnvironment(self) -> QtCore.QProcessEnvironment:
        """The environment without what Slicer's launcher added; here there is no launcher."""
        return QtCore.QProcessEnvironment.systemEnvironment()

    def setTemporaryPath(self, path: str) -> None:
        """Where temporary files go."""
        self._temporaryPath = path

    def translate(self, context: str, text: str) -> str:
        """English."""
        return text

    def pauseRender(self) -> None:
        """Nothing renders here."""

    def resumeRender(self) -> None:
        """Nothing renders here."""

    def moduleDocumentationUrl(self, moduleName: str) -> str:
        """Where a module's manual is."""
        return f"https://slicer.readthedocs.io/en/latest/user_guide/modules/{moduleName.lower()}.html"

    def restart(self) -> None:
        """Refused: it would end the tests."""
        raise RuntimeError("slicer.app.restart() was called")
