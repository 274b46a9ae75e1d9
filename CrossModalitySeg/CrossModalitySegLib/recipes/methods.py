"""The methods that the benchmark compares: what each learns from, and how it is adapted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ..settings import AdaptSettings, Preset, TrainSettings, improved

PNP_MASK_CRITIC_WEIGHT = 0.3
"""Weight of the mask critic that makes PnP-AdaNet of the IJCAI method (arXiv 1812.07907)."""


@dataclass(frozen=True)
class SourceModel:
    """A supervised training: on which modality, with which settings, and from which other source model it starts."""

    modality: Literal["mr", "ct"]
    settings: Callable[[Preset], TrainSettings] = lambda preset: preset.train
    initial: str | None = None


SOURCE_MODELS: dict[str, SourceModel] = {
    "Seg-MRI": SourceModel("mr"),
    "Seg-CT": SourceModel("ct"),
    "Seg-CT-STL": SourceModel("ct", initial="Seg-MRI"),
    "best-source": SourceModel("mr", lambda preset: improved(preset).train),
}


@dataclass(frozen=True)
class Method:
    """A row of the table: the ``source`` model, adapted with settings of the preset or not, and the modality it is tested on."""

    source: str
    adapt: Callable[[Preset], AdaptSettings] | None = None
    test: Literal["mr", "ct"] = "ct"
    depths: bool = False
    """Whether it is run at every adaptation depth that was asked for."""
    statistics: bool = False
    """Whether the batch norms see the target instead of an adaptation."""


def _self_training(**changes: object) -> Callable[[Preset], AdaptSettings]:
    """The adaptation of ``improved`` with ``changes`` of its self-training."""

    def settings(preset: Preset) -> AdaptSettings:
        adapt = improved(preset).adapt
        assert adapt.self_training is not None
        return adapt.model_copy(update={"self_training": adapt.self_training.model_copy(update=changes)})

    return settings


def _both(preset: Preset) -> AdaptSettings:
    """Adversaries first, then self-training."""
    return preset.adapt.model_copy(update={"self_training": improved(preset).adapt.self_training})


METHODS: dict[str, Method] = {
    "Seg-MRI": Method("Seg-MRI", test="mr"),
    "noDA": Method("Seg-MRI"),
    "AdaBN": Method("Seg-MRI", statistics=True),
    "UDA": Method("Seg-MRI", lambda preset: preset.adapt.model_copy(update={"mask_critic_weight": 0.0}), depths=True),
    "PnP": Method("Seg-MRI", lambda preset: preset.adapt.model_copy(update={"mask_critic_weight": PNP_MASK_CRITIC_WEIGHT}), depths=True),
    "best": Method("best-source", _self_training()),
    "best-source": Method("best-source"),
    "best-adversaries": Method("best-source", lambda preset: preset.adapt),
    "best-both": Method("best-source", _both),
    "best-plain-source": Method("Seg-MRI", _self_training()),
    "best-after-uda": Method("Seg-MRI", _both),
    "best-unfiltered": Method("best-source", _self_training(confidence=0.0)),
    "best-one-round": Method("best-source", _self_training(rounds=1, steps=400)),
    "Seg-CT": Method("Seg-CT"),
    "Seg-CT-STL": Method("Seg-CT-STL"),
}
