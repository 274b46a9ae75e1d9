"""The 3D networks that people would run instead, with random weights, over the windows that a whole CT takes."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import nn

from CrossModalitySegLib.networks.precision import autocast, pick_device
from harness import Size, timed
from volumes import GRID

WINDOW, WINDOWS = (128, 128, 128), 12
"""What MONAI's sliding window takes with an overlap of 0.5 on ``GRID``: 2 x 2 x 3 windows."""


def nnunet() -> nn.Module:
    """The network of nnU-Net's 3D full-resolution plan, as MONAI's DynUNet: six levels, 32 to 320 filters (Isensee et
    al. 2021).
    """
    from monai.networks.nets import DynUNet

    kernels, strides = [[3] * 3] * 6, [[1] * 3] + [[2] * 3] * 5
    filters = [32, 64, 128, 256, 320, 320]
    norm, act = ("INSTANCE", {"affine": True}), ("leakyrelu", {"negative_slope": 0.01, "inplace": True})
    return DynUNet(
        3, 1, 5, kernels, strides, strides[1:], filters=filters, norm_name=norm, act_name=act, res_block=False
    )


def segresnet() -> nn.Module:
    """The network of Auto3DSeg's SegResNet template."""
    from monai.networks.nets import SegResNet

    return SegResNet(
        spatial_dims=3,
        init_filters=32,
        in_channels=1,
        out_channels=5,
        blocks_down=(1, 2, 2, 4, 4),
        blocks_up=(1, 1, 1, 1),
        norm="INSTANCE",
    )


PEERS: dict[str, Callable[[], nn.Module]] = {"nnU-Net 3D plan": nnunet, "Auto3DSeg SegResNet": segresnet}


def peer_s(network: nn.Module, dtype: torch.dtype, size: Size) -> float:
    """Time in s of a peer's prediction of the whole volume, from one window unless all are wanted."""
    from monai.inferers import sliding_window_inference

    device = pick_device("auto")
    network = network.eval().to(device)
    window = (64, 64, 64) if size.quick else WINDOW
    volume = torch.randn(1, 1, *(GRID.shape if size.whole_peers else window), device=device)

    def predict() -> None:
        with torch.inference_mode(), autocast(device, dtype):
            sliding_window_inference(volume, window, 1, network, overlap=0.5)

    if device.type == "cuda":
        predict()  # the first call chooses kernels; on a CPU it costs nothing but time
    return timed(predict) * (1 if size.whole_peers else WINDOWS)
