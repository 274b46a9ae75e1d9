"""Starts a worker, hears what it says, and stops it: for scripts, the console and tests. The panel has its own (Qt)."""

from __future__ import annotations

import collections
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from ..errors import Code
from ..events import EVENT, Error, Event, Log, Result
from ..job import Job
from .folder import JobFolder

PACKAGE_PARENT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Outcome:
    """How a worker ended. ``error`` is None exactly if there is a result."""

    exit_code: int
    result: Result | None
    error: Error | None

    @property
    def success(self) -> bool:
        """Whether the job is done: exit code 0, a result, and every output in its place."""
        return self.exit_code == 0 and self.result is not None and all(output.exists() for output in self.result.outputs)

    @property
    def stopped(self) -> bool:
        """Whether it ended because it was asked to; ``result`` then holds the best so far, if that was worth keeping."""
        return self.exit_code == 130


class WorkerProcess:
    """One job in a process of its own, in ``folder`` (where the same job goes on if it was started before).

    >>> worker = WorkerProcess(job, Path("jobs/first")).start()
    >>> for event in worker.events():
    ...     print(event)
    >>> worker.wait().success
    True
    """

    def __init__(self, job: Job, folder: Path, python: str = sys.executable) -> None:
        self._job = job
        self._folder = JobFolder(folder)
        self._python = python
        self._queue: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._last_words: collections.deque[str] = collections.deque(maxlen=50)
        self._result: Result | None = None
        self._error: Error | None = None

    def start(self) -> WorkerProcess:
        """Write the job into its folder and start the worker; raises ``UserError`` EXISTS for a folder with another job."""
        self._folder.put(self._job)
        search = os.pathsep.join(filter(None, [str(PACKAGE_PARENT), os.environ.get("PYTHONPATH")]))
        self._process = subprocess.Popen(
            [self._python, "-u", "-m", "CrossModalitySegLib.jobs.worker", str(self._folder.job_file.resolve())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": search, "PYTHONUTF8": "1"},
            text=True,
            encoding="utf-8",
            errors="replace",
            # A group of its own, so that it can be ended with all its children.
            start_new_session=os.name == "posix",
        )
        self._readers = [threading.Thread(target=read, daemon=True) for read in (self._read_events, self._read_log)]
        for reader in self._readers:
            reader.start()
        return self

    @property
    def pid(self) -> int:
        """The number of the worker's process."""
        return self._process.pid

    def events(self) -> Iterator[Event]:
        """Every event as it comes, until the worker has ended; to be iterated once."""
        while (event := self._queue.get()) is not None:
            yield event

    def stop(self, patience_s: float = 30.0, mercy_s: float = 5.0) -> None:
        """Ask for a graceful stop and return at once; the worker is terminated after ``patience_s``, killed ``mercy_s`` later."""
        self._write("stop\n")
        threading.Thread(target=self._insist, args=(patience_s, mercy_s), daemon=True).start()

    def wait(self) -> Outcome:
        """Wait for the end and say how it was."""
        exit_code = self._process.wait()
        for reader in self._readers:
            reader.join()
        self._close_stdin()
        if self._result is None and self._error is None:
            last = next((line for line in reversed(self._last_words) if line.strip()), "It said nothing.")
            sentence = f"The worker ended with code {exit_code} before it had a result. {last.strip()}"
            self._error = Error(code=Code.INTERNAL, sentence=sentence, remedy=f"Read {self._folder.log_file}, and start the same job again to go on.")
        return Outcome(exit_code, self._result, self._error)

    def _read_events(self) -> None:
        for line in self._pipe(self._process.stdout):
            try:
                event: Event = EVENT.validate_json(line)
            except ValidationError:
                event = Log(message=line.rstrip())  # said past the protocol, but worth hearing
            if isinstance(event, Result):
                self._result = event
            elif isinstance(event, Error):
                self._error = event
            self._queue.put(event)
        self._queue.put(None)

    def _read_log(self) -> None:
        self._last_words.extend(self._pipe(self._process.stderr))

    @staticmethod
    def _pipe(stream: IO[str] | None) -> Iterator[str]:
        assert stream is not None
        with stream:
            yield from stream

    def _write(self, words: str) -> None:
        stdin = self._process.stdin
        assert stdin is not None
        try:
            stdin.write(words)
            stdin.flush()
        except (OSError, ValueError):
            return  # it has ended already, which is what a stop wants

    def _close_stdin(self) -> None:
        try:
            assert self._process.stdin is not None
            self._process.stdin.close()
        except OSError:
            return  # flushing a word that nobody reads any more

    def _insist(self, patience_s: float, mercy_s: float) -> None:
        for wait_s, insist in ((patience_s, self._process.terminate), (mercy_s, self._kill_tree)):
            try:
                self._process.wait(wait_s)
                return
            except subprocess.TimeoutExpired:
                insist()

    def _kill_tree(self) -> None:
        if os.name == "posix":
            os.killpg(self._process.pid, signal.SIGKILL)
        else:
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(self._process.pid)], check=False, capture_output=True)
