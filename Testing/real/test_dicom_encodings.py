"""A real CT as DICOM that anonymizers, archives and scanners bent: the same voxels in the same place, and the same
segmentation.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
from faults.encodings import dices, segmented

from CrossModalitySegLib.images.io import dicom, files
from CrossModalitySegLib.images.volume import Volume

pytestmark = [pytest.mark.real, pytest.mark.filterwarnings("ignore::UserWarning:pydicom")]

EXACT = ["anon", "dupfile", "emptyseries", "hashuid", "locsame", "mono1", "nopreamble"]
TOLD = {"dupfile": "Copies of images that are there already", "locsame": "scout.dcm is a scout"}


@pytest.fixture(scope="module")
def encodings(shared_data: Path) -> Path:
    return shared_data / "encodings"


@pytest.fixture(scope="module")
def base(encodings: Path) -> Volume:
    return files.read_volume(encodings / "base3.nii.gz")


def read(path: Path, folder: Path) -> tuple[Volume, list[str], list[str]]:
    """The series in the zip ``path``, what was left out, and the notes."""
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    found = dicom.find_series([folder])
    notes: list[str] = []
    (choice,) = dicom.choose(found.series)
    return dicom.read_series(choice.chosen, notes.append), found.left_out, notes


@pytest.mark.parametrize("name", EXACT)
def test_what_was_bent_loses_nothing(encodings: Path, base: Volume, tmp_path: Path, name: str) -> None:
    volume, left_out, notes = read(encodings / f"{name}.zip", tmp_path)
    assert np.array_equal(volume.array, base.array) and volume.geometry.same_grid(base.geometry)
    assert notes == [] and (TOLD[name] in left_out[0] if name in TOLD else left_out == [])


def test_a_slope_per_frame_is_applied_to_its_frame(encodings: Path, base: Volume, tmp_path: Path) -> None:
    volume, _, _ = read(encodings / "enh_varslope.zip", tmp_path)
    assert np.abs(volume.array - base.array).max() <= 1.0, (
        "stored values are whole numbers, so that HU are rounded to their slope"
    )
    assert volume.geometry.same_grid(base.geometry)


def test_jitter_is_reported_and_moves_nothing(encodings: Path, base: Volume, tmp_path: Path) -> None:
    volume, _, notes = read(encodings / "jitter.zip", tmp_path)
    assert np.array_equal(volume.array, base.array) and volume.geometry.same_grid(base.geometry, tolerance_mm=0.2)
    assert "0.20 mm beside an even spacing of 3.00 mm" in notes[0]


def test_a_change_of_gap_is_interpolated_and_reported(encodings: Path, base: Volume, tmp_path: Path) -> None:
    volume, _, notes = read(encodings / "halfthick.zip", tmp_path)
    assert volume.geometry.same_grid(base.geometry) and "23 of 95 slices" in notes[0]
    assert np.array_equal(volume.array[:49], base.array[:49]) and np.array_equal(volume.array[50::2], base.array[50::2])


@pytest.mark.long
@pytest.mark.integration
@pytest.mark.timeout(900)
def test_every_encoding_is_segmented_as_the_plain_file_is(encodings: Path, tmp_path: Path) -> None:
    reference = segmented(encodings / "base3.nii.gz", tmp_path)
    scores = {}
    for path in sorted(encodings.glob("*.zip")):
        labels = segmented(path, tmp_path).resampled(reference.geometry, "nearest")
        scores[path.name] = float(np.mean(list(dices(labels.array, reference.array).values())))
    # Of half of the slices only every second one is there: what the others showed is lost, and with it up to three
    # hundredths.
    assert len(scores) == 10 and scores.pop("halfthick.zip") >= 0.97 and min(scores.values()) >= 0.98, scores
