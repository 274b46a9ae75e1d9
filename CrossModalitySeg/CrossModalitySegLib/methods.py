"""The table of methods that a benchmark compares: a row describes a method completely, and everyone asks
the table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .choices import MethodName
from .presets import MASK_CRITIC_WEIGHT, Preset, adversarial_self_training, self_training
from .settings import AdaptSettings, TrainSettings

Direction = Literal["mr-ct", "ct-mr"]
"""From the modality with labels to the one without."""

_SUPERVISED = {"mr": "Seg-MRI", "ct": "Seg-CT"}
"""The paper's names of the models that learn from the labels of a modality."""


@dataclass(frozen=True)
class Domains:
    """Labels come from the modality ``source``; ``target`` is the one that is adapted to and tested on."""

    source: Literal["mr", "ct"]
    target: Literal["mr", "ct"]

    @property
    def source_model(self) -> str:
        """The model that is adapted; as a method it is tested on the source."""
        return _SUPERVISED[self.source]

    @property
    def supervised(self) -> str:
        """The model that learns from target labels: the upper end of the gap."""
        return _SUPERVISED[self.target]

    @property
    def fine_tuned(self) -> str:
        """The source model after learning from target labels ("supervised transfer learning" in the paper)."""
        return f"{self.supervised}-STL"


DOMAINS: dict[Direction, Domains] = {"mr-ct": Domains("mr", "ct"), "ct-mr": Domains("ct", "mr")}


@dataclass(frozen=True)
class Training:
    """A supervised training: on which modality, with which settings, and from which other model it starts."""

    modality: Literal["mr", "ct"]
    settings: Callable[[Preset], TrainSettings] = lambda preset: preset.train
    initial: str | None = None
    of: MethodName = "dou2018"
    """The method that its ``settings`` are of, for the model's card."""


@dataclass(frozen=True)
class Given:
    """What a method of one's own works with: a source model, images of the target without labels, and where its model
    goes.

    ``source_model`` and ``out`` are model files (.cms). ``device`` is "cpu", "cuda" or "cuda:N".
    """

    source_model: Path
    target_images: tuple[Path, ...]
    target_modality: Literal["mr", "ct"]
    out: Path
    seed: int
    device: str


@dataclass(frozen=True)
class Method:
    """A row of the table: the ``trained`` model, adapted with settings of the preset or not, and the domain it is
    tested on.
    """

    title: str
    """What it is, in words, for tables and reports."""
    trained: str = ""
    """The supervised model that it starts from: a name of ``trainings``, or "" for the source model of the direction.
    """
    adapt: Callable[[Preset], AdaptSettings] | None = None
    of: MethodName = "dou2018"
    """The method that these settings are of, for the model's card."""
    ablation: bool = False
    """Whether it takes "self-training" apart, and is run only where it is named."""
    on_source: bool = False
    """Whether it is tested on the source domain instead of the target."""
    depths: bool = False
    """Whether it is run at every adaptation depth that was asked for."""
    model_of: str | None = None
    """Method whose model, at the usual depth, it scores in another way."""
    statistics: bool = False
    """Whether the batch norms see the target instead of an adaptation."""
    refine_boundaries: bool = False
    """Whether the boundaries of results are refined by the gray values of the volume, which the papers do not do."""
    volumetric: bool = False
    """Whether a 3D network segments (``payer.py``), in the region that the heart localizer of ``trained`` finds."""
    make: Callable[[Given], None] | None = None
    """Instead of an adaptation: writes a model of its own. This is how a user's method takes part, see
    docs/how-to/own-method.md.
    """


def trainings(domains: Domains) -> dict[str, Training]:
    """The supervised models of a direction.

    Args:
        domains: What source and target are.

    Returns:
        By name, each after those it starts from.
    """
    return {
        domains.source_model: Training(domains.source),
        domains.supervised: Training(domains.target),
        domains.fine_tuned: Training(domains.target, initial=domains.source_model),
        "self-training-source": Training(
            domains.source, lambda preset: self_training(preset).train, of="self-training"
        ),
    }


def methods(domains: Domains) -> dict[str, Method]:
    """Every method of a direction.

    Args:
        domains: What source and target are.

    Returns:
        By the name that a row of the results has, in the order in which people read them.
    """
    plain, source, target = domains.source_model, domains.source.upper(), domains.target.upper()
    adapted, ours, supervised = (
        f"{source} model adapted without {target} labels",
        f"This project's {source} model",
        f"Trained with {target} labels",
    )
    return {
        plain: Method(f"{source} model tested on {source}", plain, on_source=True),
        "noDA": Method(f"{source} model on {target}, no adaptation", plain),
        "AdaBN": Method(f"{source} model on {target}, AdaBN", plain, statistics=True),
        "dou2018": Method(f"{adapted} (Dou et al. 2018)", plain, _papers(0.0), depths=True),
        "dou2018-refined-boundaries": Method(
            f"{adapted} (Dou et al. 2018), boundaries refined",
            plain,
            ablation=True,
            model_of="dou2018",
            refine_boundaries=True,
        ),
        "pnp-adanet": Method(
            f"{adapted}, with mask critic (PnP-AdaNet)", plain, _papers(MASK_CRITIC_WEIGHT), "pnp-adanet", depths=True
        ),
        "self-training": Method(
            f"{adapted}, this project's method",
            "self-training-source",
            _self_training(),
            "self-training",
            refine_boundaries=True,
        ),
        "adversarial-self-training": Method(
            f"{adapted}, PnP-AdaNet, then self-training",
            "self-training-source",
            lambda preset: adversarial_self_training(preset).adapt,
            "adversarial-self-training",
            refine_boundaries=True,
        ),
        "self-training-source": Method(
            f"{ours} on {target}, no adaptation", "self-training-source", refine_boundaries=True
        ),
        "self-training-source-dou2018": Method(
            f"{ours}, the paper's adversarial adaptation alone",
            "self-training-source",
            lambda preset: preset.adapt,
            ablation=True,
            refine_boundaries=True,
        ),
        "self-training-plain-source": Method(
            f"{source} model, self-training",
            plain,
            _self_training(),
            "self-training",
            ablation=True,
            refine_boundaries=True,
        ),
        "self-training-unfiltered": Method(
            "As self-training, but without confidence filtering of pseudo-labels",
            "self-training-source",
            _self_training(confidence=0.0),
            "self-training",
            ablation=True,
            refine_boundaries=True,
        ),
        "self-training-one-round": Method(
            "As self-training, but in one long round instead of five",
            "self-training-source",
            _self_training(rounds=1, steps=500),
            "self-training",
            ablation=True,
            refine_boundaries=True,
        ),
        "self-training-unrefined": Method(
            "As self-training, but without boundary refinement",
            "self-training-source",
            _self_training(refine_boundaries=False),
            "self-training",
            ablation=True,
        ),
        "supervised-refined-boundaries": Method(
            f"{supervised}, boundaries refined", domains.supervised, ablation=True, refine_boundaries=True
        ),
        domains.supervised: Method(supervised, domains.supervised),
        domains.fine_tuned: Method(f"{source} model fine-tuned with {target} labels", domains.fine_tuned),
        "Payer": Method(f"{supervised} in 3D (Payer et al. 2017)", domains.supervised, volumetric=True),
    }


def _papers(mask_critic_weight: float) -> Callable[[Preset], AdaptSettings]:
    return lambda preset: preset.adapt.model_copy(update={"mask_critic_weight": mask_critic_weight})


def _self_training(**changes: object) -> Callable[[Preset], AdaptSettings]:
    """The adaptation of ``self_training`` with ``changes`` of its self-training."""

    def settings(preset: Preset) -> AdaptSettings:
        adapt = self_training(preset).adapt
        assert adapt.self_training is not None
        return adapt.model_copy(update={"self_training": adapt.self_training.model_copy(update=changes)})

    return settings


ROWS: dict[str, Method] = {name: method for domains in DOMAINS.values() for name, method in methods(domains).items()}
"""The methods of both directions by name."""

ABLATIONS: tuple[str, ...] = tuple(name for name, method in ROWS.items() if method.ablation)

FORMER_ROWS: dict[str, str] = {
    "UDA": "dou2018",
    "UDA-fitted-borders": "dou2018-refined-boundaries",
    "PnP": "pnp-adanet",
    "best": "self-training",
    "best-network-borders": "self-training-unrefined",
    "dou2018-fitted-borders": "dou2018-refined-boundaries",
    "self-training-network-borders": "self-training-unrefined",
    "best-adversaries": "self-training-source-dou2018",
    "self-training-adversaries": "self-training-source-dou2018",
    "supervised-fitted-borders": "supervised-refined-boundaries",
} | {f"best-{part}": f"self-training-{part}" for part in ("source", "plain-source", "unfiltered", "one-round")}
"""Names of today of the rows that earlier versions called otherwise, in their results and their folders."""


def row_name(name: str) -> str:
    """The name of today of a row.

    Args:
        name: Name of a row of results, as this or an earlier version wrote it.

    Returns:
        The current one; ``name`` where it was never another.

    Examples:
        >>> row_name("UDA"), row_name("noDA")
        ('dou2018', 'noDA')
    """
    return FORMER_ROWS.get(name, name)
