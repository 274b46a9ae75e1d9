"""Reading a job.json into the typed job that a recipe takes: the worker's side of the job folder."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from ..errors import Code, UserError
from ..job import JOB, Job
from ..validation import first_problem
from .folder import JobFolder


def read_job(folder: JobFolder) -> Job:
    """The job, its relative paths taken from ``folder``, its checkpoints kept in ``work`` there unless it says
    otherwise.

    Raises ``UserError`` BAD_SETTINGS if it cannot be read.
    """
    description = folder.description()
    try:
        job = JOB.validate_python(description)
    except ValidationError as error:
        where, problem = first_problem(error)
        raise UserError(
            Code.BAD_SETTINGS,
            f"{folder.job_file} is not a valid job ({'.'.join(where) or 'job'}: {problem}).",
            "Correct that entry, or make the file anew.",
        ) from error
    base = folder.path.resolve()
    changes: dict[str, object] = {name: _from(base, value) for name, value in job}
    if "work" in changes and changes["work"] is None:
        changes["work"] = base / folder.work.name
    return job.model_copy(update=changes)


def _from(base: Path, value: object) -> object:
    """``value`` with every relative path in it taken from ``base``."""
    if isinstance(value, Path):
        return base / value
    if isinstance(value, tuple):
        return tuple(_from(base, item) for item in value)
    return value
