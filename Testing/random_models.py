"""Models for tests that need no trained one."""

from __future__ import annotations

from CrossModalitySegLib.models.card import ModelCard, Provenance
from CrossModalitySegLib.settings import NetworkSettings, Preprocessing

NETWORK = NetworkSettings(width=4)
BOX = Preprocessing(spacing_mm=4.0, size_px=64, depth_px=8)


def card(**changes: object) -> ModelCard:
    """That of a small 2D model, but for ``changes``."""
    values = {
        "name": "Random",
        "modality": "ct",
        "preprocessing": BOX,
        "network": NETWORK,
        "size": "tiny",
        "method": "dou2018",
        "volume_ranges_ml": {"LV": (80.0, 180.0)},
    }
    return ModelCard(provenance=Provenance(data="virtual patients", license="Apache-2.0"), **values | changes)  # type: ignore[arg-type]
