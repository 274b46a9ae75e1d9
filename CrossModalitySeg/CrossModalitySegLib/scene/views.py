"""What the views show of a result: slices of its image through the middle of the heart, and the heart in the middle of
the 3D view.
"""

from __future__ import annotations

from collections.abc import Iterator

import slicer

from .hierarchy import scene_of
from .volumes import UNCERTAINTY

OPACITY = 0.4
"""Of an uncertainty map in front of an image."""


def show_heart(segmentation_node: slicer.vtkMRMLSegmentationNode) -> None:
    """Let every slice view jump to the middle of a segmentation, and every 3D view turn about it.

    Args:
        segmentation_node: Segmentation in the scene; nothing happens if all of it is empty.
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


def show_layers(
    segmentation_node: slicer.vtkMRMLSegmentationNode,
    image: slicer.vtkMRMLVolumeNode | None,
    unsure: slicer.vtkMRMLVolumeNode | None,
) -> None:
    """Show in every slice view an image, and its uncertainty map in front of it.

    A segmentation never lies over the image or the map of another patient: where its own is not there, neither is
    shown. Something else in front of the image, as of a registration, stays.

    Args:
        segmentation_node: Segmentation in the scene.
        image: The image that it is of; None where it is not there.
        unsure: Its uncertainty map; None where it is not there.
    """
    scene, kind = scene_of(segmentation_node), "vtkMRMLSliceCompositeNode"
    for number in range(scene.GetNumberOfNodesByClass(kind)):
        view: slicer.vtkMRMLSliceCompositeNode = scene.GetNthNodeByClass(number, kind)
        view.SetBackgroundVolumeID(image.GetID() if image is not None else None)
        former = scene.GetNodeByID(view.GetForegroundVolumeID() or "")
        if unsure is not None:
            view.SetForegroundVolumeID(unsure.GetID())
            view.SetForegroundOpacity(OPACITY)
        elif image is None or (former is not None and former.GetAttribute(UNCERTAINTY)):
            view.SetForegroundVolumeID(None)


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
