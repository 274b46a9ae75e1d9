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
RECENT_SETTING = "CrossModalitySeg/RecentModels"
_RECENT = 20
"""So many models are remembered."""


def setting(name: str, default: str = "") -> str:
    """A value of the application's settings, as text.

    Args:
        name: Name of the setting, as ``DEVICE_SETTING``.
        default: What counts where there is none.

    Returns:
        The text, as it was kept.
    """
    value = qt.QSettings().value(name, default)
    return str(value) if value is not None else default


def save_setting(name: str, value: str) -> None:
    """Keep ``value`` in the application's settings."""
    qt.QSettings().setValue(name, value)


def recent_models() -> list[str]:
    """Names of the models that were used last, the last one first; some may be gone."""
    return [name for name in setting(RECENT_SETTING).split("/") if name]


def remember_model(name: str) -> None:
    """Keep which model was used last.

    Args:
        name: Name of the model in the library; of those before it ``_RECENT`` - 1 are kept.
    """
    others = [other for other in recent_models() if other != name]
    save_setting(RECENT_SETTING, "/".join([name, *others][:_RECENT]))  # no name of a file has a slash in it


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
