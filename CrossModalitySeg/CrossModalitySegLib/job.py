"""The typed job description that the shell, the console and the panel all fill in, and the worker reads from
job.json.

A verb is described here once: the shell's options and their help are made from the fields (``cli/options.py``). What a
docstring says up to its first ``Note`` is shown there; of a field's, the first paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import NoneType
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from .anatomy import HEART_4
from .choices import MethodName, SizeName, method_for, refuse_preset
from .methods import ROWS, Direction, row_name
from .presets import preset
from .settings import AdaptSettings, Axes, Depth, Labels, TrainSettings, Window


@dataclass(frozen=True)
class Shell:
    """How the shell writes a field, where its type does not say it."""

    metavar: str | None = None
    """The word for its value in the help."""
    argument: bool = False
    """Whether it has a place instead of a name."""
    model: bool = False
    """Whether a name in the library will do as well as a path."""
    usual: bool = True
    """Whether the help shows the default."""


_Names = Annotated[tuple[str, ...] | None, Shell("A,B,...")]
_Model = Annotated[Path, Shell("MODEL", model=True)]
_ModelOrNone = Annotated[Path | None, Shell("MODEL", model=True)]
_Structures = Annotated[
    str | None,
    Shell("NAME|FILE|A=1,B=2,..."),
    Field(
        description="Structures: heart-4, heart-7 or a JSON file; by default labels.json of the data, else heart-4. "
        "Or which number of the label files is which structure, as in RV=1,Myo=2,LV=3."
    ),
]
_Anatomies = Annotated[Path | None, Field(description="Folder of label volumes of real hearts to take shapes from.")]
_Work = Annotated[
    Path | None,
    Field(description="Folder of checkpoints; by default beside the output, with the ending .work."),
]


class _Job(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    seed: Annotated[int, Field(ge=0)] = 0
    """Seed of every random choice."""
    device: str = "auto"
    """auto, cpu, cuda, cuda:N or mps."""


class CohortJob(_Job):
    """Make virtual patients, written in MM-WHS names and raw labels.

    Example:
      crossmodalityseg cohort virtual --mr 10 --ct 10
    """

    verb: Literal["cohort"] = "cohort"
    out: Annotated[Path, Shell("OUT", argument=True)]
    """Folder to write, with mr_train and ct_train inside."""
    mr: Annotated[int, Field(ge=0, le=9000)] = 20
    """Number of MR subjects."""
    ct: Annotated[int, Field(ge=0, le=9000)] = 20
    """Number of CT subjects."""
    size_mm: Annotated[tuple[float, float, float] | None, Shell("Z Y X")] = None
    """Extent of each volume.

    None takes the default of the renderer.
    """
    spacing_mm: Annotated[float, Field(ge=0.5, le=5)] = 2.0
    """Side of a voxel."""
    labels: Literal["heart-4", "heart-7"] = "heart-4"
    """Structures that the cohort is used for.

    labels.json says it. The label files hold the MM-WHS values of all seven structures anyway.
    """
    anatomies: _Anatomies = None
    varied: bool = False
    """Wider variety of shapes, chests, fields of view and CT contrast than usual.

    For training a model to be used on unseen scanners and patients.
    """


class MapsJob(_Job):
    """Make tissue maps: virtual chests without a look, from which `train --size whole-heart` draws a new image at
    every step.

    Example:
      crossmodalityseg maps maps --count 100
    """

    verb: Literal["maps"] = "maps"
    out: Annotated[Path, Shell("OUT", argument=True)]
    """Folder to write."""
    count: Annotated[int, Field(ge=1, le=99_999)] = 100
    """Number of maps; each takes some 20 s of a core and half a megabyte."""
    anatomies: _Anatomies = None


class _LearningJob(_Job):
    """A job whose settings are those of a ``method`` at a ``size``."""

    size: SizeName = "paper"
    """What the network sees, how large it is, how long it learns."""
    method: Annotated[MethodName, Shell(usual=False)] = "dou2018"
    """How it learns; by default dou2018, of whole-heart self-training.

    None, or nothing, takes the usual one of ``size``.
    """

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
    """Train a segmenter on labelled volumes. Started again, it goes on from its last checkpoint.

    Example:
      crossmodalityseg train --data virtual/mr_train --out MR.cms --size tiny --set steps=300

    Note:
        ``settings`` need to name only what differs from those of ``size`` and ``method``.
    """

    verb: Literal["train"] = "train"
    data: Path
    """Folder of labelled volumes."""
    out: Path
    """Model to write (.cms)."""
    modality: Literal["mr", "ct", "any"] = "mr"
    """Modality of the data; any: both."""
    labels: _Structures = None
    subjects: _Names = None
    """Subjects to learn from; by default every labelled one."""
    initial: _ModelOrNone = None
    """Model to fine-tune from.

    None starts from random weights.
    """
    settings: TrainSettings
    work: _Work = None

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, values: Any) -> Any:
        return _filled_in("train", values)


class AdaptJob(_LearningJob):
    """Adapt a model to another modality without labels. Started again, it goes on from its last checkpoint.

    Example:
      crossmodalityseg adapt --model MR.cms --source virtual/mr_train --target virtual/ct_train --out CT.cms --depth 21

    Note:
        ``settings`` need to name only what differs from those of ``size`` and ``method``. Settings without an
        adversarial part can do without ``source``; their self-training learns from the labels of the source where
        there are any.
    """

    verb: Literal["adapt"] = "adapt"
    model: _Model
    """Source model: path of a .cms file, or its name in the library."""
    target: Path
    """Folder of target volumes; labels among them are never opened."""
    out: Path
    """Model to write (.cms)."""
    source: Path | None = None
    """Folder of source volumes; --method self-training can do without, and learns from their labels."""
    source_modality: Literal["mr", "ct"] = "mr"
    """Modality of the source."""
    target_modality: Literal["mr", "ct"] = "ct"
    """Modality of the target."""
    source_subjects: _Names = None
    """Subjects of the source to use; by default all."""
    target_subjects: _Names = None
    """Subjects of the target to use; by default all."""
    settings: AdaptSettings
    work: _Work = None

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
    """Let a model say which Dice to expect of its results, and how sure it is. The volumes must be held out: unseen
    in its training.

    Example:
      crossmodalityseg calibrate --model CT.cms --data unseen --out CT-calibrated.cms
    """

    verb: Literal["calibrate"] = "calibrate"
    model: _Model
    """Path of a .cms file, or its name in the library."""
    data: Path
    """Folder of labelled volumes that the model has not learnt from, good and poor ones; ten or more."""
    out: Path
    """Model to write (.cms): the same weights, and a card that holds the calibration."""


class SegmentJob(_Job):
    """Segment the heart in CT volumes and single slices. Started again, it leaves out what is done.

    Where no heart is found nothing is written, and the exit code is 3.

    Example:
      crossmodalityseg segment scans/*.nii.gz --model CT.cms --out segmentations
      crossmodalityseg segment slice.png --pixel-mm 0.7 --out segmentations
      crossmodalityseg segment scans --out segmentations --report
    """

    verb: Literal["segment"] = "segment"
    inputs: Annotated[tuple[Path, ...], Field(min_length=1), Shell("INPUT...", argument=True)]
    """Image files, DICOM files of whole series, or folders, searched at any depth."""
    out: Path
    """Folder to write into; results of several inputs lie in folders like theirs."""
    model: _ModelOrNone = None
    """Path of a .cms file or name in the library; else of the models that ship the one that fits: seven structures of a
    volume, four of a single slice.
    """
    format: Literal["seg.nrrd", "nii.gz", "dicom-seg", "bids"] = "seg.nrrd"
    """Kind of file to write; bids: nii.gz under names as sub-01/anat/sub-01_dseg.nii.gz."""
    roi_mm: Annotated[tuple[float, float, float, float, float, float] | None, Shell("X0 X1 Y0 Y1 Z0 Z1")] = None
    """Heart region in LPS, instead of finding it."""
    largest_component: bool = True
    """Keep only the largest connected component of each structure."""
    fit_borders: bool = True
    """Move borders to where the grey values change."""
    pixel_mm: Annotated[float, Field(ge=0.1, le=4)] | None = None
    """Pixel size of pictures; else that of their header, or estimated.

    Pictures are PNG, TIFF, and DICOM frames without a place in the patient; it goes before what a PNG or TIFF says
    itself. Volumes, one-slice ones too, keep their own, and a sentence says so.
    """
    memory_gb: Annotated[float, Field(gt=0.2, le=1024)] = 2.0
    """Memory to stay within."""
    all_series: bool = False
    """Segment every DICOM series, not the best one of each study."""
    force: bool = False
    """Write a result where no heart was found, too."""
    report: bool = False
    """Write overview.html and overview.csv of all results in the folder."""
    overwrite: bool = False
    """Replace what is there."""


class RepeatJob(_Job):
    """Segment once more what a record tells of, and compare: equal (exit code 0), or Dice and why (1).

    Where it cannot be repeated, because the image or the model is not there, the exit code is 2.

    Example:
      crossmodalityseg repeat segmentations/scan.json scans/scan.nii.gz
    """

    verb: Literal["repeat"] = "repeat"
    record: Annotated[Path, Shell("RECORD", argument=True)]
    """The .json beside a segmentation, or the segmentation."""
    inputs: Annotated[tuple[Path, ...], Shell("INPUT...", argument=True)] = ()
    """The image, or its folder; by default looked for near the record.

    () looks beside the record, above it, and in the current folder.
    """
    model: _ModelOrNone = None
    """Path of a .cms file or name in the library; by default found by content.

    None takes the model of the library with the content that the record tells, else the one with its name.
    """
    device: str = "auto"
    """auto (that of the record), cpu, cuda, cuda:N or mps."""


class EvaluateJob(_Job):
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
    labels: _Structures = None
    method: str = "prediction"
    """Name of the method in the results."""


def _known(name: str) -> str:
    name = row_name(name)
    if name not in ROWS and ":" not in name:
        raise ValueError(
            f"there is no method {name}; choose among {', '.join(ROWS)}, or name your own as package.module:object"
        )
    return name


RowName = Annotated[str, AfterValidator(_known)]


class MeasureJob(_Job):
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
    labels: _Structures = None
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


class MeshJob(_Job):
    """Make closed, smooth surfaces of the structures in label maps, for 3D printing.

    Example:
      crossmodalityseg mesh heart.seg.nrrd --out prints --wall-mm 2

    Note:
        Without ``labels`` the record beside a label map is asked for its structures, before heart-4.
    """

    verb: Literal["mesh"] = "mesh"
    inputs: Annotated[tuple[Path, ...], Field(min_length=1), Shell("LABELS...", argument=True)]
    """Label maps, or folders of results of segment."""
    out: Path
    """Folder of the surfaces."""
    format: Literal["stl", "obj", "glb"] = "stl"
    """stl and obj: a file for each structure, in mm; glb: one file with names and colors."""
    wall_mm: Annotated[float, Field(ge=0.5, le=10)] | None = None
    """Wall to lay around chambers and vessels, which stay hollow; by default they are solid."""
    smooth_mm: Annotated[float, Field(ge=0.3, le=5)] = 1.0
    """How much is rounded off: standard deviation of a Gaussian."""
    labels: _Structures = None


class PhasesJob(_Job):
    """Write each phase of a time series as a volume, to be segmented. Phases of DICOM series need no such thing.

    Example:
      crossmodalityseg phases beat.nii.gz --out phases
      crossmodalityseg segment phases --out segmentations
      crossmodalityseg function segmentations --out function
    """

    verb: Literal["phases"] = "phases"
    input: Annotated[Path, Shell("SERIES", argument=True)]
    """NIfTI, NRRD or MetaImage file of four axes, or a sequence of 3D Slicer (.seq.nrrd)."""
    out: Path
    """Folder of the phases."""


class FunctionJob(_Job):
    """Measure a heart through its beat: volume-time curve, ejection fraction with an interval, LV mass, flicker.

    Example:
      crossmodalityseg function segmentations --out function

    Note:
        Without ``labels`` the record beside the first label map is asked for its structures, before heart-4.
    """

    verb: Literal["function"] = "function"
    inputs: Annotated[tuple[Path, ...], Field(min_length=1), Shell("LABELS...", argument=True)]
    """Label maps of the phases in their order, or a folder of results, by the numbers in their names."""
    out: Path
    """Folder of the table, the numbers and the curve."""
    labels: _Structures = None


class OnnxJob(_Job):
    """Write the segmenter of a model as ONNX, with its card as metadata.

    Example:
      crossmodalityseg onnx CT.onnx --model CT.cms
    """

    verb: Literal["onnx"] = "onnx"
    out: Annotated[Path, Shell("OUT", argument=True)]
    """File to write (.onnx)."""
    model: _ModelOrNone = None
    """Path of a .cms file or name in the library; else the model for volumes that ships."""


class NnunetJob(_Job):
    """Write segmentations and the images from which they were made as a data set of nnU-Net v2.

    Example:
      crossmodalityseg nnunet segmentations --images scans --out nnUNet_raw/Dataset012_Heart

    Note:
        Without ``labels`` the record beside a label map is asked for its structures, before heart-4.
    """

    verb: Literal["nnunet"] = "nnunet"
    inputs: Annotated[tuple[Path, ...], Field(min_length=1), Shell("LABELS...", argument=True)]
    """Results of segment, or folders of them."""
    images: Annotated[tuple[Path, ...], Field(min_length=1), Shell("A,B,...")]
    """Images of these results, or folders that hold them."""
    out: Path
    """Folder to write, Dataset and three digits, _ and a name."""
    modality: Literal["mr", "ct"] = "ct"
    """What the images are; nnU-Net scales CT in a way of its own."""
    labels: _Structures = None


class BundleJob(_Job):
    """Write a model as a MONAI bundle: metadata, how it is run, and the network as TorchScript.

    Example:
      crossmodalityseg bundle heart --model CT.cms
    """

    verb: Literal["bundle"] = "bundle"
    out: Annotated[Path, Shell("OUT", argument=True)]
    """Folder to write."""
    model: _ModelOrNone = None
    """Path of a .cms file or name in the library; else the model that ships."""


class AdoptJob(_Job):
    """Make a model of a 3D network that was trained elsewhere and exported as ONNX. It segments as others do; it cannot
    learn.

    Example:
      crossmodalityseg adopt heart.onnx --out Theirs.cms --labels LV=1,Myo=2,RV=3 --spacing-mm 1.5 --licence Apache-2.0

    Note:
        ``labels`` in words: the classes of the network that are structures, by number; 0 is the background.
    """

    verb: Literal["adopt"] = "adopt"
    network: Annotated[Path, Shell("FILE", argument=True)]
    """Network (.onnx): one volume in, a value for each class out."""
    out: Path
    """Model to write (.cms)."""
    labels: Annotated[str, Shell("NAME|FILE|A=1,B=2,...")]
    """Which class of the network is which structure, as in LV=1,Myo=2,RV=3; or heart-4, heart-7, or a JSON file."""
    spacing_mm: Annotated[float, Field(ge=0.3, le=10)]
    """Side of the voxels that it sees."""
    licence: Annotated[str, Field(min_length=1)]
    """Licence under which the network may be used."""
    source: str = ""
    """Where it comes from and what it learnt from, in words."""
    modality: Literal["mr", "ct", "any"] = "ct"
    """What it segments; any: both."""
    axes: Axes = "RAS"
    """Where the three axes of its input lead: RAS as in MONAI, SPL as in nnU-Net and here."""
    window: Annotated[Window | None, Shell("LOW HIGH A B")] = None
    """Grey values from LOW to HIGH become A to B; by default mean 0 and spread 1."""
    cut_top_percent: Annotated[float, Field(ge=0, lt=50)] = 0.0
    """How much of the histogram's top is cut before mean and spread are taken."""
    box_px: Annotated[int, Field(ge=64, le=512, multiple_of=32)] | None = None
    """Voxels along each side of the box around the heart; by default some 19 cm."""


class BenchmarkJob(_LearningJob):
    """Run the experiments of the paper: table 1, the depth ablation, figure 3 and a report.

    Example:
      crossmodalityseg benchmark --data virtual --out report --methods noDA,dou2018,Seg-CT --depths 13,21,31
    """

    verb: Literal["benchmark"] = "benchmark"
    data: Path
    """Cohort or MM-WHS folder with both modalities."""
    out: Path
    """Folder of the report, results and models."""
    direction: Direction = "mr-ct"
    """From the modality with labels to the one without."""
    size: Literal["tiny", "paper"] = "tiny"
    """What networks see, how large they are, how long they learn."""
    method: Literal["dou2018", "released"] = "dou2018"
    """Whose settings the methods below begin with.

    The rows of the table change them into those of the other methods.
    """
    methods: Annotated[Annotated[tuple[RowName, ...], Field(min_length=1)] | None, Shell("A,B,...")] = None
    """Methods to run, of those below; by default all but the ablations."""
    depths: Annotated[tuple[Depth, ...], Shell("D,...")] = (21,)
    """Adaptation depths."""
    labels: _Structures = None
    seeds: Annotated[tuple[int, ...], Shell("N,...")] = (0,)
    """Seeds; each repeats every method."""


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
