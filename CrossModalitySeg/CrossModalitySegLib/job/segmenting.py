"""Jobs that make results of images."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from ..anatomy import HEART_4
from ..settings import Labels
from .base import BaseJob, ModelOrNone, OutFolder, Shell


class SegmentJob(BaseJob):
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
    out: OutFolder
    """Folder to write into; results of several inputs lie in folders like theirs."""
    model: ModelOrNone = None
    """Path of a .cms file or name in the library; else of the models that ship the one that fits: seven structures of a
    volume, four of a single slice.
    """
    format: Literal["seg.nrrd", "nii.gz", "dicom-seg", "bids"] = "seg.nrrd"
    """Kind of file to write; bids: nii.gz under names as sub-01/anat/sub-01_dseg.nii.gz."""
    roi_mm: Annotated[tuple[float, float, float, float, float, float] | None, Shell("X0 X1 Y0 Y1 Z0 Z1")] = None
    """Heart region in LPS, instead of finding it."""
    largest_component: bool = True
    """Keep only the largest connected component of each structure."""
    refine_boundaries: bool = True
    """Move boundaries to where the gray values change (EM intensity refinement)."""
    pixel_mm: Annotated[float, Field(ge=0.1, le=4)] | None = None
    """Pixel size of 2D images without spatial metadata; else that of their header, or estimated.

    These are PNG, TIFF, and DICOM frames without a place in the patient; it goes before what a PNG or TIFF says
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


class RepeatJob(BaseJob):
    """Segment once more what a record describes, and compare: equal (exit code 0), or Dice and why (1).

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
    model: ModelOrNone = None
    """Path of a .cms file or name in the library; by default found by content.

    None takes the model of the library with the content that the record names, else the one with its name.
    """
    device: str = "auto"
    """auto (that of the record), cpu, cuda, cuda:N or mps."""


class PhasesJob(BaseJob):
    """Write each phase of a time series as a volume, to be segmented. Phases of DICOM series need no such thing.

    Example:
      crossmodalityseg phases beat.nii.gz --out phases
      crossmodalityseg segment phases --out segmentations
      crossmodalityseg function segmentations --out function
    """

    verb: Literal["phases"] = "phases"
    input: Annotated[Path, Shell("SERIES", argument=True)]
    """NIfTI, NRRD or MetaImage file of four axes, or a sequence of 3D Slicer (.seq.nrrd)."""
    out: OutFolder
    """Folder of the phases."""


class DicomSegJob(BaseJob):
    """Write the label map ``labels`` of values of ``label_set`` as the DICOM segmentation ``out`` of the CT or MR
    series ``files``.
    """

    verb: Literal["dicom_seg"] = "dicom_seg"
    labels: Path
    label_set: Labels = HEART_4
    files: Annotated[tuple[Path, ...], Field(min_length=1)]
    out: Path
