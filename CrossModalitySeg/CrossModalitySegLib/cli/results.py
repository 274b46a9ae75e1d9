"""Verbs that make something of results: surfaces, reports, curves through the heartbeat."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from ..job import FunctionJob, MeshJob, PhasesJob
from .commands import JsonLines, Labels, Verbose, _do, app

_MESH = MeshJob.model_fields


@app.command()
def mesh(
    inputs: Annotated[
        list[Path], typer.Argument(metavar="LABELS...", help="Label maps, or folders of results of segment.")
    ],
    out: Annotated[Path, typer.Option(help="Folder of the surfaces.")],
    format: Annotated[
        Literal["stl", "obj", "glb"],
        typer.Option(help="stl and obj: a file for each structure, in mm; glb: one file with names and colors."),
    ] = _MESH["format"].default,
    wall_mm: Annotated[
        float | None, typer.Option("--wall-mm", "--wall", help="Wall around chambers and vessels, which stay hollow.")
    ] = None,
    smooth_mm: Annotated[
        float, typer.Option(help="How much is rounded off: standard deviation of a Gaussian.")
    ] = _MESH["smooth_mm"].default,
    labels: Labels = None,
    as_json: JsonLines = False,
    verbose: Verbose = False,
) -> None:
    """Make closed, smooth surfaces of the structures in label maps, for 3D printing.

    \b
    Example:
      crossmodalityseg mesh heart.seg.nrrd --out prints --wall 2
    """
    values = {"inputs": inputs, "out": out, "format": format, "wall_mm": wall_mm, "smooth_mm": smooth_mm}
    _do(MeshJob, as_json, verbose, **values, labels=labels)


@app.command()
def phases(
    input: Annotated[Path, typer.Argument(metavar="SERIES", help="NIfTI, NRRD or MetaImage file of four axes.")],
    out: Annotated[Path, typer.Option(help="Folder of the phases.")],
    as_json: JsonLines = False,
    verbose: Verbose = False,
) -> None:
    """Write each phase of a time series as a volume, to be segmented. Phases of DICOM series need no such thing.

    \b
    Example:
      crossmodalityseg phases beat.nii.gz --out phases
      crossmodalityseg segment phases --out segmentations
      crossmodalityseg function segmentations --out function
    """
    _do(PhasesJob, as_json, verbose, input=input, out=out)


@app.command()
def function(
    inputs: Annotated[
        list[Path],
        typer.Argument(metavar="LABELS...", help="Label maps of the phases in their order, or a folder of results."),
    ],
    out: Annotated[Path, typer.Option(help="Folder of the table, the numbers and the curve.")],
    labels: Labels = None,
    as_json: JsonLines = False,
    verbose: Verbose = False,
) -> None:
    """Measure a heart through its beat: volume-time curve, ejection fraction with an interval, LV mass, flicker.

    \b
    Example:
      crossmodalityseg function segmentations --out function
    """
    _do(FunctionJob, as_json, verbose, inputs=inputs, out=out, labels=labels)
