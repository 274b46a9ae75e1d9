"""DICOM series in any order and direction, what is refused, and DICOM SEG out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import CTImageStorage, EnhancedCTImageStorage, ExplicitVRLittleEndian, generate_uid
from scipy.spatial.transform import Rotation

from CrossModalitySegLib import anatomy
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io import dicom, files
from CrossModalitySegLib.images.volume import Volume

OBLIQUE = tuple(Rotation.from_euler("zyx", [20, -15, 35], degrees=True).as_matrix().ravel())
Change = Callable[[int, Dataset], None]


def ct(direction: tuple[float, ...] = OBLIQUE, shape: tuple[int, int, int] = (5, 6, 7)) -> Volume:
    """Values in HU, each voxel its own."""
    array = (np.arange(np.prod(shape)).reshape(shape) * 3 - 1000).astype(np.int16)
    return Volume(array, Geometry(shape, (2.5, 0.8, 0.7), (-50.0, 60.0, 70.0), direction))


def header(volume: Volume, sop_class: str) -> Dataset:
    """What every CT image of a series says."""
    data = Dataset()
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    data.file_meta.MediaStorageSOPClassUID = data.SOPClassUID = sop_class
    data.file_meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID = generate_uid()
    data.PatientID, data.PatientName, data.PatientBirthDate, data.PatientSex = "1", "Test^", "", ""
    data.StudyInstanceUID, data.SeriesInstanceUID, data.FrameOfReferenceUID = (generate_uid(entropy_srcs=[str(volume.geometry), kind]) for kind in "abc")
    data.StudyID, data.StudyDate, data.StudyTime, data.AccessionNumber, data.ReferringPhysicianName = "1", "", "", "", ""
    data.Modality, data.SeriesDescription, data.SeriesNumber, data.InstanceNumber = "CT", "heart", 1, 1
    data.Manufacturer, data.PositionReferenceIndicator = "test", ""
    data.Rows, data.Columns = volume.geometry.shape[1:]
    data.SamplesPerPixel, data.PhotometricInterpretation = 1, "MONOCHROME2"
    data.BitsAllocated, data.BitsStored, data.HighBit, data.PixelRepresentation = 16, 16, 15, 0
    return data


def position(volume: Volume, k: int) -> list[float]:
    return [round(float(v), 6) for v in volume.geometry.physical(np.array([k, 0, 0]))]


def orientation(volume: Volume) -> list[float]:
    axes = np.array(volume.geometry.direction).reshape(3, 3)
    return [round(float(v), 7) for v in (*axes[:, 0], *axes[:, 1])]


def write_series(folder: Path, volume: Volume, change: Change | None = None) -> Path:
    """One file per slice, named so that the order of names is not the order in space; ``change`` edits slice k."""
    folder.mkdir(parents=True, exist_ok=True)
    for k in range(volume.geometry.shape[0]):
        data = header(volume, CTImageStorage)
        data.ImagePositionPatient, data.ImageOrientationPatient = position(volume, k), orientation(volume)
        data.PixelSpacing, data.SliceThickness = list(volume.geometry.spacing_mm[1:]), 5.0
        data.RescaleSlope, data.RescaleIntercept = 3, -1000
        data.PixelData = ((volume.array[k].astype(np.int32) + 1000) // 3).astype(np.uint16).tobytes()
        if change is not None:
            change(k, data)
        data.save_as(folder / f"{k * 7 % 11:02d}.dcm", enforce_file_format=True)
    return folder


def write_multi_frame(path: Path, volume: Volume, order: list[int]) -> Path:
    """An enhanced CT whose frames are stored in ``order``."""
    data = header(volume, EnhancedCTImageStorage)
    shared, measures, turn, values = Dataset(), Dataset(), Dataset(), Dataset()
    measures.PixelSpacing, measures.SliceThickness = list(volume.geometry.spacing_mm[1:]), volume.geometry.spacing_mm[0]
    turn.ImageOrientationPatient = orientation(volume)
    values.RescaleSlope, values.RescaleIntercept, values.RescaleType = 3, -1000, "HU"
    shared.PixelMeasuresSequence, shared.PlaneOrientationSequence, shared.PixelValueTransformationSequence = [measures], [turn], [values]
    data.SharedFunctionalGroupsSequence, data.PerFrameFunctionalGroupsSequence, data.NumberOfFrames = [shared], [], len(order)
    for k in order:
        frame, place = Dataset(), Dataset()
        place.ImagePositionPatient = position(volume, k)
        frame.PlanePositionSequence = [place]
        data.PerFrameFunctionalGroupsSequence.append(frame)
    data.PixelData = ((volume.array[order].astype(np.int32) + 1000) // 3).astype(np.uint16).tobytes()
    data.save_as(path, enforce_file_format=True)
    return path


def refused(path: Path, word: str) -> None:
    with pytest.raises(UserError, match=word) as caught:
        files.read_volume(path)
    assert caught.value.code == Code.BAD_INPUT and str(path) in caught.value.sentence


@pytest.mark.parametrize("direction", [OBLIQUE, (1, 0, 0, 0, 1, 0, 0, 0, 1), (0, 0, 1, 1, 0, 0, 0, 1, 0), (-1, 0, 0, 0, 1, 0, 0, 0, -1)])
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


def test_all_series_are_found_and_others_passed_over(tmp_path: Path) -> None:
    write_series(tmp_path / "one", ct())
    write_series(tmp_path / "two", ct((1, 0, 0, 0, 1, 0, 0, 0, 1)), lambda k, data: setattr(data, "SeriesDescription", "axial"))
    (tmp_path / "notes.txt").write_text("not DICOM")
    (tmp_path / "cut.dcm").write_bytes((tmp_path / "one" / "00.dcm").read_bytes()[:300])
    report = header(ct(), "1.2.840.10008.5.1.4.1.1.88.11")
    del report.Rows
    report.save_as(tmp_path / "report.dcm", enforce_file_format=True)
    found = dicom.find_series(tmp_path)
    assert [(series.description, series.modality, len(series.files)) for series in found] == [("axial", "CT", 5), ("heart", "CT", 5)]
    refused(tmp_path, "2 DICOM series: axial, heart")


def moved(k: int, by: tuple[float, float, float]) -> Change:
    def change(at: int, data: Dataset) -> None:
        if at >= k:
            data.ImagePositionPatient = [a + b for a, b in zip(data.ImagePositionPatient, by, strict=True)]

    return change


NORMAL = np.array(OBLIQUE).reshape(3, 3)[:, 2]
ROW = np.array(OBLIQUE).reshape(3, 3)[:, 0]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (moved(2, tuple(2.5 * NORMAL)), "not evenly spaced"),
        (moved(2, tuple(-2.5 * NORMAL)), "same position"),
        (lambda k, data: moved(k, tuple(k * 0.4 * ROW))(k, data), "tilted gantry"),
        (lambda k, data: setattr(data, "ImageOrientationPatient", [1, 0, 0, 0, 1, 0]) if k == 3 else None, "orientation"),
        (lambda k, data: setattr(data, "PixelSpacing", [1, 1]) if k == 3 else None, "spacing"),
    ],
)
def test_what_is_no_regular_stack_is_refused(tmp_path: Path, change: Change, word: str) -> None:
    refused(write_series(tmp_path, ct(), change), word)


def test_a_small_jitter_of_slices_is_tolerated(tmp_path: Path) -> None:
    back = files.read_volume(write_series(tmp_path, ct(), moved(2, tuple(0.05 * NORMAL))))
    assert back.geometry.spacing_mm[0] == pytest.approx(2.5 + 0.05 / 4, abs=1e-4)


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    write_series(tmp_path / "a", ct())
    whole = (tmp_path / "a" / "07.dcm").read_bytes()
    for kept, name in ((len(whole) - 20, "pixels"), (200, "header")):
        (tmp_path / name).write_bytes(whole[:kept])
        refused(tmp_path / name, name)

    def without_position(k: int, data: Dataset) -> None:
        del data.ImagePositionPatient

    with pytest.raises(UserError, match="where its slice lies"):
        files.read_volume(write_series(tmp_path / "b", ct(), without_position))


@pytest.mark.parametrize("direction", [OBLIQUE, (1, 0, 0, 0, 1, 0, 0, 0, 1)])
@pytest.mark.parametrize("multi_frame", [False, True])
def test_a_dicom_segmentation_lies_on_the_series(tmp_path: Path, direction: tuple[float, ...], multi_frame: bool) -> None:
    volume = ct(direction)
    if multi_frame:
        series = dicom.series_of(write_multi_frame(tmp_path / "a.dcm", volume, [4, 2, 0, 1, 3]))
    else:
        series = dicom.only_series(write_series(tmp_path / "series", volume))
    labels = np.zeros(volume.array.shape, dtype=np.uint8)
    labels[1, 2, 3:5], labels[3, 1:4, 2], labels[4, 0, 0] = 1, 3, 4
    path = dicom.write_dicom_seg(tmp_path / "out" / "seg.dcm", Volume(labels, dicom.read_series(series).geometry), series, anatomy.HEART_4)
    assert [file.name for file in path.parent.iterdir()] == ["seg.dcm"]

    found = pydicom.dcmread(path)
    assert found.Modality == "SEG"
    for segment, structure in zip(found.SegmentSequence, sorted(anatomy.HEART_4.structures, key=lambda structure: structure.value), strict=True):
        code = segment.SegmentedPropertyTypeCodeSequence[0]
        assert (segment.SegmentNumber, segment.SegmentLabel) == (structure.value, structure.title)
        assert (code.CodeValue, code.CodingSchemeDesignator, code.CodeMeaning) == (structure.code, "SCT", structure.meaning)
        assert segment.SegmentedPropertyCategoryCodeSequence[0].CodeValue == "91723000"  # DICOM CID 7150, Anatomical Structure
    # Every stored frame says where it lies; put together they are the labels.
    back = np.zeros_like(labels)
    for pixels, frame in zip(found.pixel_array, found.PerFrameFunctionalGroupsSequence, strict=True):
        place = np.array(frame.PlanePositionSequence[0].ImagePositionPatient, dtype=float)
        k = round(volume.geometry.index(place)[0])
        back[k][pixels > 0] = frame.SegmentIdentificationSequence[0].ReferencedSegmentNumber
    assert np.array_equal(back, labels)
    # A segmentation among the images is no second series.
    path.replace(series.files[0].parent / "seg.dcm")
    assert files.read_volume(series.files[0].parent).geometry.same_grid(volume.geometry)


def test_an_empty_dicom_segmentation_can_be_written(tmp_path: Path) -> None:
    volume = ct()
    series = dicom.only_series(write_series(tmp_path / "series", volume))
    path = dicom.write_dicom_seg(tmp_path / "seg.dcm", Volume(np.zeros(volume.array.shape, dtype=np.uint8), volume.geometry), series, anatomy.HEART_4)
    assert not pydicom.dcmread(path).pixel_array.any()
