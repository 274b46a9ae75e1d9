"""The methods of the benchmark: one list for the shell, the tables and the recipe, and what each learns from in either
direction.
"""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from pydantic import ValidationError

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.experiments import benchmark
from CrossModalitySegLib.experiments.chosen import chosen
from CrossModalitySegLib.job import BenchmarkJob
from CrossModalitySegLib.methods import ABLATIONS, DOMAINS, ROWS, Direction, methods, trainings
from CrossModalitySegLib.presets import SIZES

DIRECTIONS: tuple[Direction, ...] = get_args(Direction)


def names(direction: Direction, **changes: object) -> list[str]:
    return list(chosen(BenchmarkJob(data=Path("d"), out=Path("o"), direction=direction, **changes)))


def test_the_list_of_the_shell_is_that_of_the_recipe() -> None:
    assert {name for direction in DIRECTIONS for name in methods(DOMAINS[direction])} == set(ROWS)
    assert list(methods(DOMAINS["mr-ct"])) == list(ROWS)[:-1]
    with pytest.raises(ValidationError, match="there is no method Best"):
        names("mr-ct", methods=("Best",))


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_every_method_has_a_title_of_its_own(direction: Direction) -> None:
    titles = [method.title for method in methods(DOMAINS[direction]).values()]
    assert all(titles) and len(set(titles)) == len(titles)


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_every_method_starts_from_a_training_of_its_direction(direction: Direction) -> None:
    domains, preset = DOMAINS[direction], SIZES["tiny"]
    models, table = trainings(domains), methods(domains)
    assert [name for name, method in table.items() if method.on_source] == [domains.source_model]
    for method in table.values():
        labels = models[method.trained].modality
        assert labels == (
            domains.target if method.trained in (domains.supervised, domains.fine_tuned) else domains.source
        )
        if method.adapt is not None:
            assert method.adapt(preset).joint_steps > 0 or method.adapt(preset).self_training is not None
    assert models[domains.fine_tuned].initial == domains.source_model


def test_what_is_run_unasked() -> None:
    assert names("mr-ct") == [
        "Seg-MRI",
        "noDA",
        "AdaBN",
        "dou2018",
        "pnp-adanet",
        "self-training",
        "adversarial-self-training",
        "self-training-source",
        "Seg-CT",
        "Seg-CT-STL",
        "Payer",
    ]
    assert names("ct-mr") == [
        "Seg-CT",
        "noDA",
        "AdaBN",
        "dou2018",
        "pnp-adanet",
        "self-training",
        "adversarial-self-training",
        "self-training-source",
        "Seg-MRI",
        "Seg-MRI-STL",
        "Payer",
    ]
    assert names("mr-ct", methods=ABLATIONS) == list(ABLATIONS)


@pytest.mark.parametrize(("direction", "other"), [("mr-ct", "Seg-MRI-STL"), ("ct-mr", "Seg-CT-STL")])
def test_a_method_of_the_other_direction_is_reported(direction: Direction, other: str) -> None:
    with pytest.raises(UserError) as problem:
        names(direction, methods=("dou2018", other))
    assert problem.value.code is Code.BAD_SETTINGS
    assert problem.value.sentence == f"{other} is not a method of the direction {direction}."
    assert DOMAINS[direction].fine_tuned in problem.value.remedy


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("nosuch.module:Mine", "cannot be imported"),
        ("json:Mine", "cannot be imported"),
        ("json:loads", "is not a method"),
        (":Mine", "cannot be imported"),
    ],
)
def test_an_import_path_that_leads_to_no_method_is_reported(path: str, word: str) -> None:
    with pytest.raises(UserError) as problem:
        names("mr-ct", methods=("noDA", path))
    assert problem.value.code is Code.BAD_SETTINGS
    assert path in problem.value.sentence and word in problem.value.sentence


def test_a_method_of_ones_own_is_a_row_like_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(Path(__file__).parents[2] / "docs" / "how-to")
    found = chosen(BenchmarkJob(data=Path("d"), out=Path("o"), direction="ct-mr", methods=("noDA", "own_method:Tent")))
    assert list(found) == ["noDA", "Tent"]
    assert found["Tent"].make is not None and found["Tent"].trained == "Seg-CT"


def test_a_method_without_its_package_is_reported_before_anything_is_trained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("CrossModalitySegLib.extras.find_spec", lambda name: None)
    job = BenchmarkJob(data=tmp_path / "nosuch", out=tmp_path / "out", methods=("noDA", "Payer"))
    with pytest.raises(UserError, match="monai") as problem:
        benchmark.run(job, Reporter())
    assert problem.value.code is Code.MISSING_PACKAGE
    assert "[benchmark]" in problem.value.remedy
    assert not job.out.exists()
    with pytest.raises(UserError) as other:  # without that method it goes on, to data that is not there
        benchmark.run(job.model_copy(update={"methods": ("noDA",)}), Reporter())
    assert other.value.code is Code.BAD_DATASET


def test_what_an_earlier_version_made_goes_on_under_the_names_of_today(tmp_path: Path) -> None:
    folder = tmp_path / "seed0"
    folder.mkdir()
    named = {
        "UDA-d21.cms": "dou2018-d21.cms",
        "UDA-d21.curves.json": "dou2018-d21.curves.json",
        "UDA-fitted-borders": "dou2018-refined-boundaries",
        "dou2018-fitted-borders.curves.json": "dou2018-refined-boundaries.curves.json",
        "supervised-fitted-borders": "supervised-refined-boundaries",
        "best-network-borders.cms": "self-training-unrefined.cms",
        "self-training-network-borders": "self-training-unrefined",
        "best": "self-training",
        "best-source.cms": "self-training-source.cms",
        "self-training-adversaries.cms": "self-training-source-dou2018.cms",
        "best-adversaries": "self-training-source-dou2018",
        "PnP-d13": "pnp-adanet-d13",
        "best-of-mine.cms": "best-of-mine.cms",
        "noDA": "noDA",
    }
    for former in named:
        (folder / former).write_text(former)
    for _ in range(2):
        benchmark._rename_former_rows(tmp_path)
        assert {path.read_text(): path.name for path in folder.iterdir()} == named
    job = BenchmarkJob(data=tmp_path, out=tmp_path, methods=("UDA", "best", "self-training-adversaries"))
    assert job.methods == ("dou2018", "self-training", "self-training-source-dou2018")
