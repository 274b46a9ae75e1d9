"""The evaluate recipe: which files belong together, what it writes, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
from pydantic import BaseModel

from CrossModalitySegLib.anatomy import HEART_4, HEART_7, LV, MM_WHS
from CrossModalitySegLib.errors import Code, Stopped, UserError
from CrossModalitySegLib.evaluation.results import read_results
from CrossModalitySegLib.events import Log, Reporter
from CrossModalitySegLib.job import EvaluateJob
from CrossModalitySegLib.recipes.evaluate import pair_up, run


class Listener(Reporter):
    """Keeps what was said."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[str] = []

    def emit(self, event: BaseModel) -> None:
        if isinstance(event, Log):
            self.messages.append(event.message)


def labels() -> np.ndarray:
    array = np.zeros((16, 16, 16), np.uint16)
    for place, structure in enumerate(HEART_4.structures):
        array[3:12, 3:12, 4 * place : 4 * place + 3] = structure.value
    return array


def raw(array: np.ndarray) -> np.ndarray:
    """The same with the values of MM-WHS files."""
    table = np.array(
        [0, *(s.raw_values[MM_WHS][0] for s in sorted(HEART_4.structures, key=lambda s: s.value))], np.uint16
    )
    return table[array]


def write(path: Path, array: np.ndarray, spacing_mm: float = 2.0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    image = sitk.GetImageFromArray(array)
    image.SetSpacing((spacing_mm,) * 3)
    sitk.WriteImage(image, str(path))
    return path


def job(folder: Path, **changes: object) -> EvaluateJob:
    return EvaluateJob(
        **{"pred": folder / "pred", "reference": folder / "truth", "out": folder / "results.json", **changes}
    )


def test_a_folder_is_scored_and_read_back(tmp_path: Path) -> None:
    write(tmp_path / "truth" / "ct_train_1003_label.nii.gz", raw(labels()))
    write(tmp_path / "truth" / "ct_train_1003_image.nii.gz", raw(labels()))
    shifted = np.roll(labels(), 1, axis=0)
    write(tmp_path / "pred" / "ct_train_1003_image.nii.gz", shifted)
    result = run(job(tmp_path, method="mine"), Reporter())
    (row,) = read_results(tmp_path / "results.json").rows
    assert (row.method, row.n_volumes, row.per_volume[0].subject) == ("mine", 1, "ct_train_1003")
    assert row.dice["LV"] == pytest.approx(8 / 9)
    assert row.assd_mm["LV"] == pytest.approx(2 * (row.assd_vox["LV"] or 0))
    assert row.per_volume[0].reference_ml["LV"] == pytest.approx(int((labels() == LV.value).sum()) * 8 / 1000)
    assert result.outputs == [tmp_path / "results.json"]
    assert result.summary["dice"]["mean"] == row.dice["mean"]
    assert str(tmp_path) not in (tmp_path / "results.json").read_text()


@pytest.mark.parametrize(
    ("prediction", "reference"),
    [
        ("a.nii.gz", "a.nii.gz"),
        ("a_seg.nrrd", "a_label.nii.gz"),
        ("a_image.seg.nrrd", "a_label.nii"),
        ("a_image_seg.nii.gz", "a.mha"),
        ("A.B_image.seg.nrrd", "A.B_label.nii.gz"),
    ],
)
def test_endings_and_roles_do_not_separate_a_pair(tmp_path: Path, prediction: str, reference: str) -> None:
    for folder, name in (("pred", prediction), ("truth", reference)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).touch()
    ((_, first, second),) = pair_up(tmp_path / "pred", tmp_path / "truth", Reporter())
    assert (first.name, second.name) == (prediction, reference)


def test_unpaired_files_are_named_in_the_log(tmp_path: Path) -> None:
    for name in (
        "pred/a_seg.nrrd",
        "pred/b_seg.nrrd",
        "pred/notes.txt",
        "truth/a_label.nii.gz",
        "truth/c_label.nii.gz",
        "truth/b_image.nii.gz",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    listener = Listener()
    assert [subject for subject, _, _ in pair_up(tmp_path / "pred", tmp_path / "truth", listener)] == ["a"]
    assert listener.messages == [
        "b_seg.nrrd has no reference and is left out.",
        "c_label.nii.gz has no prediction and is left out.",
    ]


def test_two_files_for_one_volume_are_refused(tmp_path: Path) -> None:
    for name in ("pred/a_seg.nrrd", "pred/a.nii.gz", "truth/a.nii.gz"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    with pytest.raises(UserError, match="same volume"):
        pair_up(tmp_path / "pred", tmp_path / "truth", Reporter())


def test_two_single_files_are_a_pair(tmp_path: Path) -> None:
    one, other = write(tmp_path / "x.nii.gz", labels()), write(tmp_path / "y_label.nii.gz", labels())
    run(job(tmp_path, pred=one, reference=other), Reporter())
    assert read_results(tmp_path / "results.json").rows[0].dice["mean"] == 1.0


@pytest.mark.parametrize("ending", [".nii.gz", ".seg.nrrd"])
def test_a_single_file_is_of_the_structures_that_its_record_names(tmp_path: Path, ending: str) -> None:
    array = np.zeros((16, 16, 16), np.uint8)
    for structure in HEART_7.structures:
        array[3:12, 3:12, 2 * structure.value - 1] = structure.value
    (tmp_path / "heart.json").write_text(json.dumps({"labels": HEART_7.to_json()}))
    one, other = write(tmp_path / f"heart{ending}", array), write(tmp_path / "truth" / "label.nii.gz", array)
    run(job(tmp_path, pred=one, reference=other), Reporter())
    assert read_results(tmp_path / "results.json").rows[0].dice == dict.fromkeys((*HEART_7.names, "mean"), 1.0)


def test_nothing_to_pair_is_reported(tmp_path: Path) -> None:
    write(tmp_path / "pred" / "a.nii.gz", labels())
    write(tmp_path / "truth" / "b.nii.gz", labels())
    with pytest.raises(UserError) as caught:
        run(job(tmp_path), Reporter())
    assert caught.value.code is Code.BAD_DATASET


def test_a_missing_folder_is_reported(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not a folder") as caught:
        run(job(tmp_path), Reporter())
    assert caught.value.code is Code.BAD_DATASET


def test_other_grids_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    write(tmp_path / "pred" / "a.nii.gz", labels(), spacing_mm=1.0)
    write(tmp_path / "truth" / "a.nii.gz", labels())
    with pytest.raises(UserError, match="prediction for a lies on another grid") as caught:
        run(job(tmp_path), Reporter())
    assert caught.value.code is Code.BAD_INPUT
    assert not (tmp_path / "results.json").exists()


def test_a_result_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text("mine")
    with pytest.raises(UserError) as caught:
        run(job(tmp_path), Reporter())
    assert caught.value.code is Code.EXISTS
    assert (tmp_path / "results.json").read_text() == "mine"


def test_a_stop_leaves_nothing(tmp_path: Path) -> None:
    write(tmp_path / "pred" / "a.nii.gz", labels())
    write(tmp_path / "truth" / "a.nii.gz", labels())
    reporter = Reporter()
    reporter.stop_requested = True
    with pytest.raises(Stopped):
        run(job(tmp_path), reporter)
    assert not (tmp_path / "results.json").exists()
