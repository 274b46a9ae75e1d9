"""The loop that all trainings share: go on from the checkpoint, step, record, save, report, and stop when asked."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ..errors import Code, UserError
from ..events import Reporter
from .checkpoint import Stateful, load_checkpoint, save_checkpoint
from .distributed import SINGLE, Distributed
from .history import EVENT_FILES, Curves, History
from .mlflow_run import mlflow_run

Values = Mapping[str, Tensor | float]
"""Points of curves by name: 0-d tensors, of which the mean over all processes is meant, or numbers."""


MOMENTS = (0.125, 0.25, 0.5, 1.0)
"""Shares of a training after which somebody may want to see how far it has come."""


@dataclass(frozen=True)
class Stage:
    """What learns.

    Args:
        step: makes the update that follows so many others, and returns what is worth recording of it. Where "loss" is
            among it, it has to stay finite.
        state: modules, optimizers and averages that a checkpoint keeps.
        generators: of random numbers, that a checkpoint keeps.
        notes: whatever else it keeps, for JSON.
        begin: called once, before the first step, with the notes of the checkpoint ("step" among them), which are
            empty without one, and with the curves so far.
        watch: called with the number of steps that are done, before the first one and at the ``MOMENTS`` of a training.
    """

    step: Callable[[int], Values]
    state: Mapping[str, Stateful]
    generators: Mapping[str, torch.Generator] = field(default_factory=dict)
    notes: Callable[[], dict[str, Any]] = dict
    begin: Callable[[dict[str, Any], History], None] = lambda notes, history: None
    watch: Callable[[int], None] = lambda done: None


@dataclass(frozen=True)
class Course:
    """How a stage is run.

    Args:
        doing: what the progress is called.
        steps: how many steps there are.
        checkpoint: file that lets the same training go on after a stop or a kill.
        identity: notes in which a checkpoint has to agree, such as settings and seed.
        save_every: steps between checkpoints; there is one at the end or stop, too.
        record_every: steps between points of the curves; the last step has one, too.
        from_fraction: share of the progress, 0..1, that ``Stage.begin`` sees to.
    """

    doing: str
    steps: int
    checkpoint: Path
    identity: dict[str, Any]
    save_every: int
    record_every: int = 10
    from_fraction: float = 0.0


def run(stage: Stage, course: Course, reporter: Reporter, distributed: Distributed = SINGLE) -> tuple[Curves, bool]:
    """Let a stage make all its steps, those included that its checkpoint holds.

    Args:
        stage: What learns.
        course: How many steps, where the checkpoint lies, and how often it is written.
        reporter: Who is told how far it is, and who may ask for a stop.
        distributed: Processes that train together; the first one writes.

    Returns:
        The curves, and whether it was stopped early.

    Raises:
        UserError: BAD_SETTINGS if the loss stops being finite, BAD_CHECKPOINT if the checkpoint is damaged or of
            another training.
    """
    state, generators, steps = dict(stage.state), dict(stage.generators), course.steps
    saved = load_checkpoint(course.checkpoint, state, generators, course.identity, distributed, reporter.log) or {}
    done, left = saved.get("step", 0), saved.get("step", 0) < steps  # a finished one is read, and stays as it is
    if saved and left:
        reporter.log(f"Resuming at step {done} of {steps}.")
    work, writes = course.checkpoint.parent, left and distributed.is_main
    history = History(
        reporter,
        work / EVENT_FILES if writes else None,
        saved.get("curves"),
        mlflow_run(work, {course.checkpoint.stem: course.identity}, reporter.log) if writes else None,
    )

    kept = saved.get("step")

    def save() -> None:
        nonlocal kept
        notes = {"step": done, "curves": history.curves} | stage.notes()
        save_checkpoint(course.checkpoint, state, course.identity | notes, generators, distributed)
        if distributed.is_main:
            history.write(course.checkpoint.with_suffix(".csv"))
        kept = done

    moments = {round(share * steps) for share in MOMENTS} if distributed.is_main else set()
    stage.begin(saved, history)
    if not saved and distributed.is_main:
        stage.watch(0)
    while done < steps and not distributed.any(reporter.stop_requested):
        values = stage.step(done)
        done += 1
        if done % course.record_every == 0 or done == steps:
            history.record(
                done, **{key: distributed.mean(v) if isinstance(v, Tensor) else v for key, v in values.items()}
            )
            if "loss" in values:
                _check_finite(history.last("loss"), done)
        if done in moments:
            stage.watch(done)
        if done % course.save_every == 0:
            save()
        reporter.progress(course.from_fraction + (1 - course.from_fraction) * done / steps, course.doing)
    if kept != done:
        save()
    history.close()
    return history.curves, done < steps


def _check_finite(loss: float | None, step: int) -> None:
    if loss is None or not math.isfinite(loss):
        raise UserError(
            Code.BAD_SETTINGS,
            f"The training diverged at step {step}: its loss is not a finite number.",
            "Lower the learning rate or use --size tiny, then delete the .work folder.",
        )
