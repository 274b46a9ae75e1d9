"""Segment heart, one click: a volume of the scene becomes a segmentation beside it."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from pathlib import Path

import slicer

from ..anatomy import HEART_4, LabelSet
from ..errors import Code, UserError
from ..jobs.folder import Event
from ..jobs.outcome import Outcome
from ..scene.export import write_volume
from ..scene.segmentations import describe, place, read_segmentation
from ..scene.tables import statistics_table, volumes_ml
from ..scene.volumes import Snapshot, check_volume, take_snapshot
from .context import Context
from .following import Following, SegmentResult
from .task import Task

INPUT, OUTPUT = "input.nrrd", "result"


class SegmentTask(Task[SegmentResult]):
    """Segments ``volume_node`` with ``model`` (path of a .cms file; None takes the one that ships).

    >>> task = SegmentTask(Context(), slicer.util.getNode("CTACardio")).start()
    >>> task.wait().volumes_ml["LV"]
    118.9
    """

    verb = "segment"
    title = "Segment heart"
    resumable = False

    def __init__(
        self, context: Context, volume_node: slicer.vtkMRMLScalarVolumeNode | None = None, model: Path | None = None
    ) -> None:
        super().__init__(context)
        self._node, self._model = volume_node, model
        self._snapshot: Snapshot | None = None
        self.following: Following | None = None

    def _prepare(self) -> Iterator[float]:
        volume = check_volume(self._node)
        self._snapshot = take_snapshot(volume)
        yield from write_volume(volume, self.folder.path / INPUT)

    def _description(self) -> Event:
        job: Event = {"verb": "segment", "inputs": [INPUT], "out": OUTPUT, "device": self.context.device}
        return job | ({"model": str(self._model)} if self._model else {})

    def _names(self) -> dict[str, str]:
        return {INPUT: self._snapshot.name} if self._snapshot is not None else {}

    def _take(self, outcome: Outcome) -> Generator[float, None, tuple[SegmentResult, str]]:
        labels = next((path for path in outcome.outputs if path.name.endswith(".seg.nrrd")), None)
        if labels is None:
            raise UserError(
                Code.INTERNAL, "The worker names no segmentation among its results.", f"Read {self.folder.log_file}."
            )
        record = _record(labels)
        label_set = LabelSet.from_json(record.get("labels", HEART_4.name))
        assert self._snapshot is not None
        made = yield from read_segmentation(labels, self._snapshot, label_set)
        # A new scene may be about another patient; whoever closed the old one did not ask for this segmentation in it.
        node = None if self._scene_closed else place(made, self._snapshot, slicer.mrmlScene, label_set)
        yield 1.0
        volumes = volumes_ml(node) if node else record["quality"]["volumes_ml"]
        result = SegmentResult(
            segmentation=node,
            table=statistics_table(node, volumes, record["confidence"], record["expected_dice"]) if node else None,
            file=labels,
            model=record["model"],
            label_set=label_set,
            findings=[self._in_words(finding) for finding in record["quality"]["findings"]],
            volumes_ml=volumes,
            confidence=record["confidence"],
            expected_dice=record["expected_dice"],
            inference_s=record["elapsed_s"],
        )
        if node is None:
            return result, f"The scene was closed meanwhile; the segmentation is in {labels}."
        describe(node, result.quality, result.model)
        self.following = Following(result)
        return result, result.quality

    def _tidy_up(self) -> None:
        (self.folder.path / INPUT).unlink(missing_ok=True)


def _record(labels: Path) -> Event:
    """What the worker wrote down about a segmentation, beside it."""
    path = labels.with_name(labels.name.removesuffix(".seg.nrrd") + ".json")
    try:
        found: Event = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise UserError(Code.INTERNAL, f"{path} cannot be read: {error}.", "Segment the volume again.") from error
    return found
