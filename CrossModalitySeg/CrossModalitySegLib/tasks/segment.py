"""Segment heart, one click: a volume of the scene becomes a segmentation beside it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path

import slicer

from ..errors import Code, UserError
from ..jobs.folder import Event
from ..jobs.outcome import Outcome
from ..scene.export import write_volume
from ..scene.segmentations import check_target, place, read_segmentation, write_into
from ..scene.uncertainty import place_uncertainty, read_uncertainty
from ..scene.volumes import Snapshot, check_volume, take_snapshot
from .context import Context
from .following import Following, SegmentResult, StoredResult, end_following
from .task import Task

INPUT, OUTPUT = "input.nrrd", "result"


class SegmentTask(Task[SegmentResult]):
    """Segments ``volume_node`` with ``model`` (path of a .cms file; None takes the one that ships), as a new
    segmentation or into the segmentation node ``target``, before whose change ``before`` is called: where that returns
    False, ``target`` stays as it is, and a new segmentation is made. With ``uncertainty`` a volume of where the model
    is unsure comes with a new segmentation.

    >>> task = SegmentTask(Context(), slicer.util.getNode("CTACardio")).start()
    >>> task.wait().volumes_ml["LV"]
    118.9
    """

    verb = "segment"
    title = "Segment heart"
    resumable = False

    def __init__(
        self,
        context: Context,
        volume_node: slicer.vtkMRMLScalarVolumeNode | None = None,
        model: Path | None = None,
        target: slicer.vtkMRMLSegmentationNode | None = None,
        before: Callable[[], bool] = lambda: True,
        uncertainty: bool = False,
    ) -> None:
        super().__init__(context)
        self._node, self._model, self._target, self._before = volume_node, model, target, before
        self._uncertainty = uncertainty and target is None
        self._snapshot: Snapshot | None = None
        self.following: Following | None = None

    def _prepare(self) -> Generator[float, None, None]:
        volume = check_volume(self._node)
        if self._target is not None:
            check_target(self._target, volume)
        self._snapshot = take_snapshot(volume)
        yield from write_volume(volume, self.folder.path / INPUT)

    def _description(self) -> Event:
        job: Event = {"verb": "segment", "inputs": [INPUT], "out": OUTPUT, "device": self.context.device}
        job |= {"uncertainty": True} if self._uncertainty else {}
        return job | ({"model": str(self._model)} if self._model else {})

    def _names(self) -> dict[str, str]:
        return {INPUT: self._snapshot.name} if self._snapshot is not None else {}

    def _take(self, outcome: Outcome) -> Generator[float, None, tuple[SegmentResult, str]]:
        labels = next((path for path in outcome.outputs if path.name.endswith(".seg.nrrd")), None)
        if labels is None:
            raise UserError(
                Code.INTERNAL, "The worker names no segmentation among its results.", f"Read {self.folder.log_file}."
            )
        stored = StoredResult(labels)
        assert self._snapshot is not None
        where = self._snapshot.now(slicer.mrmlScene)
        made = yield from read_segmentation(labels, self._snapshot, stored.label_set, where)
        if self._target is not None:
            check_target(self._target, self._snapshot.volume(slicer.mrmlScene))
            if self._before():
                end_following(self._target)
                yield from write_into(self._target, made, stored.label_set)
                self.following = Following(stored.result_of(self._target, self._in_words))
                return self.following.result, self.following.result.quality
        unsure = None
        if stored.uncertainty is not None:
            unsure = yield from read_uncertainty(stored.uncertainty, self._snapshot, where)
        # A new scene may be about another patient; whoever closed the old one did not ask for this segmentation in it.
        node = None if self._scene_closed else place(made, where, slicer.mrmlScene, stored.label_set)
        if node is not None and unsure is not None:
            place_uncertainty(unsure, where, slicer.mrmlScene)
        yield 1.0
        result = replace(stored.result_of(node, self._in_words), uncertainty=unsure if node is not None else None)
        if node is None:
            return result, f"The scene was closed meanwhile; the segmentation is in {labels}."
        self.following = Following(result)
        if self._target is not None:
            left = f"{self._target.GetName()} is not being edited any more; the heart is in {node.GetName()}."
            return result, f"{left} {result.quality}"
        return result, result.quality

    def _tidy_up(self) -> None:
        (self.folder.path / INPUT).unlink(missing_ok=True)
