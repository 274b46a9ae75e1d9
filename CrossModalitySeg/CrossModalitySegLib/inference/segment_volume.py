"""From a volume to its segmentation: find the heart, segment the box around it, put the result back on the volume's
grid.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..images.field import scanned_field
from ..images.geometry import Geometry
from ..images.orientation import along_patient
from ..images.preprocessing import (
    Plane,
    columns_between,
    cut_to_image,
    heart_box,
    in_plane_box,
    is_single_slice,
    is_slab,
    prepare,
    slices_between,
)
from ..images.volume import Volume
from ..label_set import BACKGROUND, LabelSet
from ..models.card import ModelCard
from ..models.heart_model import HeartModel
from ..networks.architectures import ARCHITECTURES
from ..networks.precision import pick_device
from ..settings import Precision
from .intensities import REFINEMENTS, refine_by_intensity
from .localization import SURE, HeartRegion, extent_mm, from_roi, locate_heart, middle_mm
from .postprocessing import fill_holes, keep_largest
from .predictors import Means, predict_box, refuse_without_slices
from .quality import Quality, Ranges, assess, plausibility
from .regridding import on_grid
from .slice_pose import POSES, likeliest_pose
from .uncertainty import uncertainty_map

log = logging.getLogger(__name__)

OFF_CENTER_MM = 20.0
"""A box whose middle is farther than this from the middle of what was found in it is moved there, once."""

NEAR_MM = 16.0
"""Slices are computed up to this far from a heart that was found; two voxels of the localizer, and more where the
structures go on.
"""

BESIDE_MM = 24.0
"""Slices are computed up to this far beside a heart that was found, by models that allow it (``ModelCard.cut_slices``).
On twelve virtual CT and a real one all structures ended there; of 16 mm, which hardly changed the Dice either, three
went on.
"""

_WORSE = 0.05
"""Loss of plausibility from which on the moved box is given up."""


@dataclass(frozen=True)
class Segmentation:
    """Segmentation of one volume.

    Attributes:
        labels: Label map, uint8 values of the model's label set, on the grid of the input.
        quality: Result of the automatic quality check.
        region: Where the heart was found.
        confidence: Mean probability 0..1 by structure name; None where the structure is absent.
        soft_dice: ``predictor.Prediction.soft_dice`` by structure name.
        expected_dice: Expected Dice 0..1 by structure name; None for a slab, or a model without calibration.
        uncertainty: Predictive entropy in percent, uint8, on the grid of the input; None unless asked for.
    """

    labels: Volume
    quality: Quality
    region: HeartRegion
    confidence: dict[str, float | None]
    soft_dice: dict[str, float | None]
    expected_dice: dict[str, float] | None
    uncertainty: Volume | None = None


def segment_volume(
    volume: Volume,
    model: HeartModel,
    *,
    roi_mm: tuple[float, float, float, float, float, float] | None = None,
    memory_gb: float = 2.0,
    largest_component: bool = True,
    refine_boundaries: bool = True,
    uncertainty: bool = False,
    device: str = "auto",
    precision: Precision = "auto",
    on_progress: Callable[[float], None] | None = None,
    on_note: Callable[[str], None] = log.warning,
) -> Segmentation:
    """Segment a volume: locate the heart, segment a box around it, and resample the result to the grid of the volume.

    A copy of ``volume`` whose axes are in another order gets the same labels at the same places.

    Args:
        volume: Image on any grid, of any direction. A slab of a few slices is segmented around its middle.
        model: The model.
        roi_mm: Box (x0, x1, y0, y1, z0, z1) around the heart in LPS mm; None asks the heart localizer.
        memory_gb: Memory for weights and batches in GB.
        largest_component: Whether to keep only the largest connected component of each structure.
        refine_boundaries: Whether to move boundaries to where the gray values change (``intensities.py``).
        uncertainty: Whether to return a map of the predictive entropy (``uncertainty.py``).
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
        precision: Number format of the network.
        on_progress: Called with the done fraction, 0..1; an exception from it ends the work.
        on_note: Called with a sentence when the memory of a GPU does not suffice.

    Returns:
        Label map, quality check and confidences.

    Raises:
        UserError: NO_DEVICE; BAD_INPUT if ``roi_mm`` lies outside the image, or if a single slice is given to a 3D
            model.

    Examples:
        >>> from CrossModalitySegLib.models.library import default_model
        >>> from CrossModalitySegLib.phantoms import make_patient
        >>> image, _ = make_patient("ct", 3, size_mm=(96, 96, 96), spacing_mm=4)
        >>> segment_volume(image, HeartModel.load(default_model())).labels.array.shape
        (24, 24, 24)
    """
    found = posterior_of(
        volume,
        model,
        roi_mm=roi_mm,
        memory_gb=memory_gb,
        refine_boundaries=refine_boundaries,
        device=device,
        precision=precision,
        on_progress=on_progress,
        on_note=on_note,
    )
    return labeled(volume, model, found, largest_component=largest_component, uncertainty=uncertainty)


def posterior_of(
    volume: Volume,
    model: HeartModel,
    *,
    roi_mm: tuple[float, float, float, float, float, float] | None = None,
    memory_gb: float = 2.0,
    refine_boundaries: bool = True,
    device: str = "auto",
    precision: Precision = "auto",
    on_progress: Callable[[float], None] | None = None,
    on_note: Callable[[str], None] = log.warning,
) -> Posterior:
    """First part of ``segment_volume``: class probabilities in a box around the heart.

    Args:
        volume: As in ``segment_volume``, like all that follow.
        model: The model.
        roi_mm: Box around the heart in LPS mm.
        memory_gb: Memory for weights and batches in GB.
        refine_boundaries: Whether to move boundaries to where the gray values change.
        device: Where to compute.
        precision: Number format of the network.
        on_progress: Called with the done fraction, 0..1.
        on_note: Called with a sentence when the memory of a GPU does not suffice.

    Returns:
        What the network predicts, and where it has looked.

    Raises:
        UserError: As ``segment_volume``.
    """
    volume, _ = along_patient(volume)
    report = on_progress or (lambda fraction: None)
    target = pick_device(device)
    settings = model.card.preprocessing
    label_set, ranges = model.card.labels, model.card.volume_ranges_ml
    if is_single_slice(volume):
        refuse_without_slices(model.card)
    slab = _in_own_plane(volume, model.card)
    if roi_mm is not None:
        region = from_roi(roi_mm)
    elif slab:
        region = HeartRegion(volume.geometry.center_mm, 0.0, "middle")
    else:
        region = locate_heart(volume, model.localizer.to(target))
    report(0.05)

    dimension = ARCHITECTURES[model.card.architecture].dimension
    plane: Plane = "axial" if slab else settings.plane

    def run_pass(image: Volume, region: HeartRegion, low: float, high: float) -> Pass:
        means = Means(target, memory_gb, precision, lambda fraction: report(low + (high - low) * fraction), on_note)
        pose = likeliest_pose(model, image.array, target, memory_gb) if slab else POSES[0]
        shown = Volume(pose.apply(image.array), image.geometry) if slab else image
        found = predict_box(model, shown, plane, _expected_rows(region, image.geometry, plane), means)
        probabilities, labels = found.probabilities, found.labels
        if slab:
            probabilities, labels = pose.undo(probabilities), pose.undo(labels)
        if refine_boundaries:
            probabilities = refine_by_intensity(probabilities, image.array, image.scanned, REFINEMENTS[dimension])
            labels = probabilities.argmax(axis=0).astype(np.uint8)
        confidence, soft_dice = found.confidence, found.soft_dice
        return Pass(labels, probabilities, confidence, soft_dice, image.geometry, label_set, dimension == 3)

    def run_box(region: HeartRegion, low: float, high: float) -> Pass:
        box = (
            in_plane_box(volume, settings)
            if slab
            else cut_to_image(heart_box(region.center_mm, settings), volume.geometry, plane)
        )
        image = prepare(volume, box, settings)
        near = _expected_part(region if model.card.cut_slices else None, box, plane)
        middle = low + 0.8 * (high - low)  # hardly ever must the whole box be computed as well
        current = run_pass(image.part(near), region, low, middle)
        return run_pass(image, region, middle, high) if _goes_on(current.labels, near, box.shape) else current

    current = run_box(region, 0.05, 0.5)
    if region.source == "found" and not slab and current.labels.any():
        heart = current.largest > BACKGROUND
        there = HeartRegion(
            middle_mm(heart, current.box), region.confidence, "found", extent_mm(heart, current.box), region.cut
        )
        if np.linalg.norm(there.center_mm - region.center_mm) > OFF_CENTER_MM:
            again = run_box(there, 0.5, 0.9)
            # A network that sees hearts everywhere must not drag the box along.
            if again.plausibility(ranges) > current.plausibility(ranges) - _WORSE:
                region, current = there, again
    report(1.0)
    return Posterior(region, current)


def labeled(
    volume: Volume, model: HeartModel, found: Posterior, *, largest_component: bool = True, uncertainty: bool = False
) -> Segmentation:
    """Second part of ``segment_volume``: labels on the grid of ``volume``, with their quality check.

    Args:
        volume: The volume that ``posterior_of`` was called with.
        model: The model.
        found: The result of ``posterior_of``.
        largest_component: Whether to keep only the largest connected component of each structure.
        uncertainty: Whether to return a map of the predictive entropy.

    Returns:
        Label map, quality check and confidences.
    """
    volume, back = along_patient(volume)
    card, current = model.card, found.prediction
    slab = _in_own_plane(volume, card)
    kept = current.largest if largest_component else current.labels
    labels = on_grid(current.probabilities, current.labels, kept, current.box, volume.geometry)
    confidence, soft_dice = (
        {structure.name: one[structure.value] for structure in card.labels.structures}
        for one in (current.confidence, current.soft_dice)
    )
    # Calibrated on volumes: of a few slices it says nothing.
    expected = card.calibration.expected_dice(soft_dice) if card.calibration and not slab else None
    sure = None if slab or found.region.source == "roi" else found.region.confidence
    field = scanned_field(volume)
    quality = assess(labels, card.labels, card.volume_ranges_ml, sure, expected, field, found.region.cut)
    unsure = None
    if uncertainty:
        temperature = card.calibration.temperature if card.calibration else 1.0
        unsure = back(uncertainty_map(current.probabilities, current.box, volume.geometry, field, temperature))
    return Segmentation(back(labels), quality, found.region, confidence, soft_dice, expected, unsure)


def _in_own_plane(volume: Volume, card: ModelCard) -> bool:
    """Whether the slices of ``volume`` are looked at as they are, not those of a box around the heart: of a slab, by a
    network that sees slices.
    """
    return ARCHITECTURES[card.architecture].dimension == 2 and is_slab(volume)


def _expected_rows(region: HeartRegion, box: Geometry, plane: Plane) -> range | None:
    """Slices of ``box`` in which a heart is expected, None for all: those near the heart, where one was found."""
    if region.extent_mm is None or region.confidence < SURE:
        return None
    return slices_between(box, plane, region.extent_mm[0] - NEAR_MM, region.extent_mm[1] + NEAR_MM) or None


def _expected_part(region: HeartRegion | None, box: Geometry, plane: Plane) -> tuple[slice, slice, slice]:
    """What of each slice of ``box`` is computed: rows and columns near the heart where one was found, all where not or
    without a ``region``.
    """
    if region is None or region.extent_mm is None or region.confidence < SURE:
        return tuple(slice(0, count) for count in box.shape)  # type: ignore[return-value]
    return columns_between(box, plane, region.extent_mm[0] - BESIDE_MM, region.extent_mm[1] + BESIDE_MM)


def _goes_on(labels: NDArray[np.uint8], part: tuple[slice, slice, slice], shape: tuple[int, int, int]) -> bool:
    """Whether the whole box of ``shape`` must be computed: ``labels`` of a ``part`` of it show no structure, or a
    structure that is cut off.
    """
    if labels.shape == shape:
        return False
    cut = [
        (axis, end)
        for axis, one in enumerate(part)
        for end, inside in ((0, one.start > 0), (-1, one.stop < shape[axis]))
        if inside
    ]
    return not labels.any() or any(bool(labels.take(end, axis).any()) for axis, end in cut)


@dataclass(frozen=True)
class Pass:
    """What the network saw in ``box``: class indices (D, H, W), and for each class its probability (D, H, W) in
    0..255.
    """

    labels: NDArray[np.uint8]
    probabilities: NDArray[np.uint8]
    confidence: tuple[float | None, ...]
    soft_dice: tuple[float | None, ...]
    box: Geometry
    label_set: LabelSet
    at_once: bool

    @cached_property
    def largest(self) -> NDArray[np.uint8]:
        """``labels`` with the largest connected component of each structure only, without holes. A network that sees
        the whole box (``at_once``) now and then finds a cut ventricle in a lung, where no other structure is.
        """
        return fill_holes(keep_largest(self.labels, joined=self.at_once), self.label_set)

    def plausibility(self, volume_ranges_ml: Ranges) -> float:
        """Anatomical plausibility of the labels, 0..1: ``quality.plausibility``.

        Args:
            volume_ranges_ml: Smallest and largest volume of the training subjects in ml, by structure name.

        Returns:
            0 (no structure found) to 1 (all checks passed).
        """
        return plausibility(Volume(self.labels, self.box), self.label_set, volume_ranges_ml)


@dataclass(frozen=True)
class Posterior:
    """What the network predicts for a volume, and where."""

    region: HeartRegion
    prediction: Pass
