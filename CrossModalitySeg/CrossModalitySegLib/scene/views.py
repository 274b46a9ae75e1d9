"""What the views show of a result: slices through the middle of the heart, and the heart in the middle of the 3D
view.
"""

from __future__ import annotations

from collections.abc import Iterator

import slicer

from .hierarchy import scene_of


def show_heart(segmentation_node: slicer.vtkMRMLSegmentationNode) -> None:
    """Let every slice view jump to the middle of ``segmentation_node``, and every 3D view turn about it. Nothing
    happens if all of it is empty.
    """
    segmentation = segmentation_node.GetSegmentation()
    if not any(_marks(segmentation.GetSegment(key)) for key in segmentation.GetSegmentIDs()):
        return
    bounds = [0.0] * 6
    segmentation_node.GetRASBounds(bounds)
    middle = [(bounds[2 * axis] + bounds[2 * axis + 1]) / 2 for axis in range(3)]
    slicer.vtkMRMLSliceNode.JumpAllSlices(scene_of(segmentation_node), *middle)
    # A new object does not move the camera.
    for view in _three_d_views():
        view.resetFocalPoint()


def fit_plots(chart_node: slicer.vtkMRMLPlotChartNode) -> None:
    """Fit the axes of the plot views that show ``chart_node`` to its curves: by themselves they stay as they were first
    drawn.
    """
    layout = _layout()
    if layout is None:
        return
    for number in range(layout.plotViewCount):
        widget = layout.plotWidget(number)
        if widget.mrmlPlotViewNode().GetPlotChartNodeID() == chart_node.GetID():
            widget.plotView().fitToContent()


def _marks(segment: slicer.vtkSegment) -> bool:
    image = segment.GetRepresentation("Binary labelmap")
    return image is not None and image.GetNumberOfPoints() > 1


def _three_d_views() -> Iterator[slicer.qMRMLThreeDView]:
    layout = _layout()
    if layout is None:
        return
    for number in range(layout.threeDViewCount):
        yield layout.threeDWidget(number).threeDView()


def _layout() -> slicer.qSlicerLayoutManager | None:
    """The layout manager; None without a main window."""
    application = getattr(slicer, "app", None)
    return application.layoutManager() if application is not None else None
