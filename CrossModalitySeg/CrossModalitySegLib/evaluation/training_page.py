"""The page of one training: its curves, and what its segmenter made of one volume at some steps."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..files import replacing
from ..images.volume import Volume
from ..label_set import LabelSet
from . import figures
from .pages import template_environment

LABELED = "Labels"
"""Title of the column of a labeled volume's own labels."""


def write_training_page(
    path: Path,
    title: str,
    curves: Mapping[str, list[tuple[int, float | None]]],
    image: Volume,
    moments: Mapping[int, Volume],
    label_set: LabelSet,
    truth: Volume | None = None,
) -> Path:
    """Write the page to ``path``, replacing an earlier one, and return it.

    Args:
        path: File of the page, which needs no other one.
        title: Name of the model.
        curves: Points (step, value) by name; "chosen" marks the steps whose weights were kept.
        image: Gray values of the volume that is shown.
        moments: What the segmenter made of it, label maps on its grid by step.
        label_set: The structures.
        truth: Labels of the volume, where it has any.

    Raises ``ImportError`` without jinja2 or matplotlib.
    """
    shown = dict(curves)
    chosen = shown.pop("chosen", None)
    html = (
        template_environment()
        .get_template("training.html.j2")
        .render(
            title=title,
            curves=figures.curves(shown, title, chosen[-1][0] if chosen else None),
            pictures=_pictures(image, moments, label_set, truth) if moments else None,
            labeled=truth is not None,
        )
    )
    with replacing(path) as temporary:
        temporary.write_text(html, encoding="utf-8")
    return path


def _pictures(image: Volume, moments: Mapping[int, Volume], label_set: LabelSet, truth: Volume | None) -> bytes:
    """One slice at all moments: that which shows most of the labels, or of the last moment."""
    columns = {f"step {step}": moments[step] for step in sorted(moments)}
    most = truth if truth is not None else moments[max(moments)]
    plane: figures.Plane = "axial" if image.geometry.shape[0] == 1 else "coronal"
    own = {LABELED: truth} if truth is not None else {}
    case = figures.slice_case(image, most, columns | own, label_set, plane)
    return figures.figure3([case], ["Image", *columns, *own], label_set)
