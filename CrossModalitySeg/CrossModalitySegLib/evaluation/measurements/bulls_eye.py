"""Bull's-eye plot of the left ventricle: wall thickness in 17 segments, as seen from the apex."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib import colormaps
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from ..figures import FAINT, INK, png
from .wall import SEGMENTS

_RINGS = ((1, 6, 60.0, 0.75), (7, 6, 60.0, 0.5), (13, 4, 45.0, 0.25))
"""First segment of each ring, how many there are, where it begins (degrees from the right, counterclockwise), and its
inner radius.
"""
_RING = 0.25


def bulls_eye(wall_mm: Mapping[int, float | None], title: str = "") -> bytes:
    """Draw the wall thickness of the left ventricle as a bull's eye: anterior on top and the septum on the left.

    Args:
        wall_mm: Thickness in mm by segment, 1 to 17; one without a thickness is hatched.
        title: Heading; "" for none.

    Returns:
        A PNG.

    References:
        Cerqueira et al., Circulation 2002, doi:10.1161/hc0402.102975.
    """
    known = [mm for mm in wall_mm.values() if mm is not None]
    scale = Normalize(0, max(12.0, *known)) if known else Normalize(0, 12)
    colors, shades = ScalarMappable(scale, "viridis"), colormaps["viridis"]
    figure = Figure(figsize=(6.4, 5.6), layout="constrained", facecolor="white")
    ax = figure.subplots(subplot_kw={"projection": "polar"})
    for segment in SEGMENTS:
        start, width, inner = _place(segment.number)
        mm = wall_mm.get(segment.number)
        ax.bar(
            start,
            _RING,
            width,
            inner,
            align="edge",
            color=FAINT if mm is None else shades(scale(mm)),
            hatch="///" if mm is None else None,
            edgecolor="white",
            linewidth=1.5 if segment.number < 17 else 0.0,
        )
        middle = (start + width / 2, inner + _RING / 2) if segment.number < 17 else (0.0, 0.0)
        dark = mm is not None and scale(mm) < 0.6
        text = f"{segment.number}" + ("" if mm is None else f"\n{mm:.1f}")
        ax.text(*middle, text, ha="center", va="center", fontsize=9, color="white" if dark else INK)
    for degrees, word in ((90, "anterior"), (180, "septal"), (270, "inferior"), (0, "lateral")):
        turn = {180: 90, 0: -90}.get(degrees, 0)
        ax.text(np.radians(degrees), 1.07, word, ha="center", va="center", rotation=turn, color=INK)
    ax.set_ylim(0, 1)
    ax.set_axis_off()
    figure.colorbar(colors, ax=ax, shrink=0.7, label="wall thickness in mm", pad=0.08)
    if title:
        figure.suptitle(title, fontsize=12, color=INK)
    return png(figure)


def _place(number: int) -> tuple[float, float, float]:
    """Where a segment begins and how wide it is (radians), and its inner radius."""
    for first, count, begin, inner in _RINGS:
        if first <= number < first + count:
            width = 2 * np.pi / count
            return np.radians(begin) + (number - first) * width, width, inner
    return 0.0, 2 * np.pi, 0.0
