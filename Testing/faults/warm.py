"""Processes that are there at once: forked from one that has PyTorch and ITK loaded, and has no threads yet.

Everything in them is what users run, the shell or the worker, and files are read in a second process as ever; only the
seconds of a cold start are left out.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

NOTHING, KILL_BEFORE, KILL_AFTER, KILL_HALF, FAIL_ONCE, FAIL_FROM, SHORT, SIGNAL = range(8)
"""What ``shim.c`` can do at a write."""
SHIM = Path(__file__).with_name("shim.c")
_SHIM_VARIABLE = "LD_PRELOAD"
LIMIT_S = 300.0
"""No job of the campaign takes so much of a CPU, or nothing of one for so long, on however slow a machine."""


@dataclass(frozen=True)
class Trap:
    """What is to happen to a process at its write number ``at``, counted from 1; see ``shim.c``."""

    action: int = NOTHING
    at: int = 0
    value: int = 0


NO_TRAP = Trap()


@dataclass(frozen=True)
class Ended:
    """How a process ended: its exit ``code`` (negative: a signal), what it said, its ``writes``, how many processes it
    left behind, and the seconds of a CPU that it took.
    """

    code: int
    stdout: str
    stderr: str
    writes: int
    left: int
    cpu_s: float = 0.0

    @property
    def output(self) -> str:
        """All that it said."""
        return self.stdout + self.stderr


def compiled_shim(folder: Path) -> Path | None:
    """The shim as a library in ``folder``; None where there is no compiler, or another system."""
    if not sys.platform.startswith("linux"):
        return None
    library = folder / "shim.so"
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        command = ["cc", "-O1", "-shared", "-fPIC", "-o", str(library), str(SHIM), "-ldl"]
        subprocess.run(command, check=True, capture_output=True)
        return library
    return None


def with_shim(library: Path, arguments: list[str]) -> dict[str, str]:
    """The environment in which ``arguments`` is to be started so that traps work."""
    return os.environ | {_SHIM_VARIABLE: str(library)}


def has_shim() -> bool:
    """Whether this process was started with the shim."""
    return hasattr(ctypes.CDLL(None), "fault_arm")


def set_trap(root: Path, trap: Trap) -> None:
    """Count the writes of this process below ``root``, and let ``trap`` happen."""
    if has_shim():
        ctypes.CDLL(None).fault_arm(
            os.fsencode(root), ctypes.c_long(trap.at), ctypes.c_int(trap.action), ctypes.c_int(trap.value)
        )


def writes() -> int:
    """Those of this process since the trap was set."""
    if not has_shim():
        return 0
    count = ctypes.CDLL(None).fault_count
    count.restype = ctypes.c_long
    return int(count())


class Child:
    """A process that does ``work`` in the folder ``place``, with ``trap`` set.

    Args:
        work: What to do; its value is the exit code.
        place: The folder to work in, all of whose writes count.
        notes: A folder beside it for what the process says.
        trap: What happens to it.
        memory_bytes: How much more memory it may take; None sets no limit.
    """

    def __init__(
        self, work: Callable[[], int], place: Path, notes: Path, trap: Trap = NO_TRAP, memory_bytes: int | None = None
    ) -> None:
        notes.mkdir(parents=True, exist_ok=True)
        self._notes = notes
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            self._live(work, place, trap, memory_bytes)

    def _live(self, work: Callable[[], int], place: Path, trap: Trap, memory_bytes: int | None) -> None:
        code = 70
        try:
            os.setsid()
            for number, name in ((1, "stdout"), (2, "stderr")):
                file = os.open(self._notes / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                os.dup2(file, number)
                os.close(file)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
            os.chdir(place)
            if memory_bytes is not None:
                used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
                resource.setrlimit(resource.RLIMIT_AS, (used + memory_bytes, resource.RLIM_INFINITY))
            set_trap(place, trap)
            code = work()
            (self._notes / "writes").write_text(str(writes()))
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
            (self._notes / "writes").write_text(str(writes()))
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            with contextlib.suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)

    def signal(self, name: int) -> None:
        """Send a signal; a process that has ended gets none."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, name)

    def wait_until(self, cpu_s: float) -> None:
        """Wait until it has taken so many seconds of a CPU, or has ended: a moment that is the same point of its work
        however busy the machine is.
        """
        while (taken := self._cpu_s()) is not None and taken < cpu_s:
            time.sleep(0.005)

    def end(self, limit_s: float = LIMIT_S) -> Ended:
        """Wait until it has ended; once it took ``limit_s`` of a CPU, or none for so long, it is killed, which
        is code -9 with a word on stderr.
        """
        taken, since_s, hung = 0.0, time.monotonic(), False
        while True:
            pid, status, used = os.wait4(self.pid, os.WNOHANG)
            if pid:
                break
            before, taken = taken, self._cpu_s() or 0.0
            if taken != before:
                since_s = time.monotonic()
            if not hung and (taken > limit_s or time.monotonic() > since_s + limit_s):
                hung = True
                os.kill(self.pid, signal.SIGKILL)
            time.sleep(0.005)
        left = self._left()
        notes = {name: self._note(name) for name in ("stdout", "stderr", "writes")}
        hint = f"\nHUNG for {limit_s:.0f} s" if hung else ""
        code = os.waitstatus_to_exitcode(status)
        cpu_s = used.ru_utime + used.ru_stime
        return Ended(code, notes["stdout"], notes["stderr"] + hint, int(notes["writes"] or 0), left, cpu_s)

    def _cpu_s(self) -> float | None:
        """Seconds of a CPU that it has taken; None when it has ended."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return None if fields[0] == "Z" else sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")

    def _note(self, name: str) -> str:
        file = self._notes / name
        return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""

    def _left(self) -> int:
        """How many processes of its session are there, two seconds later; these are ended."""
        end_s = time.monotonic() + 2
        while (there := list(_session(self.pid))) and time.monotonic() < end_s:
            time.sleep(0.02)
        for pid in there:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return len(there)


Item = TypeVar("Item")


def in_lanes(do: Callable[[int, Item], Any], items: Iterable[Item], lanes: int) -> Iterator[tuple[Item, Any]]:
    """``do(lane, item)`` of each of ``items``, in processes forked from this one, of which each of the ``lanes``,
    counted from 0, has one at a time.

    Each item comes as soon as it is done, with the value of ``do``, which travels as JSON.
    """
    running: dict[int, tuple[int, Item]] = {}
    free, coming = list(range(lanes)), iter(items)
    with tempfile.TemporaryDirectory() as values:
        try:
            while True:
                while free and (item := next(coming, None)) is not None:
                    lane = free.pop()
                    running[_forked(lambda: do(lane, item), Path(values, str(lane)))] = lane, item  # noqa: B023 (runs at once)
                if not running:
                    return
                pid, status = os.wait()
                lane, item = running.pop(pid)
                if status:
                    raise SystemExit(f"{item} could not be done.")
                free.append(lane)
                yield item, json.loads(Path(values, str(lane)).read_text())
        finally:
            for pid in running:
                os.waitpid(pid, 0)


def _forked(do: Callable[[], Any], file: Path) -> int:
    """Number of a process that writes the value of ``do`` into ``file``."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            file.write_text(json.dumps(do()))
            code = 0
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    return pid


def _session(leader: int) -> Iterator[int]:
    """The living processes of the session of ``leader``."""
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, _, _, session, *_ = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(session) == leader and state != "Z":
                yield int(folder.name)


def fork_readers() -> None:
    """From now on the process in which files are read is forked too, and talks through pipes as ever."""
    from CrossModalitySegLib.images.io import isolated

    isolated.subprocess = _Subprocess  # type: ignore[attr-defined,assignment]


class _ForkedReader:
    """As much of ``subprocess.Popen`` as ``isolated.Reader`` uses."""

    def __init__(self, command: Any, **_: Any) -> None:
        from CrossModalitySegLib.images.io import reader_process

        requests, answers = os.pipe(), os.pipe()
        self.returncode: int | None = None
        self._pid = os.fork()
        if self._pid == 0:
            try:
                set_trap(Path("/"), NO_TRAP)
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                os.dup2(requests[0], 0)
                os.dup2(answers[1], 1)
                for descriptor in (*requests, *answers):
                    os.close(descriptor)
                reader_process.serve()
            finally:
                os._exit(0)
        os.close(requests[0])
        os.close(answers[1])
        self.stdin, self.stdout = os.fdopen(requests[1], "wb", buffering=0), os.fdopen(answers[0], "rb")

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)

    def poll(self) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        end_s = time.monotonic() + (float("inf") if timeout is None else timeout)
        while self.poll() is None:
            if time.monotonic() > end_s:
                raise subprocess.TimeoutExpired("reader", timeout or 0)
            time.sleep(0.002)
        assert self.returncode is not None
        return self.returncode


class _Subprocess:
    """Stands for the module ``subprocess`` in ``isolated``."""

    Popen, PIPE, DEVNULL, TimeoutExpired = _ForkedReader, subprocess.PIPE, subprocess.DEVNULL, subprocess.TimeoutExpired
