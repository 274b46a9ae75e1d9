"""A lock on a folder that the operating system lets go of when its holder ends, however it ends."""

from __future__ import annotations

import errno
import json
import os
import platform
import sys
from pathlib import Path
from typing import IO

from .errors import Code, UserError
from .files import opened_in_place

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str]) -> None:
        # Far behind the text: a locked byte cannot be read by others.
        file.seek(1 << 30)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


_HELD_BY_ANOTHER = (errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)


class Lock:
    """One process at a time: whoever works in a folder holds it, and says in the file who that is.

    >>> with Lock(Path(".lock")):
    ...     print("alone")
    alone
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def __enter__(self) -> Lock:
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def acquire(self) -> None:
        """Take the lock and sign it; raises ``UserError`` BUSY, naming the holder, if another has it."""
        self._file = self._opened()
        if self._file is None:
            sentence = f"{self.owner or 'Another process'} is at work in {self._path.parent}."
            raise UserError(Code.BUSY, sentence, "Wait until it ends, or stop it.")
        self._file.truncate()
        json.dump({"pid": os.getpid(), "host": platform.node()}, self._file)
        self._file.flush()

    def release(self) -> None:
        """Let go of the lock; nothing happens if it is not held."""
        if self._file is not None:
            self._file.close()
            self._file = None

    @property
    def owner(self) -> str:
        """Who signed it last, as "Process 4711 on the computer ada"; "" if that cannot be read."""
        try:
            signed = json.loads(self._path.read_text(encoding="utf-8"))
            return f"Process {int(signed['pid'])} on the computer {signed['host']}"
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    @property
    def is_held(self) -> bool:
        """Whether the lock is held, by this object or another process, or cannot be acquired at all."""
        if self._file is not None or not self._path.exists():
            return self._file is not None
        try:
            file = self._opened()
        except UserError:  # a link
            return True
        if file is not None:
            file.close()
        return file is None

    def _opened(self) -> IO[str] | None:
        """The file, locked; None if another holder has it."""
        file = self._acquire()
        if file is None or os.fstat(file.fileno()).st_nlink > 0:
            return file
        file.close()  # it was removed between opening and locking, with the folder of a refused job: ``leftovers.py``
        return self._acquire()

    def _acquire(self) -> IO[str] | None:
        # Not "a": there every write goes to the end. Not "w": that would wipe the signature of the holder.
        file = os.fdopen(opened_in_place(self._path, os.O_RDWR), "r+", encoding="utf-8")
        try:
            _take(file)
        except OSError as error:
            # Any other error: a file system without locks, as some clusters have. There, users have to take care.
            if error.errno in _HELD_BY_ANOTHER:
                file.close()
                return None
        file.seek(0)
        return file
