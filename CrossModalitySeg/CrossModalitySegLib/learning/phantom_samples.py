"""Training samples of the whole heart: a place in one of the tissue maps, and a look of it, both drawn from the number
of the sample alone.

So a training that is stopped and goes on sees what it would have seen, and several processes can draw ahead of the one
that trains.
"""

from __future__ import annotations

import signal
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from ..phantoms.tissue_map import LABELS, SPACING_MM, read_map
from .synthetic_contrast import draw_sample

_ABOUT_HEART, _OFF_CENTER = 0.65, 0.9
"""Shares of patches centered on the heart within 1 cm and, cumulated, within 2 to 3 cm; the others lie anywhere,
without a heart as often as not.
"""

_WIDEST_AT = 1500
"""Samples after which looks are as wide as they get: a network that begins with the widest ones hardly learns."""

_SMALLER, _SIZES = 0.05, 0.13
"""Mean and spread of the logarithm by which a heart is smaller than its map: small adult hearts have half the volume of
those in the anatomies.
"""


class PhantomSamples(Dataset):
    """Samples ``first`` to ``last`` - 1 of the endless row that ``seed`` names.

    Args:
        maps: files of tissue maps (``phantoms.tissue_map.write_map``).
        side: voxels along each side of a patch.
        spacing_mm: their size; it varies, and with it how large hearts are.
        seed: which row of samples.
        first, last: which part of it.
        modality: whose looks are drawn (``draw_sample``).
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
        self._maps, self._side, self._spacing_mm, self._seed = list(maps), side, spacing_mm, seed
        self._first, self._last, self._modality = first, last, modality
        self._read: dict[Path, tuple[Tensor, np.ndarray]] = {}

    def __len__(self) -> int:
        return self._last - self._first

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        """Input (2, D, H, W) float32 and class indices (D, H, W) int64 (``synthetic_contrast.draw_sample``)."""
        number = self._first + index
        rng = np.random.default_rng([self._seed, number])
        codes, middle = self._map(self._maps[rng.integers(len(self._maps))])
        kind = rng.random()
        around = rng.normal(0, 7 if kind < _ABOUT_HEART else 20, 3)
        center = middle + around if kind < _OFF_CENTER else rng.uniform(0, 1, 3) * np.array(codes.shape)
        spacing_mm = self._spacing_mm * float(np.exp(rng.normal(_SMALLER, _SIZES)))
        generator = torch.Generator().manual_seed(int(rng.integers(2**62)))
        wide = min(1.0, 0.15 + number / _WIDEST_AT)
        place, shape = torch.tensor(center, dtype=torch.float32), (self._side,) * 3
        return draw_sample(codes, SPACING_MM, place, shape, spacing_mm, generator, wide, self._modality)

    def _map(self, path: Path) -> tuple[Tensor, np.ndarray]:
        """Codes and the middle (z, y, x) in voxels of the box around the heart, on which ``segment`` centers, too; kept
        in memory, some 7 MB each.
        """
        if path not in self._read:
            codes = read_map(path)[0]
            heart = np.argwhere(np.isin(codes[::3, ::3, ::3], list(LABELS))) * 3
            self._read[path] = (torch.from_numpy(codes), (heart.min(axis=0) + heart.max(axis=0)) / 2)
        return self._read[path]


def drawn_ahead(samples: PhantomSamples) -> Iterable[tuple[Tensor, Tensor]]:
    """Batches of one sample, (1, 2, D, H, W) and (1, D, H, W), which another process draws while this one trains."""
    if not len(samples):
        return ()
    return DataLoader(samples, batch_size=1, num_workers=1, prefetch_factor=4, worker_init_fn=_leave_stops_to_the_owner)


def _leave_stops_to_the_owner(worker: int) -> None:
    """A stop is sent to the whole group of processes, and this one must go on until the other has ended its step. It
    ends with its owner.
    """
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
