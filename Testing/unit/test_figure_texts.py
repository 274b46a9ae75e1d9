"""Names of files and patients in figures: any script, any sign."""

from __future__ import annotations

import io
import warnings

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from CrossModalitySegLib.evaluation import figures
from CrossModalitySegLib.evaluation.measurements.bulls_eye import bulls_eye


def dark(title: str) -> int:
    """How many pixels of a bull's-eye plot are dark in the line of its title."""
    pixels = np.asarray(Image.open(io.BytesIO(bulls_eye({1: 9.0}, title))).convert("L"))
    return int((pixels[:40] < 100).sum())


@pytest.mark.parametrize("title", ["heart $x_1$", "cost $5", r"$\frac{1$", "a^b_c", "患者 二"])
def test_a_name_is_drawn_as_it_is(title: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # no word of the library on the terminal
        assert dark(title) > 20


def test_dollar_signs_begin_no_formula() -> None:
    assert dark("$xxxxxxxx$") > dark("xxxxxxxx"), "the signs are drawn, too"


def test_a_font_with_the_signs_is_taken_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "get_font_names", lambda: ["DejaVu Sans", "STIXGeneral", "SimHei"])
    figure = Figure()
    title = figure.suptitle("患者")
    figures.png(figure)
    assert title.get_fontfamily() == ["DejaVu Sans", "SimHei"]
