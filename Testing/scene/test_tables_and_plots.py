"""Numbers of a result as a table, and curves that grow while a job runs."""

from __future__ import annotations

import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import slicer
import vtk
from vtk.util.numpy_support import vtk_to_numpy

from CrossModalitySegLib.scene.plots import Curves
from CrossModalitySegLib.scene.segmentations import import_labels
from CrossModalitySegLib.scene.tables import statistics_table, update_table, volumes_ml

from .conftest import GEOMETRIES, TRANSFORMS, add_volume, heart, work


def count(name: str) -> int:
    return int(np.count_nonzero(heart() == {"Myo": 1, "LA": 2, "LV": 3, "AA": 4}[name]))


@pytest.mark.parametrize("geometry", GEOMETRIES)
@pytest.mark.parametrize("transforms", TRANSFORMS)
def test_volumes_are_those_of_the_world(scene: Any, tmp_path: Path, geometry: str, transforms: str) -> None:
    node = add_volume(scene, ijk_to_ras=GEOMETRIES[geometry], transforms=TRANSFORMS[transforms])
    result = import_labels(*work(node, tmp_path), scene)
    voxel_ml = (
        abs(np.linalg.det(GEOMETRIES[geometry]))
        * math.prod(abs(np.linalg.det(matrix)) for matrix in TRANSFORMS[transforms])
        / 1000
    )
    assert list(volumes_ml(result)) == ["AA", "LA", "LV", "Myo"]
    assert volumes_ml(result) == pytest.approx({name: count(name) * voxel_ml for name in ("AA", "LA", "LV", "Myo")})


def test_volumes_follow_the_users_edits(segmentation: Any) -> None:
    voxels = vtk_to_numpy(segmentation.GetBinaryLabelmapInternalRepresentation("LA").GetPointData().GetScalars())
    voxels[voxels == 2] = 0
    segmentation.RemoveSegment("AA")
    found = volumes_ml(segmentation)
    assert found["LA"] == found["AA"] == 0
    assert found["LV"] > 0


def test_a_row_for_each_structure(scene: Any, volume: Any, segmentation: Any) -> None:
    tree = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)
    study = tree.CreateStudyItem(tree.GetSceneItemID(), "CT 2024")
    tree.SetItemParent(tree.GetItemByDataNode(segmentation) or tree.CreateItem(study, segmentation), study)
    table = statistics_table(
        segmentation,
        volumes_ml(segmentation),
        {"AA": 0.91234, "LA": None, "LV": 0.8},
        {"AA": 0.0, "LV": 0.8764, "Myo": 0.7},
    )
    assert table.GetName() == "Chest heart volumes"
    assert [table.GetColumnName(column) for column in range(table.GetNumberOfColumns())] == [
        "Structure",
        "Volume (ml)",
        "Mean confidence",
        "Expected Dice",
    ]
    assert table.GetNumberOfRows() == 4
    assert [table.GetCellText(row, 0) for row in range(4)] == [
        "Ascending aorta",
        "Left atrium",
        "Left ventricle blood",
        "Left ventricular myocardium",
    ]
    volumes = vtk_to_numpy(table.GetTable().GetColumnByName("Volume (ml)"))
    assert np.allclose(volumes, list(volumes_ml(segmentation).values()), atol=0.005)
    assert table.GetTable().GetColumnByName("Mean confidence").GetValue(0) == 0.912
    assert np.isnan(vtk_to_numpy(table.GetTable().GetColumnByName("Mean confidence"))).tolist() == [
        False,
        True,
        False,
        True,
    ]
    expected = vtk_to_numpy(table.GetTable().GetColumnByName("Expected Dice"))
    np.testing.assert_array_equal(expected, [0.0, np.nan, 0.876, 0.7])
    assert tree.GetItemParent(tree.GetItemByDataNode(table)) == study


def test_an_edited_segmentation_has_new_volumes_and_no_verdict(segmentation: Any) -> None:
    table = statistics_table(segmentation, volumes_ml(segmentation), {"AA": 0.9}, {"AA": 0.8})
    update_table(table, {"AA": 1.0, "LA": 2.0, "LV": 3.456, "Myo": 0.0})
    assert [table.GetTable().GetColumn(column).GetName() for column in range(table.GetNumberOfColumns())] == [
        "Structure",
        "Volume (ml)",
    ]
    assert [table.GetTable().GetColumn(1).GetValue(row) for row in range(4)] == [1.0, 2.0, 3.46, 0.0]


def test_what_is_not_known_has_no_column(segmentation: Any) -> None:
    assert statistics_table(segmentation, volumes_ml(segmentation)).GetNumberOfColumns() == 2
    assert statistics_table(segmentation, volumes_ml(segmentation)).GetName() == "Chest heart volumes 2"


METRICS = ["critic_distance", "adaptation_loss", "target_entropy", "plausibility", "validator_score", "chosen", "loss"]


def points(chart: Any, number: int = 0) -> list[tuple[float, float]]:
    """What a view draws for a series of ``chart``, read through the node's own column names."""
    series = chart.GetNthPlotSeriesNode(number)
    table = series.GetTableNode().GetTable()
    columns = [vtk_to_numpy(table.GetColumnByName(name)) for name in (series.GetXColumnName(), series.GetYColumnName())]
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_every_metric_gets_its_curve(scene: Any) -> None:
    curves = Curves(scene, "Adapt MR model to CT")
    assert curves.alive
    assert scene.GetNumberOfNodesByClass("vtkMRMLPlotChartNode") == 0
    for step in (0, 20, 30):
        for number, name in enumerate(METRICS):
            curves.add(name, step, number + step / 100)
    curves.add("target_entropy", 40, None)
    curves.add("something_new", 40, 1.0)
    curves.flush()
    assert list(curves.charts) == [
        "Critic distance",
        "Target entropy",
        "Plausibility",
        "Validator score",
        "Training loss",
    ]
    assert points(curves.charts["Critic distance"]) == [(0, 0), (20, 0.2), (30, 0.3)]
    assert points(curves.charts["Critic distance"], 1) == [(0, 1), (20, 1.2), (30, 1.3)]
    assert points(curves.charts["Target entropy"]) == [(0, 2), (20, 2.2), (30, 2.3)]
    assert sum(chart.GetNumberOfPlotSeriesNodes() for chart in curves.charts.values()) == len(METRICS)
    for chart in curves.charts.values():
        assert chart.GetXAxisTitle() == "Step"
        assert chart.GetNthPlotSeriesNode(0).GetPlotType() == slicer.vtkMRMLPlotSeriesNode.PlotTypeScatter


def test_views_are_notified_once_for_many_points(scene: Any) -> None:
    curves, events = Curves(scene, "Train"), []
    curves.add("loss", 0, 1.0)
    curves.flush()
    table = curves.charts["Training loss"].GetNthPlotSeriesNode(0).GetTableNode()
    table.AddObserver(vtk.vtkCommand.ModifiedEvent, lambda *_: events.append(1))
    for step in range(1, 200):
        curves.add("loss", step, 1 / step)
    assert events == []
    curves.flush()
    assert len(events) == 1
    curves.flush()
    assert len(events) == 1
    assert len(points(curves.charts["Training loss"])) == 200


def test_curves_end_with_their_scene(scene: Any) -> None:
    curves = Curves(scene, "Train")
    curves.add("loss", 0, 1.0)
    scene.Clear(0)
    assert not curves.alive
    before = scene.GetNumberOfNodes()
    curves.add("loss", 1, 1.0)
    curves.flush()
    assert curves.show() is False
    curves.remove()
    assert scene.GetNumberOfNodes() == before


def test_curves_that_the_user_deletes_do_no_harm(scene: Any) -> None:
    curves = Curves(scene, "Train")
    curves.add("loss", 0, 1.0)
    for kind in ("vtkMRMLTableNode", "vtkMRMLPlotSeriesNode", "vtkMRMLPlotChartNode"):
        scene.RemoveNode(scene.GetFirstNodeByClass(kind))
    curves.add("loss", 1, 1.0)
    curves.flush()
    assert curves.show() is False
    curves.remove()


def test_removed_curves_leave_nothing(scene: Any) -> None:
    tree = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)
    before = scene.GetNumberOfNodes()
    curves = Curves(scene, "Train")
    curves.add("loss", 0, 1.0)
    curves.add("chosen", 0, 1.0)
    assert tree.GetItemName(tree.GetItemParent(tree.GetItemByDataNode(curves.charts["Training loss"]))) == "Train"
    curves.remove()
    assert scene.GetNumberOfNodes() == before
    assert tree.GetItemByName("Train") == tree.GetInvalidItemID()
    assert not curves.alive
    curves.remove()


def test_a_second_run_has_a_folder_of_its_own(scene: Any) -> None:
    tree, runs = (
        slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene),
        [Curves(scene, "Train"), Curves(scene, "Train")],
    )
    for curves in runs:
        curves.add("loss", 0, 1.0)
    assert [
        tree.GetItemName(tree.GetItemParent(tree.GetItemByDataNode(curves.charts["Training loss"]))) for curves in runs
    ] == ["Train", "Train 2"]
    assert len({curves.charts["Training loss"].GetName() for curves in runs}) == 2


def test_show_puts_a_chart_into_the_layout(scene: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(slicer, "app", raising=False)
    curves, shown = Curves(scene, "Adapt"), []
    for name in ("critic_distance", "plausibility"):
        curves.add(name, 0, 1.0)
    assert curves.show() is False, "no application, no layout"
    layouts = [SimpleNamespace(plotViewCount=0)]
    monkeypatch.setattr(slicer, "app", SimpleNamespace(layoutManager=lambda: layouts[0]), raising=False)
    plots = SimpleNamespace(logic=lambda: SimpleNamespace(ShowChartInLayout=shown.append))
    monkeypatch.setattr(slicer, "modules", SimpleNamespace(plots=plots), raising=False)
    assert curves.show() is True
    assert curves.show("Plausibility") is True
    assert shown == [curves.charts["Critic distance"], curves.charts["Plausibility"]]
    layouts[0] = None
    assert curves.show() is False
