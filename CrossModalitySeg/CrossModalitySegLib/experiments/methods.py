"""The methods that the benchmark compares: what each learns from, and how it is adapted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ..errors import Code, UserError
from ..evaluation.domains import DOMAINS, Domains
from ..job import ABLATIONS, BenchmarkJob
from ..settings import AdaptSettings, Preset, TrainSettings, improved

PNP_MASK_CRITIC_WEIGHT = 0.3
"""Weight of the mask critic that makes PnP-AdaNet of the IJCAI method (arXiv 1812.07907)."""


@dataclass(frozen=True)
class Training:
    """A supervised training: on which modality, with which settings, and from which other model it starts."""

    modality: Literal["mr", "ct"]
    settings: Callable[[Preset], TrainSettings] = lambda preset: preset.train
    initial: str | None = None


@dataclass(frozen=True)
class Method:
    """A row of the table: the ``trained`` model, adapted with settings of the preset or not, and the domain it is tested on."""

    trained: str
    adapt: Callable[[Preset], AdaptSettings] | None = None
    on_source: bool = False
    """Whether it is tested on the source domain instead of the target."""
    depths: bool = False
    """Whether it is run at every adaptation depth that was asked for."""
    model_of: str | None = None
    """Method whose model, at the usual depth, it scores in another way."""
    statistics: bool = False
    """Whether the batch norms see the target instead of an adaptation."""
    fit_borders: bool = False
    """Whether results are fitted to the grey values of the volume, which the papers do not do."""
    volumetric: bool = False
    """Whether a 3D network segments (``payer.py``), in the region that the heart finder of ``trained`` finds."""


def trainings(domains: Domains) -> dict[str, Training]:
    """The supervised models by name."""
    return {
        domains.source_model: Training(domains.source),
        domains.supervised: Training(domains.target),
        domains.fine_tuned: Training(domains.target, initial=domains.source_model),
        "best-source": Training(domains.source, lambda preset: improved(preset).train),
    }


def methods(domains: Domains) -> dict[str, Method]:
    """Every method of a direction, in reading order."""
    plain = domains.source_model
    return {
        plain: Method(plain, on_source=True),
        "noDA": Method(plain),
        "AdaBN": Method(plain, statistics=True),
        "UDA": Method(plain, lambda preset: preset.adapt.model_copy(update={"mask_critic_weight": 0.0}), depths=True),
        "UDA-fitted-borders": Method(plain, model_of="UDA", fit_borders=True),
        "PnP": Method(plain, lambda preset: preset.adapt.model_copy(update={"mask_critic_weight": PNP_MASK_CRITIC_WEIGHT}), depths=True),
        "best": Method("best-source", _self_training(), fit_borders=True),
        "best-source": Method("best-source", fit_borders=True),
        "best-adversaries": Method("best-source", lambda preset: preset.adapt, fit_borders=True),
        "best-plain-source": Method(plain, _self_training(), fit_borders=True),
        "best-unfiltered": Method("best-source", _self_training(confidence=0.0), fit_borders=True),
        "best-one-round": Method("best-source", _self_training(rounds=1, steps=500), fit_borders=True),
        "best-network-borders": Method("best-source", _self_training(fit_borders=False)),
        "supervised-fitted-borders": Method(domains.supervised, fit_borders=True),
        domains.supervised: Method(domains.supervised),
        domains.fine_tuned: Method(domains.fine_tuned),
        "Payer": Method(domains.supervised, volumetric=True),
    }


def chosen(job: BenchmarkJob) -> dict[str, Method]:
    """The methods that ``job`` asks for, in its order; raises ``UserError`` BAD_SETTINGS for one of the other direction."""
    table = methods(DOMAINS[job.direction])
    for name in job.methods or ():
        if name not in table:
            raise UserError(Code.BAD_SETTINGS, f"{name} is no method of the direction {job.direction}.", f"Choose among {', '.join(table)}.")
    return {name: table[name] for name in job.methods or [name for name in table if name not in ABLATIONS]}


def _self_training(**changes: object) -> Callable[[Preset], AdaptSettings]:
    """The adaptation of ``improved`` with ``changes`` of its self-training."""

    def settings(preset: Preset) -> AdaptSettings:
        adapt = improved(preset).adapt
        assert adapt.self_training is not None
        return adapt.model_copy(update={"self_training": adapt.self_training.model_copy(update=changes)})

    return settings
