"""Whether a segmentation can be a heart at all, judged without a reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict
from scipy import ndimage

from ..images.field import Side, sides_of
from ..images.preprocessing import is_single_slice, is_slab
from ..images.volume import Volume
from ..label_set import LabelSet
from .localization import SURE
from .postprocessing import NEIGHBORS, components

Ranges = Mapping[str, tuple[float, float]]
"""Smallest and largest volume in ml among the training subjects, by structure name."""

SMALLEST, LARGEST = 0.6, 1.6
"""People differ more than a few training subjects show: a volume may be this much below or above their range."""
SECOND_PIECE = 0.2
"""Largest size of a structure's second piece relative to its first."""
LEAST_DICE = 0.7
"""An expected Dice below this is reported: about where a structure needs to be drawn again rather than corrected."""
ENCLOSED = 0.5
"""Smallest share of a structure's surroundings that is the one which surrounds it; around LV, the rest are valves and
gaps between papillary muscles.
"""


TOUCHES_CM2 = 0.5
"""Area of a structure on a side of the scanned field from which on it is cut off there: a disc of 8 mm."""

NEAR_MM = 12.0
"""At a side beyond which the heart localizer expects more of the heart, a structure that ends this near to it is cut
off as well: at the end of the field a segmenter sees half of what it needs, and stops a few slices early. One that does
end there is called incomplete, too.
"""


def tolerated_ml(volume_ranges_ml: Ranges, name: str) -> tuple[float, float]:
    """The range of volumes that is accepted for structure ``name`` without a warning.

    Args:
        volume_ranges_ml: Smallest and largest volume of the training subjects in ml, by structure name.
        name: Name of the structure.

    Returns:
        Lower and upper limit in ml; 0 and infinity for a structure that ``volume_ranges_ml`` does not list.
    """
    low, high = volume_ranges_ml.get(name, (0.0, np.inf))
    return low * SMALLEST, high * LARGEST


class Quality(BaseModel):
    """Result of the automatic quality check of one segmentation.

    Attributes:
        ok: Whether there are no findings.
        findings: What speaks against the segmentation, one sentence each.
        volumes_ml: Volume of each structure in ml, by structure name.
        heart_confidence: Confidence 0..1 of the heart localizer; None where it was not used.
        cut_off: For each structure that is incomplete because the scan ends in it: the sides of the scan where it does.
    """

    model_config = ConfigDict(frozen=True)

    ok: bool
    findings: list[str]
    volumes_ml: dict[str, float]
    heart_confidence: float | None = None
    cut_off: dict[str, tuple[Side, ...]] = {}


def assess(
    labels: Volume,
    label_set: LabelSet,
    volume_ranges_ml: Ranges,
    heart_confidence: float | None = None,
    expected_dice: Mapping[str, float] | None = None,
    field: NDArray[np.bool_] | None = None,
    goes_on: Sequence[Side] = (),
) -> Quality:
    """Check a segmentation without a reference: completeness, volumes, connected components, and enclosure of the
    cavity.

    Args:
        labels: Label map (D, H, W) of values of ``label_set``, on any grid.
        label_set: The structures of the model.
        volume_ranges_ml: Smallest and largest volume of the training subjects in ml, by structure name.
        heart_confidence: Confidence 0..1 of the heart localizer; None where the user gave the region of the heart.
        expected_dice: Expected Dice 0..1 by structure name; None where the model is not calibrated.
        field: Mask (D, H, W) of the scanned field of view; None for the whole grid. A structure that touches its border
            is cut off there.
        goes_on: Sides of the scan beyond which the heart localizer expects more of the heart.

    Returns:
        The findings. For a slab of a few slices, completeness and volumes are not checked.
    """
    shape = _Shape.of(labels, label_set)
    findings = []
    if heart_confidence is not None and heart_confidence < SURE:
        findings.append(
            f"No {label_set.subject} was found in this volume (confidence {heart_confidence:.0%}); the middle of the "
            "volume was segmented."
        )
    slab = is_slab(labels)
    if slab:
        findings.append(
            "This is a single slice, so completeness and volumes cannot be judged."
            if is_single_slice(labels)
            else "These are a few slices, so completeness and volumes cannot be judged."
        )
    cut_off = {} if slab else cut_sides(labels, label_set, field, goes_on)
    named = {side for sides in cut_off.values() for side in sides}
    if not slab and (more := [side for side in goes_on if side not in named]):
        findings.append(f"The {label_set.subject} goes on beyond {_listed(more)} of the scan.")
    for name in () if slab else label_set.names:
        title, volume_ml = _titled(name, label_set), shape.volumes_ml[name]
        if volume_ml == 0:
            findings.append(f"{title} is missing.")
            continue
        low, high = volume_ranges_ml.get(name, (0.0, np.inf))
        least_ml, most_ml = tolerated_ml(volume_ranges_ml, name)
        if name in cut_off:
            findings.append(
                f"{title} is cut off at {_listed(cut_off[name])} of the scan; its {volume_ml:.0f} ml are incomplete."
            )
            least_ml = 0.0
        if not least_ml <= volume_ml <= most_ml:
            findings.append(
                f"{title} measures {volume_ml:.0f} ml; the training subjects had {low:.0f} to {high:.0f} ml."
            )
        if (expected := (expected_dice or {}).get(name, 1.0)) < LEAST_DICE:
            findings.append(f"{title} may be wrong: expected Dice {expected:.2f}.")
        if shape.second_pieces[name] > SECOND_PIECE:
            findings.append(
                f"{title} lies in several pieces; the second has {shape.second_pieces[name]:.0%} of the size of the "
                "first."
            )
    for outer, share in shape.enclosed.items():
        if shape.volumes_ml[outer] > 0 and share is not None and share < ENCLOSED:
            inner, around = (_titled(name, label_set) for name in (label_set.by_name(outer).surrounds, outer))
            findings.append(
                f"Only {share:.0%} of what surrounds {inner} is {around}; {ENCLOSED:.0%} or more is expected."
            )
    return Quality(
        ok=not findings,
        findings=findings,
        volumes_ml=shape.volumes_ml,
        heart_confidence=heart_confidence,
        cut_off=cut_off,
    )


def cut_sides(
    labels: Volume, label_set: LabelSet, field: NDArray[np.bool_] | None = None, goes_on: Sequence[Side] = ()
) -> dict[str, tuple[Side, ...]]:
    """The sides of the scan at which structures are cut off.

    Args:
        labels: Label map (D, H, W) of values of ``label_set``, on any grid.
        label_set: The structures of the model.
        field: Mask (D, H, W) of the scanned field of view; None for the whole grid.
        goes_on: Sides of the scan beyond which the heart localizer expects more of the heart.

    Returns:
        Sides by structure name, only for structures that are cut off.
    """
    there = np.ones(labels.array.shape, dtype=bool) if field is None else field
    cut: dict[str, tuple[Side, ...]] = {}
    for one in label_set.structures:
        mask = labels.array == one.value
        areas = sides_of(mask, there, labels.geometry)
        near = sides_of(mask, there, labels.geometry, NEAR_MM) if goes_on else {}
        areas |= {side: area_cm2 for side, area_cm2 in near.items() if side in goes_on}
        cut[one.name] = tuple(side for side, area_cm2 in areas.items() if area_cm2 >= TOUCHES_CM2)
    return {name: sides for name, sides in cut.items() if sides}


def _listed(sides: Sequence[Side]) -> str:
    """ "the upper end and the left side"."""
    words = [f"the {side}" for side in sides]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def _titled(name: str, label_set: LabelSet) -> str:
    title = label_set.by_name(name).title
    return title if title == name else f"{title} ({name})"


def plausibility(labels: Volume, label_set: LabelSet, volume_ranges_ml: Ranges) -> float:
    """Anatomical plausibility of a segmentation, 0..1, for choosing among checkpoints without labels.

    It makes the checks of ``assess`` gradual: the mean over the structures of volume score / (1 + r), where r is the
    size of the second connected component relative to the first, times (1 + e) / 2, where e is the share of the
    enclosing structure (Myo) in what surrounds the enclosed one (LV), relative to ``ENCLOSED`` and at most 1. The
    volume score is 1 inside the tolerated range and volume / limit, or its inverse, outside.

    Args:
        labels: Label map (D, H, W) of values of ``label_set``, on any grid.
        label_set: The structures of the model.
        volume_ranges_ml: Smallest and largest volume of the training subjects in ml, by structure name.

    Returns:
        0 (no structure found) to 1 (all checks passed).
    """
    shape = _Shape.of(labels, label_set)
    scores = []
    for name in label_set.names:
        least_ml, most_ml = tolerated_ml(volume_ranges_ml, name)
        volume_ml = shape.volumes_ml[name]
        if volume_ml == 0:
            scores.append(0.0)
            continue
        fits = min(1.0, volume_ml / max(least_ml, 1e-6), most_ml / volume_ml)
        scores.append(fits / (1 + shape.second_pieces[name]))
    enclosed = [min(1.0, (share or 0.0) / ENCLOSED) for share in shape.enclosed.values()]
    return float(np.mean(scores)) * (0.5 + 0.5 * float(np.mean(enclosed or 1.0)))


@dataclass(frozen=True)
class _Shape:
    """``second_pieces``: size of the second piece relative to the first; ``enclosed``: by name of each structure that
    surrounds another, its share of the voxels next to that one, None where that one is absent.
    """

    volumes_ml: dict[str, float]
    second_pieces: dict[str, float]
    enclosed: dict[str, float | None]

    @classmethod
    def of(cls, labels: Volume, label_set: LabelSet) -> _Shape:
        counts = np.bincount(labels.array.ravel(), minlength=label_set.class_count)
        volumes_ml = {one.name: float(counts[one.value]) * labels.geometry.voxel_ml for one in label_set.structures}
        shown = _cut_out(labels.array)
        seconds = dict.fromkeys(label_set.names, 0.0)
        enclosed: dict[str, float | None] = {}
        for structure in label_set.structures:
            sizes = np.sort(components(shown == structure.value)[1])
            if len(sizes) > 1:
                seconds[structure.name] = float(sizes[-2] / sizes[-1])
            if structure.surrounds:
                inner = shown == label_set.by_name(structure.surrounds).value
                shell = ndimage.binary_dilation(inner, NEIGHBORS) & ~inner
                enclosed[structure.name] = float((shown[shell] == structure.value).mean()) if shell.any() else None
        return cls(volumes_ml, seconds, enclosed)


def _cut_out(labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The part of ``labels`` that holds all structures, and one voxel around it where there is one."""
    kept: list[slice] = []
    for axis in range(3):
        used = np.flatnonzero((labels > 0).any(axis=tuple(a for a in range(3) if a != axis)))
        kept.append(slice(max(0, int(used[0]) - 1), int(used[-1]) + 2) if used.size else slice(0, 1))
    return labels[tuple(kept)]
