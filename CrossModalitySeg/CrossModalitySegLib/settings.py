"""Settings of preprocessing, training and adaptation.

Every field is validated; values and their sources are stated where they are declared. Field defaults are those of the
paper (Dou et al., IJCAI 2018); ``presets.py`` holds the variants.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated, Literal, get_args

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    PositiveInt,
    SerializeAsAny,
    SerializerFunctionWrapHandler,
    ValidationInfo,
    field_validator,
    model_serializer,
    model_validator,
)

from .anatomy import LabelSet
from .renames import with_current_names
from .validation import ReadsFormerNames

Precision = Literal["float32", "bfloat16", "auto"]
Depth = Literal[13, 21, 31]
Labels = Annotated[LabelSet, PlainValidator(LabelSet.from_json), PlainSerializer(LabelSet.to_json)]
"""A label set as a field: read from an object as in labels.json, or from the name of one that ships."""


def _rising(window: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    if not all(map(math.isfinite, window)) or window[0] >= window[1]:
        raise ValueError("a window has four finite numbers, and its lowest gray value is below the highest")
    return window


def _three_ways(axes: str) -> str:
    if not all(set(pair) & set(axes) for pair in ("LR", "AP", "SI")):
        raise ValueError("axes must name one of left and right, one of front and back, one of up and down")
    return axes


Window = Annotated[tuple[float, float, float, float], AfterValidator(_rising)]
"""Lowest and highest gray value, and what these two become."""
Axes = Annotated[str, Field(pattern="^[LRAPSI]{3}$"), AfterValidator(_three_ways)]
"""Where three axes lead, by the first letters of left, right, anterior, posterior, superior, inferior."""


class Settings(ReadsFormerNames):
    """Base of all settings: immutable, unknown names refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _are_known(cls, values: object) -> object:
        if isinstance(values, dict):
            for name in with_current_names(values):
                if name not in cls.model_fields:
                    raise ValueError(_unknown(str(name), cls))
        return values


def _unknown(name: str, group: type[Settings]) -> str:
    """The sentence for a ``name`` that no field of ``group`` has."""
    near = [path for path in _paths(group) if get_close_matches(name, [path.rpartition(".")[2]])]
    meant = f" (similar: {', '.join(near)})" if near else ""
    return f"there is no setting {name}{meant}; docs/reference/settings.md lists all"


def _paths(group: type[Settings]) -> Iterator[str]:
    """Names of the fields of ``group``, those of groups within it with a dot."""
    for name, field in group.model_fields.items():
        yield name
        for kind in (field.annotation, *get_args(field.annotation)):
            if isinstance(kind, type) and issubclass(kind, Settings):
                yield from (f"{name}.{inner}" for inner in _paths(kind))


class Preprocessing(Settings):
    """How a volume becomes slices. Stored in the model, so prediction repeats it (paper, section 4).

    The heart region is a box of ``depth_px`` slices of ``size_px`` x ``size_px`` pixels, all of ``spacing_mm``.
    """

    plane: Literal["coronal", "axial", "sagittal"] = "coronal"
    spacing_mm: Annotated[float, Field(ge=0.3, le=10)] = 1.0
    size_px: Annotated[int, Field(ge=64, le=512, multiple_of=32)] = 256
    depth_px: Annotated[int, Field(ge=8, le=512)] = 256
    cut_top_percent: Annotated[float, Field(ge=0, lt=50)] = 2.0
    scale: Literal["statistics", "hounsfield", "window"] = "statistics"
    """Gray values by mean and spread of the box (paper, section 4), or, of CT, by a fixed window of Hounsfield units,
    or by ``window``.
    """
    window: Window | None = None
    """Lowest and highest gray value, beyond which they are cut, and what these two become for a network."""

    @model_validator(mode="after")
    def _has_its_window(self) -> Preprocessing:
        if (self.scale == "window") != (self.window is not None):
            raise ValueError("window and the scale of this name need each other")
        return self

    @model_serializer(mode="wrap")
    def _as_before(self, usual: SerializerFunctionWrapHandler) -> dict[str, object]:
        """Without a window that is not there: checkpoints are compared with what earlier versions wrote."""
        return {name: value for name, value in usual(self).items() if name != "window" or value is not None}


class Augmentation(Settings):
    """Random changes of a training batch. Rotation, scaling and affine shear are the paper's; the others are off
    there.
    """

    rotation_deg: Annotated[float, Field(ge=0, le=180)] = 15.0
    scaling: Annotated[float, Field(ge=0, lt=1)] = 0.15
    shear: Annotated[float, Field(ge=0, lt=1)] = 0.1
    translation: Annotated[float, Field(ge=0, lt=1)] = 0.0
    """Largest shift as a fraction of the image side."""
    intensity: bool = False
    """Random gamma, contrast, brightness, noise and blur."""
    appearance: Annotated[float, Field(ge=0, le=1)] = 0.0
    """Share of the samples that a network of random weights shows differently: ``learning/appearance.py``."""


class NetworkSettings(Settings):
    """Size of a segmenter, and all that the architecture "dilated-2d" asks: at ``width`` 16, the paper's, it has 39.32
    M parameters.

    An architecture that asks more has a subclass of its own in ``NETWORK_SETTINGS``.
    """

    width: Annotated[int, Field(ge=4, le=64, multiple_of=4)] = 16
    dropout: Annotated[float, Field(ge=0, lt=1)] = 0.25


class UNet3dSettings(NetworkSettings):
    """Size of "unet-3d". ``width`` is that at the full resolution of its input; it has no dropout."""

    width: Annotated[int, Field(ge=8, le=64, multiple_of=8)] = 16
    dropout: Literal[0] = 0


class OnnxSettings(NetworkSettings):
    """Input and output of "onnx-3d", a network of an ONNX file. Width and dropout mean nothing here."""

    width: Literal[8] = 8
    dropout: Literal[0] = 0
    size_bytes: Annotated[int, Field(ge=1, lt=2 << 30)]
    """Size of the file; protocol buffers end at 2 GiB."""
    axes: Axes
    """Where its three axes lead: "RAS" to the patient's right, to the front and up, as in MONAI."""
    channels: Literal[1, 2]
    """The image alone, or beside it 1 where the scanner measured and 0 elsewhere."""
    patch_px: tuple[PositiveInt, PositiveInt, PositiveInt] | None
    """What it sees at a time, along its own axes; None: the whole box."""
    probabilities: bool
    """Whether it outputs probabilities, not logits."""


NETWORK_SETTINGS: dict[str, type[NetworkSettings]] = {
    "dilated-2d": NetworkSettings,
    "unet-3d": UNet3dSettings,
    "onnx-3d": OnnxSettings,
}
"""The settings of each architecture; ``networks/architectures.py`` builds the network."""

PAPERS_ARCHITECTURE = "dilated-2d"


class WithNetwork(Settings):
    """Names an ``architecture`` and holds its ``network`` settings, which are read with the class that belongs to
    it.
    """

    architecture: str = PAPERS_ARCHITECTURE
    network: SerializeAsAny[NetworkSettings] = Field(default=NetworkSettings(), validate_default=True)

    @field_validator("architecture")
    @classmethod
    def _is_known(cls, name: str) -> str:
        if name not in NETWORK_SETTINGS:
            raise ValueError(f"there is no architecture {name!r}; choose among {', '.join(NETWORK_SETTINGS)}")
        return name

    @field_validator("network", mode="before")
    @classmethod
    def _is_of_the_architecture(cls, value: object, info: ValidationInfo) -> object:
        kind = NETWORK_SETTINGS.get(info.data.get("architecture", ""))
        if kind is None or type(value) is kind:
            return value
        if isinstance(value, dict):
            return kind.model_validate(value)
        if value == NetworkSettings():  # the default, of another architecture
            return kind()
        raise ValueError(f"the architecture {info.data['architecture']} needs {kind.__name__}")


class TrainSettings(WithNetwork):
    """Supervised training of the segmenter on one modality."""

    preprocessing: Preprocessing = Preprocessing()
    augmentation: Augmentation = Augmentation()
    steps: Annotated[int, Field(ge=1)] = 15_000
    batch: Annotated[int, Field(ge=1)] = 5
    learning_rate: Annotated[float, Field(gt=0)] = 1e-3
    decay: Annotated[float, Field(gt=0, le=1)] = 0.95
    decay_every: Annotated[int, Field(ge=1)] = 1500
    decay_after: Annotated[int, Field(ge=0)] = 0
    cosine: bool = False
    """The learning rate falls along half a cosine to zero at the last step, instead of by ``decay``."""
    weight_decay: Annotated[float, Field(ge=0)] = 1e-4
    clip_probability: Annotated[float, Field(ge=0, lt=0.2)] = 0.0
    """Lower bound of probabilities inside the cross-entropy; the released code uses 0.005, 0 means log-softmax."""
    class_weights: bool = True
    """Whether pixels of rare classes weigh more in the cross-entropy (paper, equation 1)."""
    ema: Annotated[float, Field(ge=0, lt=1)] = 0.0
    """Decay of the exponential moving average of the weights that are kept; 0 keeps the last weights."""
    single_slices: bool = False
    """Axial and sagittal slices without neighbors are learned from too, as they are and mirrored, for a model that can
    segment single images.
    """
    localizer_steps: Annotated[int, Field(ge=1)] = 600
    precision: Precision = "auto"
    checkpoint_every: Annotated[int, Field(ge=1)] = 500


class SelfTraining(Settings):
    """Rounds in which a segmenter learns from confident pseudo-labels of the target:
    ``learning/self_training.py``.
    """

    rounds: Annotated[int, Field(ge=1)] = 5
    steps: Annotated[int, Field(ge=1)] = 100
    """Updates of a round."""
    batch: Annotated[int, Field(ge=1)] = 8
    learning_rate: Annotated[float, Field(gt=0)] = 5e-4
    confidence: Annotated[float, Field(ge=0, lt=1)] = 0.8
    """Least probability of a label that is learned from."""
    refine_boundaries: bool = True
    """Whether boundaries of these labels are moved to where the gray values of the volume change:
    ``inference/intensities.py``.
    """
    ema: Annotated[float, Field(ge=0, lt=1)] = 0.98
    augmentation: Augmentation = Augmentation(intensity=True, appearance=0.5)


class AdaptSettings(Settings):
    """Adversarial adaptation (paper, section 3.3; PnP-AdaNet for the mask critic), and self-training after it."""

    depth: Depth = 21
    batch: Annotated[int, Field(ge=1)] = 5
    joint_steps: Annotated[int, Field(ge=0)] = 10_000
    """The paper does not state it; by then the learning rate has fallen to 13 % of its start. 0 leaves the adversarial
    part out.
    """
    critic_steps: Annotated[int, Field(ge=1)] = 20
    critic_steps_growth: Annotated[int, Field(ge=0)] = 0
    """One more critic update every so many joint steps; 0 never (released code: 300)."""
    reuse: Annotated[int, Field(ge=1)] = 5
    """Critic updates of a joint step that each slice and its feature maps serve; 1 gives every update slices of its
    own, as in the papers. The expected gradient is the same, its scatter is not: ``learning/feature_memory.py``.
    """
    warm_up: Annotated[int, Field(ge=0)] = 0
    """Critic updates before the first DAM update."""
    learning_rate: Annotated[float, Field(gt=0)] = 3e-4
    decay: Annotated[float, Field(gt=0, le=1)] = 0.98
    decay_every: Annotated[int, Field(ge=1)] = 100
    critic_width: Annotated[int, Field(ge=4, le=64)] = 32
    critic_norm: Literal["batch", "instance"] = "batch"
    critic_dropout: Annotated[float, Field(ge=0, lt=1)] = 0.25
    mask_critic_weight: Annotated[float, Field(ge=0)] = 0.0
    """Weight of the mask critic on the logits (PnP-AdaNet: 0.3); 0 leaves it out."""
    ema: Annotated[float, Field(ge=0, lt=1)] = 0.0
    augmentation: Augmentation = Augmentation()
    precision: Precision = "auto"
    validate_every: Annotated[int, Field(ge=1)] = 100
    self_training: SelfTraining | None = None

    @property
    def last_augmentation(self) -> Augmentation:
        """That of the part which learns last."""
        return self.self_training.augmentation if self.self_training else self.augmentation
