"""One recipe per verb, each reading top to bottom; ``run`` starts the one that a job names."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ..events import Reporter, Result
from ..job import Job


def run(job: Job, reporter: Reporter) -> Result:
    """Do ``job`` and return what came of it; raises ``UserError`` (``Stopped`` where a stop left nothing to keep)."""
    result: Result = _recipe(job.verb).run(job, reporter)
    return result


def warm_up(verb: str) -> None:
    """Load whatever a job of ``verb`` needs, pictures included, before there is one."""
    _recipe(verb)
    import_module("..evaluation.preview", __name__).warm_up()


def _recipe(verb: str) -> Any:
    """The module of a verb. Imported when it is needed: it brings torch with it, and the shell must answer before that."""
    return import_module(f"{__name__}.{verb}")
