"""Slices that are drawn from tissue maps for a network that must know single images and thin slabs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from CrossModalitySegLib.learning.drawing import Draw
from CrossModalitySegLib.learning.phantom_samples import Maps
from CrossModalitySegLib.learning.phantom_slices import PhantomSlices, draw_slices
from CrossModalitySegLib.phantoms.tissue_map import make_tissue_map, write_map
from CrossModalitySegLib.settings import Preprocessing

BOX = Preprocessing(plane="axial", spacing_mm=3.0, size_px=64, depth_px=64)


@pytest.fixture(scope="module")
def map_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("maps") / "0.npz"
    write_map(path, *make_tissue_map(3, spacing_mm=4.0))
    return path


@pytest.mark.parametrize("number", [0, 20_000])
def test_slices_are_normalized_and_labeled(map_file: Path, number: int) -> None:
    shown, seen = set(), []
    samples = PhantomSlices([map_file], BOX, 1, number, number + 24)
    assert len(samples) == 24
    for x, classes in map(samples.__getitem__, range(24)):
        assert x.shape == (3, 64, 64) and x.isfinite().all()
        assert classes.shape == (64, 64) and classes.dtype == torch.int64
        assert x.std() > 0.1
        shown |= set(classes.unique().tolist())
        seen.append(torch.equal(x[0], x[2]))
    assert shown == set(range(8))
    assert 4 < sum(seen) < 20, "some are single slices, others have neighbors of their own"


def test_the_number_of_a_sample_says_all_about_it(map_file: Path) -> None:
    whole = PhantomSlices([map_file], BOX, 1, 100, 104)
    later = PhantomSlices([map_file], BOX, 1, 102, 104)
    assert all(torch.equal(a, b) for a, b in zip(whole[2], later[0], strict=True))
    assert not torch.equal(whole[2][0], PhantomSlices([map_file], BOX, 2, 102, 104)[0][0])


def test_ct_shows_blood_brighter_than_muscle_in_every_plane(map_file: Path) -> None:
    one = Maps([map_file]).one(np.random.default_rng(0))
    compared = 0
    for seed in range(12):
        draw = Draw(torch.Generator().manual_seed(seed), one.codes.device)
        x, classes = draw_slices(one, BOX, draw, 0.0, "ct")
        blood, muscle = x[1][classes == 3], x[1][classes == 1]
        if min(len(blood), len(muscle)) > 20:
            compared += 1
            assert blood.median() > muscle.median()
    assert compared > 5


def test_padding_has_no_label(map_file: Path) -> None:
    """Around a field that ends in the image there is the smallest value alone, as a scanner or a picture pads."""
    padded = 0
    samples = PhantomSlices([map_file], BOX, 1, 20_000, 20_024)
    for x, classes in map(samples.__getitem__, range(24)):
        corner = x[:, 0, 0]
        if (x[:, :4, :4] == corner[:, None, None]).all() and (corner <= x.amin() + 1e-6).all():
            padded += 1
            assert not classes[:4, :4].any()
    assert padded > 5
