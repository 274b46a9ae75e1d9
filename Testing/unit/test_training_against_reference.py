"""The fast training steps give the numbers of the plain reference steps (in float32, without dropout and
augmentation).
"""

from __future__ import annotations

import copy

import pytest
import torch

from CrossModalitySegLib.learning.adversarial import AdversarialStage
from CrossModalitySegLib.learning.distributed import SINGLE
from CrossModalitySegLib.learning.slice_pool import SlicePool
from CrossModalitySegLib.learning.supervised import make_optimizer, train_step
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.settings import AdaptSettings, Augmentation, NetworkSettings, TrainSettings
from reference.critic import ReferenceCritic
from reference.segmenter import ReferenceSegmenter, take_weights
from reference.steps import joint_step, source_step

NETWORK = NetworkSettings(width=16, dropout=0.0)
NARROW = NetworkSettings(width=8, dropout=0.0)
STILL = Augmentation(rotation_deg=0, scaling=0, shear=0)
SIDE = 64
CRITIC_SIDE = 128  # which the critic halves seven times


def without_dropout(module: torch.nn.Module) -> torch.nn.Module:
    for layer in module.modules():
        if isinstance(layer, torch.nn.Dropout):
            layer.p = 0.0
    return module


def agreeing(ours: torch.nn.Module, theirs: torch.nn.Module) -> float:
    """Share of the weights that are equal. RMSprop's first step goes by the sign of a gradient, which rounding turns
    where it is nearly zero.
    """
    pairs = list(zip(ours.parameters(), theirs.parameters(), strict=True))
    return sum(int(((mine - other).abs() < 2e-5).sum()) for mine, other in pairs) / sum(
        mine.numel() for mine, _ in pairs
    )


def test_source_steps_agree() -> None:
    torch.manual_seed(0)
    settings = TrainSettings(network=NARROW, precision="float32", batch=2)
    ours, reference = Segmenter(NARROW, class_count=5), without_dropout(ReferenceSegmenter(8, 0.0))
    take_weights(reference, ours)
    images, labels = torch.randn(2, 3, SIDE, SIDE), torch.randint(5, (2, SIDE, SIDE))
    mine, theirs = make_optimizer(ours, settings), torch.optim.Adam(reference.parameters(), lr=1e-3)
    for optimizer in (mine, theirs):
        for group in optimizer.param_groups:
            group["lr"] = 1e-4
    losses = [float(train_step(ours, mine, images, labels, settings, torch.float32)) for _ in range(3)]
    decay = [0.5e-4 * sum(float(p.detach().square().sum()) for p in reference.parameters() if p.ndim > 1)]
    plain = [source_step(reference, theirs, images, labels) for _ in range(3)]
    # The reference adds the L2 term to the loss, the optimizer adds its gradient.
    assert losses[0] == pytest.approx(plain[0] - decay[0], rel=1e-4)
    assert losses[-1] < losses[0]
    assert losses[-1] - losses[0] == pytest.approx(plain[-1] - plain[0], rel=0.05)


@pytest.mark.integration
@pytest.mark.long
def test_joint_steps_agree_when_every_update_has_its_own_slices() -> None:
    """In float64, on the very slices that ours drew: RMSprop's first steps go by the sign of a gradient, which rounding
    turns.
    """
    torch.manual_seed(0)
    settings = AdaptSettings(
        batch=2, critic_steps=3, reuse=1, critic_width=16, critic_dropout=0.0, precision="float32", augmentation=STILL
    )
    segmenter = Segmenter(NETWORK, class_count=5)
    random = torch.Generator().manual_seed(1)
    source, target = (
        SlicePool([torch.randn(8, CRITIC_SIDE, CRITIC_SIDE, generator=random) + shift], None, torch.device("cpu"))
        for shift in (0.0, 1.0)
    )
    stage = AdversarialStage(segmenter, NETWORK, settings, source, target, seed=3, distributed=SINGLE)
    for part in (stage.segmenter, stage.dam, stage.ema, stage.critics):
        part.double()
    drawn, draw = [], stage._draw

    def draw_and_note(pool: SlicePool, batches: int) -> list[torch.Tensor]:
        drawn.append([batch.double() for batch in draw(pool, batches)])
        return list(drawn[-1])

    stage._draw = draw_and_note  # type: ignore[method-assign]

    plain = without_dropout(ReferenceSegmenter(16, 0.0)).requires_grad_(False)
    take_weights(plain, segmenter)
    plain.double()
    dam = copy.deepcopy(plain).requires_grad_(True)
    critic = without_dropout(ReferenceCritic(width=16, side_px=CRITIC_SIDE)).double()
    take_weights(critic, stage.critics["features"])
    early = [
        p for name, p in dam.named_parameters() if name.startswith(("conv1", "rm1", "rm2", "rm3", "rm4", "rm5", "rm6"))
    ]
    optimizers = [torch.optim.RMSprop(parameters, lr=3e-4, alpha=0.9) for parameters in (critic.parameters(), early)]

    found = stage.joint_step()
    of_source, of_target, of_dam = drawn
    # Ours takes the batches from the end of the list.
    distance = joint_step(plain, dam, critic, *optimizers, of_source[::-1], [*of_target[::-1], *of_dam])
    assert float(found["critic_distance"]) == pytest.approx(distance, rel=1e-4)
    assert agreeing(stage.critics["features"], critic) > 0.98
    assert agreeing(stage.dam, torch.nn.ParameterList(early)) > 0.98
    moved = [
        float((p - q).detach().abs().max())
        for p, q in zip(stage.dam.parameters(), stage.segmenter.parameters(), strict=False)
    ]
    assert max(moved) > 1e-4, "the DAM was trained"
