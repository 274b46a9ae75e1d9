"""From a job to the module that does it: its ``run`` is a recipe, or an experiment that runs recipes."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

from .environment import refuse_several
from .errors import Code, UserError
from .events import Reporter, Result
from .files import check_name, reads_back, sweep
from .job import Job
from .leftovers import cleared_away

_EXPERIMENTS = {"benchmark"}
_SHARED = {"segment", "train", "adapt"}
"""Verbs whose work several processes share (docs/how-to/many-processes.md)."""


def run(job: Job, reporter: Reporter) -> Result:
    """Do a job.

    Before the work it is made sure that its outputs can have their names, and what a killed start left half is removed;
    behind it, that they are there. Of a job that is refused, no empty folders stay.

    Args:
        job: What is to be done.
        reporter: Who is told how far it is, and who may ask for a stop.

    Returns:
        What came of it: the files that were written, and a summary by verb.

    Raises:
        UserError: What went wrong and can be mended; ``Stopped`` where a stop left nothing to keep.
    """
    if job.verb not in _SHARED:
        refuse_several(job.verb)
    for name in ("out", "work"):
        if (path := getattr(job, name, None)) is not None:
            check_name(path)
            sweep(path)
    with cleared_away(_folders(job)):
        result: Result = _module(job.verb).run(job, reporter)
    if gone := [path for path in result.outputs if not reads_back(path)]:
        others = f" (and {len(gone) - 1} more)" if len(gone) > 1 else ""
        raise UserError(
            Code.INTERNAL,
            f"{gone[0]}{others} was written, and cannot be read any more.",
            "Start the job again, and leave its results where they are.",
        )
    return result


def _folders(job: Job) -> list[Path]:
    """Those that ``job`` may make."""
    named = [path for name in ("out", "work", "figures", "dicom_sr") if (path := getattr(job, name, None)) is not None]
    return named + [path.with_suffix(".work") for path in named if path.suffix == ".cms"]


def preload(verb: str) -> None:
    """Load whatever a job needs, previews included, before there is one.

    Args:
        verb: The job's, as "segment".
    """
    _module(verb)
    import_module(".evaluation.preview", __package__).preload()


def _module(verb: str) -> ModuleType:
    """The module of a verb. Imported when it is needed: it brings torch with it, and the shell must answer before
    that.
    """
    return import_module(f".{'experiments' if verb in _EXPERIMENTS else 'recipes'}.{verb}", __package__)
