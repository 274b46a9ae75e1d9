"""Which model segments which image: the one that was named, or of those that ship the one that fits."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import torch

from ..models.heart_model import HeartModel
from ..models.library import default_model


class Chosen:
    """A model and the hash of its file, read once, when they are asked for."""

    def __init__(self, path: Path, device: torch.device, on_note: Callable[[str], None]) -> None:
        self._path, self._device, self._on_note = path, device, on_note
        self._model: HeartModel | None = None

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self._path.read_bytes()).hexdigest()

    def load(self) -> HeartModel:
        """Raises ``UserError`` BAD_MODEL."""
        if self._model is None:
            self._model = HeartModel.load(self._path, self._device)
            card = self._model.card
            if card.calibration is not None and card.calibration.modality not in (card.modality, "any"):
                self._on_note(
                    f"The expected Dice is extrapolated: {card.name} was adapted to {card.modality.upper()} after it "
                    f"had been calibrated on {card.calibration.modality.upper()}."
                )
        return self._model


class ModelChoice:
    """The model ``named``; without one, those that ship: one for volumes and one for slices, single ones and
    slabs of a few.

    ``on_note`` gets a sentence about a model when it is loaded. Raises ``UserError`` BAD_MODEL.
    """

    def __init__(self, named: Path | None, device: torch.device, on_note: Callable[[str], None]) -> None:
        self._for_volumes = Chosen(named or default_model(3), device, on_note)
        self._for_slices = self._for_volumes if named else Chosen(default_model(2), device, on_note)

    def of(self, slab: bool) -> Chosen:
        """The model for an image.

        Args:
            slab: Whether the image is a single slice or a slab of a few, as ``is_slab`` says.

        Returns:
            The model that was named for all, or the one that ships for images of this kind. It is read when it is first
            asked for.
        """
        return self._for_slices if slab else self._for_volumes
