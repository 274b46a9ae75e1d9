"""What every test shares: the place of the real images, a library folder of its own, and few threads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]

# Small tensors on many threads are slower than on two, and machines of continuous integration have few. Read when torch is first imported.
os.environ.setdefault("OMP_NUM_THREADS", "2")
# Figures are written to files; no test opens a window.
os.environ.setdefault("MPLBACKEND", "Agg")


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
