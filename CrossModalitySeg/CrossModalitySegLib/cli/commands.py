"""The shell: ``crossmodalityseg VERB ...``. Every verb fills in a job and runs the same recipe as the panel and the
worker; its options are the fields of the job (``options.py``).

Exit codes: 0 done, 1 failed (a sentence and a remedy on stderr), 2 usage, 3 no heart found (a sentence likewise), 130
stopped.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer
from pydantic import BaseModel
from typer.core import TyperGroup

from .. import __version__, job, verbs
from ..errors import Code, exit_code
from ..methods import ABLATIONS, ROWS
from ..settings import Depth
from .aborts import explain_aborts
from .doing import do, leave_quietly, reporting_errors
from .models import models
from .options import add_verb

# Without a handler, Python would print warnings with their tracebacks on stderr.
logging.getLogger(verbs.__package__).addHandler(logging.NullHandler())


class _Shell(TyperGroup):
    """Its usage errors say what is wrong without the words that the library puts before it."""

    def invoke(self, ctx: Any) -> Any:  # a context of click, or of typer's own copy of it; and what a verb returns
        """Parse and run the verb."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")
            raise


app = typer.Typer(
    cls=_Shell,
    help="Adapt an MR-trained heart segmenter to CT without one CT label, and segment hearts in CT and MR.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_DEPTH = Annotated[Depth | None, typer.Option(help="Adaptation depth d; by default that of the method.")]
_METHODS = f"""\b
Methods, in reading order (Seg-CT-STL from MR to CT only, Seg-MRI-STL from CT to MR):
  {", ".join(name for name in ROWS if name not in ABLATIONS)}
Ablations of self-training, run only where named:
  {", ".join(ABLATIONS)}
A method of your own is named by its import path, package.module:object."""
_REFUSED = 2
"""How ``repeat`` ends where there is nothing to compare."""


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False) -> None:
    if version:
        print(__version__)
        raise typer.Exit()


def _adapt(
    job_type: type[BaseModel],
    as_json: bool,
    verbose: bool,
    host: str | None = None,
    depth: int | None = None,
    settings: Mapping[str, object] | None = None,
    **values: object,
) -> None:
    changes = {**(settings or {}), **({"depth": depth} if depth else {})}
    do(job_type, as_json, verbose, host, settings=changes, **values)


def _repeat(job_type: type[BaseModel], as_json: bool, verbose: bool, **values: object) -> None:
    try:
        result = do(job_type, as_json, verbose, None, **values)
    except typer.Exit as ended:
        raise typer.Exit(_REFUSED if ended.exit_code != exit_code(Code.STOPPED) else ended.exit_code) from ended
    if not result.summary["equal"]:
        raise typer.Exit(1)


add_verb(app, job.CohortJob, without=["device"])
add_verb(app, job.MapsJob, without=["device"])
add_verb(app, job.TrainJob)
add_verb(app, job.AdaptJob, more={"depth": _DEPTH}, run=_adapt)
add_verb(app, job.CalibrateJob)
add_verb(app, job.SegmentJob, without=["seed"])
add_verb(app, job.RepeatJob, without=["seed", "host"], run=_repeat)
add_verb(app, job.EvaluateJob, without=["seed", "device"])
add_verb(app, job.MeasureJob, without=["seed", "device"])
add_verb(app, job.MeshJob, without=["seed", "device"])
add_verb(app, job.PhasesJob, without=["seed", "device"])
add_verb(app, job.FunctionJob, without=["seed", "device"])
add_verb(app, job.OnnxJob, without=["seed", "device"])
add_verb(app, job.NnunetJob, without=["seed", "device"])
add_verb(app, job.BundleJob, without=["seed", "device"])
add_verb(app, job.AdoptJob, without=["seed", "device"])
add_verb(app, job.BenchmarkJob, without=["seed"], epilog=_METHODS)


@app.command()
def doctor() -> None:
    """Show versions, devices, memory and folders, and how to fix problems with them.

    \b
    Example:
      crossmodalityseg doctor
    """
    from .doctor import examine

    findings = examine()
    width = max(len(finding.subject) for finding in findings)
    with reporting_errors():
        for finding in findings:
            print(
                f"{'!' if finding.remedy else ' '} {finding.subject:{width}}  "
                f"{finding.found}  {finding.remedy}".rstrip()
            )
    if any(finding.remedy for finding in findings):
        raise typer.Exit(1)


app.add_typer(models, name="models")


def main() -> None:
    """Run the shell. Whoever reads its output may leave early, as ``head`` does: that is not a failure."""
    explain_aborts()
    try:
        app(prog_name="crossmodalityseg")
    finally:
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            leave_quietly()
