"""Segment many hearts: a folder, volumes of the scene or series of the DICOM database become a folder of results."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Generator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import slicer

from ..errors import Code, UserError
from ..jobs.folder import Event, JobFolder
from ..jobs.outcome import Outcome
from ..scene.loading import load_volume
from ..scene.segmentations import place, read_on_own_grid, read_segmentation
from ..scene.uncertainty import place_uncertainty, read_uncertainty
from ..scene.volumes import Snapshot, snapshot_of, take_snapshot
from .context import Context
from .exporting import DATA, Volumes, check_chosen, write_images
from .following import Following, StoredResult
from .names import file_stems
from .signal import Signal
from .task import Task, memory_of

PAGE = "overview.html"
"""The overview among the results, which the worker writes."""
_IMAGES = f"{DATA}/images"
_WITHOUT_PLACE = (".png", ".tif", ".tiff")


@dataclass(frozen=True)
class Case:
    """One input and what came of it. ``files`` are those it can be loaded from, or ``snapshot`` says which volume of
    the scene it was; ``sentence`` says why it failed, and is empty if it did not. The rest is as in ``SegmentResult``.
    """

    title: str
    files: tuple[Path, ...]
    segmentation: Path | None
    preview: Path | None
    findings: tuple[str, ...]
    volumes_ml: Mapping[str, float]
    expected_dice: Mapping[str, float]
    sentence: str
    snapshot: Snapshot | None = None

    @property
    def mean_dice(self) -> float | None:
        """Mean of the expected Dice."""
        return statistics.fmean(self.expected_dice.values()) if self.expected_dice else None

    @property
    def urgency(self) -> tuple[int, float]:
        """Sort key, most urgent first: failed, then flagged, then by expected Dice, the lowest first."""
        dice = self.mean_dice
        return 0 if self.sentence else 1 if self.findings else 2, 2.0 if dice is None else dice


class BatchTask(Task):
    """Segments ``volumes`` into the folder ``out`` with ``model`` (path of a .cms file; None takes the one that ships),
    with ``uncertainty`` with maps of where the model is unsure.

    What is done there already is left out, so the same once more goes on where it was. ``case(case)`` reports each
    that is done; ``cases`` holds all of them by title, and ``result`` is ``out``, in which lies an overview.

    >>> task = BatchTask(Context(), Path("/data/ct"), Path("/data/hearts")).start()
    >>> task.case.connect(lambda case: print(case.title, case.findings))
    >>> task.wait()
    PosixPath('/data/hearts')
    """

    verb = "segment"
    kind = "batch"
    title = "Segment many hearts"

    def __init__(
        self,
        context: Context,
        volumes: Volumes = (),
        out: Path | None = None,
        model: Path | None = None,
        folder: JobFolder | None = None,
        uncertainty: bool = False,
    ) -> None:
        """``folder`` goes on with an unfinished job, which then says itself what is to be done."""
        super().__init__(context, folder)
        self.case = Signal()
        self.cases: dict[str, Case] = {}
        self._volumes, self._model, self._uncertainty = volumes, model, uncertainty
        memory = memory_of(folder) if folder is not None else {}
        self._series: dict[str, list[str]] = memory.get("series", {})
        left = {file: snapshot_of(fields) for file, fields in memory.get("snapshots", {}).items()}
        # The scene may be another one than that in which the job was begun.
        self._snapshots = {file: one for file, one in left.items() if one.unmoved(slicer.mrmlScene)}
        self.out = Path(folder.description()["out"]) if folder is not None else out

    def _prepare(self) -> Generator[float, None, None]:
        check_chosen(self._volumes, "Choose at least one volume.")
        if self.out is None:
            raise UserError(Code.BAD_INPUT, "No folder for the results is chosen.", "Choose one.")
        if isinstance(self._volumes, Path):
            return
        if isinstance(self._volumes, Mapping):
            named = zip(file_stems(self._volumes), self._volumes.values(), strict=True)
            self._series = {stem: [str(file) for file in files] for stem, files in named}
        else:
            stems = file_stems(node.GetName() for node in self._volumes)
            nodes = zip(stems, self._volumes, strict=True)
            self._snapshots = {f"{stem}.nrrd": take_snapshot(node) for stem, node in nodes}
        yield from write_images(self.folder.path / _IMAGES, self._volumes)

    def _memory(self) -> Event:
        return {"series": self._series, "snapshots": {file: asdict(one) for file, one in self._snapshots.items()}}

    def _description(self) -> Event:
        job: Event = {
            "verb": "segment",
            "inputs": [str(self._volumes) if isinstance(self._volumes, Path) else _IMAGES],
            "out": str(self.out),
            "report": True,
            "all_series": isinstance(self._volumes, Mapping),  # they were chosen one by one
            "device": self.context.device,
        }
        job |= {"uncertainty": True} if self._uncertainty else {}
        return job | ({"model": str(self._model)} if self._model else {})

    def _on_event(self, event: Event) -> None:
        super()._on_event(event)
        if event["event"] == "case":
            case = self._case(event)
            self.cases[case.title] = case
            self.case.emit(case)

    def _case(self, event: Event) -> Case:
        files = tuple(Path(file) for file in event["files"])
        if files[0].parent.name in self._series and self.folder.path in files[0].parents:
            files = tuple(map(Path, self._series[files[0].parent.name]))
        return Case(
            title=event["title"],
            files=files,
            segmentation=Path(event["segmentation"]) if event["segmentation"] else None,
            preview=Path(event["preview"]) if event["preview"] else None,
            findings=tuple(self._in_words(finding) for finding in event["findings"]),
            volumes_ml=event["volumes_ml"],
            expected_dice=event["expected_dice"],
            sentence=self._in_words(event["sentence"]),
            snapshot=self._snapshots.get(files[0].name),
        )

    def _on_scene_close(self, *_: object) -> None:
        super()._on_scene_close()
        self._snapshots.clear()  # the next scene gives names and IDs of these volumes to others

    def _take(self, outcome: Outcome) -> Generator[float, None, tuple[Path | None, str]]:
        yield 1.0
        flagged = sum(bool(case.findings) for case in self.cases.values())
        sentence = f"{len(self.cases)} done, {flagged} to check; the overview is {PAGE} in {self.out}."
        return self.out, f"Stopped. {sentence} Resume goes on from here." if outcome.stopped else sentence

    def _tidy_up(self) -> None:
        shutil.rmtree(self.folder.path / DATA, ignore_errors=True)


def load_case(case: Case) -> Generator[float, None, tuple[Following, slicer.vtkMRMLScalarVolumeNode | None]]:
    """Load a segmentation into the scene, with the map of where the model is unsure if there is one, and its volume
    unless that is there.

    Args:
        case: A case that was segmented.

    Yields:
        The done fraction, 0..1.

    Returns:
        Who follows the segmentation, and the volume: None where only the segmentation can be had, as of a single image,
        or of a volume that has left the scene.

    Raises:
        UserError: BAD_INPUT or BAD_LABELS if a file cannot be read.
    """
    if case.segmentation is None:
        raise UserError(
            Code.BAD_INPUT, f"Nothing was segmented in {case.title}. {case.sentence}", "Choose another one."
        )
    stored, scene, snapshot = StoredResult(case.segmentation), slicer.mrmlScene, case.snapshot
    volume = snapshot.volume(scene) if snapshot is not None else None
    if volume is None and not (case.files[0].suffix.lower() in _WITHOUT_PLACE or not case.files[0].is_file()):
        volume = load_volume(case.files, Path(case.title).name)
    yield 0.0
    if volume is not None and snapshot is not None:
        where = snapshot.now(scene)
        made = yield from read_segmentation(case.segmentation, snapshot, stored.label_set, where)
    else:
        name = volume.GetName() if volume is not None else Path(case.title).name
        made, snapshot = yield from read_on_own_grid(case.segmentation, name, stored.label_set)
        if volume is not None:
            snapshot = replace(snapshot, node_id=volume.GetID())
        where = snapshot
    unsure = None
    if stored.uncertainty is not None and stored.uncertainty.is_file():
        unsure = yield from read_uncertainty(stored.uncertainty, snapshot, where)
    node = place(made, where, scene, stored.label_set)
    if unsure is not None:
        place_uncertainty(unsure, where, scene)
    yield 1.0
    return Following(replace(stored.result_of(node), uncertainty=unsure)), volume
