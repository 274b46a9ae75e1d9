"""What every test shares: the place of the real images, a library folder of its own, few threads, and what is an
integration test.
"""

from __future__ import annotations

import multiprocessing.process
import os
import random
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

REPOSITORY = Path(__file__).resolve().parents[1]

# Small tensors on many threads are slower than on few. Read when torch is first imported.
os.environ.setdefault("OMP_NUM_THREADS", "2")
if "PYTEST_XDIST_WORKER" in os.environ:
    # One core for each of the processes that test beside each other: threads that wait for one another in turns cost
    # ten times as much. These processes inherit the line above, so it is overruled.
    os.environ["OMP_NUM_THREADS"] = "1"
# Figures are written to files; no test opens a window.
os.environ.setdefault("MPLBACKEND", "Agg")


# How long an example takes depends on the machine's other work, not of the code.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

INTEGRATION = [REPOSITORY / "Testing" / folder for folder in ("integration", "faults")]


STARTS_WORKERS = {"recipe", "bare_python"}
"""Fixtures for tests in which workers start, or a Python is made for them."""


LONGEST = (
    "test_segment_recipe.py",
    "test_segment_beat.py",
    "test_repeat_learning.py",
    "test_bad_input.py",
    "test_train_adapt.py",
    "test_growth.py",
    "test_no_patient_data.py",
    "test_same_inputs.py",
    "test_other_organs.py",
    "test_single_slices.py",
    "test_campaign.py",
    "test_kill_and_resume.py",
    "test_onnx.py",
    "test_encodings.py",
    "test_fuzz.py",
    "test_estimate.py",
)
"""Files that are begun first, lest one process be at work long after the others have ended."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies in these folders, or asks for these fixtures, starts processes or trains; other tests bear the mark
    themselves.
    """
    for item in items:
        if any(folder in item.path.parents for folder in INTEGRATION) or STARTS_WORKERS & set(
            getattr(item, "fixturenames", ())
        ):
            item.add_marker(pytest.mark.integration)
        if item.get_closest_marker("long") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(1800))
    items.sort(key=lambda item: [*LONGEST, item.path.name].index(item.path.name))


@pytest.fixture(scope="session")
def repository() -> Path:
    """Root of the source tree."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of real and realistic images beside the repository; skips the test where there is none."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"needs the images in {folder}, which are not part of the repository")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the model library of whoever runs the tests out of reach."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CROSSMODALITYSEG_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(autouse=True)
def _own_random_numbers() -> None:
    """The same random numbers for a test whatever ran before it, beside it, or not at all."""
    random.seed(0)
    for name in ("numpy.random", "torch"):
        if (library := sys.modules.get(name)) is not None:
            getattr(library, "manual_seed" if name == "torch" else "seed")(0)


@pytest.fixture(autouse=True)
def _no_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """`make test` stays quick: a test that starts a process has to say so."""
    if any(request.node.get_closest_marker(mark) for mark in ("integration", "long", "quiet")):
        return

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("This test starts a process: mark it integration.")

    monkeypatch.setattr(subprocess.Popen, "__init__", refuse)
    monkeypatch.setattr(multiprocessing.process.BaseProcess, "start", refuse)
    if "qt" in sys.modules:
        monkeypatch.setattr(sys.modules["qt"].QProcess, "start", refuse)


@pytest.fixture
def recipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Give every Python started from here a recipe of one's own: the body of ``run(job, reporter)``."""

    def stand_in(body: str) -> None:
        lines = [
            "import os, sys, time",
            "from CrossModalitySegLib import verbs",
            "from CrossModalitySegLib.events import Result",
        ]
        lines += ["def run(job, reporter):", textwrap.indent(textwrap.dedent(body), "    "), "verbs.run = run"]
        (tmp_path / "start" / "sitecustomize.py").write_text("\n".join(lines))

    (tmp_path / "start").mkdir()
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path / "start"), str(REPOSITORY / "CrossModalitySeg")]))
    return stand_in


@pytest.fixture
def other_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """HOST:PYTHON of a machine to which a line is stood in for by one that runs the command here; test_remote.py has a
    real one.
    """
    if os.name == "nt":
        pytest.skip("needs a shell that stands in for ssh")
    (tmp_path / "line").mkdir()
    ssh = tmp_path / "line" / "ssh"
    ssh.write_text('#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done\nshift 2\nexec sh -c "$1"\n')
    ssh.chmod(0o755)
    monkeypatch.setenv("PATH", f"{ssh.parent}{os.pathsep}{os.environ['PATH']}")
    return f"other:{sys.executable}"


_PARTS = ("panel", "scene", "integration", "faults")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests of the panel, the scene and the processes ran: the parts that are most easily skipped
    unnoticed.
    """
    ran = [
        report.nodeid
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        if report.when == "call"
    ]
    drawn = sum(
        value
        for report in terminalreporter.stats.get("", [])
        if report.when == "teardown"
        for name, value in report.user_properties
        if name == "cases"
    )
    if drawn:
        terminalreporter.write_line(f"Cases of geometry: {drawn}")
    counts = [f"{part} {sum(f'Testing/{part}/' in nodeid for nodeid in ran)}" for part in _PARTS]
    terminalreporter.write_line(f"Tests that ran: {', '.join(counts)}, all {len(ran)}")
