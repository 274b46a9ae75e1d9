"""JSON objects that carry a hash of their own content: a turned bit in what is written and later trusted is noticed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

SEAL = "seal"
"""The entry that holds the hash."""


class BrokenSealError(ValueError):
    """An object is not as it was written."""

    def __init__(self) -> None:
        super().__init__("it was changed after it was written, or the disk has damaged it")


def sealed(values: Mapping[str, object]) -> dict[str, object]:
    """Seal an object.

    Args:
        values: What JSON can hold.

    Returns:
        The same, and as the last entry the SHA-256 of it in hexadecimal.

    Examples:
        >>> sealed({"seed": 7})["seal"][:12]
        '5f83350f79a3'
    """
    return {**values, SEAL: _hash(values)}


def unsealed(values: Mapping[str, object]) -> dict[str, object]:
    """Take a seal off.

    Args:
        values: What ``sealed`` returned, or an object without a seal, which a person or an earlier version wrote.

    Returns:
        The object without its seal.

    Raises:
        BrokenSealError: Content and seal do not fit.

    Examples:
        >>> unsealed(sealed({"seed": 7}))
        {'seed': 7}
        >>> unsealed(sealed({"seed": 7}) | {"seed": 5})
        Traceback (most recent call last):
            ...
        CrossModalitySegLib.seals.BrokenSealError: it was changed after it was written, or the disk has damaged it
    """
    content = {name: value for name, value in values.items() if name != SEAL}
    if SEAL in values and values[SEAL] != _hash(content):
        raise BrokenSealError
    return content


def read_sealed(text: str | bytes) -> dict[str, Any]:  # JSON: who reads it checks it
    """Read a sealed object.

    Args:
        text: JSON, with or without a seal.

    Returns:
        The object without its seal. Its values are not checked.

    Raises:
        ValueError: It is no JSON, no object, or its seal is broken (``BrokenSealError``).
    """
    values = json.loads(text)
    if not isinstance(values, dict):
        raise ValueError("it holds no JSON object")
    return unsealed(values)


def _hash(values: Mapping[str, object]) -> str:
    # Through JSON, so that tuples and numbers are as a reader finds them.
    plain = json.dumps(json.loads(json.dumps(values)), sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()
