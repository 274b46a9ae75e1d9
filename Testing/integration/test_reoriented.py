"""A copy of a volume with its axes in another order is segmented alike in every voxel, by both models that ship."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from grids import reoriented

from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.inference.segment_volume import segment_volume
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.models.library import default_model
from CrossModalitySegLib.phantoms import make_patient

ALL = [(order, mirror) for order in itertools.permutations(range(3)) for mirror in itertools.product((0, 1), repeat=3)]
FEW = [((0, 1, 2), (1, 0, 0)), ((2, 0, 1), (0, 1, 0)), ((1, 2, 0), (1, 1, 1))]


@pytest.fixture(scope="module")
def image() -> Volume:
    return make_patient("ct", 3, size_mm=(130, 130, 130), spacing_mm=3.0)[0]


def differing(image: Volume, dimension: int, copies: list[tuple[tuple[int, ...], tuple[int, ...]]]) -> list[int]:
    """How many voxels of each copy are labeled otherwise than in ``image``."""
    model = HeartModel.load(default_model(dimension))  # type: ignore[arg-type]
    plain = segment_volume(image, model, device="cpu").labels
    assert (plain.array > 0).sum() > 2000, "there is something to compare"
    found = []
    for copy in copies:
        labels = segment_volume(reoriented(image, *copy), model, device="cpu").labels  # type: ignore[arg-type]
        found.append(int((labels.array != reoriented(plain, *copy).array).sum()))  # type: ignore[arg-type]
        assert labels.geometry.same_grid(reoriented(image, *copy).geometry)  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize("dimension", [2, 3])
def test_a_few_copies_are_segmented_alike(dimension: int, image: Volume) -> None:
    assert differing(image, dimension, FEW) == [0] * len(FEW)


@pytest.mark.long
@pytest.mark.parametrize("dimension", [2, 3])
def test_all_48_copies_are_segmented_alike(dimension: int, image: Volume) -> None:
    assert np.sum(differing(image, dimension, ALL)) == 0
