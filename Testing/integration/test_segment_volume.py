"""Where the labels of a volume lie, and how much of it is computed, with networks that see what is bright."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from random_models import BOX, card
from scipy import ndimage
from torch import Tensor, nn

from CrossModalitySegLib.images.field import scanned_field
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.inference.localization import locate_heart
from CrossModalitySegLib.inference.segment_volume import segment_volume
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.models.library import default_model
from CrossModalitySegLib.networks.localizer import HeartLocalizer
from CrossModalitySegLib.phantoms import make_patient


class Brightness(nn.Module):
    """Stands in for a trained segmenter: bright voxels are LV blood, darker ones Myo, the rest background."""

    def forward(self, x: Tensor) -> Tensor:
        middle = x[:, 1]
        logits = torch.full((len(x), 5, *middle.shape[1:]), -9.0)
        logits[:, 0], logits[:, 3], logits[:, 1] = 0.0, (middle - 2.5) * 30, ((middle - 0.8) * 20).clamp(max=3)
        return logits


TURNS = [
    (1, 0, 0, 0, 1, 0, 0, 0, 1),
    (-1, 0, 0, 0, -1, 0, 0, 0, 1),
    (0, 0, 1, 1, 0, 0, 0, -1, 0),
    (0.6, 0, 0.8, 0, 1, 0, -0.8, 0, 0.6),
]


@pytest.mark.parametrize("direction", TURNS, ids=["axial", "turned", "coronal", "oblique"])
@pytest.mark.parametrize("plane", ["coronal", "axial", "sagittal"])
def test_the_result_lies_where_the_image_is_bright(direction: tuple[float, ...], plane: str) -> None:
    shape, spacing = (40, 48, 44), (3.0, 2.0, 2.5)
    grid = Geometry(shape, spacing, (-30.0, 12.0, 55.0), tuple(float(v) for v in direction))
    center = grid.physical(np.array([18.0, 26.0, 20.0]))
    distance = np.linalg.norm(grid.physical(np.indices(shape).reshape(3, -1).T) - center, axis=1).reshape(shape)
    image = np.where(distance < 24, 300, np.where(distance < 33, 180, 0)).astype(np.int16)
    brightness = HeartModel(
        card(preprocessing=BOX.model_copy(update={"plane": plane, "spacing_mm": 3.0, "depth_px": 32})),
        Brightness(),
        HeartLocalizer(),
    )  # type: ignore[arg-type]
    roi = tuple(float(v) for c in center for v in (c - 40, c + 40))
    fractions: list[float] = []
    found = segment_volume(Volume(image, grid), brightness, roi_mm=roi, device="cpu", on_progress=fractions.append)  # type: ignore[arg-type]
    truth = distance < 24
    lv = found.labels.array == 3
    assert 2 * (lv & truth).sum() / (lv.sum() + truth.sum()) > 0.93
    assert found.region.source == "roi"
    assert found.quality.heart_confidence is None
    assert found.labels.geometry == grid
    assert found.labels.array.dtype == np.uint8
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1


class OffCenter(HeartLocalizer):
    """Sees a heart in one corner of every view."""

    def forward(self, x: Tensor) -> Tensor:
        logits = torch.full_like(x, -9.0)
        logits[..., 8:16, 8:16, 8:16] = 9.0
        return logits


def test_a_box_that_lies_off_the_heart_is_moved_there() -> None:
    grid = Geometry((80, 80, 80), (4.0, 4.0, 4.0))
    center = grid.physical(np.array([34.0, 34.0, 34.0]))
    distance = np.linalg.norm(
        grid.physical(np.indices(grid.shape).reshape(3, -1).T.astype(float)) - center, axis=1
    ).reshape(grid.shape)
    image = np.where(distance < 26, 300, np.where(distance < 33, 180, 80)).astype(np.int16)
    image[:6] = 0  # air beside a body that fills the rest
    settings = BOX.model_copy(update={"spacing_mm": 3.0, "depth_px": 48})
    off = HeartModel(card(preprocessing=settings, volume_ranges_ml={}), Brightness(), OffCenter())  # type: ignore[arg-type]
    first = locate_heart(Volume(image, grid), off.localizer)
    assert np.linalg.norm(first.center_mm - center) > 50
    found = segment_volume(Volume(image, grid), off, device="cpu")
    assert np.linalg.norm(found.region.center_mm - center) < 20
    truth, heart = distance < 33, found.labels.array > 0
    assert 2 * (heart & truth).sum() / (heart.sum() + truth.sum()) > 0.9


def test_a_model_is_less_sure_at_boundaries_than_in_cores() -> None:
    image, _ = make_patient("ct", 3, size_mm=(150, 150, 150), spacing_mm=4)
    model = HeartModel.load(default_model())
    found = segment_volume(image, model, uncertainty=True, device="cpu")
    assert found.uncertainty is not None and found.uncertainty.geometry == image.geometry
    percent, structures = found.uncertainty.array, found.labels.array
    core = sum(ndimage.binary_erosion(structures == value, iterations=2) for value in np.unique(structures)[1:]) > 0
    boundary = (structures > 0) & ~core
    assert core.sum() > 100
    assert percent[boundary].mean() > 2 * percent[core].mean()
    assert not percent[~scanned_field(image)].any()

    last = image.geometry.physical(np.array([*image.array.shape[:2], 1]) - 1.0)  # D and H run from their other ends
    grid = replace(image.geometry, origin_mm=tuple(last), direction=(1.0, 0.0, 0.0, 0.0, -1.0, 0.0, 0.0, 0.0, -1.0))
    mirrored = segment_volume(Volume(image.array[::-1, ::-1].copy(), grid), model, uncertainty=True, device="cpu")
    assert mirrored.uncertainty is not None and mirrored.uncertainty.geometry == grid
    np.testing.assert_array_equal(mirrored.uncertainty.array, percent[::-1, ::-1])


class Counting(Brightness):
    """Counts the pixels that it sees."""

    pixels = 0

    def forward(self, x: Tensor) -> Tensor:
        self.pixels += x[:, 1].numel()
        return super().forward(x)


class Bright(HeartLocalizer):
    """Takes what is brighter than its surroundings for the heart."""

    def forward(self, x: Tensor) -> Tensor:
        return (x[:, :1] - 0.5) * 20


@pytest.mark.parametrize("plane", ["coronal", "axial", "sagittal"])
def test_models_that_allow_it_compute_only_what_lies_near_the_heart_unless_a_structure_goes_on(
    plane: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = Geometry((80, 80, 80), (4.0, 4.0, 4.0), (-160.0, -120.0, 30.0))
    center = grid.physical(np.array([38.0, 42.0, 40.0]))
    distance = np.linalg.norm(
        grid.physical(np.indices(grid.shape).reshape(3, -1).T.astype(float)) - center, axis=1
    ).reshape(grid.shape)
    image = np.where(distance < 40, 300, np.where(distance < 50, 180, 0)).astype(np.int16)
    settings = BOX.model_copy(update={"plane": plane, "spacing_mm": 3.0, "size_px": 96, "depth_px": 64})
    results, pixels = [], []
    for cut_slices, beside_mm in ((False, 24.0), (True, 24.0), (True, -30.0)):
        monkeypatch.setattr("CrossModalitySegLib.inference.segment_volume.BESIDE_MM", beside_mm)
        network = Counting()
        model = HeartModel(card(preprocessing=settings, cut_slices=cut_slices), network, Bright())  # type: ignore[arg-type]
        found = segment_volume(Volume(image, grid), model, device="cpu")
        assert found.region.source == "found"
        results.append(found.labels.array)
        pixels.append(network.pixels)
    assert (results[0] > 0).sum() * grid.voxel_ml == pytest.approx(4 / 3 * np.pi * 5**3, rel=0.1)
    np.testing.assert_array_equal(results[1], results[0])
    assert pixels[1] < 0.75 * pixels[0]
    np.testing.assert_array_equal(results[2], results[0])
    assert pixels[2] > pixels[0]
