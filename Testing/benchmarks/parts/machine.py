"""What the machine can do: products of large matrices, in the number formats that it has in hardware."""

from __future__ import annotations

import torch

from CrossModalitySegLib.networks.precision import pick_device, resolve_precision
from harness import Row, Size, interleaved


def measure(size: Size) -> list[Row]:
    """Rates in TFLOP/s of square matrix products, large enough to be bound by arithmetic alone."""
    device = pick_device("auto")
    side = 512 if size.quick else 8192 if device.type == "cuda" else 2048
    matrix = torch.randn(side, side, device=device)
    matrices = {name: matrix.to(dtype) for name, dtype in number_formats(device).items()}
    times = interleaved({name: lambda m=m: m @ m for name, m in matrices.items()}, size.rounds)
    return [Row(f"matrix product, {name}", 2 * side**3 / elapsed / 1e12, "TFLOP/s") for name, elapsed in times.items()]


def number_formats(device: torch.device) -> dict[str, torch.dtype]:
    """float32, and bfloat16 where it is not emulated, which would take minutes."""
    return {str(dtype).removeprefix("torch."): dtype for dtype in (torch.float32, resolve_precision("auto", device))}
