"""Which series of a study shows the heart best."""

from __future__ import annotations

from dataclasses import dataclass

from .series import Series


@dataclass(frozen=True)
class Choice:
    """The series of one study to segment, the ``reason`` as a sentence, and the ``others`` of the study."""

    chosen: Series
    reason: str
    others: tuple[Series, ...]


def choose(series: list[Series]) -> list[Choice]:
    """For each study among ``series`` the one to segment, studies in the order of their first series."""
    studies: dict[str, list[Series]] = {}
    for one in series:
        studies.setdefault(one.study_uid or one.uid, []).append(one)
    return [Choice(ones[0], "", tuple(ones[1:])) for ones in studies.values()]
