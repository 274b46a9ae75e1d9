"""The networks against the plain ones of the benchmark folder, with the same weights, in float32."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from CrossModalitySegLib.networks.critics import FeatureCritic, stack_taps
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.settings import NetworkSettings
from reference.critic import ReferenceCritic, critic_input
from reference.segmenter import ReferenceSegmenter, take_weights


def with_statistics(network: nn.Module) -> nn.Module:
    """``network`` in evaluation mode, its batch norms scaled and shifted as after training."""
    for layer in network.modules():
        if isinstance(layer, nn.BatchNorm2d):
            nn.init.uniform_(layer.weight, 0.5, 1.5)
            nn.init.normal_(layer.bias, std=0.3)
            nn.init.normal_(layer.running_mean, std=0.3)
            nn.init.uniform_(layer.running_var, 0.5, 2.0)
    return network.eval()


@pytest.mark.parametrize("width", [8, 16])
def test_segmenter_features_and_logits(width: int) -> None:
    torch.manual_seed(0)
    ours = with_statistics(Segmenter(NetworkSettings(width=width), class_count=5))
    reference = ReferenceSegmenter(width).eval()
    take_weights(reference, ours)
    x = torch.randn(2, 3, 64, 96)
    with torch.no_grad():
        found, expected = ours.features(x), reference.features(x)
        torch.testing.assert_close(ours(x), reference(x), rtol=1e-4, atol=1e-4)
    for name, values in expected.items():
        torch.testing.assert_close(found[name], values, rtol=1e-4, atol=1e-4)


def test_critic_input_and_scores() -> None:
    torch.manual_seed(0)
    segmenter, reference_segmenter = (
        with_statistics(Segmenter(NetworkSettings(), class_count=5)),
        ReferenceSegmenter().eval(),
    )
    take_weights(reference_segmenter, segmenter)
    critic, reference = with_statistics(FeatureCritic(32, 128)), ReferenceCritic(side_px=128).eval()
    take_weights(reference, critic)
    x = torch.randn(2, 3, 128, 128)
    with torch.no_grad():
        maps, expected = stack_taps(segmenter.features(x)), critic_input(reference_segmenter.features(x))
        torch.testing.assert_close(maps, expected, rtol=1e-4, atol=1e-4)
        torch.testing.assert_close(critic(expected), reference(expected), rtol=1e-3, atol=1e-3)
