"""A list of callables to be called. Qt's own signals would tie the console and the tests to Qt classes."""

from __future__ import annotations

import logging
from collections.abc import Callable

log = logging.getLogger(__name__)


class Signal:
    """Calls everyone who connected, in order; one who fails does not keep the news from the others.

    >>> signal = Signal()
    >>> signal.connect(print)
    >>> signal.emit("hello")
    hello
    """

    def __init__(self) -> None:
        self._listeners: list[Callable[..., object]] = []

    def connect(self, listener: Callable[..., object]) -> None:
        """Call somebody from now on.

        Args:
            listener: Called with the values of each ``emit``, after those who were connected before; connecting it
                twice changes nothing.
        """
        if listener not in self._listeners:
            self._listeners.append(listener)

    def disconnect(self, listener: Callable[..., object]) -> None:
        """Do not call ``listener`` any more; nothing happens if it was not connected."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    def emit(self, *values: object) -> None:
        """Call every listener, in the order in which they were connected.

        Args:
            *values: What each is called with. Where one raises, the error is logged and the others are called all the
                same.
        """
        for listener in tuple(self._listeners):
            try:
                listener(*values)
            except Exception:
                log.exception("A listener failed")
