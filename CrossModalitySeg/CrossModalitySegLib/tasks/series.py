"""Segment heart in a time series: a sequence of volumes becomes a sequence of segmentations, a volume-time curve and an
ejection fraction.
"""

from __future__ import annotations

import shutil
from collections.abc import Generator, Mapping
from pathlib import Path

import slicer

from ..errors import Code, UserError
from ..jobs.folder import Event, JobFolder
from ..jobs.outcome import Outcome
from ..scene.beat import place_beat
from ..scene.export import write_phase
from ..scene.segmentations import describe, read_segmentation
from ..scene.series import Phase, SegmentationSeries, check_series, phases_of
from ..scene.tables import volumes_ml
from ..scene.uncertainty import UncertaintySeries, read_uncertainty
from .context import Context
from .exporting import shared_out
from .following import SAME_ML, StoredResult
from .series_following import SeriesFollowing, SeriesResult, recounted
from .task import Task, memory_of

_PHASES, _OUTPUT = "phases", "result"


class SeriesTask(Task[SeriesResult]):
    """Segments each phase of the sequence ``series`` with ``model`` (path of a .cms file; None takes the one that
    ships); with ``uncertainty`` a sequence of where the model is unsure comes with that of segmentations.

    A stop keeps the phases that are done, and a job that is resumed adds the others to them, keeping corrections by
    hand; a phase that fails is left out, and the findings say so.

    >>> task = SeriesTask(Context(), slicer.util.getNode("CTCardioSeq")).start()
    >>> task.wait().function["ventricles"]["LV"]["ef_percent"]
    61.3
    """

    verb = "segment"
    kind = "series"
    title = "Segment heart"

    def __init__(
        self,
        context: Context,
        series: slicer.vtkMRMLNode | None = None,
        model: Path | None = None,
        folder: JobFolder | None = None,
        uncertainty: bool = False,
    ) -> None:
        """``folder`` goes on with an unfinished job of a series that is in the scene; raises ``UserError`` BAD_INPUT if
        it is not.
        """
        super().__init__(context, folder)
        # What is exported once more is compared with what the finished phases were made from: by the worker.
        self._resumed = False
        self._series, self._model = series if folder is None else _same_series(memory_of(folder)), model
        self._uncertainty = uncertainty
        self._phases: dict[str, Phase] = {}
        self._name = ""
        self.following: SeriesFollowing | None = None

    def _prepare(self) -> Generator[float, None, None]:
        self._sequence = check_series(self._series)
        self._name = self._sequence.GetName()
        found = phases_of(self._sequence)
        digits = len(str(len(found)))
        self._phases = {f"phase-{number:0{digits}}": phase for number, phase in enumerate(found, start=1)}
        folder = self.folder.path / _PHASES
        folder.mkdir(exist_ok=True)
        yield from shared_out([write_phase(phase, folder / f"{stem}.nrrd") for stem, phase in self._phases.items()])

    def _memory(self) -> Event:
        return {"series": self._name, "values": [phase.value for phase in self._phases.values()]}

    def _description(self) -> Event:
        if self.folder.job_file.exists():
            return self.folder.description()
        job: Event = {
            "verb": "segment",
            "inputs": [_PHASES],
            "out": _OUTPUT,
            "function": True,
            "device": self.context.device,
        }
        job |= {"uncertainty": True} if self._uncertainty else {}
        return job | ({"model": str(self._model)} if self._model else {})

    def _names(self) -> dict[str, str]:
        return {f"{stem}.nrrd": f"phase {n} of {self._name}" for n, stem in enumerate(self._phases, start=1)}

    def _take(self, outcome: Outcome) -> Generator[float, None, tuple[SeriesResult, str]]:
        files = {path.name.removesuffix(".seg.nrrd"): path for path in outcome.outputs if path.name in self._results}
        if not files:
            raise UserError(
                Code.INTERNAL, "The worker names no segmentation among its results.", f"Read {self.folder.log_file}."
            )
        stored = {stem: StoredResult(files[stem]) for stem in self._phases if stem in files}
        label_set, edited = next(iter(stored.values())).label_set, False
        series, volumes = SegmentationSeries(self._sequence, self.folder.path.name), []
        maps = UncertaintySeries(self._sequence, self.folder.path.name)
        for stem, one in stored.items():
            phase = self._phases[stem]
            made = yield from read_segmentation(one.file, phase.snapshot, label_set)
            findings = " ".join(self._in_words(finding) for finding in one.findings)
            describe(made, f"Please check: {findings}" if findings else "Looks plausible.", one.model)
            found = volumes_ml(made)
            # What a stop has left may have been corrected by hand since.
            if (kept := series.segmentation_of(phase)) is None:
                series.add(phase, made)
            else:
                own, found = found, volumes_ml(kept)
                edited = edited or any(abs(found[name] - volume) >= SAME_ML for name, volume in own.items())
            if one.uncertainty is not None:
                maps.add(phase, (yield from read_uncertainty(one.uncertainty, phase.snapshot)))
            volumes.append({name: volume * phase.scale for name, volume in found.items()})
            yield len(volumes) / len(stored)
        assert outcome.result is not None
        summary = outcome.result["summary"]
        function, failed = summary.get("function"), summary.get("failed", {})
        if edited and function is not None:
            function = recounted(function, volumes)
        by_phase = {stem: one.findings for stem, one in stored.items()}
        by_phase |= {stem: [failed[f"{stem}.nrrd"]] for stem in self._phases if f"{stem}.nrrd" in failed}
        node, beat, unsure = None, None, None
        # As for a single volume: a new scene may be about another patient.
        if not self._scene_closed and self._sequence.GetScene() is not None:
            series.browse()
            yield 1.0
            snapshot = next(iter(self._phases.values())).snapshot
            node = series.place(snapshot, label_set)
            yield 1.0
            unsure = maps.place(snapshot)
            yield 1.0
            beat = place_beat(node, series.node, volumes, label_set, function)
        result = SeriesResult(
            sequence=series.node if node is not None else None,
            segmentation=node,
            beat=beat,
            files=tuple(one.file for one in stored.values()),
            model=next(iter(stored.values())).model,
            label_set=label_set,
            findings=([] if edited else self._findings(by_phase))
            + [self._in_words(one) for one in (function or {}).get("findings", ())],
            volumes_ml=volumes,
            function=function,
            edited=edited,
            uncertainty=unsure,
        )
        self._tidy_up()
        if node is None:
            folder = result.files[0].parent
            return result, f"The series is not in the scene any more; the segmentations are in {folder}."
        self.following = SeriesFollowing(result, [self._phases[stem].scale for stem in stored])
        if outcome.stopped:
            return result, f"Stopped: {len(stored)} of {len(self._phases)} phases are segmented. {result.quality}"
        return result, result.quality

    @property
    def series(self) -> slicer.vtkMRMLSequenceNode:
        """What is segmented."""
        return self._sequence

    @property
    def _results(self) -> set[str]:
        return {f"{stem}.seg.nrrd" for stem in self._phases}

    def _findings(self, by_phase: Mapping[str, list[str]]) -> list[str]:
        """Each sentence once, with the phases of which it is true."""
        numbers = {stem: number for number, stem in enumerate(self._phases, start=1)}
        sentences: dict[str, list[str]] = {}
        for stem, findings in by_phase.items():
            for finding in findings:
                sentences.setdefault(self._in_words(finding), []).append(str(numbers[stem]))
        found = []
        for sentence, phases in sentences.items():
            which = "All phases" if len(phases) == len(by_phase) else "Phase " + ", ".join(phases)
            found.append(f"{which}: {sentence}")
        return found

    def _tidy_up(self) -> None:
        shutil.rmtree(self.folder.path / _PHASES, ignore_errors=True)


def _same_series(memory: Event) -> slicer.vtkMRMLSequenceNode:
    """The sequence of the scene that has name and phases of the one in ``memory``."""
    name, values = str(memory.get("series", "")), memory.get("values")
    for node in slicer.util.getNodesByClass("vtkMRMLSequenceNode"):
        found = [node.GetNthIndexValue(number) for number in range(node.GetNumberOfDataNodes())]
        if (node.GetName(), found) == (name, values):
            return node
    raise UserError(
        Code.BAD_INPUT,
        f"The series {name}, whose phases the unfinished job segments, is not in the scene.",
        "Load it, and resume the job then.",
    )
