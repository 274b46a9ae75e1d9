"""Ejection fraction and flicker by the model that ships, on virtual hearts that beat by a known share.

Each phase is segmented once; labels are then taken from its probabilities alone, and from these filtered along time
(``inference/temporal.py``).

    python Testing/benchmarks/beating_phantoms.py docs/results/beating-phantoms.json
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from CrossModalitySegLib.anatomy import HEART_7, MM_WHS
from CrossModalitySegLib.evaluation.heart_function import Flicker, HeartFunction, heart_function
from CrossModalitySegLib.evaluation.metrics import dice, volumes_ml
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.inference.segment_volume import Posterior, labeled, posterior_of
from CrossModalitySegLib.inference.temporal import REACH, with_neighbors
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.models.library import default_model
from CrossModalitySegLib.phantoms.beat import make_beat
from CrossModalitySegLib.recipes.beat import neighbors_of

PATIENTS = ((9001, 0.28), (9002, 0.45), (9003, 0.60), (9004, 0.75))
"""Seeds, and the share that is ejected below the valves."""
COMMAND = "python Testing/benchmarks/beating_phantoms.py docs/results/beating-phantoms.json"
PHASES, SIZE_MM = 10, (150.0, 140.0, 150.0)


def main(out: Path) -> None:
    """Segment, print, and write the table."""
    model, rows = HeartModel.load(default_model()), []
    for seed, ejected in PATIENTS:
        images, truth = [], []
        for image, raw in make_beat(seed, ejected, PHASES, SIZE_MM):
            images.append(image)
            truth.append(_heart_7(raw))
        posteriors = [posterior_of(image, model) for image in images]
        known = _function(truth)
        row = [str(seed), _ef(known), *_flicker(known)]
        for around in (False, True):
            found = [_labels(images, posteriors, model, number, around) for number in range(PHASES)]
            measured = _function(found)
            row += [_ef(measured), *_flicker(measured), f"{_dice(found, truth):.3f}"]
        print(*row, sep="\t", flush=True)
        rows.append(row)
    columns = ["virtual patient", "EF %, known", "flicker of LV %, known", "of Myo, known"]
    for which in ("each phase alone", "filtered along time"):
        columns += [f"{what}, {which}" for what in ("EF %", "flicker of LV %", "of Myo", "Dice of LV and Myo")]
    title = f"`{model.card.name}`: ejection fraction on virtual hearts that beat"
    out.write_text(
        json.dumps({"title": title, "command": COMMAND, "columns": columns, "rows": rows}, indent=1) + "\n",
        encoding="utf-8",
    )


def _labels(
    images: Sequence[Volume], posteriors: Sequence[Posterior], model: HeartModel, number: int, around: bool
) -> Volume:
    found = posteriors[number]
    if around:
        others = [posteriors[other] for other in neighbors_of(number, PHASES)]
        found = with_neighbors(found, others[:REACH], others[REACH:])
    return labeled(images[number], model, found).labels


def _heart_7(raw: Volume) -> Volume:
    values = np.zeros(raw.array.shape, np.uint8)
    for structure in HEART_7.structures:
        values[np.isin(raw.array, structure.raw_values[MM_WHS])] = structure.value
    return Volume(values, raw.geometry)


def _function(phases: Sequence[Volume]) -> HeartFunction:
    flicker = Flicker(HEART_7)
    for number in range(PHASES):
        flicker.add(phases[number - 1].array, phases[number].array, phases[(number + 1) % PHASES].array)
    return heart_function([volumes_ml(phase, HEART_7) for phase in phases], HEART_7, flicker=flicker.shares())


def _ef(function: HeartFunction) -> str:
    return f"{function.ventricles['LV'].ef_percent:.1f}"


def _flicker(function: HeartFunction) -> list[str]:
    shares = function.flicker or {}
    return [f"{100 * shares[name]:.2f}" for name in ("LV", "Myo")]


def _dice(found: Sequence[Volume], truth: Sequence[Volume]) -> float:
    scores = [dice(mine, theirs, HEART_7) for mine, theirs in zip(found, truth, strict=True)]
    return float(np.mean([one[name] for one in scores for name in ("LV", "Myo")]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
