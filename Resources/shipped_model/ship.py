"""Makes the archive that ships from a trained model: a card that says where it comes from, and weights in a quarter of
the space.

``python Resources/shipped_model/ship.py TRAINED.cms RESULTS.json OUT.cms``; make.sh beside it does all that comes
before.
"""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

from CrossModalitySegLib.models.archive import THUMBNAIL
from CrossModalitySegLib.models.card import Provenance
from CrossModalitySegLib.models.heart_model import HeartModel

RECIPE = Path(__file__).with_name("make.sh")
DATA = """Virtual patients alone, never a real image: 41 usual CT (20 parametric hearts, 21 on nine real anatomies),
then 72 varied CT (24 parametric, 48 on the same nine anatomies), then 48 varied CT and 24 varied MR with these
hearts, also as single axial and sagittal slices. The anatomies are heart_s00 .. heart_s08 of Rodero et al., PLOS
Comput Biol 17(4): e1008851, 2021 (doi:10.1371/journal.pcbi.1008851; Zenodo 4590294 and 4593739), voxelized, deformed
at random and set into a virtual thorax. dice_... are means over 12 varied CT patients, eight of them with the unseen
anatomies s09 .. s11. A real chest CT was looked at to choose what to vary and when to stop; real slices (CHD68,
HVSMR-2.0) were scored after the fourth training, to see whether single slices work. Commands:
"""
LICENSE = (
    "Weights: that of CrossModalitySeg. Heart anatomies: Rodero et al. 2021, CC BY 4.0. "
    "Parametric hearts and thorax: part of CrossModalitySeg."
)


def main(trained: Path, results: Path, out: Path) -> None:
    """Write ``out`` with the weights of ``trained`` in one byte each and the scores of ``results`` (from `evaluate`) in
    its card.
    """
    model = HeartModel.load(trained)
    with zipfile.ZipFile(trained) as archive:
        thumbnail = archive.read(THUMBNAIL)
    (row,) = json.loads(results.read_text(encoding="utf-8"))["rows"]
    commands = "\n".join(
        line
        for line in RECIPE.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.lstrip().startswith("#")
    )
    scores = {f"dice_{name}": round(value, 4) for name, value in row["dice"].items()}
    changes = {
        "name": out.stem,
        "provenance": Provenance(data=DATA + commands, license=LICENSE),
        "metrics": model.card.metrics | scores,
    }
    model.card = model.card.model_copy(update=changes)
    print(model.save(out, thumbnail, small=True))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
