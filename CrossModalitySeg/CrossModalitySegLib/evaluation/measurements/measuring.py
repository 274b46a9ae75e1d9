"""All measurements of one label map."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from ...anatomy import LA, MYO
from ...images.volume import Volume
from ...label_set import LabelSet
from ..metrics import volumes_ml
from .aorta import aortic_diameters
from .masks import own
from .wall import wall_thickness_mm

MUSCLE_G_ML = 1.05
"""Density of myocardium, as in Kawel-Boehm et al., J Cardiovasc Magn Reson 2020, doi:10.1186/s12968-020-00683-3."""


class Measurements(BaseModel):
    """Measurements of one heart; None stands for what cannot be measured in it.

    Attributes:
        volumes_ml: Volume of each structure of the label set.
        lv_mass_g: Mass of the left ventricle's wall, at ``MUSCLE_G_ML``.
        wall_mm: Mean wall thickness in each segment 1..17 of the American Heart Association.
        aorta_max_mm: Largest equivalent-area diameter of the ascending aorta, perpendicular to its centerline.
        aorta_mean_mm: Mean of these diameters.
        lv_mass_index_g_m2: ``lv_mass_g`` by body surface area, where that is known.
        la_volume_index_ml_m2: Volume of LA by body surface area, where that is known.
    """

    model_config = ConfigDict(frozen=True)

    volumes_ml: dict[str, float]
    lv_mass_g: float | None = None
    wall_mm: dict[int, float | None] | None = None
    aorta_max_mm: float | None = None
    aorta_mean_mm: float | None = None
    lv_mass_index_g_m2: float | None = None
    la_volume_index_ml_m2: float | None = None


def measure(labels: Volume, label_set: LabelSet, body_surface_m2: float | None = None) -> Measurements:
    """Measure the heart in ``labels``.

    Args:
        labels: Values of ``label_set`` (D, H, W), any grid. Of a single slice nothing but the areas times its thickness
            can be determined, as volumes.
        label_set: The structures. What a measurement needs and the set lacks makes that measurement None.
        body_surface_m2: Body surface area, for the indices.

    Returns:
        The measurements.

    Examples:
        >>> import numpy as np
        >>> from CrossModalitySegLib.anatomy import HEART_4, MYO
        >>> from CrossModalitySegLib.images.geometry import Geometry
        >>> wall = np.full((10, 10, 10), MYO.value, np.uint8)
        >>> found = measure(Volume(wall, Geometry(wall.shape, (2.0, 5.0, 5.0))), HEART_4)
        >>> found.volumes_ml["Myo"], found.lv_mass_g, found.wall_mm
        (50.0, 52.5, None)
    """
    volumes = volumes_ml(labels, label_set)
    muscle, atrium = own(label_set, MYO), own(label_set, LA)
    mass_g = volumes[muscle.name] * MUSCLE_G_ML if muscle and volumes[muscle.name] else None
    atrium_ml = volumes[atrium.name] if atrium and volumes[atrium.name] else None
    single = 1 in labels.geometry.shape
    aorta = None if single else aortic_diameters(labels, label_set)
    return Measurements(
        volumes_ml={name: round(ml, 2) for name, ml in volumes.items()},
        lv_mass_g=_rounded(mass_g),
        wall_mm=None if single else wall_thickness_mm(labels, label_set),
        aorta_max_mm=_rounded(aorta.max_mm if aorta else None),
        aorta_mean_mm=_rounded(aorta.mean_mm if aorta else None),
        lv_mass_index_g_m2=_rounded(mass_g / body_surface_m2 if mass_g and body_surface_m2 else None),
        la_volume_index_ml_m2=_rounded(atrium_ml / body_surface_m2 if atrium_ml and body_surface_m2 else None),
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
