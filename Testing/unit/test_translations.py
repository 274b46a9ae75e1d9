"""The texts that the module can show are all in the catalogues, and the catalogues hold nothing else."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", ROOT / "Resources" / "translations.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


translations = load()
CATALOGUES = sorted(translations.CATALOGUES.glob("*.ts"))
RENEW = "run `python Resources/translations.py`, translate what it leaves unfinished, and run it again"


@pytest.fixture(scope="module")
def texts() -> list:
    return translations.texts()


def test_there_is_a_simplified_chinese_catalogue() -> None:
    assert "CrossModalitySeg_zh-CN" in [path.stem for path in CATALOGUES]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_is_complete(path: Path, texts: list) -> None:
    entries = translations.read(path)
    wanted = {(text.context, text.source) for text in texts}
    assert wanted - entries.keys() == set(), RENEW
    assert entries.keys() - wanted == set(), RENEW
    assert [source for (_, source), entry in entries.items() if not entry.finished or not entry.translation] == [], (
        RENEW
    )


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_translation_puts_in_what_its_text_puts_in(path: Path) -> None:
    """Slicer itself refuses a translation with other placeholders, and shows the English text."""

    def placeholders(text: str) -> set[str]:
        return set(re.findall(r"\{(\w*)\}", text))

    wrong = [
        source
        for (_, source), entry in translations.read(path).items()
        if placeholders(source) != placeholders(entry.translation)
    ]
    assert wrong == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_translation_keeps_what_a_user_types(path: Path) -> None:
    """Options, endings and units are the same in every language."""
    for (_, source), entry in translations.read(path).items():
        for word in re.findall(r"--[a-z-]+|\.(?:cms|nii\.gz|seg\.nrrd|nrrd|json|stl|dcm)\b|\bNAME\b|\bHOST\b", source):
            assert word in entry.translation, source


def test_the_texts_are_those_of_all_three_origins(texts: list) -> None:
    found = {(text.context, text.source) for text in texts}
    assert ("CrossModalitySeg", "Segment many hearts") in found, "the .ui file"
    assert ("panel.segment_section", "Choose a volume first.") in found, "a call of _"
    assert (translations.MESSAGES, "{1} does not exist.") in found, "a sentence of the worker"
    assert (translations.MESSAGES, "segmenting") in found, "a stage"
    assert (translations.MESSAGES, "Left ventricular myocardium") in found, "a structure"
    assert not [source for _, source in found if source.startswith(("vtkMRML", "background:"))]


def test_every_user_error_above_the_border_is_in_the_catalogue(texts: list) -> None:
    """Found here in another way: whatever stands as sentence or remedy in the call itself."""
    found = {text.source for text in texts if text.context == translations.MESSAGES}
    lacking, seen = [], 0
    for folder in ("panel", "tasks", "scene", "jobs"):
        for path in (translations.PACKAGE / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "UserError":
                    for argument in node.args[1:]:
                        first = translations._sentences(translations.template_of(argument).strip())[0]
                        first, _ = translations.numbered(first)
                        seen += bool(first)
                        if first and first not in found:
                            lacking.append(first)
    assert lacking == []
    assert seen > 100


@pytest.mark.parametrize(
    ("code", "template"),
    [
        ('"Choose one."', "Choose one."),
        ('f"{path.name} holds {len(rest)} of {len(whole)}."', "{name} holds {rest} of {whole}."),
        ('f"{low:g} to {high:g}, not {low:g}"', "{low} to {high}, not {low}"),
        ('f"{a.name} and {b.name}"', "{name} and {name2}"),
        ("f\"{', '.join(names)}\"", "{names}"),
        ("5", ""),
    ],
)
def test_a_string_becomes_a_template(code: str, template: str) -> None:
    assert translations.template_of(ast.parse(code, mode="eval").body) == template


def test_sentences_are_found_where_they_are_shown() -> None:
    code = '''
"""The file. It says something."""
title = "Adapt model"
def run(reporter, log, crashed):
    """What it does. It is long."""
    log.warning("Nobody reads this.")
    reporter.log("Nor this here.")
    reporter.progress(0.5, "half way there")
    how = "crashed" if crashed else f"ended with code {code}"
    if crashed:
        raise ValueError("A mistake of ours.")
    raise UserError(Code.X, f"The worker {how}. {last}", remedy or "Start again. It goes on.")
'''
    assert set(translations.templates(ast.parse(code))) == {
        "Adapt model",
        "half way there",
        "The worker {how}.",
        "crashed",
        "ended with code {code}",
        "Start again.",
        "It goes on.",
    }


def test_a_changed_text_keeps_its_translation_as_a_draft() -> None:
    text, entry = translations.Text, translations.Entry
    known = {
        ("a", "The volume {name} holds no voxels."): entry("Leer: {name}", True),
        ("a", "Gone from the source."): entry("Weg", True),
        ("a", "Save"): entry("Sichern", True),
    }
    found = [
        text("a", "The volume {name} has no voxels.", "x.py"),
        text("a", "Something else entirely", "x.py"),
        text("b", "Save", "x.py"),
    ]
    assert translations.updated(known, found) == {
        ("a", "The volume {name} has no voxels."): entry("Leer: {name}", False),
        ("a", "Something else entirely"): entry("", False),
        ("b", "Save"): entry("Sichern", True),
    }


def test_a_catalogue_reads_back(tmp_path: Path) -> None:
    found = [translations.Text("a", 'Less < more & "so"', "x.py"), translations.Text("a", "New", "x.py")]
    entries = {
        ("a", 'Less < more & "so"'): translations.Entry("小于 < & {name}", True),
        ("a", "New"): translations.Entry("", False),
    }
    translations.write(tmp_path / "CrossModalitySeg_zh-CN.ts", found, entries)
    assert translations.read(tmp_path / "CrossModalitySeg_zh-CN.ts") == entries
