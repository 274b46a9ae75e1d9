"""Whether text was drawn into an image."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy import ndimage

# Chosen on 41 real slices, as they are, rotated with padding around them and with 1.5 times the contrast, and 84 texts
# of 10 to 24 points on
# 256 x 256 and 512 x 512 pixels.
_LENGTH_PX = 7
"""Shortest stroke that counts: the stem of a letter of ten points."""
_REACH_PX = 3
"""How far from a stroke's pixel its dark surroundings must begin on both sides, so how wide it may be."""
_CROSSBAR_PX = 2
"""Width of a bar that meets a stem, as in H and E."""
_BRIGHT = 0.8
"""Lowest gray value of a stroke, as a part of the image's range; so for the two that follow."""
_CONTRAST = 0.4
"""Least difference between a stroke and its surroundings."""
_FLAT = 0.03
"""Largest difference within a stroke, and among those of a text: smooth edges of letters let a little of the background
through.
"""
_BAR_PX = 48
"""From this length on a single stroke is a scale bar."""
_LINE_PX, _NEAR = 1, 4
"""Letters of a line begin and end on one height, but for this, and lie this many heights apart at most."""
_SMALL_PX = 256
"""In images with a shorter side than this, layers of fat are thin and straight too, so that two strokes are needed.
"""
_PADDING_SHARE = 0.005
"""Least part of an image that padding fills."""

Text = Literal["yes", "perhaps", "no"]


def text_in(array: NDArray) -> Text:
    """Whether somebody wrote into an image.

    Stems and bars of letters and digits are bright, thin, straight strokes along rows or columns whose values hardly
    change. Several of one gray value and one height side by side are a text, a long one is a scale bar; noise and the
    curves of anatomy look otherwise. The rim of a field that padding surrounds has padding on one side only, while text
    on black has it on both.

    Args:
        array: Gray values (H, W).

    Returns:
        "yes" for a line of letters or a scale bar; "perhaps" for single strokes, which may be a letter, a wire or a
        layer of fat. It cannot see dark text, text darker than the brightest fifth of the range or little brighter than
        what is behind it, letters under ten points or with strokes over 5 pixels, text without stems, and text that was
        turned or blurred by resizing.
    """
    values = array.astype(np.float32)
    span = float(np.ptp(values))
    padding = _padding(values)
    found = [_strokes(values, padding), _strokes(values.T, padding.T)]
    upright = [_is_text(strokes, span) for strokes in found]
    return (
        "yes"
        if any(upright)
        else "perhaps"
        if sum(map(len, found)) >= (1 if min(array.shape) >= _SMALL_PX else 2)
        else "no"
    )


def _padding(values: NDArray[np.float32]) -> NDArray[np.bool_]:
    """What has the value of a large, even region at the border: that region, and whatever looks like it."""
    rim = np.concatenate([values[0], values[-1], values[:, 0], values[:, -1]])
    found, counts = np.unique(rim, return_counts=True)
    result = np.zeros(values.shape, dtype=bool)
    for value in found[counts >= _LENGTH_PX]:
        same = values == value
        pieces, _ = ndimage.label(same)
        at_rim = np.unique(np.concatenate([pieces[0], pieces[-1], pieces[:, 0], pieces[:, -1]]))
        if np.bincount(pieces.ravel())[at_rim[at_rim > 0]].max(initial=0) >= _PADDING_SHARE * values.size:
            result |= same
    return result


def _strokes(values: NDArray[np.float32], padding: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Strokes along axis 0, a row each: gray value, first and last pixel along axis 0, middle along axis 1."""
    low, span = float(values.min()), float(np.ptp(values))
    padded = np.pad(values, ((0, 0), (_REACH_PX, _REACH_PX)), mode="edge")
    lowest = sliding_window_view(padded, _REACH_PX, axis=1).min(axis=-1)
    beside = np.maximum(lowest[:, : values.shape[1]], lowest[:, _REACH_PX + 1 :])  # the brighter of the two sides
    bright = (values >= low + _BRIGHT * span) & ~padding
    thin = bright & (values - beside >= _CONTRAST * span)
    along, alone = sliding_window_view(values, _LENGTH_PX, axis=0), sliding_window_view(thin, _LENGTH_PX, axis=0)
    even = sliding_window_view(bright, _LENGTH_PX, axis=0).all(axis=-1) & (
        along.max(axis=-1) - along.min(axis=-1) <= _FLAT * span
    )
    begins = even & (alone.sum(axis=-1) >= _LENGTH_PX - _CROSSBAR_PX)
    straight = np.zeros(values.shape, dtype=bool)
    for offset in range(_LENGTH_PX):
        straight[offset : offset + len(begins)] |= begins
    pieces, _ = ndimage.label(straight, np.ones((3, 3)))  # a stroke of two columns is one
    strokes = []
    for number, (rows, columns) in enumerate(ndimage.find_objects(pieces), start=1):
        sides = [
            padding[rows, max(0, columns.start - 3) : max(0, columns.start - 1)],
            padding[rows, columns.stop + 1 : columns.stop + 3],
        ]
        left, right = (float(side.mean()) if side.size else 1.0 for side in sides)
        if abs(left - right) < 0.5:
            value = float(values[rows, columns][pieces[rows, columns] == number].max())
            strokes.append((value, rows.start, rows.stop - 1, (columns.start + columns.stop) / 2))
    return np.array(strokes, dtype=np.float64).reshape(-1, 4)


def _is_text(strokes: NDArray[np.float64], span: float) -> bool:
    """Whether two strokes are stems of one line of letters, or one is a scale bar."""
    value, first, last, place = strokes.T
    if (last - first >= _BAR_PX).any():
        return True
    alike = np.abs(value[:, None] - value) <= _FLAT * span
    for end in (first, last):
        alike &= np.abs(end[:, None] - end) <= _LINE_PX
    near = np.abs(place[:, None] - place) <= _NEAR * (last - first + 1)
    return bool(np.triu(alike & near, 1).any())
