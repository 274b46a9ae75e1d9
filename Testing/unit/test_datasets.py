"""Folders become subjects, by names alone; the authors' slices are read without TensorFlow."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from dicom_files import ct, name_of, write_series
from pydicom.dataset import Dataset

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.images.datasets import Subject, open_dataset
from CrossModalitySegLib.images.io.dicom import Series
from CrossModalitySegLib.images.io.source import read_volume_of


def touch(folder: Path, *names: str) -> Path:
    """Empty files: whoever opened one would fail."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def refused(folder: Path, word: str) -> None:
    with pytest.raises(UserError, match=word) as caught:
        open_dataset(folder)
    assert caught.value.code == Code.BAD_DATASET


def test_an_mmwhs_folder_at_any_depth(tmp_path: Path) -> None:
    touch(
        tmp_path,
        "ct_train/ct_train_1002_image.nii.gz",
        "ct_train/ct_train_1002_label.nii.gz",
        "mr_train_1001_image.nii.gz",
        "mr_train_1001_label.nii.gz",
    )
    touch(
        tmp_path,
        "mr_test/mr_test_2001_image.nii.gz",
        "ct_train/._ct_train_1003_image.nii.gz",
        "readme.txt",
        "ct_train_1009_label.nii.gz",
        "other.nii.gz",
    )
    found = open_dataset(tmp_path)
    assert [(subject.name, subject.number, subject.modality) for subject in found] == [
        ("ct_train_1002", 1002, "ct"),
        ("mr_test_2001", 2001, "mr"),
        ("mr_train_1001", 1001, "mr"),
    ]
    assert found[0].image == tmp_path / "ct_train/ct_train_1002_image.nii.gz"
    assert [subject.label for subject in found] == [
        tmp_path / "ct_train/ct_train_1002_label.nii.gz",
        None,
        tmp_path / "mr_train_1001_label.nii.gz",
    ]
    assert [subject.name for subject in open_dataset(tmp_path, "mr")] == ["mr_test_2001", "mr_train_1001"]


def test_an_mmwhs_folder_without_the_wanted_modality(tmp_path: Path) -> None:
    touch(tmp_path, "mr_train_1001_image.nii.gz")
    with pytest.raises(UserError, match="no CT volumes"):
        open_dataset(tmp_path, "ct")


def test_one_subject_twice_is_refused(tmp_path: Path) -> None:
    refused(touch(tmp_path, "a/ct_train_1001_image.nii.gz", "b/ct_train_1001_image.nii.gz"), "twice")
    refused(touch(tmp_path / "free", "p.nii.gz", "p.nrrd"), "both")


def test_images_and_labels_in_two_folders(tmp_path: Path) -> None:
    touch(tmp_path, "images/b.nii.gz", "images/a.nrrd", "labels/b.nii.gz", "labels/a.seg.nrrd", "images/c.mha")
    assert open_dataset(tmp_path, "ct") == [
        Subject("a", None, "ct", tmp_path / "images/a.nrrd", tmp_path / "labels/a.seg.nrrd"),
        Subject("b", None, "ct", tmp_path / "images/b.nii.gz", tmp_path / "labels/b.nii.gz"),
        Subject("c", None, "ct", tmp_path / "images/c.mha", None),
    ]


@pytest.mark.parametrize(
    ("image", "label"),
    [
        ("p.nii.gz", "p_label.nii.gz"),
        ("p.nrrd", "p_seg.nii.gz"),
        ("p_image.nii", "p_label.nii"),
        ("p.mha", "p.seg.nrrd"),
        ("p_image.mhd", "p_image_seg.nrrd"),
    ],
)
def test_images_beside_labels(tmp_path: Path, image: str, label: str) -> None:
    touch(tmp_path, image, label, "q/r.nii.gz")
    assert open_dataset(tmp_path) == [
        Subject("p", None, None, tmp_path / image, tmp_path / label),
        Subject("q_r", None, None, tmp_path / "q/r.nii.gz", None),
    ]


def test_a_label_without_image_is_refused(tmp_path: Path) -> None:
    refused(touch(tmp_path, "p.nii.gz", "q_label.nii.gz"), "q_label.nii.gz has no image")


def test_nothing_to_find_states_what_was_looked_for(tmp_path: Path) -> None:
    refused(tmp_path, "no volumes")
    refused(tmp_path, "mr_train_1001_image")
    refused(touch(tmp_path / "labels_only", "a_label.nii.gz", "notes.txt"), "no volumes")
    refused(tmp_path / "missing", "does not exist")


def test_dicom_series_are_found_once(tmp_path: Path) -> None:
    write_series(tmp_path / "data" / "anna" / "scan", ct())
    (subject,) = open_dataset(tmp_path / "data", "ct")
    assert subject.name == "anna_scan" and isinstance(subject.image, Series) and len(subject.image.files) == 5
    found = read_volume_of(subject.image)
    # What came later is not part of it.
    shutil.copy(subject.image.files[0], tmp_path / "data" / "anna" / "scan" / "another.dcm")
    np.testing.assert_array_equal(read_volume_of(subject.image).array, found.array)


def single_images(folder: Path, *names: str) -> Path:
    """DICOM series of one image each, in one folder."""
    for number, name in enumerate(names):

        def change(k: int, data: Dataset, number: int = number) -> None:
            data.SeriesInstanceUID = f"1.2.{number}"

        write_series(folder / "of_one", ct(shape=(1, 6, 7)), change)
        (folder / "of_one" / name_of(0)).rename(folder / name)
    (folder / "of_one").rmdir()
    return folder


def test_each_of_several_single_images_is_a_subject(tmp_path: Path) -> None:
    single_images(tmp_path, "IM.0001", "IM.0002", "c.dcm")
    assert [subject.name for subject in open_dataset(tmp_path)] == ["IM.0001", "IM.0002", "c"]


def test_a_file_and_a_series_of_one_name_are_refused(tmp_path: Path) -> None:
    write_series(tmp_path / "P01", ct())
    refused(touch(tmp_path, "P01.nii.gz"), "both be the subject P01")


def test_what_is_left_out_of_a_series_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write_series(tmp_path / "P01", ct())
    shutil.copy(tmp_path / "P01" / name_of(2), tmp_path / "P01" / "copy.dcm")
    (subject,) = open_dataset(tmp_path)
    assert isinstance(subject.image, Series) and len(subject.image.files) == 5
    assert "Copies of images that are there already" in caplog.text
