"""The estimate of an unknown pixel size, on slices of virtual patients, by the model that ships."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from CrossModalitySegLib.anatomy import HEART_4, LV, MYO
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.inference.pixel_size import estimated_pixel_mm, sentence
from CrossModalitySegLib.inference.slice_score import score
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.models.library import default_model
from CrossModalitySegLib.phantoms import make_patient

RANGES = {"LV": (80.0, 180.0), "Myo": (90.0, 200.0)}


def disc(radius_px: float, wall_px: float = 6.0) -> np.ndarray:
    """A left ventricle across its axis, in the middle of 96 x 96 pixels."""
    distance = np.linalg.norm(np.indices((96, 96)) - 47.5, axis=0)
    return np.where(distance < radius_px, LV.value, np.where(distance < radius_px + wall_px, MYO.value, 0)).astype(
        np.uint8
    )


def sure(labels: np.ndarray, certainty: int = 250) -> np.ndarray:
    return np.stack([np.where(labels == index, certainty, 0) for index in range(HEART_4.class_count)]).astype(np.uint8)


def rated(labels: np.ndarray, certainty: int = 250) -> float:
    return score(labels, sure(labels, certainty), 0.04, HEART_4, RANGES)


def test_a_sure_heart_of_usual_size_scores_best() -> None:
    usual = rated(disc(12))
    assert usual == pytest.approx(0.5 * (250 / 255) ** 3), "two of four structures, whole and not too large"
    assert rated(disc(7)) == usual, "a slice may show less of a structure"
    assert rated(disc(30)) < 0.5 * usual
    assert rated(disc(12), certainty=150) < 0.5 * usual


def test_pieces_cost() -> None:
    scattered = disc(12)
    scattered[5:15, 5:25] = LV.value
    assert rated(scattered) < rated(disc(12))
    assert rated(np.zeros((96, 96), dtype=np.uint8)) == 0


def test_a_slice_of_a_virtual_patient_gets_about_its_size() -> None:
    volume, labels = make_patient("ct", 5, spacing_mm=2.0)
    row = int(np.argmax((labels.array == 500).sum(axis=(0, 2))))
    plane = volume.array[::-1, row].astype(np.float32)
    image = Volume(np.clip((plane + 200) / 2.4, 0, 255).round()[None], Geometry((1, *plane.shape), (1.0, 1.0, 1.0)))
    found_mm = estimated_pixel_mm(image, HeartModel.load(default_model(2)), torch.device("cpu"), 2.0)
    assert found_mm == pytest.approx(2.0, rel=0.3)


def test_the_sentence() -> None:
    assert sentence(0.6834) == "Its pixel size is not known; 0.68 mm fits best (estimated)."
