"""Recipe ``segment``: find and segment the heart in volumes and single slices, one after the other; what is done
already is left out.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from ..environment import process_of
from ..errors import Code, Stopped, UserError, from_exception
from ..evaluation.preview import preview
from ..events import CaseDone, Reporter, Result
from ..files import check_name, replacing
from ..images.io import dicom
from ..images.io.files import writable_folder, write_labels, write_volume
from ..images.io.isolated import Reader
from ..images.io.plain_images import PlainImage, with_pixel_mm
from ..images.io.source import files_of
from ..images.modality import guess_modality
from ..images.preprocessing import is_slab, thin_axis
from ..images.volume import Volume
from ..inference.localization import shows_no_heart
from ..inference.pixel_size import estimated_pixel_mm, sentence
from ..inference.quality import Quality
from ..inference.segment_volume import Posterior, Segmentation, labeled, posterior_of
from ..job import SegmentJob
from ..models.conditions import conditions
from ..models.heart_model import HeartModel
from ..networks.precision import pick_device
from . import bids
from .beat import Beat, CasePrediction, neighbors_of
from .function import by_number, check_function, write_function
from .inputs import Case, all_files, find_cases
from .model_choice import ModelChoice
from .overview import check_overview, write_overview
from .records import (
    OneResult,
    Origin,
    PixelSource,
    Record,
    Results,
    SegmentConditions,
    Target,
    is_changed,
    is_result,
    read_record,
    record_text,
)
from .work import content

__all__ = ["Record", "run"]

log = logging.getLogger(__name__)


def run(job: SegmentJob, reporter: Reporter) -> Result:
    """Segment every input of ``job``; one that fails does not keep the others from being done.

    Of several processes that ``torchrun`` or SLURM start together, each does its share of the inputs and reports on it.

    Args:
        job: What is asked for; results that are there already are left as they are.
        reporter: Who is told how far it is, and of each case; and who may ask for a stop.

    Returns:
        The files that were written.

    Raises:
        UserError: At the end if any input failed (NO_HEART if that was all that was wrong); ``Stopped`` if a stop came
            before anything was finished.
    """
    reporter.progress(0.0, "reading the model")
    # The reader's process gets ready while the model is loaded.
    with Reader(lambda: reporter.stop_requested) as reader:
        return _run(job, reader, reporter)


def _run(job: SegmentJob, reader: Reader, reporter: Reporter) -> Result:
    models = ModelChoice(job.model, pick_device(job.device), reporter.log)
    if job.model:  # a damaged one is reported before anything else
        models.of(slab=False).load()
    folder = job.out.parent if job.file else job.out
    writable_folder(folder)
    rank, processes = process_of()
    if job.report:
        _check_report(job.out, processes)
    cases = find_cases(job.inputs, reader, reporter.log, all_series=job.all_series, out=job.out, is_result=is_result)
    if job.function:
        _check_function(job.out, cases, processes)
    if job.format == "bids":
        cases = bids.named(cases)
    results = OneResult(job.file, job.uncertainty) if job.file else Results(job.out, job.format, job.uncertainty)
    # All processes give the same names to the same inputs; of P processes each takes every P-th: no two write one file.
    own = list(zip(cases, results.targets(cases), strict=True))[rank::processes]
    if job.function and any(path.is_dir() for path in job.inputs):
        own.sort(key=lambda one: by_number(one[1].segmentation))
    if processes > 1:
        reporter.log(f"Process {rank + 1} of {processes} takes {len(own)} of {len(cases)} inputs.")
    done: dict[str, Record] = {}
    outputs: list[Path] = []
    failures: dict[str, UserError] = {}
    skipped: list[str] = []
    stopped = False
    sources = all_files(cases)

    quiet = _ticker(reporter, shown=False)

    def predict_case(number: int, known: Posterior | None) -> CasePrediction:
        return _predict_case(own[number][0], models, job, reader, reporter, quiet, known)

    beat = Beat(len(own), predict_case) if job.function and job.temporal_smoothing else None
    for number, (case, target) in enumerate(own):
        which = f" ({number + 1} of {len(own)})" if len(own) > 1 else ""
        part = reporter.part(number / len(own), (number + 1) / len(own), f"{target.name}{which}: ")
        shown = target.segmentation.relative_to(folder).as_posix()
        try:
            check_name(target.uncertainty if job.uncertainty else target.segmentation)
            results.sweep(target)

            def origin(slab: bool, case: Case = case, number: int = number) -> Origin:
                around = neighbors_of(number, len(own)) if beat and not slab else []
                neighbors = [own[other][0].content_sha256 for other in around]
                return _origin(case, models.of(slab).sha256, job, neighbors)

            finished = results.finished(target, case, origin, sources, job.overwrite)
            lacks_map = job.uncertainty and not target.uncertainty.is_file()
            if (record := finished) is not None and not lacks_map:
                changed = is_changed(target.segmentation, record)
                note = " It was changed since it was written, and is kept as it is." if changed else ""
                reporter.log(f"{case.title} is done already: {shown}.{note}")
                skipped.append(target.name)
            else:
                if job.kind == "dicom-seg":
                    _check_dicom_seg(case)
                start, tick = time.monotonic(), _ticker(part)
                tick(0.0)
                prediction = beat.predict(number) if beat else _predict_case(case, models, job, reader, reporter, tick)
                if finished is not None:
                    record = _add_uncertainty(target, prediction, finished)
                    reporter.log(f"{case.title} is done already but for its uncertainty map, which is added.")
                else:
                    record = _label(case, target, prediction, origin, job, start, part)
                    reporter.log(f"{case.title}: {' '.join(record.quality.findings) or 'Looks plausible.'}")
        except Stopped:
            stopped = True
            break
        except Exception as error:
            failure = from_exception(error)
            if failure.code is Code.DISK_FULL or (job.function and failure.code is Code.EXISTS):
                raise  # phases of different models or settings do not make one beat
            log.warning("%s failed", case.title, exc_info=error)
            if len(own) > 1:  # a single failure is reported once, at the end
                reporter.log(f"{case.title} failed: {failure.sentence}")
            failures[case.title] = failure
            reporter.emit(CaseDone(title=case.title, files=list(files_of(case.source)), sentence=failure.sentence))
            continue
        reporter.emit(_case_done(case, target, record))
        done[shown] = record
        outputs.append(target.segmentation)
    if stopped and not outputs:
        raise Stopped
    if job.format == "bids":
        bids.describe(job.out, models.of(slab=False).load().card.labels)
    if job.report:
        reporter.progress(1.0, "overview")
        outputs += write_overview(job.out, {name: failure.sentence for name, failure in failures.items()})
    function = None
    if job.function and len(outputs) > 1 and not stopped:
        phases = [target.segmentation if target.segmentation in outputs else None for _, target in own]
        try:
            written, found = write_function(job.out, phases, None, reporter.part(0.97, 1.0))
        except UserError as error:  # what is segmented is worth keeping
            if error.code is not Code.BAD_LABELS:
                raise
            reporter.log(f"The beat is not measured. {error.sentence}")
        else:
            outputs += written
            function = found.model_dump(mode="json")
    table = _table(done)
    if failures and not (stopped or function):  # a beat is measured in the phases that are there
        if done:
            reporter.log(table)
        raise _summed_up(failures, len(own))
    summary = {
        "table": table,
        "volumes_ml": {name: record.quality.volumes_ml for name, record in done.items()},
        "to_check": {name: record.quality.findings for name, record in done.items() if not record.quality.ok},
        "skipped": skipped,
        "failed": {name: failure.sentence for name, failure in failures.items()},
    }
    if function:
        summary["function"] = function
    return Result(outputs=outputs, summary=summary, stopped=stopped)


def _check_report(out: Path, processes: int) -> None:
    """Raise, before the work, what would keep an overview from being written after it: BAD_SETTINGS, EXISTS,
    MISSING_PACKAGE.
    """
    if processes > 1:
        raise UserError(
            Code.BAD_SETTINGS,
            f"Each of {processes} processes knows only its own failures, so none can write the whole overview.",
            "Leave --report out, and give the same command with it once more in one process afterwards: finished "
            "results are kept.",
        )
    check_overview(out)


def _check_function(out: Path, cases: Sequence[Case], processes: int) -> None:
    """Raise, before the work, what would keep a beat from being measured after it: BAD_SETTINGS, BAD_INPUT, EXISTS."""
    if processes > 1:
        raise UserError(
            Code.BAD_SETTINGS,
            f"Each of {processes} processes has only its own phases, so none can measure the whole beat.",
            "Leave --function out, and run the verb function on the results.",
        )
    if len(cases) < 2:
        raise UserError(
            Code.BAD_INPUT,
            f"{cases[0].title} is one file, and a beat is measured from one for each phase.",
            "Name two phases or more, as crossmodalityseg phases writes them of a time series, take those of a DICOM "
            "study with --all-series, or leave --function out.",
        )
    check_function(out)


def _origin(case: Case, model_sha256: str, job: SegmentJob, neighbors: Sequence[str | None]) -> Origin:
    return Origin(
        input=case.input,
        place=case.place,
        size_bytes=case.size_bytes,
        content_sha256=case.content_sha256,
        series_sha256=case.series_sha256,
        model_sha256=model_sha256,
        neighbors_sha256=tuple(neighbors),
        **job.model_dump(include={"roi_mm", "largest_component", "refine_boundaries", "pixel_mm"}),
    )


def _predict_case(
    case: Case,
    models: ModelChoice,
    job: SegmentJob,
    reader: Reader,
    reporter: Reporter,
    tick: Callable[[float], None],
    known: Posterior | None = None,
) -> CasePrediction:
    """Read the image of ``case``, and have the network see it, unless it is ``known`` what that saw."""
    image = reader.read(case.source, lambda note: reporter.log(f"{case.title}: {note}"))
    slab = isinstance(image, PlainImage) or is_slab(image)
    model = models.of(slab).load()
    volume, pixel_source = _sized(image, case.title, model, job, reporter)
    # The gray values of a plain image are on no scale, so they say nothing about the modality.
    modality = None if isinstance(image, PlainImage) else guess_modality(volume)
    if modality is not None and model.card.modality not in (modality, "any"):
        reporter.log(
            f"Warning: {case.title} looks like {modality.upper()}, but the model {model.card.name} is for "
            f"{model.card.modality.upper()}."
        )
    posterior = known or posterior_of(
        volume,
        model,
        roi_mm=job.roi_mm,
        memory_gb=job.memory_gb,
        refine_boundaries=job.refine_boundaries,
        device=job.device,
        on_progress=lambda fraction: tick(0.1 + 0.8 * fraction),
        on_note=reporter.log,
    )
    return CasePrediction(volume, slab, pixel_source, model, posterior)


def _label(
    case: Case,
    target: Target,
    prediction: CasePrediction,
    origin: Callable[[bool], Origin],
    job: SegmentJob,
    start_s: float,
    reporter: Reporter,
) -> Record:
    """Write the result of a ``prediction``; ``start_s`` is when the work on it began."""
    volume, model, pixel_source = prediction.volume, prediction.model, prediction.pixel_source
    found = labeled(
        volume,
        model,
        prediction.posterior,
        largest_component=job.largest_component,
        uncertainty=job.uncertainty,
    )
    if not job.force and (shows_no_heart(found.region, volume.geometry) or not found.labels.array.any()):
        raise UserError(
            Code.NO_HEART,
            f"No {model.card.labels.subject} was found in {case.title}, so nothing was written for it.",
            "Choose an image that shows it, give its region with --roi-mm, or write what was segmented with --force.",
        )
    record = Record(
        origin=origin(prediction.slab),
        result=target.segmentation.name,
        uncertainty=target.uncertainty.name if job.uncertainty else "",
        conditions=_conditions(job),
        model=model.card.name,
        labels=model.card.labels,
        quality=_with_estimate(found.quality, volume, pixel_source),
        confidence=found.confidence,
        expected_dice=found.expected_dice,
        center_mm=tuple(round(float(v), 2) for v in found.region.center_mm),  # type: ignore[arg-type]
        center_source=found.region.source,
        pixel_mm=_in_plane_mm(volume) if pixel_source else None,
        pixel_source=pixel_source,
        elapsed_s=round(time.monotonic() - start_s, 2),
    )
    _write(target, case, volume, found, record, reporter)
    return record


def _add_uncertainty(target: Target, prediction: CasePrediction, record: Record) -> Record:
    """Write the map of a result that was made without it, and is kept as it is; returns the ``record`` that says so."""
    found = labeled(prediction.volume, prediction.model, prediction.posterior, uncertainty=True)
    record = record.model_copy(update={"uncertainty": target.uncertainty.name})
    with ExitStack() as files:  # which are named in the opposite order
        _write_uncertainty(target, found, files)
        files.enter_context(replacing(target.record)).write_text(record_text(record), encoding="utf-8")
    return record


def _write_uncertainty(target: Target, found: Segmentation, files: ExitStack) -> None:
    if found.uncertainty is not None:
        write_volume(files.enter_context(replacing(target.uncertainty)), found.uncertainty)


def _conditions(job: SegmentJob) -> SegmentConditions:
    """Those under which this process does ``job``."""
    return SegmentConditions(**conditions(pick_device(job.device)).model_dump(), memory_gb=job.memory_gb)


def _check_dicom_seg(case: Case) -> None:
    """Raise BAD_INPUT, before the work, where a DICOM segmentation could not be written after it."""
    if case.series is None:
        raise UserError(
            Code.BAD_INPUT,
            f"{case.title} is not a DICOM series, which a DICOM segmentation has to refer to.",
            "Choose the format seg.nrrd or nii.gz.",
        )
    dicom.check_dicom_seg(case.series)


def _sized(
    image: Volume | PlainImage, name: str, model: HeartModel, job: SegmentJob, reporter: Reporter
) -> tuple[Volume, PixelSource | None]:
    """The volume with the pixel size to use, and, for a slab, where that comes from."""
    if isinstance(image, Volume):
        if job.pixel_mm is not None:
            reporter.log(
                f"{name} states its voxel size itself; --pixel-mm is for images without spatial metadata, and "
                "is ignored."
            )
        return image, "header" if is_slab(image) else None
    if job.pixel_mm is not None:
        return with_pixel_mm(image.volume, job.pixel_mm), "given"
    if image.known:
        return image.volume, "header"
    return with_pixel_mm(
        image.volume, estimated_pixel_mm(image.volume, model, pick_device(job.device), job.memory_gb)
    ), "estimated"


def _in_plane_mm(volume: Volume) -> tuple[float, float]:
    """Pixel size of a slab along its two long axes."""
    thin = thin_axis(volume.geometry)
    first, second = (round(mm, 4) for axis, mm in enumerate(volume.geometry.spacing_mm) if axis != thin)
    return first, second


def _with_estimate(quality: Quality, volume: Volume, pixel_source: PixelSource | None) -> Quality:
    if pixel_source != "estimated":
        return quality
    return quality.model_copy(
        update={"ok": False, "findings": [sentence(volume.geometry.spacing_mm[1]), *quality.findings]}
    )


def _ticker(reporter: Reporter, shown: bool = True) -> Callable[[float], None]:
    def tick(fraction: float) -> None:
        if reporter.stop_requested:
            raise Stopped
        if shown:
            reporter.progress(fraction, "segmenting")

    return tick


def _write(target: Target, case: Case, volume: Volume, found: Segmentation, record: Record, reporter: Reporter) -> None:
    """Write all files under temporary names, then name them: the record first, the segmentation last (see
    ``Target``).
    """
    png = preview(volume, found.labels, record.labels)
    if (earlier := read_record(target.record)) is not None and earlier.uncertainty:
        # Where a result is replaced by one without a map, a map of the old one must not stay.
        target.record.with_name(earlier.uncertainty).unlink(missing_ok=True)
    with ExitStack() as files:  # which are named in the opposite order
        segmentation = files.enter_context(replacing(target.segmentation))
        if case.series is not None and target.segmentation.suffix.lower() == ".dcm":
            dicom.write_dicom_seg(segmentation, found.labels, case.series, record.labels)
        else:
            write_labels(segmentation, found.labels, record.labels, Path(case.input).name)
        _write_uncertainty(target, found, files)
        if png is not None:
            files.enter_context(replacing(target.preview)).write_bytes(png)
        record = record.model_copy(update={"result_sha256": content(segmentation)})
        files.enter_context(replacing(target.record)).write_text(record_text(record), encoding="utf-8")
        # Where a result is replaced, the new record must not stand beside the old segmentation, not even for a moment.
        target.segmentation.unlink(missing_ok=True)
    if png is not None:
        reporter.preview(target.preview)


def _case_done(case: Case, target: Target, record: Record) -> CaseDone:
    return CaseDone(
        title=case.title,
        files=list(files_of(case.source)),
        segmentation=target.segmentation,
        record=target.record,
        preview=target.preview if target.preview.is_file() else None,
        findings=record.quality.findings,
        volumes_ml=record.quality.volumes_ml,
        expected_dice=record.expected_dice or {},
    )


def _table(done: dict[str, Record]) -> str:
    """Volumes in ml, the flag, and where the model is calibrated the expected Dice of each result, as text; results of
    models of several label sets share their columns.
    """
    sets = sorted({record.labels.names for record in done.values()}, key=len, reverse=True)
    names = list(dict.fromkeys(name for one in sets for name in one))
    width = max([len(name) for name in done] + [len("volumes in ml")])
    calibrated = any(record.expected_dice for record in done.values())
    heads = "".join(f"{name:>8}" for name in names)
    lines = [f"{'volumes in ml':<{width}}{heads}" + (f"   expected Dice{heads}" if calibrated else "") + "  quality"]
    for name, record in done.items():
        line = f"{name:<{width}}" + "".join(_volume(record, structure) for structure in names)
        if calibrated:
            line += " " * len("   expected Dice") + "".join(_dice(record, structure) for structure in names)
        lines.append(line + ("  ok" if record.quality.ok else "  check"))
    return "\n".join(lines)


def _volume(record: Record, structure: str) -> str:
    value = record.quality.volumes_ml.get(structure)
    return f"{'' if value is None else f'{value:.1f}':>8}"


def _dice(record: Record, structure: str) -> str:
    value = (record.expected_dice or {}).get(structure)
    return f"{'N/A' if value is None else f'{value:.2f}':>8}"


def _summed_up(failures: dict[str, UserError], count: int) -> UserError:
    # Where anything else went wrong as well, that is what programs should hear of.
    first = next(
        (failure for failure in failures.values() if failure.code is not Code.NO_HEART), next(iter(failures.values()))
    )
    if count == 1:
        return first
    remedies = {failure.remedy for failure in failures.values()}
    # One remedy for all is told once, at the end; several stand beside the failures that they mend.
    told = "{0}: {1.sentence}" if len(remedies) == 1 else "{0}: {1.sentence} {1.remedy}"
    reasons = " ".join(told.format(name, failure) for name, failure in failures.items())
    parts = [*["The others are done."] * (len(failures) < count), *[first.remedy] * (len(remedies) == 1)]
    remedy = " ".join(parts) or "Each failure above says what to do."
    return UserError(first.code, f"{len(failures)} of {count} inputs failed. {reasons}", remedy)
