"""Names of fields that earlier versions wrote differently, in jobs, settings, records, cards and checkpoints. Standard
library only, so that job folders are read without pydantic.
"""

from __future__ import annotations

from typing import Any

RENAMED: dict[str, str] = {
    "fit_borders": "refine_boundaries",
    "locator_steps": "localizer_steps",
    "licence": "license",
    "centre_mm": "center_mm",
    "centre_source": "center_source",
    "picture": "preview",
    # Parts of checkpoints.
    "optimiser": "optimizer",
    "critic_optimiser": "critic_optimizer",
    "dam_optimiser": "dam_optimizer",
    "labeller": "labeler",
    "locator": "localizer",
    # Curves.
    "locator_loss": "localizer_loss",
}
"""Current names by the former ones, of fields, of what events carry, and of the parts of a checkpoint."""


def with_current_names(values: Any) -> Any:  # JSON, or what validation is given
    """Names of fields of today.

    Args:
        values: JSON of an earlier version, objects and lists at any depth; it is not changed.

    Returns:
        The same with every former name of a field replaced by the current one.

    Examples:
        >>> with_current_names({"settings": {"fit_borders": False}, "seeds": [0, 1]})
        {'settings': {'refine_boundaries': False}, 'seeds': [0, 1]}
    """
    if isinstance(values, dict):
        return {RENAMED.get(name, name): with_current_names(value) for name, value in values.items()}
    return [with_current_names(value) for value in values] if isinstance(values, list) else values


def current_path(key: str) -> str:
    """The key of a value in a checkpoint under the current name of its part.

    Args:
        key: Name of the part, and the path of the value in it, separated by "/".

    Returns:
        The key with the first name replaced where ``RENAMED`` has another one; the rest stays.

    Examples:
        >>> current_path("optimiser/state/0/step")
        'optimizer/state/0/step'
    """
    part, separator, rest = key.partition("/")
    return RENAMED.get(part, part) + separator + rest


def current_option(option: str) -> str:
    """An option of the shell under its current name.

    Args:
        option: Its name without the dashes in front, with "no-" where it switches something off.

    Returns:
        The current name; ``option`` where it was not renamed.

    Examples:
        >>> current_option("no-fit-borders"), current_option("device")
        ('no-refine-boundaries', 'device')
    """
    no = "no-" * option.startswith("no-")
    name = RENAMED.get(option.removeprefix("no-").replace("-", "_"))
    return option if name is None else no + name.replace("_", "-")
