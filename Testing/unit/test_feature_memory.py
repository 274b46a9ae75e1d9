"""Feature maps shared by critic updates: which batches come, and how often each slice."""

from __future__ import annotations

from collections import Counter

import torch

from CrossModalitySegLib.learning.feature_memory import FeatureMemory


def maps(numbers: list[int]) -> dict[str, torch.Tensor]:
    return {
        "features": torch.tensor(numbers, dtype=torch.float32)
        .view(-1, 1, 1, 1)
        .expand(-1, 2, 4, 4)
        .contiguous(memory_format=torch.channels_last)
    }


def numbers(batch: dict[str, torch.Tensor]) -> list[int]:
    return batch["features"][:, 0, 0, 0].int().tolist()


def test_fresh_batches_come_as_they_are() -> None:
    memory = FeatureMemory(2, torch.Generator())
    for first in (0, 2, 4):
        memory.add(maps([first, first + 1]), maps([10 + first, 11 + first]))
        source, target = memory.batch()
        assert (numbers(source), numbers(target)) == ([first, first + 1], [first + 10, first + 11])


def test_every_slice_is_used_equally_often_in_new_mixtures() -> None:
    memory = FeatureMemory(2, torch.Generator().manual_seed(0))
    used, pairs = Counter(), set()
    for number in range(12):
        if number < 3:
            memory.add(maps([2 * number, 2 * number + 1]), maps([10 + 2 * number, 11 + 2 * number]))
        source, target = memory.batch()
        assert source["features"].is_contiguous(memory_format=torch.channels_last)
        used.update(numbers(source) + numbers(target))
        pairs.add(tuple(sorted(numbers(source))))
    assert set(used.values()) == {4}
    assert set(used) == {0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15}
    assert len(pairs) > 3
