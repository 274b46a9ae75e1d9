"""The loop around the joint step: warm-up, joint steps, label-free validation, checkpoints, and the choice of the
best.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

from ..events import Reporter
from ..settings import AdaptSettings
from .adversarial import AdversarialStage
from .checkpoint import Stateful, load_checkpoint, save_checkpoint
from .history import EVENT_FILES, History
from .supervised import Fit
from .validators import Validation

INDISTINCT = 0.01
"""Scores this close say nothing: a whole heart scores the same again and again, give or take 0.002. The validators are
there to catch a collapse; among segmenters that they cannot tell apart, the one that was adapted longest is kept.
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
    """Run ``settings.joint_steps`` joint steps and return the newest segmenter that ``validate`` liked as well as any.

    Resumes from ``checkpoint`` if it is there; a stop keeps the best so far. The curve "chosen" marks the step of the
    segmenter that is returned.
    """
    best, team = copy.deepcopy(stage.ema.average), stage.team
    parts: dict[str, Stateful] = {
        "dam": stage.dam,
        "ema": stage.ema,
        "best": best,
        "critics": stage.critics,
        "critic_optimiser": stage.critic_optimiser,
        "dam_optimiser": stage.dam_optimiser,
    }
    generators = {"batches": stage.generator}
    notes = {"settings": settings.model_dump(mode="json", exclude={"joint_steps"}), "seed": seed}
    warm, best_score, curves = 0, float("-inf"), None
    if saved := load_checkpoint(checkpoint, parts, generators, notes, team, reporter.log):
        stage.steps, warm, best_score, curves = saved["step"], saved["warm"], saved["best_score"], saved["curves"]
        reporter.log(f"Resuming the adaptation at joint step {stage.steps} of {settings.joint_steps}.")

    history = History(reporter, checkpoint.parent / EVENT_FILES if team.first else None, curves)

    def save() -> None:
        told = {"step": stage.steps, "warm": warm, "best_score": best_score, "curves": history.curves}
        save_checkpoint(checkpoint, parts, notes | told, generators, team)

    def judge() -> None:
        nonlocal best_score
        if not team.first:  # it would see the same
            return
        seen = validate(stage)
        history.record(
            stage.steps, target_entropy=seen.entropy, plausibility=seen.plausibility, validator_score=seen.score
        )
        if seen.missing:
            reporter.log(
                f"Warning: at joint step {stage.steps} {', '.join(seen.missing)} is found in no target volume "
                "(collapsed)."
            )
        if seen.score >= best_score - INDISTINCT:
            best_score = max(best_score, seen.score)
            best.load_state_dict(stage.ema.average.state_dict())
            history.record(stage.steps, chosen=seen.score)

    if best_score == float("-inf"):
        judge()
    # A joint step costs about as much as its critic updates and two more.
    total = settings.warm_up + settings.joint_steps * (settings.critic_steps + 2)
    while warm < settings.warm_up and not team.any(reporter.stop_requested):
        updates = min(settings.critic_steps, settings.warm_up - warm)
        distance = stage.update_critics(updates, warm_up=True)
        warm += updates
        history.record(warm - settings.warm_up - 1, critic_distance=team.mean(distance))
        reporter.progress(warm / total, "Warming up the critic")
    while stage.steps < settings.joint_steps and not team.any(reporter.stop_requested):
        losses = stage.joint_step()
        history.record(stage.steps, **{name: team.mean(value) for name, value in losses.items()})
        reporter.progress((settings.warm_up + stage.steps * (settings.critic_steps + 2)) / total, "Adapting")
        if stage.steps % settings.validate_every == 0 or stage.steps == settings.joint_steps:
            judge()
            save()
    save()
    history.close()
    stopped = stage.steps < settings.joint_steps
    stage.ema.average.load_state_dict(best.state_dict())
    return Fit(stage.adapted(), history.curves, stopped)
