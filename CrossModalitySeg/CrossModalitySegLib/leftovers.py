"""Folders that a job made before it was refused: they are removed again, so that they are not mistaken for a result."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from .errors import UserError
from .lock import Lock

LOCK, INPUTS = ".lock", "inputs.json"
"""What the folder of a job holds before its work: the lock, and what it reads."""


@contextlib.contextmanager
def cleared_away(folders: Sequence[Path]) -> Iterator[None]:
    """Undo folders where the block fails.

    Args:
        folders: Those that the block may make. Of the ones that were not there before, empty ones are removed and those
            that hold nothing but ``LOCK`` and ``INPUTS``, with what is inside and what is above them.

    Examples:
        >>> with contextlib.suppress(ValueError), cleared_away([Path("results/mine")]):
        ...     Path("results/mine").mkdir(parents=True)
        ...     raise ValueError("refused")
        >>> Path("results").exists()
        False
    """
    new = [folder for folder in folders if not folder.exists()]
    above = [parent for folder in new for parent in folder.parents if not parent.exists()]
    try:
        yield
    except BaseException:
        # Above them another job may have made its own meanwhile, so nothing else is looked for there.
        for folder in [Path(name) for one in new for name, _, _ in os.walk(one, topdown=False)] + above:
            with contextlib.suppress(OSError, UserError):
                _remove(folder)
        raise


def _remove(folder: Path) -> None:
    """Raises ``OSError`` where more lies in ``folder``, ``UserError`` BUSY where another process works there."""
    names = set(os.listdir(folder))
    if LOCK in names and names <= {LOCK, INPUTS}:
        with Lock(folder / LOCK):  # held, so that no other process uses it while it is removed
            for name in names:
                (folder / name).unlink()
    folder.rmdir()
