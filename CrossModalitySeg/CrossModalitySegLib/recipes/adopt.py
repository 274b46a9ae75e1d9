"""Make a model of a network that was trained elsewhere and comes as an ONNX file, with what its maker states of it, or
the folder in which it lies.
"""

from __future__ import annotations

from typing import TypeVar

import torch

from ..anatomy import LARGEST_LABEL_SET
from ..errors import Code, UserError
from ..events import Reporter, Result
from ..files import refuse_existing
from ..images.datasets.label_file import label_set_of
from ..images.io.files import writable_folder
from ..job import AdoptJob
from ..label_set import LabelSet
from ..models.archive import check_model_name
from ..models.card import ModelCard, Provenance
from ..models.heart_model import HeartModel
from ..models.library import default_model
from ..networks.onnx_network import EXPORTED_CARD, OnnxNetwork, open_session
from ..settings import OnnxSettings, Preprocessing
from .declared import Declared, as_classes, declared_by

T = TypeVar("T")
_MONAI_AXES = "RAS"
_HEART_MM = 192.0
"""Side of the box around the heart, where its size in voxels is not given."""
_STEP_PX = 32


def run(job: AdoptJob, reporter: Reporter) -> Result:
    """Make a model of a network that somebody else has trained.

    The network is run once, on noise: its output must fit the label set. The heart localizer is that of the model
    that ships.

    Args:
        job: What is asked for; what it does not state of the network is what the network's own files declare.
        reporter: Who is told how far it is.

    Returns:
        The model ``job.out``; the summary names its ``structures``.

    Raises:
        UserError: EXISTS, BAD_MODEL, BAD_LABELS, BAD_SETTINGS, NO_PERMISSION or MISSING_PACKAGE.
    """
    check_model_name(job.out)
    refuse_existing(job.out)
    writable_folder(job.out.parent)
    reporter.progress(0.0, "reading the network")
    declared = declared_by(job.network)
    if declared.sentence:
        reporter.log(declared.sentence)
    label_set = _classes(job.labels, declared)
    spacing_mm = _given(
        job.spacing_mm or declared.spacing_mm, "spacing-mm", "the side of the voxels that it sees", declared
    )
    window = job.window or declared.window
    if window is None and declared.other_scaling:
        raise UserError(
            Code.BAD_SETTINGS,
            f"The {declared.source} scales gray values by {declared.other_scaling}, which is not known here.",
            "Give their normalization with --window.",
        )
    preprocessing = Preprocessing(
        plane="axial",
        spacing_mm=spacing_mm,
        size_px=(size := job.box_px or _usual_px(spacing_mm)),
        depth_px=size,
        cut_top_percent=job.cut_top_percent,
        scale="statistics" if window is None else "window",
        window=window,
    )
    reporter.progress(0.3, "trying the network")
    network = _tried(declared.network.read_bytes(), job.axes or declared.axes or _MONAI_AXES, label_set, size)
    card = ModelCard(
        name=job.out.stem,
        modality=job.modality or declared.modality or "ct",
        labels=label_set,
        preprocessing=preprocessing,
        architecture="onnx-3d",
        network=network.settings,
        size="whole-heart",
        method="self-training",
        provenance=Provenance(data=job.source or f"Taken over from {job.network.name}", license=job.license),
    )
    reporter.progress(0.8, "writing")
    HeartModel(card, network, HeartModel.load(default_model()).localizer).save(job.out)
    reporter.progress(1.0, "Done")
    return Result(outputs=[job.out], summary={"structures": ", ".join(label_set.names)})


def _given(value: T | None, option: str, what: str, declared: Declared) -> T:
    """``value``; raises ``UserError`` BAD_SETTINGS where it is not given."""
    if value is None:
        who = f"The {declared.source}" if declared.source else "An ONNX file"
        raise UserError(Code.BAD_SETTINGS, f"{who} does not state {what}.", f"State it with --{option}.")
    return value


def _classes(chosen: str | None, declared: Declared) -> LabelSet:
    """The structures by class of the network: those that are ``chosen``, else those that are declared."""
    if chosen is None:
        return _given(declared.labels, "labels", "which class is which structure", declared)
    label_set = label_set_of(declared.network.parent, chosen, usual=LARGEST_LABEL_SET)
    if label_set.numbers is None:
        return label_set
    numbers = {value: number for number, value in label_set.numbers.items() if value}
    classes = {numbers[one.value]: one for one in label_set.structures if one.value in numbers}
    try:
        return as_classes(classes, label_set.subject)
    except ValueError as error:
        raise UserError(
            Code.BAD_LABELS, f"These cannot be the classes of a network: {error}.", "Number them 1, 2, 3, ..."
        ) from error


def _usual_px(spacing_mm: float) -> int:
    side = -(-int(_HEART_MM / spacing_mm) // _STEP_PX) * _STEP_PX
    return min(max(side, 64), 512)


def _tried(content: bytes, axes: str, label_set: LabelSet, side: int) -> OnnxNetwork:
    """The network in ``content``, after a run on a box of noise with sides of ``side`` voxels."""
    session = open_session(content)
    if EXPORTED_CARD in session.get_modelmeta().custom_metadata_map:
        raise UserError(
            Code.BAD_MODEL,
            "The ONNX file was exported from a model of CrossModalitySeg.",
            "Use that model (.cms) itself: it knows its axes, spacing and gray values, and can be adapted, too.",
        )
    inputs = session.get_inputs()
    shape = inputs[0].shape
    if len(inputs) != 1 or len(shape) != 5 or inputs[0].type != "tensor(float)" or shape[1] not in (1, 2):
        raise UserError(
            Code.BAD_MODEL,
            f"The network takes {', '.join(f'{one.type} {one.shape}' for one in inputs)}.",
            "It must take one volume, float32 (1, 1, ., ., .), or (1, 2, ., ., .) with the field of view.",
        )
    fixed = [isinstance(side, int) for side in shape[2:]]
    if any(fixed) and not all(fixed):
        raise UserError(
            Code.BAD_MODEL, f"The network takes volumes of {shape[2:]} voxels.", "Fix all three sides, or none."
        )
    settings = OnnxSettings(
        size_bytes=len(content),
        axes=axes,
        channels=shape[1],
        patch_px=tuple(shape[2:]) if all(fixed) else None,
        probabilities=False,
    )
    network = OnnxNetwork(settings, label_set.class_count)
    network.file = torch.frombuffer(bytearray(content), dtype=torch.uint8)
    noise = torch.randn((1, 2, side, side, side), generator=torch.Generator().manual_seed(0))
    output = network(noise)
    if not output.isfinite().all():
        raise UserError(Code.BAD_MODEL, "The network returns values that are not numbers.", "Export it again.")
    if output.min() >= 0 and (output.sum(1) - 1).abs().max() < 1e-3:
        settings = settings.model_copy(update={"probabilities": True})
    network.settings = settings
    return network
