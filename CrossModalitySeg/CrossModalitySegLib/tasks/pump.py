"""Work in small steps between which the interface lives: a generator, driven by a timer."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Generic, TypeVar

import qt

T = TypeVar("T")
"""What the generator returns."""


class Pump(Generic[T]):
    """Takes one step of ``steps`` whenever the event loop is free, until it is exhausted or fails; ``on_done`` gets
    what the generator returns.

    >>> pump = Pump(write_volume(node, path), on_step=print, on_done=print, on_error=print)
    """

    def __init__(
        self,
        steps: Generator[float, None, T],
        on_step: Callable[[float], None],
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        self._steps, self._on_step, self._on_done, self._on_error = steps, on_step, on_done, on_error
        self._timer = qt.QTimer()
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def cancel(self) -> None:
        """Take no further step, and let the generator clean up behind itself."""
        if self._timer.isActive():
            self._timer.stop()
            self._timer.timeout.disconnect(
                self._tick
            )  # or the timer would keep this object, and with it the exported voxels
        self._steps.close()

    def _tick(self, *_: object) -> None:
        try:
            fraction = next(self._steps)
        except StopIteration as end:
            self.cancel()
            self._on_done(end.value)
        except Exception as error:
            self.cancel()
            self._on_error(error)
        else:
            self._on_step(fraction)
