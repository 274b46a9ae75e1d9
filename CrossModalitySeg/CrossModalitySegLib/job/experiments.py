"""The job that compares methods."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from ..methods import ROWS, Direction, row_name
from ..settings import Depth
from .base import OutFolder, Shell, Structures
from .learning import LearningJob


def _known(name: str) -> str:
    name = row_name(name)
    if name not in ROWS and ":" not in name:
        raise ValueError(
            f"there is no method {name}; choose among {', '.join(ROWS)}, or name your own as package.module:object"
        )
    return name


RowName = Annotated[str, AfterValidator(_known)]


class BenchmarkJob(LearningJob):
    """Run the experiments of the paper: table 1, the depth ablation, figure 3 and a report.

    Example:
      crossmodalityseg benchmark --data virtual --out report --methods noDA,dou2018,Seg-CT --depths 13,21,31
    """

    verb: Literal["benchmark"] = "benchmark"
    data: Path
    """Cohort or MM-WHS folder with both modalities."""
    out: OutFolder
    """Folder of the report, results and models."""
    direction: Direction = "mr-ct"
    """From the modality with labels to the one without."""
    size: Literal["tiny", "paper"] = "tiny"
    """What networks see, how large they are, how long they learn."""
    method: Literal["dou2018", "released"] = "dou2018"
    """Settings on which the methods below are based.

    The rows of the table change them into those of the other methods.
    """
    methods: Annotated[Annotated[tuple[RowName, ...], Field(min_length=1)] | None, Shell("A,B,...")] = None
    """Methods to run, of those below; by default all but the ablations."""
    depths: Annotated[tuple[Depth, ...], Shell("D,...")] = (21,)
    """Adaptation depths."""
    labels: Structures = None
    seeds: Annotated[tuple[int, ...], Shell("N,...")] = (0,)
    """Seeds; each repeats every method."""
