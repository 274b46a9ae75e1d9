"""The largest connected component of each structure, and no holes in it."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.inference.postprocessing import components, fill_holes, keep_largest


def test_smaller_pieces_go_and_others_stay() -> None:
    labels = np.zeros((10, 10, 10), dtype=np.uint8)
    labels[0:3, 0:3, 0:3] = 2
    labels[6, 6, 6:8] = 2
    labels[8, 1:3, 1] = 4
    # Corner contact does not join.
    labels[3, 3, 3] = 2
    kept = keep_largest(labels)
    assert (kept == 2).sum() == 27
    assert kept[8, 1, 1] == 4
    assert kept[6, 6, 6] == 0
    assert labels[6, 6, 6] == 2


def test_the_component_beside_other_structures_is_preferred_where_they_belong_together() -> None:
    labels = np.zeros((12, 12, 12), dtype=np.uint8)
    labels[0:4, 0:4, 0:4] = 1
    labels[4:6, 0:3, 0:3] = 3  # a ventricle that the scan cuts, beside its muscle
    labels[8:12, 8:12, 8:12] = 3  # and something larger in a lung, with a crumb of another structure
    labels[7, 9, 9] = 1
    assert keep_largest(labels)[9, 9, 9] == 3
    joined = keep_largest(labels, joined=True)
    assert (joined == 3).sum() == 18 and joined[5, 1, 1] == 3 and joined[9, 9, 9] == 0
    # A crumb beside another structure is not the structure, and where none touches another the largest stays.
    labels[4:6, 0:3, 0:3] = 0
    labels[4, 0, 0] = 3
    assert (keep_largest(labels, joined=True) == 3).sum() == 64
    labels[4, 0, 0] = 0
    assert (keep_largest(labels, joined=True) == 3).sum() == 64


@given(arrays(np.uint8, (5, 6, 7), elements=st.integers(0, 4)))
@settings(max_examples=40, deadline=None)
def test_one_piece_each_and_nothing_invented(labels: np.ndarray) -> None:
    kept = keep_largest(labels)
    assert ((kept == labels) | (kept == 0)).all()
    for index in range(1, 5):
        sizes = components(labels == index)[1]
        remaining = components(kept == index)[1]
        assert len(remaining) == min(1, len(sizes))
        assert list(remaining) == ([sizes.max()] if len(sizes) else [])


def test_holes_of_a_structure_are_filled_and_other_structures_stay() -> None:
    labels = np.zeros((9, 9, 9), dtype=np.uint8)
    labels[1:8, 1:8, 1:8] = 1  # a wall around
    labels[2:7, 2:7, 2:7] = 3  # blood, and in it
    labels[4, 4, 4] = 0  # a hole
    labels[3, 3, 3] = 4  # and something else
    filled = fill_holes(labels, HEART_4)
    assert filled[4, 4, 4] == 3 and filled[3, 3, 3] == 4
    assert (filled == labels).sum() == labels.size - 1
    assert labels[4, 4, 4] == 0


def test_an_open_cavity_is_not_a_hole() -> None:
    labels = np.zeros((9, 9, 9), dtype=np.uint8)
    labels[1:8, 1:8, 1:8] = 2
    labels[4, 4, 4:] = 0
    assert np.array_equal(fill_holes(labels, HEART_4), labels)


def test_a_slice_has_holes_as_well() -> None:
    labels = np.full((1, 5, 5), 2, dtype=np.uint8)
    labels[0, 2, 2] = 0
    assert (fill_holes(labels, HEART_4) == 2).all()
