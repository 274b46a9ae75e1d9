"""Measure the hearts in label maps and write a table."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ..anatomy import HEART_4, LabelSet
from ..errors import Code, Stopped, UserError
from ..evaluation.measurements import Measurements, measure
from ..events import Reporter, Result
from ..files import refuse_existing, replacing
from ..images.datasets.label_file import label_set_of
from ..images.io.files import VOLUME_SUFFIXES, read_labels, writable_folder
from ..images.io.source import stem_of
from ..inference.quality import cut_sides
from ..job import MeasureJob
from .records import is_result, read_record

Line = Mapping[str, str | float | None]


def run(job: MeasureJob, reporter: Reporter) -> Result:
    """Measure every label map of ``job``; raises ``UserError``: EXISTS, NO_PERMISSION, BAD_INPUT, BAD_LABELS."""
    refuse_existing(job.out)
    writable_folder(job.out.parent)
    files = _label_maps(job.inputs)
    lines: list[Line] = []
    for number, path in enumerate(files):
        if reporter.stop_requested:
            raise Stopped
        reporter.progress(number / len(files), f"Measuring {path.name}")
        label_set = _label_set(path, job.labels)
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


def _label_maps(inputs: Sequence[Path]) -> list[Path]:
    """The files among ``inputs``, and the results of ``segment`` in the folders; each once."""
    files = list(dict.fromkeys(path for one in inputs for path in ([one] if not one.is_dir() else _results(one))))
    if not files:
        raise UserError(
            Code.BAD_INPUT,
            f"There is no result of segment in {', '.join(map(str, inputs))}.",
            "Name label maps, or a folder into which segment has written them.",
        )
    return files


def _results(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.name.lower().endswith(VOLUME_SUFFIXES) and is_result(path):
            yield path


def _label_set(path: Path, labels: str | None) -> LabelSet:
    record = read_record(path.with_name(f"{stem_of(path)}.json"))
    return label_set_of(path.parent, labels, usual=record.labels if record else HEART_4)


def _write(path: Path, lines: Sequence[Line]) -> None:
    """A table with the columns of all ``lines``; nothing stands where nothing was measured."""
    names = list(dict.fromkeys(name for line in lines for name in line))
    with replacing(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, names)
        table.writeheader()
        table.writerows(lines)
