"""The measure recipe: which label maps it takes, what stands in its table."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from CrossModalitySegLib.anatomy import HEART_4, HEART_7, LA, MYO, RV
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import write_labels
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.inference.quality import Quality
from CrossModalitySegLib.job import MeasureJob
from CrossModalitySegLib.recipes.measure import run
from CrossModalitySegLib.recipes.records import Origin, Record


def labels(*values: int) -> Volume:
    """A block of 8 ml for each value, clear of the borders but for the first value, which the scan cuts off."""
    array = np.zeros((14, 14, 14), np.uint8)
    for place, value in enumerate(values):
        array[0 if place == 0 else 2 : 5, 2:7, 4 * place + 1 : 4 * place + 4] = value
    return Volume(array, Geometry(array.shape, (5.0, 5.0, 5.0)))


def table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_table_of_named_files(tmp_path: Path) -> None:
    path = write_labels(tmp_path / "a.nii.gz", labels(LA.value, MYO.value), HEART_4)
    out = tmp_path / "table.csv"
    assert run(MeasureJob(inputs=(path,), out=out, body_surface_m2=2.0), Reporter()).outputs == [out]
    (line,) = table(out)
    volume_ml = 3 * 5 * 3 * 0.125
    assert float(line["Myo_ml"]) == pytest.approx(volume_ml, abs=0.01)
    assert float(line["lv_mass_g"]) == pytest.approx(volume_ml * 1.05, abs=0.01)
    assert float(line["lv_mass_index_g_m2"]) == pytest.approx(volume_ml * 1.05 / 2, abs=0.01)
    assert float(line["la_volume_index_ml_m2"]) == pytest.approx(float(line["LA_ml"]) / 2, abs=0.01)
    assert line["incomplete"] == "LA"
    assert line["wall_1_mm"] == line["aorta_max_mm"] == ""


def test_results_in_a_folder_state_their_label_set(tmp_path: Path) -> None:
    write_labels(tmp_path / "in" / "b.nii.gz", labels(LA.value, RV.value), HEART_7)
    record = Record(
        origin=Origin(input="b", place="", model_sha256="", roi_mm=None, largest_component=True),
        result="b.nii.gz",
        model="m",
        labels=HEART_7,
        quality=Quality(ok=True, findings=[], volumes_ml={}),
        confidence={},
        center_mm=(0, 0, 0),
        center_source="given",
        elapsed_s=1,
    )
    (tmp_path / "in" / "b.json").write_text(record.model_dump_json())
    write_labels(tmp_path / "in" / "other.nii.gz", labels(LA.value), HEART_4)
    run(MeasureJob(inputs=(tmp_path / "in",), out=tmp_path / "table.csv"), Reporter())
    (line,) = table(tmp_path / "table.csv")
    assert Path(line["label_map"]).name == "b.nii.gz"
    assert float(line["RV_ml"]) > 0


def test_nothing_to_measure_and_nothing_overwritten(tmp_path: Path) -> None:
    with pytest.raises(UserError) as failure:
        run(MeasureJob(inputs=(tmp_path,), out=tmp_path / "table.csv"), Reporter())
    assert failure.value.code is Code.BAD_INPUT
    (tmp_path / "table.csv").write_text("mine")
    with pytest.raises(UserError) as failure:
        run(MeasureJob(inputs=(tmp_path,), out=tmp_path / "table.csv"), Reporter())
    assert failure.value.code is Code.EXISTS
    assert (tmp_path / "table.csv").read_text() == "mine"
