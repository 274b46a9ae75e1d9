"""From tissue maps to a model of seven structures, and from that to a segmentation."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from random_models import NETWORK, card

from CrossModalitySegLib import verbs
from CrossModalitySegLib.anatomy import HEART_7
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.images.io.files import read_labels, write_volume
from CrossModalitySegLib.job import MapsJob, SegmentJob, TrainJob
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.networks.localizer import HeartLocalizer
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.phantoms import make_patient
from CrossModalitySegLib.phantoms.tissue_map import make_tissue_map, write_map
from CrossModalitySegLib.recipes import train_on_maps
from CrossModalitySegLib.recipes.maps import run as make_maps

BOX = {"plane": "axial", "spacing_mm": 6.0, "size_px": 64, "depth_px": 64, "scale": "hounsfield"}
SETTINGS = {"network": {"width": 8}, "preprocessing": BOX, "steps": 2, "localizer_steps": 2, "checkpoint_every": 1}


@pytest.fixture
def maps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(train_on_maps, "_BODIES", 1)
    folder = tmp_path / "maps"
    folder.mkdir()
    write_map(folder / "map_00000.npz", *make_tissue_map(3, spacing_mm=4.0))
    return folder


def test_a_model_is_trained_and_segments_seven_structures(maps: Path, tmp_path: Path) -> None:
    job = TrainJob(
        data=maps, out=tmp_path / "Heart.cms", modality="any", size="whole-heart", settings=SETTINGS, device="cpu"
    )
    assert not verbs.run(job, Reporter()).stopped
    model = HeartModel.load(tmp_path / "Heart.cms")
    assert model.card.architecture == "unet-3d"
    assert model.card.labels == HEART_7
    assert set(model.card.volume_ranges_ml) == set(HEART_7.names)
    assert not list(job.out.with_suffix(".work").glob("*.safetensors")), "nothing is kept of a finished training"
    # So short a training draws nothing in particular: with a bias for the left atrium it draws that, everywhere.
    with torch.no_grad():
        model.segmenter.head.bias.view(8, -1)[2] += 100
    model.save(tmp_path / "Biased.cms")
    scan = write_volume(tmp_path / "scan.nii.gz", make_patient("ct", 3, size_mm=(160, 160, 160), spacing_mm=4)[0])
    verbs.run(
        SegmentJob(
            inputs=(scan,),
            out=tmp_path / "out",
            model=tmp_path / "Biased.cms",
            format="nii.gz",
            device="cpu",
            force=True,
        ),
        Reporter(),
    )
    labels = read_labels(tmp_path / "out" / "scan.nii.gz", HEART_7).array
    assert np.unique(labels).tolist() in ([2], [0, 2])
    record = json.loads((tmp_path / "out" / "scan.json").read_text())
    assert set(record["quality"]["volumes_ml"]) == set(HEART_7.names)


def test_a_folder_without_maps_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        verbs.run(
            TrainJob(data=tmp_path, out=tmp_path / "Heart.cms", size="whole-heart", settings=SETTINGS), Reporter()
        )
    assert caught.value.code is Code.BAD_DATASET
    assert "maps" in caught.value.remedy


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"labels": "heart-7"}, Code.BAD_SETTINGS, "neither label files nor subjects"),
        ({"subjects": ("map_00000",)}, Code.BAD_SETTINGS, "neither label files nor subjects"),
        (
            {"initial": True},
            Code.BAD_MODEL,
            "Myo, and tissue maps distinguish AA, LA, LV, Myo, RA",
        ),
    ],
)
def test_what_maps_do_not_have_is_refused(
    changes: dict[str, object], code: Code, words: str, maps: Path, tmp_path: Path
) -> None:
    if "initial" in changes:
        model = HeartModel(card(), Segmenter(NETWORK, class_count=5), HeartLocalizer())
        changes = {"initial": model.save(tmp_path / "Four.cms")}
    settings = {"network": NETWORK.model_dump(), "preprocessing": BOX | {"depth_px": 8}, "steps": 1}
    job = TrainJob(
        data=maps, out=tmp_path / "out" / "Heart.cms", size="tiny", settings=settings, device="cpu", **changes
    )
    with pytest.raises(UserError, match=words) as caught:
        verbs.run(job, Reporter())
    assert caught.value.code is code
    assert not job.out.with_suffix(".work").exists()


def test_a_map_is_kept_and_a_damaged_one_refused(maps: Path) -> None:
    file = maps / "map_00000.npz"
    before = file.read_bytes()
    assert make_maps(MapsJob(out=maps, count=1), Reporter()).summary == {"maps": 1}
    assert file.read_bytes() == before
    file.write_bytes(before[:500] + bytes([before[500] ^ 16]) + before[501:])
    with pytest.raises(UserError, match=r"map_00000\.npz is not a tissue map"):
        make_maps(MapsJob(out=maps, count=1), Reporter())
