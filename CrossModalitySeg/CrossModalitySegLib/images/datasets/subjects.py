"""One subject of a dataset: where its image is, and its label map if there is one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..io.files import VOLUME_SUFFIXES
from ..io.source import Source, is_uncertainty

Modality = Literal["mr", "ct"]


@dataclass(frozen=True)
class Subject:
    """A subject called ``name``; ``number`` is its MM-WHS number. ``image`` is a file or a DICOM series.

    ``label`` is only a path; labels of a target domain are never opened.
    """

    name: str
    number: int | None
    modality: Modality | None
    image: Source
    label: Path | None


def volume_stem(path: Path) -> str | None:
    """The file name without its volume ending, or None if it has no such ending, is hidden, or is that of an
    uncertainty map.
    """
    name = path.name
    if is_uncertainty(path):
        return None
    for suffix in VOLUME_SUFFIXES:
        if name.lower().endswith(suffix) and not name.startswith("."):
            return name[: -len(suffix)]
    return None
