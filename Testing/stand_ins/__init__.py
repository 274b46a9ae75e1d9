"""What stands in for 3D Slicer where there is only PyPI: real Qt (PySide6), real MRML (slicer-core), and here what
those two lack.

The rule: a stand-in fails where the real thing would. After ``install()``, ``import qt, ctk, slicer`` works as in
Slicer's Python.
"""

from __future__ import annotations

import os
import sys
import tempfile
from types import ModuleType

__all__ = ["install"]


def install() -> None:
    """Put the stand-ins into ``sys.modules`` and onto the module ``slicer``, and start the application; a second call
    does nothing.
    """
    import slicer

    if hasattr(slicer, "app"):
        return
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from . import qt

    sys.modules["qt"] = qt
    from . import ctk, i18n

    sys.modules["ctk"] = ctk
    _add("i18n", i18n)
    _settings_of_their_own()
    from . import application, mrml_widgets

    for widget in mrml_widgets.WIDGETS:
        setattr(slicer, widget.__name__, widget)
    slicer.app = application.qSlicerApplication()
    slicer.mrmlScene = slicer.vtkMRMLScene()
    slicer.app.applicationLogic().SetMRMLScene(slicer.mrmlScene)
    from . import modules

    slicer.qSlicerScriptedLoadableModule = modules.qSlicerScriptedLoadableModule
    slicer.qSlicerScriptedLoadableModuleWidget = modules.qSlicerScriptedLoadableModuleWidget
    slicer.modules = modules.core_modules()
    from . import plugins

    for host in (plugins.qSlicerSubjectHierarchyScriptedPlugin, plugins.qSlicerSubjectHierarchyPluginHandler):
        setattr(slicer, host.__name__, host)
    slicer.qSlicerSegmentEditorEffectFactory = plugins.qSlicerSegmentEditorEffectFactory
    sys.modules.update(plugins.modules())
    from . import packaging, parameter_node_wrapper, sample_data, scripted_loadable_module, torch_utils, util

    util.adapt()
    _add("packaging", packaging)
    _add("parameterNodeWrapper", parameter_node_wrapper)
    _add("ScriptedLoadableModule", scripted_loadable_module)
    sys.modules["SampleData"] = sample_data
    sys.modules["PyTorchUtils"] = torch_utils


def _add(name: str, module: ModuleType) -> None:
    import slicer

    setattr(slicer, name, module)
    sys.modules[f"slicer.{name}"] = module


def _settings_of_their_own() -> None:
    """Keep the settings of whoever runs the tests out of reach."""
    from PySide6 import QtCore

    QtCore.QCoreApplication.setOrganizationName("NA-MIC")
    QtCore.QCoreApplication.setApplicationName("Slicer")
    QtCore.QSettings.setDefaultFormat(QtCore.QSettings.Format.IniFormat)
    QtCore.QSettings.setPath(
        QtCore.QSettings.Format.IniFormat, QtCore.QSettings.Scope.UserScope, tempfile.mkdtemp(prefix="Slicer-settings-")
    )
