"""Output of a job in a shell: a progress bar, or plain lines without a terminal, and the result at the end."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import BaseModel
from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn
from rich.progress import Progress as Bar

from ..durations import duration_in_words
from ..environment import process_of
from ..errors import Code, UserError
from ..events import Log, Progress, Reporter, Result
from ..jobs.protocol import LineReporter

PLAIN_EVERY_S = 5.0
_LISTED_OUTPUTS = 20

# Everything but results goes to stderr, so that stdout can be piped.
console = Console(stderr=True, highlight=False)


class BarReporter(Reporter):
    """Draws a bar with stage and remaining time on the terminal."""

    def __init__(self) -> None:
        super().__init__()
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[remaining]}"),
            console=console,
            transient=True,
        )
        self._task = self._bar.add_task("starting", total=1.0, remaining="")

    def emit(self, event: BaseModel) -> None:
        """Move the bar, or print a line above it."""
        if isinstance(event, Progress):
            self._bar.update(
                self._task, completed=event.fraction, description=event.stage, remaining=remaining(event.remaining_s)
            )
        elif isinstance(event, Log):
            self._bar.console.print(event.message, markup=False)

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Keep the bar on the screen for the duration of the context."""
        with self._bar:
            yield


class PlainReporter(Reporter):
    """Prints a line of progress every few seconds: for log files and batch systems."""

    def __init__(self) -> None:
        super().__init__()
        self._last_s = -PLAIN_EVERY_S

    def emit(self, event: BaseModel) -> None:
        """Print one line, unless it is progress that comes too soon after the last one."""
        if isinstance(event, Progress):
            now_s = time.monotonic()
            if now_s - self._last_s >= PLAIN_EVERY_S or event.fraction >= 1:
                self._last_s = now_s
                echo(f"{event.fraction:4.0%}  {event.stage}  {remaining(event.remaining_s)}".rstrip())
        elif isinstance(event, Log):
            echo(event.message)


@contextmanager
def reporting(as_json: bool) -> Iterator[Reporter]:
    """The reporter that suits where stdout and stderr lead; while it is in use, Ctrl-C asks it for a graceful stop.

    Of several processes that work on one job the first reports, and the others are silent.
    """
    if process_of()[0] > 0:
        reporter = Reporter()
        with _graceful_stop(reporter):
            yield reporter
    elif as_json:
        reporter = LineReporter(sys.stdout)
        # Whatever else prints must not come between the events.
        sys.stdout, stdout = sys.stderr, sys.stdout
        try:
            with _graceful_stop(reporter):
                yield reporter
        finally:
            sys.stdout = stdout
    elif console.is_terminal:
        bar = BarReporter()
        with _graceful_stop(bar), bar.shown():
            yield bar
    else:
        reporter = PlainReporter()
        with _graceful_stop(reporter):
            yield reporter


@contextmanager
def _graceful_stop(reporter: Reporter) -> Iterator[None]:
    def stop(*_: object) -> None:
        if reporter.stop_requested:
            console.show_cursor()
            os._exit(130)
        reporter.stop_requested = True
        echo("Stopping as soon as this step is done; press Ctrl-C again to end at once.")

    before = {name: signal.signal(name, stop) for name in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def echo(sentence: str) -> None:
    """Print one line on stderr, as it is."""
    console.print(sentence, markup=False, soft_wrap=True)


def print_error(error: UserError) -> None:
    """Print what went wrong and what to do about it on stderr."""
    echo(f"{'' if error.code is Code.STOPPED else 'Error: '}{error.sentence}\n{error.remedy}")


def print_result(result: Result) -> None:
    """Print the outputs of a job and its summary on stdout; a summary's "table" is printed as it stands.

    Lists and nested values (curves, for instance) are left to programs, which read the result event.
    """
    if result.stopped and process_of()[0] == 0:
        echo("Stopped on request; the best so far was kept.")
    for output in result.outputs[:_LISTED_OUTPUTS]:
        print(output)
    if len(result.outputs) > _LISTED_OUTPUTS:
        print(f"and {len(result.outputs) - _LISTED_OUTPUTS} more")
    for name, value in result.summary.items():
        if name == "table":
            print(value)
        elif _is_plain(value):
            print(f"{name}: {_plain(value)}")
        elif isinstance(value, dict) and value and all(map(_is_plain, value.values())):
            print(f"{name}: {'  '.join(f'{key} {_plain(item)}' for key, item in value.items())}")


def remaining(seconds: float | None) -> str:
    """The remaining time, "" where it is not known.

    >>> remaining(200)
    'about 3 min left'
    """
    return "" if seconds is None else f"about {duration_in_words(seconds)} left"


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, (str, int, float))


def _plain(value: object) -> str:
    if value is None:
        return "N/A"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
