"""What this program runs on: versions, memory, the folder of its user data, and the other processes of a job on
several.
"""

from __future__ import annotations

import ctypes
import os
import platform
import re
import sys
from importlib import metadata
from pathlib import Path

from . import __version__
from .errors import Code, UserError

_PACKAGES = ("torch", "numpy", "scipy", "SimpleITK", "safetensors", "pydantic", "pydicom", "highdicom")
_EXTRAS = ("monai",)
"""What a method of the benchmark needs, and nothing else."""
HOME_VARIABLE = "CROSSMODALITYSEG_HOME"
RESOURCES = Path(__file__).parent / "resources"
"""Models and terminology that ship: inside the package, so that Slicer's extension and a wheel hold the same files in
the same place.
"""
_CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")


def home() -> Path:
    """The folder of this program's user data: ``CROSSMODALITYSEG_HOME``, or what the platform provides for such."""
    if chosen := os.environ.get(HOME_VARIABLE):
        return Path(chosen).expanduser()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "CrossModalitySeg"


def versions() -> dict[str, str]:
    """Versions of this program, of Python and of the packages that decide over results; missing ones are left out."""
    found = {"CrossModalitySeg": __version__, "python": platform.python_version()}
    for package in _PACKAGES + _EXTRAS:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found


def missing_packages() -> list[str]:
    """Names of the packages that are needed and not installed."""
    return [package for package in _PACKAGES if package not in versions()]


def memory_gb() -> float:
    """Main memory this process may use, in 1e9 bytes: that of the machine, or less where a batch system sets a
    limit.
    """
    if sys.platform == "win32":
        return _windows_memory_bytes() / 1e9
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    limit = _CGROUP_LIMIT.read_text().strip() if _CGROUP_LIMIT.is_file() else "max"
    return min(machine, int(limit) if limit.isdigit() else machine) / 1e9


def cpu() -> str:
    """The model of the CPU; "unknown" if the system does not state it."""
    # platform.processor() is empty on most Linux systems, where the kernel lists the model instead.
    listing = Path("/proc/cpuinfo")
    lines = listing.read_text(encoding="utf-8").splitlines() if listing.is_file() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or "unknown"


def process_of() -> tuple[int, int]:
    """(rank, number of processes) of this process in a job that torchrun or SLURM has started on several; (0, 1)
    alone.

    A batch script of SLURM that runs a command without ``srun`` runs it once, however many tasks it asked for: only a
    step has a number of them.
    """
    for rank, size in (("RANK", "WORLD_SIZE"), ("SLURM_PROCID", "SLURM_STEP_NUM_TASKS")):
        if rank in os.environ and size in os.environ:
            return int(os.environ[rank]), int(os.environ[size])
    return 0, 1


def refuse_several(what: str) -> None:
    """Refuse to do in several processes what is done by one.

    Args:
        what: What is done, for the sentence, e.g. "evaluate".

    Raises:
        UserError: BAD_SETTINGS where torchrun or SLURM has started more than one.
    """
    if (size := process_of()[1]) > 1:
        raise UserError(
            Code.BAD_SETTINGS,
            f"{size} processes were started for {what}, which is the work of one.",
            "Start it without torchrun; in SLURM, by srun --ntasks=1 or without srun.",
        )


def _windows_memory_bytes() -> int:
    class Status(ctypes.Structure):
        """MEMORYSTATUSEX of the Windows API."""

        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load_percent", ctypes.c_ulong),
            *(
                (name, ctypes.c_ulonglong)
                for name in (
                    "total",
                    "free",
                    "page_total",
                    "page_free",
                    "virtual_total",
                    "virtual_free",
                    "extended_free",
                )
            ),
        )

    status = Status(length=ctypes.sizeof(Status))
    ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))  # type: ignore[attr-defined,unused-ignore]
    return int(status.total)


def peak_memory_gb() -> float:
    """Largest main memory this process has used so far, in 1e9 bytes."""
    if sys.platform == "win32":
        return _windows_peak_bytes() / 1e9
    # What ``getrusage`` says on Linux begins with what the process had that started this one.
    status = Path("/proc/self/status")
    if status.exists() and (found := re.search(r"VmHWM:\s*(\d+) kB", status.read_text(encoding="ascii"))):
        return int(found[1]) * 1024 / 1e9
    import resource  # absent on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e9 if sys.platform == "darwin" else peak * 1024 / 1e9


def _windows_peak_bytes() -> int:
    class Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS of the Windows API."""

        _fields_ = (
            ("length", ctypes.c_ulong),
            ("page_faults", ctypes.c_ulong),
            *(
                (name, ctypes.c_size_t)
                for name in ("peak", "now", "paged_peak", "paged", "other_peak", "other", "pagefile", "pagefile_peak")
            ),
        )

    counters = Counters(length=ctypes.sizeof(Counters))
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    kernel.K32GetProcessMemoryInfo(ctypes.c_void_p(-1), ctypes.byref(counters), counters.length)
    return int(counters.peak)
