"""The typed job description that the shell, the console and the panel all fill in, and the worker reads from
job.json.

A verb is described here once: the shell's options and their help are made from the fields (``cli/options.py``). What a
docstring says up to its first ``Note`` is shown there; of a field's, the first paragraph.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, TypeAdapter

from .base import Shell as Shell
from .data import CohortJob, MapsJob
from .exchange import AdoptJob, BundleJob, NnunetJob, OnnxJob
from .experiments import BenchmarkJob
from .learning import AdaptJob, CalibrateJob, EstimateJob, TrainJob
from .results import EvaluateJob, FunctionJob, MeasureJob, MeshJob
from .segmenting import DicomSegJob, PhasesJob, RepeatJob, SegmentJob

Job = Annotated[
    CohortJob
    | MapsJob
    | TrainJob
    | AdaptJob
    | CalibrateJob
    | SegmentJob
    | RepeatJob
    | EvaluateJob
    | MeasureJob
    | MeshJob
    | PhasesJob
    | FunctionJob
    | OnnxJob
    | NnunetJob
    | BundleJob
    | AdoptJob
    | BenchmarkJob
    | EstimateJob
    | DicomSegJob,
    Field(discriminator="verb"),
]
JOB: TypeAdapter[Job] = TypeAdapter(Job)
"""Parses and validates any job: ``JOB.validate_json(path.read_bytes())``."""
