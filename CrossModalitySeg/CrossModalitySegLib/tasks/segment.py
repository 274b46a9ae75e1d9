"""Segment CT, one click: a volume of the scene becomes a segmentation beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import slicer

from ..anatomy import HEART_4, LabelSet
from ..errors import Code, UserError
from ..jobs.folder import Event, JobFolder
from ..jobs.outcome import Outcome
from ..scene.export import write_volume
from ..scene.segmentations import describe, import_labels
from ..scene.tables import statistics_table, volumes_ml
from ..scene.volumes import Snapshot, check_volume, take_snapshot
from .context import Context
from .task import OWNER_FILE, Task

INPUT, OUTPUT = "input.nrrd", "result"


@dataclass(frozen=True)
class SegmentResult:
    """What came of it. ``segmentation`` and ``table`` are None if the scene was closed meanwhile: ``file`` then holds the result.

    ``findings`` says in sentences what speaks against the segmentation; nothing does if it is empty. ``volumes_ml``,
    ``confidence`` (0..1, None where a structure is absent) and ``expected_dice`` (0..1, None for a model that is not
    calibrated) go by structure name; ``inference_s`` is the worker's own time.
    """

    segmentation: Any
    table: Any
    file: Path
    model: str
    label_set: LabelSet
    findings: list[str]
    volumes_ml: dict[str, float]
    confidence: dict[str, float | None]
    expected_dice: dict[str, float] | None
    inference_s: float

    @property
    def quality(self) -> str:
        """The quality flag with its sentences."""
        return "Please check: " + " ".join(self.findings) if self.findings else "Looks plausible."


class SegmentTask(Task):
    """Segments ``volume_node`` with ``model`` (path of a .cms file; None takes the one that ships).

    >>> task = SegmentTask(Context(), slicer.util.getNode("CTACardio")).start()
    >>> task.wait().volumes_ml["LV"]
    118.9
    """

    verb = "segment"
    title = "Segment CT"
    resumable = False

    def __init__(self, context: Context, volume_node: Any = None, model: Path | None = None, folder: JobFolder | None = None) -> None:
        """``folder`` goes on with an unfinished job, whose volume may not be in the scene any more."""
        super().__init__(context, folder)
        self._node, self._model = volume_node, model
        self._snapshot = _remembered(folder) if folder is not None else None

    def _prepare(self) -> Iterator[float]:
        check_volume(self._node)
        self._snapshot = take_snapshot(self._node)
        yield from write_volume(self._node, self.folder.path / INPUT)

    def _memory(self) -> dict[str, Any]:
        assert self._snapshot is not None
        return {"snapshot": self._snapshot.to_json()}

    def _description(self) -> Event:
        job: Event = {"verb": "segment", "inputs": [INPUT], "out": OUTPUT, "device": self.context.device}
        return job | ({"model": str(self._model)} if self._model else {})

    def _take(self, outcome: Outcome) -> tuple[SegmentResult, str]:
        labels = next((path for path in outcome.outputs if path.name.endswith(".seg.nrrd")), None)
        if labels is None:
            raise UserError(Code.INTERNAL, "The worker names no segmentation among its results.", f"Read {self.folder.log_file}.")
        record = _record(labels)
        label_set = LabelSet.from_json(record.get("labels", HEART_4.name))
        assert self._snapshot is not None
        # A new scene may be about another patient; whoever closed the old one did not ask for this segmentation in it.
        node = None if self._scene_closed else import_labels(labels, self._snapshot, slicer.mrmlScene, label_set)
        result = SegmentResult(
            segmentation=node,
            table=statistics_table(node, record["confidence"], record["expected_dice"]) if node else None,
            file=labels,
            model=record["model"],
            label_set=label_set,
            findings=record["quality"]["findings"],
            volumes_ml=volumes_ml(node) if node else record["quality"]["volumes_ml"],
            confidence=record["confidence"],
            expected_dice=record["expected_dice"],
            inference_s=record["elapsed_s"],
        )
        if node is None:
            return result, f"The scene was closed meanwhile; the segmentation is in {labels}."
        describe(node, result.quality, result.model)
        return result, result.quality

    def _tidy_up(self) -> None:
        (self.folder.path / INPUT).unlink(missing_ok=True)


def _record(labels: Path) -> dict[str, Any]:
    """What the worker wrote down about a segmentation, beside it."""
    path = labels.with_name(labels.name.removesuffix(".seg.nrrd") + ".json")
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise UserError(Code.INTERNAL, f"{path} cannot be read: {error}.", "Segment the volume again.") from error
    return found


def _remembered(folder: JobFolder) -> Snapshot:
    """The volume as it was when the job was started; raises ``UserError`` BAD_SETTINGS if that is lost."""
    try:
        return Snapshot.from_json(json.loads((folder.path / OWNER_FILE).read_bytes())["snapshot"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(Code.BAD_SETTINGS, f"{folder.path} cannot be resumed: it does not say which volume it belongs to.", "Discard it.") from error
