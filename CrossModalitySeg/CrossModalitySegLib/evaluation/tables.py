"""The tables of the report: rows of all seeds brought together, for people to read."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

from rich.console import Console
from rich.table import Table

from ..anatomy import NAMES
from .results import METRICS, Row, mean

COLUMNS: tuple[str, ...] = (*NAMES, "mean")

TITLES: dict[str, str] = {
    "Seg-MRI": "MR model tested on MR",
    "noDA": "MR model on CT, no adaptation",
    "AdaBN": "MR model on CT, statistics re-estimated",
    "UDA": "MR model adapted without CT labels",
    "PnP": "MR model adapted without CT labels, with mask critic",
    "best": "MR model adapted without CT labels, this project's preset",
    "Seg-CT": "Trained with CT labels",
    "Seg-CT-STL": "MR model fine-tuned with CT labels",
}
"""What each method is, in the order in which people read them; a method unknown here keeps its name and comes last."""

NOT_APPLICABLE = "N/A"


@dataclass(frozen=True)
class Cell:
    """``mean`` and standard deviation of ``count`` values; None where there are too few of them."""

    mean: float | None
    std: float | None
    count: int

    def text(self, digits: int) -> str:
        """The cell for people, as in "0.748 ± 0.061"."""
        spread = f" ± {self.std:.{digits}f}" if self.std is not None else ""
        return NOT_APPLICABLE if self.mean is None else f"{self.mean:.{digits}f}{spread}"


@dataclass(frozen=True)
class Line:
    """One method at one depth over all its seeds; ``cells`` by metric, then by structure name or "mean"."""

    method: str
    depth: int | None
    seeds: tuple[int, ...]
    n_volumes: int
    cells: dict[str, dict[str, Cell]]
    missing: dict[str, int]
    gap_closed: float | None
    train_s: float | None

    @property
    def title(self) -> str:
        """The method in words."""
        return TITLES.get(self.method, self.method)

    @property
    def label(self) -> str:
        """The method in short, with its depth where it has one."""
        return self.method if self.depth is None else f"{self.method} d={self.depth}"


def lines(rows: Iterable[Row]) -> list[Line]:
    """One line per method and depth, in reading order; spreads are over the volumes of all seeds."""
    groups: dict[tuple[str, int | None], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.method, row.depth), []).append(row)
    order = list(TITLES)
    ranked = sorted(groups, key=lambda key: (order.index(key[0]) if key[0] in order else len(order), key[0], key[1] or 0))
    return [_line(groups[key]) for key in ranked]


def _line(rows: Sequence[Row]) -> Line:
    return Line(
        method=rows[0].method,
        depth=rows[0].depth,
        seeds=tuple(sorted(row.seed for row in rows)),
        n_volumes=sum(row.n_volumes for row in rows),
        cells={metric: _cells(rows, metric) for metric in METRICS},
        missing={name: sum(row.missing[name] for row in rows) for name in NAMES},
        gap_closed=mean(row.gap_closed for row in rows),
        train_s=mean(row.train_s for row in rows),
    )


def _cells(rows: Sequence[Row], metric: str) -> dict[str, Cell]:
    volumes = [getattr(volume, metric) for row in rows for volume in row.per_volume]
    cells = {name: _cell([volume[name] for volume in volumes]) for name in NAMES}
    # The mean is that of the structures, as in the rows; its spread is that of the volumes' own means.
    spread = _cell([mean(volume.values()) for volume in volumes])
    return {**cells, "mean": Cell(mean(cell.mean for cell in cells.values()), spread.std, spread.count)}


def _cell(values: Sequence[float | None]) -> Cell:
    known = [value for value in values if value is not None]
    return Cell(mean(known), statistics.stdev(known) if len(known) > 1 else None, len(known))


def missing_text(missing: dict[str, int]) -> str:
    """The structures that were never predicted somewhere, as in "LA 2, AA 1"; "none" if all were found."""
    return ", ".join(f"{name} {count}" for name, count in missing.items() if count) or "none"


def text(rows: Iterable[Row]) -> Table:
    """Dice, ASSD and HD95 of every method for the shell; print it with a rich console."""
    table = Table(title="Dice (0 to 1), mean ± standard deviation over volumes and seeds")
    table.add_column("Method")
    for column in COLUMNS:
        table.add_column(column, justify="right")
    for heading in ("ASSD mm", "ASSD vox", "HD95 mm", "gap closed", "not found"):
        table.add_column(heading, justify="right")
    for line in lines(rows):
        table.add_row(
            line.label,
            *(line.cells["dice"][column].text(3) for column in COLUMNS),
            line.cells["assd_mm"]["mean"].text(2),
            line.cells["assd_vox"]["mean"].text(2),
            line.cells["hd95_mm"]["mean"].text(1),
            percent(line.gap_closed),
            missing_text(line.missing),
        )
    return table


def plain_text(rows: Iterable[Row]) -> str:
    """``text`` as lines of characters, for a result's summary and for log files."""
    page = Console(file=StringIO(), width=180)
    page.print(text(rows))
    return str(page.file.getvalue())  # type: ignore[attr-defined]


def percent(fraction: float | None) -> str:
    """A fraction for people, as in "72 %"."""
    return NOT_APPLICABLE if fraction is None else f"{100 * fraction:.0f} %"
