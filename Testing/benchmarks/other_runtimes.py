"""Would another runtime predict faster? The rearranged segmenter, but for its last layer, in PyTorch, OpenVINO and ONNX
Runtime.

    pip install openvino onnx onnxruntime
    python Testing/benchmarks/other_runtimes.py

Neither is a dependency of the program: this is the measurement that says why.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnxruntime
import openvino
import torch
from torch import Tensor, nn

from CrossModalitySegLib.networks.fast import FastSegmenter
from CrossModalitySegLib.networks.segmenter import Segmenter
from CrossModalitySegLib.settings import NetworkSettings
from harness import interleaved

BATCH, SIDE_PX, ROUNDS = 4, 256, 4
NUMBER_FORMATS = {"bfloat16": torch.bfloat16, "float32": torch.float32}


def main() -> None:
    """Print seconds a slice, the runtimes taking turns, and how far each bfloat16 lies from float32."""
    segmenter, slices = Segmenter(NetworkSettings(), class_count=5).eval(), torch.randn(BATCH, 3, SIDE_PX, SIDE_PX)
    # The last layer copies into the logits bit by bit, which no exporter takes as it is.
    layers = {name: FastSegmenter(segmenter, dtype).layers[:-1] for name, dtype in NUMBER_FORMATS.items()}
    runs: dict[str, Callable[[], np.ndarray]] = {
        f"PyTorch, {name}": _pytorch(layers[name], slices.to(dtype)) for name, dtype in NUMBER_FORMATS.items()
    }
    for name in NUMBER_FORMATS:
        runs[f"OpenVINO, {name}"] = _openvino(layers["float32"], slices, {"bfloat16": "bf16", "float32": "f32"}[name])
    runs["ONNX Runtime, float32"] = _onnx_runtime(layers["float32"], slices)
    exact, times = runs["PyTorch, float32"](), interleaved(runs, ROUNDS)
    for name, run in runs.items():
        away = np.abs(run() - exact).mean() / np.abs(exact).mean()
        print(f"{name:24} {times[name] / BATCH:.3f} s a slice, {away:.1e} from float32")


def _pytorch(layers: nn.Module, slices: Tensor) -> Callable[[], np.ndarray]:
    def run() -> np.ndarray:
        with torch.inference_mode():
            return layers(slices.contiguous(memory_format=torch.channels_last)).float().numpy()

    return run


def _openvino(layers: nn.Module, slices: Tensor, number_format: str) -> Callable[[], np.ndarray]:
    converted = openvino.convert_model(layers, example_input=slices, input=list(slices.shape))
    request = (
        openvino.Core()
        .compile_model(converted, "CPU", {"INFERENCE_PRECISION_HINT": number_format})
        .create_infer_request()
    )
    return lambda: np.array(next(iter(request.infer([slices.numpy()], share_inputs=True).values())))


def _onnx_runtime(layers: nn.Module, slices: Tensor) -> Callable[[], np.ndarray]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "layers.onnx"
        torch.onnx.export(layers, (slices,), file, dynamo=False)
        session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return lambda: session.run(None, {name: slices.numpy()})[0]


if __name__ == "__main__":
    main()
