"""Colors that are legible on whatever the theme of Slicer has behind them."""

from __future__ import annotations

import qt

_RED_ON_LIGHT, _RED_ON_DARK = "#b3261e", "#ff8a80"
_MIDDLE = 128


def error_color(widget: qt.QWidget) -> str:
    """The red in which ``widget`` writes what went wrong: Slicer's own "red" can hardly be read on gray, light or dark.

    Returns:
        "#rrggbb", with a contrast of 4.5 or more to the window of Slicer's light and of its dark style.
    """
    background = widget.property("palette").color(qt.QPalette.ColorRole.Window)
    return _RED_ON_LIGHT if background.lightness() >= _MIDDLE else _RED_ON_DARK
