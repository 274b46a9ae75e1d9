"""Jobs that make results of images."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from ..anatomy import DEFAULT_LABEL_SET
from ..settings import Labels
from .base import BaseJob, ModelOrNone, OutFolder, Shell, ending_of_a_file, of_a_folder


class SegmentJob(BaseJob):
    """Segment the heart in CT and MR volumes and single slices. If started again, it skips what is done.

    Where no heart is found nothing is written, and the exit code is 3.

    Example:
      crossmodalityseg segment scans/*.nii.gz --model CT.cms --out segmentations
      crossmodalityseg segment scan.nii.gz --out heart.nii.gz
      crossmodalityseg segment slice.png --pixel-mm 0.7 --out segmentations
      crossmodalityseg segment scans --out segmentations --report
    """

    verb: Literal["segment"] = "segment"
    inputs: Annotated[tuple[Path, ...], Field(min_length=1), Shell("INPUT...", argument=True)]
    """Image files, DICOM files of whole series, or folders, searched at any depth."""
    out: Path
    """Folder to write into; results of several folders keep their subfolders. For one image also a file:
    NAME.seg.nrrd, .nii.gz or .dcm, with its record beside it.
    """
    model: ModelOrNone = None
    """Path of a .cms file or name in the library; by default a model that ships: seven structures for volumes, four
    for single slices.
    """
    format: Literal["seg.nrrd", "nii.gz", "dicom-seg", "bids"] = "seg.nrrd"
    """Kind of file to write; bids: nii.gz under names as sub-01/anat/sub-01_dseg.nii.gz."""
    roi_mm: Annotated[tuple[float, float, float, float, float, float] | None, Shell("X0 X1 Y0 Y1 Z0 Z1")] = None
    """Region of the heart in LPS, instead of locating it."""
    largest_component: bool = True
    """Keep only the largest connected component of each structure."""
    refine_boundaries: bool = True
    """Move boundaries to where the gray values change (EM intensity refinement)."""
    pixel_mm: Annotated[float, Field(ge=0.1, le=4)] | None = None
    """Pixel size of 2D images without spatial metadata; else that of their header, or estimated.

    These are PNG, TIFF, and DICOM frames without a place in the patient; it goes before what a PNG or TIFF says
    itself. Volumes, one-slice ones too, keep their own, and a sentence in the log reports it.
    """
    memory_gb: Annotated[float, Field(gt=0.2, le=1024)] = 2.0
    """Memory to stay within."""
    all_series: bool = False
    """Segment every DICOM series, not the best one of each study."""
    force: bool = False
    """Write a result where no heart was found, too."""
    uncertainty: bool = False
    """Write a map of uncertainty, 0..100 %, beside each result, as NAME_uncertainty.nrrd or .nii.gz."""
    report: bool = False
    """Write overview.html and overview.csv of all results in the folder."""
    function: bool = False
    """Measure the heart through its beat, too: the inputs are the phases of one series in their order."""
    temporal_smoothing: bool = True
    """With --function and eight phases or more, decide doubtful voxels of a phase by the phases around it."""
    overwrite: bool = False
    """Replace what is there."""

    @property
    def file(self) -> Path | None:
        """The one file to write; None where ``out`` is a folder."""
        return self.out if ending_of_a_file(self.out) else None

    @property
    def kind(self) -> str:
        """What is written: ``format``, or what the ending of ``file`` stands for."""
        return _KINDS[ending_of_a_file(self.out) or ""] if self.file else self.format

    @field_validator("out")
    @classmethod
    def _folder_or_file(cls, out: Path, known: ValidationInfo) -> Path:
        ending = ending_of_a_file(out)
        if len(known.data.get("inputs", ())) != 1:
            return of_a_folder(out)
        if ending is not None and ending not in _KINDS:
            raise ValueError(f"a segmentation ends in {', '.join(_KINDS)}, not in {ending}; or name a folder")
        return out

    @field_validator("format")
    @classmethod
    def _kind_of_ending(cls, format: str, known: ValidationInfo) -> str:
        out = known.data.get("out")
        ending = ending_of_a_file(out) if out is not None else None
        if ending is not None and format not in (cls.model_fields["format"].default, _KINDS[ending]):
            raise ValueError(f"{out} does not end as {format} does; leave the format out, or name a folder")
        return format

    @field_validator("report")
    @classmethod
    def _of_a_folder(cls, report: bool, known: ValidationInfo) -> bool:
        out = known.data.get("out")
        if report and out is not None and ending_of_a_file(out) is not None:
            raise ValueError(f"an overview is of a folder, and {out} is the name of a file; name a folder")
        return report


_KINDS = {".seg.nrrd": "seg.nrrd", ".nii.gz": "nii.gz", ".dcm": "dicom-seg"}
"""Formats of single files, by ending."""


class RepeatJob(BaseJob):
    """Make a result again from its record, and compare: equal (exit code 0), or what differs, by how much, and why (1).

    A segmentation is made again from the .json beside it, a model from its card and the folders of its data, scores of
    `evaluate` from the segmentations and the references. Where the record, the data or the model is missing, the exit
    code is 2.

    Example:
      crossmodalityseg repeat segmentations/scan.json scans/scan.nii.gz
      crossmodalityseg repeat MR.cms virtual/mr_train
      crossmodalityseg repeat CT.cms virtual/mr_train virtual/ct_train --model MR.cms
      crossmodalityseg repeat results.json segmentations virtual/ct_train
    """

    verb: Literal["repeat"] = "repeat"
    record: Annotated[Path, Shell("RECORD", argument=True)]
    """The .json beside a segmentation, or the segmentation; a model (.cms); results of evaluate."""
    inputs: Annotated[tuple[Path, ...], Shell("INPUT...", argument=True)] = ()
    """The image, or its folder, by default looked for near the record; the data of a model or of scores.

    () looks for an image beside the record, above it, and in the current folder. Of a model these are the folders of
    its training volumes, or of source and target; of scores the segmentations and the references.
    """
    model: ModelOrNone = None
    """The model of a segmentation, or the one that a model was made from; by default found by content.

    A path of a .cms file or a name in the library. None takes the model of the library with the content that the record
    names; for a segmentation else the one with its name.
    """
    device: str = "auto"
    """auto (that of the record), cpu, cuda, cuda:N or mps."""


class PhasesJob(BaseJob):
    """Write each phase of a time series as a volume, for segmentation. DICOM series do not need this step.

    Example:
      crossmodalityseg phases beat.nii.gz --out phases
      crossmodalityseg segment phases --function --out segmentations
    """

    verb: Literal["phases"] = "phases"
    input: Annotated[Path, Shell("SERIES", argument=True)]
    """NIfTI, NRRD or MetaImage file in four dimensions, or a sequence of 3D Slicer (.seq.nrrd)."""
    out: OutFolder
    """Folder of the phases."""


class DicomSegJob(BaseJob):
    """Write the label map ``labels`` of values of ``label_set`` as the DICOM segmentation ``out`` of the CT or MR
    series ``files``.
    """

    verb: Literal["dicom_seg"] = "dicom_seg"
    labels: Path
    label_set: Labels = DEFAULT_LABEL_SET
    files: Annotated[tuple[Path, ...], Field(min_length=1)]
    out: Path
