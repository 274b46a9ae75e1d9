"""How segments are coded, so that Slicer, and whoever reads its DICOM, knows what each of them is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..environment import RESOURCES
from ..label_set import LabelSet, Structure, code_in, terminology_entry

if TYPE_CHECKING:
    import slicer

TERMINOLOGY = RESOURCES / "CrossModalitySeg.term.json"
CONTEXT = "CrossModalitySeg heart structures"
"""Name of the list in ``TERMINOLOGY``: Slicer's own lists lack the myocardium."""


def entry(structure: Structure) -> str:
    """The structure as Slicer writes it; "" for one without a code."""
    return terminology_entry(structure, CONTEXT)


def structure_of(segment: slicer.vtkSegment, label_set: LabelSet) -> Structure | None:
    """Which structure of ``label_set`` a ``segment`` (``vtkSegment``) is, by its code or else its name; None for
    any other.
    """
    found = label_set.called(segment.GetName() or "", code_in(segment.GetTerminology() or ""))
    return found if found in label_set.structures else None


def load_terminology(path: Path, application_logic: slicer.vtkMRMLApplicationLogic | None) -> bool:
    """Make a list of structures known to Slicer's terminology selectors.

    Args:
        path: File of the list, as ``TERMINOLOGY``.
        application_logic: ``slicer.app.applicationLogic()``; None without an application.

    Returns:
        False where there are no selectors, or the file cannot be read.
    """
    logic = application_logic.GetModuleLogic("Terminologies") if application_logic is not None else None
    return logic is not None and bool(logic.LoadTerminologyFromFile(str(path)))
