"""The model library: names, import, export, removal, and the shipped models beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from CrossModalitySegLib.anatomy import HEART_4, HEART_7
from CrossModalitySegLib.environment import home
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.models.card import ModelCard, Provenance
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.models.library import Library, default_model
from CrossModalitySegLib.networks.localizer import HeartLocalizer
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.settings import NetworkSettings, Preprocessing


def model(modality: str) -> HeartModel:
    network = NetworkSettings(width=4)
    provenance = Provenance(data="virtual patients", license="CC0")
    card = ModelCard(
        name=modality,
        modality=modality,
        preprocessing=Preprocessing(),
        network=network,
        size="tiny",
        method="dou2018",
        provenance=provenance,
    )
    return HeartModel(card, Segmenter(network, class_count=5), HeartLocalizer())


@pytest.fixture(scope="module")
def mr_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return model("mr").save(tmp_path_factory.mktemp("models") / "MR.cms")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shipped")
    model("mr").save(folder / "a.cms")
    model("ct").save(folder / "b.cms")
    return folder


@pytest.fixture
def library(tmp_path: Path, shipped: Path) -> Library:
    return Library(tmp_path / "library", shipped)


def test_an_imported_model_is_found_by_name_and_path(library: Library, mr_file: Path) -> None:
    stored = library.import_model(mr_file)
    assert stored.parent == library.folder
    assert stored.read_bytes() == mr_file.read_bytes()
    assert library.find("MR") == library.find("MR.cms") == stored
    assert library.find(mr_file) == mr_file
    assert [(entry.name, entry.shipped) for entry in library.entries()] == [("MR", False), ("a", True), ("b", True)]


def test_a_model_of_ones_own_hides_a_shipped_one(library: Library, mr_file: Path, shipped: Path) -> None:
    assert library.find("a") == shipped / "a.cms"
    library.folder.mkdir()
    (library.folder / "a.cms").write_bytes(mr_file.read_bytes())
    assert library.find("a") == library.folder / "a.cms"


def test_import_neither_replaces_nor_takes_in_what_is_damaged(library: Library, mr_file: Path, tmp_path: Path) -> None:
    library.import_model(mr_file)
    with pytest.raises(UserError) as caught:
        library.import_model(mr_file)
    assert caught.value.code is Code.EXISTS
    assert library.import_model(mr_file, overwrite=True).is_file()

    damaged = tmp_path / "damaged.cms"
    damaged.write_bytes(mr_file.read_bytes()[:-300])
    with pytest.raises(UserError) as caught:
        library.import_model(damaged)
    assert caught.value.code is Code.BAD_MODEL
    assert [path.name for path in library.folder.iterdir()] == ["MR.cms"]


def test_export_to_a_file_or_a_folder(library: Library, shipped: Path, tmp_path: Path) -> None:
    assert library.export_model("b", tmp_path / "new" / "CT.cms").read_bytes() == (shipped / "b.cms").read_bytes()
    assert library.export_model("b", tmp_path) == tmp_path / "b.cms"
    with pytest.raises(UserError) as caught:
        library.export_model("b", tmp_path)
    assert caught.value.code is Code.EXISTS


def test_a_model_is_not_exported_onto_itself(library: Library, mr_file: Path) -> None:
    stored = library.import_model(mr_file)
    with pytest.raises(UserError, match="is the model itself"):
        library.export_model("MR", library.folder, overwrite=True)
    assert stored.read_bytes() == mr_file.read_bytes()


def test_only_ones_own_models_are_removed(library: Library, mr_file: Path, shipped: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.cms"
    outside.write_bytes(mr_file.read_bytes())
    for name in ("a", str(outside), str(library.folder / ".." / "outside.cms")):
        library.folder.mkdir(exist_ok=True)
        with pytest.raises(UserError) as caught:
            library.remove(name)
        assert caught.value.code is Code.NO_PERMISSION
    assert outside.is_file()
    assert (shipped / "a.cms").is_file()
    stored = library.import_model(mr_file)
    assert library.remove("MR") == stored
    assert not stored.exists()


@pytest.mark.parametrize("name", ["absent", "../outside", "", "."])
def test_an_unknown_name_is_refused(library: Library, tmp_path: Path, name: str) -> None:
    (tmp_path / "outside.cms").touch()
    with pytest.raises(UserError, match="a, b") as caught:
        library.find(name)
    assert caught.value.code is Code.BAD_MODEL


def test_a_damaged_model_is_listed_with_its_problem(library: Library) -> None:
    library.folder.mkdir()
    (library.folder / "broken.cms").write_text("nothing")
    entry = library.entries()[0]
    assert (entry.name, entry.card) == ("broken", None)
    assert "not a usable model" in entry.problem
    with pytest.raises(UserError):
        library.verify("broken")


def test_verify_gives_the_card(library: Library) -> None:
    assert library.verify("b").modality == "ct"


def test_the_default_is_the_shipped_ct_model_of_slices_or_volumes(shipped: Path) -> None:
    assert default_model(2, shipped) == shipped / "b.cms"
    with pytest.raises(UserError, match="The model that ships is missing") as caught:
        default_model(3, shipped)
    assert caught.value.code is Code.BAD_MODEL
    assert "--model" in caught.value.remedy


def test_models_of_slices_and_of_the_whole_heart_ship_and_fit() -> None:
    shipped = [entry.path for entry in Library().entries() if entry.shipped]
    assert [path.stem for path in shipped] == ["Whole-heart-virtual", "Heart-virtual"]
    assert [default_model(3), default_model(2)] == shipped
    assert sum(path.stat().st_size for path in shipped) < 25_000_000
    for path, labels in zip(shipped, (HEART_7, HEART_4), strict=True):
        card = Library().verify(path.stem)
        assert (card.name, card.modality, card.complete) == (path.stem, "any", True)
        assert "CC BY 4.0" in card.provenance.license and "crossmodalityseg train" in card.provenance.data
        assert card.labels == labels and set(card.volume_ranges_ml) == set(labels.names)


def test_home_follows_the_platform(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CROSSMODALITYSEG_HOME", str(tmp_path))
    assert home() == tmp_path
    monkeypatch.delenv("CROSSMODALITYSEG_HOME")
    for platform, variable in (("linux", "XDG_DATA_HOME"), ("win32", "LOCALAPPDATA")):
        monkeypatch.setattr("sys.platform", platform)
        monkeypatch.setenv(variable, str(tmp_path / variable))
        assert home() == tmp_path / variable / "CrossModalitySeg"
    monkeypatch.setattr("sys.platform", "darwin")
    assert home().parts[-3:] == ("Library", "Application Support", "CrossModalitySeg")
