"""How segments are coded, so that Slicer, and whoever reads its DICOM, knows what each of them is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..anatomy import STRUCTURES, Structure
from ..environment import RESOURCES

TERMINOLOGY = RESOURCES / "CrossModalitySeg.term.json"
CONTEXT = "CrossModalitySeg heart structures"
"""Name of the list in ``TERMINOLOGY``: Slicer's own lists lack the myocardium."""

_CATEGORY = "SCT^123037004^Anatomical Structure"
_NO_CODE = "^^"


def entry(structure: Structure) -> str:
    """The structure as Slicer writes it: context, category, type, modifier, anatomic context, region, region modifier."""
    kind = f"SCT^{structure.snomed_code}^{structure.snomed_meaning}"
    return "~".join([CONTEXT, _CATEGORY, kind, _NO_CODE, "Anatomic codes - DICOM master list", _NO_CODE, _NO_CODE])


def structure_of(segment: Any) -> Structure | None:
    """Which of the four structures ``segment`` (``vtkSegment``) is, told by its code or else its name; None for any other."""
    code, name = segment.GetTerminology() or "", (segment.GetName() or "").strip().lower()
    for structure in STRUCTURES:
        if f"~SCT^{structure.snomed_code}^" in code or name in (structure.name.lower(), structure.title.lower(), structure.snomed_meaning.lower()):
            return structure
    return None


def load_terminology(path: Path, application_logic: Any) -> bool:
    """Make the list in the file ``path`` known to Slicer's terminology selectors; False where there are none.

    ``application_logic`` is ``slicer.app.applicationLogic()``.
    """
    logic = application_logic.GetModuleLogic("Terminologies") if application_logic is not None else None
    return logic is not None and bool(logic.LoadTerminologyFromFile(str(path)))
