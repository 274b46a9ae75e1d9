"""The programs with which 3D Slicer reads DICOM segmentations and reports: those of DCMQI, whose package installs no
more than that.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
from dicom_files import AXIAL, write_series

from CrossModalitySegLib.anatomy import HEART_4, MM_WHS
from CrossModalitySegLib.evaluation.measurements import measure
from CrossModalitySegLib.evaluation.measurements.structured_report import write_structured_report
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io import dicom
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.phantoms.patient import make_patient

pytestmark = [pytest.mark.integration, pytest.mark.installs, pytest.mark.timeout(1800)]

DICE = {"AA": 0.91, "LA": 0.93, "LV": 0.95, "Myo": 0.87}


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of DCMQI's programs."""
    folder = tmp_path_factory.mktemp("dcmqi")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder), "dcmqi>=1.5"]
    installed = subprocess.run(command, capture_output=True, text=True, check=False)
    if installed.returncode:
        pytest.skip(f"needs dcmqi from a package index: {installed.stderr.strip().splitlines()[-1]}")
    return folder / "dcmqi" / "bin"


@pytest.fixture(scope="module")
def labels() -> Volume:
    _, raw = make_patient("ct", 3, size_mm=(150, 140, 150), spacing_mm=4.0)
    values = np.zeros(raw.array.shape, np.uint8)
    for structure in HEART_4.structures:
        values[np.isin(raw.array, structure.raw_values[MM_WHS])] = structure.value
    return Volume(values, Geometry(values.shape, (4.0, 4.0, 4.0), (0, 0, 0), AXIAL))


@pytest.fixture(scope="module")
def segmentation(labels: Volume, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("heart")
    gray = np.zeros(labels.array.shape, np.int16)
    gray[0, 0, 0] = 1
    series = dicom.only_series(write_series(folder / "series", Volume(gray, labels.geometry)))
    return dicom.write_dicom_seg(folder / "heart.dcm", labels, series, HEART_4)


def run(program: Path, *options: str) -> None:
    program.chmod(0o755)
    ended = subprocess.run([str(program), *options], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_the_report_has_all_numbers(programs: Path, segmentation: Path, labels: Volume, tmp_path: Path) -> None:
    found = measure(labels, HEART_4)
    report = write_structured_report(tmp_path / "report.dcm", segmentation, found, HEART_4, DICE)
    read = tmp_path / "report.json"
    run(programs / "tid1500reader", "--inputDICOM", str(report), "--outputMetadata", str(read))
    content = json.loads(read.read_text())
    assert content["SeriesDescription"] == "Heart measurements"
    groups = {group["TrackingIdentifier"]: group for group in content["Measurements"]}
    assert [*groups] == ["LA", "LV", "AA", "Myo"], "their first ones have what all have"
    for structure in HEART_4.structures:
        group = groups[structure.name]
        assert (group["ReferencedSegment"], group["Finding"]["CodeValue"]) == (structure.value, structure.code)
        assert content["compositeContext"] == [group["segmentationSOPInstanceUID"]]
        volume, dice = group["measurementItems"][:2]
        assert float(volume["value"]) == pytest.approx(found.volumes_ml[structure.name], abs=0.01)
        assert (volume["units"]["CodeValue"], float(dice["value"])) == ("ml", DICE[structure.name])
    mass, *walls = (float(item["value"]) for item in groups["Myo"]["measurementItems"][2:])
    assert mass == pytest.approx(found.lv_mass_g, abs=0.01)
    assert found.wall_mm is not None
    assert walls == pytest.approx([*found.wall_mm.values()], abs=0.01)
    diameters = [float(item["value"]) for item in groups["AA"]["measurementItems"][2:]]
    assert diameters == pytest.approx([found.aorta_max_mm, found.aorta_mean_mm], abs=0.01)


def test_the_segmentation_is_the_same(programs: Path, segmentation: Path, labels: Volume, tmp_path: Path) -> None:
    options = ("--inputDICOM", str(segmentation), "--outputDirectory", str(tmp_path), "--mergeSegments")
    run(programs / "segimage2itkimage", *options)
    segments = json.loads((tmp_path / "meta.json").read_text())["segmentAttributes"][0]
    structures = HEART_4.in_value_order
    assert [one["SegmentLabel"] for one in segments] == [structure.title for structure in structures]
    assert [tuple(one["recommendedDisplayRGBValue"]) for one in segments] == [one.color for one in structures]
    back = sitk.ReadImage(str(tmp_path / "1.nrrd"))
    array = sitk.GetArrayFromImage(back)
    first = round(back.GetOrigin()[2] / 4)
    assert np.array_equal(array, labels.array[first : first + len(array)])
    assert np.count_nonzero(array) == np.count_nonzero(labels.array)
