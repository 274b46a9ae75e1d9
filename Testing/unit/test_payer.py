"""The 3D method to compare with: what its network is made of, that it learns, goes on after a stop, and draws on the
grid of the volume.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from CrossModalitySegLib.errors import Stopped
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.networks.localizer import HeartLocalizer
from CrossModalitySegLib.networks.spatial_configuration import SpatialConfigurationNet

CPU = torch.device("cpu")


class StopAt(Reporter):
    def __init__(self, fraction: float) -> None:
        super().__init__()
        self.fraction = fraction

    def progress(self, fraction: float, stage: str) -> None:
        self.stop_requested |= fraction >= self.fraction


@pytest.fixture(scope="module")
def twins() -> list[tuple[Tensor, Tensor]]:
    """A region with two balls that look alike, and differ in class by where they lie."""
    z, y, x = torch.meshgrid(*[torch.arange(48)] * 3, indexing="ij")
    left, right = ((x - middle) ** 2 + (y - 24) ** 2 + (z - 24) ** 2 < 64 for middle in (13, 34))
    return [((left | right).float() * 2 - 0.5, (left.byte() + 2 * right.byte()))]


def fitted(regions: list[tuple[Tensor, Tensor]], steps: int, work: Path, reporter: Reporter) -> nn.Module:
    from CrossModalitySegLib.learning.volumetric import fit_volumes  # MONAI takes seconds that whoever collects pays

    torch.manual_seed(0)
    return fit_volumes(
        SpatialConfigurationNet(4, 5),
        regions,
        steps,
        seed=0,
        checkpoint=work / "network.safetensors",
        device=CPU,
        reporter=reporter,
    )[0]


def test_a_configuration_that_rejects_a_class_everywhere_outvotes_its_appearance() -> None:
    torch.manual_seed(0)
    network, image = SpatialConfigurationNet(4, 5).eval(), torch.randn(1, 1, 32, 16, 32)
    plain = network(image)
    assert plain.shape == (1, 5, 32, 16, 32)
    factor = network.configuration[-2]
    nn.init.zeros_(factor.weight)
    nn.init.constant_(factor.bias, 3.0)
    assert torch.allclose(network(image), 3 * network.appearance(image).tanh(), atol=1e-5)
    with torch.no_grad():
        factor.bias[2] = 0.0
    assert (network(image)[:, 2] == 0).all() and network(image)[:, 1].any()


@pytest.mark.long
@pytest.mark.integration
def test_it_distinguishes_structures_that_look_alike(twins: list[tuple[Tensor, Tensor]], tmp_path: Path) -> None:
    image, labels = twins[0]
    found = fitted(twins, 150, tmp_path, Reporter())(image[None, None])[0].argmax(0)
    for index in (1, 2):
        dice = 2 * ((found == index) & (labels == index)).sum() / ((found == index).sum() + (labels == index).sum())
        assert dice > 0.8, f"class {index}"


@pytest.mark.integration
def test_a_stopped_training_goes_on_as_if_nothing_had_been(twins: list[tuple[Tensor, Tensor]], tmp_path: Path) -> None:
    whole = fitted(twins, 4, tmp_path / "whole", Reporter())
    with pytest.raises(Stopped):
        fitted(twins, 4, tmp_path / "parts", StopAt(0.5))
    parts = fitted(twins, 4, tmp_path / "parts", Reporter())
    for (name, one), other in zip(whole.state_dict().items(), parts.state_dict().values(), strict=True):
        assert torch.equal(one, other), name


def test_the_result_lies_where_the_network_saw_it() -> None:
    """A stand-in for the network marks what is bright as the aorta; its box of 3 mm is turned onto a coarser, oblique
    grid of another origin.
    """
    from CrossModalitySegLib.experiments import payer

    class Bright(nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            logits = torch.full((1, 5, *x.shape[2:]), -20.0)
            logits[:, 0], logits[:, 4] = 0.0, torch.where(x[:, 0] > 1.0, 20.0, -20.0)
            return logits

    tilt = np.deg2rad(10)
    direction = (
        float(np.cos(tilt)),
        float(-np.sin(tilt)),
        0.0,
        float(np.sin(tilt)),
        float(np.cos(tilt)),
        0.0,
        0.0,
        0.0,
        1.0,
    )
    geometry = Geometry((30, 40, 40), (6.0, 4.0, 4.0), (-50.0, 20.0, -300.0), direction)
    array = np.zeros(geometry.shape, dtype=np.float32)
    array[11:19, 14:26, 14:24] = 100.0
    result = payer.segment(Volume(array, geometry), Bright(), HeartLocalizer(), CPU)  # type: ignore[arg-type]
    assert result.geometry == geometry
    wanted, found = array > 0, result.array == 4
    assert set(np.unique(result.array)) == {0, 4}
    assert 2 * (wanted & found).sum() / (wanted.sum() + found.sum()) > 0.9
