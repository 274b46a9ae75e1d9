"""Many hearts from the panel: a folder, volumes of the scene, patients of the DICOM database; a table, and back into
the scene.
"""

from __future__ import annotations

import csv
import gc
import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import qt
import slicer

from CrossModalitySegLib.anatomy import HEART_4, HEART_7
from CrossModalitySegLib.evaluation.figures import overlay
from CrossModalitySegLib.images.geometry import Geometry
from CrossModalitySegLib.images.io.files import read_volume, write_labels, write_volume
from CrossModalitySegLib.images.volume import Volume
from CrossModalitySegLib.label_set import LabelSet
from CrossModalitySegLib.panel.case_table import CaseTable
from CrossModalitySegLib.panel.parameters import TargetKind
from CrossModalitySegLib.scene.loading import load_volume
from CrossModalitySegLib.scene.volumes import reference_volume, take_snapshot
from CrossModalitySegLib.tasks import resume
from CrossModalitySegLib.tasks.batch import Case
from CrossModalitySegLib.tasks.state import State

from .conftest import add_volume, press
from .test_learning import Database

Until = Callable[..., None]
Recipe = Callable[[str], None]

CASES = """
    from pathlib import Path
    from CrossModalitySegLib.events import CaseDone
    for file in sorted(path for path in job.inputs[0].rglob("*") if path.is_file()):
        reporter.emit(CaseDone(title=file.stem, files=[file], sentence="Not today."))
    job.out.mkdir(parents=True, exist_ok=True)
    (job.out / "overview.html").write_text("seen")
    return Result(outputs=[job.out / "overview.html"])
"""
"""A worker that tells of every file that it was given."""


SEGMENTED_CASES = """
    import json
    import numpy as np
    from CrossModalitySegLib.events import CaseDone
    from CrossModalitySegLib.images.io.files import read_volume, write_labels
    from CrossModalitySegLib.images.volume import Volume
    job.out.mkdir(parents=True, exist_ok=True)
    for number, file in enumerate(sorted(job.inputs[0].iterdir())):
        while number == WAIT_AT and not reporter.stop_requested:
            time.sleep(0.05)
            reporter.progress(0.5, "waits")  # reports that follow too soon are left out
        if reporter.stop_requested:
            break
        grid = read_volume(file).geometry
        labels = np.zeros(grid.shape, np.uint8)
        labels[4:8, 5:15, 6:20] = 1
        written = write_labels(job.out / f"{file.stem}.seg.nrrd", Volume(labels, grid))
        record = {"quality": {"findings": []}, "confidence": {}, "model": "CT", "elapsed_s": 0.1, "expected_dice": None}
        (job.out / f"{file.stem}.json").write_text(json.dumps(record))
        reporter.emit(CaseDone(title=file.name, files=[file], segmentation=written))
    return Result(outputs=[], stopped=reporter.stop_requested)
"""
"""A worker that finds a box in every file that it was given, and waits for a stop at that of the number WAIT_AT."""


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    """A folder of three CT volumes of noise, one of them shifted, and a file that is not an image."""
    folder = tmp_path / "scans"
    folder.mkdir()
    array = np.random.default_rng(0).normal(40, 80, (24, 28, 32)).astype(np.int16)
    for number in range(3):
        grid = Geometry(array.shape, (5.0, 5.0, 5.0), (10.0 * number, 0.0, 0.0))
        write_volume(folder / f"scan-{number}.nii.gz", Volume(np.roll(array, number, axis=1), grid))
    (folder / "scan-9.nii.gz").write_bytes(b"nothing of the kind")
    return folder


@pytest.fixture
def batch(panel: Any, tmp_path: Path) -> Any:
    """A panel whose batch writes into a folder of this test, with the small model of the tests."""
    ui = panel.ui
    ui.batchSection.setCollapsed(False)
    ui.batchOut.setCurrentPath(str(tmp_path / "out"))
    ui.batchModelCombo.setCurrentIndex([model.name for model in panel.models].index("CT"))
    return panel


def use(batch: Any, kind: TargetKind) -> None:
    batch.ui.batchKindCombo.setCurrentIndex(list(TargetKind).index(kind))
    assert batch.parameters.batchKind is kind


def rows(batch: Any) -> list[list[str]]:
    table = batch.ui.batchTable
    return [
        [table.item(row, column).text() for column in range(table.property("columnCount"))]
        for row in range(table.property("rowCount"))
    ]


def volumes() -> list[Any]:
    return [node.GetName() for node in slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode")]


@pytest.mark.integration
def test_a_folder_is_stopped_resumed_and_loaded_case_by_case(batch: Any, scans: Path, until: Until) -> None:
    ui, out = batch.ui, Path(batch.parameters.batchOut)
    ui.batchFolder.setCurrentPath(str(scans))
    press(ui.batchButton)
    until(lambda: rows(batch))
    press(ui.stopButton)
    until(lambda: not batch.busy)
    first = out / "scan-0.seg.nrrd"
    written_s = first.stat().st_mtime
    assert len(rows(batch)) < 4, "it was stopped"
    assert "Segment many hearts" in ui.resumeText.toPlainText()
    press(ui.resumeButton)
    until(lambda: not batch.busy, timeout_s=120)
    assert batch.status.state is State.FAILED, "one input is not an image"
    assert "scan-9.nii.gz" in batch.status.error.sentence
    assert rows(batch)[0][:2] == ["scan-9.nii.gz", "failed"]
    assert {row[0] for row in rows(batch)[1:]} == {"scan-0.nii.gz", "scan-1.nii.gz", "scan-2.nii.gz"}
    assert first.stat().st_mtime == written_s, "what was done before the stop is not done again"
    with (out / "overview.csv").open() as file:
        assert len(list(csv.DictReader(file))) == 3
    press(ui.overviewButton)
    assert batch.dialogs.asked[-1] == str(out / "overview.html")

    row = [row[0] for row in rows(batch)].index("scan-2.nii.gz")
    ui.batchTable.setCurrentCell(row, 0)
    ui.batchTable.cellDoubleClicked.emit(row, 0)
    until(lambda: batch.segment.result is not None)
    assert volumes() == ["scan-2.nii.gz"]
    node = batch.segment.result.segmentation
    volume = slicer.util.getNode("scan-2.nii.gz")
    assert node.GetNodeReference("referenceImageGeometryRef") is volume
    assert batch.segment.result.volumes_ml["LV"] == pytest.approx(float(rows(batch)[row][5]), abs=0.06)
    # The label map lies on the voxels of the volume that Slicer itself has read.
    image, bounds, box = slicer.vtkOrientedImageData(), [0.0] * 6, [0.0] * 6
    node.GetRASBounds(box)
    volume.GetRASBounds(bounds)
    assert all(bounds[axis] - 0.01 <= box[axis] for axis in (0, 2, 4)), image
    assert all(box[axis] <= bounds[axis] + 0.01 for axis in (1, 3, 5))
    press(ui.loadCaseButton)
    assert volumes() == ["scan-2.nii.gz"], "what is there is shown, not loaded again"
    assert len(slicer.util.getNodesByClass("vtkMRMLSegmentationNode")) == 1
    ui.batchTable.setCurrentCell(0, 0)
    assert not ui.loadCaseButton.isEnabled()
    assert "Nothing was segmented" in ui.loadCaseButton.property("toolTip")


@pytest.mark.integration
def test_ticked_volumes_are_segmented_in_one_job_and_loaded_back_under_their_transform(
    batch: Any, until: Until
) -> None:
    ui = batch.ui
    nodes = [add_volume("Chest"), add_volume("Chest")]
    transform = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLTransformNode", "Move")
    matrix = np.eye(4)
    matrix[:3, 3] = 20, -10, 5
    transform.SetMatrixTransformToParent(slicer.util.vtkMatrixFromArray(matrix))
    nodes[1].SetAndObserveTransformNodeID(transform.GetID())
    use(batch, TargetKind.SCENE)
    assert not ui.batchButton.isEnabled()
    for node in nodes:
        ui.batchVolumes.setCheckState(node, qt.Qt.CheckState.Checked)
    press(ui.batchButton)
    until(lambda: not batch.busy, timeout_s=120)
    assert batch.status.state is State.FINISHED, batch.status.sentence
    assert not (batch.task.folder.path / "data").exists(), "the exported patients do not stay on the disk"
    assert {row[0] for row in rows(batch)} == {"Chest.nrrd", "Chest-2.nrrd"}
    ui.batchTable.setCurrentCell([row[0] for row in rows(batch)].index("Chest-2.nrrd"), 0)
    press(ui.loadCaseButton)
    until(lambda: batch.segment.result is not None)
    assert len(volumes()) == 2, "the volume of the scene is used"
    node = batch.segment.result.segmentation
    assert node.GetNodeReference("referenceImageGeometryRef") is nodes[1]
    assert node.GetParentTransformNode() is transform


@pytest.mark.parametrize("scene", ["the same", "another"])
def test_a_batch_that_is_resumed_knows_its_volumes(batch: Any, until: Until, recipe: Recipe, scene: str) -> None:
    nodes = [add_volume("Chest"), add_volume("Heart")]
    use(batch, TargetKind.SCENE)
    for node in nodes:
        batch.ui.batchVolumes.setCheckState(node, qt.Qt.CheckState.Checked)
    recipe(SEGMENTED_CASES.replace("WAIT_AT", "1"))
    press(batch.ui.batchButton)
    until(lambda: rows(batch) and batch.status.stage == "waits")
    press(batch.ui.stopButton)
    until(lambda: not batch.busy)
    assert [row[0] for row in rows(batch)] == ["Chest.nrrd"], "it was stopped"
    if scene == "another":
        numbers = [node.GetID() for node in nodes]
        slicer.mrmlScene.Clear(0)
        nodes = [add_volume("Chest"), add_volume("Heart")]
        assert [node.GetID() for node in nodes] == numbers
        nodes[1].SetOrigin(1000.0, 0.0, 0.0)
    recipe(SEGMENTED_CASES.replace("WAIT_AT", "-1"))
    press(batch.ui.resumeButton)
    until(lambda: not batch.busy)
    assert batch.status.state is State.FINISHED, batch.status.sentence
    batch.ui.batchTable.setCurrentCell([row[0] for row in rows(batch)].index("Heart.nrrd"), 0)
    press(batch.ui.loadCaseButton)
    until(lambda: batch.segment.result is not None)
    reference = reference_volume(batch.segment.result.segmentation)
    assert reference is (nodes[1] if scene == "the same" else None)
    assert len(volumes()) == 2


def test_patients_of_the_dicom_database_come_back_from_the_database(
    batch: Any, until: Until, recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe(CASES)
    files = [tmp_path / f"{number}.dcm" for number in range(2)]
    for file in files:
        file.write_bytes(b"DICM")
    monkeypatch.setattr(slicer, "dicomDatabase", Database([str(file) for file in files]), raising=False)
    use(batch, TargetKind.DICOM)
    batch.entered()
    batch.left()
    patients = batch.ui.batchPatients
    assert [patients.item(row).text() for row in range(patients.property("count"))] == ["Doe, Heart", "Doe, Heart (2)"]
    patients.item(0).setCheckState(qt.Qt.CheckState.Checked)
    press(batch.ui.batchButton)
    until(lambda: not batch.busy)
    assert batch.status.state is State.FINISHED, batch.status.sentence
    assert batch.task.folder.description()["all_series"] is True
    assert {case.files for case in batch.task.cases.values()} == {tuple(files)}, "not the copies for the worker"


def test_a_series_of_the_database_is_loaded_with_its_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    from CrossModalitySegLib.scene.loading import load_volume

    loaded: list[list[str]] = []

    def load_series(uids: list[str]) -> list[str]:
        loaded.append(uids)
        return [add_volume("2: Heart").GetID()]

    database = SimpleNamespace(isOpen=True, seriesForFile=lambda file: "1.2.3" if file == "/dicom/1.dcm" else "")
    monkeypatch.setattr(slicer, "dicomDatabase", database, raising=False)
    monkeypatch.setitem(
        sys.modules, "DICOMLib", SimpleNamespace(DICOMUtils=SimpleNamespace(loadSeriesByUID=load_series))
    )
    assert load_volume([Path("/dicom/1.dcm")], "Doe").GetName() == "2: Heart"
    assert loaded == [["1.2.3"]]


def test_an_unfinished_batch_is_offered_and_a_cut_off_segmentation_is_not(
    batch: Any, until: Until, recipe: Recipe, scans: Path
) -> None:
    recipe("reporter.progress(0.5, 'at work')\nwhile True:\n    time.sleep(0.01)")
    batch.ui.batchFolder.setCurrentPath(str(scans))
    press(batch.ui.batchButton)
    until(lambda: batch.status.stage == "at work")
    folder = batch.task.folder
    batch.task.abandon()
    resume.clear_away(folder.path.parent)
    (offered,) = resume.unfinished_jobs(folder.path.parent)
    assert (offered.title, offered.folder.path) == ("Segment many hearts", folder.path)
    (folder.path / "owner.json").write_text('{"title": "Segment heart", "kind": "segment"}')
    assert resume.unfinished_jobs(folder.path.parent) == []
    resume.clear_away(folder.path.parent)
    assert not folder.path.exists()


def case(title: str, *, findings: tuple[str, ...] = (), dice: float | None = None, sentence: str = "") -> Case:
    volumes_ml = {} if sentence else {"LV": 100.0 + len(title), "LA": 50.0}
    return Case(
        title,
        (Path(title),),
        Path(f"{title}.seg.nrrd"),
        None,
        findings,
        volumes_ml,
        {"LV": dice} if dice else {},
        sentence,
    )


@pytest.fixture
def segmented_case(batch: Any, scans: Path, tmp_path: Path) -> Case:
    """A case that was segmented, in the current row of the table."""
    image, out = scans / "scan-1.nii.gz", tmp_path / "scan-1.seg.nrrd"
    grid = read_volume(image).geometry
    labels = np.zeros(grid.shape, np.uint8)
    labels[4:8, 5:15, 6:20] = HEART_4.by_name("LV").value
    write_labels(out, Volume(labels, grid), HEART_4)
    record = {"quality": {"findings": []}, "confidence": {}, "model": "CT", "elapsed_s": 0.1, "expected_dice": None}
    (tmp_path / "scan-1.json").write_text(json.dumps(record))
    one = Case("scan-1.nii.gz", (image,), out, None, (), {"LV": 70.0}, {}, "")
    batch.batch._add(one)
    batch.ui.batchTable.setCurrentCell(0, 0)
    return one


def test_a_case_that_has_left_the_scene_takes_no_memory(batch: Any, segmented_case: Case, until: Until) -> None:
    press(batch.ui.loadCaseButton)
    until(lambda: batch.segment.result is not None)
    first = batch.segment.result
    press(batch.ui.loadCaseButton)
    assert batch.segment.result is first, "what is there is shown, not loaded again"
    del first
    gone: set[str] = set()
    for node in (slicer.util.getNode("scan-1.nii.gz"), batch.segment.result.segmentation):
        node.AddObserver("DeleteEvent", partial(lambda name, *_: gone.add(name), node.GetName()))
        slicer.mrmlScene.RemoveNode(node)
    del node
    batch.draw()
    gc.collect()
    assert gone == {"scan-1.nii.gz", "scan-1.nii.gz heart"}


def test_a_case_is_not_loaded_into_the_next_scene(batch: Any, segmented_case: Case, until: Until) -> None:
    press(batch.ui.loadCaseButton)
    slicer.mrmlScene.Clear(0)
    waited: list[int] = []
    qt.QTimer.singleShot(300, lambda: waited.append(1))
    until(lambda: waited)
    assert volumes() == [] and not slicer.util.getNodesByClass("vtkMRMLSegmentationNode")
    press(batch.ui.loadCaseButton)
    until(lambda: batch.segment.result is not None)
    assert volumes() == ["scan-1.nii.gz"], "where somebody wants it, it is loaded"


def test_a_case_of_a_closed_scene_is_not_laid_on_a_volume_of_the_next_one(
    batch: Any, segmented_case: Case, until: Until
) -> None:
    before = load_volume(segmented_case.files, "Chest")
    of_scene = replace(segmented_case, files=(Path("exported.nrrd"),), snapshot=take_snapshot(before))
    batch.batch._add(of_scene)
    slicer.mrmlScene.Clear(0)
    other = add_volume("Chest")
    assert other.GetID() == of_scene.snapshot.node_id, "Slicer gives the ID again"
    batch.ui.batchTable.setCurrentCell(0, 0)
    press(batch.ui.loadCaseButton)
    until(lambda: batch.segment.result is not None)
    assert reference_volume(batch.segment.result.segmentation) is None


def test_what_needs_a_look_comes_first_and_any_column_sorts() -> None:
    widget = qt.QTableWidget()
    table = CaseTable(widget)
    for one in (
        case("b", dice=0.9),
        case("longest", findings=("LV is small.",), dice=0.8),
        case("c", findings=("LA is large.",), dice=0.6),
        case("A", dice=0.7),
        case("gone", sentence="Not an image."),
    ):
        table.add(one)

    def titles() -> list[str]:
        return [widget.item(row, 0).text() for row in range(widget.property("rowCount"))]

    assert titles() == ["gone", "c", "longest", "A", "b"]
    header = widget.horizontalHeader()
    header.setSortIndicator(0, qt.Qt.SortOrder.AscendingOrder)
    assert titles() == ["A", "b", "c", "gone", "longest"]
    header.setSortIndicator(2, qt.Qt.SortOrder.DescendingOrder)
    assert titles() == ["b", "longest", "A", "c", "gone"], "without a value last"
    header.setSortIndicator(3, qt.Qt.SortOrder.DescendingOrder)
    assert titles()[0] == "longest"
    table.add(case("b", findings=("New.",), dice=0.9))
    assert sorted(titles()) == ["A", "b", "c", "gone", "longest"], "a case that comes again takes its own place"
    assert [widget.horizontalHeaderItem(column).text() for column in range(5)] == [
        "Case",
        "Flag",
        "Dice",
        "LV (ml)",
        "LA (ml)",
    ]
    table.close()


@pytest.mark.parametrize("label_set", [HEART_4, HEART_7])
def test_a_case_shows_one_view_without_the_legend(until: Until, tmp_path: Path, label_set: LabelSet) -> None:
    gray, labels = np.zeros((24, 24, 24), np.int16), np.zeros((24, 24, 24), np.uint8)
    labels[10:14, 10:14, 10:14] = 1
    grid = Geometry(gray.shape, (5.0, 5.0, 5.0))
    (tmp_path / "a.png").write_bytes(overlay(Volume(gray, grid), Volume(labels, grid), label_set))
    widget = qt.QTableWidget()
    widget.setIconSize(qt.QSize(160, 160))
    table = CaseTable(widget)
    table.add(Case(**(vars(case("a")) | {"preview": tmp_path / "a.png"})))
    until(lambda: not widget.item(0, 0).icon().isNull())
    image = widget.item(0, 0).icon().pixmap(160, 160).toImage().convertToFormat(qt.QImage.Format.Format_RGBA8888)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., :3].astype(int)
    colored = np.ptp(pixels, axis=-1) > 15
    table.close()
    assert colored[image.height() // 4 : -image.height() // 4].any(), "the structure"
    assert not colored[: image.height() // 8].any() and not colored[-image.height() // 8 :].any()


@pytest.mark.quiet
def test_a_thousand_cases_block_nothing_for_long(until: Until, tmp_path: Path) -> None:
    pixmap = qt.QPixmap(1400, 900)
    pixmap.fill(qt.QColor("gray"))
    assert pixmap.save(str(tmp_path / "a.png"))
    widget = qt.QTableWidget()
    widget.show()
    table = CaseTable(widget)
    longest_s = 0.0
    for number in range(1000):
        one = case(f"case {number * 617 % 1000}", dice=0.5 + number % 7 / 20)
        one = Case(**(vars(one) | {"preview": tmp_path / "a.png"}))
        start_s = time.perf_counter()
        table.add(one)
        slicer.app.processEvents()
        longest_s = max(longest_s, time.perf_counter() - start_s)
    for column in range(3):
        start_s = time.perf_counter()
        widget.horizontalHeader().setSortIndicator(column, qt.Qt.SortOrder.DescendingOrder)
        slicer.app.processEvents()
        longest_s = max(longest_s, time.perf_counter() - start_s)
    print(f"longest step {longest_s:.3f} s")
    table.close()
    assert longest_s < 0.3
