"""Stands for ``slicer.i18n``: Qt's translators, where a test has installed one, are asked in the context that Slicer
makes of the name of the calling file.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from PySide6 import QtCore


def tr(text: str) -> str:
    """Translate ``text`` in the context of the calling file; ``from slicer.i18n import tr as _``.

    As in Slicer a translation with other placeholders than the text is not taken.
    """
    translated = translate(_context(Path(sys._getframe(1).f_code.co_filename)), text)
    return translated if _placeholders(translated) == _placeholders(text) else text


def translate(context: str, text: str) -> str:
    """Translate ``text`` in a stated context."""
    if not isinstance(text, str):
        raise TypeError(f"translate needs a str, got {text!r}")
    return str(QtCore.QCoreApplication.translate(context, text))


def _context(file: Path) -> str:
    package = f"{file.parent.name}." if (file.parent / "__init__.py").is_file() else ""
    return package + file.stem


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"(?<!\{)\{([^{}]+)\}(?!\})", text))
