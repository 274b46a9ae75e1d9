"""One recipe per verb, each reading top to bottom; ``run`` starts the one that a job names."""

from __future__ import annotations

from importlib import import_module

from ..events import Reporter, Result
from ..job import Job


def run(job: Job, reporter: Reporter) -> Result:
    """Do ``job`` and return what came of it; raises ``UserError`` (``Stopped`` where a stop left nothing to keep)."""
    # Imported here, because a recipe brings torch with it and the shell must answer before that.
    result: Result = import_module(f"{__name__}.{job.verb}").run(job, reporter)
    return result
