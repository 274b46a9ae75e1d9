"""What earlier versions wrote under former names of fields is read, and goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from torch import nn
from typer.testing import CliRunner

from CrossModalitySegLib import verbs
from CrossModalitySegLib.cli.commands import app
from CrossModalitySegLib.errors import UserError
from CrossModalitySegLib.events import Result
from CrossModalitySegLib.experiments import benchmark
from CrossModalitySegLib.job import JOB, AdaptJob, BenchmarkJob, Job, SegmentJob
from CrossModalitySegLib.jobs.folder import JobFolder
from CrossModalitySegLib.learning.checkpoint import load_checkpoint, save_checkpoint
from CrossModalitySegLib.recipes.records import Origin
from CrossModalitySegLib.renames import RENAMED
from CrossModalitySegLib.seals import read_sealed, sealed
from CrossModalitySegLib.settings import SelfTraining

SEGMENT = {"verb": "segment", "inputs": ["a.nii.gz"], "out": "o"}
ADAPT = {"verb": "adapt", "model": "m.cms", "target": "t", "out": "o.cms", "size": "tiny", "method": "self-training"}
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


def test_only_current_names_are_written() -> None:
    written = SelfTraining.model_validate({"fit_borders": False}).model_dump()
    assert written["refine_boundaries"] is False
    assert not written.keys() & RENAMED.keys()


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
    save_checkpoint(path, {"module": module}, {"settings": {"self_training": {"fit_borders": True}}}, {})
    expected = {"settings": {"self_training": {"refine_boundaries": True}}}
    assert load_checkpoint(path, {"module": module}, {}, expected) is not None
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
