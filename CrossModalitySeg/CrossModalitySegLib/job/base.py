"""What all jobs share, and how the shell writes their fields."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field

from ..validation import ReadsFormerNames


@dataclass(frozen=True)
class Shell:
    """How the shell writes a field, where its type does not state it."""

    metavar: str | None = None
    """The word for its value in the help."""
    argument: bool = False
    """Whether it has a place instead of a name."""
    model: bool = False
    """Whether a name in the library will do as well as a path."""
    usual: bool = True
    """Whether the help shows the default."""


Names = Annotated[tuple[str, ...] | None, Shell("A,B,...")]
ModelArgument = Annotated[Path, Shell("MODEL", model=True)]
ModelOrNone = Annotated[Path | None, Shell("MODEL", model=True)]
LabelsOfModel = Annotated[str | None, Shell("NAME|FILE|A=1,B=2,...")]
"""As ``Structures``, where a model says which there are, and the field where they lie."""
Structures = Annotated[
    LabelsOfModel,
    Field(
        description="Structures: heart-4, heart-7 or a JSON file; by default labels.json of the data, else heart-4. "
        "Or which number of the label files is which structure, as in RV=1,Myo=2,LV=3."
    ),
]
Anatomies = Annotated[Path | None, Field(description="Folder of label volumes of real hearts to take shapes from.")]
Work = Annotated[
    Path | None,
    Field(description="Folder of checkpoints; by default beside the output, with the ending .work."),
]


def ending_of_a_file(path: Path) -> str | None:
    """The ending by which ``path`` is the name of a file, None for that of a folder."""
    ending = next((one for one in _OF_FILES if path.name.lower().endswith(one)), None)
    return None if path.is_dir() else ending


def of_a_folder(path: Path) -> Path:
    """``path``; raises ``ValueError`` if it is the name of a file."""
    ending = ending_of_a_file(path)
    if ending is not None:
        raise ValueError(f"a folder is written, and {path} is the name of a file; name it without {ending}")
    return path


def _of_a_model(path: Path) -> Path:
    if path.suffix.lower() != ".cms":
        raise ValueError(f"a model is written, and {path} does not end in .cms; name it {path.name}.cms, for instance")
    return path


_OF_FILES = (
    *(".seg.nrrd", ".nii.gz", ".nii", ".nrrd", ".nhdr", ".mha", ".mhd", ".dcm", ".png", ".tif", ".tiff"),
    *(".cms", ".onnx", ".ts", ".json", ".csv", ".html", ".zip", ".stl", ".obj", ".glb"),
)
OutFolder = Annotated[Path, AfterValidator(of_a_folder)]
"""Folder to write into; the name of a file in its place is a mistake."""
OutModel = Annotated[Path, AfterValidator(_of_a_model)]


class BaseJob(ReadsFormerNames):
    """What every job has."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    seed: Annotated[int, Field(ge=0)] = 0
    """Seed of every random choice."""
    device: str = "auto"
    """auto, cpu, cuda, cuda:N or mps."""
