"""Which series of a study shows the heart best."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from .series import Series

_HEART_MM = 80.0
"""A series that covers less along its normal does not hold a heart."""

_THICK_MM = (2.5, 5.5)
"""Slices up to the first are thin, up to the second of medium thickness."""

_BEST_PHASE_PERCENT = 75.0
"""Of the RR interval: mid-diastole, when the heart lies stillest."""

_PROJECTIONS = {
    "MIP",
    "MINIP",
    "MNIP",
    "PROJECTION",
    "PROJECTION IMAGE",
    "AVERAGE",
    "SUBTRACTION",
    "SECONDARY",
    "REFORMATTED",
    "MPR",
    "CSA MPR",
}


@dataclass(frozen=True)
class Choice:
    """The series of one study to segment, the ``reason`` as a sentence, and the ``others`` of the study."""

    chosen: Series
    reason: str
    others: tuple[Series, ...]


def choose(series: list[Series]) -> list[Choice]:
    """Choose the series that shows the heart best, of each study.

    Args:
        series: Series of any studies. Those without a study UID count as one study for each folder.

    Returns:
        Of each study with a volume one choice, of a study of single slices one for each of them; studies in the order
        of their first series.
    """
    studies: dict[str, list[Series]] = {}
    for one in series:
        studies.setdefault(one.study_uid or str(one.folder), []).append(one)
    return [choice for ones in studies.values() for choice in _choices(ones)]


def _choices(ones: list[Series]) -> list[Choice]:
    """The best of a study with volumes; of one that has single slices only, which cannot stand for each other, each."""
    if any(one.images > 1 for one in ones):
        return [_best_of(ones)]
    return [Choice(one, f"{_title(one)} is a single slice.", ()) for one in ones]


_CRITERIA: tuple[tuple[str, Callable[[Series], float]], ...] = (
    ("it has a place in the patient", lambda one: not one.traits.placed),
    ("it is CT or MR", lambda one: one.modality not in ("CT", "MR")),
    ("it is long enough to hold a heart", lambda one: one.traits.extent_mm < _HEART_MM),
    (
        "it is not a projection or reformat",
        lambda one: not _PROJECTIONS.isdisjoint(word.upper() for word in one.traits.image_type),
    ),
    ("it shows contrast agent", lambda one: not one.traits.contrast),
    ("its slices are thin", lambda one: sum(one.traits.gap_mm > thick for thick in _THICK_MM)),
    ("its kernel is soft", lambda one: is_sharp(one.traits.kernel)),
    ("it covers more", lambda one: -min(round(one.traits.extent_mm / 20), 10)),
    ("its slices are thinner", lambda one: round(one.traits.gap_mm, 1)),
    ("the heart lies stillest in this phase", lambda one: _from_best_phase(one)),
    ("it has more slices", lambda one: -one.images),
)
"""What speaks for a series, the weightiest first, each with a number that is lower for a better series."""


def _best_of(ones: list[Series]) -> Choice:
    # Sorting keeps the order of those that are equal in all, which is that of their names and phases.
    best, *others = sorted(ones, key=lambda one: [criterion(one) for _, criterion in _CRITERIA])
    if not others:
        return Choice(best, f"{_title(best)} is the only series of its study.", ())
    deciding = next(
        (words for words, criterion in _CRITERIA if criterion(best) != criterion(others[0])), "it comes first"
    )
    names = ", ".join(_title(one) for one in others[:4]) + (f" and {len(others) - 4} more" if len(others) > 4 else "")
    reason = (
        f"{_title(best)} ({_portrait(best)}) was chosen of {len(ones)} series of its study because {deciding}; left "
        f"aside: {names}."
    )
    return Choice(best, reason, tuple(others))


def is_sharp(kernel: str) -> bool:
    """Whether a convolution kernel is one for lung or bone, by the names of the four large makers."""
    name = kernel.upper()
    if any(word in name for word in ("LUNG", "BONE", "EDGE", "SHARP", "DETAIL")):
        return True
    number = re.match(r"(?:B|I|BR|BL|BV|QR|HR|BF|T|H|U|D)(\d\d)", name)  # Siemens: from 60 on
    if number:
        return int(number[1]) >= 60
    number = re.match(r"FC(\d\d)", name)  # Canon: 30 to 39 for bone, 50 to 59 and 80 to 89 for lung
    if number:
        return int(number[1]) // 10 in (3, 5, 8)
    return name in ("C", "D", "E", "L", "YA", "YB", "YC", "YD", "YE")  # Philips


def _from_best_phase(one: Series) -> float:
    found = re.search(r"NominalPercentageOfCardiacPhase ([\d.]+)", one.phase) or re.search(
        r"\b(\d{1,2}) ?%", one.description
    )
    return abs(float(found[1]) - _BEST_PHASE_PERCENT) if found else 0.0


def _title(one: Series) -> str:
    return " ".join(filter(None, (one.description or one.uid or one.files[0].name, one.phase)))


def _portrait(one: Series) -> str:
    words = [
        one.modality,
        f"{one.images} images",
        f"{one.traits.gap_mm:.1f} mm apart",
        f"{one.traits.extent_mm:.0f} mm long",
    ]
    words += ["contrast agent"] * one.traits.contrast + [f"kernel {one.traits.kernel}"] * bool(one.traits.kernel)
    return ", ".join(filter(None, words))
