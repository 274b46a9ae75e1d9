"""``phantom``: a virtual patient, so that everything can be tried without data."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import SimpleITK as sitk

    from CrossModalitySegLib.images.volume import Volume


@dataclass(frozen=True)
class Phantom:
    """A virtual patient.

    Attributes:
        modality: ``mr`` or ``ct``.
        seed: What it was made from.
        scan: The voxels (D, H, W), int16: HU in CT, arbitrary units in MR.
        truth: The labels on the same grid, as raw MM-WHS values.
    """

    modality: Literal["mr", "ct"]
    seed: int
    scan: Volume
    truth: Volume

    @property
    def image(self) -> sitk.Image:
        """The scan as a SimpleITK image."""
        return self.scan.image()

    @property
    def labels(self) -> sitk.Image:
        """The labels as a SimpleITK image of raw MM-WHS values (e.g. 500 for the left ventricle)."""
        return self.truth.image()

    def save(self, folder: str | PathLike[str]) -> Path:
        """Write image and labels in MM-WHS names: ``folder/ct_train/ct_train_7_image.nii.gz`` and ``..._label.nii.gz``.

        Args:
            folder: Folder to write into; it is made where needed.

        Returns:
            The path of the image.

        Raises:
            UserError: EXISTS or NO_PERMISSION.
        """
        from CrossModalitySegLib.files import refuse_existing
        from CrossModalitySegLib.images.io.files import writable_folder
        from CrossModalitySegLib.phantoms.write import subject_paths, write_subject

        image, label = subject_paths(Path(folder), self.modality, self.seed)
        writable_folder(image.parent)
        for path in (image, label):
            refuse_existing(path)
        write_subject(Path(folder), self.modality, self.seed, self.scan, self.truth, "virtual")
        return image


def phantom(
    modality: Literal["mr", "ct"] = "ct",
    seed: int = 0,
    *,
    size_mm: tuple[float, float, float] = (200.0, 180.0, 200.0),
    spacing_mm: float = 2.0,
    anatomy: str | PathLike[str] | None = None,
    varied: bool = False,
) -> Phantom:
    """Make one virtual patient: a heart in a chest, scanned, with exact labels.

    Args:
        modality: ``ct`` lies on an axis-aligned grid, in HU; ``mr`` is a slightly oblique stack of thicker slices.
        seed: The same arguments give the same bytes; the two modalities of one seed are different people.
        size_mm: Field of view (z, y, x) in mm.
        spacing_mm: Side of a voxel in mm.
        anatomy: Label volume of a real heart to take the shape from, with MM-WHS values or 1 Myo, 2 LA, 3 LV, 4 AA,
            5 RA, 6 RV; None takes a parametric one.
        varied: Wider variety of shapes, chests, fields of view and CT contrast than usual.

    Returns:
        Image and labels on one grid.

    Examples:
        >>> from crossmodalityseg import phantom
        >>> patient = phantom("ct", seed=3, size_mm=(96, 96, 96), spacing_mm=4)
        >>> patient.image.GetSpacing(), patient.image.GetPixelIDTypeAsString()
        ((4.0, 4.0, 4.0), '16-bit signed integer')
        >>> 500 in patient.truth.array  # the left ventricle
        True
    """
    from CrossModalitySegLib.phantoms import make_patient

    heart = None if anatomy is None else Path(anatomy)
    scan, truth = make_patient(modality, seed, size_mm, spacing_mm, heart, varied, aorta_to_arch=True)
    return Phantom(modality, seed, scan, truth)
