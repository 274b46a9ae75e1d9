"""Sizes and methods: which go together, and that each pair has the settings of the preset that it was before."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import pytest

from CrossModalitySegLib.choices import FORMER, METHODS_OF, MethodName, SizeName
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.job import JOB, BenchmarkJob, TrainJob
from CrossModalitySegLib.learning.adversarial import CLIP, LOSS_SCALE
from CrossModalitySegLib.methods import DOMAINS, ROWS, methods, trainings
from CrossModalitySegLib.models.archive import read_card
from CrossModalitySegLib.models.card import ModelCard
from CrossModalitySegLib.networks.critics import TAPS
from CrossModalitySegLib.presets import METHODS, SIZES, preset
from CrossModalitySegLib.renames import with_current_names

FORMER_SETTINGS = json.loads(Path(__file__).with_name("former_presets.json").read_text(encoding="utf-8"))
"""What the presets of version 0.1 were, field by field."""
CONSTANT = {
    "taps": list(TAPS),
    "loss_scale": LOSS_SCALE,
    "clip": CLIP,
    "lipschitz": "clip",
    "gradient_penalty": 10.0,
}
"""What was a setting, and the same in every preset."""
SHIPPED = Path(__file__).parents[2] / "CrossModalitySeg/CrossModalitySegLib/resources/models/Heart-virtual.cms"


# The network of "whole-heart" is another one now, and no model of the former one was ever given away.
@pytest.mark.parametrize("former", sorted(FORMER_SETTINGS.keys() - {"whole-heart"}))
def test_every_former_preset_has_its_settings_still(former: str) -> None:
    size, method = FORMER[former]
    expected = {part: dict(expected) for part, expected in FORMER_SETTINGS[former].items()}
    assert {name: expected["adapt"].pop(name) for name in CONSTANT} == CONSTANT
    assert preset(size, method).model_dump(mode="json") == with_current_names(expected)


def test_tables_are_complete() -> None:
    assert set(FORMER) == set(FORMER_SETTINGS)
    assert set(SIZES) == set(METHODS_OF) == set(get_args(SizeName))
    assert set(METHODS) == set(get_args(MethodName)) == {one for methods in METHODS_OF.values() for one in methods}


@pytest.mark.parametrize(("size", "method"), [(size, method) for size in METHODS_OF for method in METHODS_OF[size]])
def test_every_pair_is_a_job(size: SizeName, method: MethodName) -> None:
    job = JOB.validate_python({"verb": "train", "data": "d", "out": "o.cms", "size": size, "method": method})
    assert isinstance(job, TrainJob)
    assert job.settings == preset(size, method).train
    assert job.settings.preprocessing == SIZES[size].train.preprocessing
    adapt = preset(size, method).adapt
    assert (adapt.joint_steps == 0) == (method == "self-training")
    assert (adapt.self_training is not None) == method.endswith("self-training")


def test_methods_at_the_small_size() -> None:
    tiny, paired, ours = preset("tiny"), preset("tiny", "pnp-adanet"), preset("tiny", "self-training")
    assert tiny == SIZES["tiny"] == preset("tiny", "dou2018")
    assert (paired.train, paired.adapt.mask_critic_weight) == (tiny.train, 0.3)
    assert (ours.train.steps, ours.train.decay_every, ours.train.network) == (1000, 200, tiny.train.network)
    assert (ours.train.augmentation.appearance, ours.train.class_weights) == (0.5, False)


def test_adversaries_and_self_training_are_one_name_for_a_pair_of_options() -> None:
    """To the last field: the source model of one method, adapted by another with rounds behind it."""
    common = {"data": "d", "out": "o.cms", "model": "m.cms", "source": "s", "target": "t", "size": "tiny"}

    def settings(verb: str, method: str, **changes: object) -> object:
        fields = ("data", "out", "size") if verb == "train" else ("model", "source", "target", "out", "size")
        given = {name: common[name] for name in fields} | {"verb": verb, "method": method, "settings": changes}
        return JOB.validate_python(given).settings  # type: ignore[union-attr]

    adapted = settings("adapt", "adversarial-self-training")
    assert adapted == settings("adapt", "pnp-adanet", self_training={"rounds": 5})
    assert settings("train", "adversarial-self-training") == settings("train", "self-training")
    for direction in DOMAINS.values():
        row = methods(direction)["adversarial-self-training"]
        assert row.adapt is not None and row.adapt(SIZES["tiny"]) == adapted
        assert trainings(direction)[row.trained].settings(SIZES["tiny"]) == settings("train", row.of)


def test_a_size_has_a_usual_method() -> None:
    made = JOB.validate_python({"verb": "train", "data": "d", "out": "o.cms", "size": "whole-heart", "method": None})
    assert isinstance(made, TrainJob)
    assert (made.method, made.settings.architecture) == ("self-training", "unet-3d")
    assert JOB.validate_python({"verb": "estimate", "of": "train", "size": "paper"}).method == "dou2018"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"size": "tiny", "method": "released"}, "released does not go with the size tiny"),
        ({"size": "whole-heart", "method": "dou2018"}, "dou2018 does not go with the size whole-heart"),
        ({"size": "whole-heart", "method": "adversarial-self-training"}, "does not go with the size whole-heart"),
        ({"size": "huge"}, "no size huge"),
        ({"method": "magic"}, "no method magic"),
        ({"method": "best"}, "preset best is now the size paper with the method self-training"),
        ({"size": "released"}, "preset released is now the size paper with the method released"),
        ({"preset": "best"}, "preset best is now the size paper with the method self-training"),
        ({"preset": "tiny"}, "preset tiny is now the size tiny with the method dou2018"),
        ({"preset": "mine"}, "a size and a method"),
    ],
)
@pytest.mark.parametrize("verb", ["train", "benchmark"])
def test_what_does_not_fit_is_a_sentence(verb: str, choice: dict[str, str], words: str) -> None:
    with pytest.raises(UserError, match=words) as problem:
        JOB.validate_python({"verb": verb, "data": "d", "out": "o.cms"} | choice)
    assert problem.value.code == Code.BAD_SETTINGS


def test_the_benchmark_begins_with_published_settings() -> None:
    with pytest.raises(ValueError, match="method"):
        BenchmarkJob(data=Path("d"), out=Path("o"), method="self-training")  # type: ignore[arg-type]
    assert BenchmarkJob(data=Path("d"), out=Path("o")).method == "dou2018"


@pytest.mark.parametrize("former", FORMER)
def test_cards_that_name_a_preset_open_and_state_the_pair(former: str) -> None:
    card = read_card(SHIPPED).model_dump(mode="json", exclude={"size", "method"})
    opened = ModelCard.model_validate(card | {"preset": former})
    assert (opened.size, opened.method) == FORMER[former]
    with pytest.raises(ValueError, match="preset"):
        ModelCard.model_validate(card | {"preset": "mine"})


REASONS = {
    "train.preprocessing.cut_top_percent": "the paper's; a model's card says how its images were prepared",
    "train.precision": "float32 where two machines have to agree",
    "adapt.precision": "float32 where two machines have to agree",
    "train.augmentation.shear": "the paper's, beside rotation and scaling, which the model that ships turns",
    "adapt.learning_rate": "what an adversarial training that diverges is mended with",
    "adapt.augmentation": "what is random in a target depends on how it was scanned; the paper's otherwise",
    "adapt.self_training.augmentation": "what is random in a target depends on how it was scanned",
}
"""Settings that nothing in the project turns, and why they stay."""


def test_every_setting_is_turned_somewhere_or_has_its_reason(repository: Path) -> None:
    values: dict[str, set[str]] = {}

    def note(name: str, value: object) -> None:
        if isinstance(value, dict):
            for part, inner in value.items():
                note(f"{name}.{part}", inner)
        else:
            values.setdefault(name, set()).add(repr(value))

    for size, fitting in METHODS_OF.items():
        for method in fitting:
            both = preset(size, method)
            note("train", both.train.model_dump())
            for adapt in (both.adapt, *(row.adapt(both) for row in ROWS.values() if row.adapt)):
                note("adapt", adapt.model_dump())
    pages = [*(repository / "docs").rglob("*.md"), *(repository / "Resources").rglob("*.sh")]
    turned = set(re.findall(r"--set ([a-z_.]+)=", "".join(page.read_text(encoding="utf-8") for page in pages)))
    turned.add("depth")  # an option of its own

    def is_turned(name: str) -> bool:
        part, _, rest = name.partition(".")
        return len(values[name]) > 1 or (rest in turned and (part == "train" or f"train.{rest}" not in values))

    still = {name for name in values if not is_turned(name)}
    reasoned = {known: {name for name in still if f"{name}.".startswith(f"{known}.")} for known in REASONS}
    assert still - {"adapt.self_training"} == set().union(*reasoned.values())
    assert all(reasoned.values()), "a reason is given for what is turned"
