"""What Slicer's own modules offer of this one: an entry of the module Data's menu, and an effect of the Segment Editor.

Slicer loads these files by their path, as modules of their own: nothing here is imported relatively. Of an effect the
folder's name becomes the module's, hence this one.
"""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent


def register() -> list[object]:
    """Add the entry and the effect to Slicer, whose menu handler and effect factory must be there.

    Returns what must be kept alive as long as Slicer runs.
    """
    import slicer
    from qSlicerSegmentationsEditorEffectsPythonQt import qSlicerSegmentEditorScriptedEffect

    entry = slicer.qSlicerSubjectHierarchyScriptedPlugin(None)
    entry.setPythonSource((_FOLDER / "CrossModalitySegSubjectHierarchyPlugin.py").as_posix())
    effect = qSlicerSegmentEditorScriptedEffect(None)
    effect.setPythonSource((_FOLDER / "SegmentHeartEffect.py").as_posix())
    effect.self().register()
    return [entry, effect]
