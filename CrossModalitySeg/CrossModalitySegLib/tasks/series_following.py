"""What came of a time series, and how its numbers stay true while somebody corrects a phase by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import qt
import slicer

from ..label_set import LabelSet
from ..scene.beat import BeatNodes, Function, Ventricle, in_words, update_beat
from ..scene.hierarchy import scene_of
from ..scene.series import current_item
from ..scene.tables import volumes_ml
from .following import EDIT_PAUSE_MS, SAME_ML
from .signal import Signal


@dataclass(frozen=True)
class SeriesResult:
    """What came of it. The nodes are None if the scene was closed meanwhile; the label maps ``files`` hold the result
    in any case.

    ``sequence`` holds a segmentation for each phase, and ``segmentation`` shows the one that the sequence browser
    shows. ``volumes_ml`` goes by phase, then by structure name. ``function`` is None where the job was stopped before
    the last phase. ``findings`` are reasons to doubt the segmentations, a sentence each. Where a phase was ``edited``
    since, the numbers are those of the segmentations as they are now, whose quality is not known. ``uncertainty`` is
    the volume that shows where the model is unsure in the phase that is shown, where maps were asked for.
    """

    sequence: slicer.vtkMRMLSequenceNode | None
    segmentation: slicer.vtkMRMLSegmentationNode | None
    beat: BeatNodes | None
    files: tuple[Path, ...]
    model: str
    label_set: LabelSet
    findings: list[str]
    volumes_ml: list[dict[str, float]]
    function: Function | None
    edited: bool = False
    uncertainty: slicer.vtkMRMLScalarVolumeNode | None = None

    @property
    def quality(self) -> str:
        """The ejection fractions and the quality flag with its sentences."""
        measured = f"{in_words(self.function)}. " if self.function is not None else ""
        if self.edited:
            return (
                f"{measured}Edited by hand: the numbers are those of the segmentations as they are now, and the "
                "assessment of the automatic ones does not apply to them."
            )
        return measured + ("Please check: " + " ".join(self.findings) if self.findings else "Looks plausible.")


_FOLLOWED: set[SeriesFollowing] = set()
"""Kept alive as long as the series is in the scene."""


class SeriesFollowing:
    """Keeps ``result``, tables and chart true while somebody edits a phase: ``changed(result)`` says when.

    Volumes and ejection fractions follow; interval, mass and findings, which are about what the worker made, are
    withdrawn.
    """

    def __init__(self, result: SeriesResult, scales: Sequence[float]) -> None:
        """``scales`` says of each item how many times larger transforms make it."""
        assert result.segmentation is not None and result.sequence is not None and result.beat is not None
        self.result, self.changed = result, Signal()
        self.segmentation, self._sequence, self._nodes = result.segmentation, result.sequence, result.beat
        self._scales, self._edited = scales, set[int]()
        for other in [one for one in _FOLLOWED if one.segmentation is self.segmentation]:
            other._end()  # of a series that has gone on since
        self._timer = qt.QTimer()
        self._timer.setSingleShot(True)
        self._timer.setInterval(EDIT_PAUSE_MS)
        self._timer.timeout.connect(self._recount)
        kinds = slicer.vtkSegmentation
        changes = (kinds.RepresentationModified, kinds.SegmentAdded, kinds.SegmentRemoved, kinds.SegmentModified)
        # The node passes on what its segmentation says, which is another one for each phase.
        self._tags = [self.segmentation.AddObserver(event, self._on_change) for event in changes]
        self._scene = scene_of(self.segmentation)
        self._scene_tag = self._scene.AddObserver(slicer.vtkMRMLScene.NodeRemovedEvent, self._on_removal)
        _FOLLOWED.add(self)

    def _on_change(self, *_: object) -> None:
        item = current_item(self._sequence)
        if item is not None:
            self._edited.add(item)
            self._timer.start()

    def _on_removal(self, *_: object) -> None:
        if self.segmentation.GetScene() is None or self._sequence.GetScene() is None:
            self._end()

    def _recount(self, *_: object) -> None:
        edited, self._edited = self._edited, set()
        if self.segmentation.GetScene() is None or self._sequence.GetScene() is None:
            return
        for item in sorted(edited):
            found = volumes_ml(self._sequence.GetNthDataNode(item))
            volumes = {name: volume * self._scales[item] for name, volume in found.items()}
            before = self.result.volumes_ml[item]
            if all(abs(volumes[name] - volume) < SAME_ML for name, volume in before.items()):
                continue  # another color, a new surface
            beat = [*self.result.volumes_ml[:item], volumes, *self.result.volumes_ml[item + 1 :]]
            function = None if self.result.function is None else recounted(self.result.function, beat)
            self.result = replace(self.result, volumes_ml=beat, function=function, findings=[], edited=True)
            if self._nodes.volumes.GetScene() is not None:
                update_beat(self._nodes, item, volumes, function)
            self.changed.emit(self.result)

    def _end(self) -> None:
        self._timer.stop()
        self._timer.timeout.disconnect(self._recount)
        for tag in self._tags:
            self.segmentation.RemoveObserver(tag)
        self._scene.RemoveObserver(self._scene_tag)
        _FOLLOWED.discard(self)


def recounted(function: Function, volumes: Sequence[Mapping[str, float]]) -> Function:
    """What the worker's verb ``function`` would say of other ``volumes`` (ml, by phase) as far as volumes alone tell.

    >>> before = {"ventricles": {"LV": {}}}
    >>> recounted(before, [{"LV": 120.0}, {"LV": 48.0}])["ventricles"]["LV"]["ef_percent"]
    60.0
    """
    ventricles: dict[str, Ventricle] = {}
    left_out = function.get("left_out", [])
    numbers = [number for number in range(1, len(volumes) + len(left_out) + 1) if number not in left_out]
    for name in function["ventricles"]:
        beat = [one.get(name, 0.0) for one in volumes]
        largest, smallest = max(beat), min(beat)
        ventricles[name] = {
            "ed_phase": numbers[beat.index(largest)],
            "es_phase": numbers[beat.index(smallest)],
            "edv_ml": round(largest, 2),
            "esv_ml": round(smallest, 2),
            "stroke_ml": round(largest - smallest, 2),
            "ef_percent": round(100 * (1 - smallest / largest), 2) if largest else 0.0,
            "ef_interval_percent": None,
        }
    return {"ventricles": ventricles, "lv_mass_g": None, "flicker": None, "left_out": left_out}
