"""The live curves as a small chart for the panel; the plot nodes of the scene show the same at any size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import qt

from ..scene.plots import CURVE_STYLES, CurveStyle
from .translation import translated

Points = Sequence[tuple[int, float]]
NARROWEST_PX, ROW_PX = 260, 64


def chart(curves: Mapping[str, Points], width_px: int) -> qt.QPixmap:
    """The curves below each other, each on a scale of its own: smallest and largest value at the left, newest value in
    the title.
    """
    shown = [name for name in CURVE_STYLES if curves.get(name)]
    pixmap = qt.QPixmap(width_px, max(1, ROW_PX * len(shown)))
    pixmap.fill(qt.QColor("white"))
    painter = qt.QPainter(pixmap)
    for row, name in enumerate(shown):
        _draw(painter, width_px, row * ROW_PX, CURVE_STYLES[name], curves[name])
    painter.end()
    return pixmap


def _draw(painter: qt.QPainter, width_px: int, top: int, style: CurveStyle, points: Points) -> None:
    values = [value for _, value in points]
    low, high = min(values), max(values)
    first, last = points[0][0], points[-1][0]
    left, right, upper, lower = 52, width_px - 8, top + 20, top + ROW_PX - 8

    def place(step: int, value: float) -> tuple[int, int]:
        x = left + (right - left) * (step - first) / max(last - first, 1)
        y = lower - (lower - upper) * ((value - low) / (high - low) if high > low else 0.5)
        return int(x), int(y)

    painter.setPen(qt.QColor("#d8d8d8"))
    painter.drawLine(left, lower, right, lower)
    painter.drawLine(left, upper, left, lower)
    painter.setPen(qt.QColor("#404040"))
    painter.drawText(left, top + 15, f"{translated(style.title)}: {values[-1]:.3g}")
    painter.drawText(4, upper + 8, f"{high:.3g}")
    painter.drawText(4, lower, f"{low:.3g}")
    pen = qt.QPen(qt.QColor(*(round(255 * channel) for channel in style.color)))
    pen.setWidth(2)
    painter.setPen(pen)
    places = [place(step, value) for step, value in points]
    if style.points or len(places) == 1:
        for x, y in places:
            painter.drawEllipse(x - 2, y - 2, 4, 4)
        return
    for (x0, y0), (x1, y1) in pairwise(places):
        painter.drawLine(x0, y0, x1, y1)
