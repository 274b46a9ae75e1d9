"""How well a segmentation of the real CT in ../shared/data/thoracic_ct agrees with the masks that lie beside it.

The masks are another program's output, without LV, LA or Myo: containment and overlap can be said, accuracy cannot.

    python Testing/benchmarks/real_ct_overlap.py segmentations/ct.seg.nrrd ../shared/data/thoracic_ct
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt, label

from CrossModalitySegLib.anatomy import AA, HEART_4
from CrossModalitySegLib.images.io.files import read_labels, read_volume

NEAR_MM = 5.0
"""Tolerance around the heart mask: its border and ours need not be drawn alike."""


def main(segmentation: Path, folder: Path) -> None:
    """Print the share of the foreground inside heart or aorta, that of each structure, and AA against the aorta
    mask.
    """
    labels = read_labels(segmentation)

    def mask(name: str) -> NDArray[np.bool_]:
        return read_volume(folder / f"mask_{name}.nii.gz").array > 0

    heart, aorta = mask("heart"), mask("aorta") | mask("aorta_false_lumen")
    near_heart = distance_transform_edt(~heart, sampling=labels.geometry.spacing_mm) <= NEAR_MM
    allowed = near_heart | aorta
    foreground = labels.array > 0
    print(f"foreground inside the heart mask:                          {heart[foreground].mean():.3f}")
    print(f"foreground inside the heart mask + {NEAR_MM:.0f} mm or the aorta mask: {allowed[foreground].mean():.3f}")
    for structure in HEART_4.structures:
        found = labels.array == structure.value
        share = allowed[found].mean() if found.any() else float("nan")
        print(f"{structure.name:4} {found.sum() * labels.geometry.voxel_ml:6.1f} ml, inside: {share:.3f}")
    ours = labels.array == AA.value
    levels = np.flatnonzero(ours.any(axis=(1, 2)))
    print(f"AA inside the aorta mask: {aorta[ours].mean() if ours.any() else float('nan'):.3f}")
    if levels.size:
        print(f"AA of the slices from {levels.min()} to {levels.max()} (k) of {labels.array.shape[0]}")
        ascending = np.stack([_touched(aorta_slice, own) for aorta_slice, own in zip(mask("aorta"), ours, strict=True)])
        dice = 2 * (ours & ascending).sum() / (ours.sum() + ascending.sum())
        print(f"Dice of AA with the pieces of the aorta mask that it touches in these slices: {dice:.3f}")


def _touched(mask: NDArray[np.bool_], by: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The connected pieces of a slice's ``mask`` (H, W) that share a pixel with ``by``: of the aorta the ascending
    part, not the descending one.
    """
    pieces, _ = label(mask)
    return mask & np.isin(pieces, pieces[by])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
