"""Which Python works, how it is repaired, and the model library: the settings of the footer."""

from __future__ import annotations

import subprocess
import sys
import venv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import slicer
from stand_ins import packaging, torch_utils

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.tasks import context, installation
from CrossModalitySegLib.tasks.context import HOST_SETTING, PYTHON_SETTING, Context, setting
from CrossModalitySegLib.tasks.equipment import Model

from .conftest import choose, press, segmented

Until = Callable[..., None]


@pytest.fixture
def bare_python(tmp_path: Path) -> str:
    """A Python in which nothing is installed."""
    venv.create(tmp_path / "bare", with_pip=False)
    return str(tmp_path / "bare" / "bin" / "python")


def test_the_panel_states_what_its_python_has(panel: Any) -> None:
    text = panel.ui.equipmentText.toPlainText()
    assert "PyTorch" in text
    assert "cpu" in text
    assert panel.ui.deviceCombo.itemText(0) == "auto"
    assert panel.ui.deviceCombo.itemText(panel.ui.deviceCombo.property("count") - 1) == "cpu"


@pytest.mark.integration
def test_another_python_is_accepted_once_it_can_do_the_work(panel: Any, until: Until) -> None:
    panel.ui.pythonPath.setCurrentPath(sys.executable)
    assert setting(PYTHON_SETTING) == ""
    press(panel.ui.checkButton)
    until(lambda: setting(PYTHON_SETTING) == sys.executable)
    assert panel.equipment.python == sys.executable
    assert not panel.ui.installButton.isEnabled()
    assert "not Slicer's own" in panel.ui.installButton.property("toolTip")


def test_the_machine_that_works_is_kept_in_the_settings(panel: Any) -> None:
    assert Context().host == ""
    panel.ui.hostEdit.setText(" gpu:env/bin/python ")
    panel.ui.hostEdit.editingFinished.emit()
    assert setting(HOST_SETTING) == Context().host == "gpu:env/bin/python"


def test_a_python_that_lacks_packages_is_not_accepted(panel: Any, until: Until, bare_python: str) -> None:
    panel.ui.pythonPath.setCurrentPath(bare_python)
    press(panel.ui.checkButton)
    until(lambda: "It is not used" in panel.ui.equipmentText.toPlainText())
    assert "torch" in panel.ui.equipmentText.toPlainText()
    assert setting(PYTHON_SETTING) == ""
    assert panel.equipment.usable, "the Python before stays in use"


def test_a_python_that_is_none_is_not_accepted(panel: Any, tmp_path: Path) -> None:
    (tmp_path / "python").write_text("text")
    panel.ui.pythonPath.setCurrentPath(str(tmp_path / "python"))
    press(panel.ui.checkButton)
    assert "cannot be started" in panel.ui.equipmentText.toPlainText()
    assert setting(PYTHON_SETTING) == ""


@pytest.mark.integration
def test_the_variable_decides_and_the_panel_states_it(
    make_widget: Callable[[], Any], monkeypatch: pytest.MonkeyPatch, until: Until
) -> None:
    monkeypatch.setenv("CROSSMODALITYSEG_PYTHON", sys.executable)
    panel = make_widget().panel
    panel.check_equipment()
    until(lambda: panel.equipment.usable)
    assert panel.equipment.python == sys.executable
    assert not panel.ui.pythonPath.isEnabled()
    assert panel.ui.pythonPath.property("currentPath") == sys.executable


def test_no_python_at_all_is_reported_at_the_button(
    make_widget: Callable[[], Any], monkeypatch: pytest.MonkeyPatch, volume: Any
) -> None:
    panel = make_widget().panel
    monkeypatch.setenv("PATH", "/nowhere")
    panel.check_equipment()
    choose(panel, volume)
    assert not panel.ui.segmentButton.isEnabled()
    assert "PythonSlicer" in panel.ui.segmentButton.property("toolTip")


@pytest.fixture
def lacking(make_widget: Callable[[], Any], python_slicer: Path, bare_python: str, until: Until, volume: Any) -> Any:
    """A panel in a Slicer into whose Python nothing was installed yet."""
    whole = python_slicer.read_text()
    python_slicer.write_text(f'#!/bin/sh\n"{bare_python}" "$@"\n')
    panel = make_widget().panel
    panel.check_equipment()
    until(lambda: panel.equipment.missing)
    choose(panel, volume)
    panel.repair = lambda: python_slicer.write_text(whole)
    return panel


def test_the_first_use_asks_naming_packages_and_sizes(lacking: Any, until: Until) -> None:
    assert "lacks torch" in lacking.ui.equipmentText.toPlainText()
    lacking.dialogs.choice, calls_before = "cancel", list(packaging.calls)
    lacking.segment.start()
    (asked,) = lacking.dialogs.asked
    for part in ("torch>=2.4", "pydantic>=2.7  (3 MB)", "Together about"):
        assert part in asked
    assert not lacking.busy
    assert packaging.calls == calls_before


def test_where_another_machine_works_nothing_is_installed_here(
    lacking: Any, until: Until, tmp_path: Path, ct_model: Path
) -> None:
    panel, model = lacking, Model("CT", ct_model, shipped=False, modality="ct")
    panel.equipped(replace(panel.equipment, models=(model,), problem="This Python lacks torch."))
    panel.ui.hostEdit.setText("gpu:env/bin/python")
    panel.ui.hostEdit.editingFinished.emit()
    assert panel.disabled_reason == ""
    made: list[str] = []

    def make() -> Any:
        made.append(Context().host)
        raise UserError(Code.BAD_INPUT, "No.", "Never.")

    panel.run(make)
    assert (made, panel.dialogs.asked) == (["gpu:env/bin/python"], [])
    panel.ui.hostEdit.setText("")
    panel.ui.hostEdit.editingFinished.emit()
    panel.run(make)
    assert (len(made), len(panel.dialogs.asked)) == (1, 1)


def test_no_worker_waits_here_for_another_machine(panel: Any, volume: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    monkeypatch.setattr("CrossModalitySegLib.panel.panel.start_standby", lambda context, verb: begun.append(verb))
    panel.ui.hostEdit.setText("gpu")
    panel.ui.hostEdit.editingFinished.emit()
    choose(panel, volume)
    panel.entered()
    assert panel.ui.segmentButton.isEnabled() and begun == []
    panel.ui.hostEdit.setText("")
    panel.ui.hostEdit.editingFinished.emit()
    assert set(begun) == {"segment"}


def test_installing_takes_torch_from_its_extension_and_the_rest_from_pip(
    lacking: Any, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking.dialogs.choice = "network"
    monkeypatch.setattr(torch_utils.PyTorchUtilsLogic, "torchInstalled", staticmethod(lambda: False))
    press(lacking.ui.installButton)
    assert torch_utils.calls
    assert torch_utils.calls[-1][1]["torchVersionRequirement"] == ">=2.4"
    _, call = packaging.calls[-1]
    assert "pydantic>=2.7" in call["requirements"]
    assert not any(requirement.startswith("torch") for requirement in call["requirements"])
    lacking.repair()
    lacking.check_equipment()
    until(lambda: lacking.equipment.usable)


def test_installing_from_wheels_asks_no_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    calls: list[list[str]] = []
    monkeypatch.setattr(slicer.util, "pip_install", calls.append)
    installation.install(tmp_path)
    (call,) = calls
    assert call[:3] == ["--no-index", "--find-links", str(tmp_path)]
    assert "torch>=2.4" in call
    assert any(package.startswith("pydantic") for package in call)


def test_what_slicer_relies_on_stays_as_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    constraints: list[str] = []
    monkeypatch.setattr(
        slicer.util,
        "pip_install",
        lambda arguments: constraints.append(Path(arguments[arguments.index("--constraint") + 1]).read_text()),
    )
    installation.install(tmp_path)
    import numpy

    assert f"numpy=={numpy.__version__}" in constraints[0].splitlines()


@pytest.fixture
def half_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Puts a package into Python's path of which one file is cut or gone, or whose list of files is."""
    (site := tmp_path / "site").mkdir()
    monkeypatch.syspath_prepend(str(site))

    def make(name: str, damage: str) -> None:
        (site / name).mkdir()
        (site / name / "__init__.py").write_text("whole = True\n")
        (info := site / f"{name}-9.0.dist-info").mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 9.0\n")
        (info / "RECORD").write_text(f"{name}/__init__.py,,13\n{name}/__pycache__/__init__.pyc,,\n../../bin/{name},,\n")
        if damage == "cut":
            (site / name / "__init__.py").write_text("who")
        elif damage == "gone":
            (site / name / "__init__.py").unlink()
        elif damage == "unlisted":
            (info / "RECORD").unlink()

    return make


@pytest.mark.parametrize(
    ("damage", "option"),
    [("whole", ""), ("cut", "--force-reinstall"), ("gone", "--force-reinstall"), ("unlisted", "--ignore-installed")],
)
def test_a_package_that_is_half_there_is_installed_anew(
    half_there: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, damage: str, option: str
) -> None:
    calls: list[list[str]] = []
    monkeypatch.setattr(slicer.util, "pip_install", calls.append)
    half_there("highdicom", damage)
    assert installation.remedy_of("highdicom") == option
    installation.install(tmp_path)
    mended, _ = [*([[]] if not option else []), *calls]
    assert mended == (
        ["--no-index", "--find-links", str(tmp_path), option, "--no-deps", "highdicom>=0.25"] if option else []
    )


def test_a_torch_that_is_half_there_is_removed_before_it_is_installed(
    half_there: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(torch_utils.calls)
    half_there("torch", "gone")
    monkeypatch.setattr(torch_utils.PyTorchUtilsLogic, "torchInstalled", staticmethod(lambda: False))
    installation.install()
    assert [name for name, _ in torch_utils.calls[before:]] == ["uninstallTorch", "installTorch"]


def test_a_failed_installation_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(arguments: object) -> None:
        raise subprocess.CalledProcessError(1, "pip")

    monkeypatch.setattr(slicer.util, "pip_install", fail)
    with pytest.raises(UserError, match="could not be installed"):
        installation.install(tmp_path)


def test_a_missing_pytorch_extension_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PyTorchUtils", None)
    with pytest.raises(UserError, match="extension PyTorch"):
        installation.install()


@pytest.mark.integration
def test_models_are_imported_exported_and_removed(
    panel: Any, models: dict[str, Path], until: Until, tmp_path: Path
) -> None:
    panel.dialogs.path = str(models["mr"])
    press(panel.ui.importModelButton)
    until(lambda: "MR" in [model.name for model in panel.equipment.models])
    names = [model.name for model in panel.equipment.models]
    panel.ui.modelList.setCurrentRow(names.index("MR"))
    panel.dialogs.path = str(tmp_path / "copy.cms")
    press(panel.ui.exportModelButton)
    until((tmp_path / "copy.cms").is_file)
    panel.ui.modelList.setCurrentRow(names.index("MR"))
    panel.dialogs.yes = False
    press(panel.ui.removeModelButton)
    assert "cannot be undone" in panel.dialogs.asked[-1]
    panel.dialogs.yes = True
    until(lambda: panel.ui.removeModelButton.isEnabled())
    press(panel.ui.removeModelButton)
    until(lambda: "MR" not in [model.name for model in panel.equipment.models])


@pytest.mark.integration
def test_an_imported_model_is_offered_after_a_restart(
    panel: Any, make_widget: Callable[[], Any], equip: Callable[[Any], None], models: dict[str, Path], until: Until
) -> None:
    panel.dialogs.path = str(models["mr"])
    press(panel.ui.importModelButton)
    until(lambda: "MR" in [model.name for model in panel.equipment.models])
    assert panel.ui.segmentModelCombo.property("currentText") == "MR", "who imports a model wants to use it"
    again = make_widget().panel
    equip(again)
    for combo in (again.ui.segmentModelCombo, again.ui.batchModelCombo):
        assert combo.findText("MR") == 0
    assert models["mr"] not in [model.path for model in again.models], "it is the library's own copy"


def offered(panel: Any, combo: str = "segmentModelCombo") -> list[str]:
    box = getattr(panel.ui, combo)
    return [box.itemText(index) for index in range(box.property("count"))]


def test_models_used_last_are_offered_first_after_a_restart(
    panel: Any,
    make_widget: Callable[[], Any],
    equip: Callable[[Any], None],
    mr_model: Path,
    volume: Any,
    until: Until,
    recipe: Callable[[str], None],
) -> None:
    equip(panel)
    recipe(segmented())
    before = offered(panel)
    assert before[0] == "CT"
    assert before[-1] == "MR", "it knows MR alone"
    choose(panel, volume)
    for name in ("Heart-virtual", "MR"):
        panel.ui.segmentModelCombo.setCurrentIndex(panel.ui.segmentModelCombo.findText(name))
        assert offered(panel)[0] != name, "a choice is no use yet"
        press(panel.ui.segmentButton)
        until(lambda: not panel.busy)
    expected = ["MR", "Heart-virtual", *(name for name in before if name not in ("MR", "Heart-virtual"))]
    assert offered(panel) == expected

    again = make_widget().panel
    equip(again)
    assert offered(again) == offered(again, "batchModelCombo") == expected
    assert again.ui.segmentModelCombo.property("currentText") == "MR"

    mr_model.unlink()
    equip(again)
    assert offered(again) == expected[1:], "one that was removed is no longer offered"
    assert again.ui.segmentModelCombo.property("currentText") == "Heart-virtual"


def test_a_model_that_was_used_in_a_batch_is_offered_first(
    panel: Any, tmp_path: Path, until: Until, recipe: Callable[[str], None]
) -> None:
    recipe("return Result(outputs=[])")
    panel.batch.choose_folder(tmp_path)
    panel.parameters.batchOut = str(tmp_path / "out")
    panel.ui.batchModelCombo.setCurrentIndex(panel.ui.batchModelCombo.findText("Heart-virtual"))
    press(panel.ui.batchButton)
    until(lambda: not panel.busy)
    assert offered(panel)[0] == offered(panel, "batchModelCombo")[0] == "Heart-virtual"


def test_few_models_are_remembered() -> None:
    for number in range(30):
        context.remember_model(f"model {number}")
    context.remember_model("model 28")
    assert context.recent_models() == ["model 28", "model 29", *(f"model {number}" for number in range(27, 9, -1))]


def test_a_scene_brings_no_models(panel: Any, models: dict[str, Path], tmp_path: Path) -> None:
    scene, node = slicer.mrmlScene, panel.parameters.parameterNode
    for name in ("model", "segmentModel", "segmentModelCombo", "batchModelCombo"):
        node.SetParameter(name, str(models["mr"]))
    scene.SetURL(str(tmp_path / "scene.mrml"))
    assert scene.Commit()
    scene.Clear(0)
    assert scene.Connect()
    assert panel.parameters.parameterNode.GetParameter("model") == str(models["mr"]), "the scene was opened"
    for combo in (panel.ui.segmentModelCombo, panel.ui.batchModelCombo):
        assert combo.findText("CT") >= 0
        assert combo.findText("MR") < 0


@pytest.mark.integration
def test_a_tampered_model_is_not_imported(panel: Any, models: dict[str, Path], until: Until, tmp_path: Path) -> None:
    content = bytearray(models["mr"].read_bytes())
    content[len(content) // 2] ^= 0xFF
    (tmp_path / "tampered.cms").write_bytes(content)
    panel.dialogs.path = str(tmp_path / "tampered.cms")
    press(panel.ui.importModelButton)
    until(lambda: panel.dialogs.complaints)
    assert "not a usable model" in panel.dialogs.complaints[0]
    assert "tampered" not in [model.name for model in panel.equipment.models]
