"""The table of a batch: a row for each case, with its preview; a click on a title sorts by that column."""

from __future__ import annotations

import bisect
import math
from collections.abc import Generator
from dataclasses import replace

import qt
import slicer
from slicer.i18n import tr as _

from ..tasks.batch import Case
from ..tasks.pump import Pump
from .connections import Connections
from .translation import translated

_CASE, _FLAG, _DICE, _FIRST_VOLUME = range(4)
_CASE_PX, _FLAG_PX, _SIGN_PX = 160, 76, 16


class CaseTable:
    """Shows cases in the ``QTableWidget`` ``widget``, those that need a check first unless the user sorts otherwise.

    A new case becomes a row at its place, and previews are read one at a time, so that thousands block nothing.
    """

    def __init__(self, widget: qt.QTableWidget) -> None:
        self._widget, self._connections = widget, Connections()
        self._cases: list[Case] = []
        self._structures: list[str] = []
        self._icons: dict[str, qt.QIcon] = {}
        self._without_preview: list[Case] = []
        self._pump: Pump[None] | None = None
        widget.setWordWrap(False)  # long names are cut in the middle
        header = widget.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        self.clear()
        self._connections.on(header.sortIndicatorChanged, self._refill)

    def close(self) -> None:
        """Let go of the widget."""
        self._connections.close()
        if self._pump is not None:
            self._pump.cancel()

    @property
    def empty(self) -> bool:
        """Whether there is no case."""
        return not self._cases

    @property
    def chosen(self) -> Case | None:
        """The case of the current row."""
        row = self._widget.currentRow()
        return self._cases[row] if 0 <= row < len(self._cases) else None

    def clear(self) -> None:
        """Show nothing, and sort the coming cases by urgency."""
        self._cases, self._structures = [], []
        self._icons.clear()
        self._title_columns()  # first: the header follows its column where columns come before it
        self._widget.horizontalHeader().setSortIndicator(_FLAG, qt.Qt.SortOrder.AscendingOrder)
        self._refill()

    def forget_volumes(self) -> None:
        """Forget of which volumes of the scene the cases are: another scene gives the same names and IDs again."""
        self._cases = [replace(case, snapshot=None) for case in self._cases]
        self._without_preview = [replace(case, snapshot=None) for case in self._without_preview]

    def add(self, case: Case) -> None:
        """Show a case at its place in the order of the table.

        Args:
            case: It takes the place of one of the same title; its structures get columns where they have none yet.
        """
        before = next((row for row, one in enumerate(self._cases) if one.title == case.title), None)
        if before is not None:
            del self._cases[before]
            self._widget.removeRow(before)
        new = [name for name in case.volumes_ml if name not in self._structures]
        if new or not self._cases:
            self._structures += new
            self._title_columns()
        self._icons.pop(case.title, None)
        self._want_preview(case)
        if new and self._cases:
            self._cases.append(case)
            self._refill()
            return
        row = bisect.bisect(self._cases, self._key(case), key=self._key)
        self._cases.insert(row, case)
        self._widget.insertRow(row)
        self._fill(row, case)

    def _refill(self) -> None:
        self._cases.sort(key=self._key)
        self._title_columns()
        self._widget.setUpdatesEnabled(False)
        self._widget.setRowCount(len(self._cases))
        for row, case in enumerate(self._cases):
            self._fill(row, case)
        self._widget.setUpdatesEnabled(True)

    def _title_columns(self) -> None:
        titles = [_("Case"), _("Flag"), _("Dice")] + [f"{name} (ml)" for name in self._structures]
        self._widget.setColumnCount(len(titles))
        self._widget.setHorizontalHeaderLabels(titles)
        self._widget.setColumnWidth(_CASE, _CASE_PX)
        self._widget.setColumnWidth(_FLAG, _FLAG_PX)
        for column in range(_DICE, len(titles)):  # by the titles: asking every row takes long where there are many
            self._widget.setColumnWidth(column, self._widget.horizontalHeader().sectionSizeHint(column))

    def _key(self, case: Case) -> tuple[object, ...]:
        """What the chosen column sorts by; what has no value comes last in either order."""
        header = self._widget.horizontalHeader()
        column = header.sortIndicatorSection()
        sign = -1 if header.sortIndicatorOrder() == qt.Qt.SortOrder.DescendingOrder else 1
        if column == _CASE:
            return (_Turned(case.title.casefold(), sign),)
        if column == _FLAG:
            return (*(sign * value for value in case.urgency), case.title)
        structure = self._structures[column - _FIRST_VOLUME] if column >= _FIRST_VOLUME else ""
        value = case.mean_dice if column == _DICE else case.volumes_ml.get(structure)
        return math.inf if value is None else sign * value, case.title

    def _fill(self, row: int, case: Case) -> None:
        dice = case.mean_dice
        failed, flagged = bool(case.sentence), bool(case.findings)
        texts = [
            case.title,
            _("failed") if failed else _("check") if flagged else _("ok"),
            "" if dice is None else f"{dice:.2f}",
            *(f"{case.volumes_ml[name]:.1f}" if name in case.volumes_ml else "" for name in self._structures),
        ]
        tip = translated(case.sentence or "\n".join(case.findings) or "Looks plausible.")
        for column, text in enumerate(texts):
            item = qt.QTableWidgetItem(text)
            item.setToolTip(tip if column else case.title)
            if column >= _DICE:
                item.setTextAlignment(qt.Qt.AlignmentFlag.AlignRight | qt.Qt.AlignmentFlag.AlignVCenter)
            self._widget.setItem(row, column, item)
        sign = qt.QStyle.StandardPixmap
        shown = (
            sign.SP_MessageBoxCritical
            if failed
            else sign.SP_MessageBoxWarning
            if flagged
            else sign.SP_DialogApplyButton
        )
        icon = slicer.app.style().standardIcon(shown)
        self._widget.item(row, _FLAG).setIcon(qt.QIcon(icon.pixmap(_SIGN_PX, _SIGN_PX)))
        if case.title in self._icons:
            self._widget.item(row, _CASE).setIcon(self._icons[case.title])

    def _want_preview(self, case: Case) -> None:
        if case.preview is not None:
            self._without_preview.append(case)
        if self._pump is None and self._without_preview:
            self._pump = Pump(self._previews(), lambda fraction: None, self._previewed, self._previewed)

    def _previews(self) -> Generator[float, None, None]:
        while self._without_preview:
            case = self._without_preview.pop(0)
            pixmap = qt.QPixmap(str(case.preview))
            row = next((row for row, one in enumerate(self._cases) if one is case), None)
            if row is not None and not pixmap.isNull():
                height_px = pixmap.height()
                if pixmap.width() > 2 * height_px:  # several views are too small to be seen here: the first alone,
                    # without its title and the legend
                    pixmap = pixmap.copy(0, height_px // 16, 4 * height_px // 5, 13 * height_px // 16)
                size = self._widget.property("iconSize")
                keep, smooth = qt.Qt.AspectRatioMode.KeepAspectRatio, qt.Qt.TransformationMode.SmoothTransformation
                self._icons[case.title] = qt.QIcon(pixmap.scaled(size, keep, smooth))
                self._widget.item(row, _CASE).setIcon(self._icons[case.title])
            yield 0.0

    def _previewed(self, _end: object) -> None:
        self._pump = None


class _Turned:
    """A text that sorts from Z to A where ``sign`` is -1."""

    def __init__(self, text: str, sign: int) -> None:
        self._text, self._sign = text, sign

    def __lt__(self, other: _Turned) -> bool:
        return self._text < other._text if self._sign > 0 else other._text < self._text
