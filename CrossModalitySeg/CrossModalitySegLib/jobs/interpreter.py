"""Which Python runs the worker, and in which environment: Slicer's own, or one in which the package's libraries are
installed.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import Code, UserError

PYTHON_VARIABLE = "CROSSMODALITYSEG_PYTHON"
PACKAGE_PARENT = Path(__file__).parents[2]
"""The folder that holds this package: whichever Python works, it works with the code that belongs to this panel."""

_SLICERS = (
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONNOUSERSITE",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "DYLD_FRAMEWORK_PATH",
    "QT_PLUGIN_PATH",
)
"""Variables by which Slicer's launcher leads to its own libraries; with them, another Python would load the wrong ones.
"""


@dataclass(frozen=True)
class Interpreter:
    """A Python ``program``, the ``environment`` to start it in, and whether it is Slicer's ``own``."""

    program: str
    own: bool
    environment: Mapping[str, str]


def find_interpreter(chosen: str = "", slicer_home: str = "") -> Interpreter:
    """The Python that is to run the worker.

    Args:
        chosen: Program that the panel names, "" for none; the variable ``CROSSMODALITYSEG_PYTHON`` counts before it.
        slicer_home: Folder in which Slicer is installed, whose own Python is taken where none is named.

    Returns:
        The program, and the environment in which it has this package.

    Raises:
        UserError: NO_PYTHON if there is none, or if the one that was named cannot be started.
    """
    for named, origin in (
        (os.environ.get(PYTHON_VARIABLE, ""), f"which the variable {PYTHON_VARIABLE} names,"),
        (chosen, "which is chosen in the panel,"),
    ):
        if named:
            found = shutil.which(os.path.expanduser(named))
            if found is None:
                raise UserError(
                    Code.NO_PYTHON,
                    f"The Python {named}, {origin} cannot be started.",
                    "Name the python program of an environment, e.g. /opt/env/bin/python.",
                )
            # Not resolved: the link in a virtual environment is how Python finds its packages.
            return Interpreter(found, False, _foreign_environment(slicer_home))
    own = shutil.which("PythonSlicer") or next(
        (path for path in _beside(slicer_home) if os.access(path, os.X_OK)), None
    )
    if own is None:
        remedy = (
            f"Choose a Python under Settings in the panel, or set {PYTHON_VARIABLE} to the python program of an "
            "environment with CrossModalitySeg's libraries."
        )
        raise UserError(Code.NO_PYTHON, "Slicer's own Python (PythonSlicer) was not found.", remedy)
    return Interpreter(own, True, _with_package(os.environ, os.environ.get("PYTHONPATH", "")))


def _beside(slicer_home: str) -> list[str]:
    if not slicer_home:
        return []
    names = ("PythonSlicer.exe", "python-real.exe") if sys.platform == "win32" else ("PythonSlicer", "python-real")
    return [str(Path(slicer_home) / "bin" / name) for name in names]


def _foreign_environment(slicer_home: str) -> dict[str, str]:
    """This process' environment without what leads to Slicer's libraries."""
    kept = {name: value for name, value in os.environ.items() if name not in _SLICERS}
    if slicer_home:
        home = Path(slicer_home)
        kept["PATH"] = os.pathsep.join(
            entry for entry in kept.get("PATH", "").split(os.pathsep) if home not in (Path(entry), *Path(entry).parents)
        )
    return _with_package(kept, "")


def _with_package(environment: Mapping[str, str], search: str) -> dict[str, str]:
    return {
        **environment,
        "PYTHONPATH": os.pathsep.join(filter(None, [str(PACKAGE_PARENT), search])),
        "PYTHONUTF8": "1",
    }
