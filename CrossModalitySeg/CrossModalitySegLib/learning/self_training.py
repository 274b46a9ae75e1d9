"""Self-training: a segmenter labels the target itself and learns from those labels that are sure and plausible, round
by round.

A round is supervised training (``supervised.fit_segmenter``) on slices whose looks are changed at random
while their labels stay, from a teacher that is the average of the weights so far (Tarvainen & Valpola, arXiv
1703.01780).
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from ..events import Reporter
from ..files import replacing
from ..images.preprocessing import slices_of, volume_of
from ..inference.intensities import refine_by_intensity
from ..inference.postprocessing import keep_largest
from ..inference.predictor import predict
from ..inference.quality import tolerated_ml
from ..models.card import ModelCard
from ..settings import Precision, SelfTraining, TrainSettings
from .adabn import with_target_statistics
from .adapting import INDISTINCT
from .checkpoint import newest
from .distributed import Distributed
from .history import History
from .losses import UNKNOWN
from .slice_pool import SlicePool
from .supervised import Fit, fit_segmenter
from .validators import BATCH, Validation

DECAY = 0.7
"""Learning rate of a round over that of the round before."""

Judge = Callable[[nn.Module, int], Validation]
"""Scores a segmenter that has come so many steps."""


def self_train(
    before: Fit,
    card: ModelCard,
    volumes: Sequence[Tensor],
    source: Sequence[tuple[Tensor, Tensor]],
    settings: SelfTraining,
    judge: Judge,
    *,
    seed: int,
    work: Path,
    distributed: Distributed,
    reporter: Reporter,
) -> Fit:
    """Learn from the target's own pseudo-labels, round by round.

    Begins with the segmenter ``before`` or with its batch-norm statistics re-estimated on the target (AdaBN), whichever
    ``judge`` finds more plausible. How sure a segmenter is does not count: learning from pseudo-labels makes any surer,
    also of what is wrong.

    Args:
        before: The segmenter to begin with, and its curves, which go on.
        card: Card of its model: structures, volume ranges, how slices are made.
        volumes: Normalized target slices (N, H, W) of each volume, float32, without any label.
        source: Labeled volumes that are learned from beside them: slices (N, H, W) and class indices (N, H, W), uint8.
            There may be none.
        settings: Rounds, updates, confidence and the like.
        judge: Scores a segmenter without labels.
        seed: Of every random choice.
        work: Folder of the checkpoints, which let it go on.
        distributed: Processes that train together.
        reporter: Who is told how far it is, and who may ask for a stop.

    Returns:
        The newest segmenter that was found as plausible as any, with all curves. A stop keeps the best so far.

    Raises:
        UserError: As ``fit_segmenter``.
    """
    pool = SlicePool(volumes, None, distributed.device)
    how = training_of(card, settings)
    history, best = History(reporter, None, before.curves), _Best(before.segmenter)
    first = max((step for step, _ in before.curves.get("validator_score", [])), default=0)

    def record_validation(step: int, segmenter: nn.Module) -> None:
        validation = judge(segmenter, first + step)
        history.record(
            first + step,
            target_entropy=validation.entropy,
            plausibility=validation.plausibility,
            validator_score=validation.score,
        )
        if best.takes(segmenter, validation.plausibility):
            history.record(first + step, chosen=validation.score)

    def on_target(segmenter: nn.Module) -> nn.Module:
        return with_target_statistics(segmenter, pool, how.precision, seed, distributed.device)

    record_validation(0, before.segmenter)
    record_validation(0, on_target(before.segmenter))
    teacher, fit = best.segmenter, before
    student = copy.deepcopy(teacher).requires_grad_(True)  # behind an adversarial part, its upper layers are frozen
    files = checkpoints(settings, work)
    for number, checkpoint in enumerate(files):
        labels = [
            pseudo_labels(teacher, slices, card, settings, how.precision, distributed.device) for slices in volumes
        ]
        _begin(checkpoint, files[number - 1] if number else None)
        fit = fit_segmenter(
            student,
            SlicePool(
                [*volumes, *(slices for slices, _ in source)],
                [*labels, *(truth for _, truth in source)],
                distributed.device,
            ),
            how.model_copy(update={"steps": (number + 1) * settings.steps}),
            seed=seed,
            checkpoint=checkpoint,
            distributed=distributed,
            reporter=reporter.part(number / settings.rounds, (number + 1) / settings.rounds, f"Round {number + 1}: "),
        )
        if fit.stopped:
            break
        teacher = on_target(fit.segmenter)
        record_validation((number + 1) * settings.steps, teacher)
    return Fit(best.segmenter, fit.curves | history.curves, fit.stopped)


def pseudo_labels(
    segmenter: nn.Module,
    slices: Tensor,
    card: ModelCard,
    settings: SelfTraining,
    precision: Precision,
    device: torch.device,
) -> Tensor:
    """What a segmenter sees in a volume, as far as that can be relied on.

    Unreliable are pixels below the ``confidence`` of ``settings``, all pieces of a structure but the largest, and
    structures whose volume no person has (``quality.tolerated_ml`` of the card's ranges).

    Args:
        segmenter: Maps triplets (B, 3, H, W) to logits (B, C, H, W).
        slices: All slices (N, H, W) of the volume, normalized, float32.
        card: Card of the model: structures, volume ranges, plane and spacing.
        settings: Least confidence, and whether boundaries are moved to where the volume shows them; without that,
            structures grow from round to round.
        precision: Number format to compute in.
        device: Where to compute.

    Returns:
        Class indices (N, H, W), uint8, UNKNOWN where they cannot be relied on.
    """
    box = card.preprocessing
    found = predict(segmenter, slices, batch=BATCH, precision=precision, device=device, with_probabilities=True)
    assert found.probabilities is not None
    probabilities = np.stack([volume_of(part, box.plane) for part in found.probabilities])
    if settings.refine_boundaries:
        probabilities = refine_by_intensity(probabilities, volume_of(slices.numpy(), box.plane))
    labels = probabilities.argmax(axis=0).astype(np.uint8)
    largest = keep_largest(labels)
    unsure = (probabilities.max(axis=0) < 255 * settings.confidence) | (largest != labels)
    sizes_ml = np.bincount(largest.ravel(), minlength=card.labels.class_count) * box.spacing_mm**3 / 1000
    for structure in card.labels.structures:
        low, high = tolerated_ml(card.volume_ranges_ml, structure.name)
        if not low <= sizes_ml[structure.value] <= high:
            unsure |= labels == structure.value
    return torch.from_numpy(slices_of(np.where(unsure, UNKNOWN, labels).astype(np.uint8), box.plane))


class _Best:
    """The newest segmenter among those that are as good as the most plausible one."""

    def __init__(self, segmenter: nn.Module) -> None:
        self.segmenter, self._plausibility = segmenter, float("-inf")

    def takes(self, segmenter: nn.Module, plausibility: float) -> bool:
        if plausibility < self._plausibility - INDISTINCT:
            return False
        self.segmenter, self._plausibility = segmenter, max(plausibility, self._plausibility)
        return True


def training_of(card: ModelCard, settings: SelfTraining) -> TrainSettings:
    """A round as supervised training.

    Args:
        card: Card of the model: network and how slices are made.
        settings: Those of self-training.

    Returns:
        Settings whose ``steps`` are those of one round.
    """
    return TrainSettings(
        architecture=card.architecture,
        network=card.network,
        preprocessing=card.preprocessing,
        augmentation=settings.augmentation,
        steps=settings.steps,
        batch=settings.batch,
        learning_rate=settings.learning_rate,
        decay=DECAY,
        decay_every=settings.steps,
        class_weights=False,
        ema=settings.ema,
        checkpoint_every=settings.steps,
    )


def checkpoints(settings: SelfTraining | None, work: Path) -> list[Path]:
    """Where the rounds keep their states.

    Args:
        settings: Those of self-training; None for none.
        work: Folder of the checkpoints.

    Returns:
        A file for each round, there or not.
    """
    return [work / f"self_training{number}.safetensors" for number in range(settings.rounds if settings else 0)]


def _begin(checkpoint: Path, before: Path | None) -> None:
    """A round goes on from the last state of the round before."""
    if before is not None and newest(checkpoint) is None:
        with replacing(checkpoint) as temporary:
            shutil.copyfile(newest(before) or before, temporary)
