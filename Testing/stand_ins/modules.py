"""Stands for ``slicer.modules`` and the module manager: the logics of core modules, and scripted modules as Slicer
loads them.

``load("…/CrossModalitySeg.py")`` does with a module file what Slicer does at start: imports it and makes
``slicer.modules.crossmodalityseg``, whose ``widgetRepresentation()`` makes the panel. Then ``slicer.util.getModule``,
``getModuleWidget``, ``modulePath`` and ``reloadScriptedModule`` work.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import slicer
from PySide6 import QtCore, QtWidgets

from . import pythonqt
from .mrml_widgets import qMRMLWidget


@pythonqt.plain
class qSlicerModuleManager(QtCore.QObject):
    """Knows the modules that are loaded."""

    moduleLoaded = QtCore.Signal(str)
    moduleAboutToBeUnloaded = QtCore.Signal(str)
    moduleUnloaded = QtCore.Signal(str)

    def module(self, name: str) -> Any:
        """The module of that name, or None."""
        return getattr(slicer.modules, name.lower(), None)

    def factoryManager(self) -> qSlicerModuleManager:
        """Here the same object."""
        return self

    def loadedModuleNames(self) -> tuple[str, ...]:
        """Names of all modules."""
        return tuple(
            value.name
            for value in vars(slicer.modules).values()
            if isinstance(value, (CoreModule, qSlicerScriptedLoadableModule))
        )


class CoreModule:
    """A module written in C++, of which only the logic is here."""

    def __init__(self, name: str, logic: Any) -> None:
        self.name, self._logic = name, logic
        logic.SetMRMLApplicationLogic(slicer.app.applicationLogic())
        logic.SetMRMLScene(slicer.mrmlScene)

    def logic(self) -> Any:
        """The real logic, over the real scene."""
        return self._logic


class qSlicerScriptedLoadableModule:
    """A module written in Python: what it says of itself, its file, and its widget, made when first asked for."""

    __slots__ = (
        "_representation",
        "acknowledgementText",
        "associatedNodeTypes",
        "categories",
        "contributors",
        "dependencies",
        "helpText",
        "hidden",
        "icon",
        "index",
        "instance",
        "name",
        "path",
        "title",
        "widgetRepresentationCreationEnabled",
    )

    def __init__(self, path: Path) -> None:
        self.name, self.path = path.stem, str(path)
        self._representation: qSlicerScriptedLoadableModuleWidget | None = None
        self.instance: Any = None

    def widgetRepresentation(self) -> qSlicerScriptedLoadableModuleWidget:
        """The widget, made and set up at the first call."""
        if self._representation is None:
            self._representation = qSlicerScriptedLoadableModuleWidget(self.name)
            self._representation.reload()
        return self._representation

    def unload(self) -> None:
        """What the end of the application does: cleanup() of the widget."""
        slicer.app.moduleManager().moduleAboutToBeUnloaded.emit(self.name)
        self._representation = None
        vars(slicer.modules).pop(self.name.lower(), None)
        vars(slicer.modules).pop(f"{self.name}Widget", None)


@pythonqt.plain
class qSlicerScriptedLoadableModuleWidget(qMRMLWidget):
    """The C++ widget around a scripted one."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name, self._self = name, None
        self.setLayout(QtWidgets.QVBoxLayout())
        self.setMRMLScene(slicer.mrmlScene)

    def self(self) -> Any:
        """The Python object."""
        return self._self

    def reload(self) -> None:
        """Make the Python object anew from the module as it is imported now."""
        self._self = getattr(sys.modules[self._name], f"{self._name}Widget")(self)
        setattr(slicer.modules, f"{self._name}Widget", self._self)
        self._self.setup()

    def enter(self) -> None:
        """The user opens the module."""
        self._self.enter()

    def exit(self) -> None:
        """The user opens another module."""
        self._self.exit()


def load(path: str | Path) -> qSlicerScriptedLoadableModule:
    """Import the module file and register the module."""
    path = Path(path)
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    sys.modules[path.stem] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[path.stem])
    module = qSlicerScriptedLoadableModule(path)
    module.instance = getattr(sys.modules[path.stem], path.stem)(module)
    setattr(slicer.modules, path.stem.lower(), module)
    slicer.app.moduleManager().moduleLoaded.emit(path.stem)
    return module


def core_modules() -> SimpleNamespace:
    """``slicer.modules`` with the logics that the scene needs."""
    return SimpleNamespace(
        segmentations=CoreModule("Segmentations", slicer.vtkSlicerSegmentationsModuleLogic()),
        volumes=CoreModule("Volumes", slicer.vtkSlicerVolumesModuleLogic.vtkSlicerVolumesLogic()),
        tables=CoreModule("Tables", slicer.vtkSlicerTablesModuleLogic.vtkSlicerTablesLogic()),
        sequences=CoreModule("Sequences", slicer.vtkSlicerSequencesLogic()),
        plots=CoreModule("Plots", slicer.vtkSlicerPlotsModuleLogic.vtkSlicerPlotsLogic()),
        subjecthierarchy=CoreModule("SubjectHierarchy", slicer.vtkSlicerSubjectHierarchyModuleLogic()),
    )
