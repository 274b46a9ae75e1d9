"""``segment``: one image in, one ``Result`` out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from .images import ImageLike, volume_of

if TYPE_CHECKING:
    import SimpleITK as sitk
    from numpy.typing import NDArray

    from CrossModalitySegLib.images.volume import Volume
    from CrossModalitySegLib.inference.quality import Quality
    from CrossModalitySegLib.label_set import LabelSet


@dataclass(frozen=True)
class Result:
    """A segmentation on the grid of its image.

    Attributes:
        volume: Class indices (D, H, W), uint8, with their grid; 0 is background.
        label_set: The structures, with the value, name, title and color of each.
        quality: ``ok``, and the ``findings`` that speak against the result, a sentence each.
        confidence: Mean confidence of the network in each structure, 0 to 1; None where it is absent.
        expected_dice: Expected Dice of each structure, 0 to 1; None for a single slice or a model that is not
            calibrated.
        model: Name of the model.
        uncertainty: Where the model is unsure, on the same grid, uint8 in percent of the largest entropy; None where
            it was not asked for.
    """

    volume: Volume
    label_set: LabelSet
    quality: Quality
    confidence: Mapping[str, float | None]
    expected_dice: Mapping[str, float] | None
    model: str
    uncertainty: Volume | None = None

    @property
    def labels(self) -> NDArray:
        """Class indices (D, H, W), uint8."""
        return self.volume.array

    @property
    def names(self) -> dict[int, str]:
        """Name of the structure of each class index."""
        return {structure.value: structure.name for structure in self.label_set.structures}

    @property
    def image(self) -> sitk.Image:
        """The class indices as a SimpleITK image."""
        return self.volume.image()

    @property
    def volumes_ml(self) -> dict[str, float]:
        """Volume of each structure in ml."""
        return self.quality.volumes_ml

    def save(self, path: str | PathLike[str], overwrite: bool = False) -> Path:
        """Write the segmentation.

        Args:
            path: File to write. ``.seg.nrrd`` keeps names, colors and terminology and opens in 3D Slicer; ``.nii.gz``,
                ``.nii``, ``.nrrd`` and ``.mha`` hold plain class indices.
            overwrite: Whether an existing file may be replaced.

        Returns:
            The path that was written.

        Raises:
            UserError: EXISTS, NO_PERMISSION, or BAD_INPUT for another ending.
        """
        from CrossModalitySegLib.files import refuse_existing
        from CrossModalitySegLib.images.io.files import write_labels

        refuse_existing(Path(path), overwrite)
        return write_labels(Path(path), self.volume, self.label_set)


def segment(
    image: ImageLike,
    model: str | PathLike[str] | None = None,
    device: str = "auto",
    *,
    spacing_mm: float | Sequence[float] | None = None,
    memory_gb: float = 2.0,
    uncertainty: bool = False,
    on_progress: Callable[[float], None] | None = None,
) -> Result:
    """Find and segment the heart in one volume or single slice.

    Args:
        image: Path of a NIfTI, NRRD, MetaImage or DICOM file or of a folder of one DICOM series, a 3D SimpleITK image,
            or an array (D, H, W) or (H, W) in HU (CT) or arbitrary units (MR).
        model: Path of a ``.cms`` file, or name of a model in the library; None takes the one that
            ships and fits: seven structures of a volume, four of a single slice.
        device: ``auto``, ``cpu``, ``cuda`` or ``cuda:N``.
        spacing_mm: Spacing of an array along its axes in mm, or one number for all of them; arrays need it, and only
            they.
        memory_gb: Memory to stay within, in GB.
        uncertainty: Whether to make a map of where the model is unsure, too.
        on_progress: Called with the done fraction, 0 to 1; what it raises ends the work.

    Returns:
        The segmentation on the grid of ``image``, its volumes, and what speaks against it.

    Raises:
        UserError: BAD_INPUT, BAD_MODEL, NO_DEVICE or OUT_OF_MEMORY.

    Examples:
        An array with its spacing, here 24 slices of 4 mm:

        >>> import SimpleITK as sitk
        >>> from crossmodalityseg import phantom, segment
        >>> scan = sitk.GetArrayFromImage(phantom("ct", seed=3, size_mm=(96, 96, 96), spacing_mm=4).image)
        >>> result = segment(scan, device="cpu", spacing_mm=(4, 4, 4))
        >>> result.labels.shape, str(result.labels.dtype)
        ((24, 24, 24), 'uint8')
    """
    from CrossModalitySegLib.images.preprocessing import is_slab
    from CrossModalitySegLib.inference.segment_volume import segment_volume
    from CrossModalitySegLib.models.heart_model import HeartModel
    from CrossModalitySegLib.models.library import Library, default_model

    volume = volume_of(image, spacing_mm)
    fitting = default_model(2 if is_slab(volume) else 3)
    loaded = HeartModel.load(fitting if model is None else Library().find(Path(model)))
    found = segment_volume(
        volume, loaded, memory_gb=memory_gb, uncertainty=uncertainty, device=device, on_progress=on_progress
    )
    return Result(
        found.labels,
        loaded.card.labels,
        found.quality,
        found.confidence,
        found.expected_dice,
        loaded.card.name,
        found.uncertainty,
    )
