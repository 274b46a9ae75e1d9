"""The slice predictor: batches, neighbors, memory, devices and number formats."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.inference.predictor import batch_for, logits_of, predict
from CrossModalitySegLib.networks.precision import autocast, pick_device, resolve_precision
from CrossModalitySegLib.settings import Preprocessing

CPU = torch.device("cpu")


class Rule(nn.Module):
    """Class = rounded mean of the three slices; remembers the batches it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[int] = []
        self.fail_above = 10**6

    def forward(self, x: Tensor) -> Tensor:
        if len(x) > self.fail_above:
            raise torch.cuda.OutOfMemoryError("out of memory")
        self.batches.append(len(x))
        best = x.mean(dim=1).round().long().clamp(0, 4)
        return nn.functional.one_hot(best, 5).movedim(-1, 1).float() * 20


def slices(count: int = 7) -> Tensor:
    return torch.arange(count).float().clamp(max=4)[:, None, None].expand(count, 4, 6).contiguous()


def test_every_slice_once_with_its_neighbors() -> None:
    network, fractions = Rule().train(), []
    found = predict(
        network,
        slices(),
        batch=3,
        precision="float32",
        device=CPU,
        with_probabilities=True,
        on_progress=fractions.append,
    )
    # The first slice sees itself in place of the one before: (0 + 0 + 1) / 3 rounds to 0.
    assert found.labels[:, 0, 0].tolist() == [0, 1, 2, 3, 4, 4, 4]
    assert network.batches == [3, 3, 1]
    assert fractions == [3 / 7, 6 / 7, 1.0]
    assert network.training
    assert found.probabilities is not None
    assert found.probabilities.shape == (5, 7, 4, 6)
    assert (found.probabilities.argmax(axis=0) == found.labels).all()
    assert found.confidence[1] == pytest.approx(1, abs=1e-3)
    assert found.entropy == pytest.approx(0, abs=1e-3)


def test_triplets_give_the_same_as_single_slices() -> None:
    single = slices()
    index = (torch.arange(7)[:, None] + torch.arange(-1, 2)).clamp(0, 6)
    one, three = (predict(Rule(), x, batch=4, precision="float32", device=CPU) for x in (single, single[index]))
    np.testing.assert_array_equal(one.labels, three.labels)
    assert one.probabilities is None


def test_the_batch_does_not_matter() -> None:
    torch.manual_seed(0)
    network = nn.Conv2d(3, 5, 3, padding=1)
    x = torch.randn(5, 8, 8)
    one, all_at_once = (
        predict(network, x, batch=b, precision="float32", device=CPU, with_probabilities=True) for b in (1, 5)
    )
    np.testing.assert_allclose(one.probabilities, all_at_once.probabilities, atol=1)
    assert one.entropy == pytest.approx(all_at_once.entropy, rel=1e-4)
    assert 0 < one.entropy < np.log(5)


def test_a_full_gpu_halves_the_batch_and_then_hands_over() -> None:
    network = Rule()
    network.fail_above = 1
    notes: list[str] = []
    found = predict(network, slices(), batch=6, precision="float32", device=CPU, on_note=notes.append)
    assert [note.split()[-3] for note in notes] == ["3", "1"], "and it is reported"
    assert set(network.batches) == {1}
    assert found.labels[:, 0, 0].tolist() == [0, 1, 2, 3, 4, 4, 4]


def test_a_class_never_chosen_has_no_confidence() -> None:
    found = predict(Rule(), torch.zeros(2, 4, 4), batch=2, precision="float32", device=CPU)
    assert found.confidence[0] == pytest.approx(1, abs=1e-3)
    assert found.confidence[1:] == found.soft_dice[1:] == (None,) * 4


def test_a_temperature_changes_confidence_but_no_label() -> None:
    torch.manual_seed(0)
    network, x = nn.Conv2d(3, 5, 3, padding=1), torch.randn(5, 8, 8)
    plain, warm = (
        predict(network, x, batch=2, precision="float32", device=CPU, temperature=t, with_probabilities=True)
        for t in (1.0, 3.0)
    )
    np.testing.assert_array_equal(plain.labels, warm.labels)
    np.testing.assert_array_equal(plain.probabilities, warm.probabilities)
    assert plain.entropy == warm.entropy
    for cold, warmer in ((plain.confidence, warm.confidence), (plain.soft_dice, warm.soft_dice)):
        assert all(a is not None and b is not None and 0 < b < a < 1 for a, b in zip(cold, warmer, strict=True))
    logits = torch.cat(list(logits_of(network, x, batch=2, device=CPU, precision="float32")))
    p = (logits / 3).softmax(dim=1)[:, 2].detach().numpy()
    mask = warm.labels == 2
    assert warm.confidence[2] == pytest.approx(p[mask].mean(), rel=1e-5)
    assert warm.soft_dice[2] == pytest.approx(2 * p[mask].sum() / (mask.sum() + p.sum()), rel=1e-5)


def test_memory_bounds_the_batch() -> None:
    settings = Preprocessing()
    sizes = [batch_for(memory_gb, settings, 16) for memory_gb in (0.3, 1.0, 2.0, 100.0)]
    assert sizes == sorted(sizes)
    assert sizes[0] == 1
    assert 4 < sizes[2] < 64
    assert sizes[3] == 64


def test_devices_and_number_formats() -> None:
    assert pick_device("cpu") == CPU
    assert pick_device("auto").type in ("cpu", "cuda")
    for name in ("gpu", "cuda:", "cuda:x", "cpu:1", "cuda:99"):
        with pytest.raises(UserError) as caught:
            pick_device(name)
        assert caught.value.code is Code.NO_DEVICE
    assert resolve_precision("float32", CPU) is torch.float32
    assert resolve_precision("auto", CPU) in (torch.float32, torch.bfloat16)
    with autocast(CPU, torch.float32):
        assert nn.Linear(2, 2)(torch.zeros(1, 2)).dtype is torch.float32
    with autocast(CPU, torch.bfloat16):
        assert nn.Linear(2, 2)(torch.zeros(1, 2)).dtype is torch.bfloat16


def lit(*numbers: int, count: int = 20) -> Tensor:
    """Slices of which those of ``numbers`` show class 3 and the others nothing."""
    values = torch.zeros(count)
    values[list(numbers)] = 3
    return values[:, None, None, None].expand(count, 3, 4, 6).contiguous()


@pytest.mark.parametrize(
    ("shown", "rows", "computed"),
    [
        (range(8, 12), range(6, 14), 8),  # the structures end inside: nothing else is computed
        (range(4, 17), range(8, 12), 16),  # they go on at both ends: 3 slices at a time until a slice shows nothing
        (range(2, 5), range(10, 14), 19),  # they lie elsewhere: the search goes on until they end
    ],
)
def test_slices_far_from_the_heart_are_left_out_but_never_a_structure(shown: range, rows: range, computed: int) -> None:
    network, x = Rule(), lit(*shown)
    every = predict(Rule(), x, batch=3, precision="float32", device=CPU, with_probabilities=True)
    found = predict(network, x, batch=3, precision="float32", device=CPU, rows=rows, with_probabilities=True)
    assert sum(network.batches) == computed
    np.testing.assert_array_equal(found.labels, every.labels)
    assert found.probabilities is not None and every.probabilities is not None
    np.testing.assert_array_equal(found.probabilities, every.probabilities)
