"""From what a pipe delivers to events: whole lines out of arbitrary chunks, and one event out of each line."""

from __future__ import annotations

import codecs
import json
from typing import Any

from ..renames import with_current_names

Event = dict[str, Any]  # decoded JSON: ``_FIELDS`` says what ``parse_event`` has checked
"""One decoded line of the protocol, distinguished by its key "event" (``events.py`` lists the kinds)."""

_FIELDS: dict[str, dict[str, type | tuple[type, ...]]] = {
    "hello": {"verb": str},
    "progress": {"fraction": (int, float), "remaining_s": (int, float, type(None)), "stage": str},
    "metric": {"name": str, "step": int, "value": (int, float, type(None))},
    "preview": {"path": str},
    "case": {
        "title": str,
        "files": list,
        "segmentation": (str, type(None)),
        "record": (str, type(None)),
        "preview": (str, type(None)),
        "findings": list,
        "volumes_ml": dict,
        "expected_dice": dict,
        "sentence": str,
    },
    "log": {"message": str},
    "result": {"outputs": list, "summary": dict, "stopped": bool},
    "error": {"code": str, "sentence": str, "remedy": str},
}
"""What each kind of event carries; ``events.py`` is where a worker declares them, and a test compares the two."""


class LineBuffer:
    """Puts chunks of bytes, split anywhere, together to lines of text; bytes that are not UTF-8 become replacement
    characters.

    >>> buffer = LineBuffer()
    >>> buffer.feed(b'{"event": "lo'), buffer.feed(b'g"}\\n')
    ([], ['{"event": "log"}'])
    """

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""

    def feed(self, chunk: bytes) -> list[str]:
        """The lines that ``chunk`` completes, without their ends."""
        *lines, self._rest = (self._rest + self._decoder.decode(chunk)).split("\n")
        return [line.rstrip("\r") for line in lines]

    def close(self) -> list[str]:
        """What is left when the pipe has ended: the last line, if it had no end."""
        rest, self._rest = self._rest + self._decoder.decode(b"", final=True), ""
        return [rest] if rest else []


def parse_event(line: str) -> Event | None:
    """The event in ``line``, None if it is not an event: whatever a library printed, or half a line."""
    try:
        event = with_current_names(json.loads(line))  # those of an earlier version among them
    except (ValueError, RecursionError):
        return None
    fields = (
        _FIELDS.get(event.get("event", "")) if isinstance(event, dict) and isinstance(event.get("event"), str) else None
    )
    if fields is None or not all(name in event and isinstance(event[name], kinds) for name, kinds in fields.items()):
        return None
    return event
