"""What can be closed."""

from __future__ import annotations

from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from .. import pythonqt

_REMEMBERED = "visibilityToParent"  # CTK's own name
_TITLE_PX = 22


class _Collapsible:
    """Shows the children only while it is open, and remembers which of them were hidden for another reason."""

    _collapsed = False

    def _read_collapsed(self) -> bool:
        return self._collapsed

    def _collapse(self, collapsed: bool) -> bool:
        """Close or open; whether that changed anything."""
        if collapsed == self._collapsed:
            return False
        self._collapsed = collapsed
        self._apply()
        return True

    def _apply(self) -> None:
        widget: Any = self
        for child in widget.children():
            if not child.isWidgetType() or child.isWindow():
                continue
            if self._collapsed and not child.isHidden():
                child.setProperty(_REMEMBERED, True)
                child.setVisible(False)
            elif not self._collapsed and child.property(_REMEMBERED):
                child.setProperty(_REMEMBERED, False)
                child.setVisible(True)

    def _after(self, event: QtCore.QEvent) -> None:
        """A child that came or was shown while this is closed waits, hidden, for its opening."""
        if event.type() in (
            QtCore.QEvent.Type.ChildPolished,
            QtCore.QEvent.Type.LayoutRequest,
            QtCore.QEvent.Type.Show,
        ):
            self._apply()


@pythonqt.plain
class ctkCollapsibleButton(_Collapsible, QtWidgets.QAbstractButton):
    """A title that shows or hides what is below it."""

    contentsCollapsed = QtCore.Signal(bool)

    def __init__(self, *arguments: Any) -> None:
        """``(parent)`` or ``(text, parent)``."""
        text = arguments[0] if arguments and isinstance(arguments[0], str) else ""
        super().__init__(*arguments[1:] if text else arguments)
        self.setText(text)
        self.setContentsMargins(0, _TITLE_PX, 0, 0)
        self.setCheckable(True)
        self.setChecked(True)
        self.toggled.connect(lambda shown: self.setCollapsed(not shown))

    def setCollapsed(self, collapsed: bool) -> None:
        """Close or open it."""
        if self._collapse(collapsed):
            self.setChecked(not collapsed)
            self.contentsCollapsed.emit(collapsed)

    collapsed = pythonqt.Property(bool, _Collapsible._read_collapsed, setCollapsed)

    def event(self, event: QtCore.QEvent) -> bool:
        """Qt's."""
        handled = super().event(event)
        self._after(event)
        return handled

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        """A bar with the title."""
        painter = QtGui.QPainter(self)
        painter.fillRect(0, 0, self.rect.width(), _TITLE_PX, QtGui.QColor("#d5dbe3"))
        painter.drawText(8, _TITLE_PX - 7, f"{'▸' if self._collapsed else '▾'}  {self.text}")
        painter.end()


@pythonqt.plain
class ctkCollapsibleGroupBox(_Collapsible, QtWidgets.QGroupBox):
    """A group box whose title shows or hides its contents."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.setCheckable(True)
        self.setChecked(True)
        self.toggled.connect(lambda shown: self.setCollapsed(not shown))

    def setCollapsed(self, collapsed: bool) -> None:
        """Close or open it."""
        if self._collapse(collapsed):
            self.setChecked(not collapsed)

    collapsed = pythonqt.Property(bool, _Collapsible._read_collapsed, setCollapsed)

    def event(self, event: QtCore.QEvent) -> bool:
        """Qt's."""
        handled = super().event(event)
        self._after(event)
        return handled
