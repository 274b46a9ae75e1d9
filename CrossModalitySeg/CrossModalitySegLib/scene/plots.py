"""Live curves of a training or adaptation as plot nodes of the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import slicer
import vtk

from .hierarchy import free_name, place_under
from .views import fit_plots


@dataclass(frozen=True)
class CurveStyle:
    """How one metric is drawn: its ``title``, the chart it belongs to, its color (sRGB, 0..1), and points instead of a
    line.
    """

    title: str
    chart: str
    color: tuple[float, float, float]
    points: bool = False


_BLUE, _AMBER, _GREEN, _RED = (0.24, 0.39, 0.90), (0.74, 0.50, 0.05), (0.18, 0.60, 0.30), (0.86, 0.20, 0.18)

CURVE_STYLES = {
    "critic_distance": CurveStyle("Critic distance", "Critic distance", _BLUE),
    "adaptation_loss": CurveStyle("Adaptation loss", "Critic distance", _AMBER),
    "target_entropy": CurveStyle("Target entropy", "Target entropy", _AMBER),
    "plausibility": CurveStyle("Plausibility", "Plausibility", _GREEN),
    "validator_score": CurveStyle("Validator score", "Validator score", _BLUE),
    "chosen": CurveStyle("Best so far", "Validator score", _RED, points=True),
    "loss": CurveStyle("Training loss", "Training loss", _BLUE),
    "localizer_loss": CurveStyle("Training loss of the localizer", "Training loss of the localizer", _AMBER),
}
"""Every curve that a job reports, by the worker's name for it, in the order in which they are shown."""

_STEP = "Step"
_Node = TypeVar("_Node", bound="slicer.vtkMRMLNode")


def show_chart(chart_node: slicer.vtkMRMLPlotChartNode) -> bool:
    """Put a chart into the layout, its axes fitted to its curves.

    Args:
        chart_node: Chart of the scene.

    Returns:
        False without a layout, or where the chart has left its scene; then nothing happens.
    """
    application, module = getattr(slicer, "app", None), getattr(getattr(slicer, "modules", None), "plots", None)
    if chart_node.GetScene() is None or module is None or application is None or application.layoutManager() is None:
        return False
    module.logic().ShowChartInLayout(chart_node)
    fit_plots(chart_node)
    return True


class Curves:
    """Curves that grow while a job runs, in a folder called ``title``; a curve's nodes are made when its first point
    arrives.

    >>> curves = Curves(slicer.mrmlScene, "Adapt MR model to CT")
    >>> curves.add("critic_distance", 10, 0.83)
    >>> curves.flush()
    >>> curves.show()
    """

    def __init__(self, scene: slicer.vtkMRMLScene, title: str) -> None:
        self._scene, self._title = scene, free_name(scene, title)
        self._tables: dict[str, slicer.vtkMRMLTableNode] = {}
        self._series: dict[str, slicer.vtkMRMLPlotSeriesNode] = {}
        self._charts: dict[str, slicer.vtkMRMLPlotChartNode] = {}
        self._changed: set[str] = set()
        tree = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)
        self._folder = tree.CreateFolderItem(tree.GetSceneItemID(), self._title)
        self._observer: int | None = scene.AddObserver(slicer.vtkMRMLScene.StartCloseEvent, self._forget)

    @property
    def alive(self) -> bool:
        """Whether the scene that holds the curves is still open; without it, nothing here does anything."""
        return self._observer is not None

    @property
    def charts(self) -> dict[str, slicer.vtkMRMLPlotChartNode]:
        """Chart nodes by title."""
        return dict(self._charts)

    def add(self, name: str, step: int, value: float | None) -> None:
        """Append a point, which views show after the next ``flush``.

        Args:
            name: Name of the curve; one that has no style is passed over.
            step: Update of the training.
            value: Height of the point; None, a value that is not available, is left out.
        """
        if not self.alive or value is None or name not in CURVE_STYLES:
            return
        if name not in self._tables:
            self._tables[name], self._series[name] = self._new_curve(CURVE_STYLES[name])
        steps, values = (self._tables[name].GetTable().GetColumn(column) for column in range(2))
        steps.InsertNextValue(step)
        values.InsertNextValue(value)
        self._changed.add(name)

    def flush(self) -> None:
        """Let views draw what was added."""
        for name in self._changed:
            table, series = self._tables[name], self._series[name]
            if not CURVE_STYLES[name].points:  # a line of one point is nothing to be seen
                series.SetMarkerStyle(
                    series.MarkerStyleCircle if table.GetNumberOfRows() == 1 else series.MarkerStyleNone
                )
            table.GetTable().Modified()
        for chart in {CURVE_STYLES[name].chart for name in self._changed}:
            fit_plots(self._charts[chart])
        self._changed.clear()

    def show(self, chart: str | None = None) -> bool:
        """Draw what was added, and put a chart into the layout.

        Args:
            chart: Title of the chart, one of ``charts``; None for the first one.

        Returns:
            False without a layout, or where there is no such chart.
        """
        self.flush()
        node = self._charts.get(chart) if chart else next(iter(self._charts.values()), None)
        return node is not None and show_chart(node)

    def remove(self) -> None:
        """Take the curves out of the scene, together with their folder."""
        if self.alive:
            self._forget()
            tree = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(self._scene)
            tree.RemoveItem(self._folder, True, True)

    def _new_curve(self, style: CurveStyle) -> tuple[slicer.vtkMRMLTableNode, slicer.vtkMRMLPlotSeriesNode]:
        """A table with columns for step and value, and a series in a chart that draws them."""
        table = self._new_node(slicer.vtkMRMLTableNode, style.title)
        for title in (_STEP, style.title):
            column = vtk.vtkDoubleArray()
            column.SetName(title)
            table.AddColumn(column)
        series = self._new_node(slicer.vtkMRMLPlotSeriesNode, style.title)
        series.SetAndObserveTableNodeID(table.GetID())
        series.SetXColumnName(_STEP)
        series.SetYColumnName(style.title)
        series.SetPlotType(series.PlotTypeScatter)  # the one type that takes x from a column
        series.SetLineStyle(series.LineStyleNone if style.points else series.LineStyleSolid)
        series.SetMarkerStyle(series.MarkerStyleCircle if style.points else series.MarkerStyleNone)
        series.SetColor(*style.color)
        if style.chart not in self._charts:
            self._charts[style.chart] = self._new_chart(style.chart)
        self._charts[style.chart].AddAndObservePlotSeriesNodeID(series.GetID())
        return table, series

    def _new_chart(self, title: str) -> slicer.vtkMRMLPlotChartNode:
        chart = self._new_node(slicer.vtkMRMLPlotChartNode, title)
        chart.SetTitle(title)
        chart.SetXAxisTitle(_STEP)
        chart.SetYAxisTitle(title)
        return chart

    def _new_node(self, kind: type[_Node], title: str) -> _Node:
        node: _Node = self._scene.AddNewNodeByClass(kind.__name__, f"{self._title}: {title}")
        place_under(node, self._folder)
        return node

    def _forget(self, *_: object) -> None:
        if self._observer is not None:
            self._scene.RemoveObserver(self._observer)
        self._observer = None
        self._tables, self._series, self._charts, self._changed = {}, {}, {}, set()
