"""Stands for Slicer's layout manager and the views in it, as far as a panel asks them: what was asked is kept, nothing
is drawn.

As in Slicer no view follows by itself: a 3D view keeps its focal point, and a plot view its axes, until it is told
otherwise; and there is no plot view before the first chart was shown. A test puts one in place with
``monkeypatch.setattr(slicer.app, "_layout", qSlicerLayoutManager())``.
"""

from __future__ import annotations

from typing import Any

import slicer

from . import pythonqt


class ThreeDView:
    """A 3D view; ``focal_points`` counts how often it was centered."""

    def __init__(self) -> None:
        self.focal_points = 0

    def resetFocalPoint(self) -> None:
        """Turn about the middle of what is shown."""
        self.focal_points += 1


class ThreeDWidget:
    """What holds a 3D view."""

    def __init__(self) -> None:
        self._view = ThreeDView()

    def threeDView(self) -> ThreeDView:
        """The view."""
        return self._view


class PlotView:
    """A plot view; ``fitted_rows`` are the rows of the chart's tables when its axes were last fitted."""

    def __init__(self, node: Any) -> None:
        self._node = node
        self.fitted_rows: list[int] = []

    def fitToContent(self) -> None:
        """Fit the axes to the curves."""
        chart = self._node.GetPlotChartNode()
        series = (
            [chart.GetNthPlotSeriesNode(number) for number in range(chart.GetNumberOfPlotSeriesNodes())]
            if chart is not None
            else []
        )
        self.fitted_rows = [node.GetTableNode().GetNumberOfRows() for node in series]


class PlotWidget:
    """What holds a plot view."""

    def __init__(self, node: Any) -> None:
        self._node, self._view = node, PlotView(node)

    def mrmlPlotViewNode(self) -> Any:
        """The node that says which chart is shown."""
        return self._node

    def plotView(self) -> PlotView:
        """The view."""
        return self._view


@pythonqt.plain
class qSlicerLayoutManager(pythonqt.QtCore.QObject):
    """One 3D view, three slice views (their nodes, and those of their layers, are in the scene), and a plot view once a
    chart was shown.
    """

    def __init__(self) -> None:
        super().__init__()
        self._three_d, self._plots = [ThreeDWidget()], []
        slicer.vtkMRMLSliceNode.AddDefaultSliceOrientationPresets(slicer.mrmlScene)
        for name, orientation in (("Red", "Axial"), ("Yellow", "Sagittal"), ("Green", "Coronal")):
            node = slicer.mrmlScene.CreateNodeByClass("vtkMRMLSliceNode")
            node.UnRegister(None)
            node.SetName(name)
            node.SetLayoutName(name)
            slicer.mrmlScene.AddNode(node).SetOrientation(orientation)
            layers = slicer.mrmlScene.CreateNodeByClass("vtkMRMLSliceCompositeNode")
            layers.UnRegister(None)
            layers.SetName(name)
            layers.SetLayoutName(name)
            slicer.mrmlScene.AddNode(layers)

    threeDViewCount = pythonqt.Property(int, lambda self: len(self._three_d))
    plotViewCount = pythonqt.Property(int, lambda self: len(self._plots))

    def threeDWidget(self, number: int) -> ThreeDWidget | None:
        """The 3D view of that number."""
        return self._three_d[number] if number < len(self._three_d) else None

    def plotWidget(self, number: int) -> PlotWidget | None:
        """The plot view of that number."""
        return self._plots[number] if number < len(self._plots) else None

    def show(self, chart: Any) -> PlotWidget:
        """What ``ShowChartInLayout`` of the module Plots does to the layout."""
        if not self._plots:
            self._plots.append(PlotWidget(slicer.mrmlScene.AddNewNodeByClass("vtkMRMLPlotViewNode", "PlotView1")))
        self._plots[0].mrmlPlotViewNode().SetPlotChartNodeID(chart.GetID())
        return self._plots[0]
