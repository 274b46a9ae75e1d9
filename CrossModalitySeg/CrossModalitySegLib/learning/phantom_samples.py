"""Training samples of the whole heart: a place in one of the tissue maps, and a look of it, both drawn from the number
of the sample alone.

So a training that is stopped and goes on sees what it would have seen, and several processes can draw ahead of the one
that trains.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing.sharedctypes import RawValue
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, Subset

from ..phantoms.tissue_map import LABELS, read_map
from .synthetic_contrast import draw_sample

_ABOUT_HEART, _OFF_CENTER = 0.65, 0.9
"""Shares of patches centered on the heart within 1 cm and, cumulated, within 2 to 3 cm; the others lie anywhere,
without a heart as often as not.
"""

_WIDEST_AT = 1500
"""Samples after which looks are as wide as they get: a network that begins with the widest ones hardly learns."""

_LOOKS_EVERY_S = 0.3

_SMALLER, _SIZES = 0.05, 0.13
"""Mean and spread of the logarithm by which a heart is smaller than its map: small adult hearts have half the volume of
those in the anatomies.
"""


@dataclass(frozen=True)
class Map:
    """Codes (D, H, W) of a tissue map, their spacing in mm, and the middle (z, y, x) in voxels of the box around the
    heart, on which ``segment`` centers, too.
    """

    codes: Tensor
    spacing_mm: float
    middle_px: np.ndarray


class Maps:
    """Tissue maps ``files``, each read once: some 7 MB in memory."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = list(files)
        self._read: dict[Path, Map] = {}

    def one(self, rng: np.random.Generator) -> Map:
        """A random one."""
        path = self._files[rng.integers(len(self._files))]
        if path not in self._read:
            codes, grid = read_map(path)
            heart = np.argwhere(np.isin(codes[::3, ::3, ::3], list(LABELS))) * 3
            middle = (heart.min(axis=0) + heart.max(axis=0)) / 2
            self._read[path] = Map(torch.from_numpy(codes), grid.spacing_mm[0], middle)
        return self._read[path]


class MapSamples(Dataset, ABC):
    """Samples ``first`` to ``last`` - 1 of the endless row that ``seed`` names, each with an input and class indices.

    Args:
        maps: files of tissue maps (``phantoms.tissue_map.write_map``).
        seed: which row of samples.
        first, last: which part of it.
        modality: whose looks are drawn, "ct", "mr" or "any".
    """

    def __init__(self, maps: Sequence[Path], seed: int, first: int, last: int, modality: str) -> None:
        self._maps, self._seed, self._first, self._last, self._modality = Maps(maps), seed, first, last, modality

    def __len__(self) -> int:
        return self._last - self._first

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        number = self._first + index
        rng = np.random.default_rng([self._seed, number])
        return self._drawn(number, self._maps.one(rng), rng)

    @abstractmethod
    def _drawn(self, number: int, one: Map, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
        """The sample of this ``number``, of the map ``one``; ``rng`` is its own."""


Samples = MapSamples | Subset[tuple[Tensor, Tensor]]


class PhantomSamples(MapSamples):
    """Boxes: input (2, D, H, W) float32 and class indices (D, H, W) int64 (``synthetic_contrast.draw_sample``).

    Args:
        maps, seed, first, last, modality: as in ``MapSamples``.
        side: voxels along each side of a patch.
        spacing_mm: their size; it varies, and with it how large hearts are.
    """

    def __init__(
        self,
        maps: Sequence[Path],
        side: int,
        spacing_mm: float,
        seed: int,
        first: int,
        last: int,
        modality: str = "any",
    ) -> None:
        super().__init__(maps, seed, first, last, modality)
        self._side, self._spacing_mm = side, spacing_mm

    def _drawn(self, number: int, one: Map, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
        kind = rng.random()
        around = rng.normal(0, 7 if kind < _ABOUT_HEART else 20, 3)
        center = one.middle_px + around if kind < _OFF_CENTER else rng.uniform(0, 1, 3) * np.array(one.codes.shape)
        spacing_mm = self._spacing_mm * float(np.exp(rng.normal(_SMALLER, _SIZES)))
        generator = torch.Generator().manual_seed(int(rng.integers(2**62)))
        wide = min(1.0, 0.15 + number / _WIDEST_AT)
        place, shape = torch.tensor(center, dtype=torch.float32), (self._side,) * 3
        return draw_sample(one.codes, one.spacing_mm, place, shape, spacing_mm, generator, wide, self._modality)


def drawn_ahead(samples: Samples, batch: int = 1) -> Generator[tuple[Tensor, Tensor]]:
    """Batches that another process draws while this one trains.

    Args:
        samples: What is drawn from, in its order.
        batch: Samples of a batch; the last one may be smaller.

    Yields:
        Input and class indices of each batch. The other process ends when the generator is closed.
    """
    if not len(samples):
        return
    closed = RawValue("b", 0)
    begin = partial(_begin, closed)
    try:
        yield from DataLoader(samples, batch_size=batch, num_workers=1, prefetch_factor=4, worker_init_fn=begin)
    finally:
        closed.value = 1


def _begin(closed: Any, worker: int) -> None:
    """A stop is sent to the whole group of processes, and this one must go on until the other has ended its step. So it
    ends when it is told to, or with its owner; the signal by which Python ends such processes at its exit is lost.
    """
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)

    def end() -> None:
        while not closed.value:  # an event would keep its setter waiting for a process that has ended already
            time.sleep(_LOOKS_EVERY_S)
        os._exit(0)

    threading.Thread(target=end, daemon=True).start()
