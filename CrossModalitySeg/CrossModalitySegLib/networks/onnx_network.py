"""The network of an ONNX file as a segmenter ("onnx-3d"): whatever trained it, it sees the box as "unet-3d" does.

ONNX Runtime computes a graph of operators that the ONNX standard lists. A file may also name other files to read
weights from, and operators of other makers: such a file is refused before the runtime sees it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..errors import Code, UserError
from ..extras import need
from ..settings import OnnxSettings

if TYPE_CHECKING:
    import onnxruntime

EXPORTED_CARD = "card"
"""Under this name an ONNX file that was exported here holds the card of its model."""
_OWN_AXES = "SPL"
"""Where the axes D, H, W of a box lead."""
_WAYS = ("LR", "AP", "SI")
_STANDARD = {"", "ai.onnx"}
"""Domains of the operators of the standard."""


class OnnxNetwork(nn.Module):
    """From an image and its field of view (B, 2, D, H, W) to logits (B, ``class_count``, D, H, W).

    The only tensor is the ``file``, its bytes (N,) uint8, so that a model archive holds it as it holds weights. It has
    nothing that could learn.

    Args:
        settings: how the box is turned and cut for the network.
        class_count: number of classes, background included.
    """

    file: Tensor

    def __init__(self, settings: OnnxSettings, class_count: int) -> None:
        super().__init__()
        self.settings, self._class_count = settings, class_count
        self.register_buffer("file", torch.zeros(settings.size_bytes, dtype=torch.uint8))
        self._session: onnxruntime.InferenceSession | None = None

    @torch.inference_mode()
    def forward(self, x: Tensor) -> Tensor:
        """Logits (B, C, D, H, W) float32; raises ``UserError``: BAD_MODEL, MISSING_PACKAGE."""
        if self._session is None:
            self._session = open_session(self.file.cpu().numpy().tobytes())
        axes, flipped = _turn(self.settings.axes)
        turned = x[:, : self.settings.channels].float().cpu().permute(0, 1, *axes).flip(flipped).contiguous()
        logits = torch.cat([self._whole(one[None]) for one in turned])
        if self.settings.probabilities:
            logits = logits.clamp_min(1e-6).log()
        back = [2 + axes.index(axis) for axis in (2, 3, 4)]
        return logits.flip(flipped).permute(0, 1, *back).contiguous().to(x.device)

    def _whole(self, image: Tensor) -> Tensor:
        """The output of the network for (1, channels, *sides), patch by patch where it sees patches. They overlap by
        half and count most in their middle.
        """
        sides = image.shape[2:]
        patch = self.settings.patch_px or tuple(sides)
        padded = F.pad(
            image,
            [n for side, own in zip(reversed(sides), reversed(patch), strict=True) for n in (0, max(0, own - side))],
            mode="replicate",
        )
        bells = [torch.exp(-0.5 * ((torch.arange(n) - (n - 1) / 2) / (n / 8)) ** 2) for n in patch]
        weight = torch.einsum("i,j,k->ijk", *bells).clamp(min=1e-3)
        total = torch.zeros(1, self._class_count, *padded.shape[2:])
        weights = torch.zeros(padded.shape[2:])
        starts = [
            [*range(0, side - own, max(1, own // 2)), side - own]
            for side, own in zip(padded.shape[2:], patch, strict=True)
        ]
        for corner in itertools.product(*starts):
            part = tuple(slice(start, start + own) for start, own in zip(corner, patch, strict=True))
            total[:, :, *part] += weight * self._output(padded[:, :, *part])
            weights[part] += weight
        return (total / weights)[:, :, : sides[0], : sides[1], : sides[2]]

    def _output(self, patch: Tensor) -> Tensor:
        assert self._session is not None
        (name,) = (one.name for one in self._session.get_inputs())
        found = self._session.run(None, {name: patch.contiguous().numpy()})[0]
        if found.shape != (1, self._class_count, *patch.shape[2:]):
            raise UserError(
                Code.BAD_MODEL,
                f"The network returns {'x'.join(map(str, found.shape))} values where "
                f"{'x'.join(map(str, (1, self._class_count, *patch.shape[2:])))} are expected.",
                "It must return a value for each class, background first, at each voxel of its input.",
            )
        return torch.from_numpy(found).float()


def open_session(content: bytes) -> onnxruntime.InferenceSession:
    """The network of an ONNX file, ready to compute on the CPU.

    Args:
        content: the file.

    Raises:
        UserError: BAD_MODEL for what is not an ONNX file, names other files, or needs operators that are not of the
            standard; MISSING_PACKAGE without ONNX Runtime.
    """
    for package in ("onnx", "onnxruntime"):
        need(package, "Models of the architecture onnx-3d need")
    import onnx
    import onnxruntime

    try:
        model = onnx.load_model_from_string(content)
    except Exception as error:  # of protobuf, which has no name of its own here
        raise _bad(f"it cannot be read ({error})") from error
    own = {function.domain for function in model.functions}
    for message in _messages(model):
        if isinstance(message, onnx.TensorProto) and (
            message.external_data or message.data_location == onnx.TensorProto.EXTERNAL
        ):
            raise _bad("it keeps weights in other files")
        if isinstance(message, onnx.NodeProto) and message.domain not in _STANDARD | own:
            raise _bad(f"it needs the operator {message.op_type} of {message.domain}, which is not of the standard")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime's kinds of errors share no other class
        raise _bad(f"ONNX Runtime does not take it ({str(error).splitlines()[0]})") from error


def _messages(message: Any) -> Iterator[Any]:
    """``message`` of protocol buffers and all messages inside it."""
    yield message
    for field, value in message.ListFields():
        if field.message_type is not None:
            for part in value if field.is_repeated else [value]:
                yield from _messages(part)


def _bad(reason: str) -> UserError:
    return UserError(
        Code.BAD_MODEL,
        f"The ONNX file cannot be used: {reason}.",
        "Export the network again, as one file with operators of the ONNX standard.",
    )


def _turn(axes: str) -> tuple[list[int], list[int]]:
    """Axes of (B, C, D, H, W) in the order of ``axes``, and which of the turned ones are then reversed."""
    way = {letter: pair for pair in _WAYS for letter in pair}
    own = [way[letter] for letter in _OWN_AXES]
    order = [2 + own.index(way[letter]) for letter in axes]
    flipped = [2 + number for number, letter in enumerate(axes) if letter not in _OWN_AXES]
    return order, flipped
