"""Payer et al., STACOM 2017 (doi:10.1007/978-3-319-75541-0_20): find the heart, then segment its region in 3D. Learns
from labels.

The papers' reference for supervised training. The heart is found as everywhere here; the paper has a network of its own
for its middle.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from ..events import Reporter, Result
from ..files import replacing
from ..images.datasets import Subject
from ..images.preprocessing import heart_box, prepare
from ..images.volume import Volume
from ..inference.localization import locate_heart
from ..inference.regridding import on_grid
from ..label_set import LabelSet
from ..learning.checkpoint import discard_checkpoint
from ..learning.volumetric import fit_volumes
from ..networks.localizer import HeartLocalizer
from ..networks.precision import autocast, resolve_precision
from ..networks.spatial_configuration import SpatialConfigurationNet
from ..recipes.cases import labeled_cases
from ..settings import Preprocessing, TrainSettings

REGION = Preprocessing(plane="axial", spacing_mm=3, size_px=64, depth_px=64)
"""64 x 64 x 64 voxels of 3 mm, as the released code has them for CT (for MR 4 mm)."""


def train(
    out: Path,
    subjects: list[Subject],
    label_set: LabelSet,
    settings: TrainSettings,
    seed: int,
    device: torch.device,
    reporter: Reporter,
) -> Result:
    """Train the network on labeled subjects, with as many updates as ``settings`` give to every other supervised
    method.

    Args:
        out: Weights to write (.safetensors); the checkpoint lies beside it.
        subjects: Labeled subjects.
        label_set: The structures.
        settings: Those of the benchmark: ``steps`` and the size of the network.
        seed: Of weights and samples.
        device: Where to train.
        reporter: Who is told how far it is, and who may ask for a stop.

    Returns:
        The file, and the curves in the summary.

    Raises:
        UserError: ``Stopped``; started again, it goes on from the checkpoint.
    """
    cases = labeled_cases(subjects, REGION, label_set, reporter.part(0, 0.1))
    torch.manual_seed(seed)
    checkpoint = out.with_suffix(".work") / "network.safetensors"
    checkpoint.parent.mkdir(parents=True, exist_ok=True)
    regions = [(case.slices, case.labels) for case in cases]
    network, curves = fit_volumes(
        _network(settings, label_set),
        regions,
        settings.steps,
        seed=seed,
        checkpoint=checkpoint,
        device=device,
        reporter=reporter.part(0.1, 1),
    )
    with replacing(out) as temporary:
        save_file({name: tensor.cpu().contiguous() for name, tensor in network.state_dict().items()}, temporary)
    discard_checkpoint(checkpoint)
    return Result(outputs=[out], summary={"curves": curves})


def load(weights: Path, label_set: LabelSet, settings: TrainSettings) -> SpatialConfigurationNet:
    """The network that ``train`` wrote.

    Args:
        weights: Its file (.safetensors).
        label_set: The structures, as of its training.
        settings: Those of its training.

    Returns:
        The network on the CPU, in evaluation mode.
    """
    network = _network(settings, label_set)
    network.load_state_dict(load_file(weights))
    return network.eval()


@torch.inference_mode()
def segment(
    volume: Volume, network: SpatialConfigurationNet, localizer: HeartLocalizer, device: torch.device
) -> Volume:
    """Segment a volume.

    Args:
        volume: Image (D, H, W) of any direction.
        network: What ``load`` returned.
        localizer: Finds the heart.
        device: Where to compute.

    Returns:
        Class indices on the grid of ``volume``, uint8, all pieces of a structure.
    """
    box = heart_box(locate_heart(volume, localizer.to(device)).center_mm, REGION)
    image = torch.from_numpy(prepare(volume, box, REGION).array).to(device)
    with autocast(device, resolve_precision("auto", device)):
        logits = network.to(device)(image[None, None])[0]
    probabilities = (255 * logits.float().softmax(0)).round().byte().cpu().numpy()
    labels = probabilities.argmax(axis=0).astype(np.uint8)
    return on_grid(probabilities, labels, labels, box, volume.geometry)


def _network(settings: TrainSettings, label_set: LabelSet) -> SpatialConfigurationNet:
    """Twice as wide as the 2D segmenter, which makes its training take about as long."""
    return SpatialConfigurationNet(2 * settings.network.width, label_set.class_count)
