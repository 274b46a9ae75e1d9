"""A model as a MONAI bundle: `python -m monai.bundle run` sees the same heart."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import torch

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.images.io.files import read_volume, write_volume
from CrossModalitySegLib.images.preprocessing import heart_box, prepare
from CrossModalitySegLib.inference.predictors import Means, predict_box
from CrossModalitySegLib.job import BundleJob
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.models.library import SHIPPED, default_model
from CrossModalitySegLib.phantoms import make_patient
from CrossModalitySegLib.recipes.bundle import INFERENCE, METADATA, run

# Only looked for: their import takes seconds, which every run would pay while tests are collected.
MISSING = [name for name in ("monai", "ignite", "fire", "nibabel") if find_spec(name) is None]
pytestmark = [
    pytest.mark.integration,
    pytest.mark.long,
    pytest.mark.skipif(
        bool(MISSING), reason=f"needs {MISSING}: monai of the extra benchmark, the others of the extra test"
    ),
]


@pytest.mark.parametrize("name", ["Heart-virtual", "Whole-heart-virtual"])
def test_monai_agrees(name: str, tmp_path: Path) -> None:
    model = HeartModel.load(SHIPPED / f"{name}.cms")
    settings, bundle = model.card.preprocessing, tmp_path / "bundle"
    run(BundleJob(out=bundle, model=SHIPPED / f"{name}.cms"), Reporter())
    patient = make_patient("ct", 5, size_mm=(210, 210, 210), spacing_mm=3.0)[0]
    box = heart_box(patient.geometry.center_mm, settings)
    image = patient.resampled(box, "linear", fill=-1000.0)
    (tmp_path / "images").mkdir()
    write_volume(tmp_path / "images" / "heart.nii.gz", image)
    command = [sys.executable, "-m", "monai.bundle", "run", "--bundle_root", str(bundle)]
    command += ["--config_file", str(bundle / INFERENCE), "--meta_file", str(bundle / METADATA)]
    command += ["--dataset_dir", str(tmp_path / "images"), "--output_dir", str(tmp_path / "eval")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = read_volume(tmp_path / "eval" / "heart_seg.nii.gz")
    assert found.geometry.shape == box.shape

    means = Means(torch.device("cpu"), precision="float32")
    expected = predict_box(model, prepare(image, box, settings), settings.plane, None, means).labels
    for structure in model.card.labels.structures:
        one, two = expected == structure.value, found.array == structure.value
        dice = 2 * (one & two).sum() / (one.sum() + two.sum())
        print(f"{name} {structure.name}: {dice:.5f}")
        assert one.sum() > 100 and dice >= 0.999, structure.name


@pytest.mark.parametrize("name", [None, "Heart-virtual"])
def test_it_states_what_the_card_states(name: str | None, tmp_path: Path) -> None:
    shipped = SHIPPED / f"{name}.cms" if name else None
    run(BundleJob(out=tmp_path / "heart", model=shipped), Reporter())
    assert [path.name for path in tmp_path.iterdir()] == ["heart"]
    metadata = json.loads((tmp_path / "heart" / METADATA).read_text())
    card = HeartModel.load(shipped or default_model()).card
    channels = metadata["network_data_format"]["outputs"]["pred"]["channel_def"]
    assert channels == {"0": "background", **{str(one.value): one.title for one in card.labels.in_value_order}}
    assert metadata["copyright"] == card.provenance.license
    sides = metadata["network_data_format"]["inputs"]["image"]["spatial_shape"]
    assert np.prod(sides) == card.preprocessing.size_px**2 * card.preprocessing.depth_px
    with pytest.raises(UserError) as failure:
        run(BundleJob(out=tmp_path / "heart"), Reporter())
    assert failure.value.code is Code.EXISTS
