"""Installing what the worker needs into Slicer's own Python: torch through the PyTorch extension, the rest by pip.
Never at import.
"""

from __future__ import annotations

import importlib.metadata
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import slicer

from ..errors import Code, UserError
from ..jobs.interpreter import PACKAGE_PARENT

REQUIREMENTS = PACKAGE_PARENT / "Resources" / "requirements.txt"
TORCH_MB = 200
"""Download of torch for the CPU; builds for a GPU are ten times that."""
_TORCH = ">=2.4"
_UNTOUCHED = ("numpy", "scipy", "SimpleITK", "vtk", "torch", "pydicom", "pillow")
"""Packages that Slicer or other extensions rely on: whatever version is there stays."""


@dataclass(frozen=True)
class Package:
    """One line of the requirements: pip's ``specifier``, e.g. "pydantic>=2.7", and the size of its download in 1e6
    bytes.
    """

    specifier: str
    size_mb: int

    @property
    def name(self) -> str:
        """The name alone."""
        return self.specifier.split(">")[0]


def packages(requirements: Path = REQUIREMENTS) -> list[Package]:
    """Everything that is needed, torch first; the sizes stand behind the requirements, as in "pydantic>=2.7  # 3
    MB".
    """
    lines = [
        line.partition("#")
        for line in requirements.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]
    return [
        Package(f"torch{_TORCH}", TORCH_MB),
        *(Package(specifier.strip(), int(size.split()[0])) for specifier, _, size in lines),
    ]


def described() -> str:
    """The packages with their sizes, as text for a dialog."""
    wanted = packages()
    torch = wanted[0]
    lines = [
        f"{torch.specifier}  ({torch.size_mb} MB), ten times that with GPU support; the extension PyTorch installs it.",
        *(f"{package.specifier}  ({package.size_mb} MB)" for package in wanted[1:]),
    ]
    return (
        "\n".join(lines)
        + f"\nTogether about {sum(package.size_mb for package in wanted)} MB and what these need themselves."
    )


def install(wheels: Path | None = None) -> None:
    """Install what is missing and mend what is half there, blocking behind Slicer's own progress display. Call it on
    the main thread, after asking.

    Args:
        wheels: Folder of wheel files from which everything comes, for computers without a connection; None takes them
            from the package index.

    Raises:
        UserError: MISSING_PACKAGE if the PyTorch extension is missing or pip fails.
    """
    specifiers = [package.specifier for package in packages()]
    with _constraints() as constraints:
        try:
            origin = [] if wheels is None else ["--no-index", "--find-links", str(wheels)]
            _mend(
                [
                    package
                    for package in packages()
                    if package.name not in _UNTOUCHED or (wheels is not None and package.name == "torch")
                ],
                origin,
            )
            if wheels is not None:
                slicer.util.pip_install([*origin, "--constraint", str(constraints), *specifiers])
                return
            _install_torch()
            _install_rest(specifiers[1:], constraints)
        except UserError:
            raise
        except (
            Exception
        ) as error:  # pip's failure reaches us as CalledProcessError or RuntimeError, by Slicer's version
            remedy = "Read the Python console, check the connection, or install from a folder of wheels."
            raise UserError(Code.MISSING_PACKAGE, f"The packages could not be installed: {error}.", remedy) from error


def _install_torch() -> None:
    try:
        import PyTorchUtils
    except ImportError as error:
        remedy = (
            "Install the extension PyTorch in the Extensions Manager and restart Slicer, or choose another Python "
            "under Settings."
        )
        raise UserError(
            Code.MISSING_PACKAGE, "The extension PyTorch, which installs torch, is not there.", remedy
        ) from error
    logic = PyTorchUtils.PyTorchUtilsLogic()
    if remedy_of("torch"):
        logic.uninstallTorch(askConfirmation=False)  # it counts what is half there as installed
    if not logic.torchInstalled() and logic.installTorch(askConfirmation=False, torchVersionRequirement=_TORCH) is None:
        raise UserError(
            Code.MISSING_PACKAGE, "torch was not installed.", "Open the module PyTorch and install it there."
        )


def remedy_of(name: str) -> str:
    """pip's option that mends a package of which only a part is there; "" if it is whole, or not there at all."""
    try:
        files = importlib.metadata.files(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
    if files is None:  # without its list of files pip cannot remove it
        return "--ignore-installed"
    # Programs and data may have been moved or compiled; code may not.
    code = [
        file for file in files if file.suffix in (".py", ".so", ".pyd", ".dll", ".dylib") and ".." not in file.parts
    ]
    return "" if all(_whole(Path(file.locate()), file.size) for file in code) else "--force-reinstall"


def _whole(file: Path, size: int | None) -> bool:
    return file.is_file() and size in (None, file.stat().st_size)


def _mend(wanted: list[Package], origin: list[str]) -> None:
    """Install anew whichever of the packages ``wanted`` is half there; pip takes these for installed, and would leave
    them.
    """
    for option in ("--force-reinstall", "--ignore-installed"):
        if broken := [package.specifier for package in wanted if remedy_of(package.name) == option]:
            slicer.util.pip_install([*origin, option, "--no-deps", *broken])


def _install_rest(specifiers: list[str], constraints: Path) -> None:
    try:
        from slicer.packaging import pip_ensure
    except ImportError:  # before Slicer 5.11
        slicer.util.pip_install(["--constraint", str(constraints), *specifiers])
        return
    from packaging.requirements import Requirement

    pip_ensure(
        [Requirement(text) for text in specifiers],
        constraints=str(constraints),
        prompt_install=False,
        requester="CrossModalitySeg",
    )


@contextmanager
def _constraints() -> Iterator[Path]:
    """A file that holds the versions which are to stay."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "constraints.txt"
        path.write_text(
            "\n".join(f"{name}=={version}" for name in _UNTOUCHED if (version := _installed(name))), encoding="utf-8"
        )
        yield path


def _installed(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None
