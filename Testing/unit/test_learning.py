"""Losses, batches, augmentation, averages and checkpoints."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.learning.adabn import with_target_statistics
from CrossModalitySegLib.learning.augmentation import augment
from CrossModalitySegLib.learning.checkpoint import discard_checkpoint, load_checkpoint, save_checkpoint
from CrossModalitySegLib.learning.ema import Ema
from CrossModalitySegLib.learning.history import History
from CrossModalitySegLib.learning.losses import critic_loss, segmentation_loss
from CrossModalitySegLib.learning.slice_pool import SlicePool
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.settings import Augmentation, NetworkSettings

CPU = torch.device("cpu")


def sure(labels: torch.Tensor) -> torch.Tensor:
    """Logits that leave no doubt about ``labels``."""
    return 50.0 * torch.nn.functional.one_hot(labels.long(), 5).movedim(-1, 1).float()


def test_the_loss_vanishes_for_a_perfect_answer_and_not_for_a_wrong_one() -> None:
    labels = torch.randint(5, (2, 32, 32), generator=torch.Generator().manual_seed(0))
    assert segmentation_loss(sure(labels), labels).item() == pytest.approx(0, abs=1e-5)
    assert segmentation_loss(sure((labels + 1) % 5), labels).item() > 10


@pytest.mark.parametrize("class_weights", [True, False])
def test_the_loss_is_the_formula_of_the_paper(class_weights: bool) -> None:
    generator = torch.Generator().manual_seed(1)
    logits, labels = torch.randn(2, 5, 4, 4, generator=generator), torch.randint(5, (2, 4, 4), generator=generator)
    p = logits.softmax(1)
    cross_entropy, dice = 0.0, 0.0
    for c in range(5):
        truth = (labels == c).float()
        weight = 1 - truth.sum() / truth.numel() if class_weights else 1.0
        cross_entropy -= float((weight * truth * p[:, c].log()).sum() / truth.numel())
        dice += float(2 * (p[:, c] * truth).sum() / ((p[:, c] ** 2).sum() + truth.sum()))
    assert segmentation_loss(logits, labels, class_weights=class_weights).item() == pytest.approx(
        cross_entropy + 1 - dice / 5, rel=1e-5
    )


def test_only_the_released_clip_kills_the_gradient_of_the_worst_pixels() -> None:
    # Two classes, so that the weights are not zero; every pixel is answered wrongly and with certainty.
    labels = torch.zeros(1, 4, 4, dtype=torch.long)
    labels[:, 2:] = 1
    logits = sure(1 - labels).requires_grad_()
    kept, killed = (torch.autograd.grad(segmentation_loss(logits, labels, clip), logits)[0] for clip in (0.0, 0.005))
    assert float(kept.abs().sum()) > 0.1
    assert float(killed.abs().sum()) < 1e-6


def test_the_critic_is_rewarded_for_distinguishing_source_from_target() -> None:
    assert critic_loss(torch.tensor([2.0, 4.0]), torch.tensor([1.0])).item() == -2.0


@settings(max_examples=20, deadline=None)
@given(sizes=st.lists(st.integers(1, 6), min_size=1, max_size=4), seed=st.integers(0, 1000))
def test_a_triplet_never_mixes_two_volumes(sizes: list[int], seed: int) -> None:
    volumes = [torch.stack([torch.full((8, 8), 100.0 * v + i) for i in range(n)]) for v, n in enumerate(sizes)]
    pool = SlicePool(volumes, None, CPU)
    images, labels = pool.sample(16, torch.Generator().manual_seed(seed))
    assert labels is None
    values = images[:, :, 0, 0]
    assert torch.equal((values // 100).min(1).values, (values // 100).max(1).values)
    below, middle, above = (values % 100).unbind(1)
    last = torch.tensor(sizes)[(values[:, 1] // 100).long()] - 1
    assert torch.equal(below, (middle - 1).clamp_min(0))
    assert torch.equal(above, torch.minimum(middle + 1, last))


def test_images_and_labels_move_together() -> None:
    labels = torch.zeros(4, 64, 64, dtype=torch.uint8)
    labels[:, 20:40, 15:45] = 3
    images = labels[:, None].float().repeat(1, 3, 1, 1)
    moved, moved_labels = augment(
        images, labels, Augmentation(rotation_deg=30, translation=0.1), torch.Generator().manual_seed(3)
    )
    assert moved_labels is not None and not torch.equal(moved_labels, labels)
    inside = moved_labels == 3
    assert ((moved[:, 1] > 1.5) == inside).float().mean() > 0.99


def test_no_augmentation_changes_nothing() -> None:
    images = torch.randn(2, 3, 32, 32)
    still = Augmentation(rotation_deg=0, scaling=0, shear=0)
    assert torch.allclose(augment(images, None, still, torch.Generator())[0], images, atol=1e-5)


def test_intensity_changes_are_per_sample_and_repeatable() -> None:
    images = torch.randn(2, 3, 32, 32)
    options = Augmentation(rotation_deg=0, scaling=0, shear=0, intensity=True)
    first, again = (augment(images, None, options, torch.Generator().manual_seed(5))[0] for _ in range(2))
    assert torch.equal(first, again)
    assert not torch.allclose(first, images, atol=0.01)


def test_the_average_follows_and_zero_decay_copies() -> None:
    module = torch.nn.Linear(2, 2)
    slow, copy = Ema(module, 0.9), Ema(module, 0.0)
    with torch.no_grad():
        module.weight.add_(1.0)
    slow.update(module)
    copy.update(module)
    assert torch.equal(copy.average.weight, module.weight)
    assert 0 < float((module.weight - slow.average.weight).detach().mean()) < 1


def test_adabn_takes_the_statistics_of_the_target_and_nothing_else() -> None:
    segmenter = Segmenter(NetworkSettings(width=8, dropout=0.0), class_count=5).eval()
    target = SlicePool([torch.randn(8, 32, 32, generator=torch.Generator().manual_seed(0)) * 3 + 2], None, CPU)
    adapted = with_target_statistics(segmenter, target, "float32", 0, CPU)
    before, after = segmenter.state_dict(), adapted.state_dict()
    moved = {name for name in before if not torch.equal(before[name], after[name])}
    assert moved and all(name.endswith(("running_mean", "running_var", "num_batches_tracked")) for name in moved)
    # The first norm sees a linear map of the slices: its mean over the target is known exactly in the limit of all
    # slices.
    first = segmenter.stages["rm1"][0].trunk[:1]
    images, _ = target.sample(800, torch.Generator().manual_seed(0))
    with torch.no_grad():
        maps = first(segmenter.stages["conv1"](images))
    missed = adapted.stages["rm1"][0].trunk[2].running_mean - maps.mean((0, 2, 3))
    assert (missed.abs() < 0.02 * maps.std((0, 2, 3))).all()


def test_curves_are_kept_reported_and_written_for_tensorboard(tmp_path: Path) -> None:
    history = History(Reporter(), tmp_path / "events", {"loss": [(1, 2.0)]})
    history.record(2, loss=1.0, distance=float("nan"))
    history.close()
    assert history.curves == {"loss": [(1, 2.0), (2, 1.0)], "distance": [(2, None)]}
    (file,) = (tmp_path / "events").iterdir()
    assert b"loss" in file.read_bytes()


def test_tensorboard_reads_the_curves_and_their_steps(tmp_path: Path) -> None:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    history = History(Reporter(), tmp_path)
    history.record(10, loss=2.0)
    history.record(20, loss=0.5)
    curves = EventAccumulator(str(tmp_path)).Reload()  # while it is still written
    assert [(point.step, point.value) for point in curves.Scalars("loss")] == [(10, 2.0), (20, 0.5)]
    history.close()


class Notes(Reporter):
    """Keeps what is said."""

    def __init__(self) -> None:
        super().__init__()
        self.messages = list[str]()

    def log(self, message: str) -> None:
        self.messages.append(message)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs a file that is always full")
def test_a_full_disk_costs_a_curve_and_no_traceback(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    notes = Notes()
    history = History(notes, tmp_path)
    (file,) = tmp_path.iterdir()
    (descriptor,) = (int(opened.name) for opened in Path("/proc/self/fd").iterdir() if opened.resolve() == file)
    with Path("/dev/full").open("wb") as full:
        os.dup2(full.fileno(), descriptor)
    history.record(1, loss=1.0)
    history.record(2, loss=0.5)
    assert notes.messages == [], "what fails the training, too, is what to read"
    history.close()
    assert history.curves == {"loss": [(1, 1.0), (2, 0.5)]}
    assert len(notes.messages) == 1 and "TensorBoard" in notes.messages[0] and "No space" in notes.messages[0]
    assert "Traceback" not in "".join(capfd.readouterr())


def test_a_folder_of_curves_that_cannot_be_made_costs_no_training(tmp_path: Path) -> None:
    (tmp_path / "events").write_text("a file")
    history = History(notes := Notes(), tmp_path / "events")
    history.record(1, loss=1.0)
    history.close()
    assert history.curves == {"loss": [(1, 1.0)]} and len(notes.messages) == 1


def test_curves_are_a_table(tmp_path: Path) -> None:
    history = History(Reporter(), None, {"loss": [(10, 2.0), (20, None)]})
    history.record(30, loss=1.5, dice=float("nan"))
    history.record(40, dice=0.25)
    history.write(tmp_path / "segmenter.csv")
    lines = (tmp_path / "segmenter.csv").read_text(encoding="utf-8").splitlines()
    assert lines == ["step,loss,dice", "10,2.0,", "20,,", "30,1.5,", "40,,0.25"]


def test_without_tensorboard_curves_are_kept_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("CrossModalitySegLib.extras.find_spec", lambda name: None)
    kept = History(Reporter(), tmp_path / "events")
    kept.record(1, loss=1.0)
    kept.close()
    assert kept.curves == {"loss": [(1, 1.0)]}
    assert not (tmp_path / "events").exists()


def test_a_checkpoint_restores_module_optimizer_and_random_state(tmp_path: Path) -> None:
    path, generator = tmp_path / "a.safetensors", torch.Generator().manual_seed(1)
    module = torch.nn.Sequential(torch.nn.Linear(3, 3), torch.nn.BatchNorm1d(3))
    optimizer = torch.optim.Adam(module.parameters())
    for _ in range(3):
        optimizer.zero_grad()
        module(torch.randn(4, 3)).square().sum().backward()
        optimizer.step()
    save_checkpoint(path, {"module": module, "optimizer": optimizer}, {"step": 3}, {"batches": generator})
    expected = torch.rand(2), torch.rand(2, generator=generator)
    other = torch.nn.Sequential(torch.nn.Linear(3, 3), torch.nn.BatchNorm1d(3))
    other_optimizer = torch.optim.Adam(other.parameters())
    notes = load_checkpoint(path, {"module": other, "optimizer": other_optimizer}, {"batches": generator}, {})
    assert notes is not None and notes["step"] == 3
    assert all(
        torch.equal(a, b) for a, b in zip(module.state_dict().values(), other.state_dict().values(), strict=True)
    )
    for mine, theirs in zip(
        optimizer.state_dict()["state"].values(), other_optimizer.state_dict()["state"].values(), strict=True
    ):
        assert all(torch.equal(mine[key], theirs[key]) for key in mine)
    assert torch.equal(torch.rand(2), expected[0]) and torch.equal(torch.rand(2, generator=generator), expected[1])


def small_training(path: Path, steps: int) -> torch.nn.Module:
    """A module whose checkpoints of steps 1 to ``steps`` were written to ``path``."""
    module = torch.nn.Sequential(torch.nn.Linear(3, 3), torch.nn.BatchNorm1d(3))
    optimizer = torch.optim.Adam(module.parameters())
    for step in range(1, steps + 1):
        optimizer.zero_grad()
        module(torch.randn(4, 3)).square().sum().backward()
        optimizer.step()
        save_checkpoint(path, {"module": module, "optimizer": optimizer}, {"step": step}, {})
    return module


def test_every_flipped_bit_of_a_checkpoint_is_found(tmp_path: Path) -> None:
    """100 places drawn at random from the whole file, names, numbers and tensors; then the whole header, bit by bit."""
    path = tmp_path / "a.safetensors"
    parts = {"module": small_training(path, 1)}
    good = path.read_bytes()
    drawn = torch.randint(8 * len(good), (100,), generator=torch.Generator().manual_seed(0)).tolist()
    header = range(0, 8 * (8 + int.from_bytes(good[:8], "little")), 7)
    for bit in [*drawn, *header]:
        damaged = bytearray(good)
        damaged[bit // 8] ^= 1 << bit % 8
        path.write_bytes(damaged)
        with pytest.raises(UserError, match="damaged"):
            load_checkpoint(path, parts, {}, {})
    path.write_bytes(good)
    assert load_checkpoint(path, parts, {}, {}) == {"step": 1, "processes": 1}


@pytest.mark.parametrize("damage", ["flipped", "cut", "empty", "missing"])
def test_a_damaged_checkpoint_gives_way_to_the_one_before(tmp_path: Path, damage: str) -> None:
    path, messages = tmp_path / "a.safetensors", list[str]()
    module = small_training(path, 3)
    good = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes({"flipped": good[:-1] + bytes([good[-1] ^ 1]), "cut": good[:-20], "empty": b""}[damage])
    notes = load_checkpoint(path, {"module": module}, {}, {}, log=messages.append)
    assert notes is not None and notes["step"] == 2
    (sentence,) = messages
    assert str(path) in sentence and "the one before" in sentence
    save_checkpoint(path, {"module": module}, {"step": 3}, {})
    path.write_bytes(b"")
    notes = load_checkpoint(path, {"module": module}, {}, {}, log=messages.append)
    assert notes is not None and notes["step"] == 2, "the damaged one never takes the place of the good one"
    discard_checkpoint(path)
    assert list(tmp_path.iterdir()) == []
    assert load_checkpoint(path, {"module": module}, {}, {}) is None


def test_a_checkpoint_reaches_the_disk_before_its_name_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, done = tmp_path / "a.safetensors", list[str]()
    replace, synchronize = os.replace, os.fsync

    def file_of(descriptor: int) -> str:
        here = os.fstat(descriptor)
        return next(file.name for file in (tmp_path, *tmp_path.iterdir()) if os.path.samestat(file.stat(), here))

    monkeypatch.setattr(
        os, "fsync", lambda descriptor: (done.append(f"sync {file_of(descriptor)}"), synchronize(descriptor))
    )
    monkeypatch.setattr(
        os, "replace", lambda a, b: (done.append(f"rename {Path(a).name} {Path(b).name}"), replace(a, b))
    )
    small_training(path, 1)
    assert done[:2] == ["sync a.safetensors.part", "rename a.safetensors.part a.safetensors"]
    assert done[2:] == [f"sync {tmp_path.name}"] * (os.name == "posix")


def test_a_checkpoint_of_other_settings_or_a_damaged_one_is_refused(tmp_path: Path) -> None:
    path, module = tmp_path / "a.safetensors", torch.nn.Linear(2, 2)
    save_checkpoint(path, {"module": module}, {"settings": {"batch": 8}}, {})
    with pytest.raises(UserError) as other:
        load_checkpoint(path, {"module": module}, {}, {"settings": {"batch": 4}})
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(UserError) as damaged:
        load_checkpoint(path, {"module": module}, {}, {})
    assert other.value.code == damaged.value.code == Code.BAD_CHECKPOINT
