"""Processes, owners, timers, settings and dialogs of the real Qt, with PythonQt's manners."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ctk
import pytest
import qt
import slicer

from .conftest import pump


@pytest.mark.integration
def test_process_sends_its_exit_code_alone_and_bytes() -> None:
    process, ends = qt.QProcess(), []
    process.finished.connect(lambda *values: ends.append(values))
    process.start(sys.executable, ["-c", "import sys; sys.stdout.buffer.write(bytes([65, 0, 255])); sys.exit(3)"])
    pump(lambda: ends)
    assert ends == [(3,)]
    assert (process.exitCode(), process.exitStatus()) == (3, qt.QProcess.ExitStatus.NormalExit)
    output = process.readAllStandardOutput()
    assert (output.data(), output.length(), output.isEmpty()) == (b"A\0\xff", 3, False)
    for read in (bytes, len, list, lambda array: array[0], lambda array: array[:1]):
        with pytest.raises(TypeError):
            read(output)
    assert str(qt.QByteArray(b"a")) == "b'a'"


@pytest.mark.integration
def test_missing_program_fails_to_start_and_never_finishes() -> None:
    process, errors, ends = qt.QProcess(), [], []
    process.errorOccurred.connect(errors.append)
    process.finished.connect(ends.append)
    process.start("/nosuch/program", [])
    pump(lambda: errors)
    assert errors == [qt.QProcess.ProcessError.FailedToStart]
    assert process.state() == qt.QProcess.ProcessState.NotRunning
    assert not ends


@pytest.mark.integration
def test_process_without_owner_kills_its_child(tmp_path: Path) -> None:
    process = qt.QProcess()
    process.start(sys.executable, ["-c", "import time; time.sleep(60)"])
    assert process.waitForStarted(5000)
    child = Path(f"/proc/{process.processId()}")
    assert child.exists()
    del process
    pump(lambda: not child.exists())


def test_destroyed_object_raises() -> None:
    parent = qt.QWidget()
    child = qt.QLabel("x", parent)
    del parent
    for use in (lambda: child.setText("y"), lambda: child.text, lambda: child.linkActivated.connect(print)):
        with pytest.raises(ValueError, match="destroyed"):
            use()


def test_child_in_a_layout_survives() -> None:
    parent = qt.QWidget()
    qt.QVBoxLayout(parent).addWidget(qt.QLabel("x"))
    gc.collect()
    assert [child.text for child in parent.findChildren(qt.QLabel)] == ["x"]


def test_timer_dies_with_its_scope_and_single_shot_does_not() -> None:
    fired: list[str] = []

    def start() -> None:
        timer = qt.QTimer()
        timer.setSingleShot(True)
        timer.timeout.connect(lambda: fired.append("timer"))
        timer.start(0)
        qt.QTimer.singleShot(5, lambda: fired.append("single shot"))

    start()
    pump(lambda: fired)
    assert fired == ["single shot"]


def test_settings_take_no_type() -> None:
    settings = qt.QSettings()
    settings.setValue("CrossModalitySeg/Python", "/x")
    assert slicer.app.userSettings().value("CrossModalitySeg/Python") == "/x"
    assert settings.value("nosuch") is None
    assert settings.value("nosuch", "d") == "d"
    with pytest.raises(TypeError):
        settings.value("nosuch", "1", int)
    settings.clear()


@pytest.mark.parametrize(
    "ask",
    [
        lambda: qt.QFileDialog.getOpenFileName(None, "title", "", "*.nrrd"),
        lambda: qt.QMessageBox.question(None, "title", "text"),
        lambda: qt.QMessageBox().exec(),
        lambda: ctk.ctkMessageBox().exec(),
        lambda: ctk.ctkPathLineEdit().browse(),
    ],
)
def test_dialog_never_waits(ask: Callable[[], Any]) -> None:
    with pytest.raises(RuntimeError, match="wait for the user"):
        ask()


def test_drawing_and_the_clipboard_work() -> None:
    pixmap = qt.QPixmap(8, 8)
    pixmap.fill(qt.QColor("white"))
    painter = qt.QPainter(pixmap)
    painter.setPen(qt.QPen(qt.QColor(255, 0, 0)))
    painter.drawLine(0, 0, 7, 7)
    painter.end()
    assert pixmap.toImage().pixelColor(3, 3) == qt.QColor(255, 0, 0)
    qt.QApplication.clipboard().setText("copied")
    assert slicer.app.clipboard().text() == "copied"
