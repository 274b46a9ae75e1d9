"""How long a user waits before anything happens: imports, and the worker up to its first line of progress."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from CrossModalitySegLib.job import SegmentJob
from harness import FOLDER, PACKAGE, Row, Size

IN_SLICER = f"import sys; sys.path.insert(0, {str(FOLDER.parent)!r}); from stand_ins import install; install()"
"""Puts the stand-ins for Slicer in place, which take time of their own."""


def measure(size: Size) -> list[Row]:
    """Times in s, medians of several fresh processes each; torch is what the library cannot do without."""
    imports = {
        "module file in Slicer": ("import CrossModalitySeg", IN_SLICER, 0.1),
        "library": ("import CrossModalitySegLib", "", None),
        "segment recipe": ("import CrossModalitySegLib.recipes.segment", "", None),
        "torch alone": ("import torch", "", None),
    }
    rows = [
        Row(f"import of {name}", _median(lambda code=code, before=before: _import_s(code, before), size), most=most)
        for name, (code, before, most) in imports.items()
    ]
    with TemporaryDirectory() as folder:
        first = _median(lambda: _first_progress_s(Path(folder)), size)
    return [*rows, Row("worker, start to first progress line", first, most=3.0)]


def _median(run: Callable[[], float], size: Size) -> float:
    run()  # fills the caches of the disk
    return statistics.median(run() for _ in range(size.rounds))


def _import_s(code: str, before: str) -> float:
    timed = (
        f"{before}\nimport sys, time; sys.path.insert(0, {str(PACKAGE)!r}); start = time.perf_counter(); {code}; "
        "print(time.perf_counter() - start)"
    )
    return float(subprocess.run([sys.executable, "-c", timed], capture_output=True, text=True, check=True).stdout)


def _first_progress_s(folder: Path) -> float:
    from parts.whole_slices import inputs

    if not (folder / "job.json").exists():
        ct, model = inputs(folder, Size())
        (folder / "job.json").write_text(
            SegmentJob(inputs=(ct,), out=folder / "out", model=model, overwrite=True).model_dump_json()
        )
    start = time.perf_counter()
    command = [sys.executable, "-u", "-m", "CrossModalitySegLib.jobs.worker", str(folder / "job.json")]
    with subprocess.Popen(
        command, cwd=PACKAGE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as worker:
        assert worker.stdout is not None
        for line in worker.stdout:
            event = json.loads(line)
            if event["event"] == "progress":
                elapsed = time.perf_counter() - start
                worker.kill()
                return elapsed
            if event["event"] == "error":
                raise RuntimeError(event["sentence"])
    raise RuntimeError("the worker ended without a line of progress")
