"""Processes are started through Qt: the real one, offscreen, with PythonQt's manners; and scans and a model for tests
of the recipe of ``segment``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from random_models import NETWORK, card
from stand_ins.fixtures import until

from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import write_volume
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.networks.localizer import HeartLocalizer
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.phantoms import make_patient

__all__ = ["until"]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(0)
    localizer = HeartLocalizer()
    torch.nn.init.constant_(localizer.head.bias, -9.0)  # it sees no heart anywhere
    return HeartModel(card(), Segmenter(NETWORK, class_count=5), localizer).save(
        tmp_path_factory.mktemp("model") / "random.cms"
    )


@pytest.fixture(scope="module")
def patient() -> Volume:
    return make_patient("ct", 1, size_mm=(120.0, 120.0, 120.0), spacing_mm=5.0)[0]


@pytest.fixture
def scans(tmp_path: Path, patient: Volume) -> Path:
    folder = tmp_path / "scans"
    write_volume(folder / "a.nii.gz", patient)
    write_volume(
        folder / "b.nrrd",
        Volume(
            patient.array[:-2].copy(),
            Geometry((patient.array.shape[0] - 2, *patient.array.shape[1:]), patient.geometry.spacing_mm),
        ),
    )
    return folder
