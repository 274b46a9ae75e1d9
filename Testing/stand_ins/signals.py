"""Signals as PythonQt gives them: connect and disconnect answer True or False, slots get what they can take, and their
errors are printed.

A connection holds its slot strongly, as the real one does, until it is disconnected or the sender dies.
``slot_errors`` keeps what slots raised, so that a test can say that none did.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6 import QtCore

Slot = Callable[..., Any]

slot_errors: list[BaseException] = []

_native_disconnect = QtCore.QObject.disconnect  # before it is adapted

# Sender's address in memory -> connections. The address, because Python's wrapper of a widget made by C++ comes and
# goes.
_connections: dict[int, list[tuple[str, int, Slot, Any]]] = {}

# PySide6 chooses the overload of a signal by the number of parameters of what is connected.
_ARITIES: tuple[Callable[[Slot], Slot], ...] = (
    lambda slot: lambda: deliver(slot, ()),
    lambda slot: lambda a: deliver(slot, (a,)),
    lambda slot: lambda a, b: deliver(slot, (a, b)),
    lambda slot: lambda a, b, c: deliver(slot, (a, b, c)),
    lambda slot: lambda a, b, c, d: deliver(slot, (a, b, c, d)),
)


def deliver(slot: Slot, arguments: tuple[Any, ...]) -> None:
    """Call ``slot`` with as many of the ``arguments`` as it takes; print what it raises and go on.

    Only functions and bound methods of Python are asked how many they take; any other callable, such as a partial, gets
    all.
    """
    function = slot.__func__ if inspect.ismethod(slot) else slot
    if inspect.isfunction(function) and not function.__code__.co_flags & inspect.CO_VARARGS:
        arguments = arguments[: function.__code__.co_argcount - inspect.ismethod(slot)]
    try:
        slot(*arguments)
    except Exception as error:
        slot_errors.append(error)
        sys.excepthook(type(error), error, error.__traceback__)


class Signal:
    """Takes the place of a signal in a class.

    Args:
        native: PySide6's signal.
        name: its name.
        sent: how many arguments a slot receives. PythonQt delivers the first overload of Qt 5, e.g. of ``finished`` the
            exit code alone.
    """

    def __init__(self, native: Any, name: str, sent: int) -> None:
        self.native, self.name, self.sent = native, name, sent

    def __get__(self, sender: QtCore.QObject | None, owner: type) -> Any:
        return self if sender is None else BoundSignal(sender, self)

    def __set__(self, sender: QtCore.QObject, value: Any) -> None:
        raise AttributeError(f"{self.name} is a signal: connect to it")


class BoundSignal:
    """A signal of one object. No ``signal[type]``: PythonQt cannot choose an overload by index."""

    def __init__(self, sender: QtCore.QObject, signal: Signal) -> None:
        self._sender, self._signal = sender, signal

    def __repr__(self) -> str:
        return f"<signal {self._signal.name} of {self._sender!r}>"

    def connect(self, slot: Slot) -> bool:
        """Call ``slot`` from now on; connecting twice calls twice."""
        return connect(self._sender, self._signal, self._signal.sent, slot)

    def disconnect(self, slot: Slot | None = None) -> bool:
        """Forget the first connection to ``slot``, or all of them. False where there was none."""
        return disconnect(self._sender, self._signal.name, None, slot)

    def emit(self, *arguments: Any) -> None:
        """Send the signal."""
        native(self._sender, self._signal).emit(*arguments)


def native(sender: QtCore.QObject, signal: Signal) -> Any:
    """PySide6's own signal of ``sender``."""
    return signal.native.__get__(sender, type(sender))


def connect(sender: QtCore.QObject, signal: Signal, sent: int, slot: Slot) -> bool:
    """Connect ``slot`` to the overload of the signal that sends ``sent`` arguments."""
    if not callable(slot):
        raise TypeError(f"{signal.name}.connect needs something callable, not {slot!r}")
    address = _address(sender)
    if address not in _connections:
        _connections[address] = []
        native(sender, QtCore.QObject.destroyed).connect(lambda: _connections.pop(address, None))
    connection = native(sender, signal).connect(_ARITIES[sent](slot))
    _connections[address].append((signal.name, sent, slot, connection))
    return True


def disconnect(sender: QtCore.QObject, name: str, sent: int | None, slot: Slot | None) -> bool:
    """End the first connection of the signal called ``name`` to ``slot``, or every one."""
    kept = _connections.get(_address(sender), [])
    fitting = [
        entry for entry in kept if entry[0] == name and sent in (None, entry[1]) and (slot is None or entry[2] == slot)
    ]
    for entry in fitting if slot is None else fitting[:1]:
        kept.remove(entry)
        _native_disconnect(entry[3])
    return bool(fitting)


def _address(sender: QtCore.QObject) -> int:
    if not shiboken6.isValid(sender):
        raise ValueError(f"the {type(sender).__name__} has been destroyed")
    return int(shiboken6.getCppPointer(sender)[0])


def connect_by_signature(sender: QtCore.QObject, signature: str, slot: Slot) -> bool:
    """``sender.connect("clicked(bool)", slot)``: False, and a line printed, where there is no such signal."""
    found = find(sender, signature)
    return found is not None and connect(sender, *found, slot)


def disconnect_by_signature(sender: QtCore.QObject, signature: str, slot: Slot) -> bool:
    """``sender.disconnect("clicked(bool)", slot)``."""
    found = find(sender, signature)
    return found is not None and disconnect(sender, found[0].name, found[1], slot)


def find(sender: QtCore.QObject, signature: str) -> tuple[Signal, int] | None:
    """The signal that C++ calls ``signature``, e.g. "valueChanged(int)", and how many arguments it sends."""
    stated = getattr(type(sender), "cpp_signatures", {})  # of stand-ins, whose vtk types Qt does not know here
    index = sender.metaObject().indexOfSignal(QtCore.QMetaObject.normalizedSignature(signature).data().decode())
    name = signature.partition("(")[0].strip()
    signal = getattr(type(sender), name, None)
    if isinstance(signal, Signal) and stated.get(name) == signature:
        return signal, signal.sent
    if isinstance(signal, Signal) and name not in stated and index >= 0:
        return signal, sender.metaObject().method(index).parameterCount()
    print(f"PythonQt: {sender.metaObject().className()} has no signal {signature}", file=sys.stderr)
    return None
