"""Real scans: a thoracic CT and a cine MR examination of oblique single frames."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pydicom
import pytest

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.images.datasets import open_dataset
from CrossModalitySegLib.images.io import dicom, files
from CrossModalitySegLib.images.io.source import read_volume_of
from CrossModalitySegLib.images.preprocessing import heart_box, in_plane_box, is_single_slice, prepare, slices_of
from CrossModalitySegLib.settings import Preprocessing

pytestmark = pytest.mark.real

SETTINGS = Preprocessing(spacing_mm=2.0, size_px=96, depth_px=64)


def test_a_thoracic_ct_becomes_heart_slices(shared_data: Path) -> None:
    folder = shared_data / "thoracic_ct"
    volume, mask = files.read_volume(folder / "ct.nii.gz"), files.read_labels(folder / "mask_heart.nii.gz")
    files.check_same_grid(volume, mask, folder / "ct.nii.gz", folder / "mask_heart.nii.gz")
    assert (
        volume.array.dtype == np.int16 and volume.array.min() < -900 and volume.geometry.spacing_mm == (1.5, 1.5, 1.5)
    )
    center_mm = volume.geometry.physical(np.argwhere(mask.array).mean(axis=0))
    prepared = prepare(volume, heart_box(center_mm, SETTINGS), SETTINGS)
    assert abs(prepared.array.mean()) < 0.1 and abs(prepared.array.std() - 1) < 0.1
    assert slices_of(prepared.array, SETTINGS.plane).shape == (64, 96, 96)
    # The heart with its contrast agent is brighter than what is around it.
    heart = mask.resampled(prepared.geometry, "nearest").array > 0
    assert prepared.array[heart].mean() > prepared.array[~heart].mean() + 0.5


def test_cine_mr_frames_are_found_and_keep_their_oblique_planes(shared_data: Path) -> None:
    found = dicom.find_series([shared_data / "cine_mr_dicom"]).series
    assert len(found) == 11 and {series.modality for series in found} == {"MR"}
    for series in found:
        volume = dicom.read_series(series)
        assert is_single_slice(volume) and volume.geometry.spacing_mm == (6.0, 1.40625, 1.40625)
        direction = np.array(volume.geometry.direction).reshape(3, 3)
        assert (
            np.allclose(direction.T @ direction, np.eye(3), atol=1e-9) and np.abs(direction).max(axis=0).min() < 0.999
        )
        prepared = prepare(volume, in_plane_box(volume, SETTINGS), SETTINGS)
        assert prepared.array.shape == (1, 96, 96) and abs(prepared.array.std() - 1) < 0.05
    subjects = open_dataset(shared_data / "cine_mr_dicom", "mr")
    assert len(subjects) == 11 and read_volume_of(subjects[0].image).geometry.shape[0] == 1


def test_short_axis_frames_lie_side_by_side(shared_data: Path) -> None:
    """The positions in the headers put the six short-axis frames 16 mm or so apart along one normal."""
    frames = [
        dicom.read_series(series)
        for series in dicom.find_series([shared_data / "cine_mr_dicom"]).series
        if "SAX" in series.files[0].name
    ]
    assert len(frames) == 6
    normal = np.array(frames[0].geometry.direction).reshape(3, 3)[:, 2]
    heights = np.sort([frame.geometry.center_mm @ normal for frame in frames])
    assert np.ptp(np.diff(heights)) < 0.1 and 10 < np.diff(heights)[0] < 25


def test_a_dicom_segmentation_of_a_real_frame(shared_data: Path, tmp_path: Path) -> None:
    series = dicom.find_series([shared_data / "cine_mr_dicom"]).series[0]
    frame = dicom.read_series(series)
    labels = type(frame)((frame.array > np.percentile(frame.array, 90)).astype(np.uint8) * 3, frame.geometry)
    path = dicom.write_dicom_seg(tmp_path / "seg.dcm", labels, series, HEART_4)
    assert np.array_equal(pydicom.dcmread(path).pixel_array > 0, labels.array[0] > 0)


def test_heart_anatomies_have_values_that_are_named(shared_data: Path) -> None:
    path = shared_data / "heart_anatomies" / "heart_s00.nii.gz"
    with pytest.raises(files.UserError, match="5, 6, 7, 8"):
        files.read_labels(path)
