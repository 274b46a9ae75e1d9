"""Names that people give, made fit for files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..errors import Code, UserError

MODEL_SUFFIX = ".cms"


def file_stems(names: Iterable[str]) -> Iterator[str]:
    """Make names fit for files.

    Args:
        names: Any texts.

    Yields:
        For each a file stem of letters, digits, "_", "." and "-", unlike all before it in any case of letters.

    Examples:
        >>> list(file_stems(["CT 1", "CT 1"]))
        ['CT_1', 'CT_1-2']
    """
    used: set[str] = set()
    for name in names:
        stem = re.sub(r"[^\w.-]+", "_", name).strip("_.") or "volume"
        number, candidate = 1, stem
        while candidate.lower() in used:
            number += 1
            candidate = f"{stem}-{number}"
        used.add(candidate.lower())
        yield candidate


def new_model(folder: Path, name: str) -> Path:
    """Where a new model goes in the library.

    Args:
        folder: Folder of the library.
        name: Name that somebody gave, with or without ".cms".

    Returns:
        The path.

    Raises:
        UserError: BAD_SETTINGS for a name that cannot be a file's, EXISTS if there is one of that name.
    """
    stem = name.strip().removesuffix(MODEL_SUFFIX)
    if not stem or next(file_stems([stem])) != stem.replace(" ", "_"):
        raise UserError(
            Code.BAD_SETTINGS,
            f'"{name}" cannot be the name of a model.',
            "Use letters, digits, spaces, dots and dashes.",
        )
    path = folder / (stem + MODEL_SUFFIX)
    if path.exists():
        raise UserError(
            Code.EXISTS,
            f"There is a model called {stem} already.",
            "Choose another name, or remove that model from the library.",
        )
    return path


def free_name(name: str, used: Iterable[str]) -> str:
    """A name that nothing has yet.

    Args:
        name: What is wanted.
        used: Names that are taken; case does not distinguish names, as on many disks.

    Returns:
        ``name``, or "name 2", "name 3", ...

    Examples:
        >>> free_name("CT", ["ct", "CT 2"])
        'CT 3'
    """
    known = {other.lower() for other in used}
    number, candidate = 1, name
    while candidate.lower() in known:
        number += 1
        candidate = f"{name} {number}"
    return candidate
