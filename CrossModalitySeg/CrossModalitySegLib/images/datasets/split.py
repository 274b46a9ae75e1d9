"""Which subjects of a data set are kept for testing."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal

PAPER_TEST_NUMBERS: dict[str, frozenset[int]] = {
    "ct": frozenset({1003, 1008, 1014, 1019}),
    "mr": frozenset({1007, 1009, 1018, 1019}),
}
"""Test subjects of MM-WHS 2017 in the papers (arXiv 1804.10916, 1812.07907)."""


def test_numbers(modality: Literal["mr", "ct"], numbers: Iterable[int]) -> set[int]:
    """Which subjects are kept for testing.

    Args:
        modality: Modality of the subjects.
        numbers: Numbers of all subjects, as in MM-WHS names.

    Returns:
        Those of the papers if all four are there, else the last fifth of the sorted numbers, at least one of any.

    Examples:
        >>> sorted(test_numbers("ct", range(1, 11)))
        [9, 10]
    """
    known = sorted(set(numbers))
    paper = PAPER_TEST_NUMBERS[modality]
    if paper <= set(known):
        return set(paper)
    return set(known[-math.ceil(len(known) / 5) :]) if known else set()
