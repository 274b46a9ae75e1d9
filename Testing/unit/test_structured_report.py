"""Measurements as DICOM: a segmentation is read back, and the report about it says the numbers of the table."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import highdicom as hd
import numpy as np
import pydicom
import pytest
from dicom_files import AXIAL, ct, write_series
from PIL import Image

from CrossModalitySegLib.anatomy import HEART_4, HEART_7, MM_WHS
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.evaluation.measurements.wall import SEGMENTS
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io import dicom
from CrossModalitySegLib.images.io.files import read_labels, write_labels
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.inference.quality import Quality
from CrossModalitySegLib.job import MeasureJob
from CrossModalitySegLib.phantoms.patient import make_patient
from CrossModalitySegLib.recipes.measure import mosteller_m2, run
from CrossModalitySegLib.recipes.records import Origin, Record

EXPECTED = {"AA": 0.91, "LA": 0.93, "LV": 0.95, "Myo": 0.87}


@pytest.fixture(scope="module")
def segmentation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The DICOM SEG of a virtual patient, with a record that says the expected Dice."""
    folder = tmp_path_factory.mktemp("segmentation")
    _, raw = make_patient("ct", 3, size_mm=(150, 140, 150), spacing_mm=4.0)
    values = np.zeros(raw.array.shape, np.uint8)
    for structure in HEART_4.structures:
        values[np.isin(raw.array, structure.raw_values[MM_WHS])] = structure.value
    image = Volume(np.zeros(values.shape, np.int16), Geometry(values.shape, (4.0, 4.0, 4.0), (0, 0, 0), AXIAL))
    image.array[0, 0, 0] = 1
    series = dicom.only_series(write_series(folder / "series", image))
    path = dicom.write_dicom_seg(folder / "results" / "heart.dcm", Volume(values, image.geometry), series, HEART_4)
    record = Record(
        origin=Origin(input="b", place="", model_sha256="", roi_mm=None, largest_component=True),
        result="heart.dcm",
        model="m",
        quality=Quality(ok=True, findings=[], volumes_ml={}, cut_off={"AA": ("upper end",)}),
        confidence={},
        expected_dice=EXPECTED,
        center_mm=(0, 0, 0),
        center_source="given",
        elapsed_s=1,
    )
    path.with_suffix(".json").write_text(record.model_dump_json())
    np.save(folder / "values.npy", values)
    return path


@pytest.fixture(scope="module")
def measured(segmentation: Path) -> Path:
    """The folder of everything that measure makes of it."""
    out = segmentation.parents[1] / "measured"
    job = MeasureJob(
        inputs=(segmentation.parent,), out=out / "m.csv", figures=out, dicom_sr=out, height_cm=180, weight_kg=80
    )
    result = run(job, Reporter())
    assert [path.name for path in result.outputs] == ["m.csv", "heart_wall.png", "heart_measurements.dcm"]
    return out


def table(folder: Path) -> dict[str, str]:
    with (folder / "m.csv").open(newline="", encoding="utf-8") as file:
        (line,) = csv.DictReader(file)
    return line


def test_a_dicom_segmentation_reads_back_as_the_labels(segmentation: Path) -> None:
    written = np.load(segmentation.parents[1] / "values.npy")
    back = read_labels(segmentation, HEART_4)
    first = round(back.geometry.origin_mm[2] / 4)
    assert np.array_equal(back.array, written[first : first + len(back.array)])
    assert back.array.astype(bool).sum() == written.astype(bool).sum()
    assert np.array_equal(read_labels(segmentation, HEART_7).array > 0, back.array > 0)


def test_the_report_states_what_the_table_states(segmentation: Path, measured: Path) -> None:
    """Read with pydicom alone, without the library that wrote it."""
    line, report = table(measured), pydicom.dcmread(measured / "heart_measurements.dcm")
    assert report.Modality == "SR" and report.ContentTemplateSequence[0].TemplateIdentifier == "1500"
    source = pydicom.dcmread(segmentation)
    assert (report.PatientID, report.StudyInstanceUID) == (source.PatientID, source.StudyInstanceUID)
    numbers = {structure.value: structure.name for structure in HEART_4.structures}
    found: dict[str, float] = {}
    (measurements,) = [item for item in report.ContentSequence if code(item) == "126010"]
    for group in measurements.ContentSequence:
        (segment,) = [item for item in group.ContentSequence if item.ValueType == "IMAGE"]
        reference = segment.ReferencedSOPSequence[0]
        assert reference.ReferencedSOPInstanceUID == source.SOPInstanceUID
        name = numbers[int(reference.ReferencedSegmentNumber)]
        for item in group.ContentSequence:
            if item.ValueType == "NUM":
                inner = {code(one): one.ConceptCodeSequence[0].CodeValue for one in item.get("ContentSequence", [])}
                found[column(name, code(item), inner)] = float(item.MeasuredValueSequence[0].NumericValue)
    expected = {key: float(value) for key, value in line.items() if value and key in found}
    assert found == pytest.approx(expected)
    assert {f"{name}_ml" for name in HEART_4.names} | {f"{name}_expected_dice" for name in HEART_4.names} <= set(found)
    assert {"lv_mass_g", "aorta_max_mm", "aorta_mean_mm", "wall_1_mm", "wall_17_mm"} <= set(found)
    assert float(line["LV_expected_dice"]) == EXPECTED["LV"]


def code(item: pydicom.Dataset) -> str:
    return str(item.ConceptNameCodeSequence[0].CodeValue)


def column(name: str, concept: str, inner: dict[str, str]) -> str:
    """The column of the table in which a measurement stands."""
    site, derivation = inner.get("363698007"), inner.get("121401")
    segments = {segment.code: f"wall_{segment.number}_mm" for segment in SEGMENTS}
    return {
        "118565006": f"{name}_ml",
        "EXPECTED_DICE": f"{name}_expected_dice",
        "18087-7": "lv_mass_g",
        "122445": segments.get(str(site), ""),
        "18012-5": "aorta_max_mm" if derivation == "56851009" else "aorta_mean_mm",
    }[concept]


def test_the_report_is_one_of_template_1500_for_highdicom(measured: Path) -> None:
    report = hd.sr.srread(measured / "heart_measurements.dcm")
    groups = report.content.get_volumetric_roi_measurement_groups()
    assert [group.tracking_identifier for group in groups] == ["LA", "LV", "AA", "Myo"]
    (volume,) = groups[1].get_measurements(name=pydicom.sr.codedict.codes.SCT.Volume)
    assert volume.value == pytest.approx(float(table(measured)["LV_ml"]))


def test_slicer_finds_what_it_takes_from_a_report(segmentation: Path, measured: Path) -> None:
    """What the DICOM plugin of QuantitativeReporting looks at before it loads a report: whether it is one, which
    segmentations it is evidence of, that no region is drawn in a plane, and the names and identifiers of its groups.
    """
    report, source = pydicom.dcmread(measured / "heart_measurements.dcm"), pydicom.dcmread(segmentation)
    assert report.Modality == "SR"
    assert report.SOPClassUID in (
        pydicom.uid.EnhancedSRStorage,
        pydicom.uid.ComprehensiveSRStorage,
        pydicom.uid.Comprehensive3DSRStorage,
    )
    assert report.ContentTemplateSequence[0].TemplateIdentifier == "1500"
    assert report.SOPInstanceUID and report.SeriesDescription
    evidence = [
        (image.ReferencedSOPClassUID, image.ReferencedSOPInstanceUID, series.SeriesInstanceUID)
        for study in report.CurrentRequestedProcedureEvidenceSequence
        for series in study.ReferencedSeriesSequence
        for image in series.ReferencedSOPSequence
    ]
    assert evidence == [(pydicom.uid.SegmentationStorage, source.SOPInstanceUID, source.SeriesInstanceUID)], (
        "more than one segmentation is more than it was made for"
    )
    assert source.Modality == "SEG" and source.ReferencedSeriesSequence[0].SeriesInstanceUID
    assert not hd.sr.srread(measured / "heart_measurements.dcm").content.get_planar_roi_measurement_groups()

    assert concept(report) == ("DCM", "126000")
    (container,) = [item for item in report.ContentSequence if concept(item) == ("DCM", "126010")]
    assert {concept(group) for group in container.ContentSequence} == {("DCM", "125007")}
    trackers = []
    for group in container.ContentSequence:
        named = {concept(item): item for item in group.ContentSequence}
        assert named[("DCM", "112039")].TextValue in HEART_4.names
        trackers.append(named[("DCM", "112040")].UID)
    assert len(set(trackers)) == len(trackers) <= len(source.SegmentSequence), "one for each segment at most"


def concept(item: pydicom.Dataset) -> tuple[str, str]:
    """Scheme and code of the name of an item; each item of the levels that are gone through has one."""
    name = item.ConceptNameCodeSequence[0]
    return name.CodingSchemeDesignator, name.CodeValue


def test_no_number_stands_under_the_head_of_another_in_slicers_table(measured: Path) -> None:
    """Columns are those of the first group, each named after the derivation of its measurement, or else after the
    measurement, with the unit; a row has the numbers of its group in the order of the report.
    """
    groups = hd.sr.srread(measured / "heart_measurements.dcm").content.get_volumetric_roi_measurement_groups()
    heads = [[(one.name.meaning, one.unit.value) for one in group.get_measurements()] for group in groups]
    assert heads[0] == [("Volume", "ml"), ("Expected Dice coefficient", "1")]
    for row in heads:
        assert row[: len(heads[0])] == heads[0]


def test_the_rest_of_the_table(segmentation: Path, measured: Path, tmp_path: Path) -> None:
    line = table(measured)
    assert line["incomplete"] == "AA"
    assert mosteller_m2(180, 80) == 2.0
    assert float(line["la_volume_index_ml_m2"]) == pytest.approx(float(line["LA_ml"]) / 2, abs=0.01)
    with Image.open(measured / "heart_wall.png") as plot:
        assert min(plot.size) > 500
    run(MeasureJob(inputs=(segmentation,), out=tmp_path / "m.json"), Reporter())
    (same,) = json.loads((tmp_path / "m.json").read_text())
    assert same["LV_ml"] == float(line["LV_ml"]) and same["la_volume_index_ml_m2"] is None
    with pytest.raises(UserError) as failure:
        run(MeasureJob(inputs=(segmentation,), out=tmp_path / "other.csv", figures=measured), Reporter())
    assert failure.value.code is Code.EXISTS and not (tmp_path / "other.csv").exists()
    with pytest.raises(ValueError, match="together"):
        MeasureJob(inputs=(segmentation,), out=tmp_path / "m.csv", height_cm=180)


def test_nothing_found_is_a_line_of_the_table_and_no_report(segmentation: Path, tmp_path: Path) -> None:
    series = dicom.only_series(segmentation.parents[1] / "series")
    written = np.load(segmentation.parents[1] / "values.npy")
    nothing = Volume(np.zeros_like(written), Geometry(written.shape, (4.0, 4.0, 4.0), (0, 0, 0), AXIAL))
    path = dicom.write_dicom_seg(tmp_path / "nothing.dcm", nothing, series, HEART_4)
    result = run(MeasureJob(inputs=(path,), out=tmp_path / "m.json", dicom_sr=tmp_path / "sr"), Reporter())
    assert [file.name for file in result.outputs] == ["m.json"]
    (line,) = json.loads((tmp_path / "m.json").read_text())
    assert not line["LV_ml"]


@pytest.mark.parametrize("there", [False, True])
def test_no_empty_folder_is_left_where_no_report_can_be_written(there: bool, tmp_path: Path) -> None:
    values = np.zeros((8, 8, 8), np.uint8)
    values[2:6, 2:6, 2:6] = 1
    path = write_labels(tmp_path / "heart.seg.nrrd", Volume(values, Geometry(values.shape, (4.0, 4.0, 4.0), (0, 0, 0))))
    folder = tmp_path / "reports" / "sr"
    if there:
        folder.mkdir(parents=True)
    run(MeasureJob(inputs=(path,), out=tmp_path / "m.json", dicom_sr=folder), Reporter())
    assert folder.parent.exists() == folder.exists() == there, "a folder of the user's stays"


def test_an_image_is_not_a_segmentation(tmp_path: Path) -> None:
    folder = write_series(tmp_path / "series", ct())
    with pytest.raises(UserError, match="not a DICOM segmentation"):
        read_labels(next(folder.iterdir()), HEART_4)
