"""Draws the icon of the extension and of the module: a heart in the colors of the four structures, and an arrow from
MR to CT.

Run from the repository's root: ``.venv/bin/python Resources/figures/draw_icon.py``.
"""

from __future__ import annotations

from pathlib import Path as File

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse, FancyArrowPatch, FancyBboxPatch, PathPatch, Rectangle
from matplotlib.path import Path

from CrossModalitySegLib import anatomy

ROOT = File(__file__).resolve().parents[2]
SIDE_PX = 128
INK = "#1d2733"


def color(name: str) -> tuple[float, ...]:
    """Color of the structure ``name`` as matplotlib wants it, 0..1."""
    return tuple(channel / 255 for channel in anatomy.HEART_4.by_name(name).color)


def heart() -> Path:
    """Outline of a heart within x 8..120, y 38..124 (px, y upwards)."""
    t = np.linspace(0, 2 * np.pi, 200)
    x = 16 * np.sin(t) ** 3
    y = 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)
    return Path(np.stack([64 + x * 3.4, 87 + y * 3.0], axis=1), closed=False)


def draw() -> Figure:
    """The icon, ``SIDE_PX`` pixels wide and high, on a transparent ground."""
    figure = Figure(figsize=(1.28, 1.28), dpi=100)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, SIDE_PX), ylim=(0, SIDE_PX))
    axes.axis("off")
    outline = heart()
    clip = PathPatch(outline, transform=axes.transData, facecolor="none")
    axes.add_patch(clip)
    white = {"edgecolor": "white", "linewidth": 1.6}
    chambers = [
        Rectangle((0, 30), SIDE_PX, 62, facecolor=color("Myo"), **white),
        Rectangle((-5, 88), 69, 50, facecolor=color("AA"), **white),
        Rectangle((64, 88), 69, 50, facecolor=color("LA"), **white),
        Ellipse((64, 73), 42, 36, facecolor=color("LV"), **white),
    ]
    for chamber in chambers:
        axes.add_patch(chamber)
        chamber.set_clip_path(clip)
    axes.add_patch(PathPatch(outline, facecolor="none", edgecolor=INK, linewidth=2.4, joinstyle="round"))
    # A plate keeps the letters readable on Slicer's dark theme.
    axes.add_patch(
        FancyBboxPatch(
            (8, 6), 112, 24, boxstyle="round,pad=0,rounding_size=6", facecolor="white", edgecolor=INK, linewidth=1.6
        )
    )
    text = {"fontsize": 15, "fontweight": "bold", "color": INK, "ha": "center", "va": "center_baseline"}
    axes.text(27, 18, "MR", **text)
    axes.text(103, 18, "CT", **text)
    axes.add_patch(
        FancyArrowPatch(
            (46, 18), (85, 18), arrowstyle="-|>", mutation_scale=13, linewidth=3, color=INK, shrinkA=0, shrinkB=0
        )
    )
    return figure


if __name__ == "__main__":
    for target in (
        ROOT / "CrossModalitySeg.png",
        ROOT / "CrossModalitySeg" / "Resources" / "Icons" / "CrossModalitySeg.png",
    ):
        draw().savefig(target, transparent=True)
        print(target)
