"""Forward pass of the full-width segmenter on one slice, in both number formats.

The printed table compares the medians; the number in brackets is the ratio to the faster one. Processors without
bfloat16 arithmetic emulate it, and there float32 wins.
"""

from __future__ import annotations

import pytest
import torch
from pytest_benchmark.fixture import BenchmarkFixture

from CrossModalitySegLib.networks.precision import autocast, pick_device
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.settings import NetworkSettings


@pytest.mark.benchmark(group="segmenter, one slice of 256 x 256")
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16], ids=["float32", "bfloat16"])
def test_forward(benchmark: BenchmarkFixture, dtype: torch.dtype) -> None:
    device = pick_device("auto")
    torch.manual_seed(0)
    network = Segmenter(NetworkSettings()).to(device, memory_format=torch.channels_last).eval()
    slices = torch.randn(1, 3, 256, 256, device=device).to(memory_format=torch.channels_last)

    def forward() -> torch.Tensor:
        # The copy to the host waits for the device, so the clock sees the whole computation.
        with torch.inference_mode(), autocast(device, dtype):
            return network(slices).float().cpu()

    logits = benchmark.pedantic(forward, rounds=5, warmup_rounds=1)
    assert logits.shape == (1, 5, 256, 256)
    assert torch.isfinite(logits).all()
