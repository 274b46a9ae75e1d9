"""One slice through the segmenter of the paper's size: ours, its bare convolutions, and the plain reference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from CrossModalitySegLib.inference.predictor import batch_for, predict
from CrossModalitySegLib.networks.precision import pick_device, resolve_precision
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.settings import NetworkSettings, Preprocessing
from harness import Row, Size, interleaved, peak_gb, timed
from reference.segmenter import ReferenceSegmenter

FLOP = 83.0e9
"""Arithmetic of the paper's segmenter on a slice of 256 x 256."""


def measure(size: Size) -> list[Row]:
    """Time per slice; ours includes soft-max, arg-max and the conversion to bytes."""
    count = slices_at_once(size)
    run, reference = ours(size), plain(size)
    bare = convolutions(Segmenter(NetworkSettings(), class_count=5), count, side_px(size))
    times = interleaved({"ours": run, "limit": bare, "reference": reference}, size.rounds)
    peak = peak_gb("parts.inference:once", size.quick)
    per_slice = {name: elapsed / (1 if name == "reference" else count) for name, elapsed in times.items()}
    note = (
        f"batch {count}; limit: its 33 convolutions alone in {_dtype()}, best layout each; reference: float32, one "
        "slice at a time"
    )
    flop = FLOP * (side_px(size) / 256) ** 2
    return [
        Row(
            "one slice",
            per_slice["ours"],
            "s",
            per_slice["limit"],
            per_slice["reference"],
            0.85,
            6.0,
            flop=flop,
            peak_gb=peak,
            note=note,
        )
    ]


def side_px(size: Size) -> int:
    """Pixels along a side of a slice."""
    return 64 if size.quick else 256


def slices_at_once(size: Size) -> int:
    """The batch that the program takes with its default memory limit, bounded by what is worth waiting for here."""
    return 2 if size.quick else min(8, batch_for(2.0, Preprocessing(), 16))


def ours(size: Size) -> Callable[[], object]:
    """The program's prediction of a batch of slices, from float32 values to class indices and probabilities."""
    device, count, side = pick_device("auto"), slices_at_once(size), side_px(size)
    network, slices = Segmenter(NetworkSettings(), class_count=5).eval().to(device), torch.randn(count, side, side)
    return lambda: predict(network, slices, batch=count, device=device, with_probabilities=True)


def once(quick: bool) -> None:
    """One prediction, for the measurement of its memory."""
    ours(Size(quick=quick))()


def plain(size: Size) -> Callable[[], object]:
    """The reference on one slice."""
    device, side = pick_device("auto"), side_px(size)
    network = ReferenceSegmenter().eval().to(device)
    slices = torch.randn(1, 3, side, side, device=device)

    def run() -> Tensor:
        with torch.inference_mode():
            return network(slices).softmax(1).cpu()

    return run


def _dtype() -> torch.dtype:
    return resolve_precision("auto", pick_device("auto"))


def convolutions(network: nn.Module, count: int, side: int) -> Callable[[], object]:
    """The convolutions of ``network`` on ``count`` slices, each as often as the network has it, in its faster layout,
    and nothing else.
    """
    device, dtype = pick_device("auto"), _dtype()
    calls = [(_fastest(*shapes, device, dtype), repeats) for shapes, repeats in _shapes(network, count, side).items()]

    def run() -> None:
        with torch.inference_mode():
            for call, repeats in calls:
                for _ in range(repeats):
                    call()

    return run


def _shapes(network: nn.Module, count: int, side: int) -> Counter:
    """How often each convolution occurs: shape of its input (as padded), shape of its weights, (stride, padding,
    dilation).
    """
    found: Counter = Counter()

    def note(layer: nn.Conv2d, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        stride, dilation, kernel = layer.stride[0], layer.dilation[0], layer.kernel_size[0]
        padding = layer.padding[0] if isinstance(layer.padding, tuple) else 0
        shape = list(inputs[0].shape)
        if (
            output.shape[-1] == shape[-1] and padding == 0 and kernel > 1
        ):  # a mirrored border, made before the convolution
            shape[-2:] = [n + kernel - 1 for n in shape[-2:]]
        found[(count, *shape[1:]), tuple(layer.weight.shape), (stride, padding, dilation)] += 1

    hooks = [layer.register_forward_hook(note) for layer in network.modules() if isinstance(layer, nn.Conv2d)]
    with torch.inference_mode():
        network.eval()(torch.zeros(1, 3, side, side))
    for hook in hooks:
        hook.remove()
    return found


def _fastest(
    shape: tuple, weight: tuple, options: tuple, device: torch.device, dtype: torch.dtype
) -> Callable[[], Tensor]:
    stride, padding, dilation = options
    calls = []
    for layout in (torch.contiguous_format, torch.channels_last):
        x = torch.randn(shape, device=device, dtype=dtype).to(memory_format=layout)
        w = torch.randn(weight, device=device, dtype=dtype).to(memory_format=layout)
        calls.append(lambda x=x, w=w: F.conv2d(x, w, stride=stride, padding=padding, dilation=dilation))
    with torch.inference_mode():
        return min(calls, key=lambda call: min(timed(call) for _ in range(4)))
