"""What the sections of the panel have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from slicer.i18n import tr as _

from ..tasks.context import Context, remember_model
from ..tasks.equipment import Model
from .connections import Connections
from .translation import translated

if TYPE_CHECKING:
    import qt
    from ctk import ctkPathLineEdit

    from .panel import Panel
    from .ui import Ui


class Section(ABC):
    """A part of the panel: reads its widgets, starts its task, and is drawn from the panel's state."""

    def __init__(self, ui: Ui, panel: Panel) -> None:
        self.ui, self.panel, self.connections = ui, panel, Connections()

    @abstractmethod
    def draw(self) -> None:
        """Show the panel's state."""

    def close(self) -> None:
        """Let go of every widget."""
        self.connections.close()

    @property
    def context(self) -> Context:
        """Where tasks work, by the settings as they are now."""
        return Context()

    def enable(self, button: qt.QWidget, disabled_reason: str, tip: str) -> None:
        """Let a button be pressed, unless something speaks against it.

        Args:
            button: The button, or another widget.
            disabled_reason: What speaks against it, which its tool-tip then says, in English or translated; "" if
                nothing does.
            tip: Its tool-tip where it can be pressed, in the user's language.
        """
        button.setEnabled(not disabled_reason)
        button.setToolTip(translated(disabled_reason) or tip)

    def use_model(self, combo: qt.QComboBox) -> Path | None:
        """The file of the model that ``combo`` shows, which is offered first from now on; None where it shows none."""
        model = chosen_model(combo, self.panel.models)
        if model is None:
            return None
        remember_model(model.name)
        return model.path

    def keep_folder(self, field: ctkPathLineEdit, name: str) -> None:
        """Write what the path ``field`` shows into the parameter ``name``."""
        self.connections.on(field.currentPathChanged, partial(self._keep, field, name))

    def show_folder(self, field: ctkPathLineEdit, name: str) -> None:
        """Show the parameter ``name`` in the path ``field``."""
        folder = getattr(self.panel.parameters, name)
        if field.property("currentPath") != folder:
            field.setCurrentPath(folder)

    def _keep(self, field: ctkPathLineEdit, name: str) -> None:
        setattr(self.panel.parameters, name, str(field.property("currentPath") or ""))


def fill_with_models(combo: qt.QComboBox, models: Sequence[Model]) -> None:
    """Offer ``models`` in ``combo`` by name, keeping the choice where it is still there; the tool-tip says more of the
    chosen one.
    """
    names = [model.name for model in models]
    if [combo.itemText(index) for index in range(combo.property("count"))] != names:
        before = combo.property("currentText")
        combo.blockSignals(True)
        combo.clear()
        for model in models:
            combo.addItem(model.name)
        combo.setCurrentIndex(names.index(before) if before in names else 0 if names else -1)
        combo.blockSignals(False)
    chosen = chosen_model(combo, models)
    if chosen is not None:
        combo.setToolTip(f"{in_words(chosen)}. {chosen.provenance}")


def in_words(model: Model) -> str:
    """The model in one line."""
    if model.problem:
        return f"{model.name}: {translated(model.problem)}"
    words = [
        _("CT and MR") if model.modality == "any" else model.modality.upper(),
        model.size,
        model.method,
        f"d = {model.depth}" if model.depth else _("not adapted"),
        model.created,
    ]
    words += [_("ships with the extension")] * model.shipped + [_("stopped early")] * (not model.complete)
    return f"{model.name}: {', '.join(words)}"


def chosen_model_path(combo: qt.QComboBox, models: Sequence[Model]) -> Path | None:
    """The file of the model that ``combo`` shows; None where it shows none."""
    model = chosen_model(combo, models)
    return model.path if model else None


def chosen_model(combo: qt.QComboBox, models: Sequence[Model]) -> Model | None:
    """The model that ``combo`` shows."""
    return next((model for model in models if model.name == combo.property("currentText")), None)
