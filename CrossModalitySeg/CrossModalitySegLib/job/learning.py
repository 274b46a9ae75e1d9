"""Jobs that make models: training, adaptation, calibration, and how long they take."""

from __future__ import annotations

from pathlib import Path
from types import NoneType
from typing import Annotated, Any, Literal, cast

from pydantic import model_validator

from ..choices import MethodName, SizeName, method_for, refuse_preset
from ..presets import preset
from ..renames import with_current_names
from ..settings import AdaptSettings, Depth, TrainSettings
from .base import BaseJob, LabelsOfModel, ModelArgument, ModelOrNone, Names, OutModel, Shell, Structures, Work


class LearningJob(BaseJob):
    """A job whose settings are those of a ``method`` at a ``size``."""

    size: SizeName = "paper"
    """What the network sees, how large it is, how long it learns."""
    method: Annotated[MethodName, Shell(usual=False)] = "dou2018"
    """How it learns; by default dou2018, for whole-heart self-training.

    None, or nothing, takes the usual one of ``size``.
    """

    @model_validator(mode="before")
    @classmethod
    def _choose_method(cls, values: object) -> object:
        if isinstance(values, dict) and "preset" in values:
            refuse_preset(values["preset"])
        chosen = _choice(values, cls.model_fields["size"].default)
        return values | {"method": method_for(*chosen)} if isinstance(values, dict) and chosen else values


def _choice(values: object, usual: str = "paper") -> tuple[SizeName, MethodName | None] | None:
    """Size and method among the raw ``values`` of a job; None where they are not words, which validation says."""
    if not isinstance(values, dict):
        return None
    size, method = values.get("size", usual), values.get("method")
    if not isinstance(size, str) or not isinstance(method, (str, NoneType)):
        return None
    return cast(SizeName, size), cast("MethodName | None", method)  # ``method_for`` refuses what is neither


def _filled_in(verb: Literal["train", "adapt"], values: object) -> object:
    """The raw ``values`` of a job, settings that they leave out taken from its size and method."""
    values = with_current_names(values)
    chosen = _choice(values)
    changes = values.get("settings", {}) if isinstance(values, dict) else None
    if not isinstance(values, dict) or chosen is None or not isinstance(changes, dict):
        return values  # validation says what is wrong, or the settings are complete already
    return values | {"settings": _merged(getattr(preset(*chosen), verb).model_dump(), changes)}


def _merged(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:  # nested settings, checked afterwards
    both = {
        name: _merged(base[name], value)
        for name, value in changes.items()
        if isinstance(value, dict) and isinstance(base.get(name), dict)
    }
    return base | changes | both


class TrainJob(LearningJob):
    """Train a segmenter on labeled volumes. If started again, it resumes from its last checkpoint.

    Example:
      crossmodalityseg train --data virtual/mr_train --out MR.cms --size tiny --set steps=300

    Note:
        ``settings`` need to name only what differs from those of ``size`` and ``method``.
    """

    verb: Literal["train"] = "train"
    data: Path
    """Folder of labeled volumes."""
    out: OutModel
    """Model to write (.cms)."""
    modality: Literal["mr", "ct", "any"] = "mr"
    """Modality of the data; any: both."""
    labels: Structures = None
    subjects: Names = None
    """Subjects to learn from; by default every labeled one."""
    initial: ModelOrNone = None
    """Model to fine-tune from.

    None starts from random weights.
    """
    settings: TrainSettings
    work: Work = None

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, values: object) -> object:
        return _filled_in("train", values)


class AdaptJob(LearningJob):
    """Adapt a model to another modality without labels. If started again, it resumes from its last checkpoint.

    Example:
      crossmodalityseg adapt --model MR.cms --source virtual/mr_train --target virtual/ct_train --out CT.cms --depth 21

    Note:
        ``settings`` need to name only what differs from those of ``size`` and ``method``. Settings without an
        adversarial part can do without ``source``; their self-training learns from the labels of the source where
        there are any.
    """

    verb: Literal["adapt"] = "adapt"
    model: ModelArgument
    """Source model: path of a .cms file, or its name in the library."""
    target: Path
    """Folder of target volumes; labels among them are never opened."""
    out: OutModel
    """Model to write (.cms)."""
    source: Path | None = None
    """Folder of source volumes; --method self-training works without, and otherwise uses their labels."""
    source_modality: Literal["mr", "ct"] = "mr"
    """Modality of the source."""
    target_modality: Literal["mr", "ct"] = "ct"
    """Modality of the target."""
    source_subjects: Names = None
    """Subjects of the source to use; by default all."""
    target_subjects: Names = None
    """Subjects of the target to use; by default all."""
    labels: LabelsOfModel = None
    """Structures in the label files of the source: heart-4, heart-7 or a JSON file; by default labels.json of the
    source, else those of the model. Or which number of the files is which structure, as in RV=1,Myo=2,LV=3.
    """
    settings: AdaptSettings
    work: Work = None

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, values: object) -> object:
        return _filled_in("adapt", values)

    @model_validator(mode="after")
    def _adversaries_need_a_source(self) -> AdaptJob:
        if self.source is None and self.settings.joint_steps > 0:
            raise ValueError("the adversarial part (joint_steps > 0) needs source volumes")
        return self

    @model_validator(mode="after")
    def _learns_something(self) -> AdaptJob:
        if self.settings.joint_steps == 0 and self.settings.self_training is None:
            raise ValueError(
                "without the adversarial part (joint_steps=0) and without self-training nothing would be learned; "
                "choose --method self-training"
            )
        return self


class CalibrateJob(BaseJob):
    """Calibrate the confidence of a model and the expected Dice of its results. The volumes must be held out: unseen
    in its training.

    Example:
      crossmodalityseg calibrate --model CT.cms --data unseen --out CT-calibrated.cms
    """

    verb: Literal["calibrate"] = "calibrate"
    model: ModelArgument
    """Path of a .cms file, or its name in the library."""
    data: Path
    """Folder of labeled volumes that the model has not learned from, good and poor ones; ten or more."""
    out: OutModel
    """Model to write (.cms): the same weights, and a card that holds the calibration."""
    labels: LabelsOfModel = None
    """Structures in the label files: heart-4, heart-7 or a JSON file; by default labels.json of the data, else those of
    the model. Or which number of the files is which structure, as in RV=1,Myo=2,LV=3.
    """


class EstimateJob(LearningJob):
    """Measure how long a training or an adaptation takes on this machine, and how much memory; writes nothing."""

    verb: Literal["estimate"] = "estimate"
    of: Literal["train", "adapt"]
    """What is measured."""
    size: SizeName
    """Whose settings are measured, with those of ``method``."""
    depth: Depth | None = None
    """Adaptation depth; None takes that of the settings."""
    model: Path | None = None
    """Source model of an adaptation."""
