"""Segment CT: one volume, one model, one button, and what came of it."""

from __future__ import annotations

import html
from functools import partial
from pathlib import Path
from typing import Any

import qt
import slicer
from slicer.i18n import tr as _

from ..errors import UserError
from ..scene.save import FORMATS, save
from ..scene.volumes import check_volume
from ..tasks.dicom_seg import DicomSegTask
from ..tasks.segment import SegmentResult, SegmentTask
from ..tasks.task import Task
from .section import Section, chosen_model, fill_with_models


class SegmentSection(Section):
    """The first section. ``result`` is the last segmentation it made, for editing and saving."""

    def __init__(self, ui: Any, panel: Any) -> None:
        super().__init__(ui, panel)
        self.result: SegmentResult | None = None
        self._volume: Any = None
        self._menu = qt.QMenu(ui.saveButton)
        self._actions = []  # a menu does not keep the Python side of its entries alive
        for suffix, text in FORMATS.items():
            action = self._menu.addAction(text)
            self.connections.on(action.triggered, partial(self.save_as, suffix))
            self._actions.append(action)
        ui.saveButton.setMenu(self._menu)
        self.connections.on(ui.segmentButton.clicked, self.start)
        self.connections.on(ui.editButton.clicked, self.edit)
        self.connections.on(ui.volumeSelector.currentNodeChanged, panel.draw)
        self.connections.on(ui.segmentModelCombo.currentIndexChanged, panel.draw)

    def start(self) -> None:
        """Segment the chosen volume with the chosen model."""
        model = chosen_model(self.ui.segmentModelCombo, self.panel.ct_models)
        volume = self.ui.volumeSelector.currentNode()
        self.panel.run(lambda: SegmentTask(self.context, volume, model.path if model else None), self._done)
        self._volume = volume

    def draw(self) -> None:
        """Show which models there are, why the button cannot be pressed, and the result."""
        fill_with_models(self.ui.segmentModelCombo, self.panel.ct_models)
        self.enable(self.ui.segmentButton, self._hindrance(), _("Find and segment the heart; the result appears in the Segment Editor."))
        if self.result is not None and not self._alive():
            self.result = None
        self.ui.resultFrame.setVisible(self.result is not None)
        if self.result is None:
            return
        self.ui.qualityLabel.setText(self.result.quality)
        self.ui.statisticsLabel.setText(_statistics(self.result))
        self.enable(self.ui.editButton, "", _("Correct the segmentation by hand."))
        self.enable(self.ui.saveButton, _("Another job is running.") if self.panel.busy else "", _("Write the segmentation into a file."))

    def show(self, result: SegmentResult) -> None:
        """Show ``result`` as the section's own."""
        self.result = result if result.segmentation is not None else None

    def edit(self) -> None:
        """Open the segmentation in the Segment Editor."""
        if self.result is None or not self._alive() or slicer.util.mainWindow() is None:
            return
        slicer.util.selectModule("SegmentEditor")
        editor = slicer.modules.segmenteditor.widgetRepresentation().self().editor
        editor.setSegmentationNode(self.result.segmentation)
        if self._volume is not None and slicer.mrmlScene.IsNodePresent(self._volume):
            editor.setSourceVolumeNode(self._volume)

    def save_as(self, suffix: str) -> None:
        """Ask for a file (a folder for STL) and write the segmentation there."""
        if self.result is None or not self._alive():
            return
        node = self.result.segmentation
        if suffix == "stl":
            path = self.panel.dialogs.folder(_("Folder for the STL files"))
        else:
            path = self.panel.dialogs.new_file(_("Save segmentation"), f"{node.GetName()}.{suffix}", f"*.{suffix}")
        if not path:
            return
        if suffix == "dcm":
            self.panel.run(lambda: DicomSegTask(self.context, node, self._volume, Path(path)))
            return
        written = save(node, Path(path), overwrite=suffix != "stl")  # the file dialog has asked already
        self.panel.note(_("Saved {files}.").format(files=", ".join(file.name for file in written)))

    def _done(self, task: Task) -> None:
        self.show(task.result)

    def _alive(self) -> bool:
        return self.result is not None and bool(slicer.mrmlScene.IsNodePresent(self.result.segmentation))

    def _hindrance(self) -> str:
        if self.panel.hindrance:
            return self.panel.hindrance
        if self.ui.volumeSelector.currentNode() is None:
            return _("Choose a CT volume first.")
        if not self.panel.ct_models:
            return _("There is no CT model yet: adapt one below, or import one in the model library.")
        try:
            check_volume(self.ui.volumeSelector.currentNode())
        except UserError as error:
            return f"{error.sentence} {error.remedy}"
        return ""


def _statistics(result: SegmentResult) -> str:
    """The volumes, and the Dice to expect where that is known, as a small table in rich text."""
    rows = []
    for structure in result.label_set.structures:
        volume_ml = result.volumes_ml.get(structure.name, 0.0)
        cells = [f"{volume_ml:.1f} ml" if volume_ml else _("missing")]
        expected = (result.expected_dice or {}).get(structure.name)
        if volume_ml and expected is not None:
            cells.append(_("expected Dice {dice}").format(dice=f"{expected:.2f}"))
        numbers = "".join(f'<td align="right">&nbsp;{html.escape(text)}</td>' for text in cells)
        rows.append(f'<tr><td><font color="{structure.css}">&#9632;</font> {html.escape(structure.title)}</td>{numbers}</tr>')
    return f"<table>{''.join(rows)}</table>"
