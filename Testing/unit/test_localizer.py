"""The heart localizer: its coarse view, its training on one modality, and what it finds in the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from CrossModalitySegLib.anatomy import HEART_4, MM_WHS
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.images.coarse import coarse
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.modality import guess_modality
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.inference.localization import (
    SURE,
    from_roi,
    heart_probability,
    locate_heart,
    middle_mm,
    window_by_window,
)
from CrossModalitySegLib.learning.distributed import SINGLE
from CrossModalitySegLib.learning.localizer_training import heart_hull, train_localizer
from CrossModalitySegLib.networks.localizer import LOCALIZER_SHAPE, HeartLocalizer, standardized
from CrossModalitySegLib.phantoms import make_patient

CPU = torch.device("cpu")


def patient(modality: str, seed: int) -> tuple[Volume, Volume]:
    image, raw = make_patient(modality, seed, spacing_mm=4.0)  # type: ignore[arg-type]
    labels = np.zeros(raw.array.shape, dtype=np.uint8)
    for value, index in HEART_4.raw_to_value(MM_WHS).items():
        labels[raw.array == value] = index
    return image, Volume(labels, raw.geometry)


@pytest.fixture(scope="module")
def two_patients() -> Sequence[tuple[Volume, Volume]]:
    return [patient("mr", seed) for seed in range(2)]


def learned(
    volumes: Sequence[tuple[Volume, Volume]], steps: int, seed: int, folder: Path, reporter: Reporter | None = None
) -> HeartLocalizer | None:
    folder.mkdir(exist_ok=True)
    return train_localizer(volumes, steps, seed, folder / "localizer.safetensors", {}, SINGLE, reporter or Reporter())


@pytest.fixture(scope="module")
def localizer(
    two_patients: Sequence[tuple[Volume, Volume]], tmp_path_factory: pytest.TempPathFactory
) -> HeartLocalizer:
    six = [*two_patients, *(patient("mr", seed) for seed in range(2, 6))]
    found = learned(six, 110, 0, tmp_path_factory.mktemp("localizer"))
    assert found is not None
    return found


def turned(axes: tuple[int, int, int], signs: tuple[int, int, int]) -> tuple[float, ...]:
    return tuple(float(v) for v in (np.eye(3)[list(axes)] * np.array(signs)[:, None]).ravel())


@given(
    axes=st.permutations((0, 1, 2)),
    signs=st.tuples(*[st.sampled_from((-1, 1))] * 3),
    spacing=st.tuples(*[st.floats(0.7, 12.0)] * 3),
    middle=st.tuples(*[st.integers(8, 15)] * 3),
)
@settings(max_examples=25, deadline=None)
def test_coarse_view_keeps_places(
    axes: list[int], signs: tuple[int, int, int], spacing: tuple[float, float, float], middle: tuple[int, int, int]
) -> None:
    geometry = Geometry((24, 24, 24), spacing, (5.0, -7.0, 11.0), turned(tuple(axes), signs))
    distance = np.linalg.norm(
        geometry.physical(np.indices(geometry.shape).reshape(3, -1).T)
        - geometry.physical(np.array(middle, dtype=float)),
        axis=1,
    )
    radius_mm = 7 * min(spacing)
    volume = Volume((distance < radius_mm).reshape(geometry.shape).astype(np.float32) * 300 - 50, geometry)
    view, inside = coarse(volume, 4.0)
    assert inside.mean() > 0.95
    weight = view.array.astype(np.float64) / view.array.sum()
    found = (view.geometry.physical(np.indices(view.array.shape).reshape(3, -1).T) * weight.reshape(-1, 1)).sum(axis=0)
    assert np.linalg.norm(found - geometry.physical(np.array(middle, dtype=float))) < 4.0


def test_coarse_view_of_one_slice_and_of_nothing() -> None:
    view, inside = coarse(
        Volume(np.arange(64 * 64, dtype=np.int16).reshape(1, 64, 64), Geometry((1, 64, 64), (5.0, 1.5, 1.5))), 8.0
    )
    assert view.array.shape[0] == 1
    assert inside.any()
    assert view.array.max() > 0.9
    flat, _ = coarse(Volume(np.full((9, 9, 9), 7, dtype=np.int16), Geometry((9, 9, 9), (8.0, 8.0, 8.0))), 8.0)
    assert np.isfinite(flat.array).all()


def test_standardized_ignores_what_was_not_scanned() -> None:
    view, inside = torch.rand(2, 1, 8, 8, 8), torch.ones(2, 1, 8, 8, 8)
    inside[..., :3] = 0
    result = standardized(view * 50 + 7, inside)
    assert float(result[..., :3].abs().max()) == 0
    assert float(result[..., 3:].mean()) == pytest.approx(0, abs=1e-5)
    assert float(result[0, ..., 3:].std()) == pytest.approx(1, abs=0.01)


def test_hull_fills_the_gap_between_two_structures() -> None:
    labels = np.zeros((20, 20, 20), dtype=np.uint8)
    labels[5:15, 5:15, 5:8] = 1
    labels[5:15, 5:15, 12:15] = 4
    geometry = Geometry(labels.shape, (2.0, 2.0, 2.0))
    hull = heart_hull(Volume(labels, geometry), geometry)
    assert hull[6:14, 6:14, 6:14].all()
    assert hull.sum() == pytest.approx(1000, rel=0.05)
    assert heart_hull(Volume(np.zeros_like(labels), geometry), geometry).sum() == 0


class StopAfter(Reporter):
    """Asks for a stop when ``steps`` steps are done."""

    def __init__(self, steps: int) -> None:
        self._start = None
        self.steps, self.asked = steps, 0

    @property
    def stop_requested(self) -> bool:  # type: ignore[override]
        self.asked += 1
        return self.asked > self.steps


@pytest.mark.integration
def test_same_seed_same_localizer(two_patients: Sequence[tuple[Volume, Volume]], tmp_path: Path) -> None:
    localizers = [learned(two_patients, 2, seed, tmp_path / folder) for folder, seed in (("a", 5), ("b", 5), ("c", 6))]
    first, again, other = (localizer.state_dict() for localizer in localizers if localizer is not None)
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert not all(torch.equal(first[name], other[name]) for name in first)


@pytest.mark.integration
def test_a_stopped_localizer_goes_on_to_the_same_end(
    two_patients: Sequence[tuple[Volume, Volume]], tmp_path: Path
) -> None:
    whole = learned(two_patients, 3, 5, tmp_path / "whole")
    assert learned(two_patients, 3, 5, tmp_path / "parts", StopAfter(2)) is None
    parts = learned(two_patients, 3, 5, tmp_path / "parts", rest := StopAfter(1))
    assert rest.asked == 1, "what was learned before the stop is not learned again"
    read = learned(two_patients, 3, 5, tmp_path / "parts", StopAfter(0))
    assert whole is not None and parts is not None and read is not None
    for name, value in whole.state_dict().items():
        assert torch.equal(value, parts.state_dict()[name]) and torch.equal(value, read.state_dict()[name])


@pytest.mark.long
def test_trained_on_mr_it_finds_hearts_in_ct(localizer: HeartLocalizer) -> None:
    distances = []
    for seed in range(20, 26):
        image, labels = patient("ct", seed)
        region = locate_heart(image, localizer)
        assert region.source == "found"
        assert region.confidence > SURE
        distances.append(float(np.linalg.norm(region.center_mm - middle_mm(labels.array > 0, labels.geometry))))
    assert sorted(distances)[-2] < 25, distances
    assert max(distances) < 40, distances


@pytest.mark.long
def test_no_heart_means_low_confidence_and_the_middle(localizer: HeartLocalizer) -> None:
    flat = Volume(
        np.zeros((30, 30, 30), dtype=np.float32), Geometry((30, 30, 30), (8.0, 8.0, 8.0), (100.0, 50.0, -20.0))
    )
    region = locate_heart(flat, localizer)
    assert region.confidence < SURE
    assert region.source == "middle"
    np.testing.assert_allclose(region.center_mm, flat.geometry.center_mm)


def test_view_larger_than_the_window_and_roi() -> None:
    torch.manual_seed(0)
    shape = (LOCALIZER_SHAPE[0] + 30, 12, LOCALIZER_SHAPE[2] + 3)
    probability = heart_probability(
        np.random.default_rng(0).random(shape, dtype=np.float32), np.ones(shape, dtype=bool), HeartLocalizer()
    )
    assert probability.shape == shape
    assert ((probability >= 0) & (probability <= 1)).all()
    region = from_roi((0.0, 10.0, -20.0, 0.0, 30.0, 50.0))
    assert region.source == "roi"
    np.testing.assert_allclose(region.center_mm, (5, -10, 40))


def test_modality_is_guessed_by_the_values() -> None:
    assert guess_modality(patient("ct", 3)[0]) == "ct"
    assert guess_modality(patient("mr", 3)[0]) == "mr"
    normalized = np.random.default_rng(0).normal(size=(8, 8, 8)).astype(np.float32)
    assert guess_modality(Volume(normalized, Geometry((8, 8, 8), (1.0, 1.0, 1.0)))) is None


@pytest.mark.parametrize("depth", [499, 500, 501])
def test_ct_is_known_whatever_its_size(depth: int) -> None:
    array = np.random.default_rng(0).choice(np.array([-990, -850, 40, 60], np.int16), (depth, 400, 20))
    array[:, :, 0] = -1024  # as masked or turned exports have it; every 20th value of 4 000 000 lies there
    assert guess_modality(Volume(array, Geometry(array.shape, (1.0, 1.0, 1.0)))) == "ct"


@pytest.mark.parametrize("shape", [(12, 12, 12), (7, 30, 25), (40, 12, 13)])
def test_windows_are_joined_as_monai_joins_them(shape: tuple[int, int, int]) -> None:
    from monai.inferers import sliding_window_inference  # seconds, which only this test has to wait

    torch.manual_seed(0)
    window, stack = (12, 12, 12), torch.randn(1, 2, *shape)

    def network(part: torch.Tensor) -> torch.Tensor:
        return part[:, :1] - part.mean((1, 2, 3, 4), keepdim=True)  # depends on the window, so joints show

    expected = sliding_window_inference(stack, window, 1, network, overlap=0.5, mode="gaussian")
    torch.testing.assert_close(window_by_window(stack, window, network), expected, rtol=1e-4, atol=1e-5)
