"""The live curves as a small chart for the panel; the plot nodes of the scene show the same at any size."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from itertools import pairwise

import qt

from ..scene.plots import CURVE_STYLES, CurveStyle
from .translation import translated

Point = tuple[int, float]
NARROWEST_PX, ROW_PX = 260, 64
MOST_POINTS = 2048
"""So many points of a curve are kept, more than any panel has columns of pixels; an even number."""


class Curve:
    """The points (step, value) of a curve, thinned evenly where there are many. The last one is among ``points``, and
    the smallest value ``low`` and the largest one ``high`` are those of all.
    """

    def __init__(self, points: Iterable[Point] = ()) -> None:
        self.low, self.high = math.inf, -math.inf
        self._kept: list[Point] = []
        self._count, self._every = 0, 1
        self._last: Point | None = None
        for point in points:
            self.add(*point)

    def add(self, step: int, value: float) -> None:
        """Append a point."""
        self.low, self.high, self._last = min(self.low, value), max(self.high, value), (step, value)
        if self._count % self._every == 0:
            self._kept.append(self._last)
            if len(self._kept) == MOST_POINTS:
                del self._kept[1::2]
                self._every *= 2
        self._count += 1

    @property
    def points(self) -> list[Point]:
        """The points in their order."""
        return self._kept if self._last is None or self._kept[-1] is self._last else [*self._kept, self._last]


def chart(curves: Mapping[str, Curve], width_px: int) -> qt.QPixmap:
    """The curves below each other, each on a scale of its own: smallest and largest value at the left, newest value in
    the title.
    """
    shown = [name for name in CURVE_STYLES if name in curves and curves[name].points]
    pixmap = qt.QPixmap(width_px, max(1, ROW_PX * len(shown)))
    pixmap.fill(qt.QColor("white"))
    painter = qt.QPainter(pixmap)
    for row, name in enumerate(shown):
        _draw(painter, width_px, row * ROW_PX, CURVE_STYLES[name], curves[name])
    painter.end()
    return pixmap


def _draw(painter: qt.QPainter, width_px: int, top: int, style: CurveStyle, curve: Curve) -> None:
    points, low, high = curve.points, curve.low, curve.high
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
    painter.drawText(left, top + 15, f"{translated(style.title)}: {points[-1][1]:.3g}")
    painter.drawText(4, upper + 8, f"{high:.3g}")
    painter.drawText(4, lower, f"{low:.3g}")
    pen = qt.QPen(qt.QColor(*(round(255 * channel) for channel in style.color)))
    pen.setWidth(2)
    painter.setPen(pen)
    places = _one_a_column([place(step, value) for step, value in points])
    if style.points or len(places) == 1:
        for x, y in places:
            painter.drawEllipse(x - 2, y - 2, 4, 4)
        return
    for (x0, y0), (x1, y1) in pairwise(places):
        painter.drawLine(x0, y0, x1, y1)


def _one_a_column(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of ``places`` that follow each other in one column of pixels the first, and the last of all."""
    shown = places[:1] + [place for before, place in pairwise(places) if place[0] != before[0]]
    return shown if shown[-1] == places[-1] else [*shown, places[-1]]
