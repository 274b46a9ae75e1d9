"""Whether a method is better than the others, or only seems so: differences on the same test subjects, with interval
and test.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import wilcoxon

from .results import Comparison, Results, mean
from .tables import Line, adapted, lines

RESAMPLES = 10_000
_EXACT_UP_TO = 50


def compare_methods(results: Results) -> list[Comparison]:
    """Compare the adapted method that stands for the others (``tables.ADAPTED``) with every other method on the target.

    A subject's scores are averaged over the seeds first: n is the number of subjects, since repeating a training brings
    no new patient. Interval and p value say how the difference may turn out on other subjects like these, with these
    trainings. With few subjects the interval is too narrow and p cannot be small: the smallest two-sided value is 2 /
    2^n, 0.125 for n = 4. The p values are not corrected for their number.

    Args:
        results: All rows of a benchmark, with the scores of each volume.

    Returns:
        A comparison with each other method that was scored on the same subjects, in reading order; none where no method
        was adapted.
    """
    groups = lines(results)
    ours = adapted(groups)
    if ours is None:
        return []
    others = [line for line in groups if line is not ours and line.method != results.domains.source_model]
    return [pair for other in others if (pair := _compare(ours, other, results)) is not None]


def _compare(ours: Line, other: Line, results: Results) -> Comparison | None:
    """None where the two have no scored subject and seed in common."""
    first, second = _scores(ours, results), _scores(other, results)
    common = sorted(first.keys() & second.keys())
    by_subject: dict[str, list[float]] = {}
    for subject, seed in common:
        by_subject.setdefault(subject, []).append(first[subject, seed] - second[subject, seed])
    if not by_subject:
        return None
    differences = np.array([np.mean(own) for own in by_subject.values()])
    low, high = interval(differences)
    return Comparison(
        method=ours.method,
        depth=ours.depth,
        other=other.method,
        other_depth=other.depth,
        n_subjects=len(differences),
        n_seeds=len({seed for _, seed in common}),
        difference=float(differences.mean()),
        low=low,
        high=high,
        p=p_value(differences),
    )


def _scores(line: Line, results: Results) -> dict[tuple[str, int], float]:
    """Mean Dice over the structures by subject and seed."""
    rows = [row for row in results.rows if (row.method, row.depth) == (line.method, line.depth)]
    found = {(volume.subject, row.seed): mean(volume.dice.values()) for row in rows for volume in row.per_volume}
    return {key: value for key, value in found.items() if value is not None}


def interval(differences: NDArray[np.float64]) -> tuple[float | None, float | None]:
    """The 95 % percentile bootstrap interval of a mean; the same differences give the same interval.

    Args:
        differences: One for each subject, (n,).

    Returns:
        Its ends; None and None for a single subject.

    References:
        Efron & Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
    """
    n = len(differences)
    if n < 2:
        return None, None
    drawn = np.random.default_rng(0).integers(n, size=(RESAMPLES, n))
    low, high = np.percentile(differences[drawn].mean(axis=1), (2.5, 97.5))
    return float(low), float(high)


def p_value(differences: NDArray[np.float64]) -> float | None:
    """Two-sided Wilcoxon signed-rank test.

    Args:
        differences: One for each subject, (n,); those of zero are left out.

    Returns:
        The p value, 0 to 1: 1 where all differences are zero, None for a single subject.

    Examples:
        >>> p_value(np.array([0.1, 0.2, 0.3, 0.4]))
        0.125
    """
    if len(differences) < 2:
        return None
    moved = differences[differences != 0]
    if not moved.size:
        return 1.0
    return float(wilcoxon(moved, method="exact" if moved.size <= _EXACT_UP_TO else "auto").pvalue)
