"""Frames of a DICOM file by its header: where each lies, which moment it shows, what kind of image it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydicom import Dataset

from .causes import bad, reading
from .kinds import words

MOMENTS = (
    "TemporalPositionIdentifier",
    "TemporalPositionIndex",
    "NominalPercentageOfCardiacPhase",
    "TriggerTime",
    "NominalCardiacTriggerDelayTime",
    "EchoTime",
    "EffectiveEchoTime",
    "DiffusionBValue",
    "AcquisitionNumber",
    "AcquisitionTime",
    "ContentTime",
)
"""Elements that distinguish the volumes of one series, the most specific first."""

_FAR_MM = 1e5

_GROUPS = ("FrameContentSequence", "CardiacSynchronizationSequence", "MREchoSequence", "MRDiffusionSequence")


@dataclass(frozen=True, eq=False)
class Frame:
    """One slice: ``position_mm`` (3,) of its first pixel, ``axes`` (2, 3) unit vectors along a row and down a column.

    ``number`` is its place in the file, ``size`` rows and columns, ``spacing_mm`` that between rows and between
    columns.
    """

    path: Path
    number: int
    position_mm: NDArray[np.float64]
    axes: NDArray[np.float64]
    spacing_mm: tuple[float, float]
    thickness_mm: float
    size: tuple[int, int]
    image_type: tuple[str, ...] = ()
    kind: str = ""
    """What distinguishes images at one position that are not time points: thickness and convolution kernel."""
    moments: dict[str, str] = field(default_factory=dict)
    instance: tuple[str, int] = ("", 0)
    """SOPInstanceUID and InstanceNumber."""

    @property
    def normal(self) -> NDArray[np.float64]:
        """Unit vector (3,) across the slice."""
        return np.cross(*self.axes)


def frames_of(header: Dataset, path: Path) -> list[Frame]:
    """The frames of one file, in stored order: one of a classic image, those in the functional groups of an enhanced
    one.

    Raises ``BAD_INPUT`` where the header does not place them.
    """
    with reading(path, bad(f"{path} does not state where its slice lies in the patient.")):
        groups = header.get("PerFrameFunctionalGroupsSequence")
        if groups:
            shared = (header.get("SharedFunctionalGroupsSequence") or [Dataset()])[0]
            return [_enhanced(header, own, shared, path, number) for number, own in enumerate(groups)]
        if int(header.get("NumberOfFrames") or 1) > 1:
            raise bad(
                f"{path} holds {header.NumberOfFrames} frames that do not state where they lie.",
                "Export the slices as files of their own.",
            )
        thickness = header.get("SpacingBetweenSlices") or header.get("SliceThickness")
        place = header.ImagePositionPatient, header.ImageOrientationPatient, header.PixelSpacing
        return [_frame(header, [header], path, 0, place, thickness)]


def is_placed(header: Dataset) -> bool:
    """Whether the header tries to say where the frames lie."""
    return "PerFrameFunctionalGroupsSequence" in header or all(
        header.get(keyword) for keyword in ("ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing")
    )


def _enhanced(header: Dataset, own: Dataset, shared: Dataset, path: Path, number: int) -> Frame:
    def group(name: str) -> Dataset:
        return (own if name in own else shared)[name].value[0]

    measures = group("PixelMeasuresSequence")
    place = (
        group("PlanePositionSequence").ImagePositionPatient,
        group("PlaneOrientationSequence").ImageOrientationPatient,
        measures.PixelSpacing,
    )
    items = [item[0] for name in _GROUPS if (item := own.get(name) or shared.get(name))]
    kinds = [
        item[0]
        for keyword in ("CTImageFrameTypeSequence", "MRImageFrameTypeSequence")
        if (item := own.get(keyword) or shared.get(keyword))
    ]
    frame = _frame(
        header, items, path, number, place, measures.get("SpacingBetweenSlices") or measures.get("SliceThickness")
    )
    return frame if not kinds else Frame(**{**vars(frame), "image_type": words(kinds[0].get("FrameType"))})


def _frame(
    header: Dataset,
    items: Sequence[Dataset],
    path: Path,
    number: int,
    place: tuple[Sequence[float], Sequence[float], Sequence[float]],
    thickness: float | None,
) -> Frame:
    position, axes = (
        np.array([float(v) for v in place[0]]).reshape(3),
        np.array([float(v) for v in place[1]]).reshape(2, 3),
    )
    axes /= np.linalg.norm(axes, axis=1, keepdims=True)
    # Headers round to some five digits; making the second axis exactly perpendicular keeps the direction a rotation.
    axes[1] -= (axes[0] @ axes[1]) * axes[0]
    axes[1] /= np.linalg.norm(axes[1])
    spacing = float(place[2][0]), float(place[2][1])
    if not (
        np.abs(position).max() < _FAR_MM and np.isfinite(axes).all() and 0 < min(spacing) <= max(spacing) < _FAR_MM
    ):
        raise ValueError("a place that is not in a scanner")
    moments = {
        keyword: str(item[keyword].value) for keyword in MOMENTS for item in items if item.get(keyword) is not None
    }
    return Frame(
        path=path,
        number=number,
        position_mm=position,
        axes=axes,
        spacing_mm=spacing,
        thickness_mm=abs(float(thickness or 0.0)) or 1.0,
        size=(int(header.Rows), int(header.Columns)),
        image_type=words(header.get("ImageType")),
        kind=" ".join([f"{float(thickness or 0.0):g} mm", *words(header.get("ConvolutionKernel"))]),
        moments=moments,
        instance=(str(header.get("SOPInstanceUID") or ""), int(header.get("InstanceNumber") or 0)),
    )
