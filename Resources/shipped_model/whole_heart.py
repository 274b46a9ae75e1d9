"""What whole_heart.sh beside it does besides training: ``python Resources/shipped_model/whole_heart.py begin OUT.cms``
makes a 3D model of random weights with the localizer of Heart-virtual; ``... average BEFORE.cms AFTER.cms OUT.cms``
means the weights of a model before and after more training; ``... ship TRAINED.cms OUT.cms`` keeps the weights in one
byte each, rounded, and says in the card where they come from.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import torch
from PIL import Image
from torch import nn

from CrossModalitySegLib.anatomy import HEART_7
from CrossModalitySegLib.models.archive import THUMBNAIL
from CrossModalitySegLib.models.card import ModelCard, Provenance
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.models.library import Library
from CrossModalitySegLib.networks.architectures import build_network
from CrossModalitySegLib.presets import preset

RECIPE = Path(__file__).with_name("whole_heart.sh")
DATA = """Virtual patients alone, never a real image: every training step drew a new image from one of 509 tissue maps
of virtual chests, 382 with hearts after heart_s00 .. heart_s11 of Rodero et al., PLOS Comput Biol 17(4): e1008851, 2021
(doi:10.1371/journal.pcbi.1008851; Zenodo 4590294 and 4593739), deformed at random, 127 with parametric hearts. Real CT
was looked at to choose what to draw, and scored while it trained (thoracic CT of the TotalSegmentator test data,
LIDC-IDRI 0001 and 0003, against labels by watershed from seeds set by hand). The localizer is that of Heart-virtual.
Commands:
"""
AFTER = 0.75
"""Share of the weights after more training in the mean."""
STEPS, COLORS = 31, 128
"""Of weights and of the thumbnail: a repository packs both into two thirds of the space. The mean Dice on the real CT
changes by 0.001, with 15 steps it falls by 0.002.
"""

LICENSE = (
    "Weights: that of CrossModalitySeg. Heart anatomies: Rodero et al. 2021, CC BY 4.0. "
    "Parametric hearts and thorax: part of CrossModalitySeg."
)


def begin(out: Path) -> None:
    """Write ``out``: a network of random weights, seed 0."""
    torch.manual_seed(0)
    settings = preset("whole-heart").train
    box = settings.preprocessing.model_copy(update={"spacing_mm": 2.0, "size_px": 96, "depth_px": 96})
    card = ModelCard(
        name=out.stem,
        modality="any",
        labels=HEART_7,
        preprocessing=box,
        architecture=settings.architecture,
        network=settings.network,
        size="whole-heart",
        method="self-training",
        provenance=Provenance(data="None: random weights.", license="That of CrossModalitySeg."),
    )
    network = build_network(settings.architecture, settings.network, HEART_7.class_count)
    HeartModel(card, network, HeartModel.load(Library().find("Heart-virtual")).localizer).save(out)


def average(before: Path, after: Path, out: Path) -> None:
    """Write ``out``: weights between those of two models, nearer to the second (Wortsman et al., arXiv 2109.01903)."""
    first, second = HeartModel.load(before), HeartModel.load(after)
    earlier = first.segmenter.state_dict()
    mean = {name: torch.lerp(earlier[name], now, AFTER) for name, now in second.segmenter.state_dict().items()}
    second.segmenter.load_state_dict(mean)
    with zipfile.ZipFile(after) as archive:
        second.save(out, archive.read(THUMBNAIL))


@torch.no_grad()
def coarsen(network: nn.Module) -> None:
    """Round the weights of each output channel to ``STEPS`` of equal size on either side of zero."""
    for weight in network.parameters():
        if weight.ndim > 1:
            step = (weight.flatten(1).abs().amax(1) / STEPS).clamp_min(1e-12).view(-1, *[1] * (weight.ndim - 1))
            weight.copy_((weight / step).round() * step)


def few_colors(picture: bytes) -> bytes:
    """A PNG of ``COLORS``."""
    smaller = io.BytesIO()
    reduced = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
    reduced.save(smaller, "PNG", optimize=True)
    return smaller.getvalue()


def ship(trained: Path, out: Path) -> None:
    """Write ``out`` from ``trained``."""
    model = HeartModel.load(trained)
    coarsen(model.segmenter)
    with zipfile.ZipFile(trained) as archive:
        thumbnail = few_colors(archive.read(THUMBNAIL))
    commands = "\n".join(
        line
        for line in RECIPE.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.lstrip().startswith("#")
    )
    provenance = Provenance(data=DATA + commands, license=LICENSE)
    model.card = model.card.model_copy(update={"name": out.stem, "provenance": provenance})
    model.save(out, thumbnail, small=True)


if __name__ == "__main__":
    {"begin": begin, "average": average, "ship": ship}[sys.argv[1]](*map(Path, sys.argv[2:]))
