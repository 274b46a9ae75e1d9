"""The panel without a mouse, and for whoever hears it read out: on real Qt, with real key presses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import qt
import slicer
from PySide6 import QtCore, QtTest, QtWidgets

from .conftest import add_volume

SECTIONS = (
    *("segmentSection", "batchSection", "adaptSection", "trainSection"),
    *("settingsSection", "librarySection", "logSection", "adaptAdvanced", "trainAdvanced"),
)
OPERATED = (
    QtWidgets.QAbstractButton,
    QtWidgets.QComboBox,
    QtWidgets.QLineEdit,
    QtWidgets.QListWidget,
    QtWidgets.QTableWidget,
    QtWidgets.QPlainTextEdit,
    QtWidgets.QGroupBox,
)
"""What a user operates; texts and images are only looked at."""

MENUS_OF_SLICER = set("fevh")
"""File, Edit, View, Help."""


@pytest.fixture
def window(panel: Any) -> Iterator[Any]:
    """The panel in its window, everything open, shown and able to be pressed."""
    ui = panel.ui
    add_volume("CTACardio")
    panel._sections = ()  # a panel that is drawn from its state would hide most of this again
    for name in SECTIONS:
        getattr(ui, name).setCollapsed(False)
    for widget in vars(ui).values():
        if isinstance(widget, QtWidgets.QWidget):
            widget.setEnabled(True)
    for name in ("resumeFrame", "resultFrame", "batchFrame", "curvesFrame", "showCurvesButton", "stopButton"):
        getattr(ui, name).setVisible(True)
    ui.batchTable.setRowCount(2)
    shown = ui.statusFrame.window()
    shown.resize(460, 900)
    shown.show()
    shown.activateWindow()
    for _ in range(4):
        slicer.app.processEvents()
    assert shown.isActiveWindow
    yield shown
    shown.hide()


def named(widget: Any) -> str:
    """The name of a widget in the .ui file; for a part of one, as the combo box in a path field, that of the whole."""
    while not widget.property("objectName") or widget.property("objectName").startswith("qt_"):
        widget = widget.parent()
    return str(widget.property("objectName"))


def operated(window: Any) -> list[str]:
    """Names of what can be operated, in reading order: row by row, from left to right, the foot after what scrolls."""
    found: dict[str, tuple[bool, int, int]] = {}
    foot = window.findChild(QtWidgets.QFrame, "statusFrame")
    for kind in OPERATED:
        for widget in window.findChildren(kind):
            if widget.isVisible() and widget.focusPolicy != QtCore.Qt.FocusPolicy.NoFocus:
                corner = widget.mapTo(window, QtCore.QPoint(0, 0))
                place = (foot.isAncestorOf(widget), corner.y(), corner.x())
                name = named(widget)
                found[name] = min(place, found.get(name, place))
    return sorted(found, key=lambda name: found[name])


def tabbed(window: Any, key: Any = QtCore.Qt.Key.Key_Tab) -> list[str]:
    """Names of what the focus comes by, from the first until it comes there again."""
    names: list[str] = []
    for _ in range(200):
        QtTest.QTest.keyClick(window.focusWidget() or window, key)
        name = named(window.focusWidget())
        if names and name == names[0]:
            return names
        if name not in names[-1:]:
            names.append(name)
    raise AssertionError(f"the focus does not come round: {names}")


def from_first(names: list[str], first: str) -> list[str]:
    """The same round, begun at ``first``."""
    start = names.index(first)
    return names[start:] + names[:start]


def test_tab_reaches_every_control_in_reading_order(window: Any) -> None:
    expected = operated(window)
    assert len(expected) > 50
    reached = tabbed(window)
    assert set(reached) == set(expected)
    assert from_first(reached, expected[0]) == expected


def test_shift_tab_goes_back_the_same_way(window: Any) -> None:
    expected = operated(window)
    reached = tabbed(window, QtCore.Qt.Key.Key_Backtab)
    assert from_first(reached, expected[-1]) == expected[::-1]


def test_space_opens_a_section_and_presses_a_button(panel: Any, window: Any) -> None:
    section = panel.ui.adaptSection
    section.setFocus()
    QtTest.QTest.keyClick(section, QtCore.Qt.Key.Key_Space)
    assert section.collapsed
    assert not panel.ui.adaptButton.isVisible()
    panel.note("noted")
    panel.ui.copyLogButton.setFocus()
    QtTest.QTest.keyClick(panel.ui.copyLogButton, QtCore.Qt.Key.Key_Space)
    assert qt.QApplication.clipboard().text() == "noted"


def test_space_ticks_a_patient(panel: Any, window: Any) -> None:
    patients = panel.ui.patientList
    patients.setVisible(True)
    item = qt.QListWidgetItem("Doe, Heart")
    item.setCheckState(qt.Qt.CheckState.Unchecked)
    patients.addItem(item)
    patients.setCurrentRow(patients.property("count") - 1)
    patients.setFocus()
    QtTest.QTest.keyClick(patients, QtCore.Qt.Key.Key_Space)
    assert item.checkState() == qt.Qt.CheckState.Checked


def test_every_field_is_named_by_its_label(panel: Any) -> None:
    """A screen reader says the label of the field that has the focus."""
    named_by = {
        label.buddy().name: label.text for label in panel.ui.scrolled.findChildren(QtWidgets.QLabel) if label.buddy()
    }
    for name, widget in vars(panel.ui).items():
        if name.startswith("qt_") or not isinstance(widget, QtWidgets.QWidget):
            continue
        if isinstance(widget, QtWidgets.QAbstractButton | QtWidgets.QGroupBox):
            assert widget.property("text") or widget.property("title"), name
        elif hasattr(panel.ui, f"{name}Label"):
            assert named_by.get(name, "").endswith(":"), name
        elif isinstance(widget, OPERATED):
            assert widget.property("accessibleName") or widget.focusPolicy == QtCore.Qt.FocusPolicy.NoFocus, name


def mnemonics(text: str) -> list[str]:
    """The keys that ``text`` asks for with Alt: "&Save" asks for "s"."""
    return [key.lower() for key in re.findall(r"&(\w)", text.replace("&&", ""))]


def test_no_two_controls_ask_for_the_same_key(window: Any) -> None:
    """None asks for a key today: Alt with a letter belongs to Slicer's menus."""
    widgets = [window, *window.findChildren(QtWidgets.QWidget)]
    texts = [str(widget.property(name) or "") for widget in widgets for name in ("text", "title")]
    keys = [key for text in texts for key in mnemonics(text)]
    assert len(keys) == len(set(keys))
    assert not MENUS_OF_SLICER & set(keys)
    shortcuts = [
        action.shortcut.toString()
        for action in window.findChildren(qt.QAction)
        if not action.shortcut.isEmpty() and not named(action).startswith("qt_")
    ]
    assert shortcuts == []


def test_a_table_lets_the_focus_out(panel: Any, window: Any) -> None:
    table = panel.ui.batchTable
    table.setFocus()
    QtTest.QTest.keyClick(table, QtCore.Qt.Key.Key_Tab)
    assert named(window.focusWidget()) == "loadCaseButton"
