"""Volumes of a heart through its beat, from the label maps of its phases: a curve, ejection fraction, flicker."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..errors import Code, Stopped, UserError
from ..evaluation.heart_function import Flicker, HeartFunction, heart_function
from ..evaluation.metrics import volumes_ml
from ..events import Reporter, Result
from ..extras import installed
from ..files import refuse_existing, replacing
from ..images.geometry import Geometry
from ..images.io.files import read_labels, writable_folder
from ..images.volume import Volume
from ..job import FunctionJob
from ..label_set import LabelSet
from .label_maps import label_maps, label_set_for, record_of

TABLE, NUMBERS, CURVE = "volumes.csv", "function.json", "volumes.png"
_FLAT = "The phases are single slices, so these are the numbers of one slice and not of a heart."


def run(job: FunctionJob, reporter: Reporter) -> Result:
    """Measure the function of a heart from the label maps of its phases.

    Args:
        job: What is asked for: label maps of one heart, two or more, in one folder or named.
        reporter: Who is told how far it is, and who may ask for a stop.

    Returns:
        Table, numbers and, where it can be drawn, the curve under ``job.out``; the summary holds by ventricle the
        volumes and the stroke volume in ml and the ejection fraction in percent.

    Raises:
        UserError: BAD_INPUT, BAD_LABELS, EXISTS or NO_PERMISSION; ``Stopped``.
    """
    writable_folder(job.out)
    for name in (TABLE, NUMBERS, CURVE):
        refuse_existing(job.out / name)
    outputs, found = write_function(job.out, _in_order(job.inputs), job.labels, reporter)
    reporter.progress(1.0, "Done")
    summary = {
        name: {"EDV ml": one.edv_ml, "ESV ml": one.esv_ml, "stroke ml": one.stroke_ml, "EF %": one.ef_percent}
        for name, one in found.ventricles.items()
    }
    return Result(outputs=outputs, summary=summary)


def check_function(out: Path) -> None:
    """Raise ``UserError`` EXISTS, before the work, where files of other making have the names of table, numbers and
    curve; those of an earlier run may be written anew.
    """
    try:
        HeartFunction.model_validate_json((out / NUMBERS).read_bytes())
    except (OSError, ValueError):  # pydantic's errors are ValueErrors
        for name in (TABLE, NUMBERS, CURVE):
            refuse_existing(out / name)


def write_function(
    out: Path, phases: Sequence[Path | None], labels: str | None, reporter: Reporter
) -> tuple[list[Path], HeartFunction]:
    """Measure a heart through its beat and write table, numbers and curve, in the place of what is there.

    Args:
        out: Folder to write into.
        phases: Label maps, two or more in their order; None for each that is left out.
        labels: Name or file of the label set, as for a training; None asks the record beside the first one.
        reporter: Told of findings.

    Returns:
        The files, and the measurements.

    Raises:
        UserError: BAD_LABELS where no phase shows a ventricle, or phases show different views.
    """
    label_set = label_set_for(next(path for path in phases if path is not None), labels)
    volumes, flicker, flat = _through_the_beat(phases, label_set, reporter)
    records = [None if path is None else record_of(path) for path in phases]
    dice = [record.expected_dice if record else None for record in records]
    found = heart_function(volumes, label_set, dice, flicker)
    if not found.ventricles:
        raise UserError(
            Code.BAD_LABELS, "No phase shows a ventricle.", "Choose label maps of the heart, one for each phase."
        )
    if flat:
        found = found.model_copy(update={"findings": (*found.findings, _FLAT)})
    incomplete = sorted({name for record in records if record for name in record.quality.cut_off})
    if incomplete:
        reporter.log(f"{', '.join(incomplete)} reach the end of the scan, so their numbers are incomplete.")
    for finding in found.findings:
        reporter.log(f"Warning: {finding}")
    outputs = [_write_table(out / TABLE, phases, volumes), _write_numbers(out / NUMBERS, found, incomplete)]
    return outputs + _draw(out / CURVE, volumes, found, label_set), found


def _in_order(inputs: Sequence[Path]) -> list[Path]:
    """The label maps of the phases. Files keep the order in which they are named; those of a folder go by the numbers
    in their names.
    """
    phases: list[Path] = []
    for one in inputs:
        found = label_maps([one])
        phases += sorted(found, key=by_number) if one.is_dir() else found
    if len(phases) < 2:
        raise UserError(Code.BAD_INPUT, f"{phases[0]} is a single phase.", "Name the label maps of two phases or more.")
    return phases


def by_number(path: Path) -> list[tuple[int, str]]:
    """So that phase 10 follows phase 9."""
    parts = re.split(r"(\d+)", str(path))
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]


def _through_the_beat(
    phases: Sequence[Path | None], label_set: LabelSet, reporter: Reporter
) -> tuple[list[dict[str, float] | None], dict[str, float] | None, bool]:
    """Volumes by phase, the flicker, and whether the phases are single slices; no flicker where grids differ or the
    phases are too few. At most three label maps are in memory. A phase that is left out has neither volumes nor
    flicker, nor have its neighbors any flicker.
    """
    first: tuple[Path, Geometry] | None = None
    flicker: Flicker | None = Flicker(label_set) if len(phases) > 3 else None
    volumes: list[dict[str, float] | None] = []
    last: list[Volume | None] = []
    # Diastole follows systole: the first phases are looked at once more behind the last.
    for number, path in enumerate([*phases, *phases[:2]]):
        if reporter.stop_requested:
            raise Stopped
        if number >= len(phases) and flicker is None:
            break
        labels = None
        if path is not None:
            reporter.progress(number / (len(phases) + 2), f"Reading {path.name}")
            labels = read_labels(path, label_set)
            first = first or (path, labels.geometry)
            if not first[1].same_view(labels.geometry):
                raise UserError(
                    Code.BAD_LABELS,
                    f"{path.name} shows another view than {first[0].name}, so they are not phases of one beat.",
                    "Choose label maps of one view, one for each phase.",
                )
        last = [*last[-2:], labels]
        if number < len(phases):
            volumes.append(None if labels is None else volumes_ml(labels, label_set))
        there = [one for one in last if one is not None]
        if any(not there[0].geometry.same_grid(one.geometry) for one in there):
            flicker = None
        if flicker is not None and len(there) == 3:
            flicker.add(*(one.array for one in there))
    flat = first is not None and 1 in first[1].shape
    return volumes, None if flicker is None else flicker.shares(), flat


def _write_table(path: Path, phases: Sequence[Path | None], volumes: Sequence[Mapping[str, float] | None]) -> Path:
    there = [
        (number, phase, found) for number, (phase, found) in enumerate(zip(phases, volumes, strict=True), 1) if found
    ]
    names = list(there[0][2])
    with replacing(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["phase", "label_map", *(f"{name}_ml" for name in names)])
        for number, phase, found in there:
            table.writerow([number, phase, *(round(found[name], 2) for name in names)])
    return path


def _write_numbers(path: Path, found: HeartFunction, incomplete: Sequence[str]) -> Path:
    with replacing(path) as temporary:
        temporary.write_text(
            json.dumps({**found.model_dump(mode="json"), "incomplete": list(incomplete)}, indent=1), encoding="utf-8"
        )
    return path


def _draw(
    path: Path, volumes: Sequence[Mapping[str, float] | None], found: HeartFunction, label_set: LabelSet
) -> list[Path]:
    """The curve, where figures can be drawn."""
    if not installed("matplotlib"):
        return []
    from ..evaluation.beat_figure import volume_time_curve

    with replacing(path) as temporary:
        temporary.write_bytes(volume_time_curve(volumes, found, label_set))
    return [path]
