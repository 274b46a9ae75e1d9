"""Folders become subjects, by names alone; the authors' slices are read without TensorFlow."""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

import numpy as np
import pytest
from dicom_files import ct, write_series
from hypothesis import given, settings
from hypothesis import strategies as st

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.images.datasets import Subject, open_dataset
from CrossModalitySegLib.images.datasets.tfrecord import masked_crc32c, read_slices
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


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def field(number: int, payload: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(payload)) + payload


def example(image: np.ndarray, label: np.ndarray, packed: bool = True) -> bytes:
    """A tf.train.Example as the authors stored it, plus a feature nobody needs."""
    features = {f"dsize_dim{axis}": image.shape[axis] for axis in range(3)} | {
        f"lsize_dim{axis}": label.shape[axis] for axis in range(3)
    }
    entries = {
        name: field(3, field(1, varint(value)) if packed else varint(8) + varint(value))
        for name, value in features.items()
    }
    entries |= {
        name: field(1, field(1, array.astype("<f4").tobytes()))
        for name, array in (("data_vol", image), ("label_vol", label))
    }
    entries["unused"] = field(2, field(1, struct.pack("<f", 1.5)))
    return field(1, b"".join(field(1, field(1, name.encode()) + field(2, value)) for name, value in entries.items()))


def record(payload: bytes) -> bytes:
    length = struct.pack("<Q", len(payload))
    return length + struct.pack("<I", masked_crc32c(length)) + payload + struct.pack("<I", masked_crc32c(payload))


RNG = np.random.default_rng(0)
IMAGES = RNG.normal(size=(2, 256, 256, 3)).astype(np.float32)
LABELS = RNG.integers(0, 5, (2, 256, 256, 3)).astype(np.float32)
"""All three label channels differ, so that taking the wrong one shows."""


@pytest.mark.parametrize("packed", [True, False])
def test_slices_are_read_with_the_middle_label(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / "a.tfrecords"
    path.write_bytes(
        b"".join(record(example(image, label, packed)) for image, label in zip(IMAGES, LABELS, strict=True))
    )
    found = list(read_slices(path))
    assert len(found) == 2
    for (image, label), stored_image, stored_label in zip(found, IMAGES, LABELS, strict=True):
        assert image.dtype == np.float32 and label.dtype == np.uint8
        assert np.array_equal(image, stored_image.transpose(2, 0, 1))
        assert np.array_equal(label, stored_label[:, :, 1])


def test_the_pulmonary_artery_of_the_published_slices_is_background(tmp_path: Path) -> None:
    label = LABELS[0].copy()
    label[:40, :, 1] = 5
    (tmp_path / "a.tfrecords").write_bytes(record(example(IMAGES[0], label)))
    ((_, found),) = read_slices(tmp_path / "a.tfrecords")
    assert not found[:40].any() and np.array_equal(found[40:], label[40:, :, 1])
    label[0, 0, 1] = 6
    (tmp_path / "b.tfrecords").write_bytes(record(example(IMAGES[0], label)))
    with pytest.raises(UserError, match="other than 0 to 5"):
        list(read_slices(tmp_path / "b.tfrecords"))


def test_a_truncated_or_damaged_record_is_refused(tmp_path: Path) -> None:
    good = record(example(IMAGES[0, :32, :32], LABELS[0, :32, :32]))
    flipped = bytearray(good)
    flipped[500] ^= 1
    wrong_values = record(example(IMAGES[0, :8, :8], LABELS[0, :8, :8] + 3))
    for name, second in {
        "cut": good[:-100],
        "header": good[:7],
        "flipped": bytes(flipped),
        "labels": wrong_values,
        "shape": record(example(IMAGES[0, :8, :8], LABELS[0, :8, :7])),
        "nan": record(example(IMAGES[0, :8, :8] * np.nan, LABELS[0, :8, :8])),
        "text": b"no record at all, but some words",
        "proto": record(b"\x0a\xff\xff"),
        "feature": record(field(1, field(1, field(1, b"data_vol") + field(2, field(1, b""))))),
        "empty": record(b""),
        "huge": struct.pack("<Q", 2**62) + struct.pack("<I", masked_crc32c(struct.pack("<Q", 2**62))) + bytes(100),
    }.items():
        (tmp_path / name).write_bytes(good + second)
        reader = read_slices(tmp_path / name)
        next(reader)
        with pytest.raises(UserError, match=f"Record 1 of .*{name}") as caught:
            next(reader)
        assert caught.value.code == Code.BAD_DATASET
    with pytest.raises(UserError, match="cannot be read"):
        next(read_slices(tmp_path / "missing"))


@settings(deadline=None)
@given(st.binary(max_size=3000))
def test_the_checksum_agrees_with_another_one(data: bytes) -> None:
    other = pytest.importorskip("tensorboard.compat.tensorflow_stub.pywrap_tensorflow")
    assert masked_crc32c(data) == other.masked_crc32c(data)


def test_the_checksum_of_the_standard() -> None:
    """RFC 3720, appendix B.4: the CRC-32C of 32 zero bytes is 8a9136aa."""
    rotated = (masked_crc32c(bytes(32)) - 0xA282EAD8) & 0xFFFFFFFF
    assert (rotated >> 17 | rotated << 15) & 0xFFFFFFFF == 0x8A9136AA


def test_dicom_series_are_found_once(tmp_path: Path) -> None:
    write_series(tmp_path / "data" / "anna" / "scan", ct())
    (subject,) = open_dataset(tmp_path / "data", "ct")
    assert subject.name == "anna_scan" and isinstance(subject.image, Series) and len(subject.image.files) == 5
    found = read_volume_of(subject.image)
    # What came later is not part of it.
    shutil.copy(subject.image.files[0], tmp_path / "data" / "anna" / "scan" / "another.dcm")
    np.testing.assert_array_equal(read_volume_of(subject.image).array, found.array)
