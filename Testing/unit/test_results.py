"""Rows of results.json: means without N/A, the closed gap, the schema, the tables made from them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from CrossModalitySegLib.anatomy import AA, HEART_4, LV
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.evaluation import tables
from CrossModalitySegLib.evaluation.published import PUBLISHED
from CrossModalitySegLib.evaluation.results import (
    Comparison,
    Results,
    Row,
    VolumeScores,
    environment,
    read_results,
    score,
    summarize,
    with_gap_closed,
    write_results,
)
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.methods import DOMAINS


def scores(dice: float, subject: str = "a", lost: str | None = None) -> VolumeScores:
    """Scores of one volume, the same for every structure but the one that was lost."""
    distances = {name: None if name == lost else 10 * (1 - dice) for name in HEART_4.names}
    return VolumeScores(
        subject=subject,
        dice={name: 0.0 if name == lost else dice for name in HEART_4.names},
        assd_mm=distances,
        assd_vox=distances,
        hd95_mm=distances,
        volume_ml={name: 0.0 if name == lost else 90.0 for name in HEART_4.names},
        reference_ml=dict.fromkeys(HEART_4.names, 100.0),
    )


def row(method: str, dice: float, seed: int = 0, depth: int | None = None) -> Row:
    return summarize(method, depth, seed, [scores(dice - 0.1), scores(dice + 0.1, "b")], HEART_4, train_s=60.0)


def test_means_leave_out_what_does_not_apply() -> None:
    summary = summarize("dou2018", 21, 0, [scores(0.8), scores(0.6, "b", lost="AA")], HEART_4, train_s=None)
    assert summary.n_volumes == 2
    assert summary.dice["AA"] == pytest.approx(0.4)
    assert summary.assd_mm["AA"] == pytest.approx(2.0)
    assert summary.assd_mm["LV"] == pytest.approx(3.0)
    assert summary.assd_mm["mean"] == pytest.approx((2.0 + 3 * 3.0) / 4)
    assert summary.missing == {"AA": 1, "LA": 0, "LV": 0, "Myo": 0}


def test_nothing_measured_stays_nothing() -> None:
    summary = summarize("noDA", None, 0, [scores(0.5, lost="AA")], HEART_4, train_s=None)
    assert summary.assd_mm["AA"] is None
    assert summarize("noDA", None, 0, [], HEART_4).dice["mean"] is None


def test_scoring_a_volume_knows_what_is_missing() -> None:
    truth = np.zeros((8, 8, 8), np.uint8)
    truth[1:4, 1:4, 1:4], truth[5:7, 5:7, 5:7] = LV.value, AA.value
    found = np.where(truth == AA.value, 0, truth).astype(np.uint8)
    grid = Geometry(truth.shape, (1.0, 1.0, 1.0))
    made = score("s", Volume(found, grid), Volume(truth, grid), HEART_4)
    assert made.missing("AA")
    assert not made.missing("LV")
    assert not made.missing("LA"), "absent from the reference too"
    assert made.reference_ml["LV"] == pytest.approx(0.027)


def test_the_gap_is_measured_within_each_seed() -> None:
    rows = [
        row("noDA", 0.2),
        row("Seg-CT", 0.8),
        row("dou2018", 0.5, depth=21),
        row("Seg-MRI", 0.8),
        row("noDA", 0.4, seed=1),
        row("dou2018", 0.5, seed=1, depth=21),
    ]
    closed = {(r.method, r.seed): r.gap_closed for r in with_gap_closed(rows, DOMAINS["mr-ct"])}
    assert closed[("noDA", 0)] == pytest.approx(0.0)
    assert closed[("Seg-CT", 0)] == pytest.approx(1.0)
    assert closed[("dou2018", 0)] == pytest.approx(0.5)
    assert closed[("Seg-MRI", 0)] is None
    assert closed[("dou2018", 1)] is None, "seed 1 has no supervised end"


def test_the_ends_of_the_gap_change_places_with_the_direction() -> None:
    rows = [
        row("Seg-CT", 0.9),
        row("noDA", 0.2),
        row("dou2018", 0.5, depth=21),
        row("Seg-MRI", 0.7),
        row("Seg-MRI-STL", 0.8),
    ]
    closed = [r.gap_closed for r in with_gap_closed(rows, DOMAINS["ct-mr"])]
    assert closed[0] is None, "tested on the source"
    assert closed[1:] == [pytest.approx(value) for value in (0.0, 0.6, 1.0, 1.2)]


def test_no_gap_where_labels_bring_nothing() -> None:
    rows = [row("noDA", 0.5), row("Seg-CT", 0.5), row("dou2018", 0.6)]
    assert all(r.gap_closed is None for r in with_gap_closed(rows, DOMAINS["mr-ct"]))


def test_results_survive_the_file_and_leave_no_draft(tmp_path: Path) -> None:
    results = Results(data={"name": "virtual"}, environment=environment(), rows=[row("dou2018", 0.5, depth=21)])
    path = write_results(tmp_path / "deep" / "results.json", results)
    assert read_results(path) == results
    assert [p.name for p in path.parent.iterdir()] == ["results.json"]
    raw = json.loads(path.read_text())
    assert raw["schema"] == 1
    assert (raw["direction"], raw["comparisons"]) == (None, [])
    assert set(raw["rows"][0]["dice"]) == {"AA", "LA", "LV", "Myo", "mean"}


def test_a_file_from_before_there_were_directions_goes_from_mr_to_ct(tmp_path: Path) -> None:
    path = write_results(tmp_path / "results.json", Results(rows=[row("dou2018", 0.5, depth=21)]))
    raw = json.loads(path.read_text())
    del raw["direction"], raw["comparisons"]
    path.write_text(json.dumps(raw))
    results = read_results(path)
    assert (results.domains, results.comparisons) == (DOMAINS["mr-ct"], [])


def test_a_file_from_before_has_the_methods_names_of_today(tmp_path: Path) -> None:
    rows = [row("UDA", 0.5, depth=21), row("PnP", 0.5), row("best-source", 0.5), row("mine", 0.5)]
    pair = Comparison(
        method="best", depth=None, other="UDA", other_depth=21, n_subjects=1, n_seeds=1, difference=0.1,
        low=None, high=None, p=None,
    )  # fmt: skip
    results = read_results(write_results(tmp_path / "results.json", Results(rows=rows, comparisons=[pair])))
    assert [one.method for one in results.rows] == ["dou2018", "pnp-adanet", "self-training-source", "mine"]
    assert [(one.method, one.other) for one in results.comparisons] == [("self-training", "dou2018")]


@pytest.mark.parametrize(
    "content",
    [
        "{",
        '{"schema": 2}',
        '{"rows": [{"method": "dou2018"}]}',
        '{"surprise": 1}',
        '{"direction": "ct-ct"}',
        '{"comparisons": [{"method": "self-training", "p": 2}]}',
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "results.json"
    path.write_text(content)
    with pytest.raises(UserError, match=r"results\.json") as caught:
        read_results(path)
    assert caught.value.code is Code.BAD_INPUT


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="nowhere"):
        read_results(tmp_path / "nowhere.json")


def test_environment_names_no_host_and_no_path() -> None:
    import getpass
    import platform

    text = json.dumps(environment())
    assert platform.node() not in text
    assert str(Path.home()) not in text
    assert f'"{getpass.getuser()}"' not in text


def test_lines_bring_seeds_together_in_reading_order() -> None:
    rows = [
        row("Seg-CT", 0.8),
        row("dou2018", 0.5, depth=31),
        row("dou2018", 0.4, depth=21),
        row("dou2018", 0.6, seed=1, depth=21),
        row("mine", 0.3),
        row("noDA", 0.2),
    ]
    lines = tables.lines(Results(rows=rows))
    assert [line.label for line in lines] == ["noDA", "dou2018 d=21", "dou2018 d=31", "Seg-CT", "mine"]
    pooled = lines[1]
    assert (pooled.seeds, pooled.n_volumes) == ((0, 1), 4)
    assert pooled.cells["dice"]["mean"].mean == pytest.approx(0.5)


def test_deviations_between_subjects_and_between_seeds_are_distinguished() -> None:
    line = tables.lines(Results(rows=[row("dou2018", 0.4, depth=21), row("dou2018", 0.6, seed=1, depth=21)]))[0]
    for name in ("LV", "mean"):
        cell = line.cells["dice"][name]
        assert cell.mean == pytest.approx(0.5)
        assert cell.over_subjects == pytest.approx(np.std([0.4, 0.6], ddof=1)), (
            "subject a is 0.3 and 0.5, b 0.5 and 0.7"
        )
        assert cell.over_seeds == pytest.approx(np.std([0.4, 0.6], ddof=1))
    single = tables.lines(Results(rows=[row("dou2018", 0.4, depth=21)]))[0].cells["dice"]["mean"]
    assert single.over_seeds is None
    assert (single.text(3), single.seeds_text(3)) == ("0.400 ± 0.141", "")


def test_every_seed_may_agree_while_subjects_differ() -> None:
    cell = tables.lines(Results(rows=[row("dou2018", 0.5, seed=seed) for seed in range(3)]))[0].cells["dice"]["mean"]
    assert cell.over_seeds == pytest.approx(0.0)
    assert cell.over_subjects == pytest.approx(np.std([0.4, 0.6], ddof=1)), "more seeds make no more subjects"


def test_reading_order_and_titles_follow_the_direction() -> None:
    rows = [row(method, 0.5) for method in ("Seg-MRI-STL", "Seg-MRI", "dou2018", "noDA", "Seg-CT")]
    lines = tables.lines(Results(direction="ct-mr", rows=rows))
    assert [(line.method, line.title) for line in lines] == [
        ("Seg-CT", "CT model tested on CT"),
        ("noDA", "CT model on MR, no adaptation"),
        ("dou2018", "CT model adapted without MR labels (Dou et al. 2018)"),
        ("Seg-MRI", "Trained with MR labels"),
        ("Seg-MRI-STL", "CT model fine-tuned with MR labels"),
    ]


def test_the_table_of_the_shell_counts_what_is_missing() -> None:
    console = Console(width=200)
    with console.capture() as captured:
        console.print(tables.text(Results(rows=[summarize("dou2018", 21, 0, [scores(0.8, lost="LA")], HEART_4)])))
    shown = captured.get()
    assert "dou2018 d=21" in shown
    assert "LA 1" in shown
    assert "N/A" in shown


def test_published_means_agree_with_their_structures() -> None:
    for entry in PUBLISHED:
        if entry.dice and entry.mean:
            assert tuple(entry.dice) == HEART_4.names
            assert np.mean(list(entry.dice.values())) == pytest.approx(entry.mean[0], abs=0.002)
