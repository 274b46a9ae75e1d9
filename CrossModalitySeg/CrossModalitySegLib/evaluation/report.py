"""The report: one HTML file that needs nothing else, with the answer in plain words first."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..durations import duration_in_words
from ..files import replacing
from ..methods import Domains
from . import figures as draw
from .pages import template_environment
from .published import OTHER_DATA, Published, published_for
from .results import NO_ADAPTATION, Comparison, Results, Row, mean
from .tables import (
    NOT_APPLICABLE,
    PAIRED,
    SPREAD,
    Line,
    adapted,
    columns,
    interval,
    label,
    lines,
    missing_text,
    p_text,
    percent,
)

PAPERS = ("dou2018", "pnp-adanet")
"""Methods of the papers, of which the first page shows one beside this project's own."""


@dataclass(frozen=True)
class Bar:
    """One bar of the first page: what was done, in words, and its mean Dice."""

    title: str
    dice: float | None
    strong: bool


@dataclass(frozen=True)
class StructureLine:
    """One structure of the first page: Dice of the three ways, outline distance in mm and volume error in ml,
    adapted.
    """

    name: str
    title: str
    color: str
    before: str
    after: str
    supervised: str
    assd_mm: str
    volume_ml: str


@dataclass(frozen=True)
class Answer:
    """Content of the first page: the ``headline``, more ``sentences``, the ``bars`` and one line per structure."""

    headline: str
    sentences: list[str]
    bars: list[Bar]
    structures: list[StructureLine]


def answer(results: Results) -> Answer:
    """Put the results into words for a reader who knows hearts, not networks."""
    domains, groups = results.domains, lines(results)
    source, target = domains.source.upper(), domains.target.upper()
    before = next((line for line in groups if line.method == NO_ADAPTATION), None)
    supervised = next((line for line in groups if line.method == domains.supervised), None)
    after = adapted(groups)
    papers = adapted([line for line in groups if line.method in PAPERS])
    others = " ".join(f"{line.title}: mean Dice {dice:.2f}." for line in groups if (dice := _dice(line)) is not None)
    return Answer(
        headline=_headline(domains, before, after, supervised) or others or "No method was scored.",
        sentences=_sentences(before, papers, after, results),
        bars=[
            Bar(title, line.cells["dice"]["mean"].mean, strong=line is after)
            for title, line in (
                (f"{source} model on {target}, as it is", before),
                (
                    f"{source} model adapted as in the papers, no {target} label",
                    papers if papers is not after else None,
                ),
                (f"{source} model adapted, no {target} label", after),
                (f"Model trained with {target} labels", supervised),
            )
            if line is not None
        ],
        structures=_structures(before, after, supervised, results),
    )


def write_report(
    path: Path,
    results: Results,
    figures: Mapping[str, bytes] | None = None,
    curves: Mapping[str, bytes] | None = None,
) -> Path:
    """Write the report, replacing an earlier one. Figures that follow from the rows alone (Dice per volume, depth
    ablation) are drawn here.

    Args:
        path: File to write (.html).
        results: What is reported.
        figures: Further figures, PNGs by caption, in the order in which they are shown.
        curves: Curves of trainings, PNGs by caption, behind them.

    Returns:
        ``path``.
    """
    depths = {row.depth for row in results.rows if row.method == "dou2018" and row.depth is not None}
    domains, groups = results.domains, lines(results)
    pages = template_environment()
    pages.filters.update(cell=_cell, percent=percent, duration=_duration)
    pages.filters.update(interval=interval, p=p_text)
    html = pages.get_template("report.html.j2").render(
        answer=answer(results),
        results=results,
        lines=groups,
        columns=columns(results),
        names=results.labels.names,
        subject=results.labels.subject,
        source=domains.source.upper(),
        target=domains.target.upper(),
        supervised=domains.supervised,
        spread=SPREAD,
        paired=PAIRED,
        label=label,
        published=[(row, _published_mean(row)) for row in published_for(domains.target, results.labels)],
        other_data=OTHER_DATA,
        figures=figures or {},
        curves=curves or {},
        per_structure=draw.per_structure(results) if results.rows else None,
        ablation=draw.depth_ablation(results) if len(depths) > 1 else None,
        seeds=sorted({row.seed for row in results.rows}),
    )
    with replacing(path) as temporary:
        temporary.write_text(html, encoding="utf-8")
    return path


def _dice(line: Line | None) -> float | None:
    return None if line is None else line.cells["dice"]["mean"].mean


def _headline(domains: Domains, before: Line | None, after: Line | None, supervised: Line | None) -> str:
    source, target = domains.source.upper(), domains.target.upper()
    low, value, high = _dice(before), _dice(after), _dice(supervised)
    parts = []
    if low is not None:
        parts.append(f"Without adaptation, the model trained on {source} reaches a mean Dice of {low:.2f} on {target}.")
    if value is not None:
        parts.append(f"After adaptation without a single {target} label it reaches {value:.2f}.")
    if high is not None:
        parts.append(f"A model trained with {target} labels reaches {high:.2f}.")
    if low is not None and value is not None and value <= low:
        parts.append("Adaptation did not help on these data.")
    elif after is not None and after.gap_closed is not None:
        parts.append(f"Adaptation thus closes {percent(after.gap_closed)} of the gap.")
    return " ".join(parts)


def _sentences(before: Line | None, papers: Line | None, after: Line | None, results: Results) -> list[str]:
    if after is None:
        return []
    sentences = [
        _compared(pair)
        for pair in results.comparisons
        if papers and (pair.other, pair.other_depth) == (papers.method, papers.depth)
    ]
    distance_mm, before_mm = (
        after.cells["assd_mm"]["mean"].mean,
        before.cells["assd_mm"]["mean"].mean if before else None,
    )
    if distance_mm is not None:
        compared = f" (without adaptation: {before_mm:.1f} mm)" if before_mm is not None else ""
        sentences.append(
            f"After adaptation, the outline lies on average {distance_mm:.1f} mm away from the reference{compared}."
        )
    lost = sum(after.missing.values())
    if lost:
        sentences.append(
            f"In {lost} of {after.n_volumes * len(results.labels.names)} cases the adapted model did not find a "
            "structure at all "
            f"({missing_text(after.missing)}); "
            "these count as Dice 0 and have no distance."
        )
    else:
        sentences.append("The adapted model found every structure in every volume.")
    worst = _worst(after, results.rows)
    if worst:
        sentences.append(worst)
    return sentences


def _compared(pair: Comparison) -> str:
    """One comparison in words, with what may be chance."""
    sign = "higher" if pair.difference >= 0 else "lower"
    doubt = f" (95 % interval {interval(pair)}, p = {p_text(pair)})" if pair.p is not None else ""
    return (
        f"On the same {pair.n_subjects} test volumes, the mean Dice of {label(pair.method, pair.depth)} is "
        f"{abs(pair.difference):.3f} {sign} than "
        f"that of the papers' method, {label(pair.other, pair.other_depth)}{doubt}."
    )


def _worst(line: Line, rows: Sequence[Row]) -> str | None:
    """The volume on which the method did worst: a mean hides it, a user meets it."""
    means = [(mean(volume.dice.values()), volume.subject) for row in _own(line, rows) for volume in row.per_volume]
    known = [(dice, subject) for dice, subject in means if dice is not None]
    if len(known) < 2:
        return None
    dice, subject = min(known)
    return f"The worst volume ({subject}) has a mean Dice of {dice:.2f}."


def _own(line: Line, rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if (row.method, row.depth) == (line.method, line.depth)]


def _structures(
    before: Line | None, after: Line | None, supervised: Line | None, results: Results
) -> list[StructureLine]:
    def dice(line: Line | None, name: str) -> str:
        return "–" if line is None else line.cells["dice"][name].text(2)

    lines = []
    for structure in results.labels.structures:
        errors_ml = [
            abs(volume.volume_ml[structure.name] - volume.reference_ml[structure.name])
            for row in (_own(after, results.rows) if after else [])
            for volume in row.per_volume
        ]
        lines.append(
            StructureLine(
                name=structure.name,
                title=structure.title,
                color=structure.css,
                before=dice(before, structure.name),
                after=dice(after, structure.name),
                supervised=dice(supervised, structure.name),
                assd_mm="–" if after is None else after.cells["assd_mm"][structure.name].text(1),
                volume_ml=f"{statistics.median(errors_ml):.0f}" if errors_ml else "–",
            )
        )
    return lines


def _published_mean(row: Published) -> str:
    if row.mean is None:
        return "–"
    low, high = row.mean
    return f"{low:.3f}" if low == high else f"{low:.3f} – {high:.3f}"


def _cell(value: float | None, digits: int) -> str:
    return NOT_APPLICABLE if value is None else f"{value:.{digits}f}"


def _duration(seconds: float | None) -> str:
    return "–" if seconds is None else duration_in_words(seconds)
