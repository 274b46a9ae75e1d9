"""A whole CT end to end with the papers' 2D network at its full size, beside networks that people would run instead."""

from __future__ import annotations

import time
from collections import defaultdict
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import numpy as np
import torch
from torch import Tensor, nn

from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.inference import predictor, segment_volume
from CrossModalitySegLib.job import SegmentJob
from CrossModalitySegLib.models.card import ModelCard, Provenance
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.models.library import default_model
from CrossModalitySegLib.networks.precision import pick_device
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.recipes.segment import run
from CrossModalitySegLib.settings import NetworkSettings, Preprocessing
from harness import Row, Size, in_process, peak_gb, timed
from peers import PEERS, WINDOWS, peer_s
from volumes import CT, large_grid, made_up, thoracic

from .machine import number_formats


def measure(size: Size) -> list[Row]:
    """Ours against nnU-Net's plan in both number formats and Auto3DSeg's SegResNet, and what ours spends besides
    predicting.
    """
    with TemporaryDirectory() as folder:
        ct, model = inputs(Path(folder), size)
        ours, everywhere = [], []
        peers: dict[str, list[float]] = defaultdict(list)
        for number in range(1 if size.quick else 2):
            ours.append(_segment(ct, model, Path(folder) / f"out{number}", heart_only=True))
            everywhere.append(_segment(ct, model, Path(folder) / f"all{number}", heart_only=False))
            for name, peer in PEERS.items():
                for number_format, dtype in number_formats(pick_device("auto")).items():
                    peers[f"{name}, {number_format}"].append(peer_s(peer(), dtype, size))
        (best, predicted), (worst, _) = min(ours), min(everywhere)
        scale = "whole volume" if size.whole_peers else f"one window x {WINDOWS}"
        shown = "a real CT" if CT.exists() else "made-up noise, in which no heart is found, so every slice is computed"
        goals = {"nnU-Net 3D plan, float32": 10.0, "nnU-Net 3D plan, bfloat16": 3.5}
        rows = [
            Row(
                f"2D at the paper's size, end to end / {name}",
                best,
                reference=min(times),
                goal_reference=goals.get(name),
                note=f"{shown}; random weights, {scale}",
            )
            for name, times in peers.items()
        ]
        rows.append(
            Row(
                "2D, where structures go on to the edge",
                worst,
                note="the part near the heart, then all slices: the worst case",
            )
        )
        share = Row(
            "2D, share not spent predicting",
            1 - predicted / best,
            "",
            most=0.25,
            note=f"{best - predicted:.2f} s of {best:.2f} s",
        )
        return [
            *rows,
            share,
            Row(
                "2D, 512 x 512 x 400 CT, peak",
                peak_gb("parts.whole_slices:large", size.quick),
                "GB",
                most=2.5,
                note="beyond the import of torch",
            ),
        ]


def inputs(folder: Path, size: Size) -> tuple[Path, Path]:
    """The CT and a model of the paper's size (a small one if quick) with random weights."""
    settings = Preprocessing(size_px=64, depth_px=16, spacing_mm=4.0) if size.quick else Preprocessing()
    network = NetworkSettings(width=8) if size.quick else NetworkSettings()
    localizer = HeartModel.load(default_model(2)).localizer
    about = {
        "name": "random",
        "modality": "ct",
        "size": "paper",
        "method": "dou2018",
        "cut_slices": True,
        "provenance": Provenance(data="none", license="none"),
    }
    card = ModelCard(preprocessing=settings, network=network, **about)  # type: ignore[arg-type]
    torch.manual_seed(0)
    model = HeartModel(card, Segmenter(network, class_count=5), localizer).save(folder / "random.cms")
    return thoracic(folder), model


def _segment(ct: Path, model: Path, out: Path, *, heart_only: bool) -> tuple[float, float]:
    """Time in s of the recipe, and the part of it inside the network.

    Random weights show structures everywhere. With ``heart_only`` that part of the slices is computed in which the
    heart localizer, which is that of the model that ships, expects the heart, and nothing else: as if the network's
    structures ended there, as trained ones do. Nor do random structures have a middle on which the box could be
    centered, so it is looked at once.
    """
    inside = [0.0]
    original = predictor._logits

    def measured(network: nn.Module, x: Tensor, dtype: torch.dtype) -> Tensor:
        found: list[Tensor] = []
        inside[0] += timed(lambda: found.append(original(network, x, dtype)))
        return found[0]

    following = predictor._next

    def next_in_heart(done: range, expected: range, labels: np.ndarray, batch: int) -> range:
        return following(done, expected, labels, batch) if done.stop < expected.stop else range(0)

    with (
        patch.object(predictor, "_logits", measured),
        patch.object(predictor, "_next", next_in_heart if heart_only else following),
        patch.object(segment_volume, "_goes_on", lambda *_: False) if heart_only else nullcontext(),
        patch.object(segment_volume, "OFF_CENTER_MM", float("inf")),
    ):
        start = time.perf_counter()
        run(SegmentJob(inputs=(ct,), out=out, model=model, force=True), Reporter())
        return time.perf_counter() - start, inside[0]


def large(quick: bool) -> None:
    """Segment a made-up CT of 512 x 512 x 400 voxels, for the measurement of memory.

    The file is written by a process of its own. Of the slices only two batches are computed: the others would need no
    more.
    """
    few = predictor._next

    def next_of_two_batches(done: range, expected: range, labels: np.ndarray, batch: int) -> range:
        return few(done, expected, labels, batch) if len(done) < 2 * batch else range(0)

    with TemporaryDirectory() as folder, patch.object(predictor, "_next", next_of_two_batches):
        in_process("parts.whole_slices:write_large", folder, quick)
        run(
            SegmentJob(
                inputs=(Path(folder) / "large.nii.gz",),
                out=Path(folder) / "out",
                model=Path(folder) / "random.cms",
                force=True,
            ),
            Reporter(),
        )


def write_large(folder: str, quick: bool) -> None:
    """The CT and the model of ``large``."""
    inputs(Path(folder), Size(quick=quick))
    made_up(Path(folder) / "large.nii.gz", large_grid(quick))
