"""Volumes of the structures as a table of the scene."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import vtk

from .hierarchy import free_name, place_beside, scene_of
from .labels import label_set_of, segment_image, segments_of, voxels_of
from .volumes import matrix_to_world

if TYPE_CHECKING:
    import slicer

_VOLUME, _CONFIDENCE, _EXPECTED_DICE = "Volume (ml)", "Mean confidence", "Expected Dice"


def volumes_ml(segmentation_node: slicer.vtkMRMLSegmentationNode) -> dict[str, float]:
    """Volume of each structure as a segmentation is now.

    Voxels are counted. A scaling parent transform counts, one that is not linear does not.

    Args:
        segmentation_node: The segmentation, in a scene or not.

    Returns:
        Volume in ml by structure name, in reading order; 0.0 for one that is empty or absent.
    """
    label_set = label_set_of(segmentation_node)
    result, parent = dict.fromkeys(label_set.names, 0.0), segmentation_node.GetParentTransformNode()
    scale = (
        abs(np.linalg.det(matrix_to_world(parent)[:3, :3]))
        if parent is None or parent.IsTransformToWorldLinear()
        else 1.0
    )
    for structure, key in segments_of(segmentation_node, label_set):
        image, value = segment_image(segmentation_node, key)
        if image.GetPointData().GetScalars() is not None:
            result[structure.name] += float(
                np.count_nonzero(voxels_of(image) == value) * np.prod(image.GetSpacing()) * scale / 1000
            )
    return result


def statistics_table(
    segmentation_node: slicer.vtkMRMLSegmentationNode,
    volumes: Mapping[str, float],
    confidence: Mapping[str, float | None] | None = None,
    expected_dice: Mapping[str, float | None] | None = None,
) -> slicer.vtkMRMLTableNode:
    """Make a table beside a segmentation: structure, volume in ml and, where given, mean confidence and expected Dice.

    Args:
        segmentation_node: Segmentation in the scene.
        volumes: Volume in ml by structure name, a row each.
        confidence: Mean confidence, 0..1, by structure name; what it lacks, or has as None, becomes "nan", as a column
            of numbers needs one. None for no column.
        expected_dice: Expected Dice, 0..1, in the same way.

    Returns:
        The table node.
    """
    columns = {_VOLUME: [round(volume, 2) for volume in volumes.values()]}
    for title, values in {_CONFIDENCE: confidence, _EXPECTED_DICE: expected_dice}.items():
        if values is not None:
            found = [values.get(name) for name in volumes]
            columns[title] = [math.nan if value is None else round(value, 3) for value in found]
    structures = [structure.title for structure in label_set_of(segmentation_node).structures]
    return new_table(segmentation_node, f"{segmentation_node.GetName()} volumes", {"Structure": structures}, columns)


def new_table(
    neighbor: slicer.vtkMRMLNode,
    name: str,
    texts: Mapping[str, Sequence[str]],
    numbers: Mapping[str, Sequence[float]],
) -> slicer.vtkMRMLTableNode:
    """A new table node beside ``neighbor``, called ``name`` as far as that is free: columns of ``texts``, then of
    ``numbers``, by title.
    """
    scene = scene_of(neighbor)
    table: slicer.vtkMRMLTableNode = scene.AddNewNodeByClass("vtkMRMLTableNode", free_name(scene, name))
    for title, values in texts.items():
        column = vtk.vtkStringArray()
        column.SetName(title)
        for value in values:
            column.InsertNextValue(value)
        table.AddColumn(column)
    for title, entries in numbers.items():
        column = vtk.vtkDoubleArray()
        column.SetName(title)
        for entry in entries:
            column.InsertNextValue(entry)
        table.AddColumn(column)
    table.SetUseColumnTitleAsColumnHeader(True)
    table.SetLocked(True)
    place_beside(table, neighbor)
    return table


def update_table(table: slicer.vtkMRMLTableNode, volumes: Mapping[str, float]) -> None:
    """Show other volumes in a table, without the assessment of the segmentation as it was before.

    Args:
        table: Table of ``statistics_table``.
        volumes: Volume in ml by structure name, as many as the table has rows and in their order.
    """
    for title in (_CONFIDENCE, _EXPECTED_DICE):
        table.RemoveColumn(table.GetColumnIndex(title))
    column = table.GetTable().GetColumnByName(_VOLUME)
    for row, volume in enumerate(volumes.values()):
        column.SetValue(row, round(volume, 2))
    column.Modified()
    table.GetTable().Modified()
