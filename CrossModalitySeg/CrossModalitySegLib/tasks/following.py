"""What came of a segmentation, and how it stays true while somebody corrects the segmentation by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import qt
import slicer

from ..anatomy import DEFAULT_LABEL_SET, as_label_set
from ..errors import Code, UserError
from ..jobs.folder import Event
from ..label_set import LabelSet
from ..scene.hierarchy import scene_of
from ..scene.segmentations import describe
from ..scene.tables import statistics_table, update_table, volumes_ml
from .signal import Signal

if TYPE_CHECKING:
    from vtkmodules.vtkCommonCore import vtkObject

EDIT_PAUSE_MS = 300
"""Volumes are counted when the hand rests, not at every stroke's every point."""

SAME_ML = 1e-6
"""Less than any voxel: what a rotation leaves of rounding."""


@dataclass(frozen=True)
class SegmentResult:
    """What came of it. ``segmentation`` and ``table`` are None if the scene was closed meanwhile: ``file`` then holds
    the result.

    ``findings`` says in sentences what speaks against the segmentation; nothing does if it is empty. ``volumes_ml``,
    ``confidence`` (0..1, None where a structure is absent) and ``expected_dice`` (0..1, None for a model that is not
    calibrated) go by structure name; ``inference_s`` is the worker's own time. Where somebody has ``edited`` the
    segmentation since, volumes are those of today, and nothing is known of its quality. ``uncertainty`` is the map of
    where the model is unsure, where it was asked for.
    """

    segmentation: slicer.vtkMRMLSegmentationNode | None
    table: slicer.vtkMRMLTableNode | None
    file: Path
    model: str
    label_set: LabelSet
    findings: list[str]
    volumes_ml: dict[str, float]
    confidence: dict[str, float | None] | None
    expected_dice: dict[str, float] | None
    inference_s: float
    edited: bool = False
    uncertainty: slicer.vtkMRMLScalarVolumeNode | None = None

    @property
    def quality(self) -> str:
        """The quality flag with its sentences."""
        if self.edited:
            return (
                "Edited by hand: the volumes are those of the segmentation as it is now, and the assessment of the "
                "automatic one does not apply to it."
            )
        return "Please check: " + " ".join(self.findings) if self.findings else "Looks plausible."


class StoredResult:
    """A label map that the worker wrote to ``file``, and what it wrote down beside it; raises ``UserError`` INTERNAL if
    that cannot be read.

    >>> StoredResult(Path("results/ct.seg.nrrd")).label_set.names
    ('AA', 'LA', 'LV', 'Myo')
    """

    def __init__(self, file: Path) -> None:
        record = file.with_name(file.name.removesuffix(".seg.nrrd") + ".json")
        self.file = file
        try:
            self._record: Event = json.loads(record.read_bytes())
        except (OSError, ValueError) as error:
            raise UserError(Code.INTERNAL, f"{record} cannot be read: {error}.", "Segment the volume again.") from error
        self.label_set = as_label_set(self._record.get("labels", DEFAULT_LABEL_SET.name))

    @property
    def model(self) -> str:
        """Name of the model that made it."""
        return str(self._record["model"])

    @property
    def findings(self) -> list[str]:
        """What speaks against it, in sentences of the worker."""
        return list(self._record["quality"]["findings"])

    @property
    def uncertainty(self) -> Path | None:
        """The file of the map of where the model is unsure; None where none was asked for."""
        name = self._record.get("uncertainty")
        return self.file.with_name(name) if name else None

    def result_of(
        self, node: slicer.vtkMRMLSegmentationNode | None, words: Callable[[str], str] = str
    ) -> SegmentResult:
        """The result, with its table, of the segmentation ``node`` that was made of the label map; None where no scene
        wants it. ``words`` puts sentences of the record into the user's words.
        """
        record = self._record
        volumes = volumes_ml(node) if node else record["quality"]["volumes_ml"]
        table = statistics_table(node, volumes, record["confidence"], record["expected_dice"]) if node else None
        result = SegmentResult(
            segmentation=node,
            table=table,
            file=self.file,
            model=self.model,
            label_set=self.label_set,
            findings=[words(finding) for finding in self.findings],
            volumes_ml=volumes,
            confidence=record["confidence"],
            expected_dice=record["expected_dice"],
            inference_s=record["elapsed_s"],
        )
        if node is not None:
            describe(node, result.quality, result.model)
        return result


_FOLLOWED: set[Following] = set()
"""Kept alive as long as the segmentation is in the scene."""


def following_of(file: Path) -> Following | None:
    """Find out whether a result is in the scene.

    Args:
        file: Its label map.

    Returns:
        Who follows the segmentation that was made of it; None where there is none in the scene, or another result has
        been written into it.
    """
    return next((one for one in _FOLLOWED if one.result.file == file), None)


def end_following(segmentation: slicer.vtkMRMLSegmentationNode) -> None:
    """Follow ``segmentation`` no longer, as before another result is written into it."""
    for one in [one for one in _FOLLOWED if one.segmentation is segmentation]:
        one._end()


class Following:
    """Keeps ``result``, the table and the description of its nodes true while somebody edits the segmentation:
    ``changed(result)`` says when.

    Volumes follow; the verdict and the expected Dice, which are about what the worker made, are withdrawn. A later one
    of the same segmentation takes its place.
    """

    def __init__(self, result: SegmentResult) -> None:
        assert result.segmentation is not None and result.table is not None
        self.result, self.changed = result, Signal()
        self.segmentation, self._table = result.segmentation, result.table
        end_following(self.segmentation)
        self._timer = qt.QTimer()
        self._timer.setSingleShot(True)
        self._timer.setInterval(EDIT_PAUSE_MS)
        self._timer.timeout.connect(self._recount)
        node, scene = self.segmentation, scene_of(self.segmentation)
        segmentation, kinds = node.GetSegmentation(), slicer.vtkSegmentation
        # The Segment Editor sends the first of these, whoever writes into the voxels themselves the second.
        changes = (
            kinds.RepresentationModified,
            kinds.SourceRepresentationModified,
            kinds.SegmentAdded,
            kinds.SegmentRemoved,
            kinds.SegmentModified,
        )
        self._observed: list[tuple[vtkObject, int]] = [
            (segmentation, segmentation.AddObserver(event, self._on_change)) for event in changes
        ]
        self._observed.append(
            (node, node.AddObserver(slicer.vtkMRMLTransformableNode.TransformModifiedEvent, self._on_change))
        )
        self._observed.append((scene, scene.AddObserver(slicer.vtkMRMLScene.NodeRemovedEvent, self._on_removal)))
        _FOLLOWED.add(self)

    def _on_change(self, *_: object) -> None:
        self._timer.start()

    def _on_removal(self, *_: object) -> None:
        if self.segmentation.GetScene() is None:
            self._end()

    def _recount(self, *_: object) -> None:
        if self.segmentation.GetScene() is None:
            return
        volumes = volumes_ml(self.segmentation)
        if all(abs(volumes[name] - before) < SAME_ML for name, before in self.result.volumes_ml.items()):
            return  # another color, a new surface, a move
        self.result = replace(
            self.result, volumes_ml=volumes, findings=[], confidence=None, expected_dice=None, edited=True
        )
        describe(self.segmentation, self.result.quality, self.result.model)
        if self._table.GetScene() is not None:
            update_table(self._table, volumes)
        self.changed.emit(self.result)

    def _end(self) -> None:
        self._timer.stop()
        self._timer.timeout.disconnect(self._recount)
        for thing, tag in self._observed:
            thing.RemoveObserver(tag)
        self._observed.clear()
        _FOLLOWED.discard(self)
