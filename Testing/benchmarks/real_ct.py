"""Dice of the 3D model that ships on the real CT in ../shared/data, whole and cut, and the Dice that it expects.

    python Testing/benchmarks/real_ct.py docs/results [MODEL]

Writes the three tables of the results page. The labels are by watershed from seeds set by hand; where AA and PA end at
the top is a convention, so both are compared up to the lower of both upper ends: AA at least up to the top of LA, PA at
least to half of its label.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from CrossModalitySegLib.anatomy import HEART_4, HEART_7, LA
from CrossModalitySegLib.images.io.files import read_labels, read_volume
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.inference.segment_volume import segment_volume
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.models.library import default_model
from scans import DATA, SCANS

FOUR = [structure.name for structure in HEART_4.structures]
OTHERS = [structure.name for structure in HEART_7.structures if structure.name not in FOUR]
BOX_MM = 120.0
COMMAND = "python Testing/benchmarks/real_ct.py docs/results"


def main(out: Path, model: HeartModel) -> None:
    """Segment, print, and write the tables."""
    whole, expected, cut = [], [], []
    for scan, (image_file, label_file) in SCANS.items():
        image, truth = read_volume(DATA / image_file), read_labels(DATA / label_file, HEART_7)
        found = segment_volume(image, model, device="cpu")
        scores = dice(found.labels.array, truth.array)
        whole.append([scan, *_row(scores), *(f"{scores[name]:.2f}" for name in OTHERS)])
        print(*whole[-1], sep="\t", flush=True)
        if found.expected_dice is not None:
            expected.append([scan, *(f"{found.expected_dice[name]:.2f}" for name in (*FOUR, *OTHERS))])
            print("expected", *expected[-1], sep="\t", flush=True)
        if not cut:
            for part, where in _parts(truth).items():
                labels = segment_volume(image.part(where), model, device="cpu").labels.array
                cut.append([part, *_row(dice(labels, truth.array[where]))])
                print(*cut[-1], sep="\t", flush=True)
    name = f"`{model.card.name}`"
    columns = [*FOUR, "mean"]
    _write(
        out / "whole-heart-on-real-ct.json", f"{name}: Dice on real contrast CT", ["real CT", *columns, *OTHERS], whole
    )
    _write(
        out / "whole-heart-on-cut-ct.json",
        f"{name}: Dice where the chest CT is cut",
        ["part of the chest CT", *columns],
        cut,
    )
    title = f"{name}: expected Dice on the real CT"
    _write(out / "whole-heart-expected-dice.json", title, ["real CT", *FOUR, *OTHERS], expected)


def dice(found: NDArray[np.uint8], truth: NDArray[np.uint8]) -> dict[str, float]:
    """Dice of each structure of ``truth``; both are class indices (D, H, W) from feet to head."""
    scores = {}
    for structure in HEART_7.structures:
        ours, own = found == structure.value, truth == structure.value
        if not own.any():
            continue
        if structure.name in ("AA", "PA"):
            levels = np.flatnonzero(own.any((1, 2)))
            least = _top(truth == LA.value) if structure.name == "AA" else int(levels[0] + levels[-1]) // 2
            end = max(min(_top(ours), _top(own)), least) + 1
            ours, own = ours[:end], own[:end]
        scores[structure.name] = float(2 * (ours & own).sum() / (ours.sum() + own.sum()))
    return scores


def _top(mask: NDArray[np.bool_]) -> int:
    """The highest slice that holds some of it; -1 if none does."""
    return int(np.flatnonzero(mask.any((1, 2))).max(initial=-1))


def _parts(truth: Volume) -> dict[str, tuple[slice, slice, slice]]:
    """Parts of the scan: both halves of the labeled heart with all that lies above or below, and a box about it."""
    places = np.argwhere((truth.array > 0) & (truth.array <= len(FOUR)))
    middle = (places.min(0) + places.max(0)) / 2
    rows, half = slice(0, truth.array.shape[1]), round(float(middle[0]))
    columns, depth = slice(0, truth.array.shape[2]), truth.array.shape[0]
    box = []
    for at, spacing_mm, side in zip(middle, truth.geometry.spacing_mm, truth.array.shape, strict=True):
        reach = BOX_MM / 2 / spacing_mm
        box.append(slice(max(round(at - reach), 0), min(round(at + reach), side)))
    return {
        "upper half": (slice(half, depth), rows, columns),
        "lower half": (slice(0, half), rows, columns),
        "box of 12 cm": (box[0], box[1], box[2]),
    }


def _row(scores: Mapping[str, float]) -> list[str]:
    return [*(f"{scores[name]:.2f}" for name in FOUR), f"{np.mean([scores[name] for name in FOUR]):.3f}"]


def _write(path: Path, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    content = {"title": title, "command": COMMAND, "columns": columns, "rows": rows}
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), HeartModel.load(Path(sys.argv[2]) if len(sys.argv) > 2 else default_model()))
