"""The sections that make models: what they ask for, what they show meanwhile, and what is there in the end."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import qt
import slicer

from CrossModalitySegLib.panel import curves, progress_section
from CrossModalitySegLib.panel.curves import MOST_POINTS, Curve
from CrossModalitySegLib.scene.plots import CURVE_STYLES
from CrossModalitySegLib.tasks.state import State, Status

from .conftest import add_volume, press

Until = Callable[..., None]
Recipe = Callable[[str], None]

LEARNING = """
    if job.verb == "estimate":
        summary = {"duration_s": 150.0, "memory_gb": MEMORY, "available_gb": 24.0, "device": "cpu"}
        return Result(outputs=[], summary=summary)
    import shutil
    from PIL import Image
    for step in range(20):
        reporter.progress((step + 1) / 20, "Adapting")
        reporter.metric("critic_distance", step, 1.0 / (step + 1))
        reporter.metric("target_entropy", step, 0.4 - 0.01 * step)
        reporter.metric("plausibility", step, None if step == 3 else 0.5 + 0.02 * step)
        time.sleep(0.01)
    work = job.work
    work.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (80, 60), "green").save(work / "preview.png")
    reporter.preview(work / "preview.png")
    (work.parent / "job_copy.json").write_text(job.model_dump_json())
    scans = sorted(str(path.relative_to(work.parent)) for path in work.parent.rglob("*.nrrd"))
    (work.parent / "files.txt").write_text("\\n".join(scans))
    HOLD
    job.out.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(os.environ["CROSSMODALITYSEG_HOME"] + "/models/CT.cms", job.out)
    return Result(outputs=[job.out], stopped=reporter.stop_requested)
"""


def learning(memory_gb: float = 1.0, hold: str = "") -> str:
    return LEARNING.replace("MEMORY", str(memory_gb)).replace("HOLD", hold)


UNTIL_STOPPED = "\n    while not reporter.stop_requested:\n        time.sleep(0.01)"


@pytest.fixture
def adapting(panel: Any, mr_model: Path, equip: Callable[[Any], None], tmp_path: Path) -> Any:
    """A panel in which everything for an adaptation is chosen: two volumes of the scene, of one name."""
    equip(panel)
    (tmp_path / "mr").mkdir()
    panel.ui.adaptSection.setCollapsed(False)
    panel.ui.sourceModelCombo.setCurrentIndex([model.name for model in panel.models_of("mr")].index(mr_model.stem))
    panel.ui.sourceFolder.setCurrentPath(str(tmp_path / "mr"))
    for volume in (add_volume("CT scan"), add_volume("CT scan")):
        panel.ui.targetVolumes.setCheckState(volume, qt.Qt.CheckState.Checked)
    panel.ui.adaptedName.setText("Adapted")
    return panel


def test_adapting_shows_estimate_curves_and_preview_and_adds_the_model(
    adapting: Any, until: Until, recipe: Recipe
) -> None:
    recipe(learning())
    panel = adapting
    press(panel.ui.adaptButton)
    until(lambda: panel.task.verb == "adapt" and not panel.busy)
    assert panel.status.state is State.FINISHED, panel.status.sentence
    assert "About 2 min" in panel.ui.adaptEstimate.toPlainText()
    assert "1.0 of 24.0 GB" in panel.ui.adaptEstimate.toPlainText()
    assert not panel.ui.curvesLabel.property("pixmap").isNull()
    assert not panel.ui.previewLabel.isHidden()
    until(lambda: "Adapted" in [model.name for model in panel.equipment.models])
    items = [
        panel.ui.segmentModelCombo.itemText(index) for index in range(panel.ui.segmentModelCombo.property("count"))
    ]
    assert "Adapted" in items

    asked = json.loads((panel.task.folder.path / "job_copy.json").read_text())
    assert (asked["size"], asked["method"], asked["settings"]["depth"]) == ("tiny", "dou2018", 21)
    files = (panel.task.folder.path / "files.txt").read_text().split()
    assert files == ["data/images/CT_scan-2.nrrd", "data/images/CT_scan.nrrd"]
    assert not (panel.task.folder.path / "data").exists(), "exported patients do not stay on the disk"


def test_live_curves_are_plot_nodes_of_the_scene(adapting: Any, until: Until, recipe: Recipe) -> None:
    recipe(learning())
    press(adapting.ui.adaptButton)
    until(lambda: adapting.task.verb == "adapt" and not adapting.busy)
    series = {node.GetName() for node in slicer.util.getNodesByClass("vtkMRMLPlotSeriesNode")}
    assert series == {
        f"Adapt MR model to CT: {curve}" for curve in ("Critic distance", "Target entropy", "Plausibility")
    }
    tables = slicer.util.getNodesByClass("vtkMRMLTableNode")
    assert sum(table.GetNumberOfRows() for table in tables) > 0


class Painter:
    """Counts what is drawn."""

    def __init__(self) -> None:
        self.lines: list[tuple[int, ...]] = []
        self.texts: list[str] = []

    def setPen(self, *_: object) -> None:
        pass

    def drawText(self, x: int, y: int, text: str) -> None:
        self.texts.append(text)

    def drawLine(self, *ends: int) -> None:
        self.lines.append(ends)


def test_a_long_curve_is_drawn_with_a_point_for_each_column() -> None:
    points = [(step, 1 / (step + 1)) for step in range(100_000)]
    points[77_777] = (77_777, 5.0)
    curve, painter = Curve(points), Painter()
    assert len(curve.points) <= MOST_POINTS and (curve.points[0], curve.points[-1]) == (points[0], points[-1])
    curves._draw(painter, 320, 0, CURVE_STYLES["loss"], curve)
    axes, drawn = painter.lines[:2], painter.lines[2:]
    assert 200 < len(drawn) <= 320
    assert drawn[-1][2] == axes[0][2], "up to the last point"
    assert painter.texts == ["Training loss: 1e-05", "5", "1e-05"], "the highest and the lowest of all"
    assert Curve(points[:5]).points == points[:5]


def test_curves_are_drawn_once_a_second_and_at_the_end(panel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    clock_s = [100.0]

    def chart(shown: dict[str, Curve], width_px: int) -> Any:
        drawn.append(shown["loss"].points[-1][0])
        return real(shown, width_px)

    real = progress_section.chart
    monkeypatch.setattr(progress_section, "chart", chart)
    monkeypatch.setattr(progress_section, "time", SimpleNamespace(monotonic=lambda: clock_s[0]))
    panel.status = Status(State.RUNNING, "Train a model")
    for step in range(31):
        panel.progress._metric("loss", step, 1.0)
        panel.progress.draw()
        clock_s[0] += 0.125
    assert drawn == [0, 8, 16, 24]
    panel.status = panel.status.to(State.FINISHED)
    panel.progress.draw()
    panel.progress.draw()
    assert drawn == [0, 8, 16, 24, 30]


def test_stop_keeps_the_best_and_offers_to_go_on(adapting: Any, until: Until, recipe: Recipe) -> None:
    recipe(learning(hold=UNTIL_STOPPED))
    panel = adapting
    press(panel.ui.adaptButton)
    until(lambda: not panel.ui.previewLabel.isHidden())
    press(panel.ui.stopButton)
    until(lambda: not panel.busy)
    assert panel.status.state is State.FINISHED
    assert "the best so far is kept as Adapted" in panel.status.sentence
    assert not panel.ui.resumeFrame.isHidden()
    assert (panel.task.folder.path / "data" / "images" / "CT_scan.nrrd").is_file(), (
        "a stopped job keeps what it needs to go on"
    )


def test_too_little_memory_is_reported_before_anything_starts(adapting: Any, until: Until, recipe: Recipe) -> None:
    recipe(learning(memory_gb=50.0))
    press(adapting.ui.adaptButton)
    until(lambda: not adapting.busy)
    assert adapting.task.verb == "estimate"
    assert adapting.status.state is State.FAILED
    assert "50.0 of 24.0 GB" in adapting.status.error.sentence
    assert "tiny" in adapting.status.error.remedy


def test_an_estimate_alone_starts_nothing(adapting: Any, until: Until, recipe: Recipe) -> None:
    recipe(learning())
    press(adapting.ui.adaptEstimateButton)
    until(lambda: not adapting.busy)
    assert adapting.task.verb == "estimate"
    assert "About 2 min" in adapting.ui.adaptEstimate.toPlainText()
    assert not adapting.task.folder.path.exists()


def test_what_is_missing_is_reported_at_the_button(adapting: Any) -> None:
    ui = adapting.ui
    ui.adaptedName.setText("")
    assert ui.adaptButton.property("toolTip") == "Give the new model a name."
    ui.sourceFolder.setCurrentPath("")
    assert "folder of MR volumes" in ui.adaptButton.property("toolTip")


def test_adapting_goes_both_ways(adapting: Any, until: Until, recipe: Recipe) -> None:
    recipe(learning())
    ui = adapting.ui
    ui.directionCombo.setCurrentIndex(1)
    assert [ui.sourceModelCombo.itemText(index) for index in range(ui.sourceModelCombo.property("count"))] == [
        "CT",
        "Heart-virtual",
        "Whole-heart-virtual",
    ]
    press(ui.adaptButton)
    until(lambda: adapting.task.verb == "adapt" and not adapting.busy)
    assert adapting.status.state is State.FINISHED, adapting.status.sentence
    assert adapting.status.title == "Adapt CT model to MR"
    asked = json.loads((adapting.task.folder.path / "job_copy.json").read_text())
    assert (asked["source_modality"], asked["target_modality"]) == ("ct", "mr")
    assert Path(asked["model"]).name == "CT.cms"


def test_the_method_without_adversaries_can_do_without_source(adapting: Any, until: Until, recipe: Recipe) -> None:
    recipe(learning())
    ui = adapting.ui
    ui.sourceFolder.setCurrentPath("")
    ui.adaptMethodCombo.setCurrentText("self-training")
    assert ui.adaptButton.property("enabled")
    press(ui.adaptButton)
    until(lambda: adapting.task.verb == "adapt" and not adapting.busy)
    asked = json.loads((adapting.task.folder.path / "job_copy.json").read_text())
    assert (asked["method"], asked["source"]) == ("self-training", None)
    ui.adaptMethodCombo.setCurrentText("released")
    assert "does not go with the size tiny" in ui.adaptButton.property("toolTip")
    assert "does not go with the size tiny" in ui.adaptEstimateButton.property("toolTip")
    ui.adaptSizeCombo.setCurrentText("paper")
    assert "folder of MR volumes" in ui.adaptButton.property("toolTip")


@pytest.mark.integration
def test_a_damaged_source_model_is_reported(adapting: Any, mr_model: Path, until: Until) -> None:
    content = bytearray(mr_model.read_bytes())
    content[len(content) // 2] ^= 0xFF
    mr_model.write_bytes(content)
    press(adapting.ui.adaptButton)
    until(lambda: not adapting.busy)
    assert adapting.status.error.code == "bad_model"
    assert "MR.cms" in adapting.status.error.sentence


class Database:
    """A DICOM database with the names of ctkDICOMDatabase."""

    isOpen = True

    def __init__(self, files: list[str]) -> None:
        self._files = files

    def patients(self) -> tuple[str, ...]:
        return ("1",)

    def studiesForPatient(self, patient: str) -> tuple[str, ...]:
        return ("1.1",)

    def seriesForStudy(self, study: str) -> tuple[str, ...]:
        return ("1.1.1", "1.1.2")

    def filesForSeries(self, series: str) -> tuple[str, ...]:
        return tuple(self._files) if series == "1.1.1" else ("/nowhere/mr.dcm",)

    def fileValue(self, file: str, tag: str) -> str:
        assert tag == "0008,0060"
        return "MR" if "mr" in file else "CT"

    def nameForPatient(self, patient: str) -> str:
        return "Doe"

    def descriptionForSeries(self, series: str) -> str:
        return "Heart"


def test_the_dicom_database_is_read_where_its_patients_are_shown(panel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    listed: list[str] = []

    class Counting(Database):
        def filesForSeries(self, series: str) -> tuple[str, ...]:
            listed.append(series)
            return super().filesForSeries(series)

    monkeypatch.setattr(slicer, "dicomDatabase", Counting(["/nowhere/ct.dcm"]), raising=False)
    panel.left()
    panel.entered()
    panel.left()
    panel.draw()
    assert not listed, "a clinical database takes seconds"
    panel.ui.targetKindCombo.setCurrentIndex(2)
    assert sorted(listed) == ["1.1.1", "1.1.2"]
    panel.draw()
    assert len(listed) == 2
    panel.entered()
    panel.left()
    assert len(listed) == 4, "patients may have been imported meanwhile"


def test_patients_of_the_dicom_database_are_collected_series_by_series(
    adapting: Any, until: Until, recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [tmp_path / f"{number}.dcm" for number in range(3)]
    for file in files:
        file.write_bytes(b"DICM")
    monkeypatch.setattr(slicer, "dicomDatabase", Database([str(file) for file in files]), raising=False)
    recipe(
        learning(
            hold=(
                "(work.parent / 'files.txt').write_text('\\n'.join(sorted(str(p) for p in (job.target / "
                "'images').rglob('*.dcm'))))"
            )
        )
    )
    adapting.entered()
    adapting.left()
    adapting.ui.targetKindCombo.setCurrentIndex(2)
    assert not adapting.ui.patientList.isHidden()
    assert adapting.ui.patientList.property("count") == 1, "the MR series is not offered"
    adapting.ui.patientList.item(0).setCheckState(qt.Qt.CheckState.Checked)
    press(adapting.ui.adaptButton)
    until(lambda: adapting.task.verb == "adapt" and not adapting.busy)
    assert adapting.status.state is State.FINISHED, adapting.status.sentence
    collected = (adapting.task.folder.path / "files.txt").read_text().splitlines()
    assert [Path(path).parent.name for path in collected] == ["Doe_Heart"] * 3
    assert all(file.is_file() for file in files)


def test_training_exports_images_and_labels_of_the_scene(panel: Any, until: Until, recipe: Recipe) -> None:
    recipe(learning())
    image = add_volume("MR scan")
    labels = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLLabelMapVolumeNode", "MR labels")
    marked = np.zeros((24, 28, 32), np.uint8)
    marked[5:10, 5:10, 5:10] = 3
    slicer.util.updateVolumeFromArray(labels, marked)
    labels.CopyOrientation(image)
    segmentation = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode", "MR segmentation")
    slicer.modules.segmentations.logic().ImportLabelmapToSegmentationNode(labels, segmentation)
    segmentation.GetSegmentation().GetNthSegment(0).SetName("LV")
    segmentation.SetReferenceImageGeometryParameterFromVolumeNode(image)
    panel.ui.labeledSegmentations.setCheckState(segmentation, qt.Qt.CheckState.Checked)
    panel.ui.trainedName.setText("Mine")
    press(panel.ui.trainButton)
    until(lambda: panel.task.verb == "train" and not panel.busy)
    assert panel.status.state is State.FINISHED, panel.status.sentence
    assert (panel.task.folder.path / "files.txt").read_text().split() == [
        "data/images/MR_scan.nrrd",
        "data/labels/MR_scan.nrrd",
    ]


def test_a_label_map_belongs_to_the_volume_on_its_grid(panel: Any, until: Until, recipe: Recipe) -> None:
    recipe(learning())
    add_volume("Other", spacing_mm=2.0)
    labels = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLLabelMapVolumeNode", "MR labels")
    marked = np.zeros((24, 28, 32), np.uint8)
    marked[5:10, 5:10, 5:10] = 3
    slicer.util.updateVolumeFromArray(labels, marked)
    panel.ui.labeledSegmentations.setCheckState(labels, qt.Qt.CheckState.Checked)
    press(panel.ui.trainButton)
    until(lambda: panel.task.verb == "train" and not panel.busy)
    assert "MR labels does not state on which volume" in panel.status.error.sentence
    labels.CopyOrientation(add_volume("MR scan"))
    press(panel.ui.trainButton)
    until(lambda: panel.task.verb == "train" and not panel.busy)
    assert panel.status.state is State.FINISHED, panel.status.sentence
    assert (panel.task.folder.path / "files.txt").read_text().split() == [
        "data/images/MR_scan.nrrd",
        "data/labels/MR_scan.nrrd",
    ]


@pytest.mark.integration
@pytest.mark.long
@pytest.mark.timeout(3600)
def test_the_whole_way_on_virtual_patients(panel: Any, until: Until, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sample data, training, adaptation, segmentation with the adapted model: with the real worker at the size
    tiny.
    """
    from CrossModalitySegLib.tasks.context import Context
    from CrossModalitySegLib.tasks.sample import SampleTask

    samples = SampleTask(Context(), count=2, spacing_mm=3.0).start().wait()
    panel.ui.labeledKindCombo.setCurrentIndex(1)
    panel.ui.labeledFolder.setCurrentPath(str(samples / "mr_train"))
    panel.ui.trainedName.setText("Virtual MR")
    press(panel.ui.trainButton)
    until(lambda: panel.task.verb == "train" and not panel.busy, timeout_s=1500)
    assert panel.status.state is State.FINISHED, panel.status.sentence
    until(lambda: panel.models_of("mr"))
    panel.ui.sourceFolder.setCurrentPath(str(samples / "mr_train"))
    panel.ui.targetKindCombo.setCurrentIndex(1)
    panel.ui.targetFolder.setCurrentPath(str(samples / "ct_train"))
    panel.ui.adaptedName.setText("Virtual CT")
    press(panel.ui.adaptButton)
    until(lambda: panel.task.verb == "adapt" and not panel.busy, timeout_s=1500)
    assert panel.status.state is State.FINISHED, panel.status.sentence
    until(lambda: "Virtual CT" in [model.name for model in panel.models])
    volume = slicer.util.loadVolume(str(min((samples / "ct_train").glob("*_image.nii.gz"))))
    panel.ui.volumeSelector.setCurrentNode(volume)
    panel.ui.segmentModelCombo.setCurrentIndex([model.name for model in panel.models].index("Virtual CT"))
    press(panel.ui.segmentButton)
    until(lambda: not panel.busy)
    assert panel.status.state is State.FINISHED, panel.status.sentence
    assert panel.segment.result.volumes_ml["LV"] > 20
    shutil.rmtree(samples)
