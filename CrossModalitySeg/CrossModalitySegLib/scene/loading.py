"""Volumes into the scene, from the files that a worker has read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import slicer
import vtk

from ..errors import Code, UserError


def load_volume(files: Sequence[Path], name: str) -> slicer.vtkMRMLScalarVolumeNode:
    """The volume node of a file or series: one that is in the scene already, or a new one.

    Args:
        files: One file, or those of a DICOM series. A series that Slicer's DICOM database knows is loaded from there,
            with its patient and study.
        name: Name of a new node.

    Returns:
        The node.

    Raises:
        UserError: BAD_INPUT if Slicer cannot read it.
    """
    first = str(files[0])
    for node in slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode"):
        storage = node.GetStorageNode()
        if storage is not None and storage.GetFileName() and Path(storage.GetFileName()) == files[0]:
            return node
    node = _from_database(first) or _from_files(files, name)
    if node is None:
        raise UserError(Code.BAD_INPUT, f"Slicer cannot read {first}.", "Load the volume with Add Data or DICOM.")
    return node


def _from_database(file: str) -> slicer.vtkMRMLScalarVolumeNode | None:
    database = getattr(slicer, "dicomDatabase", None)
    series = database.seriesForFile(file) if database is not None and database.isOpen else ""
    if not series:
        return None
    from DICOMLib import DICOMUtils

    nodes = [slicer.mrmlScene.GetNodeByID(key) for key in DICOMUtils.loadSeriesByUID([series])]
    return next((node for node in nodes if isinstance(node, slicer.vtkMRMLScalarVolumeNode)), None)


def _from_files(files: Sequence[Path], name: str) -> slicer.vtkMRMLScalarVolumeNode | None:
    listed = vtk.vtkStringArray()
    for file in files:
        listed.InsertNextValue(str(file))
    logic, kind = slicer.modules.volumes.logic(), 0  # a volume of gray values, where it lies
    return logic.AddArchetypeScalarVolume(str(files[0]), name, kind, listed if len(files) > 1 else None)
