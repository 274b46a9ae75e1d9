"""What is not an image of a patient, or damaged, is told by its true cause, whatever was done to the file."""

from __future__ import annotations

import random
import shutil
import zipfile
from pathlib import Path

import pytest
from dicom_files import ct, write_multi_frame, write_series
from pydicom.data import get_testdata_file

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.images.io import dicom, files

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:pydicom")
TEST_FILES = Path(str(get_testdata_file("CT_small.dcm"))).parent


def cause(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        files.read_volume(path)
    assert caught.value.code == Code.BAD_INPUT and str(path) in caught.value.sentence
    return caught.value.sentence


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("dicomdirtests/DICOMDIR", "is a DICOMDIR"),
        ("rtplan.dcm", "of the kind RT Plan, not an image"),
        ("rtdose.dcm", "of the kind RT Dose, not an image"),
        ("rtstruct.dcm", "of the kind RT Structure Set, not an image"),
        ("test-SR.dcm", "of the kind Comprehensive SR, not an image"),
        ("waveform_ecg.dcm", "of the kind 12-lead ECG Waveform, not an image"),
        ("liver_1frame.dcm", "of the kind Segmentation, not an image"),
        ("MR_truncated.dcm", "pixels of .* are damaged or incomplete"),
        ("dicomdirtests/98892001/CT2N/6924", "is a scout"),
        ("no_meta.dcm", "is not a DICOM file, or its header is damaged"),
    ],
)
def test_each_kind_has_its_own_sentence(tmp_path: Path, name: str, word: str) -> None:
    path = Path(shutil.copy(TEST_FILES / name, tmp_path / "a.dcm"))
    with pytest.raises(UserError, match=word):
        files.read_volume(path) if dicom.is_dicom(path) else dicom.series_of(path)
    found = dicom.find_series([path])
    if "damaged" not in word:
        assert found.series == [] and (found.left_out and str(path) in found.left_out[0])


def test_an_archive_is_called_one(tmp_path: Path) -> None:
    for name in ("series.zip", "series.dcm"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("a.dcm", b"no matter")
        assert "is a zip archive" in cause(tmp_path / name)


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    write_series(tmp_path / "a", ct())
    whole = (tmp_path / "a" / "07.dcm").read_bytes()
    for kept, name in ((len(whole) - 20, "pixels"), (200, "header")):
        (tmp_path / name).write_bytes(whole[:kept])
        assert name in cause(tmp_path / name)


def test_a_header_without_pixels_states_it(tmp_path: Path) -> None:
    folder = write_series(tmp_path, ct(), lambda k, data: data.__delattr__("PixelData"))
    with pytest.raises(UserError, match=r"\.dcm has the header of an image but holds no pixels"):
        files.read_volume(folder)


def test_text_that_is_burned_in_is_refused(tmp_path: Path) -> None:
    folder = write_series(tmp_path, ct(shape=(1, 6, 7)), lambda k, data: setattr(data, "BurnedInAnnotation", "YES"))
    assert "text burned into its pixels" in cause(folder / "00.dcm")


def _mutated(content: bytes, chance: random.Random) -> bytes:
    """``content`` with one to eight changes of the kinds that disks, networks and malice make, most of them in the
    header.
    """
    damaged = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8))):
        at = chance.randrange(min(len(damaged), 3000) if chance.random() < 0.7 else len(damaged))
        match chance.randrange(6):
            case 0:
                damaged[at] = chance.randrange(256)
            case 1:
                damaged[at] ^= 1 << chance.randrange(8)
            case 2:
                del damaged[at + 1 :]
            case 3:
                del damaged[at : at + chance.randrange(50)]
            case 4:
                damaged[at:at] = chance.randbytes(chance.randrange(30))
            case 5:
                damaged[at : at + 4] = chance.choice(
                    (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\0\0\0\x80")
                )
        damaged = damaged or bytearray(b"\0")
    return bytes(damaged)


@pytest.mark.parametrize(
    "name",
    [
        "CT_small.dcm",
        "MR_small_RLE.dcm",
        "MR_small_jp2klossless.dcm",
        "MR_small_jpeg_ls_lossless.dcm",
        "MR_small_implicit.dcm",
        "enhanced",
        "rtplan.dcm",
    ],
)
def test_whatever_happened_to_a_file_it_is_read_or_refused(tmp_path: Path, name: str) -> None:
    source = write_multi_frame(tmp_path / "e.dcm", ct(), [0, 1, 2, 3, 4]) if name == "enhanced" else TEST_FILES / name
    content, chance = source.read_bytes(), random.Random(name)
    path = tmp_path / "mutated.dcm"
    causes = []
    for _ in range(40):
        path.write_bytes(_mutated(content, chance))
        dicom.find_series([path])
        try:
            series = dicom.series_of(path)
            if dicom.is_plain_image(series):
                dicom.read_plain_image(series)
            else:
                dicom.read_series(series)
                dicom.check_dicom_seg(series)
        except UserError as error:
            causes.append((error.code, error.sentence, error.remedy))
    assert len(causes) > 5 and all(code == Code.BAD_INPUT and sentence and remedy for code, sentence, remedy in causes)
