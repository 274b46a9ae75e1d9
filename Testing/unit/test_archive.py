"""Model archives: what is written reads back, and whatever was tampered with is refused in a sentence."""

from __future__ import annotations

import hashlib
import json
import pickle
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.models.archive import (
    CARD,
    THUMBNAIL,
    WEIGHTS,
    read_archive,
    read_card,
    write_archive,
    write_with_card,
)
from CrossModalitySegLib.models.card import Agreement, Calibration, DiceLine, ModelCard, Provenance
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.networks.localizer import HeartLocalizer
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.settings import NetworkSettings, Preprocessing

TENSORS = {"segmenter.weight": torch.arange(6.0).reshape(2, 3), "segmenter.steps": torch.tensor(7)}
Members = dict[str, bytes]
CALIBRATION = Calibration(
    modality="mr",
    data="unseen",
    volumes=12,
    temperature=1.4,
    lines={"LV": DiceLine(bias=-0.2, slope=1.1)},
    left_out={"LV": Agreement(results=12, pearson=0.8, spearman=None, mean_absolute_error=0.03)},
)


def expected(card: ModelCard) -> Mapping[str, torch.Tensor]:
    return {name: tensor.to("meta") for name, tensor in TENSORS.items()}


def card(**changes: object) -> ModelCard:
    values = {
        "name": "MR",
        "modality": "mr",
        "preprocessing": Preprocessing(),
        "network": NetworkSettings(width=4),
        "size": "tiny",
        "method": "dou2018",
        "provenance": Provenance(data="virtual patients", license="CC0"),
        "volume_ranges_ml": {"LV": (80.0, 180.0)},
    }
    return ModelCard(**(values | changes))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write_archive(tmp_path / "MR.cms", card(), TENSORS, b"an image")


def members(path: Path) -> Members:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def rewrite(path: Path, contents: Members, compression: int = zipfile.ZIP_STORED) -> None:
    """Write ``contents`` as a clever forger would: hashes in card and comment made to fit."""
    loose = {name: content for name, content in contents.items() if name != CARD}
    values = json.loads(contents[CARD])
    values["members"] = {name: hashlib.sha256(content).hexdigest() for name, content in loose.items()}
    contents = {CARD: json.dumps(values).encode(), **loose}
    with zipfile.ZipFile(path, "w", compression) as file:
        for name, content in contents.items():
            file.writestr(name, content)
        file.comment = hashlib.sha256(contents[CARD]).hexdigest().encode()


def refused(path: Path) -> str:
    """The sentence with which ``path`` is refused; it must name the file, and reading must leave the folder as it
    was.
    """
    before = sorted(path.parent.rglob("*"))
    with pytest.raises(UserError) as caught:
        read_archive(path, expected)
    assert caught.value.code is Code.BAD_MODEL
    assert str(path) in caught.value.sentence
    assert caught.value.remedy
    assert sorted(path.parent.rglob("*")) == before
    return caught.value.sentence


def test_what_is_written_reads_back(archive: Path) -> None:
    found, tensors, thumbnail = read_archive(archive, expected)
    assert found == card(members=found.members, created=found.created)
    assert set(found.members) == {WEIGHTS, THUMBNAIL}
    assert thumbnail == b"an image"
    assert all(
        torch.equal(tensors[name], TENSORS[name]) and tensors[name].dtype == TENSORS[name].dtype for name in TENSORS
    )
    assert read_card(archive) == found


def test_equal_models_are_equal_files(tmp_path: Path) -> None:
    one, two = (write_archive(tmp_path / name, card(), TENSORS) for name in ("1.cms", "2.cms"))
    assert one.read_bytes() == two.read_bytes()


def test_a_model_is_never_overwritten_unasked(archive: Path) -> None:
    before = archive.read_bytes()
    with pytest.raises(UserError) as caught:
        write_archive(archive, card(name="other"), TENSORS)
    assert caught.value.code is Code.EXISTS
    assert archive.read_bytes() == before
    write_archive(archive, card(name="other"), TENSORS, overwrite=True)
    assert read_card(archive).name == "other"


def test_another_card_leaves_the_other_files_byte_by_byte(archive: Path, tmp_path: Path) -> None:
    before = archive.read_bytes()
    calibrated = card(name="MR2", calibration=CALIBRATION)
    copy = write_with_card(tmp_path / "MR2.cms", archive, calibrated)
    assert read_card(copy) == calibrated.model_copy(update={"members": read_card(archive).members})
    assert {name: content for name, content in members(copy).items() if name != CARD} == {
        WEIGHTS: members(archive)[WEIGHTS],
        THUMBNAIL: b"an image",
    }
    with pytest.raises(UserError) as caught:
        write_with_card(archive, archive, calibrated)
    assert caught.value.code is Code.EXISTS
    assert archive.read_bytes() == before


def test_a_card_from_before_there_was_a_calibration_loads(archive: Path) -> None:
    contents = members(archive)
    values = json.loads(contents[CARD])
    assert values.pop("calibration") is None
    rewrite(archive, {**contents, CARD: json.dumps(values).encode()})
    assert read_card(archive).calibration is None


def test_a_failed_write_leaves_the_old_model_alone(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = archive.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(OSError, match="No space"):
        write_archive(archive, card(), TENSORS, overwrite=True)
    assert list(archive.parent.iterdir()) == [archive]
    assert archive.read_bytes() == before


def test_scores_that_are_not_available_stay_so() -> None:
    assert ModelCard.model_validate_json(card(metrics={"dice": None}).model_dump_json()).metrics == {"dice": None}


@pytest.mark.parametrize(
    "changes",
    [
        {"structures": ("LA", "Myo", "LV", "AA")},
        {"volume_ranges_ml": {"Liver": (1.0, 2.0)}},
        {"volume_ranges_ml": {"LV": (9.0, 2.0)}},
        {"metrics": {"dice": float("nan")}},
        {"adapted_from": "abc"},
        {"depth": 5},
        {"hue": "red"},
        {"calibration": CALIBRATION.model_copy(update={"lines": {"Liver": CALIBRATION.lines["LV"]}})},
        {"calibration": CALIBRATION.model_dump() | {"temperature": 0.0}},
    ],
)
def test_a_card_is_validated(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(changes))):
        card(**changes)


def test_a_truncated_file_is_refused(archive: Path) -> None:
    whole = archive.read_bytes()
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        archive.write_bytes(whole[:length])
        refused(archive)


def test_every_other_kind_of_file_is_refused(tmp_path: Path) -> None:
    for content in (b"", b"text", pickle.dumps({"weight": 1})):
        (tmp_path / "x.cms").write_bytes(content)
        refused(tmp_path / "x.cms")
    refused(tmp_path)
    refused(tmp_path / "absent.cms")


@settings(max_examples=80, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), change=st.integers(1, 255))
def test_a_changed_byte_is_refused_or_harmless(
    tmp_path_factory: pytest.TempPathFactory, place: float, change: int
) -> None:
    path = tmp_path_factory.mktemp("archive") / "MR.cms"
    write_archive(path, card(), TENSORS, b"an image")
    original = read_archive(path, expected)
    content = bytearray(path.read_bytes())
    content[int(place * len(content))] ^= change
    path.write_bytes(content)
    try:
        found = read_archive(path, expected)
    except UserError:
        return
    # Dates and attributes in the zip's own headers carry no meaning.
    assert found[0] == original[0]
    assert found[2] == original[2]
    assert all(torch.equal(found[1][name], original[1][name]) for name in TENSORS)


def test_a_changed_card_is_refused(archive: Path) -> None:
    contents = members(archive)
    comment = zipfile.ZipFile(archive).comment
    with zipfile.ZipFile(archive, "w") as file:
        for name, content in contents.items():
            file.writestr(name, content.replace(b'"CC0"', b'"MIT"'))
        file.comment = comment
    assert "card.json was changed" in refused(archive)


def test_changed_weights_are_refused(archive: Path) -> None:
    contents = members(archive)
    comment = zipfile.ZipFile(archive).comment
    contents[WEIGHTS] = contents[WEIGHTS][:-1] + b"\x01"
    with zipfile.ZipFile(archive, "w") as file:
        for name, content in contents.items():
            file.writestr(name, content)
        file.comment = comment
    assert "weights.safetensors was changed" in refused(archive)


@pytest.mark.parametrize(
    "name", ["extra.txt", "../weights.safetensors", "/etc/passwd", "C:\\evil.dll", "folder/", "model.pkl"]
)
def test_an_unexpected_member_is_refused(archive: Path, name: str) -> None:
    rewrite(archive, {**members(archive), name: b"content"})
    assert "unexpected file" in refused(archive)


def test_a_member_that_is_there_twice_is_refused(archive: Path) -> None:
    with zipfile.ZipFile(archive, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr(WEIGHTS, b"other")
    assert "twice" in refused(archive)


@pytest.mark.parametrize("name", [CARD, WEIGHTS])
def test_a_missing_member_is_refused(archive: Path, name: str) -> None:
    contents = members(archive)
    with zipfile.ZipFile(archive, "w") as file:
        for other in contents.keys() - {name}:
            file.writestr(other, contents[other])
    assert f"{name} is missing" in refused(archive)


def test_a_zip_bomb_is_refused_unopened(archive: Path) -> None:
    rewrite(archive, {**members(archive), WEIGHTS: bytes(50_000_000)}, zipfile.ZIP_DEFLATED)
    assert archive.stat().st_size < 1_000_000
    assert "compressed" in refused(archive)


def test_a_card_too_large_is_refused(archive: Path) -> None:
    contents = members(archive)
    rewrite(archive, {**contents, CARD: contents[CARD].replace(b'"MR"', b'"' + b"M" * 2_000_000 + b'"')})
    assert "too large" in refused(archive)


@pytest.mark.parametrize(
    "change",
    [
        lambda values: values.update(card=2),
        lambda values: values.update(surprise=1),
        lambda values: values.pop("network"),
        lambda values: values["network"].update(width=100_000),
        lambda values: values.update(structures=["AA", "LA", "LV", "Myo"]),
    ],
)
def test_a_card_of_another_schema_is_refused(archive: Path, change: Callable[[dict], object]) -> None:
    contents = members(archive)
    values = json.loads(contents[CARD])
    change(values)
    rewrite(archive, {**contents, CARD: json.dumps(values).encode()})
    assert "card.json does not fit" in refused(archive)


@pytest.mark.parametrize(
    ("tensors", "named"),
    [
        (
            {"segmenter.weight": torch.zeros(3, 2), "segmenter.steps": torch.tensor(7)},
            "segmenter.weight is float32 3x2 where float32 2x3",
        ),
        (
            {"segmenter.weight": torch.zeros(2, 3).char(), "segmenter.steps": torch.tensor(7)},
            "segmenter.weight.scale is absent where float32 2",
        ),
        (
            {**TENSORS, "segmenter.weight": torch.zeros(2, 3).char(), "segmenter.weight.scale": torch.ones(3)},
            "scale is float32 3 where float32 2",
        ),
        ({**TENSORS, "segmenter.weight.scale": torch.ones(2)}, "segmenter.weight.scale is float32 2 where absent"),
        (
            {"segmenter.weight": torch.zeros(2, 3).bfloat16(), "segmenter.steps": torch.tensor(7)},
            "segmenter.weight is BF16",
        ),
        (
            {"segmenter.weight": torch.zeros(2, 3), "segmenter.steps": torch.tensor(7).char()},
            "segmenter.steps is int8 scalar where int64",
        ),
        ({"segmenter.weight": torch.zeros(2, 3)}, "segmenter.steps is absent where int64 scalar"),
        ({**TENSORS, "more": torch.zeros(1)}, "more is float32 1 where absent"),
    ],
)
def test_weights_of_another_network_are_refused(tmp_path: Path, tensors: dict[str, torch.Tensor], named: str) -> None:
    assert named in refused(write_archive(tmp_path / "MR.cms", card(), tensors))


@pytest.mark.parametrize(
    "weights",
    [
        pickle.dumps({"weight": [1, 2]}),
        b"",
        (1 << 62).to_bytes(8, "little"),
        (2).to_bytes(8, "little") + b"[]",
        (9).to_bytes(8, "little") + b'{"a": 12}',
    ],
)
def test_weights_that_are_not_safetensors_are_refused(archive: Path, weights: bytes) -> None:
    rewrite(archive, {**members(archive), WEIGHTS: weights})
    assert "no valid header" in refused(archive)


def test_weights_cut_short_are_refused(archive: Path) -> None:
    contents = members(archive)
    rewrite(archive, {**contents, WEIGHTS: contents[WEIGHTS][:-8]})
    assert "damaged" in refused(archive)


def test_a_heart_model_reads_back(tmp_path: Path) -> None:
    model = HeartModel(card(), Segmenter(NetworkSettings(width=4), class_count=5), HeartLocalizer())
    found = HeartModel.load(model.save(tmp_path / "MR.cms"))
    assert not found.segmenter.training
    assert not found.localizer.training
    for ours, theirs in ((model.segmenter, found.segmenter), (model.localizer, found.localizer)):
        assert all(torch.equal(tensor, theirs.state_dict()[name]) for name, tensor in ours.state_dict().items())


def test_a_small_heart_model_reads_back(tmp_path: Path) -> None:
    model = HeartModel(card(), Segmenter(NetworkSettings(width=4), class_count=5), HeartLocalizer())
    whole, small = model.save(tmp_path / "whole.cms"), model.save(tmp_path / "small.cms", small=True)
    assert small.stat().st_size < 0.27 * whole.stat().st_size
    found = HeartModel.load(small)
    for ours, theirs in ((model.segmenter, found.segmenter), (model.localizer, found.localizer)):
        for name, tensor in theirs.state_dict().items():
            original = ours.state_dict()[name]
            assert tensor.dtype == original.dtype
            if tensor.ndim < 2:
                assert torch.equal(tensor, original)
            else:
                largest = original.flatten(1).abs().amax(1)
                assert ((tensor - original).flatten(1).abs().amax(1) <= largest / 253).all()


def test_changed_small_weights_are_refused(tmp_path: Path) -> None:
    archive = write_archive(tmp_path / "MR.cms", card(), TENSORS, small=True)
    contents = members(archive)
    comment = zipfile.ZipFile(archive).comment
    contents[WEIGHTS] = contents[WEIGHTS][:-1] + b"\x01"
    with zipfile.ZipFile(archive, "w") as file:
        for name, content in contents.items():
            file.writestr(name, content)
        file.comment = comment
    assert "weights.safetensors was changed" in refused(archive)


def test_a_heart_model_of_another_width_is_refused(tmp_path: Path) -> None:
    model = HeartModel(
        card(network=NetworkSettings(width=8)), Segmenter(NetworkSettings(width=4), class_count=5), HeartLocalizer()
    )
    path = model.save(tmp_path / "MR.cms")
    with pytest.raises(UserError, match="tensor segmenter") as caught:
        HeartModel.load(path)
    assert caught.value.code is Code.BAD_MODEL
