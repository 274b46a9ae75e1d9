"""What is kept of one volume while a segmenter learns, and the page that shows it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.evaluation import figures
from CrossModalitySegLib.events import Log, Reporter
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.learning.supervised import Fit
from CrossModalitySegLib.recipes import through_time
from CrossModalitySegLib.recipes.through_time import PAGE, ThroughTime, discard_moments

SHAPE = (12, 14, 16)
GRID = Geometry(SHAPE, (5.0, 5.0, 5.0))
FIT = Fit(None, {"loss": [(0, 1.0), (30, 0.5)], "chosen": [(30, 0.9)]}, stopped=False)  # type: ignore[arg-type]


def labels(value: int) -> NDArray[np.uint8]:
    array = np.zeros(SHAPE, np.uint8)
    array[3:9, 3:9, 3:9] = value
    return array


def through(work: Path, truth: bool = False) -> ThroughTime:
    image = Volume(np.random.default_rng(0).normal(size=SHAPE).astype(np.float32), GRID)
    return ThroughTime(work, image, HEART_4, Volume(labels(4), GRID) if truth else None)


class Shown:
    """Stands for the figure: keeps its columns and what they show."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.columns: list[str] = []
        self.values: list[int] = []
        self._figure3 = figures.figure3
        monkeypatch.setattr(figures, "figure3", self._draw)

    def _draw(self, cases: list[figures.Case], columns: list[str], label_set: object) -> bytes:
        self.columns = columns
        self.values = [int(cases[0].panels[name].max()) for name in columns[1:]]
        return self._figure3(cases, columns, HEART_4)


def test_the_first_and_the_last_step_are_shown_and_few_between(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Shown(monkeypatch)
    one = through(tmp_path)
    for step in range(0, 1000, 10):
        one.keep(step, labels(1 if step == 0 else 2 if step < 990 else 3))
    one.keep(0, labels(4))
    assert len(list(tmp_path.glob("*.npz"))) <= 12
    one.write("CT", FIT, Reporter())
    assert len(shown.columns) == 1 + 6
    assert (shown.columns[1], shown.columns[-1]) == ("step 0", "step 990")
    assert shown.values == [1, 2, 2, 2, 2, 3], "a step that is made again after a resume is as it was"
    text = (tmp_path / PAGE).read_text(encoding="utf-8")
    assert "<h1>CT</h1>" in text and "No label of the target was opened" in text
    discard_moments(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [PAGE]


def test_labels_of_a_volume_to_learn_from_stand_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Shown(monkeypatch)
    one = through(tmp_path, truth=True)
    one.keep(0, labels(1))
    one.write("MR", FIT, Reporter())
    assert shown.columns == ["Image", "step 0", "Labels"]
    assert shown.values == [1, 4]


def test_a_damaged_moment_is_a_picture_less(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Shown(monkeypatch)
    one = through(tmp_path)
    for step in (0, 5, 10, 15):
        one.keep(step, labels(1))
    _, second, third, fourth = sorted(tmp_path.iterdir())
    second.write_bytes(second.read_bytes()[:100])
    content = bytearray(third.read_bytes())
    content[len(content) // 2] ^= 0xFF
    third.write_bytes(content)
    np.savez_compressed(fourth, labels=np.zeros((2, 2, 2), np.uint8))
    one.write("CT", FIT, Reporter())
    assert shown.columns == ["Image", "step 0"]


def test_no_turned_bit_costs_more_than_the_picture(tmp_path: Path) -> None:
    one = through(tmp_path)
    one.keep(0, labels(1))
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    for bit in range(8 * len(whole)):
        content = bytearray(whole)
        content[bit // 8] ^= 1 << bit % 8
        file.write_bytes(content)
        assert set(one._read()) <= {0}


def test_without_any_moment_the_curves_are_shown(tmp_path: Path) -> None:
    through(tmp_path).write("CT", FIT, Reporter())
    text = (tmp_path / PAGE).read_text(encoding="utf-8")
    assert "Curves" in text and "One volume" not in text


def test_a_single_slice_is_shown_in_its_own_plane(tmp_path: Path) -> None:
    grid = Geometry((1, 20, 30), (2.0, 2.0, 2.0))
    square = np.zeros(grid.shape, np.uint8)
    square[0, 5:15, 5:15] = 3
    one = ThroughTime(tmp_path, Volume(np.ones(grid.shape, np.float32), grid), HEART_4, Volume(square, grid))
    one.keep(0, square)
    one.write("Slices", FIT, Reporter())
    assert "One volume" in (tmp_path / PAGE).read_text(encoding="utf-8")


def test_without_matplotlib_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(through_time, "installed", lambda package: package != "matplotlib")
    one = through(tmp_path)
    assert not one.wanted
    one.keep(0, labels(1))
    one.write("CT", FIT, Reporter())
    assert not list(tmp_path.iterdir())


def test_a_full_disk_costs_the_page_alone(tmp_path: Path) -> None:
    (tmp_path / PAGE).mkdir()
    (tmp_path / PAGE / "in the way").touch()
    lines: list[str] = []

    class Listener(Reporter):
        def emit(self, event: object) -> None:
            if isinstance(event, Log):
                lines.append(event.message)

    through(tmp_path).write("CT", FIT, Listener())
    assert len(lines) == 1 and lines[0].startswith("Warning: the page of the training could not be written")
