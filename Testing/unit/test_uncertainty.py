"""Where a model is unsure: entropy of known probabilities, on a grid, and what the maps are called."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from CrossModalitySegLib.images.datasets import open_dataset
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import write_volume
from CrossModalitySegLib.images.io.source import is_uncertainty, uncertainty_path
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.inference.uncertainty import normalized_entropy, uncertainty_map

BOX = Geometry((8, 10, 12), (2.0, 2.0, 2.0), (10.0, 20.0, 30.0))


def posterior(shape: tuple[int, int, int], *shares: float) -> np.ndarray:
    """The same probabilities at every voxel."""
    return np.stack([np.full(shape, round(255 * share), np.uint8) for share in shares])


@pytest.mark.parametrize(
    ("shares", "entropy"),
    [
        ((1, 0, 0, 0), 0),
        ((0.25, 0.25, 0.25, 0.25), 1),
        ((0.5, 0.5, 0, 0), np.log(2) / np.log(4)),
        ((0, 0.8, 0.2, 0), -(0.8 * np.log(0.8) + 0.2 * np.log(0.2)) / np.log(4)),
    ],
)
def test_the_entropy_of_known_probabilities(shares: tuple[float, ...], entropy: float) -> None:
    found = normalized_entropy(posterior((2, 3, 4), *shares))
    assert found.shape == (2, 3, 4)
    np.testing.assert_allclose(found, entropy, atol=0.003)


def test_the_temperature_is_that_of_the_soft_max() -> None:
    logits, temperature = np.array([2.0, 0.5, -1.0, 0.0]), 1.5
    share = np.exp(logits) / np.exp(logits).sum()
    tempered = np.exp(logits / temperature) / np.exp(logits / temperature).sum()
    expected = -(tempered * np.log(tempered)).sum() / np.log(4)
    found = normalized_entropy(posterior((1, 1, 1), *share), temperature)
    assert found.item() == pytest.approx(expected, abs=0.005)
    assert found.item() > normalized_entropy(posterior((1, 1, 1), *share)).item()


def test_a_map_is_in_percent_and_zero_outside_the_box_and_the_field() -> None:
    probabilities = posterior(BOX.shape, 1, 0, 0, 0)
    probabilities[:, :, :, 6:] = posterior((8, 10, 6), 0.5, 0.5, 0, 0)  # all of that half is a boundary
    grid = Geometry((30, 40, 44), (1.0, 1.0, 1.0), (5.0, 15.0, 25.0))
    field = np.ones(grid.shape, bool)
    field[:9] = False
    found = uncertainty_map(probabilities, BOX, grid, field, 1.0)
    assert found.geometry == grid and found.array.dtype == np.uint8
    z, y, x = np.indices(grid.shape) * 1.0 + np.array(grid.origin_mm)[::-1, None, None, None]
    centers = (z >= 30) & (z <= 44) & (y >= 20) & (y <= 38) & (x >= 10) & (x <= 32)
    reached = (z >= 29) & (z <= 45) & (y >= 19) & (y <= 39) & (x >= 9) & (x <= 33)
    inside = centers & field
    assert set(np.unique(found.array[inside & (x >= 22)])) == {50}
    assert not found.array[~(reached & field)].any()
    assert not found.array[inside & (x <= 20)].any()
    assert set(found.array[inside & (x == 21)]) == {25}, "interpolated"


def test_a_model_that_is_sure_of_everything_leaves_an_empty_map() -> None:
    field = np.ones(BOX.shape, bool)
    assert not uncertainty_map(posterior(BOX.shape, 1, 0), BOX, BOX, field, 1.3).array.any()


@pytest.mark.parametrize(
    ("segmentation", "name"),
    [
        ("a/ct.seg.nrrd", "a/ct_uncertainty.nrrd"),
        ("ct.nii.gz", "ct_uncertainty.nii.gz"),
        ("ct.dcm", "ct_uncertainty.nii.gz"),
        ("ct_1.5.seg.nrrd", "ct_1.5_uncertainty.nrrd"),
        ("sub-1/anat/sub-1_dseg.nii.gz", "sub-1/anat/sub-1_desc-uncertainty_map.nii.gz"),
    ],
)
def test_names_of_maps_are_known_again(segmentation: str, name: str) -> None:
    path = uncertainty_path(Path(segmentation))
    assert path == Path(name)
    assert is_uncertainty(path) and not is_uncertainty(Path(segmentation))


def test_a_map_is_no_subject_of_a_data_set(tmp_path: Path) -> None:
    volume = Volume(np.arange(60, dtype=np.int16).reshape(3, 4, 5), Geometry((3, 4, 5), (1.0, 1.0, 1.0)))
    for name in ("a.nii.gz", "a_uncertainty.nrrd", "sub-1_desc-uncertainty_map.nii.gz"):
        write_volume(tmp_path / name, volume)
    assert [subject.name for subject in open_dataset(tmp_path)] == ["a"]
