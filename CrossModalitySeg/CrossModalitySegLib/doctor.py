"""What `crossmodalityseg doctor` looks at: everything that decides whether, and how fast, jobs run here."""

from __future__ import annotations

import os
import platform
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .environment import memory_gb, missing_packages, versions
from .models.library import Library


@dataclass(frozen=True)
class Finding:
    """One line of the report; ``remedy`` is empty if all is well."""

    subject: str
    found: str
    remedy: str = ""


def examine() -> list[Finding]:
    """Look at versions, devices, memory and folders; takes the seconds that importing torch takes."""
    found = [Finding(name, version) for name, version in versions().items()]
    missing = missing_packages()
    found += [Finding(name, "missing", f"Install it: pip install {name}.") for name in missing]
    found.append(Finding("system", f"{platform.system()} {platform.release()}, {platform.machine()}"))
    found.append(Finding("memory", f"{memory_gb():.1f} GB"))
    if "torch" not in missing:
        found += _devices()
    library = Library()
    found.append(Finding("models", f"{len(library.entries())} in {library.folder}"))
    found += [_writable("library folder", library.folder), _writable("temporary folder", Path(tempfile.gettempdir()))]
    return found


def _devices() -> list[Finding]:
    import torch  # late, so that what is said about missing packages can be said without it

    from .networks.precision import resolve_precision

    found = []
    for index in range(torch.cuda.device_count()):
        gpu = torch.cuda.get_device_properties(index)
        found.append((torch.device("cuda", index), f"{gpu.name}, {gpu.total_memory / 1e9:.1f} GB"))
    found.append((torch.device("cpu"), f"{os.cpu_count()} processors, {torch.get_num_threads()} threads"))
    return [Finding(str(device), f"{text}, computes in {str(resolve_precision('auto', device)).removeprefix('torch.')}") for device, text in found]


def _writable(subject: str, folder: Path) -> Finding:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return Finding(subject, f"{folder} can be written")
    except OSError as error:
        return Finding(subject, f"{folder} cannot be written ({error.strerror})", "Free space there, or set CROSSMODALITYSEG_HOME or TMPDIR.")
