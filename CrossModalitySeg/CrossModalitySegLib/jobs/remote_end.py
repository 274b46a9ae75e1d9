"""The other end: what ``remote.py`` starts on another machine.

``python -m CrossModalitySegLib.jobs.remote_end WHAT ID``:

- ``list``: prints where the folder of the job ID is, the version, and the SHA-256 of every file that is whole. First
  it deletes the folders of other jobs with which nobody has gone on for ``KEPT_S``.
- ``put``: takes a tar archive from stdin.
- ``work``: becomes the worker of the job that lies there.
- ``get``: takes a list of names from stdin, and writes these files as a tar archive.
- ``remove``: deletes the folder, as soon as no worker is in it any more.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import time
from pathlib import Path

from .. import __version__
from ..environment import home
from ..errors import UserError
from ..files import sweep
from ..lock import Lock
from .parcel import JOB, is_plain, pack, sha256, unpack

KEPT_S = 14 * 86400
"""How long files of a job that was not finished are kept here."""
_PARTS = ("in", "out")
_LOCK = ".lock"
_WAIT_S = 60.0
"""A worker whose owner has gone ends by itself; so long it is waited for."""


def main(arguments: list[str]) -> int:
    """Do what ``arguments`` say and return the exit code."""
    what, ident = arguments
    if not re.fullmatch("[0-9a-f]{16}", ident):
        raise ValueError(f"{ident!r} is not the name of a job")
    root = home() / "remote" / ident
    if what == "list":
        _remove_old(root)
        sweep(root)
        json.dump({"root": root.as_posix(), "version": __version__, "files": _held(root)}, sys.stdout)
    elif what == "put":
        root.mkdir(parents=True, exist_ok=True)
        os.chmod(root, 0o700)  # images of patients
        for _ in unpack(
            sys.stdin.buffer, lambda name: root / name if name == JOB or name.partition("/")[0] in _PARTS else None
        ):
            pass
    elif what == "work":
        sys.stdout.flush()
        worker = [sys.executable, "-u", "-m", "CrossModalitySegLib.jobs.worker", str(root / JOB)]
        os.execv(sys.executable, worker)
    elif what == "get":
        names = json.load(sys.stdin)
        pack(sys.stdout.buffer, [(name, root / name) for name in names if is_plain(name) and name.startswith("out/")])
    elif what == "remove":
        end_s = time.monotonic() + _WAIT_S
        while Lock(root / _LOCK).is_held and time.monotonic() < end_s:
            time.sleep(0.1)
        shutil.rmtree(root, ignore_errors=True)
    else:
        raise ValueError(f"there is nothing called {what!r}")
    return 0


def _remove_old(root: Path) -> None:
    """Delete what jobs beside that of ``root`` have left here too long ago, unless a worker is at it."""
    for folder in root.parent.glob("[0-9a-f]" * 16):
        try:
            last_change_s = max(path.stat().st_mtime for path in [folder, *folder.iterdir()])
            if folder != root and time.time() - last_change_s > KEPT_S:
                with Lock(folder / _LOCK):
                    shutil.rmtree(folder, ignore_errors=True)
        except (UserError, OSError):
            continue  # at work, or gone meanwhile


def _held(root: Path) -> dict[str, str]:
    files = [path for part in _PARTS for path in sorted((root / part).rglob("*"))]
    return {
        path.relative_to(root).as_posix(): sha256(path)
        for path in files
        if path.is_file() and not path.name.startswith(".")
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
