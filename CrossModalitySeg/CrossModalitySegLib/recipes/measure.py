"""Measure the hearts in label maps and write a table."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..errors import Stopped
from ..evaluation.measurements import Measurements, measure
from ..events import Reporter, Result
from ..files import refuse_existing, replacing
from ..images.io.files import read_labels, writable_folder
from ..inference.quality import cut_sides
from ..job import MeasureJob
from .label_maps import label_maps, label_set_for

Line = Mapping[str, str | float | None]


def run(job: MeasureJob, reporter: Reporter) -> Result:
    """Measure every label map of ``job``; raises ``UserError``: EXISTS, NO_PERMISSION, BAD_INPUT, BAD_LABELS."""
    refuse_existing(job.out)
    writable_folder(job.out.parent)
    files = label_maps(job.inputs)
    lines: list[Line] = []
    for number, path in enumerate(files):
        if reporter.stop_requested:
            raise Stopped
        reporter.progress(number / len(files), f"Measuring {path.name}")
        label_set = label_set_for(path, job.labels)
        labels = read_labels(path, label_set)
        # Of what the scan cuts off, all numbers are too small.
        cut = [] if 1 in labels.geometry.shape else list(cut_sides(labels, label_set))
        if cut:
            reporter.log(f"{path.name}: {', '.join(cut)} reach the end of the scan, so their numbers are incomplete.")
        found = measure(labels, label_set, job.body_surface_m2)
        lines.append({"label_map": str(path), "incomplete": " ".join(cut), **columns(found)})
    _write(job.out, lines)
    reporter.progress(1.0, "Done")
    return Result(outputs=[job.out])


def columns(found: Measurements) -> dict[str, float | None]:
    """One measurement a column, by names with units: ``LV_ml``, ``lv_mass_g``, ..., ``wall_1_mm`` to ``wall_17_mm``.

    Examples:
        >>> columns(Measurements(volumes_ml={"LV": 120.0}, lv_mass_g=110.0, wall_mm={1: 9.5}))["wall_1_mm"]
        9.5
    """
    flat = found.model_dump(exclude={"volumes_ml", "wall_mm"})
    volumes = {f"{name}_ml": ml for name, ml in found.volumes_ml.items()}
    walls = {f"wall_{number}_mm": (found.wall_mm or {}).get(number) for number in range(1, 18)}
    return volumes | flat | walls


def _write(path: Path, lines: Sequence[Line]) -> None:
    """A table with the columns of all ``lines``; nothing stands where nothing was measured."""
    names = list(dict.fromkeys(name for line in lines for name in line))
    with replacing(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, names)
        table.writeheader()
        table.writerows(lines)
