"""Jobs that exchange models and results with other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from ..settings import Axes, Window
from .base import BaseJob, ModelOrNone, OutFolder, OutModel, Shell, Structures


class OnnxJob(BaseJob):
    """Write the segmenter of a model as ONNX, with its card as metadata.

    Example:
      crossmodalityseg onnx CT.onnx --model CT.cms
    """

    verb: Literal["onnx"] = "onnx"
    out: Annotated[Path, Shell("OUT", argument=True)]
    """File to write (.onnx)."""
    model: ModelOrNone = None
    """Path of a .cms file or name in the library; else the model for volumes that ships."""


class NnunetJob(BaseJob):
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
    out: OutFolder
    """Folder to write, Dataset and three digits, _ and a name."""
    modality: Literal["mr", "ct"] = "ct"
    """Modality of the images; nnU-Net normalizes CT differently."""
    labels: Structures = None


class BundleJob(BaseJob):
    """Write a model as a MONAI bundle: metadata, configuration, and the network as TorchScript.

    Example:
      crossmodalityseg bundle heart --model CT.cms
    """

    verb: Literal["bundle"] = "bundle"
    out: Annotated[OutFolder, Shell("OUT", argument=True)]
    """Folder to write."""
    model: ModelOrNone = None
    """Path of a .cms file or name in the library; else the model that ships."""


class AdoptJob(BaseJob):
    """Make a model of a 3D network that was trained elsewhere and exported as ONNX. It segments like others, but
    cannot be trained.

    Example:
      crossmodalityseg adopt heart.onnx --out Theirs.cms --labels LV=1,Myo=2,RV=3 --spacing-mm 1.5 --license Apache-2.0
      crossmodalityseg adopt nnUNetTrainer__nnUNetPlans__3d_fullres --out Theirs.cms --license Apache-2.0

    Note:
        ``labels`` in words: the classes of the network that are structures, by number; 0 is the background.
    """

    verb: Literal["adopt"] = "adopt"
    network: Annotated[Path, Shell("FILE", argument=True)]
    """Network (.onnx): one volume in, a value for each class out; or a MONAI bundle or a result folder of nnU-Net v2
    that holds one, and declares what is not given here.
    """
    out: OutModel
    """Model to write (.cms)."""
    labels: Annotated[str | None, Shell("NAME|FILE|A=1,B=2,...")] = None
    """Which class of the network is which structure, as in LV=1,Myo=2,RV=3; or heart-4, heart-7, or a JSON file."""
    spacing_mm: Annotated[float, Field(ge=0.3, le=10)] | None = None
    """Voxel spacing of its input."""
    license: Annotated[str, Field(min_length=1)]
    """License under which the network may be used."""
    source: str = ""
    """Where it comes from and what it was trained on, in words."""
    modality: Literal["mr", "ct", "any"] | None = None
    """What it segments; any: both; by default what the folder states, else ct."""
    axes: Axes | None = None
    """Directions of the three axes of its input: RAS as in MONAI (default), SPL as in nnU-Net and here."""
    window: Annotated[Window | None, Shell("LOW HIGH A B")] = None
    """Gray values from LOW to HIGH become A to B; by default mean 0 and spread 1."""
    cut_top_percent: Annotated[float, Field(ge=0, lt=50)] = 0.0
    """Share of the brightest voxels that is clipped before mean and spread are computed."""
    box_px: Annotated[int, Field(ge=64, le=512, multiple_of=32)] | None = None
    """Voxels along each side of the box around the heart; by default some 19 cm."""
