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
    """Test subjects among ``numbers``: those of the papers if all four are there, else the last fifth (at least
    one).
    """
    known = sorted(set(numbers))
    paper = PAPER_TEST_NUMBERS[modality]
    if paper <= set(known):
        return set(paper)
    return set(known[-math.ceil(len(known) / 5) :]) if known else set()
