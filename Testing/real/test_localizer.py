"""The heart localizer, trained on virtual MR patients alone, on real CT: a chest, and an abdomen without a heart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from CrossModalitySegLib.anatomy import HEART_4, MM_WHS
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.images.io.files import read_volume
from CrossModalitySegLib.images.modality import guess_modality
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.inference.localization import SURE, locate_heart, middle_mm
from CrossModalitySegLib.learning.distributed import SINGLE
from CrossModalitySegLib.learning.localizer_training import train_localizer
from CrossModalitySegLib.networks.localizer import HeartLocalizer
from CrossModalitySegLib.phantoms import make_patient

pytestmark = [pytest.mark.real, pytest.mark.integration, pytest.mark.long, pytest.mark.timeout(600)]


def patient(seed: int) -> tuple[Volume, Volume]:
    image, raw = make_patient("mr", seed, spacing_mm=3.0)
    labels = np.zeros(raw.array.shape, dtype=np.uint8)
    for value, index in HEART_4.raw_to_value(MM_WHS).items():
        labels[raw.array == value] = index
    return image, Volume(labels, raw.geometry)


@pytest.fixture(scope="module")
def localizer(tmp_path_factory: pytest.TempPathFactory) -> HeartLocalizer:
    checkpoint = tmp_path_factory.mktemp("localizer") / "localizer.safetensors"
    found = train_localizer([patient(seed) for seed in range(8)], 600, 0, checkpoint, {}, SINGLE, Reporter())
    assert found is not None
    return found


def test_heart_of_a_real_chest(shared_data: Path, localizer: HeartLocalizer) -> None:
    image, mask = (read_volume(shared_data / "thoracic_ct" / name) for name in ("ct.nii.gz", "mask_heart.nii.gz"))
    assert guess_modality(image) == "ct"
    region = locate_heart(image, localizer)
    assert region.confidence > SURE
    # The mask holds the right heart too, whose middle lies to the right of that of the four structures.
    distance_mm = float(np.linalg.norm(region.center_mm - middle_mm(mask.array > 0, mask.geometry)))
    print(f"distance {distance_mm:.0f} mm, confidence {region.confidence:.2f}")
    assert distance_mm < 35


def test_no_heart_in_a_real_abdomen(shared_data: Path, localizer: HeartLocalizer) -> None:
    region = locate_heart(read_volume(shared_data / "no_heart_ct" / "abdomen_ct.nii.gz"), localizer)
    assert region.confidence < SURE
    assert region.source == "middle"
