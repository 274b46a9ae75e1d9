"""One recipe per verb, each reading top to bottom; ``run`` starts the one that a job names."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ..events import Reporter, Result
from ..job import Job


def run(job: Job, reporter: Reporter) -> Result:
    """Do ``job`` and return what came of it; raises ``UserError`` (``Stopped`` where a stop left nothing to keep)."""
    result: Result = load(job.verb).run(job, reporter)
    return result


def load(verb: str) -> Any:
    """The recipe of ``verb``. Imported when it is needed: it brings torch with it, and the shell must answer before that."""
    return import_module(f"{__name__}.{verb}")
