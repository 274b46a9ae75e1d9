"""The types that the type checker is told of Slicer and Qt (``Testing/stubs``) are those of slicer-core and PySide6."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import qt
import slicer

from CrossModalitySegLib.panel.ui import Ui

STUBS = Path(__file__).parents[1] / "stubs"
MODULE = STUBS.parents[1] / "CrossModalitySeg"
PANEL = MODULE / "CrossModalitySegLib" / "panel"
OF_THE_APPLICATION = ("qSlicer", "qMRMLPlot", "qMRMLThreeD", "vtkMRMLApplicationLogic", "vtkSlicerTerminologies")
"""What begins like this belongs to the application, which PyPI lacks."""
OURS = ("Signal",)


def members(stub: str) -> Iterator[tuple[str, str]]:
    """Class and member of each class in a stub; "" for the class itself."""
    for node in ast.parse((STUBS / stub).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith((*OF_THE_APPLICATION, *OURS)):
            yield node.name, ""
            for member in node.body:
                if isinstance(member, ast.FunctionDef):
                    yield node.name, member.name
                elif isinstance(member, ast.AnnAssign) and isinstance(member.target, ast.Name):
                    yield node.name, member.target.id


@pytest.mark.parametrize(("stub", "module"), [("slicer/__init__.pyi", slicer), ("qt.pyi", qt)], ids=["slicer", "qt"])
def test_every_member_of_a_stub_exists(stub: str, module: object) -> None:
    found = list(members(stub))
    lacking = [
        f"{name}.{member}" for name, member in found if not hasattr(getattr(module, name, None), member or "__class__")
    ]
    assert lacking == []
    assert len(found) > 90


def test_bases_are_those_of_slicer_core() -> None:
    for node in ast.parse((STUBS / "slicer/__init__.pyi").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith((*OF_THE_APPLICATION, "qMRML")):
            for base in (base.id for base in node.bases if isinstance(base, ast.Name) and hasattr(slicer, base.id)):
                assert issubclass(getattr(slicer, node.name), getattr(slicer, base)), (node.name, base)


def test_widgets_are_those_of_the_ui_file() -> None:
    ui = MODULE / "Resources" / "UI" / "CrossModalitySeg.ui"
    widgets = {name: kind for kind, name in re.findall(r'<widget class="(\w+)" name="(\w+)"', ui.read_text("utf-8"))}
    assert Ui.__annotations__ == {name: widgets.get(name) for name in Ui.__annotations__}
    used = set(re.findall(r"\bui\.(\w+)", "".join(file.read_text("utf-8") for file in PANEL.glob("*_section.py"))))
    assert used & widgets.keys() <= Ui.__annotations__.keys()
    assert len(Ui.__annotations__) > 50
