"""Tissue maps of real chests for whole_heart.sh beside it, as ``python Resources/shipped_model/chests.py CT LABELS
OUT.npz [ORGANS ORGANS.csv]``: no gray value stays. LABELS holds the heart, ORGANS what another program found; without
it, tissues follow from the gray values.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from CrossModalitySegLib.anatomy import HEART_7
from CrossModalitySegLib.images.geometry import patient_grid
from CrossModalitySegLib.images.io.files import read_labels, read_volume
from CrossModalitySegLib.phantoms.tissue_map import LABELS, Code, write_map
from CrossModalitySegLib.phantoms.tissues import Tissue

SPACING_MM = 1.5
EMPTIED = int(Code.SUPERIOR_CAVA)
"""A vessel that gives way to ours."""
ORGANS = {
    "spleen": Tissue.SPLEEN,
    "kidney": Tissue.SPLEEN,
    "liver": Tissue.LIVER,
    "gallbladder": Tissue.STOMACH,
    "stomach": Tissue.STOMACH,
    "colon": Tissue.STOMACH,
    "small_bowel": Tissue.STOMACH,
    "duodenum": Tissue.STOMACH,
    "lung": Tissue.LUNG,
    "esophagus": Tissue.WALL,
    "trachea": Tissue.GAS,
    "spinal_cord": Tissue.CORD,
    "costal_cartilages": Tissue.CARTILAGE,
    "aorta": EMPTIED,
    "heart": EMPTIED,
    "pulmonary_vein": EMPTIED,
    "atrial_appendage": EMPTIED,
    "superior_vena_cava": EMPTIED,
    "inferior_vena_cava": EMPTIED,
    "brachiocephalic_trunk": Tissue.LEFT_BLOOD,
    "subclavian": Tissue.LEFT_BLOOD,
    "common_carotid": Tissue.LEFT_BLOOD,
    "brachiocephalic_vein": Tissue.RIGHT_BLOOD,
    "portal": Tissue.INFERIOR_VENA_CAVA,
}
BONES = ("vertebrae", "rib_", "sternum", "scapula", "clavicula", "humerus")


def by_gray_value(hu: NDArray[np.float32], heart: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Codes (D, H, W) of an image in HU, one voxel of ``SPACING_MM`` each."""
    smooth = ndimage.median_filter(hu, 3)
    even = ndimage.gaussian_filter(smooth, 2.0)
    codes = np.full(hu.shape, Tissue.MUSCLE, dtype=np.uint8)
    codes[even < 25] = Tissue.STOMACH
    codes[(even > 70) & (even < 160)] = Tissue.LIVER
    codes[smooth < -25] = Tissue.FAT
    dense = smooth > 150
    bright, _ = ndimage.label(ndimage.binary_opening(dense, iterations=4))
    of_heart = np.unique(bright[heart & (bright > 0)])
    vessels = ndimage.binary_dilation(np.isin(bright, of_heart[of_heart > 0]), iterations=5) & dense
    codes[dense] = Tissue.TRABECULAR_BONE
    codes[dense & (smooth > 350)] = Tissue.CORTICAL_BONE
    codes[vessels] = EMPTIED
    hollow, _ = ndimage.label(smooth < -450)
    outer = np.unique(np.concatenate([hollow[:, 0].ravel(), hollow[:, -1].ravel(), hollow[:, :, 0].ravel()]))
    outside = np.isin(hollow, outer[outer > 0])
    codes[outside] = Tissue.AIR
    inner = (hollow > 0) & ~outside
    codes[inner] = Tissue.LUNG
    # A bronchus is darker than the lung around it.
    codes[inner & (ndimage.gaussian_filter(smooth, 1.0) < -960)] = Tissue.GAS
    filled = ndimage.binary_closing(inner, iterations=4) & ~ndimage.binary_dilation(heart, iterations=6)
    codes[filled & ~inner & (smooth > -450) & (even < -300)] = Code.LUNG_VESSEL
    return codes


def by_organ(codes: NDArray[np.uint8], hu: NDArray[np.float32], organs: NDArray[np.int16], names: Path) -> None:
    """Change ``codes`` to what ``organs`` says where it names more than the gray values do."""
    with names.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            here = organs == int(row["id"])
            if row["structure"].startswith(BONES):
                codes[here] = np.where(hu[here] > 350, Tissue.CORTICAL_BONE, Tissue.TRABECULAR_BONE)
            for prefix, code in ORGANS.items():
                if row["structure"].startswith(prefix):
                    vessel = (code == Tissue.LUNG) & (codes == Code.LUNG_VESSEL)
                    codes[here & ~vessel] = code


def main(ct: Path, labels: Path, out: Path, organs: Path | None = None, names: Path | None = None) -> None:
    """Write the map ``out`` of the chest in ``ct``, of which ``labels`` holds the heart and ``organs`` more, if any."""
    image = read_volume(ct)
    grid = patient_grid(image.geometry, SPACING_MM)
    hu = image.resampled(grid, "linear", -1000.0).array
    label = read_labels(labels, HEART_7).resampled(grid, "nearest").array
    codes = by_gray_value(hu, label > 0)
    if organs and names:
        by_organ(codes, hu, read_volume(organs).resampled(grid, "nearest").array.astype(np.int16), names)
    by_label = {label: code for code, label in reversed(LABELS.items())}
    for value, code in by_label.items():
        codes[label == value] = code
    near = ndimage.binary_dilation(label > 0, iterations=4) & ~np.isin(
        codes, (Tissue.LUNG, Code.LUNG_VESSEL, Tissue.TRABECULAR_BONE, Tissue.CORTICAL_BONE, Tissue.GAS, Tissue.LIVER)
    )
    codes[near & (label == 0)] = EMPTIED
    write_map(out, codes, grid)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
