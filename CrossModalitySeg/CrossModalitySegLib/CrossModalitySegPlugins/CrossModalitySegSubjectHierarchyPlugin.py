"""The entry "Segment heart" in the menu of a volume in the module Data."""

from __future__ import annotations

from typing import Protocol

import qt
import slicer
from slicer.i18n import tr as _
from SubjectHierarchyPlugins import AbstractScriptedSubjectHierarchyPlugin


class ScriptedPlugin(Protocol):
    """What Slicer hands in: the plugin in C++ that this one speaks for."""

    name: str


class CrossModalitySegSubjectHierarchyPlugin(AbstractScriptedSubjectHierarchyPlugin):
    """Owns no item of the tree; shows its entry where the item is a volume that can be segmented."""

    filePath = __file__

    def __init__(self, scriptedPlugin: ScriptedPlugin) -> None:
        scriptedPlugin.name = "CrossModalitySeg"
        super().__init__(scriptedPlugin)
        self.action = qt.QAction(_("Segment heart"), scriptedPlugin)
        self.action.triggered.connect(self.onSegment)

    def canAddNodeToSubjectHierarchy(self, node: slicer.vtkMRMLNode, parentItemID: int) -> float:
        """Adds none."""
        return 0.0

    def canOwnSubjectHierarchyItem(self, itemID: int) -> float:
        """Owns none."""
        return 0.0

    def roleForPlugin(self) -> str:
        """None."""
        return "N/A"

    def itemContextMenuActions(self) -> list[qt.QAction]:
        """What the menu of an item may show."""
        return [self.action]

    def showContextMenuActionsForItem(self, itemID: int) -> None:
        """Show the entry for a volume."""
        if self._volume(itemID) is not None:
            self.action.setVisible(True)

    def onSegment(self, *_values: object) -> None:
        """Open the module, and segment the volume there."""
        volume = self._volume(slicer.qSlicerSubjectHierarchyPluginHandler.instance().currentItem())
        if volume is None:
            return
        if slicer.util.mainWindow() is not None:
            slicer.util.selectModule("CrossModalitySeg")
        slicer.util.getModuleWidget("CrossModalitySeg").panel.segment.start_on(volume)

    def _volume(self, item: int) -> slicer.vtkMRMLScalarVolumeNode | None:
        """The volume of the tree's item, None if it is something else."""
        from CrossModalitySegLib.errors import UserError
        from CrossModalitySegLib.scene.volumes import check_volume

        if not item:
            return None
        node = slicer.qSlicerSubjectHierarchyPluginHandler.instance().subjectHierarchyNode().GetItemDataNode(item)
        try:
            return check_volume(node)
        except UserError:
            return None
