"""The segmenter rearranged for prediction gives what the plain one gives."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from CrossModalitySegLib.networks.fast import FastSegmenter
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.settings import NetworkSettings
from reference.segmenter import ReferenceSegmenter, take_weights


def trained_like(width: int = 8) -> Segmenter:
    """A segmenter whose batch norms have statistics and scales that change something."""
    torch.manual_seed(0)
    segmenter = Segmenter(NetworkSettings(width=width), class_count=5)
    for layer in segmenter.modules():
        if isinstance(layer, nn.BatchNorm2d):
            nn.init.uniform_(layer.weight, 0.5, 1.5)
            nn.init.normal_(layer.bias, std=0.3)
            nn.init.normal_(layer.running_mean, std=0.3)
            nn.init.uniform_(layer.running_var, 0.5, 2.0)
    return segmenter.eval()


def relative(found: Tensor, expected: Tensor) -> float:
    return float((found.float() - expected).norm() / expected.norm())


@pytest.mark.parametrize("shape", [(2, 3, 64, 64), (1, 3, 96, 32), (1, 3, 16, 24)])
def test_logits_are_those_of_the_plain_network_up_to_the_border(shape: tuple[int, ...]) -> None:
    segmenter = trained_like()
    reference = ReferenceSegmenter(8).eval()
    take_weights(reference, segmenter)
    x = torch.randn(shape)
    with torch.no_grad():
        found, expected = FastSegmenter(segmenter, torch.float32)(x), reference(x)
    assert found.shape == expected.shape
    torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-4 * float(expected.abs().max()))
    torch.testing.assert_close(segmenter(x), expected, rtol=1e-4, atol=1e-4 * float(expected.abs().max()))


def test_bfloat16_is_no_worse_than_the_plain_network_in_bfloat16() -> None:
    segmenter, x = trained_like(), torch.randn(1, 3, 64, 64)
    with torch.no_grad():
        expected = segmenter(x)
        with torch.autocast("cpu", torch.bfloat16):
            plain = segmenter(x)
        fast = FastSegmenter(segmenter, torch.bfloat16)(x)
    assert fast.dtype is torch.bfloat16
    assert relative(fast, expected) < 1.2 * relative(plain, expected) < 0.1


def test_the_segmenter_itself_is_left_alone() -> None:
    segmenter = trained_like()
    before = {name: tensor.clone() for name, tensor in segmenter.state_dict().items()}
    FastSegmenter(segmenter, torch.bfloat16)(torch.randn(1, 3, 32, 32))
    assert all(torch.equal(tensor, before[name]) for name, tensor in segmenter.state_dict().items())
    assert all(parameter.requires_grad for parameter in segmenter.parameters())
