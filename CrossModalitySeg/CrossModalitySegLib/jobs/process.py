"""Processes as the panel and the console start them: through Qt, so that nothing blocks. The one file of ``jobs`` that
needs Qt.
"""

from __future__ import annotations

import collections
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import qt

from ..errors import Code, UserError
from .folder import Event, JobFolder
from .interpreter import Interpreter
from .lines import LineBuffer, parse_event
from .outcome import Outcome, judge

STOP_TIMEOUT_MS = 20_000
"""How long a worker may take to end by itself after it was asked to: it finishes its step and writes what it has."""
REMOTE_STOP_TIMEOUT_MS = 600_000
"""The same for another machine, counted anew with each event: what is kept there is fetched, however slow the line."""
TERMINATE_TIMEOUT_MS = 5_000
"""How long it may take after it was asked to terminate."""
_STDERR_TAIL = 300
"""Lines of the log that are kept: the last message of a library stands before the stacks of all threads."""
_WORKER = ("-u", "-m", "CrossModalitySegLib.jobs.worker")
_REMOTE = ("-u", "-m", "CrossModalitySegLib.jobs.remote")


class WorkerProcess:
    """A worker at work in ``folder``. Owned for as long as it runs: when this object goes, the worker goes.

    ``on_event`` gets every event as it comes, ``on_end`` the ``Outcome``, once. A line that is not an event arrives as
    a log event.

    >>> worker = WorkerProcess(folder, interpreter, on_event=print, on_end=print)
    >>> worker.start()
    """

    def __init__(
        self,
        folder: JobFolder,
        interpreter: Interpreter,
        on_event: Callable[[Event], None],
        on_end: Callable[[Outcome], None],
        standby: Standby | None = None,
        host: str = "",
    ) -> None:
        """``standby`` is a process of the same Python that is loaded already; without one, a new process is started.
        With a ``host`` (HOST or HOST:PYTHON) that process lets another machine do the work (``remote.py``).
        """
        self._folder, self._on_event, self._on_end = folder, on_event, on_end
        self._lines, self._log = LineBuffer(), LineBuffer()
        self._stderr_tail: collections.deque[str] = collections.deque(maxlen=_STDERR_TAIL)
        self._result: Event | None = None
        self._error: Event | None = None
        self._pid: int | None = None
        self._ended = False
        self._stop_requested = False
        self._stop_timeout_ms = REMOTE_STOP_TIMEOUT_MS if host else STOP_TIMEOUT_MS
        self._restarts = bool(host)
        self._standby = standby is not None
        job = str(folder.job_file.resolve())
        arguments = [*_REMOTE, job, "--host", host] if host else [*_WORKER, job]
        self._process = standby.process if standby else _prepared(interpreter, arguments)
        self._process.readyReadStandardOutput.connect(self._read_events)
        self._process.readyReadStandardError.connect(self._read_log)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed)
        self._escalation = qt.QTimer()
        self._escalation.setSingleShot(True)
        self._escalation.timeout.connect(self._escalate)
        self._terminated = False

    def start(self) -> None:
        """Start the worker and return at once; whatever happens then reaches ``on_end``."""
        if self._standby:
            self._process.write(f"job {self._folder.job_file.resolve()}\n".encode())
        else:
            self._process.start()

    @property
    def running(self) -> bool:
        """Whether it has been started and has not ended."""
        return bool(self._process.state() != qt.QProcess.ProcessState.NotRunning)

    def stop(self, stop_timeout_ms: int | None = None) -> None:
        """Ask the worker to stop and keep its best so far.

        Args:
            stop_timeout_ms: After this time it is terminated, and ``TERMINATE_TIMEOUT_MS`` later killed; None for
                ``STOP_TIMEOUT_MS``, or ``REMOTE_STOP_TIMEOUT_MS`` where another machine works.
        """
        if self.running:
            self._stop_requested = True
            self._stop_timeout_ms = stop_timeout_ms or self._stop_timeout_ms
            self._process.write(b"stop\n")
            self._escalation.start(self._stop_timeout_ms)

    def kill(self) -> None:
        """End it now, with all its children."""
        if self.running:
            kill_tree(self._pid)
            self._process.kill()

    def abandon(self, within_ms: int = 3000) -> None:
        """Let go of the worker for good, as Slicer does when it ends: closing its stdin ends it; ``on_end`` is not
        called any more.

        Args:
            within_ms: How long it is waited for before it is killed; Slicer stands still meanwhile.
        """
        self._ended = True
        self._escalation.stop()
        if self.running:
            self._process.closeWriteChannel()
            if not self._process.waitForFinished(within_ms):
                self.kill()
                self._process.waitForFinished(within_ms)
        self._let_go()

    def _let_go(self) -> None:
        """Disconnect all signals: in PythonQt they would keep this object, and with it all that its owner holds. Not at
        once: one of them may be what is calling here.
        """
        qt.QTimer.singleShot(0, self._disconnect)

    def _disconnect(self) -> None:
        self._process.readyReadStandardOutput.disconnect(self._read_events)
        self._process.readyReadStandardError.disconnect(self._read_log)
        self._process.finished.disconnect(self._finished)
        self._process.errorOccurred.disconnect(self._failed)
        self._escalation.timeout.disconnect(self._escalate)

    def _escalate(self, *_: object) -> None:
        if not self.running:
            return
        if self._terminated:
            self.kill()
            return
        self._terminated = True
        self._process.terminate()  # does nothing to a console program on Windows, where only the next step helps
        self._escalation.start(TERMINATE_TIMEOUT_MS)

    def _read_events(self, *_: object) -> None:
        self._take(self._lines.feed(self._process.readAllStandardOutput().data()))

    def _take(self, lines: Sequence[str]) -> None:
        for line in lines:
            event = parse_event(line)
            if event is None:
                if line.strip():
                    self._on_event({"event": "log", "message": line})
                continue
            if event["event"] == "hello":
                pid = event.get("pid")
                self._pid = pid if isinstance(pid, int) else None
            elif event["event"] == "result":
                self._result = event
            elif event["event"] == "error":
                self._error = event
            if self._restarts and self._stop_requested and not (self._terminated or self._ended):
                self._escalation.start(self._stop_timeout_ms)
            self._on_event(event)

    def _read_log(self, *_: object) -> None:
        self._stderr_tail.extend(self._log.feed(self._process.readAllStandardError().data()))

    def _finished(self, *_: object) -> None:
        if self._ended:
            return
        self._ended = True
        self._let_go()
        self._escalation.stop()
        self._read_events()
        self._take(self._lines.close())
        self._read_log()
        crashed = self._process.exitStatus() == qt.QProcess.ExitStatus.CrashExit
        self._on_end(
            judge(
                self._process.exitCode(),
                crashed,
                self._result,
                self._error,
                [*self._stderr_tail, *self._log.close()],
                self._folder.log_file,
                self._stop_requested,
            )
        )

    def _failed(self, *_: object) -> None:
        if self._ended or self._process.error() != qt.QProcess.ProcessError.FailedToStart:
            return
        self._ended = True
        self._let_go()
        self._on_end(Outcome(None, _not_started(self._process), False))


class Standby:
    """A worker that has loaded what jobs of ``verb`` need and waits for one, so that a click need not wait for PyTorch.

    It takes the memory that PyTorch takes (some 300 MB), for as long as it waits.
    """

    def __init__(self, interpreter: Interpreter, verb: str) -> None:
        self.interpreter, self.verb = interpreter, verb
        self.process = _prepared(interpreter, [*_WORKER, "--standby", verb])
        self.process.start()

    @property
    def ready(self) -> bool:
        """Whether it still waits."""
        return bool(self.process.state() == qt.QProcess.ProcessState.Running)

    def abandon(self) -> None:
        """Let it go."""
        if self.process.state() != qt.QProcess.ProcessState.NotRunning:
            self.process.kill()
            self.process.waitForFinished(3000)


@dataclass(frozen=True)
class Answer:
    """How a short command ended: its exit code (None if it could not be started), and what it wrote to stderr."""

    exit_code: int | None
    errors: str


class Command:
    """A short command of the package: ``on_line`` gets each line of its stdout as it comes, ``on_end`` the ``Answer``.

    >>> command = Command(interpreter, ["-m", "CrossModalitySegLib.cli.doctor"], on_line=print, on_end=print)
    """

    def __init__(
        self,
        interpreter: Interpreter,
        arguments: Sequence[str],
        on_line: Callable[[str], None],
        on_end: Callable[[Answer], None],
    ) -> None:
        self._on_line, self._on_end, self._lines = on_line, on_end, LineBuffer()
        self._process = _prepared(interpreter, arguments)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed)
        self._process.start()
        self._process.closeWriteChannel()

    def abandon(self) -> None:
        """End it; nothing is reported any more."""
        self._on_line, self._on_end = (lambda line: None), (lambda answer: None)
        if self._process.state() != qt.QProcess.ProcessState.NotRunning:
            self._process.kill()
            self._process.waitForFinished(3000)
        self._let_go()

    def _let_go(self) -> None:
        qt.QTimer.singleShot(0, self._disconnect)  # as for a worker

    def _disconnect(self) -> None:
        self._process.readyReadStandardOutput.disconnect(self._read)
        self._process.finished.disconnect(self._finished)
        self._process.errorOccurred.disconnect(self._failed)

    def _read(self, *_: object) -> None:
        for line in self._lines.feed(self._process.readAllStandardOutput().data()):
            self._on_line(line)

    def _finished(self, *_: object) -> None:
        self._let_go()
        self._read()
        for line in self._lines.close():
            self._on_line(line)
        crashed = self._process.exitStatus() == qt.QProcess.ExitStatus.CrashExit
        errors = self._process.readAllStandardError().data().decode("utf-8", "replace")
        self._on_end(Answer(-1 if crashed else self._process.exitCode(), errors))

    def _failed(self, *_: object) -> None:
        if self._process.error() == qt.QProcess.ProcessError.FailedToStart:
            self._let_go()
            failure = _not_started(self._process)
            self._on_end(Answer(None, f"{failure.sentence}\n{failure.remedy}"))


def kill_tree(pid: int | None) -> None:
    """End process ``pid`` and its children at once; nothing happens if it is gone already."""
    if pid is None:
        return
    if sys.platform == "win32":
        subprocess.run(
            ["taskkill", "/T", "/F", "/PID", str(pid)],
            check=False,
            capture_output=True,
            creationflags=subprocess.CREATE_NO_WINDOW,
        )
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            # The worker leads a group of its own; whatever else has this number does not, and is left alone.
            if os.getpgid(pid) == pid:
                os.killpg(pid, signal.SIGKILL)


def _prepared(interpreter: Interpreter, arguments: Sequence[str]) -> qt.QProcess:
    process = qt.QProcess()
    environment = qt.QProcessEnvironment()
    for name, value in interpreter.environment.items():
        environment.insert(name, value)
    process.setProcessEnvironment(environment)
    process.setProgram(interpreter.program)
    process.setArguments(list(arguments))
    return process


def _not_started(process: qt.QProcess) -> UserError:
    return UserError(
        Code.NO_PYTHON,
        f"The Python of the worker cannot be started: {process.errorString()}.",
        "Choose another Python under Settings.",
    )
