"""A model ready for use: its card, the segmenter and the heart localizer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from ..networks.architectures import build_network
from ..networks.localizer import HeartLocalizer
from .archive import read_archive, write_archive
from .card import ModelCard

_LOCALIZER = "locator"
"""The localizer in the names of an archive's tensors, which the models that there are have."""


@dataclass
class HeartModel:
    """What a model archive holds, as networks.

    >>> from CrossModalitySegLib.models.library import default_model
    >>> HeartModel.load(default_model(2)).segmenter(torch.zeros(1, 3, 64, 64)).shape
    torch.Size([1, 5, 64, 64])
    """

    card: ModelCard
    segmenter: nn.Module
    localizer: HeartLocalizer

    @classmethod
    def load(cls, path: Path, device: str | torch.device = "cpu") -> HeartModel:
        """Read a model.

        Args:
            path: Archive (.cms).
            device: Where the weights go: "cpu", "cuda", "cuda:N" or "mps".

        Returns:
            The model in evaluation mode. Every hash and every tensor's shape was checked; no code of the archive ran.

        Raises:
            UserError: BAD_MODEL.
        """
        card, tensors, _ = read_archive(path, _expected)
        # Networks without storage take the tensors over; drawing random weights first would take longer than reading.
        with torch.device("meta"):
            networks = _networks(card)
        networks.load_state_dict(tensors, assign=True)
        networks.eval().to(device)
        return cls(card, networks["segmenter"], networks[_LOCALIZER])  # type: ignore[arg-type]

    def save(self, path: Path, thumbnail: bytes | None = None, overwrite: bool = False, small: bool = False) -> Path:
        """Write a model.

        Args:
            path: Archive (.cms) to write, in one move.
            thumbnail: Picture of the model, a PNG; None for none.
            overwrite: Whether an existing file may be replaced.
            small: Whether weights are stored in one byte each, not in four.

        Returns:
            ``path``.

        Raises:
            UserError: EXISTS.
        """
        return write_archive(
            path, self.card, _join(self.segmenter, self.localizer).state_dict(), thumbnail, overwrite, small
        )


def _join(segmenter: nn.Module, localizer: HeartLocalizer) -> nn.ModuleDict:
    """Both networks as one, whose tensors are named "segmenter.…" and "locator.…"."""
    return nn.ModuleDict({"segmenter": segmenter, _LOCALIZER: localizer})


def _networks(card: ModelCard) -> nn.ModuleDict:
    return _join(build_network(card.architecture, card.network, card.labels.class_count), HeartLocalizer())


def _expected(card: ModelCard) -> Mapping[str, torch.Tensor]:
    with torch.device("meta"):
        return _networks(card).state_dict()
