"""How well the Dice that was expected agrees with the true one: ``python Resources/shipped_model/agreement.py
PREDICTIONS RESULTS.json``.

PREDICTIONS is the folder that `crossmodalityseg segment` wrote with a calibrated model, RESULTS.json what `evaluate`
says of it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.evaluation.results import read_results
from CrossModalitySegLib.learning.calibrating import agreement
from CrossModalitySegLib.recipes.segment import Record


def main(predictions: Path, results: Path) -> None:
    """Print correlations and the mean absolute error for each structure that was found, and for all together."""
    records = {
        path.stem.removesuffix("_image"): Record.model_validate_json(path.read_bytes())
        for path in sorted(predictions.glob("*.json"))
    }
    pairs: dict[str, list[tuple[float, float]]] = {name: [] for name in HEART_4.names}
    (row,) = read_results(results).rows
    for volume in row.per_volume:
        expected = records[volume.subject].expected_dice or {}
        for name in HEART_4.names:
            true = volume.dice[name]
            if true is not None and volume.volume_ml[name] > 0 and name in expected:
                pairs[name].append((expected[name], true))
    for name, found in {**pairs, "all": [pair for one in pairs.values() for pair in one]}.items():
        print(name, agreement(*zip(*found, strict=True)) if found else "was never found")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
