"""Stands for PythonQt's module ``qt``: the classes of Qt under one roof, with PythonQt's manners (``pythonqt.py``).

Flat: ``qt.QLabel``, ``qt.QProcess``, ``qt.Qt``; there is no ``qt.QtWidgets`` and no ``qt.Signal``. ``qt.QUiLoader`` is
left to ``slicer.util.loadUI``.
"""

from __future__ import annotations

from typing import Any

from . import pythonqt


def __getattr__(name: str) -> Any:
    for module in pythonqt.MODULES if name.startswith("Q") else ():
        value = getattr(module, name, None)
        if isinstance(value, type):
            return value
    raise AttributeError(f"module 'qt' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({name for module in pythonqt.MODULES for name in dir(module) if name.startswith("Q")})
