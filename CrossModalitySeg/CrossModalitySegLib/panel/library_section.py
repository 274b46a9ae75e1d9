"""The footer's model library: what there is, and import, export, remove."""

from __future__ import annotations

import filecmp
from pathlib import Path
from typing import TYPE_CHECKING

from slicer.i18n import tr as _

from ..tasks.context import remember_model
from ..tasks.equipment import LibraryCommand, Model
from .section import Section, in_words

if TYPE_CHECKING:
    from .panel import Panel
    from .ui import Ui


class LibrarySection(Section):
    """Every change is made, and checked, by the Python that works with the models."""

    def __init__(self, ui: Ui, panel: Panel) -> None:
        super().__init__(ui, panel)
        self._command: LibraryCommand | None = None
        self._shown: tuple[Model, ...] = ()
        self._wanted = ""
        on = self.connections.on
        on(ui.importModelButton.clicked, self.import_model)
        on(ui.exportModelButton.clicked, self.export_model)
        on(ui.removeModelButton.clicked, self.remove_model)
        on(ui.modelList.currentRowChanged, panel.draw)

    def draw(self) -> None:
        """List the models, and show why a button cannot be pressed."""
        models = self.panel.equipment.models
        if models != self._shown:
            self._shown = models
            self.ui.modelList.clear()
            for model in models:
                self.ui.modelList.addItem(in_words(model))
                self.ui.modelList.item(self.ui.modelList.property("count") - 1).setToolTip(model.provenance)
            self._choose_wanted()
        busy, chosen = self.panel.disabled_reason, self._chosen()
        none = _("Choose a model in the list.") if chosen is None else ""
        shipped = (
            _("This model ships with the extension and cannot be removed.")
            if chosen is not None and chosen.shipped
            else ""
        )
        self.enable(self.ui.importModelButton, busy, _("Check a .cms file and copy it into the library."))
        self.enable(self.ui.exportModelButton, busy or none, _("Copy the model into a file."))
        self.enable(self.ui.removeModelButton, busy or none or shipped, _("Delete the model from the library."))

    def close(self) -> None:
        """Let go of every widget, and ask no further."""
        super().close()
        if self._command is not None:
            self._command.abandon()

    def import_model(self) -> None:
        """Ask for a file and take it in."""
        if path := self.panel.dialogs.existing_file(_("Import model"), "*.cms"):
            self.take_in(Path(path))

    def take_in(self, path: Path) -> None:
        """Check the model at ``path``, copy it into the library unless it is there already, and choose it."""
        if self.panel.disabled_reason:
            self.panel.dialogs.complain(self.panel.disabled_reason)
            return
        self._wanted = path.stem
        if any(model.name == path.stem and filecmp.cmp(model.path, path, shallow=False) for model in self._shown):
            self._choose_wanted()
        else:
            self._change(["import", str(path)], _("The model was imported."))

    def export_model(self) -> None:
        """Ask where to, and copy the chosen model there."""
        model = self._chosen()
        if model and (path := self.panel.dialogs.new_file(_("Export model"), f"{model.name}.cms", "*.cms")):
            self._change(
                ["export", model.name, path, "--overwrite"], _("The model was exported.")
            )  # the file dialog has asked already

    def remove_model(self) -> None:
        """Ask, and delete the chosen model."""
        model = self._chosen()
        if model and self.panel.dialogs.sure(
            _("Delete the model {name}? This cannot be undone.").format(name=model.name)
        ):
            self._change(["remove", model.name, "--yes"], _("The model was removed."))

    def _choose_wanted(self) -> None:
        """Choose the model that was taken in, once the panel knows it."""
        name = self._wanted
        if name in [model.name for model in self.panel.models]:
            self._wanted = ""
            remember_model(name)
            for combo in (self.ui.segmentModelCombo, self.ui.batchModelCombo):
                combo.setCurrentIndex(combo.findText(name))

    def _change(self, words: list[str], done: str) -> None:
        def ended(complaint: str) -> None:
            self.panel.note(complaint or done)
            if complaint:
                self._wanted = ""
                self.panel.dialogs.complain(complaint)
            self.panel.check_equipment()

        self._command = LibraryCommand(self.context, words, ended)

    def _chosen(self) -> Model | None:
        row = self.ui.modelList.property("currentRow")
        return self._shown[row] if 0 <= row < len(self._shown) else None
