"""Presets: two small tables, of sizes and of methods, and ``preset``, which composes them."""

from __future__ import annotations

from collections.abc import Callable

from .choices import MethodName, SizeName, method_for
from .settings import (
    PAPERS_ARCHITECTURE,
    AdaptSettings,
    NetworkSettings,
    Preprocessing,
    SelfTraining,
    Settings,
    TrainSettings,
    UNet3dSettings,
)

MASK_CRITIC_WEIGHT = 0.3
"""Weight of the mask critic that makes PnP-AdaNet of the IJCAI method (arXiv 1812.07907)."""


class Preset(Settings):
    """Settings of a training and of an adaptation that belong together."""

    train: TrainSettings
    adapt: AdaptSettings


SIZES: dict[SizeName, Preset] = {
    "tiny": Preset(
        train=TrainSettings(
            network=NetworkSettings(width=8, dropout=0.0),
            preprocessing=Preprocessing(spacing_mm=2.0, size_px=96, depth_px=64),
            steps=500,
            batch=8,
            decay_every=100,
            decay=0.8,
            ema=0.98,
            localizer_steps=600,
            checkpoint_every=100,
        ),
        adapt=AdaptSettings(
            batch=8,
            joint_steps=240,
            critic_steps=3,
            reuse=1,
            warm_up=20,
            decay=0.9,
            decay_every=30,
            critic_width=8,
            critic_norm="instance",
            critic_dropout=0.0,
            ema=0.97,
            validate_every=30,
        ),
    ),
    "paper": Preset(train=TrainSettings(), adapt=AdaptSettings()),
    "whole-heart": Preset(
        train=TrainSettings(
            architecture="unet-3d",
            network=UNet3dSettings(),
            preprocessing=Preprocessing(plane="axial", spacing_mm=1.5, size_px=128, depth_px=128, scale="hounsfield"),
            steps=20_000,
            batch=1,
            learning_rate=2e-3,
            cosine=True,
            weight_decay=1e-2,
            ema=0.995,
            checkpoint_every=100,
        ),
        adapt=AdaptSettings(
            joint_steps=0,
            warm_up=0,
            self_training=SelfTraining(rounds=6, steps=24, batch=1, learning_rate=2e-4, confidence=0.7, ema=0.95),
        ),
    ),
}
"""Each size with its usual method, in 2D that of Dou et al. (IJCAI 2018), which the other methods change."""


def pnp_adanet(base: Preset) -> Preset:
    """``base`` with a second critic, which looks at the logits: PnP-AdaNet (arXiv 1812.07907)."""
    return Preset(train=base.train, adapt=base.adapt.model_copy(update={"mask_critic_weight": MASK_CRITIC_WEIGHT}))


def released(base: Preset) -> Preset:
    """``base`` with what the authors' released code does, which has both critics and takes many more steps."""
    train = {"batch": 10, "steps": 50_000, "decay": 0.9, "decay_after": 10_000, "clip_probability": 0.005}
    adapt = {"batch": 6, "joint_steps": 120_000, "critic_steps_growth": 300, "warm_up": 20_100}
    both = pnp_adanet(base)
    return Preset(train=both.train.model_copy(update=train), adapt=both.adapt.model_copy(update=adapt))


def self_training(base: Preset) -> Preset:
    """``base`` with this project's own method in the place of the papers', at the same size.

    The source model learns from slices whose appearance is drawn at random, twice as long, since there is more to
    learn, and without class weights, which let structures grow; then it labels the target itself. There are no
    adversaries, whose updates would have taken longer than both. A 3D network learns from random appearances anyway.
    """
    train = base.train
    if train.architecture == PAPERS_ARCHITECTURE:
        augmentation = train.augmentation.model_copy(update={"intensity": True, "appearance": 0.5})
        longer = {name: 2 * getattr(train, name) for name in ("steps", "decay_every", "decay_after")}
        train = train.model_copy(
            update={"augmentation": augmentation, "class_weights": False, "ema": max(train.ema, 0.98), **longer}
        )
    alone = {"joint_steps": 0, "warm_up": 0, "self_training": base.adapt.self_training or SelfTraining()}
    return Preset(train=train, adapt=base.adapt.model_copy(update=alone))


def adversarial_self_training(base: Preset) -> Preset:
    """``base`` with the source model of ``self_training``, adapted as by ``pnp_adanet`` and then by the rounds of
    ``self_training``, which begin with better pseudo-labels.
    """
    ours, adversarial = self_training(base), pnp_adanet(base).adapt
    rounds = {"self_training": ours.adapt.self_training}
    return Preset(train=ours.train, adapt=adversarial.model_copy(update=rounds))


METHODS: dict[MethodName, Callable[[Preset], Preset]] = {
    "dou2018": lambda base: base,
    "pnp-adanet": pnp_adanet,
    "released": released,
    "self-training": self_training,
    "adversarial-self-training": adversarial_self_training,
}
"""What each method changes in the settings of a size."""


def preset(size: SizeName, method: MethodName | None = None) -> Preset:
    """The settings of ``method`` at ``size``.

    Args:
        size: A name of ``SIZES``.
        method: A name of ``METHODS``; None takes the usual one of ``size``.

    Returns:
        Settings of a training and an adaptation.

    Raises:
        UserError: BAD_SETTINGS if the two do not go together.

    Examples:
        >>> preset("tiny", "self-training").train.steps, preset("tiny").train.steps
        (1000, 500)
    """
    return METHODS[method_for(size, method)](SIZES[size])
