"""The adversarial stage: who changes in which update, what stays frozen, and that a resumed job repeats itself
exactly.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import torch

from CrossModalitySegLib.errors import UserError
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.learning.adapting import adapt_segmenter
from CrossModalitySegLib.learning.adversarial import AdversarialStage
from CrossModalitySegLib.learning.distributed import SINGLE
from CrossModalitySegLib.learning.slice_pool import SlicePool
from CrossModalitySegLib.learning.supervised import fit_segmenter
from CrossModalitySegLib.learning.validators import Validation
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.settings import AdaptSettings, NetworkSettings, TrainSettings

CPU = torch.device("cpu")
NETWORK = NetworkSettings(width=4)
SETTINGS = AdaptSettings(
    depth=13,
    batch=2,
    joint_steps=4,
    critic_steps=2,
    warm_up=2,
    critic_width=4,
    ema=0.5,
    validate_every=2,
    mask_critic_weight=0.3,
)


def pool(shift: float = 0.0) -> SlicePool:
    random = torch.Generator().manual_seed(0)
    return SlicePool([torch.randn(6, 64, 64, generator=random) + shift for _ in range(2)], None, CPU)


def stage(**changes: object) -> AdversarialStage:
    torch.manual_seed(0)
    return AdversarialStage(
        Segmenter(NETWORK, class_count=5),
        NETWORK,
        SETTINGS.model_copy(update=changes),
        pool(),
        pool(1.0),
        seed=3,
        distributed=SINGLE,
    )


def snapshot(module: torch.nn.Module) -> dict[str, torch.Tensor]:
    return {name: value.clone() for name, value in module.state_dict().items()}


def changed(module: torch.nn.Module, before: dict[str, torch.Tensor]) -> set[str]:
    return {name for name, value in module.state_dict().items() if not torch.equal(value, before[name])}


def test_a_critic_update_changes_the_critics_alone() -> None:
    s = stage()
    dam, segmenter, critics = snapshot(s.dam), snapshot(s.segmenter), snapshot(s.critics)
    s.update_critics(1)
    assert not changed(s.dam, dam), "neither weights nor running statistics of the DAM"
    assert not changed(s.segmenter, segmenter)
    assert {name.split(".")[0] for name in changed(s.critics, critics)} == {"features", "mask"}


def test_a_dam_update_changes_the_dam_alone_with_its_statistics() -> None:
    s = stage()
    dam, segmenter = snapshot(s.dam), snapshot(s.segmenter)
    weights = {name: value.clone() for name, value in s.critics.named_parameters()}
    s.dam_update()
    moved = changed(s.dam, dam)
    assert any(name.endswith("running_mean") for name in moved) and any(name.endswith("weight") for name in moved)
    assert not changed(s.segmenter, segmenter), "the MR statistics behind the DAM stay too"
    assert all(torch.equal(value, weights[name]) for name, value in s.critics.named_parameters())


def test_weights_stay_inside_the_clip_after_every_update() -> None:
    s = stage()
    weights = [p for p in s.critics.parameters() if p.ndim > 1]
    for weight in weights:
        torch.nn.init.normal_(weight)
    s.update_critics(1)
    assert max(float(weight.detach().abs().max()) for weight in weights) == pytest.approx(0.03)


@pytest.mark.integration
def test_the_critic_learns_to_distinguish_the_domains() -> None:
    # Without dropout, and with domains that are easy to tell apart: what is asked is whether the critic is pushed the
    # right way.
    plain = NetworkSettings(width=8, dropout=0.0)
    options = {
        "critic_norm": "instance",
        "critic_dropout": 0.0,
        "learning_rate": 1e-3,
        "mask_critic_weight": 0.0,
        "precision": "float32",
        "batch": 4,
    }
    torch.manual_seed(0)
    s = AdversarialStage(
        Segmenter(plain, class_count=5),
        plain,
        SETTINGS.model_copy(update=options),
        pool(),
        pool(3.0),
        seed=0,
        distributed=SINGLE,
    )
    distances = [float(s.update_critics(1)) for _ in range(40)]
    assert sum(distances[-10:]) > 3 * abs(sum(distances[:10]))
    assert sum(distances[-10:]) > 0


def test_schedules_follow_the_tables() -> None:
    s = stage(critic_steps=20, critic_steps_growth=300, learning_rate=3e-4, decay=0.98, decay_every=100)
    assert (s.critic_updates, s.learning_rate) == (20, 3e-4)
    s.steps = 10_000
    assert s.critic_updates == 20 + 33
    assert s.learning_rate / 3e-4 == pytest.approx(0.13, abs=0.005)


class StopAfter(Reporter):
    """Asks for a stop once a curve has been reported for the ``count``-th time."""

    def __init__(self, curve: str, count: int) -> None:
        super().__init__()
        self.curve, self.count = curve, count

    def metric(self, name: str, step: int, value: float | None) -> None:
        self.count -= name == self.curve
        self.stop_requested = self.count <= 0


def judge(s: AdversarialStage) -> Validation:
    """A cheap stand-in for the validators that depends on nothing but the step."""
    return Validation(
        0.1,
        0.5 + 0.1 * (s.steps == 2),
        (),
        Volume(torch.zeros(1, 1, 1, dtype=torch.uint8).numpy(), Geometry((1, 1, 1), (1, 1, 1))),
    )


@pytest.mark.integration
@pytest.mark.parametrize(
    "stop_after", [pytest.param(1, marks=pytest.mark.long), 3, pytest.param(4, marks=pytest.mark.long)]
)
def test_a_resumed_adaptation_repeats_the_uninterrupted_one_exactly(tmp_path: Path, stop_after: int) -> None:
    def run(folder: str, reporter: Reporter) -> tuple[dict, dict]:
        (tmp_path / folder).mkdir(exist_ok=True)
        fit = adapt_segmenter(
            stage(), SETTINGS, judge, seed=3, checkpoint=tmp_path / folder / "c.safetensors", reporter=reporter
        )
        return fit.curves, snapshot(fit.segmenter)

    curves, weights = run("whole", Reporter())
    cut, _ = run("cut", StopAfter("critic_distance", stop_after))
    assert len(cut["critic_distance"]) < len(curves["critic_distance"])
    resumed, resumed_weights = run("cut", Reporter())
    assert resumed == curves
    assert all(value is not None for _, value in curves["critic_distance"] + curves["adaptation_loss"])
    assert all(torch.equal(weights[name], resumed_weights[name]) for name in weights)


@pytest.mark.integration
def test_the_chosen_checkpoint_is_the_one_the_validators_liked_best(tmp_path: Path) -> None:
    s = stage()
    snapshots = {}

    def watching(s: AdversarialStage) -> Validation:
        snapshots[s.steps] = snapshot(s.adapted())
        return judge(s)

    fit = adapt_segmenter(s, SETTINGS, watching, seed=3, checkpoint=tmp_path / "c.safetensors", reporter=Reporter())
    assert fit.curves["chosen"][-1][0] == 2
    assert all(torch.equal(value, snapshots[2][name]) for name, value in snapshot(fit.segmenter).items())
    assert any(not torch.equal(value, snapshots[4][name]) for name, value in snapshot(fit.segmenter).items())


@pytest.mark.integration
def test_of_segmenters_that_score_alike_the_newest_is_chosen(tmp_path: Path) -> None:
    def alike(s: AdversarialStage) -> Validation:
        return dataclasses.replace(judge(s), plausibility=0.9 - 0.001 * s.steps)

    fit = adapt_segmenter(stage(), SETTINGS, alike, seed=3, checkpoint=tmp_path / "c.safetensors", reporter=Reporter())
    assert [step for step, _ in fit.curves["chosen"]] == [0, 2, 4]


@pytest.mark.integration
def test_a_checkpoint_of_another_method_is_refused(tmp_path: Path) -> None:
    checkpoint = tmp_path / "c.safetensors"
    adapt_segmenter(stage(), SETTINGS, judge, seed=3, checkpoint=checkpoint, reporter=StopAfter("critic_distance", 1))
    other = SETTINGS.model_copy(update={"batch": 3})
    with pytest.raises(UserError, match="other settings"):
        adapt_segmenter(stage(batch=3), other, judge, seed=3, checkpoint=checkpoint, reporter=Reporter())


@pytest.mark.long
@pytest.mark.integration
def test_a_resumed_training_repeats_the_uninterrupted_one_exactly(tmp_path: Path) -> None:
    labels = [
        torch.randint(5, (6, 64, 64), dtype=torch.uint8, generator=torch.Generator().manual_seed(1)) for _ in range(2)
    ]
    data = SlicePool([label.float() for label in labels], labels, CPU)
    options = TrainSettings(network=NETWORK, steps=30, batch=2, ema=0.9, precision="float32", checkpoint_every=7)

    def run(folder: str, reporter: Reporter) -> tuple[dict, dict]:
        torch.manual_seed(0)
        (tmp_path / folder).mkdir(exist_ok=True)
        fit = fit_segmenter(
            Segmenter(NETWORK, class_count=5),
            data,
            options,
            seed=1,
            checkpoint=tmp_path / folder / "c.safetensors",
            distributed=SINGLE,
            reporter=reporter,
        )
        return fit.curves, snapshot(fit.segmenter)

    curves, weights = run("whole", Reporter())
    run("cut", StopAfter("loss", 1))
    resumed, resumed_weights = run("cut", Reporter())
    assert resumed == curves
    assert all(torch.equal(weights[name], resumed_weights[name]) for name in weights)
    assert curves["loss"][-1][1] < curves["loss"][0][1]
