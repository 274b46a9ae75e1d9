"""What the table of the section "Segment heart" shows: volumes of a result, or a heart through its beat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import qt
from slicer.i18n import tr as _

from .translation import translated

if TYPE_CHECKING:
    from ..label_set import Structure
    from ..tasks.following import SegmentResult
    from ..tasks.series_following import SeriesResult

_SWATCH_PX = 10


def fill_with_volumes(table: qt.QTableWidget, result: SegmentResult) -> None:
    """The volumes, and the Dice to expect where that is known: a row for each structure."""
    expected = result.expected_dice or {}
    titles = [_("Structure"), _("Volume")] + [_("Expected Dice")] * bool(expected)
    rows = []
    for structure in result.label_set.structures:
        volume_ml, dice = result.volumes_ml.get(structure.name, 0.0), expected.get(structure.name)
        numbers = [
            f"{volume_ml:.1f} ml" if volume_ml else _("missing"),
            f"{dice:.2f}" if volume_ml and dice is not None else "",
        ]
        rows.append((structure, numbers[: len(titles) - 1]))
    _fill(table, titles, rows)


def fill_with_function(table: qt.QTableWidget, result: SeriesResult) -> None:
    """Volumes at the ends of the beat and the ejection fraction: a row for each ventricle."""
    titles = [_("Structure"), _("EDV"), _("ESV"), _("SV"), _("EF")]
    ventricles = result.function["ventricles"] if result.function is not None else {}
    rows = []
    for structure in result.label_set.structures:
        one = ventricles.get(structure.name)
        if one is not None:
            volumes = [f"{one[key]:.0f} ml" for key in ("edv_ml", "esv_ml", "stroke_ml")]
            rows.append((structure, [*volumes, f"{one['ef_percent']:.0f} %"]))
    _fill(table, titles, rows)


def _fill(table: qt.QTableWidget, titles: list[str], rows: list[tuple[Structure, list[str]]]) -> None:
    """The structure, with its color, and what was measured of it; as high as its rows, and hidden without any."""
    table.setVisible(bool(rows))
    table.setColumnCount(len(titles))
    table.setHorizontalHeaderLabels(titles)
    table.setRowCount(len(rows))
    for row, (structure, numbers) in enumerate(rows):
        name = qt.QTableWidgetItem(translated(structure.title))
        name.setToolTip(translated(structure.title))
        name.setIcon(qt.QIcon(_swatch(structure.color)))
        table.setItem(row, 0, name)
        for column, text in enumerate(numbers, start=1):
            item = qt.QTableWidgetItem(text)
            item.setTextAlignment(qt.Qt.AlignmentFlag.AlignRight | qt.Qt.AlignmentFlag.AlignVCenter)
            table.setItem(row, column, item)
    header = table.horizontalHeader()
    header.setSectionResizeMode(0, qt.QHeaderView.ResizeMode.Stretch)
    for column in range(1, len(titles)):
        header.setSectionResizeMode(column, qt.QHeaderView.ResizeMode.ResizeToContents)
    table.resizeRowsToContents()
    rows_px = sum(table.rowHeight(row) for row in range(len(rows)))
    table.setFixedHeight(header.property("sizeHint").height() + rows_px + 4)


def _swatch(color: tuple[int, int, int]) -> qt.QPixmap:
    pixmap = qt.QPixmap(_SWATCH_PX, _SWATCH_PX)
    pixmap.fill(qt.QColor(*color))
    return pixmap
