"""Values between two processes of this program: JSON, with the numbers of arrays after it. Nothing that is received is
run.

A message is the length of its JSON (8 bytes, little-endian), the JSON, then the bytes of each array. JSON has no
tuples, paths, arrays and dataclasses: these are objects with one key, "tuple", "path", "array" or "dataclass".
"""

from __future__ import annotations

import dataclasses
import json
import struct
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

_PACKAGE = __package__.rpartition(".")[0]
"""Dataclasses of the package ``images`` are known, no others."""


def send(stream: BinaryIO, value: Any) -> None:
    """Write one message of None, truth values, numbers, strings, paths, lists, tuples, dicts with string keys, arrays,
    and dataclasses.
    """
    arrays: list[NDArray] = []
    header = json.dumps(_packed(value, arrays)).encode()
    stream.write(struct.pack("<Q", len(header)) + header)
    for array in arrays:
        stream.write(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """Read one message; raises ``EOFError`` where the stream ends before it does."""
    (length,) = struct.unpack("<Q", _exactly(stream, bytearray(8)))
    return _unpacked(json.loads(bytes(_exactly(stream, bytearray(length)))), stream)


def _exactly(stream: BinaryIO, into: bytearray | memoryview) -> bytearray | memoryview:
    view, done = memoryview(into), 0
    while done < len(view):
        count = stream.readinto(view[done:])  # type: ignore[attr-defined]
        if not count:
            raise EOFError
        done += count
    return into


def _packed(value: Any, arrays: list[NDArray]) -> Any:
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Path):
        return {"path": str(value)}
    if isinstance(value, np.ndarray):
        arrays.append(value)
        return {"array": [value.dtype.str, value.shape]}
    if isinstance(value, tuple):
        return {"tuple": [_packed(one, arrays) for one in value]}
    if isinstance(value, list):
        return [_packed(one, arrays) for one in value]
    if isinstance(value, dict):
        return {"dict": {key: _packed(one, arrays) for key, one in value.items()}}
    kind = type(value)
    fields = {
        field.name: _packed(getattr(value, field.name), arrays) for field in dataclasses.fields(value) if field.init
    }
    return {"dataclass": [kind.__module__.removeprefix(_PACKAGE), kind.__qualname__, fields]}


def _unpacked(value: Any, stream: BinaryIO) -> Any:
    if isinstance(value, list):
        return [_unpacked(one, stream) for one in value]
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    if kind == "path":
        return Path(content)
    if kind == "array":
        array = np.empty(content[1], np.dtype(content[0]))
        if array.size:
            _exactly(stream, array.reshape(-1).view(np.uint8).data)
        return array
    if kind == "tuple":
        return tuple(_unpacked(one, stream) for one in content)
    if kind == "dict":
        return {key: _unpacked(one, stream) for key, one in content.items()}
    module, name, fields = content
    found = getattr(import_module(module, _PACKAGE), name)
    if not (module.startswith(".") and isinstance(found, type) and dataclasses.is_dataclass(found)):
        raise ValueError(f"{module}.{name} is not a dataclass of this package")
    return found(**{name: _unpacked(one, stream) for name, one in fields.items()})
