"""The networks against the tables of the papers: sizes, shapes, depth, and what stays frozen."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from CrossModalitySegLib.networks.adaptation import DomainAdaptationModule, adapted_segmenter, target_features
from CrossModalitySegLib.networks.blocks import Residual
from CrossModalitySegLib.networks.critics import (
    FeatureCritic,
    MaskCritic,
    clip_weights,
    stack_taps,
    tap_channels,
)
from CrossModalitySegLib.networks.segmenter import STAGES_UP_TO, Segmenter, to_image_size
from CrossModalitySegLib.networks.unet3d import UNet3d
from CrossModalitySegLib.settings import NetworkSettings

SMALL = NetworkSettings(width=8, dropout=0.0)


def count_parameters(module: torch.nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())


def test_parameter_counts_are_those_of_the_papers() -> None:
    with torch.device("meta"):
        segmenter = Segmenter(NetworkSettings(), class_count=5)
        sizes = {depth: count_parameters(DomainAdaptationModule(segmenter, depth)) for depth in (13, 21, 31)}
        critic, mask = FeatureCritic(tap_channels(NetworkSettings(), 5), 256), MaskCritic(256, 5)
    assert count_parameters(segmenter) / 1e6 == pytest.approx(39.32, abs=0.005)
    assert {depth: round(size / 1e6, 2) for depth, size in sizes.items()} == {13: 0.67, 21: 5.09, 31: 27.52}
    assert count_parameters(critic) / 1e6 == pytest.approx(21.7, abs=0.05)
    assert count_parameters(mask) / 1e6 == pytest.approx(1.1, abs=0.01)


def test_the_segmenter_has_33_weighted_layers_without_bias() -> None:
    with torch.device("meta"):
        convolutions = [
            m for m in Segmenter(NetworkSettings(), class_count=5).modules() if isinstance(m, torch.nn.Conv2d)
        ]
    assert len(convolutions) == 33
    assert all(convolution.bias is None for convolution in convolutions)


def test_the_critic_sees_32_channels_at_the_width_of_the_paper() -> None:
    assert tap_channels(NetworkSettings(), 5) == 32


@pytest.mark.parametrize(("width", "side"), [(8, 64), (8, 96), (8, 128), (4, 64), (12, 64)])
def test_logits_and_scores_have_the_stated_shapes(width: int, side: int) -> None:
    settings = NetworkSettings(width=width, dropout=0.0)
    segmenter = Segmenter(settings, class_count=5).eval()
    with torch.no_grad():
        features = segmenter.features(torch.randn(2, 3, side, side))
        maps = stack_taps(features)
        assert features["logits"].shape == (2, 5, side, side)
        assert maps.shape == (2, tap_channels(settings, 5), side, side)
        assert FeatureCritic(maps.shape[1], side, 8)(maps).shape == (2,)
        assert MaskCritic(side, 5, 8)(features["logits"]).shape == (2,)


def test_the_arg_max_tap_shows_the_classes() -> None:
    features = Segmenter(SMALL, class_count=5).eval().features(torch.randn(1, 3, 64, 64))
    assert torch.equal(stack_taps(features)[:, -1], features["logits"].argmax(1).float())


@pytest.mark.parametrize("depth", [13, 21, 31])
def test_a_fresh_dam_changes_nothing(depth: int) -> None:
    segmenter = Segmenter(SMALL, class_count=5).eval()
    dam = DomainAdaptationModule(segmenter, depth).eval()
    x = torch.randn(1, 3, 64, 64)
    with torch.no_grad():
        expected = segmenter(x)
        assert torch.equal(target_features(dam, segmenter, x)["logits"], expected)
        assert torch.equal(adapted_segmenter(segmenter, dam).eval()(x), expected)


def test_depth_decides_which_layers_are_replaced() -> None:
    segmenter = Segmenter(SMALL, class_count=5)
    weighted = {"conv1": 1, "rm1": 2, "rm2": 2, "rm3": 4, "rm4": 4, "rm5": 4, "rm6": 4, "rm7": 4, "dr8": 4, "conv31": 2}
    for depth, names in STAGES_UP_TO.items():
        assert sum(weighted[name] for name in names) == depth
        dam = DomainAdaptationModule(segmenter, depth)
        assert not {p.data_ptr() for p in dam.parameters()} & {p.data_ptr() for p in segmenter.parameters()}


def test_the_zero_padded_shortcut_puts_half_in_front() -> None:
    block = Residual(2, 4, dropout=0.0, norm="instance").eval()
    for parameter in block.parameters():
        torch.nn.init.zeros_(parameter)
    x = torch.rand(1, 2, 4, 4)
    out = block(x)
    assert torch.equal(out[:, 1:3], x)
    assert not out[:, 0].any() and not out[:, 3].any()


def test_pixel_shuffle_fills_the_last_map_with_the_first_channels() -> None:
    x = torch.randn(1, 96, 8, 8)  # those of RM4 at width 12
    maps = to_image_size(x, 64)
    assert maps.shape == (1, 2, 64, 64)
    assert torch.equal(F.pixel_unshuffle(maps, 8), torch.cat([x, x[:, :32]], 1))


def test_pixel_shuffle_keeps_every_value() -> None:
    x = torch.randn(1, 128, 8, 8)
    assert torch.equal(to_image_size(x, 64).flatten().sort().values, x.flatten().sort().values)


@pytest.mark.parametrize(
    ("network", "shape"),
    [
        (MaskCritic(96, 5, 8, dropout=0.0), (8, 5, 96, 96)),  # its last 5x5 convolution sees 3x3 maps
        (UNet3d(8, 8), (1, 2, 32, 16, 16)),  # its last levels see 4x2x2 and 2x1x1 voxels
    ],
    ids=["critic", "unet-3d"],
)
def test_gradients_on_maps_smaller_than_the_kernel_are_finite_in_bfloat16(
    network: torch.nn.Module, shape: tuple[int, ...]
) -> None:
    for _ in range(8):
        network.zero_grad()
        unwritten = torch.full((1_000_000,), float("nan"))
        del unwritten
        with torch.autocast("cpu", torch.bfloat16):
            network(torch.randn(*shape)).sum().backward()
        assert all(
            torch.isfinite(parameter.grad).all() for parameter in network.parameters() if parameter.grad is not None
        )


def test_clipping_leaves_normalization_alone() -> None:
    critic = FeatureCritic(4, 64, 8)
    scales = [m.weight for m in critic.modules() if isinstance(m, torch.nn.BatchNorm2d)]
    clip_weights(critic, 0.03)
    assert (
        max(
            float(m.weight.detach().abs().max())
            for m in critic.modules()
            if isinstance(m, torch.nn.Conv2d | torch.nn.Linear)
        )
        <= 0.03
    )
    assert all(torch.equal(scale, torch.ones_like(scale)) for scale in scales)
