"""Durations in words, the same in the panel, in the shell and in reports. Standard library only."""

from __future__ import annotations


def duration_in_words(seconds: float) -> str:
    """A duration as a number and its unit.

    Args:
        seconds: The duration; less than a second counts as one.

    Returns:
        The duration in "s", "min", "h" or "days".

    Examples:
        >>> duration_in_words(200), duration_in_words(7200), duration_in_words(3 * 86400)
        ('3 min', '2.0 h', '3 days')
    """
    if seconds < 90:
        return f"{max(seconds, 1):.0f} s"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} min"
    if seconds < 36 * 3600:
        return f"{seconds / 3600:.1f} h"
    return f"{seconds / 86400:.0f} days"
