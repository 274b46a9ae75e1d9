"""docs/how-to/mmwhs.md says what the code does: the split, the commands, the published figures."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.evaluation.published import PUBLISHED
from CrossModalitySegLib.experiments.chosen import chosen
from CrossModalitySegLib.images.datasets.split import PAPER_TEST_NUMBERS
from CrossModalitySegLib.job import BenchmarkJob


@pytest.fixture
def page(repository: Path) -> str:
    return (repository / "docs/how-to/mmwhs.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("modality", ["mr", "ct"])
def test_the_split_is_that_of_the_code(page: str, modality: str) -> None:
    assert f"{modality.upper()} {', '.join(map(str, sorted(PAPER_TEST_NUMBERS[modality])))}" in page


@pytest.mark.parametrize("direction", ["mr-ct", "ct-mr"])
@pytest.mark.parametrize("method", ["dou2018", "released"])
def test_the_commands_run_as_many_rows_as_it_states(page: str, direction: str, method: str) -> None:
    assert (
        method in page.split("for method in ")[1].split(";")[0]
        and direction in page.split("for direction in ")[1].split(";")[0]
    )
    command = next(line for line in page.splitlines() if line.strip().startswith("crossmodalityseg benchmark"))
    words = dict(re.findall(r"--(\w+) (\S+)", command))
    lists = {name: tuple(map(int, words.pop(name).split(","))) for name in ("depths", "seeds")}
    job = BenchmarkJob(**{**words, "direction": direction, "method": method}, **lists)
    rows = sum(len(job.depths) if method.depths else 1 for method in chosen(job).values())
    assert f"{rows} rows a seed, {rows * len(job.seeds)} in all" in page


def test_what_was_published_is_what_reports_show(page: str, repository: Path) -> None:
    assert "[Table published](../results/published.json)" in page
    table = json.loads((repository / "docs/results/published.json").read_text(encoding="utf-8"))
    assert table["columns"][1:] == [*HEART_4.names, "mean"]
    cells = [tuple(map(float, row[1:])) for row in table["rows"] if all(row)]
    known = [
        (*(entry.dice[name] for name in HEART_4.names), entry.mean[0])
        for entry in PUBLISHED
        if entry.dice and entry.mean
    ]
    assert cells == [pytest.approx([100 * value for value in row]) for row in known]
