"""What all parts of the benchmark share: rows of the table, fair timing, and peak memory in a process of its own.

A part is a file of ``parts/`` with ``measure(size) -> list[Row]``; that is all it takes to be found and run.
"""

from __future__ import annotations

import importlib
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PACKAGE = FOLDER.parents[1] / "CrossModalitySeg"


@dataclass(frozen=True)
class Size:
    """How much is measured: ``quick`` takes small inputs and few rounds, enough to see that everything runs."""

    quick: bool = False
    whole_peers: bool = False
    """Run the peers over all windows of a volume instead of one window times their number."""

    @property
    def rounds(self) -> int:
        """Repetitions of each candidate; the median counts."""
        return 2 if self.quick else 5


@dataclass(frozen=True)
class Row:
    """One line of the table. ``ours``, ``limit`` and ``reference`` are in ``unit``, smaller being better unless it is a
    rate.

    ``limit`` is what the machine could do, ``reference`` what people would use instead. ``goal_limit`` and
    ``goal_reference`` are the least ratios limit / ours and reference / ours, ``most`` the largest value of ours.
    ``flop`` counts the arithmetic of ours, for the share of the machine's peak. ``peak_gb`` is beyond the import of
    torch.
    """

    name: str
    ours: float
    unit: str = "s"
    limit: float | None = None
    reference: float | None = None
    goal_limit: float | None = None
    goal_reference: float | None = None
    most: float | None = None
    flop: float | None = None
    peak_gb: float | None = None
    note: str = ""

    @property
    def of_limit(self) -> float | None:
        """limit / ours: 1 at the limit of the machine."""
        return self.limit / self.ours if self.limit else None

    @property
    def over_reference(self) -> float | None:
        """reference / ours: how many times faster ours is."""
        return self.reference / self.ours if self.reference else None

    @property
    def reached(self) -> bool | None:
        """Whether every goal is reached, None without goals."""
        tests = [(self.goal_limit, self.of_limit), (self.goal_reference, self.over_reference)]
        results = [value is not None and value >= goal for goal, value in tests if goal is not None]
        results += [self.ours <= self.most] if self.most is not None else []
        return all(results) if results else None


def interleaved(candidates: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median time in s of each candidate, after one run to warm up; the candidates take turns, so that load hits all
    alike.
    """
    times: dict[str, list[float]] = {name: [] for name in candidates}
    for number in range(rounds + 1):
        for name, run in candidates.items():
            elapsed = timed(run)
            if number:
                times[name].append(elapsed)
    return {name: statistics.median(values) for name, values in times.items()}


def timed(run: Callable[[], object]) -> float:
    """Time in s of one call, until the device has finished."""
    _wait()
    start = time.perf_counter()
    run()
    _wait()
    return time.perf_counter() - start


def _wait() -> None:
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available():
        torch.cuda.synchronize()


def peak_gb(function: str, *arguments: object) -> float:
    """Peak memory in GB, beyond the import of torch, of ``function`` ("module:function") in a process of its own."""
    return float(_fresh("peak", function, arguments))


def in_process(function: str, *arguments: object) -> str:
    """The result, as JSON, of ``function`` ("module:function", called with ``arguments``) in a process of its own."""
    return _fresh("result", function, arguments)


def _fresh(wanted: str, function: str, arguments: tuple) -> str:
    code = (
        f"import sys; sys.path[:0] = [{str(FOLDER)!r}, {str(PACKAGE)!r}]; import harness; harness.answer(*sys.argv[1:])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, wanted, function, json.dumps(arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{function} failed:\n{done.stderr[-4000:]}")
    return done.stdout.splitlines()[-1]


def answer(wanted: str, function: str, arguments: str) -> None:
    """What the fresh process does: call ``function``, print its result or its peak memory in GB."""
    if wanted == "peak":
        import torch  # noqa: F401

    before = _peak_bytes()
    module, _, name = function.partition(":")
    result = getattr(importlib.import_module(module), name)(*json.loads(arguments))
    print((_peak_bytes() - before) / 1e9 if wanted == "peak" else json.dumps(result))


def _peak_bytes() -> int:
    try:
        # Linux hands the peak of a parent on to its children in getrusage; this one starts anew.
        line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
        return 1024 * int(line.split()[1])
    except (OSError, StopIteration):
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else 1024 * peak
