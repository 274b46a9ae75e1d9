"""Datasets: a folder becomes a sorted list of subjects."""

from __future__ import annotations

from pathlib import Path

from ...errors import Code, UserError
from . import free_folder, mmwhs
from .subjects import Modality, Subject

__all__ = ["Modality", "Subject", "open_dataset"]


def open_dataset(folder: Path, modality: Modality | None = None) -> list[Subject]:
    """Find the subjects in a folder, without opening an image or a label map.

    Args:
        folder: Volumes in MM-WHS names, else a free folder of images (see ``free_folder``).
        modality: Modality of the subjects to keep, for which those of a free folder are taken; None keeps all.

    Returns:
        The subjects, sorted by name; at least one.

    Raises:
        UserError: BAD_DATASET if there is no such folder, or nothing in it.
    """
    if not folder.is_dir():
        raise UserError(
            Code.BAD_DATASET, f"The folder {folder} does not exist.", "Check the name, or choose another folder."
        )
    if subjects := mmwhs.find(folder):
        chosen = [subject for subject in subjects if modality in (None, subject.modality)]
        if not chosen:
            raise UserError(
                Code.BAD_DATASET,
                f"The folder {folder} holds no {str(modality).upper()} volumes.",
                f"Add files named {modality}_train_1001_image.nii.gz and so on.",
            )
        return chosen
    if subjects := free_folder.find(folder, modality):
        return subjects
    raise UserError(
        Code.BAD_DATASET,
        f"The folder {folder} holds no volumes.",
        "It should hold mr_train_1001_image.nii.gz with mr_train_1001_label.nii.gz (MM-WHS), images/ and labels/ with "
        "equal names, "
        "NAME.nii.gz with NAME_label.nii.gz, or folders with one DICOM series each.",
    )
