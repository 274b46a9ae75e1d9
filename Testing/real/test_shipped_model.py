"""The model that ships, which has seen virtual patients only, on real CT: a chest, and an abdomen that holds no heart.

The masks of the chest are another program's output without LV, LA or Myo, so containment is asked for, not accuracy.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from scipy.ndimage import distance_transform_edt

from CrossModalitySegLib.anatomy import AA, HEART_4
from CrossModalitySegLib.images.io.files import read_volume
from CrossModalitySegLib.inference.segment_volume import segment_volume
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.models.library import default_model

pytestmark = [pytest.mark.real, pytest.mark.integration]  # the 3D model takes seconds for a volume


@pytest.fixture(scope="module", params=[2, 3], ids=["2D", "3D"])
def model(request: pytest.FixtureRequest) -> HeartModel:
    return HeartModel.load(default_model(request.param))


def test_a_real_chest(shared_data: Path, model: HeartModel) -> None:
    folder = shared_data / "thoracic_ct"
    ct = read_volume(folder / "ct.nii.gz")
    heart, aorta, false_lumen = (
        read_volume(folder / f"mask_{name}.nii.gz").array > 0 for name in ("heart", "aorta", "aorta_false_lumen")
    )
    found = segment_volume(ct, model)
    # The right atrium is drawn too small in this CT, and the calibrated 3D model says so.
    assert all(finding.startswith("Right atrium (RA) may be wrong") for finding in found.quality.findings)
    assert found.region.source == "found"
    labels = found.labels.array
    allowed = (distance_transform_edt(~heart, sampling=ct.geometry.spacing_mm) <= 5) | aorta | false_lumen
    assert all((labels == structure.value).sum() * ct.geometry.voxel_ml > 20 for structure in HEART_4.structures)
    assert allowed[labels > 0].mean() > 0.97
    assert (aorta | false_lumen)[labels == AA.value].mean() > 0.85


def test_an_abdomen_without_a_heart_is_flagged(shared_data: Path, model: HeartModel) -> None:
    found = segment_volume(read_volume(shared_data / "no_heart_ct" / "abdomen_ct.nii.gz"), model)
    assert not found.quality.ok
    assert "No heart was found" in found.quality.findings[0]
