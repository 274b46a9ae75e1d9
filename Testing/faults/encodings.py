"""One CT in many encodings: is each segmented as the plain one is, or refused with its cause? Prints a table.

    python Testing/faults/encodings.py ../shared/data/encodings base3.nii.gz [NAME ...]

A zip is unpacked into a temporary folder first. Of each file: mean Dice over the structures of the reference, the
lowest of them with its name, both in the patient's space, and the mean voxel by voxel where the grids are of one size:
what lies elsewhere by its header has only that.
"""

from __future__ import annotations

import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.errors import from_exception
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.images.io.files import read_labels
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.job import SegmentJob
from CrossModalitySegLib.recipes import segment


def segmented(path: Path, folder: Path) -> Volume:
    """The label map of the one image in ``path``, a file, or a zip of a folder; raises what the recipe raises."""
    source = path
    if path.suffix == ".zip":
        source = folder / path.stem
        with zipfile.ZipFile(path) as archive:
            archive.extractall(source)
    result = segment.run(SegmentJob(inputs=(source,), out=folder / "out" / path.name, device="cpu"), Reporter())
    if len(result.outputs) != 1:
        raise AssertionError(f"{len(result.outputs)} results")
    return read_labels(result.outputs[0])


def dices(labels: np.ndarray, reference: np.ndarray) -> dict[str, float]:
    """Dice of each structure by its name, of two arrays (D, H, W)."""
    both = {
        structure.name: (labels == structure.value, reference == structure.value) for structure in HEART_4.structures
    }
    return {
        name: float(2 * (one & other).sum() / max(one.sum() + other.sum(), 1)) for name, (one, other) in both.items()
    }


def row(labels: Volume, reference: Volume) -> str:
    """What the table says of one result."""
    found = dices(labels.resampled(reference.geometry, "nearest").array, reference.array)
    lowest, same = min(found, key=lambda name: found[name]), labels.array.shape == reference.array.shape
    by_voxel = f"{np.mean(list(dices(labels.array, reference.array).values())):.4f}" if same else ""
    return f"{np.mean(list(found.values())):.4f} | {found[lowest]:.4f} {lowest} | {by_voxel}"


def outcome(path: Path, reference: Volume) -> str:
    """Its ``row``, or the sentence of the refusal."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return row(segmented(path, Path(folder)), reference)
        except Exception as error:
            return from_exception(error).sentence.replace(folder, "")


def main(folder: Path, reference: str, names: list[str]) -> None:
    """Print a line for each of ``names``, all files of ``folder`` if there are none."""
    with tempfile.TemporaryDirectory() as temporary:
        labels = segmented(folder / reference, Path(temporary))
    print("| file | Dice | lowest | voxel by voxel |\n|---|---|---|---|", flush=True)
    for path in sorted(folder / name for name in names) if names else sorted(folder.glob("*.[zn]i*")):
        print(f"| {path.name} | {outcome(path, labels)} |", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
