"""Score again what ``evaluate`` has compared, and compare the scores."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ..errors import Code, UserError
from ..evaluation.results import METRICS, Results, VolumeScores, read_results
from ..events import Reporter, Result
from ..images.datasets.label_file import LABEL_FILE, write_label_file
from ..job import EvaluateJob, RepeatJob
from . import evaluate


def repeat_scores(job: RepeatJob, reporter: Reporter) -> Result:
    """Compare the label maps in ``job.inputs``, segmentations and references, again and compare the scores
    (``repeat.run``).

    ``dice`` in the ``summary`` is how far the mean Dice of then and now are apart, by structure name.
    """
    then = read_results(job.record)
    if len(then.rows) != 1 or any(one.contents is None for one in then.rows[0].per_volume):
        raise UserError(
            Code.BAD_INPUT,
            f"{job.record} is of a benchmark, or of a version that did not write what it compared.",
            "Name the results of `evaluate`; a benchmark is repeated by `benchmark` with another output.",
        )
    if len(job.inputs) != 2:
        raise UserError(
            Code.BAD_INPUT,
            f"{job.record} does not state where the label maps are, only what they hold.",
            "Name the segmentations and then the references after it.",
        )
    row, chosen = then.rows[0], then.data.get("labels")
    with tempfile.TemporaryDirectory() as folder:
        write_label_file(Path(folder), then.labels)
        again = EvaluateJob(
            pred=job.inputs[0],
            reference=job.inputs[1],
            out=Path(folder, "again.json"),
            labels=str(chosen or Path(folder, LABEL_FILE)),
            method=row.method,
            seed=row.seed,
        )
        evaluate.run(again, reporter)
        now = read_results(again.out)
    return Result(outputs=[], summary=_compared(then, now))


def _compared(then: Results, now: Results) -> dict[str, object]:
    was, has = ({one.subject: one for one in results.rows[0].per_volume} for results in (then, now))
    differences = [
        *(f"{name} is not there now." for name in was if name not in has),
        *(f"{name} was not there then." for name in has if name not in was),
        *(line for name in was if name in has for line in _otherwise(was[name], has[name])),
    ]
    equal = {name: _scores(one) for name, one in was.items()} == {name: _scores(one) for name, one in has.items()}
    apart = {name: _difference(then.rows[0].dice.get(name), now.rows[0].dice.get(name)) for name in then.labels.names}
    for name in sorted(then.environment.keys() | now.environment.keys()):
        one, other = then.environment.get(name), now.environment.get(name)
        if one != other:
            differences.append(f"{name}: {one or 'none'} then, {other or 'none'} now.")
    if equal:
        table = "The same in every score."
    else:
        values = (f"{name:>6}  {'N/A' if value is None else f'{value:+.6f}'}" for name, value in apart.items())
        why = differences or ["Nothing in the results differs."]
        table = "\n".join(["Mean Dice, now less then", *values, "What differs", *(f"  {line}" for line in why)])
    return {"equal": equal, "dice": apart, "differences": differences, "table": table}


def _otherwise(then: VolumeScores, now: VolumeScores) -> list[str]:
    assert then.contents and now.contents, "both are of `evaluate`"
    pairs = zip(("segmentation", "reference"), then.contents, now.contents, strict=True)
    return [f"The {what} of {then.subject} has different content than then." for what, was, has in pairs if was != has]


def _scores(one: VolumeScores) -> dict[str, object]:
    return one.model_dump(include={*METRICS, "volume_ml", "reference_ml"})


def _difference(then: float | None, now: float | None) -> float | None:
    return None if then is None or now is None else now - then
