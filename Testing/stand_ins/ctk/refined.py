"""Qt's own widgets, refined."""

from __future__ import annotations

from PySide6 import QtCore, QtGui, QtWidgets

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
    """A text browser as high as its text at the width it has. As in CTK its hints give the width it has now, so a
    layout must be free to ignore that.
    """

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.textChanged.connect(lambda: self.updateGeometry())

    def heightForWidth(self, width: int) -> int:
        """How high the text is in that width."""
        frame = 2 * int(self.frameWidth)
        document = QtGui.QTextDocument()
        document.setDefaultFont(self.font)
        document.setHtml(self.toHtml())
        document.setTextWidth(width - frame)
        line = QtGui.QFontMetrics(self.font).lineSpacing()
        return max(int(document.size.height()), line) + frame

    def minimumSizeHint(self) -> QtCore.QSize:
        """The width it has, and the height of the text in that."""
        return QtCore.QSize(self.width, self.heightForWidth(self.width)) if self.width else QtCore.QSize(0, 0)

    sizeHint = minimumSizeHint

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Ask for another height where the new width needs one."""
        super().resizeEvent(event)
        if event.size().height() != self.heightForWidth(event.size().width()):
            self.updateGeometry()


@pythonqt.plain
class ctkMessageBox(QtWidgets.QMessageBox):
    """A message box that need not be shown again. It would wait for the user, so it refuses to."""

    def exec(self) -> int:
        """Refused."""
        raise RuntimeError(f"a message box would wait for the user: {self.text}")
