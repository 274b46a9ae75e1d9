"""A preview of a result, where figures can be drawn: matplotlib is an optional extra that no result depends on."""

from __future__ import annotations

import importlib

from ..extras import installed
from ..images.volume import Volume
from ..label_set import LabelSet


def preview(image: Volume, labels: Volume, label_set: LabelSet) -> bytes | None:
    """Draw ``figures.overlay`` where figures can be drawn.

    Args:
        image: Gray values (D, H, W).
        labels: Class indices (D, H, W) of ``label_set`` on the same grid.
        label_set: The structures, with their colors.

    Returns:
        A PNG; None without matplotlib.
    """
    if not installed("matplotlib"):
        return None
    from .figures import overlay

    return overlay(image, labels, label_set)


def preload() -> None:
    """Load what previews need, for whoever wants the first one soon."""
    if installed("matplotlib"):
        importlib.import_module(".figures", __package__)
