"""What the panel writes can be read in the light and in the dark style of Slicer: contrast as WCAG 2 defines it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import qt
import slicer
from PySide6 import QtGui, QtWidgets

from CrossModalitySegLib.panel.curves import Curve, chart
from CrossModalitySegLib.scene.plots import CURVE_STYLES

LEAST = 4.5
"""WCAG 2.2, 1.4.3 (AA), of text; what is disabled is exempt there."""
LEAST_OF_A_LINE = 3.0
"""1.4.11, of a line in a figure that one has to see."""

STYLES = {
    "light": {
        "Window": "#efefef",
        "WindowText": "#000000",
        "Base": "#ffffff",
        "AlternateBase": "#f7f7f7",
        "Text": "#000000",
        "Button": "#efefef",
        "ButtonText": "#000000",
        "ToolTipBase": "#ffffdc",
        "ToolTipText": "#000000",
    },
    "dark": {
        "Window": "#353535",
        "WindowText": "#ffffff",
        "Base": "#2d2d2d",
        "AlternateBase": "#424242",
        "Text": "#ffffff",
        "Button": "#353535",
        "ButtonText": "#ffffff",
        "ToolTipBase": "#ffffff",
        "ToolTipText": "#353535",
    },
}
"""Colors of Slicer's "Light Slicer" and "Dark Slicer"."""


@pytest.fixture
def take_on() -> Iterator[Callable[[str], None]]:
    """Give the application one of Slicer's styles."""

    def give(style: str) -> None:
        palette = QtGui.QPalette()
        for role, color in STYLES[style].items():
            palette.setColor(getattr(QtGui.QPalette.ColorRole, role), QtGui.QColor(color))
        QtWidgets.QApplication.setPalette(palette)
        slicer.app.processEvents()

    before = QtWidgets.QApplication.palette()
    yield give
    QtWidgets.QApplication.setPalette(before)


@pytest.fixture(params=STYLES)
def style(request: pytest.FixtureRequest, take_on: Callable[[str], None]) -> str:
    """The application in each of Slicer's styles; asked for before the panel."""
    take_on(request.param)
    return str(request.param)


def luminance(color: Any) -> float:
    """Relative luminance of sRGB, 0..1."""
    channels = np.array([color.red(), color.green(), color.blue()]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: Any, other: Any) -> float:
    """The ratio of two colors, 1..21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast(QtGui.QColor("white"), QtGui.QColor("black")) == pytest.approx(21)
    assert contrast(QtGui.QColor("#777777"), QtGui.QColor("white")) == pytest.approx(4.48, abs=0.01)


def written_and_behind(widget: Any) -> tuple[Any, Any] | None:
    """Colors of the text of ``widget``, enabled, and of what is behind it; None where it writes nothing."""
    role, palette = QtGui.QPalette.ColorRole, widget.palette
    palette.setCurrentColorGroup(QtGui.QPalette.ColorGroup.Active)
    if isinstance(widget, QtWidgets.QTextBrowser):  # they are transparent
        return palette.color(role.Text), widget.parent().palette.color(role.Window)
    if isinstance(widget, QtWidgets.QAbstractItemView | QtWidgets.QPlainTextEdit | QtWidgets.QLineEdit):
        return palette.color(role.Text), palette.color(role.Base)
    if isinstance(widget, QtWidgets.QPushButton | QtWidgets.QComboBox):
        return palette.color(role.ButtonText), palette.color(role.Button)
    if isinstance(widget, QtWidgets.QLabel | QtWidgets.QGroupBox):
        return palette.color(role.WindowText), palette.color(role.Window)
    return None


def test_every_text_can_be_read(style: str, panel: Any) -> None:
    found = 0
    for name, widget in vars(panel.ui).items():
        colors = written_and_behind(widget) if isinstance(widget, QtWidgets.QWidget) else None
        if colors is not None:
            found += 1
            assert contrast(*colors) >= LEAST, name
    assert found > 80


def shown_colors(widget: Any) -> np.ndarray:
    """The pixels (N, 3) of ``widget`` as it is drawn."""
    image = widget.grab().toImage().convertToFormat(qt.QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(-1, 3)


def test_a_failure_can_be_read(style: str, panel: Any) -> None:
    """By the color that the text has, and by the pixels that are drawn."""
    panel.refuse("The chest is upside down.", "Turn it.")
    text = panel.ui.statusText
    cursor = text.textCursor()
    cursor.setPosition(1)
    color, window = (
        cursor.charFormat().foreground().color(),
        panel.ui.statusFrame.palette.color(QtGui.QPalette.ColorRole.Window),
    )
    assert color.red() > color.green() + 60, "red"
    assert contrast(color, window) >= LEAST
    shown = panel.ui.statusFrame.window()
    shown.resize(460, 500)
    shown.show()
    for _ in range(4):
        slicer.app.processEvents()
    pixels = shown_colors(text)
    shown.hide()
    drawn = {tuple(int(channel) for channel in pixel) for pixel in np.unique(pixels, axis=0)}
    assert max(contrast(QtGui.QColor(*pixel), window) for pixel in drawn) >= LEAST


def test_a_failure_follows_the_style(panel: Any, take_on: Callable[[str], None]) -> None:
    """Whoever changes the style reads the sentence in the red of the new one as soon as the panel is drawn."""
    panel.refuse("The chest is upside down.", "Turn it.")
    found = []
    for name, colors in STYLES.items():
        take_on(name)
        panel.draw()
        cursor = panel.ui.statusText.textCursor()
        cursor.setPosition(1)
        found.append(contrast(cursor.charFormat().foreground().color(), QtGui.QColor(colors["Window"])))
    assert min(found) >= LEAST


def test_texts_have_no_style_sheets(panel: Any) -> None:
    """In a window that was shown before, these keep the colors of the style before."""
    browsers = [one for one in vars(panel.ui).values() if isinstance(one, QtWidgets.QTextBrowser)]
    assert len(browsers) == 6
    assert not any(browser.property("styleSheet") for browser in browsers)


def test_curves_can_be_seen_in_every_style(style: str, panel: Any) -> None:
    """They are drawn on paper of their own, which no style changes."""
    white = QtGui.QColor("white")
    curves = {name: Curve([(0, 0.0), (10, 1.0)]) for name in CURVE_STYLES}
    image = chart(curves, 320).toImage()
    assert image.pixelColor(318, 2) == white
    texts = {image.pixelColor(x, y).name() for y in range(2, 19) for x in range(50, 200)}
    assert max(contrast(QtGui.QColor(color), white) for color in texts) >= LEAST
    for curve in CURVE_STYLES.values():
        assert contrast(QtGui.QColor.fromRgbF(*curve.color), white) >= LEAST_OF_A_LINE, curve.title
