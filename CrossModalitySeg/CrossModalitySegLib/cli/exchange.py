"""Verbs that make models of use to other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..job import OnnxJob
from .commands import JsonLines, Verbose, _do, _found, app


@app.command()
def onnx(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="File to write (.onnx).")],
    model: Annotated[
        str | None,
        typer.Option(metavar="MODEL", help="Path of a .cms file or name in the library; else the model that ships."),
    ] = None,
    as_json: JsonLines = False,
    verbose: Verbose = False,
) -> None:
    """Write the segmenter of a model as ONNX, with its card as metadata.

    \b
    Example:
      crossmodalityseg onnx CT.onnx --model CT.cms
    """
    _do(OnnxJob, as_json, verbose, out=out, model=_found(model))
