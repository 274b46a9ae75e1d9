"""The shell: what it asks for, what it prints where, and its exit codes. The recipes are stood in for."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal, get_args

import pytest
import typer
from shells import VERBS, shell
from typer.testing import CliRunner

from CrossModalitySegLib import __version__, events, verbs
from CrossModalitySegLib.cli import progress as console
from CrossModalitySegLib.cli.commands import app
from CrossModalitySegLib.cli.options import add_verb
from CrossModalitySegLib.errors import Code, Stopped, UserError
from CrossModalitySegLib.events import EVENT, Reporter
from CrossModalitySegLib.job import AdaptJob, BenchmarkJob, CohortJob, Job, SegmentJob, TrainJob
from CrossModalitySegLib.methods import ROWS
from CrossModalitySegLib.models.library import Library
from CrossModalitySegLib.presets import SIZES

MODEL_VERBS = ["list", "show", "verify", "import", "export", "remove"]
EVALUATE = ["evaluate", "--pred", "p", "--reference", "r", "--out", "o.json"]

Recipe = Callable[[Job, Reporter], events.Result]


def nothing(job: Job, reporter: Reporter) -> events.Result:
    return events.Result(outputs=[])


@pytest.fixture
def recipe(monkeypatch: pytest.MonkeyPatch) -> Callable[[Recipe], None]:
    """Stand in for every recipe."""
    return lambda run: monkeypatch.setattr(verbs, "run", run)


@pytest.mark.parametrize("words", [[verb] for verb in VERBS] + [["models", verb] for verb in MODEL_VERBS], ids=" ".join)
def test_every_verb_shows_an_example(words: list[str]) -> None:
    result = shell(*words, "--help")
    assert result.exit_code == 0
    assert re.search(rf"Example:\n +crossmodalityseg {' '.join(words)}( |$)", result.stdout, re.MULTILINE)


def test_the_examples_are_valid(jobs: list[Job], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("MR.cms", "CT.cms"):
        (tmp_path / name).touch()
    for verb in VERBS[:-1]:
        example = shell(verb, "--help").stdout.split("Example:\n")[1].splitlines()[0].split()
        result = shell(*example[1:])
        assert result.exit_code == 0, result.stderr
    assert [job.verb for job in jobs] == VERBS[:-1]


@pytest.mark.parametrize("verb", [command.name for command in app.registered_commands if command.name])
def test_every_field_is_described_by_its_job_and_shown(verb: str) -> None:
    kind = next(kind for kind in get_args(get_args(Job)[0]) if kind.model_fields["verb"].default == verb)
    shown = " ".join(shell(verb, "--help").stdout.split()).replace("- ", "-")
    for name, field in kind.model_fields.items():
        if name in ("verb", "settings", "seed", "device"):
            continue
        words = " ".join(field.description.split("\n\n")[0].split())
        assert words.replace("- ", "-") in shown, name


@pytest.mark.parametrize(
    ("verb", "option", "bounds"),
    [
        ("mesh", "--wall-mm", "At least 0.5, at most 10."),
        ("mesh", "--smooth-mm", "At least 0.3, at most 5."),
        ("segment", "--memory-gb", "More than 0.2, at most 1024."),
        ("cohort", "--mr", "At least 0, at most 9000."),
    ],
)
def test_the_help_states_the_bounds_of_a_number(verb: str, option: str, bounds: str) -> None:
    shown = " ".join(shell(verb, "--help").stdout.split()).partition(" Options")[2]  # an example may name it, too
    assert bounds in shown.partition(f" {option} ")[2].partition(" --")[0]


def test_a_job_of_any_fields_becomes_a_verb(monkeypatch: pytest.MonkeyPatch) -> None:
    class FoldJob(CohortJob):
        """Fold ``things``.

        Note:
            For developers.
        """

        verb: Literal["fold"] = "fold"  # type: ignore[assignment]
        times: tuple[int, ...] = (1, 2)
        """How often.

        Not shown.
        """
        gently: bool = True

    jobs: list[object] = []
    twig = typer.Typer()
    add_verb(
        twig,
        FoldJob,
        without=["size_mm"],
        more={"twice": Annotated[bool | None, typer.Option("--twice")]},
        run=lambda kind, as_json, verbose, **values: jobs.append((values.pop("twice", None), kind(**values))),
    )
    runner = CliRunner()
    assert runner.invoke(twig, ["o"]).exit_code == 0
    assert runner.invoke(twig, ["o", "--times", "3,4", "--no-gently", "--varied", "--twice"]).exit_code == 0
    assert jobs == [
        (None, FoldJob(out=Path("o"))),
        (True, FoldJob(out=Path("o"), times=(3, 4), gently=False, varied=True)),
    ]
    output = runner.invoke(twig, ["--help"]).output
    assert "How often." in output
    assert "[default: 1,2]" in output
    assert not any(words in output for words in ("Not shown", "For developers", "--size-mm"))
    assert runner.invoke(twig, ["o", "--times", "3,x"]).exit_code == 2


@pytest.mark.integration
def test_help_does_not_wait_for_torch() -> None:
    code = (
        "import sys; from CrossModalitySegLib.cli import commands; print([name for name in ('torch', 'monai', "
        "'SimpleITK') if name in sys.modules])"
    )
    package = str(Path(verbs.__file__).parents[1])
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=package
        ).stdout.strip()
        == "[]"
    )


def test_version() -> None:
    assert shell("--version").stdout.strip() == __version__


def test_options_reach_the_job(jobs: list[Job]) -> None:
    assert shell("cohort", "out", "--mr", "3", "--size-mm", "100", "120", "140", "--seed", "5").exit_code == 0
    assert jobs[-1] == CohortJob(out=Path("out"), mr=3, size_mm=(100, 120, 140), seed=5)
    off = ("--no-largest-component", "--no-refine-boundaries")
    shell(
        "segment",
        "a",
        "b",
        "--out",
        "o",
        "--format",
        "nii.gz",
        "--roi-mm",
        "-1",
        "2",
        "-3",
        "4",
        "-5",
        "6",
        *off,
        "--device",
        "cpu",
    )
    asked = {
        "format": "nii.gz",
        "roi_mm": (-1, 2, -3, 4, -5, 6),
        "largest_component": False,
        "refine_boundaries": False,
        "device": "cpu",
    }
    expected = SegmentJob(inputs=(Path("a"), Path("b")), out=Path("o"), **asked)
    assert jobs[-1] == expected
    shell("segment", "a.png", "--out", "o", "--pixel-mm", "0.7")
    assert jobs[-1] == SegmentJob(inputs=(Path("a.png"),), out=Path("o"), pixel_mm=0.7)
    shell("benchmark", "--data", "d", "--out", "o", "--methods", "noDA,dou2018", "--depths", "13,31", "--seeds", "0,1")
    assert jobs[-1] == BenchmarkJob(
        data=Path("d"), out=Path("o"), methods=("noDA", "dou2018"), depths=(13, 31), seeds=(0, 1)
    )
    shell("benchmark", "--data", "d", "--out", "o", "--direction", "ct-mr", "--size", "paper", "--method", "released")
    assert jobs[-1] == BenchmarkJob(
        data=Path("d"), out=Path("o"), direction="ct-mr", size="paper", method="released", methods=None
    )


def test_size_method_and_overrides(jobs: list[Job], tmp_path: Path) -> None:
    shell(
        "train",
        "--data",
        "d",
        "--out",
        "o.cms",
        "--size",
        "tiny",
        "--set",
        "steps=7",
        "--set",
        "augmentation.rotation_deg=3.5",
        "--set",
        "precision=float32",
    )
    job = jobs[-1]
    assert isinstance(job, TrainJob)
    assert (
        job.size,
        job.method,
        job.settings.steps,
        job.settings.augmentation.rotation_deg,
        job.settings.precision,
    ) == (
        "tiny",
        "dou2018",
        7,
        3.5,
        "float32",
    )
    assert job.settings.network == SIZES["tiny"].train.network

    (tmp_path / "m.cms").touch()
    adapt = ["adapt", "--model", str(tmp_path / "m.cms"), "--source", "s", "--target", "t", "--out", "o.cms"]
    shell(*adapt)
    assert jobs[-1].settings == SIZES["paper"].adapt  # type: ignore[union-attr]
    shell(*adapt, "--depth", "31", "--set", 'critic_norm="instance"', "--target-subjects", "1001, 1002")
    job = jobs[-1]
    assert isinstance(job, AdaptJob)
    assert (job.source_subjects, job.target_subjects) == (None, ("1001", "1002"))
    assert (job.settings.depth, job.settings.critic_norm) == (31, "instance")


@pytest.mark.parametrize("option", ["--preset", "--method", "--size"])
@pytest.mark.parametrize("verb", ["train", "adapt", "benchmark"])
def test_a_preset_of_earlier_versions_is_named_anew(verb: str, option: str, tmp_path: Path) -> None:
    model = tmp_path / "m.cms"
    model.touch()
    needed = ["--model", str(model), "--target", "t"] if verb == "adapt" else ["--data", "d"]
    result = shell(verb, *needed, "--out", "o.cms", option, "best")
    assert result.exit_code == 1
    assert "The preset best is now the size paper with the method self-training." in result.stderr
    assert "--preset" not in shell(verb, "--help").stdout


@pytest.mark.parametrize("option", ["--method", "--size"])
def test_an_unknown_size_or_method_is_a_usage_error_with_the_known_ones(option: str) -> None:
    result = shell("train", "--data", "d", "--out", "o.cms", option, "mine")
    assert result.exit_code == 2
    assert f"Invalid value for '{option}': 'mine' is not one of" in result.stderr
    assert {"--method": "'pnp-adanet'", "--size": "'whole-heart'"}[option] in result.stderr


def test_a_pair_that_does_not_go_together_is_a_sentence() -> None:
    for verb in (["train"], ["benchmark"]):
        result = shell(*verb, "--data", "d", "--out", "o.cms", "--size", "tiny", "--method", "released")
        assert result.exit_code == 1
        assert "The method released does not go with the size tiny." in result.stderr


def test_the_help_lists_the_methods_in_reading_order() -> None:
    output = shell("benchmark", "--help").stdout
    begin = "Seg-MRI, noDA, AdaBN, dou2018, pnp-adanet, self-training, adversarial-self-training, "
    begin += "self-training-source, Seg-CT"
    assert f"{begin}, Seg-CT-STL, Payer, Seg-MRI-STL" in output
    assert all(name in output for name in ROWS)


def test_models_are_found_by_name(jobs: list[Job]) -> None:
    folder = Library().folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mine.cms").touch()
    shell("segment", "a", "--model", "mine", "--out", "o")
    assert isinstance(jobs[-1], SegmentJob)
    assert jobs[-1].model == folder / "mine.cms"
    (folder / "mine.cms").unlink()
    result = shell("segment", "a", "--model", "mine", "--out", "o")
    assert result.exit_code == 1
    assert "There is no model mine" in result.stderr


def test_a_failure_is_a_sentence_and_a_remedy(recipe: Callable[[Recipe], None]) -> None:
    def fail(job: Job, reporter: Reporter) -> events.Result:
        raise UserError(Code.BAD_INPUT, "p is [empty].", "Choose another folder.")

    recipe(fail)
    result = shell(*EVALUATE)
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-2:] == ["Error: p is [empty].", "Choose another folder."]
    assert result.stdout == ""


def test_a_bug_is_a_sentence_too(recipe: Callable[[Recipe], None]) -> None:
    def fail(job: Job, reporter: Reporter) -> events.Result:
        raise ZeroDivisionError("the cause")

    recipe(fail)
    result = shell(*EVALUATE)
    assert result.exit_code == 1
    assert "ZeroDivisionError: the cause" in result.stderr
    assert "Traceback" not in result.output


def test_what_is_no_exception_becomes_a_sentence_too(recipe: Callable[[Recipe], None]) -> None:
    class Panic(BaseException):
        """As a library in Rust raises it."""

    def panic(job: Job, reporter: Reporter) -> events.Result:
        raise Panic("PyObject pointer is null")

    recipe(panic)
    result = shell(*EVALUATE)
    assert result.exit_code == 1
    assert "The memory of the device is exhausted." in result.stderr


def test_a_child_process_that_ctrl_c_ended_is_a_stop_not_a_failure(recipe: Callable[[Recipe], None]) -> None:
    def broken_by_ctrl_c(job: Job, reporter: Reporter) -> events.Result:
        signal.raise_signal(signal.SIGINT)
        raise KeyboardInterrupt

    recipe(broken_by_ctrl_c)
    result = shell(*EVALUATE)
    assert result.exit_code == 130
    assert "Stopped on request" in result.stderr
    assert "Error" not in result.stderr


@pytest.mark.parametrize("kept", [True, False])
def test_ctrl_c_stops_gracefully(recipe: Callable[[Recipe], None], kept: bool) -> None:
    def until_stopped(job: Job, reporter: Reporter) -> events.Result:
        signal.raise_signal(signal.SIGINT)
        assert reporter.stop_requested
        reporter.progress(0.5, "last step")
        if not kept:
            raise Stopped()
        return events.Result(outputs=[Path("best.cms")], stopped=True)

    before = signal.getsignal(signal.SIGINT)
    recipe(until_stopped)
    result = shell(*EVALUATE)
    assert result.exit_code == 130
    assert ("best.cms" in result.stdout) is kept
    assert ("best so far was kept" in result.stderr) is kept
    assert signal.getsignal(signal.SIGINT) is before


def test_the_result_goes_to_stdout_and_progress_to_stderr(recipe: Callable[[Recipe], None]) -> None:
    def report(job: Job, reporter: Reporter) -> events.Result:
        for step in range(100):
            reporter.progress(step / 100, "scoring [1/2]")
        reporter.log("one [bold] word")
        reporter.progress(1.0, "done")
        summary = {
            "dice": {"AA": 0.81234567, "LA": None},
            "volumes": 4,
            "curves": {"loss": [[1, 0.5]]},
            "table": "method   dice\ndou2018  0.8",
        }
        return events.Result(outputs=[Path("o.json")], summary=summary)

    recipe(report)
    result = shell(*EVALUATE)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "o.json",
        "dice: AA 0.8123  LA N/A",
        "volumes: 4",
        "method   dice",
        "dou2018  0.8",
    ]
    assert result.stderr.splitlines() == ["  0%  scoring [1/2]", "one [bold] word", "100%  done"]


def test_json_prints_nothing_but_events(recipe: Callable[[Recipe], None]) -> None:
    def report(job: Job, reporter: Reporter) -> events.Result:
        print("a library says something")
        reporter.metric("loss", 1, float("nan"))
        raise UserError(Code.BAD_INPUT, "p is empty.", "Choose another folder.")

    recipe(report)
    result = shell(*EVALUATE, "--json")
    assert result.exit_code == 1
    found = [EVENT.validate_python(json.loads(line)) for line in result.stdout.splitlines()]
    assert [event.event for event in found] == ["hello", "metric", "error"]
    assert "p is empty." in result.stderr


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""),
        (0.2, "about 1 s left"),
        (89, "about 89 s left"),
        (200, "about 3 min left"),
        (9000, "about 2.5 h left"),
        (200_000, "about 2 days left"),
    ],
)
def test_remaining_time_in_words(seconds: float | None, words: str) -> None:
    assert console.remaining(seconds) == words


def test_models_state_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "broken.cms").write_text("nothing")
    for words in (["show"], ["verify"], ["import"]):
        result = shell("models", *words, str(tmp_path / "broken.cms"))
        assert result.exit_code == 1
        assert "broken.cms is not a usable model" in result.stderr
        assert result.stdout == ""
    assert shell("models", "list").exit_code == 0


def test_removing_a_model_asks_first() -> None:
    path = Library().folder / "old.cms"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    assert CliRunner().invoke(app, ["models", "remove", "old"], input="n\n").exit_code == 1
    assert path.exists()
    assert shell("models", "remove", "old", "--yes").exit_code == 0
    assert not path.exists()


def test_doctor_looks_at_everything() -> None:
    result = shell("doctor")
    for subject in ("CrossModalitySeg", "torch", "memory", "cpu", "library folder", "temporary folder"):
        assert re.search(rf"^[ !] {subject} ", result.stdout, re.MULTILINE), subject
