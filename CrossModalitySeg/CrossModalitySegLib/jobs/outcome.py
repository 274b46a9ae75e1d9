"""How a worker's end is judged: one rule, kept apart from the process that it judges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import Code, Stopped, UserError, out_of_memory, reports_out_of_memory
from ..files import reads_back
from .lines import Event


@dataclass(frozen=True)
class Outcome:
    """``result`` is the worker's result event if it had one; ``error`` says what went wrong, None exactly if nothing
    did.

    A job that was asked to stop and kept its best so far has both a ``result`` and ``stopped``.
    """

    result: Event | None
    error: UserError | None
    stopped: bool

    @property
    def outputs(self) -> list[Path]:
        """The files that the job wrote."""
        return [Path(path) for path in self.result["outputs"]] if self.result else []


def judge(
    exit_code: int,
    crashed: bool,
    result: Event | None,
    error: Event | None,
    last_words: Sequence[str],
    log_file: Path,
    stop_requested: bool = False,
) -> Outcome:
    """Success is exit code 0, a result event, and outputs that read back: nothing less.

    ``crashed`` says that a signal or an exception of the system ended the worker. ``last_words`` are the last lines of
    its log. With ``stop_requested``, an end without a result or an error is no crash: the worker took too long to stop,
    and was ended.
    """
    if result is not None and not crashed and exit_code == (130 if result["stopped"] else 0):
        unreadable = next((path for path in result["outputs"] if not reads_back(Path(path))), None)
        if unreadable is None:
            return Outcome(result, None, result["stopped"])
        failure = UserError(
            Code.INTERNAL,
            f"The worker reports that it is done, but {unreadable} cannot be read.",
            f"Read {log_file}, and start the job again.",
        )
        return Outcome(None, failure, False)
    if error is not None and not crashed:
        failure = UserError(error["code"], error["sentence"], error["remedy"])
        return Outcome(None, failure, error["code"] == Code.STOPPED)
    if stop_requested:
        return Outcome(None, Stopped("What was finished before is kept."), True)
    if any(map(reports_out_of_memory, last_words)):
        return Outcome(None, out_of_memory(), False)
    last = next((line.strip() for line in reversed(last_words) if line.strip()), "It printed nothing.")
    how = "was ended from outside or crashed" if crashed else f"ended with code {exit_code}"
    if _out_of_memory(exit_code, crashed):
        last = "This is how a system ends programs when its memory is exhausted."
    sentence = f"The worker {how} before its work was done. {last}"
    return Outcome(
        None,
        UserError(Code.INTERNAL, sentence, f"Read {log_file}, and start the same job again: it goes on where it was."),
        False,
    )


def _out_of_memory(exit_code: int, crashed: bool) -> bool:
    """Whether the worker was ended by SIGKILL, which usually means that the system ran out of memory."""
    return exit_code == 137 or (crashed and exit_code == 9)
