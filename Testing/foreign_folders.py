"""Folders of other programs as they write them, each with an ONNX file that a test fills."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from CrossModalitySegLib.images.preprocessing import heart_box
from CrossModalitySegLib.models.archive import read_card
from CrossModalitySegLib.models.library import SHIPPED
from CrossModalitySegLib.recipes.bundle import INFERENCE, METADATA, inference, metadata

CLASSES = {"background": 0, "left ventricle blood": 1, "Myo": 2, "RV": 3}


def nnunet(folder: Path, **changes: Any) -> Path:
    """A result folder of nnU-Net v2 as its planner writes it, with an ONNX file in it."""
    folder = folder / "nnUNetTrainer__nnUNetPlans__3d_fullres"
    (folder / "fold_0").mkdir(parents=True)
    gray = {"mean": 100.0, "std": 200.0, "percentile_00_5": -300.0, "percentile_99_5": 700.0, "median": 1, "max": 2}
    configuration = {"spacing": [1.5, 1.5, 1.5], "normalization_schemes": ["CTNormalization"]} | changes
    plans = {
        "transpose_forward": configuration.pop("transpose_forward", [0, 1, 2]),
        "configurations": {
            "2d": {"spacing": [0.7, 0.7], "normalization_schemes": ["CTNormalization"]},
            "3d_lowres": configuration,
            "3d_fullres": {"inherits_from": "3d_lowres", "batch_size": 2},
        },
        "foreground_intensity_properties_per_channel": {"0": gray},
    }
    dataset = {"channel_names": {"0": "CT"}, "labels": configuration.pop("labels", CLASSES), "file_ending": ".nii.gz"}
    (folder / "plans.json").write_text(json.dumps(plans))
    (folder / "dataset.json").write_text(json.dumps(dataset))
    (folder / "fold_0" / "checkpoint_final.pth").write_bytes(b"\x80")
    (folder / "fold_0" / "network.onnx").write_bytes(b"onnx")
    return folder


def bundle(folder: Path, change: Callable[[dict[str, Any]], None] = lambda found: None) -> Path:
    """A MONAI bundle of the model that ships, as ``bundle`` writes it, with an ONNX file in it."""
    folder = folder / "heart"
    for name in ("configs", "models"):
        (folder / name).mkdir(parents=True)
    card = read_card(SHIPPED / "Whole-heart-virtual.cms")
    shape = heart_box(np.zeros(3), card.preprocessing).shape
    how = inference(card, shape)
    change(how)
    (folder / METADATA).write_text(json.dumps(metadata(card, shape)))
    (folder / INFERENCE).write_text(json.dumps(how))
    (folder / "models" / "model.ts").write_bytes(b"PK")
    (folder / "models" / "model.onnx").write_bytes(b"onnx")
    return folder
