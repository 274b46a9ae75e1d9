"""The CT that the parts of the benchmark segment: the thoracic one of the real scans, or made-up ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import write_volume
from CrossModalitySegLib.images.volume import Volume
from scans import DATA

CT = DATA / "thoracic_ct" / "ct.nii.gz"
GRID = Geometry((191, 167, 233), (1.5, 1.5, 1.5))
"""That of ``CT``."""


def thoracic(folder: Path) -> Path:
    """``CT``, or where it is not there a made-up one of the same grid in ``folder``."""
    return CT if CT.exists() else made_up(folder / "ct.nii.gz", GRID)


def made_up(path: Path, grid: Geometry) -> Path:
    """A CT of noise with air around it."""
    array = np.random.default_rng(0).normal(40, 30, grid.shape).astype(np.int16)
    array[:, :20] = -1000
    return write_volume(path, Volume(array, grid))


def large_grid(quick: bool) -> Geometry:
    """That of a CT of 512 x 512 x 400 voxels."""
    return Geometry((40, 64, 64) if quick else (400, 512, 512), (0.75, 0.7, 0.7))
