"""The figures of the report, each as the bytes of a PNG. Structure colors come from the label table."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import get_font_names
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patches import Patch
from matplotlib.text import Text
from numpy.typing import NDArray
from PIL import Image

from ..images.geometry import Geometry
from ..images.volume import Volume
from ..label_set import LabelSet, Structure
from .pages import DPI
from .rendering import rendering
from .results import NO_ADAPTATION, Results, mean
from .tables import lines

Plane = Literal["axial", "coronal", "sagittal"]

VIEW_MARGIN_MM = 25.0
FILL = 0.45
INK, FAINT = "#1f2933", "#9aa5b1"
_WIDE_FONTS = (
    *("Noto Sans CJK SC", "Noto Sans CJK JP", "Source Han Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei"),
    *("Microsoft YaHei", "SimHei", "Malgun Gothic", "PingFang SC", "Hiragino Sans GB", "Heiti TC", "Arial Unicode MS"),
)
"""Have the signs of Chinese, which the font of matplotlib lacks, and are there on Linux, Windows or a Mac."""


@dataclass(frozen=True)
class Case:
    """One row of Figure 3.

    Attributes:
        image: Gray values (H, W), first row on top.
        panels: Class indices (H, W) by column.
        pixel_mm: Spacing (row, column) in mm.
        title: Name of the subject.
    """

    image: NDArray
    panels: Mapping[str, NDArray]
    pixel_mm: tuple[float, float] = (1.0, 1.0)
    title: str = ""


def slice_case(
    image: Volume,
    truth: Volume,
    panels: Mapping[str, Volume],
    label_set: LabelSet,
    plane: Plane = "coronal",
    title: str = "",
) -> Case:
    """The slice that shows most of the reference structures, in radiological orientation.

    Args:
        image: Gray values on any grid.
        truth: Reference label map on any grid; it becomes the column "Truth".
        panels: Predicted label maps on any grid, by column.
        label_set: The structures.
        plane: Orientation of the slice.
        title: Name of the subject.

    Returns:
        The slice with the label maps of all columns.
    """
    grid = _view_grid(truth)
    labels = truth.resampled(grid, "nearest").array
    axis = {"axial": 0, "coronal": 1, "sagittal": 2}[plane]
    others = tuple(a for a in range(3) if a != axis)
    areas = np.array([(labels == s.value).sum(axis=others) for s in label_set.structures], dtype=float)
    shares = areas / np.maximum(areas.max(axis=1, keepdims=True), 1)
    # A structure counts as seen from a tenth of its largest section on; of the slices that see most, the fullest.
    index = int(((shares > 0.1).sum(axis=0) * len(shares) + shares.sum(axis=0)).argmax())
    cuts = {"Truth": truth, **panels}
    return Case(
        image=_cut(image.resampled(grid, fill=float(image.array.min())).array, axis, index),
        panels={name: _cut(volume.resampled(grid, "nearest").array, axis, index) for name, volume in cuts.items()},
        title=title,
    )


def figure3(cases: Sequence[Case], columns: Sequence[str], label_set: LabelSet) -> bytes:
    """Figure 3 of the paper: one row per case, structures filled and outlined in their colors.

    Args:
        cases: The rows.
        columns: Titles of the columns; the first shows the bare slice, the others the panel of that name.
        label_set: The structures.

    Returns:
        Bytes of a PNG.
    """
    heights = [case.image.shape[0] * case.pixel_mm[0] / (case.image.shape[1] * case.pixel_mm[1]) for case in cases]
    figure = Figure(
        figsize=(2.1 * len(columns), 2.1 * sum(heights) + 0.7),
        layout=ConstrainedLayoutEngine(w_pad=0.02, h_pad=0.02, wspace=0.0, hspace=0.0),
        facecolor="white",
    )
    axes = figure.subplots(len(cases), len(columns), squeeze=False, gridspec_kw={"height_ratios": heights})
    for row, case in zip(axes, cases, strict=True):
        for column, (ax, name) in enumerate(zip(row, columns, strict=True)):
            labels = case.panels.get(name)
            if column == 0 or labels is not None:
                _show(ax, case.image, labels if column else None, case.pixel_mm, label_set)
            else:
                _blank(ax, "not run")
        row[0].set_ylabel(case.title, fontsize=9, color=INK)
    for ax, name in zip(axes[0], columns, strict=True):
        ax.set_title(name, fontsize=11, color=INK)
    _legend(figure, label_set)
    return png(figure)


def overlay(image: Volume, labels: Volume, label_set: LabelSet) -> bytes:
    """Overview of a segmentation: axial, coronal and sagittal slices through its center, a 3D rendering and a legend.

    A single slice is shown in its own plane instead. Without structures, the slices go through the center of the
    volume.

    Args:
        image: Gray values.
        labels: Label map on the same grid.
        label_set: The structures.

    Returns:
        Bytes of a PNG.
    """
    if 1 in labels.geometry.shape:
        return _single_slice(image, labels, label_set)
    grid = _view_grid(labels)
    gray, classes = image.resampled(grid, fill=float(image.array.min())).array, labels.resampled(grid, "nearest").array
    found = np.argwhere(classes > 0)
    center = np.round(found.mean(axis=0)).astype(int) if found.size else np.array(grid.shape) // 2
    figure = Figure(figsize=(13.2, 4.0), layout="constrained", facecolor="white")
    *views, solid = figure.subplots(1, 4)
    for axis, (ax, name) in enumerate(zip(views, ("Axial", "Coronal", "Sagittal"), strict=True)):
        _show(ax, _cut(gray, axis, center[axis]), _cut(classes, axis, center[axis]), (1.0, 1.0), label_set)
        ax.set_title(name, fontsize=11, color=INK)
        ax.set_anchor("N")
    solid.imshow(rendering(labels, label_set), interpolation="bilinear")
    solid.set_title("3D", fontsize=11, color=INK)
    solid.set_anchor("N")
    _no_ticks(solid)
    _legend(figure, label_set)
    return png(figure)


def _single_slice(image: Volume, labels: Volume, label_set: LabelSet) -> bytes:
    thin = labels.geometry.shape.index(1)
    row_mm, column_mm = (mm for axis, mm in enumerate(labels.geometry.spacing_mm) if axis != thin)
    figure = Figure(figsize=(9.0, 7.6), layout="constrained", facecolor="white")
    _show(
        figure.subplots(),
        image.array.take(0, axis=thin),
        labels.array.take(0, axis=thin),
        (row_mm, column_mm),
        label_set,
    )
    _legend(figure, label_set)
    return png(figure)


def curves(
    metrics: Mapping[str, Sequence[tuple[int, float | None]]], title: str, chosen_step: int | None = None
) -> bytes:
    """Draw series as small multiples, a panel each.

    Args:
        metrics: Points (step, value) by name of the series; values that are None or not finite leave a gap.
        title: Heading.
        chosen_step: Step whose weights were kept, which is marked; None for none.

    Returns:
        A PNG.
    """
    shown = {name: points for name, points in metrics.items() if points} or {"no values": []}
    across = min(3, len(shown))
    down = math.ceil(len(shown) / across)
    figure = Figure(figsize=(3.7 * across, 2.3 * down + 0.5), layout="constrained", facecolor="white")
    figure.suptitle(title, fontsize=12, color=INK, x=0.01, ha="left")
    axes = figure.subplots(down, across, squeeze=False).ravel()
    for ax, (name, points) in zip(axes, shown.items(), strict=False):
        steps = np.array([step for step, _ in points], dtype=float)
        values = np.array([np.nan if value is None else value for _, value in points], dtype=float)
        values[~np.isfinite(values)] = np.nan
        _draw_curve(ax, steps, values)
        if chosen_step is not None:
            ax.axvline(chosen_step, color="#d64545", linewidth=1.0, linestyle="--")
            ax.annotate(
                "kept",
                (chosen_step, 1.0),
                xycoords=("data", "axes fraction"),
                xytext=(3, -9),
                textcoords="offset points",
                fontsize=8,
                color="#d64545",
            )
        ax.set_title(name.replace("_", " "), fontsize=10, loc="left", color=INK)
        _plain(ax)
    for ax in axes[len(shown) :]:
        ax.set_axis_off()
    for ax in axes[max(0, len(shown) - across) : len(shown)]:
        ax.set_xlabel("step", fontsize=9, color=INK)
    return png(figure)


def depth_ablation(results: Results) -> bytes:
    """Dice of dou2018 over the adaptation depth, by structure and mean; dots are seeds, dashes the ends of the gap."""
    own = [row for row in results.rows if row.method == "dou2018" and row.depth is not None]
    depths = sorted({row.depth for row in own if row.depth is not None})
    figure = Figure(figsize=(6.6, 3.9), layout="constrained", facecolor="white")
    ax = figure.subplots()
    places = range(len(depths))
    for name in (*results.labels.names, "mean"):
        color, width = (INK, 2.4) if name == "mean" else (results.labels.by_name(name).css, 1.6)
        means = [mean(row.dice[name] for row in own if row.depth == depth) for depth in depths]
        ax.plot(
            places,
            [np.nan if value is None else value for value in means],
            color=color,
            linewidth=width,
            marker="o",
            markersize=5,
            label=name,
        )
        for place, depth in enumerate(depths):
            values = [dice for row in own if row.depth == depth and (dice := row.dice[name]) is not None]
            if len(values) > 1:
                ax.plot([place] * len(values), values, linestyle="", marker=".", markersize=4, color=color, alpha=0.5)
    for end in (NO_ADAPTATION, results.domains.supervised):
        level = mean(row.dice["mean"] for row in results.rows if row.method == end)
        if level is not None:
            ax.axhline(level, color=FAINT, linestyle="--", linewidth=1.0)
            ax.annotate(
                f"{end}, mean",
                (1.0, level),
                xycoords=("axes fraction", "data"),
                xytext=(-3, 3),
                textcoords="offset points",
                ha="right",
                fontsize=8,
                color="#52606d",
            )
    ax.set_xticks(list(places), [f"d = {depth}" for depth in depths])
    ax.set_xlim(-0.35, len(depths) - 0.3)
    ax.set_ylim(0, 1)
    ax.set_ylabel("Dice", color=INK)
    ax.legend(frameon=False, fontsize=9, loc="center left", bbox_to_anchor=(1.0, 0.5))
    _plain(ax)
    return png(figure)


def per_structure(results: Results) -> bytes:
    """Dice of every volume by method, a panel per structure; the bar is the median, an open dot at 0 a missing
    structure.
    """
    groups = lines(results)
    figure = Figure(
        figsize=(2.75 * len(results.labels.structures), 0.34 * len(groups) + 1.5),
        layout="constrained",
        facecolor="white",
    )
    structures = results.labels.structures
    axes = figure.subplots(1, len(structures), sharey=True, squeeze=False)[0]
    for ax, structure in zip(axes, structures, strict=True):
        for place, line in enumerate(groups):
            volumes = [
                volume
                for row in results.rows
                if (row.method, row.depth) == (line.method, line.depth)
                for volume in row.per_volume
            ]
            found = [
                dice
                for volume in volumes
                if (dice := volume.dice[structure.name]) is not None and not volume.missing(structure.name)
            ]
            absent = sum(volume.missing(structure.name) for volume in volumes)
            ax.scatter(
                found,
                _spread(place, len(found)),
                s=16,
                color=_rgb(structure),
                edgecolor=INK,
                linewidth=0.4,
                alpha=0.85,
                zorder=3,
            )
            ax.scatter(
                [0.0] * absent, _spread(place, absent), s=16, facecolor="white", edgecolor=INK, linewidth=0.7, zorder=3
            )
            if found or absent:
                median = float(np.median([*found, *[0.0] * absent]))
                ax.plot([median, median], [place - 0.32, place + 0.32], color=INK, linewidth=1.8, zorder=4)
        ax.set_title(_head(structure), fontsize=9, loc="left", color=INK)
        ax.set_xlim(-0.04, 1.02)
        ax.set_xlabel("Dice", fontsize=9, color=INK)
        _plain(ax)
    axes[0].set_yticks(range(len(groups)), [line.label for line in groups])
    axes[0].set_ylim(len(groups) - 0.4, -0.6)
    return png(figure)


def _view_grid(labels: Volume, spacing_mm: float = 1.0) -> Geometry:
    """Axis-aligned grid around the structures of ``labels`` plus a margin, or over the whole volume if there are
    none.
    """
    geometry = labels.geometry
    found = np.argwhere(labels.array > 0)
    low, high = (found.min(axis=0), found.max(axis=0)) if found.size else (np.zeros(3), np.array(geometry.shape) - 1)
    corners = geometry.physical(np.array(np.meshgrid(*zip(low, high, strict=True))).reshape(3, -1).T)
    margin_mm = VIEW_MARGIN_MM if found.size else 0.0
    whole = geometry.physical(np.array(np.meshgrid(*[(0, n - 1) for n in geometry.shape])).reshape(3, -1).T)
    first = np.maximum(corners.min(axis=0) - margin_mm, whole.min(axis=0))
    last = np.minimum(corners.max(axis=0) + margin_mm, whole.max(axis=0))
    shape = np.floor((last - first)[::-1] / spacing_mm).astype(int) + 1
    return Geometry(tuple(int(n) for n in shape), (spacing_mm,) * 3, tuple(float(v) for v in first))  # type: ignore[arg-type]


def _cut(array: NDArray, axis: int, index: int) -> NDArray:
    """The slice ``index`` of a patient-grid array across ``axis``, with the head (or the front) on top."""
    cut = np.take(array, index, axis=axis)
    return cut if axis == 0 else cut[::-1]


def _show(ax: Axes, image: NDArray, labels: NDArray | None, pixel_mm: tuple[float, float], label_set: LabelSet) -> None:
    low, high = np.percentile(image, (1.0, 99.5))
    aspect = pixel_mm[0] / pixel_mm[1]
    ax.imshow(image, cmap="gray", vmin=low, vmax=max(high, low + 1e-6), aspect=aspect, interpolation="bilinear")
    if labels is not None:
        fill = np.zeros((*labels.shape, 4))
        fills = ax.imshow(fill, aspect=aspect, interpolation="nearest")
        for structure in label_set.structures:
            mask = labels == structure.value
            if mask.any():
                color = _rgb(structure)
                fill[mask] = (*color, FILL)
                ax.contour(mask.astype(float), levels=[0.5], colors=[color], linewidths=0.9)
        fills.set_data(fill)
    _no_ticks(ax)


def _blank(ax: Axes, message: str) -> None:
    ax.text(0.5, 0.5, message, ha="center", va="center", transform=ax.transAxes, fontsize=9, color=FAINT)
    ax.set_facecolor("#f5f7fa")
    _no_ticks(ax)


def _no_ticks(ax: Axes) -> None:
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(False)


def _plain(ax: Axes) -> None:
    ax.tick_params(labelsize=8, colors=INK, length=3)
    ax.grid(color="#e4e7eb", linewidth=0.7)
    ax.set_axisbelow(True)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_color(FAINT)


def _draw_curve(ax: Axes, steps: NDArray[np.float64], values: NDArray[np.float64]) -> None:
    """The values; where they are many, faint behind their running median, which spikes do not move."""
    window = len(values) // 25
    if window < 3:
        ax.plot(steps, values, color="#2b6cb0", linewidth=1.4, marker="o" if len(values) < 30 else "", markersize=2.5)
        return
    ax.plot(steps, values, color="#2b6cb0", linewidth=0.6, alpha=0.35)
    half = window // 2
    smooth = [
        np.nanmedian(part) if np.isfinite(part := values[max(0, i - half) : i + half + 1]).any() else np.nan
        for i in range(len(values))
    ]
    ax.plot(steps, smooth, color="#2b6cb0", linewidth=1.6)
    known = values[np.isfinite(values)]
    if known.size:
        low, high = np.percentile(known, (0.5, 99.5))
        ax.set_ylim(low - 0.08 * (high - low or 1.0), high + 0.08 * (high - low or 1.0))


def _spread(place: int, count: int) -> NDArray[np.float64]:
    """``count`` positions around ``place`` that keep dots from hiding one another, the same in every run."""
    return place + np.linspace(-0.22, 0.22, count) if count > 1 else np.full(count, float(place))


def _rgb(structure: Structure) -> tuple[float, float, float]:
    red, green, blue = structure.color
    return red / 255, green / 255, blue / 255


def _head(structure: Structure) -> str:
    return structure.name if structure.title == structure.name else f"{structure.name}  {structure.title}"


def _legend(figure: Figure, label_set: LabelSet) -> None:
    patches = [Patch(facecolor=_rgb(s), label=_head(s)) for s in label_set.structures]
    figure.legend(
        handles=patches,
        loc="outside lower center",
        ncols=min(len(patches), 4),
        frameon=False,
        fontsize=9,
        labelcolor=INK,
    )


def png(figure: Figure) -> bytes:
    """Draw a figure. Texts are shown as they are, names of files in any script and with any sign, as far as this
    machine has fonts for them.

    Args:
        figure: Figure of matplotlib, whose texts get other fonts.

    Returns:
        A PNG of ``DPI`` dots an inch.
    """
    canvas = FigureCanvasAgg(figure)
    figure.dpi = DPI
    families = ["DejaVu Sans", *(name for name in _WIDE_FONTS if name in get_font_names())]
    for text in figure.findobj(Text):
        text.set_parse_math(False)  # a dollar sign in a name begins no formula
        text.set_fontfamily(families)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        canvas.draw()  # ``savefig`` would draw everything a second time, only to find where it lies
    buffer = io.BytesIO()
    Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB").save(buffer, "png", dpi=(DPI, DPI))
    return buffer.getvalue()
