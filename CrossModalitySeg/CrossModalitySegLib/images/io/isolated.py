"""Reading files from elsewhere in a process of their own, so that a parser that crashes, hangs or eats memory costs one
file.

Native parsers (ITK, GDCM, TIFF, zlib) run there; here only arrays and checked values arrive.
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from ...environment import memory_gb
from ...errors import Code, Stopped, UserError
from ..volume import Volume
from . import wire
from .dicom import Found
from .plain_images import PlainImage
from .source import Source, path_of, size_bytes

log = logging.getLogger(__name__)

LIMIT_S = 60.0
"""Time for a small file."""
SLOWEST_BYTES_PER_S = 1e6
"""A network folder at its worst: so much longer large files may take."""
MEMORY_BYTES = 1_700_000_000
"""Memory for a small file, beside what the process takes itself (some 0.2 GB)."""
MEMORY_PER_BYTE = 40
"""A compressed file unfolds, and is held in several types while it is checked."""
_START_S = 60.0
"""Time for the process itself to start."""
_EVERY_S = 0.05
"""How often a stop is looked for."""

_COMMAND = (sys.executable, "-P", "-m", f"{__package__}.reader_process")
_PARENT = Path(__file__).parents[3]


class ReaderEndedError(UserError):
    """A file ended the process that read it, or would not come to an end (``hung``)."""

    def __init__(self, name: str, how: str, hung: bool) -> None:
        super().__init__(
            Code.BAD_INPUT,
            f"{name} {how}; it is damaged, or made to do so.",
            "Leave it out, or copy or download it again.",
        )
        self.hung = hung


class Reader:
    """Reads in a child process, which is started at once, serves many files, and is started again after a file that it
    did not survive.

    ``stopped`` is asked from time to time; where it says so, reading ends with ``Stopped``.

    >>> from CrossModalitySegLib.images.io.files import write_volume
    >>> from CrossModalitySegLib.phantoms import make_patient
    >>> path = write_volume(Path("scan.nii.gz"), make_patient("ct", 3, size_mm=(96, 96, 96), spacing_mm=4)[0])
    >>> with Reader() as reader:
    ...     reader.read(path).array.shape
    (24, 24, 24)
    """

    def __init__(
        self, stopped: Callable[[], bool] = lambda: False, command: Sequence[str] = _COMMAND, limit_s: float = LIMIT_S
    ) -> None:
        self._stopped, self._command, self._limit_s = stopped, command, limit_s
        self._new = True
        self._start()

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, source: Source, on_note: Callable[[str], None] = log.info) -> Volume | PlainImage:
        """Read an image.

        Args:
            source: File or DICOM series.
            on_note: Called with a sentence for whatever was left out or changed.

        Returns:
            A volume (D, H, W), or a plain image where there is no place in the patient.

        Raises:
            UserError: What ``read_source`` raises, BAD_INPUT (``ReaderEndedError``) where the parser did not survive,
                and ``Stopped``.
        """
        image: Volume | PlainImage = self.call(
            "read", source, name=str(path_of(source)), size=size_bytes(source), on_note=on_note
        )
        return image

    def volume(self, source: Source, on_note: Callable[[str], None] = log.info) -> Volume:
        """As ``read``, for what must have a place in the patient: a plain image is BAD_INPUT.

        Args:
            source: File or DICOM series.
            on_note: As in ``read``.

        Returns:
            The volume (D, H, W).
        """
        volume: Volume = self.call(
            "volume", source, name=str(path_of(source)), size=size_bytes(source), on_note=on_note
        )
        return volume

    def phases(self, path: Path, on_note: Callable[[str], None] = log.info) -> list[Volume]:
        """Read all phases of a time series, as ``phases.read_phases``.

        Args:
            path: File in four dimensions.
            on_note: As in ``read``.

        Returns:
            The phases (D, H, W) in their order, on one grid.
        """
        size = path.stat().st_size if path.exists() else 0
        phases: list[Volume] = self.call("phases", path, name=str(path), size=size, on_note=on_note)
        return phases

    def is_gray(self, path: Path) -> bool:
        """Whether a file may be an image of a patient, as ``plain_images.is_gray``.

        Args:
            path: PNG or TIFF.

        Returns:
            False if it is colored or has few gray values. A file that its parser does not survive counts as gray, so
            that reading it reports why.

        Raises:
            UserError: ``Stopped``.
        """
        try:
            return bool(self.call("is_gray", path, name=str(path), size=size_bytes(path)))
        except ReaderEndedError:
            return True

    def find_series(self, files: Sequence[Path]) -> Found:
        """Find DICOM series, as ``dicom.find_series``.

        Args:
            files: Files of any kind, no folders.

        Returns:
            The series, and sentences about what was left out: files that end the parser among them, which are looked
            for one by one. Where none of several ends it alone, nothing is found.

        Raises:
            UserError: ``Stopped``.
        """
        if not files:
            return Found([], [])
        # Headers are small, whatever the size of the files.
        try:
            found: Found = self.call("find_series", list(files), name=str(files[0]), size=len(files) * 100_000)
            return found
        except ReaderEndedError as error:
            if len(files) == 1:
                return Found([], [error.sentence])
            harmful = self._harmful(files)
            rest = (
                self.find_series([file for file in files if file not in harmful])
                if harmful
                else Found([], [error.sentence])
            )
            return Found(rest.series, [*rest.left_out, *harmful.values()])

    def _harmful(self, files: Sequence[Path]) -> dict[Path, str]:
        """Those of ``files`` that end the reader, with what is to be said about them: halves of what ends it, until one
        file is left.
        """
        try:
            self.call("find_series", list(files), name=str(files[0]), size=len(files) * 100_000)
            return {}
        except ReaderEndedError as error:
            middle = len(files) // 2
            return (
                self._harmful(files[:middle]) | self._harmful(files[middle:]) if middle else {files[0]: error.sentence}
            )

    def call(
        self, function: str, *arguments: Any, name: str, size: int, on_note: Callable[[str], None] = log.info
    ) -> Any:
        """Let the process do one thing with one file.

        Args:
            function: Name of what it offers, one of ``reader_process.FUNCTIONS``.
            *arguments: What that takes but for notes, as far as ``wire`` carries it.
            name: What to call the file in sentences.
            size: Its size in bytes, from which the limits of time and memory follow.
            on_note: As in ``read``.

        Returns:
            What the function returned.

        Raises:
            UserError: As in ``read``.
        """
        limit_s = self._limit_s + size / SLOWEST_BYTES_PER_S
        most_bytes = min(MEMORY_BYTES + MEMORY_PER_BYTE * size, int(memory_gb() * 1e9))
        if self._process.poll() is not None:
            self._start()
        request = {
            "function": function,
            "arguments": list(arguments),
            "name": name,
            "memory_bytes": most_bytes,
            "limit_s": limit_s,
        }
        try:
            wire.send(self._stream, request)
        except OSError:  # it ended by itself in this moment
            self._start()
            wire.send(self._stream, request)
        answer = self._answer(name, limit_s + (_START_S if self._new else 0.0))
        self._new = False
        for note in answer["notes"]:
            on_note(note)
        if "code" in answer:
            log.info("%s: %s", name, answer["traceback"])
            raise UserError(Code(answer["code"]), answer["sentence"], answer["remedy"])
        return answer["value"]

    def close(self) -> None:
        """End the process; it is gone when this returns."""
        with contextlib.suppress(OSError):  # it is gone already, with a request half sent
            self._stream.close()
        try:
            self._process.wait(1.0)
        except subprocess.TimeoutExpired:
            self._end()

    def _start(self) -> None:
        path = os.pathsep.join(filter(None, [str(_PARENT), os.environ.get("PYTHONPATH")]))
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": path},
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._stream: BinaryIO = self._process.stdin  # type: ignore[assignment]
        self._answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._new = True
        threading.Thread(target=_listen, args=(self._process.stdout, self._answers), daemon=True).start()

    def _answer(self, name: str, limit_s: float) -> Any:
        """The next answer. A thread waits for it, so that a stop and the clock can be looked at meanwhile, on every
        system.
        """
        end_s = time.monotonic() + limit_s
        while True:
            try:
                answer = self._answers.get(timeout=_EVERY_S)
            except queue.Empty:
                if self._stopped():
                    self._end()
                    raise Stopped from None
                if time.monotonic() > end_s:
                    self._end()
                    raise ReaderEndedError(name, f"was still being read after {limit_s:.0f} s", hung=True) from None
                continue
            if isinstance(answer, dict):
                return answer
            self._end()
            if self._stopped():
                raise Stopped
            if isinstance(answer, MemoryError):
                raise answer
            raise ReaderEndedError(
                name, f"crashed the program that read it (code {self._process.returncode})", hung=False
            )

    def _end(self) -> None:
        self._process.kill()
        self._process.wait()


def _listen(stream: BinaryIO, answers: queue.SimpleQueue[Any]) -> None:
    """Put every message of ``stream`` into ``answers``, and at last why there are no more."""
    with stream:
        while True:
            try:
                answers.put(wire.receive(stream))
            except (EOFError, OSError, ValueError, MemoryError) as error:
                answers.put(error)
                return
