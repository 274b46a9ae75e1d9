"""Every modal dialog of the panel, in one object that tests replace. With ``--testing`` nothing waits for an answer."""

from __future__ import annotations

from pathlib import Path

import qt
import slicer
from slicer.i18n import tr as _

from ..errors import UserError
from ..files import refuse_existing
from .translation import translated


class Dialogs:
    """Asks the user; "" and "cancel" stand for "nothing"."""

    def existing_file(self, title: str, pattern: str) -> str:
        """Path of a file that exists."""
        return "" if self._silent else str(qt.QFileDialog.getOpenFileName(None, title, "", pattern) or "")

    def new_file(self, title: str, name: str, pattern: str) -> str:
        """Ask for a file to write.

        Args:
            title: Of the dialog, in the user's language.
            name: What it offers.
            pattern: "*" and the ending, which a name that lacks it gets.

        Returns:
            Its path; "" where none was chosen. A file that is there may be replaced: the dialog has asked. What it
            could not ask about, as the name got its ending later, is refused.
        """
        path = "" if self._silent else str(qt.QFileDialog.getSaveFileName(None, title, name, pattern) or "")
        ending = pattern.removeprefix("*")
        if not path or path.lower().endswith(ending):
            return path
        try:
            refuse_existing(Path(path + ending))
        except UserError as error:
            self.complain(f"{error.sentence} {error.remedy}")
            return ""
        return path + ending

    def folder(self, title: str) -> str:
        """Ask for a folder that exists.

        Args:
            title: Of the dialog, in the user's language.

        Returns:
            Its path; "" where none was chosen.
        """
        return "" if self._silent else str(qt.QFileDialog.getExistingDirectory(None, title) or "")

    def sure(self, question: str) -> bool:
        """Whether the user says yes."""
        return bool(slicer.util.confirmYesNoDisplay(question, windowTitle="CrossModalitySeg"))

    def complain(self, sentence: str) -> None:
        """Show what went wrong."""
        slicer.util.errorDisplay(translated(sentence), windowTitle="CrossModalitySeg")

    def installation(self, packages: str) -> str:
        """Whether to install ``packages``, named with their sizes: "network", "wheels" or "cancel"."""
        if self._silent:
            return "cancel"
        box = qt.QMessageBox()
        box.setWindowTitle("CrossModalitySeg")
        box.setText(_("The worker needs packages that Slicer's Python lacks. Install them now?"))
        box.setInformativeText(translated(packages))
        answers = {_("Install"): "network", _("Install from a folder of wheels..."): "wheels", _("Cancel"): "cancel"}
        roles = (
            qt.QMessageBox.ButtonRole.AcceptRole,
            qt.QMessageBox.ButtonRole.ActionRole,
            qt.QMessageBox.ButtonRole.RejectRole,
        )
        for text, role in zip(answers, roles, strict=True):
            box.addButton(text, role)
        box.exec()
        clicked = box.clickedButton()
        return answers.get(clicked.property("text"), "cancel") if clicked is not None else "cancel"

    def open(self, path: Path) -> None:
        """Open a file or a folder with the program that the system has for it."""
        if not self._silent:
            qt.QDesktopServices.openUrl(qt.QUrl.fromLocalFile(str(path)))

    @property
    def _silent(self) -> bool:
        return bool(slicer.app.testingEnabled())
