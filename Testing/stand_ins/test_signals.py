"""Signals and slots as PythonQt has them."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from typing import Any

import ctk
import pytest
import qt
import slicer

from . import signals


def test_clicked_delivers_the_state() -> None:
    button, got = qt.QPushButton("x"), []
    assert button.clicked.connect(lambda *values: got.append(values)) is True
    button.click()
    assert got == [(False,)]


def test_slot_with_fewer_parameters_is_called_with_fewer() -> None:
    button, got = qt.QPushButton("x"), []
    button.clicked.connect(lambda: got.append("none"))
    button.click()
    assert got == ["none"]
    assert not signals.slot_errors


def test_slot_that_needs_more_is_not_called(capsys: pytest.CaptureFixture[str]) -> None:
    button, got = qt.QPushButton("x"), []
    button.clicked.connect(lambda checked, more: got.append(more))
    button.click()
    assert not got
    assert "missing 1 required positional argument" in capsys.readouterr().err


def test_exception_in_a_slot_is_printed_and_the_next_slot_called(capsys: pytest.CaptureFixture[str]) -> None:
    def fail(*_values: object) -> None:
        raise RuntimeError("it broke")

    button, got = qt.QPushButton("x"), []
    button.clicked.connect(fail)
    button.clicked.connect(lambda: got.append(1))
    button.click()
    assert got == [1]
    assert "it broke" in capsys.readouterr().err
    assert [str(error) for error in signals.slot_errors] == ["it broke"]


def test_connecting_twice_calls_twice_and_disconnect_answers() -> None:
    button, got = qt.QPushButton("x"), []
    button.clicked.connect(got.append)
    button.clicked.connect(got.append)
    button.click()
    assert got == [False, False]
    assert [button.clicked.disconnect(got.append) for _ in range(3)] == [True, True, False]
    button.click()
    assert len(got) == 2


def test_overload_cannot_be_chosen_by_index() -> None:
    with pytest.raises(TypeError):
        qt.QPushButton("x").clicked[bool]


@pytest.mark.parametrize(
    ("sender", "signature"),
    [
        (lambda: qt.QPushButton(), "clicked(bool)"),
        (lambda: qt.QPushButton(), "clicked()"),
        (lambda: qt.QLineEdit(), "textChanged(QString)"),
        (lambda: qt.QDoubleSpinBox(), "valueChanged(double)"),
        (lambda: qt.QProcess(), "finished(int,QProcess::ExitStatus)"),
        (lambda: ctk.ctkPathLineEdit(), "currentPathChanged(QString)"),
        (lambda: ctk.ctkCollapsibleButton(), "contentsCollapsed(bool)"),
        (lambda: slicer.qMRMLNodeComboBox(), "currentNodeChanged(vtkMRMLNode*)"),
        (lambda: slicer.qMRMLWidget(), "mrmlSceneChanged(vtkMRMLScene*)"),
        (lambda: slicer.app, "aboutToQuit()"),
        (lambda: slicer.app, "startupCompleted()"),
    ],
)
def test_signature_that_exists_connects(sender: Callable[[], Any], signature: str) -> None:
    made, slot = sender(), lambda *_: None
    assert made.connect(signature, slot) is True
    assert made.disconnect(signature, slot) is True
    assert made.disconnect(signature, slot) is False


@pytest.mark.parametrize(
    ("sender", "signature"),
    [
        (lambda: qt.QPushButton(), "nosuch()"),
        (lambda: qt.QPushButton(), "clicked"),
        (lambda: qt.QPushButton(), "clicked(int)"),
        (lambda: qt.QLineEdit(), "textChanged(str)"),
        (lambda: qt.QProcess(), "finished()"),
        (lambda: qt.QProcess(), "finished(int,ExitStatus)"),
        (lambda: qt.QProcess(), "finished(int,QProcess.ExitStatus)"),
        (lambda: slicer.qMRMLNodeComboBox(), "currentNodeChanged(PyObject)"),
    ],
)
def test_signature_that_does_not_exist_is_printed(
    sender: Callable[[], Any], signature: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sender().connect(signature, print) is False
    assert signature in capsys.readouterr().err


def test_connection_keeps_its_slot_alive_until_the_sender_goes() -> None:

    class Owner:
        def slot(self, *_values: object) -> None:
            pass

    button, owner = qt.QPushButton("x"), Owner()
    button.clicked.connect(owner.slot)
    kept = weakref.ref(owner)
    del owner
    gc.collect()
    assert kept() is not None
    del button
    gc.collect()
    assert kept() is None


def test_block_signals_and_emit() -> None:
    spin, got = qt.QSpinBox(), []
    spin.valueChanged.connect(got.append)
    spin.blockSignals(True)
    spin.setValue(1)
    spin.blockSignals(False)
    spin.setValue(2)
    spin.valueChanged.emit(9)
    assert got == [2, 9]
