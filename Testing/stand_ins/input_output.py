"""Stands for the application's input and output manager, over real storage nodes: with it ``slicer.util.loadVolume``,
``saveNode`` and their like work.

Volumes, label maps, segmentations, models, tables and texts; no scenes, no DICOM.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import slicer

# File type -> class of the node, and what its file names end in.
_TYPES = {
    "SegmentationFile": ("vtkMRMLSegmentationNode", (".seg.nrrd", ".seg.nhdr", ".vtm")),
    "ModelFile": ("vtkMRMLModelNode", (".stl", ".vtk", ".vtp", ".ply", ".obj")),
    "TableFile": ("vtkMRMLTableNode", (".csv", ".tsv")),
    "TextFile": ("vtkMRMLTextNode", (".txt",)),
    "VolumeFile": ("vtkMRMLVolumeNode", (".nrrd", ".nhdr", ".nii", ".nii.gz", ".mha", ".mhd")),
}


class qSlicerCoreIOManager:
    """Reads files into nodes of the scene and writes nodes into files."""

    def fileType(self, fileName: str) -> str:
        """Which reader opens the file, by its ending."""
        return next(
            (kind for kind, (_, endings) in _TYPES.items() if str(fileName).lower().endswith(endings)), "NoFile"
        )

    def fileWriterFileType(self, node: Any) -> str:
        """Which writer writes the node."""
        return next((kind for kind, (className, _) in _TYPES.items() if node.IsA(className)), "NoFile")

    def loadNodes(self, fileType: str, properties: dict[str, Any], loadedNodes: Any, userMessages: Any) -> bool:
        """Read ``properties["fileName"]``; False if that fails, as for a file that does not exist."""
        path = Path(properties["fileName"])
        if fileType not in _TYPES or not path.is_file():
            return False
        name = properties.get("name") or path.name.split(".")[0]
        node = _volume(path, name, properties) if fileType == "VolumeFile" else _other(path, name, _TYPES[fileType][0])
        if node is None:
            return False
        loadedNodes.AddItem(node)
        return True

    def saveNodes(self, fileType: str, properties: dict[str, Any], userMessages: Any) -> bool:
        """Write the node ``properties["nodeID"]`` into ``properties["fileName"]``."""
        node = slicer.mrmlScene.GetNodeByID(properties["nodeID"])
        storage = slicer.mrmlScene.AddNode(node.CreateDefaultStorageNode())
        storage.SetFileName(str(properties["fileName"]))
        written = bool(storage.WriteData(node))
        slicer.mrmlScene.RemoveNode(storage)
        return written


def _volume(path: Path, name: str, properties: dict[str, Any]) -> Any:
    options = (
        (1 if properties.get("labelmap") else 0)
        + (2 if properties.get("center") else 0)
        + (8 if properties.get("singleFile") else 0)
    )
    return slicer.modules.volumes.logic().AddArchetypeVolume(str(path), name, options)


def _other(path: Path, name: str, className: str) -> Any:
    node = slicer.mrmlScene.AddNewNodeByClass(className, name)
    storage = slicer.mrmlScene.AddNode(node.CreateDefaultStorageNode())
    storage.SetFileName(str(path))
    if storage.ReadData(node):
        node.SetAndObserveStorageNodeID(storage.GetID())
        return node
    slicer.mrmlScene.RemoveNode(storage)
    slicer.mrmlScene.RemoveNode(node)
    return None
