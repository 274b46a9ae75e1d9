"""Contrast-enhanced cardiac CT of a virtual patient: Hounsfield units, partial volume, noise texture, field of view."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..images.geometry import Geometry
from .scanner import blurred
from .shapes import Points, filaments, smooth_noise
from .tissues import CONTRASTS, Tissue, table

OUTSIDE_HU = -1024
"""What scanners write where they have not reconstructed."""


Range = tuple[float, float]


@dataclass(frozen=True)
class CtStyle:
    """Ranges from which the look of one scan is drawn: contrast in HU, how unevenly it is mixed, sharpness and
    noise.
    """

    left_hu: Range = (280, 450)
    right_hu: Range = (120, 450)
    inferior_vena_cava_hu: Range = (60, 150)
    myocardium_hu: Range = (90, 130)
    streaks: Range = (0.05, 0.28)
    """Relative size of the streaks where contrast agent meets blood without it."""
    rising: Range = (0.0, 0.25)
    """How much brighter the right heart gets upward, toward the upper cava."""
    spread: float = 1.0
    """Factor on how much each tissue differs between people."""
    blur_mm: Range = (0.55, 0.95)
    noise_hu: Range = (15, 40)
    calcified: float = 0.0
    """Share of people with calcium in the walls of heart and vessels."""


USUAL = CtStyle()
VARIED = CtStyle((180, 620), (90, 650), (60, 400), (65, 165), (0.0, 0.45), (-0.2, 1.2), 2.0, (0.4, 1.3), (6, 55), 0.4)
"""From late to early contrast, from low dose to sharp and clean."""


def ct_grid(
    rng: np.random.Generator, size_mm: tuple[float, float, float], spacing_mm: float, center_mm: NDArray[np.float64]
) -> Geometry:
    """Random grid of a CT scan: axis-aligned, isotropic, with its center within 8 mm of ``center_mm`` along each axis.

    Args:
        rng: Source of the random numbers.
        size_mm: Field of view (z, y, x) in mm.
        spacing_mm: Voxel spacing in mm.
        center_mm: Center (x, y, z) in LPS mm.

    Returns:
        Grid (D, H, W) of at least 8 voxels along each axis.
    """
    shape = tuple(max(8, round(size / spacing_mm)) for size in size_mm)
    center = center_mm + rng.uniform(-8, 8, 3)
    origin = center - (np.array(shape[::-1]) - 1) / 2 * spacing_mm
    return Geometry(shape, (spacing_mm,) * 3, tuple(float(v) for v in origin))  # type: ignore[arg-type]


def render_ct(
    rng: np.random.Generator,
    grid: Geometry,
    points: Points,
    tissues: NDArray[np.uint8],
    vessel_fraction: NDArray[np.float32],
    style: CtStyle = USUAL,
    noise: np.random.Generator | None = None,
) -> NDArray[np.int16]:
    """Scan a patient by CT in the arterial phase.

    Args:
        rng: Draws the look.
        grid: Grid of the scan.
        points: Places of its voxels in the patient, (3, D, H, W) in mm.
        tissues: ``Tissue`` (D, H, W) there.
        vessel_fraction: Share of each voxel that lung vessels fill, (D, H, W), 0 to 1.
        style: Ranges from which the look is drawn.
        noise: Draws the noise of another scan of the same patient; None goes on with ``rng``.

    Returns:
        Hounsfield units (D, H, W), int16, from ``OUTSIDE_HU`` to 3071.
    """
    hu = {
        tissue: rng.normal(contrast.hu, contrast.hu_spread * style.spread) if contrast.hu_spread else contrast.hu
        for tissue, contrast in CONTRASTS.items()
    }
    left = rng.uniform(*style.left_hu)
    right = rng.uniform(*style.right_hu)
    hu[Tissue.LEFT_BLOOD], hu[Tissue.RIGHT_BLOOD] = left, right
    hu[Tissue.INFERIOR_VENA_CAVA] = rng.uniform(*style.inferior_vena_cava_hu)
    hu[Tissue.MYOCARDIUM] = rng.uniform(*style.myocardium_hu)
    image = table(hu)[tissues]

    shape, spacing = grid.shape, grid.spacing_mm
    # Contrast agent comes down the upper cava and meets unenhanced blood from below: streaks in the right heart.
    streaks = smooth_noise(shape, spacing, 14.0, rng) + 0.7 * smooth_noise(shape, spacing, 7.0, rng)
    rising = np.clip((points[2] - 15) / 60, -1, 1)
    mixing = rng.uniform(*style.streaks) * streaks + rng.uniform(*style.rising) * rising
    rightward = tissues == Tissue.RIGHT_BLOOD
    image[rightward] = (55 + (right - 55) * np.clip(1 + mixing[rightward], 0.15, 1.9)).astype(np.float32)

    lung = tissues == Tissue.LUNG
    texture = smooth_noise(shape, spacing, 9.0, rng)
    sag = (points[1] - points[1].mean()) / 100
    air = hu[Tissue.LUNG] + 25 * sag + 18 * texture
    image[lung] = (air + vessel_fraction * (0.9 * left - air))[lung]
    image[(tissues == Tissue.LIVER) & filaments(shape, spacing, 26.0, 0.22, rng)] += rng.uniform(-15, 60)
    soft = (tissues == Tissue.FAT) | (tissues == Tissue.MUSCLE) | (tissues == Tissue.TRABECULAR_BONE)
    image[soft] += (texture * np.where(tissues == Tissue.TRABECULAR_BONE, 35, 7))[soft]

    if style.calcified and rng.random() < style.calcified:
        plaque = (tissues == Tissue.WALL) & (smooth_noise(shape, spacing, 8.0, rng) > rng.uniform(1.6, 2.4))
        image[plaque] = rng.uniform(500, 1300)

    image = blurred(image, rng.uniform(*style.blur_mm), grid, least_px=0.42)
    sigma = rng.uniform(*style.noise_hu)
    fine = blurred((noise or rng).standard_normal(shape).astype(np.float32), 0.8, grid, least_px=0.35)
    fine -= blurred(fine, 4.0, grid)
    image += fine * np.float32(sigma / fine.std())
    if rng.random() < 0.4:
        middle = points[:2].reshape(2, -1).mean(1)
        radius = 0.5 * min(shape[1] * spacing[1], shape[2] * spacing[2]) * rng.uniform(1.0, 1.15)
        image[np.hypot(points[0] - middle[0], points[1] - middle[1]) > radius] = OUTSIDE_HU
    return np.clip(np.rint(image), OUTSIDE_HU, 3071).astype(np.int16)
