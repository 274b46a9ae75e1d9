"""The loop that all trainings share, with a stage that only draws numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.learning.history import Curves, History
from CrossModalitySegLib.learning.stages import Course, Stage, Values, run

STEPS = 7


class StopAfter(Reporter):
    """Asks for a stop once so much is done, and keeps what is said."""

    def __init__(self, fraction: float = 2.0) -> None:
        super().__init__()
        self.fraction, self.messages, self.fractions = fraction, list[str](), list[float]()

    def progress(self, fraction: float, stage: str) -> None:
        self.fractions.append(fraction)
        self.stop_requested = fraction >= self.fraction

    def log(self, message: str) -> None:
        self.messages.append(message)


def learned(checkpoint: Path, reporter: Reporter, last: float = 1.0) -> tuple[Curves, bool, float]:
    """Curves, whether it was stopped, and the sum of all numbers drawn, which is what is learned."""
    weight, generator, begun = torch.nn.Linear(1, 1, bias=False), torch.Generator().manual_seed(3), 0
    torch.nn.init.zeros_(weight.weight)

    def begin(notes: dict[str, Any], history: History) -> None:
        nonlocal begun
        begun = notes.get("begun", 0) + 1
        if not notes:
            history.record(0, found=0.5)

    def step(done: int) -> Values:
        with torch.no_grad():
            weight.weight += torch.rand((), generator=generator) + torch.rand(())
        return {"loss": weight.weight.sum() if done < STEPS - 1 else last, "begun": float(begun)}

    torch.manual_seed(0)
    stage = Stage(step, {"weight": weight}, {"numbers": generator}, lambda: {"begun": begun}, begin)
    course = Course("Counting", STEPS, checkpoint, {"seed": 3}, save_every=2, record_every=2, from_fraction=0.5)
    return (*run(stage, course, reporter), float(weight.weight))


@pytest.mark.parametrize("stop_after", [0.55, 0.8])
def test_a_stopped_stage_goes_on_as_it_would_have(tmp_path: Path, stop_after: float) -> None:
    whole = StopAfter()
    curves, stopped, weight = learned(tmp_path / "whole.safetensors", whole)
    assert not stopped
    assert [step for step, _ in curves["loss"]] == [2, 4, 6, 7]
    assert curves["found"] == [(0, 0.5)]
    assert whole.fractions == pytest.approx([0.5 + 0.5 * (number + 1) / STEPS for number in range(STEPS)])
    assert learned(tmp_path / "cut.safetensors", StopAfter(stop_after))[1]
    resumed = StopAfter()
    again, stopped, same = learned(tmp_path / "cut.safetensors", resumed)
    assert (again["loss"], again["found"], stopped, same) == (curves["loss"], curves["found"], False, weight)
    assert again["begun"][-1] == (7, 2.0), "the notes of a stage are kept"
    assert resumed.messages == [f"Resuming at step {1 if stop_after < 0.6 else 5} of 7."]


def test_a_finished_stage_is_read_and_stays_as_it_is(tmp_path: Path) -> None:
    checkpoint = tmp_path / "c.safetensors"
    curves, _, weight = learned(checkpoint, Reporter())
    before, reporter = checkpoint.read_bytes(), StopAfter()
    assert learned(checkpoint, reporter) == (curves, False, weight)
    assert checkpoint.read_bytes() == before
    assert (reporter.messages, reporter.fractions) == ([], [])


def test_a_loss_that_is_not_a_number_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="diverged at step 7") as problem:
        learned(tmp_path / "c.safetensors", Reporter(), last=float("nan"))
    assert problem.value.code is Code.BAD_SETTINGS
