"""Adaptation of a 3D segmenter: what is relied on without labels, that it goes on after a stop, and that it never ends
less plausible than it began.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.learning import volume_teaching
from CrossModalitySegLib.learning.losses import UNKNOWN
from CrossModalitySegLib.learning.on_maps import whole_heart_loss
from CrossModalitySegLib.learning.supervised import Fit
from CrossModalitySegLib.learning.volume_teaching import strongly, teach_on_volumes
from CrossModalitySegLib.learning.volume_views import (
    ViewsPrediction,
    moved,
    predict_views,
    refined,
    reliable_labels,
    score,
    turned,
)
from CrossModalitySegLib.models.card import ModelCard, Provenance
from CrossModalitySegLib.networks.unet3d import UNet3d
from CrossModalitySegLib.settings import Preprocessing, SelfTraining, UNet3dSettings

CPU = torch.device("cpu")
SIDE = 32
BOX = Preprocessing(plane="axial", spacing_mm=6.0, size_px=64, depth_px=SIDE, scale="hounsfield")
CARD = ModelCard(
    name="Whole",
    modality="ct",
    labels=HEART_4,
    preprocessing=BOX,
    architecture="unet-3d",
    network=UNet3dSettings(width=8),
    size="whole-heart",
    method="self-training",
    provenance=Provenance(data="none", license="none"),
)


def ball(diameter: float) -> Tensor:
    z, y, x = torch.meshgrid(*[torch.arange(SIDE) - SIDE // 2] * 3, indexing="ij")
    return x**2 + y**2 + z**2 < (diameter / 2) ** 2


def prediction(labels: Tensor, sure: float = 0.95, agreement: dict[int, float] | None = None) -> ViewsPrediction:
    """What a network says that gives every voxel its label with probability ``sure``."""
    one_hot = nn.functional.one_hot(labels.long(), 5).movedim(-1, 0)
    likely = torch.where(one_hot > 0, sure, (1 - sure) / 4)
    return ViewsPrediction(likely, tuple((agreement or {}).get(value, 1.0) for value in range(5)))


class Bright(nn.Module):
    """Marks what is bright as structure 3, wherever it is and however it is turned."""

    def forward(self, x: Tensor) -> Tensor:
        logits = torch.full((len(x), 5, *x.shape[2:]), -20.0)
        logits[:, 0], logits[:, 3] = 0.0, 40 * (x[:, 0] - 0.5)
        return logits


class Lopsided(nn.Module):
    """Marks a fixed half of the box as structure 2, whatever is there."""

    def forward(self, x: Tensor) -> Tensor:
        logits = torch.full((len(x), 5, *x.shape[2:]), -20.0)
        logits[:, 0] = 0.0
        logits[:, 2, :, :, 10:14] = 20.0
        return logits


@pytest.mark.parametrize(("zoom", "degrees"), [(1.1, 8.0), (0.9, -8.0), (1.0, 30.0)])
def test_turning_there_and_back_gives_the_same(zoom: float, degrees: float) -> None:
    stack = torch.zeros(1, 1, 40, 60, 80)
    stack[..., 12:28, 20:40, 30:50] = 1.0
    back = turned(turned(stack, zoom, degrees), 1 / zoom, -degrees)
    assert float((back - stack).abs().mean()) < 0.01
    assert turned(stack, zoom, degrees).sum() == pytest.approx(float(stack.sum()) * zoom**3, rel=0.03)


def test_what_a_view_lacks_is_empty_and_outside_of_the_field() -> None:
    stack = torch.stack([ball(16).float() * 3 - 2, torch.ones(SIDE, SIDE, SIDE)])
    image, field = moved(stack, 0.8, 10.0)
    assert set(field.unique().tolist()) == {0.0, 1.0}
    assert (image[field == 0] == -2).all()
    assert float(field[:, :, SIDE // 2].mean()) < 1


def test_views_agree_on_what_is_in_the_image_and_not_on_what_is_in_the_network() -> None:
    stack = torch.stack([ball(16).float(), torch.ones(SIDE, SIDE, SIDE)])
    honest, lopsided = (predict_views(network, stack, CPU, torch.float32) for network in (Bright(), Lopsided()))
    assert honest.agreement[3] > 0.95
    assert lopsided.agreement[2] < 0.8
    assert honest.probabilities.shape == (5, SIDE, SIDE, SIDE)
    assert torch.equal(honest.probabilities.argmax(0) == 3, ball(16))


def test_what_cannot_be_relied_on_is_unknown_and_never_background() -> None:
    labels = ball(10).byte() * 3
    labels[2:4, 2:4, 2:4] = 3  # a second piece
    usual = CARD.model_copy(update={"volume_ranges_ml": {"LV": (80.0, 180.0)}})
    found = reliable_labels(prediction(labels), usual, confidence=0.7, agreement=0.8)
    assert set(found.unique().tolist()) == {0, 3, UNKNOWN}
    assert torch.equal(found == 3, ball(10))
    assert torch.equal(found == UNKNOWN, (labels == 3) & ~ball(10))
    for other in (
        reliable_labels(prediction(labels, agreement={3: 0.7}), usual, confidence=0.7, agreement=0.8),
        reliable_labels(prediction(labels), CARD.model_copy(update={"volume_ranges_ml": {"LV": (1.0, 2.0)}}), 0.7, 0.8),
    ):
        assert torch.equal(other == UNKNOWN, labels == 3)
    assert (reliable_labels(prediction(labels, sure=0.6), usual, confidence=0.7, agreement=0.8) == UNKNOWN).all()


def test_labels_of_the_target_end_where_the_volume_shows_it() -> None:
    stack = torch.stack(
        [
            ball(14).float() + 0.02 * torch.randn(SIDE, SIDE, SIDE, generator=torch.Generator().manual_seed(0)),
            torch.ones(SIDE, SIDE, SIDE),
        ]
    )
    vague = nn.functional.avg_pool3d(prediction(ball(16).byte() * 3).probabilities[None], 3, 1, 1)[0]
    before = ViewsPrediction(vague, (1.0,) * 5)
    after = refined(before, stack)
    wrong = [int(((one.probabilities.argmax(0) == 3) ^ ball(14)).sum()) for one in (before, after)]
    assert wrong[0] > 400 and wrong[1] < 0.3 * wrong[0]
    assert after.agreement == before.agreement


def test_the_score_falls_with_disagreement_and_with_an_odd_anatomy() -> None:
    labels = ball(10).byte() * 3
    usual = CARD.model_copy(update={"volume_ranges_ml": {"LV": (80.0, 180.0)}})
    whole = score(prediction(labels), usual)
    assert score(prediction(labels, agreement={3: 0.5}), usual) < whole
    assert score(prediction(labels), CARD.model_copy(update={"volume_ranges_ml": {"LV": (1.0, 2.0)}})) < whole


def test_nothing_is_learned_where_nothing_is_known() -> None:
    classes = torch.randint(0, 5, (1, 8, 8, 8))
    classes[..., 4:] = UNKNOWN
    logits = torch.randn(1, 5, 8, 8, 8, requires_grad=True)
    whole_heart_loss(logits, classes).backward()
    assert logits.grad is not None
    assert logits.grad[..., 4:].abs().max() == 0
    assert logits.grad[..., :4].abs().max() > 0
    assert torch.isfinite(whole_heart_loss(logits, torch.full_like(classes, UNKNOWN)))


def test_the_students_view_moves_image_and_labels_together() -> None:
    labels = ball(18).long() * 3
    stack = torch.stack([ball(18).float() * 4, torch.ones(SIDE, SIDE, SIDE)])
    x, classes = strongly(stack, labels, torch.Generator().manual_seed(3))
    inside, outside = x[0, 0][(classes[0] == 3) & (x[0, 1] > 0)], x[0, 0][(classes[0] == 0) & (x[0, 1] > 0)]
    assert float(inside.mean()) > float(outside.mean()) + 2
    assert 0.1 < float((x[0, 1] == 0).float().mean()) < 0.6, "some blocks are hidden"


def adapt(folder: Path, before: UNet3d, rounds: int = 2, reporter: Reporter | None = None) -> Fit:
    folder.mkdir(exist_ok=True)
    stack = torch.stack([ball(16).float(), torch.ones(SIDE, SIDE, SIDE)])

    def phantoms(first: int) -> Generator[tuple[Tensor, Tensor]]:
        for number in range(first, 4):
            diameter = 10 + number
            yield (
                torch.stack([ball(diameter).float(), torch.ones(SIDE, SIDE, SIDE)])[None],
                ball(diameter)[None].long() * 3,
            )

    settings = SelfTraining(rounds=rounds, steps=2, batch=1, learning_rate=1e-3, ema=0.5)
    return teach_on_volumes(
        before,
        CARD,
        [stack],
        phantoms,
        settings,
        seed=1,
        checkpoint=folder / "adaptation.safetensors",
        device=CPU,
        reporter=reporter or Reporter(),
    )


class StopAt(Reporter):
    """Asks for a stop at a fraction."""

    def __init__(self, fraction: float) -> None:
        super().__init__()
        self.fraction = fraction

    def progress(self, fraction: float, stage: str) -> None:
        self.stop_requested |= fraction >= self.fraction


@pytest.fixture(scope="module")
def before() -> UNet3d:
    torch.manual_seed(0)
    return UNet3d(classes=5, width=8)


@pytest.fixture(scope="module")
def whole(before: UNet3d, tmp_path_factory: pytest.TempPathFactory) -> Fit:
    """An adaptation that nobody stopped."""
    return adapt(tmp_path_factory.mktemp("whole"), before)


@pytest.mark.integration
@pytest.mark.parametrize("fraction", [0.25, 0.5])
def test_a_stopped_adaptation_goes_on_to_the_same_weights(
    tmp_path: Path, before: UNet3d, whole: Fit, fraction: float
) -> None:
    assert adapt(tmp_path / "parts", before, reporter=StopAt(fraction)).stopped
    parts = adapt(tmp_path / "parts", before)
    assert not parts.stopped and parts.curves == whole.curves
    for (name, one), other in zip(
        whole.segmenter.state_dict().items(), parts.segmenter.state_dict().values(), strict=True
    ):
        assert torch.equal(one, other), name


@pytest.mark.integration
def test_it_never_ends_less_plausible_than_it_began(
    tmp_path: Path, before: UNet3d, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores = iter([1.5, 1.2, 0.9])
    monkeypatch.setattr(volume_teaching, "score", lambda prediction, card: next(scores))
    fit = adapt(tmp_path / "work", before)
    assert fit.curves["chosen"] == [(0, 1.5)]
    for one, other in zip(before.state_dict().values(), fit.segmenter.state_dict().values(), strict=True):
        assert torch.equal(one, other)
