"""Networks by name: what a model card calls its architecture, and how the network of that name is built.

Reading a card must not wait for torch, so each network is imported when it is built.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ..settings import NETWORK_SETTINGS, NetworkSettings, OnnxSettings

if TYPE_CHECKING:
    from torch import nn

Dimension = Literal[2, 3]


@dataclass(frozen=True)
class Architecture:
    """One kind of segmenter. ``build`` makes it from its settings (``NETWORK_SETTINGS``) and the number of classes.

    ``dimension`` says what it sees, and so what runs it (``inference/predictors.py``): 2 for three neighboring slices
    (B, 3, H, W) at a time, 3 for the whole box, image and field of view (B, 2, D, H, W). Both give logits with C
    classes on the same grid. ``learns``: whether it has weights that a training can change.
    """

    dimension: Dimension
    build: Callable[[NetworkSettings, int], nn.Module]
    learns: bool = True


def _dilated_2d(settings: NetworkSettings, class_count: int) -> nn.Module:
    from .segmenter import Segmenter

    return Segmenter(settings, class_count)


def _unet_3d(settings: NetworkSettings, class_count: int) -> nn.Module:
    from .unet3d import UNet3d

    return UNet3d(class_count, settings.width)


def _onnx_3d(settings: NetworkSettings, class_count: int) -> nn.Module:
    from .onnx_network import OnnxNetwork

    assert isinstance(settings, OnnxSettings), "the card was validated"
    return OnnxNetwork(settings, class_count)


ARCHITECTURES: dict[str, Architecture] = {
    "dilated-2d": Architecture(2, _dilated_2d),
    "unet-3d": Architecture(3, _unet_3d),
    "onnx-3d": Architecture(3, _onnx_3d, learns=False),
}
"""Every architecture by its name."""

assert ARCHITECTURES.keys() == NETWORK_SETTINGS.keys(), "an architecture needs settings, and settings an architecture"


def build_network(architecture: str, settings: NetworkSettings, class_count: int) -> nn.Module:
    """A network of random weights, in training mode; on the device that is torch's default.

    Args:
        architecture: a name of ``ARCHITECTURES``.
        settings: of the class that ``NETWORK_SETTINGS`` names for it.
        class_count: structures and background, as ``LabelSet.class_count``.

    >>> import torch
    >>> build_network("dilated-2d", NetworkSettings(width=8), 5)(torch.zeros(1, 3, 64, 64)).shape
    torch.Size([1, 5, 64, 64])
    """
    return ARCHITECTURES[architecture].build(settings, class_count)
