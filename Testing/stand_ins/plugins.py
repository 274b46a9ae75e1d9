"""Stands for what hosts scripted plugins of Slicer's own modules: the menu of the module Data, and the Segment Editor.

As in Slicer a host loads the class from a file: of a plugin of the tree the file's name is the class's and the
module's; of an effect the module is called like the folder, the class like the file. Hosts take no attributes but
their properties, and what the abstract classes ask of their host is all there is.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import slicer
from PySide6 import QtCore, QtWidgets


def _load(module_name: str, class_name: str, path: Path) -> type | None:
    """The class of that name in the module, which is loaded from ``path`` unless one of its name has the class."""
    if not hasattr(sys.modules.get(module_name), class_name):
        spec = importlib.util.spec_from_file_location(module_name, path)
        if not path.is_file() or spec is None or spec.loader is None:
            return None
        sys.modules[module_name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[module_name])
    return getattr(sys.modules[module_name], class_name, None)


class qSlicerSubjectHierarchyPluginHandler:
    """Knows the plugins, and for which item a menu is shown; there is one, ``instance()``."""

    __slots__ = ("_current", "_plugins")
    _only: qSlicerSubjectHierarchyPluginHandler | None = None

    def __init__(self) -> None:
        self._plugins: list[qSlicerSubjectHierarchyScriptedPlugin] = []
        self._current = 0

    @classmethod
    def instance(cls) -> qSlicerSubjectHierarchyPluginHandler:
        """The handler."""
        if cls._only is None:
            cls._only = cls()
        return cls._only

    def registerPlugin(self, plugin: qSlicerSubjectHierarchyScriptedPlugin) -> bool:
        """Take the plugin in, in the place of one of its name."""
        if not isinstance(plugin, qSlicerSubjectHierarchyScriptedPlugin) or not plugin.name:
            return False
        self._plugins = [one for one in self._plugins if one.name != plugin.name] + [plugin]
        return True

    def currentItem(self) -> int:
        """The item that was clicked."""
        return self._current

    def subjectHierarchyNode(self) -> Any:
        """The tree of the scene."""
        return slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(slicer.mrmlScene)

    def _menu(self, item: int) -> dict[str, Any]:
        """What a click on ``item`` with the right button does: the entries that are shown, by their text."""
        self._current = item
        actions = [action for plugin in self._plugins for action in plugin._python.itemContextMenuActions()]
        for action in actions:
            action.setVisible(False)
        for plugin in self._plugins:
            plugin._python.showContextMenuActionsForItem(item)
        return {action.text: action for action in actions if action.isVisible()}


class _Host(QtCore.QObject):
    """What a Python object is plugged into; ``_properties`` are all that may be assigned."""

    _properties: tuple[str, ...] = ("name",)

    def __init__(self, parent: None) -> None:
        super().__init__()
        vars(self).update({"_name": "", "title": "", "perSegment": True, "requireSegments": False, "_python": None})

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in (*self._properties, "_python"):
            raise AttributeError(f"{type(self).__name__} has no property {name}")
        vars(self)["_name" if name == "name" else name] = value

    @property
    def name(self) -> str:  # every other QObject's is that of the object
        """What the host is registered as."""
        return str(self._name)

    def self(self) -> Any:
        """The Python object."""
        return self._python


class qSlicerSubjectHierarchyScriptedPlugin(_Host):
    """Host of a plugin of the tree."""

    def setPythonSource(self, filePath: str) -> bool:
        """Make the class that the file is called after."""
        path = Path(filePath)
        made = _load(path.stem, path.stem, path)
        if made is None:
            return False
        self._python = made(self)
        return True


class qSlicerSegmentEditorScriptedEffect(_Host):
    """Host of an effect. ``_editor`` stands for the editor it is used in: its parameter node and undo history."""

    _properties = ("name", "title", "perSegment", "requireSegments", "_editor", "_options")

    def setPythonSource(self, newPythonSource: str) -> bool:
        """Make the class that the file is called after, in a module that is called after its folder."""
        path = Path(newPythonSource)
        made = _load(path.parent.name, path.stem, path)
        if made is None:
            return False
        self._options = QtWidgets.QWidget()
        self._python = made(self)
        return True

    def addOptionsWidget(self, widget: QtWidgets.QWidget) -> None:
        """Show the widget among the options."""
        widget.setParent(self._options)

    def parameterSetNode(self) -> Any:
        """The node with the editor's choices."""
        return self._editor.node

    def saveStateForUndo(self) -> None:
        """Remember the segmentation as it is."""
        self._editor.history.SaveState()


class SegmentEditor:
    """As much of the editor as an effect sees: what is edited, and real undo."""

    def __init__(self, segmentation: Any, volume: Any) -> None:
        self.node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentEditorNode")
        self.node.SetAndObserveSegmentationNode(segmentation)
        self.node.SetAndObserveSourceVolumeNode(volume)
        self.history = slicer.vtkSegmentationHistory()
        self.history.SetSegmentation(segmentation.GetSegmentation())

    def edit(self, segmentation: Any) -> None:
        """Go to another segmentation; what undo remembers of the one before is forgotten."""
        self.node.SetAndObserveSegmentationNode(segmentation)
        self.history.SetSegmentation(segmentation.GetSegmentation())

    def use(self, effect: qSlicerSegmentEditorScriptedEffect) -> Any:
        """Choose a copy of the registered ``effect``; returns its Python object."""
        copy = effect.self().clone()
        copy._editor = self
        copy.self().setupOptionsFrame()
        return copy.self()


class qSlicerSegmentEditorEffectFactory:
    """Knows the effects; there is one, ``instance()``."""

    __slots__ = ("_effects",)
    _only: qSlicerSegmentEditorEffectFactory | None = None

    def __init__(self) -> None:
        self._effects: dict[str, qSlicerSegmentEditorScriptedEffect] = {}

    @classmethod
    def instance(cls) -> qSlicerSegmentEditorEffectFactory:
        """The factory."""
        if cls._only is None:
            cls._only = cls()
        return cls._only

    def registerEffect(self, effect: qSlicerSegmentEditorScriptedEffect) -> bool:
        """Take the effect in; one of its name that is there stays."""
        if not effect.name or effect.name in self._effects:
            return False
        self._effects[effect.name] = effect
        return True


class AbstractScriptedSubjectHierarchyPlugin:
    """Base class of plugins of the tree: registers at once."""

    def __init__(self, scriptedPlugin: Any) -> None:
        self.scriptedPlugin = scriptedPlugin
        scriptedPlugin._python = self
        qSlicerSubjectHierarchyPluginHandler.instance().registerPlugin(scriptedPlugin)


class AbstractScriptedSegmentEditorEffect:
    """Base class of effects: registers when it is told to."""

    def __init__(self, scriptedEffect: Any) -> None:
        self.scriptedEffect = scriptedEffect

    def register(self) -> None:
        """Offer the effect in every editor."""
        qSlicerSegmentEditorEffectFactory.instance().registerEffect(self.scriptedEffect)


def modules() -> dict[str, ModuleType]:
    """The modules from which Slicer's Python imports these, by name."""
    contents = {
        "SubjectHierarchyPlugins": AbstractScriptedSubjectHierarchyPlugin,
        "SegmentEditorEffects": AbstractScriptedSegmentEditorEffect,
        "qSlicerSegmentationsEditorEffectsPythonQt": qSlicerSegmentEditorScriptedEffect,
    }
    made = {}
    for name, value in contents.items():
        made[name] = ModuleType(name)
        setattr(made[name], value.__name__, value)
    return made
