"""Which images there are among files and folders, what their results are called, and what is recognized again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, generate_uid

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.images.io import dicom
from CrossModalitySegLib.images.io.plain_images import is_gray
from CrossModalitySegLib.inference.quality import Quality
from CrossModalitySegLib.recipes.inputs import Case, find_cases
from CrossModalitySegLib.recipes.records import Origin, Record, Results, Target, is_result


class Here:
    """A reader without a process of its own, which is what ``test_isolated.py`` looks at."""

    find_series = staticmethod(dicom.find_series)
    is_gray = staticmethod(is_gray)


Find = Callable[..., list[Case]]


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def find(notes: list[str]) -> Find:
    def found(*inputs: Path, **options: object) -> list[Case]:
        return find_cases(inputs, Here(), notes.append, is_result=is_result, **options)  # type: ignore[arg-type]

    return found


def put(path: Path, content: str = "") -> Path:
    """A file that need not be opened to be found."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content or path.name)
    return path


def slices(folder: Path, patient: str, study: str, description: str, count: int = 30, prefix: str = "") -> list[Path]:
    """A CT series of ``count`` small slices 3 mm apart."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for k in range(count):
        data = Dataset()
        data.file_meta = FileMetaDataset()
        data.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        data.file_meta.MediaStorageSOPClassUID = data.SOPClassUID = CTImageStorage
        data.file_meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID = generate_uid()
        data.PatientID, data.PatientName, data.Modality, data.SeriesDescription = (
            patient,
            "Secret^Name",
            "CT",
            description,
        )
        data.StudyInstanceUID = generate_uid(entropy_srcs=[patient, study])
        data.SeriesInstanceUID = generate_uid(entropy_srcs=[patient, study, description])
        data.InstanceNumber, data.ImagePositionPatient, data.ImageOrientationPatient = (
            k,
            [0, 0, 3 * k],
            [1, 0, 0, 0, 1, 0],
        )
        data.Rows, data.Columns, data.PixelSpacing, data.SliceThickness = 4, 5, [2, 2], 3
        data.SamplesPerPixel, data.PhotometricInterpretation = 1, "MONOCHROME2"
        data.BitsAllocated, data.BitsStored, data.HighBit, data.PixelRepresentation = 16, 16, 15, 1
        data.RescaleSlope, data.RescaleIntercept = 1, 0
        data.PixelData = np.random.default_rng(k).integers(-1000, 1000, (4, 5)).astype("<i2").tobytes()
        paths.append(folder / f"{prefix}{k:03d}.dcm")
        data.save_as(paths[-1], enforce_file_format=True)
    return paths


def test_files_are_found_at_any_depth_and_results_mirror_the_folders(find: Find, tmp_path: Path) -> None:
    for name in (
        "s0001/ct.nii.gz",
        "s0002/deep/ct.mha",
        "top.nrrd",
        ".hidden/x.nii",
        "s0001/.x.nii",
        "s0001/readme.txt",
    ):
        put(tmp_path / "study" / name)
    cases = find(tmp_path / "study")
    assert {case.name: case.input for case in cases} == {
        "top": "top.nrrd",
        "s0001/ct": "s0001/ct.nii.gz",
        "s0002/deep/ct": "s0002/deep/ct.mha",
    }
    # One file, or files of one folder, need no folders.
    assert [case.name for case in find(tmp_path / "study" / "s0001" / "ct.nii.gz")] == ["ct"]
    assert [case.name for case in find(tmp_path / "study" / "s0001")] == ["ct"]
    both = find(tmp_path / "study" / "s0001", tmp_path / "study" / "s0002" / "deep" / "ct.mha")
    assert [case.name for case in both] == ["s0002/deep/ct", "s0001/ct"]
    assert len(find(tmp_path / "study", tmp_path / "study" / "top.nrrd")) == 3, "each once"


def test_label_maps_and_earlier_results_are_not_images(find: Find, notes: list[str], tmp_path: Path) -> None:
    for name in (
        "ct.nii.gz",
        "segmentations/heart.nii.gz",
        "labelsTr/ct.nii.gz",
        "ct_label.nii.gz",
        "ct_seg.nii.gz",
        "ct_gt.nii.gz",
        "ct.seg.nrrd",
    ):
        put(tmp_path / "data" / name)
    put(tmp_path / "data" / "out" / "ct.nii.gz")
    record = Record(
        origin=Origin(input="ct.nii.gz", place="", model_sha256="", roi_mm=None, largest_component=True),
        result="old.nii.gz",
        model="m",
        quality=Quality(ok=True, findings=[], volumes_ml={}),
        confidence={},
        center_mm=(0, 0, 0),
        center_source="found",
        elapsed_s=1,
    )
    put(tmp_path / "data" / "old.nii.gz")
    put(tmp_path / "data" / "old.json", record.model_dump_json())
    assert [case.input for case in find(tmp_path / "data", out=tmp_path / "data" / "out")] == ["ct.nii.gz"]
    for words in ("segmentations are left out", "label files", "old.nii.gz is left out: earlier results"):
        assert any(words in note for note in notes), words
    # What is named is meant.
    assert [case.input for case in find(tmp_path / "data" / "ct_seg.nii.gz")] == ["ct_seg.nii.gz"]


def test_colored_images_are_left_out_of_folders(find: Find, notes: list[str], tmp_path: Path) -> None:
    gray = np.random.default_rng(0).integers(0, 255, (40, 40)).astype(np.uint8)
    Image.fromarray(gray).save(tmp_path / "a.png")
    Image.fromarray(np.stack([gray, gray, 255 - gray], axis=-1)).save(tmp_path / "figure.png")
    assert [case.input for case in find(tmp_path)] == ["a.png"]
    assert any("figure.png is left out" in note for note in notes)


def test_files_of_one_series_are_one_case(find: Find, tmp_path: Path) -> None:
    files = slices(tmp_path / "ct", "p1", "s", "Thorax 1.0")
    (case,) = find(*files)
    assert case.series is not None and len(case.series.files) == 30
    assert (case.name, case.title) == ("Thorax_1.0", "Thorax_1.0")
    (again,) = find(tmp_path / "ct")
    assert again.place == case.place and again.content_sha256 == case.content_sha256
    assert case.series_sha256 and case.series.uid not in repr((case.name, case.input, case.series_sha256))
    (copied,) = find(shutil.copytree(tmp_path / "ct", tmp_path / "elsewhere"))
    assert copied.content_sha256 == case.content_sha256 and copied.place != case.place
    with (tmp_path / "elsewhere" / "003.dcm").open("r+b") as file:
        file.seek(-2, 2)
        file.write(b"\1\2")
    (changed,) = find(tmp_path / "elsewhere")
    assert changed.content_sha256 != case.content_sha256 and changed.size_bytes == case.size_bytes


def test_three_patients_of_one_protocol_keep_apart(find: Find, tmp_path: Path) -> None:
    for patient in ("anna", "bob", "carl"):
        slices(tmp_path / "patients" / f"dir-{patient}" / "scan", patient, "s", "Thorax 1.0")
    cases = find(tmp_path / "patients")
    assert [case.name for case in cases] == [f"dir-{patient}/scan/Thorax_1.0" for patient in ("anna", "bob", "carl")]
    assert [case.input for case in cases] == [f"dir-{patient}/scan" for patient in ("anna", "bob", "carl")]
    # All in one folder, patient and study tell them apart.
    for patient in ("anna", "bob"):
        slices(tmp_path / "dump", patient, "s", "Thorax 1.0", prefix=patient)
    names = sorted(case.name for case in find(tmp_path / "dump"))
    assert [name.split("/")[0] for name in names] == ["anna", "bob"]
    assert all(name.split("/")[1].startswith("study-") and name.endswith("/Thorax_1.0") for name in names)


def test_the_best_series_of_a_study_or_all(find: Find, notes: list[str], tmp_path: Path) -> None:
    for description in ("Thorax", "CTA coronary"):
        slices(tmp_path / "study", "p1", "s", description, prefix=description)
    assert [case.name for case in find(tmp_path / "study")] == ["CTA_coronary"]
    assert any("CTA coronary" in note and "--all-series" in note for note in notes)
    assert sorted(case.name for case in find(tmp_path / "study", all_series=True)) == ["CTA_coronary", "Thorax"]


def test_what_was_named_and_is_not_an_image_is_a_case_that_states_why(find: Find, tmp_path: Path) -> None:
    (case,) = find(put(tmp_path / "notes.txt"))
    assert case.series is None and case.title == "notes.txt"
    (case,) = find(tmp_path / "nothere.nii")
    assert case.content_sha256 is None
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="No image was found in") as caught:
        find(tmp_path / "empty")
    assert caught.value.code is Code.BAD_INPUT


def record_of(case: Case, result: str = "ct.seg.nrrd", **changes: object) -> Record:
    about = {
        "input": case.input,
        "place": case.place,
        "size_bytes": case.size_bytes,
        "content_sha256": case.content_sha256,
    }
    origin = Origin(**(about | {"model_sha256": "m", "roi_mm": None, "largest_component": True} | changes))  # type: ignore[arg-type]
    quality = Quality(ok=True, findings=[], volumes_ml={})
    return Record(
        origin=origin,
        result=result,
        model="m",
        quality=quality,
        confidence={},
        center_mm=(0, 0, 0),
        center_source="found",
        elapsed_s=1,
    )


def finish(target: Target, case: Case, **changes: object) -> Record:
    """Write what a run writes."""
    record = record_of(case, target.segmentation.name, **changes)
    put(target.record, record.model_dump_json())
    put(target.preview)
    put(target.segmentation)
    return record


def state(out: Path, case: Case, **changes: object) -> Record | None:
    results = Results(out, "seg.nrrd")
    (target,) = results.targets([case])
    return results.finished(target, case, lambda single: record_of(case, **changes).origin, set(), False)


def test_the_same_data_elsewhere_is_done_already(find: Find, tmp_path: Path) -> None:
    for name in ("a", "b"):
        put(tmp_path / "data" / name / "ct.nii", name)
    out = tmp_path / "out"
    cases = find(tmp_path / "data")
    for case, target in zip(cases, Results(out, "seg.nrrd").targets(cases), strict=True):
        finish(target, case)
    moved = find(shutil.move(tmp_path / "data", tmp_path / "moved"))
    targets = Results(out, "seg.nrrd").targets(moved)
    assert [target.name for target in targets] == ["a/ct", "b/ct"]
    assert all(state(out, case) for case in moved)
    # One of them alone, under another name: its result is where it was.
    renamed = tmp_path / "moved" / "b" / "other.nii"
    (tmp_path / "moved" / "b" / "ct.nii").rename(renamed)
    (case,) = find(renamed)
    assert Results(out, "seg.nrrd").targets([case])[0].name == "b/ct"
    assert state(out, case)


def test_an_input_that_was_exchanged_is_noticed_whatever_its_date(find: Find, tmp_path: Path) -> None:
    path, out = put(tmp_path / "ct.nii", "one"), tmp_path / "out"
    (case,) = find(path)
    finish(Results(out, "seg.nrrd").targets([case])[0], case)
    status = path.stat()
    path.write_text("two")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    (exchanged,) = find(path)
    with pytest.raises(UserError, match="different content") as caught:
        state(out, exchanged)
    assert caught.value.code is Code.EXISTS


@pytest.mark.parametrize("written", [("record",), ("record", "preview")])
def test_a_run_that_was_killed_while_it_wrote_goes_on(written: tuple[str, ...], find: Find, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (case,) = find(put(tmp_path / "ct.nii"))
    (target,) = Results(out, "seg.nrrd").targets([case])
    finish(target, case)
    for name in {"record", "preview", "segmentation"} - set(written):
        getattr(target, name).unlink()
    half = put(out / ".0123abcd-.4567cdef-ct.seg.nrrd")
    other = put(out / ".0123abcd-other.seg.nrrd")
    results = Results(out, "seg.nrrd")
    assert results.finished(target, case, lambda single: record_of(case).origin, set(), False) is None
    results.sweep(target)
    assert not half.exists() and other.exists(), "that of another result may be written right now"
    tail = put(out / ".0123abcd-t.seg.nrrd")
    Results(out, "seg.nrrd").sweep(target)
    assert tail.exists(), "it may belong to another name with the same end"
    os.utime(tail, (0, 0))
    Results(out, "seg.nrrd").sweep(target)
    assert not tail.exists()


def test_files_of_other_making_are_not_replaced(find: Find, tmp_path: Path) -> None:
    (case,) = find(put(tmp_path / "ct.nii"))
    for name in ("ct.seg.nrrd", "ct.png", "ct.json"):
        out = tmp_path / name.replace(".", "-")
        put(out / name)
        with pytest.raises(UserError, match="exists already"):
            state(out, case)
    out = tmp_path / "out"
    (target,) = Results(out, "nii.gz").targets([case])
    finish(target, case)
    with pytest.raises(UserError, match=r"record of ct\.nii\.gz"):
        state(out, case)
    out = tmp_path / "same-format"
    (target,) = Results(out, "seg.nrrd").targets([case])
    finish(target, case)
    with pytest.raises(UserError, match="other options"):
        state(out, case, model_sha256="other")


def test_records_without_content_are_understood_by_place_and_date(find: Find, tmp_path: Path) -> None:
    path, out = put(tmp_path / "ct.nii"), tmp_path / "out"
    (case,) = find(path)
    (target,) = Results(out, "seg.nrrd").targets([case])
    old = finish(target, case).model_dump()
    del old["origin"]["size_bytes"], old["origin"]["content_sha256"], old["origin"]["series_sha256"], old["result"]
    put(target.record, Record.model_validate(old).model_dump_json(exclude_defaults=True))
    assert state(out, case)
    later = target.record.stat().st_mtime + 60
    os.utime(path, (later, later))
    with pytest.raises(UserError, match="different content"):
        state(out, case)
