"""Files and folders that are dropped onto the panel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import qt
import slicer
from slicer.i18n import tr as _

from ..errors import UserError
from ..scene.loading import load_volume
from ..tasks.names import MODEL_SUFFIX

if TYPE_CHECKING:
    from .panel import Panel
    from .ui import Ui


class Drops:
    """A model becomes the chosen one, a folder the input of *Segment many hearts*; volumes are loaded and chosen."""

    def __init__(self, ui: Ui, panel: Panel) -> None:
        self._ui, self._panel = ui, panel
        self._filter = DropFilter(self._dropped)
        ui.CrossModalitySeg.setAcceptDrops(True)
        ui.CrossModalitySeg.installEventFilter(self._filter)

    def close(self) -> None:
        """Take nothing any more; a widget that is gone already takes nothing anyway."""
        try:
            self._ui.CrossModalitySeg.removeEventFilter(self._filter)
        except (RuntimeError, ValueError):  # how PySide6 and PythonQt say that the widget is gone
            return

    def take(self, paths: Sequence[Path]) -> None:
        """Do with dropped files what a user wants who drops them, or say that nothing can be done with them.

        Args:
            paths: One folder, one model (.cms), or files of volumes; one or more.
        """
        first = paths[0]
        try:
            if len(paths) == 1 and first.is_dir():
                self._panel.batch.choose_folder(first)
            elif len(paths) == 1 and first.suffix == MODEL_SUFFIX:
                self._panel.library.take_in(first)
            elif all(map(_is_volume, paths)):
                self._load(paths)
            else:
                self._panel.dialogs.complain(
                    _("Drop one folder, of a DICOM series for instance, one model (.cms), or files of volumes.")
                )
        except UserError as error:
            self._panel.dialogs.complain(f"{error.sentence} {error.remedy}")

    def _load(self, paths: Sequence[Path]) -> None:
        volumes = [load_volume([path], path.name.partition(".")[0]) for path in paths]
        if len(volumes) == 1:
            self._ui.volumeSelector.setCurrentNode(volumes[0])
        else:
            self._panel.batch.choose_volumes(volumes)

    def _dropped(self, paths: Sequence[Path]) -> None:
        # Later: the program that the files come from waits until the drop is over.
        qt.QTimer.singleShot(0, partial(self._take_soon, paths))

    def _take_soon(self, paths: Sequence[Path]) -> None:
        with slicer.util.tryWithErrorDisplay(_("CrossModalitySeg could not do this."), waitCursor=True):
            self.take(paths)


class DropFilter(qt.QObject):
    """Calls ``action`` with the paths of what is dropped onto the widgets that it is installed on: the methods of a
    widget that comes from a ``.ui`` file cannot be overridden.
    """

    def __init__(self, action: Callable[[Sequence[Path]], None]) -> None:
        super().__init__()
        self._action = action

    def eventFilter(self, widget: object, event: qt.QDropEvent) -> bool:
        """Called by Qt before ``widget`` sees ``event``; True keeps it from the widget."""
        kind = event.type()
        if kind not in (qt.QEvent.Type.DragEnter, qt.QEvent.Type.Drop):
            return False
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.toLocalFile()]
        if not paths:  # a node of the scene or an address, for instance
            return False
        event.acceptProposedAction()
        if kind == qt.QEvent.Type.Drop:
            self._action(paths)
        return True


def _is_volume(path: Path) -> bool:
    """Whether Slicer opens the file as a volume; a file of DICOM is but a part of one."""
    if not path.is_file() or slicer.app.coreIOManager().fileType(str(path)) != "VolumeFile":
        return False
    with path.open("rb") as file:
        return file.read(132)[128:] != b"DICM"
