"""Which Python works, and that another one than Slicer's is not led to Slicer's libraries."""

from __future__ import annotations

import json
import os
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from CrossModalitySegLib.errors import Code, UserError
from CrossModalitySegLib.jobs.interpreter import PACKAGE_PARENT, PYTHON_VARIABLE, find_interpreter
from CrossModalitySegLib.jobs.process import Answer, Command


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(PYTHON_VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))


def program(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!{sys.executable}\n")
    path.chmod(0o755)
    return str(path)


def test_the_variable_counts_before_the_panel_and_that_before_slicers_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own, chosen, named = (
        program(tmp_path / name) for name in ("home/bin/PythonSlicer", "chosen/python", "named/python")
    )
    home = str(tmp_path / "home")
    assert (find_interpreter("", home).program, find_interpreter("", home).own) == (own, True)
    assert (find_interpreter(chosen, home).program, find_interpreter(chosen, home).own) == (chosen, False)
    monkeypatch.setenv(PYTHON_VARIABLE, named)
    assert (find_interpreter(chosen, home).program, find_interpreter(chosen, home).own) == (named, False)


def test_pythonslicer_on_the_path_is_slicers_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = program(tmp_path / "bin" / "PythonSlicer")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert (find_interpreter().program, find_interpreter().own) == (own, True)


def test_no_python_is_reported_with_a_remedy() -> None:
    with pytest.raises(UserError, match=PYTHON_VARIABLE) as caught:
        find_interpreter()
    assert caught.value.code is Code.NO_PYTHON


def test_a_name_that_is_not_a_program_is_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "python").write_text("not executable")
    for named in (str(tmp_path / "missing"), str(tmp_path / "python"), str(tmp_path)):
        with pytest.raises(UserError, match="cannot be started") as caught:
            find_interpreter(named)
        assert named in caught.value.sentence
    monkeypatch.setenv(PYTHON_VARIABLE, "/nowhere/python")
    with pytest.raises(UserError, match=r"/nowhere/python.*variable"):
        find_interpreter()


def test_a_foreign_python_gets_none_of_slicers_variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    home = tmp_path / "Slicer"
    for name in ("PYTHONHOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "QT_PLUGIN_PATH"):
        monkeypatch.setenv(name, str(home / "lib"))
    monkeypatch.setenv("PYTHONPATH", str(home / "lib" / "Python"))
    monkeypatch.setenv("PATH", os.pathsep.join([str(home / "bin"), "/usr/bin"]))
    monkeypatch.setenv("KEPT", "yes")
    environment = find_interpreter(program(tmp_path / "env" / "python"), str(home)).environment
    assert environment["KEPT"] == "yes"
    assert environment["PYTHONPATH"] == str(PACKAGE_PARENT)
    assert environment["PATH"] == "/usr/bin"
    assert not [name for name, value in environment.items() if str(home) in value]


def test_slicers_own_keeps_its_variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path / "bin" / "PythonSlicer")
    monkeypatch.setenv("PYTHONHOME", "/slicer/lib/Python")
    monkeypatch.setenv("PYTHONPATH", "/slicer/modules")
    environment = find_interpreter("", str(tmp_path)).environment
    assert environment["PYTHONHOME"] == "/slicer/lib/Python"
    assert environment["PYTHONPATH"].split(os.pathsep) == [str(PACKAGE_PARENT), "/slicer/modules"]


def test_a_virtual_environment_is_itself_and_states_what_it_lacks(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, until: Callable[..., None]
) -> None:
    """A link must not be followed to the Python behind it, and misleading variables of Slicer must not reach it."""
    venv.create(tmp_path / "env", with_pip=False)
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    lines: list[str] = []
    answers: list[Answer] = []
    interpreter = find_interpreter(str(tmp_path / "env" / "bin" / "python"))
    command = Command(interpreter, ["-u", "-m", "CrossModalitySegLib.cli.doctor"], lines.append, answers.append)
    until(lambda: answers)
    assert (answers[0].exit_code, answers[0].errors) == (0, "")
    inventory, computing = (json.loads(line) for line in lines)
    assert {"torch", "pydantic", "safetensors"} <= set(inventory["missing"])
    assert inventory["models"] == []
    assert "No module named 'torch'" in computing["problem"]
    del command
