"""Draws Resources/overview.png, the README's figure, from what `make demo` has left in demo/.

.venv/bin/python Resources/figures/draw_overview.py [DATA RESULTS]
"""

from __future__ import annotations

import sys
from pathlib import Path

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.evaluation.figures import figure3, slice_case
from CrossModalitySegLib.experiments.benchmark import split
from CrossModalitySegLib.images.io.files import read_labels
from CrossModalitySegLib.images.io.source import read_volume_of

ROOT = Path(__file__).parents[2]
PANELS = {"no adaptation": "noDA", "adapted, no CT label": "dou2018-d21", "CT labels": "Seg-CT"}
SUBJECTS = 2


def main(data: Path, results: Path) -> None:
    """Draw the first test subjects of ``data`` with the predictions of the first seed in ``results``."""
    cases = []
    for subject in split(data, "ct").test[:SUBJECTS]:
        assert subject.label is not None, "test subjects are labeled"
        panels = {
            title: read_labels(results / "seed0" / method / f"{subject.name}.seg.nrrd")
            for title, method in PANELS.items()
        }
        cases.append(slice_case(read_volume_of(subject.image), read_labels(subject.label), panels, HEART_4))
    (ROOT / "Resources" / "overview.png").write_bytes(figure3(cases, ("CT", "Truth", *PANELS), HEART_4))


if __name__ == "__main__":
    main(*(map(Path, sys.argv[1:3]) if len(sys.argv) > 2 else (ROOT / "demo" / "cohort", ROOT / "demo" / "results")))
