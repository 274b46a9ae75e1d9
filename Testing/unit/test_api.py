"""What a notebook user gets from ``import crossmodalityseg``; the docstrings' examples run in ``test_examples.py``."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import SimpleITK as sitk

import crossmodalityseg as cms
from crossmodalityseg.images import volume_of
from CrossModalitySegLib.anatomy import HEART_4, HEART_7
from CrossModalitySegLib.images.datasets.label_file import write_label_file
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import read_labels, write_labels, write_volume
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.label_set import LabelSet, Structure

SIZE_MM, SPACING_MM = (96.0, 96.0, 96.0), 4.0
LEAST = {
    "steps": 1,
    "batch": 1,
    "localizer_steps": 1,
    "network": {"width": 4},
    "preprocessing": {"spacing_mm": SPACING_MM, "size_px": 64, "depth_px": 8},
}


@pytest.fixture(scope="module")
def patient() -> cms.Phantom:
    return cms.phantom("ct", 3, size_mm=SIZE_MM, spacing_mm=SPACING_MM)


@pytest.fixture(scope="module")
def fractions() -> list[float]:
    """The progress while ``found`` was made."""
    return []


@pytest.fixture(scope="module")
def found(patient: cms.Phantom, fractions: list[float]) -> cms.Result:
    """The heart of ``patient``, once for all tests: the model that ships takes seconds."""
    return cms.segment(patient.image, device="cpu", on_progress=fractions.append)


def refused(call: Any, code: str, word: str) -> None:
    with pytest.raises(cms.UserError, match=word) as caught:
        call()
    assert caught.value.code == code


@pytest.mark.integration
def test_import_brings_no_library(repository: Path) -> None:
    code = "import json, sys, crossmodalityseg; print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=repository / "CrossModalitySeg", capture_output=True, text=True, check=True
    )
    assert not {"torch", "numpy", "SimpleITK", "pydantic", "scipy"} & set(json.loads(done.stdout))


def test_path_image_and_array_give_the_same(patient: cms.Phantom, found: cms.Result, tmp_path: Path) -> None:
    path = patient.save(tmp_path)
    assert path == tmp_path / "ct_train/ct_train_3_image.nii.gz"
    of_path, of_image = cms.segment(path, device="cpu"), found
    of_array = cms.segment(sitk.GetArrayFromImage(patient.image), device="cpu", spacing_mm=(4, 4, 4))
    assert of_path.labels.any()
    assert np.array_equal(of_path.labels, of_image.labels)
    # An array has no place in the patient, so its grid may be cut a little differently.
    assert (of_path.labels == of_array.labels).mean() > 0.98
    assert of_image.image.GetOrigin() == pytest.approx(patient.image.GetOrigin())
    assert of_path.volumes_ml.keys() == set(of_path.names.values()) == set(HEART_7.names)
    assert of_path.model == "Whole-heart-virtual"


def test_result_is_saved_once(found: cms.Result, tmp_path: Path) -> None:
    for name in ("heart.seg.nrrd", "heart.nii.gz"):
        assert np.array_equal(read_labels(found.save(tmp_path / name), HEART_7).array, found.labels)
        refused(lambda name=name: found.save(tmp_path / name), "exists", name)
    found.save(tmp_path / "heart.nii.gz", overwrite=True)


def test_single_slice_as_an_array(patient: cms.Phantom) -> None:
    middle = sitk.GetArrayFromImage(patient.image)[12]
    result = cms.segment(middle, device="cpu", spacing_mm=(4, 4))
    assert result.labels.shape == (1, 24, 24)
    assert (result.model, set(result.names.values())) == ("Heart-virtual", set(HEART_4.names))
    assert result.expected_dice is None


@pytest.mark.parametrize(
    ("image", "spacing_mm", "word"),
    [
        (np.zeros((4, 4, 4)), None, "spacing of the array"),
        (np.zeros((4, 4, 4)), (1, 1), "spacing of the array"),
        (np.zeros((4, 4, 4)), (1, 1, 1), "array"),
        (np.full((4, 4, 4), np.nan), (1, 1, 1), "array"),
        (np.arange(64.0).reshape(4, 4, 4), (1, 0, 1), "array"),
        (np.zeros((2, 4, 4, 4)), (1, 1, 1, 1), "shape"),
        (sitk.Image(4, 4, sitk.sitkInt16), None, "2 axes"),
        (sitk.Image([4, 4, 4], sitk.sitkVectorUInt8, 3), None, "3 components"),
        (sitk.Image(4, 4, 4, sitk.sitkInt16), (1, 1, 1), "themselves"),
        ("nosuch.nii.gz", None, r"nosuch\.nii\.gz"),
    ],
)
def test_bad_image_is_refused(image: Any, spacing_mm: Any, word: str) -> None:
    refused(lambda: cms.segment(image, device="cpu", spacing_mm=spacing_mm), "bad_input", word)


def test_unknown_model_is_refused(patient: cms.Phantom) -> None:
    refused(lambda: cms.segment(patient.image, "nosuch"), "bad_model", "nosuch")


@pytest.mark.usefixtures("found")
def test_progress_reaches_its_end_and_may_stop_the_work(patient: cms.Phantom, fractions: list[float]) -> None:
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0

    def stop(fraction: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cms.segment(patient.image, device="cpu", on_progress=stop)


def test_evaluate_takes_results_images_files_and_folders(
    patient: cms.Phantom, found: cms.Result, tmp_path: Path
) -> None:
    label = patient.save(tmp_path).with_name("ct_train_3_label.nii.gz")
    found.save(tmp_path / "results/ct_train_3.nii.gz")
    rows = [
        cms.evaluate(found, patient.labels),
        cms.evaluate(found.image, label, "heart-7"),
        cms.evaluate(tmp_path / "results", tmp_path / "ct_train", "heart-7"),
    ]
    assert all(row.dice == rows[0].dice for row in rows)
    assert rows[2].per_volume[0].subject == "ct_train_3"
    refused(lambda: cms.evaluate(tmp_path / "results", label), "bad_input", "folder")
    refused(lambda: cms.evaluate(patient.image, label), "bad_labels", "unknown values")


def test_the_phantom_is_that_of_the_shell_and_never_overwritten(patient: cms.Phantom, tmp_path: Path) -> None:
    again = cms.phantom("ct", 3, size_mm=SIZE_MM, spacing_mm=SPACING_MM)
    assert np.array_equal(again.scan.array, patient.scan.array)
    assert patient.labels.GetSize() == patient.image.GetSize() == (24, 24, 24)
    patient.save(tmp_path)
    refused(lambda: patient.save(tmp_path), "exists", "ct_train_3")


@pytest.mark.integration
def test_train_then_adapt(tmp_path: Path) -> None:
    for modality in ("mr", "ct"):
        cms.phantom(modality, 1, size_mm=(128, 128, 128), spacing_mm=SPACING_MM).save(tmp_path)
    progress: list[tuple[float, str]] = []
    how = {"size": "tiny", "device": "cpu"}
    model = cms.train(
        tmp_path / "mr_train",
        tmp_path / "MR.cms",
        settings=LEAST,
        on_progress=lambda *values: progress.append(values),
        **how,
    )
    assert progress[-1][0] == pytest.approx(1.0)
    least = {"joint_steps": 1, "critic_steps": 1, "batch": 1, "critic_width": 4, "warm_up": 0, "validate_every": 1}
    adapted = cms.adapt(
        model, tmp_path / "ct_train", tmp_path / "CT.cms", source=tmp_path / "mr_train", settings=least, **how
    )
    result = cms.segment(tmp_path / "ct_train/ct_train_1_image.nii.gz", adapted, device="cpu")
    assert result.model == "CT"
    refused(lambda: cms.train(tmp_path / "mr_train", model, settings=LEAST, **how), "exists", "MR.cms")


def test_a_setting_that_does_not_fit_is_named(tmp_path: Path) -> None:
    refused(
        lambda: cms.train(tmp_path, tmp_path / "MR.cms", size="tiny", settings={"steps": -1}),
        "bad_settings",
        r"settings\.steps",
    )
    refused(lambda: cms.train(tmp_path, tmp_path / "MR.cms", size="nosuch"), "bad_settings", "size nosuch")  # type: ignore[arg-type]


def test_a_preset_of_earlier_versions_is_named_anew(tmp_path: Path) -> None:
    refused(
        lambda: cms.train(tmp_path, tmp_path / "MR.cms", preset="best"), "bad_settings", "size paper .* self-training"
    )
    refused(lambda: cms.adapt("MR.cms", tmp_path, tmp_path / "CT.cms", preset="tiny"), "bad_settings", "size tiny")


def test_values_that_do_not_fit_one_another_are_reported_in_one_sentence(tmp_path: Path) -> None:
    refused(
        lambda: cms.adapt("Heart-virtual", tmp_path, tmp_path / "CT.cms", size="tiny"),
        "bad_settings",
        r"^The value of the job does not fit: the adversarial part \(joint_steps > 0\) needs source volumes\.",
    )


@pytest.mark.parametrize("name", [name for name in cms.__all__ if inspect.isfunction(getattr(cms, name))])
def test_each_function_states_what_it_takes_and_returns_and_shows_it(name: str) -> None:
    function = getattr(cms, name)
    text = inspect.getdoc(function) or ""
    assert all(section in text for section in ("Args:", "Returns:", ">>>")), text
    arguments = text.split("Args:")[1].split("Returns:")[0]
    missing = [
        one
        for one in inspect.signature(function).parameters
        if f"{one}:" not in arguments and f"{one}, " not in arguments
    ]
    assert not missing


def result_of(array: np.ndarray, label_set: LabelSet) -> cms.Result:
    """``array`` as ``segment`` would return it."""
    return cms.Result(Volume(array, Geometry(array.shape, (2.0, 1.0, 1.0))), label_set, None, {}, None, "test")  # type: ignore[arg-type]


@pytest.fixture
def blocks() -> np.ndarray:
    """Class indices of heart-4: 1 Myo, 3 LV."""
    array = np.zeros((6, 12, 12), np.uint8)
    array[1:5, 1:5, 1:5], array[1:5, 7:10, 7:10] = 1, 3
    return array


RENUMBERED = LabelSet("mine", (Structure(1, "LV"), Structure(2, "Myo"), Structure(3, "LA"), Structure(4, "AA")))


def test_a_result_is_compared_by_structures_whatever_their_numbers(blocks: np.ndarray, tmp_path: Path) -> None:
    other = np.array([0, 2, 0, 1], np.uint8)[blocks]
    found, reference = result_of(blocks, HEART_4), result_of(other, RENUMBERED)
    assert cms.evaluate(found, reference).dice["LV"] == cms.evaluate(reference, found).dice["Myo"] == 1.0
    assert cms.evaluate(found, reference.image, str(write_label_file(tmp_path, RENUMBERED))).dice["LV"] == 1.0
    path = write_labels(tmp_path / "truth.nii.gz", reference.volume, RENUMBERED)
    assert cms.evaluate(found, path).dice["Myo"] == 1.0


def test_a_result_with_structures_that_the_labels_do_not_name_is_refused(blocks: np.ndarray) -> None:
    alone = LabelSet("one", (Structure(1, "LV"),))
    reference = result_of(np.array([0, 0, 0, 1], np.uint8)[blocks], alone)
    refused(lambda: cms.evaluate(result_of(blocks, HEART_4), reference), "bad_labels", "has Myo")


def test_a_file_is_compared_with_the_structures_of_a_result(blocks: np.ndarray, tmp_path: Path) -> None:
    seven = blocks.copy()
    seven[5, 10:, 10:] = 6
    reference = result_of(seven, HEART_7)
    path = reference.save(tmp_path / "heart.nii.gz")
    assert cms.evaluate(path, reference).dice["RV"] == 1.0


def test_numbers_in_labels_are_those_of_the_reference_alone(blocks: np.ndarray, tmp_path: Path) -> None:
    folders = tmp_path / "found", tmp_path / "truth"
    array = np.array([0, 2, 0, 7], np.uint8)[blocks]
    found = result_of(blocks, HEART_4)
    found.save(folders[0] / "a.nii.gz")
    truth = write_volume(folders[1] / "a.nii.gz", Volume(array, found.volume.geometry))
    for prediction, reference in ((found, truth), (found.image, truth), folders, (folders[0] / "a.nii.gz", truth)):
        assert cms.evaluate(prediction, reference, "Myo=2,LV=7").dice["LV"] == 1.0


def test_one_number_is_the_spacing_of_all_axes() -> None:
    array = np.arange(64.0).reshape(4, 4, 4)
    assert volume_of(array, 2).geometry.spacing_mm == volume_of(array, np.float32(2)).geometry.spacing_mm == (2, 2, 2)
    assert volume_of(array[0], 2.5).geometry.spacing_mm == (1.0, 2.5, 2.5)


def test_what_is_not_an_image_is_refused_with_what_to_pass(patient: cms.Phantom, tmp_path: Path) -> None:
    path = tmp_path / "slice.png"
    sitk.WriteImage(sitk.Image(8, 8, sitk.sitkUInt8), str(path))
    for image, remedy in ((patient, "patient.image"), ([[1, 2]], "an array"), (path, "spacing_mm")):
        with pytest.raises(cms.UserError) as caught:
            cms.segment(image, device="cpu")  # type: ignore[arg-type]
        assert caught.value.code == "bad_input" and remedy in caught.value.remedy
