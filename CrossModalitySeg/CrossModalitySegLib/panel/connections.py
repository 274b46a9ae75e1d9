"""Connections that can all be undone at once: Qt and VTK would keep the slots, and the panel with them, alive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import slicer
from slicer.i18n import tr as _

if TYPE_CHECKING:
    import qt


class Connections:
    """Connects signals to functions that take nothing; what a function raises is shown to the user.

    >>> connections = Connections()
    >>> connections.on(ui.segmentButton.clicked, start)
    >>> connections.close()
    """

    def __init__(self) -> None:
        self._made: list[tuple[qt.Signal, Callable[..., None]]] = []

    def on(self, signal: qt.Signal, action: Callable[[], object]) -> None:
        """Call ``action`` whenever ``signal`` of a widget comes, whatever it carries."""

        def slot(*_values: object) -> None:
            with slicer.util.tryWithErrorDisplay(_("CrossModalitySeg could not do this."), waitCursor=False):
                action()

        signal.connect(slot)
        self._made.append((signal, slot))

    def close(self) -> None:
        """Undo every connection; a widget that is gone already needs no undoing."""
        for signal, slot in self._made:
            try:
                signal.disconnect(slot)
            except (RuntimeError, ValueError, TypeError):  # how PySide6 and PythonQt say that the widget is gone
                continue
        self._made.clear()


class Watch:
    """Calls ``action`` when the node that is looked at changes in one of ``events``: node selectors say nothing of it.

    >>> watch = Watch(panel.draw, [vtk.vtkCommand.ModifiedEvent])
    >>> watch.observe(volumeNode)
    """

    def __init__(self, action: Callable[[], object], events: Sequence[int]) -> None:
        self._action, self._events = action, events
        self._node: slicer.vtkMRMLNode | None = None
        self._tags: list[int] = []

    def observe(self, node: slicer.vtkMRMLNode | None) -> None:
        """Watch ``node`` instead of the one before; None watches nothing."""
        if node is self._node:
            return
        if self._node is not None:
            for tag in self._tags:
                self._node.RemoveObserver(tag)
        self._node = node
        self._tags = [node.AddObserver(event, self._changed) for event in self._events] if node is not None else []

    def _changed(self, *_values: object) -> None:
        self._action()
