"""What is put into the real ``slicer.util``: the loader of ``.ui`` files, a record of what its dialogs would have
shown, and that there is no main window.

Everything else there is Slicer's own code, which runs on the stand-ins. So, with ``--testing``: ``errorDisplay``,
``warningDisplay`` and ``infoDisplay`` answer None, ``confirmYesNoDisplay`` and ``confirmOkCancelDisplay`` answer False
(they compare True with the number of a button), and ``tryWithErrorDisplay`` raises what it caught without showing it.
"""

from __future__ import annotations

import logging
from typing import Any, NamedTuple

import slicer.util

from .ui import loadUI


class Shown(NamedTuple):
    """One message: ``level`` is "info", "warning" or "error"."""

    level: str
    text: str
    title: str | None


shown: list[Shown] = []

_display = slicer.util._messageDisplay


def _recorded(logLevel: int, text: str, testingReturnValue: Any, *arguments: Any, **keywords: Any) -> Any:
    if not isinstance(text, str):
        raise TypeError(f"a message is a str, not {text!r}")
    shown.append(Shown(logging.getLevelName(logLevel).lower(), text, keywords.get("windowTitle")))
    return _display(logLevel, text, testingReturnValue, *arguments, **keywords)


def _no_top_level_widget(objectName: str) -> Any:
    """Without a main window there is none to be found. Slicer's own asks the application for all of its windows, at
    which PySide6 crashes where Python has let go of one.
    """
    raise RuntimeError(f"Failed to obtain reference to '{objectName}'")


def adapt() -> None:
    """Change ``slicer.util``."""
    slicer.util.lookupTopLevelWidget = _no_top_level_widget
    slicer.util.loadUI = slicer.loadUI = loadUI
    slicer.util._messageDisplay = _recorded
