"""Volume-time curve of a heart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ..label_set import LabelSet
from .figures import FAINT, INK, png
from .heart_function import HeartFunction


def volume_time_curve(
    volumes_ml: Sequence[Mapping[str, float] | None],
    function: HeartFunction,
    label_set: LabelSet,
    title: str = "",
) -> bytes:
    """Draw the volume of each structure over the phases of a beat.

    Args:
        volumes_ml: Volumes in ml by structure name, for each phase; None for one that is left out.
        function: What was measured: the ends of diastole and systole of its first ventricle are marked.
        label_set: The structures.
        title: Heading; "" for none.

    Returns:
        A PNG.
    """
    figure = Figure(figsize=(8.0, 4.6), layout="constrained", facecolor="white")
    ax = figure.subplots()
    there = {phase: volumes for phase, volumes in enumerate(volumes_ml, start=1) if volumes is not None}
    for structure in label_set.structures:
        series = [volumes.get(structure.name, 0.0) for volumes in there.values()]
        if not any(series):
            continue
        strong = structure.name in function.ventricles
        ax.plot(
            list(there),
            series,
            color=structure.css,
            linewidth=2.4 if strong else 1.2,
            marker="o" if strong else "",
            markersize=4,
            label=structure.name,
        )
    marked = next(iter(function.ventricles.items()), None)
    if marked is not None:
        name, ventricle = marked
        for phase, word in ((ventricle.ed_phase, "end of diastole"), (ventricle.es_phase, "end of systole")):
            ax.axvline(phase, color=FAINT, linestyle="--", linewidth=1.0)
            ax.annotate(
                word,
                (phase, 0.0),
                xycoords=("data", "axes fraction"),
                xytext=(4, 4),
                textcoords="offset points",
                rotation=90,
                fontsize=8,
                color=INK,
            )
        text = f"{name}: ejection fraction {ventricle.ef_percent:.0f} %"
        if ventricle.ef_interval_percent:
            low, high = ventricle.ef_interval_percent
            text += f" ({low:.0f} to {high:.0f} %)"
        text += f", stroke volume {ventricle.stroke_ml:.0f} ml"
        ax.set_title(text, fontsize=10, loc="left", color=INK)
    if title:
        figure.suptitle(title, fontsize=12, x=0.01, ha="left", color=INK)
    ax.set_xlabel("phase", color=INK)
    ax.set_ylabel("volume (ml)", color=INK)
    ax.set_ylim(bottom=0)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.tick_params(labelsize=8, colors=INK)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    ax.legend(frameon=False, fontsize=9, loc="center left", bbox_to_anchor=(1.0, 0.5))
    return png(figure)
