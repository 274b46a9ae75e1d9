"""The loop around the joint step: warm-up, joint steps, label-free validation, checkpoints, and the choice of the
best.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..events import Reporter
from ..settings import AdaptSettings
from .adversarial import AdversarialStage
from .checkpoint import Stateful
from .history import History
from .stages import Course, Stage, Values, run
from .supervised import Fit
from .validators import Validation

INDISTINCT = 0.01
"""Scores this close decide nothing: a whole heart scores the same again and again, give or take 0.002. The validators
are there to catch a collapse; among segmenters that they cannot distinguish, the one that was adapted longest is kept.
"""


def adapt_segmenter(
    stage: AdversarialStage,
    settings: AdaptSettings,
    validate: Callable[[AdversarialStage], Validation],
    *,
    seed: int,
    checkpoint: Path,
    reporter: Reporter,
) -> Fit:
    """Adversarial adaptation: ``settings.joint_steps`` joint steps, with validation that needs no labels.

    If started again, it resumes from ``checkpoint``. The curve "chosen" marks the step of the segmenter that is
    returned.

    Args:
        stage: Segmenter, critics and their optimizers.
        settings: Settings of the adaptation.
        validate: Scores the current segmenter without labels.
        seed: Seed of the adaptation; a checkpoint of another seed is refused.
        checkpoint: File of the checkpoint.
        reporter: Gets progress, curves and warnings, and asks for a stop.

    Returns:
        Of the segmenters whose score is within ``INDISTINCT`` of the best, the latest; after a stop, the latest so far.
    """
    best, distributed = copy.deepcopy(stage.ema.average), stage.distributed
    warm, best_score = 0, float("-inf")
    # A joint step costs about as much as its critic updates and two more.
    total = settings.warm_up + settings.joint_steps * (settings.critic_steps + 2)

    def validation_values() -> dict[str, float]:
        nonlocal best_score
        if not distributed.is_main:  # it would see the same
            return {}
        validation = validate(stage)
        values = {
            "target_entropy": validation.entropy,
            "plausibility": validation.plausibility,
            "validator_score": validation.score,
        }
        if validation.missing:
            reporter.log(
                f"Warning: at joint step {stage.steps} {', '.join(validation.missing)} is found in no target volume "
                "(collapsed)."
            )
        if validation.score >= best_score - INDISTINCT:
            best_score = max(best_score, validation.score)
            best.load_state_dict(stage.ema.average.state_dict())
            values["chosen"] = validation.score
        return values

    def begin(notes: dict[str, Any], history: History) -> None:
        nonlocal warm, best_score
        if notes:
            stage.steps, warm, best_score = notes["step"], notes["warm"], notes["best_score"]
        else:
            history.record(stage.steps, **validation_values())
        while warm < settings.warm_up and not distributed.any(reporter.stop_requested):
            updates = min(settings.critic_steps, settings.warm_up - warm)
            distance = stage.update_critics(updates, warm_up=True)
            warm += updates
            history.record(warm - settings.warm_up - 1, critic_distance=distributed.mean(distance))
            reporter.progress(warm / total, "Warming up the critic")

    def step(done: int) -> Values:
        losses = stage.joint_step()
        due = stage.steps % settings.validate_every == 0 or stage.steps == settings.joint_steps
        return losses | (validation_values() if due else {})

    state: dict[str, Stateful] = {
        "dam": stage.dam,
        "ema": stage.ema,
        "best": best,
        "critics": stage.critics,
        "critic_optimizer": stage.critic_optimizer,
        "dam_optimizer": stage.dam_optimizer,
    }
    identity = {"settings": settings.model_dump(mode="json", exclude={"joint_steps"}), "seed": seed}
    every, warmed = settings.validate_every, settings.warm_up / total
    course = Course("Adapting", settings.joint_steps, checkpoint, identity, every, 1, warmed)
    adapting = Stage(step, state, {"batches": stage.generator}, lambda: {"warm": warm, "best_score": best_score}, begin)
    curves, stopped = run(adapting, course, reporter, distributed)
    distributed.broadcast(best)  # the first process alone has validated, and what follows starts from it everywhere
    stage.ema.average.load_state_dict(best.state_dict())
    return Fit(stage.adapted(), curves, stopped)
