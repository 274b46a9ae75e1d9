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

from .anatomy import as_label_set
from .label_set import LabelSet
from .renames import with_current_names
from .validation import ReadsFormerNames

Precision = Literal["float32", "bfloat16", "auto"]
Depth = Literal[13, 21, 31]
Labels = Annotated[LabelSet, PlainValidator(as_label_set), PlainSerializer(LabelSet.to_json)]
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
    """Patient plane of the slices."""
    spacing_mm: Annotated[float, Field(ge=0.3, le=10)] = 1.0
    """Side of a pixel, and distance between slices."""
    size_px: Annotated[int, Field(ge=64, le=512, multiple_of=32)] = 256
    """Rows and columns of a slice."""
    depth_px: Annotated[int, Field(ge=8, le=512)] = 256
    """Number of slices."""
    cut_top_percent: Annotated[float, Field(ge=0, lt=50)] = 2.0
    """Share of the brightest voxels of the box that is clipped before mean and spread are computed."""
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
    """Largest turn to either side, within the slice."""
    scaling: Annotated[float, Field(ge=0, lt=1)] = 0.15
    """Largest change of width and of height, each by itself, as a fraction."""
    shear: Annotated[float, Field(ge=0, lt=1)] = 0.1
    """Largest shift of a row over its distance from the middle."""
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
    """Channels of the first layer; all others are multiples of it."""
    dropout: Annotated[float, Field(ge=0, lt=1)] = 0.25
    """Probability with which a value behind a convolution is set to zero while it learns."""


class UNet3dSettings(NetworkSettings):
    """Size of "unet-3d". ``width`` is that at the full resolution of its input; it has no ``dropout``."""

    width: Annotated[int, Field(ge=8, le=64, multiple_of=8)] = 16
    dropout: Literal[0] = 0


class OnnxSettings(NetworkSettings):
    """Input and output of "onnx-3d", a network of an ONNX file. ``width`` and ``dropout`` mean nothing here."""

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
    """How a volume becomes what the network sees."""
    augmentation: Augmentation = Augmentation()
    """Random changes of what it learns from."""
    steps: Annotated[int, Field(ge=1)] = 15_000
    """Number of updates."""
    batch: Annotated[int, Field(ge=1)] = 5
    """Samples of an update, in each process."""
    learning_rate: Annotated[float, Field(gt=0)] = 1e-3
    """Step size of Adam at the start."""
    decay: Annotated[float, Field(gt=0, le=1)] = 0.95
    """Factor on the learning rate every ``decay_every`` steps."""
    decay_every: Annotated[int, Field(ge=1)] = 1500
    """Steps between two factors ``decay``."""
    decay_after: Annotated[int, Field(ge=0)] = 0
    """Steps before this schedule begins."""
    cosine: bool = False
    """The learning rate falls along half a cosine to zero at the last step, instead of by ``decay``."""
    weight_decay: Annotated[float, Field(ge=0)] = 1e-4
    """Strength of L2 on the weights of convolutions, or, where it learns from tissue maps, of the decay in AdamW."""
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
    """Updates of the heart localizer, which learns beside the segmenter."""
    precision: Precision = "auto"
    """Number format of convolutions: auto is bfloat16 where the hardware has it."""
    checkpoint_every: Annotated[int, Field(ge=1)] = 500
    """Steps after which the state is saved."""


class SelfTraining(Settings):
    """Rounds in which a segmenter learns from confident pseudo-labels of the target:
    ``learning/self_training.py``.
    """

    rounds: Annotated[int, Field(ge=1)] = 5
    """How often the segmenter labels the target anew and learns from that."""
    steps: Annotated[int, Field(ge=1)] = 100
    """Updates of a round."""
    batch: Annotated[int, Field(ge=1)] = 8
    """Samples of an update, in each process."""
    learning_rate: Annotated[float, Field(gt=0)] = 5e-4
    """Step size of Adam in the first round; it falls from round to round."""
    confidence: Annotated[float, Field(ge=0, lt=1)] = 0.8
    """Least probability of a label that is learned from."""
    refine_boundaries: bool = True
    """Whether boundaries of these labels are moved to where the gray values of the volume change:
    ``inference/intensities.py``.
    """
    ema: Annotated[float, Field(ge=0, lt=1)] = 0.98
    """Decay of the exponential moving average of the weights, which is the next teacher."""
    augmentation: Augmentation = Augmentation(intensity=True, appearance=0.5)
    """Random changes of what it learns from."""


class AdaptSettings(Settings):
    """Adversarial adaptation (paper, section 3.3; PnP-AdaNet for the mask critic), and self-training after it."""

    depth: Depth = 21
    """Adapted layers: the first 13, 21 or 31 of the segmenter."""
    batch: Annotated[int, Field(ge=1)] = 5
    """Slices of either domain in an update, in each process."""
    joint_steps: Annotated[int, Field(ge=0)] = 10_000
    """The paper does not state it; by then the learning rate has fallen to 13 % of its start. 0 leaves the adversarial
    part out.
    """
    critic_steps: Annotated[int, Field(ge=1)] = 20
    """Critic updates of a joint step."""
    critic_steps_growth: Annotated[int, Field(ge=0)] = 0
    """One more critic update every so many joint steps; 0 never (released code: 300)."""
    reuse: Annotated[int, Field(ge=1)] = 5
    """Critic updates of a joint step that each slice and its feature maps serve; 1 gives every update slices of its
    own, as in the papers. The expected gradient is the same, its scatter is not: ``learning/feature_memory.py``.
    """
    warm_up: Annotated[int, Field(ge=0)] = 0
    """Critic updates before the first DAM update."""
    learning_rate: Annotated[float, Field(gt=0)] = 3e-4
    """Step size of RMSProp at the start."""
    decay: Annotated[float, Field(gt=0, le=1)] = 0.98
    """Factor on the learning rate every ``decay_every`` joint steps."""
    decay_every: Annotated[int, Field(ge=1)] = 100
    """Joint steps between two factors ``decay``."""
    critic_width: Annotated[int, Field(ge=4, le=64)] = 32
    """Channels of the first layer of the feature critic; the mask critic has half as many."""
    critic_norm: Literal["batch", "instance"] = "batch"
    """Normalization in the critics: over the batch, or over each sample."""
    critic_dropout: Annotated[float, Field(ge=0, lt=1)] = 0.25
    """Probability with which a value behind a convolution of a critic is set to zero."""
    mask_critic_weight: Annotated[float, Field(ge=0)] = 0.0
    """Weight of the mask critic on the logits (PnP-AdaNet: 0.3); 0 leaves it out."""
    ema: Annotated[float, Field(ge=0, lt=1)] = 0.0
    """Decay of the exponential moving average of the weights that are kept; 0 keeps the weights as they are."""
    augmentation: Augmentation = Augmentation()
    """Random changes of the slices of both domains."""
    precision: Precision = "auto"
    """Number format of convolutions: auto is bfloat16 where the hardware has it."""
    validate_every: Annotated[int, Field(ge=1)] = 100
    """Joint steps after which the model is judged without labels, and the state saved."""
    self_training: SelfTraining | None = None
    """What follows the adversarial part, or stands in for it; None for nothing."""

    @property
    def last_augmentation(self) -> Augmentation:
        """That of the part which learns last."""
        return self.self_training.augmentation if self.self_training else self.augmentation
