"""What `make dist` builds works where it is installed: the model and all other data come along, for every Python there
is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from CrossModalitySegLib import __version__
from CrossModalitySegLib.models.library import SHIPPED
from CrossModalitySegLib.phantoms import make_patient
from CrossModalitySegLib.phantoms.write import write_subject

pytestmark = [pytest.mark.integration, pytest.mark.installs, pytest.mark.timeout(1800)]

VERSIONS = ("3.11", "3.12", "3.13")
DATA = (
    "resources/models/Heart-virtual.cms",
    "resources/models/Whole-heart-virtual.cms",
    "resources/CrossModalitySeg.term.json",
    "evaluation/templates/report.html.j2",
    "evaluation/templates/training.html.j2",
)
OFFLINE = {
    "http_proxy": "http://127.0.0.1:9",
    "https_proxy": "http://127.0.0.1:9",
    "PIP_NO_INDEX": "1",
    "HF_HUB_OFFLINE": "1",
}


def interpreter(version: str) -> str | None:
    """A Python of ``version``, from the search path or from pyenv; None if it is nowhere."""
    known = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python{version}"))
    for program in [*map(str, known), shutil.which(f"python{version}")]:
        if (
            program
            and subprocess.run([program, "-c", "import ensurepip, venv"], capture_output=True, check=False).returncode
            == 0
        ):
            return program
    return None


@pytest.fixture(scope="module")
def built(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what `make dist` builds, from a copy of the tree: setuptools leaves its own files in the tree that
    it builds.
    """
    source, out = tmp_path_factory.mktemp("source") / "tree", tmp_path_factory.mktemp("dist")
    shutil.copytree(
        repository,
        source,
        ignore=shutil.ignore_patterns(
            ".git", ".venv", "demo", "dist", "build", "*.egg-info", ".*_cache", "__pycache__", "Testing"
        ),
    )
    ended = subprocess.run(
        [sys.executable, "-m", "build", "--outdir", str(out), str(source)], capture_output=True, text=True, check=False
    )
    if ended.returncode and "No matching distribution" in ended.stdout + ended.stderr:
        pytest.skip("needs setuptools from a package index, which is out of reach")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    subprocess.run([sys.executable, str(source / "Resources" / "extension_archive.py"), str(out)], check=True)
    return out


def test_wheel_and_archive_hold_the_same_package(built: Path) -> None:
    (wheel,), (archive,) = built.glob("*.whl"), built.glob("*-extension.zip")
    assert len(list(built.glob("*.tar.gz"))) == 1
    assert all(f"-{__version__}" in path.name for path in built.iterdir()), "the version stands in one place"
    package = SHIPPED.parents[1]
    parts = (package, package.parent / "crossmodalityseg")
    found = [path for part in parts for path in part.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    files = {path.relative_to(package.parent).as_posix() for path in found}
    assert {f"CrossModalitySegLib/{name}" for name in DATA} <= files
    with zipfile.ZipFile(wheel) as packed:
        assert {name for name in packed.namelist() if not name.partition("/")[0].endswith(".dist-info")} == files
        assert packed.read(f"CrossModalitySegLib/{DATA[0]}") == (package / DATA[0]).read_bytes()
    with zipfile.ZipFile(archive) as packed:
        held = {name.removeprefix("CrossModalitySeg/") for name in packed.namelist()}
    assert files < held
    assert {"CrossModalitySeg.py", "Resources/UI/CrossModalitySeg.ui", "Resources/requirements.txt", "LICENSE"} <= held


@pytest.mark.parametrize("version", VERSIONS)
def test_the_wheel_segments_in_an_empty_environment(built: Path, version: str, tmp_path: Path) -> None:
    """Installed from a package index, then run without a network, far from the source tree."""
    python = interpreter(version)
    if python is None:
        pytest.skip(f"there is no Python {version} with venv here")
    (wheel,) = built.glob("*.whl")
    programs = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([python, "-m", "venv", str(tmp_path / "env")], check=True)
    installed = subprocess.run(
        [programs / "python", "-m", "pip", "install", "--quiet", str(wheel)],
        capture_output=True,
        text=True,
        check=False,
    )
    if installed.returncode and (
        "No matching distribution" in installed.stderr or "connection" in installed.stderr.lower()
    ):
        pytest.skip(
            f"needs a package index with everything for Python {version}: {installed.stderr.strip().splitlines()[-1]}"
        )
    assert installed.returncode == 0, installed.stderr
    image, label = make_patient("ct", 1001, size_mm=(160.0, 160.0, 160.0), spacing_mm=4.0)
    write_subject(tmp_path / "cohort", "ct", 1001, image, label, "virtual")
    (volume,) = (tmp_path / "cohort").rglob("*_image.nii.gz")
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")} | OFFLINE
    command = [programs / "crossmodalityseg", "segment", str(volume), "--out", str(tmp_path / "results")]
    done = subprocess.run(command, cwd=tmp_path, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert list((tmp_path / "results").rglob("*.seg.nrrd"))
    asked = [programs / "crossmodalityseg", "--version"]
    told = subprocess.run(asked, cwd=tmp_path, env=clean, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == __version__
    listed = subprocess.run(
        [programs / "crossmodalityseg", "models", "list"],
        cwd=tmp_path,
        env=clean,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Heart-virtual" in listed.stdout and "ships" in listed.stdout
    shutil.rmtree(tmp_path / "env")
