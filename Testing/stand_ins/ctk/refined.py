"""Qt's own widgets, refined."""

from __future__ import annotations

from PySide6 import QtCore, QtWidgets

from .. import pythonqt


@pythonqt.plain
class ctkComboBox(QtWidgets.QComboBox):
    """A combo box with a text for "nothing chosen"."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._default = ""

    def _read_default(self) -> str:
        return self._default

    def setDefaultText(self, text: str) -> None:
        """What is shown while nothing is chosen."""
        self._default = text

    defaultText = pythonqt.Property(str, _read_default, setDefaultText)


@pythonqt.plain
class ctkCheckBox(QtWidgets.QCheckBox):
    """A check box with an icon of its own."""


@pythonqt.plain
class ctkPushButton(QtWidgets.QPushButton):
    """A push button that places its text and icon."""


@pythonqt.plain
class ctkCheckablePushButton(ctkPushButton):
    """A push button with a check box in it."""

    checkBoxToggled = QtCore.Signal(bool)


@pythonqt.plain
class ctkMenuButton(QtWidgets.QPushButton):
    """A push button with a menu at its side."""


@pythonqt.plain
class ctkFittedTextBrowser(QtWidgets.QTextBrowser):
    """A text browser as high as its text."""


@pythonqt.plain
class ctkMessageBox(QtWidgets.QMessageBox):
    """A message box that need not be shown again. It would wait for the user, so it refuses to."""

    def exec(self) -> int:
        """Refused."""
        raise RuntimeError(f"a message box would wait for the user: {self.text}")
