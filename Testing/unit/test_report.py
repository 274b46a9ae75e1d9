"""The report is one file that says the answer first; its figures show the paper's colors in the right places."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread

from CrossModalitySegLib.anatomy import AA, HEART_4, LA, LV, MYO
from CrossModalitySegLib.evaluation import figures
from CrossModalitySegLib.evaluation.comparison import compare_methods
from CrossModalitySegLib.evaluation.report import answer, write_report
from CrossModalitySegLib.evaluation.results import Results, Row, VolumeScores, environment, summarize, with_gap_closed
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.methods import DOMAINS


def scores(dice: float, subject: str, lost: str | None = None) -> VolumeScores:
    distances = {name: None if name == lost else 10 * (1 - dice) for name in HEART_4.names}
    return VolumeScores(
        subject=subject,
        dice={name: 0.0 if name == lost else dice for name in HEART_4.names},
        assd_mm=distances,
        assd_vox=distances,
        hd95_mm=distances,
        volume_ml={name: 0.0 if name == lost else 88.0 for name in HEART_4.names},
        reference_ml=dict.fromkeys(HEART_4.names, 100.0),
    )


def row(method: str, dice: float, depth: int | None = None, lost: str | None = None) -> Row:
    return summarize(
        method, depth, 0, [scores(dice - 0.1, "ct_1003"), scores(dice + 0.1, "ct_<1008>", lost)], HEART_4, train_s=300.0
    )


@pytest.fixture
def results() -> Results:
    rows = [
        row("noDA", 0.2, lost="AA"),
        row("dou2018", 0.4, 13),
        row("dou2018", 0.6, 21, lost="LA"),
        row("dou2018", 0.5, 31),
        row("pnp-adanet", 0.7, 21),
        row("Seg-CT", 0.8),
    ]
    return Results(
        data={"name": "virtual patients", "virtual": True},
        environment=environment(),
        rows=with_gap_closed(rows, DOMAINS["mr-ct"]),
    )


def pixels(png: bytes) -> np.ndarray:
    """(H, W, 3) in 0..255."""
    return np.round(imread(io.BytesIO(png), format="png")[..., :3] * 255).astype(int)


def holds_color(image: np.ndarray, color: tuple[int, int, int]) -> bool:
    return bool((np.abs(image - np.array(color)).max(axis=-1) <= 2).any())


def quarters() -> np.ndarray:
    """Label map (80, 80) with one structure in each quarter: AA, LA on top, LV, Myo below."""
    labels = np.zeros((80, 80), np.uint8)
    for (top, left), structure in zip(((8, 8), (8, 48), (48, 8), (48, 48)), (AA, LA, LV, MYO), strict=True):
        labels[top : top + 24, left : left + 24] = structure.value
    return labels


def test_figure_3_shows_the_papers_colors_where_the_labels_are() -> None:
    gray = np.full((80, 80), 100.0)
    gray[0, 0] = 0.0
    figure = pixels(
        figures.figure3([figures.Case(gray, {"Truth": quarters()})], columns=("CT", "Truth"), label_set=HEART_4)
    )
    # The legend carries the plain colors; the panel carries them mixed with the gray below.
    for structure in HEART_4.structures:
        assert holds_color(figure, structure.color), structure.name
    panel = figure[:, figure.shape[1] // 2 :]
    panel = panel[: int(panel.shape[0] * 0.85)]
    for structure, (vertical, horizontal) in zip(
        (AA, LA, LV, MYO), ((0.3, 0.3), (0.3, 0.75), (0.75, 0.3), (0.75, 0.75)), strict=True
    ):
        sample = panel[int(panel.shape[0] * vertical), int(panel.shape[1] * horizontal)]
        tint = np.array(structure.color) - np.mean(structure.color)
        assert np.corrcoef(sample - sample.mean(), tint)[0, 1] > 0.95, structure.name


def test_figure_3_keeps_the_physical_shape_and_marks_what_was_not_run() -> None:
    tall = figures.Case(np.random.default_rng(0).random((40, 80)), {"Truth": quarters()[:40]}, pixel_mm=(4.0, 1.0))
    figure = pixels(figures.figure3([tall], columns=("CT", "dou2018"), label_set=HEART_4))
    rows, columns = np.nonzero(
        figure[:, : figure.shape[1] // 2].std(axis=-1) + np.abs(figure[:, : figure.shape[1] // 2].mean(axis=-1) - 255)
        > 3
    )
    image_rows = rows[(columns > figure.shape[1] // 8)]
    # 160 mm high and 80 mm wide: twice as high as wide, though it has half as many rows as columns.
    assert np.ptp(image_rows) > 1.6 * np.ptp(columns)


def body() -> tuple[Volume, Volume]:
    """An image and a label map with the aorta above and the ventricle to the patient's left."""
    labels = np.zeros((60, 50, 70), np.uint8)
    labels[40:55, 20:30, 25:35] = AA.value
    labels[8:28, 15:35, 42:62] = LV.value
    grid = Geometry(labels.shape, (1.0, 1.0, 1.0))
    return Volume(100.0 + 50.0 * (labels > 0), grid), Volume(labels, grid)


def center(labels: np.ndarray, index: int) -> np.ndarray:
    return np.argwhere(labels == index).mean(axis=0)


def test_slices_are_turned_as_radiologists_look_at_them() -> None:
    image, labels = body()
    panel = figures.slice_case(image, labels, {}, HEART_4, plane="coronal").panels["Truth"]
    assert center(panel, AA.value)[0] < center(panel, LV.value)[0], "the head is on top"
    assert center(panel, AA.value)[1] < center(panel, LV.value)[1], "the patient's left is on the right"


def test_stored_axis_order_does_not_change_the_view() -> None:
    image, labels = body()
    flipped = Geometry(labels.geometry.shape, (1.0, 1.0, 1.0), (69.0, 49.0, 59.0), (-1.0, 0, 0, 0, -1.0, 0, 0, 0, -1.0))
    turned = figures.slice_case(
        Volume(image.array[::-1, ::-1, ::-1].copy(), flipped),
        Volume(labels.array[::-1, ::-1, ::-1].copy(), flipped),
        {},
        HEART_4,
        plane="coronal",
    )
    straight = figures.slice_case(image, labels, {}, HEART_4, plane="coronal")
    np.testing.assert_array_equal(turned.panels["Truth"], straight.panels["Truth"])


def test_overlay_shows_three_views_even_of_an_empty_map() -> None:
    image, labels = body()
    assert holds_color(pixels(figures.overlay(image, labels, HEART_4)), LV.color)
    blank = Volume(np.zeros_like(labels.array), labels.geometry)
    assert pixels(figures.overlay(image, blank, HEART_4)).shape[1] > 1000


def test_a_single_slice_is_shown_in_its_own_plane() -> None:
    grid = Geometry((1, 60, 90), (8.0, 1.0, 1.0))
    labels = np.zeros(grid.shape, dtype=np.uint8)
    labels[0, 20:50, 30:70] = LV.value
    figure = pixels(figures.overlay(Volume(np.ones(grid.shape, dtype=np.float32), grid), Volume(labels, grid), HEART_4))
    green = (figure[..., 1] > figure[..., 0] + 0.1) & (figure[..., 1] > figure[..., 2] + 0.1)
    # 30 x 40 of 60 x 90 pixels: seen from its edge the slice would show next to nothing.
    assert green.mean() > 0.08


def test_curves_survive_gaps_and_emptiness() -> None:
    series = {
        "critic": [
            (step, None if step == 5 else float("nan") if step == 6 else 1.0 / (1 + step)) for step in range(200)
        ],
        "empty": [],
    }
    assert pixels(figures.curves(series, "Adaptation", chosen_step=40)).std() > 0
    assert figures.curves({}, "Nothing")[:4] == b"\x89PNG"


def test_the_first_words_are_the_answer(results: Results) -> None:
    answered = answer(results)
    # noDA lost AA in one of two volumes, so its mean is (0.1 / 2 + 3 * 0.2) / 4.
    assert "MR reaches a mean Dice of 0.16 on CT" in answered.headline
    assert "closes" in answered.headline
    assert any("LA 1" in sentence for sentence in answered.sentences)
    assert [bar.strong for bar in answered.bars] == [False, True, False]
    assert answered.structures[0].volume_ml == "12"
    assert answered.structures[0].color == "#{:02x}{:02x}{:02x}".format(*HEART_4.by_name("AA").color)


def test_the_best_score_does_not_choose_what_the_first_page_states(results: Results) -> None:
    adapted = next(r for r in results.rows if (r.method, r.depth) == ("dou2018", 21))
    assert answer(results).bars[1].dice == pytest.approx(adapted.dice["mean"])


def test_this_projects_own_method_comes_first_with_the_papers_beside_it(results: Results) -> None:
    more = results.model_copy(update={"rows": [*results.rows, row("self-training", 0.55)]})
    answered = answer(more.model_copy(update={"comparisons": compare_methods(more)}))
    assert [bar.title for bar in answered.bars] == [
        "MR model on CT, as it is",
        "MR model adapted as in the papers, no CT label",
        "MR model adapted, no CT label",
        "Model trained with CT labels",
    ]
    assert answered.bars[2].strong and answered.bars[2].dice == pytest.approx(0.55)
    adapted = next(sentence for sentence in answered.sentences if "dou2018 d=21" in sentence)
    assert adapted.startswith("On the same 2 test volumes, the mean Dice of self-training is ")
    assert "p = " in adapted


def test_the_report_of_the_other_direction_speaks_of_the_other_modality(tmp_path: Path) -> None:
    rows = [row("Seg-CT", 0.9), row("noDA", 0.2), row("dou2018", 0.4, 13), row("dou2018", 0.6, 21), row("Seg-MRI", 0.8)]
    results = Results(direction="ct-mr", rows=with_gap_closed(rows, DOMAINS["ct-mr"]))
    answered = answer(results)
    assert answered.headline.startswith(
        "Without adaptation, the model trained on CT reaches a mean Dice of 0.20 on MR."
    )
    assert "closes 67 % of the gap" in answered.headline
    html = write_report(
        tmp_path / "report.html", results.model_copy(update={"comparisons": compare_methods(results)})
    ).read_text(encoding="utf-8")
    assert "Segmentation of the heart on MR with a model trained on CT" in html
    assert "whose names begin with Seg-MRI only" in html
    assert "dou2018 d=21 against Seg-MRI" in html
    assert "against Seg-CT" not in html, "the source model is tested on other volumes"
    assert "MR to CT" not in html and "other data" not in html, "what is published goes the other way"


def test_a_failed_adaptation_is_called_one() -> None:
    rows = [row("noDA", 0.5), row("dou2018", 0.4, 21), row("Seg-CT", 0.8)]
    assert "did not help" in answer(Results(rows=with_gap_closed(rows, DOMAINS["mr-ct"]))).headline


def test_a_single_evaluation_has_an_answer_too() -> None:
    assert answer(Results(rows=[row("prediction", 0.5)])).headline == "prediction: mean Dice 0.50."


def test_the_report_is_one_file_that_fetches_nothing(tmp_path: Path, results: Results) -> None:
    figure = figures.curves({"loss": [(0, 1.0), (1, 0.5)]}, "Source")
    path = write_report(
        tmp_path / "report.html", results, {"Figure 3 of <these> cases": figure}, {"Source training": figure}
    )
    html = path.read_text(encoding="utf-8")
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]
    assert all(source.startswith("data:image/png;base64,") for source in re.findall(r'src="([^"]*)"', html))
    assert not re.search(r"<(script|link|iframe)\b|@import|url\(|href=|https?://", html)
    assert html.count("<img") == 4, "Figure 3, Dice per volume, depth ablation, one curve"
    assert "ct_&lt;1008&gt;" in html
    assert "&lt;these&gt;" in html
    assert "N/A" in html


def test_published_figures_are_marked_as_other_data(tmp_path: Path, results: Results) -> None:
    html = write_report(tmp_path / "report.html", results).read_text(encoding="utf-8")
    assert "other data: MM-WHS, 4 test volumes" in html
    published = re.findall(r'<tr class="other">.*?</tr>', html, re.DOTALL)
    assert len(published) == 9
    assert all("other data" in entry for entry in published)
    assert "computer-made" in html


def test_depths_are_drawn_only_where_there_are_several(tmp_path: Path) -> None:
    html = write_report(tmp_path / "report.html", Results(rows=[row("dou2018", 0.5, 21)])).read_text(encoding="utf-8")
    assert "Adaptation depth" not in html
