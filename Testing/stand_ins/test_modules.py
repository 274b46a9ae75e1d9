"""Scripted modules are loaded, reloaded and unloaded as in Slicer."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import slicer

from . import modules

MODULE = """
import qt, slicer
from slicer.ScriptedLoadableModule import *
class Tiny(ScriptedLoadableModule):
    def __init__(self, parent):
        super().__init__(parent)
        parent.title = "Tiny"
class TinyWidget(ScriptedLoadableModuleWidget):
    def setup(self):
        super().setup()
        self.logic = TinyLogic()
        self.label = qt.QLabel("x")
        self.layout.addWidget(self.label)
        self.cleaned = 0
    def cleanup(self):
        self.cleaned += 1
class TinyLogic(ScriptedLoadableModuleLogic):
    pass
"""


def test_scripted_module_lives_as_in_slicer(tmp_path: Path) -> None:
    (tmp_path / "Tiny.py").write_text(MODULE)
    module = modules.load(tmp_path / "Tiny.py")
    assert (slicer.util.getModule("Tiny"), module.title, slicer.util.modulePath("Tiny")) == (
        module,
        "Tiny",
        str(tmp_path / "Tiny.py"),
    )
    with pytest.raises(AttributeError):
        module.nosuch = 1
    widget = slicer.util.getModuleWidget("Tiny")
    assert widget is slicer.modules.TinyWidget
    assert widget.resourcePath("UI/x.ui") == str(tmp_path / "Resources" / "UI" / "x.ui")
    node = widget.logic.getParameterNode()
    assert node is widget.logic.getParameterNode()
    assert (node.GetAttribute("ModuleName"), slicer.util.getModuleLogic("Tiny")) == ("Tiny", widget.logic)
    slicer.util.reloadScriptedModule("Tiny")
    assert widget.cleaned == 1
    new = slicer.util.getModuleWidget("Tiny")
    assert new is not widget
    module.unload()
    assert (new.cleaned, widget.cleaned) == (1, 1)
    with pytest.raises(RuntimeError):
        slicer.util.getModule("Tiny")
    sys.path.remove(str(tmp_path))
