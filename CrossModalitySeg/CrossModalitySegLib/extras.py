"""Packages that not everybody needs: which extra of this one installs them, and the error where they are missing."""

from __future__ import annotations

from importlib.util import find_spec

from .errors import Code, UserError

EXTRA_OF = {
    "matplotlib": "report",
    "jinja2": "report",
    "monai": "benchmark",
    "tensorboard": "tracking",
    "mlflow": "mlflow",
    "skimage": "mesh",
    "trimesh": "mesh",
    "onnx": "onnx",
    "onnxscript": "onnx",
    "onnxruntime": "onnx",
}
"""The extra in pyproject.toml that installs a package, by the name under which the package is imported."""


def installed(package: str) -> bool:
    """Whether a package could be imported; it is not.

    Args:
        package: The name under which it is imported, as in ``EXTRA_OF``.

    Returns:
        True if Python finds it; what it needs itself is not looked for.

    Examples:
        >>> installed("json"), installed("no_such_package")
        (True, False)
    """
    return find_spec(package) is not None


def need(package: str, what: str, otherwise: str = "") -> None:
    """Refuse, before the work, what cannot be done without a package that is missing.

    Args:
        package: A name of ``EXTRA_OF``.
        what: Who needs it, the beginning of the sentence: "Surfaces need".
        otherwise: What else one can do, the end of the remedy: "leave --figures out".

    Raises:
        UserError: MISSING_PACKAGE if ``package`` is not installed.
    """
    if not installed(package):
        instead = f", or {otherwise}" if otherwise else ""
        raise UserError(
            Code.MISSING_PACKAGE,
            f"{what} the Python package {package}, which is not installed.",
            f'Install it with: pip install "CrossModalitySegLib[{EXTRA_OF[package]}]"{instead}.',
        )
