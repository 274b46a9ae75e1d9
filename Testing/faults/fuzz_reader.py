"""The process in which ``fuzz.py`` has files read: that of ``segment``, which here reads models and records too, and
knows how much memory it took at most.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.images.io import reader_process


def _series(path: Path, on_note: Callable[[str], None]) -> int:
    """All series of a file, as a folder with it would be read."""
    from CrossModalitySegLib.images.io.dicom import find_series
    from CrossModalitySegLib.images.io.source import read_source

    found = find_series([path])
    for series in found.series:
        read_source(series, on_note)
    if found.left_out and not found.series:
        raise UserError(Code.BAD_INPUT, found.left_out[0], "")
    return len(found.series)


def _model(path: Path, on_note: Callable[[str], None]) -> str:
    import torch

    from CrossModalitySegLib.models.archive import read_archive

    return read_archive(path, lambda card: {"weight": torch.empty(4, device="meta")})[0].name


def _record(path: Path, on_note: Callable[[str], None]) -> bool:
    from CrossModalitySegLib.recipes.records import read_record

    return read_record(path) is not None


def _peak_bytes(on_note: Callable[[str], None]) -> int:
    from CrossModalitySegLib.environment import peak_memory_gb

    return int(peak_memory_gb() * 1e9)


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    **reader_process.FUNCTIONS,
    "series": _series,
    "model": _model,
    "record": _record,
    "peak_bytes": _peak_bytes,
}

if __name__ == "__main__":
    # Before the clock runs: PyTorch takes long to load on a machine that does other things as well.
    import_module("CrossModalitySegLib.recipes.records")
    reader_process.serve(FUNCTIONS)
