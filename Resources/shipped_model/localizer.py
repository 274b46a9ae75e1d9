"""Gives a model a heart localizer that has learned from virtual bodies from neck to thigh and from virtual chests.

    python Resources/shipped_model/localizer.py MODEL.cms ANATOMIES WORK OUT.cms

ANATOMIES is a folder of heart label volumes, WORK a folder for bodies and checkpoints. It goes on from the localizer of
MODEL. Some fifteen minutes of one core.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import numpy as np

from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.learning.distributed import SINGLE
from CrossModalitySegLib.learning.torso_training import Body, cached_bodies, train_on_bodies
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.phantoms.tissue_map import make_tissue_map
from CrossModalitySegLib.phantoms.torso import SPACING_MM, Torso

_BODIES, _CHESTS, _STEPS = 26, 22, 500
_THIN = 4
"""Chests are made at a quarter of the voxel size, since walls and coronaries vanish at the coarse one."""


def main(model: Path, anatomies: Path, work: Path, out: Path) -> None:
    hearts = sorted(anatomies.glob("heart_s0[0-8].nii.gz"))
    in_turn: list[Path | None] = [heart for pair in ((h, None) for h in hearts) for heart in pair]
    bodies = cached_bodies(work, in_turn, _BODIES, seed=9000)
    chests = []
    for number in range(_CHESTS):
        codes, grid = make_tissue_map(5000 + number, in_turn[number % len(in_turn)], SPACING_MM / _THIN)
        thin = np.ascontiguousarray(codes[::_THIN, ::_THIN, ::_THIN])
        chests.append(Body.of(Torso(thin, Geometry(thin.shape, (SPACING_MM,) * 3, grid.origin_mm))))
    read = HeartModel.load(model)
    checkpoint = work / "localizer.safetensors"
    # Every body counts twice, since it has more that is not a heart.
    read.localizer = train_on_bodies(
        bodies + bodies + chests,
        _STEPS,
        seed=2,
        checkpoint=checkpoint,
        distributed=SINGLE,
        reporter=Reporter(),
        initial=read.localizer,
    )
    with zipfile.ZipFile(model) as archive:
        thumbnail = archive.read("thumbnail.png")
    read.save(out, thumbnail, small=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]))
