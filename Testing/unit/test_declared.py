"""What folders of other programs say of their network, and what is not opened: each with a way out."""

from __future__ import annotations

import json
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from foreign_folders import bundle, nnunet

from CrossModalitySegLib.anatomy import HEART_7
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.images.preprocessing import CENTER_HU, HIGH_HU, LOW_HU, SCALE_HU
from CrossModalitySegLib.models.archive import read_card
from CrossModalitySegLib.models.library import SHIPPED
from CrossModalitySegLib.recipes.declared import declared_by


def test_a_folder_of_nnunet_states_all_that_is_needed(tmp_path: Path) -> None:
    found = declared_by(folder := nnunet(tmp_path))
    assert found.network == folder / "fold_0" / "network.onnx"
    assert found.labels is not None and found.labels.subject == "heart"
    assert {one.value: one.name for one in found.labels.structures} == {1: "LV", 2: "Myo", 3: "RV"}
    assert found.labels.by_name("LV").code == HEART_7.by_name("LV").code
    assert (found.spacing_mm, found.axes, found.modality) == (1.5, "SPL", "ct")
    assert found.window == (-300.0, 700.0, -2.0, 3.0), "cut at the percentiles, less the mean, by the spread"
    assert found.sentence == (
        "From the result folder of nnU-Net: network network.onnx; structures LV, Myo, RV; voxels of 1.5 mm; axes SPL; "
        "gray values -300 700 -2 3."
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"transpose_forward": [1, 0, 2]}, {"axes": "PSL"}),
        ({"spacing": [3.0, 1.5, 1.5]}, {"spacing_mm": None}),
        ({"spacing": [15, 15, 15]}, {"spacing_mm": None}),
        ({"normalization_schemes": ["ZScoreNormalization"]}, {"window": None, "other_scaling": ""}),
        ({"normalization_schemes": ["NoNormalization"]}, {"window": None, "other_scaling": "['NoNormalization']"}),
    ],
    ids=["turned", "flat voxels", "coarse", "z-score", "none"],
)
def test_what_a_plan_states_and_what_it_cannot_state_here(
    changes: dict[str, Any], expected: dict[str, Any], tmp_path: Path
) -> None:
    found = declared_by(nnunet(tmp_path, **changes))
    assert {name: getattr(found, name) for name in expected} == expected


def test_other_organs_keep_their_names(tmp_path: Path) -> None:
    found = declared_by(nnunet(tmp_path, labels={"background": 0, "left kidney": 1, "spleen": 2}))
    assert found.labels is not None
    assert [(one.value, one.name, one.title) for one in found.labels.structures] == [
        (1, "left_kidney", "left kidney"),
        (2, "spleen", "spleen"),
    ]


def test_voxels_that_are_not_learned_are_no_structure(tmp_path: Path) -> None:
    found = declared_by(nnunet(tmp_path, labels={"background": 0, "LV": 1, "Myo": 2, "ignore": 3}))
    assert found.labels is not None
    assert {one.value: one.name for one in found.labels.structures} == {1: "LV", 2: "Myo"}


def test_a_bundle_states_all_that_is_needed(tmp_path: Path) -> None:
    found, card = declared_by(bundle(tmp_path)), read_card(SHIPPED / "Whole-heart-virtual.cms")
    assert found.labels is not None
    assert {one.value: one.name for one in found.labels.structures} == {
        one.value: one.name for one in card.labels.structures
    }
    assert (found.spacing_mm, found.axes) == (card.preprocessing.spacing_mm, "LPS")
    low, high = ((hu - CENTER_HU) / SCALE_HU for hu in (LOW_HU, HIGH_HU))
    assert found.window == pytest.approx((LOW_HU, HIGH_HU, low, high))
    assert not found.other_scaling


def test_no_expression_of_a_bundle_is_evaluated(tmp_path: Path) -> None:
    lured = tmp_path / "lured"

    def lure(how: dict[str, Any]) -> None:
        for step in how["preprocessing"]["transforms"]:
            if step["_target_"] == "Spacingd":
                step["pixdim"] = f"$[__import__('pathlib').Path('{lured}').touch()] * 3"
            if step["_target_"] == "ScaleIntensityRanged":
                step["a_min"] = "$exit()"

    found = declared_by(bundle(tmp_path, lure))
    assert found.spacing_mm is None and not lured.exists()
    assert found.window is None and found.other_scaling == "ScaleIntensityRanged"


def script(path: Path) -> None:
    torch.jit.save(torch.jit.script(torch.nn.Linear(2, 2)), path)


def checkpoint(path: Path) -> None:
    torch.save({"network_weights": torch.zeros(2)}, path)


def old_checkpoint(path: Path) -> None:
    path.write_bytes(pickle.dumps({"weights": [0.0]}))


def packed(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("heart/configs/metadata.json", "{}")


@pytest.mark.filterwarnings("ignore:.torch.jit:DeprecationWarning")
@pytest.mark.parametrize(
    ("name", "write", "sentence"),
    [
        ("model.ts", script, "is a TorchScript file, and PyTorch may run code that it holds when it is opened"),
        ("model.pt", checkpoint, "is a pickle, as PyTorch's checkpoints are, and may run code when it is opened"),
        ("model.pth", old_checkpoint, "is a pickle, as PyTorch's checkpoints are, and may run code when it is opened"),
        ("heart.zip", packed, "is a packed MONAI bundle; only an unpacked one is looked into"),
        ("w.safetensors", lambda path: path.write_bytes(b"w"), "holds weights without the network"),
        ("model.h5", lambda path: path.write_bytes(b"h"), "is not an ONNX file"),
        ("gone.onnx", lambda path: None, "does not exist"),
    ],
)
def test_what_may_run_code_is_never_opened(
    name: str, write: Callable[[Path], object], sentence: str, tmp_path: Path
) -> None:
    write(tmp_path / name)
    with pytest.raises(UserError, match=sentence) as failure:
        declared_by(tmp_path / name)
    assert failure.value.code is Code.BAD_MODEL
    assert "Export the network as ONNX, where you trust it" in failure.value.remedy


def without_onnx(folder: Path) -> Path:
    for path in folder.rglob("*.onnx"):
        path.unlink()
    return folder


def test_a_folder_without_onnx_gets_the_way_to_write_one(tmp_path: Path) -> None:
    for folder, sentence, remedy in (
        (
            without_onnx(nnunet(tmp_path)),
            "fold_0/checkpoint_final.pth, which may run code",
            "in the environment of nnU-Net",
        ),
        (without_onnx(bundle(tmp_path)), "models/model.ts, which may run code", "python -m monai.bundle onnx_export"),
    ):
        with pytest.raises(UserError, match=sentence) as failure:
            declared_by(folder)
        assert failure.value.code is Code.BAD_MODEL and remedy in failure.value.remedy
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="neither a MONAI bundle"):
        declared_by(tmp_path / "empty")


def test_several_networks_or_damaged_descriptions_are_refused(tmp_path: Path) -> None:
    folder = nnunet(tmp_path)
    (folder / "fold_1").mkdir()
    (folder / "fold_1" / "network.onnx").write_bytes(b"onnx")
    with pytest.raises(UserError, match=r"several networks in .*fold_0/network.onnx, fold_1/network.onnx"):
        declared_by(folder)
    (folder / "fold_1" / "network.onnx").unlink()
    for labels, code, sentence in (
        ({"background": 0, "LV": 1, "RV": 3}, Code.BAD_LABELS, "are not a label set"),
        ({"background": 0, "heart": [1, 2], "LV": 2}, Code.BAD_MODEL, "overlapping regions"),
    ):
        (folder / "dataset.json").write_text(json.dumps({"labels": labels}))
        with pytest.raises(UserError, match=sentence) as failure:
            declared_by(folder)
        assert failure.value.code is code
    (folder / "plans.json").write_text("[" * 100_000)
    with pytest.raises(UserError, match=r"plans\.json cannot be read"):
        declared_by(folder)
