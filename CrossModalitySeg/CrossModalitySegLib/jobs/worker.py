"""The worker: does one job in a process of its own. ``python -u -m CrossModalitySegLib.jobs.worker JOB.json
[--detached]``

With ``--standby VERB`` in place of JOB.json it loads what jobs of that verb need, and waits for the line ``job
JOB.json`` on stdin.

- stdout: one JSON object a line (``events.py``), ``hello`` first; also appended to events.jsonl beside JOB.json.
  Nothing else reaches it: whatever libraries print goes to stderr.
- stderr: the log with tracebacks, also appended to log.txt beside JOB.json.
- stdin: the line ``stop`` asks for a graceful stop, and so do SIGTERM and SIGINT. A closed stdin ends the worker at
  once, so it never outlives its owner. ``--detached`` leaves stdin alone: for batch systems, where it is closed from
  the start.
- exit code: 0 done, 130 stopped, else failed after an ``error`` event: 3 where no heart was found, 1 for all other
  causes.
"""

from __future__ import annotations

import argparse
import faulthandler
import logging
import multiprocessing
import os
import queue
import signal
import sys
import threading
from pathlib import Path
from typing import IO

from .. import __version__, verbs
from ..errors import Code, exit_code, from_exception
from ..events import Error, Hello, Reporter
from ..files import opened_in_place
from .folder import JobFolder
from .job_file import read_job
from .protocol import LineReporter

DONE, STOPPED = 0, 130

log = logging.getLogger(__name__)


def main(arguments: list[str] | None = None) -> int:
    """Do the job of the file named in ``arguments`` and return the exit code."""
    parser = argparse.ArgumentParser(prog="worker", description="Does the job described in JOB.json.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("job", type=Path, nargs="?", metavar="JOB.json")
    what.add_argument("--standby", metavar="VERB", help="load what jobs of this verb need, then wait for one on stdin")
    parser.add_argument("--detached", action="store_true", help="do not end when stdin is closed")
    options = parser.parse_args(arguments)

    reporter = LineReporter(_claim_stdout())
    _log_to(logging.StreamHandler(sys.stderr))
    faulthandler.enable(sys.stderr)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: _request_stop(reporter))
    if not options.detached:
        if os.name == "posix" and os.getpgrp() != os.getpid():
            os.setpgrp()  # so that its owner can end it with all its children
        given: queue.SimpleQueue[Path] = queue.SimpleQueue()
        threading.Thread(target=_watch, args=(_claim_stdin(), reporter, given), daemon=True).start()
        if options.standby:
            verbs.preload(options.standby)
            return _work(given.get(), reporter)
    return _work(options.job, reporter)


def _work(path: Path, reporter: LineReporter) -> int:
    folder = JobFolder(path.parent, path.name)
    try:
        job = read_job(folder)
        folder.lock.acquire()  # held until this process ends
        reporter.add(_open_events(folder.events_file))
        _log_to(logging.StreamHandler(_appended(folder.log_file)))
    except Exception as error:
        reporter.emit(Hello(version=__version__, verb=""))
        return _fail(error, reporter)
    reporter.emit(Hello(version=__version__, verb=job.verb, device=job.device))
    try:
        result = verbs.run(job, reporter)
    except SystemExit:
        raise
    except BaseException as error:  # a panic of Rust, say, is no Exception
        return _fail(error, reporter)
    reporter.emit(result)
    return STOPPED if result.stopped else DONE


def _fail(error: BaseException, reporter: Reporter) -> int:
    failure = from_exception(error)
    stopped = failure.code is Code.STOPPED
    log.log(logging.INFO if stopped else logging.ERROR, "%s", failure, exc_info=error)
    reporter.emit(Error(code=failure.code, sentence=failure.sentence, remedy=failure.remedy))
    return exit_code(failure.code)


def _claim_stdout() -> IO[str]:
    """Keep stdout for events alone: a private copy is returned, and descriptor 1 leads to stderr from now on."""
    sys.stdout.flush()
    own = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return own


def _claim_stdin() -> int:
    """Keep stdin for the owner's word: a private copy is returned, and descriptor 0 leads to nothing from now on.

    A thread waiting on the real descriptor 0 would stall libraries and child processes that look at it (on Windows).
    """
    own = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return own


def _watch(descriptor: int, reporter: Reporter, given: queue.SimpleQueue[Path]) -> None:
    """Wait for words on ``descriptor``; its end is the end of this process."""
    # Read below the buffered layer: a thread waiting inside that one blocks the interpreter's shutdown.
    rest = b""
    while block := _read(descriptor):
        *lines, rest = (rest + block).split(b"\n")
        for line in lines:
            word, _, rest_of_line = line.decode("utf-8", "replace").strip().partition(" ")
            if word == "stop":
                _request_stop(reporter)
            elif word == "job":
                given.put(Path(rest_of_line))
    log.warning("The owner of this worker is gone; ending.")
    _end(STOPPED)


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:  # how Windows says that the other end was closed
        return b""


def _request_stop(reporter: Reporter) -> None:
    reporter.stop_requested = True


def _open_events(path: Path) -> IO[str]:
    """Open ``path`` for appending whole lines, also behind the half line of a worker that was killed."""
    stream = _appended(path)
    if path.read_bytes()[-1:] not in (b"", b"\n"):
        stream.write("\n")
    return stream


def _appended(path: Path) -> IO[str]:
    return os.fdopen(opened_in_place(path, os.O_WRONLY | os.O_APPEND), "a", encoding="utf-8", newline="\n")


def _log_to(handler: logging.Handler) -> None:
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.INFO)
    logging.captureWarnings(True)


def _end(code: int) -> None:
    """End this process with ``code``, its children with it. The interpreter's own end takes seconds with PyTorch
    loaded, and frees only memory.
    """
    for child in multiprocessing.active_children():
        child.kill()
    logging.shutdown()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    _end(main())
