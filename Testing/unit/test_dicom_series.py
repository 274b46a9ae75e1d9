"""Odd files among the slices of a DICOM series: none of them loses the rest."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import numpy as np
import pydicom
import pytest
from dicom_files import (
    AXIAL,
    OBLIQUE,
    Change,
    ct,
    header,
    name_of,
    orientation,
    position,
    write_multi_frame,
    write_series,
)
from pydicom.dataset import Dataset
from pydicom.uid import CTImageStorage, generate_uid

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.images.io import dicom, files
from CrossModalitySegLib.images.volume import Volume

NORMAL = np.array(OBLIQUE).reshape(3, 3)[:, 2]


def refused(path: Path, word: str) -> None:
    with pytest.raises(UserError, match=word) as caught:
        files.read_volume(path)
    assert caught.value.code == Code.BAD_INPUT and str(path) in caught.value.sentence


def only(folder: Path, left_out: str = "") -> tuple[Volume, list[str]]:
    """The one series of ``folder`` and the notes on it; what was left out must be told with ``left_out``, or nothing be
    left out.
    """
    found = dicom.find_series([folder])
    assert len(found.series) == 1
    assert (left_out in " ".join(found.left_out)) if left_out else (found.left_out == [])
    notes: list[str] = []
    return dicom.read_series(found.series[0], notes.append), notes


def moved(k: int, by: tuple[float, ...]) -> Change:
    """Slice k and all behind it are moved."""

    def change(at: int, data: Dataset) -> None:
        if at >= k:
            data.ImagePositionPatient = [a + b for a, b in zip(data.ImagePositionPatient, by, strict=True)]

    return change


def test_all_series_are_found_at_any_depth_and_others_passed_over(tmp_path: Path) -> None:
    write_series(tmp_path / "one" / "deep", ct())
    write_series(tmp_path / "two", ct(AXIAL), lambda k, data: setattr(data, "SeriesDescription", "axial"))
    (tmp_path / "notes.txt").write_text("not DICOM")
    (tmp_path / "cut.dcm").write_bytes((tmp_path / "one" / "deep" / "00.dcm").read_bytes()[:300])
    report = header(ct(), "1.2.840.10008.5.1.4.1.1.88.11")
    del report.Rows
    report.save_as(tmp_path / "report.dcm", enforce_file_format=True)
    found = dicom.find_series([tmp_path])
    assert [(series.description, series.modality, len(series.files)) for series in found.series] == [
        ("axial", "CT", 5),
        ("heart", "CT", 5),
    ]
    assert found.series[1].folder == tmp_path / "one" / "deep"
    assert (
        len(found.left_out) == 2
        and "cut.dcm" in found.left_out[0]
        and "report.dcm is a DICOM object of the kind Basic Text SR" in found.left_out[1]
    )
    refused(tmp_path, "2 DICOM series: axial, heart")


def test_files_of_one_series_that_are_named_one_by_one_are_one_series(tmp_path: Path) -> None:
    folder = write_series(tmp_path, ct())
    found = dicom.find_series([*folder.glob("*.dcm"), folder])
    assert len(found.series) == 1 and found.series[0].images == 5 and found.left_out == []


def test_a_copy_is_left_out(tmp_path: Path) -> None:
    folder = write_series(tmp_path, ct())
    shutil.copy(folder / "07.dcm", folder / "copy.dcm")
    volume, _ = only(folder, "Copies of images that are there already: copy.dcm")
    assert np.array_equal(volume.array, ct().array)


def test_a_copy_with_a_uid_of_its_own_is_left_out(tmp_path: Path) -> None:
    folder = write_series(tmp_path, ct())
    data = pydicom.dcmread(folder / "07.dcm")
    data.SOPInstanceUID = generate_uid()
    data.save_as(folder / "copy.dcm")
    volume, _ = only(folder, "copy.dcm")
    assert np.array_equal(volume.array, ct().array)


def test_of_two_files_with_one_uid_the_whole_one_is_taken(tmp_path: Path) -> None:
    folder = write_series(tmp_path, ct())
    (folder / "00 broken copy.dcm").write_bytes((folder / "07.dcm").read_bytes()[:-20])
    volume, _ = only(folder, "00 broken copy.dcm")
    assert np.array_equal(volume.array, ct().array)


def test_a_whole_copy_of_a_series_elsewhere_is_one_series(tmp_path: Path) -> None:
    shutil.copytree(write_series(tmp_path / "a", ct()), tmp_path / "b")
    volume, _ = only(tmp_path, "Copies")
    assert np.array_equal(volume.array, ct().array)


def scout(folder: Path, image_type: list[str], across: bool) -> None:
    """One more image with the UIDs of the series of ``ct()``."""
    data = header(ct(), CTImageStorage)
    data.ImageType = image_type
    data.ImagePositionPatient, data.PixelSpacing = (
        position(ct(), 1),
        [1.0, 1.0] if across else list(ct().geometry.spacing_mm[1:]),
    )
    data.ImageOrientationPatient = [0, 1, 0, 0, 0, -1] if across else orientation(ct())
    data.PixelData = np.arange(42, dtype=np.uint16).tobytes()
    data.save_as(folder / "scout.dcm", enforce_file_format=True)


@pytest.mark.parametrize(
    ("image_type", "across", "why"),
    [
        (["ORIGINAL", "PRIMARY", "LOCALIZER"], True, "is a scout"),
        (["ORIGINAL", "PRIMARY", "LOCALIZER"], False, "is a scout"),
        (["DERIVED", "SECONDARY", "OTHER"], True, "of another size, orientation or kind"),
        (["DERIVED", "SECONDARY", "MIP"], False, "of another size, orientation or kind"),
    ],
)
def test_a_scout_or_a_projection_with_the_uid_of_the_series_is_set_aside(
    tmp_path: Path, image_type: list[str], across: bool, why: str
) -> None:
    folder = write_series(tmp_path, ct(), lambda k, data: setattr(data, "ImageType", ["ORIGINAL", "PRIMARY", "AXIAL"]))
    scout(folder, image_type, across)
    volume, _ = only(folder, why)
    assert np.array_equal(volume.array, ct().array)


def test_a_series_that_is_called_a_scout_is_one(tmp_path: Path) -> None:
    write_series(tmp_path / "scout", ct(), lambda k, data: setattr(data, "SeriesDescription", "Topogram 0.6 T20f"))
    write_series(tmp_path / "heart", ct(AXIAL))
    volume, _ = only(tmp_path, "is a scout")
    assert volume.geometry.same_grid(ct(AXIAL).geometry)


def test_a_scout_alone_is_refused(tmp_path: Path) -> None:
    scout(tmp_path, ["ORIGINAL", "PRIMARY", "LOCALIZER"], True)
    assert dicom.find_series([tmp_path]).series == []
    refused(tmp_path / "scout.dcm", "is a scout")


@pytest.mark.parametrize(
    "change",
    [
        lambda k, data: setattr(data, "ImageOrientationPatient", [1, 0, 0, 0, 1, 0]) if k == 3 else None,
        lambda k, data: setattr(data, "PixelSpacing", [1, 1]) if k == 3 else None,
        lambda k, data: data.__delattr__("ImagePositionPatient") if k == 3 else None,
    ],
)
def test_a_slice_that_cannot_be_placed_among_the_others_is_left_out(tmp_path: Path, change: Change) -> None:
    volume, notes = only(write_series(tmp_path, ct(), change), name_of(3))
    assert volume.geometry.same_grid(ct().geometry)
    assert np.array_equal(volume.array[[0, 1, 2, 4]], ct().array[[0, 1, 2, 4]])
    assert np.allclose(volume.array[3], (ct().array[2] / 2 + ct().array[4] / 2))
    assert "1 of 5 slices" in notes[0] and "interpolated" in notes[0]


def test_a_small_jitter_of_slices_is_tolerated_and_reported(tmp_path: Path) -> None:
    def jitter(k: int, data: Dataset) -> None:
        data.ImagePositionPatient = list(np.array(position(ct(), k)) + (0.0, 0.15, -0.15, 0.1, 0.0)[k] * NORMAL)

    volume, notes = only(write_series(tmp_path, ct(), jitter))
    assert np.array_equal(volume.array, ct().array) and volume.geometry.same_grid(ct().geometry, tolerance_mm=0.2)
    assert "Slices lie up to 0.17 mm beside an even spacing" in notes[0]


def test_a_rounded_header_is_not_jitter(tmp_path: Path) -> None:
    volume, notes = only(write_series(tmp_path, ct(), moved(2, tuple(0.05 * NORMAL))))
    assert volume.geometry.spacing_mm[0] == pytest.approx(2.5 + 0.05 / 4, abs=1e-4) and notes == []


def test_a_change_of_gap_keeps_the_whole_stretch(tmp_path: Path) -> None:
    """2.5 mm, then 5 mm: slices between those 5 mm apart are interpolated, the others stay as they are."""
    volume = ct(shape=(11, 6, 7))
    folder = write_series(tmp_path, volume)
    for k in (6, 8):
        (folder / name_of(k)).unlink()
    back, notes = only(folder)
    assert back.geometry.same_grid(volume.geometry, tolerance_mm=1e-2)
    assert np.allclose(back.array, volume.array, atol=0.01), (
        "values rise evenly from slice to slice, so that interpolation finds them"
    )
    assert "2.50 to 5.00 mm apart; 2 of 11" in notes[0]


def test_beyond_a_wide_hole_slices_are_left_out_by_name(tmp_path: Path) -> None:
    volume, notes = only(write_series(tmp_path, ct(shape=(9, 6, 7)), moved(7, tuple(30 * NORMAL))))
    assert np.array_equal(volume.array, ct(shape=(9, 6, 7)).array[:7])
    assert name_of(7) in notes[0] and name_of(8) in notes[0]


def test_a_slice_far_beside_the_others_is_left_out(tmp_path: Path) -> None:
    """A mutated position would make a grid of millions of pixels."""

    def beside(k: int, data: Dataset) -> None:
        if k == 3:
            data.ImagePositionPatient = list(
                np.array(position(ct(), k)) + 90000 * np.array(OBLIQUE).reshape(3, 3)[:, 0]
            )

    volume, notes = only(write_series(tmp_path, ct(), beside))
    assert volume.geometry.same_grid(ct().geometry) and name_of(3) in notes[0]


def test_pieces_of_a_stack_are_refused(tmp_path: Path) -> None:
    refused(
        write_series(tmp_path, ct(shape=(6, 6, 7)), lambda k, data: moved(0, tuple(30 * (k // 2) * NORMAL))(k, data)),
        "not evenly spaced",
    )


def test_a_tilted_gantry_is_straightened_and_reported(tmp_path: Path) -> None:
    """Every slice lies 1.6 mm (two pixels) further back than the one below it: values stay where they are in the
    patient.
    """
    volume = ct(AXIAL, (5, 12, 10))
    back, notes = only(write_series(tmp_path, volume, lambda k, data: moved(0, (0, 1.6 * k, 0))(k, data)))
    assert back.geometry.shape == (5, 20, 10) and back.geometry.origin_mm == pytest.approx(volume.geometry.origin_mm)
    for k in range(5):
        inner = back.array[k, 2 * k + 1 : 2 * k + 11]
        assert np.array_equal(inner, volume.array[k, 1:11])
    assert (
        back.array[4, 0, 0] == -1024
        and "tilted by 32.6 degrees" in notes[0]
        and any("padding" in note for note in notes)
    )


def test_images_at_one_position_that_nothing_distinguishes_are_refused(tmp_path: Path) -> None:
    refused(write_series(tmp_path, ct(), moved(2, tuple(-2.5 * NORMAL))), "same position")


@pytest.mark.parametrize(
    "keyword",
    [
        "TriggerTime",
        "TemporalPositionIdentifier",
        "NominalPercentageOfCardiacPhase",
        "AcquisitionNumber",
        "InstanceNumber",
    ],
)
def test_phases_become_a_volume_each(tmp_path: Path, keyword: str) -> None:
    for phase in range(3):

        def change(k: int, data: Dataset, phase: int = phase) -> None:
            setattr(data, keyword, 10 * phase + (k if keyword == "InstanceNumber" else 0))
            data.RescaleIntercept = 100 * phase

        write_series(tmp_path / str(phase), ct(), change)
    found = dicom.find_series([tmp_path])
    assert [series.phase.split(" (")[0] for series in found.series] == [f"phase {n} of 3" for n in (1, 2, 3)]
    for phase, series in enumerate(found.series):
        assert np.array_equal(dicom.read_series(series).array, ct().array + 1000 + 100 * phase)
    refused(tmp_path, "phase 2 of 3")


def test_phases_of_a_multi_frame_image_become_a_volume_each(tmp_path: Path) -> None:
    count = iter(range(10))

    def moment(_k: int, frame: Dataset) -> None:
        content = Dataset()
        content.TemporalPositionIndex = 1 + next(count) % 2
        frame.FrameContentSequence = [content]

    volume = ct()
    path = write_multi_frame(tmp_path / "a.dcm", volume, [0, 0, 1, 1, 4, 4, 2, 2, 3, 3], moment)
    found = dicom.find_series([path])
    assert [series.frames for series in found.series] == [(0, 2, 4, 6, 8), (1, 3, 5, 7, 9)]
    for series in found.series:
        assert np.array_equal(dicom.read_series(series).array, volume.array)
    labels = Volume((volume.array == volume.array[2, 3, 4]).astype(np.uint8), volume.geometry)
    segmented = pydicom.dcmread(dicom.write_dicom_seg(tmp_path / "seg.dcm", labels, found.series[1], HEART_4))
    assert segmented.pixel_array.sum() == 1
    place = segmented.PerFrameFunctionalGroupsSequence[0].PlanePositionSequence[0].ImagePositionPatient
    assert np.allclose(place, position(volume, 2))


def test_two_reconstructions_in_one_series_are_distinguished(tmp_path: Path) -> None:
    """A soft and a sharp kernel, the second of them half a slice further up."""
    write_series(tmp_path / "soft", ct(), lambda k, data: setattr(data, "ConvolutionKernel", "B30f"))

    def sharp(k: int, data: Dataset) -> None:
        data.ConvolutionKernel, data.RescaleIntercept = "B70f", 0
        moved(0, tuple(1.25 * NORMAL))(k, data)

    write_series(tmp_path / "sharp", ct(), sharp)
    found = dicom.find_series([tmp_path])
    assert len(found.series) == 2
    assert dicom.choose(found.series)[0].chosen.traits.kernel == "B30f"
    assert np.array_equal(dicom.read_series(dicom.choose(found.series)[0].chosen).array, ct().array)


@pytest.mark.parametrize(
    "change",
    [
        lambda k, data: setattr(data, "SeriesInstanceUID", ""),
        lambda k, data: data.__delattr__("SeriesInstanceUID"),
        lambda k, data: [
            data.__delattr__(keyword)
            for keyword in ("PatientID", "FrameOfReferenceUID", "StudyDate", "StudyInstanceUID")
        ],
        lambda k, data: setattr(data, "SOPClassUID", "05703841015643452503209"),
        lambda k, data: setattr(data, "SOPInstanceUID", "1.2.3"),
        lambda k, data: setattr(data, "PatientID", "") if k == 2 else None,
    ],
    ids=["empty series UID", "no series UID", "anonymous", "hashed SOP class", "one UID for all", "no patient in one"],
)
@pytest.mark.filterwarnings("ignore:Invalid value for VR UI")
def test_what_an_anonymizer_removes_loses_nothing(tmp_path: Path, change: Change) -> None:
    volume, _ = only(write_series(tmp_path, ct(), change))
    assert np.array_equal(volume.array, ct().array) and volume.geometry.same_grid(ct().geometry)


def test_files_without_preamble_are_read(tmp_path: Path) -> None:
    folder = write_series(tmp_path, ct())
    for path in folder.iterdir():
        data = pydicom.dcmread(path)
        del data.file_meta, data.preamble
        data.save_as(path, implicit_vr=True, little_endian=True)
        assert path.read_bytes()[128:132] != b"DICM"
    volume, _ = only(folder)
    assert np.array_equal(volume.array, ct().array)


def test_two_patients_under_one_uid_stay_apart(tmp_path: Path) -> None:
    write_series(tmp_path / "a", ct())
    write_series(tmp_path / "b", ct(), lambda k, data: setattr(data, "PatientID", "2"))
    found = dicom.find_series([tmp_path])
    assert {series.patient_id for series in found.series} == {"1", "2"} and found.left_out == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not let a name be anything but Unicode")
def test_a_name_that_is_not_utf8_loses_nothing(tmp_path: Path) -> None:
    folder = write_series(tmp_path, ct())
    os.rename(os.fsencode(folder / "07.dcm"), os.fsencode(folder) + b"/schr\xe4g.dcm")
    (Path(os.fsdecode(os.fsencode(folder) + b"/besch\xe4digt.dcm"))).write_bytes((folder / "00.dcm").read_bytes()[:200])
    volume, _ = only(folder, "besch?digt.dcm")
    assert np.array_equal(volume.array, ct().array)
    for sentence in dicom.find_series([folder]).left_out:
        sentence.encode()


def test_nothing_but_slices_without_a_place_is_reported(tmp_path: Path) -> None:
    folder = write_series(tmp_path, ct(), lambda k, data: data.__delattr__("ImagePositionPatient"))
    with pytest.raises(UserError, match="do not state where their slice lies"):
        files.read_volume(folder)
