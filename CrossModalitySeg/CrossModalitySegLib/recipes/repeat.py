"""Make a result again from what is written beside it or in it, and compare: equal, or how far apart and why."""

from __future__ import annotations

import json
from pathlib import Path

from ..events import Reporter, Result
from ..job import RepeatJob
from ..models.archive import SUFFIX
from .repeat_model import repeat_model
from .repeat_scores import repeat_scores
from .repeat_segmentation import repeat_segmentation


def run(job: RepeatJob, reporter: Reporter) -> Result:
    """Repeat, in a temporary folder, what made a segmentation, a model, or scores. Threads are as many as then.

    Args:
        job: Names the record: that of a segmentation, a model, or scores.
        reporter: Who is told how far it is, and who may ask for a stop.

    Returns:
        No file; the summary holds ``equal``, ``dice`` (of then and now, by structure name; None for one absent from
        both), ``differences``, a sentence for each thing that differed then, and the same for people as a ``table``.

    Raises:
        UserError: BAD_INPUT where the record, its result or the input is not there, BAD_MODEL where the model is not,
            and what the verb raises that is done again.
    """
    if job.record.suffix.lower() == SUFFIX:
        return repeat_model(job, reporter)
    if _are_scores(job.record):
        return repeat_scores(job, reporter)
    return repeat_segmentation(job, reporter)


def _are_scores(path: Path) -> bool:
    """Whether the file is like those that ``evaluate`` and ``benchmark`` write."""
    if path.suffix != ".json":
        return False
    try:
        values = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(values, dict) and "rows" in values
