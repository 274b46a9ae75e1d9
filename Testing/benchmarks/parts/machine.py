"""What the machine can do: products of large matrices, in both number formats."""

from __future__ import annotations

import torch

from CrossModalitySegLib.networks.precision import pick_device
from harness import Row, Size, interleaved


def measure(size: Size) -> list[Row]:
    """Rates in TFLOP/s of square matrix products, large enough to be bound by arithmetic alone."""
    device = pick_device("auto")
    side = 512 if size.quick else 8192 if device.type == "cuda" else 2048
    matrix = torch.randn(side, side, device=device)
    formats = {"float32": torch.float32, "bfloat16": torch.bfloat16}
    matrices = {name: matrix.to(dtype) for name, dtype in formats.items()}
    times = interleaved({name: lambda m=m: m @ m for name, m in matrices.items()}, size.rounds)
    return [Row(f"matrix product, {name}", 2 * side**3 / elapsed / 1e12, "TFLOP/s") for name, elapsed in times.items()]
