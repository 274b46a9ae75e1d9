"""A list of the series of Slicer's DICOM database, to be ticked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import qt

from ..errors import UserError
from ..scene.patients import series_of
from .translation import translated


class PatientList:
    """Fills the ``QListWidget`` ``widget`` with series of ``modalities`` ("CT", "MR").

    >>> patients = PatientList(ui.batchPatients)
    >>> patients.refresh("CT", "MR")
    >>> patients.ticked
    {'Doe, Heart': [PosixPath('/dicom/1.dcm'), ...]}
    """

    def __init__(self, widget: qt.QListWidget) -> None:
        self._widget = widget
        self._series: Mapping[str, list[Path]] = {}

    def refresh(self, *modalities: str) -> None:
        """List what the database holds now, those that were ticked still ticked; or say why there is nothing."""
        ticked, widget = set(self.ticked), self._widget
        widget.blockSignals(True)
        widget.clear()
        try:
            self._series = series_of(*modalities)
        except UserError as error:
            self._series = {}
            reason = qt.QListWidgetItem(translated(f"{error.sentence} {error.remedy}"))
            reason.setFlags(qt.Qt.ItemFlag.NoItemFlags)
            widget.addItem(reason)
        for name in self._series:
            item = qt.QListWidgetItem(name)
            item.setCheckState(qt.Qt.CheckState.Checked if name in ticked else qt.Qt.CheckState.Unchecked)
            widget.addItem(item)
        widget.blockSignals(False)

    @property
    def ticked(self) -> dict[str, list[Path]]:
        """Files of the series that are ticked, by the name under which they are listed."""
        items = [self._widget.item(row) for row in range(self._widget.property("count"))]
        names = [item.text() for item in items if item.checkState() == qt.Qt.CheckState.Checked]
        return {name: self._series[name] for name in names if name in self._series}
