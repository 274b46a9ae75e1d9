"""The typed job description that the shell, the console and the panel all fill in, and the worker reads from
job.json.
"""

from __future__ import annotations

from pathlib import Path
from types import NoneType
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from .anatomy import HEART_4
from .choices import MethodName, SizeName, method_for, refuse_preset
from .methods import ROWS, Direction
from .presets import preset
from .settings import AdaptSettings, Depth, Labels, TrainSettings


class _Job(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: Annotated[int, Field(ge=0)] = 0
    device: str = "auto"
    """"auto", "cpu", "cuda", "cuda:N" or "mps"."""


class CohortJob(_Job):
    """Make virtual patients: ``mr`` + ``ct`` subjects in MM-WHS names under ``out``."""

    verb: Literal["cohort"] = "cohort"
    out: Path
    mr: Annotated[int, Field(ge=0, le=9000)] = 20
    ct: Annotated[int, Field(ge=0, le=9000)] = 20
    size_mm: tuple[float, float, float] | None = None
    """(D, H, W) = (z, y, x); None takes the default of the renderer."""
    spacing_mm: Annotated[float, Field(ge=0.5, le=5)] = 2.0
    labels: Literal["heart-4", "heart-7"] = "heart-4"
    """What the cohort is to be used for: labels.json says it. The label files hold the MM-WHS values of all seven
    structures anyway.
    """
    anatomies: Path | None = None
    varied: bool = False
    """Shapes, chests, fields of view and CT contrast beyond the usual: for training a model to be used on strangers."""


class MapsJob(_Job):
    """Make ``count`` tissue maps of the whole heart in a chest under ``out``: what the 3D segmenter learns from."""

    verb: Literal["maps"] = "maps"
    out: Path
    count: Annotated[int, Field(ge=1, le=99_999)] = 100
    anatomies: Path | None = None


class _LearningJob(_Job):
    """A job whose settings are those of a ``method`` at a ``size``."""

    size: SizeName = "paper"
    method: MethodName = "dou2018"
    """None, or nothing, takes the usual one of ``size``."""

    @model_validator(mode="before")
    @classmethod
    def _choose_method(cls, values: Any) -> Any:
        if isinstance(values, dict) and "preset" in values:
            refuse_preset(values["preset"])
        chosen = _choice(values, cls.model_fields["size"].default)
        return values | {"method": method_for(*chosen)} if chosen else values


def _choice(values: Any, usual: Any = "paper") -> tuple[Any, Any] | None:
    """Size and method among the raw ``values`` of a job; None where they are no words, which validation says."""
    if not isinstance(values, dict):
        return None
    size, method = values.get("size", usual), values.get("method")
    return (size, method) if isinstance(size, str) and isinstance(method, (str, NoneType)) else None


def _filled_in(verb: Literal["train", "adapt"], values: Any) -> Any:
    """The raw ``values`` of a job, settings that they leave out taken from its size and method."""
    chosen = _choice(values)
    changes = values.get("settings", {}) if chosen else None
    if chosen is None or not isinstance(changes, dict):
        return values  # validation says what is wrong, or the settings are complete already
    return values | {"settings": _merged(getattr(preset(*chosen), verb).model_dump(), changes)}


def _merged(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    both = {
        name: _merged(base[name], value)
        for name, value in changes.items()
        if isinstance(value, dict) and isinstance(base.get(name), dict)
    }
    return base | changes | both


class TrainJob(_LearningJob):
    """Train a segmenter on the labelled volumes of ``data`` and write ``out`` (.cms).

    ``settings`` need to name only what differs from those of ``size`` and ``method``.
    """

    verb: Literal["train"] = "train"
    data: Path
    out: Path
    modality: Literal["mr", "ct", "any"] = "mr"
    """"any" learns from both, for a model that is used on both."""
    labels: str | None = None
    """Name of a label set that ships, path of a JSON file, or numbers as "RV=1,Myo=2,LV=3".

    None takes labels.json of ``data``, else that of ``initial``, else heart-4.
    """
    subjects: tuple[str, ...] | None = None
    """Names of the subjects to learn from; None takes every labelled one."""
    settings: TrainSettings
    initial: Path | None = None
    """Model to fine-tune from; None starts from random weights."""
    work: Path | None = None
    """Folder of checkpoints; None takes ``out`` with the ending .work."""

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, values: Any) -> Any:
        return _filled_in("train", values)


class AdaptJob(_LearningJob):
    """Adapt ``model`` from the volumes of ``source`` to the unlabelled ones of ``target`` and write ``out`` (.cms).

    ``settings`` need to name only what differs from those of ``size`` and ``method``. Settings without an adversarial
    part can do without ``source``; their self-training learns from the labels of the source where there are any.
    """

    verb: Literal["adapt"] = "adapt"
    model: Path
    source: Path | None = None
    target: Path
    out: Path
    source_modality: Literal["mr", "ct"] = "mr"
    target_modality: Literal["mr", "ct"] = "ct"
    source_subjects: tuple[str, ...] | None = None
    target_subjects: tuple[str, ...] | None = None
    """Names of the subjects to use; None takes all."""
    settings: AdaptSettings
    work: Path | None = None

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, values: Any) -> Any:
        return _filled_in("adapt", values)

    @model_validator(mode="after")
    def _adversaries_need_a_source(self) -> AdaptJob:
        if self.source is None and self.settings.joint_steps > 0:
            raise ValueError("the adversarial part (joint_steps > 0) needs source volumes")
        return self


class CalibrateJob(_Job):
    """Measure on the labelled volumes of ``data`` how far ``model`` can be believed, and write ``out`` (.cms): the same
    weights, and a card that says it.

    The volumes have to be such as the model has not learnt from.
    """

    verb: Literal["calibrate"] = "calibrate"
    model: Path
    data: Path
    out: Path


class SegmentJob(_Job):
    """Segment ``inputs`` (files, folders, DICOM series; volumes and single slices) with ``model`` into ``out``."""

    verb: Literal["segment"] = "segment"
    inputs: Annotated[tuple[Path, ...], Field(min_length=1)]
    out: Path
    model: Path | None = None
    """None takes the model that ships with the extension."""
    format: Literal["seg.nrrd", "nii.gz", "dicom-seg"] = "seg.nrrd"
    roi_mm: tuple[float, float, float, float, float, float] | None = None
    """Heart region (x0, x1, y0, y1, z0, z1) in LPS mm that overrides the finder."""
    largest_component: bool = True
    fit_borders: bool = True
    """Whether borders are moved to where the grey values of the volume change."""
    pixel_mm: Annotated[float, Field(ge=0.1, le=4)] | None = None
    """Pixel size of pictures (PNG, TIFF, DICOM frames without a place in the patient), before what a PNG or TIFF says
    itself.

    None takes the size of the header, or estimates it. Volumes, one-slice ones too, keep their own, and a sentence says
    so.
    """
    memory_gb: Annotated[float, Field(gt=0.2, le=1024)] = 2.0
    all_series: bool = False
    """Whether every DICOM series of a study is segmented, not the one that shows the heart best."""
    force: bool = False
    """Whether a result is written where no heart was found, too."""
    report: bool = False
    """Whether overview.html and overview.csv of all results in ``out`` are written at the end."""
    overwrite: bool = False


class RepeatJob(_Job):
    """Segment once more what ``record`` tells of, and compare; nothing that is written stays.

    ``device`` "auto" is that of the record, where this machine has it.
    """

    verb: Literal["repeat"] = "repeat"
    record: Path
    """The .json beside a segmentation, or the segmentation."""
    inputs: tuple[Path, ...] = ()
    """Where the image may be; () looks beside the record, above it, and in the current folder."""
    model: Path | None = None
    """None takes the model of the library with the content that the record tells, else the one with its name."""


class EvaluateJob(_Job):
    """Compare label maps of ``pred`` with ``reference`` and write ``out`` (results.json)."""

    verb: Literal["evaluate"] = "evaluate"
    pred: Path
    reference: Path
    out: Path
    labels: str | None = None
    """As for a training; None takes labels.json of ``reference``, else what the predictions say themselves, else
    heart-4.
    """
    method: str = "prediction"


def _known(name: str) -> str:
    if name not in ROWS and ":" not in name:
        raise ValueError(
            f"there is no method {name}; choose among {', '.join(ROWS)}, or name your own as package.module:object"
        )
    return name


RowName = Annotated[str, AfterValidator(_known)]


class MeasureJob(_Job):
    """Measure the hearts in the label maps ``inputs`` (files, or folders of results) and write the table ``out`` (.csv
    or .json).
    """

    verb: Literal["measure"] = "measure"
    inputs: Annotated[tuple[Path, ...], Field(min_length=1)]
    out: Path
    labels: str | None = None
    """As for a training; None takes what the record beside a label map says, else heart-4."""
    body_surface_m2: Annotated[float, Field(gt=0.1, lt=4)] | None = None
    """Body surface area, by which LV mass and LA volume are divided."""
    height_cm: Annotated[float, Field(ge=30, le=250)] | None = None
    weight_kg: Annotated[float, Field(ge=1, le=400)] | None = None
    """Height and weight, from which the body surface area follows where it is not given."""
    figures: Path | None = None
    """Folder for a bull's-eye plot of each wall."""
    dicom_sr: Path | None = None
    """Folder for a DICOM structured report about each DICOM segmentation."""

    @model_validator(mode="after")
    def _height_and_weight_together(self) -> MeasureJob:
        if (self.height_cm is None) != (self.weight_kg is None):
            raise ValueError("height and weight are needed together")
        if self.height_cm is not None and self.body_surface_m2 is not None:
            raise ValueError("either the body surface area, or height and weight")
        return self


class MeshJob(_Job):
    """Write closed surfaces of the structures in the label maps ``inputs`` (files, or folders of results) under
    ``out``.
    """

    verb: Literal["mesh"] = "mesh"
    inputs: Annotated[tuple[Path, ...], Field(min_length=1)]
    out: Path
    format: Literal["stl", "obj", "glb"] = "stl"
    wall_mm: Annotated[float, Field(ge=0.5, le=10)] | None = None
    """Thickness of a wall to lay around chambers and vessels, which stay hollow; None makes solids."""
    smooth_mm: Annotated[float, Field(ge=0.3, le=5)] = 1.0
    """Standard deviation of the Gaussian that smooths."""
    labels: str | None = None
    """As for a training; None takes what the record beside a label map says, else heart-4."""


class PhasesJob(_Job):
    """Write each phase of the time series ``input`` (a file of four axes) as a volume under ``out``."""

    verb: Literal["phases"] = "phases"
    input: Path
    out: Path


class FunctionJob(_Job):
    """Measure the function of a heart from the label maps ``inputs`` of its phases, and write table, numbers and curve
    under ``out``.
    """

    verb: Literal["function"] = "function"
    inputs: Annotated[tuple[Path, ...], Field(min_length=1)]
    """Files in the order of the phases, or a folder of results, in which the numbers in the names give the order."""
    out: Path
    labels: str | None = None
    """As for a training; None takes what the record beside the first label map says, else heart-4."""


class OnnxJob(_Job):
    """Write the segmenter of ``model`` as ONNX to ``out`` (.onnx)."""

    verb: Literal["onnx"] = "onnx"
    out: Path
    model: Path | None = None
    """None takes the model that ships with the extension."""


class BenchmarkJob(_LearningJob):
    """Run the experiments of the paper on ``data`` (a cohort or MM-WHS folder) and write report and results under
    ``out``.
    """

    verb: Literal["benchmark"] = "benchmark"
    data: Path
    out: Path
    direction: Direction = "mr-ct"
    size: Literal["tiny", "paper"] = "tiny"
    method: Literal["dou2018", "released"] = "dou2018"
    """Whose settings the rows begin with, which change them into those of the other methods."""
    methods: Annotated[tuple[RowName, ...], Field(min_length=1)] | None = None
    """Names of the table, or import paths ("package.module:object") of one's own. None takes all that the direction has
    but ablations.
    """
    labels: str | None = None
    """As for a training; None takes labels.json of ``data``, else heart-4."""
    depths: tuple[Depth, ...] = (21,)
    seeds: tuple[int, ...] = (0,)


class EstimateJob(_LearningJob):
    """Measure how long a training or an adaptation takes on this machine, and how much memory; writes nothing."""

    verb: Literal["estimate"] = "estimate"
    of: Literal["train", "adapt"]
    size: SizeName
    depth: Depth | None = None
    model: Path | None = None
    """Source model of an adaptation."""


class DicomSegJob(_Job):
    """Write the label map ``labels`` of values of ``label_set`` as the DICOM segmentation ``out`` of the CT or MR
    series ``files``.
    """

    verb: Literal["dicom_seg"] = "dicom_seg"
    labels: Path
    label_set: Labels = HEART_4
    files: Annotated[tuple[Path, ...], Field(min_length=1)]
    out: Path


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
    | BenchmarkJob
    | EstimateJob
    | DicomSegJob,
    Field(discriminator="verb"),
]
JOB: TypeAdapter[Job] = TypeAdapter(Job)
"""Parses and validates any job: ``JOB.validate_json(path.read_bytes())``."""
