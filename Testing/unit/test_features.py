"""The page of features: every yes names tests, and these are there."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

ROW = re.compile(r"\| (\d+) \| (.+?) \| (\w+) \| (.+?) \|")
TEST = re.compile(r"`([\w/]+\.py)::(test_\w+)`")


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs" / "explanation" / "features.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rows(page: str) -> list[tuple[str, str, str, str]]:
    return [match.groups() for match in map(ROW.fullmatch, page.splitlines()) if match]  # type: ignore[misc]


def test_the_page_counts_its_rows(page: str, rows: list[tuple[str, str, str, str]]) -> None:
    assert [int(number) for number, *_ in rows] == list(range(1, 39))
    count = Counter(state for _, _, state, _ in rows)
    assert set(count) <= {"yes", "partly", "no"}
    assert "38 features" in page and f"{count['yes']} yes, {count['partly']} partly, {count['no']} no" in page


def test_behind_every_yes_stands_a_test_that_exists(repository: Path, rows: list[tuple[str, str, str, str]]) -> None:
    for number, feature, state, last in rows:
        named = TEST.findall(last)
        assert bool(named) == (state == "yes"), f"{number} {feature}"
        for file, name in named:
            tree = ast.parse((repository / "Testing" / file).read_text(encoding="utf-8"))
            known = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
            assert name in known, f"{number} {feature}: {file} has no {name}"
