"""Write the segmenter of a model as ONNX, for programs without PyTorch."""

from __future__ import annotations

import json
import logging
import warnings

import numpy as np
import torch

from ..errors import Code, UserError
from ..events import Reporter, Result
from ..extras import need
from ..files import refuse_existing, replacing
from ..images.io.files import writable_folder
from ..images.preprocessing import heart_box
from ..job import OnnxJob
from ..models.card import ModelCard
from ..models.heart_model import HeartModel
from ..models.library import default_model
from ..networks.architectures import ARCHITECTURES
from ..networks.onnx_network import EXPORTED_CARD
from ..networks.unet3d import STEP

INPUT, OUTPUT = "image", "logits"


def run(job: OnnxJob, reporter: Reporter) -> Result:
    """Write the network of a model as ONNX.

    The input "image" is normalized as the card says: (B, 3, H, W) slices with their neighbors for any B, or (1, 2, D,
    H, W) of box and field of view for a 3D network. The output "logits" has a class for background, then those of
    the structures by value. The card stands in the file's metadata, as "card".

    Args:
        job: What is asked for; without a model it is the one that ships.
        reporter: Who is told how far it is.

    Returns:
        The file ``job.out``.

    Raises:
        UserError: EXISTS, BAD_MODEL, BAD_SETTINGS for another ending than .onnx, NO_PERMISSION or MISSING_PACKAGE.
    """
    _check(job)
    reporter.progress(0.0, "reading the model")
    model = HeartModel.load(job.model or default_model())
    reporter.progress(0.1, "translating the network")
    example, dynamic = _example(model.card)
    with replacing(job.out) as temporary, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the exporter, about packages that no network here uses
        logging.getLogger("torch.onnx").setLevel(logging.ERROR)
        program = torch.onnx.export(
            model.segmenter.eval(),
            (example,),
            dynamo=True,
            input_names=[INPUT],
            output_names=[OUTPUT],
            dynamic_shapes=(dynamic,),
            verbose=False,
        )
        assert program is not None
        reporter.progress(0.8, "writing")
        program.model.metadata_props[EXPORTED_CARD] = json.dumps(model.card.model_dump(mode="json"))
        program.save(temporary)
    reporter.progress(1.0, "Done")
    return Result(outputs=[job.out])


def _example(card: ModelCard) -> tuple[torch.Tensor, dict[int, object]]:
    """An input as the network takes it, and its axes that may have any length."""
    if ARCHITECTURES[card.architecture].dimension == 2:
        side = card.preprocessing.size_px
        return torch.zeros(2, 3, side, side), {0: torch.export.Dim("slices", min=1)}
    box = heart_box(np.zeros(3), card.preprocessing)
    return torch.zeros(1, 2, *(-(-side // STEP) * STEP for side in box.shape)), {}


def _check(job: OnnxJob) -> None:
    for package in ("onnx", "onnxscript"):
        need(package, "ONNX needs")
    if job.out.suffix != ".onnx":
        raise UserError(Code.BAD_SETTINGS, f"{job.out} does not end in .onnx.", "Choose a name with this ending.")
    refuse_existing(job.out)
    writable_folder(job.out.parent)
