"""Names of fields that earlier versions wrote differently, in jobs, settings, records, cards and checkpoints. Standard
library only, so that job folders are read without pydantic.
"""

from __future__ import annotations

from typing import Any

RENAMED: dict[str, str] = {"fit_borders": "refine_boundaries"}
"""Current names of fields by their former ones."""


def with_current_names(values: Any) -> Any:  # JSON, or what validation is given
    """``values`` with every former name of a field, at any depth of its objects, replaced by the current one.

    >>> with_current_names({"settings": {"fit_borders": False}, "seeds": [0, 1]})
    {'settings': {'refine_boundaries': False}, 'seeds': [0, 1]}
    """
    if isinstance(values, dict):
        return {RENAMED.get(name, name): with_current_names(value) for name, value in values.items()}
    return [with_current_names(value) for value in values] if isinstance(values, list) else values
