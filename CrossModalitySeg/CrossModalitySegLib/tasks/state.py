"""The one state machine: what a task is doing, and what may come next. The panel is drawn from its ``Status`` alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from ..errors import UserError


class State(Enum):
    """``CHECKING`` looks at the input and exports it, ``RUNNING`` waits for the worker, ``STOPPING`` for its end after
    a stop.
    """

    IDLE = "idle"
    CHECKING = "checking"
    RUNNING = "running"
    STOPPING = "stopping"
    FINISHED = "finished"
    FAILED = "failed"

    @property
    def busy(self) -> bool:
        """Whether something is going on."""
        return self in (State.CHECKING, State.RUNNING, State.STOPPING)


TRANSITIONS: dict[State, frozenset[State]] = {
    State.IDLE: frozenset({State.CHECKING}),
    State.CHECKING: frozenset({State.RUNNING, State.STOPPING, State.FAILED}),
    State.RUNNING: frozenset({State.STOPPING, State.FINISHED, State.FAILED}),
    State.STOPPING: frozenset({State.FINISHED, State.FAILED}),
    State.FINISHED: frozenset(),
    State.FAILED: frozenset(),
}
"""What may follow; a task has one life, so nothing follows its end."""


@dataclass(frozen=True)
class Status:
    """Everything there is to show: ``fraction`` 0..1, ``remaining_s`` None until it can be estimated, ``sentence`` for
    the user.

    ``error`` is set exactly in ``FAILED``; a task that was stopped before anything was worth keeping ends there too.
    """

    state: State = State.IDLE
    title: str = ""
    stage: str = ""
    fraction: float = 0.0
    remaining_s: float | None = None
    sentence: str = ""
    error: UserError | None = None

    def to(self, state: State, **changes: object) -> Status:
        """Change the state.

        Args:
            state: The state to come.
            **changes: Fields that get another value.

        Returns:
            The new status; this one stays as it is.

        Raises:
            ValueError: ``TRANSITIONS`` does not lead there.
        """
        if state not in TRANSITIONS[self.state]:
            raise ValueError(f"no way from {self.state.value} to {state.value}")
        return replace(self, state=state, **changes)  # type: ignore[arg-type]
