"""Does it change the critics that several updates of a joint step share their slices? The critic distance both ways,
for some seeds.

python Testing/benchmarks/critic_distance.py [--joint-steps 12] [--seeds 0,1,2] [--out critic_distance.json]

Virtual MR and CT patients and the model that ships, which is small; critics, losses and bounds are those of the paper.
"""

from __future__ import annotations

import argparse
import json
import statistics
from pathlib import Path
from typing import Literal

import torch
from torch import Tensor

from CrossModalitySegLib.images.preprocessing import heart_box, prepare, slices_of
from CrossModalitySegLib.inference.localization import locate_heart
from CrossModalitySegLib.learning.adversarial import AdversarialStage
from CrossModalitySegLib.learning.distributed import Distributed
from CrossModalitySegLib.learning.slice_pool import SlicePool
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.models.library import default_model
from CrossModalitySegLib.networks.precision import pick_device
from CrossModalitySegLib.phantoms import make_patient
from CrossModalitySegLib.settings import AdaptSettings

REUSE = (1, 5)
"""The papers' way, and this project's."""
PATIENTS = 3


def main() -> None:
    """Run both ways for every seed, write the curves and print their ends."""
    parser = argparse.ArgumentParser(
        description="Compare critic distances with slices of their own and with shared slices."
    )
    parser.add_argument("--joint-steps", type=int, default=12)
    parser.add_argument("--seeds", default="0,1,2")
    parser.add_argument("--out", type=Path, default=Path("critic_distance.json"))
    options = parser.parse_args()
    model = HeartModel.load(default_model(2))
    source, target = slices(model, "mr"), slices(model, "ct")
    curves: dict[int, list[list[float]]] = {reuse: [] for reuse in REUSE}
    for seed in map(int, options.seeds.split(",")):
        for reuse in REUSE:
            curves[reuse].append(distances(model, source, target, reuse, seed, options.joint_steps))
            print(
                f"seed {seed}, slices used {reuse} times:", *(f"{value:.3f}" for value in curves[reuse][-1]), flush=True
            )
    options.out.write_text(json.dumps(curves), encoding="utf-8")
    for reuse, runs in curves.items():
        ends = [statistics.mean(run[-len(run) // 3 :]) for run in runs]
        print(
            f"used {reuse} times: mean of the last third {statistics.mean(ends):.3f}, by seed",
            *(f"{end:.3f}" for end in ends),
        )


def slices(model: HeartModel, modality: Literal["mr", "ct"]) -> list[Tensor]:
    """Normalized slices (N, H, W) of some virtual patients, as adaptation sees them."""
    found, settings = [], model.card.preprocessing
    for seed in range(PATIENTS):
        image, _ = make_patient(modality, seed)
        box = heart_box(locate_heart(image, model.localizer).center_mm, settings)
        found.append(torch.from_numpy(slices_of(prepare(image, box, settings).array, settings.plane)))
    return found


def distances(
    model: HeartModel, source: list[Tensor], target: list[Tensor], reuse: int, seed: int, joint_steps: int
) -> list[float]:
    """The critic distance at the end of every joint step."""
    device = pick_device("auto")
    settings = AdaptSettings(reuse=reuse, critic_width=model.card.network.width)
    pools = (SlicePool(volumes, None, device) for volumes in (source, target))
    stage = AdversarialStage(
        model.segmenter, model.card.network, settings, *pools, seed=seed, distributed=Distributed(device)
    )
    return [float(stage.joint_step()["critic_distance"]) for _ in range(joint_steps)]


if __name__ == "__main__":
    main()
