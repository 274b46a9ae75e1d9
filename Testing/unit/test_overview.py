"""The overview of a folder of results: what it shows, in which order, and what it leaves alone."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from CrossModalitySegLib.anatomy import HEART_4, LV
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.evaluation.rendering import rendering
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.inference.quality import Quality
from CrossModalitySegLib.recipes.overview import check_overview, write_overview
from CrossModalitySegLib.recipes.records import Origin, Record, record_text
from CrossModalitySegLib.recipes.work import content


def write_result(folder: Path, stem: str, *, ok: bool = True, dice: float | None = None, preview: bool = True) -> Path:
    """The three files of a result; what the segmentation holds does not matter here."""
    folder.mkdir(parents=True, exist_ok=True)
    segmentation = folder / f"{stem}.nii.gz"
    segmentation.write_bytes(stem.encode())
    record = Record(
        origin=Origin(input=f"{stem}.nrrd", place="", model_sha256="", roi_mm=None, largest_component=True),
        result=segmentation.name,
        result_sha256=content(segmentation),
        model="m",
        quality=Quality(
            ok=ok, findings=[] if ok else ["LV has <b>no</b> wall."], volumes_ml=dict.fromkeys(HEART_4.names, 80.25)
        ),
        confidence={},
        expected_dice=None if dice is None else dict.fromkeys(HEART_4.names, dice),
        center_mm=(0, 0, 0),
        center_source="given",
        elapsed_s=1,
    )
    (folder / f"{stem}.json").write_text(record_text(record))
    if preview:
        Image.new("RGB", (2000, 700), "white").save(folder / f"{stem}.png")
    return segmentation


def test_flagged_results_come_first_and_interrupted_ones_not_at_all(tmp_path: Path) -> None:
    write_result(tmp_path, "good", dice=0.95)
    write_result(tmp_path / "ward b", "worse", dice=0.8)
    write_result(tmp_path, "flagged", ok=False, dice=0.9, preview=False)
    write_result(tmp_path, "interrupted").unlink()
    write_result(tmp_path, "edited", dice=0.97).write_bytes(b"by hand")
    (tmp_path / "other.json").write_text("{}")
    page, table = write_overview(tmp_path, {"no heart.nrrd": "No heart was found in <it>."})
    with table.open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert [line["result"] for line in lines] == [
        "flagged.nii.gz",
        "ward b/worse.nii.gz",
        "good.nii.gz",
        "edited.nii.gz",
    ]
    assert [line["flag"] for line in lines] == ["check", "ok", "ok", "ok"]
    assert [line["edited"] for line in lines] == ["no", "no", "no", "yes"]
    assert float(lines[0]["LV_ml"]) == 80.25 and float(lines[1]["AA_expected_dice"]) == 0.8
    html = page.read_text(encoding="utf-8")
    assert re.findall(r"<h3>([^< ]+(?: b/\S+)?)", html) == [line["result"] for line in lines]
    assert html.count("data:image/jpeg;base64,") == 3 and "There is no preview beside this result." in html
    assert "LV has &lt;b&gt;no&lt;/b&gt; wall." in html and "No heart was found in &lt;it&gt;." in html
    assert 'href="ward%20b/worse.png"' in html
    assert not re.search(r'(?:src|href)="https?:', html), "the page asks nobody for anything"


def test_a_page_is_written_anew_and_somebody_elses_left_alone(tmp_path: Path) -> None:
    write_overview(tmp_path, {})
    check_overview(tmp_path)
    write_result(tmp_path, "a")
    page, _ = write_overview(tmp_path, {})
    assert "<h1>1 segmentation</h1>" in page.read_text(encoding="utf-8")
    page.write_text("<html>mine</html>")
    with pytest.raises(UserError) as failure:
        check_overview(tmp_path)
    assert failure.value.code is Code.EXISTS


def test_a_missing_library_is_named_before_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("CrossModalitySegLib.extras.find_spec", lambda name: None)
    with pytest.raises(UserError, match=r"CrossModalitySegLib\[report\]"):
        check_overview(tmp_path)


def test_a_ball_is_drawn_round_and_lit_from_above() -> None:
    grid = Geometry((40, 40, 40), (2.0, 2.0, 2.0), (5.0, -7.0, 9.0))
    away = np.linalg.norm(np.indices(grid.shape) - 19.5, axis=0)
    image = rendering(Volume(np.where(away <= 15, LV.value, 0).astype(np.uint8), grid), HEART_4)
    drawn = image[..., 3] > 0
    assert drawn.sum() * 1.2**2 == pytest.approx(np.pi * 30**2, rel=0.05)
    rows, columns = np.nonzero(drawn)
    assert np.ptp(rows) == pytest.approx(np.ptp(columns), abs=1)
    brightness = image[..., :3].sum(axis=-1)
    assert (
        brightness[: len(drawn) // 2][drawn[: len(drawn) // 2]].mean()
        > brightness[len(drawn) // 2 :][drawn[len(drawn) // 2 :]].mean()
    )
    assert rendering(Volume(np.zeros(grid.shape, np.uint8), grid), HEART_4).shape == (1, 1, 4)
