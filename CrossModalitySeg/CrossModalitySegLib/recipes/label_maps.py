"""Label maps as the input of a recipe: files that are named, and results of ``segment`` in folders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ..anatomy import DEFAULT_LABEL_SET
from ..errors import Code, UserError
from ..images.datasets.label_file import label_set_of
from ..images.io.files import VOLUME_SUFFIXES
from ..images.io.source import stem_of
from ..label_set import LabelSet
from .records import Record, is_result, read_record


def label_maps(inputs: Sequence[Path]) -> list[Path]:
    """The files among ``inputs``, and the results of ``segment`` in the folders; each once.

    Raises ``UserError`` BAD_INPUT where there are none.
    """
    files = list(dict.fromkeys(path for one in inputs for path in ([one] if not one.is_dir() else _results(one))))
    if not files:
        raise UserError(
            Code.BAD_INPUT,
            f"There is no result of segment in {', '.join(map(str, inputs))}.",
            "Name label maps, or a folder into which segment has written them.",
        )
    return files


def refuse_same_names(files: Sequence[Path]) -> None:
    """Raise ``UserError`` BAD_INPUT where two label maps have one name, after which what is made of them is called."""
    stems = [stem_of(path) for path in files]
    if twice := [path for path, stem in zip(files, stems, strict=True) if stems.count(stem) > 1]:
        raise UserError(
            Code.BAD_INPUT,
            f"{twice[0]} and {twice[1]} have the same name, and so would what is made of them.",
            "Process each folder separately, and write into separate folders.",
        )


def label_set_for(path: Path, chosen: str | None) -> LabelSet:
    """The structures in a label map.

    Args:
        path: The label map.
        chosen: Name or file of a label set, or numbers by name, as for a training; None for no choice.

    Returns:
        What was chosen, else what the record beside it says, else heart-4.
    """
    record = record_of(path)
    return label_set_of(path.parent, chosen, usual=record.labels if record else DEFAULT_LABEL_SET)


def record_of(path: Path) -> Record | None:
    """The record beside the label map ``path``; None if there is none that can be read."""
    return read_record(path.with_name(f"{stem_of(path)}.json"))


def _results(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.name.lower().endswith((*VOLUME_SUFFIXES, ".dcm")) and is_result(path):
            yield path
