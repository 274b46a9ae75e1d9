"""A job on another machine, by the SSH of this one: the user's keys and configuration, and nothing that listens.

``python -u -m CrossModalitySegLib.jobs.remote JOB.json --host HOST[:PYTHON]`` is a worker to whoever starts it: the
same event lines, ``stop`` on stdin or a SIGTERM, the same exit codes. Between them it sends what the other machine
lacks, and fetches what was written there, also after a stop. Started again after whatever end, it goes on: files that
are whole there are not sent again, and the job goes on from its checkpoints.

``--remove NAME`` in place of JOB.json deletes there what is left of the job that has this name (``name_there``).
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .. import __version__
from ..errors import PERMANENT, Code, Stopped, UserError, exit_code, from_exception
from ..seals import sealed
from .folder import Event, JobFolder
from .lines import parse_event
from .parcel import JOB, Parcel, pack, parcel, sha256, unpack

PYTHON = "python3"
"""The Python of the other machine, unless one is named."""
_OPTIONS = ("-T", "-oBatchMode=yes", "-oServerAliveInterval=15", "-oServerAliveCountMax=4")
"""No terminal and no prompts; a connection that is silent for a minute counts as lost."""
_NO_CONNECTION = 255
"""Exit code of ssh for what went wrong with itself."""
_HOST = re.compile(r"(?P<host>[^\s:-][^\s:]*)(?::(?P<python>.+))?")
_TICK_S = 0.1
_REPORT_S = 0.5
_FETCH_S = 5.0
"""Cases that are done are fetched while others are at work, not more often than this: each time needs a connection."""

Emit = Callable[[Event], None]


@dataclass(frozen=True)
class Machine:
    """``host`` as ssh knows it, and the ``python`` there that has this package; a relative path begins in the home
    folder.
    """

    host: str
    python: str

    @classmethod
    def of(cls, text: str) -> Machine:
        """A machine as people name it.

        Args:
            text: HOST or HOST:PYTHON.

        Returns:
            The machine; ``python`` is the usual one where none is named.

        Raises:
            UserError: BAD_SETTINGS for another text.

        Examples:
            >>> Machine.of("gpu:env/bin/python")
            Machine(host='gpu', python='env/bin/python')
        """
        found = _HOST.fullmatch(text)
        if found is None:
            raise UserError(
                Code.BAD_SETTINGS,
                f"{text!r} is not another machine.",
                "Write HOST or HOST:PYTHON, as in gpu:env/bin/python.",
            )
        return cls(found["host"], found["python"] or PYTHON)

    def start(
        self, what: str, ident: str, *, stdin: int, stdout: int | None, stderr: IO[bytes] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start the other end there.

        Args:
            what: What it is to do.
            ident: Name of the job there.
            stdin: As for ``subprocess.Popen``.
            stdout: As for ``subprocess.Popen``.
            stderr: File for its messages; None for this process's.

        Returns:
            The process of ssh.

        Raises:
            UserError: NO_CONNECTION where this machine has no ssh.
        """
        ssh = shutil.which("ssh")
        if ssh is None:
            raise UserError(
                Code.NO_CONNECTION,
                "There is no ssh on this computer.",
                "Install the OpenSSH client, or run the job on this machine.",
            )
        there = [self.python, "-m", "CrossModalitySegLib.jobs.remote_end", what, ident]
        command = [ssh, *_OPTIONS, "--", self.host, shlex.join(there)]
        return subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=stderr)

    def failed(self, code: int, errors: str) -> UserError:
        """Why the other end has ended.

        Args:
            code: Exit code of ssh.
            errors: What it printed, whose last line is shown.

        Returns:
            NO_CONNECTION where ssh itself has failed, else NO_PYTHON.
        """
        last = next((line.strip() for line in reversed(errors.splitlines()) if line.strip()), "It printed nothing.")
        if code == _NO_CONNECTION:
            return UserError(
                Code.NO_CONNECTION,
                f"There is no connection to {self.host}, or it was lost. {last}",
                f"Make sure that `ssh {self.host}` works without a question, and start the same job again: it goes on.",
            )
        return UserError(
            Code.NO_PYTHON,
            f"{self.python} on {self.host} cannot do the work. {last}",
            f"Install this package there (version {__version__}), and name its Python: HOST:PYTHON.",
        )

    def end(self, process: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
        """Wait for the end of a process of the other end, whose messages are in ``errors``; raises as ``failed``."""
        if (code := process.wait()) != 0:
            errors.seek(0)
            raise self.failed(code, errors.read().decode("utf-8", "replace"))


def name_there(description: Event, base: Path) -> str:
    """What a job is called on other machines.

    Args:
        description: The job, as its file has it.
        base: Folder from which its relative paths are taken.

    Returns:
        16 digits; the same job of the same folder is always called the same.
    """
    mark = json.dumps([description, str(base)], sort_keys=True, default=str)
    return hashlib.sha256(mark.encode("utf-8", "surrogateescape")).hexdigest()[:16]


class Remote:
    """The job ``description`` of ``base`` on ``machine``. ``emit`` gets its events; ``stop_requested`` says when it
    is to stop.
    """

    def __init__(
        self, machine: Machine, description: Event, base: Path, emit: Emit, stop_requested: Callable[[], bool]
    ) -> None:
        self._machine, self._emit, self._stop_requested = machine, emit, stop_requested
        self._parcel: Parcel = parcel(description, base)
        self._ident = name_there(description, base)

    def run(self) -> int:
        """Do the job and return the exit code of its worker; its last event is a result or an error.

        Raises ``UserError``: NO_CONNECTION, NO_PYTHON, EXISTS, ``Stopped``.
        """
        self._progress(0.0, f"asking {self._machine.host}")
        there = json.loads(self._ask("list"))
        self._root, before = there["root"], there["files"]
        if there["version"] != __version__:
            self._log(f"{self._machine.host} has version {there['version']}, this machine {__version__}.")
        self._refuse_existing(before)
        if any(name.startswith("in/") and name not in self._parcel.sent for name in before):
            self._ask("remove")  # what has gone here must not be worked on there
            before = {}
        before |= self._send(before)
        code, last, held = self._work(before)
        self._fetch(before)
        for event in held:
            if event["event"] == "case" or Path(event["path"]).exists():
                self._emit(event)
        if last is None:
            raise UserError(
                Code.INTERNAL,
                f"The worker on {self._machine.host} ended with code {code} before its work was done.",
                "Start the same job again: it goes on where it was.",
            )
        if (last["event"] == "result" and not last["stopped"]) or last.get("code") in PERMANENT:
            self._ask("remove")  # no images of patients are left on the other machine
        self._emit(last)
        return code

    def _refuse_existing(self, before: dict[str, str]) -> None:
        """Nothing of here is replaced but what this job has brought."""
        for there, here in self._parcel.places:
            field = there.removeprefix("out/")
            if field == there:
                continue
            out = here / Path(self._parcel.job[field]).name
            name = f"{there}/{out.name}"
            if out.is_file() and before.get(name) != sha256(out):
                raise UserError(
                    Code.EXISTS, f"{out} exists already.", "Choose another name, or remove or rename what is there."
                )

    def _send(self, before: dict[str, str]) -> dict[str, str]:
        """Send what is not there as it is here; returns the SHA-256 of all that is there then for this job."""
        sent = {name: sha256(path) for name, path in self._parcel.sent.items()}
        missing = {name: self._parcel.sent[name] for name, digest in sent.items() if before.get(name) != digest}
        total = sum(path.stat().st_size for path in missing.values())
        if missing:
            self._log(f"Sending {len(missing)} files, {total / 1e6:.1f} MB, to {self._machine.host}.")
        tick = self._ticker(f"sending {{}} of {total / 1e6:.0f} MB", 0.0, stops=True)
        job = json.dumps(sealed(self._parcel.job), indent=2).encode()
        with self._other_end("put", stdin=subprocess.PIPE) as (process, errors):
            assert process.stdin is not None
            try:
                pack(process.stdin, [*sorted(missing.items()), (JOB, job)], tick)
                process.stdin.close()
            except OSError as error:
                if process.wait() == 0:
                    raise self._machine.failed(_NO_CONNECTION, str(error)) from error
            self._machine.end(process, errors)
        return sent

    def _work(self, before: dict[str, str]) -> tuple[int, Event | None, list[Event]]:
        """Let the worker there work; returns its exit code, its last event, and events whose files are not here yet."""
        last: Event | None = None
        held: list[Event] = []
        cases: list[Event] = []  # with the paths of the other machine
        fetched_s = -_FETCH_S
        process = self._machine.start("work", self._ident, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert process.stdin is not None and process.stdout is not None
        threading.Thread(target=self._pass_stop_on, args=(process,), daemon=True).start()
        try:
            for line in process.stdout:
                event = parse_event(line.decode("utf-8", "replace"))
                if event is None or event["event"] == "hello":
                    continue
                if event["event"] == "case":
                    cases.append(event)
                elif event["event"] in ("result", "error"):
                    last = self._in_words(event)
                elif event["event"] == "preview":
                    held.append(self._in_words(event))
                else:
                    self._emit(self._in_words(event))
                if cases and time.monotonic() - fetched_s >= _FETCH_S:
                    brought, fetched_s = self._bring(cases, before), time.monotonic()
                    for case in map(self._in_words, cases):
                        if brought:
                            self._emit(case)
                        else:
                            held.append(case)
                    cases = []
            code = process.wait()
        finally:
            process.kill()
        if code == _NO_CONNECTION or code < 0:
            raise self._machine.failed(_NO_CONNECTION, "")
        return code, last, held + [self._in_words(case) for case in cases]

    def _in_words(self, event: Event) -> Event:
        """``event`` with the paths of this machine."""
        words: Event = self._parcel.in_words(event, self._root)
        return words

    def _bring(self, cases: list[Event], before: dict[str, str]) -> bool:
        """Fetch the files of ``cases`` while others are at work; False where they come at the end, with all the rest.

        What is fetched is added to ``before``.
        """
        if self._parcel.job.get("overwrite"):  # only the end tells whether what is here is the new one
            return False
        fields = ("segmentation", "record", "preview")
        try:
            self._get(self._new([case[field] for case in cases for field in fields if case[field]]), before)
            if self._parcel.job.get("uncertainty"):
                self._get(self._new([path for case in cases for path in self._map_of(case)]), before)
        except (UserError, OSError, ValueError):
            return False
        return True

    def _map_of(self, case: Event) -> Iterator[str]:
        """The uncertainty map of a case whose record is here, as a path of the other machine."""
        if case["record"] and (record := self._parcel.here(self._name(case["record"]))) is not None:
            values = json.loads(record.read_bytes())
            if isinstance(values, dict) and isinstance(name := values.get("uncertainty"), str):
                yield f"{case['record'].rpartition('/')[0]}/{name}"

    def _new(self, paths: list[str]) -> dict[str, Path]:
        """Files there that are not here yet, by name."""
        places = {name: self._parcel.here(name) for name in map(self._name, paths)}
        return {name: path for name, path in places.items() if path is not None and not path.exists()}

    def _name(self, path: str) -> str:
        return path.removeprefix(f"{self._root}/")

    def _pass_stop_on(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        while process.poll() is None:
            if self._stop_requested():
                with contextlib.suppress(OSError):  # it has ended meanwhile
                    process.stdin.write(b"stop\n")
                    process.stdin.flush()
                return
            time.sleep(_TICK_S)

    def _fetch(self, before: dict[str, str]) -> None:
        found = json.loads(self._ask("list"))["files"]
        wanted: dict[str, Path] = {}
        for name, digest in found.items():
            path = self._parcel.here(name)
            if path is None or (here := sha256(path) if path.is_file() else None) == digest:
                continue
            if here is not None and here != before.get(name):
                raise UserError(
                    Code.EXISTS,
                    f"{path} exists already, and is not from this job.",
                    "Remove or rename it, and start the same job again: its results are fetched.",
                )
            wanted[name] = path
        if wanted:
            tick = self._ticker(f"fetching {len(wanted)} files, {{}} MB", 1.0)
            tick(0)
            self._get(wanted, before, tick)

    def _get(
        self, wanted: dict[str, Path], before: dict[str, str], tick: Callable[[int], None] = lambda size: None
    ) -> None:
        """Fetch files by their names there, and note in ``before`` what they are."""
        if not wanted:
            return
        with self._other_end("get", stdin=subprocess.PIPE, stdout=subprocess.PIPE) as (process, errors):
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(json.dumps(sorted(wanted)).encode())
            process.stdin.close()
            try:
                for _ in unpack(process.stdout, wanted.get, tick):
                    pass
            except (ValueError, tarfile.TarError, OSError) as error:
                process.kill()
                raise self._machine.failed(_NO_CONNECTION, str(error)) from error
            self._machine.end(process, errors)
        before |= {name: sha256(path) for name, path in wanted.items()}

    def _ask(self, what: str) -> bytes:
        with self._other_end(what, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as (process, errors):
            assert process.stdout is not None
            answer = process.stdout.read()
            self._machine.end(process, errors)
        return answer

    def _other_end(self, what: str, stdin: int, stdout: int | None = None) -> _OtherEnd:
        return _OtherEnd(self._machine, what, self._ident, stdin, stdout)

    def _ticker(self, stage: str, fraction: float, stops: bool = False) -> Callable[[int], None]:
        """Reports how many MB are done, in the place of {} in ``stage``; one that ``stops`` raises ``Stopped``."""
        done, reported_s = 0, 0.0

        def tick(size: int) -> None:
            nonlocal done, reported_s
            if stops and self._stop_requested():
                raise Stopped("What was sent is kept there.")
            done += size
            if time.monotonic() - reported_s > _REPORT_S:
                reported_s = time.monotonic()
                self._progress(fraction, stage.format(f"{done / 1e6:.0f}"))

        return tick

    def _progress(self, fraction: float, stage: str) -> None:
        self._emit({"event": "progress", "fraction": fraction, "remaining_s": None, "stage": stage})

    def _log(self, message: str) -> None:
        self._emit({"event": "log", "message": message})


class _OtherEnd:
    """A process of the other end and what it writes to stderr, for the duration of the context."""

    def __init__(self, machine: Machine, what: str, ident: str, stdin: int, stdout: int | None) -> None:
        self._start = lambda errors: machine.start(what, ident, stdin=stdin, stdout=stdout, stderr=errors)

    def __enter__(self) -> tuple[subprocess.Popen[bytes], IO[bytes]]:
        self._errors = tempfile.TemporaryFile()
        self._process = self._start(self._errors)
        return self._process, self._errors

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was left could not be written any more
                    pipe.close()
        self._errors.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Do the job of the file named in ``arguments`` on another machine and return the exit code."""
    parser = argparse.ArgumentParser(prog="remote", description="Does the job described in JOB.json elsewhere.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("job", type=Path, nargs="?", metavar="JOB.json")
    what.add_argument("--remove", metavar="NAME", help="delete there what is left of the job of this name")
    parser.add_argument("--host", required=True, metavar="HOST[:PYTHON]")
    options = parser.parse_args(arguments)
    if options.remove:
        return _remove(options.host, options.remove)
    folder = JobFolder(options.job.parent.resolve(), options.job.name)
    stopped = threading.Event()
    _obey(stopped)
    streams: list[IO[str]] = [sys.stdout]

    def emit(event: Event) -> None:
        line = json.dumps(event) + "\n"
        for stream in streams:
            stream.write(line)
            stream.flush()

    try:
        description = folder.description()
        folder.lock.acquire()
        with folder.events_file.open("a", encoding="utf-8", newline="\n") as events:
            streams.append(events)
            events.write("\n")  # behind the half line of one that was killed
            emit(
                {
                    "event": "hello",
                    "pid": os.getpid(),
                    "version": __version__,
                    "verb": str(description.get("verb", "")),
                    "device": options.host,
                    "host": options.host,
                }
            )
            try:
                return Remote(Machine.of(options.host), description, folder.path, emit, stopped.is_set).run()
            except Exception as error:
                return _fail(error, emit)
    except Exception as error:
        return _fail(error, emit)


def _remove(host: str, ident: str) -> int:
    try:
        machine = Machine.of(host)
        with _OtherEnd(machine, "remove", ident, subprocess.DEVNULL, None) as (process, errors):
            machine.end(process, errors)
    except (UserError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _fail(error: Exception, emit: Emit) -> int:
    failure = from_exception(error)
    emit({"event": "error", "code": str(failure.code), "sentence": failure.sentence, "remedy": failure.remedy})
    return exit_code(failure.code)


def _obey(stopped: threading.Event) -> None:
    """Take a stop from stdin and from SIGTERM: what is there by then is still fetched."""
    if os.name == "posix":
        os.setpgrp()  # so that its owner can end it with all its children
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    threading.Thread(target=_watch, args=(stopped,), daemon=True).start()


def _watch(stopped: threading.Event) -> None:
    """Wait for "stop" on stdin; its end is the end of this process, and so of the connection."""
    while block := os.read(0, 4096):
        if b"stop" in block.split():
            stopped.set()
    os._exit(130)


if __name__ == "__main__":
    # The thread that waits on stdin must not hold the end up.
    code = main()
    sys.stdout.flush()
    os._exit(code)
