"""A volume: voxels together with the grid they lie on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import SimpleITK as sitk
from numpy.typing import NDArray

from .geometry import Geometry

_INTERPOLATORS = {"linear": sitk.sitkLinear, "nearest": sitk.sitkNearestNeighbor}


@dataclass(frozen=True)
class Volume:
    """``array`` (D, H, W) of intensities or class indices, and its ``geometry``.

    ``scanned`` (D, H, W) marks the voxels that were scanned; the others are padding and hold the lowest value. None
    means all.
    """

    array: NDArray
    geometry: Geometry
    scanned: NDArray[np.bool_] | None = None

    def __post_init__(self) -> None:
        if self.array.shape != self.geometry.shape or (
            self.scanned is not None and self.scanned.shape != self.array.shape
        ):
            raise ValueError(f"array {self.array.shape} and geometry {self.geometry.shape} differ")

    @classmethod
    def of(cls, image: sitk.Image) -> Volume:
        """Wrap a three-dimensional scalar SimpleITK image (voxels are copied)."""
        return cls(sitk.GetArrayFromImage(image), Geometry.of(image))

    def image(self) -> sitk.Image:
        """The same volume as a SimpleITK image."""
        return self.geometry.stamp(sitk.GetImageFromArray(self.array))

    def part(self, where: tuple[slice, slice, slice]) -> Volume:
        """The voxels of ``where`` (D, H, W; starts and stops inside the volume), not copied, at the place where they
        lie.
        """
        array = self.array[where]
        origin = self.geometry.physical(np.array([one.start for one in where], dtype=np.float64))
        geometry = replace(self.geometry, shape=array.shape, origin_mm=tuple(float(v) for v in origin))  # type: ignore[arg-type]
        return Volume(array, geometry, None if self.scanned is None else self.scanned[where])

    def resampled(
        self, grid: Geometry, interpolation: Literal["linear", "nearest"] = "linear", fill: float = 0.0
    ) -> Volume:
        """This volume on ``grid``; ``fill`` outside, padding like any voxel. The type is kept for labels and becomes
        float32 for "linear".
        """
        source = self.image()
        if interpolation == "linear" and source.GetPixelID() != sitk.sitkFloat32:
            source = sitk.Cast(source, sitk.sitkFloat32)
        resampler = sitk.ResampleImageFilter()
        resampler.SetSize(grid.shape[::-1])
        resampler.SetOutputSpacing(grid.spacing_mm[::-1])
        resampler.SetOutputOrigin(grid.origin_mm)
        resampler.SetOutputDirection(grid.itk_direction)
        resampler.SetInterpolator(_INTERPOLATORS[interpolation])
        resampler.SetDefaultPixelValue(fill)
        return Volume(sitk.GetArrayFromImage(resampler.Execute(source)), grid)
