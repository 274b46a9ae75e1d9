"""Degrades CT images in place, so that a model also meets results that fail: ``python
Resources/shipped_model/degrade.py FOLDER SEED``.

Above 60 HU, where contrast agent shows, values lose 40 to 95 % of their distance from it, as if the agent came too
late; then noise of 40 to 200 HU is added. Label files are left alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from scipy.ndimage import gaussian_filter

from CrossModalitySegLib.images.io.files import read_volume, write_volume
from CrossModalitySegLib.images.volume import Volume


def main(folder: Path, seed: int) -> None:
    """Degrade every file *_image.nii.gz of ``folder``, each in its own way, which ``seed`` decides."""
    for number, path in enumerate(sorted(folder.glob("*_image.nii.gz"))):
        rng = np.random.default_rng([seed, number])
        image = read_volume(path)
        pale = np.where(image.array > 60, 60 + (image.array - 60) * rng.uniform(0.05, 0.6), image.array)
        noise = gaussian_filter(rng.standard_normal(pale.shape), 0.7)
        degraded = pale + noise * (rng.uniform(40, 200) / noise.std())
        write_volume(path, Volume(np.clip(np.rint(degraded), -1024, 3071).astype(np.int16), image.geometry))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
