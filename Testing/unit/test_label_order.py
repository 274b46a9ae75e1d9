"""Label maps whose numbers mean something else are refused with a guess, and --labels says what they mean."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
import SimpleITK as sitk
from random_models import card

from CrossModalitySegLib.anatomy import HEART_4, HEART_7
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.experiments import benchmark
from CrossModalitySegLib.images.datasets.label_file import label_set_of, write_label_file
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import read_labels, to_values
from CrossModalitySegLib.images.label_order import check_complete, check_order
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.job import AdaptJob, BenchmarkJob
from CrossModalitySegLib.label_set import LabelSet, Structure
from CrossModalitySegLib.phantoms import make_patient
from CrossModalitySegLib.recipes import adapt
from CrossModalitySegLib.recipes.cases import label_set_as
from CrossModalitySegLib.recipes.training import LABEL_SET
from CrossModalitySegLib.seals import read_sealed, sealed
from CrossModalitySegLib.settings import AdaptSettings, UNet3dSettings

SHAPE = (32, 40, 40)


def ball(center: tuple[int, int, int], radius: float) -> np.ndarray:
    return sum((axis - middle) ** 2 for axis, middle in zip(np.indices(SHAPE), center, strict=True)) < radius**2


def heart(myo: int, la: int, lv: int, aa: int, rv: int = 0) -> np.ndarray:
    """Blood within muscle that is open toward the atrium and the aorta; the right ventricle beside it."""
    array = np.zeros(SHAPE, dtype=np.uint8)
    array[ball((14, 20, 12), 8)] = rv
    array[ball((14, 20, 22), 9)] = myo
    array[ball((22, 24, 24), 6)] = la
    array[ball((24, 14, 20), 4)] = aa
    array[ball((14, 20, 22), 6)] = lv
    return array


def message(check: Callable[..., None], *arguments: object) -> str:
    """The whole message of the refusal."""
    with pytest.raises(UserError) as caught:
        check(*arguments)
    assert caught.value.code is Code.BAD_LABELS and "--labels" in caught.value.remedy
    return f"{caught.value.sentence} {caught.value.remedy}"


def of(array: np.ndarray) -> Volume:
    return Volume(array, Geometry(array.shape, (2, 2, 2)))


def refusal(array: np.ndarray) -> str:
    return message(check_order, of(array), HEART_4, "case0.nii.gz", pytest.fail)


def test_a_heart_is_accepted() -> None:
    for array in (
        heart(1, 2, 3, 4),
        heart(1, 0, 3, 0),
        heart(0, 2, 3, 4),
        heart(4, 3, 2, 1)[12:13],
    ):  # the last, a slice, tells nothing
        check_order(of(array), HEART_4, "a.nii.gz", pytest.fail)


@pytest.mark.parametrize("modality", ["mr", "ct"])
def test_virtual_patients_are_accepted(modality: Literal["mr", "ct"]) -> None:
    labels = make_patient(modality, 6, spacing_mm=4.0)[1]
    check_order(
        Volume(to_values(labels.array, HEART_4, Path("a.nii.gz")), labels.geometry), HEART_4, "a.nii.gz", pytest.fail
    )


def test_the_order_of_acdc_is_recognized() -> None:
    message = refusal(heart(2, 0, 3, 0, rv=1))
    assert "case0.nii.gz" in message and "numbers of ACDC: 1 RV, 2 Myo, 3 LV" in message
    assert "numbers of M&Ms: 1 LV, 2 Myo, 3 RV" in refusal(heart(2, 0, 1, 0, rv=3))


@pytest.mark.parametrize(
    ("myo", "la", "lv", "aa"), [(3, 2, 1, 4), (4, 2, 3, 1), (1, 3, 2, 4), (2, 1, 3, 4), (4, 3, 2, 1)]
)
def test_other_orders_are_refused_with_a_guess(myo: int, la: int, lv: int, aa: int) -> None:
    assert f"It looks as if {myo} was Myo and {lv} LV." in refusal(heart(myo, la, lv, aa))


@pytest.fixture(scope="module")
def patient() -> Volume:
    """Seven structures as they lie in people."""
    labels = make_patient("ct", 6, spacing_mm=4.0)[1]
    return Volume(to_values(labels.array, HEART_7, Path("a.nii.gz")), labels.geometry)


def exchanged(labels: Volume, one: str, other: str) -> Volume:
    table = np.arange(8, dtype=np.uint8)
    first, second = HEART_7.by_name(one).value, HEART_7.by_name(other).value
    table[[first, second]] = second, first
    return Volume(table[labels.array], labels.geometry)


@pytest.mark.parametrize(
    ("one", "other"),
    [(one, other) for one, other in combinations(HEART_7.names, 2) if (one, other) != ("AA", "PA")],  # side by side
)
def test_any_two_structures_that_changed_places_are_refused(patient: Volume, one: str, other: str) -> None:
    found = message(check_order, exchanged(patient, one, other), HEART_7, "case0.nii.gz", pytest.fail)
    assert "case0.nii.gz" in found
    if {one, other}.isdisjoint({"Myo", "LV"}):
        assert f"{one} was {other}" in found and f"{other} was {one}" in found


def test_atrium_and_aorta_that_changed_places_are_refused_with_a_guess(patient: Volume) -> None:
    four = Volume(np.where(patient.array < HEART_4.class_count, patient.array, 0).astype(np.uint8), patient.geometry)
    check_order(four, HEART_4, "a.nii.gz", pytest.fail)
    found = message(check_order, exchanged(four, "LA", "AA"), HEART_4, "case0.nii.gz", pytest.fail)
    assert "LA and AA do not lie where these do" in found and "or as if the file's directions were wrong" in found


def test_who_named_the_numbers_is_warned_only(patient: Volume) -> None:
    notes: list[str] = []
    named = replace(HEART_7, numbers={value: value for value in range(8)})
    check_order(exchanged(patient, "LA", "AA"), named, "a.nii.gz", notes.append)
    assert len(notes) == 1 and notes[0].startswith("Warning: In a.nii.gz")


@pytest.mark.parametrize("turn", [(-1, -1, 1), (1, -1, -1), (-1, 1, 1), (1, 1, -1)])
def test_places_decide_nothing_where_the_patient_lies_in_an_unknown_way(
    patient: Volume, turn: tuple[int, int, int]
) -> None:
    direction = tuple(np.diag(turn).astype(float).ravel())
    check_order(Volume(patient.array, replace(patient.geometry, direction=direction)), HEART_7, "a.nii.gz", pytest.fail)


def test_where_nothing_surrounds_anything_a_note_is_enough() -> None:
    """Boxes side by side are not a heart, but neither do they tell what was meant."""
    array = np.zeros(SHAPE, dtype=np.uint8)
    for value in range(1, 5):
        array[4:20, 4:20, 8 * value - 4 : 8 * value + 2] = value
    notes: list[str] = []
    check_order(of(array), HEART_4, "a.nii.gz", notes.append)
    assert len(notes) == 1 and "a.nii.gz" in notes[0] and "Myo (1) does not lie around" in notes[0]


def test_a_structure_missing_everywhere_is_named() -> None:
    found = message(check_complete, [of(heart(1, 2, 3, 0)), of(heart(1, 0, 3, 0))], HEART_4, "folder")
    assert "No label map of folder holds AA; the labels there are taken for 1 Myo, 2 LA, 3 LV." in found
    check_complete([of(heart(1, 2, 3, 0)), of(heart(0, 0, 3, 4))], HEART_4, "folder")  # missing in some is not a fault


def test_the_option_labels_states_which_number_is_what(tmp_path: Path) -> None:
    sitk.WriteImage(sitk.GetImageFromArray(heart(2, 0, 3, 0, rv=1)), str(tmp_path / "a_label.nii.gz"))
    given = label_set_of(tmp_path, "RV=1,Myo=2,LV=3")
    assert given == HEART_4, "the model's structures are what they were"
    assert np.array_equal(read_labels(tmp_path / "a_label.nii.gz", given).array, heart(1, 0, 3, 0))
    seven = label_set_of(tmp_path, "RV=1, myo=2, LV=3", usual=HEART_7)
    assert set(np.unique(read_labels(tmp_path / "a_label.nii.gz", seven).array)) == {
        0,
        *(HEART_7.by_name(name).value for name in ("Myo", "LV", "RV")),
    }
    assert np.array_equal(
        read_labels(tmp_path / "a_label.nii.gz", label_set_of(tmp_path, "background=1,Myo=2,LV=3")).array,
        heart(1, 0, 3, 0),
    )
    with pytest.raises(UserError, match="unknown values: 1") as caught:
        read_labels(tmp_path / "a_label.nii.gz", label_set_of(tmp_path, "Myo=2,LV=3"))
    assert "--labels" in caught.value.remedy


@pytest.mark.parametrize(
    ("text", "word"), [("Myo=2,Spleen=3", "Spleen"), ("Myo=two", "Myo=two"), ("Myo=1,LV=1", "twice"), ("Myo=", "Myo=")]
)
def test_what_cannot_be_understood_is_named(tmp_path: Path, text: str, word: str) -> None:
    with pytest.raises(UserError, match=word) as caught:
        label_set_of(tmp_path, text)
    assert caught.value.code is Code.BAD_LABELS


def test_other_numbers_have_another_fingerprint(tmp_path: Path) -> None:
    assert HEART_4.fingerprint() == repr(HEART_4), "as trainings of earlier versions have noted it"
    given = [label_set_of(tmp_path, text) for text in ("Myo=2,LV=3", "LV=3,Myo=2", "Myo=3,LV=2")]
    one, same, other = (label_set.fingerprint() for label_set in given)
    assert one == same
    assert len({HEART_4.fingerprint(), one, other}) == 3


def _without_numbers(folder: Path) -> None:
    """As earlier versions wrote it."""
    file = folder / "benchmark.json"
    values = read_sealed(file.read_bytes())
    del values["numbers"]
    file.write_text(json.dumps(sealed(values)))


def test_a_benchmark_of_other_label_values_is_refused(tmp_path: Path) -> None:
    job = BenchmarkJob(data=tmp_path, out=tmp_path, labels="Myo=2,LV=3")
    benchmark._same_job(job)
    benchmark._same_job(job.model_copy(update={"labels": "LV=3,Myo=2"}))
    for labels in ("Myo=3,LV=2", None):
        with pytest.raises(UserError, match="label values") as caught:
            benchmark._same_job(job.model_copy(update={"labels": labels}))
        assert caught.value.code is Code.EXISTS
    _without_numbers(tmp_path)
    benchmark._same_job(job)
    with pytest.raises(UserError):
        benchmark._same_job(job.model_copy(update={"labels": None}))


def test_a_benchmark_of_other_values_in_labels_json_is_refused(tmp_path: Path) -> None:
    job = BenchmarkJob(data=tmp_path / "data", out=tmp_path)
    job.data.mkdir()

    def same_job(value: int, raw: int) -> None:
        structures = (Structure(value, "liver", raw_values={"scanner": (raw,)}), Structure(3 - value, "spleen"))
        write_label_file(job.data, LabelSet("abdomen", structures))
        benchmark._same_job(job)

    same_job(1, 5)
    same_job(1, 5)
    for other in ((2, 5), (1, 6)):
        with pytest.raises(UserError, match="label values"):
            same_job(*other)
    _without_numbers(tmp_path)
    same_job(1, 6)


def test_label_files_of_other_structures_than_the_models_are_refused(tmp_path: Path) -> None:
    assert label_set_as(HEART_4, tmp_path, None) is HEART_4
    assert label_set_as(HEART_4, tmp_path, "Myo=2,LV=3").numbers == {0: 0, 2: 1, 3: 3}
    write_label_file(tmp_path, HEART_7)
    assert label_set_as(HEART_4, tmp_path, "heart-4") == HEART_4
    with pytest.raises(UserError, match="segments 1 Myo, 2 LA, 3 LV, 4 AA, and the label files") as caught:
        label_set_as(HEART_4, tmp_path, None)
    assert caught.value.code is Code.BAD_LABELS and "--labels" in caught.value.remedy
    swapped = replace(HEART_4, structures=tuple(replace(one, value=5 - one.value) for one in HEART_4.structures))
    write_label_file(tmp_path, swapped)
    with pytest.raises(UserError, match="declared to mark 1 AA, 2 LV, 3 LA, 4 Myo"):
        label_set_as(HEART_4, tmp_path, None)


def test_an_adaptation_that_reads_no_labels_refuses_the_option(tmp_path: Path) -> None:
    flat = {"settings": {"joint_steps": 0, "self_training": {}}, "source": tmp_path, "size": "tiny"}
    values = {"model": tmp_path / "MR.cms", "target": tmp_path, "out": tmp_path / "CT.cms", "labels": "Myo=2,LV=3"}
    reads = AdaptJob.model_validate(values | flat)
    assert adapt._label_set(reads, card()) == HEART_4
    assert adapt._label_set(reads.model_copy(update={"source": None, "labels": None}), card()) is None
    adversarial = {"settings": AdaptSettings()}
    whole = card(architecture="unet-3d", network=UNet3dSettings(width=8))
    for changes, model in (({"source": None}, card()), (adversarial, card()), ({}, whole)):
        with pytest.raises(UserError, match="reads no label files") as caught:
            adapt._label_set(reads.model_copy(update=changes), model)
        assert caught.value.code is Code.BAD_SETTINGS


def test_an_adaptation_remembers_the_numbers_of_its_label_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapt, "choose", lambda *_, **__: [])
    (tmp_path / "MR.cms").write_bytes(b"model")
    job = AdaptJob(
        model=tmp_path / "MR.cms", target=tmp_path, out=tmp_path / "CT.cms", source=tmp_path, method="self-training"
    )
    given = [label_set_of(tmp_path, text) for text in (None, "Myo=2,LV=3", "Myo=3,LV=2")]
    model, one, other = (adapt._inputs(job, [], card(), label_set)[LABEL_SET] for label_set in given)
    assert model == {}, "as earlier versions began"
    assert one and other and one != other
    assert adapt._inputs(job, [], card(), None)[LABEL_SET] == {}


def test_values_are_looked_for_without_widening_the_map() -> None:
    array = np.zeros((40, 100, 100), dtype=np.uint8)
    array[3, 0, 0], array[39, 99, 99] = 1, 4
    tracemalloc.start()
    with pytest.raises(UserError, match="No label map of a holds LA, LV"):
        check_complete([of(array)], HEART_4, "a")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < array.nbytes
