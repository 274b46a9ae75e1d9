"""DICOM series in any order and direction, and DICOM SEG out."""

from __future__ import annotations

import copy
from pathlib import Path

import numpy as np
import pydicom
import pytest
from dicom_files import AXIAL, OBLIQUE, Change, ct, name_of, position, write_multi_frame, write_series
from pydicom.dataset import Dataset

from CrossModalitySegLib import anatomy
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.images.io import dicom, files
from CrossModalitySegLib.images.volume import Volume


@pytest.mark.parametrize(
    "direction", [OBLIQUE, (1, 0, 0, 0, 1, 0, 0, 0, 1), (0, 0, 1, 1, 0, 0, 0, 1, 0), (-1, 0, 0, 0, 1, 0, 0, 0, -1)]
)
def test_a_series_is_read_in_hu_on_its_own_grid(tmp_path: Path, direction: tuple[float, ...]) -> None:
    volume = ct(direction)
    back = files.read_volume(write_series(tmp_path / "deep" / "series", volume))
    assert back.array.dtype == np.int16 and np.array_equal(back.array, volume.array)
    assert back.geometry.same_grid(volume.geometry)


def test_slices_stored_from_the_other_end_come_out_right_handed(tmp_path: Path) -> None:
    """A DICOM grid always runs along row x column, so a left-handed input comes back with D turned round."""
    mirrored = ct((1, 0, 0, 0, 1, 0, 0, 0, -1))
    back = files.read_volume(write_series(tmp_path, mirrored))
    assert np.array_equal(back.array, mirrored.array[::-1])
    assert back.geometry.direction == (1, 0, 0, 0, 1, 0, 0, 0, 1)
    assert np.allclose(back.geometry.origin_mm, mirrored.geometry.physical(np.array([4, 0, 0])))


def test_every_slice_has_its_own_rescaling(tmp_path: Path) -> None:
    def rescale(k: int, data: Dataset) -> None:
        data.RescaleSlope, data.RescaleIntercept = 0.5 + k, 10

    array = files.read_volume(write_series(tmp_path, ct(), rescale)).array
    stored = (ct().array.astype(np.int32) + 1000) // 3
    assert array.dtype == np.float32
    assert np.allclose(array, stored * (0.5 + np.arange(5)[:, None, None]) + 10)


def test_a_single_file_is_one_slice_of_its_thickness(tmp_path: Path) -> None:
    volume = ct()
    write_series(tmp_path, volume)
    back = files.read_volume(tmp_path / "07.dcm")
    assert np.array_equal(back.array, volume.array[1:2])
    assert back.geometry.spacing_mm == (5.0, 0.8, 0.7)
    assert np.allclose(back.geometry.origin_mm, position(volume, 1))


@pytest.mark.parametrize("order", [[0, 1, 2, 3, 4], [4, 2, 0, 1, 3]])
def test_a_multi_frame_image_is_sorted_by_position(tmp_path: Path, order: list[int]) -> None:
    volume = ct()
    back = files.read_volume(write_multi_frame(tmp_path / "a.dcm", volume, order))
    assert np.array_equal(back.array, volume.array)
    assert back.geometry.same_grid(volume.geometry)


@pytest.mark.parametrize("direction", [OBLIQUE, (1, 0, 0, 0, 1, 0, 0, 0, 1)])
@pytest.mark.parametrize("multi_frame", [False, True])
def test_a_dicom_segmentation_lies_on_the_series(
    tmp_path: Path, direction: tuple[float, ...], multi_frame: bool
) -> None:
    volume = ct(direction)
    if multi_frame:
        series = dicom.series_of(write_multi_frame(tmp_path / "a.dcm", volume, [4, 2, 0, 1, 3]))
    else:
        series = dicom.only_series(write_series(tmp_path / "series", volume))
    dicom.check_dicom_seg(series)
    labels = np.zeros(volume.array.shape, dtype=np.uint8)
    labels[1, 2, 3:5], labels[3, 1:4, 2], labels[4, 0, 0] = 1, 3, 4
    path = dicom.write_dicom_seg(
        tmp_path / "out" / "seg.dcm", Volume(labels, dicom.read_series(series).geometry), series, anatomy.HEART_4
    )
    assert [file.name for file in path.parent.iterdir()] == ["seg.dcm"]

    found = pydicom.dcmread(path)
    assert found.Modality == "SEG"
    for segment, structure in zip(
        found.SegmentSequence, sorted(anatomy.HEART_4.structures, key=lambda structure: structure.value), strict=True
    ):
        code = segment.SegmentedPropertyTypeCodeSequence[0]
        assert (segment.SegmentNumber, segment.SegmentLabel) == (structure.value, structure.title)
        assert (code.CodeValue, code.CodingSchemeDesignator, code.CodeMeaning) == (
            structure.code,
            "SCT",
            structure.meaning,
        )
        assert (
            segment.SegmentedPropertyCategoryCodeSequence[0].CodeValue == "91723000"
        )  # DICOM CID 7150, Anatomical Structure
    # Every stored frame says where it lies; put together they are the labels.
    back = np.zeros_like(labels)
    for pixels, frame in zip(found.pixel_array, found.PerFrameFunctionalGroupsSequence, strict=True):
        place = np.array(frame.PlanePositionSequence[0].ImagePositionPatient, dtype=float)
        k = round(volume.geometry.index(place)[0])
        back[k][pixels > 0] = frame.SegmentIdentificationSequence[0].ReferencedSegmentNumber
    assert np.array_equal(back, labels)
    # A segmentation among the images is not a second series.
    path.replace(series.files[0].parent / "seg.dcm")
    assert files.read_volume(series.files[0].parent).geometry.same_grid(volume.geometry)


def test_a_segmentation_of_anonymous_images_leaves_empty_what_is_unknown(tmp_path: Path) -> None:
    def anonymous(_k: int, data: Dataset) -> None:
        for keyword in (
            "PatientID",
            "PatientName",
            "PatientBirthDate",
            "PatientSex",
            "StudyID",
            "StudyDate",
            "AccessionNumber",
        ):
            del data[keyword]

    volume = ct()
    series = dicom.only_series(write_series(tmp_path / "series", volume, anonymous))
    dicom.check_dicom_seg(series)
    labels = np.zeros(volume.array.shape, dtype=np.uint8)
    labels[2] = 1
    found = pydicom.dcmread(
        dicom.write_dicom_seg(tmp_path / "seg.dcm", Volume(labels, volume.geometry), series, anatomy.HEART_4)
    )
    assert found.PatientID == "" and found.pixel_array.any()


@pytest.mark.parametrize("keyword", ["FrameOfReferenceUID", "StudyInstanceUID", "SOPInstanceUID"])
def test_what_a_segmentation_cannot_do_without_is_named_before_the_work(tmp_path: Path, keyword: str) -> None:
    series = dicom.only_series(write_series(tmp_path / "series", ct(), lambda k, data: setattr(data, keyword, "")))
    with pytest.raises(UserError, match=f".dcm has no {keyword}") as caught:
        dicom.check_dicom_seg(series)
    assert caught.value.code == Code.BAD_INPUT


@pytest.mark.filterwarnings("ignore:Invalid value for VR UI")
def test_a_kind_of_image_that_is_not_known_is_reported_before_the_work(tmp_path: Path) -> None:
    series = dicom.only_series(
        write_series(tmp_path / "series", ct(), lambda k, data: setattr(data, "SOPClassUID", "05703841015643452503209"))
    )
    with pytest.raises(UserError, match="SOPClassUID"):
        dicom.check_dicom_seg(series)


def test_images_that_share_a_uid_cannot_be_referred_to(tmp_path: Path) -> None:
    series = dicom.only_series(
        write_series(tmp_path / "series", ct(), lambda k, data: setattr(data, "SOPInstanceUID", "1.2.3"))
    )
    with pytest.raises(UserError, match="share a SOPInstanceUID"):
        dicom.check_dicom_seg(series)


def test_labels_of_a_straightened_and_filled_grid_go_back_onto_the_frames(tmp_path: Path) -> None:
    """A tilted gantry, and a missing slice: a label on a voxel lands on the pixel that the voxel came from."""
    volume = ct(AXIAL, (6, 12, 10))

    def tilt(k: int, data: Dataset) -> None:
        data.ImagePositionPatient = [a + b for a, b in zip(data.ImagePositionPatient, (0, 1.6 * k, 0), strict=True)]

    folder = write_series(tmp_path / "series", volume, tilt)
    (folder / name_of(3)).unlink()
    series = dicom.only_series(folder)
    read = dicom.read_series(series)
    labels = Volume((read.array == volume.array[4, 5, 6]).astype(np.uint8), read.geometry)
    assert labels.array.sum() == 1
    found = pydicom.dcmread(dicom.write_dicom_seg(tmp_path / "seg.dcm", labels, series, anatomy.HEART_4))
    assert np.argwhere(found.pixel_array.reshape(-1, 12, 10)).tolist() == [[0, 5, 6]]
    place = found.PerFrameFunctionalGroupsSequence[0].PlanePositionSequence[0].ImagePositionPatient
    assert np.allclose(place, np.array(position(volume, 4)) + (0, 6.4, 0))


def test_an_empty_dicom_segmentation_can_be_written(tmp_path: Path) -> None:
    volume = ct()
    series = dicom.only_series(write_series(tmp_path / "series", volume))
    path = dicom.write_dicom_seg(
        tmp_path / "seg.dcm",
        Volume(np.zeros(volume.array.shape, dtype=np.uint8), volume.geometry),
        series,
        anatomy.HEART_4,
    )
    assert not pydicom.dcmread(path).pixel_array.any()


def stored_and_read(folder: Path, change: Change, shape: tuple[int, int, int] = (6, 8, 7)) -> tuple[Volume, Volume]:
    """Labels in the 2nd to 4th slice of a series, and what is read of their DICOM segmentation."""
    series = dicom.only_series(write_series(folder / "series", ct(shape=shape), change))
    dicom.check_dicom_seg(series)
    grid = dicom.grid_of(series)
    labels = Volume(np.zeros(grid.shape, dtype=np.uint8), grid)
    labels.array[1:4, 2:5, 2:5] = 3
    return labels, files.read_labels(dicom.write_dicom_seg(folder / "seg.dcm", labels, series, anatomy.HEART_4))


@pytest.mark.parametrize("stated_mm", [1.25, 5.0])
def test_a_wrong_spacing_in_the_headers_does_not_reach_the_segmentation(tmp_path: Path, stated_mm: float) -> None:
    """As where every second slice was exported: the slices are 2.5 mm apart."""
    labels, back = stored_and_read(tmp_path, lambda k, data: setattr(data, "SpacingBetweenSlices", stated_mm))
    assert back.geometry.spacing_mm == pytest.approx((2.5, 0.8, 0.7))
    assert (back.array == 3).sum() == (labels.array == 3).sum() == 27
    assert back.array.shape[0] == 3


def test_slices_turned_by_a_rounding_error_get_a_segmentation(tmp_path: Path) -> None:
    def turned(k: int, data: Dataset) -> None:
        data.ImageOrientationPatient = [v + 1e-5 * k for v in data.ImageOrientationPatient]

    labels, back = stored_and_read(tmp_path, turned)
    assert (back.array == 3).sum() == (labels.array == 3).sum()


def test_slices_of_no_stated_thickness_get_a_segmentation(tmp_path: Path) -> None:
    labels, back = stored_and_read(tmp_path, lambda k, data: delattr(data, "SliceThickness"))
    assert (back.array == 3).sum() == (labels.array == 3).sum()
    measures = pydicom.dcmread(tmp_path / "seg.dcm").SharedFunctionalGroupsSequence[0].PixelMeasuresSequence[0]
    assert measures.SliceThickness == 2.5


def test_a_segmentation_of_jittered_slices_is_read(tmp_path: Path) -> None:
    normal = np.array(OBLIQUE).reshape(3, 3)[:, 2]

    def jitter(k: int, data: Dataset) -> None:
        data.ImagePositionPatient = [
            float(v) for v in np.array(data.ImagePositionPatient) + (0.2 if k % 2 else -0.2) * normal
        ]

    labels, back = stored_and_read(tmp_path, jitter)
    assert np.array_equal(back.array, labels.array[1:4])
    assert back.geometry.spacing_mm[0] == pytest.approx(labels.geometry.spacing_mm[0], abs=1e-5)


def test_a_segmentation_of_a_tilted_gantry_names_it(tmp_path: Path) -> None:
    def tilt(k: int, data: Dataset) -> None:
        row = np.array(data.ImageOrientationPatient[:3], dtype=float)
        data.ImagePositionPatient = [float(v) for v in np.array(data.ImagePositionPatient) + 0.7 * k * row]

    with pytest.raises(UserError, match="tilted gantry") as caught:
        stored_and_read(tmp_path, tilt, (6, 12, 14))
    assert caught.value.code == Code.BAD_LABELS


def test_segments_that_overlap_are_named(tmp_path: Path) -> None:
    stored_and_read(tmp_path, lambda k, data: None)
    data = pydicom.dcmread(tmp_path / "seg.dcm")
    frames = data.PerFrameFunctionalGroupsSequence
    again = copy.deepcopy(frames[0])
    again.SegmentIdentificationSequence[0].ReferencedSegmentNumber = 1
    pixels = pydicom.pixels.pack_bits(np.concatenate([data.pixel_array, data.pixel_array[:1]]).ravel())
    data.PixelData, data.NumberOfFrames = pixels, len(frames) + 1
    frames.append(again)
    data.save_as(tmp_path / "both.dcm")
    with pytest.raises(UserError, match=r"^Segments of .* overlap") as caught:
        files.read_labels(tmp_path / "both.dcm")
    assert caught.value.code == Code.BAD_LABELS


def test_a_series_in_several_multi_frame_files_is_refused_before_the_work(tmp_path: Path) -> None:
    for name, order in (("a.dcm", [0, 1, 2]), ("b.dcm", [3, 4])):
        write_multi_frame(tmp_path / name, ct(), order)
    series = dicom.only_series(tmp_path)
    assert len(series.files) == 2
    with pytest.raises(UserError, match="2 multi-frame files") as caught:
        dicom.check_dicom_seg(series)
    assert caught.value.code == Code.BAD_INPUT
