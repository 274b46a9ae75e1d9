"""Several volumes at once into a job folder: nodes of the scene, or series of the DICOM database."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import Code, UserError
from ..scene.export import write_volume
from ..scene.volumes import check_volume
from .names import file_stems

if TYPE_CHECKING:
    import slicer

DATA = "data"
"""Folder in a job folder that holds what was exported."""

Volumes = Path | Sequence["slicer.vtkMRMLScalarVolumeNode"] | Mapping[str, Sequence[Path]]
"""A folder of volumes, volume nodes of the scene, or DICOM files by name of their series."""


def check_chosen(volumes: Volumes, remedy: str) -> None:
    """Raise ``UserError``: BAD_DATASET for a folder that does not exist, BAD_INPUT with ``remedy`` where nothing was
    chosen.
    """
    if isinstance(volumes, Path):
        if not volumes.is_dir():
            raise UserError(Code.BAD_DATASET, f"The folder {volumes} does not exist.", "Choose a folder with volumes.")
    elif not volumes:
        raise UserError(Code.BAD_INPUT, "No volume is chosen.", remedy)


def write_images(
    folder: Path, volumes: Sequence[slicer.vtkMRMLScalarVolumeNode] | Mapping[str, Sequence[Path]]
) -> Iterator[float]:
    """Write ``volumes`` into the new ``folder``, each under a name of its own (``file_stems``); yields 0..1.

    Raises ``UserError`` BAD_INPUT as ``check_volume`` and ``collect_files`` do.
    """
    folder.mkdir(parents=True)
    if isinstance(volumes, Mapping):
        yield from collect_files(folder, volumes)
        return
    for node in volumes:
        check_volume(node)
    stems = file_stems(node.GetName() for node in volumes)
    yield from shared_out(
        [write_volume(node, folder / f"{stem}.nrrd") for node, stem in zip(volumes, stems, strict=True)]
    )


def collect_files(folder: Path, groups: Mapping[str, Sequence[Path]]) -> Iterator[float]:
    """Put the DICOM files of each series, by name, into a folder of its own under ``folder``; yields 0..1 after each
    file.

    Links where the disk allows it, copies elsewhere. Raises ``UserError`` BAD_INPUT for a file that is gone.
    """
    total, done = sum(map(len, groups.values())), 0
    for stem, files in zip(file_stems(groups), groups.values(), strict=True):
        place = folder / stem
        place.mkdir(parents=True)
        for number, file in enumerate(files):
            target = place / f"{number:05d}{file.suffix}"
            try:
                os.link(file, target)
            except OSError:
                _copy(file, target)
            done += 1
            yield done / total


def _copy(file: Path, target: Path) -> None:
    try:
        shutil.copyfile(file, target)
    except FileNotFoundError as error:
        raise UserError(
            Code.BAD_INPUT, f"The DICOM file {file} is gone.", "Import the patient into the DICOM database again."
        ) from error


def shared_out(steps: Sequence[Iterator[float]]) -> Iterator[float]:
    """Run several exports one after the other, their 0..1 joined to one 0..1."""
    for number, part in enumerate(steps):
        for fraction in part:
            yield (number + fraction) / len(steps)
