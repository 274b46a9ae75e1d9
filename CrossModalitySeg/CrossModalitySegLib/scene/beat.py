"""A heart through its beat as nodes of the scene: volume-time curve, ejection fraction, stroke volume."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NotRequired, TypedDict

import slicer

from ..label_set import LabelSet
from .hierarchy import place_beside, scene_of
from .tables import new_table
from .views import fit_plots

_PHASE = "Phase"
_NODES = "CrossModalitySeg.Beat"
"""Role of the tables and plots of a beat in the sequence of its segmentations."""


class Ventricle(TypedDict):
    """One ventricle through the beat, as ``evaluation.heart_function.Ventricle`` is written; a test compares them."""

    ed_phase: int
    es_phase: int
    edv_ml: float
    esv_ml: float
    stroke_ml: float
    ef_percent: float
    ef_interval_percent: tuple[float, float] | None


class Function(TypedDict):
    """What the worker's verb ``function`` measures: ``evaluation.heart_function.HeartFunction`` as JSON."""

    ventricles: dict[str, Ventricle]
    lv_mass_g: float | None
    flicker: NotRequired[dict[str, float] | None]
    left_out: NotRequired[Sequence[int]]
    findings: NotRequired[Sequence[str]]


@dataclass(frozen=True)
class BeatNodes:
    """``volumes`` has a row for each phase, ``chart`` draws it; ``function`` has a row for each ventricle, and is None
    where the beat is not complete.
    """

    volumes: slicer.vtkMRMLTableNode
    chart: slicer.vtkMRMLPlotChartNode
    function: slicer.vtkMRMLTableNode | None


def place_beat(
    segmentation: slicer.vtkMRMLSegmentationNode,
    sequence: slicer.vtkMRMLSequenceNode,
    volumes_ml: Sequence[Mapping[str, float]],
    label_set: LabelSet,
    function: Function | None,
) -> BeatNodes:
    """Tables and chart of a beat, beside its segmentation.

    Those of before, of a beat that has gone on since, are replaced, but for the chart, which views may show.

    Args:
        segmentation: Node that shows a phase of ``sequence``.
        sequence: Sequence of the segmentations.
        volumes_ml: Volumes in ml by structure name, for each item of ``sequence``.
        label_set: The structures.
        function: What the worker's verb of that name measures; None where it has not.

    Returns:
        The nodes, all in the scene.
    """
    kept = _remove_former(sequence)
    name, (axis, places) = segmentation.GetName(), _axis(sequence)
    columns = {
        f"{structure.name} (ml)": [round(volumes.get(structure.name, 0.0), 2) for volumes in volumes_ml]
        for structure in label_set.structures
        if any(volumes.get(structure.name) for volumes in volumes_ml)
    }
    table = new_table(segmentation, f"{name} through the beat", {}, {axis: places} | columns)
    chart: slicer.vtkMRMLPlotChartNode = kept or scene_of(segmentation).AddNewNodeByClass(
        "vtkMRMLPlotChartNode", f"{name} volume-time curve"
    )
    chart.SetTitle(in_words(function) if function is not None else name)
    chart.SetXAxisTitle(axis)
    chart.SetYAxisTitle("Volume (ml)")
    place_beside(chart, segmentation)
    for structure in label_set.structures:
        if (title := f"{structure.name} (ml)") in columns:
            color = [channel / 255 for channel in structure.color]
            chart.AddAndObservePlotSeriesNodeID(_curve(table, axis, title, f"{name}: {structure.name}", color).GetID())
    measured = None if function is None else _function_table(segmentation, f"{name} function", function)
    curves = [chart.GetNthPlotSeriesNode(number) for number in range(chart.GetNumberOfPlotSeriesNodes())]
    fit_plots(chart)
    for node in (table, chart, *curves, *([measured] if measured is not None else [])):
        sequence.AddNodeReferenceID(_NODES, node.GetID())
    return BeatNodes(table, chart, measured)


def _remove_former(sequence: slicer.vtkMRMLSequenceNode) -> slicer.vtkMRMLPlotChartNode | None:
    """Remove what an earlier start has left of the beat; returns its chart, without curves."""
    count = sequence.GetNumberOfNodeReferences(_NODES)
    former = [sequence.GetNthNodeReference(_NODES, number) for number in range(count)]
    sequence.RemoveNodeReferenceIDs(_NODES)
    kept = None
    for node in former:
        if isinstance(node, slicer.vtkMRMLPlotChartNode):
            kept = node
            kept.RemoveAllPlotSeriesNodeIDs()
        elif node is not None:
            scene_of(sequence).RemoveNode(node)
    return kept


def update_beat(nodes: BeatNodes, item: int, volumes_ml: Mapping[str, float], function: Function | None) -> None:
    """Show that the volumes of a phase are others now.

    Args:
        nodes: What ``place_beat`` returned.
        item: Number of the phase, from 0 on.
        volumes_ml: Its volumes in ml by structure name.
        function: What is measured with them; None where it is not.
    """
    table = nodes.volumes.GetTable()
    for name, volume in volumes_ml.items():
        if (column := table.GetColumnByName(f"{name} (ml)")) is not None:
            column.SetValue(item, round(volume, 2))
            column.Modified()
    table.Modified()
    if function is None or nodes.function is None:
        return
    nodes.chart.SetTitle(in_words(function))
    measured = nodes.function.GetTable()
    for title, values in _function_columns(function).items():
        column = measured.GetColumnByName(title)
        for row, value in enumerate(values):
            column.SetValue(row, value)
        column.Modified()
    measured.Modified()


def in_words(function: Function) -> str:
    """Ejection fractions and stroke volumes in one line.

    Args:
        function: What is measured; of each ventricle "ef_percent", "ef_interval_percent" and "stroke_ml" are read.

    Returns:
        The line, ventricles in their order; the interval is left out where there is none.

    Examples:
        >>> ventricle = {"ef_percent": 60.2, "ef_interval_percent": [52.0, 67.4], "stroke_ml": 72.1}
        >>> in_words({"ventricles": {"LV": ventricle}})
        'LV: ejection fraction 60 % (52 to 67 %), stroke volume 72 ml'
    """
    parts = []
    for name, one in function["ventricles"].items():
        low, high = one["ef_interval_percent"] or (None, None)
        between = "" if low is None else f" ({low:.0f} to {high:.0f} %)"
        fraction = f"{name}: ejection fraction {one['ef_percent']:.0f} %{between}"
        parts.append(f"{fraction}, stroke volume {one['stroke_ml']:.0f} ml")
    return "; ".join(parts)


def _axis(sequence: slicer.vtkMRMLSequenceNode) -> tuple[str, list[float]]:
    """What the items of a sequence are counted by, as "time (ms)", and where each stands; by number where that is not
    numbers.
    """
    values = [sequence.GetNthIndexValue(number) for number in range(sequence.GetNumberOfDataNodes())]
    try:
        places = [float(value) for value in values]
    except ValueError:
        return _PHASE, [float(number) for number in range(1, len(values) + 1)]
    name, unit = sequence.GetIndexName() or _PHASE, sequence.GetIndexUnit()
    return f"{name} ({unit})" if unit else name, places


def _curve(
    table: slicer.vtkMRMLTableNode, x: str, y: str, name: str, color: Sequence[float]
) -> slicer.vtkMRMLPlotSeriesNode:
    series: slicer.vtkMRMLPlotSeriesNode = scene_of(table).AddNewNodeByClass("vtkMRMLPlotSeriesNode", name)
    series.SetAndObserveTableNodeID(table.GetID())
    series.SetXColumnName(x)
    series.SetYColumnName(y)
    series.SetPlotType(series.PlotTypeScatter)  # the one type that takes x from a column
    series.SetLineStyle(series.LineStyleSolid)
    series.SetMarkerStyle(series.MarkerStyleCircle)
    series.SetColor(*color)
    place_beside(series, table)
    return series


def _function_table(
    segmentation: slicer.vtkMRMLSegmentationNode, name: str, function: Function
) -> slicer.vtkMRMLTableNode:
    return new_table(segmentation, name, {"Ventricle": list(function["ventricles"])}, _function_columns(function))


def _function_columns(function: Function) -> dict[str, list[float]]:
    """By title; what is not known becomes "nan", as a column of numbers needs one. The mass is that of the left
    ventricle's wall, and the left ventricle comes first.
    """
    ventricles, mass_g, flicker = function["ventricles"], function["lv_mass_g"], function.get("flicker") or {}
    intervals = [one["ef_interval_percent"] or (math.nan, math.nan) for one in ventricles.values()]
    return {
        "EDV (ml)": [one["edv_ml"] for one in ventricles.values()],
        "ESV (ml)": [one["esv_ml"] for one in ventricles.values()],
        "Stroke volume (ml)": [one["stroke_ml"] for one in ventricles.values()],
        "Ejection fraction (%)": [one["ef_percent"] for one in ventricles.values()],
        "EF at least (%)": [low for low, _ in intervals],
        "EF at most (%)": [high for _, high in intervals],
        "Wall mass (g)": [mass_g if place == 0 and mass_g else math.nan for place in range(len(ventricles))],
        "Flicker (%)": [100 * flicker.get(key, math.nan) for key in ventricles],
    }
