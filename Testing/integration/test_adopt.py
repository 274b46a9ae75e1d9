"""Networks that were trained elsewhere: an ONNX file becomes a model that segments as the network does where it comes
from, and a file that wants more than to compute is refused.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from foreign_folders import bundle as bundle_folder
from foreign_folders import nnunet as nnunet_folder
from torch import Tensor, nn

from CrossModalitySegLib.anatomy import HEART_7
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.inference.segment_volume import segment_volume
from CrossModalitySegLib.job import AdaptJob, AdoptJob
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.models.library import SHIPPED
from CrossModalitySegLib.networks.onnx_network import EXPORTED_CARD, OnnxNetwork, open_session
from CrossModalitySegLib.phantoms import make_patient
from CrossModalitySegLib.recipes import adapt, adopt
from CrossModalitySegLib.settings import OnnxSettings

for name in ("onnxscript", "onnxruntime"):
    pytest.importorskip(name, reason="the extra onnx is not installed")
onnx = pytest.importorskip("onnx", reason="the extra onnx is not installed")

WINDOW = (-600.0, 1000.0, 0.0, 1.0)


class AsInMonai(nn.Module):
    """The network of a model of ours as somebody else would export it: axes R, A, S, intensities 0..1, one channel,
    probabilities, and the classes in another order.
    """

    def __init__(self, network: nn.Module, order: list[int]) -> None:
        super().__init__()
        self.network, self.order = network, order

    def forward(self, x: Tensor) -> Tensor:
        image = x.permute(0, 1, 4, 3, 2).flip([3, 4]) * 6.4 - 2.8
        logits = self.network(torch.cat([image, torch.ones_like(image)], 1))[:, self.order]
        return logits.softmax(1).flip([3, 4]).permute(0, 1, 4, 3, 2)


class Ramp(nn.Module):
    """Two classes; the second is as likely as a voxel of the image is bright."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([torch.zeros_like(x), x], 1)


def exported(network: nn.Module, path: Path, sides: tuple[int, int, int], any_size: bool = False) -> Path:
    dynamic = ({axis: torch.export.Dim(f"side{axis}", min=8) for axis in (2, 3, 4)},) if any_size else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            network.eval(), (torch.zeros(1, 1, *sides),), dynamo=True, dynamic_shapes=dynamic, verbose=False
        )
    assert program is not None
    program.save(path)
    return path


def job(network: Path, **options: Any) -> AdoptJob:
    usual = {"out": network.with_suffix(".cms"), "labels": "LV=1", "spacing_mm": 2.0, "license": "CC BY 4.0"}
    return AdoptJob(network=network, **usual | options)  # type: ignore[arg-type]


@pytest.mark.long
def test_it_segments_as_where_it_comes_from(tmp_path: Path) -> None:
    own = HeartModel.load(SHIPPED / "Whole-heart-virtual.cms")
    order = [HEART_7.by_name(name).value for name in ("LV", "Myo", "RV", "LA", "RA", "AA", "PA")]
    path = exported(AsInMonai(own.segmenter, [0, *order]), tmp_path / "theirs.onnx", (96, 96, 96))
    labels = "LV=1,Myo=2,RV=3,LA=4,RA=5,AA=6,PA=7"
    adopt.run(job(path, labels=labels, window=WINDOW, modality="any", source="A cohort"), Reporter())
    theirs = HeartModel.load(tmp_path / "theirs.cms")
    assert theirs.card.labels.in_value_order[1].title == "Left ventricular myocardium"
    assert (theirs.card.provenance.license, theirs.card.provenance.data) == ("CC BY 4.0", "A cohort")
    network = theirs.card.network
    assert isinstance(network, OnnxSettings) and network.probabilities and network.patch_px == (96, 96, 96)

    image = make_patient("ct", 5, size_mm=(210, 210, 210), spacing_mm=3.0)[0]
    x, y, z = (
        image.geometry.center_mm
    )  # where all of the box was scanned: their network does not know the field of view
    expected, found = (
        segment_volume(
            image, model, roi_mm=(x, x, y, y, z, z), device="cpu", precision="float32", largest_component=False
        ).labels.array
        for model in (own, theirs)
    )
    for number, value in enumerate(order, start=1):
        one, two = expected == value, found == number
        assert one.sum() > 100
        assert 2 * (one & two).sum() / (one.sum() + two.sum()) >= 0.999, HEART_7.by_value(value).name

    target = tmp_path / "target"
    target.mkdir()
    with pytest.raises(UserError, match="cannot learn") as failure:
        adapt.run(
            AdaptJob(
                model=tmp_path / "theirs.cms",
                target=target,
                out=tmp_path / "adapted.cms",
                size="whole-heart",
                method=None,
            ),
            Reporter(),
        )
    assert failure.value.code is Code.BAD_MODEL


@pytest.mark.parametrize(("axes", "patch"), [("RAS", None), ("LPS", (8, 16, 12)), ("SPL", None), ("PIR", (8, 16, 12))])
def test_axes_and_patches(axes: str, patch: tuple[int, int, int] | None, tmp_path: Path) -> None:
    """A network that says what it sees gives back the image, whatever its axes are, whole or patch by patch."""
    content = exported(Ramp(), tmp_path / "ramp.onnx", patch or (16, 16, 16), any_size=patch is None).read_bytes()
    settings = OnnxSettings(size_bytes=len(content), axes=axes, channels=1, patch_px=patch, probabilities=False)
    network = OnnxNetwork(settings, 2)
    network.file = torch.frombuffer(bytearray(content), dtype=torch.uint8)
    stack = torch.randn(1, 2, 20, 9, 31, generator=torch.Generator().manual_seed(1))
    torch.testing.assert_close(network(stack)[0, 1], stack[0, 0], atol=1e-5, rtol=1e-5)


def test_axes_lead_where_they_are_stated_to(tmp_path: Path) -> None:
    class Corner(nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            ramp = torch.arange(16.0).view(1, 1, 16, 1, 1).expand_as(x)
            return torch.cat([0 * x, ramp + 0 * x], 1)

    content = exported(Corner(), tmp_path / "corner.onnx", (16, 16, 16)).read_bytes()
    settings = OnnxSettings(size_bytes=len(content), axes="RAS", channels=1, patch_px=(16, 16, 16), probabilities=False)
    network = OnnxNetwork(settings, 2)
    network.file = torch.frombuffer(bytearray(content), dtype=torch.uint8)
    output = network(torch.zeros(1, 2, 16, 16, 16))[0, 1].numpy()
    # Columns of a box run to the patient's left: what grows to the right falls along them.
    np.testing.assert_allclose(output, np.broadcast_to(np.arange(15.0, -1, -1), output.shape))


def changed(path: Path, change: Any) -> bytes:
    model = onnx.load(path)
    change(model)
    return bytes(model.SerializeToString())


def outside(model: Any) -> None:
    tensor = model.graph.initializer.add(name="stolen", data_type=onnx.TensorProto.FLOAT, dims=[1])
    tensor.data_location = onnx.TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="../../etc/passwd")


def outside_within_a_node(model: Any) -> None:
    node = model.graph.node.add(op_type="Constant", output=["stolen"])
    tensor = node.attribute.add(name="value", type=onnx.AttributeProto.TENSOR).t
    tensor.data_type = onnx.TensorProto.FLOAT
    tensor.external_data.add(key="location", value="/etc/passwd")


def foreign_operator(model: Any) -> None:
    model.graph.node[0].domain, model.graph.node[0].op_type = "ai.onnx.contrib", "PyOp"


@pytest.mark.parametrize(
    ("change", "words"),
    [(outside, "other files"), (outside_within_a_node, "other files"), (foreign_operator, "PyOp of ai.onnx.contrib")],
)
def test_what_wants_more_than_to_compute_is_refused(change: Any, words: str, tmp_path: Path) -> None:
    content = changed(exported(Ramp(), tmp_path / "ramp.onnx", (16, 16, 16)), change)
    with pytest.raises(UserError, match=words) as failure:
        open_session(content)
    assert failure.value.code is Code.BAD_MODEL


def test_what_cannot_be_a_segmenter_is_reported(tmp_path: Path) -> None:
    path = exported(Ramp(), tmp_path / "ramp.onnx", (64, 64, 64))
    (tmp_path / "noise.onnx").write_bytes(b"no network")
    ours = changed(path, lambda model: model.metadata_props.add(key=EXPORTED_CARD, value="{}"))
    (tmp_path / "ours.onnx").write_bytes(ours)
    (tmp_path / "model.pt").write_bytes(b"PK")
    for request, code, words in [
        (job(path, labels="LV=1,Myo=2"), Code.BAD_MODEL, "1x2x64x64x64 values where 1x3x64x64x64 are expected"),
        (job(path, labels="LV=2"), Code.BAD_LABELS, "cannot be the classes of a network"),
        (job(tmp_path / "noise.onnx"), Code.BAD_MODEL, "cannot be"),
        (job(tmp_path / "ours.onnx"), Code.BAD_MODEL, "exported from a model of CrossModalitySeg"),
        (job(tmp_path / "model.pt"), Code.BAD_MODEL, "is not an ONNX file"),
    ]:
        with pytest.raises(UserError, match=words) as failure:
            adopt.run(request, Reporter())
        assert failure.value.code is code
    assert not list(tmp_path.glob("*.cms"))
    with pytest.raises(ValueError, match="one of left and right"):
        OnnxSettings(size_bytes=1, axes="RLS", channels=1, patch_px=None, probabilities=False)


class Classes(nn.Module):
    """As many classes as are asked for; the first is as likely as a voxel of the image is bright."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([torch.zeros_like(x), x, *[x - 1] * (self.count - 2)], 1)


def test_folders_of_other_programs_become_models_without_further_words(tmp_path: Path) -> None:
    nnunet, bundle = nnunet_folder(tmp_path), bundle_folder(tmp_path)
    exported(Classes(4), nnunet / "fold_0" / "network.onnx", (32, 32, 32))
    exported(Classes(8), bundle / "models" / "model.onnx", (32, 32, 32))
    own = HeartModel.load(SHIPPED / "Whole-heart-virtual.cms").card
    for folder, names, axes, spacing_mm in (
        (nnunet, {1: "LV", 2: "Myo", 3: "RV"}, "SPL", 1.5),
        (bundle, {one.value: one.name for one in own.labels.structures}, "LPS", own.preprocessing.spacing_mm),
    ):
        out = tmp_path / f"{folder.name}.cms"
        adopt.run(AdoptJob(network=folder, out=out, license="CC BY 4.0"), Reporter())
        card = HeartModel.load(out).card
        assert {one.value: one.name for one in card.labels.structures} == names
        assert isinstance(card.network, OnnxSettings) and card.network.axes == axes
        assert card.preprocessing.spacing_mm == spacing_mm
        assert card.provenance.data == f"Taken over from {folder.name}"
    assert HeartModel.load(tmp_path / f"{nnunet.name}.cms").card.preprocessing.window == (-300.0, 700.0, -2.0, 3.0)


def test_what_is_not_declared_is_asked_for(tmp_path: Path) -> None:
    path = exported(Classes(2), tmp_path / "theirs.onnx", (32, 32, 32))
    flat = nnunet_folder(tmp_path, spacing=[3.0, 1.5, 1.5], normalization_schemes=["NoNormalization"])
    exported(Classes(4), flat / "fold_0" / "network.onnx", (32, 32, 32))
    out = tmp_path / "theirs.cms"
    for options, sentence, option in (
        (
            {"network": path, "spacing_mm": 2.0},
            "An ONNX file does not state which class is which structure",
            "--labels",
        ),
        ({"network": path, "labels": "LV=1"}, "An ONNX file does not state the side of the voxels", "--spacing-mm"),
        ({"network": flat}, "The result folder of nnU-Net does not state the side of the voxels", "--spacing-mm"),
        ({"network": flat, "spacing_mm": 1.5}, "scales gray values by ..NoNormalization.., which is not", "--window"),
    ):
        with pytest.raises(UserError, match=sentence) as failure:
            adopt.run(AdoptJob(out=out, license="CC BY 4.0", **options), Reporter())  # type: ignore[arg-type]
        assert failure.value.code is Code.BAD_SETTINGS and option in failure.value.remedy
    adopt.run(
        AdoptJob(network=flat, out=out, license="CC BY 4.0", spacing_mm=1.5, window=(0.0, 1.0, 0.0, 1.0)), Reporter()
    )
