"""How well a label map agrees with a reference: Dice, average surface distance, 95th percentile distance, volumes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..errors import Code, UserError
from ..images.volume import Volume
from ..label_set import LabelSet


@dataclass(frozen=True)
class StructureScores:
    """Scores of one structure in one volume; None where a score is not applicable.

    Attributes:
        dice: Dice coefficient, 0..1.
        assd_mm: Average symmetric surface distance in mm.
        assd_vox: The same in voxels, that is, with a spacing of 1.
        hd95_mm: 95th percentile of the Hausdorff distance in mm.
    """

    dice: float | None
    assd_mm: float | None
    assd_vox: float | None
    hd95_mm: float | None


def compare(
    prediction: Volume, reference: Volume, label_set: LabelSet, name: str = "The prediction"
) -> dict[str, StructureScores]:
    """Score every structure of ``prediction`` against ``reference``.

    Args:
        prediction: Label map (D, H, W) of values of ``label_set``.
        reference: Label map (D, H, W) of values of ``label_set`` on the same grid.
        label_set: The structures to score.
        name: What the error message calls the prediction.

    Returns:
        Scores by structure name. A structure that is absent from both volumes has no scores (None). One that is absent
        from one of them only has Dice 0 and no distances, because there is no surface to measure from.

    Raises:
        UserError: BAD_INPUT if the grids differ.

    Examples:
        >>> from CrossModalitySegLib.anatomy import HEART_4
        >>> from CrossModalitySegLib.images.geometry import Geometry
        >>> labels = Volume(np.full((4, 4, 4), HEART_4.by_name("LV").value, np.uint8), Geometry((4, 4, 4), (1, 1, 1)))
        >>> scores = compare(labels, labels, HEART_4)
        >>> scores["LV"].dice, scores["LV"].assd_mm, scores["AA"].dice
        (1.0, 0.0, None)
    """
    if not prediction.geometry.same_grid(reference.geometry):
        raise UserError(
            Code.BAD_INPUT,
            f"{name} lies on another grid {_grid(prediction)} than its reference {_grid(reference)}.",
            "Resample the prediction onto the grid of the reference first (nearest neighbor).",
        )
    spacing_mm = reference.geometry.spacing_mm
    return {
        s.name: _score(prediction.array == s.value, reference.array == s.value, spacing_mm)
        for s in label_set.structures
    }


def dice(prediction: Volume, reference: Volume, label_set: LabelSet) -> dict[str, float | None]:
    """Dice coefficient of every structure.

    Args:
        prediction: Label map (D, H, W) of values of ``label_set``.
        reference: Label map (D, H, W) of values of ``label_set`` on the same grid.
        label_set: The structures to score.

    Returns:
        0..1 by structure name; None for a structure that is absent from both volumes.
    """
    return {s.name: _dice(prediction.array == s.value, reference.array == s.value) for s in label_set.structures}


def volumes_ml(labels: Volume, label_set: LabelSet) -> dict[str, float]:
    """Volume of every structure.

    Args:
        labels: Label map (D, H, W) of values of ``label_set``.
        label_set: The structures to measure.

    Returns:
        Milliliters by structure name; 0.0 for an absent structure.
    """
    counts = np.bincount(labels.array.ravel(), minlength=label_set.class_count)
    return {s.name: float(counts[s.value]) * labels.geometry.voxel_ml for s in label_set.structures}


def _score(
    prediction: NDArray[np.bool_], reference: NDArray[np.bool_], spacing_mm: tuple[float, float, float]
) -> StructureScores:
    overlap = _dice(prediction, reference)
    if not prediction.any() or not reference.any():
        return StructureScores(overlap, None, None, None)
    (around,) = ndimage.find_objects((prediction | reference).astype(np.uint8))
    surface, expected_surface = _surface(prediction[around]), _surface(reference[around])
    there, back = _distances(surface, expected_surface, spacing_mm)
    # The mean runs over the voxels of both surfaces pooled, as usual for ASSD; HD95 is the larger of the two
    # directions.
    assd_mm = float(np.concatenate([there, back]).mean())
    hd95_mm = float(max(np.percentile(there, 95), np.percentile(back, 95)))
    assd_vox = float(np.concatenate(_distances(surface, expected_surface, (1.0, 1.0, 1.0))).mean())
    return StructureScores(overlap, assd_mm, assd_vox, hd95_mm)


def _dice(prediction: NDArray[np.bool_], reference: NDArray[np.bool_]) -> float | None:
    both = int(prediction.sum()) + int(reference.sum())
    return 2 * int((prediction & reference).sum()) / both if both else None


def _surface(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Voxels of ``mask`` that have a face neighbor outside it; beyond the volume is outside."""
    return mask & ~ndimage.binary_erosion(mask)


def _distances(
    surface: NDArray[np.bool_], expected: NDArray[np.bool_], spacing: tuple[float, float, float]
) -> tuple[NDArray, NDArray]:
    """Distance of every voxel of either surface to the nearest one of the other, in the unit of ``spacing``."""
    to_expected, to_surface = (
        ndimage.distance_transform_edt(~voxels, sampling=spacing) for voxels in (expected, surface)
    )
    return to_expected[surface], to_surface[expected]


def _grid(volume: Volume) -> str:
    """Shape, spacing and origin for a sentence, as in "(10 x 10 x 10 voxels of 1 x 1 x 1 mm from (0, 0, 0))"."""
    grid = volume.geometry
    shape, spacing_mm = " x ".join(map(str, grid.shape)), " x ".join(f"{s:.3g}" for s in grid.spacing_mm)
    return f"({shape} voxels of {spacing_mm} mm from ({', '.join(f'{v:.4g}' for v in grid.origin_mm)}))"
