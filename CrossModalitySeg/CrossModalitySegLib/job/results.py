"""Jobs that read results."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from .base import BaseJob, OutFolder, Shell, Structures


class EvaluateJob(BaseJob):
    """Compare segmentations with a reference: Dice, ASSD and HD95 in mm and voxels, volumes in ml.

    Example:
      crossmodalityseg evaluate --pred segmentations --reference virtual/ct_train --out results.json

    Note:
        Without ``labels`` and without labels.json in ``reference`` the predictions are asked for their structures,
        before heart-4.
    """

    verb: Literal["evaluate"] = "evaluate"
    pred: Path
    """Folder of predicted label maps."""
    reference: Path
    """Folder of reference label maps."""
    out: Path
    """Results to write (.json)."""
    labels: Structures = None
    method: str = "prediction"
    """Name of the method in the results."""


class MeasureJob(BaseJob):
    """Measure hearts in label maps: volumes, LV mass, wall thickness in 17 segments, diameters of the aorta.

    Example:
      crossmodalityseg measure segmentations --out measurements.csv

    Note:
        Without ``labels`` the record beside a label map is asked for its structures, before heart-4.
    """

    verb: Literal["measure"] = "measure"
    inputs: Annotated[tuple[Path, ...], Field(min_length=1), Shell("LABELS...", argument=True)]
    """Label maps, or folders of results of segment."""
    out: Path
    """Table to write (.csv or .json), a line for each label map."""
    labels: Structures = None
    body_surface_m2: Annotated[float, Field(gt=0.1, lt=4)] | None = None
    """Body surface area of the patient, for LV mass index and LA volume index."""
    height_cm: Annotated[float, Field(ge=30, le=250)] | None = None
    """Height of the patient; with the weight, in place of the body surface area."""
    weight_kg: Annotated[float, Field(ge=1, le=400)] | None = None
    """Weight of the patient."""
    figures: Path | None = None
    """Folder for a bull's-eye plot of each LV wall (.png)."""
    dicom_sr: Path | None = None
    """Folder for a DICOM report (TID 1500) about each DICOM segmentation."""

    @model_validator(mode="after")
    def _height_and_weight_together(self) -> MeasureJob:
        if (self.height_cm is None) != (self.weight_kg is None):
            raise ValueError("height and weight are needed together")
        if self.height_cm is not None and self.body_surface_m2 is not None:
            raise ValueError("either the body surface area, or height and weight")
        return self


class MeshJob(BaseJob):
    """Make closed, smooth surfaces of the structures in label maps, for 3D printing.

    Example:
      crossmodalityseg mesh heart.seg.nrrd --out prints --wall-mm 2

    Note:
        Without ``labels`` the record beside a label map is asked for its structures, before heart-4.
    """

    verb: Literal["mesh"] = "mesh"
    inputs: Annotated[tuple[Path, ...], Field(min_length=1), Shell("LABELS...", argument=True)]
    """Label maps, or folders of results of segment."""
    out: OutFolder
    """Folder of the surfaces."""
    format: Literal["stl", "obj", "glb"] = "stl"
    """stl and obj: a file for each structure, in mm; glb: one file with names and colors."""
    wall_mm: Annotated[float, Field(ge=0.5, le=10)] | None = None
    """Thickness of a wall around chambers and vessels, which stay hollow; by default they are solid."""
    smooth_mm: Annotated[float, Field(ge=0.3, le=5)] = 1.0
    """Strength of smoothing: standard deviation of a Gaussian."""
    labels: Structures = None


class FunctionJob(BaseJob):
    """Measure a heart through its beat: volume-time curve, ejection fraction with an interval, LV mass, flicker.

    Example:
      crossmodalityseg function segmentations --out function

    Note:
        Without ``labels`` the record beside the first label map is asked for its structures, before heart-4.
    """

    verb: Literal["function"] = "function"
    inputs: Annotated[tuple[Path, ...], Field(min_length=1), Shell("LABELS...", argument=True)]
    """Label maps of the phases in their order, or a folder of results, by the numbers in their names."""
    out: OutFolder
    """Folder of the table, the numbers and the curve."""
    labels: Structures = None
