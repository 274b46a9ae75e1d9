"""Two processes under torchrun against one: the same losses for the same global batch, one writer, each case once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch
from random_models import card

from CrossModalitySegLib import verbs
from CrossModalitySegLib.anatomy import HEART_7
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.events import EVENT, Metric, Reporter, Result
from CrossModalitySegLib.job import AdaptJob, EvaluateJob
from CrossModalitySegLib.jobs.interpreter import PACKAGE_PARENT
from CrossModalitySegLib.learning import distributed
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.models.library import default_model
from CrossModalitySegLib.networks.localizer import HeartLocalizer
from CrossModalitySegLib.networks.unet3d import UNet3d
from CrossModalitySegLib.phantoms import make_patient
from CrossModalitySegLib.phantoms.tissue_map import make_tissue_map, write_map
from CrossModalitySegLib.phantoms.write import write_subject
from CrossModalitySegLib.settings import Preprocessing, UNet3dSettings

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(sys.platform == "win32", reason="torchrun has no gloo launcher there"),
]

# Without dropout, whose masks no two processes share; in float32, because rounding differs between batches of two and
# of four.
SMALL = [
    "network.width=8",
    "network.dropout=0",
    "preprocessing.spacing_mm=4",
    "preprocessing.size_px=64",
    "preprocessing.depth_px=8",
    "precision=float32",
]
TRAIN = [*SMALL, "localizer_steps=1", "checkpoint_every=4"]
ADAPT = [
    "joint_steps=3",
    "critic_steps=3",
    "reuse=1",
    "critic_width=4",
    "validate_every=2",
    "mask_critic_weight=0.3",
    "precision=float32",
    "warm_up=2",
]
# RMSprop's first steps go by the sign of a gradient, and rounding turns the sign of those that are nearly zero: with
# tiny steps it does not matter.
CRITICS = ["critic_norm=batch", "critic_dropout=0", "learning_rate=1e-6"]


def run(processes: int, *words: str) -> subprocess.Popen[str]:
    alone = [sys.executable, "-m"]
    together = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(processes), "-m"]
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(PACKAGE_PARENT)}
    command = [*(alone if processes == 1 else together), "CrossModalitySegLib.cli", *words]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def result(process: subprocess.Popen[str]) -> tuple[Result, list[Metric]]:
    """The result event, and the curves as they were reported; one process alone may speak."""
    out, err = process.communicate(timeout=280)
    assert process.returncode == 0, err[-4000:]
    events = [EVENT.validate_json(line) for line in out.splitlines() if line.startswith("{")]
    results = [event for event in events if isinstance(event, Result)]
    assert len(results) == 1, out
    return results[0], [event for event in events if isinstance(event, Metric)]


def settings(values: list[str]) -> list[str]:
    return [word for value in values for word in ("--set", value)]


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("cohort")
    for modality in ("mr", "ct"):
        for number in (1001, 1002, 1003):
            image, label = make_patient(modality, number, size_mm=(160.0, 160.0, 160.0), spacing_mm=4.0)
            write_subject(out, modality, number, image, label, "virtual")
    return out


def train(cohort: Path, out: Path, processes: int, batch: int, steps: int = 10) -> subprocess.Popen[str]:
    values = settings([*TRAIN, f"batch={batch}", f"steps={steps}"])
    return run(
        processes,
        "train",
        "--data",
        str(cohort),
        "--out",
        str(out),
        "--size",
        "tiny",
        "--device",
        "cpu",
        "--json",
        *values,
    )


@pytest.fixture(scope="module")
def model(cohort: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """One process with the double batch."""
    out = tmp_path_factory.mktemp("alone") / "MR.cms"
    return out, result(train(cohort, out, 1, 4))[0]


@pytest.mark.long
def test_two_processes_train_like_one_with_the_double_batch(
    cohort: Path, model: tuple[Path, Result], tmp_path: Path
) -> None:
    together, _ = result(train(cohort, tmp_path / "MR.cms", 2, 2))
    expected = model[1].summary["curves"]["loss"]
    assert [step for step, _ in together.summary["curves"]["loss"]] == [step for step, _ in expected]
    assert [value for _, value in together.summary["curves"]["loss"]] == pytest.approx(
        [value for _, value in expected], rel=2e-3
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["MR.cms", "MR.work"], (
        "one writer, and no temporary files"
    )


@pytest.mark.long
def test_two_processes_train_on_maps_like_one_with_the_double_batch(tmp_path: Path) -> None:
    box = Preprocessing(plane="axial", spacing_mm=6.0, size_px=64, depth_px=64, scale="hounsfield")
    network = UNet3dSettings(width=8)
    beginning = card(
        modality="any",
        labels=HEART_7,
        preprocessing=box,
        architecture="unet-3d",
        network=network,
        size="whole-heart",
        volume_ranges_ml={},
    )
    HeartModel(beginning, UNet3d(classes=8, width=8), HeartLocalizer()).save(tmp_path / "Beginning.cms")
    (tmp_path / "maps").mkdir()
    for seed in (3, 4):
        write_map(tmp_path / "maps" / f"map_{seed}.npz", *make_tissue_map(seed, spacing_mm=4.0))

    def train_on_maps(processes: int, batch: int) -> tuple[HeartModel, list[float]]:
        out = tmp_path / f"of_{processes}" / "Heart.cms"
        values = [f"batch={batch}", "steps=2", "network.width=8", "precision=float32", "learning_rate=0.01"]
        box_values = [f"preprocessing.{name}={value}" for name, value in box.model_dump(mode="json").items()]
        words = ["train", "--data", str(tmp_path / "maps"), "--initial", str(tmp_path / "Beginning.cms")]
        words += ["--out", str(out), "--size", "whole-heart", "--modality", "any", "--device", "cpu", "--json"]
        found, _ = result(run(processes, *words, *settings([*values, *box_values])))
        assert sorted(path.name for path in out.parent.iterdir()) == ["Heart.cms", "Heart.work"], "one writer"
        return HeartModel.load(out), [value for _, value in found.summary["curves"]["loss"]]

    (alone, loss), (together, shared) = train_on_maps(1, 2), train_on_maps(2, 1)
    assert together.card.training is not None
    assert together.card.training.processes == 2
    # Dice is that of the structures in a process's own samples, so the gradients agree nearly.
    assert shared == pytest.approx(loss, rel=0.03)
    before = HeartModel.load(tmp_path / "Beginning.cms").segmenter.state_dict()
    moved, other = (
        torch.cat([(one.segmenter.state_dict()[name] - before[name]).flatten() for name in before])
        for one in (alone, together)
    )
    assert float(torch.cosine_similarity(moved, other, dim=0)) > 0.9


@pytest.mark.long
def test_two_processes_adapt_like_one_with_the_double_batch(
    cohort: Path, model: tuple[Path, Result], tmp_path: Path
) -> None:
    def adapt(processes: int, batch: int) -> dict[str, list[tuple[int, float]]]:
        out = tmp_path / f"{processes}.cms"
        words = [
            "adapt",
            "--model",
            str(model[0]),
            "--source",
            str(cohort),
            "--target",
            str(cohort),
            "--out",
            str(out),
            "--depth",
            "13",
            "--size",
            "tiny",
        ]
        found, _ = result(
            run(processes, *words, "--device", "cpu", "--json", *settings([*ADAPT, *CRITICS, f"batch={batch}"]))
        )
        assert out.exists()
        return found.summary["curves"]

    alone, together = adapt(1, 4), adapt(2, 2)
    for name in ("critic_distance", "adaptation_loss"):
        scale = max(abs(value) for _, value in alone[name])
        assert [step for step, _ in together[name]] == [step for step, _ in alone[name]]
        assert [value for _, value in together[name]] == pytest.approx(
            [value for _, value in alone[name]], abs=0.02 * scale
        ), name
    assert together["validator_score"][0] == pytest.approx(alone["validator_score"][0], abs=1e-4)


@pytest.mark.long
def test_a_training_of_two_processes_stops_and_goes_on_to_the_same_end(cohort: Path, tmp_path: Path) -> None:
    whole, _ = result(train(cohort, tmp_path / "whole.cms", 2, 2, steps=24))
    process = train(cohort, tmp_path / "cut.cms", 2, 2, steps=24)
    checkpoint = tmp_path / "cut.work" / "segmenter.safetensors"
    end_s = time.monotonic() + 120
    while not checkpoint.exists() and process.poll() is None and time.monotonic() < end_s:
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=120)
    assert checkpoint.exists(), "stopped on the way"
    again, _ = result(train(cohort, tmp_path / "cut.cms", 2, 2, steps=24))
    assert again.summary["curves"] == whole.summary["curves"]


@pytest.mark.long
def test_two_processes_share_a_folder_and_each_case_is_done_once(
    cohort: Path, model: tuple[Path, Result], tmp_path: Path
) -> None:
    scans = sorted((cohort / "ct_train").glob("*_image.nii.gz")) + sorted((cohort / "mr_train").glob("*_image.nii.gz"))
    words = [
        "segment",
        "--force",
        *map(str, scans),
        "--model",
        str(model[0]),
        "--out",
        str(tmp_path / "out"),
        "--device",
        "cpu",
    ]
    first = run(2, *words)
    out, err = first.communicate(timeout=280)
    assert first.returncode == 0, err[-4000:]
    written = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.seg.nrrd"))
    assert len(written) == len(scans)
    named = [line for line in out.splitlines() if line.endswith(".seg.nrrd")]
    own = sorted(Path(line).relative_to(tmp_path / "out").as_posix() for line in named)
    assert own == written, "each case by one process"
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.*") if path.is_file()}
    lost = tmp_path / "out" / written[0]
    lost.unlink()
    again = run(2, *words)
    _, err = again.communicate(timeout=280)
    assert again.returncode == 0, err[-4000:]
    assert lost.exists()
    assert all(
        path.stat().st_mtime_ns == time
        for path, time in times.items()
        if path.stem.split(".")[0] != lost.name.split(".")[0]
    ), "done ones stay"
    assert not list((tmp_path / "out").rglob(".*"))


@pytest.mark.parametrize("verb", ["evaluate", "the adaptation of a 3D model"])
def test_what_one_process_does_is_refused_in_several(
    verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RANK", "1")
    monkeypatch.setenv("WORLD_SIZE", "2")
    job = (
        EvaluateJob(pred=tmp_path, reference=tmp_path, out=tmp_path / "results.json")
        if verb == "evaluate"
        else AdaptJob(model=default_model(), target=tmp_path, out=tmp_path / "CT.cms", method="self-training")
    )
    with pytest.raises(UserError, match=f"2 processes were started for {verb}") as refused:
        verbs.run(job, Reporter())
    assert refused.value.code is Code.BAD_SETTINGS
    assert not list(tmp_path.iterdir())


def test_slurm_names_the_processes_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    from CrossModalitySegLib.environment import process_of

    for name in ("RANK", "WORLD_SIZE", "SLURM_PROCID", "SLURM_NTASKS", "SLURM_STEP_NUM_TASKS"):
        monkeypatch.delenv(name, raising=False)
    assert process_of() == (0, 1)
    monkeypatch.setenv("SLURM_PROCID", "0")
    monkeypatch.setenv("SLURM_NTASKS", "32")
    assert process_of() == (0, 1), "a batch script without srun is one process, whatever the job may start"
    monkeypatch.setenv("SLURM_PROCID", "3")
    monkeypatch.setenv("SLURM_STEP_NUM_TASKS", "8")
    assert process_of() == (3, 8)
    monkeypatch.setenv("RANK", "1")
    monkeypatch.setenv("WORLD_SIZE", "2")
    assert process_of() == (1, 2)


@pytest.mark.parametrize(
    ("nodes", "first"),
    [
        ("big1", "big1"),
        ("gpu[007-009,12],big1", "gpu007"),
        ("gpu[3,5-9]", "gpu3"),
        ("a-1,a-2", "a-1"),
        ("n[01-04]", "n01"),
    ],
)
def test_processes_of_slurm_meet_on_the_first_node(nodes: str, first: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLURM_JOB_NODELIST", nodes)
    monkeypatch.setenv("SLURM_JOB_ID", "123456")
    assert distributed._meeting_point() == {"MASTER_ADDR": first, "MASTER_PORT": "18456"}


def test_two_processes_of_slurm_sum_up() -> None:
    """Without torchrun: what SLURM sets, and nothing else."""
    code = (
        "from CrossModalitySegLib.learning.distributed import Distributed; import torch; "
        "d = Distributed.from_environment('cpu'); print(d.size, d.mean(torch.tensor(float(d.rank))))"
    )
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in ("RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT")
    }
    slurm = {
        "SLURM_JOB_NODELIST": "localhost",
        "SLURM_JOB_ID": str(os.getpid()),
        "SLURM_STEP_NUM_TASKS": "2",
        "PYTHONPATH": str(PACKAGE_PARENT),
    }
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            env=clean | slurm | {"SLURM_PROCID": str(rank), "SLURM_LOCALID": str(rank)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for rank in range(2)
    ]
    assert [process.communicate(timeout=120)[0].strip() for process in started] == ["2 0.5", "2 0.5"]
