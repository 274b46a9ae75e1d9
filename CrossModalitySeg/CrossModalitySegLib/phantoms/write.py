"""Virtual patients on disk, under MM-WHS names."""

from __future__ import annotations

import errno
import gzip
import os
import zlib
from pathlib import Path
from typing import Any, Literal

import SimpleITK as sitk

from ..errors import Code, UserError
from ..files import replacing
from ..images.volume import Volume
from .patient import volumes_ml

FIRST_NUMBER = 1001
_NOTES = "ITK_FileNotes"


def subject_paths(folder: Path, modality: Literal["mr", "ct"], number: int) -> tuple[Path, Path]:
    """Where a subject lies, in MM-WHS names.

    Args:
        folder: Folder of the cohort.
        modality: "mr" or "ct".
        number: Number of the subject.

    Returns:
        Image and label file, e.g. ct_train/ct_train_1001_image.nii.gz and ..._label.nii.gz.
    """
    stem = folder / f"{modality}_train" / f"{modality}_train_{number}"
    return stem.with_name(stem.name + "_image.nii.gz"), stem.with_name(stem.name + "_label.nii.gz")


def write_subject(
    folder: Path, modality: Literal["mr", "ct"], number: int, image: Volume, label: Volume, note: str = ""
) -> None:
    """Write image and label; the image comes last, so a subject with an image is complete.

    Args:
        folder: Folder of the cohort.
        modality: "mr" or "ct".
        number: Number of the subject.
        image: Gray values (D, H, W).
        label: Raw MM-WHS values (D, H, W) on the same grid.
        note: Goes into the description field of both headers, its first 79 characters.

    Raises:
        OSError: ENOSPC where a file was not written completely.
    """
    image_path, label_path = subject_paths(folder, modality, number)
    for path, volume in ((label_path, label), (image_path, image)):
        stored = volume.image()
        stored.SetMetaData(_NOTES, note[:79])
        with replacing(path) as temporary:
            sitk.WriteImage(stored, str(temporary), useCompression=True)
            try:
                _check_sum(temporary)
            except (EOFError, zlib.error) as error:  # ITK does not notice that less was written than it asked for
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path)) from error


def written_subject(folder: Path, modality: Literal["mr", "ct"], number: int, note: str) -> dict[str, float] | None:
    """Look for a subject on disk.

    Args:
        folder: Folder of the cohort.
        modality: "mr" or "ct".
        number: Number of the subject.
        note: What ``write_subject`` was given.

    Returns:
        Volumes in ml by structure name; None if the subject is yet to be written, or damaged.

    Raises:
        UserError: EXISTS if the files there carry another note, that is, were made with other settings.
    """
    image_path, label_path = subject_paths(folder, modality, number)
    if not (image_path.exists() and label_path.exists()):
        return None
    try:
        for path in (image_path, label_path):
            _check_sum(path)
        found = sitk.ReadImage(str(image_path))
        label = sitk.ReadImage(str(label_path))
    except (RuntimeError, OSError, EOFError, zlib.error):
        return None  # cut short by a full disk or a crash, or damaged later: made again
    if not found.HasMetaDataKey(_NOTES) or found.GetMetaData(_NOTES) != note[:79]:
        raise UserError(
            Code.EXISTS,
            f"{image_path} was not made with these settings.",
            "Choose another output folder, or remove the old cohort.",
        )
    return volumes_ml(Volume.of(label))


def _check_sum(path: Path) -> None:
    """Raise ``OSError``, ``EOFError`` or ``zlib.error`` unless a gzip file is whole, which ITK does not look at."""
    if not path.stat().st_size:  # which Python takes for a whole one
        raise EOFError("an empty file")
    with gzip.open(path) as file:
        while file.read(1 << 20):
            pass


def manifest_entry(
    modality: Literal["mr", "ct"], number: int, seed: int, anatomy: Path | None, volumes: dict[str, float]
) -> dict[str, Any]:
    """The entry of one subject in cohort.json.

    Args:
        modality: "mr" or "ct".
        number: Number of the subject.
        seed: What it was made from.
        anatomy: Label volume of its heart; None for a parametric one.
        volumes: Volumes in ml by structure name, rounded to 0.1.

    Returns:
        What JSON can hold.
    """
    rounded = {name: round(value, 1) for name, value in volumes.items()}
    return {
        "number": number,
        "modality": modality,
        "seed": seed,
        "anatomy": anatomy.name if anatomy else "parametric",
        "volumes_ml": rounded,
    }
