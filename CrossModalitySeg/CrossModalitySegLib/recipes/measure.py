"""Measure the hearts in label maps and write a table, plots of the wall, and DICOM reports."""

from __future__ import annotations

import contextlib
import csv
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..errors import Code, Stopped, UserError
from ..evaluation.measurements import Measurements, measure
from ..events import Reporter, Result
from ..extras import need
from ..files import refuse_existing, replacing
from ..images.io.dicom import is_dicom
from ..images.io.files import read_labels, writable_folder
from ..images.io.source import stem_of
from ..images.volume import Volume
from ..inference.quality import cut_sides
from ..job import MeasureJob
from ..label_set import LabelSet
from .label_maps import label_maps, label_set_for, record_of, refuse_same_names
from .records import Record

Line = Mapping[str, str | float | None]


def run(job: MeasureJob, reporter: Reporter) -> Result:
    """Measure label maps.

    Args:
        job: What is asked for.
        reporter: Who is told how far it is, and who may ask for a stop.

    Returns:
        The table ``job.out`` with a line for each label map, plots where ``job.figures`` asks for them, and structured
        reports where ``job.dicom_sr`` does.

    Raises:
        UserError: EXISTS, NO_PERMISSION, BAD_INPUT, BAD_LABELS, BAD_SETTINGS for a table of another ending than .csv or
            .json, or MISSING_PACKAGE; ``Stopped``.
    """
    folders = [folder for folder in (job.figures, job.dicom_sr) if folder is not None]
    made = [path for folder in folders for path in (folder, *folder.parents) if not path.exists()]
    _check(job)
    files = label_maps(job.inputs)
    _check_names(job, files)
    outputs: list[Path] = []
    lines: list[Line] = []
    for number, path in enumerate(files):
        if reporter.stop_requested:
            raise Stopped
        reporter.progress(number / len(files), f"Measuring {path.name}")
        label_set, record = label_set_for(path, job.labels), record_of(path)
        labels = read_labels(path, label_set)
        # Of what the scan cuts off, all numbers are too small.
        cut = _cut(path, labels, label_set, record)
        if cut:
            reporter.log(f"{path.name}: {', '.join(cut)} reach the end of the scan, so their numbers are incomplete.")
        found = measure(labels, label_set, _body_surface_m2(job))
        expected = (record and record.expected_dice) or {}
        lines.append({"label_map": str(path), "incomplete": " ".join(cut), **columns(found, expected)})
        outputs += _beside(job, path, found, label_set, expected, reporter)
    _write(job.out, lines)
    for path in made:  # a folder into which nothing could be written
        with contextlib.suppress(OSError):
            path.rmdir()
    reporter.progress(1.0, "Done")
    return Result(outputs=[job.out, *outputs])


def columns(found: Measurements, expected_dice: Mapping[str, float] | None = None) -> dict[str, float | None]:
    """One measurement a column.

    Args:
        found: What was measured.
        expected_dice: Expected Dice, 0..1, by structure name; None for a model that does not say it.

    Returns:
        Numbers by names with units: ``LV_ml``, ``lv_mass_g``, ..., ``wall_1_mm`` to ``wall_17_mm``,
        ``LV_expected_dice``; None for what cannot be measured.

    Examples:
        >>> columns(Measurements(volumes_ml={"LV": 120.0}, lv_mass_g=110.0, wall_mm={1: 9.5}))["wall_1_mm"]
        9.5
    """
    flat = found.model_dump(exclude={"volumes_ml", "wall_mm"})
    volumes = {f"{name}_ml": ml for name, ml in found.volumes_ml.items()}
    walls = {f"wall_{number}_mm": (found.wall_mm or {}).get(number) for number in range(1, 18)}
    dice = {f"{name}_expected_dice": round(value, 4) for name, value in (expected_dice or {}).items()}
    return volumes | flat | walls | dice


def mosteller_m2(height_cm: float, weight_kg: float) -> float:
    """Body surface area.

    Args:
        height_cm: Height of the patient.
        weight_kg: Weight of the patient.

    Returns:
        Area in m2: the square root of height x weight / 3600.

    References:
        Mosteller, N Engl J Med 1987, doi:10.1056/NEJM198710223171717.

    Examples:
        >>> round(mosteller_m2(180, 80), 2)
        2.0
    """
    return math.sqrt(height_cm * weight_kg / 3600)


def _check(job: MeasureJob) -> None:
    """What can be wrong before the work."""
    if job.out.suffix.lower() not in (".csv", ".json"):
        raise UserError(
            Code.BAD_SETTINGS, f"{job.out} ends neither in .csv nor in .json.", "Give the table one of these endings."
        )
    if job.figures:
        need("matplotlib", "Plots need", "leave --figures out")
    refuse_existing(job.out)
    for folder in (job.out.parent, job.figures, job.dicom_sr):
        if folder is not None:
            writable_folder(folder)


def _check_names(job: MeasureJob, files: Sequence[Path]) -> None:
    """Nothing that is to be written may be there already."""
    if job.figures or job.dicom_sr:
        refuse_same_names(files)
    for path in files:
        for target in (_plot(job, path), _report(job, path)):
            if target is not None:
                refuse_existing(target)


def _plot(job: MeasureJob, path: Path) -> Path | None:
    return job.figures / f"{stem_of(path)}_wall.png" if job.figures else None


def _report(job: MeasureJob, path: Path) -> Path | None:
    return job.dicom_sr / f"{stem_of(path)}_measurements.dcm" if job.dicom_sr else None


def _body_surface_m2(job: MeasureJob) -> float | None:
    if job.height_cm is not None and job.weight_kg is not None:
        return mosteller_m2(job.height_cm, job.weight_kg)
    return job.body_surface_m2


def _cut(path: Path, labels: Volume, label_set: LabelSet, record: Record | None) -> list[str]:
    """Structures that the scan cuts off; a DICOM segmentation, which ends where its structures do, leaves that to its
    record.
    """
    if is_dicom(path):
        return list(record.quality.cut_off) if record else []
    return [] if 1 in labels.geometry.shape else list(cut_sides(labels, label_set))


def _beside(
    job: MeasureJob,
    path: Path,
    found: Measurements,
    label_set: LabelSet,
    expected_dice: Mapping[str, float],
    reporter: Reporter,
) -> list[Path]:
    """Write the plot and the DICOM report of one label map, where they are wanted and can be."""
    written = []
    if (plot := _plot(job, path)) and found.wall_mm:
        from ..evaluation.measurements.bulls_eye import bulls_eye

        with replacing(plot) as temporary:
            temporary.write_bytes(bulls_eye(found.wall_mm, stem_of(path)))
        written.append(plot)
    report = _report(job, path)
    if report and not is_dicom(path):
        reporter.log(f"{path.name} is not a DICOM segmentation, so no DICOM report can refer to it.")
    elif report and not any(found.volumes_ml.values()):
        reporter.log(f"{path.name} holds no structure, and a DICOM report without measurements is not allowed.")
    elif report:
        from ..evaluation.measurements.structured_report import write_structured_report

        written.append(write_structured_report(report, path, found, label_set, expected_dice))
    return written


def _write(path: Path, lines: Sequence[Line]) -> None:
    """A table with the columns of all ``lines``; nothing stands where nothing was measured."""
    names = list(dict.fromkeys(name for line in lines for name in line))
    with replacing(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        if path.suffix.lower() == ".json":
            json.dump([{name: line.get(name) for name in names} for line in lines], file, indent=1)
            return
        table = csv.DictWriter(file, names)
        table.writeheader()
        table.writerows(lines)
