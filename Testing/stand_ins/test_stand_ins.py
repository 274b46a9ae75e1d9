"""The stand-ins for Slicer fail where PythonQt and Slicer fail, and work where those work: what was seen there, line by line."""

from __future__ import annotations

import enum
import gc
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from stand_ins import install

install()

import ctk  # noqa: E402
import numpy as np  # noqa: E402
import qt  # noqa: E402
import slicer  # noqa: E402
import vtk  # noqa: E402
from slicer.i18n import tr as _  # noqa: E402
from slicer.parameterNodeWrapper import Choice, Default, Minimum, WithinRange, parameterNodeWrapper  # noqa: E402
from stand_ins import modules, packaging, signals, torch_utils, util  # noqa: E402


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """An empty scene and empty records."""
    slicer.mrmlScene.Clear()
    signals.slot_errors.clear()
    util.shown.clear()
    yield
    slicer.mrmlScene.Clear()


def pump(reached: Callable[[], object], timeout_s: float = 10.0) -> None:
    """Keep the event loop going until something is true."""
    end_s = time.monotonic() + timeout_s
    while not reached():
        assert time.monotonic() < end_s, "nothing happened in time"
        slicer.app.processEvents()


# ---- properties and methods ----


@pytest.mark.parametrize(
    ("widget", "name", "value"),
    [
        (lambda: qt.QLabel("x"), "text", "x"),
        (lambda: qt.QSpinBox(), "value", 0),
        (lambda: qt.QComboBox(), "count", 0),
        (lambda: qt.QComboBox(), "currentIndex", -1),
        (lambda: qt.QComboBox(), "currentText", ""),
        (lambda: qt.QWidget(), "objectName", ""),
        (lambda: qt.QWidget(), "width", 640),
        (lambda: ctk.ctkPathLineEdit(), "currentPath", ""),
        (lambda: ctk.ctkCollapsibleButton("x"), "collapsed", False),
        (lambda: slicer.qMRMLNodeComboBox(), "currentNodeID", ""),
    ],
)
def test_property_is_an_attribute_and_no_method(widget: Callable[[], Any], name: str, value: Any) -> None:
    made = widget()
    assert getattr(made, name) == value == made.property(name)
    with pytest.raises(TypeError, match="not callable"):
        getattr(made, name)()


def test_what_stays_a_method() -> None:
    parent, edit = qt.QWidget(), qt.QPlainTextEdit("a")
    box, layout = qt.QCheckBox("b", parent), qt.QVBoxLayout(parent)
    assert (box.isChecked(), box.isEnabled(), parent.isVisible(), edit.toPlainText()) == (False, True, False, "a")
    assert box.parent() is parent
    assert parent.layout() is layout
    assert parent.children() == (box, layout)


@pytest.mark.parametrize(
    "change",
    [
        lambda label: setattr(label, "foo", 1),
        lambda label: setattr(label, "text", "a"),
        lambda label: setattr(label, "enabled", False),
        lambda label: label.nosuch,
    ],
)
@pytest.mark.parametrize("made", [lambda: qt.QLabel("x"), lambda: ctk.ctkMenuButton("x"), lambda: slicer.qMRMLNodeComboBox(), lambda: qt.QColor(1, 2, 3)])
def test_attribute_is_refused(made: Callable[[], Any], change: Callable[[Any], Any]) -> None:
    with pytest.raises(AttributeError):
        change(made())


def test_python_subclass_may_carry_attributes_but_not_hide_a_property() -> None:
    class Mine(qt.QLabel):
        def __init__(self) -> None:
            super().__init__("x")
            self.state = 1

        def sizeHint(self) -> Any:  # noqa: N802
            return qt.QSize(7, 8)

    mine = Mine()
    assert (mine.state, mine.text, mine.sizeHint().width()) == (1, "x", 7)
    with pytest.raises(AttributeError, match="setter"):
        mine.enabled = False


@pytest.mark.parametrize("value", [None, 5, b"x", np.str_])
def test_text_must_be_a_str(value: Any) -> None:
    for call in (qt.QLabel().setText, qt.QLabel().setToolTip, qt.QPlainTextEdit().setPlainText, ctk.ctkPathLineEdit().setCurrentPath):
        with pytest.raises(TypeError):
            call(value)


@pytest.mark.parametrize(
    "call",
    [
        lambda: qt.QLabel(text="x"),
        lambda: qt.QTimer(parent=None),
        lambda: qt.QHBoxLayout().addStretch(stretch=1),
        lambda: qt.QProcess().waitForFinished(msecs=1),
        lambda: slicer.qMRMLNodeComboBox().setNoneEnabled(value=True),
    ],
)
def test_keywords_are_refused(call: Callable[[], Any]) -> None:
    with pytest.raises(ValueError, match="keyword"):
        call()


def test_lists_come_back_as_tuples_and_objects_as_they_are() -> None:
    combo, thing = qt.QComboBox(), object()
    combo.addItem("a", [1, 2])
    combo.addItem("b", thing)
    assert combo.itemData(0) == (1, 2)
    assert combo.itemData(1) is thing
    selector = slicer.qMRMLNodeComboBox()
    selector.setNodeTypes(["vtkMRMLScalarVolumeNode"])
    assert selector.nodeTypes == selector.property("nodeTypes") == ("vtkMRMLScalarVolumeNode",)


@pytest.mark.parametrize("name", ["QtWidgets", "QtCore", "Signal", "Slot", "QRegExp", "QTextCodec", "QNoSuch"])
def test_module_is_flat(name: str) -> None:
    with pytest.raises(AttributeError):
        getattr(qt, name)


def test_classes_are_related_as_in_qt() -> None:
    button = qt.QPushButton("x")
    assert isinstance(button, qt.QWidget)
    assert type(button) is qt.QPushButton
    assert qt.QAction("x").text == "x"


def test_enums_have_flat_and_scoped_names() -> None:
    assert qt.QMessageBox.Ok == qt.QMessageBox.StandardButton.Ok
    assert qt.Qt.AlignLeft == qt.Qt.AlignmentFlag.AlignLeft
    assert ctk.ctkPathLineEdit.Dirs == ctk.ctkPathLineEdit.Filters.Dirs
    assert qt.QProcess().state() == qt.QProcess.ProcessState.NotRunning
    assert qt.QProcess().state() != 0  # True in PythonQt: compare with the names


# ---- signals ----


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
def test_signature_that_does_not_exist_is_printed(sender: Callable[[], Any], signature: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert sender().connect(signature, print) is False
    assert signature in capsys.readouterr().err


def test_connection_keeps_its_slot_alive_until_the_sender_goes() -> None:
    import weakref

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


# ---- processes ----


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


def test_missing_program_fails_to_start_and_never_finishes() -> None:
    process, errors, ends = qt.QProcess(), [], []
    process.errorOccurred.connect(errors.append)
    process.finished.connect(ends.append)
    process.start("/nosuch/program", [])
    pump(lambda: errors)
    assert errors == [qt.QProcess.ProcessError.FailedToStart]
    assert process.state() == qt.QProcess.ProcessState.NotRunning
    assert not ends


def test_process_without_owner_kills_its_child(tmp_path: Path) -> None:
    process = qt.QProcess()
    process.start(sys.executable, ["-c", "import time; time.sleep(60)"])
    assert process.waitForStarted(5000)
    child = Path(f"/proc/{process.processId()}")
    assert child.exists()
    del process
    pump(lambda: not child.exists())


# ---- objects, timers, dialogs ----


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


# ---- CTK ----


def test_collapsed_section_hides_its_children_and_remembers_who_was_hidden() -> None:
    section, states = ctk.ctkCollapsibleButton("x"), []
    layout = qt.QVBoxLayout(section)
    shown, hidden = qt.QLabel("a"), qt.QLabel("b")
    layout.addWidget(shown)
    layout.addWidget(hidden)
    hidden.setVisible(False)
    section.contentsCollapsed.connect(states.append)
    section.setCollapsed(True)
    assert (section.collapsed, shown.isVisibleTo(section)) == (True, False)
    late = qt.QLabel("c")
    layout.addWidget(late)
    slicer.app.processEvents()
    assert not late.isVisibleTo(section)
    section.click()
    assert states == [True, False]
    assert [label.isVisibleTo(section) for label in (shown, hidden, late)] == [True, False, True]


# ---- MRML widgets ----


def volumes(*names: str) -> list[Any]:
    return [slicer.mrmlScene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", name) for name in names]


@pytest.fixture
def selector() -> Any:
    made = slicer.qMRMLNodeComboBox()
    made.setNodeTypes(["vtkMRMLScalarVolumeNode"])
    made.setNoneEnabled(True)
    made.setMRMLScene(slicer.mrmlScene)
    return made


def test_selector_follows_the_scene(selector: Any) -> None:
    got: list[Any] = []
    selector.currentNodeChanged.connect(got.append)
    first, second = volumes("first", "second")
    slicer.mrmlScene.AddNewNodeByClass("vtkMRMLTableNode", "table")
    assert (selector.nodeCount(), selector.currentNode(), selector.currentNodeID) == (2, None, "")
    selector.setCurrentNode(second)
    second.SetName("renamed")
    assert (selector.currentNode(), selector.currentNodeID, selector.comboBox().currentText) == (second, second.GetID(), "renamed")
    selector.setCurrentNode(None)
    selector.setCurrentNodeID(first.GetID())
    slicer.mrmlScene.Clear()
    assert (selector.nodeCount(), selector.currentNode()) == (0, None)
    assert got[:3] == [second, None, first]
    assert got[-1] is None


def test_selector_without_none_takes_the_first_node(selector: Any) -> None:
    selector.setNoneEnabled(False)
    first, second = volumes("first", "second")
    assert selector.currentNode() is first
    slicer.mrmlScene.RemoveNode(first)
    assert selector.currentNode() is second


def test_selector_filters_derived_and_hidden_nodes(selector: Any) -> None:
    label = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLLabelMapVolumeNode", "label")
    volumes("hidden")[0].SetHideFromEditors(True)
    assert [selector.nodeFromIndex(index) for index in range(selector.nodeCount())] == [label]
    selector.setShowChildNodeTypes(False)
    assert selector.nodeCount() == 0


def test_selector_without_a_scene_is_disabled_and_remembers(selector: Any) -> None:
    (node,) = volumes("a")
    selector.setMRMLScene(None)
    assert (selector.isEnabled(), selector.currentNode()) == (False, None)
    selector.setCurrentNodeID(node.GetID())
    selector.setMRMLScene(slicer.mrmlScene)
    assert (selector.isEnabled(), selector.currentNode()) == (True, node)


def test_selector_refuses_another_vtk_object(selector: Any) -> None:
    for call, value in ((selector.setCurrentNode, slicer.mrmlScene), (selector.setMRMLScene, vtk.vtkObject()), (selector.setCurrentNode, "id")):
        with pytest.raises(TypeError):
            call(value)


def test_ticks_follow_the_nodes() -> None:
    ticked = slicer.qMRMLCheckableNodeComboBox()
    ticked.setNodeTypes(["vtkMRMLScalarVolumeNode"])
    ticked.setMRMLScene(slicer.mrmlScene)
    first, second = volumes("first", "second")
    got: list[int] = []
    ticked.checkedNodesChanged.connect(lambda: got.append(len(ticked.checkedNodes())))
    ticked.setCheckState(first, qt.Qt.CheckState.Checked)
    ticked.check(second)
    assert ticked.checkedNodes() == (first, second)
    slicer.mrmlScene.RemoveNode(first)
    assert ticked.checkedNodes() == (second,)
    ticked.uncheck(second)
    assert got == [1, 2, 1, 0]


# ---- .ui files ----

UI = """<?xml version="1.0"?><ui version="4.0"><class>Top</class><widget class="qMRMLWidget" name="Top"><layout class="QVBoxLayout" name="lay">
<item><widget class="qMRMLNodeComboBox" name="selector"><property name="nodeTypes"><stringlist><string>vtkMRMLTableNode</string></stringlist></property>
<property name="noneEnabled"><bool>true</bool></property><property name="SlicerParameterName" stdset="0"><string>table</string></property></widget></item>
<item><widget class="ctkPathLineEdit" name="path"><property name="filters"><set>ctkPathLineEdit::Dirs|ctkPathLineEdit::Readable</set></property></widget></item>
<item><widget class="QPushButton" name="button"><property name="text"><string>Go</string></property></widget></item></layout></widget>
<connections><connection><sender>Top</sender><signal>mrmlSceneChanged(vtkMRMLScene*)</signal><receiver>selector</receiver>
<slot>setMRMLScene(vtkMRMLScene*)</slot></connection></connections></ui>"""


def loaded(folder: Path, text: str = UI) -> Any:
    (folder / "x.ui").write_text(text)
    return slicer.util.loadUI(str(folder / "x.ui"))


def test_ui_file_makes_strict_widgets_with_their_properties(tmp_path: Path) -> None:
    top = loaded(tmp_path)
    ui = slicer.util.childWidgetVariables(top)
    assert (type(top), type(ui.selector), type(ui.path)) == (slicer.qMRMLWidget, slicer.qMRMLNodeComboBox, ctk.ctkPathLineEdit)
    assert (ui.selector.nodeTypes, ui.selector.noneEnabled) == (("vtkMRMLTableNode",), True)
    assert ui.selector.property("SlicerParameterName") == "table"
    assert ui.path.filters == ctk.ctkPathLineEdit.Dirs | ctk.ctkPathLineEdit.Readable
    assert ui.button.text == "Go"
    for widget in (ui.selector, ui.path, ui.button):
        with pytest.raises(AttributeError):
            widget.state = 1
    with pytest.raises(AttributeError):
        top.button  # noqa: B018  # PySide6's loader adds it, Slicer's does not
    top.setMRMLScene(slicer.mrmlScene)
    assert ui.selector.mrmlScene() is slicer.mrmlScene


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("QPushButton", "ctkNoSuchButton"),
        ("<receiver>selector", "<receiver>nosuch"),
        ("mrmlSceneChanged(vtkMRMLScene*)</signal>", "sceneChanged(vtkMRMLScene*)</signal>"),
    ],
)
def test_ui_file_with_a_mistake_raises(tmp_path: Path, old: str, new: str) -> None:
    assert old in UI
    with pytest.raises(Exception, match=r"ctkNoSuchButton|nosuch|sceneChanged"):
        loaded(tmp_path, UI.replace(old, new))


def test_ui_file_that_is_missing_raises(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="not found"):
        slicer.util.loadUI(str(tmp_path / "nosuch.ui"))


# ---- parameter node wrapper ----


class Kind(enum.Enum):
    ONE = "one"
    TWO = "two"

    def label(self) -> str:
        return self.value.upper()


@parameterNodeWrapper
class Parameters:
    count: Annotated[int, WithinRange(0, 9)] = 3
    share: Annotated[float, Minimum(0)]
    text: str
    on: bool
    kind: Kind = Kind.TWO
    path: Path
    numbers: list[int]
    preset: Annotated[str, Choice(["tiny", "paper"]), Default("paper")]
    volume: slicer.vtkMRMLScalarVolumeNode


@pytest.fixture
def parameters() -> Any:
    return Parameters(slicer.mrmlScene.AddNewNodeByClass("vtkMRMLScriptedModuleNode"))


def test_fields_have_defaults_and_are_kept_in_the_node(parameters: Any) -> None:
    node = parameters.parameterNode
    assert [parameters.getValue(name) for name in Parameters.allParameters] == [3, 0, "", False, Kind.TWO, Path(), [], "paper", None]
    (volume,) = volumes("a")
    parameters.kind, parameters.volume, parameters.path = Kind.ONE, volume, Path("/x")
    parameters.numbers.append(4)
    assert (node.GetParameter("kind"), node.GetNodeReference("volume"), node.GetParameter("path")) == ("ONE", volume, "/x")
    again = Parameters(node)
    assert (again.kind, again.volume, again.path, again.numbers) == (Kind.ONE, volume, Path("/x"), [4])
    node.SetParameter("count", "7")
    assert parameters.count == 7


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("count", 10, ValueError),
        ("count", "3", TypeError),
        ("count", np.int64(3), TypeError),
        ("share", -1, ValueError),
        ("text", None, ValueError),
        ("on", 1, TypeError),
        ("kind", "ONE", TypeError),
        ("path", "/x", TypeError),
        ("preset", "best", ValueError),
        ("volume", vtk.vtkObject(), TypeError),
        ("numbers", [1, "2"], TypeError),
    ],
)
def test_wrong_value_is_refused_and_the_old_one_stays(parameters: Any, name: str, value: Any, error: type[Exception]) -> None:
    before = parameters.getValue(name)
    with pytest.raises(error):
        setattr(parameters, name, value)
    assert parameters.getValue(name) == before


@pytest.mark.parametrize("kind", [complex, "int | None", bytes])
def test_type_without_serializer_is_refused(kind: Any) -> None:
    with pytest.raises(Exception, match="Unable to create serializer"):
        parameterNodeWrapper(type("Bad", (), {"__annotations__": {"field": kind}}))


def named(widget: Any, name: str) -> Any:
    widget.setProperty("SlicerParameterName", name)
    return widget


@pytest.mark.parametrize(
    ("widget", "field", "value", "read"),
    [
        (lambda: qt.QSpinBox(), "count", 5, lambda w: w.value),
        (lambda: qt.QDoubleSpinBox(), "share", 0.5, lambda w: w.value),
        (lambda: qt.QLineEdit(), "text", "x", lambda w: w.text),
        (lambda: qt.QTextEdit(), "text", "x", lambda w: w.toPlainText()),
        (lambda: qt.QCheckBox(), "on", True, lambda w: w.isChecked()),
        (lambda: qt.QPushButton(), "on", True, lambda w: w.isChecked()),
        (lambda: qt.QComboBox(), "kind", Kind.ONE, lambda w: Kind(w.currentText.lower())),
        (lambda: ctk.ctkComboBox(), "preset", "tiny", lambda w: w.currentText),
        (lambda: ctk.ctkPathLineEdit(), "path", Path("/x"), lambda w: Path(w.currentPath)),
        (lambda: ctk.ctkDirectoryButton(), "path", Path("/x"), lambda w: Path(w.directory)),
    ],
)
def test_widget_and_field_follow_each_other(parameters: Any, widget: Callable[[], Any], field: str, value: Any, read: Callable[[Any], Any]) -> None:
    made, other, top = named(widget(), field), widget(), qt.QWidget()
    made.setParent(top)
    tag = parameters.connectGui(top)
    before = read(made)
    assert before == parameters.getValue(field)
    parameters.setValue(field, value)
    assert read(made) == value
    parameters.setValue(field, before)
    mirror = Parameters(slicer.mrmlScene.AddNewNodeByClass("vtkMRMLScriptedModuleNode"))
    mirror.connectParametersToGui({field: other})
    mirror.setValue(field, value)
    copy_value(other, made)
    assert parameters.getValue(field) == value
    parameters.disconnectGui(tag)
    parameters.setValue(field, before)
    assert read(made) == value
    assert not signals.slot_errors


def copy_value(source: Any, target: Any) -> None:
    """Do to ``target`` what a user would: the value of ``source``, through the widget alone."""
    for name in ("value", "currentIndex", "plainText", "text", "currentPath", "directory", "checked"):
        if source.metaObject().indexOfProperty(name) >= 0 and not (name == "text" and isinstance(source, qt.QAbstractButton)):
            target.setProperty(name, source.property(name))


def test_node_selector_and_field_follow_each_other(parameters: Any, selector: Any) -> None:
    (volume,) = volumes("a")
    parameters.connectParametersToGui({"volume": selector})
    selector.setCurrentNode(volume)
    assert parameters.volume is volume
    parameters.volume = None
    assert selector.currentNode() is None


@pytest.mark.parametrize(
    ("widget", "field", "error"),
    [
        (lambda: qt.QSpinBox(), "nosuch", ValueError),
        (lambda: qt.QPlainTextEdit(), "text", RuntimeError),
        (lambda: slicer.qMRMLCheckableNodeComboBox(), "volume", RuntimeError),
        (lambda: qt.QSpinBox(), "share", RuntimeError),
        (lambda: ctk.ctkSliderWidget(), "share", RuntimeError),
        (lambda: qt.QComboBox(), "text", RuntimeError),
        (lambda: type("Mine", (qt.QSpinBox,), {})(), "count", RuntimeError),
    ],
)
def test_pair_without_connector_is_refused(parameters: Any, widget: Callable[[], Any], field: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        parameters.connectParametersToGui({field: widget()})


# ---- Slicer ----


def test_dialogs_answer_themselves_and_are_recorded() -> None:
    assert slicer.app.testingEnabled()
    assert slicer.util.mainWindow() is None
    slicer.util.errorDisplay("bad", windowTitle="Title")
    assert slicer.util.confirmYesNoDisplay("sure?") is False
    assert slicer.util.confirmOkCancelDisplay("sure?") is False
    assert util.shown[0] == ("error", "bad", "Title")
    with pytest.raises(RuntimeError, match="main window"):
        slicer.util.selectModule("SegmentEditor")


def test_error_display_hands_the_error_on_in_testing_mode() -> None:
    with pytest.raises(KeyError), slicer.util.tryWithErrorDisplay("It failed."):
        raise KeyError("x")
    assert not util.shown


def test_error_display_shows_the_error_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slicer.app, "_testing", False)
    with pytest.raises(KeyError), slicer.util.tryWithErrorDisplay("It failed."):
        raise KeyError("x")
    assert util.shown == [("error", "It failed.\n\n'x'", None)]


@pytest.mark.parametrize("name", ["extensionsManagerModel", "nosuch"])
def test_application_lacks_what_a_small_build_lacks(name: str) -> None:
    with pytest.raises(AttributeError):
        getattr(slicer.app, name)


def test_nothing_is_installed() -> None:
    import PyTorchUtils

    packaging.calls.clear()
    torch_utils.calls.clear()
    slicer.packaging.pip_ensure("monai>=1.4", requester="CrossModalitySeg")
    slicer.util.pip_install("--no-index monai")
    PyTorchUtils.PyTorchUtilsLogic().installTorch(askConfirmation=True, torchVersionRequirement=">=2.4")
    assert [(name, arguments["requirements"]) for name, arguments in packaging.calls] == [("pip_ensure", ["monai>=1.4"]), ("pip_install", "--no-index monai")]
    assert torch_utils.calls[0][1]["torchVersionRequirement"] == ">=2.4"
    with pytest.raises(TypeError):
        PyTorchUtils.PyTorchUtilsLogic().installTorch(True)
    with pytest.raises(TypeError):
        slicer.packaging.pip_ensure("monai", nosuch=True)


def test_volumes_and_segmentations_are_written_and_read(tmp_path: Path) -> None:
    (volume,) = volumes("a")
    slicer.util.updateVolumeFromArray(volume, np.arange(24, dtype=np.int16).reshape(2, 3, 4))
    assert slicer.util.saveNode(volume, str(tmp_path / "a.nrrd"))
    again = slicer.util.loadVolume(str(tmp_path / "a.nrrd"), {"name": "b"})
    assert again.GetName() == "b"
    assert np.array_equal(slicer.util.arrayFromVolume(again), slicer.util.arrayFromVolume(volume))
    with pytest.raises(RuntimeError, match="Failed to load"):
        slicer.util.loadSegmentation(str(tmp_path / "nosuch.seg.nrrd"))


MODULE = """
import qt, slicer
from slicer.ScriptedLoadableModule import *
class Tiny(ScriptedLoadableModule):
    def __init__(self, parent):
        super().__init__(parent)
        parent.title = "Tiny"
class TinyWidget(ScriptedLoadableModuleWidget):
    def setup(self):
        super().setup()
        self.logic = TinyLogic()
        self.label = qt.QLabel("x")
        self.layout.addWidget(self.label)
        self.cleaned = 0
    def cleanup(self):
        self.cleaned += 1
class TinyLogic(ScriptedLoadableModuleLogic):
    pass
"""


def test_scripted_module_lives_as_in_slicer(tmp_path: Path) -> None:
    (tmp_path / "Tiny.py").write_text(MODULE)
    module = modules.load(tmp_path / "Tiny.py")
    assert (slicer.util.getModule("Tiny"), module.title, slicer.util.modulePath("Tiny")) == (module, "Tiny", str(tmp_path / "Tiny.py"))
    with pytest.raises(AttributeError):
        module.nosuch = 1
    widget = slicer.util.getModuleWidget("Tiny")
    assert widget is slicer.modules.TinyWidget
    assert widget.resourcePath("UI/x.ui") == str(tmp_path / "Resources" / "UI" / "x.ui")
    node = widget.logic.getParameterNode()
    assert node is widget.logic.getParameterNode()
    assert (node.GetAttribute("ModuleName"), slicer.util.getModuleLogic("Tiny")) == ("Tiny", widget.logic)
    slicer.util.reloadScriptedModule("Tiny")
    assert widget.cleaned == 1
    new = slicer.util.getModuleWidget("Tiny")
    assert new is not widget
    module.unload()
    assert (new.cleaned, widget.cleaned) == (1, 1)
    with pytest.raises(RuntimeError):
        slicer.util.getModule("Tiny")
    sys.path.remove(str(tmp_path))


def test_text_is_its_own_translation() -> None:
    assert _("Segment heart") == "Segment heart"
    with pytest.raises(TypeError):
        _(5)
