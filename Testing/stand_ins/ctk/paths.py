"""What chooses files and folders."""

from __future__ import annotations

import enum
import warnings

from PySide6 import QtCore, QtWidgets

from .. import pythonqt

# PySide6 says so of a property whose type is an enumeration of its own class, and adds it all the same.
warnings.filterwarnings("ignore", "libpyside: QMetaObjectBuilder: Failed to add property", RuntimeWarning)


@pythonqt.plain
class ctkPathLineEdit(QtWidgets.QWidget):
    """A field for the path of a file or folder."""

    currentPathChanged = QtCore.Signal(str)
    validInputChanged = QtCore.Signal(bool)

    class Filters(enum.Flag):
        """What may be chosen."""

        Dirs = 0x001
        Files = 0x002
        Drives = 0x004
        NoSymLinks = 0x008
        Readable = 0x010
        Writable = 0x020
        Executable = 0x040
        Modified = 0x080
        Hidden = 0x100
        System = 0x200
        AllDirs = 0x400

    QtCore.QFlag(Filters)

    Filter = Filters
    Dirs, Files, Drives, NoSymLinks = Filters.Dirs, Filters.Files, Filters.Drives, Filters.NoSymLinks
    Readable, Writable, Executable, Hidden = Filters.Readable, Filters.Writable, Filters.Executable, Filters.Hidden
    AllEntries = Filters.Dirs | Filters.Files | Filters.Drives

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._combo = QtWidgets.QComboBox(self)
        self._combo.setEditable(True)
        layout = QtWidgets.QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._combo)
        self._filters = ctkPathLineEdit.AllEntries
        self._texts = {"label": "", "settingKey": ""}
        self._name_filters: list[str] = []
        self._combo.editTextChanged.connect(self.currentPathChanged.emit)

    def comboBox(self) -> QtWidgets.QComboBox:
        """The editable combo box inside, with the paths chosen before."""
        return self._combo

    def _read_path(self) -> str:
        return str(self._combo.currentText)

    def setCurrentPath(self, path: str) -> None:
        """Show ``path``."""
        if not isinstance(path, str):
            raise TypeError(f"setCurrentPath needs a str, got {path!r}")
        self._combo.setEditText(path)

    def _read_filters(self) -> Filters:
        return self._filters

    def setFilters(self, filters: Filters) -> None:
        """What may be chosen, e.g. ``ctk.ctkPathLineEdit.Dirs``."""
        self._filters = filters

    def _read_name_filters(self) -> list[str]:
        return list(self._name_filters)

    def setNameFilters(self, filters: list[str] | tuple[str, ...]) -> None:
        """Which files may be chosen, e.g. ("Images (*.nii.gz *.nrrd)",)."""
        self._name_filters = list(filters)

    def _read_label(self) -> str:
        return self._texts["label"]

    def setLabel(self, text: str) -> None:
        """Title of the file dialog."""
        self._texts["label"] = text

    def _read_setting_key(self) -> str:
        return self._texts["settingKey"]

    def setSettingKey(self, key: str) -> None:
        """Where the history is kept."""
        self._texts["settingKey"] = key

    def addCurrentPathToHistory(self) -> None:
        """Keep the path for next time."""
        path = self._read_path()
        if path and self._combo.findText(path) < 0:
            self._combo.insertItem(0, path)

    def retrieveHistory(self) -> None:
        """Offer the paths kept before: here they never leave the widget."""

    def browse(self) -> None:
        """Refused: a file dialog would wait for the user."""
        raise RuntimeError("ctkPathLineEdit.browse would wait for the user")

    currentPath = pythonqt.Property(str, _read_path, setCurrentPath)
    filters = pythonqt.Property("ctkPathLineEdit::Filters", _read_filters, setFilters)
    nameFilters = pythonqt.Property("QStringList", _read_name_filters, setNameFilters)
    label = pythonqt.Property(str, _read_label, setLabel)
    settingKey = pythonqt.Property(str, _read_setting_key, setSettingKey)


@pythonqt.plain
class ctkDirectoryButton(QtWidgets.QWidget):
    """A button that shows a folder."""

    directoryChanged = QtCore.Signal(str)
    directorySelected = QtCore.Signal(str)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._directory = QtCore.QDir.currentPath()

    def _read_directory(self) -> str:
        return self._directory

    def setDirectory(self, directory: str) -> None:
        """Show ``directory``."""
        if directory != self._directory:
            self._directory = directory
            self.directoryChanged.emit(directory)

    def browse(self) -> None:
        """Refused: a file dialog would wait for the user."""
        raise RuntimeError("ctkDirectoryButton.browse would wait for the user")

    directory = pythonqt.Property(str, _read_directory, setDirectory)
