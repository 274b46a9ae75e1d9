"""Dice of AA, LA, LV and Myo in coronal slices of the real CT in ../shared/data that are turned, mirrored and cropped.

    python Testing/benchmarks/turned_slices.py OUT

Of each of three CT, three slices of 256 x 256 pixels of 1 mm, turned by quarters and a few degrees, every other one
mirrored, cropped to the heart and padded: as pictures without a pixel size, and as slabs of three slices stored along
the last axis with gray values of zero mean, as some data sets of hearts are passed on.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import SimpleITK as sitk
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from CrossModalitySegLib.anatomy import HEART_4, HEART_7
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import read_labels, read_volume
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.job import SegmentJob
from CrossModalitySegLib.recipes import segment
from scans import DATA, SCANS

OFFSETS_MM = (-25, -5, 15)
"""From the middle of the heart, to posterior."""
SIDE, SMALLEST_PX = 256, 250
AIR_HU = -1024


def main(out: Path) -> None:
    """Print the mean Dice of pictures and of slabs over the structures that fill ``SMALLEST_PX`` pixels."""
    truths = {name: truth for scan in SCANS for name, truth in _written(scan, out)}
    for kind in ("pictures", "slabs"):
        job = SegmentJob(inputs=(out / kind,), out=out / f"{kind}-segmented", format="nii.gz", force=True, device="cpu")
        segment.run(job, Reporter())
        dice: dict[str, list[float]] = {structure.name: [] for structure in HEART_4.structures}
        for name, truth in truths.items():
            found = read_labels(out / f"{kind}-segmented" / f"{name}.nii.gz", HEART_7).array
            found = found[0] if kind == "pictures" else found[:, :, 1]
            for structure in HEART_4.structures:
                own, ours = truth == structure.value, found == structure.value
                if own.sum() > SMALLEST_PX:
                    dice[structure.name].append(float(2 * (own & ours).sum() / (own.sum() + ours.sum())))
        means = {name: round(float(np.mean(values)), 3) for name, values in dice.items()}
        print(kind, means, "mean", round(float(np.mean(list(means.values()))), 3))


@dataclass(frozen=True)
class Look:
    """Three coronal slices from the corner ``origin_mm`` on, turned, mirrored and cropped as ``number`` says."""

    origin_mm: tuple[float, float, float]
    number: int

    def at(self, volume: Volume, interpolation: Literal["linear", "nearest"], fill: float) -> NDArray:
        """(3, SIDE, SIDE) of ``volume``, rows from superior to inferior before they are turned; ``fill`` around."""
        rng = np.random.default_rng(self.number)
        degrees, half = 90 * (self.number % 4) + rng.normal(0, 8), rng.integers(75, 110, 2)
        box = Geometry((SIDE, 3, SIDE), (1.0, 1.0, 1.0), self.origin_mm)
        slices = volume.resampled(box, interpolation, fill=fill).array[::-1].transpose(1, 0, 2)
        order = 0 if interpolation == "nearest" else 1
        turned = ndimage.rotate(slices, degrees, (1, 2), reshape=False, order=order, cval=fill)
        inside = np.zeros(turned.shape, dtype=bool)
        rows, columns = (slice(SIDE // 2 - side, SIDE // 2 + side) for side in half)
        inside[:, rows, columns] = True
        cropped = np.where(inside, turned, fill)
        return np.flip(cropped, 2) if self.number % 2 else cropped


def _written(scan: str, out: Path) -> list[tuple[str, NDArray[np.uint8]]]:
    """Names and labels (``SIDE``, ``SIDE``) of the slices of ``scan``, which are written into folders of ``out``."""
    image_file, label_file = (DATA / one for one in SCANS[scan])
    image, truth = read_volume(image_file), read_labels(label_file, HEART_7)
    marked = truth.geometry.physical(np.argwhere(truth.array > 0).astype(np.float64))
    middle = (marked.min(axis=0) + marked.max(axis=0)) / 2
    made = []
    for number, offset in enumerate(OFFSETS_MM):
        name, turn = f"{scan.split()[0]}_{number}", list(SCANS).index(scan) + number
        look = Look(tuple(float(v) for v in middle + (-SIDE / 2, offset - 1, -SIDE / 2)), turn)  # type: ignore[arg-type]
        hu = look.at(Volume(image.array.astype(np.float32), image.geometry), "linear", AIR_HU)
        for kind in ("pictures", "slabs"):
            (out / kind).mkdir(parents=True, exist_ok=True)
        window = np.clip((hu[1] + 200) / 900, 0, 1)
        Image.fromarray((255 * window).astype(np.uint8)).save(out / "pictures" / f"{name}.png")
        gray = np.minimum(hu, np.percentile(hu, 98))
        slab = np.ascontiguousarray(((gray - gray.mean()) / gray.std()).transpose(1, 2, 0).astype(np.float32))
        sitk.WriteImage(sitk.GetImageFromArray(slab), str(out / "slabs" / f"{name}.nii.gz"))
        made.append((name, look.at(truth, "nearest", 0)[1].astype(np.uint8)))
    return made


if __name__ == "__main__":
    main(Path(sys.argv[1]))
