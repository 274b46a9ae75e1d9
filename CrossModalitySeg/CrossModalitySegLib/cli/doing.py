"""How the shell does a job: fill it in, run it, print what came of it, and end with the exit code that says how it
went.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import typer
from pydantic import BaseModel, ValidationError

from .. import __version__, verbs
from ..errors import Stopped, UserError, exit_code, from_exception
from ..events import Error, Hello, Result
from ..job import Job
from ..models.library import Library
from ..validation import first_problem
from .elsewhere import run_on
from .progress import print_error, print_result, reporting

log = logging.getLogger(__name__)


def do(job_type: type[BaseModel], as_json: bool, verbose: bool, host: str | None = None, **values: object) -> Result:
    """Fill in a job, do it, here or on ``host``, print what came of it and return it, or exit with the code that says
    how it went.
    """
    if verbose:
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    job = _filled_in(job_type, values)
    with reporting_errors(), reporting(as_json) as reporter:
        reporter.emit(Hello(version=__version__, verb=job.verb, device=host or job.device))
        try:
            result = verbs.run(job, reporter) if host is None else run_on(host, job, reporter)
        except SystemExit:
            raise
        except BaseException as error:  # Ctrl-C and a panic of Rust, say, are no Exception
            log.info("The job ended early", exc_info=error)
            # Ctrl-C reaches child processes too, and their end then looks like a failure.
            stopped = isinstance(error, KeyboardInterrupt) or (
                reporter.stop_requested and not isinstance(error, UserError)
            )
            failure = Stopped("What was finished before is kept.") if stopped else from_exception(error)
            reporter.emit(Error(code=failure.code, sentence=failure.sentence, remedy=failure.remedy))
            raise failure from error
        reporter.emit(result)
    if not as_json:
        with reporting_errors():
            print_result(result)
    if result.stopped:
        raise typer.Exit(130)
    return result


@contextmanager
def reporting_errors() -> Iterator[None]:
    """Turn an error into a sentence and a remedy on stderr and its exit code."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        leave_quietly()
    except (UserError, OSError, ImportError) as error:
        failure = from_exception(error)
        print_error(failure)
        raise typer.Exit(exit_code(failure.code)) from error


def _filled_in(job_type: type[BaseModel], values: Mapping[str, object]) -> Job:
    """``job_type(**values)``; a value that does not fit is a usage error that names the option."""
    try:
        with reporting_errors():
            return cast(Job, job_type(**values))
    except ValidationError as error:
        place, problem = first_problem(error)
        if not place:  # values that do not fit one another
            raise typer.BadParameter(problem) from error
        option = (
            f"--set {'.'.join(place[1:])}".rstrip() if place[0] == "settings" else f"--{place[0].replace('_', '-')}"
        )
        raise typer.BadParameter(problem, param_hint=option) from error


def leave_quietly() -> None:
    """Let stdout lead to nothing: Python writes what is left at its end, and would complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def found_model(name: str) -> Path:
    """The model of that path, or of that name in the library; ends with a sentence where there is none."""
    with reporting_errors():
        return Library().find(name)
