"""What the command line refuses before any work, in which words, and which names it takes for what is written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, get_args

import pytest
import typer
from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from shells import VERBS, shell

from CrossModalitySegLib.cli.commands import app
from CrossModalitySegLib.job import Job, SegmentJob


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["cohort"], "OUT"),
        (["dance"], "dance"),
        (["cohort", "o", "--mr", "many"], "--mr"),
        (["cohort", "o", "--mr", "-1"], "--mr"),
        (["cohort", "o", "--spacing-mm", "nan"], "--spacing-mm"),
        (["segment", "--out", "o"], "INPUT"),
        (["segment", "a", "--out", "o", "--format", "png"], "--format"),
        (["segment", "a", "--out", "o", "--memory-gb", "0"], "--memory-gb"),
        (["segment", "a", "--out", "o", "--pixel-mm", "9"], "--pixel-mm"),
        (["train", "--data", "d", "--out", "o.cms", "--size", "huge"], "--size"),
        (["train", "--data", "d", "--out", "o.cms", "--set", "stepz=1"], "there is no setting stepz (similar: steps)"),
        (["train", "--data", "d", "--out", "o.cms", "--set", "steps=-1"], "--set steps"),
        (["train", "--data", "d", "--out", "o.cms", "--set", "network.width=9"], "--set network.width"),
        (["train", "--data", "d", "--out", "o.cms", "--set", "steps.a.b=1"], "--set"),
        (["train", "--data", "d", "--out", "o.cms", "--set", "steps"], "--set"),
        (["benchmark", "--data", "d", "--out", "o", "--depths", "13,x"], "--depths"),
        (["benchmark", "--data", "d", "--out", "o", "--depths", "14"], "--depths"),
        (["benchmark", "--data", "d", "--out", "o", "--methods", "magic"], "--methods"),
        (["benchmark", "--data", "d", "--out", "o", "--methods", ""], "--methods"),
        (["benchmark", "--data", "d", "--out", "o", "--direction", "ct-ct"], "--direction"),
        (["benchmark", "--data", "d", "--out", "o", "--size", "whole-heart"], "--size"),
    ],
)
def test_a_usage_error_names_the_option_and_exits_with_2(jobs: list[Job], words: list[str], named: str) -> None:
    result = shell(*words)
    assert result.exit_code == 2
    assert named in result.stderr
    assert "Traceback" not in result.output
    assert jobs == []


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ("stps=3", "there is no setting stps (similar: steps); docs/reference/settings.md lists all"),
        ("rotaton_deg=3", "there is no setting rotaton_deg (similar: augmentation.rotation_deg);"),
        ("network.widht=8", "there is no setting widht (similar: width); docs/reference/settings.md lists all"),
        ("xyz=3", "there is no setting xyz; docs/reference/settings.md lists all"),
    ],
)
def test_an_unknown_setting_is_told_from_those_like_it(setting: str, sentence: str) -> None:
    result = shell("train", "--data", "d", "--out", "o.cms", "--set", setting)
    assert result.exit_code == 2
    assert sentence in " ".join(result.stderr.split())


def test_a_setting_of_another_group_is_found() -> None:
    words = "adapt --model Heart-virtual --source d --target d --out o.cms --set rounds=3"
    assert "no setting rounds (similar: self_training.rounds);" in " ".join(shell(*words.split()).stderr.split())


def test_an_adaptation_that_would_learn_nothing_is_refused() -> None:
    words = "adapt --model Heart-virtual --source d --target d --out o.cms --set joint_steps=0"
    result = shell(*words.split())
    assert result.exit_code == 2
    assert "nothing would be learned; choose --method self-training" in " ".join(result.stderr.split())


def outs() -> dict[str, FieldInfo]:
    """What each verb writes into; ``segment`` has a folder or a file."""
    types = {job: job.model_fields.get("out") for job in get_args(get_args(Job)[0]) if job is not SegmentJob}
    return {job.model_fields["verb"].default: field for job, field in types.items() if field is not None}


@pytest.mark.parametrize("verb", outs())
def test_what_is_written_has_a_name_of_its_kind(verb: str, tmp_path: Path) -> None:
    """A folder is never called like a file, nor a model like anything else."""
    field = outs()[verb]
    path = TypeAdapter(Annotated[Path, None, *field.metadata])
    kind, wrong = (field.description or "file").split()[0], "heart.nii.gz"
    if kind not in ("Folder", "Model"):
        assert path.validate_python(wrong) == Path(wrong)  # tables, ONNX and the like: the recipe asks for their ending
        return
    with pytest.raises(ValidationError, match=rf"a {kind.lower()} is written"):
        path.validate_python(wrong)
    (tmp_path / "old.nii.gz").mkdir()
    if kind == "Folder":
        assert path.validate_python(tmp_path / "old.nii.gz")
        assert path.validate_python("patient.1.2.840") == Path("patient.1.2.840")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["a.nii.gz", "b.nii.gz", "--out", "r.nii.gz"],
            "--out: a folder is written, and r.nii.gz is the name of a file",
        ),
        (["a.nii.gz", "--out", "r.png"], "--out: a segmentation ends in .seg.nrrd, .nii.gz, .dcm, not in .png"),
        (["a.nii.gz", "--out", "r.dcm", "--format", "nii.gz"], "--format: r.dcm does not end as nii.gz does"),
        (["a.nii.gz", "--out", "r.nii.gz", "--format", "bids"], "--format: r.nii.gz does not end as bids does"),
        (
            ["a.nii.gz", "--out", "r.nii.gz", "--report"],
            "--report: an overview is of a folder, and r.nii.gz is",
        ),
    ],
    ids=["several inputs", "ending", "format", "bids", "overview"],
)
def test_what_cannot_be_one_file_is_reported(
    words: list[str], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = shell("segment", *words)
    assert done.exit_code == 2
    assert f"Invalid value for {sentence}" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("out", "kind"),
    [("r.seg.nrrd", "seg.nrrd"), ("r.nii.gz", "nii.gz"), ("r.dcm", "dicom-seg"), ("R.NII.GZ", "nii.gz")],
)
def test_one_image_goes_into_one_file_of_the_kind_that_its_ending_states(jobs: list[Job], out: str, kind: str) -> None:
    assert shell("segment", "a", "--out", out).exit_code == 0
    job = jobs[-1]
    assert isinstance(job, SegmentJob) and (job.file, job.kind) == (Path(out), kind)


def test_a_folder_may_be_called_like_a_file(jobs: list[Job], tmp_path: Path) -> None:
    (folder := tmp_path / "r.nii.gz").mkdir()
    assert shell("segment", "a", "b", "--out", str(folder), "--report").exit_code == 0
    job = jobs[-1]
    assert isinstance(job, SegmentJob) and (job.file, job.kind) == (None, "seg.nrrd")


WRONG = ("nonsense", "heart.nii.gz", "-7")


@pytest.mark.integration
@pytest.mark.parametrize("verb", VERBS)
def test_no_option_is_refused_in_the_words_of_the_library(verb: str, jobs: list[Job]) -> None:
    command = typer.main.get_command(app).commands[verb]  # type: ignore[attr-defined]

    def fit(name: str) -> str:
        return "Heart-virtual" if name == "model" else "m.cms" if name == "out" and makes_a_model else "1"

    makes_a_model = verb in outs() and (outs()[verb].description or "").startswith("Model")
    options = [one for one in command.params if one.param_type_name == "option" and not one.is_flag]
    options = [one for one in options if one.name != "host"]  # any word may be a machine, which would be called
    refused = 0
    for option in options:
        needed = [one for one in command.params if one.required and one is not option]
        words = [word for one in needed for word in ((one.opts[0], fit(one.name)) if one in options else ("1",))]
        for value in WRONG:
            done = shell(verb, *words, option.opts[0], value)
            refused += done.exit_code == 2
            assert "alue error" not in done.stderr and "alidation error" not in done.stderr, (option.name, value)
    assert refused or verb in ("onnx", "bundle", "evaluate", "doctor"), (
        "every other verb has an option that not all of them fit"
    )


def test_values_that_do_not_fit_one_another_are_reported_without_the_words_of_the_library() -> None:
    done = shell("measure", "results", "--out", "m.csv", "--height-cm", "170")
    assert done.exit_code == 2
    assert "Error: Invalid value: height and weight are needed together" in done.stderr
