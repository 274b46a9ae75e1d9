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
        """Wrap an image.

        Args:
            image: Scalar SimpleITK image of three dimensions; voxels are copied.

        Returns:
            Its voxels (D, H, W) and grid.
        """
        return cls(sitk.GetArrayFromImage(image), Geometry.of(image))

    def image(self) -> sitk.Image:
        """The same volume as a SimpleITK image."""
        return self.geometry.stamp(sitk.GetImageFromArray(self.array))

    def part(self, where: tuple[slice, slice, slice]) -> Volume:
        """Cut out a part.

        Args:
            where: Slices along D, H and W with starts and stops inside the volume.

        Returns:
            The voxels there, not copied, at the place where they lie.

        Examples:
            >>> whole = Volume(np.zeros((4, 4, 4)), Geometry((4, 4, 4), (2.0, 1.0, 1.0)))
            >>> whole.part((slice(1, 3), slice(0, 4), slice(2, 4))).geometry.origin_mm
            (2.0, 0.0, 2.0)
        """
        array = self.array[where]
        origin = self.geometry.physical(np.array([one.start for one in where], dtype=np.float64))
        geometry = replace(self.geometry, shape=array.shape, origin_mm=tuple(float(v) for v in origin))  # type: ignore[arg-type]
        return Volume(array, geometry, None if self.scanned is None else self.scanned[where])

    def resampled(
        self, grid: Geometry, interpolation: Literal["linear", "nearest"] = "linear", fill: float = 0.0
    ) -> Volume:
        """Bring the volume to another grid.

        Args:
            grid: The grid, of any direction.
            interpolation: "linear" for gray values, "nearest" for labels.
            fill: Value outside the volume. Padding inside it is resampled like any voxel.

        Returns:
            The volume on ``grid``; float32 for "linear", else of the same type.

        Examples:
            >>> ramp = Volume(np.arange(4, dtype=np.int16).reshape(1, 1, 4), Geometry((1, 1, 4), (1.0, 1.0, 2.0)))
            >>> ramp.resampled(Geometry((1, 1, 8), (1.0, 1.0, 1.0)), fill=-1).array.ravel().tolist()
            [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, -1.0]
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
