"""What earlier versions wrote under former names of fields is read, and goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from torch import nn
from typer.testing import CliRunner

from CrossModalitySegLib import verbs
from CrossModalitySegLib.cli.commands import app
from CrossModalitySegLib.errors import UserError
from CrossModalitySegLib.events import CaseDone, Result
from CrossModalitySegLib.experiments import benchmark
from CrossModalitySegLib.inference.quality import Quality
from CrossModalitySegLib.job import JOB, AdaptJob, BenchmarkJob, Job, SegmentJob
from CrossModalitySegLib.jobs.folder import JobFolder
from CrossModalitySegLib.jobs.lines import parse_event
from CrossModalitySegLib.learning.checkpoint import load_checkpoint, save_checkpoint
from CrossModalitySegLib.models.archive import read_card
from CrossModalitySegLib.models.card import ModelCard, Provenance
from CrossModalitySegLib.recipes.records import Origin, Record
from CrossModalitySegLib.renames import RENAMED
from CrossModalitySegLib.seals import read_sealed, sealed
from CrossModalitySegLib.settings import NetworkSettings, Preprocessing, SelfTraining, TrainSettings

SHIPPED = Path(__file__).parents[2] / "CrossModalitySeg/CrossModalitySegLib/resources/models"
SEGMENT = {"verb": "segment", "inputs": ["a.nii.gz"], "out": "o"}
ADAPT = {"verb": "adapt", "model": "m.cms", "target": "t", "out": "o.cms", "size": "tiny", "method": "self-training"}
ADOPT = {"verb": "adopt", "network": "n.onnx", "out": "o.cms", "labels": "LV=1", "spacing_mm": 2, "licence": "MIT"}
ORIGIN = {"input": "a", "place": "p", "model_sha256": "0" * 64, "roi_mm": None, "largest_component": True}


def former_text(values: object) -> str:
    """JSON as the version before the renames wrote it."""
    text = json.dumps(values)
    for former, name in RENAMED.items():
        text = text.replace(f'"{name}"', f'"{former}"')
    return text


@pytest.mark.parametrize("refine", [False, True])
def test_jobs_settings_and_records_are_read(refine: bool) -> None:
    segment = JOB.validate_python(SEGMENT | {"fit_borders": refine})
    assert isinstance(segment, SegmentJob)
    assert segment.refine_boundaries is refine
    assert SelfTraining.model_validate({"fit_borders": refine}).refine_boundaries is refine
    assert Origin.model_validate(ORIGIN | {"fit_borders": refine}).refine_boundaries is refine
    adapt = JOB.validate_python(ADAPT | {"settings": {"self_training": {"fit_borders": refine}}})
    assert isinstance(adapt, AdaptJob)
    assert adapt.settings.self_training is not None
    assert adapt.settings.self_training.refine_boundaries is refine
    assert JOB.validate_json(former_text(adapt.model_dump(mode="json"))) == adapt
    assert TrainSettings.model_validate({"locator_steps": 3}).localizer_steps == 3


def test_cards_and_records_of_before_open() -> None:
    assert Provenance.model_fields.keys() == {"data", "license"}
    card = ModelCard(
        name="a",
        modality="ct",
        preprocessing=Preprocessing(),
        network=NetworkSettings(),
        size="tiny",
        method="dou2018",
        provenance=Provenance(data="none", license="CC0"),
    )
    before = former_text(card.model_dump(mode="json"))
    assert '"licence"' in before
    assert ModelCard.model_validate_json(before) == card
    for model in SHIPPED.glob("*.cms"):
        assert "CC BY 4.0" in read_card(model).provenance.license
    quality = Quality(ok=True, findings=[], volumes_ml={})
    record = Record(
        origin=Origin.model_validate(ORIGIN),
        model="m",
        quality=quality,
        confidence={},
        center_mm=(1, 2, 3),
        center_source="found",
        elapsed_s=1,
    )
    assert Record.model_validate_json(former_text(record.model_dump(mode="json"))) == record


def test_only_current_names_are_written() -> None:
    written = SelfTraining.model_validate({"fit_borders": False}).model_dump()
    assert written["refine_boundaries"] is False
    assert not written.keys() & RENAMED.keys()


def test_events_of_before_are_understood() -> None:
    done = CaseDone(title="a", files=[Path("a.nii.gz")], preview=Path("a.png"))
    event = parse_event(former_text(done.model_dump(mode="json")))
    assert event is not None
    assert event["preview"] == "a.png"


def test_a_job_folder_of_before_holds_the_same_job(tmp_path: Path) -> None:
    folder = JobFolder(tmp_path)
    job = SegmentJob(inputs=(Path("a"),), out=Path("o"), refine_boundaries=False)
    before = json.loads(former_text(job.model_dump(mode="json")))
    folder.job_file.write_text(json.dumps(sealed(before)))
    folder.put(job.model_dump(mode="json"))
    with pytest.raises(UserError, match="different"):
        folder.put(job.model_copy(update={"refine_boundaries": True}).model_dump(mode="json"))


def test_a_checkpoint_of_before_goes_on(tmp_path: Path) -> None:
    path, module = tmp_path / "c.safetensors", nn.Linear(1, 1)
    optimizer = torch.optim.Adam(module.parameters(), lr=0.5)
    module(torch.ones(1, 1)).sum().backward()
    optimizer.step()
    parts = {"module": module, "optimiser": optimizer}
    save_checkpoint(path, parts, {"settings": {"self_training": {"fit_borders": True}}}, {})
    expected = {"settings": {"self_training": {"refine_boundaries": True}}}
    fresh = torch.optim.Adam(module.parameters(), lr=0.1)
    assert load_checkpoint(path, {"module": module, "optimizer": fresh}, {}, expected) is not None
    assert fresh.param_groups[0]["lr"] == 0.5
    assert len(fresh.state_dict()["state"]) == 2
    with pytest.raises(UserError, match="refine_boundaries"):
        load_checkpoint(path, {"module": module}, {}, {"settings": {"self_training": {"refine_boundaries": False}}})


def test_a_benchmark_of_before_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benchmark, "preset", lambda size, method: SelfTraining(refine_boundaries=False))
    job = BenchmarkJob(data=tmp_path, out=tmp_path, labels="heart-4")
    benchmark._same_job(job)
    file = tmp_path / "benchmark.json"
    now = read_sealed(file.read_text())
    file.write_text(json.dumps(sealed(json.loads(former_text(now)))))
    benchmark._same_job(job)
    assert read_sealed(file.read_text()) == now


def test_the_former_options_of_the_shell_still_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs: list[Job] = []

    def run(job: Job, reporter: object) -> Result:
        jobs.append(job)
        return Result(outputs=[])

    monkeypatch.setattr(verbs, "run", run)
    for option, refine in (("--no-fit-borders", False), ("--fit-borders", True), ("--no-refine-boundaries", False)):
        assert CliRunner().invoke(app, ["segment", "a", "--out", "o", option]).exit_code == 0
        assert jobs[-1] == SegmentJob(inputs=(Path("a"),), out=Path("o"), refine_boundaries=refine)
    network = tmp_path / "n.onnx"
    typed = ("--out", "o.cms", "--labels", "LV=1", "--spacing-mm", "2", "--licence", "MIT")
    assert CliRunner().invoke(app, ["adopt", str(network), *typed]).exit_code == 0
    assert jobs[-1] == JOB.validate_python(ADOPT | {"network": network})
    assert "licence" not in CliRunner().invoke(app, ["adopt", "--help"]).stdout
    assert "borders" not in CliRunner().invoke(app, ["segment", "--help"]).stdout
    change = ("--set", "self_training.fit_borders=false")
    model = tmp_path / "m.cms"
    model.touch()
    typed = ("--model", str(model), "--target", "t", "--out", "o.cms", "--size", "tiny", "--method", "self-training")
    CliRunner().invoke(app, ["adapt", *typed, *change])
    job = jobs[-1]
    assert isinstance(job, AdaptJob)
    assert job.settings.self_training is not None
    assert not job.settings.self_training.refine_boundaries
