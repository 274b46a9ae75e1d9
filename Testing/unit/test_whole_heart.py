"""Tissue maps, looks drawn from them, the 3D network and its training."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy import ndimage

from CrossModalitySegLib.anatomy import HEART_7
from CrossModalitySegLib.errors import Code as ErrorCode
from CrossModalitySegLib.errors import UserError
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.learning.distributed import SINGLE
from CrossModalitySegLib.learning.drawing import Draw, enlarged
from CrossModalitySegLib.learning.on_maps import fit_on_maps, whole_heart_loss
from CrossModalitySegLib.learning.phantom_samples import PhantomSamples, drawn_ahead
from CrossModalitySegLib.learning.synthetic_contrast import draw_sample, labels_of, normalized_hu, smoothed
from CrossModalitySegLib.models.library import default_model
from CrossModalitySegLib.networks.unet3d import STEP, UNet3d
from CrossModalitySegLib.phantoms.tissue_map import LABELS, Code, make_tissue_map, read_map, write_map
from CrossModalitySegLib.phantoms.tissues import Tissue
from CrossModalitySegLib.settings import Preprocessing, TrainSettings, UNet3dSettings


@pytest.fixture(scope="module")
def coarse_map() -> tuple[np.ndarray, Geometry]:
    """A parametric heart in a chest, at 4 mm."""
    return make_tissue_map(3, spacing_mm=4.0)


@pytest.fixture(scope="module")
def map_file(coarse_map: tuple[np.ndarray, Geometry], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("maps") / "0.npz"
    write_map(path, *coarse_map)
    return path


def test_a_map_has_all_seven_structures_of_a_person(coarse_map: tuple[np.ndarray, Geometry]) -> None:
    codes, grid = coarse_map
    labels = labels_of(torch.from_numpy(codes)).numpy()
    volumes = {one.name: float((labels == one.value).sum()) * grid.voxel_ml for one in HEART_7.structures}
    assert all(10 < ml < 400 for ml in volumes.values()), volumes
    assert np.array_equal(codes, make_tissue_map(3, spacing_mm=4.0)[0]), "the same seed gives the same bytes"


def test_aa_ends_level_with_the_arch_however_the_heart_is_tilted() -> None:
    """In its uppermost axial slice the rising aorta is not in part AA and in part nothing."""
    for seed in (3, 5, 6):
        codes, _ = make_tissue_map(seed, spacing_mm=4.0)
        found = codes == Code.AA
        top = int(np.nonzero(found.any(axis=(1, 2)))[0].max())
        beside = ndimage.binary_dilation(found[top], np.ones((3, 3))) & (codes[top] == Tissue.LEFT_BLOOD)
        assert beside.sum() < 0.1 * found[top].sum(), seed


def test_a_real_chest_keeps_its_bones_and_gives_up_its_heart(
    coarse_map: tuple[np.ndarray, Geometry], map_file: Path
) -> None:
    codes, grid = coarse_map
    found, _ = make_tissue_map(4, spacing_mm=4.0, surroundings=map_file)
    bones = (Tissue.CORTICAL_BONE, Tissue.TRABECULAR_BONE)
    shares = [np.isin(one, bones).mean() for one in (codes, found)]
    assert 0.5 < shares[1] / shares[0] < 2
    labels = labels_of(torch.from_numpy(found)).numpy()
    for structure in HEART_7.structures:
        _, parts = ndimage.label(labels == structure.value, np.ones((3, 3, 3)))
        assert parts <= 2, f"{structure.name}: two hearts"
        assert 10 < (labels == structure.value).sum() * grid.voxel_ml < 400, structure.name
    assert np.array_equal(found, make_tissue_map(4, spacing_mm=4.0, surroundings=map_file)[0])


def test_a_chest_without_a_heart_cannot_surround_one(coarse_map: tuple[np.ndarray, Geometry], tmp_path: Path) -> None:
    codes, grid = coarse_map
    write_map(tmp_path / "0.npz", np.where(codes >= Code.MYO, Tissue.FAT, codes).astype(np.uint8), grid)
    with pytest.raises(UserError) as caught:
        make_tissue_map(4, spacing_mm=4.0, surroundings=tmp_path / "0.npz")
    assert caught.value.code == ErrorCode.BAD_DATASET


def test_the_wall_of_the_ventricle_borders_on_fat_more_than_on_lung(coarse_map: tuple[np.ndarray, Geometry]) -> None:
    codes, _ = coarse_map
    rim = ndimage.binary_dilation(codes == Code.MYO) & ~np.isin(codes, list(LABELS))
    beside = codes[rim]
    assert (beside == Code.EPICARDIAL_FAT).mean() > 2 * (beside == Tissue.LUNG).mean()


def test_the_fat_is_not_clean(coarse_map: tuple[np.ndarray, Geometry]) -> None:
    codes, _ = coarse_map
    fat = np.isin(codes, (Code.EPICARDIAL_FAT, Code.PERICARDIUM, Code.CORONARY))
    assert 0.02 < (codes[fat] == Code.PERICARDIUM).mean() < 0.7


def test_each_part_of_a_heart_has_a_size_of_its_own() -> None:
    """Volumes of LV and LA do not grow together from one person to the next."""
    lv, la = (HEART_7.by_name(name).value for name in ("LV", "LA"))
    ratios = []
    for seed in range(3):
        labels = labels_of(torch.from_numpy(make_tissue_map(seed, spacing_mm=6.0)[0]))
        ratios.append(float((labels == la).sum() / (labels == lv).sum()))
    assert max(ratios) > 1.25 * min(ratios)


def test_aa_reaches_the_arch_and_not_beyond(coarse_map: tuple[np.ndarray, Geometry]) -> None:
    codes, grid = coarse_map
    height = np.nonzero((codes == Code.AA).any(axis=(1, 2)))[0]
    assert 40 < np.ptp(height) * grid.spacing_mm[0] < 130
    arch = np.nonzero((codes == Tissue.LEFT_BLOOD).any(axis=(1, 2)))[0]
    assert height.max() < arch.max(), "the arch itself is not AA"


def test_a_map_reads_back_and_another_file_is_refused(
    map_file: Path, coarse_map: tuple[np.ndarray, Geometry], tmp_path: Path
) -> None:
    codes, grid = read_map(map_file)
    assert np.array_equal(codes, coarse_map[0])
    assert grid == coarse_map[1]
    (tmp_path / "x.npz").write_bytes(map_file.read_bytes()[:100])
    with pytest.raises(UserError) as caught:
        read_map(tmp_path / "x.npz")
    assert caught.value.code is ErrorCode.BAD_DATASET


@pytest.mark.parametrize("wide", [0.0, 1.0])
def test_a_sample_shows_what_it_is_labeled_with(coarse_map: tuple[np.ndarray, Geometry], wide: float) -> None:
    codes = torch.from_numpy(coarse_map[0])
    middle = (labels_of(codes) > 0).nonzero().float().mean(0)
    for seed in range(4):
        x, y = draw_sample(codes, 4.0, middle, (48, 48, 48), 4.0, torch.Generator().manual_seed(seed), wide)
        assert x.shape == (2, 48, 48, 48)
        assert x.isfinite().all()
        assert set(x[1].unique().tolist()) <= {0.0, 1.0}
        assert set(y.unique().tolist()) == set(range(8))
        if wide == 0.0:  # usual CT: enhanced blood of the left heart is brighter than its muscle
            inside = x[1] > 0
            assert x[0][(y == 3) & inside].median() > x[0][(y == 1) & inside].median()


def test_some_samples_are_a_box_about_the_heart(coarse_map: tuple[np.ndarray, Geometry]) -> None:
    """As scans of the heart alone are: cut on all sides, and never so small that nothing is left to learn from."""
    codes = torch.from_numpy(coarse_map[0])
    middle = (labels_of(codes) > 0).nonzero().float().mean(0)
    shares = []
    for seed in range(40):
        generator = torch.Generator().manual_seed(seed)
        field = draw_sample(codes, 4.0, middle, (40, 40, 40), 4.0, generator, 1.0)[0][1] > 0
        if not any(face.any() for axis in range(3) for face in (field.select(axis, 0), field.select(axis, -1))):
            shares.append(float(field.float().mean()))
    assert len(shares) >= 2 and all(0.05 < share < 0.75 for share in shares), shares


def test_the_same_generator_gives_the_same_sample(coarse_map: tuple[np.ndarray, Geometry]) -> None:
    codes = torch.from_numpy(coarse_map[0])
    once, again = (
        draw_sample(codes, 4.0, torch.tensor([30.0, 30, 30]), (32,) * 3, 4.0, torch.Generator().manual_seed(9), 1.0)
        for _ in range(2)
    )
    assert torch.equal(once[0], again[0])
    assert torch.equal(once[1], again[1])


def test_a_model_of_mr_alone_never_sees_the_values_of_a_ct(coarse_map: tuple[np.ndarray, Geometry]) -> None:
    codes = torch.from_numpy(coarse_map[0])
    middle = (labels_of(codes) > 0).nonzero().float().mean(0)
    drawn: dict[str, list[float]] = {"ct": [], "mr": []}
    for modality, levels in drawn.items():
        for seed in range(8):
            generator = torch.Generator().manual_seed(seed)
            x, _ = draw_sample(codes, 4.0, middle, (48, 48, 48), 4.0, generator, 0.0, modality)
            levels.append(float(x[0][x[1] > 0].quantile(0.1)))
    air = float(normalized_hu(torch.tensor(-1000.0)))
    assert all(level == pytest.approx(air, abs=0.2) for level in drawn["ct"]), "lungs are as dark as they can be"
    assert sum(drawn["mr"]) / 8 > air + 0.3


def test_smoothing_is_that_of_scipy() -> None:
    image = torch.rand(12, 14, 16)
    expected = ndimage.gaussian_filter(image.numpy(), 1.2, mode="nearest", truncate=2.5)
    assert smoothed(image, (1.2, 1.2, 1.2)).numpy() == pytest.approx(expected, abs=0.01)


def test_enlarging_is_linear_interpolation() -> None:
    small = torch.rand(3, 4, 5)
    expected = torch.nn.functional.interpolate(
        small[None, None], size=(9, 10, 11), mode="trilinear", align_corners=True
    )[0, 0]
    assert torch.allclose(enlarged(small, (9, 10, 11)), expected, atol=1e-5)


def test_random_fields_have_no_mean_and_some_spread() -> None:
    field = Draw(torch.Generator().manual_seed(0), torch.device("cpu")).field((40, 40, 40), 6)
    assert abs(float(field.mean())) < 0.2
    assert 0.5 < float(field.std()) < 1.5


@pytest.mark.parametrize("batch", [1, 2])
def test_the_network_keeps_the_size_of_its_input(batch: int) -> None:
    network = UNet3d(classes=8, width=8)
    x = torch.rand(batch, 2, STEP, 2 * STEP, STEP)
    assert network(x).shape == (batch, 8, STEP, 2 * STEP, STEP)


def test_the_smallest_box_is_computed_too() -> None:
    logits = UNet3d(classes=3, width=8)(torch.rand(1, 2, STEP, STEP, STEP))
    assert logits.shape == (1, 3, STEP, STEP, STEP)
    assert torch.isfinite(logits).all()


def test_samples_of_a_batch_do_not_see_each_other() -> None:
    network = UNet3d(classes=3, width=8).eval()
    x = torch.rand(2, 2, 2 * STEP, 2 * STEP, 2 * STEP)
    with torch.inference_mode():
        assert torch.allclose(network(x)[:1], network(x[:1]), atol=1e-4)


def test_the_loss_falls_to_zero_for_the_truth() -> None:
    classes = torch.randint(0, 3, (1, 8, 8, 8))
    logits = 50 * torch.nn.functional.one_hot(classes, 4).movedim(-1, 1).float()
    assert float(whole_heart_loss(logits, classes)) == pytest.approx(0, abs=1e-3)
    assert float(whole_heart_loss(-logits, classes)) > 1


@pytest.mark.integration
@pytest.mark.skipif(os.name != "posix", reason="Windows has no signals to send to a group")
def test_a_stop_of_the_whole_group_leaves_the_samples_coming(map_file: Path) -> None:
    samples = iter(drawn_ahead(PhantomSamples([map_file], 32, 6.0, seed=0, first=0, last=4)))
    next(samples)
    for name in (signal.SIGINT, signal.SIGTERM):
        for child in multiprocessing.active_children():
            os.kill(child.pid, name)  # type: ignore[arg-type]
    assert len(list(samples)) == 3


@pytest.mark.integration
def test_a_training_that_fails_leaves_no_process(map_file: Path, tmp_path: Path) -> None:
    """The one that draws loses the signals with which Python ends such processes, and its owner waited for it."""
    (tmp_path / "0.npz").write_bytes(map_file.read_bytes()[:100])
    options = ["--size=whole-heart", "--initial", str(default_model()), "--set=preprocessing.spacing_mm=2"]
    options += ["--set=preprocessing.size_px=96", "--set=preprocessing.depth_px=96", "--device=cpu"]
    command = [sys.executable, "-m", "CrossModalitySegLib.cli", "train", "--data", str(tmp_path)]
    done = subprocess.run([*command, "--out", str(tmp_path / "a.cms"), *options], timeout=240, capture_output=True)
    assert done.returncode == 1, done.stderr


@pytest.mark.integration
def test_a_training_that_was_stopped_goes_on_to_the_same_weights(map_file: Path, tmp_path: Path) -> None:
    box = Preprocessing(plane="axial", spacing_mm=6.0, size_px=64, depth_px=64, scale="hounsfield")
    settings = TrainSettings(
        architecture="unet-3d", network=UNet3dSettings(width=8), preprocessing=box, steps=3, ema=0.9, checkpoint_every=1
    )

    def train(steps: int, work: Path) -> dict[str, torch.Tensor]:
        torch.manual_seed(0)
        network = UNet3d(8, 8)
        options = {
            "modality": "any",
            "seed": 5,
            "checkpoint": work / "net.safetensors",
            "distributed": SINGLE,
            "reporter": Reporter(),
        }
        work.mkdir(exist_ok=True)
        fit = fit_on_maps(network, [map_file], settings.model_copy(update={"steps": steps}), **options)
        assert fit.stopped is False
        return fit.segmenter.state_dict()

    whole = train(3, tmp_path / "a")
    train(2, tmp_path / "b")
    resumed = train(3, tmp_path / "b")
    assert all(torch.equal(whole[name], resumed[name]) for name in whole)
