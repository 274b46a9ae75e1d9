"""What chooses a number. As in CTK, none of these is one of Qt's spin boxes."""

from __future__ import annotations

from PySide6 import QtCore, QtWidgets

from .. import pythonqt


@pythonqt.plain
class ctkSliderWidget(QtWidgets.QWidget):
    """A slider with a spin box."""

    valueChanged = QtCore.Signal(float)
    valueChanging = QtCore.Signal(float)
    rangeChanged = QtCore.Signal(float, float)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QtWidgets.QDoubleSpinBox(self)
        self._box.valueChanged.connect(self.valueChanged.emit)

    def spinBox(self) -> QtWidgets.QDoubleSpinBox:
        """The spin box inside."""
        return self._box

    def setValue(self, value: float) -> None:
        """Move it."""
        self._box.setValue(value)

    def setMinimum(self, value: float) -> None:
        """Its lowest value."""
        self._box.setMinimum(value)

    def setMaximum(self, value: float) -> None:
        """Its highest value."""
        self._box.setMaximum(value)

    def setRange(self, low: float, high: float) -> None:
        """Its lowest and highest value."""
        self._box.setRange(low, high)
        self.rangeChanged.emit(low, high)

    def setSingleStep(self, value: float) -> None:
        """How far one step goes."""
        self._box.setSingleStep(value)

    def setDecimals(self, count: int) -> None:
        """How many decimals are shown."""
        self._box.setDecimals(count)

    def setSuffix(self, text: str) -> None:
        """What stands behind the number."""
        self._box.setSuffix(text)

    value = pythonqt.Property(float, lambda self: self._box.value, setValue)
    minimum = pythonqt.Property(float, lambda self: self._box.minimum, setMinimum)
    maximum = pythonqt.Property(float, lambda self: self._box.maximum, setMaximum)
    singleStep = pythonqt.Property(float, lambda self: self._box.singleStep, setSingleStep)
    decimals = pythonqt.Property(int, lambda self: self._box.decimals, setDecimals)
    suffix = pythonqt.Property(str, lambda self: self._box.suffix, setSuffix)


@pythonqt.plain
class ctkDoubleSlider(ctkSliderWidget):
    """A slider of floating-point values."""


@pythonqt.plain
class ctkDoubleSpinBox(ctkSliderWidget):
    """A spin box of floating-point values."""
