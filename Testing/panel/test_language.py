"""The panel in another language than English: with Qt's own translators, and catalogs as Qt has them."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import qt
import slicer
from PySide6 import QtCore, QtWidgets

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.panel import language, translation
from CrossModalitySegLib.panel.translation import SentenceTranslator, translated

from .conftest import add_volume

SHIPPED = sorted(language.CATALOGS.glob("*.ts"))


@pytest.fixture(scope="module")
def translations() -> Any:
    """The script that makes the catalogs."""
    path = Path(__file__).parents[2] / "Resources" / "translations.py"
    spec = importlib.util.spec_from_file_location("translations", path)
    assert spec is not None and spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def choose_language() -> Iterator[Callable[[str], None]]:
    """Choose a language as the settings of Slicer do; it counts from the next start of the module on."""

    def choose(name: str) -> None:
        qt.QSettings().setValue("Internationalization/Enabled", True)
        qt.QSettings().setValue("language", name)
        forget()

    def forget() -> None:
        translated.cache_clear()
        translation._translator.cache_clear()

    yield choose
    for translator in slicer.app.findChildren(QtCore.QTranslator):
        QtCore.QCoreApplication.removeTranslator(translator)
        translator.setParent(None)
    forget()


@pytest.fixture(scope="module")
def marked(translations: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog in which every text is in brackets: what stands without was not translated."""
    folder = tmp_path_factory.mktemp("catalogs")
    found = translations.texts()
    entries = {(text.context, text.source): translations.Entry(f"⟦{text.source}⟧", True) for text in found}
    path = folder / "CrossModalitySeg_xx-XX.ts"
    translations.write(path, found, entries)
    translations.compiled(path, path.with_suffix(".qm"))
    return folder


@pytest.fixture
def marked_panel(
    marked: Path,
    choose_language: Callable[[str], None],
    make_widget: Callable[[], Any],
    equip: Callable[[Any], None],
    ct_model: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Any:
    """The panel in that language."""
    monkeypatch.setattr(language, "CATALOGS", marked)
    choose_language("xx_XX")
    panel = make_widget().panel
    equip(panel)
    return panel


def shown_texts(panel: Any) -> Iterator[tuple[str, str]]:
    """Name of the widget and text of whatever the panel can show now."""
    window = panel.ui.statusFrame.window()
    for widget in window.findChildren(QtWidgets.QWidget):
        name = str(widget.property("objectName"))
        for kind in ("text", "title", "toolTip", "plainText", "accessibleName"):
            if name not in ("adaptedName", "trainedName", "logText", "") and not name.startswith("qt_"):
                yield f"{name}.{kind}", str(widget.property(kind) or "")
        if isinstance(widget, QtWidgets.QComboBox) and name.endswith("Combo"):
            for index in range(widget.count):
                yield f"{name}[{index}]", widget.itemText(index)
    for action in panel.segment._actions:
        yield "saveButton menu", action.text


def test_every_text_of_the_panel_is_translated(marked_panel: Any) -> None:
    add_volume("Chest")
    marked_panel.draw()
    names = {"CT", "MR", "auto", "cpu", "13", "21", "31"} | {model.name for model in marked_panel.models}
    names |= {"tiny", "paper", "whole-heart", "dou2018", "pnp-adanet", "released", "self-training"}
    names |= {"adversarial-self-training"}
    found = [(name, text) for name, text in shown_texts(marked_panel) if re.search(r"[A-Za-z]{2}", text)]
    assert len(found) > 100
    assert [(name, text) for name, text in found if "⟦" not in text and text not in names] == []


def test_the_module_states_who_it_is_in_the_language(marked_panel: Any) -> None:
    module = slicer.modules.crossmodalityseg
    assert module.title == "⟦CrossModalitySeg⟧"
    assert module.helpText.startswith("⟦")


def test_a_failure_is_shown_in_the_language_and_kept_in_english(marked_panel: Any) -> None:
    def fails() -> Any:
        raise UserError(
            Code.BAD_INPUT, "/data/St. Ann/a.nrrd does not exist.", "Check the name, or choose another file."
        )

    marked_panel.run(fails)
    shown = marked_panel.ui.statusText.toPlainText()
    assert shown == (
        "CrossModalitySeg: ⟦/data/St. Ann/a.nrrd does not exist.⟧\n⟦Check the name, or choose another file.⟧"
    )
    assert "/data/St. Ann/a.nrrd does not exist. Check the name" in marked_panel.ui.logText.toPlainText()


def test_stages_of_the_worker_are_translated(marked_panel: Any) -> None:
    assert translated("Chest (1 of 3): segmenting") == "Chest (1 of 3): ⟦segmenting⟧"
    assert translated("Round 2: Reading Chest") == "⟦Round 2:⟧ ⟦Reading Chest⟧"
    assert translated("Adapt MR model to CT") == "⟦Adapt MR model to CT⟧"


def test_a_finding_is_translated_with_what_it_names(marked_panel: Any) -> None:
    quality = (
        "Please check: Left atrium (LA) is missing. Ascending aorta (AA) is cut off at the upper end and the front of "
        "the scan; its 31 ml are incomplete."
    )
    words = translated(quality)
    assert "⟦⟦Left atrium⟧ (LA) is missing.⟧" in words
    assert "⟦⟦Ascending aorta⟧ (AA) is cut off at" in words
    assert "31 ml" in words
    assert "at ⟦the ⟦upper end⟧⟧⟦, ⟧⟦the ⟦front⟧⟧ of the scan" in words


def test_without_a_language_nothing_is_changed(widget: Any) -> None:
    assert language.catalog() is None
    assert translated("a.nrrd does not exist.") == "a.nrrd does not exist."
    assert not slicer.app.findChildren(QtCore.QTranslator)


@pytest.mark.parametrize(
    ("name", "enabled", "found"),
    [
        ("zh_CN", True, "zh-CN"),
        ("zh-CN", True, "zh-CN"),
        ("zh", True, "zh-CN"),
        ("zh_TW", True, None),
        ("en", True, None),
        ("", True, None),
        ("zh_CN", False, None),
    ],
)
def test_the_catalog_is_that_of_the_settings(
    choose_language: Callable[[str], None], name: str, enabled: bool, found: str | None
) -> None:
    choose_language(name)
    qt.QSettings().setValue("Internationalization/Enabled", enabled)
    path = language.catalog()
    assert (path.stem if path else None) == (f"CrossModalitySeg_{found}" if found else None)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_ships_compiled_is_what_is_in_the_catalog(path: Path, translations: Any) -> None:
    translator = QtCore.QTranslator()
    assert translator.load(str(path.with_suffix(".qm")))
    entries = translations.read(path)
    other = [key for key, entry in entries.items() if translator.translate(*key) != entry.translation]
    assert other == [], "run `python Resources/translations.py`"


def test_the_panel_speaks_chinese(
    choose_language: Callable[[str], None], make_widget: Callable[[], Any], equip: Callable[[Any], None], ct_model: Path
) -> None:
    choose_language("zh_CN")
    panel = make_widget().panel
    equip(panel)
    assert panel.ui.segmentButton.property("text") == "分割心脏"
    assert panel.ui.segmentButton.property("toolTip") == "请先选择体数据。"
    assert translated("Left ventricular myocardium") == "左心室心肌"
    assert translated("Ascending aorta") == "升主动脉"
    panel.refuse("a.nrrd does not exist.", "Check the name, or choose another file.")
    assert "a.nrrd 不存在。" in panel.ui.statusText.toPlainText()


GERMAN = {
    "{1} does not exist.": "{1} fehlt.",
    "Choose another one.": "Nimm ein anderes.",
    "{1} lies in {2}.": "In {2} liegt {1}.",
    "{1} is missing.": "{1} fehlt im Bild.",
    "{1} is {1} twice.": "{1} zweimal.",
    "Left atrium": "Linker Vorhof",
    "Left ventricle": "Linke Kammer",
    "it is damaged ({1})": "es ist kaputt ({1})",
    "{1}, computes in {2}": "{1}, rechnet in {2}",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.nrrd does not exist.", "a.nrrd fehlt."),
        ("a.nrrd does not exist. Choose another one.", "a.nrrd fehlt. Nimm ein anderes."),
        ("/St. Ann/a. B/c.nrrd does not exist. Choose another one.", "/St. Ann/a. B/c.nrrd fehlt. Nimm ein anderes."),
        ("x lies in y.", "In y liegt x."),
        (
            "Left atrium is missing. Left ventricle is missing.",
            "Linker Vorhof fehlt im Bild. Linke Kammer fehlt im Bild.",
        ),
        ("Left atrium (LA) is missing.", "Linker Vorhof (LA) fehlt im Bild."),
        ("Left atrium and Left ventricle is missing.", "Linker Vorhof; Linke Kammer fehlt im Bild."),
        ("Left atrium and Anna is missing.", "Left atrium and Anna fehlt im Bild."),
        ("x lies in it is damaged (no end).", "In es ist kaputt (no end) liegt x."),
        ("cpu (8, computes in float32) is missing.", "cpu (8, rechnet in float32) fehlt im Bild."),
        ("a is a twice.", "a zweimal."),
        ("a is b twice.", "a is b twice."),
        ("Nobody knows this. Choose another one.", "Nobody knows this. Nimm ein anderes."),
        ("one does not exist.\nChoose another one.", "one fehlt.\nNimm ein anderes."),
        ("x {1} y does not exist.", "x {1} y fehlt."),
        ("", ""),
    ],
)
def test_a_text_is_found_by_what_stands_in_the_source(text: str, expected: str) -> None:
    assert SentenceTranslator(GERMAN, GERMAN.__getitem__, comma="; ").translate(text) == expected


def test_no_space_follows_a_wide_sign() -> None:
    chinese = {"Choose one.": "请选择。", "It is missing.": "缺少。"}
    assert (
        SentenceTranslator(chinese, chinese.__getitem__).translate("It is missing. Choose one. Or so.")
        == "缺少。请选择。Or so."
    )
