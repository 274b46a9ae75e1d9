"""The pose in which a slice shows the likeliest heart, by the model that ships, on a slice of a virtual patient."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.inference.segment_volume import segment_volume
from CrossModalitySegLib.inference.slice_pose import POSES, Pose, likeliest_pose
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.models.library import default_model
from CrossModalitySegLib.phantoms import make_patient


@pytest.fixture(scope="module")
def model() -> HeartModel:
    return HeartModel.load(default_model(2))


@pytest.fixture(scope="module")
def plane() -> tuple[np.ndarray, np.ndarray]:
    """A coronal slice and its labels, rows from superior to inferior, as many of them as columns."""
    volume, labels = make_patient("ct", 5, size_mm=(192.0, 192.0, 192.0), spacing_mm=2.0)
    row = int(np.argmax((labels.array == 500).sum(axis=(0, 2))))
    return volume.array[::-1, row].astype(np.float32), np.ascontiguousarray(labels.array[::-1, row])


@pytest.mark.parametrize("pose", POSES)
def test_a_pose_is_taken_back(pose: Pose) -> None:
    array = np.arange(2 * 3 * 16).reshape(2, 3, 4, 4)
    assert np.array_equal(pose.undo(pose.apply(array)), array)
    assert (POSES.index(pose) == 0) == np.array_equal(pose.apply(array), array)


@pytest.mark.parametrize("pose", [POSES[0], POSES[1], POSES[2], POSES[7]])
def test_a_turned_heart_is_found_as_if_it_stood(
    pose: Pose, plane: tuple[np.ndarray, np.ndarray], model: HeartModel
) -> None:
    image, truth = plane
    shown = Volume(pose.apply(image)[None], Geometry((1, *image.shape), (8.0, 2.0, 2.0)))
    found = pose.undo(segment_volume(shown, model, device="cpu").labels.array)[0]
    dice = 2 * ((found == 3) & (truth == 500)).sum() / ((found == 3).sum() + (truth == 500).sum())
    assert dice > 0.8


def test_a_heart_that_stands_is_left_as_it_is(plane: tuple[np.ndarray, np.ndarray], model: HeartModel) -> None:
    image = (plane[0] - plane[0].mean()) / plane[0].std()
    assert likeliest_pose(model, image[None], torch.device("cpu"), 2.0) == POSES[0]
