"""What the panel remembers with the scene. Nothing here decides which program is started: a scene comes from
anywhere.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Union, get_args

from slicer import vtkMRMLScalarVolumeNode, vtkMRMLSequenceNode
from slicer.i18n import tr as _
from slicer.parameterNodeWrapper import Choice, parameterNodeWrapper

from ..choices import MethodName

if TYPE_CHECKING:
    from collections.abc import Callable

    from slicer import vtkMRMLScriptedModuleNode

DEPTHS = [13, 21, 31]
SIZES = ["tiny", "paper"]
"""That which learns from labeled volumes; whole-heart learns from tissue maps."""
METHODS = list(get_args(MethodName))


class Direction(Enum):
    """From the modality that has labels to the one that has none; the value is the worker's word for it."""

    MR_TO_CT = "mr-ct"
    CT_TO_MR = "ct-mr"

    def label(self) -> str:
        """What the panel shows."""
        return {"mr-ct": _("MR to CT"), "ct-mr": _("CT to MR")}[self.value]

    @property
    def source(self) -> str:
        """The modality that has labels, "mr" or "ct"."""
        return self.value.partition("-")[0]

    @property
    def target(self) -> str:
        """The modality that is adapted to, "mr" or "ct"."""
        return self.value.partition("-")[2]


class Modality(Enum):
    """What labeled volumes are."""

    MR = "mr"
    CT = "ct"

    def label(self) -> str:
        """What the panel shows."""
        return self.value.upper()


class TargetKind(Enum):
    """Where volumes without labels are."""

    SCENE = "scene"
    FOLDER = "folder"
    DICOM = "dicom"

    def label(self) -> str:
        """What the panel shows."""
        return {
            "scene": _("Volumes of the scene"),
            "folder": _("A folder"),
            "dicom": _("Patients of the DICOM database"),
        }[self.value]


class LabeledKind(Enum):
    """Where the labeled volumes are."""

    SCENE = "scene"
    FOLDER = "folder"

    def label(self) -> str:
        """What the panel shows."""
        return {"scene": _("Segmentations of the scene"), "folder": _("A folder")}[self.value]


@parameterNodeWrapper
class Parameters:
    """The fields of the panel, connected to the widgets whose ``SlicerParameterName`` names them.

    Folders are texts, for which the sections care themselves: Slicer's connector would show a ``Path`` that nobody
    chose as ".". Names of new models are empty until the panel has suggested one that is free.
    """

    volume: Union[vtkMRMLScalarVolumeNode, vtkMRMLSequenceNode, None]  # noqa: UP007 (the wrapper knows no other way)
    uncertainty: bool = False
    batchKind: TargetKind = TargetKind.FOLDER
    batchFolder: str
    batchOut: str
    batchUncertainty: bool = False
    direction: Direction = Direction.MR_TO_CT
    sourceFolder: str
    targetKind: TargetKind = TargetKind.SCENE
    targetFolder: str
    adaptedName: str
    depth: Annotated[int, Choice(DEPTHS)] = 21
    adaptSize: Annotated[str, Choice(SIZES)] = "tiny"
    adaptMethod: Annotated[str, Choice(METHODS)] = "dou2018"
    trainedModality: Modality = Modality.MR
    labeledKind: LabeledKind = LabeledKind.SCENE
    labeledFolder: str
    trainedName: str
    trainSize: Annotated[str, Choice(SIZES)] = "tiny"
    trainMethod: Annotated[str, Choice(METHODS)] = "dou2018"

    if TYPE_CHECKING:  # what the wrapper adds

        def __init__(self, node: vtkMRMLScriptedModuleNode) -> None: ...
        def connectGui(self, gui: object) -> object: ...
        def disconnectGui(self, tag: object) -> None: ...
        def AddObserver(self, event: int, action: Callable[..., object]) -> int: ...
        def RemoveObserver(self, tag: int) -> None: ...


_RENAMED = {"labelledKind": "labeledKind", "labelledFolder": "labeledFolder"}


def parameters_of(node: vtkMRMLScriptedModuleNode) -> Parameters:
    """The parameters that a scene keeps.

    Args:
        node: Their node. Names and values of earlier versions in it are replaced by those of today.

    Returns:
        The parameters, which write into ``node``.
    """
    for former, name in _RENAMED.items():
        if value := node.GetParameter(former):
            node.SetParameter(name, value)
            node.UnsetParameter(former)
    _adopt_volume(node)
    return Parameters(node)


def _adopt_volume(node: vtkMRMLScriptedModuleNode) -> None:
    """Versions that knew no time series kept the volume under the field's own name; the wrapper keeps a field of
    several types under its name and the number of the type.
    """
    if not node.HasParameter("volume"):
        return
    earlier = node.GetNodeReference("volume")
    node.UnsetParameter("volume")
    node.RemoveNodeReferenceIDs("volume")
    kept = Parameters(node)
    # A later version may have opened the scene, and another volume have been chosen.
    if isinstance(earlier, vtkMRMLScalarVolumeNode) and kept.volume is None:
        kept.volume = earlier


def chosen(folder: str) -> Path | None:
    """``folder``, None where none was chosen; "." is what scenes of earlier versions hold there."""
    return None if folder.strip() in ("", ".") else Path(folder)
