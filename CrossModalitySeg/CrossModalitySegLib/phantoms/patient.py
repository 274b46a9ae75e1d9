"""One virtual patient: a heart in a thorax, scanned."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..images.geometry import Geometry
from ..images.volume import Volume
from .anatomies import LabeledHeart
from .ct import USUAL, VARIED, ct_grid, render_ct
from .heart import NORMAL_ML, RAW_VALUES, ParametricHeart, trabeculated
from .mr import mr_grid, render_mr
from .scanner import points_on
from .shapes import Points, rotation, turned
from .thorax import Thorax
from .tissues import Tissue
from .variety import Variety

SIZE_MM = (200.0, 180.0, 200.0)
"""Default field of view (z, y, x)."""
SPACING_MM = 2.0
_ATTEMPTS = 400
_END_MM = 4.0
_STREAM = {"mr": 1, "ct": 2}


def make_patient(
    modality: Literal["mr", "ct"],
    seed: int,
    size_mm: tuple[float, float, float] = SIZE_MM,
    spacing_mm: float = SPACING_MM,
    anatomy: Path | None = None,
    varied: bool = False,
    aorta_to_arch: bool = False,
    ejected: float = 0.0,
    scan: int = 0,
) -> tuple[Volume, Volume]:
    """Make one virtual patient; the same arguments give the same bytes.

    Args:
        modality: "ct" lies on an axis-aligned grid, in HU; "mr" is a slightly oblique stack of thicker slices, in
            arbitrary units.
        seed: Of the person; the two modalities of one seed are different people.
        size_mm: Field of view (z, y, x).
        spacing_mm: Voxel size.
        anatomy: Label volume of a heart to use in place of the parametric one.
        varied: Whether shapes, chests, fields of view (up to ``size_mm``) and, in CT, contrast and noise vary beyond
            what is usual.
        aorta_to_arch: Whether AA goes on to the arch, as in the tissue maps from which models of the whole heart learn;
            else it ends with the heart, as in most label files of four structures.
        ejected: Share of its blood that the left ventricle of a parametric heart has ejected, 0 to less than 1.
        scan: From 1 on, a further CT of the same person, with other noise (see ``beat.py``).

    Returns:
        Image (D, H, W) and raw MM-WHS labels (D, H, W), both int16, on one grid.

    Examples:
        >>> image, label = make_patient("ct", seed=7)
    """
    rng = np.random.default_rng([seed, _STREAM[modality]])
    heart, pose = posed_heart(rng, anatomy)
    thorax = Thorax(rng)
    middle = np.array([-26.0, 2.0, 18.0])
    variety = Variety(rng) if varied else None
    if variety:
        size_mm, middle = variety.field_of_view(size_mm, middle)
    grid = ct_grid(rng, size_mm, spacing_mm, middle) if modality == "ct" else mr_grid(rng, size_mm, spacing_mm, middle)
    points = points_on(grid)
    inside = pose(variety.moved(points) if variety else points)
    if ejected and isinstance(heart, ParametricHeart):
        inside = heart.before_contraction(inside, ejected)
    painted = heart.paint(inside)
    if aorta_to_arch:
        rising = (painted.labels == 0) & (painted.tissues == Tissue.LEFT_BLOOD) & ascending(heart, inside, points)
        painted.labels[rising] = RAW_VALUES["AA"]
    if variety:
        painted = variety.walled(painted, grid)
    painted = trabeculated(rng, painted, grid)
    chest = variety.chest(points) if variety else points
    tissues = thorax.paint(rng, chest, grid, painted)
    if variety:
        variety.furnish(tissues, chest)
    vessels = thorax.vessel_fraction(grid)
    style = VARIED if varied else USUAL
    noise = np.random.default_rng([seed, _STREAM[modality], scan]) if scan else None
    image = (
        render_ct(rng, grid, points, tissues, vessels, style, noise)
        if modality == "ct"
        else render_mr(rng, grid, points, tissues, vessels)
    )
    return Volume(image, grid), Volume(painted.labels, grid)


def ascending(heart: LabeledHeart | ParametricHeart, inside: Points, points: Points) -> NDArray[np.bool_]:
    """Which ``points`` (3, D, H, W) of the chest, ``inside`` in the coordinates of ``heart``, lie in the aorta up to
    the arch (D, H, W).

    By convention AA ends level with the arch's underside: a level of the chest, however the heart is tilted.
    """
    tube_mm, above_mm = heart.vessels.rising(heart.warped(inside))
    rising = tube_mm < 0
    at_end = rising & (np.abs(above_mm) < _END_MM)
    return rising & (points[2] < points[2][at_end].mean() if at_end.any() else above_mm < 0)


def volumes_ml(label: Volume) -> dict[str, float]:
    """Volume of each of the seven structures of a raw label volume.

    Args:
        label: Raw values (D, H, W), those of ``RAW_VALUES``.

    Returns:
        Volume in ml by name; 0.0 for a structure that is not there.
    """
    return {name: float((label.array == value).sum()) * label.geometry.voxel_ml for name, value in RAW_VALUES.items()}


class Pose:
    """Random scale and rotation that takes points of the chest into the coordinates of the heart."""

    def __init__(self, rng: np.random.Generator, spread: float) -> None:
        self.scale = rng.uniform(1 - spread, 1 + spread)
        self._turn = rotation(rng.normal(0, np.radians((4, 4, 5))))

    def __call__(self, points: Points) -> Points:
        return turned(points, self._turn / self.scale)


def posed_heart(rng: np.random.Generator, anatomy: Path | None) -> tuple[LabeledHeart | ParametricHeart, Pose]:
    """Draw a heart and how it lies in the chest.

    Parametric hearts vary in size themselves: their pose adds less, so that a normal heart exists for each.

    Args:
        rng: Draws both.
        anatomy: Label volume of a heart; None takes a parametric one.

    Returns:
        The heart, and from places in the chest (3, ...) to places in it.
    """
    pose = Pose(rng, spread=0.1 if anatomy else 0.06)
    return (LabeledHeart(anatomy, rng) if anatomy else normal_heart(rng, pose)), pose


def normal_heart(rng: np.random.Generator, pose: Pose) -> ParametricHeart:
    """The first of a series of random hearts whose seven volumes are those of a healthy adult (measured at 4 mm).

    Args:
        rng: Draws the hearts.
        pose: How they lie in the chest, which scales them too.

    Returns:
        The heart.

    Raises:
        RuntimeError: None of many was normal: the ranges of the shapes no longer fit ``NORMAL_ML``.
    """
    grid = Geometry((46, 42, 48), (4.0, 4.0, 4.0), (-120.0, -82.0, -78.0))
    points = pose(points_on(grid))
    for _ in range(_ATTEMPTS):
        heart = ParametricHeart(rng)
        found = volumes_ml(Volume(heart.paint(points).labels, grid))
        if all(low * 1.03 <= found[name] <= high * 0.97 for name, (low, high) in NORMAL_ML.items()):
            return heart
    raise RuntimeError("the ranges of the parametric heart no longer meet NORMAL_ML")
