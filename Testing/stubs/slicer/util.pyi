"""What this package uses of ``slicer.util``."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from vtkmodules.vtkCommonMath import vtkMatrix4x4

from . import vtkMRMLScene, vtkMRMLVolumeNode

def __getattr__(name: str) -> Any: ...  # what shows windows, which slicer-core lacks
def arrayFromVTKMatrix(matrix: vtkMatrix4x4) -> NDArray[np.float64]: ...
def vtkMatrixFromArray(array: ArrayLike) -> vtkMatrix4x4: ...
def updateVolumeFromArray(node: vtkMRMLVolumeNode, array: ArrayLike) -> None: ...
def getNodesByClass(className: str, scene: vtkMRMLScene | None = None) -> list[Any]: ...
