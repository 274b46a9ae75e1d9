"""Time series of the scene: its phases, and a sequence of segmentations beside them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import slicer

from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.evaluation import heart_function
from CrossModalitySegLib.images.io.files import read_labels, read_volume
from CrossModalitySegLib.label_set import LabelSet
from CrossModalitySegLib.scene.beat import Function, Ventricle, place_beat
from CrossModalitySegLib.scene.export import write_phase
from CrossModalitySegLib.scene.save import save, save_series
from CrossModalitySegLib.scene.segmentations import segmentation_of, without_pause
from CrossModalitySegLib.scene.series import SegmentationSeries, browser_of, check_series, phases_of, shown_volume
from CrossModalitySegLib.scene.tables import volumes_ml
from CrossModalitySegLib.scene.volumes import matrix_to_world

from .conftest import DIMENSIONS, GEOMETRIES, add_volume, exhaust, heart, moved, rotation, segment_matrix

OBLIQUE = GEOMETRIES["oblique"]


def add_series(
    scene: Any, count: int = 3, browsed: bool = True, transforms: Sequence[np.ndarray] = (), name: str = "Beat"
) -> Any:
    """A sequence of volumes of noise at 0, 50, ... ms; under transforms, the volume that shows it is."""
    sequence = scene.AddNewNodeByClass("vtkMRMLSequenceNode", name)
    sequence.SetIndexName("time")
    sequence.SetIndexUnit("ms")
    for number in range(count):
        volume = add_volume(scene, name, OBLIQUE, seed=number)
        sequence.SetDataNodeAtValue(volume, str(50 * number))
        scene.RemoveNode(volume)
    if browsed:
        browser = scene.AddNewNodeByClass("vtkMRMLSequenceBrowserNode", f"{name} browser")
        browser.SetAndObserveMasterSequenceNodeID(sequence.GetID())
        for matrix in transforms:
            transform = scene.AddNewNodeByClass("vtkMRMLLinearTransformNode")
            transform.SetMatrixTransformToParent(slicer.util.vtkMatrixFromArray(matrix))
            shown_volume(sequence).SetAndObserveTransformNodeID(transform.GetID())
    return sequence


def cavity(number: int) -> np.ndarray:
    """The heart with an LV of 4, 8, 12, ... voxels."""
    labels = heart()
    labels[labels == 3] = 0
    labels[4, 5, 6 : 10 + 4 * number] = 3
    return labels


def segmented(sequence: Any, numbers: Sequence[int]) -> tuple[Any, Any]:
    """The sequence of segmentations of some phases, and the node that shows it."""
    phases, series = phases_of(sequence), SegmentationSeries(sequence)
    for number in numbers:
        series.add(
            phases[number],
            without_pause(segmentation_of(cavity(number), phases[number].snapshot, "labels", HEART_4)),
        )
    return series.node, series.place(phases[0].snapshot, HEART_4)


def lv_voxels(segmentation: Any) -> float:
    return volumes_ml(segmentation)["LV"] / abs(np.linalg.det(OBLIQUE)) * 1000


@pytest.mark.parametrize("transforms", [[], [moved(15, -25, 8) @ rotation((0, 0.3, 1), 21)]], ids=["none", "rigid"])
def test_phases_are_written_where_they_lie(scene: Any, tmp_path: Path, transforms: list[np.ndarray]) -> None:
    sequence = add_series(scene, transforms=transforms)
    assert check_series(sequence) is sequence
    phases = phases_of(sequence)
    assert [phase.value for phase in phases] == ["0", "50", "100"]
    for number, phase in enumerate(phases):
        exhaust(write_phase(phase, tmp_path / f"{number}.nrrd"))
        written = read_volume(tmp_path / f"{number}.nrrd")
        np.testing.assert_array_equal(
            written.array, slicer.util.arrayFromVolume(sequence.GetNthDataNode(number)), strict=True
        )
        world = matrix_to_world(shown_volume(sequence).GetParentTransformNode()) @ OBLIQUE
        np.testing.assert_allclose(written.geometry.origin_mm, np.array([-1, -1, 1]) * world[:3, 3], atol=1e-6)


@pytest.mark.parametrize("browsed", [True, False])
def test_each_phase_shows_its_own_segmentation(scene: Any, browsed: bool) -> None:
    sequence = add_series(scene, browsed=browsed)
    if browsed:
        browser_of(sequence).SetSelectedItemNumber(1)
    made, shown = segmented(sequence, [0, 1, 2])
    browser = browser_of(sequence)
    assert browser_of(made) is browser and browser.GetProxyNode(made) is shown
    assert (made.GetName(), made.GetIndexName(), made.GetIndexUnit()) == ("Beat heart", "time", "ms")
    assert [made.GetNthIndexValue(number) for number in range(3)] == ["0", "50", "100"]
    assert lv_voxels(shown) == pytest.approx(8 if browsed else 4), "the phase that the browser shows"
    volume = shown_volume(sequence)
    for number in (2, 0, 1):
        browser.SetSelectedItemNumber(number)
        assert lv_voxels(shown) == pytest.approx(4 + 4 * number)
        np.testing.assert_allclose(segment_matrix(shown)[:3, :3], OBLIQUE[:3, :3], atol=1e-9)
        assert shown.GetNodeReference(shown.GetReferenceImageGeometryReferenceRole()) is volume
        assert shown.GetDisplayNode() is not None and shown.GetName() == "Beat heart 2"
        assert shown.GetSegmentation().GetSegment("LV").GetRepresentation("Closed surface").GetNumberOfPoints() > 8


def test_a_phase_without_a_segmentation_shows_none(scene: Any) -> None:
    sequence = add_series(scene)
    made, shown = segmented(sequence, [1])
    browser = browser_of(sequence)
    assert made.GetNumberOfDataNodes() == 1
    assert shown.GetSegmentation().GetNumberOfSegments() == 0, "the browser shows the first phase"
    browser.SetSelectedItemNumber(1)
    assert lv_voxels(shown) == pytest.approx(8)
    browser.SetSelectedItemNumber(2)
    assert shown.GetSegmentation().GetNumberOfSegments() == 0
    assert made.GetNumberOfDataNodes() == 1, "looking at a phase does not make it"


def test_corrections_stay_with_their_phase(scene: Any) -> None:
    sequence = add_series(scene)
    _, shown = segmented(sequence, [0, 1, 2])
    browser = browser_of(sequence)
    browser.SetSelectedItemNumber(1)
    shown.GetSegmentation().RemoveSegment("AA")
    browser.SetSelectedItemNumber(2)
    assert shown.GetSegmentation().GetNumberOfSegments() == 4
    browser.SetSelectedItemNumber(1)
    assert list(shown.GetSegmentation().GetSegmentIDs()) == ["LA", "LV", "Myo"]


def test_the_result_lies_under_the_transform_of_its_volume(scene: Any) -> None:
    sequence = add_series(scene, transforms=[moved(15, -25, 8)])
    _, shown = segmented(sequence, [0, 1, 2])
    assert shown.GetParentTransformNode() is shown_volume(sequence).GetParentTransformNode() is not None


def test_a_series_is_saved_with_all_its_phases(scene: Any, tmp_path: Path) -> None:
    sequence = add_series(scene, transforms=[moved(15, -25, 8)])
    made, shown = segmented(sequence, [0, 2])
    written = without_pause(save_series(made, shown, tmp_path / "Beat.nii.gz"))
    assert [path.name for path in written] == ["Beat_phase-01.nii.gz", "Beat_phase-03.nii.gz"]
    for number, path in zip((0, 2), written, strict=True):
        assert np.array_equal(read_labels(path).array, cavity(number))
    shown.GetSegmentation().RemoveSegment("AA")  # of the phase that is shown
    written = without_pause(save_series(made, shown, tmp_path / "Edited.nii.gz"))
    assert [np.unique(read_labels(path).array).tolist() for path in written] == [[0, 1, 2, 3], [0, 1, 2, 3, 4]]
    written = without_pause(save_series(made, shown, tmp_path / "Beat.seg.nrrd"))
    assert [path.name for path in written] == ["Beat_phase-01.seg.nrrd", "Beat_phase-03.seg.nrrd"]
    with pytest.raises(UserError) as failure:
        without_pause(save_series(made, shown, tmp_path / "Beat.nii.gz"))
    assert failure.value.code is Code.EXISTS
    (tmp_path / "surfaces").mkdir()
    written = without_pause(save_series(made, shown, tmp_path / "surfaces"))
    assert tmp_path / "surfaces" / "phase-03" / "AA.stl" in written and len(written) == 7
    alone = save(shown, tmp_path / "surfaces", overwrite=True)
    there = {path.name: path for path in written if path.parent.name == "phase-01"}
    assert [path.read_bytes() == there[path.name].read_bytes() for path in alone] == [True] * 3, "in the world"


def test_what_is_not_a_series_of_volumes_is_refused(scene: Any) -> None:
    def sentence(node: Any) -> str:
        with pytest.raises(UserError) as failure:
            check_series(node)
        assert failure.value.code is Code.BAD_INPUT and failure.value.remedy
        return failure.value.sentence

    assert sentence(None) == "Nothing is not a time series."
    assert "Chest is not a time series." in sentence(add_volume(scene))
    assert "holds nothing" in sentence(add_series(scene, 0, browsed=False))
    assert "holds a single phase" in sentence(add_series(scene, 1))
    made, _ = segmented(add_series(scene), [0, 1])
    assert "is not a series of volumes" in sentence(made)
    flat = add_series(scene)
    slicer.util.updateVolumeFromArray(flat.GetNthDataNode(2), np.zeros((1, *DIMENSIONS[1::-1]), np.int16))
    assert sentence(flat) == "Phase 3 of Beat: Beat is a single slice."
    gone = add_series(scene)
    scene.RemoveNode(gone)
    assert "is not in the scene any more" in sentence(gone)


def test_a_series_under_a_bent_transform_is_refused(scene: Any) -> None:
    sequence = add_series(scene)
    shown_volume(sequence).SetAndObserveTransformNodeID(
        scene.AddNewNodeByClass("vtkMRMLBSplineTransformNode", "bent").GetID()
    )
    with pytest.raises(UserError, match="not linear"):
        check_series(sequence)


def test_a_beat_becomes_a_curve_and_a_table(scene: Any) -> None:
    sequence = add_series(scene)
    made, shown = segmented(sequence, [0, 1, 2])
    volumes = [{"LV": 120.0, "Myo": 90.0}, {"LV": 48.0, "Myo": 91.5}, {"LV": 80.0, "Myo": 90.25}]
    ventricle = {
        "edv_ml": 120.0,
        "esv_ml": 48.0,
        "stroke_ml": 72.0,
        "ef_percent": 60.0,
        "ef_interval_percent": [51.2, 68.4],
    }
    nodes = place_beat(shown, made, volumes, HEART_4, {"ventricles": {"LV": ventricle}, "lv_mass_g": 94.5})
    table = nodes.volumes
    assert [table.GetColumnName(number) for number in range(table.GetNumberOfColumns())] == [
        "time (ms)",
        "LV (ml)",
        "Myo (ml)",
    ], "what no phase shows has no column"
    assert slicer.util.arrayFromTableColumn(table, "time (ms)").tolist() == [0, 50, 100]
    assert slicer.util.arrayFromTableColumn(table, "LV (ml)").tolist() == [120, 48, 80]
    series = [nodes.chart.GetNthPlotSeriesNode(number) for number in range(nodes.chart.GetNumberOfPlotSeriesNodes())]
    assert [(one.GetXColumnName(), one.GetYColumnName()) for one in series] == [
        ("time (ms)", "LV (ml)"),
        ("time (ms)", "Myo (ml)"),
    ]
    assert all(one.GetTableNode() is table for one in series)
    assert nodes.chart.GetTitle() == "LV: ejection fraction 60 % (51 to 68 %), stroke volume 72 ml"
    function = nodes.function
    assert function.GetCellText(0, 0) == "LV"
    row = {function.GetColumnName(number): function.GetCellText(0, number) for number in range(1, 8)}
    assert {title: float(text) for title, text in row.items()} == {
        "EDV (ml)": 120.0,
        "ESV (ml)": 48.0,
        "Stroke volume (ml)": 72.0,
        "Ejection fraction (%)": 60.0,
        "EF at least (%)": 51.2,
        "EF at most (%)": 68.4,
        "Wall mass (g)": 94.5,
    }


def test_the_mass_is_of_the_left_ventricle_whatever_it_is_called(scene: Any) -> None:
    described = [{"value": 1, "name": "left", "code": "87878005"}, {"value": 2, "name": "right", "code": "53085002"}]
    own = LabelSet.from_json({"name": "own", "structures": described})
    made, shown = segmented(add_series(scene), [0, 1])
    ventricle = {"edv_ml": 120.0, "esv_ml": 48.0, "stroke_ml": 72.0, "ef_percent": 60.0, "ef_interval_percent": None}
    function = {"ventricles": {"left": ventricle, "right": ventricle}, "lv_mass_g": 94.5}
    table = place_beat(shown, made, [{"left": 120.0, "right": 120.0}, {"left": 48.0, "right": 48.0}], own, function)
    masses = slicer.util.arrayFromTableColumn(table.function, "Wall mass (g)")
    assert masses[0] == 94.5 and np.isnan(masses[1])


def test_a_beat_that_is_not_complete_has_a_curve_alone(scene: Any) -> None:
    sequence = add_series(scene)
    sequence.SetIndexType(sequence.TextIndex)
    sequence.UpdateIndexValue("50", "late")
    made, shown = segmented(sequence, [0, 1])
    nodes = place_beat(shown, made, [{"LV": 120.0}, {"LV": 48.0}], HEART_4, None)
    assert nodes.function is None
    assert slicer.util.arrayFromTableColumn(nodes.volumes, "Phase").tolist() == [1, 2]


def test_what_the_worker_measures_is_known_by_the_same_names_here() -> None:
    assert Function.__annotations__.keys() == heart_function.HeartFunction.model_fields.keys()
    assert Ventricle.__annotations__.keys() == heart_function.Ventricle.model_fields.keys()
