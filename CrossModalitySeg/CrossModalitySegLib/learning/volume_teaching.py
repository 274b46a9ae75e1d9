"""Adaptation of a 3D segmenter to a few unlabeled volumes, with labeled phantoms in every update.

A teacher, the average of the student's weights (Tarvainen & Valpola, arXiv 1703.01780), labels the volumes where it is
sure of them from every side (``volume_views.py``), with boundaries where the volume shows them; the student learns
these labels under strong changes of the image and with blocks of it hidden (MIC: Hoyer et al., CVPR 2023,
doi:10.1109/CVPR52729.2023.01128), and beside them the phantoms of its training, so that it cannot forget what a heart
is.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..events import Reporter
from ..models.card import ModelCard
from ..networks.precision import autocast, resolve_precision
from ..settings import SelfTraining
from .adapting import INDISTINCT
from .checkpoint import Stateful
from .ema import Ema
from .history import History
from .losses import UNKNOWN
from .on_maps import LARGEST_GRADIENT, whole_heart_loss
from .stages import Course, Stage, Values, run
from .supervised import Fit
from .volume_views import moved, predict_views, refined, reliable_labels, score, turned

AGREEMENT = 0.8
"""Least Dice between the views of a structure that is learned from."""

_HIDDEN_SIDE, _HIDDEN = 8, 0.3
"""Side in voxels of the blocks that are hidden from the student, and which share of them is."""


def teach_on_volumes(
    before: nn.Module,
    card: ModelCard,
    volumes: Sequence[Tensor],
    samples: Callable[[int], Generator[tuple[Tensor, Tensor]]],
    settings: SelfTraining,
    *,
    seed: int,
    checkpoint: Path,
    device: torch.device,
    reporter: Reporter,
    watch: Callable[[int, Tensor], None] = lambda step, classes: None,
) -> Fit:
    """Adapt ``before``, a segmenter of ``card``, to ``volumes``; resumes from ``checkpoint`` if it is there.

    Args:
        before: from (B, 2, D, H, W) to logits (B, C, D, H, W). It is not changed.
        card: label set, spacing, and the volumes that structures have in people.
        volumes: image and field of view (2, D, H, W) of each target volume; no label.
        samples: labeled phantoms, input (1, 2, D, H, W) and classes (1, D, H, W), one for each update from the given
            one on.
        settings: ``rounds`` of ``steps`` updates; the teacher labels the volumes anew before each round.
        seed: of every random choice.
        checkpoint: file that lets the same adaptation go on after a stop or a kill.
        device: where it computes.
        reporter: of progress, curves and stop.
        watch: is shown what the teacher makes of the first volume, class indices (D, H, W), before and after each
            round.

    Returns:
        The teacher of that round whose views of the volumes agree best and look most like hearts, never one that does
        so less than ``before``; the curves; whether it was stopped early.

    Raises:
        UserError: BAD_CHECKPOINT if the checkpoint is damaged or of another adaptation; BAD_SETTINGS if the loss stops
            being finite.
    """
    dtype = resolve_precision("auto", device)
    student = copy.deepcopy(before).to(device).requires_grad_(True).train()
    optimizer = torch.optim.AdamW(student.parameters(), lr=settings.learning_rate, weight_decay=0.0)
    ema = Ema(student, settings.ema)
    best, labeler = (copy.deepcopy(student).requires_grad_(False).eval() for _ in range(2))
    generator = torch.Generator().manual_seed(seed)
    total, best_score, labels = settings.rounds * settings.steps, float("-inf"), list[Tensor]()
    phantoms: Generator[tuple[Tensor, Tensor]]
    drawing = ExitStack()

    def relabel(done: int) -> float:
        """Let ``labeler``, of this step, label the volumes anew; how plausible its labels are."""
        predictions = [predict_views(labeler, stack, device, dtype) for stack in volumes]
        shown = (
            [refined(one, stack) for one, stack in zip(predictions, volumes, strict=True)]
            if settings.refine_boundaries
            else predictions
        )
        watch(done, predictions[0].probabilities.argmax(0))
        labels[:] = [reliable_labels(one, card, settings.confidence, AGREEMENT) for one in shown]
        return sum(score(one, card) for one in predictions) / len(predictions)

    def validation_values(done: int) -> dict[str, float]:
        nonlocal best_score
        found = relabel(done)
        if found < best_score - (INDISTINCT if done else 0):
            return {"plausibility": found}
        best_score = max(best_score, found)
        best.load_state_dict(labeler.state_dict())
        return {"plausibility": found, "chosen": found}

    def begin(notes: dict[str, Any], history: History) -> None:
        nonlocal best_score, phantoms
        done = notes.get("step", 0)
        phantoms = drawing.enter_context(closing(samples(done)))
        if not notes:
            history.record(done, **validation_values(done))
        else:
            best_score = notes["best_score"]
            if done < total:
                relabel(done)

    def step(done: int) -> Values:
        number = done % len(volumes)
        optimizer.zero_grad(set_to_none=True)
        losses = []
        for x, classes in (next(phantoms), strongly(volumes[number], labels[number], generator)):
            with autocast(device, dtype):
                logits = student(x.to(device))
            loss = whole_heart_loss(logits.float(), classes.to(device))
            loss.backward()
            losses.append(float(loss.detach()))
        nn.utils.clip_grad_norm_(student.parameters(), LARGEST_GRADIENT)
        optimizer.step()
        ema.update(student)
        values = {"phantom_loss": losses[0], "loss": losses[1]}
        if (done + 1) % settings.steps:
            return values
        labeler.load_state_dict(ema.average.state_dict())
        return values | validation_values(done + 1)

    state: dict[str, Stateful] = {
        "student": student,
        "optimizer": optimizer,
        "ema": ema,
        "best": best,
        "labeler": labeler,
    }
    identity = {"settings": settings.model_dump(mode="json"), "seed": seed, "volumes": len(volumes)}
    course = Course("Adapting", total, checkpoint, identity, settings.steps, 1)
    teaching = Stage(step, state, {"views": generator}, lambda: {"best_score": best_score}, begin)
    with drawing:
        return Fit(best, *run(teaching, course, reporter))


def strongly(stack: Tensor, labels: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """One view of a volume for the student: turned, zoomed, with other contrast, noise, and some blocks hidden.

    Args:
        stack: Normalized image, and mask of the scanned field, (2, D, H, W).
        labels: Class indices (D, H, W), UNKNOWN where there is nothing to learn.
        generator: On the CPU.

    Returns:
        Input (1, 2, D, H, W) and class indices (1, D, H, W), int64; what comes from outside of the box is UNKNOWN.
    """
    u = torch.rand(6, generator=generator).tolist()
    zoom, degrees = 0.85 + 0.3 * u[0], 30 * (u[1] - 0.5)
    # Labels plus 1: what comes from outside of the box is 0, and becomes unknown.
    known = torch.where(labels == UNKNOWN, 0, labels + 1)[None, None].float()
    there = turned(known, zoom, degrees, "nearest")[0].long()
    classes = torch.where(there == 0, UNKNOWN, there - 1)
    image, field = moved(stack, zoom, degrees)
    image = image * (0.7 + 0.6 * u[2]) + 0.6 * (u[3] - 0.5)
    noise = torch.randn(image.shape, generator=generator)
    if u[4] < 0.5:
        noise = 2 * F.avg_pool3d(noise[None, None], 3, stride=1, padding=1)[0, 0]
    image = image + 0.25 * u[5] * noise
    blocks = torch.rand([-(-side // _HIDDEN_SIDE) for side in image.shape], generator=generator) < _HIDDEN
    for axis in range(3):
        blocks = blocks.repeat_interleave(_HIDDEN_SIDE, axis)
    hidden = blocks[: image.shape[0], : image.shape[1], : image.shape[2]]
    empty = float(stack[0].min())
    image = torch.where(hidden | (field < 0.5), empty, image)
    return torch.stack([image, ((field > 0.5) & ~hidden).float()])[None], classes
