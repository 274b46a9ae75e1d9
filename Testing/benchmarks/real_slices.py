"""Dice of LV, LA and aorta on the real slices in ../shared/data, each slice by itself and in a figure.

    crossmodalityseg segment ../shared/data/chd68_ct_slices/images --out segmentations --format nii.gz
    python Testing/benchmarks/real_slices.py segmentations ../shared/data/chd68_ct_slices slices.png

The hearts have congenital disease; nothing tells the program the size of a pixel, nor that the CT slices are mirrored.
A structure counts where it fills more than 1 % of the image. The aorta of the masks goes on into arch and descending
part, ours is the ascending one.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image

from CrossModalitySegLib.anatomy import AA, HEART_7, LA, LV
from CrossModalitySegLib.images.io.files import read_labels
from CrossModalitySegLib.label_set import Structure
from CrossModalitySegLib.recipes.segment import Record

RED, BLUE, YELLOW, GREEN, CYAN = (255, 0, 0), (0, 0, 255), (255, 255, 0), (0, 255, 0), (0, 255, 255)
COLORS: dict[str, dict[Structure, tuple[int, int, int]]] = {
    "chd68_ct_slices": {LV: RED, LA: BLUE, AA: CYAN},
    "hvsmr2_mr_slices": {LV: RED, LA: YELLOW, AA: GREEN},
}
SMALLEST = 0.01
"""Share of the image that a structure must fill to count."""


def main(predictions: Path, folder: Path, image_file: Path | None) -> None:
    """Print the Dice of every slice and their means; draw image, true and found structures side by side into
    ``image_file``.
    """
    colors = COLORS[folder.name]
    scores: dict[str, list[float]] = {structure.name: [] for structure in colors}
    rows = []
    for file in sorted((folder / "images").glob("*.png")):
        mask = np.array(Image.open(folder / "masks" / file.name).convert("RGB"))
        found = read_labels(predictions / f"{file.stem}.nii.gz", HEART_7).array[0]
        record = Record.model_validate_json((predictions / f"{file.stem}.json").read_bytes())
        true = np.zeros(found.shape, dtype=np.uint8)
        scored = []
        for structure, color in colors.items():
            own = (mask == color).all(axis=-1)
            true[own] = structure.value
            if own.mean() > SMALLEST:
                scores[structure.name].append(dice(own, found == structure.value))
                scored.append(f"{structure.name} {scores[structure.name][-1]:.2f}")
        side_mm = max(found.shape) * (record.pixel_mm or (0.0, 0.0))[0]
        print(f"{file.stem:12} {side_mm:4.0f} mm wide ({record.pixel_source})  {'  '.join(scored)}")
        rows.append(
            (
                np.array(Image.open(file).convert("L")),
                true,
                found,
                f"{file.stem}: {', '.join(scored) or 'none is large enough'}",
            )
        )
    for name, values in scores.items():
        print(f"{name}: mean {np.mean(values):.3f} of {len(values)} slices")
    if image_file is not None:
        _draw(rows, image_file)


def dice(a: NDArray[np.bool_], b: NDArray[np.bool_]) -> float:
    """Overlap of two masks, not both empty."""
    return float(2 * (a & b).sum() / (a.sum() + b.sum()))


def _draw(rows: list[tuple[NDArray, NDArray, NDArray, str]], image_file: Path) -> None:
    palette = np.zeros((1 + len(HEART_7.structures), 3))
    for structure in HEART_7.structures:
        palette[structure.value] = np.array(structure.color) / 255
    columns = 4
    figure = Figure(figsize=(5.2 * columns, 2.0 * -(-len(rows) // columns)), layout="tight")
    for number, (image, true, found, title) in enumerate(rows):
        axes = figure.add_subplot(-(-len(rows) // columns), columns, number + 1)
        gray = np.repeat(image[:, :, None] / 255, 3, axis=2)
        views = [
            gray,
            *(np.where((labels > 0)[:, :, None], 0.4 * gray + 0.6 * palette[labels], gray) for labels in (true, found)),
        ]
        axes.imshow(np.concatenate([view[::2, ::2] for view in views], axis=1))
        axes.set_title(title, fontsize=8)
        axes.axis("off")
    figure.savefig(image_file, dpi=70)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else None)
