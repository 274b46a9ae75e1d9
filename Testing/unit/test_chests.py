"""Resources/shipped_model/chests.py, which makes the surroundings of virtual hearts from labeled CT."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np

from CrossModalitySegLib.anatomy import HEART_7
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import write_labels, write_volume
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.phantoms.tissue_map import LABELS, Code, make_tissue_map, read_map
from CrossModalitySegLib.phantoms.tissues import Tissue

SPACING_MM = 4.0


def chest_ct() -> tuple[Volume, Volume]:
    """A trunk of fat with two lungs, a spine and a heart of seven slabs, and the labels of the heart."""
    z, y, x = (SPACING_MM * axis for axis in np.indices((45, 65, 90)))

    def ellipse(center_x: float, center_y: float, half_x: float, half_y: float) -> np.ndarray:
        return ((x - center_x) / half_x) ** 2 + ((y - center_y) / half_y) ** 2 < 1

    hu = np.full(x.shape, -1000.0)
    for value, where in (
        (-100, ellipse(180, 130, 165, 115)),
        (-860, ellipse(105, 130, 60, 80) | ellipse(255, 130, 60, 80)),
        (300, ellipse(180, 215, 18, 18)),
    ):
        hu[where] = value
    heart = ellipse(185, 110, 55, 45) & (np.abs(z - 90) < 60)
    labels = np.where(heart, 1 + (7 * (x - 130) / 110.1).clip(0, 6.9).astype(int), 0).astype(np.uint8)
    hu[heart] = np.where(labels[heart] == 1, 110, 350)
    geometry = Geometry(hu.shape, (SPACING_MM,) * 3)
    return Volume(hu.astype(np.float32), geometry), Volume(labels, geometry)


def test_a_labeled_ct_becomes_a_chest_for_another_heart(repository: Path, tmp_path: Path) -> None:
    image, labels = chest_ct()
    write_volume(tmp_path / "ct.nii.gz", image)
    write_labels(tmp_path / "labels.nii.gz", labels, HEART_7)
    script = runpy.run_path(str(repository / "Resources" / "shipped_model" / "chests.py"))
    script["main"](tmp_path / "ct.nii.gz", tmp_path / "labels.nii.gz", tmp_path / "chest.npz")

    codes, grid = read_map(tmp_path / "chest.npz")
    at = {"lung": (60, 130, 90), "fat": (60, 30, 180), "spine": (60, 215, 180)}
    found = {name: int(codes[tuple(int(mm / grid.spacing_mm[0]) for mm in place)]) for name, place in at.items()}
    assert found["lung"] == Tissue.LUNG and found["fat"] == Tissue.FAT
    assert found["spine"] in (Tissue.TRABECULAR_BONE, Tissue.CORTICAL_BONE)
    heart_ml = np.isin(codes, list(LABELS)).sum() * grid.voxel_ml
    assert abs(heart_ml / ((labels.array > 0).sum() * labels.geometry.voxel_ml) - 1) < 0.05
    around, _ = make_tissue_map(4, spacing_mm=4.0, surroundings=tmp_path / "chest.npz")
    assert (around == Code.LV).any() and (around == Tissue.LUNG).mean() > 0.1
