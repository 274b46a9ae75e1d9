"""Which method is better, and whether that may be chance: differences, intervals and p values on made-up scores."""

from __future__ import annotations

import numpy as np
import pytest

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.evaluation.comparison import compare_methods, interval, p_value
from CrossModalitySegLib.evaluation.results import Results, Row, VolumeScores, summarize
from CrossModalitySegLib.evaluation.tables import plain_text


def row(method: str, dice: dict[str, float], seed: int = 0, depth: int | None = None) -> Row:
    """Scores of subjects by name, the same for every structure."""
    empty = dict.fromkeys(HEART_4.names)
    ml = dict.fromkeys(HEART_4.names, 1.0)
    volumes = [
        VolumeScores(
            subject=name,
            dice=dict.fromkeys(HEART_4.names, value),
            assd_mm=empty,
            assd_vox=empty,
            hd95_mm=empty,
            volume_ml=ml,
            reference_ml=ml,
        )
        for name, value in dice.items()
    ]
    return summarize(method, depth, seed, volumes, HEART_4)


FOUR = {"a": 0.5, "b": 0.6, "c": 0.7, "d": 0.8}


def shifted(by: float) -> dict[str, float]:
    return {name: value + by * (1 + number / 10) for number, (name, value) in enumerate(FOUR.items())}


def test_best_is_compared_with_every_other_method_on_the_target() -> None:
    rows = [
        row("Seg-MRI", {"mr": 0.9}),
        row("noDA", shifted(-0.3)),
        row("dou2018", shifted(-0.1), depth=13),
        row("dou2018", shifted(-0.05), depth=21),
    ]
    pairs = compare_methods(Results(rows=[*rows, row("Seg-CT", shifted(0.1)), row("self-training", FOUR)]))
    assert [(pair.method, pair.other, pair.other_depth) for pair in pairs] == [
        *(("self-training", other, depth) for other, depth in (("noDA", None), ("dou2018", 13), ("dou2018", 21))),
        ("self-training", "Seg-CT", None),
    ]  # fmt: skip
    assert [pair.difference for pair in pairs] == [pytest.approx(value * 1.15) for value in (0.3, 0.1, 0.05, -0.1)]
    assert all(
        pair.low is not None and pair.high is not None and pair.low <= pair.difference <= pair.high for pair in pairs
    )
    assert [pair.p for pair in pairs] == [0.125] * 4, "the smallest that four subjects allow"


def test_without_best_the_papers_method_is_compared() -> None:
    pairs = compare_methods(
        Results(rows=[row("noDA", FOUR), row("dou2018", FOUR, depth=13), row("dou2018", shifted(0.1), depth=21)])
    )
    assert [(pair.method, pair.depth, pair.other, pair.other_depth) for pair in pairs] == [
        ("dou2018", 21, "noDA", None),
        ("dou2018", 21, "dou2018", 13),
    ]
    assert compare_methods(Results(rows=[row("noDA", FOUR), row("Seg-CT", FOUR)])) == []


def test_seeds_are_no_more_subjects() -> None:
    seeds = range(5)
    rows = [row("noDA", FOUR, seed) for seed in seeds] + [
        row("dou2018", shifted(0.02 * (seed + 1)), seed, 21) for seed in seeds
    ]
    (pair,) = compare_methods(Results(rows=rows))
    assert (pair.n_subjects, pair.n_seeds, pair.p) == (4, 5, 0.125)
    assert pair.difference == pytest.approx(0.06 * 1.15)


def test_only_what_both_have_is_compared() -> None:
    rows = [row("noDA", FOUR, 0), row("noDA", shifted(-0.5), 1), row("dou2018", {"b": 0.7, "c": 0.8, "z": 0.1}, 0, 21)]
    (pair,) = compare_methods(Results(rows=rows))
    assert (pair.n_subjects, pair.n_seeds) == (2, 1)
    assert pair.difference == pytest.approx(0.1)
    assert compare_methods(Results(rows=[row("noDA", {"x": 0.5}), row("dou2018", FOUR, depth=21)])) == []


def test_one_subject_has_neither_interval_nor_p() -> None:
    (pair,) = compare_methods(Results(rows=[row("noDA", {"a": 0.2}), row("dou2018", {"a": 0.7}, depth=21)]))
    assert (pair.difference, pair.low, pair.high, pair.p) == (pytest.approx(0.5), None, None, None)


def test_p_values_are_exact() -> None:
    differences = np.arange(1.0, 7.0)
    assert p_value(differences) == pytest.approx(2 / 2**6)
    differences[0] *= -1
    assert p_value(differences) == pytest.approx(4 / 2**6)
    assert p_value(np.zeros(4)) == 1.0
    assert p_value(np.array([0.0, 1.0, 2.0, 3.0, 4.0])) == 0.125, "a subject without a difference says nothing"
    assert p_value(np.full(4, 0.25)) == 0.125, "ties"


def test_the_interval_holds_the_true_mean_about_as_often_as_it_states() -> None:
    random = np.random.default_rng(1)
    held = [
        low <= 0.1 <= high
        for low, high in (interval(random.normal(0.1, 0.05, 30)) for _ in range(200))
        if low is not None and high is not None
    ]
    assert len(held) == 200
    assert 0.88 <= np.mean(held) <= 0.99
    assert interval(np.array([0.1, 0.2, 0.3])) == interval(np.array([0.1, 0.2, 0.3])), "the same in every run"


def test_the_shell_shows_the_comparisons() -> None:
    results = Results(rows=[row("noDA", FOUR), row("dou2018", shifted(0.1), depth=21)])
    results = results.model_copy(update={"comparisons": compare_methods(results)})
    shown = plain_text(results)
    line = next(line for line in shown.splitlines() if "dou2018 d=21 - noDA" in line)
    assert "+0.115" in line and "0.125" in line
    assert "95 % interval" in shown
