"""Stands for ``slicer.packaging`` (from 5.11 on): nothing is installed, every call is recorded in ``calls`` as
(function, arguments).
"""

from __future__ import annotations

import importlib.metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

calls: list[tuple[str, dict[str, Any]]] = []


def load_requirements(path: str | Path) -> list[Requirement]:
    """The requirements of a requirements.txt; comments and options of pip are passed over."""
    lines = (line.strip() for line in Path(path).read_text().splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-"))]


def pip_check(req: str | Requirement | list[str | Requirement]) -> bool:
    """Whether everything asked for is installed (extras are not looked at)."""
    return all(_satisfied(requirement) for requirement in _requirements(req))


def pip_ensure(
    requirements: str | Requirement | list[str | Requirement],
    constraints: str | Path | None = None,
    skip_packages: list[str] | None = None,
    prompt_install: bool = True,
    prompt_restart: bool = True,
    requester: str | None = None,
    skip_in_testing: bool = True,
    show_progress: bool = True,
) -> list[str] | None:
    """Install what is missing, after asking. The real one does nothing in testing mode unless ``skip_in_testing`` is
    False.
    """
    calls.append(
        ("pip_ensure", {**locals(), "requirements": [str(requirement) for requirement in _requirements(requirements)]})
    )
    return None


def pip_install(
    requirements: str | list[str],
    constraints: str | Path | None = None,
    no_deps_requirements: str | list[str] | None = None,
    skip_packages: list[str] | None = None,
    blocking: bool = True,
    show_progress: bool = True,
    requester: str | None = None,
    parent: Any = None,
    logCallback: Any = None,
    completedCallback: Any = None,
) -> list[str] | None:
    """Install with pip; also ``slicer.util.pip_install``."""
    calls.append(("pip_install", dict(locals())))
    return None


def pip_uninstall(
    requirements: str | list[str], blocking: bool = True, logCallback: Any = None, completedCallback: Any = None
) -> None:
    """Remove with pip; also ``slicer.util.pip_uninstall``."""
    calls.append(("pip_uninstall", dict(locals())))


def _requirements(stated: str | Requirement | list[str | Requirement]) -> list[Requirement]:
    entries = stated.split() if isinstance(stated, str) else [stated] if isinstance(stated, Requirement) else stated
    if not isinstance(entries, list):
        raise TypeError(f"Expected str, Requirement, or list, got {type(stated).__name__}")
    return [Requirement(entry) if isinstance(entry, str) else entry for entry in entries]


def _satisfied(requirement: Requirement) -> bool:
    if requirement.marker is not None and not requirement.marker.evaluate():
        return True
    try:
        return importlib.metadata.version(requirement.name) in requirement.specifier
    except importlib.metadata.PackageNotFoundError:
        return False
