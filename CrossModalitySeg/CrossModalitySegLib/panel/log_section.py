"""The footer's log: the messages, to copy and to save."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import qt
from slicer.i18n import tr as _

from .section import Section

if TYPE_CHECKING:
    from .panel import Panel
    from .ui import Ui


class LogSection(Section):
    """Collects lines; the worker's own log file is appended where the log is saved."""

    def __init__(self, ui: Ui, panel: Panel) -> None:
        super().__init__(ui, panel)
        self.connections.on(ui.copyLogButton.clicked, self.copy)
        self.connections.on(ui.saveLogButton.clicked, self.save)

    def add(self, line: str) -> None:
        """Append one line."""
        self.ui.logText.appendPlainText(line)

    def draw(self) -> None:
        """Show why the buttons cannot be pressed."""
        empty = "" if self.ui.logText.toPlainText() else _("There are no messages yet.")
        self.enable(self.ui.copyLogButton, empty, _("Copy the log to the clipboard."))
        self.enable(self.ui.saveLogButton, empty, _("Write the log into a file, the worker's own log with it."))

    def copy(self) -> None:
        """Copy the log to the clipboard."""
        qt.QApplication.clipboard().setText(self.ui.logText.toPlainText())

    def save(self) -> None:
        """Ask for a file and write the log there."""
        path = self.panel.dialogs.new_file(_("Save log"), "CrossModalitySeg-log.txt", "*.txt")
        if not path:
            return
        parts = [self.ui.logText.toPlainText()]
        task = self.panel.task
        if task is not None and task.folder.log_file.is_file():
            parts.append(task.folder.log_file.read_text(encoding="utf-8", errors="replace"))
        Path(path).write_text("\n\n".join(parts), encoding="utf-8")
