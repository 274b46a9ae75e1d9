"""Balanced-SSFP whole-heart MR of a virtual patient: contrast, fat-water outlines, coil bias, banding, Rician noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..images.geometry import Geometry
from .scanner import blurred
from .shapes import Points, filaments, rotation, smooth_noise
from .tissues import CONTRASTS, Tissue, table

_AXES = {"axial": (2, 1, 0), "coronal": (1, 2, 0), "sagittal": (0, 2, 1)}
"""LPS axis along which the slices (D), rows (H) and columns (W) of an acquisition run."""


def mr_grid(
    rng: np.random.Generator, size_mm: tuple[float, float, float], spacing_mm: float, center_mm: NDArray[np.float64]
) -> Geometry:
    """A slightly oblique axial, coronal or sagittal stack.

    Args:
        rng: Draws its lie.
        size_mm: Extent (z, y, x) in mm that it covers roughly.
        spacing_mm: In-plane spacing is 0.85 of it, slices are 1.5 to 2.2 times as thick as that.
        center_mm: Place (x, y, z) in mm about which it lies, to 8 mm.

    Returns:
        The grid; rows may run either way, as scanners store them.
    """
    axes = _AXES[str(rng.choice(list(_AXES), p=[0.4, 0.4, 0.2]))]
    in_plane = 0.85 * spacing_mm
    spacing = (in_plane * rng.uniform(1.5, 2.2), in_plane, in_plane)
    extent = [size_mm[2 - axis] for axis in axes]
    shape = tuple(max(8, round(e / s)) for e, s in zip(extent, spacing, strict=True))
    columns = np.zeros((3, 3))
    for column, axis in enumerate(axes[::-1]):
        # Rows of coronal and sagittal images run from head to foot.
        columns[axis, column] = -1.0 if axis == 2 and column == 1 else 1.0
    if np.linalg.det(columns) < 0:
        columns[:, 2] *= -1
    direction = rotation(rng.normal(0, np.radians(4), 3)) @ columns
    half = (np.array(shape[::-1]) - 1) / 2 * np.array(spacing[::-1])
    origin = center_mm + rng.uniform(-8, 8, 3) - direction @ half
    return Geometry(shape, spacing, tuple(float(v) for v in origin), tuple(float(v) for v in direction.ravel()))  # type: ignore[arg-type]


def render_mr(
    rng: np.random.Generator,
    grid: Geometry,
    points: Points,
    tissues: NDArray[np.uint8],
    vessel_fraction: NDArray[np.float32],
) -> NDArray[np.int16]:
    """Scan a patient by balanced-SSFP MR.

    Args:
        rng: Draws the look and the noise.
        grid: Grid of the scan.
        points: Places of its voxels in the patient, (3, D, H, W) in mm.
        tissues: ``Tissue`` (D, H, W) there.
        vessel_fraction: Share of each voxel that lung vessels fill, (D, H, W), 0 to 1.

    Returns:
        Magnitudes (D, H, W), int16, 0 or more, in arbitrary units.
    """
    water = {
        tissue: contrast.mr * max(0.2, 1 + rng.normal(0, contrast.mr_spread)) for tissue, contrast in CONTRASTS.items()
    }
    fat = {
        tissue: contrast.mr_fat * max(0.2, 1 + rng.normal(0, contrast.mr_spread))
        for tissue, contrast in CONTRASTS.items()
    }
    # One protocol at one site: contrasts vary with the patient, far less than between protocols.
    myocardium = 1 / rng.uniform(2.8, 3.6)
    water[Tissue.MYOCARDIUM] = myocardium
    water[Tissue.WALL] = myocardium * rng.uniform(0.9, 1.2)
    water[Tissue.MUSCLE] = myocardium * rng.uniform(0.6, 0.9)
    fat_saturation = rng.uniform(0.8, 1.05)

    shape, spacing = grid.shape, grid.spacing_mm
    water_image = table(water)[tissues]
    lung = tissues == Tissue.LUNG
    water_image[lung] += 0.75 * vessel_fraction[lung]
    water_image[(tissues == Tissue.LIVER) & filaments(shape, spacing, 26.0, 0.22, rng)] = 0.85
    blood = (tissues >= Tissue.LEFT_BLOOD) & (tissues <= Tissue.INFERIOR_VENA_CAVA)
    flow = (
        1
        + rng.uniform(0.04, 0.10) * smooth_noise(shape, spacing, 22.0, rng)
        + 0.04 * smooth_noise(shape, spacing, 7.0, rng)
    )
    water_image[blood] *= flow[blood]
    texture = 1 + 0.07 * smooth_noise(shape, spacing, 10.0, rng)
    water_image[~blood] *= texture[~blood]
    fat_image = table(fat)[tissues] * texture * np.float32(fat_saturation)

    width_mm = rng.uniform(0.6, 1.0)
    water_image = blurred(water_image, width_mm, grid, least_px=0.42)
    fat_image = blurred(fat_image, width_mm, grid, least_px=0.42)
    # Fat and water point in opposite directions at the usual repetition times, hence dark outlines between them
    # (Hargreaves et al., Magn Reson Med 2003, doi:10.1002/mrm.10527).
    image = np.abs(water_image - fat_image)

    # Steady-state bands: signal drops where the local frequency is off by half of the inverse repetition time.
    off_resonance = rng.uniform(0.2, 0.55) * smooth_noise(shape, spacing, 90.0, rng)
    image *= 1 - 0.5 * np.exp(-(((np.abs(off_resonance) - 1.3) / 0.08) ** 2))

    image *= _coil_sensitivity(rng, points)
    level = float(np.median(image[blood])) if blood.any() else 1.0
    sigma = np.float32(level / rng.uniform(10, 25))
    smoothing_px = rng.uniform(0.0, 0.5)
    noise = [blurred(rng.standard_normal(shape).astype(np.float32), 0.0, grid, least_px=smoothing_px) for _ in range(2)]
    noise = [part * (sigma / part.std()) for part in noise]
    image = np.sqrt((image + noise[0]) ** 2 + noise[1] ** 2)
    return np.clip(np.rint(image * (rng.uniform(200, 900) / level)), 0, 32767).astype(np.int16)


def _coil_sensitivity(rng: np.random.Generator, points: Points) -> NDArray[np.float32]:
    """Smooth sensitivity (D, H, W) of a front and a back coil array: what the scanner's own correction leaves.

    The signal near a coil is 1.2 to 1.8 times that far from it.
    """
    across = (points[1] - points[1].min()) / np.ptp(points[1])
    reach = rng.uniform(0.35, 0.6)
    front, back = np.exp(-across / reach), np.exp(-(1 - across) / reach)
    shape = rng.uniform(0.8, 1.3) * front + rng.uniform(0.5, 1.0) * back
    sideways = rng.normal(0, 0.0012) * points[0] + rng.normal(0, 0.0012) * points[2]
    field = np.log(shape) + sideways
    low, high = np.percentile(field[::4, ::4, ::4], [1, 99])
    return np.exp((field - high) / (high - low) * np.log(rng.uniform(1.2, 1.8))).astype(np.float32)
