"""The fast dropout against what dropout has to be."""

from __future__ import annotations

import pytest
import torch

from CrossModalitySegLib.networks.dropout import Dropout, keep_mask


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("p", [0.25, 0.5, 0.1])
def test_the_mask_drops_the_asked_share_and_keeps_the_mean(dtype: torch.dtype, p: float) -> None:
    torch.manual_seed(0)
    mask = keep_mask(torch.empty(64, 64, 64, dtype=dtype), p)
    assert mask.dtype == dtype
    dropped = float((mask == 0).float().mean())
    assert dropped == pytest.approx(p, abs=0.005)
    assert len(mask.unique()) == 2
    assert float(mask.float().mean()) == pytest.approx(1, abs=0.01)


def test_the_decisions_are_independent_of_each_other() -> None:
    torch.manual_seed(0)
    dropped = (keep_mask(torch.empty(2**18), 0.25) == 0).double() - 0.25
    for shift in (1, 2, 16, 63, 64, 65, 4096):  # bits of a word, and neighboring words
        assert abs(float((dropped[shift:] * dropped[:-shift]).mean())) < 4 * 0.25 * 0.75 / 2**9
    again = (keep_mask(torch.empty(2**18), 0.25) == 0).double() - 0.25
    assert abs(float((dropped * again).mean())) < 4 * 0.25 * 0.75 / 2**9


@pytest.mark.parametrize("shape", [(1,), (3, 5), (2, 7, 9, 11)])
def test_any_shape_and_layout_will_do(shape: tuple[int, ...]) -> None:
    x = torch.ones(shape)
    if len(shape) == 4:
        x = x.contiguous(memory_format=torch.channels_last)
    y = Dropout(0.25)(x)
    assert y.shape == x.shape
    assert y.stride() == x.stride()
    assert set(y.flatten().tolist()) <= {0.0, float(torch.tensor(4 / 3))}


def test_the_gradient_passes_where_values_pass() -> None:
    x = torch.ones(1000, requires_grad=True)
    y = Dropout(0.5)(x)
    y.sum().backward()
    assert torch.equal(x.grad, y.detach())


def test_nothing_is_dropped_in_evaluation_mode_or_at_zero() -> None:
    x = torch.randn(10)
    assert Dropout(0.25).eval()(x) is x
    assert Dropout(0.0)(x) is x


def test_the_seed_decides() -> None:
    x, masks = torch.ones(500), []
    for _ in range(2):
        torch.manual_seed(3)
        masks.append(Dropout(0.25)(x))
    assert torch.equal(*masks)
