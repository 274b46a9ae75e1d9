"""Real heart anatomies from a folder of label volumes, in place of the parametric heart.

Labels: 1 left myocardium, 2 left atrium, 3 left ventricle, 4 ascending aorta, 5 right atrium, 6 right ventricle,
7 pulmonary artery, 8 other walls; or the values of MM-WHS for the first seven. Only the heart is needed; vessels and
chest are made around it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
import SimpleITK as sitk
from numpy.typing import NDArray
from scipy import ndimage

from ..anatomy import HEART_7, MM_WHS
from ..errors import Code, UserError
from ..images.datasets.split import test_numbers
from ..images.geometry import Geometry
from ..images.volume import Volume
from .heart import NOTHING, PA_VALUE, RAW_VALUES, Anchors, GreatVessels, Painted
from .shapes import Points, Warp, turned
from .tissues import Tissue

_NAMES = {1: "Myo", 2: "LA", 3: "LV", 4: "AA", 5: "RA", 6: "RV"}
_PULMONARY_ARTERY, _WALLS = 7, 8
_KNOWN = {**{value: value for value in range(1, _WALLS + 1)}, **HEART_7.raw_to_value(MM_WHS)}
"""From the values of label volumes to labels; HEART_7 numbers the structures in the same way."""
_TISSUES = {
    1: Tissue.MYOCARDIUM,
    **dict.fromkeys((2, 3, 4), Tissue.LEFT_BLOOD),
    **dict.fromkeys((5, 6), Tissue.RIGHT_BLOOD),
    _WALLS: Tissue.WALL,
}
_GAP_MM = 3.0

Subject = tuple[Literal["mr", "ct"], int]


def anatomy_files(folder: Path) -> list[Path]:
    """Find anatomies.

    Args:
        folder: Folder of label volumes (*.nii.gz), one heart each.

    Returns:
        The files by name, templates last; at least one.

    Raises:
        UserError: BAD_DATASET if there are none.
    """
    files = sorted(folder.glob("*.nii.gz"), key=lambda path: ("template" in path.name.lower(), path.name))
    if not files:
        raise UserError(
            Code.BAD_DATASET,
            f"{folder} holds no label volume (*.nii.gz).",
            "Name a folder with one heart label volume per anatomy.",
        )
    return files


def assign_anatomies(files: Sequence[Path], subjects: Sequence[Subject]) -> dict[Subject, Path]:
    """Give every subject an anatomy so that MR and CT, and training and test subjects of a modality, never share one.

    Args:
        files: Label volumes; those with "template" in their name serve MR training only.
        subjects: Modality and number of each.

    Returns:
        The label volume of each subject.

    Raises:
        UserError: BAD_DATASET if there are too few anatomies to keep the groups apart.
    """
    groups: list[list[Subject]] = []
    for modality in ("mr", "ct"):
        numbers = [number for kind, number in subjects if kind == modality]
        held_out = test_numbers(modality, numbers)
        groups.append([(modality, n) for n in numbers if n not in held_out])
        groups.append([(modality, n) for n in numbers if n in held_out])
    templates = [path for path in files if "template" in path.name.lower()]
    plain = [path for path in files if path not in templates]
    filled = [group for group in groups if group]
    training = groups[0]
    spare = bool(templates) and bool(training)
    if len(plain) + spare < len(filled):
        cause = f"{len(files)} anatomies cannot serve {len(filled)} groups of subjects that must not share one."
        raise UserError(Code.BAD_DATASET, cause, "Add label volumes to the folder of --anatomies.")
    shares = [0] * len(filled)
    # Small groups get more than their proportional part (square root), so that a test set is more than one heart.
    for _ in plain:
        own = [shares[i] + (spare and group is training) for i, group in enumerate(filled)]
        open_groups = [i for i, group in enumerate(filled) if own[i] < len(group)]
        if not open_groups:
            break
        shares[max(open_groups, key=lambda i: math.sqrt(len(filled[i])) / (own[i] + 0.01))] += 1
    chosen: dict[Subject, Path] = {}
    start = 0
    for group, share in zip(filled, shares, strict=True):
        hearts = plain[start : start + share] + (templates if group is training else [])
        start += share
        chosen.update({subject: hearts[i % len(hearts)] for i, subject in enumerate(group)})
    return chosen


class _Anatomy(NamedTuple):
    labels: NDArray[np.uint8]
    geometry: Geometry
    origin: NDArray[np.float64]
    turn: NDArray[np.float64]


@lru_cache(maxsize=4)
def _read(path: Path) -> _Anatomy:
    """Label volume with its small gaps closed, and how it lies: the left ventricle's middle, and +-1 per axis."""
    problem = UserError(
        Code.BAD_INPUT, f"{path} cannot be read as a label volume.", "Name a folder of NIfTI label volumes."
    )
    try:
        image = sitk.ReadImage(str(path))
    except RuntimeError as error:
        raise problem from error
    if image.GetDimension() != 3 or image.GetNumberOfComponentsPerPixel() != 1:
        raise problem
    volume = Volume.of(image)
    labels = np.zeros(volume.array.shape, dtype=np.uint8)
    for stored, value in _KNOWN.items():
        labels[volume.array == stored] = value
    missing = [name for value, name in _NAMES.items() if not (labels == value).any()]
    if missing:
        raise UserError(
            Code.BAD_LABELS,
            f"{path} lacks {', '.join(missing)}.",
            "Each anatomy needs labels 1 Myo, 2 LA, 3 LV, 4 AA, 5 RA and 6 RV, or the values of MM-WHS for them.",
        )
    geometry = volume.geometry
    middle, atrium = (geometry.physical(np.argwhere(labels == value).mean(axis=0)) for value in (3, 2))
    # A left atrium in front of its ventricle means a header in RAS with voxels in LPS: half a turn about z.
    turn = np.array([-1.0, -1.0, 1.0]) if atrium[1] < middle[1] else np.ones(3)
    labels[labels == _PULMONARY_ARTERY] = 0
    distance, nearest = ndimage.distance_transform_edt(labels == 0, sampling=geometry.spacing_mm, return_indices=True)
    padded = np.pad(distance > _GAP_MM, 1, constant_values=True)
    back = ndimage.distance_transform_edt(~padded, sampling=geometry.spacing_mm)[1:-1, 1:-1, 1:-1]
    closed = (labels == 0) & (back > _GAP_MM)
    labels[closed] = labels[tuple(nearest[:, closed])]
    return _Anatomy(labels, geometry, middle, turn)


class LabeledHeart:
    """A heart from a label volume, gently deformed, with random great vessels attached."""

    def __init__(self, path: Path, rng: np.random.Generator) -> None:
        self._anatomy = _read(path)
        self._warp = Warp(rng, amplitude_mm=1.2, scale_mm=60)
        self.vessels = GreatVessels(rng, self._anchors())

    def _places(self, value: int) -> NDArray[np.float64]:
        """Points (n, 3) in the heart's coordinates of every voxel with label ``value``."""
        a = self._anatomy
        return (a.geometry.physical(np.argwhere(a.labels == value).astype(np.float64)) - a.origin) * a.turn

    def _anchors(self) -> Anchors:
        def top(places: NDArray[np.float64], thickness_mm: float = 4.0) -> NDArray[np.float64]:
            return places[places[:, 2] > places[:, 2].max() - thickness_mm].mean(axis=0)

        la, aa, ra, rv = (self._places(value) for value in (2, 4, 5, 6))
        level = aa[np.abs(aa[:, 2] - (aa[:, 2].max() - 8)) < 3]
        aorta_mm = math.sqrt(len(level) * self._anatomy.geometry.voxel_ml * 1000 / 6 / math.pi)
        return Anchors(
            top(aa),
            aorta_mm,
            top(rv, 6.0),
            12.5,
            top(ra),
            -top(-ra),
            la.mean(axis=0),
            float(np.ptp(la[:, 0])) / 2,
            rv.mean(axis=0),
        )

    def warped(self, points: Points) -> Points:
        """``points`` (3, ...) of the chest as places in this heart and its vessels."""
        return self._warp(points)

    def paint(self, points: Points) -> Painted:
        """Labels and tissues at ``points`` (3, D, H, W)."""
        a = self._anatomy
        p = self._warp(points)
        to_index = np.linalg.inv(a.geometry.index_to_physical[:, :3])
        middle = a.geometry.index(a.origin).astype(np.float32).reshape(3, 1, 1, 1)
        found = ndimage.map_coordinates(
            a.labels, turned(p, to_index * a.turn) + middle, order=0, mode="constant", cval=0
        )
        labels = np.zeros(found.shape, dtype=np.int16)
        tissues = np.full(found.shape, NOTHING, dtype=np.uint8)
        for value, tissue in _TISSUES.items():
            tissues[found == value] = tissue
        for value, name in _NAMES.items():
            labels[found == value] = RAW_VALUES[name]
        vessels = self.vessels
        upper, lower = vessels.superior_vena_cava(p), vessels.inferior_vena_cava(p)
        trunk, branches, arch, veins = vessels.trunk(p), vessels.pulmonary(p), vessels.aorta(p), vessels.veins(p)
        lumens = (
            (arch, Tissue.LEFT_BLOOD, 0),
            (trunk, Tissue.RIGHT_BLOOD, PA_VALUE),
            (np.minimum(branches, upper), Tissue.RIGHT_BLOOD, 0),
            (lower, Tissue.INFERIOR_VENA_CAVA, 0),
            (veins, Tissue.LEFT_BLOOD, 0),
        )
        free = labels == 0
        for field, tissue, value in lumens:
            where = (field < 0) & free
            tissues[where], labels[where] = tissue, value
            free &= ~where
        near = np.minimum.reduce([field for field, _, _ in lumens]) < 1.5
        tissues[near & (tissues == NOTHING)] = Tissue.WALL
        return Painted(labels, tissues)
