"""A regular grid for the slices of a series, which seldom lie quite regularly: jitter, gaps, changes of gap, a tilted
gantry.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ....errors import UserError
from ...geometry import Geometry
from .causes import bad
from .frames import Frame

JITTER = 0.15
"""How far from its place on the grid a slice may lie, as a fraction of the gap, and still count as lying there."""

_REPORTED_JITTER = 0.03
"""From here on, jitter is worth a note."""

_WIDEST_BRIDGE_MM = 10.0
"""Between slices up to this far apart, missing ones are interpolated; a heart changes too much over more."""

_BESIDE_MM = 5.0
"""A slice further than this beside the line of the others is not of their stack."""

_NO_GAP_MM = 0.1
"""No scanner puts slices this close together."""

_SAME_ORIENTATION = 5e-3
"""Largest difference of a direction cosine within a stack, a quarter of a degree."""


@dataclass(frozen=True, eq=False)
class Stack:
    """``frames`` sorted along their normal, and how the slices of the grid ``geometry`` come from them.

    Slice k lies at the fractional index ``places[k]`` (D,) into ``frames``; frame i begins at row and column
    ``corners_px[i]`` (N, 2), fractional, of the grid. ``notes`` are sentences about what is not quite regular.
    """

    frames: tuple[Frame, ...]
    geometry: Geometry
    places: NDArray[np.float64]
    corners_px: NDArray[np.float64]
    notes: tuple[str, ...] = ()


def alike(one: Frame, other: Frame) -> bool:
    """Whether two frames have the same size, orientation and pixel spacing, as the slices of a volume have."""
    return (
        one.size == other.size
        and float(np.abs(one.axes - other.axes).max()) <= _SAME_ORIENTATION
        and bool(np.allclose(one.spacing_mm, other.spacing_mm, rtol=1e-3))
    )


def heights(frames: list[Frame]) -> NDArray[np.float64]:
    """Where ``frames`` lie along the normal of the first of them, in mm (N,)."""
    return np.array([frame.position_mm for frame in frames]) @ frames[0].normal


def stack_of(frames: list[Frame], name: str) -> Stack:
    """The grid for ``frames``; raises ``BAD_INPUT``, naming the series ``name``, if they are not a stack of parallel
    slices.
    """
    if not all(alike(frames[0], frame) for frame in frames):
        raise bad(f"The slices of the DICOM series {name} differ in size, orientation or pixel spacing.")
    order = np.argsort(heights(frames), kind="stable")
    ordered = [frames[i] for i in order]
    along = heights(frames)[order]
    gaps = np.diff(along)
    if len(gaps) and gaps.min() < same_place_mm(along):
        raise bad(
            f"The DICOM series {name} holds several images at the same position, as a time series does, and does not "
            "state which belong together."
        )
    ordered, notes = _in_line(ordered, along, name)
    along = heights(ordered)
    start, stop, note = _connected(ordered, along, name)
    notes += note
    ordered, along = ordered[start:stop], along[start:stop]
    origin, gap, places, note = _grid(along, ordered[0].thickness_mm)
    if len(places) > 2 * len(ordered):
        raise _uneven(name, np.diff(along))
    notes += note
    corners, size, lateral, note = _corners(ordered, along)
    notes += note
    first = ordered[0]
    at = first.position_mm + (origin - along[0]) * first.normal + lateral
    geometry = Geometry(
        shape=(len(places), *size),
        spacing_mm=(gap, *first.spacing_mm),
        origin_mm=(float(at[0]), float(at[1]), float(at[2])),
        direction=tuple(float(v) for v in np.column_stack([first.axes[0], first.axes[1], first.normal]).ravel()),
    )
    return Stack(tuple(ordered), geometry, places, corners, tuple(notes))


def same_place_mm(along: NDArray[np.float64]) -> float:
    """Slices less than this apart are at the same position; ``along`` (N,) is where they lie, in any order."""
    gaps = np.diff(np.sort(along))
    apart = gaps[gaps > _NO_GAP_MM]
    return 0.05 * float(np.median(apart)) if len(apart) else _NO_GAP_MM


def is_regular(frames: list[Frame]) -> bool:
    """Whether ``frames`` lie evenly spaced along their normal, apart from jitter."""
    along = np.sort(heights(frames))
    return len(along) < 3 or (bool(np.diff(along).min() >= same_place_mm(along)) and _fit(along)[2] <= JITTER)


def _uneven(name: str, gaps: NDArray[np.float64]) -> UserError:
    return bad(
        f"The slices of the DICOM series {name} are not evenly spaced ({gaps.min():.2f} to {gaps.max():.2f} mm); some "
        "may be missing."
    )


def _in_line(frames: list[Frame], along: NDArray[np.float64], name: str) -> tuple[list[Frame], list[str]]:
    """``frames``, sorted, without those that lie beside the line on which most begin; that line may lean, as with a
    tilted gantry.
    """
    if len(frames) < 2:
        return frames, []
    offsets = np.array([frame.position_mm - frames[0].position_mm for frame in frames]) @ frames[0].axes.T
    lean = np.median(np.diff(offsets, axis=0) / np.diff(along)[:, None], axis=0)  # which no single slice moves
    straight = offsets - along[:, None] * lean
    beside = np.abs(straight - np.median(straight, axis=0)).max(axis=1) > _BESIDE_MM
    if beside.sum() > len(frames) / 2 or np.abs(lean).max() > 1:
        raise bad(f"The slices of the DICOM series {name} are shifted against each other by different amounts.")
    aside = [frame.path.name for frame, is_beside in zip(frames, beside, strict=True) if is_beside]
    note = [f"Slices that lie beside the others are left out: {listed(aside)}."] if aside else []
    return [frame for frame, is_beside in zip(frames, beside, strict=True) if not is_beside], note


def _connected(frames: list[Frame], along: NDArray[np.float64], name: str) -> tuple[int, int, list[str]]:
    """The longest part without a gap too wide to bridge, as start and stop."""
    gaps = np.diff(along)
    if not len(gaps):
        return 0, len(frames), []
    widest = max(_WIDEST_BRIDGE_MM, (1 + 2 * JITTER) * float(np.median(gaps)))
    breaks = [0, *(np.flatnonzero(gaps > widest) + 1).tolist(), len(frames)]
    start, stop = max(pairwise(breaks), key=lambda part: part[1] - part[0])
    if stop - start == len(frames):
        return start, stop, []
    if stop - start < len(frames) / 2:
        raise _uneven(name, gaps)
    beside = [frame.path.name for frame in frames[:start] + frames[stop:]]
    return (
        start,
        stop,
        [f"Slices are missing over {gaps.max():.1f} mm; what lies beyond is left out: {listed(beside)}."],
    )


def _fit(along: NDArray[np.float64]) -> tuple[float, float, float]:
    """Origin and gap of the regular grid next to ``along``, and the largest distance from it as a fraction of the
    gap.
    """
    index = np.arange(len(along))
    gap, origin = np.polyfit(index, along, 1) if len(along) > 2 else (along[-1] - along[0], along[0])
    return float(origin), float(gap), float(np.abs(along - origin - gap * index).max() / gap)


def _longest_run(along: NDArray[np.float64]) -> tuple[int, int]:
    """Start and stop of the most slices that lie regularly."""
    best, start = (0, 2), 0
    while start < len(along) - 1:
        stop = start + 2
        while stop < len(along) and _fit(along[start : stop + 1])[2] <= JITTER:
            stop += 1
        best = max(best, (start, stop), key=lambda run: run[1] - run[0])
        start = stop - 1
    return best


def _grid(along: NDArray[np.float64], thickness_mm: float) -> tuple[float, float, NDArray[np.float64], list[str]]:
    """Origin, gap, and the places of the slices between the frames at ``along`` (sorted)."""
    count = len(along)
    if count == 1:
        return float(along[0]), thickness_mm, np.zeros(1), []
    origin, gap, jitter = _fit(along)
    if jitter <= _REPORTED_JITTER:  # headers are rounded: both ends stay where they are
        return float(along[0]), float(along[-1] - along[0]) / (count - 1), np.arange(count, dtype=float), []
    if jitter <= JITTER:
        return (
            origin,
            gap,
            np.arange(count, dtype=float),
            [f"Slices lie up to {jitter * gap:.2f} mm beside an even spacing of {gap:.2f} mm."],
        )
    start, stop = _longest_run(along)
    origin, gap, _ = _fit(along[start:stop])
    low, high = np.ceil((along[0] - origin) / gap - JITTER), np.floor((along[-1] - origin) / gap + JITTER)
    at = origin + gap * np.arange(low, high + 1)
    places = np.interp(at, along, np.arange(count))
    nearest = np.round(places).astype(int)
    on_frame = np.abs(along[nearest] - at) <= JITTER * gap
    places[on_frame] = nearest[on_frame]
    gaps = np.diff(along)
    note = (
        f"Slices are {gaps.min():.2f} to {gaps.max():.2f} mm apart; {int((~on_frame).sum())} of {len(places)} slices"
        f" of an even spacing of {gap:.2f} mm are interpolated."
    )
    return float(at[0]), gap, places, [note]


def _corners(
    frames: list[Frame], along: NDArray[np.float64]
) -> tuple[NDArray[np.float64], tuple[int, int], NDArray[np.float64], list[str]]:
    """Where each frame begins on the grid, in rows and columns; the grid's size; its shift against the first frame in
    mm (3,).
    """
    first = frames[0]
    offsets_mm = (
        np.array([frame.position_mm - first.position_mm for frame in frames]) @ first.axes.T
    )  # along a row, down a column
    offsets = np.round(offsets_mm[:, ::-1] / np.array(first.spacing_mm), 3)  # headers are rounded
    spread = np.ptp(offsets, axis=0)
    if spread.max() <= 0.5:
        return np.zeros_like(offsets), first.size, np.zeros(3), []
    low = np.floor(offsets.min(axis=0))  # whole pixels, so that slices that are not shifted keep their values
    size = tuple(int(n) for n in np.array(first.size) + np.ceil(offsets.max(axis=0) - low))
    shift_mm = low[::-1] * np.array(first.spacing_mm)[::-1]
    lateral, height = float(np.linalg.norm(offsets_mm[-1] - offsets_mm[0])), float(along[-1] - along[0])
    tilt = np.degrees(np.arctan2(lateral, height))
    note = (
        f"Slices are shifted by {lateral:.1f} mm over {height:.1f} mm, as by a gantry tilted by {tilt:.1f} degrees; "
        "they were straightened."
    )
    return offsets - low, (size[0], size[1]), shift_mm @ first.axes, [note]


def listed(names: list[str]) -> str:
    """File names in one sentence: all of a few, else the number with the first and the last."""
    names = list(dict.fromkeys(names))
    return ", ".join(names) if len(names) <= 4 else f"{len(names)} files from {names[0]} to {names[-1]}"
