"""Self-training: which pseudo-labels a segmenter may learn from, that it learns, and that it never needs a true
one.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor

from CrossModalitySegLib.anatomy import AA, LA, LV, MYO
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.learning.appearance import randomize_appearance
from CrossModalitySegLib.learning.checkpoint import before
from CrossModalitySegLib.learning.distributed import Distributed, Shard
from CrossModalitySegLib.learning.losses import UNKNOWN, segmentation_loss
from CrossModalitySegLib.learning.self_training import checkpoints, pseudo_labels, self_train
from CrossModalitySegLib.learning.supervised import Fit
from CrossModalitySegLib.learning.validators import Validation
from CrossModalitySegLib.models.card import ModelCard, Provenance
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.settings import NetworkSettings, SelfTraining

from .test_validators import BOX, RANGES, Reader, heart

CPU = torch.device("cpu")


def card(**changes: object) -> ModelCard:
    network = NetworkSettings(width=4, dropout=0.0)
    ranges = {name: values for name, values in RANGES.items()}
    base = ModelCard(
        name="x",
        modality="mr",
        preprocessing=BOX,
        network=network,
        size="tiny",
        method="dou2018",
        provenance=Provenance(data="none", license="none"),
        volume_ranges_ml=ranges,
    )
    return base.model_copy(update=changes)


def labels_of(slices: Tensor, sharpness: float = 50.0) -> Tensor:
    return pseudo_labels(Reader(sharpness), slices, card(), SelfTraining(refine_boundaries=False), "float32", CPU)


def test_a_sure_whole_heart_is_learned_from_everywhere() -> None:
    assert torch.equal(labels_of(heart()), heart().to(torch.uint8))


def test_unsure_pixels_are_left_out() -> None:
    slices = heart()
    slices[:, :, :32] += 0.5  # half way between two classes
    labels = labels_of(slices)
    between = heart()[:, :, :32] < MYO.value  # beyond the last class there is no other
    assert (labels[:, :, :32][between] == UNKNOWN).all()
    assert (labels[:, :, 32:] != UNKNOWN).all()


def test_second_pieces_are_left_out() -> None:
    slices = heart()
    slices[2:4, 2:5, 2:5] = LV.value
    assert (labels_of(slices)[2:4, 2:5, 2:5] == UNKNOWN).all()


def test_structures_of_a_size_that_nobody_has_are_left_out() -> None:
    slices = heart()
    slices[slices == LA.value] = AA.value  # no LA, and an aorta of two pieces that is too large
    labels = labels_of(slices)
    assert (labels[slices == LV.value] == LV.value).all()
    assert (labels[slices == AA.value] == UNKNOWN).sum() > 0


def test_boundaries_of_pseudo_labels_lie_where_the_volume_shows_them() -> None:
    class Shifted(Reader):
        """Sees what is there, one pixel too low."""

        def forward(self, x: Tensor) -> Tensor:
            return super().forward(x.roll(1, dims=2))

    slices = heart()
    truth = slices.to(torch.uint8)

    def wrong(refine_boundaries: bool) -> int:
        labels = pseudo_labels(
            Shifted(5.0),
            slices,
            card(),
            SelfTraining(refine_boundaries=refine_boundaries, confidence=0.0),
            "float32",
            CPU,
        )
        return int(((labels != truth) & (labels != UNKNOWN)).sum())

    assert wrong(True) < 0.2 * wrong(False)


def test_unknown_pixels_change_neither_loss_nor_gradient() -> None:
    generator = torch.Generator().manual_seed(0)
    logits, labels = (
        torch.randn(1, 5, 8, 8, generator=generator, requires_grad=True),
        torch.randint(5, (1, 8, 8), generator=generator),
    )
    labels[:, 4:] = UNKNOWN
    loss = segmentation_loss(logits, labels)
    (gradient,) = torch.autograd.grad(loss, logits)
    assert float(gradient[:, :, 4:].abs().max()) == 0
    other = logits.detach().clone()
    other[:, :, 4:] = 7.0
    assert segmentation_loss(other, labels).item() == pytest.approx(loss.item())


def test_appearance_changes_looks_but_neither_mean_nor_spread_nor_places() -> None:
    images = heart()[20:24, None].expand(-1, 3, -1, -1).contiguous()
    changed = randomize_appearance(images, 1.0, torch.Generator().manual_seed(0))
    assert torch.allclose(changed.mean((1, 2, 3)), images.mean((1, 2, 3)), atol=1e-4)
    assert torch.allclose(changed.std((1, 2, 3)), images.std((1, 2, 3)), atol=1e-4)
    assert all(not torch.allclose(changed[n], images[n], atol=0.05) for n in range(4))
    assert torch.allclose(changed[:, 0], changed[:, 1]) and torch.allclose(
        changed[:, 1], changed[:, 2]
    )  # equal slices look equal
    inside = images[:, :1] == LV.value
    assert float(changed[:, :1][inside].std()) < float(changed.std())
    assert torch.allclose(randomize_appearance(images, 0.0, torch.Generator().manual_seed(0)), images, atol=1e-5)


def test_two_processes_see_the_appearances_of_one() -> None:
    images = torch.randn(4, 3, 16, 16, generator=torch.Generator().manual_seed(1))
    whole = randomize_appearance(images, 0.5, torch.Generator().manual_seed(0))
    halves = [
        randomize_appearance(images[2 * rank : 2 * rank + 2], 0.5, torch.Generator().manual_seed(0), Shard(rank, 2, 2))
        for rank in range(2)
    ]
    assert torch.allclose(torch.cat(halves), whole, atol=1e-5)


SETTINGS = SelfTraining(rounds=2, steps=2, batch=2, confidence=0.0)


def train(
    work: Path,
    reporter: Reporter | None = None,
    plausible: tuple[float, ...] = (0, 0, 1, 2),
    entropies: tuple[float, ...] = (0, 0, 0, 0),
) -> Fit:
    """Two rounds on one volume from random weights; the judge says ``plausible`` and ``entropies``, one after the
    other.
    """
    torch.manual_seed(0)
    start = Segmenter(card().network, class_count=5).requires_grad_(False)  # as an adversarial part leaves it
    left = list(zip(entropies, plausible, strict=True))
    preview = Volume(torch.zeros(1, 1, 1, dtype=torch.uint8).numpy(), Geometry((1, 1, 1), (1.0, 1.0, 1.0)))

    def judge(segmenter: Segmenter, step: int) -> Validation:
        return Validation(*left.pop(0), (), preview)

    work.mkdir(exist_ok=True)
    before = Fit(start, {}, stopped=False)
    how = {"seed": 0, "work": work, "distributed": Distributed(CPU), "reporter": reporter or Reporter()}
    return self_train(
        before,
        card(volume_ranges_ml={}),
        [heart()[16:24]],
        [(heart()[24:28], heart()[24:28].to(torch.uint8))],
        SETTINGS,
        judge,
        **how,
    )


class Stopper(Reporter):
    """Asks for a stop in round two."""

    def progress(self, fraction: float, stage: str) -> None:
        self.stop_requested |= stage.startswith("Round 2")


def same(a: Segmenter, b: Segmenter) -> bool:
    return all(torch.equal(x, y) for x, y in zip(a.state_dict().values(), b.state_dict().values(), strict=True))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Fit:
    """What nothing interrupts."""
    return train(tmp_path_factory.mktemp("whole"))


@pytest.mark.integration
def test_a_stopped_self_training_keeps_the_best_and_goes_on_to_the_same_end(whole: Fit, tmp_path: Path) -> None:
    assert not whole.stopped
    assert [step for step, _ in whole.curves["chosen"]] == [0, 0, 2, 4]
    stopped = train(tmp_path / "cut", Stopper())
    assert stopped.stopped
    assert [step for step, _ in stopped.curves["chosen"]] == [0, 0, 2]
    assert not same(stopped.segmenter, whole.segmenter)
    assert same(train(tmp_path / "cut").segmenter, whole.segmenter)


@pytest.mark.integration
def test_a_round_goes_on_from_what_a_kill_within_the_last_save_of_the_one_before_has_left(
    whole: Fit, tmp_path: Path
) -> None:
    """There the last state bears the name of the one before, since a newer one should take its place."""
    assert train(tmp_path / "cut", Stopper()).stopped
    first, second = checkpoints(SETTINGS, tmp_path / "cut")
    assert not before(first).exists(), "a state is saved once"
    for file in (second, before(second)):
        file.unlink(missing_ok=True)
    first.rename(before(first))
    assert same(train(tmp_path / "cut").segmenter, whole.segmenter)


@pytest.mark.integration
def test_rounds_that_make_it_worse_are_not_kept(tmp_path: Path) -> None:
    fit = train(tmp_path / "work", plausible=(0.5, 0.9, 0.4, 0.2))
    assert [step for step, _ in fit.curves["chosen"]] == [0, 0]
    assert len(fit.curves["validator_score"]) == 4


@pytest.mark.integration
def test_being_surer_does_not_make_up_for_less_plausible_hearts(tmp_path: Path) -> None:
    fit = train(tmp_path / "work", plausible=(0.8, 0.9, 0.87, 0.85), entropies=(0.1, 0.1, 0.01, 0.0))
    assert [step for step, _ in fit.curves["chosen"]] == [0, 0]
