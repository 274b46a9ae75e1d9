"""A segmentation, as it is now, into files for other programs."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import slicer
import vtk

from ..errors import Code, UserError
from ..files import refuse_existing, replacing
from .labels import check_labels, label_set_of, labels_on, segment_image, segments_of
from .series import phase_numbers
from .surfaces import surface_of
from .volumes import check_volume, reference_grid, take_snapshot

if TYPE_CHECKING:
    from vtkmodules.vtkCommonDataModel import vtkPolyData

FORMATS = {
    "seg.nrrd": "Slicer segmentation (.seg.nrrd)",
    "nii.gz": "NIfTI label map (.nii.gz)",
    "stl": "Surfaces (.stl, one file per structure)",
    "dcm": "DICOM segmentation (.dcm)",
}
"""What a segmentation can be saved as, by ending. The worker writes DICOM: see ``tasks/dicom_seg.py``."""

_INSTANCES = "DICOM.instanceUIDs"


def save(
    segmentation_node: slicer.vtkMRMLSegmentationNode,
    path: Path,
    volume_node: slicer.vtkMRMLScalarVolumeNode | None = None,
    overwrite: bool = False,
) -> list[Path]:
    """Write a segmentation as it is now.

    Args:
        segmentation_node: What is written.
        path: Ends in .seg.nrrd (everything Slicer knows) or .nii.gz (values of its label set), both in the node's own
            coordinates like the volume's file; or is a folder for AA.stl, LA.stl, ... (world coordinates, LPS, mm).
        volume_node: Volume on whose grid the label map lies; None for the one on which the segmentation was made.
        overwrite: Whether existing files may be replaced.

    Returns:
        The files.

    Raises:
        UserError: EXISTS, BAD_LABELS if there is nothing to save, or as ``check_volume``.
        OSError: The disk is full.
    """
    return _saved(segmentation_node, path, volume_node, overwrite, segmentation_node.GetParentTransformNode())


def _saved(
    segmentation_node: slicer.vtkMRMLSegmentationNode,
    path: Path,
    volume_node: slicer.vtkMRMLScalarVolumeNode | None,
    overwrite: bool,
    parent: slicer.vtkMRMLTransformNode | None,
) -> list[Path]:
    check_labels(segmentation_node)
    name = path.name.lower()
    if name.endswith(".seg.nrrd"):
        return [_save_segmentation(segmentation_node, path, overwrite)]
    if name.endswith(".nii.gz"):
        return [_save_label_map(segmentation_node, path, volume_node, overwrite)]
    if path.suffix and not path.is_dir():
        raise UserError(
            Code.BAD_SETTINGS,
            f"{path} names no format that can be written.",
            "Use the ending .seg.nrrd or .nii.gz, or name a folder for STL.",
        )
    return _save_surfaces(segmentation_node, path, overwrite, parent)


def save_series(
    sequence: slicer.vtkMRMLSequenceNode, shown: slicer.vtkMRMLSegmentationNode, path: Path
) -> Generator[float, None, list[Path]]:
    """Write every segmentation of a sequence as ``save`` does, one file a phase.

    Args:
        sequence: Sequence of segmentations.
        shown: The node that shows it, whose transform is that of all phases.
        path: ``heart.nii.gz`` becomes heart_phase-01.nii.gz, ...; a folder gets one of STL files for each phase.

    Yields:
        The done fraction, 0..1.

    Returns:
        The files.

    Raises:
        UserError: As ``save``; EXISTS before anything is written.
    """
    numbers, items = phase_numbers(sequence), sequence.GetNumberOfDataNodes()
    nodes = [sequence.GetNthDataNode(number) for number in range(items)]
    digits = max(2, len(str(max(numbers, default=0))))
    ending = next((one for one in (".seg.nrrd", ".nii.gz") if path.name.lower().endswith(one)), "")
    stem = path.name[: len(path.name) - len(ending)]
    names = [f"phase-{number:0{digits}}" for number in numbers]
    paths = [path.with_name(f"{stem}_{name}{path.name[len(stem) :]}") if ending else path / name for name in names]
    for one in paths:
        refuse_existing(one)
    written: list[Path] = []
    for number, (node, one) in enumerate(zip(nodes, paths, strict=True), start=1):
        if not ending:
            one.mkdir(parents=True)
        written += _saved(node, one, None, False, shown.GetParentTransformNode())
        yield number / items
    return written


def dicom_files(volume_node: slicer.vtkMRMLScalarVolumeNode | None) -> list[Path]:
    """The DICOM files from which a volume was loaded.

    Args:
        volume_node: Volume of the scene.

    Returns:
        Its files, one or more, all of which are there, in the order in which the volume names them.

    Raises:
        UserError: BAD_INPUT as ``check_volume``, and where the volume does not come from Slicer's DICOM database or
            that has lost one of the files.
    """
    volume = check_volume(volume_node)
    name, instances = volume.GetName(), (volume.GetAttribute(_INSTANCES) or "").split()
    if not instances:
        raise UserError(
            Code.BAD_INPUT,
            f"{name} was not loaded from Slicer's DICOM database.",
            "Save as .seg.nrrd, NIfTI or STL instead.",
        )
    database = getattr(slicer, "dicomDatabase", None)
    files = [database.fileForInstance(instance) if database is not None else "" for instance in instances]
    if not all(file and Path(file).is_file() for file in files):
        raise UserError(
            Code.BAD_INPUT,
            f"DICOM files of {name} are not in Slicer's database any more.",
            "Import the patient again, and load the series.",
        )
    return [Path(file) for file in files]


def _save_segmentation(node: slicer.vtkMRMLSegmentationNode, path: Path, overwrite: bool) -> Path:
    refuse_existing(path, overwrite)
    with replacing(path) as temporary:
        storage = slicer.vtkMRMLSegmentationStorageNode()
        storage.SetFileName(str(temporary))
        _must(storage.WriteData(node) and temporary.is_file(), path)
    return path


def _save_label_map(
    node: slicer.vtkMRMLSegmentationNode,
    path: Path,
    volume_node: slicer.vtkMRMLScalarVolumeNode | None,
    overwrite: bool,
) -> Path:
    refuse_existing(path, overwrite)
    grid = take_snapshot(check_volume(volume_node)) if volume_node is not None else reference_grid(node)
    labels = slicer.vtkMRMLLabelMapVolumeNode()
    slicer.util.updateVolumeFromArray(labels, labels_on(node, grid))
    labels.SetIJKToRASMatrix(slicer.util.vtkMatrixFromArray(np.array(grid.ijk_to_ras)))
    with replacing(path) as temporary:
        storage = slicer.vtkMRMLVolumeArchetypeStorageNode()
        storage.SetFileName(str(temporary))
        _must(storage.WriteData(labels) and temporary.is_file(), path)
    return path


def _save_surfaces(
    node: slicer.vtkMRMLSegmentationNode, folder: Path, overwrite: bool, parent: slicer.vtkMRMLTransformNode | None
) -> list[Path]:
    surfaces = {
        folder / f"{structure.name}.stl": _surface(node, key, parent)
        for structure, key in segments_of(node, label_set_of(node))
    }
    surfaces = {path: surface for path, surface in surfaces.items() if surface.GetNumberOfPoints()}
    if not surfaces:
        raise UserError(Code.BAD_LABELS, f"All segments of {node.GetName()} are empty.", "Segment the volume first.")
    for path in surfaces:
        refuse_existing(path, overwrite)
    with ExitStack() as stack:  # all or none of them appear
        for path, surface in surfaces.items():
            temporary = stack.enter_context(replacing(path))
            writer = vtk.vtkSTLWriter()
            writer.SetInputData(surface)
            writer.SetFileTypeToBinary()
            writer.SetFileName(str(temporary))
            _must(writer.Write() and temporary.is_file(), path)
    return list(surfaces)


def _surface(
    node: slicer.vtkMRMLSegmentationNode, segment_id: str, parent: slicer.vtkMRMLTransformNode | None
) -> vtkPolyData:
    """The closed surface of a segment as ``vtkPolyData`` in world coordinates, LPS, under the transform ``parent``; not
    the one of the 3D view, which may be coarser.
    """
    image, value = segment_image(node, segment_id)
    if image.GetPointData().GetScalars() is None:
        return vtk.vtkPolyData()
    to_world, to_lps, transform = vtk.vtkGeneralTransform(), vtk.vtkTransformPolyDataFilter(), vtk.vtkGeneralTransform()
    if parent is not None:
        parent.GetTransformToWorld(to_world)
    transform.Scale(-1, -1, 1)
    transform.Concatenate(to_world)
    to_lps.SetTransform(transform)
    to_lps.SetInputData(surface_of(image, value))
    to_lps.Update()
    return to_lps.GetOutput()


def _must(written: object, path: Path) -> None:
    """Slicer's writers answer False and print; a full disk is the usual reason."""
    if not written:
        raise UserError(
            Code.DISK_FULL,
            f"{path} could not be written, as happens when the disk is full.",
            "Free some space or choose another folder.",
        )
