"""The curves of a training as an event file, which TensorBoard shows while it grows.

PyTorch's ``SummaryWriter`` writes such files in a thread of its own, which prints a traceback where the disk is full.
"""

from __future__ import annotations

import contextlib
import logging
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

log = logging.getLogger(__name__)


class EventFile:
    """A new event file in ``folder``. Each point is on the disk once it was added.

    A training is not lost for its curves: where the file cannot be written it ends there. ``on_note`` gets a sentence
    about that at the end alone, since a disk that fails a training too is what the user should read of.
    """

    def __init__(self, folder: Path, on_note: Callable[[str], None]) -> None:
        self._on_note = on_note
        self._failure: OSError | None = None
        self._file: BinaryIO | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = (folder / f"events.out.tfevents.{time.time_ns()}.{os.getpid()}").open("xb")
        except OSError as error:
            self._end(error)
        self._write(file_version="brain.Event:2")

    def add_scalar(self, name: str, value: float, step: int) -> None:
        """Add one point to a curve.

        Args:
            name: Name of the curve.
            value: Height of the point, finite.
            step: Its place.
        """
        from tensorboard.compat.proto.summary_pb2 import Summary

        self._write(step=step, summary=Summary(value=[Summary.Value(tag=name, simple_value=value)]))

    def close(self) -> None:
        """Close the file, and say so if it does not hold all points."""
        if self._file is not None:
            self._file.close()
        if self._failure is not None:
            self._on_note(f"The curves do not go on in TensorBoard ({self._failure}); they are in the tables.")

    def _write(self, **event: Any) -> None:
        from tensorboard.compat.proto.event_pb2 import Event
        from tensorboard.summary.writer.record_writer import RecordWriter

        if self._file is None:
            return
        try:
            RecordWriter(self._file).write(Event(wall_time=time.time(), **event).SerializeToString())
            self._file.flush()
        except OSError as error:
            self._end(error)

    def _end(self, error: OSError) -> None:
        log.warning("The event file ends", exc_info=error)
        self._failure = error
        if self._file is not None:
            with contextlib.suppress(OSError):  # it tries to write once more what could not be written
                self._file.close()
            self._file = None
