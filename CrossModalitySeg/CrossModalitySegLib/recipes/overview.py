"""The overview of a folder of results, made from the records that stand in it: those of earlier runs too."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..evaluation.overview import Result, is_page, write_page, write_table
from ..extras import need
from ..files import refuse_existing
from .records import ENDINGS, is_changed, read_record

PAGE, TABLE = "overview.html", "overview.csv"


def check_overview(out: Path) -> None:
    """Raise, before the work, what would keep an overview from being written: MISSING_PACKAGE, EXISTS."""
    need("jinja2", "The overview needs", "leave --report out")
    if not is_page(out / PAGE):
        refuse_existing(out / PAGE)
        refuse_existing(out / TABLE)


def write_overview(out: Path, failed: Mapping[str, str]) -> list[Path]:
    """Write the page and the table of all results in ``out``; ``failed`` are inputs without one, with the reason."""
    results = list(_results(out))
    return [write_page(out / PAGE, results, failed), write_table(out / TABLE, results)]


def _results(out: Path) -> Iterator[Result]:
    for folder, _, names in os.walk(out):
        for name in sorted(names):
            if not name.endswith(".json") or (record := read_record(Path(folder, name))) is None:
                continue
            stem = name.removesuffix(".json")
            # Earlier versions did not write the name of the segmentation.
            likely = [record.result] if record.result else [stem + ending for ending in ENDINGS.values()]
            segmentation = next((path for one in likely if (path := Path(folder, one)).is_file()), None)
            if segmentation is None:  # it was interrupted, or removed
                continue
            preview = Path(folder, f"{stem}.png")
            yield Result(
                file=segmentation.relative_to(out).as_posix(),
                input=record.origin.input,
                model=record.model,
                ok=record.quality.ok,
                findings=record.quality.findings,
                volumes_ml=record.quality.volumes_ml,
                expected_dice=record.expected_dice or {},
                preview=preview if preview.is_file() else None,
                edited=is_changed(segmentation, record),
            )
