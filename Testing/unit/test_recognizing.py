"""Files of other kinds are called what they are, whatever their names say."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
from PIL import Image

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.images.io.files import read_volume
from CrossModalitySegLib.images.io.isolated import Reader
from CrossModalitySegLib.images.io.plain_images import read_plain_image
from CrossModalitySegLib.models.library import default_model
from CrossModalitySegLib.recipes.inputs import find_cases

GRAY = np.add.outer(np.arange(40), np.arange(50)).astype(np.uint8)
VOLUME = sitk.GetImageFromArray(np.random.default_rng(0).integers(-900, 900, (4, 5, 6)).astype(np.int16))


def cause(path: Path, read=read_volume) -> str:
    with pytest.raises(UserError) as caught:
        read(path)
    assert caught.value.code is Code.BAD_INPUT and str(path) in caught.value.sentence
    assert caught.value.remedy.endswith(".")
    return f"{caught.value.sentence} {caught.value.remedy}"


@pytest.mark.parametrize("name", ["a.jpg", "a.nii.gz", "a.mha", "a.dcm", "a"])
@pytest.mark.parametrize(
    ("format", "words"),
    [
        ("JPEG", "is a JPEG image, whose compression changes gray values"),
        ("JPEG2000", "is a JPEG 2000 image"),
        ("GIF", "is a GIF image"),
        ("BMP", "is a BMP image"),
        ("PNG", "is PNG under a wrong file name. Rename it to end in .png."),
        ("TIFF", "is TIFF under a wrong file name. Rename it to end in .tif."),
    ],
)
def test_images(tmp_path: Path, format: str, words: str, name: str) -> None:
    Image.fromarray(GRAY).save(tmp_path / name, format=format)
    assert words in cause(tmp_path / name)


def test_an_image_of_another_kind_that_is_called_png(tmp_path: Path) -> None:
    Image.fromarray(GRAY).save(tmp_path / "a.png", format="BMP")
    assert "is a BMP image" in cause(tmp_path / "a.png", read_plain_image)


@pytest.mark.parametrize("wrong", [".dcm", ".png", ".nrrd", ".mha", ".nii", ""])
@pytest.mark.parametrize(
    ("ending", "words"), [(".nii.gz", "is NIfTI"), (".nii", "is NIfTI"), (".nrrd", "is NRRD"), (".mha", "is MetaImage")]
)
def test_images_under_a_wrong_name(tmp_path: Path, ending: str, words: str, wrong: str) -> None:
    sitk.WriteImage(VOLUME, str(tmp_path / f"a{ending}"))
    path = (tmp_path / f"a{ending}").rename(tmp_path / f"b{wrong}")
    if wrong == ending or (wrong == ".nii" and "NIfTI" in words):
        assert read_volume(path).array.shape == (4, 5, 6)
    else:
        read = read_plain_image if wrong == ".png" else read_volume
        assert f"{words} under a wrong file name" in cause(path, read)


def zipped(path: Path, member: str) -> bytes:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, b"no matter")
    return path.read_bytes()


@pytest.mark.parametrize("name", ["a.bin", "a.nii.gz", "a.nrrd", "a.dcm"])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (bytes(5000), "begins with zeros"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "is a pointer of Git LFS"),
        (b"\n<!DOCTYPE html><html>log in</html>", "is a web page"),
        (b"%PDF-1.4", "is a PDF document"),
        (b"\xfd7zXZ\0" + bytes(99), "is compressed with xz"),
        (bytes(257) + b"ustar" + bytes(300), "is a tar archive"),
        (gzip.compress(bytes(257) + b"ustar" + bytes(300), mtime=0), "is a tar archive, compressed with gzip"),
        (gzip.compress(gzip.compress(b"twice", mtime=0), mtime=0), "is compressed with gzip"),
        (b"\0\0\0\x18ftypmp42" + bytes(99), "is a video"),
        (b"\x89HDF\r\n\x1a\n" + bytes(99), "is an HDF5 file"),
        (b"\x93NUMPY\x01\0", "is a NumPy array"),
        (b"PK\x03\x04 and no more", "is a damaged zip archive"),
        (b"words", "is not an image"),
    ],
)
def test_other_files(tmp_path: Path, content: bytes, words: str, name: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert words in cause(tmp_path / name)


@pytest.mark.parametrize(
    ("member", "words"),
    [
        ("series/1.dcm", "is a zip archive. Unpack it"),
        ("[Content_Types].xml", "is a document of an office program"),
        ("Scene/a.mrml", "is a scene of 3D Slicer"),
        ("a.npy", "is NumPy arrays"),
    ],
)
def test_archives(tmp_path: Path, member: str, words: str) -> None:
    zipped(tmp_path / "a.zip", member)
    assert words in cause(tmp_path / "a.zip")


def test_a_model_is_not_an_image() -> None:
    assert "is a model of this program, not an image. Choose it with --model" in cause(default_model())


@pytest.mark.parametrize("name", ["a.hdr", "a.img", "a.mgz"])
def test_formats_that_are_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x5c\x01\0\0" + bytes(344))
    assert "FreeSurfer" in (found := cause(tmp_path / name)) or "in two files" in found


@pytest.mark.integration
def test_a_folder_without_an_image_states_what_is_there(tmp_path: Path) -> None:
    for name in ("a.jpg", "b.JPG", "notes.txt"):
        (tmp_path / name).write_bytes(b"no matter")
    with (
        Reader(lambda: False) as reader,
        pytest.raises(UserError, match=r"none is of a kind that is read: 2 x \.jpg, 1"),
    ):
        find_cases([tmp_path], reader, lambda note: None, is_result=lambda path: False)
