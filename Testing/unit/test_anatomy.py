"""Label sets: data that is checked when it is read, and says the same when it is written and read again."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import SimpleITK as sitk

from CrossModalitySegLib.anatomy import HEART_4, HEART_7, MM_WHS, SHIPPED, fitting
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.images.datasets.label_file import label_set_of, write_label_file
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import read_labels, write_labels
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.label_set import LabelSet, code_in, terminology_entry
from CrossModalitySegLib.models.card import ModelCard, Provenance
from CrossModalitySegLib.settings import NetworkSettings, Preprocessing, TrainSettings

ABDOMEN: dict[str, Any] = {
    "name": "abdomen",
    "structures": [{"value": 2, "name": "spleen"}, {"value": 1, "name": "liver", "raw_values": {"scanner": 7}}],
}


def card(**changes: Any) -> ModelCard:
    provenance = Provenance(data="none", license="none")
    return ModelCard(
        name="a",
        modality="ct",
        preprocessing=Preprocessing(),
        network=NetworkSettings(),
        size="tiny",
        method="dou2018",
        provenance=provenance,
        **changes,
    )


def test_the_sets_that_ship_are_those_of_the_papers_and_of_mm_whs() -> None:
    assert HEART_4.names == ("AA", "LA", "LV", "Myo") and [HEART_4.by_name(name).value for name in HEART_4.names] == [
        4,
        2,
        3,
        1,
    ]
    assert HEART_7.names == (*HEART_4.names, "RA", "RV", "PA") and [
        HEART_7.by_name(name).value for name in ("RA", "RV", "PA")
    ] == [5, 6, 7]
    assert HEART_4.raw_to_value(MM_WHS) == {0: 0, 205: 1, 420: 2, 421: 2, 500: 3, 820: 4, 550: 0, 600: 0, 850: 0}
    assert HEART_7.raw_to_value(MM_WHS) == HEART_4.raw_to_value(MM_WHS) | {550: 5, 600: 6, 850: 7}
    assert len({structure.color for structure in HEART_7.structures}) == 7


@pytest.mark.parametrize("label_set", [HEART_4, HEART_7, LabelSet.from_json(ABDOMEN)], ids=lambda one: one.name)
def test_what_is_written_reads_back(label_set: LabelSet, tmp_path: Path) -> None:
    assert LabelSet.from_json(json.loads(json.dumps(label_set.to_json()))) == label_set
    write_label_file(tmp_path, label_set)
    assert label_set_of(tmp_path) == label_set == label_set_of(tmp_path / "mr_train"), "also beside the folder"
    assert ModelCard.model_validate_json(card(labels=label_set).model_dump_json()).labels == label_set


def test_a_card_from_before_there_was_a_choice_is_of_four_structures() -> None:
    values = card().model_dump(mode="json", exclude={"labels", "architecture"}) | {
        "structures": ["Myo", "LA", "LV", "AA"]
    }
    old = ModelCard.model_validate(values)
    assert (old.labels, old.architecture) == (HEART_4, "dilated-2d")


def test_an_unknown_architecture_is_named() -> None:
    with pytest.raises(ValueError, match="there is no architecture 'unet-9d'; choose among dilated-2d"):
        TrainSettings(architecture="unet-9d")


def _without(key: str) -> dict[str, Any]:
    return ABDOMEN | {"structures": [{name: value for name, value in ABDOMEN["structures"][0].items() if name != key}]}


@pytest.mark.parametrize(
    ("described", "word"),
    [
        ("heart-5", "there is no label set 'heart-5'; heart-4 and heart-7 ship"),
        ([], "not an object"),
        ({"name": "a"}, "a label set lacks structures"),
        ({"name": "a", "structures": []}, "has no structure"),
        (_without("name"), "a structure lacks name"),
        (ABDOMEN | {"hue": "red"}, "has no hue"),
        (ABDOMEN | {"structures": [{"value": 2, "name": "spleen"}]}, "must be 1, 2, ... 1"),
        (ABDOMEN | {"structures": [{"value": 1, "name": "a"}, {"value": 2, "name": "A"}]}, "the same name"),
        (ABDOMEN | {"structures": [{"value": 1, "name": "mean"}]}, "cannot be the name"),
        (ABDOMEN | {"structures": [{"value": 1, "name": "../a"}]}, "cannot be the name"),
        (ABDOMEN | {"structures": [{"value": True, "name": "a"}]}, "value of a structure cannot be True"),
        (ABDOMEN | {"structures": [{"value": 1, "name": "a", "color": [1, 2, 300]}]}, "three whole numbers"),
        (ABDOMEN | {"structures": [{"value": 1, "name": "a", "volume_ml": [9, 2]}]}, "the smaller one first"),
        (ABDOMEN | {"structures": [{"value": 1, "name": "a", "raw_values": {"b": [0]}}]}, "above 0"),
        (ABDOMEN | {"structures": [{"value": 1, "name": "a", "surrounds": "b"}]}, "surrounds b"),
    ],
)
def test_what_is_wrong_with_a_description_is_reported(described: Any, word: str, tmp_path: Path) -> None:
    (tmp_path / "labels.json").write_text(json.dumps(described))
    with pytest.raises(UserError, match="describes no label set") as problem:
        label_set_of(tmp_path)
    assert problem.value.code is Code.BAD_LABELS and word in problem.value.sentence


def test_a_set_that_is_asked_for_goes_first(tmp_path: Path) -> None:
    write_label_file(tmp_path, HEART_7)
    assert label_set_of(tmp_path, "heart-4") == HEART_4
    assert label_set_of(tmp_path / "a" / "b") == HEART_4
    assert label_set_of(tmp_path / "a" / "b", usual=HEART_7) == HEART_7
    with pytest.raises(UserError, match="neither a label set that ships nor a file"):
        label_set_of(tmp_path, str(tmp_path / "nosuch.json"))


def test_segments_and_codes_decide_which_set_fits() -> None:
    assert (
        fitting(["LV", "Myo"]) is HEART_4
        and fitting(["LV", "right ATRIUM"]) is HEART_7
        and fitting(["Tumor"]) is HEART_4
    )
    for structure in HEART_7.structures:
        assert HEART_7.called("something", code_in(terminology_entry(structure, "any"))) is structure
    assert code_in("~") == "" == terminology_entry(LabelSet.from_json(ABDOMEN).by_name("liver"), "any")
    assert list(SHIPPED) == ["heart-4", "heart-7"]


@pytest.mark.parametrize("suffix", [".seg.nrrd", ".nii.gz"])
def test_label_maps_of_a_set_read_back_and_of_a_larger_one_by_name(tmp_path: Path, suffix: str) -> None:
    grid = Geometry((2, 3, 4), (1.0, 1.0, 1.0))
    array = (np.arange(24) % 8).reshape(grid.shape).astype(np.uint8)
    path = write_labels(tmp_path / f"a{suffix}", Volume(array, grid), HEART_7)
    assert np.array_equal(read_labels(path, HEART_7).array, array)
    if suffix == ".seg.nrrd":  # segments have names, so those that the smaller set counts as background are known
        assert np.array_equal(read_labels(path, HEART_4).array, np.where(array > 4, 0, array))
    else:
        with pytest.raises(UserError, match="unknown values"):
            read_labels(path, HEART_4)


def test_raw_values_of_ones_own_are_read(tmp_path: Path) -> None:
    sitk.WriteImage(sitk.GetImageFromArray(np.array([[[0, 7, 7, 0]]], np.int16)), str(tmp_path / "a.nrrd"))
    assert read_labels(tmp_path / "a.nrrd", LabelSet.from_json(ABDOMEN)).array.tolist() == [[[0, 1, 1, 0]]]


def test_nothing_in_the_package_reads_or_writes_labels_without_naming_its_label_set() -> None:
    """``read_labels`` and ``write_labels`` take heart-4 where nobody says otherwise, for the sake of short scripts; the
    package has to say.
    """
    package = Path(__file__).parents[2] / "CrossModalitySeg" / "CrossModalitySegLib"
    found = []
    for path in sorted(package.rglob("*.py")):
        if path.parent.name in ("scene", "tasks"):
            continue  # there these are other functions, which take the set from the node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            least = (
                {"read_labels": 2, "write_labels": 3}.get(node.func.id, 0)
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
                else 0
            )
            if isinstance(node, ast.Call) and least and len(node.args) < least:
                found.append((path.name, node.lineno))
    assert found == []
