"""A method of one's own in the benchmark: Tent (Wang et al., ICLR 2021, arXiv 2006.10726), which makes predictions
surer.

PYTHONPATH=docs/how-to crossmodalityseg benchmark --data virtual --out report --methods noDA,dou2018,own_method:Tent
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from CrossModalitySegLib.images.io.files import read_volume
from CrossModalitySegLib.images.preprocessing import heart_box, prepare, slices_of
from CrossModalitySegLib.inference.localization import locate_heart
from CrossModalitySegLib.methods import Given, Method
from CrossModalitySegLib.models.heart_model import HeartModel

STEPS, BATCH, LEARNING_RATE = 100, 8, 1e-3


def tent(given: Given) -> None:
    """Change scale and shift of every batch norm until predictions on the target have little entropy."""
    torch.manual_seed(given.seed)
    model = HeartModel.load(given.source_model)
    slices = _target_slices(given, model)
    network = model.segmenter.to(given.device).train()
    weights = [
        weight for layer in network.modules() if isinstance(layer, nn.BatchNorm2d) for weight in layer.parameters()
    ]
    optimizer = torch.optim.Adam(weights, LEARNING_RATE)
    for _ in range(STEPS):
        batch = slices[torch.randint(len(slices), (BATCH,))].to(given.device)
        p = network(batch).softmax(dim=1)
        entropy = -(p * p.clamp_min(1e-6).log()).sum(dim=1).mean()
        optimizer.zero_grad()
        entropy.backward()
        optimizer.step()
    card = model.card.model_copy(update={"name": given.out.stem, "modality": given.target_modality})
    HeartModel(card, network.eval().cpu(), model.localizer).save(given.out)


def _target_slices(given: Given, model: HeartModel) -> Tensor:
    """Every slice of the heart with its two neighbors: (N, 3, H, W), normalized."""
    box = model.card.preprocessing
    stacks = []
    for path in given.target_images:
        volume = read_volume(path)
        center_mm = locate_heart(volume, model.localizer).center_mm
        slices = torch.from_numpy(slices_of(prepare(volume, heart_box(center_mm, box), box).array, box.plane))
        stacks.append(torch.stack([slices[:-2], slices[1:-1], slices[2:]], dim=1))
    return torch.cat(stacks)


Tent = Method("Source model, entropy of its predictions minimized (Tent)", make=tent)
