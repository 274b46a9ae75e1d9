"""Which methods a benchmark runs: rows of the table, and a user's own by their import path."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import import_module

from ..errors import Code, UserError
from ..job import BenchmarkJob
from ..methods import DOMAINS, Method, methods

_NAME = re.compile(r"[A-Za-z][\w.-]{0,39}")


def chosen(job: BenchmarkJob) -> dict[str, Method]:
    """The methods that a benchmark compares.

    Args:
        job: Names the direction and the methods: rows of the table, or import paths "package.module:object" of one's
            own; without names all rows but ablations are meant.

    Returns:
        The methods by name, in the order of ``job``; one's own are called as their object is.

    Raises:
        UserError: BAD_SETTINGS for a method of the other direction, for two of one name, and for an import path that
            leads to no method.
    """
    domains = DOMAINS[job.direction]
    table = methods(domains)
    found: dict[str, Method] = {}
    for name in job.methods or [name for name, method in table.items() if not method.ablation]:
        if ":" in name:
            short, method = _own(name, domains.source_model)
            if short in table or short in found:
                raise UserError(
                    Code.BAD_SETTINGS, f"There are two methods called {short}.", "Give your own another name."
                )
            found[short] = method
        elif name in table:
            found[name] = table[name]
        else:
            raise UserError(
                Code.BAD_SETTINGS,
                f"{name} is not a method of the direction {job.direction}.",
                f"Choose among {', '.join(table)}.",
            )
    return found


def _own(path: str, source_model: str) -> tuple[str, Method]:
    """Name and row of the method at ``package.module:object``."""
    remedy = (
        "Name it as package.module:object, where Python finds it (PYTHONPATH), and let it be a "
        "CrossModalitySegLib.methods.Method."
    )
    module, _, name = path.partition(":")
    try:
        method = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise UserError(Code.BAD_SETTINGS, f"The method {path} cannot be imported: {error}.", remedy) from error
    if not isinstance(method, Method) or not _NAME.fullmatch(name):
        raise UserError(Code.BAD_SETTINGS, f"{path} is not a method.", remedy)
    return name, replace(method, trained=method.trained or source_model)
