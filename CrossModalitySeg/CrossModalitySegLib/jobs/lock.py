"""A lock on a folder that the operating system lets go of when its holder ends, however it ends."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Lock:
    """One process at a time: the worker holds it while it works in its folder.

    >>> lock = Lock(Path(".lock"))
    >>> lock.acquire()  # held until this process ends or ``release`` is called
    True
    >>> lock.release()
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def acquire(self) -> bool:
        """Take the lock; False if another holder has it."""
        file = self._path.open("a")
        try:
            _take(file)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Let go of the lock; nothing happens if it is not held."""
        if self._file is not None:
            self._file.close()
            self._file = None

    @property
    def taken(self) -> bool:
        """Whether someone holds it, this object included."""
        if self._file is not None or not self._path.exists():
            return self._file is not None
        free = self.acquire()
        self.release()
        return not free
