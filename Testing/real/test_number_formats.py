"""bfloat16 and float32 must give the same segmentation of a real CT, as far as a user could tell."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from CrossModalitySegLib.images.io.files import read_volume
from CrossModalitySegLib.inference.segment_volume import segment_volume
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.models.library import Dimension, default_model
from CrossModalitySegLib.networks.precision import resolve_precision


@pytest.mark.integration
@pytest.mark.real
@pytest.mark.parametrize("dimension", [2, 3])
def test_both_number_formats_agree_on_a_real_ct(shared_data: Path, dimension: Dimension) -> None:
    if resolve_precision("auto", torch.device("cpu")) is torch.float32:
        pytest.skip("this CPU computes in float32 anyway")
    model = HeartModel.load(default_model(dimension))
    volume = read_volume(shared_data / "thoracic_ct" / "ct.nii.gz")
    fast, exact = (
        segment_volume(volume, model, device="cpu", precision=precision).labels.array
        for precision in ("bfloat16", "float32")
    )
    assert exact.any()
    dice = 2 * ((fast == exact) & (exact > 0)).sum() / ((fast > 0).sum() + (exact > 0).sum())
    assert dice >= 0.995
