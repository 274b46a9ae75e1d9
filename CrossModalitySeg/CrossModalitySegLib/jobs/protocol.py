"""The lines between a worker and whoever started it: one event as one JSON object a line."""

from __future__ import annotations

import logging
import threading
import time
from typing import IO

from pydantic import BaseModel
from pydantic_core import to_json

from ..events import Progress, Reporter

PROGRESS_EVERY_S = 0.1

log = logging.getLogger(__name__)


def encode(event: BaseModel) -> str:
    """One line of JSON without its end; values that are not finite become null, for JSON has none."""
    return to_json(event, fallback=_plain, inf_nan_mode="null").decode()


def _plain(value: object) -> object:
    """Python numbers and lists in place of NumPy's and torch's, which a summary may hold."""
    return value.tolist() if hasattr(value, "tolist") else str(value)


class LineReporter(Reporter):
    """Writes every event to each of ``streams`` as it comes; progress at most every ``PROGRESS_EVERY_S``.

    A stream that cannot be written any more (its reader is gone, its disk full) is dropped: the others still matter,
    and whether to go on is not decided here.
    """

    def __init__(self, *streams: IO[str]) -> None:
        super().__init__()
        self._streams = list(streams)
        self._lock = threading.Lock()
        self._last_s = -PROGRESS_EVERY_S

    def add(self, stream: IO[str]) -> None:
        """Write further events to another stream as well.

        Args:
            stream: Text stream, which stays open and is not closed here.
        """
        self._streams.append(stream)

    def emit(self, event: BaseModel) -> None:
        """Write one event to every stream.

        Args:
            event: One of the classes of ``events``. Progress that comes within ``PROGRESS_EVERY_S`` of the last one is
                dropped, unless it is the end.
        """
        if isinstance(event, Progress) and event.fraction < 1:
            now_s = time.monotonic()
            if now_s - self._last_s < PROGRESS_EVERY_S:
                return
            self._last_s = now_s
        line = encode(event) + "\n"
        with self._lock:
            for stream in tuple(self._streams):
                try:
                    stream.write(line)
                    stream.flush()
                except OSError as error:
                    self._streams.remove(stream)
                    log.warning("Events can no longer be written to %s: %s", getattr(stream, "name", "the pipe"), error)
