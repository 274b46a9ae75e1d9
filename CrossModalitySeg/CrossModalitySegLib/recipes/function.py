"""Volumes of a heart through its beat, from the label maps of its phases: a curve, ejection fraction, flicker."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..anatomy import LabelSet
from ..errors import Code, Stopped, UserError
from ..evaluation.heart_function import Flicker, HeartFunction, heart_function
from ..evaluation.metrics import volumes_ml
from ..events import Reporter, Result
from ..extras import installed
from ..files import refuse_existing, replacing
from ..images.io.files import read_labels, writable_folder
from ..images.volume import Volume
from ..job import FunctionJob
from .label_maps import label_maps, label_set_for, record_of

TABLE, NUMBERS, CURVE = "volumes.csv", "function.json", "volumes.png"


def run(job: FunctionJob, reporter: Reporter) -> Result:
    """Write table, numbers and curve under ``job.out``; raises ``UserError``: BAD_INPUT, BAD_LABELS, EXISTS,
    NO_PERMISSION.
    """
    writable_folder(job.out)
    for name in (TABLE, NUMBERS, CURVE):
        refuse_existing(job.out / name)
    phases = _in_order(job.inputs)
    label_set = label_set_for(phases[0], job.labels)
    volumes, flicker = _through_the_beat(phases, label_set, reporter)
    records = [record_of(path) for path in phases]
    dice = [record.expected_dice if record else None for record in records]
    found = heart_function(volumes, label_set, dice, flicker)
    if not found.ventricles:
        raise UserError(
            Code.BAD_LABELS, "No phase shows a ventricle.", "Choose label maps of the heart, one for each phase."
        )
    incomplete = sorted({name for record in records if record for name in record.quality.cut_off})
    if incomplete:
        reporter.log(f"{', '.join(incomplete)} reach the end of the scan, so their numbers are incomplete.")
    outputs = [_write_table(job.out / TABLE, phases, volumes), _write_numbers(job.out / NUMBERS, found, incomplete)]
    outputs += _draw(job.out / CURVE, volumes, found, label_set)
    reporter.progress(1.0, "Done")
    summary = {
        name: {"EDV ml": one.edv_ml, "ESV ml": one.esv_ml, "stroke ml": one.stroke_ml, "EF %": one.ef_percent}
        for name, one in found.ventricles.items()
    }
    return Result(outputs=outputs, summary=summary)


def _in_order(inputs: Sequence[Path]) -> list[Path]:
    """The label maps of the phases. Files keep the order in which they are named; those of a folder go by the numbers
    in their names.
    """
    phases: list[Path] = []
    for one in inputs:
        found = label_maps([one])
        phases += sorted(found, key=_by_number) if one.is_dir() else found
    if len(phases) < 2:
        raise UserError(Code.BAD_INPUT, f"{phases[0]} is a single phase.", "Name the label maps of two phases or more.")
    return phases


def _by_number(path: Path) -> list[tuple[int, str]]:
    """So that phase 10 follows phase 9."""
    parts = re.split(r"(\d+)", str(path))
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]


def _through_the_beat(
    phases: Sequence[Path], label_set: LabelSet, reporter: Reporter
) -> tuple[list[dict[str, float]], dict[str, float] | None]:
    """Volumes by phase, and the flicker; None where grids differ or the phases are too few. At most three label
    maps are in memory.
    """
    flicker: Flicker | None = Flicker(label_set) if len(phases) > 3 else None
    volumes: list[dict[str, float]] = []
    last: list[Volume] = []
    # Diastole follows systole: the first phases are looked at once more behind the last.
    for number, path in enumerate([*phases, *phases[:2]]):
        if reporter.stop_requested:
            raise Stopped
        reporter.progress(number / (len(phases) + 2), f"Reading {path.name}")
        if number >= len(phases) and flicker is None:
            break
        last = [*last[-2:], read_labels(path, label_set)]
        if number < len(phases):
            volumes.append(volumes_ml(last[-1], label_set))
        if not last[0].geometry.same_grid(last[-1].geometry):
            flicker = None
        if flicker is not None and len(last) == 3:
            flicker.add(*(one.array for one in last))
    return volumes, None if flicker is None else flicker.shares()


def _write_table(path: Path, phases: Sequence[Path], volumes: Sequence[Mapping[str, float]]) -> Path:
    names = list(volumes[0])
    with replacing(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["phase", "label_map", *(f"{name}_ml" for name in names)])
        for number, (phase, found) in enumerate(zip(phases, volumes, strict=True), start=1):
            table.writerow([number, phase, *(round(found[name], 2) for name in names)])
    return path


def _write_numbers(path: Path, found: HeartFunction, incomplete: Sequence[str]) -> Path:
    with replacing(path) as temporary:
        temporary.write_text(
            json.dumps({**found.model_dump(mode="json"), "incomplete": list(incomplete)}, indent=1), encoding="utf-8"
        )
    return path


def _draw(path: Path, volumes: Sequence[Mapping[str, float]], found: HeartFunction, label_set: LabelSet) -> list[Path]:
    """The curve, where figures can be drawn."""
    if not installed("matplotlib"):
        return []
    from ..evaluation.beat_figure import volume_time_curve

    with replacing(path) as temporary:
        temporary.write_bytes(volume_time_curve(volumes, found, label_set))
    return [path]
