"""A virtual patient whose left ventricle beats: a CT for each phase, with labels from which its function is known."""

from __future__ import annotations

import math
from collections.abc import Iterator

from ..images.volume import Volume
from .patient import SIZE_MM, SPACING_MM, make_patient


def make_beat(
    seed: int,
    ejected: float,
    phases: int = 8,
    size_mm: tuple[float, float, float] = SIZE_MM,
    spacing_mm: float = SPACING_MM,
) -> Iterator[tuple[Volume, Volume]]:
    """CT and raw MM-WHS labels (int16) of one virtual patient in each phase of a beat, which differ in noise, too.

    Args:
        seed: Of the patient, as of ``make_patient``.
        ejected: Share 0..1 of its blood that the left ventricle ejects below the valves, so a little more than the
            ejection fraction, which the labels tell.
        phases: Number of phases; the first is the end of diastole, the one in the middle the end of systole.
        size_mm: Field of view (z, y, x).
        spacing_mm: Voxel size.

    Returns:
        One phase after the other.

    Examples:
        >>> phases = list(make_beat(3, 0.6, phases=2, size_mm=(96, 96, 96), spacing_mm=4.0))
        >>> diastole, systole = ((label.array == 500).sum() for _, label in phases)
        >>> bool(0.45 < 1 - systole / diastole < 0.6)
        True
    """
    for phase in range(phases):
        share = ejected * math.sin(math.pi * phase / phases) ** 2
        yield make_patient("ct", seed, size_mm=size_mm, spacing_mm=spacing_mm, ejected=share, scan=phase + 1)
