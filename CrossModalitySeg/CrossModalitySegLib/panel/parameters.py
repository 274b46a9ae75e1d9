"""What the panel remembers with the scene. Nothing here decides which program is started: a scene comes from anywhere."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

from slicer import vtkMRMLScalarVolumeNode
from slicer.i18n import tr as _
from slicer.parameterNodeWrapper import Choice, parameterNodeWrapper

DEPTHS = [13, 21, 31]
PRESETS = ["tiny", "paper", "released", "best"]


class TargetKind(Enum):
    """Where the unlabelled CT volumes are."""

    SCENE = "scene"
    FOLDER = "folder"
    DICOM = "dicom"

    def label(self) -> str:
        """What the panel shows."""
        return {"scene": _("Volumes of the scene"), "folder": _("A folder"), "dicom": _("Patients of the DICOM database")}[self.value]


class LabelledKind(Enum):
    """Where the labelled MR volumes are."""

    SCENE = "scene"
    FOLDER = "folder"

    def label(self) -> str:
        """What the panel shows."""
        return {"scene": _("Segmentations of the scene"), "folder": _("A folder")}[self.value]


@parameterNodeWrapper
class Parameters:
    """The fields of the panel, connected to the widgets whose ``SlicerParameterName`` names them."""

    volume: vtkMRMLScalarVolumeNode
    sourceFolder: Path
    targetKind: TargetKind = TargetKind.SCENE
    targetFolder: Path
    adaptedName: str = "CT"
    depth: Annotated[int, Choice(DEPTHS)] = 21
    adaptPreset: Annotated[str, Choice(PRESETS)] = "tiny"
    labelledKind: LabelledKind = LabelledKind.SCENE
    labelledFolder: Path
    trainedName: str = "MR"
    trainPreset: Annotated[str, Choice(PRESETS)] = "tiny"


def chosen(folder: Path) -> Path | None:
    """``folder``, None where none was chosen: an empty path reads back as the current folder, which nobody means."""
    return None if folder == Path() else folder
