"""How far the checkpoint that is chosen without labels lies below the best one, which only the labels of test volumes
can tell.

    crossmodalityseg benchmark --data COHORT --out RESULTS --size tiny --methods best --seeds 0
    python Testing/benchmarks/oracle_gap.py COHORT RESULTS/seed0/self-training-source.cms self-training
    python Testing/benchmarks/oracle_gap.py COHORT RESULTS/seed0/Seg-MRI.cms dou2018

Adapts as the benchmark does at the size "tiny", and scores the test volumes at every checkpoint that is judged; the
adaptation does not get to know. Dice of what the network draws, on its own grid, before any boundary refinement.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import torch
from torch import Tensor

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.experiments.benchmark import split
from CrossModalitySegLib.inference.predictor import predict
from CrossModalitySegLib.job import AdaptJob
from CrossModalitySegLib.learning.validators import BATCH, Validation, validate
from CrossModalitySegLib.methods import DOMAINS, methods
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.networks.precision import pick_device
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.presets import SIZES
from CrossModalitySegLib.recipes import adapt
from CrossModalitySegLib.recipes.cases import LabeledCase, labeled_cases


def main(data: Path, source_model: Path, method: str) -> None:
    """Adapt, and print validator score and Dice of every checkpoint, with the chosen and the best one."""
    domains = DOMAINS["mr-ct"]
    settings = methods(domains)[method].adapt
    assert settings is not None, "a method that adapts"
    mr, ct = split(data, "mr"), split(data, "ct")
    tests = labeled_cases(ct.test, HeartModel.load(source_model).card.preprocessing, HEART_4, Reporter())
    scored: list[tuple[float, float]] = []

    def judged(segmenter: Segmenter, volumes: list[Tensor], *how: Any) -> Validation:
        found = validate(segmenter, volumes, *how)
        scored.append((found.score, mean(_dice(segmenter, case) for case in tests)))
        return found

    with TemporaryDirectory() as folder, patch.object(adapt, "validate", judged):
        job = AdaptJob(
            model=source_model, source=data, target=data, source_subjects=mr.train, target_subjects=ct.train,
            out=Path(folder) / "CT.cms", size="tiny", settings=settings(SIZES["tiny"]),
        )  # fmt: skip
        curves = adapt.run(job, Reporter()).summary["curves"]
    scores = [value for _, value in curves["validator_score"]]
    chosen = max(number for number, (score, _) in enumerate(scored) if score == curves["chosen"][-1][1])
    assert len(scores) == len(scored)
    for number, ((step, _), (score, value)) in enumerate(zip(curves["validator_score"], scored, strict=True)):
        print(f"step {step:4}  validators {score:.4f}  Dice {value:.4f}{'  chosen' if number == chosen else ''}")
    best = max(value for _, value in scored)
    print(f"{method}: chosen {scored[chosen][1]:.4f}, best by oracle {best:.4f}, gap {best - scored[chosen][1]:.4f}")


def _dice(segmenter: Segmenter, case: LabeledCase) -> float:
    """Mean over the structures, 0 where a structure is missed."""
    labels = torch.from_numpy(predict(segmenter, case.slices, batch=BATCH, device=pick_device("auto")).labels)
    masks = [(labels == structure.value, case.labels == structure.value) for structure in HEART_4.structures]
    return mean(float(2 * (found & true).sum() / (found.sum() + true.sum())) for found, true in masks)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
