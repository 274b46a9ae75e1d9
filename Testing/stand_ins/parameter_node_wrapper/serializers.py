"""How values of each type are kept in a parameter node: as strings under the field's name, nodes as node references of
that role.
"""

from __future__ import annotations

import enum
import pathlib
import typing
from collections.abc import Iterator, MutableSequence, Sequence
from typing import Annotated, Any

import slicer

from .validators import IsInstance, NotNone, Validator

_PATHS = (
    pathlib.Path,
    pathlib.PosixPath,
    pathlib.WindowsPath,
    pathlib.PurePath,
    pathlib.PurePosixPath,
    pathlib.PureWindowsPath,
)


def split(annotated: Any) -> tuple[Any, tuple[Any, ...]]:
    """A type and what annotates it."""
    first, *annotations = typing.get_args(Annotated[annotated, "nothing"])
    return first, tuple(annotations[:-1])


def serializer(annotated: Any) -> Serializer:
    """What keeps values of the type. Raises Exception for a type that the real wrapper does not know."""
    kind, annotations = split(annotated)
    validators = [entry for entry in annotations if isinstance(entry, Validator)]
    origin = typing.get_origin(kind)
    if origin is list:
        return ListSerializer(kind, validators, serializer(typing.get_args(kind)[0]))
    if origin is typing.Union:
        return UnionSerializer(kind, validators, [serializer(part) for part in typing.get_args(kind)])
    if kind is type(None):
        return NoneSerializer(kind, validators)
    if isinstance(kind, type):
        for fits, made in _KINDS:
            if fits(kind):
                return made(kind, validators)
    raise Exception(f"Unable to create serializer for type: {kind}")


class Serializer:
    """Keeps a str; the others derive from it."""

    def __init__(self, kind: Any, validators: Sequence[Validator]) -> None:
        self.kind = kind
        self.validators = [*self.own_validators(), *validators]

    def own_validators(self) -> list[Validator]:
        """What every value of the type must fulfill."""
        return [NotNone(), IsInstance(self.kind)]

    def validate(self, value: Any) -> None:
        """Raise unless ``value`` may be kept."""
        for validator in self.validators:
            validator.validate(value)

    def default(self) -> Any:
        """The value of a field without a default."""
        return self.kind()

    def is_in(self, node: Any, name: str) -> bool:
        """Whether the node has a value."""
        return bool(node.HasParameter(name))

    def write(self, node: Any, name: str, value: Any) -> None:
        """Keep ``value``, if it is valid."""
        self.validate(value)
        node.SetParameter(name, self.text(value))

    def text(self, value: Any) -> str:
        """The string that is kept."""
        return str(value)

    def read(self, node: Any, name: str) -> Any:
        """The value."""
        return self.kind(node.GetParameter(name))

    def remove(self, node: Any, name: str) -> None:
        """Forget the value."""
        node.UnsetParameter(name)


class FloatSerializer(Serializer):
    """An int will do, too."""

    def own_validators(self) -> list[Validator]:
        return [NotNone(), IsInstance((int, float))]


class BoolSerializer(Serializer):
    """ "True" or "False"."""

    def read(self, node: Any, name: str) -> bool:
        return bool(node.GetParameter(name) == "True")


class EnumSerializer(Serializer):
    """The name of the member; the first is the default."""

    def own_validators(self) -> list[Validator]:
        return [IsInstance(self.kind)]

    def default(self) -> Any:
        return next(iter(self.kind))

    def text(self, value: Any) -> str:
        return str(value.name)

    def read(self, node: Any, name: str) -> Any:
        key = node.GetParameter(name)
        if key not in self.kind.__members__:
            raise ValueError(f"Found {key!r} in parameter node but it is not a name in {self.kind}")
        return self.kind[key]


class NodeSerializer(Serializer):
    """A reference to a node, or None; an empty parameter says that there is one of the two."""

    def own_validators(self) -> list[Validator]:
        return [IsInstance(self.kind)]

    def default(self) -> Any:
        return None

    def write(self, node: Any, name: str, value: Any) -> None:
        self.validate(value)
        node.SetParameter(name, "")
        node.SetNodeReferenceID(name, value.GetID() if value is not None else None)

    def read(self, node: Any, name: str) -> Any:
        return node.GetNodeReference(name)

    def remove(self, node: Any, name: str) -> None:
        node.UnsetParameter(name)
        node.RemoveNodeReferenceIDs(name)


class NoneSerializer(Serializer):
    """None alone, for Optional."""

    def own_validators(self) -> list[Validator]:
        return []

    def text(self, value: Any) -> str:
        return "True"

    def read(self, node: Any, name: str) -> None:
        return None


class UnionSerializer(Serializer):
    """One of several types, the i-th under ``name_i``."""

    def __init__(self, kind: Any, validators: Sequence[Validator], parts: list[Serializer]) -> None:
        self.parts = parts
        super().__init__(kind, validators)

    def own_validators(self) -> list[Validator]:
        return []

    def default(self) -> Any:
        return None if len(self.parts) == 2 and isinstance(self.parts[1], NoneSerializer) else self.parts[0].default()

    def is_in(self, node: Any, name: str) -> bool:
        return any(part.is_in(node, f"{name}_{index}") for index, part in enumerate(self.parts))

    def write(self, node: Any, name: str, value: Any) -> None:
        self.validate(value)
        index = next((index for index, part in enumerate(self.parts) if isinstance(value, part.kind)), None)
        if index is None:
            raise TypeError(f"Unable to write value {value!r} of type {type(value)}")
        self.parts[index].validate(value)
        self.remove(node, name)
        self.parts[index].write(node, f"{name}_{index}", value)

    def read(self, node: Any, name: str) -> Any:
        for index, part in enumerate(self.parts):
            if part.is_in(node, f"{name}_{index}"):
                return part.read(node, f"{name}_{index}")
        raise KeyError(f"Unable to find value for name: {name}")

    def remove(self, node: Any, name: str) -> None:
        for index, part in enumerate(self.parts):
            part.remove(node, f"{name}_{index}")


class ListSerializer(Serializer):
    """Elements under ``name_i``, their number under ``name_len``."""

    def __init__(self, kind: Any, validators: Sequence[Validator], element: Serializer) -> None:
        self.element = element
        super().__init__(kind, validators)

    def own_validators(self) -> list[Validator]:
        return []

    def default(self) -> Any:
        return []

    def is_in(self, node: Any, name: str) -> bool:
        return bool(node.HasParameter(f"{name}_len"))

    def write(self, node: Any, name: str, value: Any) -> None:
        self.validate(value)
        for element in value:
            self.element.validate(element)
        with slicer.util.NodeModify(node):
            self.remove(node, name)
            for index, element in enumerate(value):
                self.element.write(node, f"{name}_{index}", element)
            node.SetParameter(f"{name}_len", str(len(value)))

    def read(self, node: Any, name: str) -> ObservedList:
        count = int(node.GetParameter(f"{name}_len"))
        return ObservedList(node, self, name, [self.element.read(node, f"{name}_{index}") for index in range(count)])

    def remove(self, node: Any, name: str) -> None:
        for index in range(int(node.GetParameter(f"{name}_len") or 0)):
            self.element.remove(node, f"{name}_{index}")
        node.UnsetParameter(f"{name}_len")


class ObservedList(MutableSequence[Any]):
    """A list that writes every change of itself into the parameter node."""

    def __init__(self, node: Any, kept_by: ListSerializer, name: str, values: list[Any]) -> None:
        self._node, self._kept_by, self._name, self._values = node, kept_by, name, values

    def __repr__(self) -> str:
        return f"ObservedList({self._values})"

    def __eq__(self, other: object) -> bool:
        return self._values == (other._values if isinstance(other, ObservedList) else other)

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __getitem__(self, index: Any) -> Any:
        return self._values[index]

    def __setitem__(self, index: Any, value: Any) -> None:
        self._values[index] = value
        self._save()

    def __delitem__(self, index: Any) -> None:
        del self._values[index]
        self._save()

    def insert(self, index: int, value: Any) -> None:
        self._values.insert(index, value)
        self._save()

    def _save(self) -> None:
        try:
            self._kept_by.write(self._node, self._name, self._values)
        finally:
            self._values = self._kept_by.read(self._node, self._name)._values


_KINDS: tuple[tuple[Any, type[Serializer]], ...] = (
    (lambda kind: kind is bool, BoolSerializer),
    (lambda kind: kind is float, FloatSerializer),
    (lambda kind: kind in (int, str, *_PATHS), Serializer),
    (lambda kind: issubclass(kind, slicer.vtkMRMLNode), NodeSerializer),
    (lambda kind: issubclass(kind, enum.Enum), EnumSerializer),
)
