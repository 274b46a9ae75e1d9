"""Writing files so that a reader never sees half of one."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import Code, UserError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary name beside ``path``; it takes the place of ``path`` on success and is removed on failure.

    >>> with replacing(Path("results.json")) as temporary:
    ...     _ = temporary.write_text("{}")
    >>> Path("results.json").read_text()
    '{}'
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{uuid.uuid4().hex[:8]}-{path.name}")
    try:
        yield temporary
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def refuse_existing(path: Path, overwrite: bool = False) -> None:
    """Raise ``UserError`` EXISTS if there is something at ``path`` and ``overwrite`` is False."""
    if path.exists() and not overwrite:
        raise UserError(Code.EXISTS, f"{path} exists already.", "Choose another name, or remove or rename what is there.")
