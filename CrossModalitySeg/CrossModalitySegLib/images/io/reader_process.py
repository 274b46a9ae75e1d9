"""The process in which files from elsewhere are read: ``python -m CrossModalitySegLib.images.io.reader_process``; see
``isolated``.

Requests come on stdin, answers go to stdout (``wire``). Whatever libraries print goes nowhere. A closed stdin is the
end.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ...anatomy import as_label_set
from ...errors import Code, UserError, from_exception
from . import wire
from .dicom import find_series
from .files import read_labels
from .phases import read_phases
from .plain_images import is_gray
from .source import read_source, read_volume_of

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "read": read_source,
    "volume": read_volume_of,
    "labels": lambda path, described, on_note: read_labels(path, as_label_set(described)),
    "phases": lambda path, on_note: list(read_phases(path, on_note)),
    "find_series": lambda paths, on_note: find_series(paths),
    "is_gray": lambda path, on_note: is_gray(path),
}
"""What may be asked for, by name; the last argument takes notes, a sentence each."""


def serve(functions: Mapping[str, Callable[..., Any]] = FUNCTIONS) -> None:
    """Answer requests until stdin is closed."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    # Ctrl-C reaches every process of a terminal; the one that asks decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            request = wire.receive(requests)
        except EOFError:
            return
        _limit(request["memory_bytes"], request["limit_s"])
        notes: list[str] = []
        answer: dict[str, Any]
        try:
            answer = {"value": functions[request["function"]](*request["arguments"], notes.append)}
        except Exception as error:
            failure = _failure(error, request)
            answer = {
                "code": str(failure.code),
                "sentence": failure.sentence,
                "remedy": failure.remedy,
                "traceback": traceback.format_exc(),
            }
        wire.send(answers, answer | {"notes": notes})


def _failure(error: Exception, request: dict[str, Any]) -> UserError:
    failure = from_exception(error)
    if failure.code is not Code.OUT_OF_MEMORY:
        return failure
    limit_gb = request["memory_bytes"] / 1e9
    return UserError(
        Code.OUT_OF_MEMORY,
        f"{request['name']} needs more than {limit_gb:.1f} GB of memory to be read, which a file of its size does not "
        "explain.",
        "Save the image again without compression, or crop it.",
    )


def _limit(memory_bytes: int, limit_s: float) -> None:
    """Bound what the next request may take, where the system can: an error for memory, the end of this process for
    time.

    The time is CPU time, and generous: who asks looks at the clock. It ends a process whose owner was killed
    while a parser hangs.
    """
    if sys.platform == "win32":
        return
    import resource

    def lower(kind: int, value: int) -> None:
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))

    used = resource.getrusage(resource.RUSAGE_SELF)
    lower(resource.RLIMIT_CORE, 0)
    lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + (os.cpu_count() or 1) * limit_s) + 1)
    statm = Path("/proc/self/statm")
    if statm.exists():  # elsewhere addresses in use are not listed, or the limit is not kept
        lower(resource.RLIMIT_AS, int(statm.read_text().split()[0]) * resource.getpagesize() + memory_bytes)


if __name__ == "__main__":
    serve()
