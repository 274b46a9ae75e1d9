"""Where tasks work: which Python, which device, which folders. Read from Slicer's settings, never from a scene."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import qt
import slicer

from ..environment import home
from ..jobs.interpreter import Interpreter, find_interpreter

# A scene comes from anywhere, and what stands there must not decide which program is started.
PYTHON_SETTING = "CrossModalitySeg/Python"
DEVICE_SETTING = "CrossModalitySeg/Device"
HOST_SETTING = "CrossModalitySeg/Host"


def setting(name: str, default: str = "") -> str:
    """A value of the application's settings, as text."""
    value = qt.QSettings().value(name, default)
    return str(value) if value is not None else default


def save_setting(name: str, value: str) -> None:
    """Keep ``value`` in the application's settings."""
    qt.QSettings().setValue(name, value)


@dataclass(frozen=True)
class Context:
    """``python`` is the one chosen in the panel ("" for Slicer's own); ``host`` the machine that does the work, HOST or
    HOST:PYTHON ("" for this one); ``jobs`` holds the job folders, ``models`` the
    library.
    """

    python: str = field(default_factory=lambda: setting(PYTHON_SETTING))
    device: str = field(default_factory=lambda: setting(DEVICE_SETTING, "auto"))
    host: str = field(default_factory=lambda: setting(HOST_SETTING))
    jobs: Path = field(default_factory=lambda: home() / "jobs")
    models: Path = field(default_factory=lambda: home() / "models")

    def interpreter(self) -> Interpreter:
        """The Python that runs workers; raises ``UserError`` NO_PYTHON."""
        return find_interpreter(self.python, slicer_home())


def slicer_home() -> str:
    """The folder in which Slicer is installed; "" where there is no application around."""
    app = getattr(slicer, "app", None)
    return str(getattr(app, "slicerHome", "") or "")
