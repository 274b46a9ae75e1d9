"""What the virtual patients are made of, and how bright each tissue is in MR and CT."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray


class Tissue(IntEnum):
    """Tissue of a voxel; the blood compartments are separate because contrast agent reaches them at different
    times.
    """

    AIR = 0
    LUNG = 1
    FAT = 2
    MUSCLE = 3
    SKIN = 4
    LIVER = 5
    SPLEEN = 6
    STOMACH = 7
    TRABECULAR_BONE = 8
    CORTICAL_BONE = 9
    DISC = 10
    CORD = 11
    MYOCARDIUM = 12
    WALL = 13
    LEFT_BLOOD = 14
    RIGHT_BLOOD = 15
    INFERIOR_VENA_CAVA = 16
    GAS = 17
    CARTILAGE = 18


@dataclass(frozen=True)
class TissueContrast:
    """Signal of a tissue.

    ``mr`` is the bSSFP water signal relative to blood, ``mr_fat`` the fat signal beside it, ``hu`` the mean in
    Hounsfield units without contrast agent; each ``..._spread`` is the relative (MR) or absolute (HU) spread between
    subjects.
    """

    mr: float
    mr_fat: float
    mr_spread: float
    hu: float
    hu_spread: float


# bSSFP signal follows roughly T2/T1 at 1.5 T: blood and fat are bright, muscle dark, lung and cortical bone empty
# (Scheffler and Lehnhardt, Eur Radiol 2003, doi:10.1007/s00330-003-1957-x). HU: usual arterial-phase values.
CONTRASTS: dict[Tissue, TissueContrast] = {
    Tissue.AIR: TissueContrast(0.0, 0.0, 0.0, -1000, 0),
    Tissue.LUNG: TissueContrast(0.07, 0.0, 0.3, -850, 25),
    Tissue.FAT: TissueContrast(0.06, 0.95, 0.15, -100, 8),
    Tissue.MUSCLE: TissueContrast(0.27, 0.02, 0.12, 56, 5),
    Tissue.SKIN: TissueContrast(0.35, 0.10, 0.15, 30, 10),
    Tissue.LIVER: TissueContrast(0.42, 0.03, 0.15, 85, 14),
    Tissue.SPLEEN: TissueContrast(0.50, 0.0, 0.15, 110, 15),
    Tissue.STOMACH: TissueContrast(0.45, 0.05, 0.3, 25, 20),
    Tissue.TRABECULAR_BONE: TissueContrast(0.10, 0.42, 0.2, 180, 35),
    Tissue.CORTICAL_BONE: TissueContrast(0.05, 0.03, 0.2, 620, 90),
    Tissue.DISC: TissueContrast(0.30, 0.02, 0.2, 85, 10),
    Tissue.CORD: TissueContrast(0.75, 0.0, 0.1, 30, 8),
    Tissue.MYOCARDIUM: TissueContrast(0.36, 0.0, 0.0, 110, 10),
    Tissue.WALL: TissueContrast(0.36, 0.03, 0.08, 90, 10),
    Tissue.LEFT_BLOOD: TissueContrast(1.0, 0.0, 0.0, 400, 0),
    Tissue.RIGHT_BLOOD: TissueContrast(1.0, 0.0, 0.04, 250, 0),
    Tissue.INFERIOR_VENA_CAVA: TissueContrast(0.95, 0.0, 0.05, 110, 0),
    Tissue.GAS: TissueContrast(0.0, 0.0, 0.0, -950, 20),
    Tissue.CARTILAGE: TissueContrast(0.35, 0.05, 0.15, 110, 20),
}


def table(values: dict[Tissue, float]) -> NDArray[np.float32]:
    """Look-up table (tissue -> value)."""
    return np.array([values[tissue] for tissue in Tissue], dtype=np.float32)
