"""Temporal consistency: phases around one settle what it is in doubt of, and a beat stays as large as it is."""

from __future__ import annotations

import numpy as np
import pytest

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.errors import Code, Stopped, UserError
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.inference.localization import HeartRegion
from CrossModalitySegLib.inference.segment_volume import Pass, Posterior
from CrossModalitySegLib.inference.temporal import with_neighbors
from CrossModalitySegLib.phantoms.beat import make_beat
from CrossModalitySegLib.phantoms.patient import volumes_ml
from CrossModalitySegLib.recipes.beat import Beat, CasePrediction

GRID = Geometry((4, 6, 8), (2.0, 2.0, 2.0))


def posterior(lv: float, grid: Geometry = GRID, source: str = "found") -> Posterior:
    """LV has the probability ``lv`` everywhere, background the rest."""
    probabilities = np.zeros((5, *grid.shape), np.uint8)
    probabilities[3], probabilities[0] = round(255 * lv), 255 - round(255 * lv)
    labels = probabilities.argmax(axis=0).astype(np.uint8)
    region = HeartRegion(grid.center_mm, 1.0, source)  # type: ignore[arg-type]
    return Posterior(region, Pass(labels, probabilities, (1.0,) * 5, (1.0,) * 5, grid, HEART_4, True))


def lv_of(found: Posterior) -> float:
    assert np.abs(found.prediction.probabilities.sum(axis=0, dtype=int) - 255).max() <= 2
    return float(found.prediction.probabilities[3, 0, 0, 0]) / 255


def filtered(*lv: float) -> Posterior:
    first, second, own, fourth, fifth = map(posterior, lv)
    return with_neighbors(own, [first, second], [fourth, fifth])


@pytest.mark.parametrize(
    ("lv", "label"),
    [
        ((1, 1, 0.45, 1, 1), 3),
        ((0, 0, 0.55, 0, 0), 0),
        ((0, 1, 0.41, 1, 0), 0),  # sure of itself, whatever the others say
        ((1, 0, 0.59, 0, 1), 3),
    ],
)
def test_phases_around_settle_what_one_is_in_doubt_of_alone(lv: tuple[float, ...], label: int) -> None:
    assert (filtered(*lv).prediction.labels == label).all()


def test_the_turn_of_a_beat_is_not_flattened() -> None:
    assert lv_of(filtered(0.2, 0.4, 0.6, 0.8, 1.0)) == pytest.approx(0.6, abs=0.01)
    turn = [0.9 - 0.2 * t**2 for t in (-2, -1, 0, 1, 2)]
    assert lv_of(filtered(*turn)) == pytest.approx(0.9, abs=0.01)
    assert lv_of(filtered(1, 0, 1, 0, 1)) == pytest.approx(0.88, abs=0.01)


def test_a_phase_is_looked_at_where_it_lies() -> None:
    moved = posterior(1, Geometry((4, 6, 8), (2.0, 2.0, 2.0), (8.0, 0.0, 0.0)))  # half of it is half of the phase
    labels = with_neighbors(posterior(0.45), [moved] * 2, [moved] * 2).prediction.labels
    assert (labels[..., :4] == 0).all() and (labels[..., 4:] == 3).all()


@pytest.mark.parametrize(("silent", "alone"), [(None, set()), (4, {2, 3, 4, 5, 6})])
@pytest.mark.parametrize("damaged", [True, False])
def test_a_beat_is_seen_in_its_order_and_little_of_it_is_held(
    silent: int | None, alone: set[int], damaged: bool
) -> None:
    seen: list[int] = []

    def look(number: int, known: Posterior | None) -> CasePrediction:
        if known is None:
            seen.append(number)
        if number == silent and damaged:
            raise UserError(Code.BAD_INPUT, "Damaged.", "Repair it.")
        found = known or posterior(number % 2, source="middle" if number == silent else "found")
        return CasePrediction(Volume(np.zeros(GRID.shape), GRID), False, None, None, found)  # type: ignore[arg-type]

    beat, as_they_were = Beat(10, look), set()
    for number in range(10):
        try:
            found = beat.predict(number)
        except UserError:
            assert number == silent
            as_they_were.add(number)
        else:
            if lv_of(found.posterior) == number % 2:
                as_they_were.add(number)
        assert len(beat._posteriors) <= 9 and len(beat._ahead) <= 2
    assert as_they_were == alone
    assert set(seen) == set(range(10))
    assert len(seen) == 10 + (1 if silent and damaged else 0), "once each; one that fails is tried again"


def test_a_short_beat_stays_as_it_is() -> None:
    def look(number: int, known: Posterior | None) -> CasePrediction:
        return CasePrediction(Volume(np.zeros(GRID.shape), GRID), False, None, None, posterior(number % 2))  # type: ignore[arg-type]

    beat = Beat(7, look)
    assert [lv_of(beat.predict(number).posterior) for number in range(3)] == [0, 1, 0]


def test_a_stop_is_not_a_silent_phase() -> None:
    def look(number: int, known: Posterior | None) -> CasePrediction:
        if number:
            raise Stopped
        return CasePrediction(Volume(np.zeros(GRID.shape), GRID), False, None, None, posterior(1))  # type: ignore[arg-type]

    with pytest.raises(Stopped):
        Beat(10, look).predict(0)


def test_a_virtual_heart_beats() -> None:
    beat = list(make_beat(3, 0.6, phases=4, size_mm=(130, 130, 130), spacing_mm=4.0))
    volumes = [volumes_ml(label) for _, label in beat]
    assert 1 - volumes[2]["LV"] / volumes[0]["LV"] == pytest.approx(0.9 * 0.6, abs=0.05)
    assert volumes[1]["LV"] == pytest.approx(volumes[3]["LV"])
    for name in ("Myo", "LA", "RV"):  # muscle is not compressed, valves do not move
        assert volumes[2][name] == pytest.approx(volumes[0][name], rel=0.06)
    still = [image.array for image, _ in make_beat(3, 0.0, phases=2, size_mm=(90, 90, 90), spacing_mm=5.0)]
    assert not np.array_equal(*still), "noise is of each scan"
    assert np.abs(still[0] - still[1]).mean() < 60
