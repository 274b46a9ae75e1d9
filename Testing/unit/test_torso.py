"""Bodies from neck to thigh, the views of them that the localizer learns from, its training on them, and hearts at the
end of a scan.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from CrossModalitySegLib.errors import Stopped, UserError
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.inference.localization import SURE, locate_heart
from CrossModalitySegLib.learning.distributed import SINGLE
from CrossModalitySegLib.learning.torso_training import Body, cached_bodies, draw_view, train_on_bodies
from CrossModalitySegLib.networks.localizer import LOCALIZER_SHAPE, HeartLocalizer
from CrossModalitySegLib.phantoms.tissue_map import Code
from CrossModalitySegLib.phantoms.tissues import Tissue
from CrossModalitySegLib.phantoms.torso import Torso, make_torso

CPU = torch.device("cpu")
SEED, COARSE_MM = 0, 10.0


@pytest.fixture(scope="module")
def torso() -> Torso:
    return make_torso(SEED, spacing_mm=COARSE_MM)


@pytest.fixture(scope="module")
def body(torso: Torso) -> Body:
    return Body.of(torso)


def heights(torso: Torso, *codes: int) -> tuple[float, float]:
    """Lowest and highest z in mm of these codes."""
    rows = np.flatnonzero(np.isin(torso.codes, codes).any(axis=(1, 2)))
    low, high = (torso.grid.physical(np.array([row, 0, 0]))[2] for row in (rows[0], rows[-1]))
    return float(low), float(high)


def test_a_body_has_a_heart_between_neck_and_thighs(torso: Torso) -> None:
    np.testing.assert_array_equal(make_torso(SEED, spacing_mm=COARSE_MM).codes, torso.codes)
    assert not np.array_equal(make_torso(SEED + 1, spacing_mm=COARSE_MM).codes, torso.codes)
    assert set(np.unique(torso.labels().array)) == set(range(8))
    heart, lungs = heights(torso, Code.LV, Code.LA, Code.RA, Code.RV, Code.MYO), heights(torso, Tissue.LUNG)
    assert -80 < heart[0] < 0 < heart[1] < 100
    assert heart[1] < lungs[1] < 170
    assert lungs[0] > -180
    assert heights(torso, Tissue.LIVER)[1] < heart[1]
    assert np.isin(torso.codes[:5], (Tissue.CORTICAL_BONE, Tissue.TRABECULAR_BONE)).any()  # femora
    assert (torso.codes[:5] == Tissue.AIR).any()
    assert np.isin(torso.codes[-3:], (Tissue.GAS, Tissue.LEFT_BLOOD)).any()  # windpipe and neck vessels


def test_bodies_are_made_once(tmp_path: Path, torso: Torso, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[int, Path | None]] = []

    def make(seed: int, anatomy: Path | None) -> Torso:
        made.append((seed, anatomy))
        return torso

    monkeypatch.setattr("CrossModalitySegLib.learning.torso_training.make_torso", make)
    first, again = (cached_bodies(tmp_path / "torsos", [None, Path("a")], 3, 7) for _ in range(2))
    assert made == [(7, None), (8, Path("a")), (9, None)]
    assert all(torch.equal(a.codes, b.codes) and torch.equal(a.hull, b.hull) for a, b in zip(first, again, strict=True))
    assert torch.equal(first[0].codes, torch.from_numpy(torso.codes))
    assert first[0].hull.any()


def test_views_are_of_every_kind(body: Body) -> None:
    kinds = {"missing": 0, "cut": 0, "whole": 0}
    for seed in range(60):
        view, inside, heart = draw_view(body, torch.Generator().manual_seed(seed))
        assert view.shape == inside.shape == heart.shape == LOCALIZER_SHAPE
        assert 0 <= float(view.min()) <= float(view.max()) <= 1
        assert torch.isfinite(view).all()
        assert not (heart * (1 - inside)).any()
        assert not (view * (1 - inside)).any()
        if not heart.any():
            kinds["missing"] += 1
            continue
        edge = torch.nn.functional.max_pool3d(1 - torch.nn.functional.pad(inside, [1] * 6)[None], 3, stride=1)[0]
        kinds["cut" if float((heart * edge).sum()) > 15 else "whole"] += 1
    assert min(kinds.values()) >= 8, kinds


@pytest.mark.integration
def test_training_is_reproducible_stops_and_goes_on(body: Body, tmp_path: Path) -> None:
    def trained(
        name: str, steps: int, reporter: Reporter | None = None, seed: int = 3, initial: HeartLocalizer | None = None
    ) -> dict[str, Tensor]:
        options = {
            "seed": seed,
            "checkpoint": tmp_path / name,
            "distributed": SINGLE,
            "reporter": reporter or Reporter(),
            "initial": initial,
        }
        return train_on_bodies([body], steps, **options).state_dict()  # type: ignore[arg-type]

    class OneStep(Reporter):
        def progress(self, fraction: float, stage: str) -> None:
            self.stop_requested = True

    straight = trained("a", 2)
    with pytest.raises(Stopped):
        trained("b", 2, OneStep())
    resumed = trained("b", 2)
    assert all(torch.equal(straight[name], resumed[name]) for name in straight)
    assert not all(torch.equal(straight[name], other) for name, other in trained("c", 1, seed=4).items())
    with pytest.raises(UserError):
        trained("b", 2, seed=5)


class Bright(HeartLocalizer):
    """Calls heart what is much brighter than the mean."""

    def forward(self, x: Tensor) -> Tensor:
        return 8 * (x - 1.5)


def scan(heart_z_mm: float, extent_mm: float = 300.0) -> tuple[Volume, Geometry]:
    """A body of middling values in a wide field of air, with a bright ball of 45 mm radius ``heart_z_mm`` above its
    lower end.
    """
    shape = (int(extent_mm / 5), 60, 76)
    grid = Geometry(shape, (5.0, 5.0, 5.0), (0.0, 0.0, 0.0))
    z, y, x = np.indices(shape) * 5.0
    image = np.full(shape, -1000, dtype=np.int16)
    image[np.hypot((x - 190) / 160, (y - 150) / 110) < 1] = -300
    image[(x - 200) ** 2 + (y - 130) ** 2 + (z - heart_z_mm) ** 2 < 45**2] = 500
    return Volume(image, grid), grid


@pytest.mark.parametrize(("heart_z_mm", "cut"), [(150.0, ()), (290.0, ("upper end",)), (5.0, ("lower end",))])
def test_a_heart_at_the_end_of_a_scan_is_found_and_goes_on(heart_z_mm: float, cut: tuple[str, ...]) -> None:
    region = locate_heart(scan(heart_z_mm)[0], Bright())
    assert region.source == "found"
    assert region.cut == cut
    visible = np.clip([heart_z_mm - 45, heart_z_mm + 45], 0, 295).mean()
    np.testing.assert_allclose(region.center_mm, (200, 130, visible), atol=10)
    assert region.confidence > (SURE if not cut else 0.25)


def test_without_a_heart_nothing_is_found() -> None:
    region = locate_heart(scan(5000.0)[0], Bright())
    assert region.source == "middle"
    assert region.cut == ()
