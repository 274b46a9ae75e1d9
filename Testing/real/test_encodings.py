"""One real CT in encodings that users of such tools have reported: the same heart as in the plain file.

The files are described in the README beside them; DICOM ones are tested elsewhere.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.images.io.files import read_volume, write_labels, write_volume
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.inference.segment_volume import segment_volume
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.models.library import default_model

pytestmark = [pytest.mark.real, pytest.mark.integration]  # the 3D model takes seconds for a volume

NOTES = {
    "pad_-8192.nii.gz": "44 % of its voxels, padding of -8192, lie outside the scanned field",
    "pad_-32768.nii.gz": "44 % of its voxels, padding of -32768, lie outside the scanned field",
    "shear_0.0005.nii.gz": "0.029 degrees away from perpendicular; the nearest perpendicular ones are used",
    "mismatch_shift.nii.gz": "its qform and sform place it up to 40 mm apart; the sform counts",
    "nifti2.nii.gz": "",
    "wrong_name.nii": "",
}


@pytest.fixture(scope="module")
def model() -> HeartModel:
    return HeartModel.load(default_model())


@pytest.fixture(scope="module")
def plain(shared_data: Path, model: HeartModel) -> Volume:
    return segment_volume(read_volume(shared_data / "encodings" / "base3.nii.gz"), model).labels


def mean_dice(first: np.ndarray, second: np.ndarray) -> float:
    values = [structure.value for structure in HEART_4.structures]
    return float(
        np.mean(
            [
                2 * ((first == value) & (second == value)).sum() / ((first == value).sum() + (second == value).sum())
                for value in values
            ]
        )
    )


@pytest.mark.parametrize("name", NOTES)
def test_the_same_heart_is_found(shared_data: Path, model: HeartModel, plain: Volume, name: str) -> None:
    notes: list[str] = []
    volume = read_volume(shared_data / "encodings" / name, notes.append)
    assert (len(notes) == 1 and NOTES[name] in notes[0]) if NOTES[name] else not notes
    found = segment_volume(volume, model).labels
    assert mean_dice(found.array, plain.array) >= 0.98


def test_a_tilted_gantry_is_straightened_and_the_result_lies_on_the_grid_of_the_input(
    shared_data: Path, tmp_path: Path, model: HeartModel, plain: Volume
) -> None:
    volume = read_volume(shared_data / "encodings" / "base3.nii.gz")
    axes = np.array(volume.geometry.direction).reshape(3, 3)
    axes[:, 2] += 0.2 * axes[:, 1]
    leaning = replace(
        volume.geometry,
        spacing_mm=(3.0 * np.hypot(1, 0.2), 3.0, 3.0),
        direction=tuple((axes / np.linalg.norm(axes, axis=0)).ravel()),
    )
    middle = leaning.center_mm - volume.geometry.center_mm
    leaning = replace(leaning, origin_mm=tuple(np.array(leaning.origin_mm) - middle))
    tilted = Volume(volume.resampled(leaning, fill=-1024).array.round().astype(np.int16), leaning)
    notes: list[str] = []
    read = read_volume(write_volume(tmp_path / "tilted.nii.gz", tilted), notes.append)
    assert len(notes) == 1 and "11 degrees away from perpendicular, as with a tilted gantry" in notes[0]
    found = segment_volume(read, model).labels
    back = read_volume(write_labels(tmp_path / "result.nii.gz", found))
    assert back.geometry.same_grid(leaning, tolerance_mm=0.01)
    assert mean_dice(found.resampled(plain.geometry, "nearest").array, plain.array) >= 0.9
