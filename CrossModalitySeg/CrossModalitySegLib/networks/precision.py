"""Which device computes, and in which number format."""

from __future__ import annotations

import os

import torch

from ..errors import Code, UserError
from ..settings import Precision

_NAMES = "Choose auto, cpu, cuda, cuda:N or mps."

# Linux hands out memory in pages of 4 KiB, each at its first use; feature maps in pages of 2 MiB save a twentieth of a
# training step.
# PyTorch reads this at its first large tensor, and other systems ignore it.
os.environ.setdefault("THP_MEM_ALLOC_ENABLE", "1")


def pick_device(name: str) -> torch.device:
    """Find a device.

    Args:
        name: "auto" (the first CUDA GPU, else the CPU), "cpu", "cuda", "cuda:N" or "mps", the GPU of an Apple computer.

    Returns:
        The device. What it can do was not tried.

    Raises:
        UserError: NO_DEVICE for an unknown name and for a GPU that is not there.

    Examples:
        >>> pick_device("cpu")
        device(type='cpu')
    """
    gpus = torch.cuda.device_count() if torch.cuda.is_available() else 0
    if name == "auto":
        return torch.device("cuda:0" if gpus else "cpu")
    kind, _, number = name.partition(":")
    if name == "mps" and torch.backends.mps.is_available():
        return torch.device("mps")
    if name not in ("cpu", "mps") and (kind != "cuda" or (number and not number.isdecimal()) or name.endswith(":")):
        raise UserError(Code.NO_DEVICE, f'There is no kind of device called "{name}".', _NAMES)
    if name == "cpu":
        return torch.device("cpu")
    if name == "mps" or int(number or 0) >= gpus:
        available = (
            "no usable Apple GPU"
            if name == "mps"
            else "no usable GPU"
            if gpus == 0
            else f"only {gpus} usable GPU{'s' if gpus > 1 else ''}"
        )
        raise UserError(
            Code.NO_DEVICE,
            f'The device "{name}" is not available: this PyTorch sees {available}.',
            'Choose "auto" or "cpu", or install PyTorch for your GPU.',
        )
    return torch.device("cuda", int(number or 0))


def _has_bfloat16(device: torch.device) -> bool:
    """Whether ``device`` multiplies bfloat16 in hardware; emulation would be slower than float32."""
    if device.type == "cuda":
        return torch.cuda.get_device_capability(device) >= (8, 0)
    return device.type == "cpu" and (_cpu_has("_is_avx512_bf16_supported") or _cpu_has("_is_amx_tile_supported"))


def _cpu_has(question: str) -> bool:
    """The answer of ``torch.cpu`` to a question that is not part of its promised interface; a version without it counts
    as "no".
    """
    test = getattr(torch.cpu, question, None)
    return test is not None and bool(test())


def resolve_precision(precision: Precision, device: torch.device) -> torch.dtype:
    """The number format to compute in.

    Args:
        precision: "float32"; or "bfloat16" or "auto", which want the shorter one.
        device: Where it is computed.

    Returns:
        ``torch.bfloat16`` if it is wanted and in the hardware, else ``torch.float32``.
    """
    return torch.bfloat16 if precision != "float32" and _has_bfloat16(device) else torch.float32


def autocast(device: torch.device, dtype: torch.dtype) -> torch.autocast:
    """A context in which convolutions and products compute in a number format.

    Args:
        device: Where they compute.
        dtype: ``torch.bfloat16``; ``torch.float32`` leaves everything as it is.

    Returns:
        The context.
    """
    if dtype == torch.float32:
        return torch.autocast("cpu", enabled=False)  # older PyTorch knows no other name for every device
    return torch.autocast(device.type, dtype=dtype)


def training_layout(device: torch.device, dtype: torch.dtype) -> torch.memory_format:
    """The memory layout in which convolutions train fastest.

    Channels-last, but for bfloat16 on CPUs with matrix tiles (AMX): there oneDNN takes 0.28 s for a training step of a
    slice in the default layout and 0.54 s in channels-last. Without tiles it is 0.92 s and 0.77 s (two cores each).

    Args:
        device: Where the training runs.
        dtype: Number format of its convolutions.

    Returns:
        The layout, for ``Tensor.to`` and ``Tensor.contiguous``.
    """
    tiles = device.type == "cpu" and dtype == torch.bfloat16 and _cpu_has("_is_amx_tile_supported")
    return torch.contiguous_format if tiles else torch.channels_last
