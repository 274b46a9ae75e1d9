"""Stands for ``slicer.i18n`` where the application speaks English: every text is its own translation."""

from __future__ import annotations


def tr(text: str) -> str:
    """Translate ``text`` in the context of the calling file; ``from slicer.i18n import tr as _``."""
    return translate("", text)


def translate(context: str, text: str) -> str:
    """Translate ``text`` in a stated context."""
    if not isinstance(text, str):
        raise TypeError(f"translate needs a str, got {text!r}")
    return text
