"""How long the interface stands still while a result is taken into the scene: the longest step between two turns of the
event loop.

``python Testing/benchmarks/scene_blocks.py [I J K]`` (default 466 334 382), on slicer-core, without views: a heart of
ellipsoids that fills the part of the volume that it fills in a chest CT (a third of each axis), and one that fills
nearly all of it, as in a cropped coronary CT. CPU time: what else the machine does is not counted.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[2] / "CrossModalitySeg"), str(Path(__file__).parents[1])]

import numpy as np  # noqa: E402
import slicer  # noqa: E402
from stand_ins import install  # noqa: E402

install()

from CrossModalitySegLib.images.io.files import read_volume, write_labels  # noqa: E402
from CrossModalitySegLib.images.volume import Volume  # noqa: E402
from CrossModalitySegLib.scene import segmentations, tables  # noqa: E402
from CrossModalitySegLib.scene.export import write_volume  # noqa: E402
from CrossModalitySegLib.scene.volumes import take_snapshot  # noqa: E402


def heart(shape: tuple[int, int, int], share: float) -> np.ndarray:
    """Class indices (D, H, W): LV in Myo, LA and AA above, within ``share`` of each axis about the middle."""
    labels = np.zeros(shape, np.uint8)
    axes = np.ogrid[tuple(slice(-1 / share, 1 / share, size * 1j) for size in shape)]
    for index, center, radius in (
        (1, (-0.4, 0, 0), 0.6),
        (3, (-0.4, 0, 0), 0.45),
        (2, (0.35, 0.4, 0.2), 0.35),
        (4, (0.6, -0.4, -0.2), 0.25),
    ):
        squares = [((axis - middle) / radius) ** 2 for axis, middle in zip(axes, center, strict=True)]
        labels[squares[0] + squares[1] + squares[2] < 1] = index
    return labels


def steps(file: Path, snapshot: Any) -> Iterator[str]:
    """What ``SegmentTask`` does with a result, step by step, as the pump takes them."""
    reading = segmentations.read_segmentation(file, snapshot)
    while True:
        try:
            next(reading)
        except StopIteration as end:
            node = end.value
            break
        yield "read and build"
    yield "read and build"
    node = segmentations.place(node, snapshot, slicer.mrmlScene)
    yield "place"
    volumes = tables.volumes_ml(node)
    yield "count"
    tables.statistics_table(node, volumes)
    yield "table"


def main() -> None:
    """Print the longest step of each part."""
    i, j, k = (int(argument) for argument in sys.argv[1:4]) if len(sys.argv) > 3 else (466, 334, 382)
    for share in (1 / 3, 0.95):
        node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "Chest")
        slicer.util.updateVolumeFromArray(node, np.arange(k * j * i, dtype=np.int16).reshape(k, j, i))
        with tempfile.TemporaryDirectory() as folder:
            for _ in write_volume(node, Path(folder) / "input.nrrd"):
                pass
            grid = read_volume(Path(folder) / "input.nrrd").geometry
            file = write_labels(
                Path(folder) / "input.seg.nrrd", Volume(heart(grid.shape, share), grid), reference_name="input.nrrd"
            )
            longest: dict[str, float] = {}
            total_s = before_s = time.process_time()
            for part in steps(file, take_snapshot(node)):
                now_s = time.process_time()
                longest[part] = max(longest.get(part, 0.0), now_s - before_s)
                before_s = now_s
            total_s = before_s - total_s
        shown = ", ".join(f"{part} {seconds:.3f} s" for part, seconds in longest.items())
        print(
            f"{i} x {j} x {k}, heart over {share:.0%} of each axis: longest step of {shown}; all together "
            f"{total_s:.2f} s"
        )
        slicer.mrmlScene.Clear(0)


if __name__ == "__main__":
    main()
