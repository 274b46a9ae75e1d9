"""Libraries in Rust and C++ abort the process where memory runs out: no exception, only their own last words. Here a
sentence follows.

The worker needs none of this: whoever started it reads its last words.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import signal

from ..errors import out_of_memory

_RESERVE = 16 << 20
_PROBE = 64 << 20
"""Bytes that can no longer be had when memory is the reason."""

_kept: list[object] = []


def explain_aborts() -> None:
    """From now on an abort for want of memory ends the process with the sentence and the exit code of other failures;
    others stay as they are.
    """
    if os.name != "posix":  # elsewhere no handler runs before the end
        return
    reserve = bytearray(_RESERVE)

    def aborted(_: int) -> None:
        try:
            mmap.mmap(-1, _PROBE).close()
        except (OSError, MemoryError, ValueError):
            reserve.clear()  # what is to come needs a little
            failure = out_of_memory()
            os.write(2, f"Error: {failure.sentence}\n{failure.remedy}\n".encode())
            os._exit(1)

    # Not Python's own handlers: these wait for the interpreter, to which an abort does not return.
    handler = ctypes.CFUNCTYPE(None, ctypes.c_int)(aborted)
    libc = ctypes.CDLL(None)
    libc.signal.argtypes, libc.signal.restype = [ctypes.c_int, ctypes.c_void_p], ctypes.c_void_p
    libc.signal(signal.SIGABRT, ctypes.cast(handler, ctypes.c_void_p))
    _kept.append(handler)
