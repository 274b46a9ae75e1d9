"""Gray values of DICOM files: scaled as pydicom and highdicom do it, on their own test files too; padding; what is
compressed.
"""

from __future__ import annotations

import tracemalloc
import warnings
import zlib
from pathlib import Path

import highdicom as hd
import numpy as np
import pydicom
import pytest
import SimpleITK as sitk
from dicom_files import AXIAL, Change, ct, header, write_multi_frame, write_series
from pydicom.data import get_testdata_file
from pydicom.dataset import Dataset
from pydicom.pixels import apply_modality_lut
from pydicom.uid import DeflatedExplicitVRLittleEndian, JPEGLSLossless, RLELossless, SecondaryCaptureImageStorage

from CrossModalitySegLib.errors import UserError
from CrossModalitySegLib.images.io import dicom, files
from CrossModalitySegLib.images.io.dicom.pixels import encoded_size, read_pixels

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:pydicom")


def planes(path: Path) -> np.ndarray:
    pixels = read_pixels(path)
    return np.stack([pixels.plane(number) for number in range(len(pixels))])


@pytest.mark.parametrize(
    "name",
    [
        "CT_small.dcm",
        "MR_small.dcm",
        "MR_small_RLE.dcm",
        "MR_small_bigendian.dcm",
        "MR_small_implicit.dcm",
        "MR_small_padded.dcm",
        "MR_small_jp2klossless.dcm",
    ]
    + [
        "MR_small_jpeg_ls_lossless.dcm",
        "693_J2KI.dcm",
        "J2K_pixelrep_mismatch.dcm",
        "JPEG2000.dcm",
        "JPEGLSNearLossless_16.dcm",
        "examples_overlay.dcm",
    ]
    + ["image_dfl.dcm", "dicomdirtests/98892001/CT5N/2062"],
)
def test_gray_values_are_those_of_pydicom(name: str) -> None:
    path = Path(str(get_testdata_file("CT_small.dcm"))).parent / name
    data = pydicom.dcmread(path)
    values = planes(path)
    expected = apply_modality_lut(data.pixel_array, data).reshape(values.shape).astype(np.float32)
    padding = data.pixel_array.reshape(values.shape) == data.get("PixelPaddingValue")
    assert np.array_equal(values[~padding], expected[~padding]) and np.isnan(values[padding]).all()


@pytest.mark.parametrize("name", ["JPEG-lossy.dcm", "JPGExtended.dcm"])
def test_what_pydicom_cannot_decode_is_left_to_gdcm(name: str) -> None:
    path = Path(str(get_testdata_file(name)))
    expected = sitk.GetArrayFromImage(sitk.ReadImage(str(path)))
    values = planes(path)
    assert np.array_equal(values, expected.reshape(values.shape))


def per_frame(path: Path) -> Path:
    """An enhanced CT whose frames each have a slope and an intercept of their own."""

    def scaling(k: int, frame: Dataset) -> None:
        values = Dataset()
        values.RescaleSlope, values.RescaleIntercept, values.RescaleType = 0.5 + k, -1000 - 10 * k, "HU"
        frame.PixelValueTransformationSequence = [values]

    return write_multi_frame(path, ct(), [4, 2, 0, 1, 3], scaling)


def test_every_frame_of_an_enhanced_image_has_its_own_scaling(tmp_path: Path) -> None:
    path = per_frame(tmp_path / "a.dcm")
    volume = files.read_volume(path)
    stored = (ct().array.astype(np.float64) + 1000) / 3
    k = np.arange(5)[:, None, None]
    assert np.allclose(volume.array, stored * (0.5 + k) - 1000 - 10 * k)
    expected = hd.imread(path).get_frames(
        apply_modality_transform=True, apply_voi_transform=False, apply_presentation_lut=False
    )
    assert np.allclose(planes(path), expected, atol=1e-3)


def test_a_modality_lut_is_looked_up(tmp_path: Path) -> None:
    def lut(_k: int, data: Dataset) -> None:
        del data.RescaleSlope, data.RescaleIntercept
        table = Dataset()
        table.LUTDescriptor, table.ModalityLUTType = [256, 0, 16], "HU"
        table.LUTData = [(1000 + 7 * value) % 4096 for value in range(256)]
        data.ModalityLUTSequence = [table]
        table["LUTData"].VR = table["LUTDescriptor"].VR = "US"

    stored = (ct().array.astype(int) + 1000) // 3
    assert stored.max() < 256
    assert np.array_equal(files.read_volume(write_series(tmp_path, ct(), lut)).array, (1000 + 7 * stored) % 4096)


def test_monochrome1_is_a_matter_of_display(tmp_path: Path) -> None:
    """HU are HU, whether large ones are shown dark or bright (DICOM PS3.3, C.7.6.3.1.2)."""
    folder = write_series(tmp_path, ct(), lambda k, data: setattr(data, "PhotometricInterpretation", "MONOCHROME1"))
    assert np.array_equal(files.read_volume(folder).array, ct().array)


def test_a_plain_image_in_monochrome1_is_inverted(tmp_path: Path) -> None:
    images = []
    for kind in ("MONOCHROME1", "MONOCHROME2"):
        data = header(ct(), SecondaryCaptureImageStorage)
        data.PhotometricInterpretation = kind
        data.PixelData = np.arange(42, dtype=np.uint16).tobytes()
        data.save_as(tmp_path / f"{kind}.dcm", enforce_file_format=True)
        series = dicom.series_of(tmp_path / f"{kind}.dcm")
        assert dicom.is_plain_image(series)
        images.append(dicom.read_plain_image(series).volume.array)
    assert np.array_equal(images[0], 41 - images[1])


@pytest.mark.parametrize(
    ("name", "word"),
    [("examples_palette.dcm", "numbers of colors in a palette"), ("examples_rgb_color.dcm", r"color image \(RGB\)")],
)
def test_color_is_refused(name: str, word: str) -> None:
    with pytest.raises(UserError, match=word):
        files.read_volume(Path(str(get_testdata_file(name))))


def padded(value: int, signed: bool, limit: int | None = None) -> Change:
    """The first column of every slice is padding: stored values ``value``, or up to ``limit``."""

    def change(k: int, data: Dataset) -> None:
        stored = ((ct().array[k].astype(np.int32) + 1000) // 3).astype(np.int32)
        stored[:, 0] = value
        if limit is not None:
            stored[0, 0] = limit
        data.PixelRepresentation = int(signed)
        data.PixelData = stored.astype(np.int16 if signed else np.uint16).tobytes()
        data.add_new("PixelPaddingValue", "SS" if signed else "US", value)
        if limit is not None:
            data.add_new("PixelPaddingRangeLimit", "SS" if signed else "US", limit)

    return change


@pytest.mark.parametrize(
    "change",
    [padded(-2000, True), padded(63536, False), padded(-2000, True, -1990)],
    ids=["signed", "unsigned", "range"],
)
def test_padding_becomes_air_and_is_reported(tmp_path: Path, change: Change) -> None:
    notes: list[str] = []
    array = dicom.read_series(dicom.only_series(write_series(tmp_path, ct(), change)), notes.append).array
    assert (array[:, :, 0] == -1024).all() and np.array_equal(array[:, :, 1:], ct().array[:, :, 1:])
    assert len(notes) == 1 and "14 % of the voxels are padding" in notes[0]


def test_padding_is_left_out_of_statistics(tmp_path: Path) -> None:
    volume = files.read_volume(write_series(tmp_path, ct(), padded(-2000, True)))
    assert volume.scanned is not None and not volume.scanned[:, :, 0].any() and volume.scanned[:, :, 1:].all()


def test_padding_of_mr_becomes_the_smallest_value(tmp_path: Path) -> None:
    def change(k: int, data: Dataset) -> None:
        padded(-2000, True)(k, data)
        data.Modality, data.RescaleSlope, data.RescaleIntercept = "MR", 1, 0

    array = dicom.read_series(dicom.only_series(write_series(tmp_path, ct(), change))).array
    assert (array[:, :, 0] == 1).all() and array.min() == 1


def test_a_padding_value_in_the_middle_of_tissue_is_not_believed(tmp_path: Path) -> None:
    """Stored 340 is 20 HU: replacing it would riddle the heart with holes."""
    folder = write_series(tmp_path, ct(), lambda k, data: data.add_new("PixelPaddingValue", "US", 340 // 3))
    assert np.array_equal(files.read_volume(folder).array, ct().array)


def test_ct_that_does_not_state_what_its_values_mean_is_refused(tmp_path: Path) -> None:
    """Taken for HU, stored values without their intercept look plausible and are 1000 too high."""

    def without(_k: int, data: Dataset) -> None:
        del data.RescaleSlope, data.RescaleIntercept

    with pytest.raises(UserError, match=r"\.dcm does not state how its stored values become Hounsfield units"):
        files.read_volume(write_series(tmp_path, ct(), without))


@pytest.mark.parametrize(
    ("keyword", "value"), [("RescaleSlope", "nan"), ("RescaleSlope", "0"), ("RescaleIntercept", "inf")]
)
def test_a_scaling_that_leaves_nothing_is_refused(tmp_path: Path, keyword: str, value: str) -> None:
    folder = write_series(tmp_path, ct(), lambda _k, data: setattr(data, keyword, value))
    with pytest.raises(UserError, match=r"\.dcm does not state how its pixels become gray values"):
        files.read_volume(folder)


@pytest.mark.parametrize("syntax", [RLELossless, JPEGLSLossless])
def test_compressed_slices_are_those_that_are_not(tmp_path: Path, syntax: str) -> None:
    volume = ct(AXIAL, (3, 20, 18))
    folder = write_series(tmp_path, volume)
    for path in folder.iterdir():
        data = pydicom.dcmread(path)
        data.compress(syntax)
        data.save_as(path)
    assert np.array_equal(files.read_volume(folder).array, volume.array)


@pytest.mark.parametrize(
    "name", ["MR_small_RLE.dcm", "MR_small_jp2klossless.dcm", "MR_small_jpeg_ls_lossless.dcm", "JPEG-lossy.dcm"]
)
def test_pixels_that_are_not_what_the_header_promises_are_refused_before_they_are_unpacked(
    tmp_path: Path, name: str
) -> None:
    data = pydicom.dcmread(str(get_testdata_file(name)))
    data.Rows, data.Columns = 4, 8
    data.save_as(tmp_path / "small.dcm")
    with pytest.raises(UserError, match="not the 4 x 8 of its header"):
        read_pixels(tmp_path / "small.dcm")


def test_sizes_of_compressed_frames_are_read_from_themselves() -> None:
    for name, size in {
        "MR_small_jp2klossless.dcm": (64, 64),
        "MR_small_jpeg_ls_lossless.dcm": (64, 64),
        "JPEG-lossy.dcm": (1024, 256),
    }.items():
        data = pydicom.dcmread(str(get_testdata_file(name)))
        frame = next(pydicom.encaps.generate_frames(data.PixelData, number_of_frames=1))
        assert encoded_size(frame) == size
    assert encoded_size(b"no image at all") is None


def deflated(path: Path, change: Change, beyond: int) -> Path:
    """A deflated file with ``beyond`` more bytes in its stream than its pixels have."""
    write_series(path.parent, ct(shape=(1, 6, 7)), change)
    data = pydicom.dcmread(path.parent / "00.dcm")
    data.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data.save_as(path)
    content = path.read_bytes()
    start = 144 + int.from_bytes(content[140:144], "little")
    inner = zlib.decompress(content[start:], -zlib.MAX_WBITS)
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    parts = (
        [squeeze.compress(inner)] + [squeeze.compress(bytes(1 << 20)) for _ in range(beyond >> 20)] + [squeeze.flush()]
    )
    path.write_bytes(content[:start] + b"".join(parts))
    return path


def test_a_deflated_file_is_read(tmp_path: Path) -> None:
    path = deflated(tmp_path / "a.dcm", lambda k, data: None, 0)
    assert np.array_equal(files.read_volume(path).array, ct(shape=(1, 6, 7)).array)


def test_a_deflated_file_is_unpacked_as_far_as_its_header_promises(tmp_path: Path) -> None:
    """Some hundred kilobytes that would unpack to 160 MB cost less than that."""
    path = deflated(tmp_path / "a.dcm", lambda k, data: None, 160 << 20)
    assert path.stat().st_size < 1 << 20
    tracemalloc.start()
    with pytest.raises(UserError, match="unpacks to more than its header promises"):
        files.read_volume(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 128 << 20
