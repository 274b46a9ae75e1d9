"""The module file as Slicer starts it: light to import, honest about itself, and scriptable."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import slicer

from CrossModalitySegLib.errors import UserError
from CrossModalitySegLib.scene.tables import volumes_ml

from .conftest import add_volume, segmented

Until = Callable[..., None]

PROBE = """
import json, sys, time
sys.path[:0] = {paths!r}
from stand_ins import install
install()
before = set(sys.modules)
start = time.process_time()
import CrossModalitySeg
cpu_s = time.process_time() - start
loaded = sorted({{name.split(".")[0] for name in set(sys.modules) - before}})
print(json.dumps({{"cpu_s": cpu_s, "loaded": loaded}}))
"""


@pytest.mark.integration
def test_import_is_light_and_brings_nothing(repository: Path) -> None:
    """With torch and all else installed. CPU time counts: other tests may be running; the fastest of three
    starts.
    """
    code = PROBE.format(paths=[str(repository / "Testing"), str(repository / "CrossModalitySeg")])
    runs = [
        json.loads(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        for _ in range(3)
    ]
    assert min(run["cpu_s"] for run in runs) < 0.1
    assert set(runs[0]["loaded"]) <= {"CrossModalitySeg"}


def test_metadata_is_complete(widget: Any) -> None:
    module = slicer.modules.crossmodalityseg
    assert module.title == "CrossModalitySeg"
    assert module.categories == ["Segmentation"]
    assert "Data stay on this computer, unless you name another machine" in module.helpText
    assert "1804.10916" in module.acknowledgementText


@pytest.mark.integration
def test_reload_forgets_the_library(widget: Any) -> None:
    import CrossModalitySegLib.tasks.state as before

    widget.onReload()
    import CrossModalitySegLib.tasks.state as after

    assert after is not before
    assert slicer.util.getModuleWidget("CrossModalitySeg").panel is not None


@pytest.mark.integration
def test_the_panel_opens_where_nothing_is_installed(repository: Path, tmp_path: Path) -> None:
    """No pydantic, no SimpleITK, no torch in Slicer's own Python: the panel is built and says what is missing."""
    blocked = (
        "pydantic",
        "torch",
        "monai",
        "SimpleITK",
        "scipy",
        "typer",
        "rich",
        "safetensors",
        "highdicom",
        "pydicom",
    )
    code = f"""
import sys
sys.path[:0] = {[str(repository / "Testing"), str(repository / "CrossModalitySeg")]!r}
for name in {blocked!r}:
    sys.modules[name] = None
from stand_ins import install, modules
install()
module = modules.load({str(repository / "CrossModalitySeg" / "CrossModalitySeg.py")!r})
panel = module.widgetRepresentation().self().panel
panel.draw()
print(panel.ui.segmentButton.property("toolTip"))
"""
    environment = os.environ | {
        "CROSSMODALITYSEG_HOME": str(tmp_path),
        "QT_QPA_PLATFORM": "offscreen",
        "CROSSMODALITYSEG_PYTHON": sys.executable,
    }
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "Choose a volume first."


def test_sample_data_are_offered_and_made_on_demand(
    widget: Any, monkeypatch: pytest.MonkeyPatch, recipe: Callable[[str], None]
) -> None:
    slicer.app.startupCompleted.emit()
    sources = {source.sampleName: source for source in slicer.modules.sampleDataSources["CrossModalitySeg"]}
    assert set(sources) == {"VirtualcardiacCT", "VirtualcardiacMRwithlabels"}
    monkeypatch.delenv("PYTHONPATH")
    from CrossModalitySegLib.tasks import sample

    monkeypatch.setattr(sample, "_COUNT", 1)
    monkeypatch.setattr(sample.SampleTask.__init__, "__defaults__", (None, 1, 5.0))
    image, heart = sources["VirtualcardiacMRwithlabels"].customDownloader(None)
    assert heart.IsA("vtkMRMLSegmentationNode")
    assert list(heart.GetSegmentation().GetSegmentIDs()) == ["AA", "LA", "LV", "Myo"]
    assert heart.GetSegmentation().GetSegment("Myo").GetName() == "Left ventricular myocardium"
    assert heart.GetNodeReference(heart.GetReferenceImageGeometryReferenceRole()) is image
    assert min(volumes_ml(heart).values()) > 5
    assert not slicer.util.getNodesByClass("vtkMRMLLabelMapVolumeNode")
    assert heart.GetDisplayNode().GetVisibility()
    sources["VirtualcardiacCT"].customDownloader(None)
    assert not heart.GetDisplayNode().GetVisibility(), "another patient's heart is not shown over the CT"


@pytest.mark.integration
def test_the_console_segments_and_waits(widget: Any, ct_model: Path, volume: Any) -> None:
    from CrossModalitySeg import CrossModalitySegLogic

    logic = CrossModalitySegLogic()
    assert "CT" in [model.name for model in logic.models()]
    job = logic.segment(volume, model="CT")
    states: list[str] = []
    job.changed.connect(lambda status: states.append(status.state.value))
    result = job.wait(timeout_s=120)
    assert result is job.result
    assert job.error is None
    assert states[-1] == "finished"
    assert result.segmentation.GetName() == "Chest heart"
    assert set(result.volumes_ml) == {"AA", "LA", "LV", "Myo"}


def test_a_handle_that_nobody_holds_goes_on(
    widget: Any, ct_model: Path, volume: Any, until: Until, recipe: Callable[[str], None]
) -> None:
    from CrossModalitySeg import CrossModalitySegLogic

    recipe(segmented())
    CrossModalitySegLogic().segment(volume, model=ct_model)
    until(lambda: slicer.util.getNodesByClass("vtkMRMLSegmentationNode"))


def test_the_console_raises_what_went_wrong(widget: Any, ct_model: Path, tmp_path: Path) -> None:
    from CrossModalitySeg import CrossModalitySegLogic

    logic = CrossModalitySegLogic()
    with pytest.raises(UserError, match="No volume is chosen"):
        logic.segment(None).wait()
    with pytest.raises(UserError, match="no model file"):
        logic.segment(add_volume("Chest"), model=tmp_path / "missing.cms").wait()
    with pytest.raises(UserError, match="no model file"):
        logic.adapt(tmp_path / "missing.cms", tmp_path, [], name="X").wait()
    with pytest.raises(UserError, match="does not exist"):
        logic.trainSource(tmp_path / "missing", name="X").wait()
    with pytest.raises(UserError, match="preset best is now the size paper with the method self-training"):
        logic.trainSource(tmp_path, name="X", preset="best")
    with pytest.raises(UserError, match="preset tiny is now the size tiny with the method dou2018"):
        logic.adapt(tmp_path / "missing.cms", tmp_path, [], name="X", preset="tiny")
    assert list((Path(os.environ["CROSSMODALITYSEG_HOME"]) / "jobs").iterdir()) == [], (
        "nothing was begun, so nothing stays"
    )


def test_waiting_may_time_out_and_the_job_goes_on(
    widget: Any, ct_model: Path, volume: Any, recipe: Callable[[str], None]
) -> None:
    recipe("""
        while not reporter.stop_requested:
            time.sleep(0.01)
        from CrossModalitySegLib.errors import Stopped
        raise Stopped()
    """)
    from CrossModalitySeg import CrossModalitySegLogic

    job = CrossModalitySegLogic().segment(volume, model=ct_model)
    with pytest.raises(TimeoutError):
        job.wait(timeout_s=0.2)
    assert job.state.busy
    job.stop()
    with pytest.raises(UserError, match="Stopped"):
        job.wait(timeout_s=30)


def test_a_volume_is_exported_in_steps_between_which_slicer_lives(
    widget: Any, ct_model: Path, recipe: Callable[[str], None]
) -> None:
    """No step of the export of a large volume keeps the event loop from running for longer than a tenth of a second."""
    import qt

    recipe("return Result(outputs=[])")
    volume = add_volume("Large", (200, 400, 400), 1.0)  # 64 MB
    from CrossModalitySeg import CrossModalitySegLogic

    beats: list[float] = []
    timer = qt.QTimer()
    timer.setInterval(1)
    timer.timeout.connect(lambda: beats.append(time.monotonic()))
    timer.start()
    job = CrossModalitySegLogic().segment(volume, model=ct_model)
    while job.status.state.value == "checking":
        qt.QCoreApplication.processEvents()
    timer.stop()
    assert len(beats) > 3
    assert max(later - earlier for earlier, later in pairwise(beats)) < 0.25
    with pytest.raises(UserError):
        job.wait()


SELF_TEST = ("test_load", "test_panelState", "test_segment", "test_stop", "test_failingJob")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[] if name in ("test_panelState", "test_failingJob") else [pytest.mark.integration])
        for name in SELF_TEST
    ],
)
def test_the_self_test_passes_on_the_stand_ins(widget: Any, name: str) -> None:
    import CrossModalitySeg

    test = CrossModalitySeg.CrossModalitySegTest(name)
    test.setUp()
    getattr(test, name)()


def test_the_self_test_runs_all_of_its_tests(widget: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import CrossModalitySeg

    ran: list[str] = []
    declared = [name for name in vars(CrossModalitySeg.CrossModalitySegTest) if name.startswith("test_")]
    for name in declared:
        monkeypatch.setattr(CrossModalitySeg.CrossModalitySegTest, name, lambda self, name=name: ran.append(name))
    CrossModalitySeg.CrossModalitySegTest().runTest()
    assert ran == declared == list(SELF_TEST)
