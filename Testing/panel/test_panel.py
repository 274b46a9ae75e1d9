"""The panel from a user's side: what it shows in each state, and what it does when a button is pressed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import qt
import slicer

from CrossModalitySegLib.tasks.state import State

from .conftest import add_volume, choose, press, segmented, shown_table

Until = Callable[..., None]
Recipe = Callable[[str], None]


RUNNING = """
    reporter.progress(0.25, "working")
    reporter.log("hello from the worker")
    while not reporter.stop_requested:
        time.sleep(0.01)
    from CrossModalitySegLib.errors import Stopped
    raise Stopped()
"""


def test_an_idle_panel_states_what_it_waits_for(panel: Any) -> None:
    assert panel.status.state is State.IDLE
    ui = panel.ui
    assert ui.statusText.toPlainText() == "Ready."
    assert not ui.segmentButton.isEnabled()
    assert ui.segmentButton.property("toolTip") == "Choose a volume first."
    assert "Choose the folder of MR volumes" in ui.adaptButton.property("toolTip")
    assert ui.trainButton.property("toolTip") == "Choose labeled volumes."
    assert ui.segmentModelCombo.itemText(0) == "CT"


def test_every_disabled_button_states_why(panel: Any) -> None:
    for name, widget in vars(panel.ui).items():
        if name.endswith("Button") and not widget.isEnabled():
            assert widget.property("toolTip"), name


@pytest.mark.integration
def test_one_click_segments_a_volume(panel: Any, volume: Any, until: Until) -> None:
    choose(panel, volume)
    press(panel.ui.segmentButton)
    assert panel.status.state is State.CHECKING
    assert not panel.ui.segmentButton.isEnabled()
    assert panel.ui.segmentButton.property("toolTip") == "Another job is running."
    until(lambda: not panel.busy)
    assert panel.status.state is State.FINISHED, panel.status.sentence
    result = panel.segment.result
    assert result.segmentation.GetName() == "Chest heart"
    assert panel.ui.qualityText.toPlainText() == result.quality
    for title in ("Ascending aorta", "Left atrium", "Left ventricle blood", "Left ventricular myocardium"):
        assert title in [cell[0] for cell in shown_table(panel)]
    assert panel.ui.segmentButton.isEnabled()
    assert not (panel.task.folder.path / "input.nrrd").exists(), "the exported patient does not stay on the disk"
    assert panel.task.folder.log_file.is_file()


def test_stop_brings_the_panel_back(panel: Any, volume: Any, until: Until, recipe: Recipe) -> None:
    recipe(RUNNING)
    choose(panel, volume)
    press(panel.ui.segmentButton)
    until(lambda: panel.status.stage == "working")
    assert panel.ui.progressBar.property("value") == 250
    press(panel.ui.stopButton)
    assert panel.status.state is State.STOPPING
    assert not panel.ui.stopButton.isEnabled()
    until(lambda: not panel.busy)
    assert panel.status.error.code == "stopped"
    assert panel.ui.segmentButton.isEnabled()
    assert not panel.task.folder.path.exists(), "a stopped segmentation leaves nothing behind"
    assert not slicer.util.getNodesByClass("vtkMRMLSegmentationNode")


def test_what_ends_beside_a_job_does_not_hide_it(panel: Any, volume: Any, until: Until, recipe: Recipe) -> None:
    recipe(RUNNING)
    choose(panel, volume)
    press(panel.ui.segmentButton)
    until(lambda: panel.status.stage == "working")
    task = panel.task
    panel.report("Save", "Wrote a file.")
    panel.refuse("The disk is full.", "Free some space.", "Save")
    assert panel.dialogs.complaints == ["The disk is full. Free some space."]
    assert panel.busy and panel.ui.stopButton.isEnabled() and not panel.ui.segmentButton.isEnabled()
    press(panel.ui.stopButton)
    until(lambda: not panel.busy)
    assert panel.task is task and panel.status.error.code == "stopped"


def test_a_failure_is_shown_with_its_remedy(panel: Any, volume: Any, until: Until, recipe: Recipe) -> None:
    recipe("""
        from CrossModalitySegLib.errors import Code, UserError
        raise UserError(Code.BAD_INPUT, "The chest is upside down.", "Turn it.")
    """)
    choose(panel, volume)
    press(panel.ui.segmentButton)
    until(lambda: not panel.busy)
    assert panel.status.state is State.FAILED
    assert "The chest is upside down.\nTurn it." in panel.ui.statusText.toPlainText()
    assert panel.ui.logText.toPlainText().count("The chest is upside down.") == 1
    assert panel.ui.segmentButton.isEnabled()
    assert panel.ui.resumeFrame.isHidden(), "the same job would fail again"
    assert not (panel.task.folder.path / "input.nrrd").exists()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("os._exit(3)", "code 3"),
        ("os.kill(os.getpid(), 9)", "memory"),
        ("os.write(2, b'no such instruction\\n'); os._exit(134)", "no such instruction"),
        ("raise ImportError('DLL load failed while importing _C')", "DLL load failed"),
        ("raise ModuleNotFoundError('no torch', name='torch')", "torch is missing"),
        ("raise MemoryError", "memory of the device"),
        ("raise RuntimeError('CUDA out of memory')", "memory of the device"),
        ("raise OSError(28, 'No space left on device')", "disk is full"),
        ("return Result(outputs=[])", "names no segmentation"),
        ("return Result(outputs=[job.out / 'missing.seg.nrrd'])", "cannot be read"),
    ],
)
def test_whatever_a_worker_does_ends_in_a_sentence(
    panel: Any, volume: Any, until: Until, recipe: Recipe, body: str, words: str
) -> None:
    recipe(body)
    choose(panel, volume)
    press(panel.ui.segmentButton)
    until(lambda: not panel.busy)
    assert panel.status.state is State.FAILED
    assert words in panel.status.error.sentence
    assert panel.status.error.remedy
    assert panel.ui.segmentButton.isEnabled()


def test_a_deleted_volume_does_not_lose_the_result(panel: Any, volume: Any, until: Until, recipe: Recipe) -> None:
    recipe(segmented())
    choose(panel, volume)
    press(panel.ui.segmentButton)
    until(lambda: panel.status.state is State.RUNNING)
    slicer.mrmlScene.RemoveNode(volume)
    until(lambda: not panel.busy)
    assert panel.status.state is State.FINISHED, panel.status.sentence
    assert panel.segment.result.segmentation.GetSegmentation().GetNumberOfSegments() == 4


def test_a_closed_scene_keeps_the_job_and_its_file(panel: Any, volume: Any, until: Until, recipe: Recipe) -> None:
    recipe(segmented())
    choose(panel, volume)
    press(panel.ui.segmentButton)
    until(lambda: panel.status.state is State.RUNNING)
    slicer.mrmlScene.Clear(0)
    until(lambda: not panel.busy)
    assert panel.status.state is State.FINISHED, panel.status.sentence
    assert "The scene was closed meanwhile" in panel.status.sentence
    assert not slicer.util.getNodesByClass("vtkMRMLSegmentationNode")
    assert panel.task.result.file.is_file()
    assert panel.ui.segmentButton.property("toolTip") == "Choose a volume first."


def test_another_module_does_not_disturb_a_job(
    widget: Any, panel: Any, volume: Any, until: Until, recipe: Recipe
) -> None:
    recipe(segmented())
    choose(panel, volume)
    press(panel.ui.segmentButton)
    widget.exit()
    until(lambda: not panel.busy)
    widget.enter()
    assert panel.status.state is State.FINISHED


def test_two_volumes_of_one_name_get_a_result_each(panel: Any, until: Until, recipe: Recipe) -> None:
    recipe(segmented())
    for volume in (add_volume("Twin"), add_volume("Twin")):
        choose(panel, volume)
        press(panel.ui.segmentButton)
        until(lambda: not panel.busy)
        assert panel.status.state is State.FINISHED
    names = [node.GetName() for node in slicer.util.getNodesByClass("vtkMRMLSegmentationNode")]
    assert len(set(names)) == 2


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("how", ["reload", "quit"])
def test_the_end_of_the_panel_ends_the_worker_and_offers_to_resume(
    make_widget: Callable[[], Any],
    equip: Callable[[Any], None],
    ct_model: Path,
    mr_model: Path,
    until: Until,
    recipe: Recipe,
    tmp_path: Path,
    how: str,
) -> None:
    recipe("""
        reporter.log(str(os.getpid()))
        reporter.progress(0.4, "training")
        time.sleep(60)
    """)
    widget = make_widget()
    panel = widget.panel
    equip(panel)
    (tmp_path / "labeled").mkdir()
    from CrossModalitySegLib.tasks.context import Context
    from CrossModalitySegLib.tasks.train import TrainTask

    panel.run(lambda: TrainTask(Context(), tmp_path / "labeled", name="New"))
    until(lambda: panel.status.stage == "training")
    pid = int(next(line for line in panel.ui.logText.toPlainText().splitlines() if line.isdigit()))
    folder = panel.task.folder
    if how == "reload":
        widget.onReload()
    else:
        slicer.app.aboutToQuit.emit()
    until(lambda: not alive(pid), timeout_s=5)
    assert not folder.finished

    again = make_widget().panel
    until(lambda: not again.resume.ui.resumeFrame.isHidden())
    assert "Train MR model, 40 % done" in again.ui.resumeText.toPlainText()
    equip(again)
    recipe("""
        job.out.parent.mkdir(parents=True, exist_ok=True)
        import shutil
        shutil.copyfile(os.environ["CROSSMODALITYSEG_HOME"] + "/models/MR.cms", job.out)
        return Result(outputs=[job.out])
    """)
    press(again.ui.resumeButton)
    until(lambda: not again.busy)
    assert again.status.state.value == "finished", (
        again.status.sentence
    )  # after Reload the library's classes are new ones
    assert again.ui.resumeFrame.isHidden()
    until(lambda: "New" in [model.name for model in again.models])


def test_discarding_an_unfinished_job_deletes_it(panel: Any, until: Until, recipe: Recipe, tmp_path: Path) -> None:
    from CrossModalitySegLib.tasks.context import Context
    from CrossModalitySegLib.tasks.train import TrainTask

    recipe("os._exit(3)")
    (tmp_path / "labeled").mkdir()
    panel.run(lambda: TrainTask(Context(), tmp_path / "labeled", name="New"))
    until(lambda: not panel.busy)
    assert not panel.ui.resumeFrame.isHidden()
    panel.dialogs.yes = False
    press(panel.ui.discardButton)
    assert panel.task.folder.path.exists()
    panel.dialogs.yes = True
    press(panel.ui.discardButton)
    assert not panel.task.folder.path.exists()
    assert panel.ui.resumeFrame.isHidden()


def left_elsewhere() -> list[Path]:
    """Folders of jobs on the machine for which this one stands, whose user data are those of this test."""
    return list((Path(os.environ["CROSSMODALITYSEG_HOME"]) / "remote").glob("*"))


def test_discarding_a_job_deletes_it_on_the_other_machine_too(
    panel: Any, until: Until, recipe: Recipe, tmp_path: Path, other_machine: str
) -> None:
    from CrossModalitySegLib.tasks.context import Context
    from CrossModalitySegLib.tasks.train import TrainTask

    recipe("os._exit(3)")
    (tmp_path / "labeled").mkdir()
    panel.run(lambda: TrainTask(Context(host=other_machine), tmp_path / "labeled", name="New"))
    until(lambda: not panel.busy)
    assert len(left_elsewhere()) == 1, "it can go on there"
    press(panel.ui.discardButton)
    assert not panel.task.folder.path.exists()
    until(lambda: not left_elsewhere(), timeout_s=60)


@pytest.mark.parametrize("end", ["stopped", "failed", "cut off"])
def test_nothing_is_left_elsewhere_of_a_job_that_cannot_go_on(
    panel: Any, volume: Any, until: Until, recipe: Recipe, other_machine: str, end: str
) -> None:
    from CrossModalitySegLib.tasks.context import Context
    from CrossModalitySegLib.tasks.resume import clear_away
    from CrossModalitySegLib.tasks.segment import SegmentTask

    recipe("""
        from CrossModalitySegLib.errors import Stopped
        reporter.progress(0.5, "at work")
        while not reporter.stop_requested:
            time.sleep(0.01)
        raise Stopped()
    """)
    if end == "failed":
        recipe("os._exit(3)")
    panel.run(lambda: SegmentTask(Context(host=other_machine), volume))
    if end == "failed":
        until(lambda: not panel.busy)
    else:
        until(lambda: panel.status.stage == "at work")
        assert len(left_elsewhere()) == 1
    if end == "stopped":
        panel.stop()
        until(lambda: not panel.busy)
    elif end == "cut off":
        panel.task.abandon()
        clear_away(Context().jobs)
    until(lambda: not left_elsewhere(), timeout_s=60)


def test_no_process_is_left_after_a_failure(panel: Any, volume: Any, until: Until, recipe: Recipe) -> None:
    recipe("""
        reporter.log(str(os.getpid()))
        time.sleep(60)
    """)
    choose(panel, volume)
    press(panel.ui.segmentButton)
    until(lambda: any(line.isdigit() for line in panel.ui.logText.toPlainText().splitlines()))
    pid = int(next(line for line in panel.ui.logText.toPlainText().splitlines() if line.isdigit()))
    os.kill(pid, signal.SIGTERM)  # a graceful stop that the recipe does not hear
    panel.task._worker.kill()
    until(lambda: not panel.busy)
    until(lambda: not alive(pid), timeout_s=5)


def test_the_log_is_copied_and_saved_with_the_workers_own(
    panel: Any, volume: Any, until: Until, recipe: Recipe, tmp_path: Path
) -> None:
    recipe("""
        reporter.log("a logged line")
        print("whispered")
        import logging
        logging.getLogger("x").warning("written down")
        os._exit(3)
    """)
    assert not panel.ui.copyLogButton.isEnabled()
    choose(panel, volume)
    press(panel.ui.segmentButton)
    until(lambda: not panel.busy)
    press(panel.ui.copyLogButton)
    assert "a logged line" in qt.QApplication.clipboard().text()
    panel.dialogs.path = str(tmp_path / "log.txt")
    press(panel.ui.saveLogButton)
    saved = (tmp_path / "log.txt").read_text()
    assert "a logged line" in saved
    assert "written down" in saved
