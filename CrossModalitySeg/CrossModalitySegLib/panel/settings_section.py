"""The footer's settings: device, the Python that works and its repair, the machine that does the work."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from slicer.i18n import tr as _

from ..errors import UserError
from ..jobs.interpreter import PYTHON_VARIABLE
from ..tasks.context import DEVICE_SETTING, HOST_SETTING, PYTHON_SETTING, Context, save_setting, setting
from ..tasks.equipment import Equipment, EquipmentCheck
from ..tasks.installation import described, install
from .section import Section
from .translation import translated

if TYPE_CHECKING:
    from .panel import Panel
    from .ui import Ui


class SettingsSection(Section):
    """A Python is kept in the settings only after it was looked at and found able to do the work."""

    def __init__(self, ui: Ui, panel: Panel) -> None:
        super().__init__(ui, panel)
        self._trial: EquipmentCheck | None = None
        self._refusal = ""
        ui.pythonPath.setCurrentPath(setting(PYTHON_SETTING))
        ui.hostEdit.setText(setting(HOST_SETTING))
        self._fill_devices()
        self.connections.on(ui.hostEdit.editingFinished, self._choose_host)
        self.connections.on(ui.deviceCombo.currentIndexChanged, self._choose_device)
        self.connections.on(ui.checkButton.clicked, self.check)
        self.connections.on(ui.installButton.clicked, self.install)

    def draw(self) -> None:
        """Show what the Python has, and why it cannot be changed."""
        ui, equipment = self.ui, self.panel.equipment
        ui.equipmentText.setPlainText(translated(self._refusal or equipment.text))
        busy = (
            _("Another job is running.")
            if self.panel.busy
            else _("It is being checked already.")
            if self._looking
            else ""
        )
        fixed = (
            _("The variable {name} decides which Python works.").format(name=PYTHON_VARIABLE)
            if os.environ.get(PYTHON_VARIABLE)
            else ""
        )
        ui.pythonPath.setEnabled(not fixed)
        if fixed:
            ui.pythonPath.setCurrentPath(os.environ[PYTHON_VARIABLE])
        self.enable(
            ui.checkButton, busy, _("Look at what this Python has, and use it from now on if it can do the work.")
        )
        foreign = (
            _("This is not Slicer's own Python: install the packages there, with the program that made it.")
            if not self._own()
            else ""
        )
        self.enable(
            ui.installButton,
            busy or foreign,
            _("Install what the worker needs into Slicer's Python, from the network or from a folder of wheels."),
        )
        self._fill_devices()

    def close(self) -> None:
        """Let go of every widget, and ask no further."""
        super().close()
        if self._trial is not None:
            self._trial.abandon()

    def check(self) -> None:
        """Look at the Python that the field names; it is accepted if it can do the work."""
        self._refusal = ""
        path = "" if os.environ.get(PYTHON_VARIABLE) else str(self.ui.pythonPath.property("currentPath") or "").strip()
        self._trial = EquipmentCheck(Context(python=path), lambda equipment: self._looked(path, equipment))
        self.panel.draw()

    def install(self) -> bool:
        """Ask, install, and look at the result; whether it was done."""
        answer = self.panel.dialogs.installation(described())
        if answer == "cancel":
            return False
        wheels = self.panel.dialogs.folder(_("Folder of wheels")) if answer == "wheels" else None
        if answer == "wheels" and not wheels:
            return False
        try:
            install(Path(wheels) if wheels else None)
        except UserError as error:
            self.panel.refuse(error.sentence, error.remedy)
            return False
        self.panel.check_equipment()
        return True

    @property
    def _looking(self) -> bool:
        return self._trial is not None and self._trial.running

    def _looked(self, path: str, equipment: Equipment) -> None:
        if equipment.usable:
            save_setting(PYTHON_SETTING, path)
            self.panel.equipped(equipment)
            return
        if equipment.problem:
            kept = _("It is not used; the previous one stays.") if path != setting(PYTHON_SETTING) else ""
            self._refusal = f"{equipment.problem} {kept}".strip()
            self.draw()

    def _own(self) -> bool:
        try:
            return Context().interpreter().own
        except UserError:
            return True  # there is none: installing says what to do

    def _choose_device(self) -> None:
        save_setting(DEVICE_SETTING, self.ui.deviceCombo.property("currentText") or "auto")

    def _choose_host(self) -> None:
        save_setting(HOST_SETTING, str(self.ui.hostEdit.property("text") or "").strip())
        self.panel.draw()

    def _fill_devices(self) -> None:
        combo, names = self.ui.deviceCombo, ["auto", *(self.panel.equipment.devices or {})]
        if [combo.itemText(index) for index in range(combo.property("count"))] == names:
            return
        chosen = setting(DEVICE_SETTING, "auto")
        combo.blockSignals(True)
        combo.clear()
        combo.addItems(names)
        combo.setCurrentIndex(names.index(chosen) if chosen in names else 0)
        combo.blockSignals(False)
