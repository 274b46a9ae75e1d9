"""The effect "Segment heart" of the Segment Editor: the model writes into the segmentation that is being edited."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Protocol

import qt
import slicer
from SegmentEditorEffects import AbstractScriptedSegmentEditorEffect
from slicer.i18n import tr as _

_ICON = Path(__file__).parents[2] / "Resources" / "Icons" / "CrossModalitySeg.png"


class ScriptedEffect(Protocol):
    """What Slicer hands in: the effect in C++ that this one speaks for."""

    name: str
    title: str
    perSegment: bool
    requireSegments: bool


class SegmentHeartEffect(AbstractScriptedSegmentEditorEffect):
    """Works on all segments at once, and needs none; the panel of the module runs the job and shows how far it is."""

    def __init__(self, scriptedEffect: ScriptedEffect) -> None:
        scriptedEffect.name = "SegmentHeart"
        scriptedEffect.title = _("Segment heart")
        scriptedEffect.perSegment = False
        scriptedEffect.requireSegments = False
        super().__init__(scriptedEffect)

    def clone(self) -> object:
        """A copy for another editor."""
        from qSlicerSegmentationsEditorEffectsPythonQt import qSlicerSegmentEditorScriptedEffect

        copy = qSlicerSegmentEditorScriptedEffect(None)
        copy.setPythonSource(Path(__file__).as_posix())
        return copy

    def icon(self) -> object:
        """The module's."""
        return qt.QIcon(str(_ICON))

    def helpText(self) -> str:
        """What the effect does."""
        return _(
            "Finds and segments the heart in the source volume. Segments of its structures are replaced, others stay; "
            "Undo brings back what was there. Model and progress are those of the module CrossModalitySeg."
        )

    def setupOptionsFrame(self) -> None:
        """One button."""
        self.button = qt.QPushButton(_("Segment heart"))
        self.button.setToolTip(_("Run the model on the source volume; the segmentation is changed when it is done."))
        self.button.clicked.connect(self.onApply)
        self.scriptedEffect.addOptionsWidget(self.button)

    def createCursor(self, widget: qt.QWidget) -> object:
        """The mouse does nothing special."""
        return slicer.util.mainWindow().cursor if slicer.util.mainWindow() is not None else qt.QCursor()

    def onApply(self, *_values: object) -> None:
        """Segment the source volume into the segmentation."""
        edited = self.scriptedEffect.parameterSetNode()
        target = edited.GetSegmentationNode()
        panel = slicer.util.getModuleWidget("CrossModalitySeg").panel
        panel.segment.start_into(edited.GetSourceVolumeNode(), target, partial(self._keep, target))

    def _keep(self, target: slicer.vtkMRMLSegmentationNode | None) -> bool:
        """Let Undo bring back what ``target`` is now; False where the editor shows another one, and would keep that."""
        edited = self.scriptedEffect.parameterSetNode()
        if edited is None or edited.GetSegmentationNode() is not target:
            return False
        self.scriptedEffect.saveStateForUndo()
        return True
