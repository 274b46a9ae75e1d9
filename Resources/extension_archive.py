"""Packs the Slicer module for people without a build of Slicer: ``python Resources/extension_archive.py FOLDER``.

The zip holds what CMake installs, and nothing else. Unpack it, and add its folder under Edit, Application Settings,
Modules, Additional module paths. (Archives for the Extensions Manager belong to one revision of Slicer, and its build
farm makes them.)
"""

from __future__ import annotations

import re
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODULE = "CrossModalitySeg"


def installed() -> list[str]:
    """The files that CMake installs, as paths in the module's folder."""
    text = (ROOT / MODULE / "CMakeLists.txt").read_text(encoding="utf-8").replace("${MODULE_NAME}", MODULE)
    lists = re.findall(r"set\(MODULE_PYTHON_(?:SCRIPTS|RESOURCES)\s+(.*?)\)", text, re.DOTALL)
    return sorted(name for names in lists for name in names.split())


def pack(folder: Path) -> Path:
    """Write the archive into ``folder`` and return its path."""
    found = re.search(
        r'__version__ = "(.+)"', (ROOT / MODULE / f"{MODULE}Lib" / "__init__.py").read_text(encoding="utf-8")
    )
    assert found, "the package says its version"
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"{MODULE}-{found[1]}-extension.zip"
    files = {f"{MODULE}/{name}": ROOT / MODULE / name for name in installed()} | {f"{MODULE}/LICENSE": ROOT / "LICENSE"}
    with zipfile.ZipFile(archive, "w") as packed:
        for name, file in files.items():
            # A fixed date makes equal trees equal files.
            packed.writestr(zipfile.ZipInfo(name), file.read_bytes(), zipfile.ZIP_DEFLATED)
    return archive


if __name__ == "__main__":
    print(pack(Path(sys.argv[1])))
