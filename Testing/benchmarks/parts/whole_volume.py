"""A whole CT end to end with the 3D model that ships, from the file to the written segmentation, beside the networks
that people would run instead.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import torch

from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.inference import predictors
from CrossModalitySegLib.job import SegmentJob
from CrossModalitySegLib.models.library import default_model
from CrossModalitySegLib.networks.precision import pick_device
from CrossModalitySegLib.recipes.segment import run
from harness import Row, Size, in_process, peak_gb, timed
from peers import PEERS, WINDOWS, peer_s
from volumes import CT, large_grid, made_up, thoracic

from .machine import number_formats


def measure(size: Size) -> list[Row]:
    """Ours, in each number format, against the peers in the same one; then the memory that a large CT takes."""
    ours: dict[str, list[float]] = defaultdict(list)
    peers: dict[str, list[float]] = defaultdict(list)
    with TemporaryDirectory() as folder:
        ct = thoracic(Path(folder))
        for number in range(1 if size.quick else 3):
            for number_format, dtype in number_formats(pick_device("auto")).items():
                out = Path(folder) / f"{number_format}{number}"
                ours[number_format].append(timed(lambda dtype=dtype, out=out: _segment(ct, out, dtype)))
                for name, peer in PEERS.items():
                    peers[f"{name}, {number_format}"].append(peer_s(peer(), dtype, size))
    scale = "whole volume" if size.whole_peers else f"one window x {WINDOWS}"
    shown = "a real CT" if CT.exists() else "made-up noise"
    rows = [
        Row(
            f"end to end / {name}",
            min(ours[name.rpartition(", ")[2]]),
            reference=min(times),
            goal_reference=8.0 if name.startswith("nnU-Net") else None,
            note=f"{shown}, boundaries refined; the other network alone, random weights, {scale}",
        )
        for name, times in peers.items()
    ]
    peak = peak_gb("parts.whole_volume:large", size.quick)
    return [*rows, Row("512 x 512 x 400 CT, peak", peak, "GB", most=2.5, note="beyond the import of torch")]


def _segment(ct: Path, out: Path, dtype: torch.dtype) -> None:
    """Without a look at whether there is a heart, since made-up noise has none."""
    with patch.object(predictors, "resolve_precision", lambda *_: dtype):
        run(SegmentJob(inputs=(ct,), out=out, model=default_model(3), force=True), Reporter())


def large(quick: bool) -> None:
    """Segment a made-up CT of 512 x 512 x 400 voxels, which a process of its own writes, for the measurement of
    memory.
    """
    with TemporaryDirectory() as folder:
        in_process("parts.whole_volume:write_large", folder, quick)
        _segment(Path(folder) / "large.nii.gz", Path(folder) / "out", torch.float32)


def write_large(folder: str, quick: bool) -> None:
    """The CT of ``large``."""
    made_up(Path(folder) / "large.nii.gz", large_grid(quick))
