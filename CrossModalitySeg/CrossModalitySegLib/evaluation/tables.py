"""The tables of the report: rows of all seeds brought together, for people to read."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

from rich.console import Console
from rich.table import Table

from ..methods import methods
from ..settings import Depth
from .results import METRICS, Comparison, Results, Row, Scores, mean

ADAPTED: tuple[str, ...] = ("self-training", "adversarial-self-training", "dou2018", "pnp-adanet", "AdaBN")
"""Which adapted method the first page speaks of and is compared with all others: the first of these that was run, which
is this project's own where it took part. Never the one that scored best, for that would be choosing by the target
labels.
"""

DEFAULT_DEPTH: Depth = 21

NOT_APPLICABLE = "N/A"

SPREAD = (
    "Dice (0 to 1): mean ± standard deviation between test subjects, each averaged over its seeds; seeds: standard "
    "deviation of the mean between seeds"
)

PAIRED = (
    "Difference of mean Dice on the same n test subjects, each averaged over its seeds; 95 % bootstrap interval and "
    "Wilcoxon test over subjects (p >= 2 / 2^n)"
)


@dataclass(frozen=True)
class Cell:
    """A mean over test subjects and seeds, and how far it varies with either; None where there are too few values.

    ``over_subjects`` is the standard deviation between subjects, each averaged over its seeds first; ``over_seeds``
    that between seeds, each averaged over its subjects: what another training may change.
    """

    mean: float | None
    over_subjects: float | None
    over_seeds: float | None

    def text(self, digits: int) -> str:
        """The mean and its deviation between subjects, for people.

        Args:
            digits: How many stand behind the point, 0 or more.

        Returns:
            The mean alone where there is no deviation, "N/A" where there is no mean.

        Examples:
            >>> Cell(0.748, 0.0611, None).text(3)
            '0.748 ± 0.061'
        """
        spread = f" ± {self.over_subjects:.{digits}f}" if self.over_subjects is not None else ""
        return NOT_APPLICABLE if self.mean is None else f"{self.mean:.{digits}f}{spread}"

    def seeds_text(self, digits: int) -> str:
        """The deviation between seeds, as in "± 0.012"; empty where there is one seed."""
        return "" if self.over_seeds is None else f"± {self.over_seeds:.{digits}f}"


@dataclass(frozen=True)
class Line:
    """One method at one depth over all its seeds, ``title`` in words; ``cells`` by metric, then by structure name or
    "mean".
    """

    method: str
    title: str
    depth: int | None
    seeds: tuple[int, ...]
    n_volumes: int
    cells: dict[str, dict[str, Cell]]
    missing: dict[str, int]
    gap_closed: float | None
    train_s: float | None

    @property
    def label(self) -> str:
        """The method in short, with its depth where it has one."""
        return label(self.method, self.depth)


def label(method: str, depth: int | None) -> str:
    """A method in short.

    >>> label("dou2018", 21), label("noDA", None)
    ('dou2018 d=21', 'noDA')
    """
    return method if depth is None else f"{method} d={depth}"


def columns(results: Results) -> tuple[str, ...]:
    """Names of the structures, and "mean"."""
    return (*results.labels.names, "mean")


def lines(results: Results) -> list[Line]:
    """One line per method and depth, in reading order."""
    groups: dict[tuple[str, int | None], list[Row]] = {}
    for row in results.rows:
        groups.setdefault((row.method, row.depth), []).append(row)
    words = {name: method.title for name, method in methods(results.domains).items()} | results.titles
    order = list(words)
    ranked = sorted(
        groups, key=lambda key: (order.index(key[0]) if key[0] in order else len(order), key[0], key[1] or 0)
    )
    return [_line(groups[key], words.get(key[0], key[0]), results.labels.names) for key in ranked]


def adapted(groups: Sequence[Line]) -> Line | None:
    """The adapted method that stands for the others: see ``ADAPTED``."""
    for method in ADAPTED:
        own = [line for line in groups if line.method == method]
        if own:
            return next((line for line in own if line.depth == DEFAULT_DEPTH), own[0])
    return None


def _line(rows: Sequence[Row], title: str, names: Sequence[str]) -> Line:
    return Line(
        method=rows[0].method,
        title=title,
        depth=rows[0].depth,
        seeds=tuple(sorted(row.seed for row in rows)),
        n_volumes=sum(row.n_volumes for row in rows),
        cells={metric: _cells(rows, metric, names) for metric in METRICS},
        missing={name: sum(row.missing[name] for row in rows) for name in names},
        gap_closed=mean(row.gap_closed for row in rows),
        train_s=mean(row.train_s for row in rows),
    )


def _cells(rows: Sequence[Row], metric: str, names: Sequence[str]) -> dict[str, Cell]:
    by_subject: dict[str, list[Scores]] = {}
    for row in rows:
        for volume in row.per_volume:
            by_subject.setdefault(volume.subject, []).append(getattr(volume, metric))
    by_seed: list[Scores] = [getattr(row, metric) for row in rows]
    cells = {}
    for name in names:
        values = [[scores[name] for scores in own] for own in by_subject.values()]
        cells[name] = _cell(
            mean(value for own in values for value in own), values, [scores[name] for scores in by_seed]
        )
    # The mean is that of the structures, as in the rows; a subject's deviates from it by that subject's own structures.
    values = [[mean(scores.values()) for scores in own] for own in by_subject.values()]
    return {
        **cells,
        "mean": _cell(mean(cell.mean for cell in cells.values()), values, [scores["mean"] for scores in by_seed]),
    }


def _cell(value: float | None, by_subject: Iterable[Sequence[float | None]], by_seed: Iterable[float | None]) -> Cell:
    return Cell(value, _std(mean(seeds) for seeds in by_subject), _std(by_seed))


def _std(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.stdev(known) if len(known) > 1 else None


def missing_text(missing: dict[str, int]) -> str:
    """The structures that were not found everywhere.

    Args:
        missing: By structure name the number of volumes in which it was not predicted.

    Returns:
        Those with a number above 0, each with it; "none" if all were found.

    Examples:
        >>> missing_text({"AA": 1, "LA": 2, "LV": 0})
        'AA 1, LA 2'
    """
    return ", ".join(f"{name} {count}" for name, count in missing.items() if count) or "none"


def text(results: Results) -> Table:
    """Dice, ASSD and HD95 of every method for the shell; print it with a rich console."""
    table = Table(title=SPREAD)
    table.add_column("Method")
    for column in columns(results):
        table.add_column(column, justify="right")
    for heading in ("seeds", "ASSD mm", "ASSD vox", "HD95 mm", "gap closed", "not found"):
        table.add_column(heading, justify="right")
    for line in lines(results):
        table.add_row(
            line.label,
            *(line.cells["dice"][column].text(3) for column in columns(results)),
            line.cells["dice"]["mean"].seeds_text(3),
            line.cells["assd_mm"]["mean"].text(2),
            line.cells["assd_vox"]["mean"].text(2),
            line.cells["hd95_mm"]["mean"].text(1),
            percent(line.gap_closed),
            missing_text(line.missing),
        )
    return table


def pairs(comparisons: Iterable[Comparison]) -> Table:
    """The paired comparisons for the shell."""
    table = Table(title=PAIRED)
    table.add_column("Comparison")
    for heading in ("difference", "95 % interval", "p", "subjects", "seeds"):
        table.add_column(heading, justify="right")
    for pair in comparisons:
        names = f"{label(pair.method, pair.depth)} - {label(pair.other, pair.other_depth)}"
        table.add_row(
            names, f"{pair.difference:+.3f}", interval(pair), p_text(pair), str(pair.n_subjects), str(pair.n_seeds)
        )
    return table


def interval(pair: Comparison) -> str:
    """The interval for people, as in "+0.012 to +0.040"."""
    return NOT_APPLICABLE if pair.low is None or pair.high is None else f"{pair.low:+.3f} to {pair.high:+.3f}"


def p_text(pair: Comparison) -> str:
    """The p value for people, as in "0.125"."""
    return NOT_APPLICABLE if pair.p is None else f"{pair.p:.2g}" if pair.p < 0.001 else f"{pair.p:.3f}"


def plain_text(results: Results) -> str:
    """Results as lines of characters, for a job's summary and for log files.

    Args:
        results: The rows, and their paired comparisons, if there are any.

    Returns:
        The table of ``text`` and, where there are comparisons, that of ``pairs``, up to 180 characters wide.
    """
    page = Console(file=StringIO(), width=180)
    page.print(text(results))
    if results.comparisons:
        page.print(pairs(results.comparisons))
    return str(page.file.getvalue())  # type: ignore[attr-defined]


def percent(fraction: float | None) -> str:
    """A fraction for people; "N/A" for None.

    >>> percent(0.723)
    '72 %'
    """
    return NOT_APPLICABLE if fraction is None else f"{100 * fraction:.0f} %"
