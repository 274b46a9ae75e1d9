"""A job on another machine, over a real OpenSSH server on this one: equal to the local result, also after the transfer
was killed and the connection lost.
"""

from __future__ import annotations

import getpass
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import SimpleITK as sitk

from CrossModalitySegLib.images.io.files import write_volume
from CrossModalitySegLib.jobs.folder import JobFolder
from CrossModalitySegLib.jobs.interpreter import PACKAGE_PARENT
from CrossModalitySegLib.jobs.remote import main
from CrossModalitySegLib.models.heart_model import HeartModel
from CrossModalitySegLib.phantoms import make_patient

pytestmark = [pytest.mark.integration, pytest.mark.long]

SSHD = shutil.which("sshd") or next(
    (path for path in ("/usr/sbin/sshd", "/usr/local/sbin/sshd") if os.path.exists(path)), None
)
if SSHD is None or shutil.which("ssh") is None or shutil.which("ssh-keygen") is None:
    pytest.skip("needs an OpenSSH server and client (Debian: openssh-server)", allow_module_level=True)

HOSTILE = "he llo;$(touch pwned)'\".nii.gz"
SLOW = "import os, time\nwhile b := os.read(0, 65536): os.write(1, b); time.sleep(0.02)\n"
"""A line of 3 MB/s."""


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, dict[str, str]]]:
    """HOST:PYTHON, the folder of user data there, and the environment in which ssh knows the host.

    While a file "slow" lies beside that folder, what is sent there takes its time.
    """
    place = tmp_path_factory.mktemp("machine")
    there, bin = place / "there", place / "bin"
    bin.mkdir()
    for name in ("server", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(place / name)], check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    python = place / "py thon;$(touch pwned)"
    python.write_text(f'#!/bin/sh\nPYTHONPATH="{PACKAGE_PARENT}" exec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    (place / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {place}/server\nAuthorizedKeysFile {place}/user.pub\n"
        f"PasswordAuthentication no\nKbdInteractiveAuthentication no\nUsePAM no\nStrictModes no\nPidFile none\n"
        f"SetEnv CROSSMODALITYSEG_HOME={there} OMP_NUM_THREADS=1\n"
    )
    (place / "known_hosts").write_text(f"[127.0.0.1]:{port} {(place / 'server.pub').read_text()}")
    (place / "ssh_config").write_text(
        f"Host other\n HostName 127.0.0.1\n Port {port}\n User {getpass.getuser()}\n IdentityFile {place}/user\n"
        f" IdentitiesOnly yes\n UserKnownHostsFile {place}/known_hosts\n StrictHostKeyChecking yes\n"
    )
    ssh = f'"{shutil.which("ssh")}" -F "{place}/ssh_config" "$@"'
    (bin / "ssh").write_text(
        f'#!/bin/sh\nif [ -e "{place}/slow" ]; then "{sys.executable}" -c \'{SLOW}\' | {ssh}; else exec {ssh}; fi\n'
    )
    (bin / "ssh").chmod(0o755)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    server = subprocess.Popen([str(SSHD), "-D", "-e", "-f", str(place / "sshd_config")], stderr=subprocess.PIPE)
    environment = os.environ | {"PATH": f"{bin}{os.pathsep}{os.environ['PATH']}"}
    for _ in range(50):
        if subprocess.run(["ssh", "other", "true"], env=environment, capture_output=True, check=False).returncode == 0:
            break
        time.sleep(0.1)
    else:
        server.kill()
        pytest.skip(f"sshd does not let its own user in here: {server.communicate()[1].decode()[-300:]}")
    yield f"other:{python}", there, environment
    server.kill()
    server.wait()


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder "scans" of three files, and what they give here, in "expected"."""
    place = tmp_path_factory.mktemp("local")
    (place / "scans").mkdir()
    for spacing_mm, name in ((4, HOSTILE), (1.5, "second.nii.gz")):  # the second takes longer, so that a stop meets it
        image = make_patient("ct", 3, size_mm=(110, 110, 110), spacing_mm=spacing_mm)[0]
        write_volume(place / "scans" / name, image)
    (place / "scans" / "notes.bin").write_bytes(os.urandom(6_000_000))
    command = [sys.executable, "-m", "CrossModalitySegLib.cli", "segment", "scans", "--out", "expected"]
    environment = os.environ | {"PYTHONPATH": str(PACKAGE_PARENT), "OMP_NUM_THREADS": "1"}
    subprocess.run(command, cwd=place, env=environment, check=True, capture_output=True)
    return place


def begun(folder: JobFolder, host: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-u", "-m", "CrossModalitySegLib.jobs.remote", str(folder.job_file), "--host", host],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment | {"PYTHONPATH": str(PACKAGE_PARENT)},
    )


def events_of(
    process: subprocess.Popen[str], until: Callable[[dict[str, Any]], bool] = lambda event: False
) -> list[dict[str, Any]]:
    events = []
    assert process.stdout is not None
    for line in process.stdout:
        events.append(json.loads(line))
        if until(events[-1]):
            break
    return events


def same(one: Path, other: Path) -> None:
    names = sorted(path.relative_to(one).as_posix() for path in one.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(other).as_posix() for path in other.rglob("*") if path.is_file())
    segmentations = [name for name in names if name.endswith(".seg.nrrd")]
    assert len(segmentations) == 2
    for name in segmentations:
        first, second = (sitk.GetArrayFromImage(sitk.ReadImage(str(place / name))) for place in (one, other))
        assert first.any() and (first == second).all()


def test_killed_while_sending_then_cut_off_then_done(
    machine: tuple[str, Path, dict[str, str]], local: Path, tmp_path: Path
) -> None:
    host, there, environment = machine
    folder = JobFolder(tmp_path / "job")
    folder.put({"verb": "segment", "inputs": [str(local / "scans")], "out": "result", "device": "cpu"})

    (there.parent / "slow").touch()
    process = begun(folder, host, environment)
    deadline = time.monotonic() + 60
    while not list(there.glob("remote/*/in/**/he llo*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    (there.parent / "slow").unlink()
    held = {path.name for path in there.glob("remote/*/in/**/*") if path.is_file() and not path.name.startswith(".")}
    assert HOSTILE in held and "second.nii.gz" not in held  # notes.bin lies between them
    assert not (folder.path / "result").exists()

    process = begun(folder, host, environment)
    events = events_of(process, until=lambda event: event["event"] == "progress" and event["fraction"] > 0.2)
    sent = [event["message"] for event in events if event["event"] == "log" and event["message"].startswith("Sending")]
    assert sent and sent[0].startswith("Sending 2 files"), "what is whole there is not sent again"
    for child in psutil.Process(process.pid).children(recursive=True):
        child.kill()  # the ssh that carries the worker's lines
    last = events_of(process)[-1]
    assert (process.wait(), last["event"], last["code"]) == (1, "error", "no_connection")
    assert not folder.finished and not folder.failed_permanently
    process.communicate()

    deadline = time.monotonic() + 60
    while True:  # the worker there ends as soon as it notices
        process = begun(folder, host, environment)
        last = events_of(process)[-1]
        process.communicate()
        if last.get("code") != "busy" or time.monotonic() > deadline:
            break
    assert (process.returncode, last["event"]) == (0, "result"), last
    assert folder.finished
    assert all(Path(path).is_relative_to(folder.path / "result") for path in last["outputs"])
    same(local / "expected", folder.path / "result")
    assert list((there / "remote").iterdir()) == [], "nothing of a patient stays there"
    assert not list(tmp_path.rglob("pwned")) and not Path("pwned").exists() and not (Path.home() / "pwned").exists()


def test_the_shell_works_elsewhere_and_stops(
    machine: tuple[str, Path, dict[str, str]], local: Path, tmp_path: Path
) -> None:
    host, _, environment = machine
    command = [sys.executable, "-m", "CrossModalitySegLib.cli", "segment", str(local / "scans"), "--out", "shell"]
    command += ["--host", host, "--json"]
    environment = environment | {"PYTHONPATH": str(PACKAGE_PARENT)}
    process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True)
    events_of(process, until=lambda event: event["event"] == "progress" and event["fraction"] >= 0.5)
    process.send_signal(signal.SIGINT)
    last = events_of(process)[-1]
    assert process.wait() == 130
    assert last["event"] == "result" and last["stopped"]
    assert len(list((tmp_path / "shell").rglob("*.seg.nrrd"))) == 1
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    same(local / "expected", tmp_path / "shell")


@pytest.mark.skipif(os.name != "posix", reason="sends a signal of POSIX")
def test_told_to_terminate_it_stops_there_and_fetches_what_is_done(
    machine: tuple[str, Path, dict[str, str]], local: Path, tmp_path: Path
) -> None:
    host, _, environment = machine
    folder = JobFolder(tmp_path / "job")
    folder.put({"verb": "segment", "inputs": [str(local / "scans")], "out": "result", "device": "cpu"})
    process = begun(folder, host, environment)
    events_of(process, until=lambda event: event["event"] == "progress" and event["fraction"] >= 0.5)
    process.terminate()
    last = events_of(process)[-1]
    process.communicate()
    assert (process.returncode, last["event"], last["stopped"]) == (130, "result", True)
    assert len(list((folder.path / "result").rglob("*.seg.nrrd"))) == 1


def test_results_that_are_here_are_left_out_there(
    machine: tuple[str, Path, dict[str, str]], local: Path, tmp_path: Path
) -> None:
    host, there, environment = machine
    others = set(there.glob("remote/*"))  # a job that was stopped stays there
    out = tmp_path / "out"
    shutil.copytree(local / "expected", out)
    (corrected,) = out.glob("second*.seg.nrrd")
    image = sitk.ReadImage(str(corrected))
    image[0, 0, 0] = 1
    sitk.WriteImage(image, str(corrected), True)
    before = {path: path.read_bytes() for path in out.iterdir()}
    command = [sys.executable, "-m", "CrossModalitySegLib.cli", "segment", str(local / "scans"), "--out", str(out)]
    environment = environment | {"PYTHONPATH": str(PACKAGE_PARENT)}

    def run(*words: str) -> dict[str, Any]:
        words = (*command, "--host", host, "--json", *words)
        done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-1000:]
        event: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return event

    assert len(run()["summary"]["skipped"]) == 2
    assert {path: path.read_bytes() for path in out.iterdir()} == before
    assert run("--uncertainty", "--report")["summary"]["skipped"] == []
    assert len(list(out.glob("*_uncertainty.nrrd"))) == 2
    assert all(path.read_bytes() == before[path] for path in out.glob("*.seg.nrrd")), "results are kept as they are"
    assert len(run("--uncertainty", "--report")["summary"]["skipped"]) == 2, "the page is of this program's making"
    run("--overwrite")
    assert corrected.read_bytes() != before[corrected]
    assert set(there.glob("remote/*")) == others


def test_a_training_goes_on_there_from_its_checkpoint(
    machine: tuple[str, Path, dict[str, str]], tmp_path: Path
) -> None:
    host, there, environment = machine
    environment = environment | {"PYTHONPATH": str(PACKAGE_PARENT), "OMP_NUM_THREADS": "1"}
    shell = [sys.executable, "-m", "CrossModalitySegLib.cli"]

    def done(*words: str) -> None:
        subprocess.run([*shell, *words], cwd=tmp_path, env=environment, check=True, capture_output=True)

    done("cohort", "virtual", "--mr", "2", "--ct", "0", "--spacing-mm", "5")
    settings = ("steps=16", "localizer_steps=6", "checkpoint_every=4", "precision=float32")
    train = ["train", "--data", "virtual/mr_train", "--size", "tiny", "--device", "cpu"]
    train += [word for one in settings for word in ("--set", one)]
    done(*train, "--out", "here.cms")
    elsewhere = [*train, "--out", "elsewhere.cms", "--host", host]
    process = subprocess.Popen([*shell, *elsewhere, "--json"], cwd=tmp_path, env=environment, stdout=subprocess.PIPE)
    deadline = time.monotonic() + 120
    while not list(there.glob("remote/**/segmenter.safetensors")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.kill()
    process.communicate()
    assert not (tmp_path / "elsewhere.cms").exists()
    while list(there.glob("remote/*/.lock")) and JobFolder(next(there.glob("remote/*"))).lock.is_held:
        assert time.monotonic() < deadline, "the worker there goes when its owner is gone"
        time.sleep(0.1)
    done(*elsewhere)
    one, two = (HeartModel.load(tmp_path / name).segmenter.state_dict() for name in ("here.cms", "elsewhere.cms"))
    assert all(bool((one[name] == two[name]).all()) for name in one)


def test_what_is_wrong_there_is_reported(
    machine: tuple[str, Path, dict[str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    _, _, environment = machine
    monkeypatch.setenv("PATH", environment["PATH"])
    monkeypatch.setattr("CrossModalitySegLib.jobs.remote._obey", lambda stopped: None)
    for number, (host, code) in enumerate([("nowhere.invalid", "no_connection"), ("other:/no/python", "no_python")]):
        folder = JobFolder(tmp_path / str(number))
        folder.put({"verb": "segment", "inputs": ["scan.nii.gz"], "out": "result"})
        assert main([str(folder.job_file), "--host", host]) == 1
        assert json.loads(capfd.readouterr().out.splitlines()[-1])["code"] == code
        folder.lock.release()
