"""Stands for ``PyTorchUtils``, the module of the PyTorch extension: nothing is installed, calls are recorded in
``calls``.
"""

from __future__ import annotations

from typing import Any

calls: list[tuple[str, dict[str, Any]]] = []


class PyTorchUtilsLogic:
    """``installed`` is what ``torchInstalled`` answers; a test sets it. ``installTorch`` succeeds with ``torch``, None
    stands for "declined".
    """

    installed = False
    torch: Any = object()

    @staticmethod
    def torchInstalled() -> bool:
        """Whether torch is installed."""
        return PyTorchUtilsLogic.installed

    def installTorch(
        self,
        *,
        askConfirmation: bool = False,
        forceComputationBackend: str | None = None,
        torchVersionRequirement: str | None = None,
        torchvisionVersionRequirement: str | None = None,
    ) -> Any:
        """Install torch; the answer is the module, or None if the user declines."""
        calls.append(("installTorch", {name: value for name, value in locals().items() if name != "self"}))
        return self.torch

    def uninstallTorch(self, *, askConfirmation: bool = False, forceComputationBackend: str | None = None) -> None:
        """Remove torch."""
        calls.append(("uninstallTorch", {"askConfirmation": askConfirmation}))
