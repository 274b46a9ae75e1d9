"""Recipe ``segment``: find and segment the heart in volumes and single slices, one after the other; what is done already is left out."""

from __future__ import annotations

import hashlib
import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError
from pydicom.misc import is_dicom

from ..anatomy import HEART_4, LabelSet
from ..environment import process_of
from ..errors import Code, Stopped, UserError, from_exception
from ..evaluation.preview import preview
from ..events import Reporter, Result
from ..files import refuse_existing, replacing
from ..images.io import dicom
from ..images.io.files import VOLUME_SUFFIXES, read_volume, writable_folder, write_labels
from ..images.io.pictures import PICTURE_SUFFIXES, Picture, is_grey, read_picture, with_pixel_mm
from ..images.modality import guess_modality
from ..images.preprocessing import is_single_slice
from ..images.volume import Volume
from ..inference.pixel_size import estimated_pixel_mm, sentence
from ..inference.quality import Quality
from ..inference.segment_volume import Segmentation, segment_volume
from ..job import SegmentJob
from ..models.heart_model import HeartModel
from ..models.library import default_model
from ..networks.precision import pick_device
from ..settings import Labels

log = logging.getLogger(__name__)

PixelSource = Literal["header", "given", "estimated"]

_ENDINGS = {"seg.nrrd": ".seg.nrrd", "nii.gz": ".nii.gz", "dicom-seg": ".dcm"}
_SUFFIXES = VOLUME_SUFFIXES + PICTURE_SUFFIXES
_NO_INPUT = re.compile(r"(_label|-label|\.seg)$", re.IGNORECASE)
"""Stems of label maps, which lie beside the images in many folders."""


class Origin(BaseModel):
    """What a result was made from, and how; the same again means that there is nothing to do."""

    input: str
    place: str
    """Fingerprint of where the input lies: tells inputs of one name apart without saying where somebody keeps them."""
    model_sha256: str
    roi_mm: tuple[float, float, float, float, float, float] | None
    largest_component: bool
    fit_borders: bool = False
    """Not done by versions that do not write it."""
    pixel_mm: float | None = None
    """The size that was given for pictures."""


class Record(BaseModel):
    """What stands in the .json beside each segmentation; ``centre_mm`` is the heart's middle (x, y, z) in LPS.

    ``expected_dice`` (0..1, by structure name) is None for a model that is not calibrated, and for a single slice.

    ``pixel_mm`` (between rows, between columns) is that of a single slice, with its ``pixel_source``; None for a volume.
    """

    origin: Origin
    model: str
    labels: Labels = HEART_4
    quality: Quality
    confidence: dict[str, float | None]
    expected_dice: dict[str, float] | None = None
    centre_mm: tuple[float, float, float]
    centre_source: str
    pixel_mm: tuple[float, float] | None = None
    pixel_source: PixelSource | None = None
    elapsed_s: float


@dataclass(frozen=True)
class _Case:
    """One volume or slice to segment: where it lies, what to call it, and the DICOM series it is, if it is one."""

    source: Path
    stem: str
    series: dicom.Series | None = None

    @property
    def place(self) -> str:
        """Fingerprint of the file, or of the series in its folder."""
        place = f"{self.source.resolve()}|{self.series.uid if self.series else ''}"
        return hashlib.sha256(place.encode()).hexdigest()[:16]

    def read(self) -> Volume | Picture:
        if self.series is not None:
            return dicom.read_picture(self.series) if dicom.is_picture(self.series) else dicom.read_series(self.series)
        return read_picture(self.source) if _suffix(self.source) in PICTURE_SUFFIXES else read_volume(self.source)

    def changed_s(self) -> float:
        """Time of the last change of the files."""
        return max((file.stat().st_mtime for file in (self.series.files if self.series else (self.source,)) if file.exists()), default=0.0)


@dataclass(frozen=True)
class _Target:
    """The three files of a result. The segmentation is written last: where it is, the others are."""

    segmentation: Path
    record: Path
    picture: Path

    def existing(self) -> Record | None:
        """The record of an earlier run, None if there is none that can be read."""
        return _record(self.record)


def _record(result: Path) -> Record | None:
    """What the .json beside ``result``, or ``result`` itself, says about it; None if that is no record."""
    try:
        return Record.model_validate_json(result.with_suffix(".json").read_bytes())
    except (OSError, ValidationError):
        return None


def run(job: SegmentJob, reporter: Reporter) -> Result:
    """Segment every input of ``job``; one that fails does not keep the others from being done.

    Of several processes that ``torchrun`` or SLURM start together, each does its share of the inputs and tells of it.

    Raises ``UserError`` at the end if any input failed, ``Stopped`` if a stop came before anything was finished.
    """
    reporter.progress(0.0, "reading the model")
    path = job.model or default_model()
    model = HeartModel.load(path, pick_device(job.device))
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    writable_folder(job.out)
    calibration = model.card.calibration
    if calibration is not None and calibration.modality not in (model.card.modality, "any"):
        reporter.log(
            f"The expected Dice is extrapolated: {model.card.name} was adapted to {model.card.modality.upper()} "
            f"after it had been calibrated on {calibration.modality.upper()}."
        )
    rank, processes = process_of()
    cases = _cases(job, reporter)
    targets = _targets(job, cases)
    # Every process gives the same names to the same inputs, then takes every so manieth of them: no two write one file.
    own = list(zip(cases, targets, strict=True))[rank::processes]
    if processes > 1:
        reporter.log(f"Process {rank + 1} of {processes} takes {len(own)} of {len(cases)} inputs.")
    done: dict[str, Record] = {}
    outputs: list[Path] = []
    failures: dict[str, UserError] = {}
    skipped: list[str] = []
    stopped = False
    sources = {case.source.resolve() for case in cases}
    for number, (case, target) in enumerate(own):
        part = reporter.part(number / len(own), (number + 1) / len(own), f"{case.stem}: ")
        options = job.model_dump(include={"roi_mm", "largest_component", "fit_borders", "pixel_mm"})
        origin = Origin(input=case.source.name, place=case.place, model_sha256=sha256, **options)
        try:
            if (record := _finished(target, case, origin, sources, job.overwrite)) is not None:
                reporter.log(f"{case.source.name} is done already: {target.segmentation.name}.")
                skipped.append(case.stem)
            else:
                record = _segment(case, target, origin, model, job, part)
                reporter.log(f"{case.source.name}: {' '.join(record.quality.findings) or 'Looks plausible.'}")
        except Stopped:
            stopped = True
            break
        except Exception as error:
            failure = from_exception(error)
            if failure.code is Code.DISK_FULL:
                raise
            log.warning("%s failed", case.source, exc_info=error)
            if len(own) > 1:  # a single failure is told once, at the end
                reporter.log(f"{case.source.name} failed: {failure.sentence}")
            failures[case.source.name] = failure
            continue
        done[target.segmentation.name] = record
        outputs.append(target.segmentation)
    if stopped and not outputs:
        raise Stopped
    table = _table(done, model.card.labels)
    if failures and not stopped:
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
    return Result(outputs=outputs, summary=summary, stopped=stopped)


def _cases(job: SegmentJob, reporter: Reporter) -> list[_Case]:
    """Every volume that the inputs name, each once."""
    found: dict[str, _Case] = {}
    for path in job.inputs:
        cases = _in_folder(path, reporter) if path.is_dir() else [_of_file(path)]
        found.update({case.place: case for case in cases if case.place not in found})
    if not found:
        names = ", ".join(str(path) for path in job.inputs)
        raise UserError(Code.BAD_INPUT, f"No image was found in {names}.", "Choose image files, folders that hold them, or DICOM series.")
    return list(found.values())


def _of_file(path: Path) -> _Case:
    if path.is_file() and is_dicom(path):
        return _Case(path, path.stem, dicom.series_of(path))
    return _Case(path, _stem(path))


def _in_folder(folder: Path, reporter: Reporter) -> list[_Case]:
    files = sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith(".") and file.name.lower().endswith(_SUFFIXES))
    labels = [file for file in files if _NO_INPUT.search(file.name[: -len(_suffix(file))]) or _suffix(file) == ".seg.nrrd"]
    if labels:
        reporter.log(f"{len(labels)} label files in {folder} are left out, by their names.")
    files = [file for file in files if file not in labels]
    other = [file for file in files if _suffix(file) in PICTURE_SUFFIXES and not _shows_a_patient(file)]
    if other:
        reporter.log(f"{len(other)} pictures in {folder} are left out: they are coloured, show few grey values, or belong to earlier results.")
    cases = [_Case(file, _stem(file)) for file in files if file not in other]
    for series in dicom.find_series(folder):
        name = re.sub(r"[^\w.-]+", "_", series.description).strip("_.") or folder.resolve().name
        cases.append(_Case(folder, name, series))
    return cases


def _shows_a_patient(picture: Path) -> bool:
    """Not if it is coloured, a drawing, or beside the record of a result, to which it then belongs."""
    return is_grey(picture) and not (picture.suffix == ".png" and _record(picture) is not None)


def _suffix(path: Path) -> str:
    return next((suffix for suffix in _SUFFIXES if path.name.lower().endswith(suffix)), path.suffix)


def _stem(path: Path) -> str:
    return path.name[: len(path.name) - len(_suffix(path))] or path.name


def _targets(job: SegmentJob, cases: list[_Case]) -> list[_Target]:
    """Where the result of each case goes."""
    taken: set[_Target] = set()
    targets = []
    for case in cases:
        targets.append(_target(job, case, taken))
        taken.add(targets[-1])
    return targets


def _target(job: SegmentJob, case: _Case, taken: set[_Target]) -> _Target:
    """Names that neither another input of this run nor the result of another input has: ``stem``, ``stem-2``, ..."""
    number = 1
    while True:
        stem = case.stem if number == 1 else f"{case.stem}-{number}"
        target = _Target(job.out / (stem + _ENDINGS[job.format]), job.out / f"{stem}.json", job.out / f"{stem}.png")
        record = target.existing()
        if target not in taken and (record is None or record.origin.place == case.place):
            return target
        number += 1


def _finished(target: _Target, case: _Case, origin: Origin, sources: set[Path], overwrite: bool) -> Record | None:
    """The record of a result that needs no more work, None where there is work; raises EXISTS for files of other making."""
    for path in (target.segmentation, target.picture):
        if path.resolve() in sources:
            raise UserError(Code.EXISTS, f"The result would take the place of the input {path}.", "Choose another folder to write into.")
    if overwrite:
        return None
    record = target.existing()
    if record is None:
        for path in (target.segmentation, target.record, target.picture):
            refuse_existing(path)
        return None
    if not target.segmentation.exists():
        return None
    if record.origin != origin:
        raise UserError(Code.EXISTS, f"{target.segmentation} was made with another model or other options.", "Choose another folder, or --overwrite.")
    if target.record.stat().st_mtime < case.changed_s():
        raise UserError(Code.EXISTS, f"{target.segmentation} is older than its input {case.source}.", "Choose another folder, or --overwrite.")
    return record


def _segment(case: _Case, target: _Target, origin: Origin, model: HeartModel, job: SegmentJob, reporter: Reporter) -> Record:
    start = time.monotonic()
    if job.format == "dicom-seg" and (case.series is None or dicom.is_picture(case.series)):
        raise UserError(
            Code.BAD_INPUT,
            f"{case.source.name} is no DICOM series with a place in the patient, which a DICOM segmentation has to refer to.",
            "Choose the format seg.nrrd or nii.gz.",
        )
    tick = _ticker(reporter)
    tick(0.0)
    image = case.read()
    volume, pixel_source = _sized(image, case.source.name, model, job, reporter)
    # The grey values of a picture are on no scale, so they tell nothing.
    seen = None if isinstance(image, Picture) else guess_modality(volume)
    if seen is not None and model.card.modality not in (seen, "any"):
        reporter.log(f"Warning: {case.source.name} looks like {seen.upper()}, but the model {model.card.name} is for {model.card.modality.upper()}.")
    found = segment_volume(
        volume,
        model,
        roi_mm=job.roi_mm,
        memory_gb=job.memory_gb,
        largest_component=job.largest_component,
        fit_borders=job.fit_borders,
        device=job.device,
        on_progress=lambda fraction: tick(0.1 + 0.8 * fraction),
        on_note=reporter.log,
    )
    record = Record(
        origin=origin,
        model=model.card.name,
        labels=model.card.labels,
        quality=_with_estimate(found.quality, volume, pixel_source),
        confidence=found.confidence,
        expected_dice=found.expected_dice,
        centre_mm=tuple(round(float(v), 2) for v in found.region.centre_mm),  # type: ignore[arg-type]
        centre_source=found.region.source,
        pixel_mm=_in_plane_mm(volume) if pixel_source else None,
        pixel_source=pixel_source,
        elapsed_s=round(time.monotonic() - start, 2),
    )
    _write(target, case, volume, found, record, reporter)
    return record


def _sized(image: Volume | Picture, name: str, model: HeartModel, job: SegmentJob, reporter: Reporter) -> tuple[Volume, PixelSource | None]:
    """The volume with the pixel size to use, and, for a single slice, where that comes from."""
    if isinstance(image, Volume):
        if job.pixel_mm is not None:
            reporter.log(f"{name} says itself how large its voxels are; --pixel-mm is for pictures and is left aside.")
        return image, "header" if is_single_slice(image) else None
    if job.pixel_mm is not None:
        return with_pixel_mm(image.volume, job.pixel_mm), "given"
    if image.known:
        return image.volume, "header"
    return with_pixel_mm(image.volume, estimated_pixel_mm(image.volume, model, pick_device(job.device), job.memory_gb)), "estimated"


def _in_plane_mm(volume: Volume) -> tuple[float, float]:
    """Pixel size of a single slice along its two long axes."""
    thin = volume.geometry.shape.index(1)
    first, second = (round(mm, 4) for axis, mm in enumerate(volume.geometry.spacing_mm) if axis != thin)
    return first, second


def _with_estimate(quality: Quality, volume: Volume, pixel_source: PixelSource | None) -> Quality:
    if pixel_source != "estimated":
        return quality
    return quality.model_copy(update={"ok": False, "findings": [sentence(volume.geometry.spacing_mm[1]), *quality.findings]})


def _ticker(reporter: Reporter) -> Callable[[float], None]:
    def tick(fraction: float) -> None:
        if reporter.stop_requested:
            raise Stopped
        reporter.progress(fraction, "segmenting")

    return tick


def _write(target: _Target, case: _Case, volume: Volume, found: Segmentation, record: Record, reporter: Reporter) -> None:
    picture = preview(volume, found.labels, record.labels)
    if picture is not None:
        with replacing(target.picture) as temporary:
            temporary.write_bytes(picture)
        reporter.preview(target.picture)
    with replacing(target.record) as temporary:
        temporary.write_text(record.model_dump_json(indent=2), encoding="utf-8")
    if case.series is not None and target.segmentation.suffix == ".dcm":
        dicom.write_dicom_seg(target.segmentation, found.labels, case.series, record.labels)
    else:
        write_labels(target.segmentation, found.labels, record.labels, case.source.name)


def _table(done: dict[str, Record], label_set: LabelSet) -> str:
    """Volumes in ml, the flag, and where the model is calibrated the expected Dice of each result, as text."""
    width = max([len(name) for name in done] + [len("volumes in ml")])
    calibrated = any(record.expected_dice for record in done.values())
    heads = "".join(f"{name:>8}" for name in label_set.names)
    lines = [f"{'volumes in ml':<{width}}{heads}" + (f"   expected Dice{heads}" if calibrated else "") + "  quality"]
    for name, record in done.items():
        line = f"{name:<{width}}" + "".join(f"{record.quality.volumes_ml[structure]:8.1f}" for structure in label_set.names)
        if calibrated:
            line += " " * len("   expected Dice") + "".join(_dice(record, structure) for structure in label_set.names)
        lines.append(line + ("  ok" if record.quality.ok else "  check"))
    return "\n".join(lines)


def _dice(record: Record, structure: str) -> str:
    value = (record.expected_dice or {}).get(structure)
    return f"{'N/A' if value is None else f'{value:.2f}':>8}"


def _summed_up(failures: dict[str, UserError], count: int) -> UserError:
    first = next(iter(failures.values()))
    if count == 1:
        return first
    reasons = " ".join(f"{name}: {failure.sentence}" for name, failure in failures.items())
    return UserError(first.code, f"{len(failures)} of {count} inputs failed. {reasons}", f"The others are done. {first.remedy}")
