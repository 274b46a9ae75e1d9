"""What the selectors need of the scene."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any

import vtk

# What the real widgets send is a vtk object, of which Qt knows nothing here.
SCENE_SIGNATURES = {"mrmlSceneChanged": "mrmlSceneChanged(vtkMRMLScene*)"}


def checked(value: Any, cls: type) -> Any:
    """``value``, which must be a ``cls`` or None: PythonQt refuses any other vtk object."""
    if value is not None and not isinstance(value, cls):
        raise TypeError(f"needs a {cls.__name__} or None, got {value!r}")
    return value


class SceneNodes:
    """The nodes of a scene that a selector lists, kept up to date: ``changed()`` is called when one came, went or was
    renamed.

    Observes by weak references: a selector that is gone does not stay alive through the scene.
    """

    def __init__(self, scene: Any, changed: Callable[[], None]) -> None:
        method = weakref.WeakMethod(changed)

        def call(*_: Any) -> None:
            if (changed_now := method()) is not None:
                changed_now()

        self.scene, self._call = scene, call
        self._watched: dict[Any, int] = {}
        events = (scene.NodeAddedEvent, scene.NodeRemovedEvent, scene.EndBatchProcessEvent)
        self._tags = [scene.AddObserver(event, call) for event in events]

    def watch(self, nodes: list[Any]) -> None:
        """Notice changes of these nodes, and of no others."""
        for node in [node for node in self._watched if node not in nodes]:
            node.RemoveObserver(self._watched.pop(node))
        for node in nodes:
            if node not in self._watched:
                self._watched[node] = node.AddObserver(vtk.vtkCommand.ModifiedEvent, self._call)

    def close(self) -> None:
        """Stop observing."""
        self.watch([])
        for tag in self._tags:
            self.scene.RemoveObserver(tag)
