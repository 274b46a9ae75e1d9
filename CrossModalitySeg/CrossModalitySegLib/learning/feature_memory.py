"""Feature maps that several critic updates of a joint step share."""

from __future__ import annotations

import torch
from torch import Tensor


class FeatureMemory:
    """Critic inputs of source and target slices, computed while neither segmenter nor DAM changes.

    With n critic updates and every map used r times, n / r batches are computed instead of n: frozen layers see a
    slice once. Every slice is as likely as before and is used equally often, so the expected gradient of each
    update is that of the papers. What changes: the batches of one round are not independent (they hold r n / r
    batches in other mixtures), and a slice keeps its augmentation and the dropout masks of segmenter and DAM when
    it comes again; the critic's own dropout and its partners in the batch are new. With r = 1 every update has its
    own slices, as in the papers, and ``keeps`` is False.

    Measured at a small size (virtual patients, widths 8, 96 px, batch 5, 12 joint steps of 20 updates, seeds 0 to 2;
    command: ``Testing/benchmarks/critic_distance.py``): mean critic distance of the last four joint steps 14, 46, 26
    with r = 1 and 65, 71, 24 with r = 5. The ranges overlap; two of three critics were ahead with r = 5, which three
    seeds cannot distinguish from chance.

    Each of several processes mixes its own slices.
    """

    def __init__(self, batch: int, generator: torch.Generator, keeps: bool = True) -> None:
        self._batch, self._generator, self._keeps = batch, generator, keeps
        self._source: list[dict[str, Tensor]] = []
        self._target: list[dict[str, Tensor]] = []
        self._fresh = False
        self._order: list[tuple[Tensor, Tensor]] = []

    def add(self, source: dict[str, Tensor], target: dict[str, Tensor]) -> None:
        """Keep one batch of maps; the next ``batch`` is this one.

        Args:
            source: Input of every critic by its name, (B, C, S, S) each, from source slices.
            target: The same from target slices.
        """
        if not self._keeps:
            self._source, self._target = [], []
        self._source.append(source)
        self._target.append(target)
        self._fresh = True

    def batch(self) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
        """The batch just added, else one of slices in another mixture; none is repeated before all have been used."""
        if self._fresh:
            self._fresh = False
            return self._source[-1], self._target[-1]
        if not self._order:
            rows = [
                torch.randperm(len(self._source) * self._batch, generator=self._generator).split(self._batch)
                for _ in range(2)
            ]
            self._order = list(zip(*rows, strict=True))
        source, target = self._order.pop()
        return _rows(self._source, source), _rows(self._target, target)


def _rows(batches: list[dict[str, Tensor]], rows: Tensor) -> dict[str, Tensor]:
    """Slices ``rows`` (B,) of ``batches`` laid end to end, in their memory layout."""
    size = len(next(iter(batches[0].values())))
    chosen = [divmod(row, size) for row in rows.tolist()]
    return {name: torch.cat([batches[number][name][row : row + 1] for number, row in chosen]) for name in batches[0]}
