"""The segmenter as ONNX: another program that runs it sees the same heart."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.inference.segment_volume import segment_volume
from CrossModalitySegLib.job import OnnxJob
from CrossModalitySegLib.models.card import ModelCard
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.models.library import Dimension, default_model
from CrossModalitySegLib.phantoms import make_patient
from CrossModalitySegLib.recipes.onnx import INPUT, OUTPUT, run

for name in ("onnx", "onnxscript", "onnxruntime"):
    pytest.importorskip(name, reason="the extra onnx is not installed")


class WithOnnxRuntime(nn.Module):
    """The network of an ONNX file."""

    def __init__(self, path: Path) -> None:
        import onnxruntime

        super().__init__()
        self._session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        self.batches: set[int] = set()

    @property
    def card(self) -> ModelCard:
        return ModelCard.model_validate(json.loads(self._session.get_modelmeta().custom_metadata_map["card"]))

    def forward(self, x: Tensor) -> Tensor:
        self.batches.add(len(x))
        return torch.from_numpy(self._session.run([OUTPUT], {INPUT: x.float().contiguous().numpy()})[0])


@pytest.mark.parametrize("dimension", [2, 3])
def test_onnx_runtime_agrees(tmp_path: Path, dimension: Dimension) -> None:
    shipped = default_model(dimension)
    run(OnnxJob(out=tmp_path / "heart.onnx", model=shipped), Reporter())
    assert [path.name for path in tmp_path.iterdir()] == ["heart.onnx"]
    model, other = HeartModel.load(shipped), WithOnnxRuntime(tmp_path / "heart.onnx")
    assert other.card == model.card
    # The 3D network sees a box of 192 mm, in voxels of 1.5 mm: on a coarser grid single voxels would count for more.
    side_mm, spacing_mm = (130, 3.0) if dimension == 2 else (200, 1.5)
    image: Volume = make_patient("ct", 5, size_mm=(side_mm,) * 3, spacing_mm=spacing_mm)[0]
    # Whole slices: the file takes those of one size.
    model.card = model.card.model_copy(update={"cut_slices": False})

    def labels() -> NDArray[np.uint8]:
        return segment_volume(
            image, model, device="cpu", precision="float32", refine_boundaries=False, largest_component=False
        ).labels.array

    expected = labels()
    model.segmenter = other
    found = labels()
    assert other.batches and len(np.unique(expected)) == model.card.labels.class_count
    for structure in model.card.labels.structures:
        one, two = expected == structure.value, found == structure.value
        dice = 2 * (one & two).sum() / (one.sum() + two.sum())
        print(f"{shipped.stem} {structure.name}: {dice:.5f}")
        assert dice >= 0.999, structure.name


def test_what_cannot_be_written_is_reported_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine.onnx").write_text("mine")
    for out, code in ((tmp_path / "mine.onnx", Code.EXISTS), (tmp_path / "mine.txt", Code.BAD_SETTINGS)):
        with pytest.raises(UserError) as failure:
            run(OnnxJob(out=out), Reporter())
        assert failure.value.code is code
    monkeypatch.setattr("CrossModalitySegLib.extras.find_spec", lambda name: None)
    with pytest.raises(UserError, match=r"CrossModalitySegLib\[onnx\]"):
        run(OnnxJob(out=tmp_path / "other.onnx"), Reporter())
