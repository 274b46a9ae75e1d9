"""Screenshots of the panel in each state, as the tutorial shows them. ``CROSSMODALITYSEG_SCREENS=Resources`` in front
of pytest renews those.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import qt
import slicer

from CrossModalitySegLib import verbs
from CrossModalitySegLib.anatomy import HEART_4
from CrossModalitySegLib.evaluation.preview import preview
from CrossModalitySegLib.events import Reporter
from CrossModalitySegLib.images.io.files import read_labels, read_volume
from CrossModalitySegLib.job import CohortJob
from CrossModalitySegLib.tasks.state import State

from .conftest import add_volume, choose, press
from .test_learning import UNTIL_STOPPED, learning

WIDTH_PX = 460


@pytest.fixture
def shoot(tmp_path: Path, repository: Path) -> Callable[[Any, str], np.ndarray]:
    """Draw the panel into an image, and return its pixels (H, W, 4)."""
    chosen = os.environ.get("CROSSMODALITYSEG_SCREENS")
    folder = repository / chosen if chosen else tmp_path

    def screenshot(panel: Any, name: str) -> np.ndarray:
        window = panel.ui.statusFrame.window()
        window.resize(WIDTH_PX, 200)
        window.show()
        for _ in range(4):  # texts that wrap find their height only once they have a width
            slicer.app.processEvents()
            panel.draw()
            height = panel.ui.scrolled.property("sizeHint").height()
            window.resize(WIDTH_PX, height + panel.ui.statusFrame.property("height") + 40)
        slicer.app.processEvents()
        pixmap = window.grab()
        assert pixmap.save(str(folder / f"{name}.png"))
        window.hide()
        image = pixmap.toImage().convertToFormat(qt.QImage.Format.Format_RGBA8888)
        return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()

    return screenshot


@pytest.fixture(scope="module")
def virtual_ct(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The CT volume of a virtual patient."""
    folder = tmp_path_factory.mktemp("cohort")
    verbs.run(CohortJob(out=folder / "cohort", mr=0, ct=1, spacing_mm=2.0), Reporter())
    return min((folder / "cohort" / "ct_train").glob("*_image.nii.gz"))


def test_idle(panel: Any, shoot: Callable[[Any, str], np.ndarray]) -> None:
    add_volume("CTACardio")
    panel.draw()
    pixels = shoot(panel, "panel-idle")
    assert pixels.shape[1] == WIDTH_PX
    assert pixels[..., :3].std() > 5, "an empty image"


def test_running_with_curves_and_preview(
    panel: Any,
    mr_model: Path,
    equip: Callable[[Any], None],
    shoot: Callable[[Any, str], np.ndarray],
    until: Callable[..., None],
    recipe: Callable[[str], None],
    virtual_ct: Path,
    tmp_path: Path,
) -> None:
    labels = read_labels(virtual_ct.with_name(virtual_ct.name.replace("_image", "_label")))
    png = preview(read_volume(virtual_ct), labels, HEART_4)
    assert png is not None
    (tmp_path / "preview.png").write_bytes(png)
    recipe(learning(hold=f"reporter.preview({str(tmp_path / 'preview.png')!r})" + UNTIL_STOPPED))
    equip(panel)
    (tmp_path / "mr_train").mkdir()
    ui = panel.ui
    ui.segmentSection.setCollapsed(True)
    ui.adaptSection.setCollapsed(False)
    ui.sourceFolder.setCurrentPath(str(tmp_path / "mr_train"))
    for number in range(4):
        ui.targetVolumes.setCheckState(add_volume(f"CT {number + 1}"), qt.Qt.CheckState.Checked)
    ui.adaptedName.setText("CT of our scanner")
    press(ui.adaptButton)
    until(lambda: not ui.previewLabel.isHidden() and panel.status.fraction == 1)
    ui.sourceFolder.setCurrentPath("/data/mr_train")
    pixels = shoot(panel, "panel-running")
    blue = (np.abs(pixels[..., :3].astype(int) - (0x3C, 0x64, 0xE6)).sum(axis=-1) < 30).sum()
    assert blue > 20, "the curve of the critic is drawn"
    press(ui.stopButton)
    until(lambda: not panel.busy)


@pytest.mark.integration
def test_finished(
    panel: Any, virtual_ct: Path, shoot: Callable[[Any, str], np.ndarray], until: Callable[..., None]
) -> None:
    choose(panel, slicer.util.loadVolume(str(virtual_ct), {"name": "Virtual CT"}))
    panel.ui.segmentModelCombo.setCurrentIndex([model.name for model in panel.models].index("Heart-virtual"))
    press(panel.ui.segmentButton)
    until(lambda: not panel.busy, timeout_s=250)
    assert panel.status.state is State.FINISHED
    shoot(panel, "panel-finished")
    assert not panel.ui.resultFrame.isHidden()


@pytest.mark.integration
def test_batch(panel: Any, shoot: Callable[[Any, str], np.ndarray], until: Callable[..., None], tmp_path: Path) -> None:
    job = CohortJob(out=tmp_path / "cohort", mr=0, ct=3, spacing_mm=2.5)
    verbs.run(job, Reporter())
    patients = tmp_path / "cohort" / "ct_train"
    (patients / "ct_train_0000_image.nii.gz").write_bytes(b"not an image")
    ui = panel.ui
    ui.segmentSection.setCollapsed(True)
    ui.batchSection.setCollapsed(False)
    ui.batchFolder.setCurrentPath(str(patients))
    ui.batchOut.setCurrentPath(str(tmp_path / "out"))
    ui.batchModelCombo.setCurrentIndex([model.name for model in panel.models].index("Heart-virtual"))
    press(ui.batchButton)
    until(lambda: not panel.busy, timeout_s=250)
    until(lambda: not ui.batchTable.item(ui.batchTable.property("rowCount") - 1, 0).icon().isNull())
    ui.batchFolder.setCurrentPath("/data/ct")
    ui.batchOut.setCurrentPath("/data/hearts")
    error = panel.status.error
    panel.refuse(error.sentence.replace(str(patients), "/data/ct"), error.remedy, panel.status.title)
    pixels = shoot(panel, "panel-batch")
    assert ui.batchTable.item(0, 1).text() == "failed"
    assert pixels[..., :3].std() > 5


def test_failed(
    panel: Any, shoot: Callable[[Any, str], np.ndarray], until: Callable[..., None], recipe: Callable[[str], None]
) -> None:
    recipe("raise OSError(28, 'No space left on device')")
    choose(panel, add_volume("CTACardio"))
    press(panel.ui.segmentButton)
    until(lambda: not panel.busy)
    panel.ui.logSection.setCollapsed(False)
    shoot(panel, "panel-failed")
    assert "Free some space" in panel.ui.statusText.toPlainText()
