"""Segment heart: one volume, one model, one button, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import qt
import slicer
import vtk
from slicer.i18n import tr as _

from ..errors import Code, UserError, from_exception
from ..scene.plots import show_chart
from ..scene.save import FORMATS, dicom_files, save, save_series
from ..scene.series import check_series, shown_volume
from ..scene.views import show_heart, show_layers
from ..scene.volumes import check_volume
from ..tasks.dicom_seg import DicomSegTask
from ..tasks.following import Following, SegmentResult
from ..tasks.pump import Pump
from ..tasks.segment import SegmentTask
from ..tasks.series import SeriesTask
from ..tasks.series_following import SeriesFollowing, SeriesResult
from .connections import Watch
from .result_table import fill_with_function, fill_with_volumes
from .section import Section, fill_with_models
from .translation import translated

if TYPE_CHECKING:
    from .panel import Panel
    from .ui import Ui


class SegmentSection(Section):
    """The first section. ``result`` is the last segmentation it made, as it is now, for editing and saving; of a time
    series it is the phase that the sequence browser shows.
    """

    def __init__(self, ui: Ui, panel: Panel) -> None:
        super().__init__(ui, panel)
        self.result: SegmentResult | SeriesResult | None = None
        self._volume: slicer.vtkMRMLScalarVolumeNode | None = None
        self._saving: Pump[list[Path]] | None = None
        self._menu = qt.QMenu(ui.saveButton)
        self._actions = []  # a menu does not keep the Python side of its entries alive
        for suffix, text in FORMATS.items():
            action = self._menu.addAction(translated(text))
            self.connections.on(action.triggered, partial(self.save_as, suffix))
            self._actions.append(action)
        ui.saveButton.setMenu(self._menu)
        events = (
            vtk.vtkCommand.ModifiedEvent,
            slicer.vtkMRMLVolumeNode.ImageDataModifiedEvent,
            slicer.vtkMRMLTransformableNode.TransformModifiedEvent,
        )
        self._watch = Watch(panel.draw, events)
        self.connections.on(ui.segmentButton.clicked, self.start)
        self.connections.on(ui.editButton.clicked, self.edit)
        self.connections.on(ui.beatButton.clicked, self.show_beat)
        self.connections.on(ui.volumeSelector.currentNodeChanged, self._chosen)
        self.connections.on(ui.volumeSelector.nodeAdded, self.choose_the_only_volume)
        self.connections.on(ui.segmentModelCombo.currentIndexChanged, panel.draw)

    def start(self) -> None:
        """Segment the chosen volume, or each phase of the chosen series, with the chosen model."""
        node = self.ui.volumeSelector.currentNode()
        if isinstance(node, slicer.vtkMRMLSequenceNode):
            self._segment_series(node)
        else:
            self._segment(node)

    def start_on(self, volume: slicer.vtkMRMLScalarVolumeNode) -> None:
        """Choose a volume and segment it, as the menu of the module Data asks.

        Args:
            volume: Volume of the scene. What keeps it from being segmented is shown.
        """
        self.ui.volumeSelector.setCurrentNode(volume)
        self.panel.once_equipped(lambda: self._segment_unasked(volume))

    def start_into(
        self,
        volume: slicer.vtkMRMLScalarVolumeNode | None,
        target: slicer.vtkMRMLSegmentationNode | None,
        before: Callable[[], bool],
    ) -> None:
        """Segment a volume into a segmentation, as the Segment Editor asks.

        Args:
            volume: Volume of the scene; None, where none is chosen, is refused by the task.
            target: Segmentation that is written into; None makes a new one.
            before: Called right before ``target`` is changed; where it returns False, a new one is made after all. Not
                called where there is no target.
        """
        self.panel.once_equipped(lambda: self._segment_unasked(volume, target, before))

    def choose_the_only_volume(self) -> None:
        """Choose the volume of the scene where there is one and none is chosen."""
        selector = self.ui.volumeSelector
        if slicer.mrmlScene.IsImporting():  # its own choice, and other volumes, may be yet to come
            return
        if selector.currentNode() is None and selector.nodeCount() == 1:
            selector.setCurrentNode(selector.nodeFromIndex(0))

    def draw(self) -> None:
        """Show which models there are, why the button cannot be pressed, and the result."""
        fill_with_models(self.ui.segmentModelCombo, self.panel.models)
        self.enable(
            self.ui.segmentButton,
            self._disabled_reason(),
            _("Find and segment the heart; the result appears over the slices and in 3D."),
        )
        if self._segmentation is None:
            self.result = self._volume = None
        self.ui.resultFrame.setVisible(self.result is not None)
        if self.result is None:
            return
        self.ui.qualityText.setPlainText(translated(self.result.quality))
        if isinstance(self.result, SeriesResult):
            fill_with_function(self.ui.statisticsTable, self.result)
        else:
            fill_with_volumes(self.ui.statisticsTable, self.result)
        self.ui.beatButton.setVisible(isinstance(self.result, SeriesResult))
        self.enable(self.ui.beatButton, "", _("Show the volumes through the beat as a plot."))
        self.enable(self.ui.editButton, "", _("Correct the segmentation by hand."))
        self.enable(
            self.ui.saveButton,
            _("Another job is running.") if self.panel.busy else "",
            _("Write the segmentation into a file."),
        )

    def close(self) -> None:
        """Let go of every widget and node."""
        super().close()
        if self._saving is not None:
            self._saving.cancel()
            self._saving = None
        self._watch.observe(None)

    def leave_scene(self) -> None:
        """Save no further, and say so: the phases, and the transform that they are under, go with the scene."""
        if self._saving is not None:
            self._saving.cancel()
            self._not_saved(
                UserError(
                    Code.GONE,
                    "The scene was closed before all phases were saved.",
                    "Load it again, and save the series under another name; files that were written are whole.",
                )
            )

    def show_beat(self) -> None:
        """Put the volume-time curve into the layout."""
        if isinstance(self.result, SeriesResult) and self.result.beat is not None:
            show_chart(self.result.beat.chart)

    def edit(self) -> None:
        """Open the segmentation in the Segment Editor."""
        if self._segmentation is None or slicer.util.mainWindow() is None:
            return
        slicer.util.selectModule("SegmentEditor")
        editor = slicer.modules.segmenteditor.widgetRepresentation().self().editor
        editor.setSegmentationNode(self._segmentation)
        if self._volume is not None and slicer.mrmlScene.IsNodePresent(self._volume):
            editor.setSourceVolumeNode(self._volume)

    def save_as(self, suffix: str) -> None:
        """Ask for a file and write the segmentation there.

        Args:
            suffix: Format, one of ``FORMATS``; for "stl" a folder is asked for. What stands against "dcm" is shown
                before anything is asked.
        """
        node = self._segmentation
        if node is None:
            return
        series = self.result.sequence if isinstance(self.result, SeriesResult) else None
        try:
            if suffix == "dcm":
                dicom_files(self._volume)
            path = self._ask_where(suffix, node.GetName())
            if path is None:
                return
            if series is not None and suffix != "dcm":
                steps = save_series(series, node, path)
                self._saving = Pump(steps, lambda fraction: None, self._saved, self._not_saved)
                return
            if suffix == "dcm":
                self.panel.run(lambda: DicomSegTask(self.context, node, self._volume, path, overwrite=True))
                return
            written = save(node, path, overwrite=suffix != "stl")  # the dialog has asked
        except (UserError, OSError) as error:
            self._not_saved(error)
            return
        self._saved(written)

    def _saved(self, written: list[Path]) -> None:
        self._saving = None
        files, folder = ", ".join(file.name for file in written), written[0].parent
        if len({file.parent for file in written}) > 1:
            files, folder = _("{count} files").format(count=len(written)), folder.parent
        self.panel.report(_("Save"), _("Wrote {files} into {folder}.").format(files=files, folder=folder))

    def _not_saved(self, error: Exception) -> None:
        self._saving = None
        failure = from_exception(error)
        self.panel.refuse(failure.sentence, failure.remedy, _("Save"))

    def _ask_where(self, suffix: str, name: str) -> Path | None:
        if suffix == "stl":
            path = self.panel.dialogs.folder(_("Folder for the STL files"))
        else:
            path = self.panel.dialogs.new_file(_("Save segmentation"), f"{name}.{suffix}", f"*.{suffix}")
        return Path(path) if path else None

    def _segment_unasked(
        self,
        volume: slicer.vtkMRMLScalarVolumeNode | None,
        target: slicer.vtkMRMLSegmentationNode | None = None,
        before: Callable[[], bool] = lambda: True,
    ) -> None:
        """Segment from outside of the panel, whose button would show why it cannot be pressed."""
        if self.panel.disabled_reason:
            self.panel.dialogs.complain(self.panel.disabled_reason)
        else:
            self._segment(volume, target, before)

    def _segment(
        self,
        volume: slicer.vtkMRMLScalarVolumeNode | None,
        target: slicer.vtkMRMLSegmentationNode | None = None,
        before: Callable[[], bool] = lambda: True,
    ) -> None:
        path = self.use_model(self.ui.segmentModelCombo)
        unsure = self.panel.parameters.uncertainty
        self.panel.run(
            lambda: SegmentTask(self.context, volume, path, target, before, unsure), partial(self._done, volume)
        )

    def _segment_series(self, series: slicer.vtkMRMLSequenceNode) -> None:
        path = self.use_model(self.ui.segmentModelCombo)
        unsure = self.panel.parameters.uncertainty
        self.panel.run(lambda: SeriesTask(self.context, series, path, uncertainty=unsure), self.show_series)

    def show_series(self, task: SeriesTask) -> None:
        """Show the result of ``task``."""
        if task.following is None:  # the scene was closed meanwhile
            self.result = self._volume = None
            return
        self._show(task.following, shown_volume(task.series))

    def _done(self, volume: slicer.vtkMRMLScalarVolumeNode | None, task: SegmentTask) -> None:
        if task.following is None:  # the scene was closed meanwhile
            self.result = self._volume = None
            return
        self.show(task.following, volume)

    def show(self, following: Following, volume: slicer.vtkMRMLScalarVolumeNode | None) -> None:
        """Show a result, and what becomes of it; ``volume`` is what was segmented, None where that is not there."""
        self._show(following, volume)

    def _show(self, following: Following | SeriesFollowing, volume: slicer.vtkMRMLScalarVolumeNode | None) -> None:
        self.result, self._volume = following.result, volume
        following.changed.connect(self._edited)
        show_layers(following.segmentation, _present(volume), _present(self.result.uncertainty))
        show_heart(following.segmentation)

    def _edited(self, result: SegmentResult | SeriesResult) -> None:
        if self.result is not None and result.segmentation is self.result.segmentation:
            self.result = result
            self.panel.draw()

    def _chosen(self) -> None:
        self._watch.observe(self.ui.volumeSelector.currentNode())
        self.panel.draw()

    @property
    def _segmentation(self) -> slicer.vtkMRMLSegmentationNode | None:
        """That of the result, as long as it is in the scene."""
        node = self.result.segmentation if self.result is not None else None
        return node if node is not None and slicer.mrmlScene.IsNodePresent(node) else None

    def _disabled_reason(self) -> str:
        if self.panel.disabled_reason:
            return str(self.panel.disabled_reason)
        if self.ui.volumeSelector.currentNode() is None:
            return _("Choose a volume first.")
        if self.panel.no_model:
            return str(self.panel.no_model)
        node = self.ui.volumeSelector.currentNode()
        try:
            check = check_series if isinstance(node, slicer.vtkMRMLSequenceNode) else check_volume
            check(node)
        except UserError as error:
            return f"{error.sentence} {error.remedy}"
        return ""


def _present(node: slicer.vtkMRMLScalarVolumeNode | None) -> slicer.vtkMRMLScalarVolumeNode | None:
    """``node``, None where somebody has removed it from the scene meanwhile."""
    return node if node is not None and slicer.mrmlScene.IsNodePresent(node) else None
