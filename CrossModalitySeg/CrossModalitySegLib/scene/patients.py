"""The patients of Slicer's DICOM database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import slicer

from ..errors import Code, UserError

if TYPE_CHECKING:
    from ctk import ctkDICOMDatabase


def series_of(*modalities: str, database: ctkDICOMDatabase | None = None) -> dict[str, list[Path]]:
    """The series of the DICOM database.

    Args:
        *modalities: "CT", "MR": those that are wanted.
        database: Slicer's own (``slicer.dicomDatabase``) for None.

    Returns:
        Files of each series by "patient, series description".

    Raises:
        UserError: BAD_INPUT where no database is open or holds no such series.
    """
    database = database if database is not None else getattr(slicer, "dicomDatabase", None)
    if database is None or not database.isOpen:
        raise UserError(Code.BAD_INPUT, "No DICOM database is open.", "Open the module DICOM once to make one.")
    found: dict[str, list[Path]] = {}
    for patient in database.patients():
        for study in database.studiesForPatient(patient):
            for series in database.seriesForStudy(study):
                files = database.filesForSeries(series)
                if files and database.fileValue(files[0], "0008,0060") in modalities:
                    name = f"{database.nameForPatient(patient)}, {database.descriptionForSeries(series) or series}"
                    found[_unlike(name, found)] = [Path(file) for file in files]
    if not found:
        raise UserError(
            Code.BAD_INPUT,
            f"The DICOM database holds no {' or '.join(modalities)} series.",
            "Import patients in the module DICOM.",
        )
    return found


def _unlike(name: str, used: dict[str, list[Path]]) -> str:
    number, candidate = 1, name
    while candidate in used:
        number += 1
        candidate = f"{name} ({number})"
    return candidate
