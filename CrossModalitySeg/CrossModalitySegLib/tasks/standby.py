"""The one worker that is kept loaded while the panel is shown, so that "Segment heart" starts at once."""

from __future__ import annotations

from ..errors import UserError
from ..jobs.interpreter import Interpreter
from ..jobs.process import Standby
from .context import Context

_waiting: Standby | None = None


def start_standby(context: Context, verb: str) -> None:
    """Have a worker wait for a job. Nothing happens where no Python is found.

    Args:
        context: Names the Python in which it runs.
        verb: What the job will be, as "segment". A worker that waits already for this verb in this Python stays;
            another one ends.
    """
    global _waiting
    try:
        interpreter = context.interpreter()
    except UserError:
        return
    if _waiting is not None and _waiting.ready and (_waiting.interpreter, _waiting.verb) == (interpreter, verb):
        return
    end_standby()
    _waiting = Standby(interpreter, verb)


def take(interpreter: Interpreter, verb: str) -> Standby | None:
    """The worker that waits for a job of ``verb`` in this Python, if there is one; it belongs to the caller now."""
    global _waiting
    if _waiting is None or not _waiting.ready or (_waiting.interpreter, _waiting.verb) != (interpreter, verb):
        return None
    process, _waiting = _waiting, None
    return process


def end_standby() -> None:
    """Let the waiting worker go, and with it the memory it takes."""
    global _waiting
    if _waiting is not None:
        _waiting.abandon()
        _waiting = None
