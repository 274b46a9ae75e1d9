"""A worker that is killed in the middle of its work and started again ends exactly where it would have ended."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from CrossModalitySegLib import verbs
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.events import EVENT, Event, Hello, Log, Metric, Reporter, Result
from CrossModalitySegLib.job import AdaptJob, TrainJob
from CrossModalitySegLib.jobs.folder import JobFolder
from CrossModalitySegLib.jobs.interpreter import PACKAGE_PARENT
from CrossModalitySegLib.models.archive import WEIGHTS
from CrossModalitySegLib.phantoms import make_patient
from CrossModalitySegLib.phantoms.write import write_subject
from CrossModalitySegLib.recipes import training
from CrossModalitySegLib.seals import sealed
from CrossModalitySegLib.settings import AdaptSettings, NetworkSettings, Preprocessing, TrainSettings

# Each kill comes two steps behind a checkpoint, and well before the next one.
TRAIN = TrainSettings(
    network=NetworkSettings(width=4),
    preprocessing=Preprocessing(spacing_mm=4.0, size_px=64, depth_px=8),
    steps=12,
    batch=2,
    localizer_steps=1,
    checkpoint_every=8,
    ema=0.9,
)
ADAPT = AdaptSettings(
    depth=13,
    batch=2,
    joint_steps=7,
    critic_steps=1,
    warm_up=1,
    critic_width=4,
    critic_norm="instance",
    validate_every=3,
    ema=0.9,
)

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("cohort")
    for modality in ("mr", "ct"):
        for number in (1001, 1002):
            image, label = make_patient(modality, number, size_mm=(160.0, 160.0, 160.0), spacing_mm=4.0)
            write_subject(out, modality, number, image, label, "virtual")
    return out


@pytest.fixture(scope="module")
def train_job(cohort: Path, tmp_path_factory: pytest.TempPathFactory) -> TrainJob:
    return TrainJob(
        data=cohort, out=tmp_path_factory.mktemp("whole") / "MR.cms", settings=TRAIN, size="tiny", device="cpu"
    )


@pytest.fixture(scope="module")
def trained(train_job: TrainJob) -> Result:
    """The training that nothing interrupts."""
    return verbs.run(train_job, Reporter())


def start(folder: JobFolder) -> subprocess.Popen[str]:
    command = [sys.executable, "-u", "-m", "CrossModalitySegLib.jobs.worker", str(folder.job_file), "--detached"]
    with (folder.path / "stderr.txt").open("a") as stderr:
        return subprocess.Popen(
            command,
            cwd=PACKAGE_PARENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            encoding="utf-8",
        )


def kill_at(folder: JobFolder, curve: str, step: int) -> list[Event]:
    """Start the worker, kill it as soon as it reports ``step`` of ``curve``, and return what it had said by then."""
    events: list[Event] = []
    with start(folder) as worker:
        assert worker.stdout is not None
        for line in worker.stdout:
            events.append(event := EVENT.validate_json(line))
            if isinstance(event, Metric) and event.name == curve and event.step >= step:
                worker.kill()
                break
    assert worker.returncode == -signal.SIGKILL, (folder.path / "stderr.txt").read_text()
    return events


def finish(folder: JobFolder) -> Result:
    with start(folder) as worker:
        assert worker.stdout is not None
        last = [EVENT.validate_json(line) for line in worker.stdout][-1]
    assert worker.returncode == 0, (folder.path / "stderr.txt").read_text()
    assert isinstance(last, Result)
    return last


def starts(folder: JobFolder) -> list[list[Event]]:
    """The events of each start of the job."""
    parts: list[list[Event]] = []
    for event in map(EVENT.validate_python, folder.events()):
        if isinstance(event, Hello):
            parts.append([])
        parts[-1].append(event)
    return parts


def steps(events: list[Event], curve: str) -> list[int]:
    return [event.step for event in events if isinstance(event, Metric) and event.name == curve]


def resumed_at(events: list[Event]) -> int:
    found = [re.match(r"Resuming .* step (\d+) of", event.message) for event in events if isinstance(event, Log)]
    return next((int(match[1]) for match in found if match), 0)


def weights(model: Path) -> bytes:
    with zipfile.ZipFile(model) as archive:
        return archive.read(WEIGHTS)


def unbroken(result: Result) -> object:
    """The curves as a reader of the event gets them."""
    return Result.model_validate_json(result.model_dump_json()).summary["curves"]


def test_a_killed_training_goes_on_to_the_same_end(train_job: TrainJob, trained: Result, tmp_path: Path) -> None:
    folder = JobFolder(tmp_path / "job")
    job = train_job.model_copy(update={"out": tmp_path / "MR.cms"})
    folder.put(job.model_dump(mode="json"))
    first = kill_at(folder, "loss", 10)
    assert not job.out.exists()
    assert not folder.finished
    result = finish(folder)
    _, second = starts(folder)
    assert steps(first, "loss") == [10]
    assert resumed_at(first) == 0
    assert resumed_at(second) == 8
    assert steps(second, "loss") == [10, 12], "what came after the checkpoint is done again"
    assert result.summary["curves"] == unbroken(trained)
    assert weights(job.out) == weights(train_job.out)
    assert folder.finished


@pytest.mark.parametrize(("other", "chosen"), [(False, False), (True, False), (False, True)])
def test_checkpoints_left_beside_a_finished_model_are_removed_if_they_are_its_own(
    train_job: TrainJob, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: bool, chosen: bool
) -> None:
    """A kill after the model has its name and before they are removed leaves them; nobody would ever need them."""
    short = TRAIN.model_copy(update={"steps": 1, "checkpoint_every": 1})
    work = tmp_path / ("checkpoints" if chosen else "MR.work")
    job = train_job.model_copy(update={"out": tmp_path / "MR.cms", "settings": short, "work": work if chosen else None})
    monkeypatch.setattr(training, "discard_checkpoint", lambda path: sys.exit(f"killed at {path}"))
    with pytest.raises(SystemExit):
        verbs.run(job, Reporter())
    left = {path.name for path in work.iterdir()}
    assert {"segmenter.safetensors", "locator.safetensors", "labels-00000001.npz", "inputs.json"} <= left
    if other:
        file = work / "inputs.json"
        file.write_text(json.dumps(sealed({"data": {"somebody_else (image)": "0" * 64}})))
    model = job.out.read_bytes()
    with pytest.raises(UserError) as refused:
        verbs.run(job, Reporter())
    assert refused.value.code is Code.EXISTS
    assert job.out.read_bytes() == model
    now = {path.name for path in work.iterdir()}
    its_own = {name for name in left if name.endswith((".safetensors", ".npz")) or name == "inputs.json"}
    assert left - now == (set() if other else its_own)


@pytest.mark.integration
@pytest.mark.long
def test_a_localizer_killed_while_it_learns_goes_on_to_the_same_end(train_job: TrainJob, tmp_path: Path) -> None:
    long = train_job.model_copy(
        update={"settings": TRAIN.model_copy(update={"localizer_steps": 40, "steps": 2}), "out": tmp_path / "whole.cms"}
    )
    verbs.run(long, Reporter())
    folder = JobFolder(tmp_path / "job")
    job = long.model_copy(update={"out": tmp_path / "MR.cms"})
    folder.put(job.model_dump(mode="json"))
    kill_at(folder, "localizer_loss", 30)
    finish(folder)
    _, second = starts(folder)
    assert resumed_at(second) == 20
    assert steps(second, "localizer_loss") == [30, 40]
    assert weights(job.out) == weights(long.out)


@pytest.mark.long
def test_a_killed_adaptation_goes_on_to_the_same_end(
    train_job: TrainJob, trained: Result, cohort: Path, tmp_path: Path
) -> None:
    whole = AdaptJob(
        model=train_job.out,
        source=cohort,
        target=cohort,
        out=tmp_path / "whole.cms",
        settings=ADAPT,
        size="tiny",
        device="cpu",
    )
    adapted = verbs.run(whole, Reporter())
    folder = JobFolder(tmp_path / "job")
    job = whole.model_copy(update={"out": tmp_path / "CT.cms"})
    folder.put(job.model_dump(mode="json"))
    first = kill_at(folder, "critic_distance", 5)
    assert not job.out.exists()
    result = finish(folder)
    _, second = starts(folder)
    assert steps(first, "critic_distance") == [-1, 1, 2, 3, 4, 5]
    assert resumed_at(first) == 0
    assert resumed_at(second) == 3
    assert steps(second, "critic_distance") == [4, 5, 6, 7], "what came after the checkpoint is done again"
    assert steps(second, "validator_score") == [6, 7]
    assert result.summary["curves"] == unbroken(adapted)
    assert result.summary["chosen_step"] == adapted.summary["chosen_step"]
    assert weights(job.out) == weights(whole.out)
    assert folder.finished
